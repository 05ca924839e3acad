//! The findings workbook of an earlier run, whatever people have done to it since.
//!
//! Tables are known by their headers, because sheets are renamed, columns inserted and tables turned into
//! ranges, and other programs drop the names of tables. Where a sheet was copied, the name decides.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;
use std::path::Path;

use rayon::prelude::*;

use super::container::byte_source::ByteSource;
use super::container::{self, Container};
use super::own_days::saved_at;
use super::raw_row::RawRow;
use super::workbook::{Workbook, letters};
use super::{IngestError, load};
use crate::domain::previous_workbook::LINES;
use crate::domain::{
    Cell, CellKind, PreviousTable, PreviousWorkbook, TypedCell, WantedTable, folded_header,
};

/// Reads the wanted tables of a findings workbook. Those called `required` must be there.
pub fn read_own_workbook(
    path: &Path,
    wanted: &[WantedTable],
    required: &[&str],
) -> Result<PreviousWorkbook, IngestError> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(IngestError::Folder { path: shown });
    }
    let bytes = load(&ByteSource::file(path), &shown)?;
    if bytes.is_empty() {
        return Err(IngestError::Empty { path: shown });
    }
    let foreign = |path: String, headers: &[&str]| {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        IngestError::NoFindingsWorkbook { path, headers }
    };
    let Container::Workbook(format) = container::recognise(&shown, &bytes)? else {
        return Err(foreign(shown, &[]));
    };
    let sheets = Workbook::open(&shown, &bytes, format)?.sheets();
    // Each core opens the workbook for itself, and reads the sheets that fall to it.
    let read = sheets.par_iter().map_init(
        || None,
        |opened, sheet| {
            let workbook = match opened {
                Some(workbook) => workbook,
                None => opened.insert(Workbook::open(&shown, &bytes, format)?),
            };
            read_sheet(workbook, &sheet.name, wanted)
        },
    );
    let (mut found, mut lines) = (Vec::new(), Vec::new());
    for of_sheet in read.collect::<Vec<Result<_, IngestError>>>() {
        let (tables, of_sheet) = of_sheet?;
        found.extend(tables);
        lines.extend(of_sheet);
    }
    let saved = saved_at(&bytes);
    let mut previous =
        PreviousWorkbook { path: shown, saved, lines, ..PreviousWorkbook::default() };
    // Of equals the first sheet counts: the sort is stable.
    found.sort_by_key(|found| Reverse(found.rank));
    for FoundTable { name, table, .. } in found {
        match previous.tables.entry(name) {
            Entry::Vacant(free) => _ = free.insert(table),
            Entry::Occupied(_) => previous.copied.push((name, table)),
        }
    }
    let is_missing = |table: &&WantedTable| {
        required.contains(&table.name) && !previous.tables.contains_key(table.name)
    };
    match wanted.iter().find(is_missing) {
        Some(table) => Err(foreign(previous.path, table.signs)),
        None => Ok(previous),
    }
}

/// The wanted tables of a sheet, and its lines that the next run reads.
fn read_sheet(
    workbook: &mut Workbook,
    sheet: &str,
    wanted: &[WantedTable],
) -> Result<(Vec<FoundTable>, Vec<String>), IngestError> {
    let table_names = workbook.table_names(sheet);
    let mut reader = SheetReader { wanted, current: None, found: Vec::new(), lines: Vec::new() };
    workbook.each_row(sheet, &mut |row| reader.row(row))?;
    reader.finish();
    let found = reader.found.into_iter().map(|(place, table)| {
        let WantedTable { name, sheet: own_sheet, .. } = wanted[place];
        let is_named = table_names.iter().any(|of_sheet| of_sheet == name);
        FoundTable { name, rank: (is_named, sheet == own_sheet), table }
    });
    Ok((found.collect(), reader.lines))
}

/// A table that was found, and how sure it is the one that is meant.
struct FoundTable {
    name: &'static str,
    /// Whether it bears the table's name, and whether it stands on the sheet of its name.
    rank: (bool, bool),
    table: PreviousTable,
}

/// Finds the tables of one sheet.
struct SheetReader<'a> {
    wanted: &'a [WantedTable],
    current: Option<Current>,
    found: Vec<(usize, PreviousTable)>,
    lines: Vec<String>,
}

