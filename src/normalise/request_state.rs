//! How far an application for funding has come, from its words and dates.

use super::request_words;
use crate::domain::{ApprovalStage, Ending, RequestState, fold};

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

/// What the text says; `None` if no phrase of ours is in it.
pub(super) fn said(text: &str) -> Option<Said> {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let phrase = words.join(" ");
    if let Some((_, said)) = ANSWERS.iter().find(|(answer, _)| *answer == phrase) {
        return Some(*said);
    }
    let padded = format!(" {phrase} ");
    let known = PHRASES.iter().find(|(known, _)| padded.contains(&format!(" {known} ")));
    known.map(|(_, said)| *said).or_else(|| request_words::said(&phrase))
}

/// Which of its dates an application has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dated {
    pub(super) submitted: bool,
    pub(super) approved: bool,
    pub(super) claimed: bool,
}

/// The state by stage, status and dates. The first line that fits decides.
pub(super) fn state(stage: Option<Said>, status: Option<Said>, dated: Dated) -> RequestState {
    let said = [stage, status];
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

/// Answers that mean something only if nothing stands beside them.
const ANSWERS: &[(&str, Said)] = &[
    ("no", Said::NotStarted),
    ("n", Said::NotStarted),
    ("none", Said::NotStarted),
    ("false", Said::NotStarted),
    ("0", Said::NotStarted),
    ("n a", Said::NotStarted),
    ("na", Said::NotStarted),
    ("unknown", Said::NotStarted),
    ("tbd", Said::NotStarted),
    ("yes", Said::Applied(ApprovalStage::Submitted)),
    ("y", Said::Applied(ApprovalStage::Submitted)),
    ("true", Said::Applied(ApprovalStage::Submitted)),
    ("1", Said::Applied(ApprovalStage::Submitted)),
    ("claim", Said::Approved),
    ("duplicate", Said::Ended(Ending::Cancelled)),
];

/// Phrases and what they say; the first one in the text decides, so denials come before what they
/// deny. Stages and statuses of the Partner Funding Portal (AWS Partner Central guide, "Creating a
/// fund request") and of the AWS Benefits API, and what people write, in English and German.
const PHRASES: &[(&str, Said)] = &[
    ("terminated", Said::Ended(Ending::Terminated)),
    ("expired", Said::Ended(Ending::Expired)),
    ("abgelaufen", Said::Ended(Ending::Expired)),
    ("verfallen", Said::Ended(Ending::Expired)),
    ("cancelled", Said::Ended(Ending::Cancelled)),
    ("canceled", Said::Ended(Ending::Cancelled)),
    ("void", Said::Ended(Ending::Cancelled)),
    ("voided", Said::Ended(Ending::Cancelled)),
    ("duplicate of", Said::Ended(Ending::Cancelled)),
    ("withdrawn", Said::Ended(Ending::Cancelled)),
    ("storniert", Said::Ended(Ending::Cancelled)),
    ("zurückgezogen", Said::Ended(Ending::Cancelled)),
    ("not approved", Said::Rejected),
    ("rejected", Said::Rejected),
    ("declined", Said::Rejected),
    ("denied", Said::Rejected),
    ("refused", Said::Rejected),
    ("sent back", Said::Rejected),
    ("back to partner", Said::Rejected),
    ("returned", Said::Rejected),
    ("to be resubmitted", Said::Rejected),
    ("resubmit", Said::Rejected),
    ("nicht genehmigt", Said::Rejected),
    ("abgelehnt", Said::Rejected),
    ("zurückgewiesen", Said::Rejected),
    ("not started", Said::NotStarted),
    ("not yet started", Said::NotStarted),
    ("not applied", Said::NotStarted),
    ("not yet applied", Said::NotStarted),
    ("not requested", Said::NotStarted),
    ("not applicable", Said::NotStarted),
    ("not eligible", Said::NotStarted),
    ("not required", Said::NotStarted),
    ("not needed", Said::NotStarted),
    ("no application", Said::NotStarted),
    ("nicht beantragt", Said::NotStarted),
    ("nicht gestellt", Said::NotStarted),
    ("kein antrag", Said::NotStarted),
    ("claim not submitted", Said::Approved),
    ("claim not yet submitted", Said::Approved),
    ("claim to be submitted", Said::Approved),
    ("pending submission", Said::Prepared),
    ("not submitted", Said::Prepared),
    ("not yet submitted", Said::Prepared),
    ("to be submitted", Said::Prepared),
    ("to submit", Said::Prepared),
    ("ready for submission", Said::Prepared),
    ("being prepared", Said::Prepared),
    ("in preparation", Said::Prepared),
    ("preparing", Said::Prepared),
    ("prepared", Said::Prepared),
    ("planned", Said::Prepared),
    ("recalled", Said::Prepared),
    ("draft", Said::Prepared),
    ("nicht eingereicht", Said::Prepared),
    ("in vorbereitung", Said::Prepared),
    ("entwurf", Said::Prepared),
    ("created", Said::Created),
    ("angelegt", Said::Created),
    ("not claimed", Said::Approved),
    ("not yet claimed", Said::Approved),
    ("claim pending", Said::Approved),
    ("nicht abgerechnet", Said::Approved),
    ("claim submitted", Said::Claimed),
    ("cash claim", Said::Approved),
    ("paid", Said::Claimed),
    ("paid out", Said::Claimed),
    ("reimbursed", Said::Claimed),
    ("disbursed", Said::Claimed),
    ("claimed", Said::Claimed),
    ("completed", Said::Claimed),
    ("complete", Said::Claimed),
    ("fulfilled", Said::Claimed),
    ("abgerechnet", Said::Claimed),
    ("ausgezahlt", Said::Claimed),
    ("abgeschlossen", Said::Claimed),
    ("pre approval", Said::Approved),
    ("pre approved", Said::Approved),
    ("preapproved", Said::Approved),
    ("business approval", Said::Applied(ApprovalStage::Business)),
    ("finance approval", Said::Applied(ApprovalStage::Finance)),
    ("pending approval", Said::Applied(ApprovalStage::Submitted)),
    ("genehmigung ausstehend", Said::Applied(ApprovalStage::Submitted)),
    ("approved", Said::Approved),
    ("genehmigt", Said::Approved),
    ("bewilligt", Said::Approved),
    ("aws review", Said::Applied(ApprovalStage::Submitted)),
    ("tech approval", Said::Applied(ApprovalStage::Submitted)),
    ("technical approval", Said::Applied(ApprovalStage::Submitted)),
    ("in review", Said::Applied(ApprovalStage::Submitted)),
    ("under review", Said::Applied(ApprovalStage::Submitted)),
    ("action required", Said::Applied(ApprovalStage::ActionRequired)),
    ("awaiting approval", Said::Applied(ApprovalStage::Submitted)),
    ("approval pending", Said::Applied(ApprovalStage::Submitted)),
    ("waiting for aws", Said::Applied(ApprovalStage::Submitted)),
    ("with aws", Said::Applied(ApprovalStage::Submitted)),
    ("in prüfung", Said::Applied(ApprovalStage::Submitted)),
    ("eingereicht", Said::Applied(ApprovalStage::Submitted)),
    ("beantragt", Said::Applied(ApprovalStage::Submitted)),
    ("submitted", Said::Applied(ApprovalStage::Submitted)),
    ("resubmitted", Said::Applied(ApprovalStage::Submitted)),
    ("applied", Said::Applied(ApprovalStage::Submitted)),
    ("requested", Said::Applied(ApprovalStage::Submitted)),
    ("pending", Said::Applied(ApprovalStage::Submitted)),
    ("in progress", Said::UnderWay),
    ("in bearbeitung", Said::UnderWay),
    ("active", Said::UnderWay),
    ("open", Said::UnderWay),
];

#[cfg(test)]
mod tests {
    use super::*;

    const SUBMITTED: Dated = Dated { submitted: true, approved: false, claimed: false };
    const APPROVED: Dated = Dated { submitted: true, approved: true, claimed: false };
    const UNDATED: Dated = Dated { submitted: false, approved: false, claimed: false };

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
