//! What the user says of a column.

use super::header;
use crate::domain::{Currency, Decimal, Field, Role};

/// A header that the user explains: with `--map`, or under `[columns.crm]` in `mapaudit.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnAlias {
    /// The exports it is about; `None` for all that the flag is about.
    pub role: Option<Role>,
    /// The header, compared as all headers are.
    pub header: String,
    /// What the column means.
    pub field: Field,
    /// What its numbers are multiplied by; `None` if only the header's own unit counts.
    pub multiplier: Option<Decimal>,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
}

impl ColumnAlias {
    /// Whether both are about the same header, as headers compare.
    pub fn is_same_header(&self, other: &ColumnAlias) -> bool {
        header::parse(&self.header).key == header::parse(&other.header).key
    }

    /// A header that means a field, and nothing more: `--map "HEADER=field"`.
    pub fn plain(header: &str, field: Field) -> ColumnAlias {
        ColumnAlias {
            role: None,
            header: header.to_owned(),
            field,
            multiplier: None,
            currency: None,
        }
    }
}
