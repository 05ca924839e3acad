//! The partner's own revenue where AWS's belongs.

use crate::domain::recurrence::MONTHS;
use crate::domain::{Decimal, Evidence, Field, FixIn, Money, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR008",
    name: "arr-copied-from-deal-amount",
    severity: Severity::Medium,
    summary: "AWS revenue is another figure than the deal's amount.",
    why: "The amount of a deal is the partner's revenue. Taken for AWS revenue it asks for the wrong money, and AWS \
          notices.",
    fix: "Enter what the customer will spend on AWS, not what the project costs.",
    fix_in: FixIn::Crm,
    source: "Guide, \"Projected AWS ARR\": the customer's AWS spend. That equal figures are copied is our choice.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::Amount, Field::Arr, Field::Mrr, Field::Currency, Field::ArrCurrency],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(crm) = deal.crm().filter(|crm| crm.at.carries(Field::Amount)) else {
        return Outcome::NotApplicable;
    };
    let figures: Vec<(&str, Field, Money)> = [
        ("AWS ARR in the CRM", Field::Arr, crm.arr),
        ("AWS MRR in the CRM", Field::Mrr, crm.mrr),
        ("12 × AWS MRR in the CRM", Field::Mrr, crm.mrr.and_then(yearly)),
        ("AWS MRR in ACE", Field::Mrr, deal.ace().and_then(|ace| ace.mrr)),
        ("12 × AWS MRR in ACE", Field::Mrr, deal.ace().and_then(|ace| ace.mrr).and_then(yearly)),
    ]
    .into_iter()
    .filter_map(|(name, field, money)| Some((name, field, money?)))
    .collect();
    if figures.is_empty() {
        return Outcome::NotApplicable;
    }
    let Some(amount) = crm.amount.filter(|amount| amount.amount > Decimal::ZERO) else {
        return Outcome::unknown(Field::Amount);
    };
    let Some((name, field, _)) =
        figures.into_iter().find(|(_, _, money)| are_equal(*money, amount))
    else {
        return Outcome::Pass;
    };
    Outcome::fail(Evidence {
        message: format!(
            "The {name} is exactly the amount of the deal, {amount}: probably your revenue, not AWS's."
        ),
        fix: format!(
            "Check what the customer will spend on AWS, for example with the AWS Pricing Calculator; then correct the \
             AWS revenue of {} in the CRM and in ACE.",
            wording::deal(crm)
        ),
        fix_in: FixIn::Crm,
        crm_value: Some(amount.to_string()),
        ace_value: deal.ace().and_then(|ace| ace.mrr).map(|mrr| mrr.to_string()),
        expected: "the customer's spend on AWS".into(),
        ..Evidence::about(field)
    })
}

/// ACE states revenue by the month (AWS Selling API, `ExpectedCustomerSpend`).
fn yearly(monthly: Money) -> Option<Money> {
    let amount = monthly.amount.checked_mul(MONTHS)?;
    Some(Money { amount, ..monthly })
}

/// Equal to the cent, in currencies that are not known to differ.
fn are_equal(one: Money, other: Money) -> bool {
    let may_be_one_currency = match (one.currency, other.currency) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    may_be_one_currency && one.amount == other.amount
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Currency;
    use crate::domain::testing::{ace_only, crm_only, linked_with_crm, usd};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with_amount(amount: Option<Money>) -> ScreenedDeal {
        screened(linked_with_crm(|crm| crm.amount = amount))
    }

    #[test]
    fn fails_for_each_figure_that_is_the_amount() {
        // 96,000 of ARR in the CRM, 8,000 a month in ACE.
        assert_eq!(
            evidence(&RULE, &with_amount(Some(usd(96_000)))).message,
            "The AWS ARR in the CRM is exactly the amount of the deal, USD 96,000: probably your revenue, \
             not AWS's."
        );
        let found = evidence(&RULE, &with_amount(Some(usd(8_000))));
        assert!(found.message.contains("AWS MRR in ACE"), "{}", found.message);
    }

    #[test]
    fn a_cent_or_another_currency_apart_is_another_figure() {
        let cent = Money { amount: "96000.01".parse().unwrap(), ..usd(0) };
        let euros = Money { currency: Currency::new("EUR"), ..usd(96_000) };
        for amount in [cent, euros] {
            assert_eq!(outcome(&RULE, &with_amount(Some(amount))), Outcome::Pass, "{amount}");
        }
    }

    #[test]
    fn a_blank_amount_is_unknown_and_without_revenue_there_is_nothing_to_compare() {
        assert_eq!(outcome(&RULE, &with_amount(None)), Outcome::unknown(Field::Amount));
        let without = screened(crm_only(|crm| crm.arr = None));
        for deal in [without, screened(ace_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
