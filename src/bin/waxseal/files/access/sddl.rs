//! An access control list as text, in Microsoft's Security Descriptor Definition Language:
//! `D:PAI(A;;FA;;;OW)`, an entry being its type, flags, rights, two ids, and whom it is for.

/// Who may read a file besides its owner and still not be others: the system and the
/// administrators, who can take what they want; and those who are its owner by another name.
const OWNERS: [&str; 4] = ["OW", "CO", "SY", "BA"];
const OWNERS_BY_SID: [&str; 4] = ["S-1-3-4", "S-1-3-0", "S-1-5-18", "S-1-5-32-544"];

/// Whether the list lets nobody else in than the account with this SID, as far as it can be told.
pub(super) fn is_for_owner_alone(saved: &str, own_sid: &str) -> bool {
    let list = saved.lines().rev().find_map(|line| line.trim().strip_prefix("D:"));
    let Some(list) = list.filter(|list| !list.contains("NO_ACCESS_CONTROL")) else { return false };
    list.split('(').skip(1).all(|entry| !allows(entry) || is_own(whom(entry), own_sid))
}

/// The types of entries that allow something begin so: `A`, `OA`, `XA`, `ZA`.
fn allows(entry: &str) -> bool {
    matches!(entry.split(';').next(), Some("A" | "OA" | "XA" | "ZA"))
}

fn whom(entry: &str) -> &str {
    let field = entry.split(';').nth(5).unwrap_or_default();
    field.split(')').next().unwrap_or_default()
}

/// `LA` is the machine's first account, whose number is 500.
fn is_own(sid: &str, own_sid: &str) -> bool {
    let is_first = sid == "LA" && own_sid.ends_with("-500");
    let is_me = !own_sid.is_empty() && sid == own_sid;
    is_first || is_me || OWNERS.contains(&sid) || OWNERS_BY_SID.contains(&sid)
}

#[cfg(test)]
mod tests {
    use super::is_for_owner_alone;

    const ME: &str = "S-1-5-21-1-2-3-1001";

    #[test]
    fn a_list_for_the_owner_alone_is_told_from_one_that_lets_others_in() {
        for list in [
            "D:PAI(A;;FA;;;OW)",
            "D:P",
            "D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;S-1-5-21-1-2-3-1001)",
            "D:(D;;FA;;;WD)(A;;FA;;;OW)",
        ] {
            assert!(is_for_owner_alone(&format!("vault.jwe\r\n{list}\r\n"), ME), "{list}");
        }
        for list in [
            "D:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)",
            "D:(A;;FR;;;WD)",
            "D:(A;;FA;;;OW)(A;;FR;;;AU)",
            "D:(A;;FR;;;S-1-5-21-1-2-3-1002)",
            "D:(XA;;FR;;;S-1-1-0;(@User.clearance >= 3))",
            "D:(A;;FA;;;LA)",
            "D:NO_ACCESS_CONTROL",
            "",
        ] {
            assert!(!is_for_owner_alone(&format!("vault.jwe\r\n{list}\r\n"), ME), "{list}");
        }
    }

    #[test]
    fn the_first_account_of_a_machine_is_known_by_both_names() {
        let saved = "vault.jwe\nD:(A;;FA;;;LA)\n";
        assert!(is_for_owner_alone(saved, "S-1-5-21-1-2-3-500"));
        assert!(!is_for_owner_alone(saved, ""));
    }
}
