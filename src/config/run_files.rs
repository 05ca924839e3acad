//! What a run reads and writes where its command line does not say.

use crate::domain::{Severity, WorkbookProfile};

/// The exports to read: files, folders and patterns, relative to the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputSettings {
    /// Exports that are recognised by their headers.
    pub files: Vec<String>,
    /// Exports of the CRM.
    pub crm: Vec<String>,
    /// Exports of ACE.
    pub ace: Vec<String>,
    /// Lists of fund requests.
    pub funding: Vec<String>,
    /// The CRM's accounts.
    pub accounts: Vec<String>,
    /// Of the files that one pattern matches, only the one written last is read.
    pub newest_only: bool,
    /// The most days by which an export may be older than the audit's day.
    pub max_age_days: Option<u32>,
}

/// What to write. Names may hold `{as_of}` and `{period}`, and are relative to the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputSettings {
    /// The name of the workbook, which may hold the day and the period.
    pub workbook: Option<String>,
    /// Whom the workbook is for.
    pub profile: WorkbookProfile,
    /// The name of the web page, likewise.
    pub html: Option<String>,
    /// The folder of the tables.
    pub tables: Option<String>,
    /// The workbook of the last run, or a pattern of such.
    pub previous: Option<String>,
    /// How many workbooks are kept.
    pub keep: Option<u32>,
    /// New findings of at least this severity end a run with exit code 1.
    pub fail_on: Option<Severity>,
}
