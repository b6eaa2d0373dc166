//! Names of tables and columns.

use std::collections::{HashMap, HashSet};

use super::scan::{Scan, is_word, split};
use crate::records::lines::LONGEST;

/// What begins a line of a definition that is no column. The latter are names elsewhere, and
/// dumps write them in capitals only where they are none.
const NO_COLUMN: [&str; 5] = ["PRIMARY", "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK"];
const NO_COLUMN_IN_CAPITALS: [&str; 7] =
    ["KEY", "INDEX", "FULLTEXT", "SPATIAL", "EXCLUDE", "PERIOD", "LIKE"];

/// What stands in the definition of a column that is computed from others.
const COMPUTED: [&[u8]; 2] = [b"AS (", b"AS("];

/// The columns of the tables that the dump defines.
#[derive(Default)]
pub(super) struct Tables {
    columns: HashMap<String, Vec<String>>,
    /// Those with columns that rows may leave out.
    computed: HashSet<String>,
    bytes: usize,
}

impl Tables {
    /// Takes a `CREATE TABLE`. Of a dump with more tables than any has, the rest stay unknown.
    pub(super) fn define(&mut self, statement: &[u8], backslashes: bool) {
        let Some((table, rest)) = after("TABLE", statement).and_then(table_of_definition) else {
            return;
        };
        let Some((inside, _)) = parenthesised(rest.trim_ascii_start(), backslashes) else { return };
        self.bytes += table.len() + inside.len();
        if self.bytes <= LONGEST {
            if COMPUTED.iter().any(|word| holds(inside, word)) {
                self.computed.insert(table.clone());
            }
            self.columns.insert(table, split(inside, backslashes).filter_map(column).collect());
        }
    }

    /// How many values each row of a table has, if that is certain.
    pub(super) fn values(&self, table: &str) -> Option<usize> {
        let columns = self.columns.get(table).filter(|_| !self.computed.contains(table));
        columns.map(Vec::len)
    }

    /// The columns of a table, if there are so many.
    pub(super) fn columns(&self, table: &str, count: usize) -> Option<&[String]> {
        self.columns.get(table).map(Vec::as_slice).filter(|columns| columns.len() == count)
    }
}

/// The table that rows are for, and their columns if they are named there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) table: String,
    pub(super) columns: Option<Vec<String>>,
}

impl Target {
    /// What stands between a word and the rows: `INSERT INTO` … `VALUES`, `COPY` … `FROM`.
    pub(super) fn after(word: &str, statement: &[u8]) -> Option<Self> {
        let (table, rest) = table(after(word, statement)?)?;
        let columns = match parenthesised(rest.trim_ascii_start(), false) {
            Some((inside, _)) => Some(split(inside, false).map(only_name).collect::<Option<_>>()?),
            None => None,
        };
        Some(Self { table, columns })
    }
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

/// What stands after the first such word.
fn after<'a>(word: &str, mut text: &'a [u8]) -> Option<&'a [u8]> {
    loop {
        let length = text.iter().take_while(|byte| is_word(**byte)).count();
        let (first, rest) = text.split_at(length);
        text = rest.trim_ascii_start();
        if first.eq_ignore_ascii_case(word.as_bytes()) {
            return Some(text);
        }
        if length == 0 {
            return None;
        }
    }
}

fn table_of_definition(text: &[u8]) -> Option<(String, &[u8])> {
    match table(text)? {
        (word, rest) if word.eq_ignore_ascii_case("if") => {
            table(after("EXISTS", rest.trim_ascii_start())?)
        }
        found => Some(found),
    }
}

/// A table's name with its schema, without quotes.
fn table(text: &[u8]) -> Option<(String, &[u8])> {
    let (mut name, mut rest) = name(text)?;
    while let Some(after) = rest.strip_prefix(b".") {
        let (more, after) = self::name(after)?;
        name = [&name, ".", &more].concat();
        rest = after;
    }
    Some((name, rest))
}

