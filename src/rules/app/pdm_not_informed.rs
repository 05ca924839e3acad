//! An application that the PDM does not know of.

use crate::domain::{
    Application, Evidence, Field, FixIn, Outcome, RequestState, ScreenedDeal, Severity, Window,
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
    reads: &[Field::PdmNotifiedDate, Field::MapStatus, Field::ProjectStart, Field::PdmName],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let column = Field::PdmNotifiedDate;
    let Some(crm) = screened.deal.crm().filter(|crm| crm.at.carries(column)) else {
        return Outcome::NotApplicable;
    };
    if crm.pdm_notified_date.is_some() {
        return Outcome::Pass;
    }
    let screening = &screened.screening;
    let because = match screening.application {
        Application::Request(RequestState::Prepared) => "a fund request is being prepared",
        Application::Request(RequestState::Applied(_)) => "a fund request is submitted",
        _ if screening.window == Some(Window::Closing) => "the window is closing",
        Application::NoData | Application::Request(RequestState::Unclear) => {
            return Outcome::unknown(Field::MapStatus);
        }
        _ => return Outcome::NotApplicable,
    };
    let pdm = crm.pdm_name.as_deref().or(cx.partner.pdm.as_deref());
    let pdm = pdm.map_or_else(|| "your PDM".to_owned(), |name| format!("your PDM {name}"));
    let deal = wording::deal(crm);
    Outcome::fail(Evidence {
        message: format!("For {deal} {because}, and no notice to the PDM is recorded."),
        fix: format!("Tell {pdm} of {deal}; then enter the day as PDM notified date in the CRM."),
        fix_in: FixIn::Pdm,
        expected: "a PDM notified date".into(),
        ..Evidence::about(column)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_of, date, linked_with_crm, place_carrying};
    use crate::domain::{ApprovalStage, StartBasis};
    use crate::rules::testing::{evidence, linked, not_applied, outcome, screened};

    fn untold(mut deal: ScreenedDeal) -> ScreenedDeal {
        crm_of(&mut deal.deal).pdm_notified_date = None;
        deal
    }

    #[test]
    fn fails_while_a_request_is_under_way_or_the_window_closes() {
        assert!(
            evidence(&RULE, &untold(linked(|_| {})))
                .message
                .contains("a fund request is submitted")
        );
        let prepared =
            untold(linked(|it| it.application = Application::Request(RequestState::Prepared)));
        assert!(evidence(&RULE, &prepared).message.contains("is being prepared"));
        let closing = untold(not_applied(10, 30, StartBasis::ProjectStart));
        assert!(evidence(&RULE, &closing).message.contains("the window is closing"));
    }

    #[test]
    fn a_recorded_notice_passes() {
        let told = linked_with_crm(|crm| crm.pdm_notified_date = Some(date(2026, 9, 1)));
        assert_eq!(outcome(&RULE, &screened(told)), Outcome::Pass);
    }

    #[test]
    fn neither_a_decided_request_nor_a_distant_window_needs_a_notice() {
        for application in [Application::None, Application::Request(RequestState::Approved)] {
            let deal = untold(linked(|screening| screening.application = application));
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_unknown_without_funding_data_and_not_applicable_without_the_column() {
        for application in [Application::NoData, Application::Request(RequestState::Unclear)] {
            let deal = untold(linked(|screening| screening.application = application));
            assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MapStatus));
        }
        let mut unable = screened(linked_with_crm(|crm| {
            crm.at = place_carrying("crm.csv", 2, &[Field::DealId]);
        }));
        unable.screening.application =
            Application::Request(RequestState::Applied(ApprovalStage::Business));
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
    }
}
