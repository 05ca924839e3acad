//! Why a deal's money leaks: its first blocker, so that each deal is counted once.

use crate::domain::{
    Application, Capture, Finding, FixIn, FundRequest, PlannedStart, RequestState, ScreenedDeal,
    Screening, Verdict, Window,
};

/// A reason why money leaks, and the findings that show it.
#[derive(Debug, PartialEq, Eq)]
pub struct MainReason {
    /// For people, in plain words.
    pub label: &'static str,
    /// The codes of its findings, the most telling first.
    pub codes: &'static [&'static str],
    /// What shows it without a finding.
    pub unsaid: Option<Unsaid>,
}

/// What blocks money although no rule speaks of it, because a request is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// A phase that can still be applied for: the live request is for another one.
    Ahead(Window),
    /// A phase that can be applied for, and nothing tells whether anybody has.
    PerhapsAhead,
    /// AWS has not decided on an application that came after the start of the work.
    LateApplication,
}

const fn reason(label: &'static str, codes: &'static [&'static str]) -> MainReason {
    MainReason { label, codes, unsaid: None }
}

/// The reasons, what blocks first standing first (our choice: nothing later can be mended before it).
pub const MAIN_REASONS: &[MainReason] = &[
    reason("Not in ACE", &["ATT001", "ATT006"]),
    reason("Match to be decided", &["ATT008", "ATT007", "ATT009"]),
    reason("In ACE, but not accepted by AWS", &["ATT003", "ATT004", "ATT005"]),
    reason("In ACE, but not marked as MAP", &["ATT002"]),
    reason("No AWS revenue stated", &["ARR001"]),
    reason("AWS revenue not in ACE", &["ARR002"]),
    MainReason {
        unsaid: Some(Unsaid::LateApplication),
        ..reason("Too late or started", &["TIM001", "TIM008", "TIM004"])
    },
    reason("Start not known", &["TIM005"]),
    MainReason {
        unsaid: Some(Unsaid::Ahead(Window::Closing)),
        ..reason("Time to apply runs out", &["TIM002", "TIM003"])
    },
    reason("AWS revenue unclear", &["ARR003", "ARR004"]),
    reason("PDM not informed", &["APP002"]),
    reason("No application", &["APP001"]),
    reason("Application to be corrected", &["APP005", "APP006"]),
    reason("Claim due or overdue", &["APP008", "APP007", "APP009"]),
    MainReason { unsaid: Some(Unsaid::PerhapsAhead), ..reason("Application not known", &[]) },
    MainReason {
        unsaid: Some(Unsaid::Ahead(Window::Open)),
        ..reason("Next phase not applied for", &[])
    },
    reason("Phase missed", &["TIM007"]),
    OTHER,
];

/// The reason of deals whose findings block nothing by themselves.
const OTHER: MainReason = reason(SMALLER_GAPS, &[]);

/// The label of what blocks nothing by itself.
pub const SMALLER_GAPS: &str = "Smaller gaps";

/// The first blocker of a deal's money, with the finding among its open ones that shows it: the severest of its kind.
/// `None` if nothing is missing. Of a deal that `has_waivers` nobody is told to apply without a finding: that may be just
/// what a person decided not to do.
pub fn main_reason<'a>(
    deal: &ScreenedDeal,
    findings: &[&'a Finding],
    has_waivers: bool,
) -> Option<(&'static MainReason, Option<&'a Finding>)> {
    let screening = &deal.screening;
    let window = screening.window.filter(|window| match screening.capture {
        _ if has_waivers => false,
        Capture::Recoverable => true,
        // Another phase is applied for, and there is time.
        Capture::InFlight => *window == Window::Closing,
        Capture::CannotTell => is_unanswered(screening),
        Capture::Captured | Capture::Lost | Capture::NotApplicable => false,
    });
    let ahead = window.map(|window| match window {
        Window::Open if is_unanswered(screening) => Unsaid::PerhapsAhead,
        window => Unsaid::Ahead(window),
    });
    let is_late = !has_waivers && late_application(deal).is_some();
    let unsaid = [ahead, is_late.then_some(Unsaid::LateApplication)];
    for reason in MAIN_REASONS {
        let of_code = |code: &&str| findings.iter().find(|finding| finding.code == *code);
        if let Some(finding) = reason.codes.iter().find_map(of_code) {
            return Some((reason, Some(finding)));
        }
        if reason.unsaid.is_some() && unsaid.contains(&reason.unsaid) {
            return Some((reason, None));
        }
    }
    // What nobody can mend is no next action while anything else is.
    let rank = |finding: &&&Finding| (finding.severity, finding.evidence.fix_in == FixIn::Nobody);
    let severest = findings.iter().min_by_key(rank)?;
    Some((&OTHER, Some(severest)))
}

/// Whether MAP money may be asked for, and no export tells whether anybody did: AWS exports no requests.
fn is_unanswered(screening: &Screening) -> bool {
    screening.application == Application::NoData && screening.verdict == Verdict::LooksEligible
}

/// An application that waits for AWS's decision and came after a firm start of the work, with that start.
fn late_application(deal: &ScreenedDeal) -> Option<(&FundRequest, PlannedStart)> {
    let requests = deal.deal.requests.iter().filter(|request| request.is_map());
    let undecided = requests.filter(|it| matches!(it.state, RequestState::Applied(_)));
    let begun = |request: &FundRequest| request.begun_before(&deal.screening.phases);
    undecided
        .filter_map(|request| Some((request, begun(request)?)))
        .find(|(_, start)| deal.screening.verdict.is_judged() && !start.basis.is_weak())
}

/// How to get at the money that no finding speaks of, as an instruction; `None` if there is none.
pub fn next_application(deal: &ScreenedDeal) -> Option<String> {
    let screening = &deal.screening;
    let applied_for = match (deal.deal.ace(), deal.deal.crm()) {
        (Some(ace), _) => ace.id.to_string(),
        (None, Some(crm)) if crm.id.is_weak() => format!("the deal in {}", crm.at.in_words()),
        (None, Some(crm)) => format!("deal {}", crm.id),
        (None, None) => return None,
    };
    if let Some((request, start)) = late_application(deal) {
        let id = request.request_id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
        return Some(format!(
            "Ask your PDM whether AWS takes the fund request{id} for {applied_for}: it came after the start of the work on \
             {}.",
            start.date
        ));
    }
    let phase = screening.next_phase?;
    let by = screening.apply_by.map(|day| format!(", by {day}")).unwrap_or_default();
    let is_past = screening.days_left.is_some_and(|left| left < 0);
    Some(match (screening.application, screening.apply_by) {
        (Application::NoData, Some(day)) if is_past => format!(
            "Find out whether MAP was applied for on {applied_for}; if not, ask your PDM today whether AWS still accepts an \
             application for {phase}, which was due by {day}."
        ),
        (Application::NoData, _) => format!(
            "Find out whether MAP was applied for on {applied_for}; if not, apply for {phase} in Partner Central, under \
             Funding{by}."
        ),
        (Application::Request(RequestState::Prepared), _) => format!(
            "Submit the fund request for {applied_for} that is being prepared, in Partner Central, under Funding{by}."
        ),
        (_, Some(day)) if is_past => format!(
            "Ask your PDM today whether AWS still accepts an application for {phase} of {applied_for}, which was due by {day}."
        ),
        _ => format!(
            "Submit a MAP application for {phase} of {applied_for} in Partner Central, under Funding{by}."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, place};
    use crate::domain::{ApprovalStage, Phase, Severity, StartBasis};
    use crate::portfolio::testing::{finding, screened};

    /// A deal that needs no application any more.
    fn captured() -> ScreenedDeal {
        let mut deal = screened();
        deal.screening.window = None;
        deal
    }

    #[test]
    fn what_blocks_first_is_the_reason_whatever_the_severity() {
        let late = finding(0, "TIM001", Severity::Critical);
        let missing = finding(0, "ATT001", Severity::High);
        let (reason, shown_by) = main_reason(&captured(), &[&late, &missing], false).unwrap();
        assert_eq!((reason.label, shown_by.unwrap().code), ("Not in ACE", "ATT001"));
    }

    #[test]
    fn findings_that_block_nothing_are_smaller_gaps_shown_by_the_severest() {
        let low = finding(0, "ATT012", Severity::Low);
        let medium = finding(0, "ATT017", Severity::Medium);
        let mut over = finding(0, "APP003", Severity::Medium);
        over.evidence.fix_in = FixIn::Nobody;
        let (reason, shown_by) = main_reason(&captured(), &[&low, &over, &medium], false).unwrap();
        assert_eq!((reason.label, shown_by.unwrap().code), ("Smaller gaps", "ATT017"));
    }

    #[test]
    fn a_clean_deal_has_no_reason() {
        assert!(main_reason(&captured(), &[], false).is_none());
    }

    #[test]
    fn a_phase_that_can_still_be_applied_for_is_a_reason_that_no_smaller_gap_hides() {
        let mut deal = screened();
        deal.screening.capture = Capture::Recoverable;
        deal.screening.next_phase = Some(Phase::Mobilize);
        let low = finding(0, "APP003", Severity::Low);
        for (window, label) in [
            (Window::Closing, "Time to apply runs out"),
            (Window::Open, "Next phase not applied for"),
        ] {
            deal.screening.window = Some(window);
            for findings in [&[][..], &[&low]] {
                let (reason, shown_by) = main_reason(&deal, findings, false).unwrap();
                assert_eq!((reason.label, shown_by), (label, None));
            }
        }
        assert!(main_reason(&deal, &[], true).is_none(), "a person accepts it");
        let step = next_application(&deal).unwrap();
        assert!(step.starts_with("Submit a MAP application for Mobilize of "), "{step}");
        deal.screening.capture = Capture::InFlight;
        assert!(main_reason(&deal, &[], false).is_none(), "another phase is applied for");
        deal.screening.capture = Capture::CannotTell;
        assert!(main_reason(&deal, &[], false).is_none());
    }

    #[test]
    fn without_data_on_requests_the_first_thing_to_do_before_a_deadline_is_to_find_out() {
        let mut deal = screened();
        deal.screening.application = Application::NoData;
        deal.screening.capture = Capture::CannotTell;
        deal.screening.next_phase = Some(Phase::Assess);
        let gap = finding(0, "ELG001", Severity::Medium);
        for (window, label) in
            [(Window::Closing, "Time to apply runs out"), (Window::Open, "Application not known")]
        {
            deal.screening.window = Some(window);
            let (reason, shown_by) = main_reason(&deal, &[&gap], false).unwrap();
            assert_eq!((reason.label, shown_by), (label, None));
        }
        let step = next_application(&deal).unwrap();
        assert!(step.starts_with("Find out whether MAP was applied for on O"), "{step}");
        assert!(
            step.ends_with(
                "; if not, apply for Assess in Partner Central, under Funding, by 2027-01-01."
            ),
            "{step}"
        );
        deal.screening.days_left = Some(-3);
        let step = next_application(&deal).unwrap();
        assert!(step.contains("; if not, ask your PDM today whether AWS still accepts"), "{step}");
        deal.screening.verdict = Verdict::CannotTell;
        let (reason, _) = main_reason(&deal, &[&gap], false).unwrap();
        assert_eq!(reason.label, "Smaller gaps", "whether it may be funded is asked first");
    }

    #[test]
    fn an_application_that_came_after_the_start_is_a_reason_until_aws_decides() {
        let mut deal = captured();
        let mut request = FundRequest::new(
            place("funding.csv", 2),
            RequestState::Applied(ApprovalStage::Business),
        );
        (request.request_id, request.submitted_date) = (Some("FR-7".into()), Some(AS_OF));
        deal.deal.requests = vec![request];
        let of_start = |deal: &mut ScreenedDeal, basis| {
            for phase in &mut deal.screening.phases {
                phase.start = Some(PlannedStart { date: AS_OF, basis });
            }
        };
        of_start(&mut deal, StartBasis::SowSigned);
        assert!(main_reason(&deal, &[], false).is_none(), "a signature is no start");
        of_start(&mut deal, StartBasis::ProjectStart);
        let (reason, shown_by) = main_reason(&deal, &[], false).unwrap();
        assert_eq!((reason.label, shown_by), ("Too late or started", None));
        let step = next_application(&deal).unwrap();
        assert!(step.starts_with("Ask your PDM whether AWS takes the fund request FR-7"), "{step}");
        deal.deal.requests[0].state = RequestState::Approved;
        assert!(main_reason(&deal, &[], false).is_none());
    }
}
