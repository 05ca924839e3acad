//! A workbook as people edit it: its cells are read, changed, and written again by another program, without tables,
//! formulas and styles.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

/// The sheets of a workbook, from left to right.
pub(crate) struct Book {
    sheets: Vec<(String, Vec<Vec<Data>>)>,
}

impl Book {
    pub(crate) fn open(path: &Path) -> Book {
        let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
        let sheets = workbook.worksheets().into_iter().map(|(name, range)| {
            let width = range.width();
            let rows = range.rows().map(|row| {
                let mut row = row.to_vec();
                row.resize(width, Data::Empty);
                row
            });
            (name, rows.collect())
        });
        Book { sheets: sheets.collect() }
    }

    pub(crate) fn sheet(&mut self, name: &str) -> &mut Vec<Vec<Data>> {
        &mut self.sheets.iter_mut().find(|(own, _)| own == name).unwrap().1
    }

    pub(crate) fn has_sheet(&self, name: &str) -> bool {
        self.sheets.iter().any(|(own, _)| own == name)
    }

    pub(crate) fn rename(&mut self, name: &str, new: &str) {
        let sheet = self.sheets.iter_mut().find(|(own, _)| own == name).unwrap();
        new.clone_into(&mut sheet.0);
    }

    pub(crate) fn column(&mut self, sheet: &str, header: &str) -> usize {
        let headers = &self.sheet(sheet)[0];
        headers
            .iter()
            .position(|cell| shown(cell) == header)
            .unwrap_or_else(|| panic!("{sheet} has no column {header}"))
    }

    /// The row whose cells hold all of these, by header.
    pub(crate) fn row(&mut self, sheet: &str, known_by: &[(&str, &str)]) -> Option<usize> {
        let columns: Vec<_> =
            known_by.iter().map(|(header, text)| (self.column(sheet, header), *text)).collect();
        let rows = self.sheet(sheet);
        rows.iter().position(|row| columns.iter().all(|(at, text)| shown(&row[*at]) == *text))
    }

    pub(crate) fn text(&mut self, sheet: &str, known_by: &[(&str, &str)], header: &str) -> String {
        let column = self.column(sheet, header);
        let row = self.row(sheet, known_by).unwrap_or_else(|| panic!("{sheet}: no {known_by:?}"));
        self.sheet(sheet)[row][column].to_string()
    }

    pub(crate) fn write(
        &mut self,
        sheet: &str,
        known_by: &[(&str, &str)],
        header: &str,
        value: Data,
    ) {
        let column = self.column(sheet, header);
        let row = self.row(sheet, known_by).unwrap_or_else(|| panic!("{sheet}: no {known_by:?}"));
        self.sheet(sheet)[row][column] = value;
    }

    /// Adds a column before the one at `place`.
    pub(crate) fn insert_column(&mut self, sheet: &str, place: usize, header: &str) {
        for (number, row) in self.sheet(sheet).iter_mut().enumerate() {
            let cell = if number == 0 { Data::String(header.to_owned()) } else { Data::Empty };
            row.insert(place, cell);
        }
    }

    pub(crate) fn save(&self, path: &Path, made: &DocProperties) {
        let mut workbook = Workbook::new();
        workbook.set_properties(made);
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (name, rows) in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            for (number, row) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(row) {
                    match cell {
                        Data::Empty => continue,
                        Data::Float(value) => sheet.write(number, column, *value),
                        Data::Int(value) => sheet.write(number, column, *value),
                        Data::DateTime(serial) => {
                            let date =
                                ExcelDateTime::from_serial_datetime(serial.as_f64()).unwrap();
                            sheet.write_with_format(number, column, &date, &day)
                        }
                        other => sheet.write_string(number, column, other.to_string()),
                    }
                    .unwrap();
                }
            }
        }
        workbook.save(path).unwrap();
    }
}

/// The cell as people see it.
fn shown(cell: &Data) -> String {
    cell.to_string()
}

pub(crate) fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

pub(crate) fn day(text: &str) -> Data {
    let date: NaiveDate = text.parse().unwrap();
    let days = (date - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
    let serial = f64::from(i32::try_from(days).unwrap());
    let kind = calamine::ExcelDateTimeType::DateTime;
    Data::DateTime(calamine::ExcelDateTime::new(serial, kind, false))
}
