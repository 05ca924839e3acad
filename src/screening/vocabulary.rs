//! The words by which free text is judged, read from `schemas/vocabulary.toml`, and the search for
//! them in a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

pub(super) use super::sense::Sense;
use super::text::{Text, fold_words, is_unspaced};
use super::word_automaton::{Phrases, WordAutomaton};

/// The vocabulary shipped with the program.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::parse(include_str!("../../schemas/vocabulary.toml"))
        .expect("the shipped vocabulary is well formed, which a test holds")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    /// Words of the phrases that are known when misspelt.
    #[serde(default)]
    misspelt: Vec<String>,
    /// Spellings of a word of the phrases.
    spellings: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    deal_types: DealTypes,
    phrases: BTreeMap<Sense, Vec<String>>,
}

/// Words of the column that says of what kind a deal is, folded.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DealTypes {
    /// A renewal.
    pub(super) renewal: Vec<String>,
    /// What comes besides a renewal, so that it is none alone: `Renewal + Upsell`.
    pub(super) besides: Vec<String>,
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it says.
    pub(super) sense: Sense,
    /// The place of its first word.
    pub(super) start: usize,
    /// The place behind its last word.
    pub(super) end: usize,
}

impl Hit {
    /// Whether the other lies within it.
    pub(super) fn covers(&self, other: &Hit) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// All phrases. Nearly all consist of whole words, and have so many choices that spelling them out for a search in the
/// text would take a large part of a small run.
pub(super) struct Vocabulary {
    of_words: WordAutomaton<Sense>,
    /// Those of which an end may lie within a word.
    of_parts: AhoCorasick,
    /// The senses of the patterns of `of_parts`.
    senses: Vec<Sense>,
    /// Of the column of that name.
    pub(super) deal_types: DealTypes,
}

impl Vocabulary {
    /// Reads the lists of the file.
    ///
    /// # Errors
    /// Names the phrase or list that cannot be read.
    fn parse(file: &str) -> Result<Vocabulary, String> {
        let lists: Lists = toml::from_str(file).map_err(|error| error.to_string())?;
        let mut of_words = Phrases::new();
        let (mut patterns, mut senses) = (Vec::new(), Vec::new());
        for (sense, phrases) in &lists.phrases {
            for phrase in phrases {
                let (of_parts, whole) = split(places(phrase, &lists.spellings));
                for phrase in of_parts.iter().flat_map(spelled_out) {
                    patterns.push(pattern(&phrase)?);
                    senses.push(*sense);
                }
                let whole = folded(&whole).ok_or_else(|| malformed(phrase))?;
                of_words.add(&whole, *sense);
            }
        }
        let mut of_words = of_words.automaton();
        if let Some(word) = lists.misspelt.iter().find(|word| !of_words.forgive(word)) {
            return Err(format!("\"{word}\": too short, or no word of the phrases"));
        }
        let of_parts = AhoCorasick::new(patterns).map_err(|error| error.to_string())?;
        Ok(Vocabulary { of_words, of_parts, senses, deal_types: lists.deal_types })
    }

    /// Whether the folded word stands in a phrase of whole words.
    pub(super) fn has(&self, word: &str) -> bool {
        self.of_words.has(word)
    }

    /// Every phrase that stands in the text, in the order of their first words. None crosses the end
    /// of a sentence.
    pub(super) fn find(&self, text: &Text) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        self.of_words.find(text, |start, end, sense| hits.push(Hit { sense, start, end }));
        for found in self.of_parts.find_overlapping_iter(text.folded()) {
            let words = text.words_at(found.range());
            let sense = self.senses[found.pattern().as_usize()];
            hits.push(Hit { sense, start: words.start, end: words.end });
        }
        let mut hits = without_lookalikes(hits, text);
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.sense));
        hits.dedup();
        hits
    }
}

fn without_lookalikes(mut hits: Vec<Hit>, text: &Text) -> Vec<Hit> {
    let of = |sense: Sense| -> Vec<Hit> {
        hits.iter().filter(|hit| hit.sense == sense).copied().collect()
    };
    // "To AWS, partner Infinite" is no "AWS partner".
    let is_one = |hit: &Hit| !text.quote(hit.start..hit.end).contains([',', ':']);
    let hidden: Vec<Hit> = of(Sense::Lookalike).into_iter().filter(is_one).collect();
    let leaving = [of(Sense::Leaving), of(Sense::Ending)].concat();
    if !hidden.is_empty() {
        // "AWS migration architect": the migration belongs to the architect.
        let ends_in = |by: &Hit, hit: &Hit| {
            matches!(hit.sense, Sense::Strong | Sense::General)
                && hit.start < by.start
                && by.start < hit.end
                && hit.end < by.end
        };
        hits.retain(|hit| !hidden.iter().any(|by| by.covers(hit) || ends_in(by, hit)));
    }
    if !leaving.is_empty() {
        // "Fim de suporte" offers no support.
        hits.retain(|hit| {
            hit.sense != Sense::OtherService || !leaving.iter().any(|by| by.covers(hit))
        });
    }
    hits
}

/// The choices at each place of a phrase.
type Places<'a> = Vec<Vec<&'a str>>;

/// Reads a phrase: `leave|exit colo` is "leave colo" and "exit colo", and `{aws}` stands for each of its spellings.
fn places<'a>(phrase: &'a str, spellings: &'a BTreeMap<String, Vec<String>>) -> Places<'a> {
    let choices = |choice: &'a str| {
        let name = choice.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        match name.and_then(|name| spellings.get(name)) {
            Some(spellings) => spellings.iter().map(String::as_str).collect(),
            None => vec![choice],
        }
    };
    phrase.split(' ').map(|place| place.split('|').flat_map(choices).collect()).collect()
}

