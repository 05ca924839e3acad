//! Letters that were broken before the export: `MÃ¼ller`, UTF-8 that was once read as windows-1252.

use encoding_rs::WINDOWS_1252;

/// Whether a letter beyond ASCII stands behind one of Â to ô, which the first byte of each has become: C3 xx in UTF-8.
/// Most texts are told to be whole by this alone.
pub fn may_be_mojibake(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize| bytes.get(at + 2).is_some_and(|byte| !byte.is_ascii());
    memchr::memchr_iter(b'\xc3', bytes).any(follows)
}

/// The text as it was, if letters of it are UTF-8 in the bytes of windows-1252.
pub fn mojibake_repaired(text: &str) -> Option<String> {
    if !may_be_mojibake(text) {
        return None;
    }
    let (mut repaired, mut is_broken) = (String::with_capacity(text.len()), false);
    for run in text.as_bytes().chunk_by(|one, other| one.is_ascii() == other.is_ascii()) {
        let run = std::str::from_utf8(run).ok()?;
        let sound = run_repaired(run);
        is_broken |= sound.is_some();
        repaired.push_str(sound.as_deref().unwrap_or(run));
    }
    is_broken.then_some(repaired)
}

/// A run of characters beyond ASCII as it was.
fn run_repaired(run: &str) -> Option<String> {
    if run.is_ascii() || run.len() <= 2 {
        return None;
    }
    let (bytes, _, is_unmappable) = WINDOWS_1252.encode(run);
    let sound = std::str::from_utf8(&bytes).ok().filter(|_| !is_unmappable)?;
    // É or Ô before a quote or a dot also make a pair, but of letters that names do not hold alone.
    let is_rare = |letter| {
        ('\u{180}'..='\u{36f}').contains(&letter) || ('\u{480}'..='\u{7ff}').contains(&letter)
    };
    (sound.chars().count() > 2 || !sound.chars().any(is_rare)).then(|| sound.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_read_as_windows_1252_is_put_right_in_every_script() {
        for name in [
            "Müller",
            "Škoda",
            "Søren – Sons",
            "Österreichische Post",
            "Москва",
            "東京",
            "مصر",
            "5 €",
        ] {
            let (broken, _, _) = WINDOWS_1252.decode(name.as_bytes());
            assert_eq!(mojibake_repaired(&broken).as_deref(), Some(name), "{broken}");
        }
    }

    #[test]
    fn broken_letters_are_put_right_beside_sound_ones() {
        assert_eq!(mojibake_repaired("MÃ¼ller – Søn").as_deref(), Some("Müller – Søn"));
    }

    #[test]
    fn names_as_they_should_be_are_left_alone() {
        for name in [
            "Müller",
            "São João",
            "SÃO PAULO",
            "Ængstlich",
            "“CAFÉ”",
            "CAFÉ…",
            "Ñandú™",
            "Łódź",
            "Москва",
            "東京",
            "Ô’Brien",
            "Å koda",
        ] {
            assert_eq!(mojibake_repaired(name), None, "{name}");
        }
    }
}
