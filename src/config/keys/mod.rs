//! The keys of `mapaudit.toml`: each with what is allowed, where its default comes from, and how it is
//! read and shown.

mod general;
mod inputs;
mod linkage;
mod outputs;
mod partner;
mod rules;
mod screening;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::Config;
use crate::domain::Decimal;

pub use outputs::is_workbook_name;

/// One key of the configuration.
pub(super) struct Key {
    /// Section and name: `screening.lead_days`.
    pub(super) name: &'static str,
    /// What it is for, in a sentence.
    pub(super) about: &'static str,
    /// A value as it is written: the default, if there is one.
    pub(super) example: &'static str,
    /// What a value may be; completes "must be …".
    pub(super) allowed: &'static str,
    /// Where the default comes from.
    pub(super) source: &'static str,
    /// Takes the value over; `false` if it is not allowed.
    pub(super) read: fn(&mut Config, &DeValue) -> bool,
    /// The value in force, as text.
    pub(super) show: fn(&Config) -> String,
}

impl Key {
    /// The section, if it stands in one: `screening`.
    pub(super) fn section(&self) -> Option<&'static str> {
        self.name.split_once('.').map(|(section, _)| section)
    }
}

/// Every key, in the order in which they are documented.
pub(super) fn all() -> impl Iterator<Item = &'static Key> {
    let sections = [
        general::KEYS,
        partner::KEYS,
        inputs::KEYS,
        outputs::KEYS,
        screening::KEYS,
        rules::KEYS,
        linkage::KEYS,
    ];
    sections.into_iter().flatten()
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let Some(value) = value else {
        return false;
    };
    *place = value;
    true
}

fn texts(value: &DeValue) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

/// A number as it is written, so that 0.1 is exactly a tenth, and without its last zeros, so that 0.10 is the same setting.
fn decimal(value: &DeValue) -> Option<Decimal> {
    let written = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    written.parse().ok().map(|number: Decimal| number.normalize())
}

/// The most that a rate of exchange or a multiplier may be. Our choice: no currency is worth as much, and what an
/// export holds times this stays far from the most that [`Decimal`] counts to.
const MOST_RATE: i64 = 1_000_000;

/// The most that an amount of US dollars may be. Our choice: more than AWS earns in a year.
const MOST_AMOUNT: i64 = 1_000_000_000_000;

/// A rate of exchange or a multiplier.
pub(super) fn rate(value: &DeValue) -> Option<Decimal> {
    decimal(value).filter(|rate| *rate > Decimal::ZERO && *rate <= MOST_RATE.into())
}

/// An amount of US dollars, or a share of one.
pub(super) fn amount(value: &DeValue) -> Option<Decimal> {
    decimal(value).filter(|amount| (Decimal::ZERO..=MOST_AMOUNT.into()).contains(amount))
}

fn share(value: &DeValue) -> Option<Decimal> {
    decimal(value).filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share))
}

fn score(value: &DeValue) -> Option<f64> {
    share(value).and_then(|score| score.try_into().ok())
}

fn whole(value: &DeValue, least: u32, most: u32) -> Option<u32> {
    let written = value.as_integer()?;
    let number = u32::from_str_radix(written.as_str(), written.radix()).ok()?;
    (least..=most).contains(&number).then_some(number)
}

fn days(value: &DeValue) -> Option<u32> {
    whole(value, 0, 365)
}

/// A day, bare or in quotation marks.
pub(super) fn date(value: &DeValue) -> Option<NaiveDate> {
    let text = match value {
        DeValue::Datetime(moment) => moment.to_string(),
        _ => value.as_str()?.to_owned(),
    };
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
}
