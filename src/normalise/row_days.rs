//! The days of a row, and what is noted of those that are none.

use chrono::NaiveDate;

use super::dates::{Written, written};
use super::row::Row;
use crate::domain::Field;

const NOT_SET: &str = "No deal is of this year: it stands for \"not set\", or is one of another calendar. It is read as missing.";

const NOT_IN_ORDER: &str =
    "This is no date in the order of day and month of its column. Correct it in the export.";

const TURNED: &str = "Day and month of this date may be the wrong way round. Give the file as it was exported, without opening \
                      it in a spreadsheet.";

const PERIOD: &str = "This names a month, quarter or year, but no day. Enter the day in the CRM.";

const UNREADABLE: &str = "This is no date that can be read. Correct it in the export.";

impl Row<'_> {
    /// A day.
    pub(super) fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let cell = self.value(field)?;
        let date = written(cell);
        let day = self.table.day(field, cell, date);
        let (problem, message) = match (date, day) {
            (Written::Placeholder, _) => ("placeholder_date", NOT_SET),
            (Written::Serial(_), _) => {
                *self.notes.serials.entry(field).or_default() += 1;
                return day;
            }
            (Written::Epoch(_), _) => {
                *self.notes.epochs.entry(field).or_default() += 1;
                return day;
            }
            (_, Some(_)) => return day,
            (Written::Day(_), None) => ("turned_date", TURNED),
            (Written::Parts(parts), None) if self.table.has_date_order(field, parts.separator) => {
                ("unreadable_date", NOT_IN_ORDER)
            }
            (Written::Period, None) => ("date_without_day", PERIOD),
            (_, None) => ("unreadable_date", UNREADABLE),
        };
        self.ignore(field, problem, message);
        None
    }
}
