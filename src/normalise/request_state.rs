//! How far an application for funding has come, from its words and dates.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match};
use chrono::NaiveDate;

use super::request_words::{ANSWERS, PHRASES, PHRASES_OF_OTHERS};
use crate::domain::{
    ApprovalStage, Ending, RequestState, fold, is_denied, is_past_or_near, is_spoken, words,
};

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
/// things: `Approved, not started`, or asks: `Approved?`, or an approval was spoken only: `Approved (verbal)`.
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
    let is_open = text.contains(['?', '？'])
        || words.iter().any(|word| is_spoken(word))
        || [" a voce", " to be confirmed", " tbc"].iter().any(|it| phrase.ends_with(it));
    let contradicts_itself = is_granted && (is_to_come || is_over || is_open)
        || is_waiting && (is_to_come || is_claimed);
    if contradicts_itself { None } else { said.first().copied() }
}

/// What the phrases in the words say, in the order of the lists, without those that are a part of a longer one.
fn said_by_phrases(words: &str) -> Vec<Said> {
    let padded = format!(" {words} ");
    let is_meant = |phrase: &Match| {
        let before: Vec<&str> = padded[..phrase.start()].split_whitespace().collect();
        !is_denied(&before)
            && !is_past_or_near(&before)
            && !is_by_customer(before.iter().copied().skip(before.len().saturating_sub(3)))
            && !is_by_customer(padded[phrase.end()..].split_whitespace().take(3))
    };
    let found = PADDED_PHRASES.find_overlapping_iter(&padded);
    let mut meant: Vec<_> = found.filter(is_meant).collect();
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

/// Whether these words, which stand beside what was done, say that the customer did it: it is nothing then that AWS said or
/// was told. `Declined by customer`, `vom Kunden abgelehnt`.
fn is_by_customer<'a>(beside: impl Iterator<Item = &'a str>) -> bool {
    const BY: [&str; 9] = ["by", "from", "von", "vom", "par", "por", "da", "dal", "door"];
    const CUSTOMERS: [&str; 6] = ["customer", "client", "kunde", "kunden", "cliente", "klant"];
    let mut behind = beside.skip_while(|word| !BY.contains(word));
    behind.any(|word| CUSTOMERS.contains(&word))
}

fn phrases() -> impl Iterator<Item = &'static (&'static str, Said)> {
    PHRASES.iter().chain(PHRASES_OF_OTHERS)
}

/// Finds the phrases between blanks: as whole words.
static PADDED_PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(phrases().map(|(phrase, _)| format!(" {phrase} ")))
        .expect("a few hundred phrases are not too many")
});

/// How far an application has come by its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dated {
    /// It has none.
    Never,
    /// They lie ahead: partners keep what they plan in the same lists.
    Planned,
    Submitted,
    Approved,
    Claimed,
}

impl Dated {
    /// By the days of submission, approval and claim. `as_of` is `None` if the day of the audit is not known; no day lies
    /// ahead then.
    pub(super) fn new(days: [Option<NaiveDate>; 3], as_of: Option<NaiveDate>) -> Dated {
        let states = [Dated::Submitted, Dated::Approved, Dated::Claimed];
        let reached = states.into_iter().zip(days).filter_map(|(state, day)| {
            Some(if lies_ahead(day?, as_of) { Dated::Planned } else { state })
        });
        reached.max().unwrap_or(Dated::Never)
    }
}

/// Whether the day lies behind that of the audit, if that is known.
pub(super) fn lies_ahead(day: NaiveDate, as_of: Option<NaiveDate>) -> bool {
    as_of.is_some_and(|as_of| day > as_of)
}

