//! Timeliness: is MAP applied for before the work starts?

use super::{Rule, wording};
use crate::domain::{
    CrmOpportunity, Evidence, Field, Outcome, PlannedStart, ScreenedDeal, Standing, Window,
};

mod ace_after_start;
mod apply_by_soon;
mod earlier_phase_uncaptured;
mod probably_started_without_application;
mod proposal_before_screening;
mod short_lead_time;
mod start_unknown;
mod started_without_application;

pub(super) static RULES: &[&Rule] = &[
    &started_without_application::RULE,
    &apply_by_soon::RULE,
    &short_lead_time::RULE,
    &ace_after_start::RULE,
    &start_unknown::RULE,
    &proposal_before_screening::RULE,
    &earlier_phase_uncaptured::RULE,
    &probably_started_without_application::RULE,
];

/// Judges the start of a deal that still needs an application: `late` says what is wrong with the
/// deal if there is none. A live application passes, whenever the work starts; and that there is none
/// must be certain before a deal fails.
fn unless_applied(
    screened: &ScreenedDeal,
    late: impl FnOnce(&CrmOpportunity, Window, PlannedStart) -> Option<Evidence>,
) -> Outcome {
    // ACE has no field for the start of a project.
    let Some(crm) = screened.deal.crm() else {
        return Outcome::NotApplicable;
    };
    let screening = &screened.screening;
    let standing = screening.application.standing();
    if standing == Standing::Live {
        return Outcome::Pass;
    }
    let late = match (screening.window, screening.planned_start) {
        (None, _) => return Outcome::NotApplicable,
        (Some(Window::Unknown), _) | (_, None) => return Outcome::unknown(Field::ProjectStart),
        (Some(window), Some(start)) => late(crm, window, start),
    };
    match late {
        None => Outcome::Pass,
        Some(_) if standing == Standing::NotKnown => Outcome::unknown(Field::MapStatus),
        Some(evidence) => Outcome::fail(evidence),
    }
}

/// How to apply by a day: through ACE first, if the deal is not there yet.
fn how_to_apply(screened: &ScreenedDeal, crm: &CrmOpportunity, by: &str) -> String {
    match screened.deal.ace() {
        Some(ace) => {
            let (first, applied_for) = wording::to_apply_for(ace);
            format!(
                "{first}Tell your PDM of {applied_for}; then submit a MAP application for it in Partner Central, under \
                 Funding, {by}."
            )
        }
        None => format!(
            "In ACE, submit an opportunity for {} and tell your PDM; then submit a MAP application \
             for it in Partner Central, under Funding, {by}.",
            wording::deal(crm)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::ace_only;
    use crate::domain::{Application, ApprovalStage, RequestState};
    use crate::rules::testing::{families, linked, outcome};

    #[test]
    fn a_deal_that_applied_or_is_funded_elsewhere_passes_whatever_its_start() {
        let submitted = RequestState::Applied(ApprovalStage::Submitted);
        for application in [Application::Request(submitted), Application::Elsewhere] {
            let deal = linked(|screening| {
                screening.application = application;
                screening.window = Some(Window::Unknown);
                screening.planned_start = None;
            });
            let outcome = unless_applied(&deal, |_, _, _| panic!("has no start to judge"));
            assert_eq!(outcome, Outcome::Pass, "{}", application.name());
        }
    }

    #[test]
    fn an_ace_opportunity_without_a_deal_has_no_start_and_concerns_no_rule() {
        let of_timeliness = families().into_iter().find(|(rules, _)| rules[0].code == "TIM001");
        let (rules, deals) = of_timeliness.unwrap();
        for mut deal in deals {
            deal.deal = ace_only(|_| {});
            for rule in rules {
                assert_eq!(outcome(rule, &deal), Outcome::NotApplicable, "{}", rule.code);
            }
        }
    }
}
