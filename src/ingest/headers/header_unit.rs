//! The unit at the end of a header: `AWS ARR (k€)`, `Amount in kUSD`, `ARR [in thousands]`.

use crate::domain::currency_words;
use crate::domain::recurrence::{self, Recurrence};
use crate::domain::tax_words::{before_tax_words, is_tax_word};
use crate::domain::{Currency, east_asian_scale, scale_word};

/// What a header says of the numbers below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct HeaderUnit {
    /// What every number stands for: 1,000 in a column of thousands, else 1.
    pub multiplier: u32,
    /// The currency, if it can be only one: `$` is that of many countries.
    pub currency: Option<Currency>,
    /// How often the revenue comes.
    pub recurrence: Option<Recurrence>,
}

impl HeaderUnit {
    /// Nothing but that there is a number.
    pub(in crate::ingest) const NONE: HeaderUnit =
        HeaderUnit { multiplier: 1, currency: None, recurrence: None };

    /// The unit with what the row below the header says where it says nothing itself: `AWS ARR (USD)` above `k$`.
    pub(in crate::ingest) fn with(self, below: Option<HeaderUnit>) -> HeaderUnit {
        let below = below.unwrap_or(HeaderUnit::NONE);
        HeaderUnit {
            multiplier: if self.multiplier == 1 { below.multiplier } else { self.multiplier },
            currency: self.currency.or(below.currency),
            recurrence: self.recurrence.or(below.recurrence),
        }
    }
}

/// The names that stand before a unit, each with it; none if there is no unit. `key` is a folded header. Of
/// `aws spend p.a. (eur)` first the name with `p.a.`, then without it.
pub(in crate::ingest) fn split(key: &str) -> Vec<(String, HeaderUnit)> {
    let mut names = Vec::new();
    // Of `amount (€ ht)` the words on taxes are half of what stands in the brackets.
    let is_whole = |name: &&str| name.contains('(') == name.contains(')');
    let before = Some(before_tax_words(key)).filter(is_whole);
    let (mut name, mut unit) = (before.unwrap_or(key), HeaderUnit::NONE);
    if name.len() < key.len() {
        names.push((name.to_owned(), unit));
    }
    if let Some((before, of_end)) = bracketed(name).or_else(|| trailing(name)) {
        (name, unit) = (bare(before), of_end);
        // `AWS ARR USD (000)`
        let of_name = trailing(name).filter(|(_, of_name)| of_name.multiplier == 1);
        unit.currency = unit.currency.or(of_name.and_then(|(_, of_name)| of_name.currency));
        names.push((name.to_owned(), unit));
        names.extend(of_name.map(|(before, _)| (bare(before).to_owned(), unit)));
    }
    if before_tax_words(name).len() < name.len() {
        name = bare(before_tax_words(name));
        names.push((name.to_owned(), unit));
    }
    if unit.recurrence.is_none()
        && let Some((before, recurrence)) = recurrence::split(name)
    {
        (name, unit.recurrence) = (bare(before), Some(recurrence));
        names.push((name.to_owned(), unit));
        if unit == (HeaderUnit { recurrence: Some(recurrence), ..HeaderUnit::NONE })
            && let Some((before, of_end)) = trailing(name)
        {
            names.push((
                bare(before).to_owned(),
                HeaderUnit { recurrence: unit.recurrence, ..of_end },
            ));
        }
    }
    names.retain(|(name, _)| !name.is_empty());
    names
}

fn bare(name: &str) -> &str {
    name.trim().trim_end_matches([',', '-', ':']).trim_end()
}

/// `(usd)`, `[€]`, `(in eur)`, `(eur '000)`.
fn bracketed(key: &str) -> Option<(&str, HeaderUnit)> {
    let (name, inner) = key.rsplit_once(['(', '['])?;
    let inner = inner.strip_suffix([')', ']'])?.trim();
    let inner = before_tax_words(inner.strip_prefix("in ").unwrap_or(inner));
    let of_recurring = |text: &str| {
        let (before, recurrence) = recurrence::split(text)?;
        let before = bare(before);
        let unit = if before.is_empty() { HeaderUnit::NONE } else { unit(before)? };
        Some(HeaderUnit { recurrence: Some(recurrence), ..unit })
    };
    // `(annual, usd)`
    let turned = || {
        inner.split_once([',', ';', '/', '・']).map(|(first, second)| format!("{second} {first}"))
    };
    let found = of_recurring(inner)
        .or_else(|| of_recurring(&turned()?))
        .or_else(|| currency_name(inner))
        .or_else(|| inner.split(' ').all(is_tax_word).then_some(HeaderUnit::NONE))
        .or_else(|| unit(inner))?;
    Some((name, found))
}

