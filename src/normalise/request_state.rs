//! How far an application for funding has come, from its words and dates.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match};

use super::request_words::{ANSWERS, PHRASES, PHRASES_OF_OTHERS};
use crate::domain::{ApprovalStage, Ending, RequestState, fold, is_denied, is_past_or_near, words};

/// What a stage or status of an application says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// There is no application.
    NotStarted,
    /// Created: not submitted yet, or sent back.
    Created,
    /// Being prepared.
    Prepared,
    /// Active or in progress: under way, if it was submitted.
    UnderWay,
    /// Waits for a decision.
    Applied(ApprovalStage),
    /// Approved, the claim not completed.
    Approved,
    /// Completed, or the claim made.
    Claimed,
    /// Rejected.
    Rejected,
    /// Over without money.
    Ended(Ending),
    /// Something that no list knows.
    Unknown,
}

/// What a cell of its own says; `None` if it is blank.
pub(super) fn said_in(text: Option<&str>) -> Option<Said> {
    text.map(|text| said(text).unwrap_or(Said::Unknown))
}

/// What the text says; `None` if no phrase of ours is in it but such as are denied or were so once, or if it says two
/// things: `Approved, not started`.
pub(super) fn said(text: &str) -> Option<Said> {
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).collect();
    let phrase = words.join(" ");
    if let Some((_, said)) = ANSWERS.iter().find(|(answer, _)| *answer == phrase) {
        return Some(*said);
    }
    let said = said_by_phrases(&phrase);
    let says = |is_such: fn(&Said) -> bool| said.iter().any(is_such);
    let is_to_come = says(|said| matches!(said, Said::NotStarted | Said::Created | Said::Prepared));
    let is_over = says(|said| matches!(said, Said::Rejected | Said::Ended(_)));
    let is_granted = says(|said| matches!(said, Said::Approved | Said::Claimed));
    let is_waiting = says(|said| matches!(said, Said::Applied(_)));
    let is_claimed = says(|said| *said == Said::Claimed);
    let contradicts_itself =
        is_granted && (is_to_come || is_over) || is_waiting && (is_to_come || is_claimed);
    if contradicts_itself { None } else { said.first().copied() }
}

/// What the phrases in the words say, in the order of the lists, without those that are a part of a longer one.
fn said_by_phrases(words: &str) -> Vec<Said> {
    let padded = format!(" {words} ");
    let is_meant = |place: usize| {
        let before: Vec<&str> = padded[..place].split_whitespace().collect();
        !is_denied(&before) && !is_past_or_near(&before)
    };
    let found = PADDED_PHRASES.find_overlapping_iter(&padded);
    let mut meant: Vec<_> = found.filter(|phrase| is_meant(phrase.start())).collect();
    meant.sort_by_key(Match::pattern);
    let is_part = |part: &Match| {
        meant.iter().any(|longer| {
            longer.len() > part.len()
                && longer.start() <= part.start()
                && part.end() <= longer.end()
        })
    };
    let whole = meant.iter().filter(|phrase| !is_part(phrase));
    whole.filter_map(|phrase| phrases().nth(phrase.pattern().as_usize())).map(|it| it.1).collect()
}

fn phrases() -> impl Iterator<Item = &'static (&'static str, Said)> {
    PHRASES.iter().chain(PHRASES_OF_OTHERS)
}

/// Finds the phrases between blanks: as whole words.
static PADDED_PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(phrases().map(|(phrase, _)| format!(" {phrase} ")))
        .expect("a few hundred phrases are not too many")
});

/// Which of its dates an application has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dated {
    pub(super) submitted: bool,
    pub(super) approved: bool,
    pub(super) claimed: bool,
}