/// The phrases with an end that may lie within a word, at a `*` or beside Japanese, which is written without blanks; and what
/// is left.
fn split(mut whole: Places<'_>) -> (Vec<Places<'_>>, Places<'_>) {
    let is_open = |c: char| c == '*' || is_unspaced(c);
    let mut of_parts = Vec::new();
    for place in [0, whole.len() - 1] {
        let (is_first, is_last) = (place == 0, place + 1 == whole.len());
        let (open, closed): (Vec<&str>, Vec<&str>) = whole[place].iter().partition(|choice| {
            is_first && choice.starts_with(is_open) || is_last && choice.ends_with(is_open)
        });
        if !open.is_empty() {
            let mut phrases = whole.clone();
            phrases[place] = open;
            of_parts.push(phrases);
        }
        whole[place] = closed;
    }
    (of_parts, whole)
}

/// Every choice as its words; `None` if one has none, or a sign that is no part of a word.
fn folded(places: &Places) -> Option<Vec<Vec<Vec<String>>>> {
    let words = |choice: &&str| {
        let words = fold_words(choice);
        (!words.is_empty() && !choice.contains(SIGNS)).then_some(words)
    };
    places.iter().map(|choices| choices.iter().map(words).collect()).collect()
}

/// The phrase with each choice of its words.
fn spelled_out(places: &Places) -> Vec<String> {
    places.iter().fold(vec![String::new()], |written, choices| {
        let with = |before: &String| {
            let before = before.clone();
            choices.iter().map(move |choice| format!("{before} {choice}").trim_start().to_owned())
        };
        written.iter().flat_map(with).collect()
    })
}

/// What to search for in the folded text. A blank stands where a word has to begin or end.
fn pattern(phrase: &str) -> Result<String, String> {
    // A digit behind letters begins no word of its own: "2aws" ends "vmware2aws".
    let words = match phrase.strip_prefix('*') {
        Some(rest) => fold_words(&format!("x{rest}")).join(" ").split_off(1),
        None => fold_words(phrase).join(" "),
    };
    let inside = phrase.trim_matches('*');
    if words.is_empty() || inside.contains(SIGNS) {
        return Err(malformed(phrase));
    }
    let begins = !phrase.starts_with('*') && !words.starts_with(is_unspaced);
    let ends = !phrase.ends_with('*') && !words.ends_with(is_unspaced);
    let blank = |is_wanted: bool| if is_wanted { " " } else { "" };
    Ok(format!("{}{words}{}", blank(begins), blank(ends)))
}

/// Signs that mean something in the vocabulary and are no part of a word.
const SIGNS: [char; 4] = ['*', '{', '}', '|'];

fn malformed(phrase: &str) -> String {
    format!("\"{phrase}\": a phrase has words, `*` at its ends, and known spellings")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senses(text: &str) -> Vec<Sense> {
        VOCABULARY.find(&Text::new(text)).iter().map(|hit| hit.sense).collect()
    }

    #[test]
    fn the_shipped_vocabulary_is_well_formed() {
        let vocabulary = Vocabulary::parse(include_str!("../../schemas/vocabulary.toml"));
        assert!(vocabulary.expect("well formed").senses.len() > 300, "patterns");
    }

    #[test]
    fn a_star_inside_a_phrase_is_refused() {
        let file = "[spellings]\n[phrases]\nstrong = [\"migrat* to aws\"]";
        assert!(Vocabulary::parse(file).is_err_and(|error| error.contains("migrat* to aws")));
    }

    #[test]
    fn a_choice_with_a_star_leaves_the_others_of_its_place_whole_words() {
        let file = "[spellings]\n[phrases]\nstrong = [\"*host|exit dc|mig*\"]";
        let vocabulary = Vocabulary::parse(file).expect("well formed");
        let is_found = |text: &str| !vocabulary.find(&Text::new(text)).is_empty();
        for text in ["rehost DC", "exit DC", "exit migration", "rehost migration"] {
            assert!(is_found(text), "{text}");
        }
        for text in ["rehost DCs", "exits DC", "hosted DC", "exit my mig"] {
            assert!(!is_found(text), "{text}");
        }
    }

    #[test]
    fn the_end_of_a_word_may_begin_with_a_digit() {
        for text in ["vmware2aws", "Move2AWS"] {
            assert!(senses(text).contains(&Sense::Strong), "{text}");
        }
    }

    #[test]
    fn phrases_are_found_whatever_their_case_accents_and_punctuation() {
        for text in [
            "Lift-and-Shift",
            "LIFT & shift, lift and shift",
            "Rechenzentrumsauflösung",
            "Rechenzentrum-Auszug",
            "saída do data center",
        ] {
            let found = senses(text);
            assert!(
                found.contains(&Sense::Strong)
                    || found.contains(&Sense::Leaving) && found.contains(&Sense::DataCenter),
                "{text}"
            );
        }
    }

    #[test]
    fn japanese_is_found_inside_a_run_of_letters() {
        assert!(senses("基幹データセンター撤退プロジェクト").contains(&Sense::Leaving));
        assert!(senses("AWSへの移行支援").contains(&Sense::ToAws));
    }

    #[test]
    fn words_that_only_look_alike_are_not_found() {
        assert!(!senses("Immigration office portal").contains(&Sense::General));
        assert!(!senses("AWS migration architect").contains(&Sense::Strong));
    }

    #[test]
    fn no_phrase_crosses_the_end_of_a_sentence() {
        assert!(!senses("We lift. Shift follows").contains(&Sense::Strong));
    }
}
