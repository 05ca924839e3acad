//! A deal of which nobody says when the work starts.

use crate::domain::{Evidence, Field, FixIn, Outcome, Phase, ScreenedDeal, Severity, StartBasis};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM005",
    name: "start-unknown",
    severity: Severity::Medium,
    summary: "A date tells when the work of a migration starts.",
    why: "MAP must be applied for before the work starts. Without a date nobody sees the last day \
          to apply come and go.",
    fix: "In the CRM, enter the project start.",
    fix_in: FixIn::Crm,
    source: "Guide, \"They Apply Too Late\". Which dates stand for the start is our choice.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::SowSignedDate,
        Field::CloseDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some(crm) = screened.deal.crm() else {
        return Outcome::NotApplicable;
    };
    if screened.screening.planned_start.is_some() {
        return Outcome::Pass;
    }
    let deal = wording::deal(crm);
    let mut starts =
        [StartBasis::ProjectStart].into_iter().chain(Phase::ALL.map(StartBasis::PhaseDate));
    let unreadable = starts.find(|basis| crm.unreadable.contains(basis.field()));
    let has_requested_start = screened.deal.requests.iter().any(|it| it.start_date.is_some());
    let what = match unreadable {
        Some(basis) => format!("a {} that cannot be read, and none else", basis.field().label()),
        // It is that of another phase, or of a request that came to nothing.
        None if has_requested_start => "no date, but for one of a fund request,".into(),
        None => "no date".into(),
    };
    Outcome::fail(Evidence {
        message: format!(
            "{} has {what} that tells when the work starts.",
            wording::sentence(&deal)
        ),
        fix: format!("In the CRM, open {deal} and enter the project start."),
        fix_in: FixIn::Crm,
        // A past close date of an open deal is no start, but explains what was found.
        crm_value: crm.close_date.map(|date| format!("{date} ({})", Field::CloseDate.label())),
        expected: "a project start".into(),
        ..Evidence::about(Field::ProjectStart)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_of, crm_only, linked_deal, place};
    use crate::domain::{CrmId, FundRequest, RequestState};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn without_start() -> ScreenedDeal {
        linked(|screening| screening.planned_start = None)
    }

    #[test]
    fn the_start_of_a_request_that_does_not_tell_is_not_denied() {
        let mut deal = without_start();
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Rejected);
        request.start_date = Some(AS_OF);
        deal.deal.requests = vec![request];
        let found = evidence(&RULE, &deal);
        let told = "has no date, but for one of a fund request, that tells when the work starts.";
        assert!(found.message.ends_with(told), "{}", found.message);
    }

    #[test]
    fn fails_without_any_date_for_the_start() {
        let found = evidence(&RULE, &without_start());
        assert_eq!(
            found.message,
            "Deal 0065f00000AbCdE has no date that tells when the work starts."
        );
        assert_eq!(found.crm_value.as_deref(), Some("2026-12-15 (close date)"));
    }

    #[test]
    fn a_start_that_cannot_be_read_is_named() {
        let mut deal = without_start();
        crm_of(&mut deal.deal).unreadable.insert(Field::ProjectStart);
        assert_eq!(
            evidence(&RULE, &deal).message,
            "Deal 0065f00000AbCdE has a project start that cannot be read, and none else that tells when the work starts."
        );
    }

    #[test]
    fn a_deal_without_an_id_is_named_by_its_place() {
        let mut deal = without_start();
        deal.deal = crm_only(|crm| crm.id = CrmId::new("weak:0f").unwrap());
        let found = evidence(&RULE, &deal);
        assert!(
            found.message.starts_with("The deal in row 2 of crm.csv has no"),
            "{}",
            found.message
        );
    }

    #[test]
    fn passes_with_a_start_on_any_basis() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
    }
}
