//! What a sheet says beside its cells, applied to its table: fillings, ids, warnings and refusals.

use std::sync::Arc;

use super::sheet_facts::{SheetFacts, Tally};
use crate::domain::currency_words;
use crate::domain::{CellKind, Column, Field, FieldKind, RawTable, Role, Source, Warning};
use crate::ingest::IngestError;
use crate::ingest::layout::Layout;

/// Where the columns of a table stand in its sheet.
pub(super) struct Mapped {
    /// The header's row, as its owner counts.
    header_row: u32,
    role: Role,
    /// Fields, their columns from 0, and headers as written.
    columns: Vec<(Field, u32, String)>,
}

/// Whether an audit cannot do without the field where it is mapped: formulas without values in its column would be read
/// as blanks.
fn is_needed(field: Field) -> bool {
    field.is_record_id() || field.kind() == FieldKind::Money
}

impl Mapped {
    /// The columns of this layout, whose header stands in this row.
    pub(super) fn of(layout: &Layout, header_row: u32) -> Mapped {
        let columns = layout.mapping.columns.iter().filter_map(|column| {
            Some((column.field, u32::try_from(column.index).ok()?, column.header.clone()))
        });
        Mapped { header_row, role: layout.profile.role, columns: columns.collect() }
    }

    /// Refuses a table of which an id or amount is nothing but formulas without values, even if the
    /// sheet seems to have no rows for want of them.
    pub(super) fn without_values(
        &self,
        path: &str,
        facts: &SheetFacts,
        table: Result<RawTable, IngestError>,
    ) -> Result<RawTable, IngestError> {
        let is_blank = |field: Field| match &table {
            Ok(table) => {
                table.column(field).is_some_and(|column| column.iter().all(|cell| cell.is_blank()))
            }
            Err(error) => matches!(error, IngestError::NoDataRows { .. }),
        };
        let found = self.unvalued(facts).find(|(field, ..)| is_needed(*field) && is_blank(*field));
        match found {
            Some((_, header, tally)) => Err(IngestError::NoStoredValues {
                path: path.to_owned(),
                row: tally.first + 1,
                header: header.to_owned(),
            }),
            None => table,
        }
    }

    /// Completes the table by what its sheet says beside the cells.
    pub(super) fn apply(
        &self,
        facts: &SheetFacts,
        table: &mut RawTable,
    ) -> Result<(), IngestError> {
        if facts.repeated.count > 0 {
            self.repeated_rows(&facts.repeated, table)?;
        }
        table.counts_from_1904 = facts.counts_from_1904;
        self.fill_merged(facts, table);
        self.take_linked_ids(facts, table);
        if facts.hidden.count > 0 {
            let message = format!(
                "Rows that are hidden in the sheet, as by a filter, and were read all the same: {}.",
                facts.hidden.count
            );
            warn(table, "hidden_rows", message, Some(&facts.hidden), None);
        }
        for (_, header, tally) in self.unvalued(facts) {
            let message = format!(
                "Formulas without a stored value, read as blanks: {}. Open the workbook in Excel and save it.",
                tally.count
            );
            warn(table, "formulas_without_values", message, Some(tally), Some(header));
        }
        Ok(())
    }

