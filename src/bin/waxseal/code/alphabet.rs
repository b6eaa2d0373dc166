//! Crockford's base 32: 32 letters of five bits, none of which is taken for another.

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letter of a value below 32.
pub(super) fn letter(value: u8) -> char {
    char::from(LETTERS[usize::from(value)])
}

/// The value of a letter as people write it: small ones are large ones, `O` is `0`, and `I` and
/// `L` are `1`.
pub(super) fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let at = LETTERS.iter().position(|other| char::from(*other) == letter)?;
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::{letter, value};

    #[test]
    fn every_value_has_one_letter_and_misread_ones_are_taken_for_what_was_meant() {
        assert!((0..32).all(|number| value(letter(number)) == Some(number)));
        assert_eq!(["o", "O", "i", "I", "l", "L"].map(misread), [0, 0, 1, 1, 1, 1].map(Some));
        assert_eq!(["u", "U", "-", " ", "é", "٣"].map(misread), [None; 6]);
    }

    fn misread(text: &str) -> Option<u8> {
        value(text.chars().next().expect("one letter"))
    }
}