/// The table whose rows are being read.
struct Current {
    place: usize,
    /// The columns of the sheet that are read, in the order of the table's headers.
    columns: Vec<usize>,
    /// Whether a column of the sheet is known, be it read or not.
    is_known: Vec<bool>,
    /// The headers that no further column can have, in the form in which they compare.
    taken: BTreeSet<String>,
    table: PreviousTable,
}

impl SheetReader<'_> {
    fn row(&mut self, row: &RawRow) -> ControlFlow<()> {
        let mut filled = row.filled();
        if let (Some((_, cell)), None) = (filled.next(), filled.next())
            && LINES.iter().any(|start| cell.text.starts_with(start))
        {
            self.lines.push(cell.text.to_owned());
        }
        if let Some(place) = self.header_of(row) {
            self.finish();
            self.current = Some(Current::new(place, &self.wanted[place], row));
        } else if let Some(current) = &mut self.current {
            current.push(row);
        }
        ControlFlow::Continue(())
    }

    /// Which wanted table begins with this row.
    fn header_of(&self, row: &RawRow) -> Option<usize> {
        let has = |sign: &&str| row.filled().any(|(_, cell)| cell.text.eq_ignore_ascii_case(sign));
        self.wanted.iter().position(|table| table.signs.iter().all(has))
    }

    fn finish(&mut self) {
        self.found.extend(self.current.take().map(|current| (current.place, current.table)));
    }
}

impl Current {
    fn new(place: usize, wanted: &WantedTable, row: &RawRow) -> Current {
        let mut current = Current {
            place,
            columns: Vec::new(),
            is_known: Vec::new(),
            taken: wanted.unneeded.iter().map(|header| folded_header(header)).collect(),
            table: PreviousTable::default(),
        };
        let mut awaited = current.taken.clone();
        for (column, cell) in row.filled() {
            // The first is ours, and any other of its name is somebody's.
            if awaited.remove(&folded_header(cell.text)) {
                current.know(column);
            } else {
                current.add(column, cell.text);
            }
        }
        current
    }

    /// A column more. A header that is there already gets a number, as Excel gives it one in a table.
    fn add(&mut self, column: usize, header: &str) {
        let numbered = (2..).map(|number| format!("{header}{number}"));
        let mut names = std::iter::once(header.to_owned()).chain(numbered);
        let free = names.find(|name| self.taken.insert(folded_header(name)));
        self.table.headers.extend(free);
        self.columns.push(column);
        self.know(column);
        for row in &mut self.table.rows {
            row.push(None);
        }
    }

    fn know(&mut self, column: usize) {
        self.is_known.resize(self.is_known.len().max(column + 1), false);
        self.is_known[column] = true;
    }

    fn push(&mut self, row: &RawRow) {
        for (column, _) in row.filled() {
            // What somebody typed beside the table belongs to the row too.
            if !self.is_known.get(column).is_some_and(|is_known| *is_known) {
                let number = u32::try_from(column).expect("at most 2,000 columns");
                self.add(column, &format!("Column {}", letters(number)));
            }
        }
        let cells: Vec<_> = self.columns.iter().map(|column| typed(row.cell(*column))).collect();
        if cells.iter().any(Option::is_some) {
            self.table.rows.push(cells);
        }
    }
}

