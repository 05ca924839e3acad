//! What the dates of a column say about the order of day and month.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::date_parts::ORDERS;
use super::dates::{Written, written};
use crate::domain::{Column, DateOrder};

/// What the values of a column that have one separator say about its order.
#[derive(Default)]
pub(super) struct Evidence {
    /// Per order of [`ORDERS`], the first record that is a date in another order, but not in this.
    misfits: [Option<usize>; 3],
    /// Whether a value reads differently in two orders.
    pub(super) has_two_readings: bool,
    /// Per order, the first and the last year of the values.
    years: [Option<(i32, i32)>; 3],
    /// The first record whose year is at the end unless the column says otherwise.
    ends_in_year: Option<usize>,
}

/// By how many years dates with the day first must be further apart than with the year first, before it is asked which of the
/// two dates with dots are (our choice): deals lie within a few years, and days within thirty.
const YEARS_APART: i32 = 5;

impl Evidence {
    /// Whether every value is a date in this order.
    pub(super) fn fits(&self, order: DateOrder) -> bool {
        self.misfit(order).is_none()
    }

    /// The first record that is none in this order.
    pub(super) fn misfit(&self, order: DateOrder) -> Option<usize> {
        ORDERS.iter().zip(self.misfits).find(|(each, _)| **each == order).and_then(|(_, at)| at)
    }

    /// The orders in which every value is a date.
    pub(super) fn fitting(&self) -> Vec<DateOrder> {
        ORDERS.into_iter().filter(|order| self.fits(*order)).collect()
    }

    /// Leaves the year at the end where the dates show no other place for it.
    fn place_years(&mut self) {
        let Some(record) = self.ends_in_year else { return };
        let [of_day_first, _, of_year_first] =
            self.years.map(|years| years.map(|(first, last)| last - first));
        let is_nearer = matches!((of_year_first, of_day_first), (Some(near), Some(far)) if near + YEARS_APART < far);
        if is_nearer && self.fits(DateOrder::Ymd) {
            self.has_two_readings = true;
        } else {
            self.misfits[2].get_or_insert(record);
        }
    }
}

/// By separator, what the values of a column say that are dates only once their order is known.
pub(super) fn evidence(column: &Column) -> BTreeMap<char, Evidence> {
    let mut shown: BTreeMap<char, Evidence> = BTreeMap::new();
    for (record, cell) in column.iter().enumerate() {
        let Written::Parts(parts) = written(cell) else { continue };
        let readings = ORDERS.map(|order| parts.in_order(order));
        // A day that no order knows, such as 31/02/2026, is a slip and says nothing.
        if readings.iter().all(Option::is_none) {
            continue;
        }
        let shown = shown.entry(parts.separator).or_default();
        shown.has_two_readings |= parts.in_any_order().is_none();
        if parts.ends_in_year() {
            shown.ends_in_year.get_or_insert(record);
        }
        for (place, reading) in readings.into_iter().enumerate() {
            let Some(day) = reading else {
                shown.misfits[place].get_or_insert(record);
                continue;
            };
            let (first, last) = shown.years[place].unwrap_or((day.year(), day.year()));
            shown.years[place] = Some((first.min(day.year()), last.max(day.year())));
        }
    }
    shown.values_mut().for_each(Evidence::place_years);
    shown
}
