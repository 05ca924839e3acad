//! What makes a whole file unusable once it could be read.

use chrono::NaiveDate;

use crate::domain::DateOrder;

/// A column of dates that nothing in the file settles. Any guess would be wrong for some deal, and
/// nobody would see it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NormaliseError {
    /// Every date fits more than one order.
    #[error(
        "{file}: column \"{column}\": \"{value}\" in row {row} is {} ({}) or {} ({}), and no other \
         value says which", first.0, first.1.name(), second.0, second.1.name()
    )]
    AmbiguousDates {
        /// The path as the user gave it.
        file: String,
        /// The header as written.
        column: String,
        /// A value that reads differently in two orders.
        value: String,
        /// Its row.
        row: u32,
        /// One reading of it, and its order.
        first: (NaiveDate, DateOrder),
        /// The other.
        second: (NaiveDate, DateOrder),
    },
    /// No order fits every date.
    #[error(
        "{file}: column \"{column}\" mixes orders of day and month: \"{first_value}\" in row \
         {first_row} does not fit dmy, \"{second_value}\" in row {second_row} does not fit mdy"
    )]
    ContradictoryDates {
        /// The path as the user gave it.
        file: String,
        /// The header as written.
        column: String,
        /// A value that is no date with the day first.
        first_value: String,
        /// Its row.
        first_row: u32,
        /// A value that is no date with the month first.
        second_value: String,
        /// Its row.
        second_row: u32,
    },
    /// The header states an order that a value does not fit.
    #[error(
        "{file}: the header \"{column}\" says {}, but \"{value}\" in row {row} is no date in that \
         order", order.name()
    )]
    DatesAgainstHeader {
        /// The path as the user gave it.
        file: String,
        /// The header as written.
        column: String,
        /// The order that the header states.
        order: DateOrder,
        /// A value that is no date in that order.
        value: String,
        /// Its row.
        row: u32,
    },
}

impl NormaliseError {
    /// Stable identifier in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            NormaliseError::AmbiguousDates { .. } => "ambiguous_dates",
            NormaliseError::ContradictoryDates { .. } => "contradictory_dates",
            NormaliseError::DatesAgainstHeader { .. } => "dates_against_header",
        }
    }

    /// The file, as the user gave it.
    pub fn path(&self) -> &str {
        match self {
            NormaliseError::AmbiguousDates { file, .. }
            | NormaliseError::ContradictoryDates { file, .. }
            | NormaliseError::DatesAgainstHeader { file, .. } => file,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let file = self.path();
        let (one, other) = match self {
            NormaliseError::AmbiguousDates { first, second, .. } => {
                (first.1.name(), second.1.name())
            }
            NormaliseError::ContradictoryDates { .. }
            | NormaliseError::DatesAgainstHeader { .. } => ("dmy", "mdy"),
        };
        let way_out = format!(
            "Say which with --date-order {file}:{one} or {file}:{other}, or date_order in \
             mapaudit.toml"
        );
        match self {
            NormaliseError::AmbiguousDates { .. } => format!("{way_out}."),
            NormaliseError::ContradictoryDates { .. }
            | NormaliseError::DatesAgainstHeader { .. } => {
                format!("{way_out}; dates that do not fit it are then set aside one by one.")
            }
        }
    }
}
