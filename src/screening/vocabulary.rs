//! The words by which free text is judged, read from `schemas/vocabulary.toml`, and the search for
//! them in a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The vocabulary shipped with the program.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let lists: Lists = toml::from_str(include_str!("../../schemas/vocabulary.toml"))
        .expect("the shipped vocabulary is well formed, which a test holds");
    Vocabulary::new(&lists)
});

/// What a phrase says of the text it stands in. The lists of the file have the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The way leads to AWS.
    ToAws,
    /// AWS is named.
    NamesAws,
    /// Something moves; whether it is a migration to AWS depends on where to.
    Moving,
    /// Something is left or closed.
    Leaving,
    /// The place that is left.
    DataCenter,
    /// It is done, unless the sentence looks ahead.
    Done,
    /// The sentence looks ahead.
    Ahead,
    /// No migration at all although a word looks like one: hides what it covers.
    Lookalike,
    /// Large enough whatever the number of servers.
    LargeScope,
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
    strong: Vec<String>,
    general: Vec<String>,
    moving: Vec<String>,
    leaving: Vec<String>,
    data_centers: Vec<String>,
    weak: Vec<String>,
    lookalikes: Vec<String>,
    objects_elsewhere: Vec<String>,
    other_clouds: Vec<String>,
    wrong_direction: Vec<String>,
    past_or_denied: Vec<String>,
    done: Vec<String>,
    ahead: Vec<String>,
    to_aws: Vec<String>,
    names_aws: Vec<String>,
    large_scope: Vec<String>,
    server_words: Vec<String>,
    server_kinds: Vec<String>,
    ordinals: Vec<String>,
}

/// A phrase found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it says.
    pub(super) sense: Sense,
    /// The place of its first word.
    pub(super) start: usize,
    /// The place behind its last word.
    pub(super) end: usize,
    /// The words as they stand in the text.
    pub(super) words: String,
}

/// The phrases, by the first word to look for.
pub(super) struct Vocabulary {
    phrases: Vec<(Sense, Vec<String>)>,
    /// Phrases whose first word is written out.
    by_first_word: HashMap<String, Vec<usize>>,
    /// Phrases whose first word has a wildcard, or that are written without blanks.
    others: Vec<usize>,
}

impl Vocabulary {
    fn new(lists: &Lists) -> Vocabulary {
        let senses = [
            (Sense::Strong, &lists.strong),
            (Sense::General, &lists.general),
            (Sense::Moving, &lists.moving),
            (Sense::Leaving, &lists.leaving),
            (Sense::DataCenter, &lists.data_centers),
            (Sense::Weak, &lists.weak),
            (Sense::Lookalike, &lists.lookalikes),
            (Sense::ObjectElsewhere, &lists.objects_elsewhere),
            (Sense::OtherCloud, &lists.other_clouds),
            (Sense::WrongDirection, &lists.wrong_direction),
            (Sense::PastOrDenied, &lists.past_or_denied),
            (Sense::Done, &lists.done),
            (Sense::Ahead, &lists.ahead),
            (Sense::ToAws, &lists.to_aws),
            (Sense::NamesAws, &lists.names_aws),
            (Sense::LargeScope, &lists.large_scope),
            (Sense::ServerWord, &lists.server_words),
            (Sense::ServerKind, &lists.server_kinds),
            (Sense::Ordinal, &lists.ordinals),
        ];
        let phrases: Vec<(Sense, Vec<String>)> = senses
            .into_iter()
            .flat_map(|(sense, list)| list.iter().map(move |phrase| (sense, patterns(phrase))))
            .collect();
        let mut by_first_word: HashMap<String, Vec<usize>> = HashMap::new();
        let mut others = Vec::new();
        for (index, (_, patterns)) in phrases.iter().enumerate() {
            match patterns.first() {
                Some(first) if !first.contains('*') => {
                    by_first_word.entry(first.clone()).or_default().push(index);
                }
                _ => others.push(index),
            }
        }
        Vocabulary { phrases, by_first_word, others }
    }

    /// Every phrase that stands in the sentence.
    pub(super) fn find(&self, sentence: &[String]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (start, word) in sentence.iter().enumerate() {
            let written_out = self.by_first_word.get(word).into_iter().flatten();
            for &index in written_out.chain(&self.others) {
                let (sense, patterns) = &self.phrases[index];
                let there = &sentence[start..];
                if there.len() >= patterns.len()
                    && patterns.iter().zip(there).all(|(pattern, word)| matches(pattern, word))
                {
                    let words = there[..patterns.len()].join(" ");
                    hits.push(Hit { sense: *sense, start, end: start + patterns.len(), words });
                }
            }
        }
        without_lookalikes(hits)
    }
}

