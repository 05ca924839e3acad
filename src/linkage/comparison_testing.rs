//! Pairs for the tests of comparisons: two records that hold what the test is about, and nothing else.

use super::comparable;
use super::comparison::{Comparison, Pair};
use super::population::Population;
use crate::domain::testing::place;
use crate::domain::{AceId, AceOpportunity, CrmId, CrmOpportunity};

/// Two records without content.
pub(super) fn blank_records() -> (CrmOpportunity, AceOpportunity) {
    let crm =
        CrmOpportunity::new(place("crm.csv", 2), CrmId::new("0065f00000AbCdE").expect("an id"));
    let ace = AceOpportunity::new(place("ace.csv", 2), AceId::exact("O1234567").expect("an id"));
    (crm, ace)
}

/// Records as they come from reading.
pub(super) fn boxed<T>(records: impl IntoIterator<Item = T>) -> Vec<Box<T>> {
    records.into_iter().map(Box::new).collect()
}

/// What is made of a pair of records.
pub(super) fn of_pair<T>(crm: CrmOpportunity, ace: AceOpportunity, look: impl Fn(&Pair) -> T) -> T {
    let (crm, ace) = ([Box::new(crm)], [Box::new(ace)]);
    let mut sides = comparable::sides(&crm, &ace);
    let population = Population::new(&mut sides, &[]);
    look(&Pair {
        crm_record: &crm[0],
        ace_record: &ace[0],
        places: (0, 0),
        crm: &sides.crm[0],
        ace: &sides.ace[0],
        population: &population,
        is_lesson: false,
    })
}

/// A pair with these titles, of the customer Acme.
pub(super) fn pair_of_titles<T>(crm_title: &str, ace_title: &str, look: impl Fn(&Pair) -> T) -> T {
    let (mut crm, mut ace) = blank_records();
    crm.customer = Some("Acme".into());
    ace.customer = Some("Acme".into());
    crm.name = Some(crm_title.into());
    ace.title = Some(ace_title.into());
    of_pair(crm, ace, look)
}

/// A pair of these customers.
pub(super) fn pair_of_customers<T>(one: &str, other: &str, look: impl Fn(&Pair) -> T) -> T {
    let (mut crm, mut ace) = blank_records();
    crm.customer = Some(one.into());
    ace.customer = Some(other.into());
    of_pair(crm, ace, look)
}

/// The label of the level that a pair reaches.
pub(super) fn label(comparison: &Comparison, pair: &Pair) -> Option<&'static str> {
    (comparison.level)(pair).map(|level| comparison.levels[level].label)
}