/// The state by stage, status and dates. The first line that fits decides. That nothing was begun counts only where
/// nothing else says otherwise: `Cash Claim` beside a status `N/A`.
pub(super) fn state(stage: Option<Said>, status: Option<Said>, dated: Dated) -> RequestState {
    let without_not_started = |said: Option<Said>, other: Option<Said>| {
        let is_outweighed =
            dated >= Dated::Submitted || other.is_some_and(|other| other != Said::NotStarted);
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
        _ if says(Said::Created) && dated >= Dated::Submitted => RequestState::Rejected,
        _ if says(Said::Created) || says(Said::Prepared) || says(Said::NotStarted) => {
            RequestState::Prepared
        }
        _ if says(Said::Claimed) || dated == Dated::Claimed => RequestState::Claimed,
        _ if says(Said::Approved) || dated == Dated::Approved => RequestState::Approved,
        (None, Some(stage)) => RequestState::Applied(stage),
        // It may say that the request is over, or put off.
        _ if says(Said::Unknown) => RequestState::Unclear,
        _ if dated == Dated::Submitted => RequestState::Applied(ApprovalStage::Submitted),
        _ if says(Said::UnderWay) || dated == Dated::Planned => RequestState::Prepared,
        _ => RequestState::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_behind_that_of_the_audit_is_planned_and_not_done() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 10, day);
        let state_of = |dates| state(None, None, Dated::new(dates, day(1)));
        let applied = RequestState::Applied(ApprovalStage::Submitted);
        assert_eq!(state_of([day(1), None, None]), applied);
        assert_eq!(state_of([day(2), None, None]), RequestState::Prepared);
        assert_eq!(state_of([day(1), day(2), None]), applied);
        assert_eq!(state_of([day(1), day(1), day(2)]), RequestState::Approved);
        let unknown = Dated::new([day(2), None, None], None);
        assert_eq!(state(None, None, unknown), applied, "as of no day");
    }

    #[test]
    fn what_the_customer_asked_for_or_declined_says_nothing_of_an_application() {
        for text in [
            "Requested by customer",
            "Declined by the client",
            "Vom Kunden abgelehnt",
            "Rejeté par le client",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(said("Approved by AWS, requested by customer"), Some(Said::Approved));
        assert_eq!(said("Requested by partner"), said("Requested"));
    }

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
            ("Completed", "Expired", Dated::Approved, Ended(Ending::Expired)),
            ("Cash Claim", "Terminated", Dated::Approved, Ended(Ending::Terminated)),
            ("", "CANCELED", Dated::Submitted, Ended(Ending::Cancelled)),
            ("Business Approval", "Void", Dated::Submitted, Ended(Ending::Cancelled)),
            ("Duplicate", "", Dated::Submitted, Ended(Ending::Cancelled)),
            ("", "Deferred", Dated::Submitted, Unclear),
            ("In progress", "Deferred", Dated::Submitted, Unclear),
            ("Business Approval", "Deferred", Dated::Submitted, Applied(Business)),
            ("", "Deferred", Dated::Approved, Approved),
            ("Business Approval", "Rejected", Dated::Submitted, Rejected),
            ("Created", "Active", Dated::Submitted, Rejected),
            ("Created", "Active", Dated::Never, Prepared),
            ("Created", "Pending", Dated::Never, Prepared),
            ("", "PENDING_SUBMISSION", Dated::Never, Prepared),
            ("Not started", "", Dated::Never, Prepared),
            ("Not started", "N/A", Dated::Never, Prepared),
            ("Cash Claim", "N/A", Dated::Never, Approved),
            ("Cash Claim", "Not started", Dated::Approved, Approved),
            ("Completed", "none", Dated::Approved, Claimed),
            ("Business Approval", "not applicable", Dated::Submitted, Applied(Business)),
            ("Finance Approval", "No", Dated::Never, Applied(Finance)),
            ("Business Approval", "0", Dated::Never, Applied(Business)),
            ("", "N/A", Dated::Submitted, Applied(Submitted)),
            ("", "In progress", Dated::Never, Prepared),
            ("", "In progress", Dated::Submitted, Applied(Submitted)),
            ("Completed", "Active", Dated::Approved, Claimed),
            ("Cash Claim", "Completed", Dated::Approved, Claimed),
            ("Cash Claim", "Pending", Dated::Submitted, Approved),
            ("Pre-Approval", "Active", Dated::Submitted, Approved),
            ("Business Approval", "Active", Dated::Approved, Approved),
            ("Business Approval", "Pending", Dated::Submitted, Applied(Business)),
            ("Finance Approval", "Active", Dated::Never, Applied(Finance)),
            ("Tech Approval", "Active", Dated::Submitted, Applied(Submitted)),
            ("", "ACTION_REQUIRED", Dated::Never, Applied(ActionRequired)),
            ("Business Approval", "Action Required", Dated::Submitted, Applied(ActionRequired)),
            ("Cash Claim", "Action Required", Dated::Approved, Approved),
            ("", "Active", Dated::Submitted, Applied(Submitted)),
            ("", "", Dated::Approved, Approved),
            ("", "", Dated::Submitted, Applied(Submitted)),
            ("", "", Dated::Never, Unclear),
        ] {
            let said = |text: &str| said_in((!text.is_empty()).then_some(text));
            assert_eq!(state(said(stage), said(status), dated), expected, "{stage} / {status}");
        }
    }

    #[test]
    fn a_made_claim_is_claimed() {
        let dated = Dated::Claimed;
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

    #[test]
    fn an_approval_that_somebody_doubts_or_has_by_word_of_mouth_is_none() {
        for text in ["Approved?", "Genehmigt ?", "Verbally approved", "Mündlich genehmigt"] {
            assert_eq!(said(text), None, "{text}");
        }
        let applied = Some(Said::Applied(ApprovalStage::Submitted));
        assert_eq!(said("Approved in principle"), applied);
    }
}
