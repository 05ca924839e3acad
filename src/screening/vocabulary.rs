//! The words by which free text is judged, read from `schemas/vocabulary.toml`, and the search for
//! them in a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::text::{Text, fold_words, is_unspaced};

/// The vocabulary shipped with the program.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::parse(include_str!("../../schemas/vocabulary.toml"))
        .expect("the shipped vocabulary is well formed, which a test holds")
});

/// What a phrase says of the text it stands in. The lists of the file have the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sense {
    /// A migration to AWS by itself.
    Strong,
    /// A migration, of what or where to remaining open.
    General,
    /// Too little by itself.
    Weak,
    /// What is moved, when it is no AWS workload.
    ObjectElsewhere,
    /// Another cloud, direction unsaid.
    OtherCloud,
    /// Where it goes, when that is not AWS.
    WrongDirection,
    /// It has happened, or does not.
    PastOrDenied,
    /// A service that is no migration: training, a renewal, an upgrade.
    OtherService,
    /// The way leads to AWS.
    ToAws,
    /// It stands, or will stand, on AWS: which of the two depends on what else is said.
    OnAws,
    /// AWS is named.
    NamesAws,
    /// A cloud is named.
    NamesCloud,
    /// The way leads to a cloud, whose name stands elsewhere.
    ToCloud,
    /// Whether or where to is not decided.
    Undecided,
    /// Joins another service to the migration, on either side of it.
    Joining,
    /// Joins what stands behind it.
    JoiningBehind,
    /// Something moves; whether it is a migration to AWS depends on where to.
    Moving,
    /// Something is left, closed or at its end.
    Leaving,
    /// A data center that is left.
    DataCenter,
    /// Another place outside AWS where systems run.
    Premises,
    /// A platform whose end is a migration.
    Platform,
    /// On premises, or machines there: what is moved, if the way leads to AWS.
    OnPremises,
    /// What runs on servers.
    Workload,
    /// The way leads somewhere.
    Direction,
    /// It is done, unless the sentence looks ahead.
    Done,
    /// The sentence looks ahead.
    Ahead,
    /// No migration at all although a word looks like one: hides what it covers.
    Lookalike,
    /// Large enough whatever the number of servers.
    LargeScope,
    /// A database moves to another engine: a migration by itself, and large enough.
    EngineChange,
    /// Denies the words behind it.
    Negation,
    /// Comes after a number of servers or VMs.
    ServerWord,
    /// May stand between such a number and its word.
    ServerKind,
    /// Makes the number after it no count: phase 2.
    Ordinal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    /// Spellings of a word of the phrases.
    spellings: BTreeMap<String, Vec<String>>,
    phrases: BTreeMap<Sense, Vec<String>>,
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

/// All phrases, found in one pass.
pub(super) struct Vocabulary {
    automaton: AhoCorasick,
    /// The senses of the automaton's patterns.
    senses: Vec<Sense>,
}

impl Vocabulary {
    /// Reads the lists of the file.
    ///
    /// # Errors
    /// Names the phrase or list that cannot be read.
    fn parse(file: &str) -> Result<Vocabulary, String> {
        let lists: Lists = toml::from_str(file).map_err(|error| error.to_string())?;
        let mut patterns = Vec::new();
        let mut senses = Vec::new();
        for (sense, phrases) in &lists.phrases {
            for phrase in phrases.iter().flat_map(|phrase| spelled_out(phrase, &lists.spellings)) {
                patterns.push(pattern(&phrase)?);
                senses.push(*sense);
            }
        }
        let automaton = AhoCorasick::new(patterns).map_err(|error| error.to_string())?;
        Ok(Vocabulary { automaton, senses })
    }

    /// Every phrase that stands in the text, in the order of their first words. None crosses the end
    /// of a sentence.
    pub(super) fn find(&self, text: &Text) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for found in self.automaton.find_overlapping_iter(text.folded()) {
            let words = text.words_at(found.range());
            let sense = self.senses[found.pattern().as_usize()];
            hits.push(Hit { sense, start: words.start, end: words.end });
        }
        let mut hits = without_lookalikes(hits);
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.sense));
        hits.dedup();
        hits
    }
}

fn without_lookalikes(mut hits: Vec<Hit>) -> Vec<Hit> {
    let covers = |by: &Hit, hit: &Hit| by.start <= hit.start && hit.end <= by.end;
    let of = |sense: Sense| -> Vec<Hit> {
        hits.iter().filter(|hit| hit.sense == sense).copied().collect()
    };
    let (hidden, leaving) = (of(Sense::Lookalike), of(Sense::Leaving));
    if !hidden.is_empty() {
        hits.retain(|hit| !hidden.iter().any(|by| covers(by, hit)));
    }
    if !leaving.is_empty() {
        // "Fim de suporte" offers no support.
        hits.retain(|hit| {
            hit.sense != Sense::OtherService || !leaving.iter().any(|by| covers(by, hit))
        });
    }
    hits
}

/// The phrase with each choice of its words: `leave|exit colo` is "leave colo" and "exit colo", and
/// `{aws}` stands for each of its spellings.
fn spelled_out(phrase: &str, spellings: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut written = vec![String::new()];
    for word in phrase.split(' ') {
        let choices: Vec<&str> = word
            .split('|')
            .flat_map(|choice| {
                let name = choice.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
                match name.and_then(|name| spellings.get(name)) {
                    Some(spellings) => spellings.iter().map(String::as_str).collect(),
                    None => vec![choice],
                }
            })
            .collect();
        written = written
            .iter()
            .flat_map(|before| choices.iter().map(move |choice| format!("{before} {choice}")))
            .collect();
    }
    written.into_iter().map(|phrase| phrase.trim().to_owned()).collect()
}

/// What to search for in the folded text. A blank stands where a word has to begin or end: not at a
/// `*`, and not beside Japanese, which is written without blanks.
fn pattern(phrase: &str) -> Result<String, String> {
    let words = fold_words(phrase).join(" ");
    let inside = phrase.trim_matches('*');
    if words.is_empty() || inside.contains(['*', '{', '}', '|']) {
        return Err(format!(
            "\"{phrase}\": a phrase has words, `*` at its ends, and known spellings"
        ));
    }
    let begins = !phrase.starts_with('*') && !words.starts_with(is_unspaced);
    let ends = !phrase.ends_with('*') && !words.ends_with(is_unspaced);
    let blank = |is_wanted: bool| if is_wanted { " " } else { "" };
    Ok(format!("{}{words}{}", blank(begins), blank(ends)))
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
        assert!(vocabulary.expect("well formed").senses.len() > 300);
    }

    #[test]
    fn a_star_inside_a_phrase_is_refused() {
        let file = "[spellings]\n[phrases]\nstrong = [\"migrat* to aws\"]";
        assert!(Vocabulary::parse(file).is_err_and(|error| error.contains("migrat* to aws")));
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
    }

    #[test]
    fn no_phrase_crosses_the_end_of_a_sentence() {
        assert!(!senses("We lift. Shift follows").contains(&Sense::Strong));
    }
}
