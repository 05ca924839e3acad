//! Names whose letters were broken before the export: `MÃ¼ller` for `Müller`.

use std::borrow::Cow;

/// What windows-1252 shows for the bytes from 0x80 to 0x9F (WHATWG Encoding Standard); those that it leaves open stand for
/// themselves.
const SHOWN: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

/// The text as it was, if it is UTF-8 that was read as windows-1252.
pub(super) fn repaired(text: &str) -> Cow<'_, str> {
    // The first byte of a letter beyond ASCII becomes one of these, of most letters the first two.
    if !text.contains(|c| ('Â'..='ô').contains(&c)) {
        return Cow::Borrowed(text);
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    let repaired = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    repaired.map_or(Cow::Borrowed(text), Cow::Owned)
}

fn byte(c: char) -> Option<u8> {
    let shown = SHOWN.iter().find(|(shown, _)| *shown == c).map(|(_, byte)| *byte);
    shown.or_else(|| u8::try_from(u32::from(c)).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_are_put_right_and_sound_ones_left_alone() {
        for (text, expected) in [
            ("MÃ¼ller", "Müller"),
            ("Ã–sterreichische Post", "Österreichische Post"),
            ("GroÃŸmann", "Großmann"),
            ("Å koda", "Å koda"),
            ("Å\u{a0}koda", "Škoda"),
            ("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва"),
            ("Ængstlich", "Ængstlich"),
            ("Nestlé", "Nestlé"),
            ("São João", "São João"),
        ] {
            assert_eq!(repaired(text), expected, "{text}");
        }
    }
}
