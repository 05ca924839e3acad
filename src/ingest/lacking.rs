//! What an export of deals lacks although it can be read: the user is told what is taken for granted.

use super::mapping::Mapping;
use crate::domain::{Field, Warning};

/// A warning if no column says which deals were won or lost, so that all of them look alive.
pub(super) fn outcome(mapping: &Mapping) -> Option<Warning> {
    let has = |field| mapping.columns.iter().any(|column| column.field == field);
    let is_told = has(Field::Stage) || has(Field::Status);
    if is_told || (has(Field::IsWon) && has(Field::IsClosed)) {
        return None;
    }
    let said = if has(Field::IsWon) {
        "No column says which deals were lost: what is not won is read as open, at an early stage."
    } else {
        "No column says which deals were won or lost: all are read as open, at an early stage."
    };
    let message =
        format!("{said} Export the stage or the status too; or name its column: --map \"HEADER=stage\".");
    Some(Warning::new("no_stage", message))
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::read_text;

    fn codes(headers: &str) -> Vec<&'static str> {
        let count = headers.split(',').count();
        let text = format!(
            "Deal ID,Deal Name,Customer,Close Date,{headers}\nD1,Lift,Acme,2026-12-24{}\n",
            ",true".repeat(count)
        );
        read_text(&text).report.warnings.iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn without_stage_status_and_flags_all_deals_look_open_which_is_told() {
        for headers in ["Owner", "Owner,Is Closed", "Owner,Is Won"] {
            assert_eq!(codes(headers), ["no_stage"], "{headers}");
        }
        for headers in ["Stage", "Status", "Is Won,Is Closed"] {
            assert!(codes(headers).is_empty(), "{headers}");
        }
    }
}