fn column(definition: &[u8]) -> Option<String> {
    let word = &definition[..definition.iter().take_while(|byte| is_word(**byte)).count()];
    let is_none = NO_COLUMN.iter().any(|other| word.eq_ignore_ascii_case(other.as_bytes()))
        || NO_COLUMN_IN_CAPITALS.iter().any(|other| word == other.as_bytes());
    if is_none { None } else { name(definition).map(|(name, _)| name) }
}

fn only_name(text: &[u8]) -> Option<String> {
    name(text).filter(|(_, rest)| rest.is_empty()).map(|(name, _)| name)
}

/// A name, quoted or not, and what stands after it.
fn name(text: &[u8]) -> Option<(String, &[u8])> {
    let mark = *text.first()?;
    if !matches!(mark, b'`' | b'"') {
        let length = text.iter().take_while(|byte| is_word(**byte)).count();
        let word = str::from_utf8(&text[..length]).ok().filter(|word| !word.is_empty())?;
        return Some((word.to_owned(), &text[length..]));
    }
    let mut name = Vec::new();
    let mut rest = &text[1..];
    loop {
        let end = rest.iter().position(|byte| *byte == mark)?;
        name.extend_from_slice(&rest[..end]);
        rest = &rest[end + 1..];
        if rest.first() != Some(&mark) {
            return Some((String::from_utf8(name).ok()?, rest));
        }
        name.push(mark);
        rest = &rest[1..];
    }
}

/// What stands in the parentheses that the text begins with, and after them.
fn parenthesised(text: &[u8], backslashes: bool) -> Option<(&[u8], &[u8])> {
    let mut scan = Scan::new(backslashes);
    let ends = |byte: &u8| scan.take(*byte) && scan.depth() == 0;
    let end = text.iter().position(ends).filter(|_| text.starts_with(b"("))?;
    Some((&text[1..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{Tables, Target};

    fn columns(statement: &str, table: &str, count: usize) -> Option<Vec<String>> {
        let mut tables = Tables::default();
        tables.define(statement.as_bytes(), true);
        tables.columns(table, count).map(<[String]>::to_vec)
    }

    #[test]
    fn a_definition_names_the_columns_and_nothing_else() {
        let mysql = "CREATE TABLE `o` (\n  `id` int COMMENT 'a, (b',\n  `odd ``x, (y)` decimal(20,2),\n  \
            PRIMARY KEY (`id`),\n  KEY `k` (`id`,`odd ``x, (y)`)\n) ENGINE=InnoDB;";
        assert_eq!(columns(mysql, "o", 2), Some(vec!["id".into(), "odd `x, (y)".into()]));
        let postgres = "CREATE TABLE IF NOT EXISTS public.\"O\" (\n    key int,\n    \"a\"\"b\" text,\n    \
            CONSTRAINT c CHECK ((key > 0))\n);";
        assert_eq!(columns(postgres, "public.O", 2), Some(vec!["key".into(), "a\"b".into()]));
        assert_eq!(columns(postgres, "public.O", 3), None);
        assert_eq!(columns("CREATE TABLE o (a int", "o", 1), None);
    }

    #[test]
    fn a_statement_names_its_table_and_may_name_the_columns() {
        let target = |text: &str| Target::after("INTO", text.as_bytes());
        let named = |table: &str, columns: Option<&[&str]>| {
            let columns = columns.map(|names| names.iter().map(|name| (*name).into()).collect());
            Some(Target { table: table.into(), columns })
        };
        assert_eq!(target("INSERT  IGNORE INTO `o` VALUES"), named("o", None));
        assert_eq!(target("insert into s.\"o\"(a, \"b,c\")"), named("s.o", Some(&["a", "b,c"])));
        assert_eq!(target("REPLACE INTO o (a, 1+1) VALUES"), None);
        assert_eq!(target("INSERT o VALUES"), None);
    }
}
