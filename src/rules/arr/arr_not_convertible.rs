//! AWS revenue that cannot be told in US dollars.

use crate::domain::{Evidence, Field, FixIn, Money, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "ARR006",
    name: "arr-not-convertible",
    severity: Severity::Medium,
    summary: "AWS revenue has a currency for which a rate is known.",
    why: "Revenue without a rate stays out of every total, so the deal looks smaller than it is.",
    fix: "Add the rate to [usd_rates] in mapaudit.toml, or state the currency in the export.",
    fix_in: FixIn::Crm,
    source: "Our choice: no rate is guessed.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::Arr, Field::Mrr, Field::ArrCurrency, Field::Currency],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let arr = &screened.screening.arr;
    let crm = screened.deal.crm().and_then(|crm| {
        let yearly = crm.arr.map(|money| (money, Field::Arr));
        yearly.or_else(|| crm.mrr.map(|money| (money, Field::Mrr)))
    });
    let ace = screened.deal.ace().and_then(|ace| ace.mrr).map(|money| (money, Field::Mrr));
    let in_crm = crm.filter(|_| arr.crm_usd.is_none());
    let in_ace = ace.filter(|_| arr.ace_usd.is_none());
    match (in_crm, in_ace) {
        (Some((money, field)), _) => Outcome::fail(Evidence {
            crm_value: Some(money.to_string()),
            ..not_convertible("the CRM", field, money)
        }),
        (None, Some((money, field))) => Outcome::fail(Evidence {
            ace_value: Some(money.to_string()),
            ..not_convertible("ACE", field, money)
        }),
        (None, None) if crm.is_none() && ace.is_none() => Outcome::NotApplicable,
        (None, None) => Outcome::Pass,
    }
}

fn not_convertible(system: &str, field: Field, money: Money) -> Evidence {
    let figure = field.label();
    let (message, fix, fix_in) = match money.currency {
        Some(currency) => (
            format!("The {figure} in {system} is {money}, and there is no rate for {currency}."),
            format!(
                "In mapaudit.toml, add {currency} to [usd_rates]: US dollars for one {currency}."
            ),
            FixIn::Partner,
        ),
        None => (
            format!("The {figure} in {system} is {money}, and its currency is not known."),
            format!("State the currency of the {figure} in {system}, and export again."),
            if system == "ACE" { FixIn::Ace } else { FixIn::Crm },
        ),
    };
    Evidence {
        message,
        fix,
        fix_in,
        expected: "US dollars, or a currency with a rate".into(),
        ..Evidence::about(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{linked_deal, linked_with_ace, linked_with_crm};
    use crate::domain::{Currency, Decimal};
    use crate::rules::testing::{evidence, outcome, screened};

    fn of(code: &str) -> Money {
        Money { amount: Decimal::from(90_000), currency: Currency::new(code) }
    }

    #[test]
    fn fails_for_a_currency_without_a_rate_on_either_side() {
        let mut deal = screened(linked_with_crm(|crm| crm.arr = Some(of("SEK"))));
        deal.screening.arr.crm_usd = None;
        let found = evidence(&RULE, &deal);
        assert_eq!(
            found.message,
            "The AWS ARR in the CRM is SEK 90,000, and there is no rate for SEK."
        );
        let mut deal = screened(linked_with_ace(|ace| ace.mrr = Some(of("EUR"))));
        deal.screening.arr.ace_usd = None;
        assert!(evidence(&RULE, &deal).fix.contains("add EUR to [usd_rates]"));
    }

    #[test]
    fn fails_for_a_figure_whose_currency_is_not_known() {
        let mut deal = screened(linked_with_crm(|crm| crm.arr = Some(of("?"))));
        deal.screening.arr.crm_usd = None;
        assert!(evidence(&RULE, &deal).message.ends_with("its currency is not known."));
    }

    #[test]
    fn passes_when_all_is_in_dollars_and_needs_a_figure_to_judge() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        let mut blank = screened(linked_with_crm(|crm| crm.arr = None));
        if let crate::domain::Records::Linked { ace, .. } = &mut blank.deal.records {
            ace.mrr = None;
        }
        assert_eq!(outcome(&RULE, &blank), Outcome::NotApplicable);
    }
}