/// `us dollar`, `美元`.
fn currency_name(words: &str) -> Option<HeaderUnit> {
    let stated = Some(words).filter(|it| it.len() > 3).and_then(currency_words::exactly)?;
    Some(HeaderUnit { currency: stated.given_alone(), ..HeaderUnit::NONE })
}

/// `in kusd`, `in thousands`, and the last word or two if they can be nothing but a unit: `k€`, `usd`, `k`, `usd k`.
fn trailing(key: &str) -> Option<(&str, HeaderUnit)> {
    // Codes that are English words.
    const WORDS: [&str; 5] = ["all", "cup", "pen", "top", "try"];
    if let Some((name, after)) = key.rsplit_once(" in ")
        && let Some(unit) = unit(after)
    {
        return Some((name, unit));
    }
    let of_words = |start: usize| {
        let words = key[start..].trim_start();
        let is_plainly_one = |unit: &HeaderUnit| {
            unit.currency.is_some()
                || words.contains(CURRENCY_SIGNS)
                || words == "k"
                || words.len() > "crore".len() && scale(words).is_some()
        };
        let found = unit(words).filter(is_plainly_one).filter(|_| !WORDS.contains(&words))?;
        Some((&key[..start], found))
    };
    let mut starts = key.rmatch_indices(' ').map(|(start, _)| start);
    let last = starts.next()?;
    // Of `k eur`, `eur` alone would leave the `k` to the name.
    let of_two = starts.next().and_then(of_words).filter(|(_, unit)| unit.multiplier != 1);
    of_two.or_else(|| of_words(last))
}

/// The unit that the words state, if they state nothing else.
pub(in crate::ingest) fn unit(words: &str) -> Option<HeaderUnit> {
    let mut unit = HeaderUnit::NONE;
    let mut has_currency = false;
    let mut is_bare_m = false;
    let words = ["단위:", "単位:", "单位:", "單位:"]
        .iter()
        .find_map(|it| words.strip_prefix(it))
        .unwrap_or(words)
        .trim();
    // In Portuguese, `mil` is a thousand; elsewhere it may be a million.
    let plain = words.replace("r$ mil", "r$ 000").replace(['\'', '\u{2019}', ',', '.'], "");
    for word in plain.split(|c: char| c.is_whitespace() || c == '/') {
        if word == "of" || word == "in" {
            continue;
        }
        let (multiplier, currency) = one_word(word)?;
        if let Some(multiplier) = multiplier {
            if unit.multiplier != 1 {
                return None;
            }
            unit.multiplier = multiplier;
            is_bare_m = word == "m";
        }
        if let Some(text) = currency {
            has_currency = true;
            unit.currency = exact_currency(text);
        }
    }
    // Without a currency "(m)" may be metres, months or monthly; behind rupiah, a milliard.
    let is_rupiah = unit.currency.is_some_and(|currency| currency.as_str() == "IDR");
    let says_something =
        if is_bare_m { has_currency && !is_rupiah } else { has_currency || unit.multiplier != 1 };
    says_something.then_some(unit)
}

/// What a scale stands for, as headers write it. The German T is a thousand; M is a million. Other words of one or two
/// letters mean too many things in a header.
fn scale(word: &str) -> Option<u32> {
    const THOUSANDS: [&str; 5] = ["000", "000s", "1000", "1000s", "x1000"];
    const SHORT: [&str; 7] = ["k", "m", "mm", "mn", "bn", "cr", "jt"];
    let is_telling = word.chars().count() > 2 || SHORT.contains(&word);
    let of_word = || scale_word(word).filter(|_| is_telling);
    THOUSANDS.contains(&word).then_some(1_000).or_else(of_word)
}

