//! A deal before anybody wrote it down.

use chrono::{Datelike, Days, NaiveDate};

use crate::random::Random;
use crate::titles::Project;

/// A deal before anybody wrote it down.
pub(crate) struct Business {
    pub(crate) customer: usize,
    pub(crate) project: Project,
    pub(crate) created: NaiveDate,
    pub(crate) close: NaiveDate,
    /// AWS revenue a month, US dollars.
    pub(crate) monthly: i64,
    pub(crate) owner: usize,
    pub(crate) ending: Option<bool>,
}

/// Who owns deals.
pub(crate) const OWNERS: &[&str] = &[
    "Ana Lee",
    "Ben Ortiz",
    "Chen Wei",
    "Dora Novak",
    "Emil Hansen",
    "Fatima Khan",
    "Greg Stone",
    "Hana Sato",
    "Ivan Petrov",
    "Julia Weiss",
    "Karl Meyer",
    "Lena Rossi",
    "Marc Dubois",
    "Nina Patel",
    "Omar Said",
    "Paula Gomez",
];

impl Business {
    /// Any deal of a customer.
    pub(crate) fn new(random: &mut Random, customer: usize, project: Project) -> Business {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");
        let created = first + Days::new(random.below(900) as u64);
        let close = created + Days::new(20 + random.below(330) as u64);
        // Half of all deals close on the last day of a month.
        let close = if random.per_mille(400) { end_of_month(close) } else { close };
        let monthly = match random.weighted(&[40, 30, 20, 10]) {
            0 => 100 * random.between(5, 60),
            1 => 500 * random.between(2, 40),
            2 => random.between(300, 40_000),
            _ => 5_000 * random.between(1, 20),
        };
        let ending = match random.weighted(&[55, 25, 20]) {
            0 => None,
            1 => Some(true),
            _ => Some(false),
        };
        Business {
            customer,
            project,
            created,
            close,
            monthly,
            owner: random.below(OWNERS.len()),
            ending,
        }
    }
}

/// Days from the deal's entry to that in ACE.
pub(crate) fn days_after(random: &mut Random) -> i64 {
    match random.weighted(&[60, 25, 10, 5]) {
        0 => random.between(0, 14),
        1 => random.between(15, 60),
        2 => random.between(61, 200),
        _ => random.between(-30, -1),
    }
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let next = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).and_then(|day| day.pred_opt()).unwrap_or(day)
}

/// Days by which ACE's date differs, and whether that is far.
pub(crate) fn moved(random: &mut Random) -> (i64, bool) {
    let sign = if random.per_mille(500) { 1 } else { -1 };
    match random.weighted(&[38, 16, 18, 18, 10]) {
        0 => (0, false),
        1 => (sign * random.between(1, 7), false),
        2 => (sign * random.between(8, 30), false),
        3 => (sign * random.between(31, 120), false),
        _ => (sign * random.between(121, 400), true),
    }
}
