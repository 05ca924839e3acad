//! Records by their ids while they are linked. Of several that tie, the first is taken here and there, and sums are
//! rounded in their order: a report that was sorted by another column is still the same report.

use rayon::prelude::*;

use super::distinct::number;

/// Where each record of one side stands in the order given, by its place among those sorted by id.
pub(super) struct GivenPlaces(Vec<usize>);

/// Sorts records by their ids, of which no two are equal: `normalise` has settled rows of one id.
pub(super) fn sorted<T: Send>(
    records: Vec<Box<T>>,
    id: impl Fn(&T) -> &str + Sync,
) -> (Vec<Box<T>>, GivenPlaces) {
    let mut numbered: Vec<(usize, Box<T>)> = records.into_iter().enumerate().collect();
    numbered.par_sort_by(|(_, one), (_, other)| id(one).cmp(id(other)));
    let (places, records) = numbered.into_iter().unzip();
    (records, GivenPlaces(places))
}

/// The place of the record with this id among those sorted.
pub(super) fn place<T>(sorted: &[Box<T>], id: &str, id_of: impl Fn(&T) -> &str) -> Option<u32> {
    sorted.binary_search_by(|it| id_of(it).cmp(id)).ok().map(number)
}

impl GivenPlaces {
    /// Where the record at this place among those sorted stands in the order given.
    pub(super) fn of(&self, sorted: usize) -> usize {
        self.0[sorted]
    }

    /// What belongs to the sorted records, in the order given.
    pub(super) fn restored<T: Send>(&self, sorted: Vec<T>) -> Vec<T> {
        let mut placed: Vec<(usize, T)> = self.0.iter().copied().zip(sorted).collect();
        placed.par_sort_unstable_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, it)| it).collect()
    }
}
