//! What a sentence says that counts only beside the others of its deal: a half of a migration, a way elsewhere, what is over or
//! undecided.

use super::reading::ReadText;
use super::sentence::{Found, LEGACY, both};
use super::vocabulary::{Hit, Sense};

/// Words of a sentence that make a migration together with those of another: what is left, and that
/// the way leads to AWS.
pub(super) struct Halves {
    pub(super) legacy: Option<String>,
    pub(super) to_aws: Option<String>,
}

/// The halves of a migration that a sentence holds, if nothing in it speaks against one.
pub(super) fn halves(read: &ReadText, hits: &[Hit]) -> Halves {
    let found = Found { read, hits };
    if found.denial().is_some()
        || found.wrong_direction().is_some()
        || found.offers_a_service()
        || found.connects()
        || found.is_for_a_store()
    {
        return Halves { legacy: None, to_aws: None };
    }
    let other_cloud = found.first(&[Sense::OtherCloud]).filter(|_| found.has(&[Sense::General]));
    let legacy = found.first(LEGACY).or_else(|| found.leaving()).or(other_cloud);
    let will_run = found
        .longest(Sense::OnAws)
        .filter(|_| found.moving().is_some() || found.has(&[Sense::Ahead]));
    let moves = found
        .longest(Sense::NamesAws)
        .filter(|aws| !found.comes_from_it(aws))
        .filter(|_| found.moving().is_some() || legacy.is_none() && found.lists_machines());
    let to_ground = || found.way_to_ground();
    let to_aws = found.longest(Sense::ToAws).or(will_run).or(moves).or_else(to_ground);
    Halves {
        legacy: legacy.map(|hit| found.quote(hit)),
        to_aws: to_aws.map(|hit| found.quote(hit)),
    }
}

/// The words that say that nobody has decided yet, unless about mailboxes or the like.
pub(super) fn undecided(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let undecided = found.longest(Sense::Undecided)?;
    (!found.has(&[Sense::ObjectElsewhere])).then(|| found.quote(undecided))
}

/// The words that rule out that anything follows the study: "report only".
pub(super) fn study_only(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    found.study_only().map(|only| found.quote(only))
}

/// Where a sentence leads, if not to AWS: "the customer goes to Ascenty".
pub(super) fn way_elsewhere(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let way = found.wrong_direction().or_else(|| found.way_to_a_name());
    way.filter(|_| !found.names_aws()).map(|way| found.quote(way))
}

/// "The migration was finished in May": that of which the other texts speak, if the sentence says no more of it.
pub(super) fn is_over(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let migration = found.longest(Sense::General)?;
    // "The phase 1 migration is done"
    let is_a_part = |hit: &Hit| hit.sense == Sense::Ordinal && hit.start < migration.end;
    let is_bare = !found.names_system()
        && !found.names_aws()
        && found.object(migration).is_none()
        && !found.has(&[Sense::OtherCloud, Sense::Stage])
        && !hits.iter().any(is_a_part);
    let is_done = |by: &Hit| by.sense != Sense::PastOrDenied || !found.has(&[Sense::Negation]);
    found.denial().filter(is_done).filter(|_| is_bare).map(|by| found.quote(both(migration, by)))
}

/// Where a sentence that names no AWS goes: "120 servers to Azure".
pub(super) fn goes_elsewhere(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    found.wrong_direction().filter(|_| !found.names_aws()).map(|way| found.quote(way))
}

/// Whether it says of something that it is left.
pub(super) fn leaves(read: &ReadText, hits: &[Hit]) -> bool {
    Found { read, hits }.leaving().is_some()
}
