//! A request that AWS has not answered for long.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{Judged, each_request, named, told};
use crate::domain::{
    ApprovalStage, Evidence, Field, FixIn, FundRequest, Outcome, RequestState, ScreenedDeal,
    Severity, counted,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP004",
    name: "follow-up-due",
    severity: Severity::Medium,
    summary: "A submitted fund request is decided, or followed up, within days.",
    why: "A request that lies unanswered may lack something, and the start of the work comes nearer.",
    fix: "Ask the PDM where the request stands.",
    fix_in: FixIn::Pdm,
    source: "Guide: follow up with your PDM after 5 to 7 business days.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::MapStatus,
        Field::MapSubmittedDate,
        Field::SubmittedDate,
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    each_request(screened, cx, |request| match (request.state, request.submitted_date) {
        // AWS waits for the partner, of which APP005 speaks.
        (RequestState::Applied(ApprovalStage::ActionRequired), _) => Judged::NotConcerned,
        (RequestState::Applied(_), None) if has_column(request) => {
            Judged::Wanting(Field::SubmittedDate)
        }
        (RequestState::Applied(_), Some(submitted)) => waiting(screened, request, submitted, cx),
        _ => Judged::NotConcerned,
    })
}

/// Whether the request's file has a place for the day of the submission; the Benefits API has none.
fn has_column(request: &FundRequest) -> bool {
    [Field::SubmittedDate, Field::MapSubmittedDate].iter().any(|field| request.at.carries(*field))
}

fn waiting(
    screened: &ScreenedDeal,
    request: &FundRequest,
    submitted: NaiveDate,
    cx: &RuleContext,
) -> Judged {
    let days = business_days(submitted, cx.as_of, &cx.settings.holidays);
    if days <= i64::from(cx.settings.follow_up_business_days) {
        return Judged::Met;
    }
    let name = named(request);
    let begun = request.begun_before(&screened.screening.phases);
    let begun = begun.filter(|start| !start.basis.is_weak());
    let after_start =
        begun.map(|start| format!(", after the start of the work on {},", wording::start(start)));
    let late = begun.map(|_| ", and whether AWS takes an application that came after the start");
    Judged::Missed(Evidence {
        message: format!(
            "{} was submitted on {submitted}{} and is undecided after {}.",
            wording::sentence(&told(request)),
            after_start.unwrap_or_default(),
            counted(days.unsigned_abs(), "business day"),
        ),
        fix: format!(
            "Ask your PDM where {name} stands, and whether anything is wanting{}.",
            late.unwrap_or_default()
        ),
        fix_in: FixIn::Pdm,
        expected: format!(
            "a decision, or a reminder, within {} business days",
            cx.settings.follow_up_business_days
        )
        .into(),
        ..Evidence::about(Field::SubmittedDate)
    })
}

/// The business days after the first day, up to and with the last.
fn business_days(first: NaiveDate, last: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> i64 {
    let days = (last - first).num_days().max(0);
    let weeks = days / 7;
    let is_business_day = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    // Whole weeks have five business days, whatever their first day.
    let rest = first.iter_days().skip(1).take(usize::try_from(days % 7).expect("less than a week"));
    let rest = rest.filter(is_business_day).count();
    let free = holidays
        .range((std::ops::Bound::Excluded(first), std::ops::Bound::Included(last.max(first))))
        .filter(|day| is_business_day(day))
        .count();
    let count = |days: usize| i64::try_from(days).expect("the calendar is finite");
    weeks * 5 + count(rest) - count(free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, date, linked_deal, place, place_carrying};
    use crate::domain::{FundingData, PlannedStart, StartBasis};
    use crate::rules::Settings;
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn submitted(day: Option<NaiveDate>, state: RequestState) -> ScreenedDeal {
        let mut deal = linked_deal();
        let mut request = FundRequest::new(place("funding.csv", 2), state);
        request.request_id = Some("FR-7".into());
        request.submitted_date = day;
        deal.requests = vec![request];
        screened(deal)
    }

    const APPLIED: RequestState = RequestState::Applied(ApprovalStage::Business);

    #[test]
    fn fails_on_the_sixth_business_day_and_not_on_the_fifth() {
        // The as-of date is a Thursday: five business days after Thursday a week before.
        assert_eq!(AS_OF.weekday(), Weekday::Thu);
        assert_eq!(outcome(&RULE, &submitted(Some(date(2026, 9, 24)), APPLIED)), Outcome::Pass);
        let found = evidence(&RULE, &submitted(Some(date(2026, 9, 23)), APPLIED));
        assert_eq!(
            found.message,
            "Fund request FR-7 was submitted on 2026-09-23 and is undecided after 6 business days."
        );
        assert_eq!(found.request_id.as_deref(), Some("FR-7"));
    }

    #[test]
    fn a_request_that_came_after_a_firm_start_is_told_so() {
        let basis_and_message = |basis| {
            let mut deal = submitted(Some(date(2026, 9, 1)), APPLIED);
            for phase in &mut deal.screening.phases {
                phase.start = Some(PlannedStart { date: date(2026, 8, 15), basis });
            }
            evidence(&RULE, &deal).message
        };
        let firm = basis_and_message(StartBasis::ProjectStart);
        let after = "on 2026-09-01, after the start of the work on 2026-08-15 (project start), and";
        assert!(firm.contains(after), "{firm}");
        let weak = basis_and_message(StartBasis::SowSigned);
        assert!(!weak.contains("after the start"), "{weak}");
    }

    #[test]
    fn a_request_that_waits_for_the_partner_is_not_to_be_followed_up() {
        let waiting = RequestState::Applied(ApprovalStage::ActionRequired);
        let deal = submitted(Some(date(2026, 9, 1)), waiting);
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn holidays_and_weekends_do_not_count() {
        let count = |first, last, holidays: &[NaiveDate]| {
            business_days(first, last, &holidays.iter().copied().collect())
        };
        let (friday, monday) = (date(2026, 9, 25), date(2026, 9, 28));
        assert_eq!(count(friday, monday, &[]), 1);
        assert_eq!(count(friday, date(2026, 9, 27), &[]), 0);
        assert_eq!(count(friday, friday, &[]), 0);
        assert_eq!(count(friday, date(2026, 10, 9), &[]), 10);
        assert_eq!(count(friday, monday, &[monday]), 0);
        assert_eq!(count(friday, monday, &[friday, date(2026, 9, 26)]), 1, "none of its own");
        assert_eq!(count(monday, friday, &[monday]), 0, "not submitted yet");
        let settings = Settings { holidays: [monday].into(), ..Settings::DEFAULT };
        let cx = RuleContext { settings: &settings, ..CONTEXT };
        let deal = submitted(Some(date(2026, 9, 23)), APPLIED);
        assert_eq!(RULE.judge(&deal, &cx), Outcome::Pass);
    }

    #[test]
    fn a_decided_request_needs_no_reminder() {
        for state in [RequestState::Approved, RequestState::Rejected, RequestState::Prepared] {
            let deal = submitted(Some(date(2026, 1, 1)), state);
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_not_applicable_where_nothing_has_a_column_for_the_day() {
        let mut undated = submitted(None, APPLIED);
        undated.deal.requests[0].at = place_carrying("benefits.json", 2, &[Field::AceId]);
        assert_eq!(outcome(&RULE, &undated), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_without_a_date_or_without_funding_data() {
        let undated = submitted(None, APPLIED);
        assert_eq!(outcome(&RULE, &undated), Outcome::unknown(Field::SubmittedDate));
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        assert_eq!(RULE.judge(&undated, &without), Outcome::unknown(Field::MapStatus));
    }
}
