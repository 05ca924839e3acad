//! A row of a fund request list as an application.

use super::block_ids::first_of_block;
use super::ids;
use super::notes::Notes;
use super::request_phases::{of_program, of_words, phases};
use super::request_state::{Dated, lies_ahead, said, said_in, state};
use super::row::Row;
use super::texts;
use crate::domain::{AceId, CrmId, Field, FieldSet, FundRequest};

/// The application in the row; `None`, and the row set aside, if it names nothing and no money is under way.
pub(super) fn request(row: &mut Row<'_>) -> Option<FundRequest> {
    let request_id = row.name(Field::RequestId);
    let (mut ace_ids, crm_id) = named_ids(row);
    let ace_id = if ace_ids.len() == 1 { ace_ids.pop() } else { None };
    let names_nothing =
        request_id.is_none() && ace_id.is_none() && ace_ids.is_empty() && crm_id.is_none();
    let stage = row.pick(Field::Stage, said).0;
    let status = row.pick(Field::Status, said).0;
    let submitted_date = row.date(Field::SubmittedDate);
    let approved_date = row.date(Field::ApprovedDate);
    let claimed_date = row.date(Field::ClaimedDate);
    let days = [submitted_date, approved_date, claimed_date];
    let dated = Dated::new(days, row.settings.as_of);
    if days.into_iter().flatten().any(|day| lies_ahead(day, row.settings.as_of)) {
        row.notes.planned += 1;
    }
    let currency = row.currency(Field::Currency);
    let program = row.name(Field::Program);
    let (named, phases) = row.pick(Field::Phase, phases);
    let title = row.text(Field::Title);
    let by_program = || {
        let of_program = program.as_deref().map(of_program).unwrap_or_default();
        let words = [status.as_deref(), stage.as_deref(), title.as_deref()].into_iter().flatten();
        if of_program.is_empty() { of_words(words) } else { of_program }
    };
    let is_unknown = named.is_some() && phases.is_none();
    let phases = phases.unwrap_or_else(by_program);
    let has_unknown_phase = is_unknown && phases.is_empty();
    let request = FundRequest {
        at: row.at(),
        request_id,
        ace_id,
        ace_ids_in_doubt: ace_ids,
        crm_id,
        customer: row.name(Field::Customer),
        program,
        phases,
        has_unknown_phase,
        state: state(said_in(stage.as_deref()), said_in(status.as_deref()), dated),
        status,
        requested_amount: row.aws_money(Field::RequestedAmount, currency),
        submitted_date,
        approved_date,
        start_date: row.date(Field::StartDate),
        end_date: row.date(Field::EndDate),
        claim_due_date: row.date(Field::ClaimDueDate),
        poe_date: row.date(Field::PoeDate),
        rejected_reason: row.text(Field::RejectedReason),
        is_disputed: false,
    };
    // Money that is under way is told of, whoever it is for: APP006.
    if names_nothing && !(request.is_map() && request.state.is_live()) {
        row.set_aside(
            "no_identity",
            "The row names no fund request, ACE opportunity or CRM deal. Add one of the ids.",
        );
        return None;
    }
    if let Some(program) = request.program.as_deref().filter(|_| request.has_unknown_program()) {
        row.note_unknown(Field::Program, program);
    }
    Some(request)
}

/// The ACE opportunities and the deal that the row names, or the first row of its block.
fn named_ids(row: &mut Row<'_>) -> (Vec<AceId>, Option<CrmId>) {
    let Some(first) = first_of_block(row.table, row.record) else {
        return (ace_ids(row), row.crm_id(Field::CrmId));
    };
    // What is wrong with these cells is told of their own row.
    let mut notes = Notes::default();
    let mut first = Row {
        table: row.table,
        record: first,
        settings: row.settings,
        notes: &mut notes,
        unreadable: FieldSet::default(),
        shared: row.shared,
    };
    let named = (ace_ids(&mut first), first.crm_id(Field::CrmId));
    let message = format!("Blank, as in a merged cell: read as in row {}.", first.at().row);
    let field = [Field::AceId, Field::CrmId].into_iter().find(|it| row.table.column(*it).is_some());
    row.repair(field.unwrap_or(Field::AceId), "id_of_block", message);
    named
}

