//! What people and programs read of an audit: the workbook, `run.json`, the terminal
//! summary, the rule reference. A report shows what was found; it adds no facts.

mod cell;
mod check_text;
mod deal_line;
mod html;
mod input_json;
mod limits;
mod markdown;
pub mod rule_reference;
mod run_json;
mod sheet;
mod sheets;
mod terminal;
mod words;
mod wrapped;
mod xlsx;

pub use check_text::check_text;
pub use html::{HTML_MARKER, html};
pub use input_json::check_json;
pub use markdown::summary_markdown;
pub use run_json::run_json;
pub use sheets::own_headers;
pub use terminal::{summary, summary_json};
pub use xlsx::{ReportError, workbook};
