//! How rules name deals, amounts and dates in their texts.

use crate::domain::{CrmOpportunity, Currency, Decimal, Money, PlannedStart};

/// The deal as its owner can find it: by its id, or by its place if the export has no ids.
pub(super) fn deal(crm: &CrmOpportunity) -> String {
    if crm.id.is_weak() {
        format!("the deal in {}", crm.at.label())
    } else {
        format!("deal {}", crm.id)
    }
}

/// The text with a capital, to begin a sentence with.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// An amount of US dollars: `USD 96,000`.
pub(super) fn usd(amount: Decimal) -> String {
    Money { amount, currency: Some(Currency::USD) }.to_string()
}

/// A planned start with what it was read from: `2027-01-15 (project start)`.
pub(super) fn start(start: PlannedStart) -> String {
    format!("{} ({})", start.date, start.basis.field().label())
}

/// `1 day`, `12 days`.
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CrmId;
    use crate::domain::testing::crm;

    #[test]
    fn a_deal_is_named_by_its_id() {
        assert_eq!(deal(&crm()), "deal 0065f00000AbCdE");
    }

    #[test]
    fn a_deal_of_an_export_without_ids_is_named_by_its_place() {
        let mut crm = crm();
        crm.id = CrmId::new("weak:8f3a").unwrap();
        assert_eq!(deal(&crm), "the deal in crm.csv ▸ 2");
    }

    #[test]
    fn sentences_begin_with_a_capital_in_any_script() {
        for (text, capital) in [("deal 1", "Deal 1"), ("état", "État"), ("O12", "O12"), ("", "")]
        {
            assert_eq!(sentence(text), capital);
        }
    }

    #[test]
    fn one_day_is_singular() {
        assert_eq!([days(1), days(0), days(2)], ["1 day", "0 days", "2 days"]);
    }
}
