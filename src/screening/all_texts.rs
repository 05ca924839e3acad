//! What is asked of all free texts of a deal at once.

use super::hints::study_only;
use super::reading::{ReadText, Reading, TextField};
use super::text::{fold_words, is_unspaced};
use super::vocabulary::{Hit, Sense, VOCABULARY};
use super::wording::{Leaning, judge_sentence};

/// "Replatform of the web shop. Magento at its hoster to ECS and RDS": a sentence for a migration that says where it goes.
pub(super) fn leads_to_aws(reading: &Reading) -> bool {
    const THERE: &[Sense] = &[Sense::ToAws, Sense::ToHost, Sense::OnAws, Sense::AwsHost];
    speaks_for(reading, |_, hits| hits.iter().any(|hit| THERE.contains(&hit.sense)))
}

/// Whether a sentence that speaks for a migration is so.
pub(super) fn speaks_for(reading: &Reading, is_so: impl Fn(&ReadText, &[Hit]) -> bool) -> bool {
    reading.free_texts().any(|read| {
        read.sentences().any(|hits| {
            matches!(judge_sentence(read, hits), Some(Leaning::Strong(_) | Leaning::Plain(_)))
                && is_so(read, hits)
        })
    })
}

/// "Assessment only. Phase 2: 200 servers to AWS": what a study before it is followed by.
pub(super) fn what_follows(read: &ReadText, hits: &[Hit]) -> bool {
    let is_later = hits.iter().any(|hit| matches!(hit.sense, Sense::Ordinal | Sense::Ahead));
    let is_for = || {
        matches!(judge_sentence(read, hits), Some(Leaning::Strong(_) | Leaning::Plain(_)))
            && study_only(read, hits).is_none()
    };
    is_later && is_for()
}

/// Words of fewer letters are those of many languages.
const LEAST_LETTERS: usize = 4;

/// Whether the vocabulary has half of the words of titles and descriptions, leaving the customer's name aside: who has fewer
/// speaks another language, or of what it does not know. Our choice.
pub(super) fn knows_most_words(reading: &Reading, customer: Option<&str>) -> bool {
    let own = customer.map(fold_words).unwrap_or_default();
    let counts = |word: &str| {
        let is_long = word.chars().count() >= LEAST_LETTERS || word.starts_with(is_unspaced);
        is_long && !word.contains(|c: char| c.is_numeric()) && !own.iter().any(|it| it == word)
    };
    let (mut known, mut all) = (0, 0);
    let told = |read: &&ReadText| !matches!(read.field, TextField::DealType | TextField::Product);
    for read in reading.free_texts().filter(told) {
        for place in (0..read.text.len()).filter(|place| counts(read.text.word(*place))) {
            let is_hit = |hit: &Hit| hit.start <= place && place < hit.end;
            let is_known = VOCABULARY.has(read.text.word(place)) || read.hits.iter().any(is_hit);
            all += 1;
            known += usize::from(is_known);
        }
    }
    known * 2 >= all
}

/// Whether more than a title says something.
pub(super) fn is_described(reading: &Reading) -> bool {
    let mut others = reading.free_texts().filter(|read| !read.is_title());
    others.any(|read| read.hits.iter().any(|hit| hit.sense.says_something()))
}

/// Whether any text has one of the senses.
pub(super) fn names(reading: &Reading, senses: &[Sense]) -> bool {
    reading.free_texts().any(|read| read.hits.iter().any(|hit| senses.contains(&hit.sense)))
}

/// Whether a title has the sense.
pub(super) fn a_title_names(reading: &Reading, sense: Sense) -> bool {
    let mut titles = reading.free_texts().filter(|read| read.is_title());
    titles.any(|read| read.hits.iter().any(|hit| hit.sense == sense))
}
