//! A PDM who heard of the application when it was submitted already.

use super::map_requests;
use crate::domain::{
    Evidence, Field, FixIn, FundingData, Outcome, RequestState, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP003",
    name: "pdm-informed-late",
    severity: Severity::Low,
    summary: "The PDM is told of a MAP application before it is submitted.",
    why: "A PDM who knows beforehand can mend what would be sent back.",
    fix: "Tell the PDM earlier next time.",
    fix_in: FixIn::Nobody,
    source: "Guide, \"Engage Your PDM\".",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::PdmNotifiedDate,
        Field::MapStatus,
        Field::MapSubmittedDate,
        Field::SubmittedDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let column = Field::PdmNotifiedDate;
    let Some(crm) = screened.deal.crm().filter(|crm| crm.at.carries(column)) else {
        return Outcome::NotApplicable;
    };
    if cx.funding == FundingData::Absent {
        return Outcome::unknown(Field::MapStatus);
    }
    let mut submitted = map_requests(&screened.deal)
        .filter(|request| request.state != RequestState::Prepared)
        .peekable();
    if submitted.peek().is_none() {
        return Outcome::NotApplicable;
    }
    let Some(first) = submitted.filter_map(|request| request.submitted_date).min() else {
        return Outcome::unknown(Field::SubmittedDate);
    };
    match crm.pdm_told_by(cx.as_of) {
        None => Outcome::unknown(column),
        Some(told) if told <= first => Outcome::Pass,
        Some(told) => Outcome::fail(Evidence {
            message: format!(
                "The PDM was told of {} on {told}, {} after the application was submitted on {first}.",
                wording::deal(crm),
                wording::days((told - first).num_days())
            ),
            fix: "Nothing is left to do about that. Tell the PDM before the submission next time."
                .into(),
            fix_in: FixIn::Nobody,
            crm_value: Some(told.to_string()),
            expected: format!("a notice to the PDM by {first}").into(),
            ..Evidence::about(column)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_of, date, linked_with_crm, place, place_carrying};
    use crate::domain::{ApprovalStage, Deal, FundRequest};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    const SUBMITTED: chrono::NaiveDate = date(2026, 9, 18);

    fn told(day: Option<chrono::NaiveDate>) -> Deal {
        let mut deal = linked_with_crm(|crm| crm.pdm_notified_date = day);
        let state = RequestState::Applied(ApprovalStage::Submitted);
        let mut request = FundRequest::new(place("crm.csv", 2), state);
        request.submitted_date = Some(SUBMITTED);
        deal.requests = vec![request];
        deal
    }

    #[test]
    fn fails_the_day_after_and_not_on_the_day() {
        assert_eq!(outcome(&RULE, &screened(told(Some(SUBMITTED)))), Outcome::Pass);
        let found = evidence(&RULE, &screened(told(Some(date(2026, 9, 19)))));
        assert!(found.message.contains("1 day after"), "{}", found.message);
    }

    #[test]
    fn blanks_are_unknown() {
        assert_eq!(outcome(&RULE, &screened(told(None))), Outcome::unknown(Field::PdmNotifiedDate));
        let mut undated = told(Some(SUBMITTED));
        undated.requests[0].submitted_date = None;
        assert_eq!(outcome(&RULE, &screened(undated)), Outcome::unknown(Field::SubmittedDate));
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        let outcome = RULE.judge(&screened(told(Some(SUBMITTED))), &without);
        assert_eq!(outcome, Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn needs_the_column_and_a_submitted_request() {
        let mut unable = told(None);
        crm_of(&mut unable).at = place_carrying("crm.csv", 2, &[Field::DealId]);
        let mut prepared = told(Some(SUBMITTED));
        prepared.requests[0].state = RequestState::Prepared;
        for deal in [unable, prepared] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
