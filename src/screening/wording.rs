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
    let found = Found(VOCABULARY.find(words));
    let strong = found.longest(Sense::Strong).or_else(|| found.data_center_exit());
    let to_aws = found.longest(Sense::ToAws);
    let moving = found.longest(Sense::Moving).or_else(|| found.longest(Sense::Leaving));
    let plain = found.longest(Sense::General).or_else(|| to_aws.as_ref().and(moving));
    let is_done = found.longest(Sense::Done).filter(|_| found.longest(Sense::Ahead).is_none());
    let Some(hit) = strong.clone().or_else(|| plain.clone()) else {
        let denial = found.longest(Sense::PastOrDenied).map(|by| Leaning::Against(by.clone(), by));
        let weak = found.longest(Sense::Weak).filter(|_| is_done.is_none());
        return denial.or_else(|| weak.map(Leaning::Unclear));
    };
    let against = found.longest(Sense::PastOrDenied).or(is_done);
    if let Some(by) = against.or_else(|| found.longest(Sense::WrongDirection)) {
        return Some(Leaning::Against(hit, by));
    }
    if strong.is_some() {
        return Some(Leaning::Strong(hit));
    }
    if to_aws.is_some() || found.longest(Sense::NamesAws).is_some() {
        return Some(Leaning::Plain(hit));
    }
    if let Some(by) = found.near(&hit, Sense::ObjectElsewhere) {
        return Some(Leaning::Against(hit, by));
    }
    if found.near(&hit, Sense::OtherCloud).is_some() {
        return Some(Leaning::Unclear(hit));
    }
    Some(Leaning::Plain(hit))
}

/// The words that say that a data center is left.
pub(super) fn data_center_exit(words: &[String]) -> Option<String> {
    Found(VOCABULARY.find(words)).data_center_exit().map(|hit| hit.words)
}

/// The phrases found in one sentence.
struct Found(Vec<Hit>);

impl Found {
    fn longest(&self, sense: Sense) -> Option<Hit> {
        let hits = self.0.iter().filter(|hit| hit.sense == sense);
        hits.max_by_key(|hit| hit.words.len()).cloned()
    }

    fn near(&self, hit: &Hit, sense: Sense) -> Option<Hit> {
        let others = self.0.iter().filter(|other| other.sense == sense);
        others.into_iter().find(|it| it.start.abs_diff(hit.start) <= OBJECT_REACH_WORDS).cloned()
    }

    /// A word for leaving and a word for a data center: "räumt das Rechenzentrum bis 2027".
    fn data_center_exit(&self) -> Option<Hit> {
        let place = self.longest(Sense::DataCenter)?;
        let leaving = self.near(&place, Sense::Leaving)?;
        let (first, second) =
            if leaving.start < place.start { (&leaving, &place) } else { (&place, &leaving) };
        let words = format!("{} … {}", first.words, second.words);
        Some(Hit { sense: Sense::Strong, start: first.start, end: second.end, words })
    }
}
