//! Tables that could pass for exports and are none.

use crate::ingest::raw_row::RawRow;

/// Whether the row is what Markdown draws below the header of a table: `|---|:--:|`.
///
/// Only with the bar at its start: the bulk tools of databases draw lines without it.
pub(super) fn is_markdown_line(row: &RawRow) -> bool {
    let is_line = |text: &str| {
        let dashes = text.trim_matches(':');
        text.len() >= 3 && !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    row.cell(0).is_blank() && !row.is_blank() && row.filled().all(|(_, cell)| is_line(cell.text))
}

/// Whether the row is the header of a table that this program writes: its deals and set-aside rows, and what people
/// decided, have columns enough to pass for a CRM export.
pub(in crate::ingest) fn is_own_header(row: &RawRow) -> bool {
    const MATCHES: [&str; 4] = ["crm_id", "ace_id", "zone", "method"];
    const SET_ASIDE: [&str; 8] =
        ["file", "sheet", "row", "column", "value", "problem", "message", "action"];
    const DECISIONS: [&str; 6] = ["kind", "id", "crm_id", "ace_id", "column", "value"];
    let cells: Vec<&str> = (0..row.len()).map(|column| row.cell(column).text).collect();
    let has = |header: &str| cells.contains(&header);
    has("finding_id")
        || (has("link_zone") && has("crm_row"))
        || cells.starts_with(&MATCHES)
        || cells.starts_with(&SET_ASIDE)
        || cells.starts_with(&DECISIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    #[test]
    fn a_line_of_markdown_begins_with_a_bar() {
        assert!(is_markdown_line(&text_row(2, &["", "---", ":---:", ""])));
        assert!(is_markdown_line(&text_row(2, &["", "----", ""])));
        for cells in [&["---", "---"][..], &["", "-", "-"], &["", "---", "a"], &["", ""]] {
            assert!(!is_markdown_line(&text_row(2, cells)), "{cells:?}");
        }
    }

    #[test]
    fn an_export_with_some_of_our_words_is_not_ours() {
        for cells in [&["Deal ID", "zone", "method"][..], &["crm_id", "ace_id"], &["file", "row"]] {
            assert!(!is_own_header(&text_row(1, cells)), "{cells:?}");
        }
    }
}
