//! What people and programs read of an audit: the workbook, `run.json`, the terminal summary. A
//! report shows what was found; it adds no facts.

mod deal_line;
pub mod run_json;
mod sheet;
mod sheets;
pub mod terminal;
mod words;
mod xlsx;

pub use xlsx::{ReportError, workbook};
