//! An application that the PDM does not know of.

use super::map_requests;
use crate::domain::{
    Evidence, Field, FixIn, Outcome, RequestState, ScreenedDeal, Severity, Standing, Window,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP002",
    name: "pdm-not-informed",
    severity: Severity::High,
    summary: "The PDM is told of a MAP application before it is submitted, or its window closes.",
    why: "The PDM speaks for the application inside AWS. One that nobody there expects waits or is sent back.",
    fix: "Tell the PDM of the deal; then enter the day in the CRM.",
    fix_in: FixIn::Pdm,
    source: "Guide, \"Engage Your PDM\".",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::PdmNotifiedDate,
        Field::MapStatus,
        Field::ProjectStart,
        Field::StartDate,
        Field::PdmName,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let column = Field::PdmNotifiedDate;
    let Some(crm) = screened.deal.crm().filter(|crm| crm.at.carries(column)) else {
        return Outcome::NotApplicable;
    };
    if crm.pdm_told_by(cx.as_of).is_some() {
        return Outcome::Pass;
    }
    let screening = &screened.screening;
    // Another request may have come further.
    let has = |is_such: fn(RequestState) -> bool| {
        map_requests(&screened.deal).any(|request| is_such(request.state))
    };
    let because = if has(|state| matches!(state, RequestState::Applied(_))) {
        "a fund request is submitted"
    } else if has(|state| state == RequestState::Prepared) {
        "a fund request is being prepared"
    } else if screening.window == Some(Window::Closing) {
        "the window is closing"
    } else if screening.application.standing() == Standing::NotKnown {
        return Outcome::unknown(Field::MapStatus);
    } else {
        return Outcome::NotApplicable;
    };
    let pdm = crm.pdm_name.as_deref().or(cx.partner.pdm.as_deref());
    let pdm = pdm.map_or_else(|| "your PDM".to_owned(), |name| format!("your PDM {name}"));
    let deal = wording::deal(crm);
    Outcome::fail(Evidence {
        message: match crm.pdm_notified_date {
            Some(day) => format!(
                "For {deal} {because}, and the notice to the PDM has the date {day}, which lies ahead."
            ),
            None => format!("For {deal} {because}, and no notice to the PDM is recorded."),
        },
        fix: format!("Tell {pdm} of {deal}; then enter the day as PDM notified date in the CRM."),
        fix_in: FixIn::Pdm,
        expected: "a PDM notified date".into(),
        ..Evidence::about(column)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_of, date, linked_with_crm, place, place_carrying};
    use crate::domain::{Application, ApprovalStage, FundRequest, StartBasis};
    use crate::rules::testing::{evidence, linked, not_applied, outcome, screened};

    fn untold(mut deal: ScreenedDeal) -> ScreenedDeal {
        crm_of(&mut deal.deal).pdm_notified_date = None;
        deal
    }

    /// An untold deal with requests that stand there.
    fn with_requests(states: &[RequestState]) -> ScreenedDeal {
        let mut deal = untold(linked(|_| {}));
        let request = |state: &RequestState| FundRequest::new(place("funding.csv", 2), *state);
        deal.deal.requests = states.iter().map(request).collect();
        deal.screening.application =
            states.iter().max().map_or(Application::None, |state| Application::Request(*state));
        deal
    }

    const SUBMITTED: RequestState = RequestState::Applied(ApprovalStage::Business);

    #[test]
    fn fails_while_a_request_is_under_way_or_the_window_closes() {
        for (states, words) in [
            (&[SUBMITTED][..], "a fund request is submitted"),
            (&[RequestState::Prepared], "a fund request is being prepared"),
            (&[RequestState::Approved, RequestState::Prepared], "is being prepared"),
        ] {
            let message = evidence(&RULE, &with_requests(states)).message;
            assert!(message.contains(words), "{message}");
        }
        let closing = untold(not_applied(10, 30, StartBasis::ProjectStart));
        assert!(evidence(&RULE, &closing).message.contains("the window is closing"));
    }

    #[test]
    fn a_notice_that_is_planned_is_none_yet() {
        let mut planned = not_applied(10, 30, StartBasis::ProjectStart);
        crm_of(&mut planned.deal).pdm_notified_date = Some(date(2026, 10, 2));
        let message = evidence(&RULE, &planned).message;
        assert!(message.ends_with("has the date 2026-10-02, which lies ahead."), "{message}");
        crm_of(&mut planned.deal).pdm_notified_date = Some(date(2026, 10, 1));
        assert_eq!(outcome(&RULE, &planned), Outcome::Pass);
    }

    #[test]
    fn a_recorded_notice_passes() {
        let told = linked_with_crm(|crm| crm.pdm_notified_date = Some(date(2026, 9, 1)));
        assert_eq!(outcome(&RULE, &screened(told)), Outcome::Pass);
    }

    #[test]
    fn neither_a_decided_request_nor_a_distant_window_needs_a_notice() {
        for states in [&[][..], &[RequestState::Approved]] {
            assert_eq!(outcome(&RULE, &with_requests(states)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_unknown_without_funding_data_and_not_applicable_without_the_column() {
        for application in [Application::NoData, Application::Request(RequestState::Unclear)] {
            let deal = untold(linked(|screening| screening.application = application));
            assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MapStatus));
        }
        let mut unable = with_requests(&[SUBMITTED]);
        crm_of(&mut unable.deal).at = place_carrying("crm.csv", 2, &[Field::DealId]);
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
    }
}
