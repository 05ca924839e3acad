//! What a deal is worth, as each system writes it down.

use mapaudit::domain::{CrmOpportunity, Currency, Decimal, Money};

use crate::random::Random;

/// ACE's monthly figure.
pub(crate) fn monthly(random: &mut Random, monthly: i64) -> Option<i64> {
    Some(match random.weighted(&[42, 14, 14, 15, 4, 5, 6]) {
        0 => monthly,
        1 => monthly * random.between(96, 104) / 100,
        2 => monthly * random.between(80, 120) / 100,
        3 => monthly * random.between(40, 220) / 100,
        4 => monthly * 12,
        5 => *random.one_of(&[1, 100, 1000]),
        _ => return None,
    })
}

/// What the CRM says of a deal's revenue: AWS's, the partner's own, or both in one figure.
pub(crate) fn amounts(
    random: &mut Random,
    crm: &mut CrmOpportunity,
    monthly: i64,
    currency_code: &str,
) {
    let currency = Currency::new(currency_code).unwrap_or(Currency::USD);
    let annual = monthly * 12;
    match random.weighted(&[45, 15, 25, 15]) {
        0 => crm.arr = Some(usd(annual)),
        1 => crm.mrr = Some(usd(monthly)),
        2 => {
            let rate = units_per_dollar(currency_code);
            let amount = Decimal::from(annual) * rate;
            crm.amount = Some(Money { amount: amount.round(), currency: Some(currency) });
            return;
        }
        _ => {}
    }
    // The partner's own revenue, which has nothing to do with AWS's.
    let own = annual * random.between(30, 300) / 100 / 100 * 100;
    crm.amount = Some(Money { amount: Decimal::from(own), currency: Some(currency) });
}

fn units_per_dollar(currency: &str) -> Decimal {
    let hundredths = match currency {
        "GBP" => 78,
        "EUR" => 92,
        "CHF" => 88,
        "AUD" => 152,
        "CAD" => 136,
        "INR" => 8_350,
        "MXN" => 1_750,
        "BRL" => 510,
        "PLN" => 395,
        "SEK" => 1_050,
        "DKK" => 688,
        "JPY" => 15_100,
        "CNY" => 720,
        "KRW" => 135_000,
        "RUB" => 9_000,
        "BGN" => 180,
        _ => 100,
    };
    Decimal::new(hundredths, 2)
}

/// US dollars.
pub(crate) fn usd(amount: i64) -> Money {
    Money { amount: Decimal::from(amount), currency: Some(Currency::USD) }
}
