//! A JSON value that can be changed and written again, which the library has no use for.

use waxseal::jose::json;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(u64),
    String(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    pub(crate) fn string(text: &str) -> Self {
        Self::String(text.into())
    }

    pub(crate) fn strings<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Array(items.into_iter().map(Self::string).collect())
    }

    pub(crate) fn object<'a>(members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    pub(crate) fn parse(text: &str) -> Self {
        Self::from(json::parse(text).expect("JSON"))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).expect("a member").as_str()
    }

    pub(crate) fn as_str(&self) -> &str {
        if let Self::String(text) = self { text } else { unreachable!("a string") }
    }

    pub(crate) fn list(&self, name: &str) -> &[Self] {
        match self.get(name) {
            Some(Self::Array(items)) => items,
            _ => unreachable!("{name} is a list"),
        }
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        match self.get(name) {
            Some(Self::Integer(number)) => *number,
            _ => unreachable!("{name} is a number"),
        }
    }

    /// Compact, with the escapes that JSON requires.
    pub(crate) fn write(&self) -> String {
        match self {
            Self::Null => "null".into(),
            Self::Bool(value) => value.to_string(),
            Self::Integer(number) => number.to_string(),
            Self::String(text) => quoted(text),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::write).collect();
                ["[", &items.join(","), "]"].concat()
            }
            Self::Object(members) => {
                let member =
                    |(name, value): &(String, Self)| [quoted(name), value.write()].join(":");
                let members: Vec<String> = members.iter().map(member).collect();
                ["{", &members.join(","), "}"].concat()
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

impl From<json::Json> for Value {
    fn from(json: json::Json) -> Self {
        match json {
            // Such a number stands only where no reader looks.
            json::Json::Null | json::Json::OtherNumber => Self::Null,
            json::Json::Bool(value) => Self::Bool(value),
            json::Json::Integer(number) => Self::Integer(number),
            json::Json::String(text) => Self::String(text),
            json::Json::Array(items) => Self::Array(items.into_iter().map(Into::into).collect()),
            json::Json::Object(members) => Self::Object(
                members.into_iter().map(|(name, value)| (name, value.into())).collect(),
            ),
        }
    }
}
