//! All that is not an order comes out as it went in, and a run can stop anywhere.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use getrandom::SysRng;
use proptest::prelude::*;
use waxseal::jose::jwk::{AgreementKey, SigningKey};
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::order::MAX_BYTES;
use waxseal::policy::Policy;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};
use waxseal::{Code, Error};

use super::rewrite::rewrite;
use super::scan::Scanner;
use super::{Fate, Find, Job, Stream, Tally, Work};
use crate::args::Stored;
use crate::failure::{Failure, Outcome};
use crate::records::{Dialect, Format, Quoting};

const NOW: u64 = 1_800_000_000;

/// Orders of two parts, sealed as a page seals them.
static ORDERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let manifest = manifest();
    let fields = ["name", "cc-number"].map(|name| (name.to_owned(), "x".to_owned().into()));
    let draft = Draft {
        fields: &fields,
        form: None,
        group: None,
        reference: None,
        origin: "https://a.example",
    };
    let seal = |_| seal_with_rng(&manifest, &draft, &mut PreparedKeys::default(), NOW, &mut SysRng);
    (0..8).map(seal).collect::<Result<_, _>>().expect("they seal")
});

fn manifest() -> Manifest {
    let policy = "merchant = \"A\"\nenv = \"test\"\norigins = [\"https://a.example\"]\n\
        [roles.a]\n[roles.b]\n[fields.name]\nrole = \"a\"\npurpose = \"-\"\n\
        [fields.cc-number]\nkind = \"text\"\nrole = \"b\"\npurpose = \"-\"\n";
    let policy = Policy::parse(policy).expect("a policy");
    let key = |role: &str| {
        let public = AgreementKey::generate(&mut SysRng).expect("a key").public();
        let (kid, role) = (public.thumbprint(), role.to_owned());
        RecipientKey { public, kid, role, group: None, nbf: NOW, exp: NOW + 86_400 }
    };
    let identity = SigningKey::generate(&mut SysRng).expect("a key");
    let keys = [key("a"), key("b")];
    let signing = Signing { policy: &policy, keys: &keys, revoked: &[], last_version: 0, days: 1 };
    let jws = sign(&signing, &identity, NOW).expect("signed");
    Manifest::verify(&jws, &identity.public().thumbprint().to_uri()).expect("as signed")
}

/// Reads a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.len().min(self.1).min(buffer.len());
        self.0.read(&mut buffer[..length])
    }
}

/// What comes out when each order becomes what `fate` says, and where the chunks end.
fn through(
    input: impl Read,
    format: Option<Format>,
    fate: impl Fn(&Find) -> Fate,
) -> (Vec<u8>, Vec<usize>, Vec<Find>) {
    let mut scanner = Scanner::new(input, "test", format);
    let (mut out, mut ends, mut finds) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(chunk) = scanner.next().expect("readable") {
        let fates: Vec<Fate> = chunk.finds.iter().map(&fate).collect();
        out.extend(rewrite(&chunk, &fates, format));
        ends.push(ends.last().unwrap_or(&0) + chunk.bytes.len());
        finds.extend(chunk.finds);
    }
    (out, ends, finds)
}

/// Another order than the one that stands there.
fn next(order: &str) -> &'static str {
    let at = ORDERS.iter().position(|other| other == order).expect("one of them");
    &ORDERS[(at + 1) % ORDERS.len()]
}

fn written(order: &str, tilde: &str) -> Vec<u8> {
    order.replace('~', tilde).into_bytes()
}

