//! All that is not an order comes out as it went in.

mod long;
mod resume;

use std::io::Read;
use std::sync::LazyLock;

use getrandom::SysRng;
use proptest::prelude::*;
use waxseal::jose::jwk::{AgreementKey, SigningKey};
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::policy::Policy;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};

use super::rewrite::rewrite;
use super::scan::Scanner;
use super::{Fate, Find};
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
