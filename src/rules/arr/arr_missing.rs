//! A migration of which nobody says what it is worth to AWS.

use super::has_crm_figure;
use crate::domain::{
    AceOpportunity, CrmOpportunity, Evidence, Field, FieldSet, FixIn, Outcome, Records,
    ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR001",
    name: "arr-missing",
    severity: Severity::High,
    summary: "AWS revenue is stated in the CRM or in ACE.",
    why: "A MAP application must project annual AWS revenue, and the amount of funding follows \
          from it. Without a figure the application fails.",
    fix: "In ACE, enter the Estimated AWS Monthly Recurring Revenue, which is annual AWS revenue \
          divided by 12; then enter the annual figure as AWS ARR in the CRM.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Documented AWS ARR impact\"; AWS Selling API, `ExpectedCustomerSpend`, for \
             the monthly figure.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::Arr, Field::Mrr, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    if matches!(&deal.records, Records::AceOnly(ace) if !ace.is_open()) {
        return Outcome::NotApplicable;
    }
    let (crm, ace) = (deal.crm(), deal.ace());
    let arr = &screened.screening.arr;
    // A figure in a currency without a rate is no missing figure.
    let is_stated = arr.crm_usd.or(arr.ace_usd).is_some()
        || crm.is_some_and(has_crm_figure)
        || ace.is_some_and(|ace| ace.mrr.is_some());
    if is_stated {
        return Outcome::Pass;
    }
    let unreadable = |fields: FieldSet| fields.contains(Field::Arr) || fields.contains(Field::Mrr);
    if crm.is_some_and(|crm| unreadable(crm.unreadable))
        || ace.is_some_and(|ace| unreadable(ace.unreadable))
    {
        return Outcome::unknown(Field::Arr);
    }
    // What the export leaves out, ACE may state.
    if crm.is_some() && ace.is_some_and(|ace| !ace.at.carries(Field::Mrr)) {
        return Outcome::unknown(Field::Mrr);
    }
    // A CRM takes a column for it at any time; an ACE format has one or has not.
    let can_state = crm.is_some() || ace.is_some_and(|ace| ace.at.carries(Field::Mrr));
    if can_state { Outcome::fail(missing(&deal.records)) } else { Outcome::NotApplicable }
}

fn missing(records: &Records) -> Evidence {
    let (message, fix, fix_in) = match records {
        Records::Linked { crm, ace, .. } => {
            let message = format!(
                "Neither {} in the CRM nor {} in ACE states AWS revenue.",
                wording::deal(crm),
                ace.id
            );
            let (fix, fix_in) = if ace.is_open() {
                (format!("{}; then {}.", enter_in_ace(ace), enter_in_crm(crm)), FixIn::Ace)
            } else {
                (format!("{}.", wording::sentence(&enter_in_crm(crm))), FixIn::Crm)
            };
            (message, fix, fix_in)
        }
        Records::CrmOnly(crm) => (
            format!(
                "{} states no AWS revenue, and there is no ACE opportunity to state it.",
                wording::sentence(&wording::deal(crm))
            ),
            format!("{}.", wording::sentence(&enter_in_crm(crm))),
            FixIn::Crm,
        ),
        Records::AceOnly(ace) => (
            format!("{} states no AWS revenue, and no deal in the CRM does.", ace.id),
            format!("{}.", enter_in_ace(ace)),
            FixIn::Ace,
        ),
    };
    Evidence {
        message,
        fix,
        fix_in,
        expected: "annual AWS revenue".into(),
        ..Evidence::about(Field::Arr)
    }
}

fn enter_in_ace(ace: &AceOpportunity) -> String {
    format!(
        "{} and enter the Estimated AWS Monthly Recurring Revenue (annual AWS revenue divided by \
         12)",
        wording::sentence(&wording::open_in_ace(ace))
    )
}

