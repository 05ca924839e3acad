//! When two spellings are one word.

/// One letter wrong, missing, doubled or swapped, in a word long enough that chance is no explanation; two in a long
/// one.
pub(super) fn is_typing_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if shorter.len() < 5 || longer.len() - shorter.len() > 2 || one == other {
        return false;
    }
    let allowed = if shorter.len() >= 12 { 2 } else { 1 };
    are_near(shorter, longer, allowed)
}

/// One letter wrong, missing, doubled or swapped in a whole name. Two would make the Bank of the East of that of the
/// West.
pub(super) fn is_single_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len().min(other.len()) >= 6
        && one.len().abs_diff(other.len()) <= 1
        && one != other
        && are_near(one, other, 1)
}

fn are_near(one: &[u8], other: &[u8], allowed: u32) -> bool {
    // A slip changes two kinds of letters at most, which is seen at a glance.
    (letters(one) ^ letters(other)).count_ones() <= 2 * allowed && slips(one, other, allowed)
}

/// Which letters and digits a word has, one bit for each.
fn letters(word: &[u8]) -> u64 {
    word.iter().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

/// Whether so few slips make one out of the other. A digit that differs names another site, and is no slip.
fn slips(one: &[u8], other: &[u8], allowed: u32) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one.first(), other.first()) {
        (None, None) => true,
        _ if allowed == 0 => false,
        (None, Some(_)) => other.len() <= allowed as usize && !other.iter().any(u8::is_ascii_digit),
        (Some(_), None) => one.len() <= allowed as usize && !one.iter().any(u8::is_ascii_digit),
        (Some(a), Some(b)) => {
            let left = allowed - 1;
            let is_swapped =
                one.len() > 1 && other.len() > 1 && one[0] == other[1] && one[1] == other[0];
            if a.is_ascii_digit() || b.is_ascii_digit() {
                return false;
            }
            is_swapped && slips(&one[2..], &other[2..], left)
                || slips(&one[1..], &other[1..], left)
                || slips(&one[1..], other, left)
                || slips(one, &other[1..], left)
        }
    }
}

/// `hosp` for `hospital`, `intl` for `international`: the start of the other, or its letters in order from the same
/// first to the same last.
pub(super) fn is_short_for(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() < 3 || long.len() < short.len() + 2 || long.len() < 6 {
        return false;
    }
    if long.starts_with(short) {
        return true;
    }
    let mut letters = long.bytes();
    short.len() >= 4
        && short.as_bytes()[0] == long.as_bytes()[0]
        && short.bytes().last() == long.bytes().last()
        && !short.bytes().skip(1).any(|c| b"aeiou".contains(&c))
        && short.bytes().all(|c| letters.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter_in_a_word_and_two_in_a_long_one() {
        for (one, other) in [
            ("robotics", "robotcis"),
            ("robotics", "robtics"),
            ("robotics", "robottics"),
            ("robotics", "robatics"),
            ("vennartrilogistics", "venartrilogitsics"),
        ] {
            assert!(is_typing_slip(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("acme", "acne"),
            ("robotics", "robatiks"),
            ("site12log", "site13log"),
            ("west", "east"),
        ] {
            assert!(!is_typing_slip(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn an_abbreviation_is_the_start_of_a_word_or_its_consonants() {
        assert!(is_short_for("hosp", "hospital"));
        assert!(is_short_for("svcs", "services"));
        assert!(!is_short_for("bank", "banking"[..5].trim()));
        assert!(!is_short_for("art", "smartest"));
    }
}
