//! What the dates of a column say about the order of day and month.

use std::collections::BTreeMap;

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
}

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
        for (misfit, reading) in shown.misfits.iter_mut().zip(readings) {
            if reading.is_none() {
                misfit.get_or_insert(record);
            }
        }
    }
    shown
}
