//! What people and programs read of an audit: the workbook, the tables, `run.json`, the terminal
//! summary, the rule reference. A report shows what was found; it adds no facts.

mod deal_line;
pub mod rule_reference;
pub mod run_json;
mod sheet;
mod sheets;
pub mod terminal;
mod words;
mod xlsx;

pub use xlsx::{ReportError, workbook};