/// The scale and the currency of one word: `k`, `eur`, `k€`, `$m`, `teur`.
fn one_word(word: &str) -> Option<(Option<u32>, Option<&str>)> {
    if let Some(multiplier) = scale(word) {
        return Some((Some(multiplier), None));
    }
    if is_currency(word) {
        return Some((None, Some(word)));
    }
    // `千円`, `百万円`, `백만원`
    if let Some((factor, currency)) = east_asian_scale(word) {
        let multiplier = u32::try_from(factor).ok()?;
        let is_whole = currency.is_empty() || is_currency(currency);
        return is_whole.then_some((Some(multiplier), Some(currency).filter(|it| !it.is_empty())));
    }
    let glued = ["k", "t", "m", "mio"].into_iter().find_map(|prefix| {
        let currency = word.strip_prefix(prefix).filter(|rest| is_currency(rest))?;
        Some((Some(scale(prefix).unwrap_or(1_000)), Some(currency)))
    });
    glued.or_else(|| {
        ["k", "mm", "mn", "m", "bn", "000s", "000"].into_iter().find_map(|suffix| {
            let currency = word.strip_suffix(suffix).filter(|rest| is_currency(rest))?;
            Some((scale(suffix), Some(currency)))
        })
    })
}

fn is_currency(word: &str) -> bool {
    // `us$`, `r$`, `nt$`: the country before the sign.
    const COUNTRIES: [&str; 12] =
        ["", "us", "a", "au", "c", "ca", "nz", "s", "hk", "nt", "mx", "r"];
    let sign = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let mut signs = sign.chars();
    let is_one_sign =
        signs.next().is_some_and(|c| CURRENCY_SIGNS.contains(&c)) && signs.next().is_none();
    let is_sign = is_one_sign && COUNTRIES.contains(&&word[..word.len() - sign.len()]);
    Currency::listed(word).is_some() || is_sign || LETTERS.contains(&word)
}

/// Signs of letters that can mean nothing else in a header. `kr` is that of four countries.
const LETTERS: [&str; 9] = ["kč", "zł", "tl", "ft", "rp", "원", "руб", "грн", "kr"];

/// The currency of a code, or of a sign that only one currency bears.
fn exact_currency(word: &str) -> Option<Currency> {
    Currency::listed(word).or_else(|| currency_words::of_sign_alone(word))
}