/// The state by stage, status and dates. The first line that fits decides. That nothing was begun counts only where
/// nothing else says otherwise: `Cash Claim` beside a status `N/A`.
pub(super) fn state(stage: Option<Said>, status: Option<Said>, dated: Dated) -> RequestState {
    let has_date = dated.submitted || dated.approved || dated.claimed;
    let without_not_started = |said: Option<Said>, other: Option<Said>| {
        let is_outweighed = has_date || other.is_some_and(|other| other != Said::NotStarted);
        said.filter(|said| *said != Said::NotStarted || !is_outweighed)
    };
    let said = [without_not_started(stage, status), without_not_started(status, stage)];
    let says = |wanted| said.contains(&Some(wanted));
    let ending = said.into_iter().flatten().find_map(|said| match said {
        Said::Ended(ending) => Some(ending),
        _ => None,
    });
    let waiting = said.into_iter().flatten().filter_map(|said| match said {
        Said::Applied(stage) => Some(stage),
        _ => None,
    });
    match (ending, waiting.max()) {
        (Some(ending), _) => RequestState::Ended(ending),
        _ if says(Said::Rejected) => RequestState::Rejected,
        // AWS sends a rejected request back to Created.
        _ if says(Said::Created) && dated.submitted => RequestState::Rejected,
        _ if says(Said::Created) || says(Said::Prepared) || says(Said::NotStarted) => {
            RequestState::Prepared
        }
        _ if says(Said::Claimed) || dated.claimed => RequestState::Claimed,
        _ if says(Said::Approved) || dated.approved => RequestState::Approved,
        (None, Some(stage)) => RequestState::Applied(stage),
        // It may say that the request is over, or put off.
        _ if says(Said::Unknown) => RequestState::Unclear,
        _ if dated.submitted => RequestState::Applied(ApprovalStage::Submitted),
        _ if says(Said::UnderWay) => RequestState::Prepared,
        _ => RequestState::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBMITTED: Dated = Dated { submitted: true, approved: false, claimed: false };
    const APPROVED: Dated = Dated { submitted: true, approved: true, claimed: false };
    const UNDATED: Dated = Dated { submitted: false, approved: false, claimed: false };

    #[test]
    fn what_is_denied_is_not_so() {
        let applied = Some(Said::Applied(ApprovalStage::Submitted));
        for (text, expected) in [
            ("Not yet approved", applied),
            ("To be approved by the PDM", applied),
            ("Not approved", Some(Said::Rejected)),
            ("Noch nicht genehmigt", applied),
            ("Not yet paid - submitted on 3 May", applied),
            ("Never approved", None),
            ("No longer approved", None),
            ("pas encore approuvé", None),
            ("Not paid yet", None),
            ("Not completed", None),
            ("Awaiting completed forms", None),
            ("Not terminated", None),
            ("Wird eingereicht", None),
            ("Claim not paid", Some(Said::Approved)),
            ("To be claimed", Some(Said::Approved)),
            ("Not yet requested", Some(Said::NotStarted)),
            ("Will be submitted", Some(Said::Prepared)),
            ("Request no. 12 approved", Some(Said::Approved)),
            ("Not approved in May, approved in June", None),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_so_once_is_not_so_now_and_two_things_at_once_say_neither() {
        let applied = Some(Said::Applied(ApprovalStage::Submitted));
        let action_required = Some(Said::Applied(ApprovalStage::ActionRequired));
        for (text, expected) in [
            ("Approved (previously rejected)", Some(Said::Approved)),
            ("Was rejected, now approved", Some(Said::Approved)),
            ("Resubmitted after it was rejected", applied),
            ("Re-submitted (declined in May)", applied),
            ("Submitted 3 May, approved 2 June", Some(Said::Approved)),
            ("Submitted 3 May, rejected 12 May", Some(Said::Rejected)),
            ("Rejected in Q1 - approved 2026-08", None),
            ("Approved, not started", None),
            ("Approved - not yet started", None),
            ("Approved, planned for Mobilize", None),
            ("Draft - approved by PDM", None),
            ("Draft 3 May, submitted 5 May", None),
            ("Approved; PoE returned", None),
            ("Created by Ann; approved", None),
            ("Complete application", None),
            ("Complete", Some(Said::Claimed)),
            ("Completed by partner, in review", None),
            ("More info requested", action_required),
            ("AWS requested changes", action_required),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn stage_status_and_dates_decide_in_this_order() {
        use ApprovalStage::{ActionRequired, Business, Finance, Submitted};
        use RequestState::{Applied, Approved, Claimed, Ended, Prepared, Rejected, Unclear};
        for (stage, status, dated, expected) in [
            ("Completed", "Expired", APPROVED, Ended(Ending::Expired)),
            ("Cash Claim", "Terminated", APPROVED, Ended(Ending::Terminated)),
            ("", "CANCELED", SUBMITTED, Ended(Ending::Cancelled)),
            ("Business Approval", "Void", SUBMITTED, Ended(Ending::Cancelled)),
            ("Duplicate", "", SUBMITTED, Ended(Ending::Cancelled)),
            ("", "Deferred", SUBMITTED, Unclear),
            ("In progress", "Deferred", SUBMITTED, Unclear),
            ("Business Approval", "Deferred", SUBMITTED, Applied(Business)),
            ("", "Deferred", APPROVED, Approved),
            ("Business Approval", "Rejected", SUBMITTED, Rejected),
            ("Created", "Active", SUBMITTED, Rejected),
            ("Created", "Active", UNDATED, Prepared),
            ("Created", "Pending", UNDATED, Prepared),
            ("", "PENDING_SUBMISSION", UNDATED, Prepared),
            ("Not started", "", UNDATED, Prepared),
            ("Not started", "N/A", UNDATED, Prepared),
            ("Cash Claim", "N/A", UNDATED, Approved),
            ("Cash Claim", "Not started", APPROVED, Approved),
            ("Completed", "none", APPROVED, Claimed),
            ("Business Approval", "not applicable", SUBMITTED, Applied(Business)),
            ("Finance Approval", "No", UNDATED, Applied(Finance)),
            ("Business Approval", "0", UNDATED, Applied(Business)),
            ("", "N/A", SUBMITTED, Applied(Submitted)),
            ("", "In progress", UNDATED, Prepared),
            ("", "In progress", SUBMITTED, Applied(Submitted)),
            ("Completed", "Active", APPROVED, Claimed),
            ("Cash Claim", "Completed", APPROVED, Claimed),
            ("Cash Claim", "Pending", SUBMITTED, Approved),
            ("Pre-Approval", "Active", SUBMITTED, Approved),
            ("Business Approval", "Active", APPROVED, Approved),
            ("Business Approval", "Pending", SUBMITTED, Applied(Business)),
            ("Finance Approval", "Active", UNDATED, Applied(Finance)),
            ("Tech Approval", "Active", SUBMITTED, Applied(Submitted)),
            ("", "ACTION_REQUIRED", UNDATED, Applied(ActionRequired)),
            ("Business Approval", "Action Required", SUBMITTED, Applied(ActionRequired)),
            ("Cash Claim", "Action Required", APPROVED, Approved),
            ("", "Active", SUBMITTED, Applied(Submitted)),
            ("", "", APPROVED, Approved),
            ("", "", SUBMITTED, Applied(Submitted)),
            ("", "", UNDATED, Unclear),
        ] {
            let said = |text: &str| said_in((!text.is_empty()).then_some(text));
            assert_eq!(state(said(stage), said(status), dated), expected, "{stage} / {status}");
        }
    }

    #[test]
    fn a_made_claim_is_claimed() {
        let dated = Dated { claimed: true, ..APPROVED };
        assert_eq!(state(said("Cash Claim"), None, dated), RequestState::Claimed);
    }

    #[test]
    fn words_between_others_are_found_and_denials_are_heard() {
        for (text, expected) in [
            ("Submitted to AWS 2026-09", Said::Applied(ApprovalStage::Submitted)),
            ("Not yet submitted", Said::Prepared),
            ("AWS: not approved", Said::Rejected),
            ("Approval pending at AWS", Said::Applied(ApprovalStage::Submitted)),
            ("approved, not claimed yet", Said::Approved),
            ("Approved - claim not submitted", Said::Approved),
            ("Approved - claim submitted 20 Sep", Said::Claimed),
            ("Back to partner", Said::Rejected),
            ("Please resubmit", Said::Rejected),
            ("Resubmitted", Said::Applied(ApprovalStage::Submitted)),
            ("Eingereicht, in Prüfung bei AWS", Said::Applied(ApprovalStage::Submitted)),
            ("Noch nicht eingereicht", Said::Prepared),
            ("Genehmigt", Said::Approved),
            ("Nicht genehmigt", Said::Rejected),
            ("FULFILLED", Said::Claimed),
            ("Yes", Said::Applied(ApprovalStage::Submitted)),
            ("N/A", Said::NotStarted),
        ] {
            assert_eq!(said(text), Some(expected), "{text}");
        }
        for text in ["no answer from Jane", "discussed with PDM", "unapproved", "INACTIVE", "", "?"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
