//! Whatever stands in a dump, no order in it is lost, and no value passes for a row.

use std::io::{BufReader, Read, repeat};

use proptest::prelude::*;

use super::Sql;
use crate::records::lines::{LONGEST, TOO_LONG};
use crate::records::{Content, Row};

/// All that opening needs to take a word for an order.
pub(super) const ORDER: &str = "eyJ0eXAiOiJ2bmQud2F4c2VhbC5vcmRlci52MSJ9.a.b.c.d";

pub(super) fn rows(input: impl Read) -> Vec<Row> {
    let mut sql = Sql::new(BufReader::new(input), "test");
    std::iter::from_fn(|| sql.next().expect("readable")).collect()
}

fn shown(row: Row) -> String {
    let content = match row.content {
        Ok(Content::Members(members)) => {
            let members: Vec<_> =
                members.written().map(|(name, value)| format!("{name}={value}")).collect();
            members.join(" ")
        }
        Ok(Content::Text(text)) => format!("text {text}"),
        Ok(Content::Cells(_)) => unreachable!("SQL has no cells"),
        Err(error) => format!("failed: {}", error.reason()),
    };
    format!("{} {content}", row.line)
}

pub(super) fn read(input: &str) -> Vec<String> {
    rows(input.as_bytes()).into_iter().map(shown).collect()
}

#[test]
fn rows_have_the_names_of_the_statement_else_of_the_definition_else_numbers() {
    let input = "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);\nINSERT INTO t VALUES(1,'a');\n\
        INSERT INTO t VALUES\n(2,'b'),\n (3,'c\nd') ; insert into t (note,id) values ('e',4);\n\
        INSERT INTO u VALUES (5),(6,7);REPLACE INTO t VALUES (8,9,10);\n";
    assert_eq!(
        read(input)[1..],
        [
            "2 id=1 note=\"a\"",
            "4 id=2 note=\"b\"",
            "5 id=3 note=\"c\\nd\"",
            "6 note=\"e\" id=4",
            "7 1=5",
            "7 1=6 2=7",
            "7 1=8 2=9 3=10"
        ]
    );
}

#[test]
fn what_is_no_row_is_text() {
    let input = "-- a\n\nINSERT INTO t SELECT 'x' FROM u;\nINSERT t VALUES (1);\nINSERT INTO t VALUES (1) \
        ON CONFLICT DO NOTHING;\nINSERT INTO `t` SET a='VALUES (1)';\nINSERT";
    assert_eq!(
        read(input),
        [
            "1 text -- a",
            "3 text INSERT INTO t SELECT 'x' FROM u;",
            "4 text INSERT t VALUES (1);",
            "5 1=1",
            "5 text ON CONFLICT DO NOTHING;",
            "6 text INSERT INTO `t` SET a='VALUES (1)';",
            "7 text INSERT"
        ]
    );
}

#[test]
fn a_line_of_a_copy_is_a_row_and_never_a_statement() {
    let input = "COPY t (a, b) FROM stdin;\n1\tx\\ty\\\\\nINSERT INTO t VALUES ('z');\t\\N\n3\n\\.\nINSERT INTO t VALUES (4);\n";
    assert_eq!(
        read(input)[1..],
        [
            "2 a=\"1\" b=\"x\\ty\\\\\"",
            "3 a=\"INSERT INTO t VALUES ('z');\" b=null",
            "4 failed: not as many values as the statement has columns",
            "6 1=4"
        ]
    );
}

#[test]
fn a_backslash_is_read_as_the_dump_says() {
    let mysql = read("/*!40101 SET NAMES utf8mb4 */;\nINSERT INTO t VALUES ('a\\'),(2'),(3);\n");
    assert_eq!(mysql[1..], ["2 1=\"a'),(2\"", "2 1=3"]);
    let standard =
        "SET standard_conforming_strings = on;\nINSERT INTO t VALUES ('a\\'),(E'b\\'),(2');\n";
    assert_eq!(read(standard)[1..], ["2 1=\"a\\\\\"", "2 1=\"b'),(2\""]);
}

#[test]
fn a_row_without_end_of_any_length_is_one_failure_and_text() {
    let begun = format!("INSERT INTO `t` VALUES (1,'{ORDER} ");
    let endless = begun.as_bytes().chain(repeat(b'x').take(3 * LONGEST as u64));
    let rows: Vec<_> =
        rows(endless.chain(ORDER.as_bytes())).into_iter().map(|row| row.content).collect();
    assert!(matches!(&rows[0], Err(error) if error.reason() == TOO_LONG));
    assert!(matches!(&rows[1], Ok(Content::Text(text)) if text.contains(ORDER)));
    let nested = format!("INSERT INTO `t` VALUES {}", "(".repeat(100_000));
    assert_eq!(read(&nested), ["1 failed: a row that does not end"]);
    let wide = format!("INSERT INTO `t` VALUES ({}1);", "1,".repeat(5000));
    assert_eq!(read(&wide), ["1 failed: more than 4096 values"]);
}

pub(super) fn text_of(row: &Row) -> String {
    match &row.content {
        Ok(Content::Members(members)) => members.strings().join(" "),
        Ok(Content::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_order_is_lost_whatever_stands_around_it(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "INSERT INTO `t` VALUES ", "INSERT INTO t (a,b) VALUES\n", "CREATE TABLE t (", "COPY t (a) FROM stdin;\n",
            "(", ")", ",", ";", "\n", "'", "''", "\"", "`", "\\", "\\'", "E'", "_binary '", "NULL", "1", " ", "\t",
            "\0", "--", "/*!", "x", "(1,'a'),", "\\.\n",
        ]), 0..30),
        at in 0usize..30,
    ) {
        let at = at.min(pieces.len());
        let input = [&pieces[..at].concat(), " ", ORDER, " ", &pieces[at..].concat()].concat();
        let rows = rows(input.as_bytes());
        prop_assert!(rows.iter().any(|row| text_of(row).contains(ORDER)), "{input:?}");
    }
}
