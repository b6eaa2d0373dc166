//! No row is read wrongly in silence, whichever way the dump is meant.

use std::fmt::Write;

use proptest::prelude::*;

use crate::records::sql::tests::{ORDER, read, rows, text_of};
use crate::records::{Content, Members};

#[test]
fn a_row_that_is_sql_one_way_only_is_read_that_way_and_so_are_the_others() {
    let standard = "INSERT INTO t VALUES (1,'C:\\','a'),(2,'it''s\\n','b');\n\
        INSERT INTO t VALUES (3,'\\','c\\');\n";
    let expected = [r#"1 1=1 2="C:\\" 3="a""#, r#"1 1=2 2="it's\\n" 3="b""#];
    assert_eq!(read(standard), [&expected[..], &[r#"2 1=3 2="\\" 3="c\\""#]].concat());
    let mysql = "INSERT INTO `t` VALUES (1,'it\\'s','a'),\n(2,'\\n','b\\');\n');\n";
    assert_eq!(read(mysql), [r#"1 1=1 2="it's" 3="a""#, r#"2 1=2 2="\n" 3="b');\n""#]);
    let last = "INSERT INTO t VALUES (1,'a\\');\nCREATE INDEX i ON t (a); -- it's\n\\connect x\n";
    assert_eq!(read(last)[0], r#"1 1=1 2="a\\""#);
}

#[test]
fn names_and_definitions_say_how_many_values_a_row_has() {
    let named = "INSERT INTO t (a,b) VALUES (1,'x\\',' y');\n";
    assert_eq!(read(named), ["1 failed: not as many values as the statement has columns"]);
    let defined = "CREATE TABLE t (a int, b text, c text, d text);\n\
        INSERT INTO t VALUES (1,'\\',',1);--','d');\n";
    assert_eq!(read(defined)[1..], [r#"2 a=1 b="\\" c=",1);--" d="d""#]);
}

#[test]
fn a_row_that_is_sql_both_ways_is_a_failure_and_the_orders_in_it_and_the_next_rows_are_read() {
    let input = format!(
        "INSERT INTO t VALUES (1,'\\',',1);--','{ORDER}');\nINSERT INTO t VALUES (2,'a','b');\n"
    );
    let rows = read(&input);
    assert!(rows[0].starts_with("1 failed: a backslash before a quote"), "{rows:?}");
    assert!(rows[1].starts_with("1 text (1,") && rows[1].contains(ORDER), "{rows:?}");
    assert_eq!(rows[2..], [r#"2 1=2 2="a" 3="b""#]);
}

#[test]
fn a_row_that_is_sql_neither_way_is_a_failure_and_the_next_rows_are_read() {
    let input = "INSERT INTO t (a,b) VALUES (1,'it\\'s',3),(2,'b');\n";
    let expected = ["1 failed: not as many values as the statement has columns", r#"1 a=2 b="b""#];
    assert_eq!(read(input), expected);
    let no_end = format!("INSERT INTO t VALUES (1,'it\\'s {ORDER}");
    assert_eq!(read(&no_end)[0], "1 failed: a row that does not end");
    assert!(read(&no_end)[1].contains(ORDER));
}

/// What a shop's customers wrote, and the orders they left.
fn notes() -> impl Strategy<Value = Vec<[String; 2]>> {
    let piece = prop::sample::select(vec![
        "\\",
        "'",
        "\"",
        ",",
        "(",
        ")",
        ";",
        " ",
        "\n",
        "--",
        "x",
        "it's",
        "E",
        "9",
        ",1,1),(9,",
        ",1);",
        "INSERT INTO t VALUES (9,9,9,9);",
        "\\'",
        "''",
        "`",
        "O",
        "/*",
        "\t",
        "1,2,'3",
    ]);
    let note = || prop::collection::vec(piece.clone(), 0..6).prop_map(|pieces| pieces.concat());
    let row = [note(), note()];
    prop::collection::vec(row, 1..8)
}

/// A dump of them, with the letters that each dialect escapes.
fn dump(notes: &[[String; 2]], escapes: bool, in_one: bool) -> String {
    let written = |note: &str| match escapes {
        true => note.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"),
        false => note.replace('\'', "''"),
    };
    let mut dump = String::new();
    for (at, [first, second]) in notes.iter().enumerate() {
        let begins = if at == 0 || !in_one { "INSERT INTO t VALUES\n" } else { "" };
        let ends = if at + 1 == notes.len() || !in_one { ";" } else { "," };
        let (first, second) = (written(first), written(second));
        writeln!(dump, "{begins}({at},'{first}','{second}','{ORDER}'){ends}").expect("a string");
    }
    dump
}

fn is_row(members: &Members, notes: &[[String; 2]]) -> bool {
    let number = members.number("1").and_then(|written| written.parse::<usize>().ok());
    number.is_some_and(|at| at < notes.len())
        && members.written().count() == 4
        && members.get("4").and_then(|value| value.as_str()) == Some(ORDER)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_note_makes_a_row_and_no_order_is_lost(
        notes in notes(), escapes in any::<bool>(), in_one in any::<bool>(),
    ) {
        let dump = dump(&notes, escapes, in_one);
        let rows = rows(dump.as_bytes());
        let found: usize = rows.iter().map(|row| text_of(row).matches(ORDER).count()).sum();
        prop_assert_eq!(found, notes.len(), "{}", dump);
        for row in &rows {
            if let Ok(Content::Members(members)) = &row.content {
                prop_assert!(is_row(members, &notes), "{}", dump);
            }
        }
    }
}