/// The ACE opportunities that the row names: ids, alone or beside a title, one with a typing slip, or ARNs.
fn ace_ids(row: &mut Row<'_>) -> Vec<AceId> {
    let Some(cell) = row.cell(Field::AceId).filter(|cell| !texts::is_unknown(cell.text)) else {
        return Vec::new();
    };
    if let Some(id) = AceId::exact(cell.text) {
        return vec![id];
    }
    let mut named = ids::ace_ids_in_arns(cell.text);
    if named.is_empty() {
        named = ids::ace_ids_beside_words(cell.text);
    }
    if named.len() > 1 {
        row.ignore(
            Field::AceId,
            "several_ace_ids",
            "The application names several ACE opportunities, so to which the money belongs is \
             not known. Give each its own row.",
        );
    }
    if !named.is_empty() || row.is_destroyed(Field::AceId, cell) {
        return named;
    }
    match AceId::repaired(cell.text) {
        Some(id) => row.repair(Field::AceId, "repaired_id", format!("This was read as {id}.")),
        None => row.ignore(
            Field::AceId,
            "unreadable_ace_id",
            "An ACE opportunity id is the letter O and digits. Correct it in the list.",
        ),
    }
    AceId::repaired(cell.text).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, ApprovalStage, FundingData, Phase, RequestState, Role};
    use crate::normalise::testing::{problems, read, row, table};

    fn request_of(cells: &[(Field, &str)]) -> FundRequest {
        let cells = [&[(Field::RequestId, "FR-1")], cells].concat();
        read(vec![row(Role::Funding, &cells)]).requests.remove(0)
    }

    #[test]
    fn stage_and_dates_give_the_state() {
        let request = request_of(&[
            (Field::Stage, "Business Approval"),
            (Field::Status, "Pending"),
            (Field::SubmittedDate, "2026-09-18"),
            (Field::RequestedAmount, "USD 20,000.00"),
        ]);
        assert_eq!(request.state, RequestState::Applied(ApprovalStage::Business));
        assert_eq!(request.requested_amount.map(|m| m.to_string()).as_deref(), Some("USD 20,000"));
    }

    #[test]
    fn what_is_asked_of_aws_is_in_dollars_unless_the_list_says_otherwise() {
        let of = |amount| request_of(&[(Field::RequestedAmount, amount)]).requested_amount;
        let told = |amount| of(amount).map(|money| money.to_string());
        assert_eq!(told("20000").as_deref(), Some("USD 20,000"));
        assert_eq!(told("EUR 20000").as_deref(), Some("EUR 20,000"));
        assert_eq!(told("-20000"), None);
    }

    #[test]
    fn the_opportunity_is_named_by_id_slip_or_arn() {
        let arn = "arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/opportunity/O1234567";
        for text in ["O1234567", "o1234567", arn, "O1234567 - Data centre exit", "Exit (O1234567)"]
        {
            let request = request_of(&[(Field::AceId, text)]);
            assert_eq!(request.ace_id, AceId::exact("O1234567"), "{text}");
        }
        assert_eq!(request_of(&[(Field::AceId, "n/a")]).ace_id, None);
    }

    #[test]
    fn a_row_that_names_nothing_is_set_aside() {
        let records = read(vec![table(
            Role::Funding,
            &[
                (Field::RequestId, &["", ""]),
                (Field::AceId, &["O1", "OPP"]),
                (Field::Stage, &["Created", "Created"]),
            ],
        )]);
        assert_eq!(records.requests.len(), 1);
        assert_eq!(
            problems(&records),
            [
                (3, "unreadable_ace_id", Action::CellIgnored),
                (3, "no_identity", Action::RowSetAside)
            ]
        );
    }

    #[test]
    fn money_under_way_is_kept_whoever_it_is_for() {
        let kept = |cells: &[(Field, &str)]| {
            let cells = [&[(Field::Customer, "Godavari Power")], cells].concat();
            read(vec![row(Role::Funding, &cells)]).requests
        };
        let approved = kept(&[(Field::Status, "Approved")]);
        assert_eq!(approved[0].customer.as_deref(), Some("Godavari Power"));
        assert_eq!(approved[0].state, RequestState::Approved);
        assert!(kept(&[(Field::Status, "Draft")]).is_empty());
        assert!(kept(&[(Field::Status, "Approved"), (Field::Program, "MDF")]).is_empty());
    }

    #[test]
    fn the_program_names_the_phase_where_no_column_does() {
        for (program, expected) in [
            ("MAP - Assess", &[Phase::Assess][..]),
            ("MAP Mobilize", &[Phase::Mobilize]),
            ("MAP Migrate & Modernize", &[Phase::Migrate]),
            ("MAP Migration", &[]),
            ("Migration Acceleration Program (MAP)", &[]),
        ] {
            assert_eq!(request_of(&[(Field::Program, program)]).phases, expected, "{program}");
        }
        let both = [(Field::Program, "MAP Assess"), (Field::Phase, "Mobilize")];
        assert_eq!(request_of(&both).phases, [Phase::Mobilize]);
        assert_eq!(request_of(&[(Field::Status, "Assess approved")]).phases, [Phase::Assess]);
        assert_eq!(request_of(&[(Field::Title, "MAP Mobilize, Acme")]).phases, [Phase::Mobilize]);
        assert_eq!(request_of(&[(Field::Title, "Migration of Acme")]).phases, []);
    }

    #[test]
    fn a_cell_that_names_two_opportunities_credits_neither() {
        let cells = [(Field::RequestId, "FR-1"), (Field::AceId, "O1234567 / O7654321")];
        let records = read(vec![row(Role::Funding, &cells)]);
        let request = &records.requests[0];
        assert_eq!((&request.ace_id, request.ace_ids_in_doubt.len()), (&None, 2));
        assert_eq!(problems(&records), [(2, "several_ace_ids", Action::CellIgnored)]);
    }

    #[test]
    fn an_unknown_phase_is_told_and_a_blank_one_means_all() {
        let records =
            read(vec![row(Role::Funding, &[(Field::RequestId, "FR-1"), (Field::Phase, "X")])]);
        assert!(records.requests[0].has_unknown_phase);
        assert_eq!(records.inputs[0].warnings[0].code, "unknown_value");
        let blank = request_of(&[(Field::Phase, "-")]);
        assert!(!blank.has_unknown_phase && blank.is_for(Phase::Migrate));
        let by_program = request_of(&[(Field::Phase, "X"), (Field::Program, "MAP Assess")]);
        assert_eq!((by_program.has_unknown_phase, by_program.phases), (false, vec![Phase::Assess]));
    }

    #[test]
    fn rows_for_the_phases_of_one_request_are_all_used() {
        let records = read(vec![table(
            Role::Funding,
            &[(Field::RequestId, &["FR-1", "FR-1"]), (Field::Phase, &["Assess", "Mobilize"])],
        )]);
        assert_eq!(records.requests.len(), 2);
    }

    #[test]
    fn a_program_that_no_list_knows_is_told() {
        let list =
            |program| row(Role::Funding, &[(Field::RequestId, "FR-1"), (Field::Program, program)]);
        assert_eq!(read(vec![list("Something")]).inputs[0].warnings[0].code, "unknown_value");
        for known in ["MAP", "Migration", "WMP", "MDF"] {
            assert!(read(vec![list(known)]).inputs[0].warnings.is_empty(), "{known}");
        }
    }

    #[test]
    fn a_list_of_requests_wins_over_the_columns_of_the_crm() {
        let crm = || row(Role::Crm, &[(Field::DealId, "D1"), (Field::MapStatus, "Submitted")]);
        let list = row(Role::Funding, &[(Field::RequestId, "FR-1")]);
        let by_columns = read(vec![crm()]);
        assert_eq!(by_columns.funding, FundingData::CrmColumns);
        assert_eq!(by_columns.requests.len(), 1);
        let by_list = read(vec![crm(), list]);
        assert_eq!(by_list.funding, FundingData::File);
        assert_eq!(by_list.requests[0].request_id.as_deref(), Some("FR-1"));
        let absent = read(vec![row(Role::Crm, &[(Field::DealId, "D1")])]);
        assert_eq!(absent.funding, FundingData::Absent);
    }
}
