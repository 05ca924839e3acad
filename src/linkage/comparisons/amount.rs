use std::ops::RangeInclusive;

use crate::domain::Money;
use crate::domain::recurrence::MONTHS;
use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::rough_amount::Figure;

/// Annual AWS revenue: the CRM's ARR or 12 × MRR, and 12 × ACE MRR.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "same AWS revenue", m: 47.0, u: 1.0 },
        Level { label: "AWS revenue within 5 %", m: 13.0, u: 2.3 },
        Level { label: "AWS revenue within 20 %", m: 13.0, u: 7.3 },
        Level { label: "AWS revenue within 45 %", m: 8.0, u: 14.5 },
        Level { label: "AWS revenue off by a factor of 12", m: 5.0, u: 0.6 },
        Level { label: "different AWS revenue", m: 10.0, u: 68.3 },
        Level { label: "AWS revenue in ACE is a placeholder", m: 4.0, u: 6.0 },
    ],
    level: |pair| {
        let ace = pair.ace.annual[0]?;
        let best = pair.crm.annual.iter().flatten().filter_map(|crm| level(*crm, ace)).min()?;
        Some(if best == DIFFERENT && is_placeholder(ace) { PLACEHOLDER } else { best })
    },
    words,
};

/// A figure of the CRM beside ACE's.
struct Beside {
    /// The level that the two reach.
    level: usize,
    figure: Figure,
    money: Money,
    is_year: bool,
}

/// The figure of the CRM that fits ACE's best: of ARR and MRR one may be out of date.
fn best(pair: &Pair) -> Option<Beside> {
    let ace = pair.ace.annual[0]?;
    let stated = [(pair.crm_record.arr, true), (pair.crm_record.mrr, false)];
    let figures = pair.crm.annual.into_iter().zip(stated);
    let figures = figures.filter_map(|(figure, (money, is_year))| {
        let (figure, money) = (figure?, money?);
        Some(Beside { level: level(figure, ace)?, figure, money, is_year })
    });
    figures.min_by_key(|beside| beside.level)
}

fn words(pair: &Pair, level: usize) -> String {
    let label = COMPARISON.levels[level].label;
    let (Some(crm), Some(ace), Some(month)) = (best(pair), pair.ace.annual[0], pair.ace_record.mrr)
    else {
        return label.to_owned();
    };
    let unit = if crm.is_year { "year" } else { "month" };
    let both = format!("{} a {unit} and {month} a month", crm.money);
    match level {
        0 if crm.money.currency == month.currency => equation(&crm, month),
        0 if is_same_figure(crm.figure, ace) => match crm.money.currency.and(month.currency) {
            Some(_) => format!("{both}: the figures agree, but not their currencies"),
            None => format!("{both}: the figures agree, one without its currency"),
        },
        0 => format!("{both}: about the same at a rough rate"),
        _ if NEAR.contains(&level) => {
            let apart = percent_apart(crm.figure, ace);
            if is_converted(crm.figure, ace) {
                format!("{both}: about {apart} % apart at a rough rate")
            } else {
                format!("{both}: {apart} % apart")
            }
        }
        _ => format!("{both}: {label}"),
    }
}

/// `12 × USD 8,000 = USD 96,000`, of figures in one currency.
fn equation(crm: &Beside, month: Money) -> String {
    let sign = |is_exact: bool| if is_exact { '=' } else { '≈' };
    let Beside { money, is_year, .. } = crm;
    if *is_year {
        let is_exact = month.amount.checked_mul(MONTHS) == Some(money.amount);
        format!("12 × {month} {} {money}", sign(is_exact))
    } else {
        format!("{money} {} {month} a month", sign(*money == month))
    }
}

/// Places of the levels of both comparisons of amounts.
pub(super) const DIFFERENT: usize = 5;
pub(super) const PLACEHOLDER: usize = 6;

/// A month of 1, 10, 100 or 1,000 dollars, which people enter where a figure is demanded.
pub(super) fn is_placeholder(ace: Figure) -> bool {
    [1.0, 10.0, 100.0, 1_000.0].iter().any(|month| (ace.usd - 12.0 * month).abs() < 0.01)
}

/// The levels of which the difference says more than the label: it may speak for a pair or against it.
pub(super) const NEAR: RangeInclusive<usize> = 1..=3;

/// By how many per cent of the larger two figures are apart.
pub(super) fn percent_apart(crm: Figure, ace: Figure) -> String {
    let apart = (crm.usd - ace.usd).abs() / crm.usd.max(ace.usd) * 100.0;
    format!("{:.0}", apart.max(1.0))
}

/// Whether a rough rate stands between the two figures.
pub(super) fn is_converted(crm: Figure, ace: Figure) -> bool {
    crm.currency != ace.currency
}

fn is_same_figure(crm: Figure, ace: Figure) -> bool {
    (crm.stated - ace.stated).abs() <= 0.001 * ace.stated
}

