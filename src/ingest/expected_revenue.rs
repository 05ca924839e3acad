//! Columns of the revenue that a deal is expected to bring: its amount in some systems, and in others that times its
//! probability.

use super::header_row::HeaderRow;
use super::mapping::Mapping;
use crate::domain::{Field, Warning};

/// Their headers, folded.
const NAMES: [&str; 6] = [
    "expected revenue",
    "erwarteter umsatz",
    "revenu attendu",
    "revenus attendus",
    "ingresos esperados",
    "receita esperada",
];

/// What is said of such a column in an export without another amount: it is not read, because it may be weighted.
pub(super) fn warning(row: &HeaderRow, mapping: &Mapping) -> Option<Warning> {
    if mapping.columns.iter().any(|column| column.field == Field::Amount) {
        return None;
    }
    let cell = row.cells.iter().find(|cell| NAMES.contains(&cell.name.key.as_str()))?;
    let header = &cell.written;
    let message = format!(
        "`{header}` may be the amount times its probability, so it was not read, and no other column holds the amount. \
         Export the amount too; or if it is the amount: --map \"{header}=amount\"."
    );
    Some(Warning { column: Some(header.clone()), ..Warning::new("expected_revenue", message) })
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::read_text;

    fn codes(header: &str, values: &str) -> (bool, Vec<&'static str>) {
        let deal = "D1,Lift,Acme,Won,2026-12-24";
        let header = format!("Deal ID,Deal Name,Customer,Stage,Close Date,{header}");
        let table = read_text(&format!("{header}\n{deal},{values}\n"));
        let codes = table.report.warnings.iter().map(|warning| warning.code).collect();
        (table.column(Field::Amount).is_some(), codes)
    }

    #[test]
    fn revenue_that_may_be_weighted_is_no_amount_and_its_place_is_told() {
        for header in ["Expected Revenue", "Erwarteter Umsatz"] {
            assert_eq!(codes(header, "96000"), (false, vec!["expected_revenue"]), "{header}");
        }
    }

    #[test]
    fn beside_the_amount_it_is_of_no_use() {
        assert_eq!(codes("Amount,Expected Revenue", "96000,48000"), (true, vec![]));
    }
}