fn enter_in_crm(crm: &CrmOpportunity) -> String {
    format!("in the CRM, open {} and enter the annual AWS revenue as AWS ARR", wording::deal(crm))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace, ace_only, crm, crm_only, link, place_carrying, usd};
    use crate::domain::{AceStage, Arr, ArrBasis, Currency, Deal, Money};
    use crate::rules::testing::{evidence, outcome, screened};

    fn without_usd(deal: Deal) -> ScreenedDeal {
        let mut screened = screened(deal);
        screened.screening.arr = Arr {
            usd: None,
            basis: ArrBasis::Missing,
            crm_usd: None,
            ace_usd: None,
            placeholder: None,
        };
        screened
    }

    /// The healthy deal without any figure, changed.
    fn linked_without(
        change: impl FnOnce(&mut CrmOpportunity, &mut AceOpportunity),
    ) -> ScreenedDeal {
        let (mut crm, mut ace) = (crm(), ace());
        crm.arr = None;
        ace.mrr = None;
        change(&mut crm, &mut ace);
        without_usd(Deal::new(Records::Linked {
            crm: Box::new(crm),
            ace: Box::new(ace),
            link: Box::new(link()),
        }))
    }

    #[test]
    fn fails_when_neither_side_gives_a_figure() {
        let found = evidence(&RULE, &linked_without(|_, _| {}));
        assert_eq!(
            found.message,
            "Neither deal 0065f00000AbCdE in the CRM nor O1234567 in ACE states AWS revenue."
        );
        assert_eq!(found.fix_in, FixIn::Ace);
    }

    #[test]
    fn one_figure_on_either_side_is_enough() {
        let figures: [fn(&mut CrmOpportunity, &mut AceOpportunity); 3] = [
            |crm, _| crm.arr = Some(usd(96_000)),
            |crm, _| crm.mrr = Some(usd(8_000)),
            |_, ace| ace.mrr = Some(usd(1)),
        ];
        for figure in figures {
            assert_eq!(outcome(&RULE, &linked_without(figure)), Outcome::Pass);
        }
    }

    #[test]
    fn a_figure_without_a_rate_is_not_missing() {
        let yen = Money { amount: 9_000_000.into(), currency: Currency::new("JPY") };
        let deal = linked_without(|crm, _| crm.arr = Some(yen));
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn sends_to_the_crm_once_ace_is_frozen() {
        let found = evidence(&RULE, &linked_without(|_, ace| ace.stage = Some(AceStage::Launched)));
        assert_eq!(found.fix_in, FixIn::Crm);
        assert_eq!(
            found.fix,
            "In the CRM, open deal 0065f00000AbCdE and enter the annual AWS revenue as AWS ARR."
        );
    }

    #[test]
    fn looks_at_ace_opportunities_without_a_deal_while_they_are_open() {
        let at_stage = |stage| {
            without_usd(ace_only(|ace| {
                ace.mrr = None;
                ace.stage = Some(stage);
            }))
        };
        evidence(&RULE, &at_stage(AceStage::Committed));
        assert_eq!(outcome(&RULE, &at_stage(AceStage::Launched)), Outcome::NotApplicable);
    }

    #[test]
    fn a_crm_without_a_column_for_it_states_none() {
        let alone = without_usd(crm_only(|crm| {
            crm.arr = None;
            crm.at = place_carrying("deals.csv", 2, &[Field::DealId]);
        }));
        evidence(&RULE, &alone);
    }

    #[test]
    fn what_an_ace_export_without_a_column_for_it_leaves_out_is_not_missing_in_ace() {
        let place = place_carrying("ace.csv", 2, &[Field::AceId]);
        let linked = linked_without(|_, ace| ace.at = place);
        assert_eq!(outcome(&RULE, &linked), Outcome::unknown(Field::Mrr));
    }

    #[test]
    fn a_figure_that_cannot_be_read_is_not_missing() {
        let alone = without_usd(crm_only(|crm| {
            crm.arr = None;
            crm.unreadable.insert(Field::Arr);
        }));
        assert_eq!(outcome(&RULE, &alone), Outcome::unknown(Field::Arr));
    }
}
