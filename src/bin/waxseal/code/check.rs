//! The check letter: one wrong letter, or two that changed places, are always found.
//!
//! The letters are elements of GF(32). Each is weighed by another power of a generator, and the
//! check letter is what makes the sum zero:
//!
//! ```text
//! check + a^1 d1 + a^2 d2 + … + a^10 d10 = 0      with a^5 = a^2 + 1
//! ```
//!
//! One wrong letter changes the sum by a product of what is not zero. Two letters that change
//! places change it by the product of their difference and that of their weights, which differ.

/// The check letter's value for these.
pub(super) fn check(values: &[u8]) -> u8 {
    // Horner's rule, from the last letter: each step multiplies all that came before by `a`.
    values.iter().rev().fold(0, |sum, value| times_a(sum ^ value))
}

/// Multiplies by the generator `a`, modulo a^5 + a^2 + 1.
fn times_a(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::check;

    /// Some codes; which ones does not matter, for the sum is linear.
    fn codes() -> impl Iterator<Item = [u8; 11]> {
        let letters = |seed: u32| {
            let mut code = [0; 11];
            for (at, value) in code[..10].iter_mut().enumerate() {
                let mixed = seed.wrapping_mul(2_654_435_761).rotate_left(3 * at as u32);
                *value = (mixed >> 7) as u8 & 31;
            }
            code[10] = check(&code[..10]);
            code
        };
        (0..200).map(letters)
    }

    fn is_sound(code: &[u8; 11]) -> bool {
        check(&code[..10]) == code[10]
    }

    #[test]
    fn every_single_wrong_letter_is_found() {
        for code in codes() {
            assert!(is_sound(&code));
            for at in 0..11 {
                for wrong in (0..32).filter(|wrong| *wrong != code[at]) {
                    let mut other = code;
                    other[at] = wrong;
                    assert!(!is_sound(&other), "{code:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_two_letters_that_changed_places_are_found() {
        for (first, second) in (0..11).flat_map(|a| (0..a).map(move |b| (b, a))) {
            for (x, y) in (0..32).flat_map(|x| (0..32).map(move |y| (x, y))).filter(|(x, y)| x != y)
            {
                for mut code in codes().take(3) {
                    (code[first], code[second]) = (x, y);
                    // Another letter makes it sound again, so that both places may hold anything.
                    let free = (0..10).find(|at| *at != first && *at != second);
                    let free = free.expect("ten places, two taken");
                    code[free] = (0..32)
                        .find(|value| {
                            let mut tried = code;
                            tried[free] = *value;
                            is_sound(&tried)
                        })
                        .expect("one value makes the sum zero");
                    let mut swapped = code;
                    swapped.swap(first, second);
                    assert!(is_sound(&code) && !is_sound(&swapped), "{code:?} {swapped:?}");
                }
            }
        }
    }
}
