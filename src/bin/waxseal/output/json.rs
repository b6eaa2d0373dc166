//! JSON lines: one object per record.

use std::io::Write;

use waxseal::jose::json::Writer;
use zeroize::Zeroizing;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};

/// Writes one JSON object per line.
pub(crate) struct JsonLines<W>(pub(crate) W);

impl<W: Write> Output for JsonLines<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let mut line = Zeroizing::new(object(record));
        line.push('\n');
        self.0
            .write_all(line.as_bytes())
            .and_then(|()| self.0.flush())
            .map_err(|error| output_error(&error))
    }
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
