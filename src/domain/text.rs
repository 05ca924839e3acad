//! How pick-list values and headers compare, how long texts are cut, and what spreadsheets take for formulas.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::grouped;

/// The text in the form in which pick-list values, program names and stages compare.
///
/// AWS's own files spell one value in several ways: trailing blanks, en dashes, `&` for `and`, blanks
/// round a slash, a trailing `(MAP)`, a leading asterisk (reference: AWS `ACE-Data-Model.xlsx` against
/// `Opportunity_-_StandardValues.csv`).
pub fn fold(text: &str) -> String {
    // ASCII has one form and nothing invisible, and to find that out letter by letter takes longer than all the rest.
    let mut folded =
        if text.is_ascii() { text.to_ascii_lowercase() } else { small_and_plain(text) };
    if folded.contains('&') {
        folded = folded.replace('&', " and ");
    }
    let mut out = String::with_capacity(folded.len());
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    for word in folded.split(is_blank).filter(|word| !word.is_empty()) {
        // No blanks round a slash or a hyphen.
        if !out.is_empty() && !out.ends_with(['/', '-']) && !word.starts_with(['/', '-']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    let out = out.strip_suffix(" (map)").unwrap_or(&out);
    out.strip_prefix('*').unwrap_or(out).trim().to_owned()
}

/// The form in which the headers of a table in a workbook compare: Excel holds those for one that differ in capitals only.
pub fn folded_header(header: &str) -> String {
    header.trim().to_lowercase()
}

/// The text in small letters of one form each, with plain hyphens and without what nobody sees.
fn small_and_plain(text: &str) -> String {
    let plain = |c| match c {
        c if is_invisible(c) => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        c => Some(c),
    };
    text.nfkc().flat_map(char::to_lowercase).filter_map(plain).collect()
}

/// The text with the digits, separators, blanks and signs of other scripts and typefaces as a plain
/// keyboard types them: what numbers and dates are read from. Invisible characters are dropped.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // Before NFKC, which makes a blank and a combining accent of a lone one.
    let apostrophes = |c| match c {
        '\u{b4}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{2032}' => '\'',
        c => c,
    };
    let typed = |c: char| match c {
        c if is_invisible(c) => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        // Arabic: decimal separator, thousands separator, comma.
        '\u{66b}' => Some('.'),
        '\u{66c}' | '\u{60c}' => Some(','),
        c if c.is_whitespace() => Some(' '),
        c => Some(ascii_digit(c).unwrap_or(c)),
    };
    Cow::Owned(text.chars().map(apostrophes).nfkc().filter_map(typed).collect())
}

/// Whether nobody sees the character: marks of writing direction, which Windows puts into copied dates and
/// right-to-left systems round names, joiners, soft hyphens and byte order marks.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// The digit that one of another script stands for: Arabic-Indic, Persian, those of India, Thai, Lao, Burmese and Khmer.
fn ascii_digit(digit: char) -> Option<char> {
    const ZEROS: [u32; 14] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040,
        0x17e0,
    ];
    let code = u32::from(digit);
    let zero = ZEROS.into_iter().find(|zero| (*zero..*zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Whether the text begins like a formula, for which spreadsheets take it when they open a text file (OWASP, CSV injection).
pub fn begins_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text with a capital, to begin a sentence with.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A name of the tables, or a label, as the beginning of a sentence: `in_flight` is "In flight".
pub fn sentence_case(name: &str) -> String {
    capitalized(&name.replace('_', " "))
}

/// "1 deal", "2 deals".
pub fn counted(count: u64, thing: &str) -> String {
    let count_text = grouped(count.into());
    if count == 1 { format!("{count_text} {thing}") } else { format!("{count_text} {thing}s") }
}

/// The words of a text: what stands between all that is no letter and no digit.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether there are no blanks around the text to take off, by a look at its ends: it is empty, or a letter, digit or sign of
/// ASCII stands at both.
pub fn ends_in_ascii_signs(text: &str) -> bool {
    let is_sign = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    is_sign(text.as_bytes().first()) && is_sign(text.as_bytes().last())
}

/// The text in at most so many characters; where it is cut, the last one is an ellipsis.
pub fn shortened(text: &str, characters: usize) -> String {
    if text.chars().nth(characters).is_none() {
        return text.to_owned();
    }
    let cut: String = text.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_fold_to_the_same_text() {
        for (one, other) in [
            ("Migration Acceleration Program ", "migration  acceleration program"),
            ("Migration Acceleration Program (MAP)", "Migration Acceleration Program"),
            ("Migration / Database Migration", "Migration/Database Migration"),
            ("Lost to Competitor – Google", "Lost to Competitor - Google"),
            ("Marketing & Advertising", "Marketing and Advertising"),
            ("Technical\u{a0}Validation", "technical validation"),
            ("*Other", "Other"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn numbers_of_other_scripts_are_typed_plainly() {
        for (text, typed) in [
            ("１，２３４．５０", "1,234.50"),
            ("١٬٢٣٤٫٥٠", "1,234.50"),
            ("۱۲۳۴", "1234"),
            ("๑๒,๓๔๕.๕๐", "12,345.50"),
            ("১২৩", "123"),
            ("1\u{202f}234\u{2009}567", "1 234 567"),
            ("1´234", "1'234"),
            ("\u{2212}500\u{200e}", "-500"),
            ("plain", "plain"),
        ] {
            assert_eq!(plain(text), typed);
        }
    }

    #[test]
    fn marks_that_nobody_sees_part_no_texts() {
        for mark in
            ['\u{ad}', '\u{61c}', '\u{200e}', '\u{202b}', '\u{2067}', '\u{2069}', '\u{feff}']
        {
            assert!(is_invisible(mark), "{mark:?}");
            assert_eq!(fold(&format!("{mark}Ac{mark}me")), "acme");
            assert_eq!(plain(&format!("31{mark}.3")), "31.3");
        }
        assert!(!is_invisible(' ') && !is_invisible('\u{a0}') && !is_invisible('\u{301}'));
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(counted(1, "deal"), "1 deal");
        assert_eq!(counted(1_234, "deal"), "1,234 deals");
    }

    #[test]
    fn long_texts_are_cut_at_characters_not_bytes() {
        assert_eq!(shortened(&"é".repeat(200), 80), format!("{}…", "é".repeat(79)));
        assert_eq!(shortened("Acme Robotics International", 10), "Acme Robo…");
        assert_eq!(shortened("Acme Robotics", 6), "Acme…", "no blank before the ellipsis");
        assert_eq!(shortened("short", 5), "short");
    }

    #[test]
    fn different_values_stay_different() {
        assert_ne!(fold("Closed Won"), fold("Closed Lost"));
        assert_eq!(fold(" \u{a0}"), "");
    }
}
