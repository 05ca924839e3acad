//! What one sentence says about migrations.

use super::vocabulary::{Hit, Sense, VOCABULARY};

/// How many words away a moved object, such as a mailbox, speaks against "migration". Our choice.
const OBJECT_REACH_WORDS: usize = 6;

/// Which way one sentence leans, with the words that decide.
pub(super) enum Leaning {
    /// A migration to AWS, whatever stands elsewhere.
    Strong(Hit),
    /// A migration, unless something else speaks against it.
    Plain(Hit),
    /// None, although the first words sound like one, because of the second.
    Against(Hit, Hit),
    /// Too little to tell.
    Unclear(Hit),
}

/// Weighs a migration word with the object, direction and time that stand beside it. `None` if the
/// sentence says nothing about migrations.
pub(super) fn judge_sentence(words: &[String]) -> Option<Leaning> {
    let hits = VOCABULARY.find(words);
    let longest = |sense: Sense| {
        hits.iter().filter(|hit| hit.sense == sense).max_by_key(|hit| hit.words.len()).cloned()
    };
    let (strong, general) = (longest(Sense::Strong), longest(Sense::General));
    if let Some(by) = longest(Sense::PastOrDenied) {
        return Some(Leaning::Against(strong.or(general).unwrap_or_else(|| by.clone()), by));
    }
    if let Some(by) = longest(Sense::WrongDirection)
        && let Some(hit) = strong.clone().or_else(|| general.clone())
    {
        return Some(Leaning::Against(hit, by));
    }
    if let Some(hit) = strong {
        return Some(Leaning::Strong(hit));
    }
    let Some(hit) = general else {
        return longest(Sense::Weak).map(Leaning::Unclear);
    };
    if longest(Sense::TargetAws).is_some() {
        return Some(Leaning::Plain(hit));
    }
    let near = |sense: Sense| {
        hits.iter()
            .filter(|other| other.sense == sense)
            .find(|other| other.start.abs_diff(hit.start) <= OBJECT_REACH_WORDS)
            .cloned()
    };
    if let Some(by) = near(Sense::ObjectElsewhere) {
        return Some(Leaning::Against(hit, by));
    }
    if near(Sense::OtherCloud).is_some() {
        return Some(Leaning::Unclear(hit));
    }
    Some(Leaning::Plain(hit))
}
