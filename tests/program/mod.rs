//! The real binary, and two small exports for it.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// An export of the CRM with one deal.
pub(crate) const CRM: &str = "\
\"Opportunity ID\",\"Opportunity Name\",\"Account Name\",\"Stage\",\"Close Date\",\"Project Start Date\",\"Server Count\"
\"0065f00000AbCdE\",\"Data center exit\",\"Acme Robotics\",\"Negotiation/Review\",\"2026-12-20\",\"2026-09-01\",\"120\"
";

/// An export of ACE with one opportunity, of another customer.
pub(crate) const ACE: &str = "\
Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date,APN Programs,Estimated AWS Monthly Recurring Revenue
O1234567,Zephyr Mills,Contact center,Qualified,Approved,2026-12-20,,
";

/// A folder with a CRM and an ACE export of one deal each.
pub(crate) fn exports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("crm.csv"), CRM).unwrap();
    fs::write(folder.path().join("ace.csv"), ACE).unwrap();
    folder
}

/// Runs the program to its end.
pub(crate) fn mapaudit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// What it told.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
