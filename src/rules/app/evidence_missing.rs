//! Work that is done and not proven.

use chrono::NaiveDate;

use super::{Judged, each_request, named, told, without_end};
use crate::domain::{
    Evidence, Field, FixIn, FundRequest, Outcome, RequestState, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "APP009",
    name: "evidence-missing",
    severity: Severity::Medium,
    summary: "Once the funded work is done, its proof of execution is recorded.",
    why: "A claim without proof of execution is not paid.",
    fix: "Gather the proof of execution, upload it in Partner Central and enter the day.",
    fix_in: FixIn::PartnerCentral,
    source: "AWS Partner Central, cash claims: proof of execution.",
    // AWS has approved the money, whatever screening says of the deal.
    subject: Subject::Migrations,
    reads: &[
        Field::MapStatus,
        Field::ProjectEnd,
        Field::EndDate,
        Field::PoeDate,
        Field::PoeSubmittedDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let crm = screened.deal.crm();
    each_request(screened, cx, |request| {
        let has_column =
            has_column(request) || crm.is_some_and(|crm| crm.at.carries(Field::PoeSubmittedDate));
        if request.state != RequestState::Approved || !has_column {
            return Judged::NotConcerned;
        }
        // A day ahead is a plan.
        let is_given = |day: Option<NaiveDate>| day.is_some_and(|day| day <= cx.as_of);
        if is_given(request.poe_date) || crm.is_some_and(|crm| is_given(crm.poe_submitted_date)) {
            return Judged::Met;
        }
        let Some(end) = request.work_end(crm) else {
            return without_end(request, crm);
        };
        if end >= cx.as_of {
            return Judged::NotConcerned;
        }
        let name = named(request);
        let (field, system) = if request.at.carries(Field::PoeDate) {
            (Field::PoeDate, "the fund request list")
        } else {
            (Field::PoeSubmittedDate, "the CRM")
        };
        Judged::Missed(Evidence {
            message: format!(
                "The work of {} ended on {end}, and no proof of execution is recorded.",
                told(request)
            ),
            fix: format!(
                "Gather the proof of execution of {name}, upload it in Partner Central, under Funding, and enter the {} in {system}.",
                field.label()
            ),
            fix_in: FixIn::PartnerCentral,
            expected: "a proof of execution".into(),
            ..Evidence::about(field)
        })
    })
}

fn has_column(request: &FundRequest) -> bool {
    request.at.carries(Field::PoeDate) || request.at.carries(Field::PoeSubmittedDate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FundingData;
    use crate::domain::testing::{AS_OF, crm_of, linked_with_crm, place, place_carrying};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn approved(change: impl FnOnce(&mut FundRequest)) -> ScreenedDeal {
        let mut deal = linked_with_crm(|_| {});
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Approved);
        request.request_id = Some("FR-7".into());
        request.end_date = Some(AS_OF - chrono::Days::new(1));
        change(&mut request);
        deal.requests = vec![request];
        screened(deal)
    }

    #[test]
    fn fails_the_day_after_the_end_and_not_on_it() {
        let found = evidence(&RULE, &approved(|_| {}));
        assert!(found.message.contains("FR-7 ended on 2026-09-30"), "{}", found.message);
        assert!(
            found.fix.ends_with("enter the proof of execution date in the fund request list."),
            "{}",
            found.fix
        );
        let last_day = approved(|request| request.end_date = Some(AS_OF));
        assert_eq!(outcome(&RULE, &last_day), Outcome::NotApplicable);
    }

    #[test]
    fn a_recorded_proof_passes_on_either_side() {
        assert_eq!(outcome(&RULE, &approved(|it| it.poe_date = Some(AS_OF))), Outcome::Pass);
        let mut by_crm = approved(|_| {});
        crm_of(&mut by_crm.deal).poe_submitted_date = Some(AS_OF);
        assert_eq!(outcome(&RULE, &by_crm), Outcome::Pass);
        evidence(&RULE, &approved(|it| it.poe_date = AS_OF.succ_opt()));
    }

    #[test]
    fn is_not_applicable_where_nothing_has_a_column_for_it() {
        let mut unable = approved(|it| it.at = place_carrying("funding.csv", 2, &[Field::AceId]));
        crm_of(&mut unable.deal).at = place_carrying("crm.csv", 2, &[Field::DealId]);
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_without_an_end_and_without_funding_data() {
        let endless = approved(|it| it.end_date = None);
        assert_eq!(outcome(&RULE, &endless), Outcome::unknown(Field::EndDate));
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        assert_eq!(RULE.judge(&endless, &without), Outcome::unknown(Field::MapStatus));
    }
}
