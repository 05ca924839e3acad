//! What people and programs read of an audit: the workbook, `run.json`, the terminal summary. A
//! report shows what was found; it adds no facts.

mod check_text;
mod deal_line;
mod input_json;
mod run_json;
mod sheet;
mod sheets;
mod terminal;
mod words;
mod xlsx;

pub use check_text::check_text;
pub use input_json::{CheckedInputV1, ErrorV1, InputV1, UnusableV1, check_json};
pub use run_json::run_json;
pub use terminal::{summary, summary_json};
pub use xlsx::{ReportError, workbook};
