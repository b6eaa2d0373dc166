//! JSON lines: one object per record.

use std::io::Write;

use waxseal::jose::json::Writer;
use zeroize::Zeroizing;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::{interrupt, ui};

/// Writes one JSON object per line.
pub(crate) struct JsonLines<W>(pub(crate) W);

impl<W: Write> Output for JsonLines<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let mut line = harmless(Zeroizing::new(object(record)));
        line.push('\n');
        let _held = interrupt::hold();
        self.0
            .write_all(line.as_bytes())
            .and_then(|()| self.0.flush())
            .map_err(|error| output_error(&error))
    }
}

/// A forged order may hold anything, and a person may be looking: what would steer a terminal is
/// escaped, which means the same to a program. Below DEL, only white space between values is left.
fn harmless(line: Zeroizing<String>) -> Zeroizing<String> {
    let steers = |c: char| c >= '\u{7f}' && ui::steers(c);
    if !line.contains(steers) {
        return line;
    }
    let mut escaped = Zeroizing::new(String::with_capacity(6 * line.len()));
    for c in line.chars() {
        match steers(c) {
            true => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => escaped.push(c),
        }
    }
    escaped
}

fn object(record: &Record) -> String {
    let mut object = Writer::default();
    for (name, value) in &record.0 {
        add(&mut object, name, value);
    }
    object.finish()
}

fn add(to: &mut Writer, name: &str, value: &Value) {
    match value {
        Value::Text(text) => to.string(name, text),
        Value::Number(number) | Value::Moment(number) => to.integer(name, *number),
        Value::Names(names) => to.strings(name, names),
        // Any value may stand where an object that is finished may.
        Value::Json(written) => to.object(name, written),
        Value::Record(record) => to.object(name, &object(record)),
        Value::Records(records) => {
            to.objects(name, &records.iter().map(object).collect::<Vec<_>>())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_would_steer_a_terminal_is_escaped_and_means_the_same() {
        let line = "{\"a\":\t\"x\u{9b}2J\u{7f}\u{202e}\u{2028}é\"}";
        let escaped = harmless(line.to_owned().into());
        assert_eq!(*escaped, "{\"a\":\t\"x\\u009b2J\\u007f\\u202e\\u2028é\"}");
        let value = |text: &str| waxseal::jose::json::parse(text).expect("JSON");
        assert_eq!(value(&escaped), value(line));
    }
}
