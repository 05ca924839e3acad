//! Mac Roman, in which Excel for the Mac saves text: no statistics know it, and its letters are signs, or letters that
//! stand where they cannot, in every encoding that they name.

use encoding_rs::{Encoding, MACINTOSH};

/// Mac Roman where it makes sense of a text and the encoding that was guessed makes none, else that one.
///
/// Text of MS-DOS makes as little sense. Read as Mac Roman, it has capitals inside its words, unless it has no more than one
/// letter beyond ASCII.
pub(super) fn better(guess: &'static Encoding, text: &[u8], ends_in_cr: bool) -> &'static Encoding {
    let (read, as_mac) =
        (guess.decode_without_bom_handling(text).0, MACINTOSH.decode_without_bom_handling(text).0);
    let mut letters: Vec<char> =
        as_mac.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.dedup();
    let shows_letters = letters.len() > 1 || (ends_in_cr && !letters.is_empty());
    let has_many = || improbable(&read) * SHARE >= read.chars().filter(|c| !c.is_ascii()).count();
    if shows_letters && improbable(&as_mac) == 0 && has_many() { MACINTOSH } else { guess }
}

/// One character beyond ASCII in so many stands inside or at the end of a word (our choice).
const SHARE: usize = 3;

/// How many characters beyond ASCII stand where no word has them: signs between letters, and capitals behind small
/// letters or before them.
fn improbable(text: &str) -> usize {
    const IN_WORDS: [char; 4] = ['’', '‘', '´', '·'];
    let mut before = [' '; 2];
    let mut count = 0;
    for next in text.chars().chain([' ']) {
        let [first, middle] = before;
        before = [middle, next];
        if middle.is_ascii() || middle.is_whitespace() || IN_WORDS.contains(&middle) {
            continue;
        }
        let is_inside = first.is_lowercase() || (first.is_alphabetic() && next.is_lowercase());
        let is_capital = middle.is_uppercase() && is_inside;
        let is_dash = matches!(middle, '–' | '—');
        let is_between = first.is_alphabetic() && next.is_alphabetic();
        let is_in_word = is_between && (!is_dash || (first.is_lowercase() && next.is_lowercase()));
        let is_sign = !middle.is_alphabetic() && is_in_word;
        let is_control = ('\u{80}'..'\u{a0}').contains(&middle);
        count += usize::from(is_capital || is_sign || is_control);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decode, export};
    use super::*;

    #[test]
    fn customers_saved_on_a_mac_keep_their_letters() {
        for customers in [
            &["Érablière Québec", "Hôtel Château Frontière", "Pâtisserie Noël"][..],
            &["Müller & Söhne", "Großhandel Köln", "Jäger Bäder"],
            &["Telefónica España", "Peñalver y Núñez"],
            &["Fundação São João", "Construções Lisboa"],
            &["Skånska Byggvaror", "Ørsted", "Håkan Åkerlund"],
        ] {
            let (text, _) = export(customers, encoding_rs::UTF_8);
            let bytes = mac(&text);
            let (read, encoding) = decode(&bytes, None).unwrap();
            assert_eq!(read, text);
            assert_eq!((encoding.name().as_str(), encoding.is_guess), ("macintosh", true));
        }
    }

    #[test]
    fn one_letter_is_enough_where_lines_end_as_on_an_old_mac() {
        let bytes = mac("Id,Name\r1,Müller\r");
        assert_eq!(decode(&bytes, None).unwrap().1.name(), "macintosh");
    }

    /// The text in Mac Roman, which `encoding_rs` only reads.
    fn mac(text: &str) -> Vec<u8> {
        let byte_of = |c: char| {
            let is_it =
                |byte: &u8| MACINTOSH.decode_without_bom_handling(&[*byte]).0.starts_with(c);
            (0..=u8::MAX).find(is_it).unwrap()
        };
        text.chars().map(byte_of).collect()
    }
}
