//! The cells of calamine as text.

use std::borrow::Cow;

use calamine::{Data, DataRef};
use chrono::{Duration, NaiveDateTime, NaiveTime, Timelike};

use crate::domain::CellKind;

/// A cell as text; `None` if it is blank. A formula without a stored value is blank.
pub(super) fn cell_text<'cell>(value: &'cell DataRef<'_>) -> Option<(Cow<'cell, str>, CellKind)> {
    let (text, kind) = match value {
        DataRef::String(text) | DataRef::DurationIso(text) => {
            return Some((text.into(), CellKind::Text));
        }
        DataRef::SharedString(text) => return Some(((*text).into(), CellKind::Text)),
        DataRef::Empty => return None,
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        // The shortest digits that give the same number back, without exponent: 12 and 0.1.
        DataRef::Float(number) => (number.to_string(), CellKind::Number),
        DataRef::Bool(truth) => (truth.to_string(), CellKind::Boolean),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
        // Excel's days end with the year 9999.
        DataRef::DateTime(serial)
            if serial.is_datetime() && (0.0..2_958_466.0).contains(&serial.as_f64()) =>
        {
            (iso(serial.as_datetime()?), CellKind::Date)
        }
        DataRef::DateTime(serial) => (serial.as_f64().to_string(), CellKind::Number),
        DataRef::DateTimeIso(text) => (iso_text(text), CellKind::Date),
    };
    Some((text.into(), kind))
}

/// The same of a cell that calamine owns.
pub(super) fn owned_cell_text(value: &Data) -> Option<(String, CellKind)> {
    let value = match value {
        Data::Empty => DataRef::Empty,
        Data::String(text) => DataRef::SharedString(text),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(serial) => DataRef::DateTime(*serial),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    };
    cell_text(&value).map(|(text, kind)| (text.into_owned(), kind))
}

/// An ISO date and time in our form; other text as it stands.
pub(super) fn iso_text(text: &str) -> String {
    match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        Ok(time) => iso(time),
        Err(_) => text.to_owned(),
    }
}

/// `YYYY-MM-DD`, with the time if it is not midnight, to the nearest second: Excel's days are
/// fractions, and 09:00 may be stored as 08:59:59.9999.
fn iso(time: NaiveDateTime) -> String {
    // The last second that a date can hold has no second after it to be rounded to.
    let nearest = time.checked_add_signed(Duration::milliseconds(500)).unwrap_or(time);
    let rounded = nearest.with_nanosecond(0).unwrap_or(time);
    if rounded.time() == NaiveTime::MIN {
        rounded.format("%Y-%m-%d").to_string()
    } else {
        rounded.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_there_is_does_not_panic() {
        assert_eq!(iso(NaiveDateTime::MAX), "+262142-12-31T23:59:59");
    }

    #[test]
    fn times_are_to_the_nearest_second_and_midnight_is_a_day() {
        assert_eq!(iso_text("2026-03-04T08:59:59.9999"), "2026-03-04T09:00:00");
        assert_eq!(iso_text("2026-03-04T00:00:00"), "2026-03-04");
        assert_eq!(iso_text("2026-03-04"), "2026-03-04");
        assert_eq!(iso_text("soon"), "soon");
    }
}
