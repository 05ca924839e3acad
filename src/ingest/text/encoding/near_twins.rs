//! Encodings that share most letters with the one that statistics name, and differ in a sign or in two vowels.

use encoding_rs::{
    Encoding, ISO_8859_7, ISO_8859_8, ISO_8859_15, WINDOWS_1250, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1255,
};

/// The encoding that fits the text better than the one that was guessed, else that one.
pub(super) fn better(guess: &'static Encoding, text: &[u8]) -> &'static Encoding {
    if guess == WINDOWS_1252 && is_hungarian(text) {
        return WINDOWS_1250;
    }
    let with_euro = match guess {
        it if it == WINDOWS_1252 => ISO_8859_15,
        it if it == WINDOWS_1253 => ISO_8859_7,
        // Windows has the same letters, and the shekel where ISO has the sign for any currency that nobody types.
        it if it == ISO_8859_8 => return WINDOWS_1255,
        other => return other,
    };
    if has_euro_of_iso(text) { with_euro } else { guess }
}

/// Hungarian has õ and û in no other place than where western encodings have its ő and ű. Beside the á that is frequent
/// in it, no western language has these together with no letters but its own.
fn is_hungarian(text: &[u8]) -> bool {
    const LETTERS: &str = "áéíóöőúüűÁÉÍÓÖŐÚÜŰ";
    let decoded = WINDOWS_1250.decode_without_bom_handling(text).0;
    let has = |letters: &str| decoded.contains(|c| letters.contains(c));
    let are_its_own =
        decoded.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii() || LETTERS.contains(c));
    are_its_own && has("őűŐŰ") && has("áÁ")
}

/// Where ISO-8859-7 and -15 have the euro, Windows has a sign for any currency that nobody types; and ISO has nothing where
/// Windows has its quotes and dashes.
fn has_euro_of_iso(text: &[u8]) -> bool {
    const EURO: u8 = 0xa4;
    let is_beside_number = |place: usize| {
        let near = |at: Option<usize>| at.and_then(|at| text.get(at)).copied();
        let skips_blank = |first: Option<u8>, second: Option<u8>| {
            first.filter(|byte| !matches!(byte, b' ' | 0xa0)).or(second)
        };
        let before = skips_blank(near(place.checked_sub(1)), near(place.checked_sub(2)));
        let behind = skips_blank(near(Some(place + 1)), near(Some(place + 2)));
        [before, behind].into_iter().flatten().any(|byte| byte.is_ascii_digit() || byte == b'k')
    };
    !text.iter().any(|byte| (0x80..0xa0).contains(byte))
        && text.iter().enumerate().any(|(place, byte)| *byte == EURO && is_beside_number(place))
}
