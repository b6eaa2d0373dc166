//! A table for people: a line per record, and what a line has no room for below it.

use std::io::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::{clock, interrupt, ui};

const BETWEEN: &str = "  ";

/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// So wide is what stands below a line where nobody says how wide the screen is.
const USUAL: usize = 80;
const INDENT: &str = "  ";
const BREAK: &str = "\n  ";

/// Writes records below the names of their values, once all are known. A column in which nothing
/// stands is left out.
pub(crate) struct Table<W> {
    to: W,
    columns: Vec<&'static str>,
    below: Vec<&'static str>,
    rows: Vec<Row>,
    /// How wide it may be; a program is given all there is.
    width: Option<usize>,
}

struct Row {
    /// Where nothing stands, an empty one.
    cells: Vec<String>,
    below: Vec<String>,
}

impl<W: Write> Table<W> {
    /// A table with these columns, as wide as the terminal at most.
    pub(crate) fn new(to: W, columns: &[&'static str]) -> Self {
        Self::of_width(to, columns, ui::width())
    }

    fn of_width(to: W, columns: &[&'static str], width: Option<usize>) -> Self {
        let cells = columns.iter().map(|name| name.to_uppercase()).collect();
        let header = Row { cells, below: Vec::new() };
        Self { to, columns: columns.to_vec(), below: Vec::new(), rows: vec![header], width }
    }

    /// The same, where these values stand below the line of a record that has them.
    pub(crate) fn with_below(self, names: &[&'static str]) -> Self {
        Self { below: names.to_vec(), ..self }
    }

    fn leave_out_empty(&mut self) {
        let Some((_, rows)) = self.rows.split_first() else { return };
        let is_used = |at: usize| rows.iter().any(|row| !row.cells[at].is_empty());
        let used: Vec<usize> = (0..self.columns.len()).filter(|at| is_used(*at)).collect();
        for row in &mut self.rows {
            row.cells = used.iter().map(|at| row.cells[*at].clone()).collect();
        }
        self.columns = used.iter().map(|at| self.columns[*at]).collect();
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        cells.filter(|cell| cell.is_empty()).for_each(|cell| cell.push('-'));
    }

    /// Each column's width: that of its longest cell, and less for the widest where that is too
    /// much.
    fn widths(&self) -> Vec<usize> {
        let width = |at: usize| self.rows.iter().map(|row| row.cells[at].width()).max();
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
        let value = |name: &&str| record.0.iter().find(|(other, _)| other == name);
        let told = |name| value(name).map(|(_, value)| words(value)).filter(|w| !w.is_empty());
        let cells = self.columns.iter().map(|name| told(name).unwrap_or_default());
        let below = self.below.iter().filter_map(|name| Some(format!("{name} {}", told(name)?)));
        let mut below: Vec<String> = below.collect();
        below.iter_mut().rev().skip(1).for_each(|text| text.push(';'));
        self.rows.push(Row { cells: cells.collect(), below });
        Ok(())
    }

    fn finish(&mut self) -> Outcome<()> {
        self.leave_out_empty();
        let widths = self.widths();
        let _held = interrupt::hold();
        for row in &self.rows {
            let below = wrapped(&row.below, self.width.unwrap_or(USUAL));
            write!(self.to, "{}\n{below}", line(&row.cells, &widths))
                .map_err(|e| output_error(&e))?;
        }
        Ok(())
    }
}

/// The texts in indented lines of this width, unless a word is longer. A text that a line has room
/// for is not divided.
fn wrapped(texts: &[String], width: usize) -> String {
    let pieces = texts.iter().flat_map(|text| match INDENT.len() + text.width() <= width {
        true => vec![text.as_str()],
        false => text.split(' ').filter(|word| !word.is_empty()).collect(),
    });
    let (mut lines, mut column) = (String::new(), 0);
    for word in pieces {
        let fits = column > 0 && column + 1 + word.width() <= width;
        let before = match (fits, column) {
            (true, _) => " ",
            (false, 0) => INDENT,
            (false, _) => BREAK,
        };
        column = if fits { column + 1 } else { INDENT.len() } + word.width();
        lines.extend([before, word]);
    }
    if lines.is_empty() { lines } else { lines + "\n" }
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
    fn what_stands_below_a_line_is_wrapped_at_words_and_left_out_where_there_is_nothing() {
        let mut shown = Vec::new();
        let columns = Table::of_width(&mut shown, &["kid"], Some(20));
        let mut table = columns.with_below(&["for", "why"]);
        for (kid, holder) in [("a", "Ada Lovelace"), ("b", "")] {
            let mut record = Record::default();
            record.text("why", "so a 0123456789012345678901234");
            record.text("kid", kid);
            record.text("for", holder);
            record.0.drain(..usize::from(holder.is_empty()));
            table.record(&record).expect("memory");
        }
        table.finish().expect("memory");
        let expected = "KID\na\n  for Ada Lovelace;\n  why so a\n  0123456789012345678901234\nb\n";
        assert_eq!(String::from_utf8(shown).expect("UTF-8"), expected);
    }

    #[test]
    fn a_column_in_which_nothing_stands_is_left_out() {
        assert_eq!(shown(None, &[("a", ""), ("b", "")]), "KID\na\nb\n");
        assert_eq!(shown(None, &[("a", ""), ("", "x")]), "KID  FOR\na    -\n-    x\n");
    }

    #[test]
    fn columns_stand_below_each_other_whatever_the_letters_are() {
        let rows = [("日本", "x"), ("Müller", "y"), ("e\u{301}", "z")];
        assert_eq!(shown(None, &rows), "KID     FOR\n日本    x\nMüller  y\ne\u{301}       z\n");
        let wide = [("日本語日本語", "x")];
        assert_eq!(shown(Some(14), &wide), "KID        FOR\n日本語日…  x\n");
    }
}
