//! The ids of a row.

use super::row::Row;
use super::{ids, texts};
use crate::domain::{AceId, Cell, CrmId, Field};

impl Row<'_> {
    /// The id of a deal.
    pub(super) fn crm_id(&mut self, field: Field) -> Option<CrmId> {
        let cell = self.cell(field).filter(|cell| !texts::is_unknown(cell.text))?;
        if self.is_destroyed(field, cell) {
            return None;
        }
        let mended = self.table.id_column(field).mended(cell);
        if let Some(mended) = &mended {
            self.repair(field, mended.problem, mended.message());
        }
        let text = mended.map(|mended| mended.text).or_else(|| texts::clean(cell.text))?;
        let id = CrmId::new(&text)?;
        if ids::is_case_repaired(&id) {
            let message = format!("Capitals were lost; read as {}.", id.key());
            self.repair(field, "repaired_id", message);
        }
        Some(id)
    }

    /// What the cell says of the deal's ACE opportunity, of which linkage reads the ids and slips of ids; "pending" names
    /// none.
    pub(super) fn named_ace_ids(&mut self) -> Option<Box<str>> {
        let cell = self.cell(Field::AceId).filter(|cell| !texts::is_unknown(cell.text))?;
        if AceId::exact(cell.text).is_some() || !AceId::named_in(cell.text).is_empty() {
            return self.text(Field::AceId);
        }
        if !self.is_destroyed(Field::AceId, cell) {
            let message =
                "An ACE opportunity id is the letter O and digits. Correct it in the CRM.";
            self.ignore(Field::AceId, "unreadable_ace_id", message);
        }
        None
    }

    /// An AWS account: twelve digits.
    pub(super) fn aws_account(&mut self, field: Field) -> Option<Box<str>> {
        let cell = self.cell(field).filter(|cell| !texts::is_unknown(cell.text))?;
        if self.is_destroyed(field, cell) {
            return None;
        }
        let Some((account, is_padded)) = ids::aws_account(cell.text) else {
            let message = "An AWS account id has twelve digits.";
            self.ignore(field, "unreadable_account_id", message);
            return None;
        };
        if is_padded || ids::has_zeros_by_format(cell) {
            let message = format!("Leading zeros were lost; read as {account}.");
            self.repair(field, "padded_account_id", message);
        }
        Some(account.into())
    }

    /// Whether a spreadsheet destroyed the id; notes it.
    pub(super) fn is_destroyed(&mut self, field: Field, cell: Cell<'_>) -> bool {
        if ids::is_taken_for_date(cell) {
            self.ignore(
                field,
                "destroyed_id",
                "A spreadsheet took this id for a date, and what it was is gone. Export again with \
                 the column as text.",
            );
            return true;
        }
        let is_destroyed = ids::is_destroyed(cell)
            || (self.table.id_column(field).is_rounded && cell.text.len() > 15);
        if is_destroyed {
            self.ignore(
                field,
                "destroyed_id",
                "A spreadsheet has rounded this number and its digits are gone. Export again with \
                 the column as text.",
            );
        }
        is_destroyed
    }
}
