//! What the people of a partner do alike. Seeds from 1,000 on are a second family of exports, so that the habits of
//! one partner are not mistaken for the world's.

use crate::random::Random;

/// How often, per thousand opportunities in ACE.
#[derive(Clone, Copy, Default)]
pub(crate) struct Habits {
    /// The title is pasted from the CRM, half of the time with something added.
    pub(crate) pasted_titles: usize,
    /// Name, website and country are those that were entered for the customer before.
    pub(crate) kept_customers: usize,
    /// A desk enters it, which owns no deals.
    pub(crate) desk: usize,
    /// It is entered on the day on which the deal is.
    pub(crate) same_day: usize,
}

/// The first seed of the second family.
const SECOND_FAMILY: u64 = 1_000;

impl Habits {
    /// The habits of a seed. Those of the first family have none of these.
    pub(crate) fn of(seed: u64) -> Habits {
        if seed < SECOND_FAMILY {
            return Habits::default();
        }
        Habits { pasted_titles: 300, kept_customers: 550, desk: 200, same_day: 200 }
    }
}

/// Whether a habit shows this time. One that nobody has draws no number, lest it move all later ones.
pub(crate) fn shows(random: &mut Random, habit: usize) -> bool {
    habit > 0 && random.per_mille(habit)
}

/// A title of the CRM as it is pasted into ACE.
pub(crate) fn pasted(random: &mut Random, title: &str) -> String {
    if random.per_mille(500) {
        return title.to_owned();
    }
    format!("{title} {}", random.one_of(&["- AWS", "(MAP)", "2026", "- cloud"]))
}
