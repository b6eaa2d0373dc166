//! `orders.json`: headers that the desk refuses for how they are written.

use super::refused::{ada, refused};
use super::value::Value;
use super::with_later;

/// Headers that some readers of JSON take for what they do not say. `later` is a member that no
/// reader knows.
pub(super) fn refused_spellings() -> Vec<Value> {
    let iat = |number: &'static str| {
        move |h: &str| h.replace("\"iat\":1800000000", &["\"iat\":", number].concat())
    };
    let escaped = |h: &str| h.replace("\"iat\":1800000000", "\"\\u0069at\":1800000000.0");
    let later = |json: String| move |h: &str| with_later(h, &json);
    let deep = ["[".repeat(127), "]".repeat(127)].concat();
    let cases = [
        ("an iat with an exponent", ada("exponent").written(iat("18e8"))),
        ("an iat that is minus zero", ada("minus zero").written(iat("-0"))),
        ("an iat beyond what JSON keeps", ada("beyond").written(iat("9007199254740992"))),
        ("an iat with a fraction, its name escaped", ada("escaped iat").written(escaped)),
        (
            "a rew with a fraction, after an escaped quote",
            ada("rew").written(|h| h.replacen('{', r#"{"\"":"\"","rew" : 1.0,"#, 1)),
        ),
        ("a number that no reader can hold", ada("huge").written(later("1e400".into()))),
        ("half a surrogate pair", ada("half").written(later(r#""\ud83d""#.into()))),
        ("the halves of a pair swapped", ada("swapped").written(later(r#""\udc69\uD83D""#.into()))),
        (
            "half a surrogate pair in a name",
            ada("half name").written(|h| h.replacen('{', r#"{"\udead":1,"#, 1)),
        ),
        ("a header nested 128 deep", ada("deep").written(later(deep))),
        ("a byte order mark", ada("mark").written(|h| ["\u{feff}", h].concat())),
    ];
    cases.iter().map(|(what, part)| refused("malformed", what, &part.compact())).collect()
}
