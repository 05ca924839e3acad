//! Company names as they compare: without legal form, punctuation, accents and decoration.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::alternative_names::alternative_names;
use super::{sound, spelling};
use crate::domain::mojibake_repaired;

/// A company name, taken apart for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CompanyName {
    /// All its words, folded.
    pub(super) full: String,
    /// Its words without legal form, joined: `gtxpro` for "GTX Pro Ltd."
    pub(super) slug: String,
    /// With a blank between any two, as there are many names.
    words: String,
    /// The same.
    acronyms: String,
    /// Whether it was written in Latin letters.
    pub(super) is_latin: bool,
    /// How it sounds: its first word, or of a name in another script, all of it, as that may have no blanks.
    pub(super) sound: String,
}

impl CompanyName {
    /// Its words without legal form, abbreviations written out.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }

    /// The first letters of its words, if there are at least three: all of them, and without `of` and `and`.
    pub(super) fn acronyms(&self) -> impl Iterator<Item = &str> {
        self.acronyms.split_ascii_whitespace()
    }
}

/// Whether many customers share the word, or it is a place, so that it tells little.
pub(super) fn is_common(word: &str) -> bool {
    LISTS.common.contains(word) || LISTS.places.contains(word)
}

/// The names that a text holds: `Newco (formerly Oldco)` and `Acme dba Bolt` hold two.
pub(super) fn company_names(text: &str) -> Vec<CompanyName> {
    let repaired = mojibake_repaired(text);
    let text = repaired.as_deref().unwrap_or(text);
    let alternatives = alternative_names(text);
    let mut names: Vec<CompanyName> =
        alternatives.iter().filter_map(|one| company_name(one)).collect();
    if text.chars().any(|c| letter_pair(c).is_some()) {
        for one in &alternatives {
            names.extend(company_name(&with_letter_pairs(one)));
        }
    }
    names.dedup_by(|one, other| one.slug == other.slug);
    names
}

/// `Mueller` for `Müller`: the other way in which umlauts are typed. `Müller` itself reads as `Muller`.
fn with_letter_pairs(text: &str) -> String {
    let mut spelled = String::new();
    for c in text.chars() {
        match letter_pair(c) {
            Some(pair) => spelled.push_str(pair),
            None => spelled.push(c),
        }
    }
    spelled
}

fn letter_pair(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        _ => return None,
    })
}

fn company_name(text: &str) -> Option<CompanyName> {
    let full = folded_words(text);
    if full.is_empty() {
        return None;
    }
    let bare = without_legal_form(&full);
    let words: Vec<String> =
        full[bare.clone()].iter().map(|word| LISTS.written_out(word)).collect();
    let is_latin = !text.chars().any(|c| c.is_alphabetic() && u32::from(c) >= 0x370);
    let acronyms = acronyms(&full, bare).join(" ");
    let slug = words.concat();
    let sound = sound::sounded(if is_latin { &words[0] } else { &slug });
    let (full, words) = (full.join(" "), words.join(" "));
    Some(CompanyName { full, slug, words, acronyms, is_latin, sound })
}

/// The first letters of the name, and with ever more of what stands behind it: the C of TSMC is the company's, the L of
/// SAIL is that of Limited.
fn acronyms(full: &[String], bare: Range<usize>) -> Vec<String> {
    let letters = |words: &[String], but: &[&str]| -> String {
        let telling = words.iter().filter(|word| !but.contains(&word.as_str()));
        telling.filter_map(|word| word.chars().next()).collect()
    };
    let longest = if bare.len() > 1 { full.len() } else { bare.end };
    let mut acronyms = vec![letters(full, LINKING_WORDS)];
    for end in bare.end..=longest {
        let words = &full[bare.start..end];
        acronyms.extend([letters(words, &[]), letters(words, LINKING_WORDS)]);
    }
    acronyms.retain(|letters| letters.len() >= 3);
    acronyms.sort();
    acronyms.dedup();
    acronyms
}

/// Words that join others: an acronym may leave them out, and in a title they say nothing.
pub(super) const LINKING_WORDS: &[&str] = &[
    "a", "an", "and", "at", "by", "da", "das", "de", "del", "den", "der", "des", "di", "die", "do",
    "dos", "du", "e", "el", "et", "for", "from", "fur", "il", "in", "la", "las", "le", "les",
    "los", "naar", "nach", "of", "on", "para", "pour", "su", "sur", "the", "to", "und", "van",
    "vers", "von", "with", "y", "zu",
];

/// Words in small Latin letters.
fn folded_words(text: &str) -> Vec<String> {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '+' => spelled.push_str(" and "),
            '\'' | '’' | '.' | '\u{200b}' | '\u{ad}' => {}
            c => spelled.push(c),
        }
    }
    spelling::latin(&spelled)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where the words without legal forms at either end stand, which is never nowhere.
