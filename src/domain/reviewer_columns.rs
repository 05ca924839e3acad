//! The columns of the workbook that belong to people: what stands in them is carried over from run to run.

/// A table of the workbook that people write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewedTable {
    /// The work list: a row per deal.
    Deals,
    /// A row per finding.
    Findings,
    /// A row per pair of a deal and an ACE opportunity.
    Matches,
}

/// A column that people fill in. The program never does, and never judges by it except where a constant says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewerColumn {
    /// Its header.
    pub header: &'static str,
    /// What belongs into it.
    pub kind: ReviewerKind,
}

/// What belongs into a reviewer column. Other values are kept all the same, and told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewerKind {
    /// Any text.
    Text,
    /// A day.
    Date,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl ReviewedTable {
    /// Every table that people write in.
    pub const ALL: [ReviewedTable; 3] =
        [ReviewedTable::Deals, ReviewedTable::Findings, ReviewedTable::Matches];

    /// Its name in formulas.
    pub fn name(self) -> &'static str {
        match self {
            ReviewedTable::Deals => "tblDeals",
            ReviewedTable::Findings => "tblFindings",
            ReviewedTable::Matches => "tblMatches",
        }
    }

    /// The name of its sheet.
    pub fn sheet(self) -> &'static str {
        match self {
            ReviewedTable::Deals => "Deals",
            ReviewedTable::Findings => "Findings",
            ReviewedTable::Matches => "Matches",
        }
    }

    /// The header of the ids of its rows.
    pub fn id_header(self) -> &'static str {
        match self {
            ReviewedTable::Deals => "Deal id",
            ReviewedTable::Findings => "Finding",
            ReviewedTable::Matches => "Pair",
        }
    }

    /// How the ids of its rows begin.
    pub fn id_start(self) -> &'static str {
        match self {
            ReviewedTable::Deals => "D-",
            ReviewedTable::Findings => "F-",
            ReviewedTable::Matches => "P-",
        }
    }

    /// Its columns for people, in their order.
    pub fn reviewer_columns(self) -> &'static [ReviewerColumn] {
        match self {
            ReviewedTable::Deals => &OF_DEALS,
            ReviewedTable::Findings => &OF_FINDINGS,
            ReviewedTable::Matches => &OF_MATCHES,
        }
    }

    /// Whether one of its columns for people has this header.
    pub fn has_reviewer_column(self, header: &str) -> bool {
        self.reviewer_columns().iter().any(|column| column.header == header)
    }
}

/// How far a person is with a deal.
pub const REVIEW_STATUS: &str = "Review status";
/// The day on which the PDM was told; fills the CRM's blank field in the next run.
pub const PDM_TOLD_ON: &str = "PDM told on";
/// Who works on a deal.
pub const REVIEWER: &str = "Reviewer";
/// Whatever people want to remember of a deal or a finding.
pub const NOTES: &str = "Notes";
/// Until which day every finding of the deal is accepted.
pub const WAIVE_UNTIL: &str = "Waive until";
/// Whether a pair is the same business.
pub const DECISION: &str = "Decision";
/// A review status by which a deal is accepted as it is.
pub const NOT_ELIGIBLE: &str = "Not eligible";
/// A review status by which a deal is accepted as it is.
pub const ACCEPT_LOSS: &str = "Accept loss";
/// The decision that a pair is the same business.
pub const SAME: &str = "Same";
/// The decision that a pair is not the same business.
pub const DIFFERENT: &str = "Different";

const fn column(header: &'static str, kind: ReviewerKind) -> ReviewerColumn {
    ReviewerColumn { header, kind }
}

const OF_DEALS: [ReviewerColumn; 7] = [
    column(
        REVIEW_STATUS,
        ReviewerKind::OneOf(&[
            "Open",
            "In progress",
            "Submitted",
            "Approved",
            "Rejected",
            NOT_ELIGIBLE,
            ACCEPT_LOSS,
            "Done",
        ]),
    ),
    column(PDM_TOLD_ON, ReviewerKind::Date),
    column("Fund request id", ReviewerKind::Text),
    column("Action due", ReviewerKind::Date),
    column(REVIEWER, ReviewerKind::Text),
    column(NOTES, ReviewerKind::Text),
    column(WAIVE_UNTIL, ReviewerKind::Date),
];

const OF_FINDINGS: [ReviewerColumn; 3] = [
    column(
        "Status",
        ReviewerKind::OneOf(&["Open", "In progress", "Done", "False positive", "Won't fix"]),
    ),
    column("Assignee", ReviewerKind::Text),
    column(NOTES, ReviewerKind::Text),
];

const OF_MATCHES: [ReviewerColumn; 4] = [
    column(DECISION, ReviewerKind::OneOf(&[SAME, DIFFERENT, "Not sure"])),
    column("By", ReviewerKind::Text),
    column("On", ReviewerKind::Date),
    column("Note", ReviewerKind::Text),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_a_table_are_unique_and_lists_fit_excels_255_characters() {
        for table in ReviewedTable::ALL {
            let columns = table.reviewer_columns();
            for (place, column) in columns.iter().enumerate() {
                assert!(columns[..place].iter().all(|other| other.header != column.header));
                if let ReviewerKind::OneOf(words) = column.kind {
                    assert!(words.join(",").len() <= 255, "{}", column.header);
                }
            }
        }
    }
}
