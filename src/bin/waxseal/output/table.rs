//! A table for people: one line per record.

use std::io::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::{clock, interrupt, ui};

const BETWEEN: &str = "  ";

/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// Writes records below the names of their values, once all are known.
pub(crate) struct Table<W> {
    to: W,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// How wide it may be; a program is given all there is.
    width: Option<usize>,
}

impl<W: Write> Table<W> {
    /// A table with these columns, as wide as the terminal at most.
    pub(crate) fn new(to: W, columns: &[&'static str]) -> Self {
        Self::of_width(to, columns, ui::width())
    }

    fn of_width(to: W, columns: &[&'static str], width: Option<usize>) -> Self {
        let header = columns.iter().map(|name| name.to_uppercase()).collect();
        Self { to, columns: columns.to_vec(), rows: vec![header], width }
    }

    /// Each column's width: that of its longest cell, and less for the widest where that is too
    /// much.
    fn widths(&self) -> Vec<usize> {
        let width = |at: usize| self.rows.iter().map(|row| row[at].width()).max();
        let mut widths: Vec<usize> = (0..self.columns.len()).filter_map(width).collect();
        let Some(room) = self.width else { return widths };
        let between = BETWEEN.len() * self.columns.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + between > room {
            match widths.iter_mut().max().filter(|width| **width > NARROWEST) {
                Some(widest) => *widest -= 1,
                None => break,
            }
        }
        widths
    }
}

impl<W: Write> Output for Table<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let value = |column: &&str| record.0.iter().find(|(name, _)| name == column);
        let cell = |column| {
            let words = value(column).map(|(_, value)| words(value));
            words.filter(|words| !words.is_empty()).unwrap_or_else(|| "-".into())
        };
        self.rows.push(self.columns.iter().map(cell).collect());
        Ok(())
    }

    fn finish(&mut self) -> Outcome<()> {
        let widths = self.widths();
        let _held = interrupt::hold();
        for row in &self.rows {
            writeln!(self.to, "{}", line(row, &widths)).map_err(|e| output_error(&e))?;
        }
        Ok(())
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| fitted(cell, *width));
    cells.collect::<Vec<_>>().join(BETWEEN).trim_end().to_owned()
}

/// A cell of just this width: with blanks after it, or cut.
fn fitted(cell: &str, width: usize) -> String {
    let mut fitted = cell.to_owned();
    if cell.width() > width {
        while fitted.width() >= width {
            fitted.pop();
        }
        // What was left without its letter would stand on another one.
        while fitted.chars().next_back().is_some_and(|c| c.width() == Some(0)) {
            fitted.pop();
        }
        fitted.push('…');
    }
    fitted.push_str(&" ".repeat(width.saturating_sub(fitted.width())));
    fitted
}

/// A value as people read it, with nothing in it that could steer their terminal.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => ui::visible(text).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Moment(seconds) => clock::date(*seconds),
        Value::Names(names) => ui::visible(&names.join(", ")).into_owned(),
        Value::Json(text) => ui::visible(text).into_owned(),
        Value::Record(_) | Value::Records(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Output, Record, Table};

    fn shown(width: Option<usize>, rows: &[(&str, &str)]) -> String {
        let mut shown = Vec::new();
        let mut table = Table::of_width(&mut shown, &["kid", "for"], width);
        for (kid, name) in rows {
            let mut record = Record::default();
            record.text("kid", kid);
            record.text("for", name);
            table.record(&record).expect("memory");
        }
        table.finish().expect("memory");
        String::from_utf8(shown).expect("UTF-8")
    }

    #[test]
    fn the_longest_column_is_cut_until_the_table_fits() {
        let rows = [("0123456789abcdef", "Ada"), ("short", "Bea")];
        let whole = "KID               FOR\n0123456789abcdef  Ada\nshort             Bea\n";
        assert_eq!(shown(None, &rows), whole);
        assert_eq!(shown(Some(21), &rows), whole);
        assert_eq!(shown(Some(15), &rows), "KID         FOR\n012345678…  Ada\nshort       Bea\n");
        assert_eq!(shown(Some(1), &rows), "KID       FOR\n0123456…  Ada\nshort     Bea\n");
    }

    #[test]
    fn columns_stand_below_each_other_whatever_the_letters_are() {
        let rows = [("日本", "x"), ("Müller", "y"), ("e\u{301}", "z")];
        assert_eq!(shown(None, &rows), "KID     FOR\n日本    x\nMüller  y\ne\u{301}       z\n");
        let wide = [("日本語日本語", "x")];
        assert_eq!(shown(Some(14), &wide), "KID        FOR\n日本語日…  x\n");
    }
}