fn without_legal_form(words: &[String]) -> Range<usize> {
    let (mut start, mut end) = (0, words.len());
    loop {
        let rest = &words[start..end];
        let longest = |forms: &HashSet<Vec<String>>, from_end: bool| {
            (1..=4.min(rest.len().saturating_sub(1))).rev().find(|count| {
                let part = if from_end { &rest[rest.len() - count..] } else { &rest[..*count] };
                forms.contains(part)
            })
        };
        if let Some(count) = longest(&LISTS.legal_forms, true) {
            end -= count;
        } else if let Some(count) = longest(&LISTS.leading_forms, false) {
            start += count;
        } else {
            return start..end;
        }
    }
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../schemas/company_names.toml"))
        .expect("the shipped list is well formed, which a test holds");
    Lists::new(file)
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    legal_forms: Vec<String>,
    common_words: HashSet<String>,
    places: HashSet<String>,
    abbreviations: HashMap<String, String>,
}

struct Lists {
    legal_forms: HashSet<Vec<String>>,
    leading_forms: HashSet<Vec<String>>,
    common: HashSet<String>,
    places: HashSet<String>,
    abbreviations: HashMap<String, String>,
}

/// Legal forms that some languages put first: `PT Bank`, `The Acme Company`.
const LEADING_FORMS: [&str; 6] = ["pt", "ooo", "oao", "zao", "pao", "the"];

impl Lists {
    fn new(file: File) -> Lists {
        let forms = |forms: &[&str]| forms.iter().map(|form| folded_words(form)).collect();
        let all: Vec<&str> = file.legal_forms.iter().map(String::as_str).collect();
        Lists {
            legal_forms: forms(&all),
            leading_forms: forms(&LEADING_FORMS),
            common: file.common_words,
            places: file.places,
            abbreviations: file.abbreviations,
        }
    }

    fn written_out(&self, word: &str) -> String {
        self.abbreviations.get(word).map_or(word, String::as_str).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> String {
        company_names(text)[0].slug.clone()
    }

    #[test]
    fn legal_form_punctuation_and_accents_do_not_tell_companies_apart() {
        for (one, other) in [
            ("Acme Robotics GmbH", "ACME Robotics"),
            ("Acme Robotics, Inc.", "Acme Robotics Pty Ltd"),
            ("GTX Pro", "GTXPro Ltd."),
            ("Müller & Söhne GmbH & Co. KG", "Muller and Sohne"),
            ("The Acme Company", "Acme"),
            ("Société Générale S.A.", "Societe Generale"),
            ("Int'l Paper", "International Paper"),
        ] {
            assert_eq!(slug(one), slug(other), "{one} / {other}");
        }
    }

    #[test]
    fn nothing_is_stripped_to_nothing() {
        assert_eq!(slug("Group Holding"), "group");
        assert_eq!(slug("AG"), "ag");
    }

    #[test]
    fn acronyms_leave_linking_words_out_or_not() {
        let name = &company_names("Bank of the West")[0];
        assert_eq!(name.acronyms().collect::<Vec<_>>(), ["botw"]);
        assert_eq!(company_names("Acme Robotics")[0].acronyms().count(), 0);
    }

    #[test]
    fn an_acronym_may_count_what_stands_behind_the_name() {
        for (name, acronym) in [
            ("Taiwan Semiconductor Manufacturing Company Limited", "tsmc"),
            ("Steel Authority of India Limited", "sail"),
            ("Universidad de Cartago Florencio del Castillo", "ucfc"),
            ("National Bank of Cormaxcor International Limited", "nboci"),
        ] {
            assert!(company_names(name)[0].acronyms().any(|it| it == acronym), "{name}");
        }
    }

    #[test]
    fn text_that_was_read_in_the_wrong_encoding_is_repaired() {
        assert_eq!(slug("MÃ¼ller"), "muller");
        assert_eq!(slug("SÃO PAULO"), "saopaulo", "a real Ã stays");
    }

    #[test]
    fn other_scripts_are_transliterated() {
        assert_eq!(slug("Яндекс"), "yandeks");
    }

    #[test]
    fn umlauts_meet_both_of_their_spellings() {
        for other in ["Mueller und Soehne", "Muller und Sohne"] {
            let names = company_names("Müller & Söhne GmbH");
            assert!(names.iter().any(|name| name.slug == slug(other)), "{other}");
        }
    }

    #[test]
    fn east_asian_legal_forms_are_left_out() {
        assert_eq!(slug("株式会社日立物流"), slug("日立物流"));
        assert_eq!(slug("トヨタ紡織（株）"), slug("トヨタ紡織株式会社"));
        assert_eq!(slug("华为技术有限公司"), slug("华为技术"));
        assert_eq!(slug("삼성전자 주식회사"), slug("삼성전자"));
    }
}
