//! Whether a deal is open, won or lost, and how far it is: what its stage, status and flags say together.

use std::sync::Arc;

use super::row::Row;
use super::stages;
use crate::domain::{DealStatus, Field, Progress};

/// The stage as written, and what it, the flags and the status column say. Flags and status win: in
/// several CRMs a won deal keeps its last open stage, and stages can be given any name.
pub(super) fn standing(row: &mut Row<'_>) -> (Option<Arc<str>>, DealStatus, Progress) {
    let by_flags = flagged(row);
    if row.table.column(Field::Stage).is_none() {
        return of_status_alone(row, by_flags);
    }
    let (text, by_stage) = match by_flags {
        // Of a closed deal, the flags say all that a stage no list knows could.
        Some(DealStatus::Won | DealStatus::Lost) => {
            let text = row.shared_text(Field::Stage);
            let by_stage = text.as_deref().and_then(stages::stage);
            (text, by_stage)
        }
        _ => row.pick(Field::Stage, stages::stage),
    };
    let (status_text, by_status) = row.pick(Field::Status, stages::status);
    if text.is_none() && status_text.is_none() && by_flags.is_none() && is_told_of_others(row) {
        row.notes.blank_stages += 1;
    }
    let by_status = by_flags.or(by_status);
    let (stage_status, progress) = by_stage.unwrap_or((DealStatus::Open, Progress::Early));
    let status = by_status.unwrap_or(stage_status);
    if stage_status != DealStatus::Open && status != stage_status {
        row.notes.status_disagrees += 1;
    }
    let progress = if status == DealStatus::Won { Progress::Committed } else { progress };
    (text, status, progress)
}

/// Trackers keep the stages of deals in a column of status, and have no other.
fn of_status_alone(
    row: &mut Row<'_>,
    by_flags: Option<DealStatus>,
) -> (Option<Arc<str>>, DealStatus, Progress) {
    let (text, said) = row.pick(Field::Status, |text| {
        let open = |status| (status, Progress::Early);
        stages::stage(text).or_else(|| stages::status(text).map(open))
    });
    if text.is_none() && by_flags.is_none() && is_told_of_others(row) {
        row.notes.blank_stages += 1;
    }
    let (by_status, progress) = said.unwrap_or((DealStatus::Open, Progress::Early));
    let status = by_flags.unwrap_or(by_status);
    let progress = if status == DealStatus::Won { Progress::Committed } else { progress };
    (text, status, progress)
}

/// Whether the export has a column that tells of other deals how they stand.
fn is_told_of_others(row: &Row<'_>) -> bool {
    [Field::Stage, Field::Status].iter().any(|field| row.table.column(*field).is_some())
}

/// What the flags of Salesforce and HubSpot say: `IsWon`, `IsClosed`.
fn flagged(row: &mut Row<'_>) -> Option<DealStatus> {
    let is_won = row.yes_no(Field::IsWon);
    let is_closed = row.yes_no(Field::IsClosed);
    let carries_won = row.table.column(Field::IsWon).is_some();
    match (is_won, is_closed) {
        (Some(true), _) => Some(DealStatus::Won),
        // Some exporters leave the cell of a flag that is not set blank.
        (_, Some(true)) if carries_won => Some(DealStatus::Lost),
        (_, Some(false)) => Some(DealStatus::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CrmOpportunity, Role};
    use crate::normalise::testing::{read, row, table};

    fn deal(cells: &[(Field, &str)]) -> CrmOpportunity {
        let cells = [&[(Field::DealId, "D1")], cells].concat();
        *read(vec![row(Role::Crm, &cells)]).crm.remove(0)
    }

    #[test]
    fn the_status_wins_over_the_stage_and_the_contradiction_is_counted() {
        let records = read(vec![table(
            Role::Crm,
            &[
                (Field::DealId, &["D1", "D2", "D3"]),
                (Field::Stage, &["Closed Won", "Proposal", "Closed Lost"]),
                (Field::Status, &["Open", "Won", "Lost"]),
            ],
        )]);
        let statuses: Vec<_> = records.crm.iter().map(|crm| (crm.status, crm.progress)).collect();
        assert_eq!(
            statuses,
            [
                (DealStatus::Open, Progress::Committed),
                (DealStatus::Won, Progress::Committed),
                (DealStatus::Lost, Progress::Early),
            ]
        );
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!(warning.code, "status_disagrees");
        assert!(warning.message.ends_with("believed: 1."), "{}", warning.message);
    }

    #[test]
    fn an_unknown_stage_is_an_open_deal_and_one_warning_with_counts() {
        let records = read(vec![table(
            Role::Crm,
            &[(Field::DealId, &["D1", "D2"]), (Field::Stage, &["Stage X", "Stage X"])],
        )]);
        assert_eq!(records.crm[0].status, DealStatus::Open);
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!(warning.code, "unknown_stage");
        assert!(warning.message.contains("\"Stage X\" (2)"), "{}", warning.message);
    }

    #[test]
    fn a_deal_of_which_nothing_says_how_it_stands_is_open_and_counted() {
        let columns: [(Field, &[&str]); 4] = [
            (Field::DealId, &["D1", "D2", "D3", "D4"]),
            (Field::Stage, &["", "Proposal", "", "-"]),
            (Field::Status, &["", "", "Won", ""]),
            (Field::IsClosed, &["", "", "", "false"]),
        ];
        let records = read(vec![table(Role::Crm, &columns)]);
        assert_eq!(records.crm[0].status, DealStatus::Open);
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!(warning.code, "blank_stage");
        assert!(warning.message.ends_with("at an early stage: 1."), "{}", warning.message);
    }

    #[test]
    fn without_a_column_of_stages_that_of_the_status_has_them() {
        for (status, expected, progress) in [
            ("Proposal", DealStatus::Open, Progress::Proposed),
            ("Offen", DealStatus::Open, Progress::Early),
            ("Won", DealStatus::Won, Progress::Committed),
            ("Lost", DealStatus::Lost, Progress::Early),
        ] {
            let crm = deal(&[(Field::Status, status)]);
            assert_eq!((crm.status, crm.progress), (expected, progress), "{status}");
            assert_eq!(crm.stage.as_deref(), Some(status));
        }
        let both = deal(&[(Field::Stage, "Qualification"), (Field::Status, "Proposal")]);
        assert_eq!(both.progress, Progress::Early);
    }

    #[test]
    fn the_flags_of_a_deal_win_over_a_stage_of_any_name() {
        for (stage, won, closed, expected) in [
            ("Delivered", "1", "1", DealStatus::Won),
            ("Delivered", "", "true", DealStatus::Lost),
            ("Closed Won", "false", "false", DealStatus::Open),
            ("Closed Won", "", "", DealStatus::Won),
        ] {
            let cells = [(Field::Stage, stage), (Field::IsWon, won), (Field::IsClosed, closed)];
            assert_eq!(deal(&cells).status, expected, "{stage} {won} {closed}");
        }
        let closed = [(Field::Stage, "Closed Won"), (Field::IsClosed, "true")];
        assert_eq!(deal(&closed).status, DealStatus::Won);
    }
}
