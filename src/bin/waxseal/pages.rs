//! Pages from templates: HTML and Markdown, for people.
//!
//! Rules:
//! - Every value is escaped, whatever the template says: there is no `safe`.
//! - A name that is not there is an error, not an empty place on a label.
//! - A template stands alone: it includes no file.
//! - An error names the template and the line, never a value.

mod markdown;
mod sheet;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, ErrorKind, HtmlEscape, Output, State, UndefinedBehavior, Value,
};
use waxseal::{Code, Error};

use crate::{clock, ui};

pub(crate) use sheet::{SheetFacts, SheetKey, backup_sheet};

/// A template, compiled.
pub(crate) struct Template {
    environment: Environment<'static>,
    name: String,
}

impl Template {
    /// A template of HTML.
    pub(crate) fn html(name: &str, source: String) -> Result<Self, Error> {
        Self::new(name, source, html)
    }

    /// A template of Markdown.
    pub(crate) fn markdown(name: &str, source: String) -> Result<Self, Error> {
        Self::new(name, source, markdown)
    }

    /// A page with these values.
    pub(crate) fn render(&self, values: Value) -> Result<String, Error> {
        self.environment
            .get_template(&self.name)
            .and_then(|template| template.render(values))
            .map(harmless)
            .map_err(|error| refused(&error, &self.name))
    }

    fn new(
        name: &str,
        source: String,
        format: fn(&mut Output, &mut State, &Value) -> Result<(), minijinja::Error>,
    ) -> Result<Self, Error> {
        let mut environment = Environment::new();
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
        environment.set_syntax(syntax.build().expect("the delimiters are the usual ones"));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // So that what a macro or a capture wrote counts as escaped, by whatever `format`.
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(format);
        environment.remove_filter("safe");
        environment.add_filter("lines", lines);
        environment.add_filter("date", clock::day);
        environment
            .add_template_owned(name.to_owned(), source)
            .map_err(|error| refused(&error, name))?;
        Ok(Self { environment, name: name.to_owned() })
    }
}

fn html(out: &mut Output, _: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    escaped(out, value, |text| HtmlEscape(text).to_string())
}

fn markdown(out: &mut Output, _: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    escaped(out, value, markdown::escape)
}

fn escaped(
    out: &mut Output,
    value: &Value,
    escape: fn(&str) -> String,
) -> Result<(), minijinja::Error> {
    let text = written(value)?;
    let text = if value.is_safe() { text } else { escape(&text) };
    Ok(out.write_str(&text)?)
}

fn written(value: &Value) -> Result<String, minijinja::Error> {
    match value.kind() {
        ValueKind::Undefined => Err(ErrorKind::UndefinedError.into()),
        ValueKind::None => Ok(String::new()),
        _ => Ok(value.to_string()),
    }
}

/// An address, line by line: without the empty ones.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A page may be looked at in a terminal: what would steer one is written as a reference, which
/// means the same in HTML and in Markdown.
fn harmless(page: String) -> String {
    let steers = |c: char| ui::steers(c) && !matches!(c, '\n' | '\t');
    if !page.contains(steers) {
        return page;
    }
    let mut escaped = String::with_capacity(page.len());
    for c in page.chars() {
        match c {
            '\r' => {}
            c if steers(c) => escaped.push_str(&format!("&#x{:x};", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The words of the template engine may quote a value; its kinds and lines do not.
fn refused(error: &minijinja::Error, name: &str) -> Error {
    let reason = match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => "this is not a template",
        ErrorKind::UndefinedError => "the template names something that is not there",
        ErrorKind::UnknownFilter => "the template names a filter that is not there",
        ErrorKind::UnknownTest => "the template names a test that is not there",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            "the template calls a function that is not there"
        }
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => {
            "the template includes another file: it has to stand alone"
        }
        _ => "the template asks for what cannot be done with this value",
    };
    let line = error.line().and_then(|line| u32::try_from(line).ok());
    let refused = Error::new(Code::Malformed, reason).about(name);
    line.map_or(refused.clone(), |line| refused.at_line(line))
}

#[cfg(test)]
mod tests {
    use minijinja::{Value, context};
    use waxseal::{Code, Error};

    use super::Template;

    fn html(source: &str, values: Value) -> Result<String, Error> {
        Template::html("slip.html", source.into())?.render(values)
    }

    #[test]
    fn no_template_can_write_a_value_unescaped() {
        let values = || context! { name => "<script>\"&'" };
        let escaped = "&lt;script&gt;&quot;&amp;&#x27;";
        for source in [
            "{{ name }}",
            "{% autoescape false %}{{ name }}{% endautoescape %}",
            "{% set copy %}{{ name }}{% endset %}{{ copy }}",
            "{% macro m(n) %}{{ n }}{% endmacro %}{{ m(name) }}",
            "{{ [name] | join }}",
            "{{ name | lines | first }}",
        ] {
            assert_eq!(html(source, values()).as_deref(), Ok(escaped), "{source}");
        }
        let refused = html("{{ name | safe }}", values()).expect_err("there is no such filter");
        assert_eq!(refused.code(), Code::Malformed);
    }

    #[test]
    fn an_error_names_the_line_and_no_value() {
        for source in [
            "a\n{{ nobody }}",
            "a\n{% if nobody %}{% endif %}",
            "a\n{{ seal.tell }}",
            "a\n{% for",
            "a\n{{ seal.name | nobody }}",
            "a\n{% include 'x.html' %}",
            "a\n{{ seal.name + 1 }}",
            "a\n{{ seal.name | date }}",
        ] {
            let refused = html(source, context! { seal => context! { name => "Canary" } });
            let refused = refused.expect_err(source);
            assert_eq!(refused.line(), Some(2), "{source}");
            assert!(refused.to_string().starts_with("malformed: line 2: slip.html: "), "{refused}");
            assert!(!refused.to_string().contains("Canary"), "{refused}");
        }
    }

    #[test]
    fn what_would_steer_a_terminal_is_a_reference() {
        let page = html("{{ name }}\n.", context! { name => "a\u{1b}[2J\u{202e}\r\nb" });
        assert_eq!(page.as_deref(), Ok("a&#x1b;[2J&#x202e;\nb\n."));
    }

    #[test]
    fn an_address_is_cut_in_lines_and_a_moment_is_a_day() {
        let values = context! { street => " 1 High Street \n\n Flat 2\n", iat => 1_801_387_800 };
        let page = html("{{ street | lines | join('|') }} {{ iat | date }}", values);
        assert_eq!(page.as_deref(), Ok("1 High Street|Flat 2 2027-01-31"));
    }
}
