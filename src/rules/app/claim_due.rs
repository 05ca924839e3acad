//! Approved money whose claim is due soon.

use super::{Judged, each_request, named, told, without_end};
use crate::domain::{Evidence, Field, FixIn, Outcome, RequestState, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP007",
    name: "claim-due",
    severity: Severity::High,
    summary: "Approved MAP money is claimed well before the last day.",
    why: "What is not claimed by the last day expires, and the work has been done for nothing.",
    fix: "Submit the claim with the proof of execution in Partner Central, under Funding.",
    fix_in: FixIn::PartnerCentral,
    source: "AWS Partner Central: requests expire 30 days after the delivery end date. How early to warn is our choice.",
    // AWS has approved the money, whatever screening says of the deal.
    subject: Subject::Migrations,
    reads: &[Field::MapStatus, Field::ProjectEnd, Field::EndDate, Field::ClaimDueDate],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let crm = screened.deal.crm();
    each_request(screened, cx, |request| {
        if request.state != RequestState::Approved {
            return Judged::NotConcerned;
        }
        let Some(due) = request.claim_due(crm, cx.settings.claim_days) else {
            return without_end(request, crm);
        };
        let days = (due - cx.as_of).num_days();
        if days < 0 {
            // APP008 speaks of it.
            return Judged::NotConcerned;
        }
        if days > i64::from(cx.settings.claim_warning_days) {
            return Judged::Met;
        }
        let name = named(request);
        Judged::Missed(Evidence {
            message: format!(
                "{} is approved and not claimed; the claim is due on {due}, {}.",
                wording::sentence(&told(request)),
                if days == 0 {
                    "today".to_owned()
                } else {
                    format!("{} away", wording::days(days))
                }
            ),
            fix: format!(
                "Submit the claim of {name} with the proof of execution in Partner Central, under Funding, by {due}."
            ),
            fix_in: FixIn::PartnerCentral,
            expected: format!("a claim by {due}").into(),
            ..Evidence::about(Field::ClaimDueDate)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_of, linked_with_crm, place, place_carrying};
    use crate::domain::{FundRequest, FundingData, Money};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn approved(change: impl FnOnce(&mut FundRequest)) -> ScreenedDeal {
        let mut deal = linked_with_crm(|_| {});
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Approved);
        request.request_id = Some("FR-7".into());
        change(&mut request);
        deal.requests = vec![request];
        screened(deal)
    }

    fn due_in(days: u64) -> ScreenedDeal {
        approved(|request| request.claim_due_date = Some(AS_OF + chrono::Days::new(days)))
    }

    #[test]
    fn fails_from_thirty_days_before_to_the_day_itself() {
        assert_eq!(outcome(&RULE, &due_in(31)), Outcome::Pass);
        assert!(evidence(&RULE, &due_in(30)).message.ends_with("2026-10-31, 30 days away."));
        assert!(evidence(&RULE, &due_in(0)).message.ends_with("2026-10-01, today."));
        let overdue =
            approved(|request| request.claim_due_date = Some(AS_OF - chrono::Days::new(1)));
        assert_eq!(outcome(&RULE, &overdue), Outcome::NotApplicable);
    }

    #[test]
    fn what_is_to_be_claimed_is_told_in_its_own_currency() {
        let of = |currency| {
            let due = approved(|request| {
                let currency = crate::domain::Currency::new(currency);
                request.requested_amount = Some(Money { amount: 96_000.into(), currency });
                request.claim_due_date = Some(AS_OF);
            });
            evidence(&RULE, &due).message
        };
        assert!(of("USD").starts_with("Fund request FR-7 for USD 96,000 is approved and not"));
        assert!(of("EUR").starts_with("Fund request FR-7 for EUR 96,000 is approved and not"));
    }

    #[test]
    fn without_a_stated_day_the_claim_is_due_thirty_days_after_the_end_of_the_work() {
        let ended = approved(|request| request.end_date = Some(AS_OF - chrono::Days::new(10)));
        assert!(evidence(&RULE, &ended).message.contains("2026-10-21"));
        let mut by_crm = approved(|_| {});
        crm_of(&mut by_crm.deal).project_end = Some(AS_OF);
        assert!(evidence(&RULE, &by_crm).message.contains("2026-10-31"));
    }

    #[test]
    fn is_unknown_without_any_end_and_without_funding_data() {
        assert_eq!(outcome(&RULE, &approved(|_| {})), Outcome::unknown(Field::EndDate));
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        assert_eq!(RULE.judge(&due_in(1), &without), Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn is_not_applicable_where_nothing_has_a_column_for_an_end() {
        let mut endless =
            approved(|request| request.at = place_carrying("benefits.json", 2, &[Field::AceId]));
        crm_of(&mut endless.deal).at = place_carrying("crm.csv", 2, &[Field::DealId]);
        assert_eq!(outcome(&RULE, &endless), Outcome::NotApplicable);
        endless.deal.requests[0].at = place_carrying("funding.csv", 2, &[Field::ClaimDueDate]);
        assert_eq!(outcome(&RULE, &endless), Outcome::unknown(Field::EndDate));
    }

    #[test]
    fn what_is_claimed_or_undecided_is_not_judged() {
        let claimed = approved(|request| {
            request.claim_due_date = Some(AS_OF);
            request.state = RequestState::Claimed;
        });
        let prepared = approved(|request| request.state = RequestState::Prepared);
        for deal in [claimed, prepared] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
