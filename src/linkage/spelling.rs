//! When two spellings are one word.

/// The text in small Latin letters. Other scripts are transliterated, so that `トヨタ` can meet `Toyota`.
pub(super) fn latin(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut latin = any_ascii::any_ascii(text);
    latin.make_ascii_lowercase();
    latin
}

/// One letter wrong, missing, doubled or swapped, in a word long enough that chance is no explanation; two in a long
/// one.
pub(super) fn is_typing_slip(one: Spelled, other: Spelled) -> bool {
    let shorter = one.text.len().min(other.text.len());
    let allowed = if shorter >= 12 { 2 } else { 1 };
    shorter >= 5 && are_near(one, other, allowed)
}

/// One letter wrong, missing, doubled or swapped in a whole name. Two would make the Bank of the East of that of the
/// West.
pub(super) fn is_single_slip(one: Spelled, other: Spelled) -> bool {
    one.text.len().min(other.text.len()) >= 6 && are_near(one, other, 1)
}

/// A word, and which letters it has.
#[derive(Clone, Copy)]
pub(super) struct Spelled<'run> {
    pub(super) text: &'run str,
    /// As `letters` gives them, once per word: most words differ at a glance.
    pub(super) letters: u64,
}

/// Which letters and digits a word has, one bit for each.
pub(super) fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

/// Whether two words have letters that differ in more kinds than the two slips of a long word change: most pairs are told
/// apart by this alone, before their texts are fetched.
pub(super) fn are_far(one: u64, other: u64) -> bool {
    (one ^ other).count_ones() > 4
}

/// Whether so few slips, but at least one, make one word out of the other.
fn are_near(one: Spelled, other: Spelled, allowed: u32) -> bool {
    // A slip changes two kinds of letters at most, which is seen at a glance.
    (one.letters ^ other.letters).count_ones() <= 2 * allowed
        && one.text.len().abs_diff(other.text.len()) <= allowed as usize
        && one.text != other.text
        && slips(one.text.as_bytes(), other.text.as_bytes(), allowed)
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
pub(super) fn is_short_for(one: Spelled, other: Spelled) -> bool {
    let (short, long) = if one.text.len() < other.text.len() { (one, other) } else { (other, one) };
    if short.letters & !long.letters != 0 {
        return false;
    }
    let (short, long) = (short.text, long.text);
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

    fn spelled(text: &str) -> Spelled<'_> {
        Spelled { text, letters: letters(text) }
    }

    fn is_slip(one: &str, other: &str) -> bool {
        is_typing_slip(spelled(one), spelled(other))
    }

    fn is_short(one: &str, other: &str) -> bool {
        is_short_for(spelled(one), spelled(other))
    }

    #[test]
    fn a_slip_is_one_letter_in_a_word_and_two_in_a_long_one() {
        for (one, other) in [
            ("robotics", "robotcis"),
            ("robotics", "robtics"),
            ("robotics", "robottics"),
            ("robotics", "robatics"),
            ("vennartrilogistics", "venartrilogitsics"),
        ] {
            assert!(is_slip(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("acme", "acne"),
            ("robotics", "robatiks"),
            ("site12log", "site13log"),
            ("west", "east"),
        ] {
            assert!(!is_slip(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn an_abbreviation_is_the_start_of_a_word_or_its_consonants() {
        assert!(is_short("hosp", "hospital"));
        assert!(is_short("svcs", "services"));
        assert!(!is_short("bank", "banki"));
        assert!(!is_short("art", "smartest"));
    }
}