/// A cell as people mean it: a date with a time stays text, as does a number that no decimal holds.
fn typed(cell: Cell) -> Option<TypedCell> {
    if cell.is_blank() {
        return None;
    }
    let text = || TypedCell::Text(cell.text.to_owned());
    Some(match cell.kind {
        CellKind::Number | CellKind::Amount(_) => {
            cell.text.parse().map_or_else(|_| text(), TypedCell::Number)
        }
        CellKind::Date => cell.text.parse().map_or_else(|_| text(), TypedCell::Date),
        CellKind::Boolean => TypedCell::Text(cell.text.to_uppercase()),
        CellKind::Text | CellKind::Error => text(),
    })
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Table, Workbook as Written};

    use super::*;

    fn wanted() -> Vec<WantedTable> {
        vec![WantedTable {
            name: "tblDeals",
            sheet: "Deals",
            signs: &["Deal id", "State"],
            unneeded: vec!["Owner"],
        }]
    }

    fn read(write: impl FnOnce(&mut Written)) -> Result<PreviousWorkbook, IngestError> {
        let mut workbook = Written::new();
        write(&mut workbook);
        let file = tempfile::NamedTempFile::new().unwrap();
        workbook.save(file.path()).unwrap();
        read_own_workbook(file.path(), &wanted(), &["tblDeals"])
    }

    fn rows(workbook: &PreviousWorkbook) -> Vec<Vec<&str>> {
        let text = |cell: &'_ Option<TypedCell>| match cell {
            Some(TypedCell::Text(text)) => text.clone().leak() as &str,
            Some(_) => "?",
            None => "",
        };
        workbook.tables["tblDeals"].rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn a_table_is_known_by_its_headers_on_a_renamed_sheet_below_other_rows() {
        let workbook = read(|workbook| {
            let sheet = workbook.add_worksheet().set_name("My work").unwrap();
            sheet.write(0, 0, "As of: 2026-10-01").unwrap();
            sheet.write_row(3, 1, ["state", "Mine", "DEAL ID", "Owner"]).unwrap();
            sheet.write_row(4, 1, ["New", "call Ana", "D-1", "Ben"]).unwrap();
        });
        let workbook = workbook.unwrap();
        assert_eq!(workbook.tables["tblDeals"].headers, ["state", "Mine", "DEAL ID"]);
        assert_eq!(rows(&workbook), [["New", "call Ana", "D-1"]]);
        assert_eq!(workbook.line("As of: "), Some("2026-10-01"));
        assert!(workbook.saved.unwrap().starts_with("20"));
    }

    #[test]
    fn of_two_sheets_with_the_headers_the_one_with_the_tables_name_counts() {
        let workbook = read(|workbook| {
            let copy = workbook.add_worksheet().set_name("Deals").unwrap();
            copy.write_row(0, 0, ["Deal id", "State"]).unwrap();
            copy.write_row(1, 0, ["D-1", "old"]).unwrap();
            let sheet = workbook.add_worksheet().set_name("Work").unwrap();
            sheet.write_row(0, 0, ["Deal id", "State"]).unwrap();
            sheet.write_row(1, 0, ["D-1", "new"]).unwrap();
            sheet.add_table(0, 0, 1, 1, &Table::new().set_name("tblDeals")).unwrap();
        });
        let workbook = workbook.unwrap();
        assert_eq!(rows(&workbook), [["D-1", "new"]]);
        let [(name, copy)] = workbook.copied.as_slice() else { panic!("{:?}", workbook.copied) };
        assert_eq!(
            (*name, copy.rows[0][1].as_ref()),
            ("tblDeals", Some(&TypedCell::Text("old".into())))
        );
    }

    #[test]
    fn what_stands_beside_the_table_and_under_a_second_header_of_one_name_is_read() {
        let workbook = read(|workbook| {
            let sheet = workbook.add_worksheet();
            sheet.write_row(0, 0, ["Deal id", "State", "Notes", "Notes"]).unwrap();
            sheet.write_row(1, 0, ["D-1", "New", "one"]).unwrap();
            sheet.write_row(2, 0, ["D-2", "New", "", "two", "", "beside"]).unwrap();
        });
        let workbook = workbook.unwrap();
        let headers = &workbook.tables["tblDeals"].headers;
        assert_eq!(headers, &["Deal id", "State", "Notes", "Notes2", "Column F"]);
        assert_eq!(rows(&workbook)[1], ["D-2", "New", "", "two", "beside"]);
        assert_eq!(rows(&workbook)[0].len(), 5);
    }

    #[test]
    fn a_second_column_of_a_header_that_is_worked_out_anew_is_somebodys_and_read() {
        let workbook = read(|workbook| {
            let sheet = workbook.add_worksheet();
            sheet.write_row(0, 0, ["Deal id", "State", "Owner", "owner", "OWNER"]).unwrap();
            sheet.write_row(1, 0, ["D-1", "New", "Ben", "Ana", "Eve"]).unwrap();
        });
        let workbook = workbook.unwrap();
        let headers = &workbook.tables["tblDeals"].headers;
        assert_eq!(headers, &["Deal id", "State", "owner2", "OWNER3"]);
        assert_eq!(rows(&workbook), [["D-1", "New", "Ana", "Eve"]]);
    }

    #[test]
    fn a_workbook_without_the_table_is_refused_with_the_headers_it_lacks() {
        let error = read(|workbook| {
            workbook.add_worksheet().write_row(0, 0, ["Deal id", "Stage"]).unwrap();
        });
        let error = error.unwrap_err();
        assert!(error.to_string().contains("Deal id, State"), "{error}");
    }
}
