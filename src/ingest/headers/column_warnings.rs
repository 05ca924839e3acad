//! What the reader of a file should know of the columns that were mapped.

use crate::domain::{Decimal, Field, Warning, grouped};

/// The warning that the numbers of a column are multiplied, if they are.
pub(in crate::ingest) fn multiplied(header: &str, multiplier: Decimal) -> Option<Warning> {
    (multiplier != Decimal::ONE).then(|| {
        let message =
            format!("Every number under `{header}` is multiplied by {}.", grouped(multiplier));
        Warning { column: Some(header.to_owned()), ..Warning::new("multiplied_column", message) }
    })
}

/// The warning that two columns hold a field, of which one is used.
pub(in crate::ingest) fn second(used: &str, other: &str, field: Field) -> Warning {
    let message = format!(
        "`{used}` and `{other}` both hold the {}; `{used}` is used. To use the other one: --map \"{other}={field}\".",
        field.label()
    );
    Warning { column: Some(other.to_owned()), ..Warning::new("second_column_for_field", message) }
}