/// The level of two figures; the shares that part the levels are our choice, by `benches/linkage`. `None` if the
/// currencies cannot be told apart and the figures differ: a dollar figure in a column of euros is still the same figure.
pub(super) fn level(crm: Figure, ace: Figure) -> Option<usize> {
    if is_same_figure(crm, ace) {
        return Some(0);
    }
    if crm.currency.is_some() != ace.currency.is_some() {
        return None;
    }
    // A rough rate is a few per cent off at best.
    let slack = if crm.is_converted == ace.is_converted { 1.0 } else { 3.0 };
    let within = |one: f64, other: f64, share: f64| {
        (one - other).abs() <= one.max(other) * (share * slack).min(0.45)
    };
    Some(if within(crm.usd, ace.usd, 0.01) {
        0
    } else if within(crm.usd, ace.usd, 0.05) {
        1
    } else if within(crm.usd, ace.usd, 0.2) {
        2
    } else if within(crm.usd, ace.usd, 0.45) {
        3
    } else if within(crm.usd * 12.0, ace.usd, 0.01) || within(crm.usd, ace.usd * 12.0, 0.01) {
        4
    } else {
        5
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Currency;
    use crate::domain::testing::usd;
    use crate::linkage::comparison_testing::{blank_records, label, of_pair};
    use crate::linkage::rough_amount::figure;

    #[test]
    fn a_round_thousand_or_less_a_month_is_a_placeholder_unless_it_agrees() {
        for (arr, mrr, expected) in [
            (96_000, 1, "AWS revenue in ACE is a placeholder"),
            (96_000, 1_000, "AWS revenue in ACE is a placeholder"),
            (12_000, 1_000, "same AWS revenue"),
            (96_000, 900, "different AWS revenue"),
        ] {
            let (mut crm, mut ace) = blank_records();
            crm.arr = Some(usd(arr));
            ace.mrr = Some(usd(mrr));
            let label = of_pair(crm, ace, |pair| label(&COMPARISON, pair));
            assert_eq!(label, Some(expected), "{arr} and {mrr}");
        }
    }

    #[test]
    fn the_figure_that_agrees_is_shown_with_the_other() {
        let words = |arr: Option<i64>, mrr: Option<i64>| {
            let (mut crm, mut ace) = blank_records();
            (crm.arr, crm.mrr) = (arr.map(usd), mrr.map(usd));
            ace.mrr = Some(usd(8_000));
            of_pair(crm, ace, |pair| (COMPARISON.words)(pair, (COMPARISON.level)(pair).unwrap()))
        };
        assert_eq!(words(Some(96_000), None), "12 × USD 8,000 = USD 96,000");
        assert_eq!(words(Some(96_100), None), "12 × USD 8,000 ≈ USD 96,100");
        assert_eq!(words(Some(50_000), Some(8_000)), "USD 8,000 = USD 8,000 a month");
        assert_eq!(
            words(Some(80_000), None),
            "USD 80,000 a year and USD 8,000 a month: 17 % apart"
        );
        assert_eq!(
            words(Some(50_000), Some(7_700)),
            "USD 7,700 a month and USD 8,000 a month: 4 % apart"
        );
    }

    #[test]
    fn figures_in_two_currencies_make_no_equation() {
        for (arr, currency, expected) in [
            (
                96_000,
                "EUR",
                "EUR 96,000 a year and USD 8,000 a month: the figures agree, but not their currencies",
            ),
            (
                96_000,
                "",
                "96,000 a year and USD 8,000 a month: the figures agree, one without its currency",
            ),
            (
                14_400_000,
                "JPY",
                "JPY 14,400,000 a year and USD 8,000 a month: about the same at a rough rate",
            ),
            (
                80_000,
                "EUR",
                "EUR 80,000 a year and USD 8,000 a month: about 8 % apart at a rough rate",
            ),
        ] {
            let (mut crm, mut ace) = blank_records();
            crm.arr = Some(Money { amount: arr.into(), currency: Currency::new(currency) });
            ace.mrr = Some(usd(8_000));
            let words = of_pair(crm, ace, |pair| words(pair, (COMPARISON.level)(pair).unwrap()));
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn the_same_figure_agrees_whatever_currency_it_is_said_to_be_in() {
        for currency in [Currency::new("EUR"), None] {
            let (mut crm, mut ace) = blank_records();
            crm.arr = Some(Money { amount: 96_000.into(), currency });
            ace.mrr = Some(usd(8_000));
            let label = of_pair(crm, ace, |pair| label(&COMPARISON, pair));
            assert_eq!(label, Some("same AWS revenue"));
        }
    }

    #[test]
    fn amounts_agree_by_share_of_the_larger_or_by_a_factor_of_twelve() {
        let label = |crm: i64, ace: i64| {
            let figure = |amount| figure(usd(amount), 1).unwrap();
            COMPARISON.levels[level(figure(crm), figure(ace)).unwrap()].label
        };
        assert_eq!(label(96_000, 96_000), "same AWS revenue");
        assert_eq!(label(96_000, 92_000), "AWS revenue within 5 %");
        assert_eq!(label(96_000, 80_000), "AWS revenue within 20 %");
        assert_eq!(label(8_000, 96_000), "AWS revenue off by a factor of 12");
        assert_eq!(label(96_000, 60_000), "AWS revenue within 45 %");
        assert_eq!(label(96_000, 9_000), "different AWS revenue");
    }
}
