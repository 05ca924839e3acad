//! Names as they sound: what transliteration leaves alike of `ノリリン自動車` and `Norilin Motor`.

use super::comparable::Name;
use super::population::Population;

/// A word of a name that says less than this, as a city, starts the names of many.
const TELLING_BITS: f64 = 4.5;
/// So many letters have to sound alike.
const LEAST_LETTERS: usize = 4;

/// How a name starts to sound; `None` if that is too short or too common to tell anything.
pub(super) fn sound<'name>(name: &'name Name, population: &Population) -> Option<&'name str> {
    let first = *name.words.first()?;
    if name.is_latin && population.name_bits(first) < TELLING_BITS {
        return None;
    }
    Some(name.text.sound.as_str()).filter(|sound| sound.len() >= LEAST_LETTERS)
}

/// The start of a sound, by which names meet.
pub(super) fn start(sound: &str) -> &str {
    &sound[..LEAST_LETTERS]
}

/// Whether two names in two scripts start alike.
pub(super) fn are_alike(one: &Name, other: &Name, population: &Population) -> bool {
    let (latin, native) = match (one.is_latin, other.is_latin) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return false,
    };
    let starts = |latin| sound(native, population).is_some_and(|native| native.starts_with(latin));
    sound(latin, population).is_some_and(starts)
}

/// The letters without what transliterations of one name differ in: `l` and `r`, `kh`, `ch` and `h`, `x` and `ks`, `ou`
/// or `oy` and `u`, an `i` before a vowel, double letters.
pub(super) fn sounded(text: &str) -> String {
    let text = text
        .replace("kh", "")
        .replace("ch", "")
        .replace('h', "")
        .replace("ou", "u")
        .replace("oy", "u");
    let mut sound = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_vowel = |c: &char| "aeiou".contains(*c);
        let letter = match letter {
            'l' => 'r',
            'c' | 'q' => 'k',
            'v' => 'b',
            'z' => 's',
            'y' => 'i',
            letter => letter,
        };
        if letter == 'i' && letters.peek().is_some_and(is_vowel) {
            continue;
        }
        if letter == 'x' {
            sound.push_str("ks");
        } else if !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage::company_name::company_names;

    #[test]
    fn names_sound_alike_in_two_scripts() {
        for (latin, native) in [
            ("norilin", "ノリリン自動車"),
            ("nashenrata", "ナシェンラタ自動車株式会社"),
            ("rori", "로리화학"),
            ("harari", "Харари Связь"),
            ("yandex", "Яндекс"),
            ("sanosuha", "Σανοσουχα Ασφαλιστική"),
        ] {
            let native = sounded(&company_names(native)[0].slug);
            assert!(native.starts_with(&sounded(latin)), "{latin} / {native}");
        }
        assert_ne!(sounded("norilin"), sounded("norisin"));
    }
}
