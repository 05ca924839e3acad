//! Where a record came from, and what became of each input.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Field, FieldSet, Noted, SettledAmounts};

/// What an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Deals of the partner's CRM.
    Crm,
    /// Opportunities of AWS Partner Central.
    Ace,
    /// Applications for MAP funding.
    Funding,
    /// Customers of the partner's CRM: names, websites and countries for deals that hold only their ids.
    Accounts,
}

impl Role {
    /// Every role, in the order in which ties between them are decided.
    pub const ALL: [Role; 4] = [Role::Crm, Role::Ace, Role::Funding, Role::Accounts];

    /// The role of this name, if there is one.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The name used in profiles, flags and tables: `crm`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Crm => "crm",
            Role::Ace => "ace",
            Role::Funding => "funding",
            Role::Accounts => "accounts",
        }
    }

    /// What the file is called in a table of inputs: "CRM".
    pub fn title(self) -> &'static str {
        match self {
            Role::Crm => "CRM",
            Role::Ace => "ACE",
            Role::Funding => "Fund requests",
            Role::Accounts => "Accounts",
        }
    }

    /// What the file is called in messages: "a CRM export".
    pub fn label(self) -> &'static str {
        match self {
            Role::Crm => "a CRM export",
            Role::Ace => "an ACE export",
            Role::Funding => "a fund request list",
            Role::Accounts => "an accounts export",
        }
    }
}

/// One sheet of one input file, as its records refer to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user gave it.
    pub file: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// The fields that the file has a column for. Others are *not applicable*, not missing.
    pub carries: FieldSet,
}

/// The place of a record.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The file and sheet.
    pub source: Arc<Source>,
    /// The row its owner sees: Excel row number, or physical line of the record's start.
    pub row: u32,
}

impl Provenance {
    /// Whether the record's file has a column for the field.
    pub fn carries(&self, field: Field) -> bool {
        self.source.carries.contains(field)
    }

    /// The place within a sentence: `row 12 of deals.xlsx`.
    pub fn in_words(&self) -> String {
        let file = self.source.file.rsplit(['/', '\\']).next().unwrap_or(&self.source.file);
        format!("row {} of {file}", self.row)
    }

    /// The place in a column of places: `deals.xlsx ▸ Report ▸ 12`.
    pub fn label(&self) -> String {
        match &self.source.sheet {
            Some(sheet) => format!("{} ▸ {} ▸ {}", self.source.file, sheet, self.row),
            None => format!("{} ▸ {}", self.source.file, self.row),
        }
    }
}

/// The order of day, month and year in a column of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// `31/12/2026`
    Dmy,
    /// `12/31/2026`
    Mdy,
    /// `2026/12/31`
    Ymd,
}

impl DateOrder {
    /// The name used in flags and tables: `dmy`.
    pub fn name(self) -> &'static str {
        match self {
            DateOrder::Dmy => "dmy",
            DateOrder::Mdy => "mdy",
            DateOrder::Ymd => "ymd",
        }
    }

    /// The order of this name, in either case.
    pub fn named(name: &str) -> Option<DateOrder> {
        [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd]
            .into_iter()
            .find(|order| order.name().eq_ignore_ascii_case(name))
    }
}

/// The decision on the date order of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledOrder {
    /// The order; `None` where every value is unambiguous by its form (ISO, real dates), or each
    /// separator has an order of its own (`31.03.2026` beside `3/31/2026`).
    pub order: Option<DateOrder>,
    /// What settled it: `values`, `twin column`, `other columns`, `header`, `flag`, `form`,
    /// `each separator`.
    pub settled_by: &'static str,
}

/// Something about a whole file or column that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable identifier in snake case: `partial_scope`.
    pub code: &'static str,
    /// One or two sentences for people.
    pub message: String,
    /// The row, if there is one.
    pub row: Option<u32>,
    /// The header as written, if it is about a column.
    pub column: Option<String>,
}

impl Warning {
    /// A warning about the file as a whole.
    pub fn new(code: &'static str, message: impl Into<String>) -> Warning {
        Warning { code, message: message.into(), row: None, column: None }
    }
}