    /// The mapped columns with formulas without values.
    fn unvalued<'facts>(
        &'facts self,
        facts: &'facts SheetFacts,
    ) -> impl Iterator<Item = (Field, &'facts str, &'facts Tally)> {
        self.columns.iter().filter_map(|(field, column, header)| {
            Some((*field, header.as_str(), facts.unvalued.get(column)?))
        })
    }

    fn repeated_rows(&self, repeated: &Tally, table: &mut RawTable) -> Result<(), IngestError> {
        if repeated.first < self.header_row {
            // The rows below the header are told by their numbers.
            return Err(IngestError::Damaged {
                path: table.report.path.clone(),
                place: format!("row {}", repeated.first + 1),
                reason: "the sheet has several rows of this number, at or above its header".into(),
            });
        }
        let message = format!(
            "Rows whose number another row has, as no spreadsheet writes them: {}. Check these records against the CRM.",
            repeated.count
        );
        warn(table, "repeated_rows", message, Some(repeated), None);
        Ok(())
    }

    /// A value in merged cells is meant for every row of them. Numbers are not filled down: a sum over
    /// several deals would be counted once for each.
    fn fill_merged(&self, facts: &SheetFacts, table: &mut RawTable) {
        for (field, place, _) in &self.columns {
            let merges: Vec<_> = facts
                .merges
                .iter()
                .filter(|merge| merge.column == *place && merge.first >= self.header_row)
                .collect();
            let Some(column) = table.columns.iter_mut().find(|column| column.field == *field)
            else {
                continue;
            };
            if merges.is_empty() {
                continue;
            }
            let record = |row: u32| table.rows.binary_search(&(row + 1)).ok();
            let mut source: Vec<Option<usize>> = vec![None; table.rows.len()];
            for merge in merges {
                let Some(first) = record(merge.first) else { continue };
                let following = table.rows.partition_point(|row| *row <= merge.last + 1);
                source[first..following].fill(Some(first));
            }
            let mut filled = Column::new(column.field, column.header.clone(), column.date_hint);
            for (record, source) in source.iter().enumerate() {
                let (own, value) = (column.cell(record), source.map(|first| column.cell(first)));
                let fills = |value: &crate::domain::Cell<'_>| {
                    own.is_blank() && matches!(value.kind, CellKind::Text | CellKind::Date)
                };
                let cell = value.filter(fills).unwrap_or(own);
                filled.push(cell.text, cell.kind);
            }
            *column = filled;
        }
    }

    /// Without a column of ids, the links of the deal names lead to the records.
    fn take_linked_ids(&self, facts: &SheetFacts, table: &mut RawTable) {
        let place_of = |wanted| self.columns.iter().find(|(field, ..)| *field == wanted);
        let Some((_, place, header)) = place_of(Field::DealName) else { return };
        if self.role != Role::Crm || table.column(Field::DealId).is_some() {
            return;
        }
        let mut ids = Column::new(Field::DealId, header.clone(), None);
        let mut count = 0_u64;
        for row in &table.rows {
            let id = facts.linked_ids.get(&(row.saturating_sub(1), *place));
            count += u64::from(id.is_some());
            ids.push(id.map_or("", String::as_str), CellKind::Text);
        }
        if count == 0 {
            return;
        }
        table.columns.push(ids);
        table.report.columns.insert(Field::DealId, header.clone());
        table.source = Arc::new(Source {
            file: table.source.file.clone(),
            sheet: table.source.sheet.clone(),
            carries: table.columns.iter().map(|column| column.field).collect(),
        });
        let message = format!(
            "There is no column of deal ids; they were taken from the links of the deal names: {count} of {}.",
            table.rows.len()
        );
        warn(table, "ids_from_links", message, None, Some(header));
    }
}

/// Warns where a currency may stand in number formats that are not read.
pub(super) fn warn_of_unread_formats(table: &mut RawTable) {
    const MONEY: [(Field, &[Field]); 4] = [
        (Field::Amount, &[Field::Currency]),
        (Field::Arr, &[Field::ArrCurrency, Field::Currency]),
        (Field::Mrr, &[Field::ArrCurrency, Field::Currency]),
        (Field::RequestedAmount, &[Field::Currency]),
    ];
    let is_open = |(field, currencies): &&(Field, &[Field])| {
        table.column(*field).is_some_and(|column| {
            column.iter().any(|cell| cell.kind == CellKind::Number)
                && column.currency.is_none()
                && currency_words::in_header(&column.header).is_none()
                && currencies.iter().all(|currency| table.column(*currency).is_none())
        })
    };
    let open: Vec<Field> = MONEY.iter().filter(is_open).map(|(field, _)| *field).collect();
    for field in open {
        let header = table.column(field).map(|column| column.header.clone()).unwrap_or_default();
        let message = format!(
            "Nothing but the number format can say the currency of `{header}`, and formats are not read from .{}. Save the workbook as .xlsx, or add a currency column.",
            table.report.container
        );
        warn(table, "formats_not_read", message, None, Some(&header));
    }
}

fn warn(
    table: &mut RawTable,
    code: &'static str,
    message: String,
    first: Option<&Tally>,
    header: Option<&str>,
) {
    let row = first.map(|tally| tally.first + 1);
    let column = header.map(str::to_owned);
    table.report.warnings.push(Warning { code, message, row, column });
}