/// Bytes of any kind, an order between two that no order has, and how its tilde is written.
fn pieces() -> impl Strategy<Value = Vec<(Vec<u8>, u8, usize, &'static str)>> {
    let around = prop::sample::select(b" ,;\t\"'\n\r\\=>\xff%".to_vec());
    let tilde = prop::sample::select(vec!["~", "%7E", "%7e"]);
    let filler = prop::collection::vec(any::<u8>(), 0..200);
    prop::collection::vec((filler, around, 0..ORDERS.len(), tilde), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn orders_are_replaced_and_all_else_stays_byte_for_byte(pieces in pieces(), reads in 1usize..5000) {
        let (mut input, mut expected) = (Vec::new(), Vec::new());
        for (filler, around, order, tilde) in &pieces {
            for (to, order) in [(&mut input, ORDERS[*order].as_str()), (&mut expected, next(&ORDERS[*order]))] {
                to.extend_from_slice(filler);
                to.push(*around);
                to.extend(written(order, tilde));
                to.push(*around);
            }
        }
        let replace = |find: &Find| Fate::Replace(next(&find.word.order).into());
        let (out, _, finds) = through(Trickle(&input, reads), None, replace);
        prop_assert_eq!(finds.len(), pieces.len());
        prop_assert!(out == expected);
        prop_assert!(through(&input[..], None, |_| Fate::Keep).0 == input);
    }

    #[test]
    fn whatever_the_rows_are_what_is_kept_stays_byte_for_byte(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        for format in [Format::Text, Format::JsonLines, csv()] {
            prop_assert!(through(&bytes[..], Some(format), |_| Fate::Keep).0 == bytes);
        }
    }
}

fn csv() -> Format {
    let quoting = Quoting::Quotes;
    Format::Csv(Dialect { delimiter: b',', bom: false, crlf: false, quoting, header: true })
}

/// Several chunks of rows.
fn table(rows: usize) -> Vec<u8> {
    let row = |at: usize| format!("{at},\"a\n\"\"note\"\"\",{}\r\n", ORDERS[at % ORDERS.len()]);
    ("id,note,sealed\r\n".to_owned() + &(0..rows).map(row).collect::<String>()).into_bytes()
}

#[test]
fn chunks_end_at_the_same_places_however_the_input_arrives() {
    let table = table(1500);
    for format in [None, Some(csv())] {
        let (out, ends, finds) = through(&table[..], format, |_| Fate::Keep);
        assert!(out == table && finds.len() == 1500 && ends.len() > 5);
        assert_eq!(finds[1499].line, 2 + 2 * 1499 + 1);
        assert_eq!(through(Trickle(&table, 4099), format, |_| Fate::Keep).1, ends);
    }
}

#[test]
fn rows_go_with_their_only_order_and_only_then() {
    let (a, b) = (&ORDERS[0], &ORDERS[1]);
    let input =
        format!("id,note,sealed\n1,\"x\n,\"\"y\",{a}\n2,,{b}\n3,{a},{a}\n4,{a},{b}\n5,,\n6,,{a}");
    let drop_a = |find: &Find| if find.word.order == *a { Fate::Remove } else { Fate::Keep };
    let out = through(input.as_bytes(), Some(csv()), drop_a).0;
    let expected = format!("id,note,sealed\n2,,{b}\n3,,\n4,,{b}\n5,,\n");
    assert_eq!(String::from_utf8_lossy(&out), expected);
    let input = format!("\u{feff}{a}\r\n{{\"s\":\"{a}\"}}\n ('{a}'),\n{b}\n");
    let out = through(input.as_bytes(), Some(Format::Text), drop_a).0;
    assert_eq!(String::from_utf8_lossy(&out), format!("\u{feff}{{\"s\":\"\"}}\n (''),\n{b}\n"));
    let input = format!("{{\"s\":\"{a}\"}}\n{{\"s\":\"{b}\"}}\n");
    let out = through(input.as_bytes(), Some(Format::JsonLines), drop_a).0;
    assert_eq!(String::from_utf8_lossy(&out), format!("{{\"s\":\"{b}\"}}\n"));
}

#[test]
fn an_order_without_end_is_reported_once_and_copied() {
    let (a, b) = (&ORDERS[0], &ORDERS[1]);
    let input = format!("{a}\n{b}{}\n{b}", "A".repeat(5 * MAX_BYTES));
    for format in [None, Some(Format::Text), Some(csv())] {
        let (out, _, finds) = through(input.as_bytes(), format, |_| Fate::Keep);
        assert!(out == input.as_bytes());
        let lines: Vec<_> =
            finds.iter().map(|find| (find.line, find.word.order.len() > MAX_BYTES)).collect();
        assert_eq!(lines, [(1, false), (2, true), (3, false)]);
    }
}

/// Puts the next order in the place of each, and stops before a chunk.
struct Replacing {
    stop_before: usize,
}

impl Work for Replacing {
    fn chunk(&mut self, finds: &[Find], tally: &mut Tally) -> Outcome<Vec<Fate>> {
        if self.stop_before == 0 {
            return Err(Error::new(Code::Io, "the plug was pulled").into());
        }
        self.stop_before -= 1;
        finds.iter().for_each(|_| tally.done(0));
        Ok(finds.iter().map(|find| Fate::Replace(next(&find.word.order).into())).collect())
    }
}

fn stored(folder: &Path, resume: bool) -> Stored {
    Stored { input: folder.join("in.csv"), out: Some(folder.join("out.csv")), resume }
}

fn run(folder: &Path, resume: bool, stop_before: usize) -> Outcome<Tally> {
    let stored = stored(folder, resume);
    let job = Job {
        name: "test".into(),
        stored: &stored,
        received: None,
        drops_rows: false,
        is_dry: false,
        counts: &["replaced"],
    };
    Stream::open(&job)?.run(&mut Replacing { stop_before })
}

fn code(outcome: Outcome<Tally>) -> Option<Code> {
    match outcome {
        Err(Failure::Coded(error, _)) => Some(error.code()),
        _ => None,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_run_that_was_stopped_at_any_chunk_goes_on_to_the_same_end() {
    let input = table(1500);
    let expected = through(&input[..], None, |find| Fate::Replace(next(&find.word.order).into())).0;
    for stop_before in 0..5 {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        fs::write(at.join("in.csv"), &input).expect("written");
        assert_eq!(code(run(at, false, stop_before)), Some(Code::Io));
        assert_eq!(names(at), ["in.csv", "out.csv.partial", "out.csv.progress"]);
        assert_eq!(code(run(at, false, 99)), Some(Code::Io), "what is there is not overwritten");
        // What was written after the last record of it counts for nothing.
        let mut partial = fs::read(at.join("out.csv.partial")).expect("there");
        partial.extend_from_slice(b"torn");
        fs::write(at.join("out.csv.partial"), partial).expect("written");
        assert_eq!(code(run(at, true, 1)), Some(Code::Io));
        let tally = run(at, true, 99).expect("it goes on");
        assert_eq!(tally.orders(), 1500);
        assert!(fs::read(at.join("out.csv")).expect("placed") == expected);
        assert_eq!(names(at), ["in.csv", "out.csv"]);
        assert_eq!(code(run(at, true, 99)), Some(Code::Io), "it is whole");
    }
}

#[test]
fn a_run_does_not_go_on_with_what_was_changed() {
    let change = |name: &str, at: usize| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name| folder.path().join(name);
        fs::write(file("in.csv"), table(1500)).expect("written");
        assert_eq!(code(run(folder.path(), false, 2)), Some(Code::Io));
        let mut bytes = fs::read(file(name)).expect("there");
        bytes[at] ^= 1;
        fs::write(file(name), bytes).expect("written");
        let before = names(folder.path());
        let refused = code(run(folder.path(), true, 99));
        assert_eq!(names(folder.path()), before);
        refused
    };
    assert_eq!(change("in.csv", 3), Some(Code::Conflict));
    assert_eq!(change("in.csv", 400_000), Some(Code::Conflict));
    assert_eq!(change("out.csv.partial", 400_000), Some(Code::Conflict));
}

#[test]
fn a_run_that_was_stopped_between_its_last_steps_is_finished() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    fs::write(at.join("in.csv"), table(10)).expect("written");
    run(at, false, 99).expect("it runs");
    // As if it had been stopped before it removed the record.
    let whole = fs::read(at.join("out.csv")).expect("placed");
    fs::rename(at.join("out.csv"), at.join("kept")).expect("moved");
    assert_eq!(code(run(at, false, 0)), Some(Code::Io));
    let record = fs::read_to_string(at.join("out.csv.progress")).expect("there");
    fs::remove_file(at.join("out.csv.partial")).expect("there");
    fs::remove_file(at.join("out.csv.progress")).expect("there");
    let mut seen = super::progress::Seen::default();
    seen.add(&whole);
    let mark = format!("\"output\":{}", seen.mark().write());
    let empty = super::progress::Seen::default().mark().write();
    let record =
        record.replace(&format!("\"output\":{empty}"), &mark).replace("\"whole\":0", "\"whole\":1");
    fs::write(at.join("out.csv.progress"), record).expect("written");
    fs::rename(at.join("kept"), at.join("out.csv")).expect("moved");
    run(at, true, 0).expect("nothing is left to do");
    assert_eq!(names(at), ["in.csv", "out.csv"]);
}
