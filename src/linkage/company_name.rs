//! Company names as they compare: without legal form, punctuation, accents and decoration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// A company name, taken apart for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CompanyName {
    /// All its words, folded.
    pub(super) full: String,
    /// Its words without legal form, joined: `gtxpro` for "GTX Pro Ltd."
    pub(super) slug: String,
    /// Its words without legal form, abbreviations written out.
    pub(super) words: Vec<String>,
    /// The first letters of its words, if there are at least three.
    pub(super) acronym: Option<String>,
}

impl CompanyName {
    /// The words that tell customers apart.
    pub(super) fn distinctive(&self) -> BTreeSet<&str> {
        let mut words = self.without_places();
        words.retain(|word| !LISTS.common.contains(*word));
        words
    }

    /// The words but for places: a branch has the name of its company.
    pub(super) fn without_places(&self) -> BTreeSet<&str> {
        let words = self.words.iter().map(String::as_str);
        words.filter(|word| !LISTS.places.contains(*word)).collect()
    }
}

/// The names that a text holds: `Newco (formerly Oldco)` and `Acme dba Bolt` hold two.
pub(super) fn company_names(text: &str) -> Vec<CompanyName> {
    let mut names: Vec<CompanyName> =
        alternatives(text).iter().filter_map(|one| company_name(one)).collect();
    if let Some(other) = company_name(&with_letter_pairs(text))
        && !names.contains(&other)
    {
        names.push(other);
    }
    names
}

/// `Mueller` for `Müller`: the other way in which umlauts are typed. `Müller` itself reads as `Muller`.
fn with_letter_pairs(text: &str) -> String {
    let mut spelled = String::new();
    for c in alternatives(text).first().map(String::as_str).unwrap_or_default().chars() {
        match c {
            'ä' | 'Ä' | 'æ' | 'Æ' => spelled.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            'å' | 'Å' => spelled.push_str("aa"),
            c => spelled.push(c),
        }
    }
    spelled
}

fn company_name(text: &str) -> Option<CompanyName> {
    let full = folded_words(text);
    if full.is_empty() {
        return None;
    }
    let words: Vec<String> =
        without_legal_form(&full).iter().map(|word| LISTS.written_out(word)).collect();
    let acronym = (words.len() >= 3)
        .then(|| words.iter().filter_map(|word| word.chars().next()).collect::<String>());
    Some(CompanyName { full: full.join(" "), slug: words.concat(), words, acronym })
}

/// Words in lower-case Latin letters. Other scripts are transliterated, so that `トヨタ` can meet `Toyota`.
fn folded_words(text: &str) -> Vec<String> {
    let spelled = text.replace(['&', '+'], " and ").replace(['\'', '’', '.'], "");
    any_ascii::any_ascii(&spelled)
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Splits a text that gives several names of one company.
fn alternatives(text: &str) -> Vec<String> {
    // CRM decoration: "* Acme", "[do not use] Acme".
    let text = text.trim_start_matches(['*', '#', '!', ' ']);
    let text: String = text.nfkc().collect();
    let text = JAPANESE_FORMS.iter().fold(text, |text, form| text.replace(form, " "));
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
            _ => outside.push(c),
        }
    }
    let mut names = split_at_markers(&outside);
    for bracket in inside {
        let (marked, name) = without_marker(&bracket);
        // Brackets also hold places and remarks: only a marked text is another name.
        if marked {
            names.push(name);
        }
    }
    names
}

/// Legal forms that stand without a blank before or behind the name, also in brackets (NFKC makes ㈱ a
/// 株 in brackets).
const JAPANESE_FORMS: [&str; 7] =
    ["株式会社", "有限会社", "合同会社", "合資会社", "(株)", "(有)", "(同)"];

const MARKERS: [&str; 11] = [
    "formerly known as ",
    "formerly ",
    "previously ",
    "now known as ",
    "now ",
    "aka ",
    "a.k.a. ",
    "dba ",
    "d/b/a ",
    "fka ",
    "f/k/a ",
];

fn without_marker(text: &str) -> (bool, String) {
    let lower = text.trim_start().to_lowercase();
    match MARKERS.iter().find(|marker| lower.starts_with(**marker)) {
        Some(marker) => (true, lower[marker.len()..].to_owned()),
        None => (false, lower),
    }
}

fn split_at_markers(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    for marker in MARKERS {
        let spaced = format!(" {marker}");
        if let Some((before, after)) = lower.split_once(&spaced)
            && marker != "now "
        {
            return vec![before.trim_end_matches([',', ' ']).to_owned(), after.to_owned()];
        }
    }
    vec![text.to_owned()]
}

/// The words without legal forms at either end, but never nothing.
fn without_legal_form(words: &[String]) -> &[String] {
    let mut rest = words;
    loop {
        let longest = |forms: &BTreeSet<Vec<String>>, from_end: bool| {
            (1..=4.min(rest.len().saturating_sub(1))).rev().find(|count| {
                let part = if from_end { &rest[rest.len() - count..] } else { &rest[..*count] };
                forms.contains(part)
            })
        };
        if let Some(count) = longest(&LISTS.legal_forms, true) {
            rest = &rest[..rest.len() - count];
        } else if let Some(count) = longest(&LISTS.leading_forms, false) {
            rest = &rest[count..];
        } else {
            return rest;
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
    common_words: BTreeSet<String>,
    places: BTreeSet<String>,
    abbreviations: BTreeMap<String, String>,
}

struct Lists {
    legal_forms: BTreeSet<Vec<String>>,
    leading_forms: BTreeSet<Vec<String>>,
    common: BTreeSet<String>,
    places: BTreeSet<String>,
    abbreviations: BTreeMap<String, String>,
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
    fn a_text_can_give_several_names() {
        let slugs =
            |text| company_names(text).into_iter().map(|name| name.slug).collect::<Vec<_>>();
        assert_eq!(slugs("Newco (formerly Oldco Ltd)"), ["newco", "oldco"]);
        assert_eq!(slugs("Acme dba Bolt"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme (Germany)"), ["acme"]);
    }

    #[test]
    fn common_words_are_not_distinctive() {
        let name = &company_names("Acme Health Services")[0];
        assert_eq!(name.distinctive().into_iter().collect::<Vec<_>>(), ["acme"]);
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
    fn japanese_legal_forms_are_left_out() {
        assert_eq!(slug("株式会社日立物流"), slug("日立物流"));
        assert_eq!(slug("トヨタ紡織（株）"), slug("トヨタ紡織株式会社"));
    }
}