/// Signs that stand for currencies.
const CURRENCY_SIGNS: [char; 23] = [
    '$', '€', '£', '¥', '₹', '₩', '₽', '₺', '₪', '฿', '₫', '₱', '₴', '₦', '₡', '₲', '₵', '₸', '₼',
    '₾', '円', '元', '￥',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str) -> Option<(String, u32, Option<String>)> {
        let (name, unit) = split(key).into_iter().rfind(|(_, unit)| unit.recurrence.is_none())?;
        Some((name, unit.multiplier, unit.currency.map(|c| c.to_string())))
    }

    #[test]
    fn a_month_or_year_is_set_apart() {
        for (key, recurrence, multiplier, currency) in [
            ("aws arr p.a. (usd)", Recurrence::Yearly, 1, Some("USD")),
            ("aws arr (usd/year)", Recurrence::Yearly, 1, Some("USD")),
            ("aws arr [keur p.a.]", Recurrence::Yearly, 1_000, Some("EUR")),
            ("aws arr (monthly)", Recurrence::Monthly, 1, None),
            ("aws arr usd/month", Recurrence::Monthly, 1, Some("USD")),
            ("aws arr per year", Recurrence::Yearly, 1, None),
            ("aws arr (annual, usd)", Recurrence::Yearly, 1, Some("USD")),
            ("aws arr (12 p.a.)", Recurrence::Yearly, 0, None),
        ] {
            let found = split(key).pop().map(|(name, unit)| {
                (name, unit.recurrence, unit.multiplier, unit.currency.map(|c| c.to_string()))
            });
            let expected =
                ("aws arr".to_owned(), Some(recurrence), multiplier, currency.map(str::to_owned));
            assert_eq!(found, Some(expected).filter(|_| multiplier > 0), "{key}");
        }
    }

    #[test]
    fn words_on_taxes_are_set_apart_and_a_unit_before_them_too() {
        assert_eq!(of("amount (net)"), Some(("amount".into(), 1, None)));
        let names: Vec<String> =
            split("amount eur netto").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["amount eur", "amount"]);
        let names: Vec<String> =
            split("amount netto (pln)").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["amount netto", "amount"]);
    }

    #[test]
    fn a_currency_is_set_apart() {
        for (key, currency) in [
            ("aws arr (usd)", Some("USD")),
            ("aws arr [€]", Some("EUR")),
            ("aws arr ($)", None),
            ("aws arr (in eur)", Some("EUR")),
            ("aws arr (us$)", Some("USD")),
            ("aws arr (r$)", Some("BRL")),
            ("aws arr £", None),
            ("aws arr in eur", Some("EUR")),
            ("aws arr eur", Some("EUR")),
            ("aws arr, usd", Some("USD")),
            ("aws arr (us dollar)", Some("USD")),
            ("aws arr (美元)", Some("USD")),
        ] {
            assert_eq!(of(key), Some(("aws arr".into(), 1, currency.map(str::to_owned))), "{key}");
        }
    }

    #[test]
    fn thousands_and_millions_are_set_apart() {
        for (key, multiplier, currency) in [
            ("aws arr (k)", 1_000, None),
            ("aws arr in kusd", 1_000, Some("USD")),
            ("aws arr (eur '000)", 1_000, Some("EUR")),
            ("aws arr ('000)", 1_000, None),
            ("aws arr ($000s)", 1_000, None),
            ("aws arr (in thousands)", 1_000, None),
            ("aws arr (thousands of usd)", 1_000, Some("USD")),
            ("aws arr in thousands", 1_000, None),
            ("aws arr (k€)", 1_000, Some("EUR")),
            ("aws arr (tl)", 1, Some("TRY")),
            ("aws arr (mio. kč)", 1_000_000, Some("CZK")),
            ("aws arr (kr)", 1, None),
            ("aws arr (€ ht)", 1, Some("EUR")),
            ("aws arr (keur netto)", 1_000, Some("EUR")),
            ("aws arr k€", 1_000, Some("EUR")),
            ("aws arr usd (000)", 1_000, Some("USD")),
            ("aws arr usd k", 1_000, Some("USD")),
            ("aws arr k", 1_000, None),
            ("aws arr thousands", 1_000, None),
            ("aws arr (x1000)", 1_000, None),
            ("aws arr (tys. pln)", 1_000, Some("PLN")),
            ("aws arr (тыс. usd)", 1_000, Some("USD")),
            ("aws arr (mrd. eur)", 1_000_000_000, Some("EUR")),
            ("aws arr (lacs inr)", 100_000, Some("INR")),
            ("aws arr k $", 1_000, None),
            ("aws arr k eur", 1_000, Some("EUR")),
            ("aws arr eur '000", 1_000, Some("EUR")),
            ("aws arr teur", 1_000, Some("EUR")),
            ("aws arr (tsd. €)", 1_000, Some("EUR")),
            ("aws arr ($k)", 1_000, None),
            ("aws arr (r$ mil)", 1_000, Some("BRL")),
            ("aws arr (m$)", 1_000_000, None),
            ("aws arr (usd m)", 1_000_000, Some("USD")),
            ("aws arr (mio. chf)", 1_000_000, Some("CHF")),
            ("aws arr (₹ crore)", 10_000_000, Some("INR")),
            ("aws arr (₹ cr)", 10_000_000, Some("INR")),
            ("aws arr (百万円)", 1_000_000, Some("JPY")),
            ("aws arr (千円)", 1_000, Some("JPY")),
            ("aws arr (万元)", 10_000, Some("CNY")),
            ("aws arr (단위: 백만원)", 1_000_000, Some("KRW")),
            ("aws arr (単位: 万)", 10_000, None),
        ] {
            let expected = Some(("aws arr".to_owned(), multiplier, currency.map(str::to_owned)));
            assert_eq!(of(key), expected, "{key}");
        }
    }

    #[test]
    fn other_words_at_the_end_are_part_of_the_name() {
        for key in [
            "amount (converted)",
            "amount",
            "value (acv)",
            "(usd)",
            "probability (%)",
            "term (m)",
            "amount in company currency",
            "servers in scope",
            "opportunity id (18 digit)",
            "aws arr (monthly)",
            "aws arr m",
            "amount all",
            "disks (k k)",
        ] {
            assert_eq!(of(key), None, "{key}");
        }
    }
}
