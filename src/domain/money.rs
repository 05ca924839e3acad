//! Amounts of money, exact, with their currency.

use std::collections::BTreeMap;
use std::fmt;

use super::currency_codes;

pub use rust_decimal::{Decimal, RoundingStrategy};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// US dollars, the currency of ARR.
    pub const USD: Currency = Currency(*b"USD");

    /// The currency if `code` is three letters, in either case.
    pub fn new(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Currency(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The currency if ISO 4217 lists `code`, now or in former years, in either case.
    pub fn listed(code: &str) -> Option<Currency> {
        Currency::new(code).filter(|currency| currency_codes::is_listed(currency.as_str()))
    }

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// An amount of money. Never a float, so that totals are exact to the cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount in units of the currency.
    pub amount: Decimal,
    /// The currency; `None` if nothing in the file states it.
    pub currency: Option<Currency>,
}

impl Money {
    /// The amount in US dollars, to the cent, by these rates of US dollars per unit. `None` without a currency or its
    /// rate.
    pub fn usd(&self, usd_rates: &BTreeMap<Currency, Decimal>) -> Option<Decimal> {
        let rate = match self.currency? {
            Currency::USD => Decimal::ONE,
            other => *usd_rates.get(&other)?,
        };
        self.amount.checked_mul(rate).map(to_cents)
    }
}

/// The amount to the cent. Half a cent counts as one, as in spreadsheets: the workbook's formulas come to the same.
pub fn to_cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

impl fmt::Display for Money {
    /// `USD 96,000` or `96,000.50`: for messages.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(currency) = self.currency {
            write!(out, "{currency} ")?;
        }
        out.write_str(&grouped(self.amount))
    }
}

/// The amount with thousands separators and at most two decimals: `96,000` or `96,000.50`.
pub fn grouped(amount: Decimal) -> String {
    let rounded = to_cents(amount).normalize();
    let text = if rounded.scale() == 0 { rounded.to_string() } else { format!("{rounded:.2}") };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, cents) = digits.split_once('.').map_or((digits, None), |(w, c)| (w, Some(c)));
    let mut out = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(cents) = cents {
        out.push('.');
        out.push_str(cents);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        for (amount, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("96000.5", "96,000.50"),
            ("-1234567.891", "-1,234,567.89"),
        ] {
            assert_eq!(grouped(amount.parse().unwrap()), text);
        }
    }

    #[test]
    fn half_a_cent_counts_as_one() {
        for (amount, cents) in
            [("1.005", "1.01"), ("1.015", "1.02"), ("-1.005", "-1.01"), ("1.0049", "1.00")]
        {
            let amount: Decimal = amount.parse().unwrap();
            assert_eq!(to_cents(amount).to_string(), cents);
        }
    }

    #[test]
    fn a_currency_is_three_letters() {
        assert_eq!(Currency::new(" usd "), Some(Currency::USD));
        assert_eq!(Currency::new("US Dollar"), None);
        assert_eq!(Currency::new("€"), None);
    }
}
