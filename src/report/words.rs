//! The words of the tables, written for people: `looks_eligible` is "Looks eligible".

use crate::domain::{
    Application, ApprovalStage, Capture, Ending, FundingData, LinkMethod, Money, PhaseState,
    RequestState, Severity, Window, grouped,
};
pub(super) use crate::domain::{counted, sentence_case};
use crate::portfolio::RollUp;

use super::sheet::{Cell, Tone};

/// A rule's name as a title: `not-in-ace` is "Not in ACE".
pub(super) fn rule_title(name: &str) -> String {
    let words = name.split('-').map(|word| match word {
        "ace" | "arr" | "aws" | "crm" | "map" | "mdf" | "pdm" => word.to_uppercase(),
        _ => word.to_owned(),
    });
    sentence_case(&words.collect::<Vec<_>>().join(" "))
}

/// What is open although there are no findings: money that is lost, or not asked for, and deals that nobody could judge.
/// Empty if nothing is.
pub(super) fn open_without_findings(totals: &RollUp) -> String {
    let of = |capture: Capture, before: &str, behind: &str| {
        let deals = totals.capture(capture).deals;
        (deals > 0).then(|| format!("{before}{} {behind}", counted(deals, "deal")))
    };
    let parts = [
        of(Capture::Lost, "the money of ", "is lost"),
        of(Capture::Recoverable, "", "not applied for"),
        of(Capture::CannotTell, "", "could not be judged"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What fund requests ask for that stands in no sum: "EUR 30,000, 500 of no stated currency". Empty if nothing.
pub(super) fn requested_without_rate(totals: &RollUp) -> String {
    let sums = totals.requested.without_rate.iter();
    let told = sums.map(|(currency, amount)| {
        let money = Money { amount: *amount, currency: *currency };
        if currency.is_some() {
            money.to_string()
        } else {
            format!("{money} of no stated currency")
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// How many deals have to apply soon, and how many claims of approved money are due or overdue.
pub(super) fn closing_windows(totals: &RollUp, closing_days: i64) -> String {
    let closing = match totals.window(Some(Window::Closing)).deals {
        0 => "no window is".to_owned(),
        1 => "1 window is".to_owned(),
        many => format!("{} windows are", grouped(many.into())),
    };
    let is = |count: u64| if count == 1 { "is" } else { "are" };
    let due = totals.claims.due;
    let mut claims = Vec::new();
    if due > 0 {
        let many = counted(due, "claim");
        claims.push(format!("{many} {} due within {closing_days} days", is(due)));
    }
    let overdue = totals.claims.overdue;
    if overdue > 0 {
        let many = if due > 0 { grouped(overdue.into()) } else { counted(overdue, "claim") };
        claims.push(format!("{many} {} overdue", is(overdue)));
    }
    let claims = if claims.is_empty() { String::new() } else { format!("; {}", claims.join(", ")) };
    format!("{closing} closing (last day to apply within {closing_days} days or just past){claims}")
}

/// The application, in AWS's words for the stages of a request.
pub(super) fn application(application: Application) -> &'static str {
    match application {
        Application::NoData => "No data",
        Application::None => "None",
        Application::Elsewhere => "Funded elsewhere",
        Application::Request(state) => request(state),
    }
}

fn request(state: RequestState) -> &'static str {
    match state {
        RequestState::Ended(Ending::Cancelled) => "Cancelled",
        RequestState::Ended(Ending::Terminated) => "Terminated",
        RequestState::Ended(Ending::Expired) => "Expired",
        RequestState::Rejected => "Rejected",
        RequestState::Prepared => "Created",
        RequestState::Unclear => "Unclear",
        RequestState::Applied(ApprovalStage::Submitted) => "Submitted",
        RequestState::Applied(ApprovalStage::Business) => "Business Approval",
        RequestState::Applied(ApprovalStage::Finance) => "Finance Approval",
        RequestState::Applied(ApprovalStage::ActionRequired) => "Action Required",
        RequestState::Approved => "Cash Claim",
        RequestState::Claimed => "Completed",
    }
}

/// How a link was found.
pub(super) fn link_method(method: LinkMethod) -> &'static str {
    match method {
        LinkMethod::AceIdInCrm => "ACE id in the CRM",
        LinkMethod::CrmIdInAce => "CRM id in ACE",
        LinkMethod::Linkage => "Content of both",
        LinkMethod::Decision => "A person's decision",
    }
}

/// Where applications are known from.
pub(super) fn funding(funding: FundingData) -> &'static str {
    match funding {
        FundingData::File => "the fund request list",
        FundingData::CrmColumns => "the MAP columns of the CRM export",
        FundingData::Absent => {
            "nowhere: neither a fund request list nor MAP columns in the CRM export were given"
        }
    }
}

/// A severity as a coloured word.
pub(super) fn severity_cell(of: Option<Severity>) -> Cell {
    of.map_or(Cell::Blank, |of| {
        let tone = match of {
            Severity::Critical => Tone::Critical,
            Severity::High => Tone::High,
            Severity::Medium => Tone::Medium,
            Severity::Low => Tone::Low,
        };
        Cell::word(of.label(), tone)
    })
}

/// A window as a styled word.
pub(super) fn window_cell(of: Option<Window>) -> Cell {
    of.map_or(Cell::Blank, |of| Cell::word(of.label(), window_tone(of)))
}

/// A phase's state as a styled word.
pub(super) fn phase_cell(state: PhaseState) -> Cell {
    match (state, state.window()) {
        (PhaseState::NotApplicable, _) => Cell::word("– n/a", Tone::Muted),
        (_, Some(of)) => Cell::word(sentence_case(state.name()), window_tone(of)),
        (_, None) => Cell::word(sentence_case(state.name()), Tone::Plain),
    }
}

fn window_tone(of: Window) -> Tone {
    match of {
        Window::Closing => Tone::Closing,
        Window::Open => Tone::Plain,
        Window::Unknown => Tone::Unknown,
        Window::Closed => Tone::Muted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_titles_spell_abbreviations_in_capitals() {
        assert_eq!(rule_title("not-in-ace"), "Not in ACE");
        assert_eq!(rule_title("arr-missing"), "ARR missing");
    }

    #[test]
    fn claims_that_wait_follow_the_windows_that_close() {
        let of = |due, overdue| {
            let audit = crate::portfolio::testing::audit();
            let mut totals = crate::portfolio::Portfolio::new(&audit).totals;
            totals.claims = crate::portfolio::ClaimTally { due, overdue };
            let told = closing_windows(&totals, 30);
            told.split_once("just past)").unwrap().1.to_owned()
        };
        assert_eq!(of(0, 0), "");
        assert_eq!(of(1, 0), "; 1 claim is due within 30 days");
        assert_eq!(of(2, 1), "; 2 claims are due within 30 days, 1 is overdue");
        assert_eq!(of(0, 2), "; 2 claims are overdue");
    }

    #[test]
    fn every_state_of_a_request_has_its_own_word() {
        let states = [
            RequestState::Ended(Ending::Cancelled),
            RequestState::Ended(Ending::Terminated),
            RequestState::Ended(Ending::Expired),
            RequestState::Rejected,
            RequestState::Prepared,
            RequestState::Unclear,
            RequestState::Applied(ApprovalStage::Submitted),
            RequestState::Applied(ApprovalStage::Business),
            RequestState::Applied(ApprovalStage::Finance),
            RequestState::Applied(ApprovalStage::ActionRequired),
            RequestState::Approved,
            RequestState::Claimed,
            RequestState::Unclear,
        ];
        for state in states {
            let name = request(state).to_lowercase().replace(' ', "_");
            assert_eq!(name, state.name());
        }
    }
}
