//! The columns that people write in, each under one header, however its capitals were typed.

use std::collections::{BTreeMap, BTreeSet};

use super::wanted::Needed;
use crate::domain::{ReviewedTable, WantedTable, folded_header};

/// The headers that are known, by the form in which they compare.
pub(super) struct Headers {
    /// Those that the program itself fills.
    own: BTreeSet<(ReviewedTable, String)>,
    /// Those that people fill, as they were first met.
    of_people: BTreeMap<(ReviewedTable, String), String>,
}

impl Headers {
    /// The headers of our own tables, those for people among them.
    pub(super) fn new(wanted: &[WantedTable]) -> Headers {
        let mut headers = Headers { own: BTreeSet::new(), of_people: BTreeMap::new() };
        for table in ReviewedTable::ALL {
            let read = Needed::of(table.name()).into_iter().flat_map(Needed::read);
            let unneeded = wanted.iter().filter(|it| it.name == table.name());
            let unneeded = unneeded.flat_map(|it| it.unneeded.iter().copied());
            headers.own.extend(read.chain(unneeded).map(|header| (table, folded_header(header))));
            for column in table.reviewer_columns() {
                headers.one(table, column.header);
            }
        }
        headers
    }

    /// The one header for this column of people: as it was first met.
    pub(super) fn one(&mut self, table: ReviewedTable, header: &str) -> String {
        let known = self.of_people.entry((table, folded_header(header)));
        known.or_insert_with(|| header.to_owned()).clone()
    }

    /// Whether the program itself fills the column of this header.
    pub(super) fn is_own(&self, table: ReviewedTable, header: &str) -> bool {
        self.own.contains(&(table, folded_header(header)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_spelt_as_it_was_first_met_and_one_of_ours_as_we_do() {
        let mut headers = Headers::new(&[]);
        let mut one = |header| headers.one(ReviewedTable::Deals, header);
        assert_eq!([one("notes"), one("NOTES ")], ["Notes", "Notes"]);
        assert_eq!([one("Über uns"), one("über Uns")], ["Über uns", "Über uns"]);
        assert_eq!(headers.one(ReviewedTable::Findings, "über Uns"), "über Uns");
    }

    #[test]
    fn a_header_is_our_own_whether_its_column_is_read_again_or_not() {
        let unneeded = vec!["Next step"];
        let wanted = WantedTable { name: "tblDeals", sheet: "Deals", signs: &[], unneeded };
        let headers = Headers::new(&[wanted]);
        let is_own = |header| headers.is_own(ReviewedTable::Deals, header);
        assert!(is_own("outcome") && is_own("next Step") && !is_own("Notes"));
        assert!(!headers.is_own(ReviewedTable::Matches, "Next step"));
    }
}
