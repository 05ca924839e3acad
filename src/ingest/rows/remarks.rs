//! The row below a header in which people say in words what the columns hold: `from SFDC`, `contract value`, `when signed`.

use std::collections::BTreeSet;

use super::second_table::has_digits_of;
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::layout::Layout;
use crate::ingest::raw_row::RawRow;

/// What is said of such a row.
pub(super) const MESSAGE: &str = "Words stand in this row where the rows below have ids, amounts and dates: it seems to say what the \
     columns hold. If it is a deal, complete it in the CRM and export again.";

/// Fewer records show nothing (our choice).
const RECORDS_MIN: usize = 3;

/// The number of the first row below the header, if it holds such words. "TBD" may stand in a deal's amount and date, so
/// that the id has to be a word as well, or three figures have to be three different words.
pub(in crate::ingest) fn row_of(layout: &Layout, below: &[RawRow]) -> Option<u32> {
    let (first, records) = below.split_first()?;
    let has_digit = |text: &str| text.contains(char::is_numeric);
    if first.filled().any(|(_, cell)| has_digit(cell.text)) {
        return None;
    }
    let is_of_figures = |column: &&MappedColumn| {
        let cells = records.iter().map(|row| row.cell(column.index).text);
        let filled: Vec<&str> = cells.filter(|text| !text.is_empty()).collect();
        let with_digits = filled.iter().filter(|text| has_digit(text)).count();
        // A total below the records has words.
        has_digits_of(column) && with_digits >= RECORDS_MIN && with_digits * 10 >= filled.len() * 9
    };
    let is_filled = |column: &&MappedColumn| !first.cell(column.index).is_blank();
    let columns = layout.mapping.columns.iter().filter(is_filled).filter(is_of_figures);
    let worded: Vec<&MappedColumn> = columns.collect();
    let words: BTreeSet<&str> = worded.iter().map(|column| first.cell(column.index).text).collect();
    let least = if worded.iter().any(|column| column.is_of_ids()) { 2 } else { 3 };
    (words.len() == worded.len() && words.len() >= least).then_some(first.number)
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::{problems, read_text};

    const HEADER: &str = "Opp ref,Opportunity,Client,Value,Closing\n";
    const DEALS: &str =
        "D1,Lift,Acme,100,2026-01-01\nD2,Move,Bolt,50,2026-01-02\nD3,Exit,Corva,70,2026-01-03\n";

    #[test]
    fn words_below_a_header_in_place_of_ids_and_figures_are_no_deal() {
        let table = read_text(&format!(
            "{HEADER}from SFDC,short title,legal entity,ex VAT,when signed\n{DEALS}"
        ));
        assert_eq!(table.rows, [3, 4, 5]);
        assert_eq!(problems(&table), [(2, "column_notes")]);
    }

    #[test]
    fn a_first_deal_whose_amount_and_date_are_not_known_yet_is_a_deal() {
        for first in
            ["D0,Lift,Acme,TBD,TBD\n", ",Lift,Acme,TBD,when signed\n", "NORTH,Lift,Acme,,\n"]
        {
            assert_eq!(read_text(&format!("{HEADER}{first}{DEALS}")).rows.len(), 4, "{first}");
        }
    }
}
