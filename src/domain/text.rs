//! How pick-list values and headers compare, and how long texts are cut.

use unicode_normalization::UnicodeNormalization;

/// The text in the form in which pick-list values, program names and stages compare.
///
/// AWS's own files spell one value in several ways: trailing blanks, en dashes, `&` for `and`, blanks
/// round a slash, a trailing `(MAP)`, a leading asterisk (reference: AWS `ACE-Data-Model.xlsx` against
/// `Opportunity_-_StandardValues.csv`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '&' => folded.push_str(" and "),
            c if c.is_whitespace() || c.is_control() => folded.push(' '),
            c => folded.push(c),
        }
    }
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        // No blanks round a slash or a hyphen.
        if !out.is_empty() && !out.ends_with(['/', '-']) && !word.starts_with(['/', '-']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    let out = out.strip_suffix(" (map)").unwrap_or(&out);
    out.strip_prefix('*').unwrap_or(out).trim().to_owned()
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