/// What one input is and what became of its rows. Shown by `check` and in `run.json`.
///
/// It always holds that `rows_read = rows_used + rows_set_aside + rows_ignored`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputReport {
    /// The path as the user gave it.
    pub path: String,
    /// What the export holds.
    pub role: Role,
    /// The profile that recognised it.
    pub profile: String,
    /// How sure that is and why, in one sentence: "14 of 18 headers are known as those of hubspot; next
    /// best: generic with 9".
    pub recognised_by: String,
    /// What kind of file it is: `csv`, `xlsx`, `xlsb`, `xls`, `ods`, `json`, `ndjson` or `parquet`.
    pub container: &'static str,
    /// The text encoding; `None` for workbooks.
    pub encoding: Option<String>,
    /// The delimiter; `None` for workbooks.
    pub delimiter: Option<char>,
    /// The sheet; `None` for text.
    pub sheet: Option<String>,
    /// The header's row, as its owner counts.
    pub header_row: u32,
    /// SHA-256 of the file's bytes, in hex.
    pub sha256: String,
    /// Records after the header with at least one cell that is not blank.
    pub rows_read: u64,
    /// Records that became a deal, an ACE opportunity or a fund request, or are an account.
    pub rows_used: u64,
    /// Records that could not be used.
    pub rows_set_aside: u64,
    /// Records that are none: footers, subtotals, repeated headers, duplicates.
    pub rows_ignored: u64,
    /// The newest modified (else created) date of a record.
    pub newest_record: Option<NaiveDate>,
    /// Canonical field → header as written.
    pub columns: BTreeMap<Field, String>,
    /// Headers that no profile knows.
    pub unmapped_headers: Vec<String>,
    /// Unmapped header → the known headers nearest to it, each with its field: "`aws arr` (arr)". Nothing
    /// is read by similarity.
    pub suggestions: BTreeMap<String, Vec<String>>,
    /// What its reader should know.
    pub warnings: Vec<Warning>,
    /// The date order of each column of dates, and what settled it.
    pub date_orders: BTreeMap<Field, SettledOrder>,
    /// What is known of each column of money.
    pub amounts: BTreeMap<Field, SettledAmounts>,
    /// Why rows and cells were not used as they stand, the rows first.
    pub noted: Vec<Noted>,
}

/// An input that cannot be used, or one that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The path as the user gave it; `None` if no file is to blame.
    pub path: Option<String>,
    /// Stable identifier in snake case: `unknown_layout`.
    pub code: &'static str,
    /// What is wrong, and where.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl Failure {
    /// Nothing is wrong with any input: what the user said of a column with `--map` fits none.
    pub const HEADER_ABSENT: &'static str = "header_absent";

    /// Whether the call is wrong, and no input.
    pub fn is_wrong_usage(&self) -> bool {
        self.code == Failure::HEADER_ABSENT
    }
}

/// What happened to a row or cell that was not used as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The row could not be used.
    RowSetAside,
    /// The row is no record: footer, subtotal, repeated header, duplicate.
    RowIgnored,
    /// The cell could not be read; the rest of the row is used.
    CellIgnored,
    /// The cell was read after a repair.
    CellRepaired,
    /// Something about the file as a whole.
    FileWarning,
}

impl Action {
    /// The name used in tables: `row_set_aside`.
    pub fn name(self) -> &'static str {
        match self {
            Action::RowSetAside => "row_set_aside",
            Action::RowIgnored => "row_ignored",
            Action::CellIgnored => "cell_ignored",
            Action::CellRepaired => "cell_repaired",
            Action::FileWarning => "file_warning",
        }
    }
}

/// A row or cell that was not used as it stands, with its place and reason. Nothing is dropped
/// without one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The path as the user gave it.
    pub file: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// The row its owner sees.
    pub row: Option<u32>,
    /// The header as written; `None` if it is about the row.
    pub column: Option<String>,
    /// The offending text, or the first cells of the row.
    pub value: String,
    /// Stable identifier of the reason in snake case: `unreadable_date`.
    pub problem: &'static str,
    /// What is wrong and what to do, in a sentence or two.
    pub message: String,
    /// What was done.
    pub action: Action,
}