fn without_lookalikes(mut hits: Vec<Hit>) -> Vec<Hit> {
    let hidden: Vec<(usize, usize)> = hits
        .iter()
        .filter(|hit| hit.sense == Sense::Lookalike)
        .map(|hit| (hit.start, hit.end))
        .collect();
    if !hidden.is_empty() {
        hits.retain(|hit| {
            !hidden.iter().any(|(start, end)| *start <= hit.start && hit.end <= *end)
        });
    }
    hits
}

/// The words of a phrase. Words of a script without blanks stand anywhere in a run of letters.
fn patterns(phrase: &str) -> Vec<String> {
    if phrase.chars().any(is_unspaced) {
        let run: String = fold_words(phrase).concat();
        return vec![format!("*{run}*")];
    }
    let mut patterns = Vec::new();
    for word in phrase.split(' ') {
        let mut folded = fold_words(word);
        if let Some(first) = folded.first_mut()
            && word.starts_with('*')
        {
            first.insert(0, '*');
        }
        if let Some(last) = folded.last_mut()
            && word.ends_with('*')
        {
            last.push('*');
        }
        patterns.append(&mut folded);
    }
    patterns
}

fn matches(pattern: &str, word: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (None, None) => pattern == word,
        (None, Some(start)) => word.starts_with(start),
        (Some(end), None) => word.ends_with(end),
        (Some(rest), Some(_)) => word.contains(rest.trim_end_matches('*')),
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// The words of a text: lower case, without accents, split at everything but letters and digits. A
/// datacentre is a data center, and an arrow leads to something.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    let text = text.replace('→', " to ").replace("->", " to ").replace("=>", " to ");
    let folded: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut words = Vec::new();
    for word in folded.replace('ß', "ss").split(|c: char| !c.is_alphanumeric() && c != 'ー') {
        match word {
            "" => {}
            "datacenter" | "datacentre" | "datacentrum" => {
                words.extend(["data", "center"].map(str::to_owned));
            }
            "datacenters" | "datacentres" => words.extend(["data", "centers"].map(str::to_owned)),
            "centre" if words.last().is_some_and(|last| last == "data") => {
                words.push("center".to_owned());
            }
            "centres" if words.last().is_some_and(|last| last == "data") => {
                words.push("centers".to_owned());
            }
            word => words.push(word.to_owned()),
        }
    }
    words
}

/// The sentences of a text, each as words. A full stop inside `acme.com` or `1.5` ends none.
pub(super) fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next_is_blank = characters.peek().is_none_or(|next| next.is_whitespace());
        let ends = matches!(c, '!' | '?' | ';' | '\n' | '\r' | '。' | '！' | '？')
            || c == '.' && next_is_blank;
        match parts.last_mut() {
            Some(part) if !ends => part.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts.iter().map(|part| fold_words(part)).filter(|words| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senses(text: &str) -> Vec<Sense> {
        sentences(text)
            .iter()
            .flat_map(|words| VOCABULARY.find(words))
            .map(|hit| hit.sense)
            .collect()
    }

    #[test]
    fn the_shipped_vocabulary_is_well_formed() {
        assert!(VOCABULARY.phrases.len() > 300);
        assert!(VOCABULARY.phrases.iter().all(|(_, patterns)| !patterns.is_empty()));
    }

    #[test]
    fn phrases_are_found_whatever_their_case_accents_and_punctuation() {
        for text in [
            "Lift-and-Shift",
            "LIFT & shift, lift and shift",
            "Rechenzentrumsauflösung",
            "saída do data center",
        ] {
            assert!(senses(text).contains(&Sense::Strong), "{text}");
        }
    }

    #[test]
    fn japanese_is_found_inside_a_run_of_letters() {
        assert!(senses("基幹データセンター撤退プロジェクト").contains(&Sense::Strong));
        assert!(senses("AWSへの移行支援").contains(&Sense::Strong));
    }

    #[test]
    fn words_that_only_look_alike_are_not_found() {
        assert_eq!(senses("Immigration office portal"), []);
    }

    #[test]
    fn a_full_stop_inside_a_word_ends_no_sentence() {
        assert_eq!(sentences("Move acme.com now. Then rest").len(), 2);
    }
}
