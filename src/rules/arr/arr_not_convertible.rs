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
    if crm.is_none() && ace.is_none() {
        return Outcome::NotApplicable;
    }
    let found: Vec<Unpriced> = [
        in_crm.map(|(money, field)| Unpriced { system: FixIn::Crm, field, money }),
        in_ace.map(|(money, field)| Unpriced { system: FixIn::Ace, field, money }),
    ]
    .into_iter()
    .flatten()
    .collect();
    match found.first() {
        None => Outcome::Pass,
        Some(first) => Outcome::fail(not_convertible(first, &found)),
    }
}

/// A figure that cannot be told in US dollars.
struct Unpriced {
    /// Where it stands.
    system: FixIn,
    field: Field,
    money: Money,
}

fn not_convertible(first: &Unpriced, found: &[Unpriced]) -> Evidence {
    let value =
        |system: FixIn| found.iter().find(|it| it.system == system).map(|it| it.money.to_string());
    let messages: Vec<String> = found.iter().map(Unpriced::message).collect();
    let mut fixes: Vec<String> = found.iter().map(Unpriced::fix).collect();
    fixes.dedup();
    let is_rate_missing = first.money.currency.is_some();
    Evidence {
        message: messages.join(" "),
        fix: fixes.join(" "),
        fix_in: if is_rate_missing { FixIn::Partner } else { first.system },
        crm_value: value(FixIn::Crm),
        ace_value: value(FixIn::Ace),
        expected: "US dollars, or a currency with a rate".into(),
        ..Evidence::about(first.field)
    }
}

impl Unpriced {
    fn message(&self) -> String {
        let (figure, system) = (self.field.label(), self.in_system());
        match self.money.currency {
            Some(currency) => format!(
                "The {figure} in {system} is {}, and there is no rate for {currency}.",
                self.money
            ),
            None => format!(
                "The {figure} in {system} is {}, and its currency is not known.",
                self.money
            ),
        }
    }

    fn fix(&self) -> String {
        match self.money.currency {
            Some(currency) => format!(
                "In mapaudit.toml, add {currency} to [usd_rates]: US dollars for one {currency}."
            ),
            None => format!(
                "State the currency of the {} in {}, and export again.",
                self.field.label(),
                self.in_system()
            ),
        }
    }

    fn in_system(&self) -> &'static str {
        if self.system == FixIn::Ace { "ACE" } else { "the CRM" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_of, linked_deal, linked_with_ace, linked_with_crm};
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
    fn one_finding_tells_of_both_sides_and_asks_once_for_one_currency() {
        let both = |in_ace: &str| {
            let mut deal = screened(linked_with_crm(|crm| crm.arr = Some(of("SEK"))));
            ace_of(&mut deal.deal).mrr = Some(of(in_ace));
            (deal.screening.arr.crm_usd, deal.screening.arr.ace_usd) = (None, None);
            evidence(&RULE, &deal)
        };
        let found = both("EUR");
        assert_eq!(
            found.message,
            "The AWS ARR in the CRM is SEK 90,000, and there is no rate for SEK. The AWS MRR in ACE is EUR 90,000, and \
             there is no rate for EUR."
        );
        assert_eq!(found.ace_value.as_deref(), Some("EUR 90,000"));
        assert_eq!(
            both("SEK").fix,
            "In mapaudit.toml, add SEK to [usd_rates]: US dollars for one SEK."
        );
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
        ace_of(&mut blank.deal).mrr = None;
        assert_eq!(outcome(&RULE, &blank), Outcome::NotApplicable);
    }
}
