//! The columns of `set_aside`: rows and cells that were not used as they stand, and what is to be
//! known of whole files.

use std::borrow::Cow;

use super::{Column, Read};
use crate::domain::{Action, InputReport, SetAside, Warning};

/// A row of `set_aside`.
pub(crate) enum SetAsideRow<'a> {
    /// A row or cell.
    Place(&'a SetAside),
    /// Something about a file.
    File(&'a InputReport, &'a Warning),
}

impl SetAsideRow<'_> {
    /// The columns in the order of the contract; new ones are appended.
    pub(crate) const COLUMNS: [Column<Self>; 8] = [
        Column { header: "file", cell: Read::Text(|row| Some(row.file().into())) },
        Column { header: "sheet", cell: Read::Text(|row| row.sheet().map(Cow::from)) },
        Column { header: "row", cell: Read::Count(|row| row.row().map(i64::from)) },
        Column { header: "column", cell: Read::Text(|row| row.column().map(Cow::from)) },
        Column { header: "value", cell: Read::Text(|row| row.value().map(Cow::from)) },
        Column { header: "problem", cell: Read::Text(|row| Some(row.problem().into())) },
        Column { header: "message", cell: Read::Text(|row| Some(row.message().into())) },
        Column { header: "action", cell: Read::Text(|row| Some(row.action().name().into())) },
    ];

    fn file(&self) -> &str {
        match self {
            SetAsideRow::Place(place) => &place.file,
            SetAsideRow::File(input, _) => &input.path,
        }
    }

    fn sheet(&self) -> Option<&str> {
        match self {
            SetAsideRow::Place(place) => place.sheet.as_deref(),
            SetAsideRow::File(input, _) => input.sheet.as_deref(),
        }
    }

    fn row(&self) -> Option<u32> {
        match self {
            SetAsideRow::Place(place) => place.row,
            SetAsideRow::File(_, warning) => warning.row,
        }
    }

    fn column(&self) -> Option<&str> {
        match self {
            SetAsideRow::Place(place) => place.column.as_deref(),
            SetAsideRow::File(_, warning) => warning.column.as_deref(),
        }
    }

    fn value(&self) -> Option<&str> {
        match self {
            SetAsideRow::Place(place) => {
                Some(place.value.as_str()).filter(|value| !value.is_empty())
            }
            SetAsideRow::File(..) => None,
        }
    }

    fn problem(&self) -> &str {
        match self {
            SetAsideRow::Place(place) => place.problem,
            SetAsideRow::File(_, warning) => warning.code,
        }
    }

    fn message(&self) -> &str {
        match self {
            SetAsideRow::Place(place) => &place.message,
            SetAsideRow::File(_, warning) => &warning.message,
        }
    }

    fn action(&self) -> Action {
        match self {
            SetAsideRow::Place(place) => place.action,
            SetAsideRow::File(..) => Action::FileWarning,
        }
    }
}

/// The rows: what was set aside, then the warnings about each file.
pub(crate) fn set_aside_rows<'a>(
    set_aside: &'a [SetAside],
    inputs: &'a [InputReport],
) -> Vec<SetAsideRow<'a>> {
    let places = set_aside.iter().map(SetAsideRow::Place);
    let files = inputs.iter().flat_map(|input| {
        input.warnings.iter().map(move |warning| SetAsideRow::File(input, warning))
    });
    places.chain(files).collect()
}
