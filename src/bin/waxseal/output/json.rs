//! JSON lines: one object per record.

use std::io::Write;

use waxseal::jose::{Json, json};
use zeroize::Zeroizing;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};

/// Writes one JSON object per line.
pub(crate) struct JsonLines<W>(pub(crate) W);

impl<W: Write> Output for JsonLines<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let mut line = Zeroizing::new(String::new());
        write_record(&mut line, record);
        line.push('\n');
        self.0
            .write_all(line.as_bytes())
            .and_then(|()| self.0.flush())
            .map_err(|error| output_error(&error))
    }
}

fn write_record(line: &mut String, record: &Record) {
    line.push('{');
    for (index, (name, value)) in record.0.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        line.push_str(&json::write(&Json::string(name)));
        line.push(':');
        write_value(line, value);
    }
    line.push('}');
}

fn write_value(line: &mut String, value: &Value) {
    match value {
        Value::Text(text) => line.push_str(&json::write(&Json::string(text))),
        Value::Number(number) | Value::Moment(number) => line.push_str(&number.to_string()),
        Value::Names(names) => {
            line.push_str(&json::write(&Json::strings(names.iter().map(String::as_str))));
        }
        Value::Json(written) => line.push_str(written),
        Value::Record(record) => write_record(line, record),
        Value::Records(records) => {
            line.push('[');
            for (index, record) in records.iter().enumerate() {
                if index > 0 {
                    line.push(',');
                }
                write_record(line, record);
            }
            line.push(']');
        }
    }
}
