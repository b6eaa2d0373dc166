//! Every row and every cell of an export is in what comes out, beside what was opened.

use std::path::Path;
use std::process::Command;

use crate::{orders, shop};

fn table(content: &[u8], delimiter: u8, header: bool) -> Vec<Vec<String>> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(header).from_reader(content);
    let rows = reader.records().map(|row| row.expect("as many cells as the header"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn opened(export: &[u8], at: &Path) -> Vec<u8> {
    std::fs::write(at.join("export.csv"), export).expect("an export");
    let output = Command::new(env!("CARGO_BIN_EXE_waxseal"))
        .args(["open", "--csv-raw", "--passphrase-file", "pass.txt", "export.csv"])
        .current_dir(at)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn every_cell_of_every_row_of_an_export_comes_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    shop::set_up(Some("published"), folder.path());
    let exports = [
        ("shopify.csv", b',', true, 4),
        ("woocommerce.csv", b',', true, 3),
        ("excel.csv", b';', true, 3),
        ("psql.csv", b',', false, 3),
        ("psql-header.csv", b',', true, 3),
    ];
    for (name, delimiter, header, count) in exports {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/exports");
        let text = std::fs::read_to_string(format!("{path}/{name}")).expect("an export");
        let export = orders::fill(&text);
        let before = table(&export, delimiter, header);
        let after = table(&opened(&export, folder.path()), delimiter, true);
        assert_eq!((before.len(), after.len()), (count, count), "{name}");
        for (row, with_ours) in before.iter().zip(&after) {
            assert_eq!(*row, with_ours[..row.len()], "{name}");
        }
    }
}
