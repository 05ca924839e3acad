//! What is asked of all free texts of a deal at once.

use super::hints::study_only;
use super::reading::{ReadText, Reading};
use super::vocabulary::{Hit, Sense};
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
