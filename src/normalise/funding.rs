//! A row of a fund request list as an application, and the application that a deal's own row in the
//! CRM speaks of.

use super::ids;
use super::request_state::{Dated, Said, said, said_in, state};
use super::row::Row;
use super::texts;
use crate::domain::{AceId, CrmOpportunity, Field, FundRequest, Phase, fold};

/// The application in the row; `None`, and the row set aside, if it names nothing.
pub(super) fn request(row: &mut Row<'_>) -> Option<FundRequest> {
    let request_id = row.name(Field::RequestId);
    let mut ace_ids = ace_ids(row);
    let ace_id = if ace_ids.len() == 1 { ace_ids.pop() } else { None };
    let crm_id = row.crm_id(Field::CrmId);
    if request_id.is_none() && ace_id.is_none() && ace_ids.is_empty() && crm_id.is_none() {
        row.set_aside(
            "no_identity",
            "The row names no fund request, ACE opportunity or CRM deal. Add one of the ids.",
        );
        return None;
    }
    let stage = row.pick(Field::Stage, said).0;
    let status = row.pick(Field::Status, said).0;
    let submitted_date = row.date(Field::SubmittedDate);
    let approved_date = row.date(Field::ApprovedDate);
    let claimed_date = row.date(Field::ClaimedDate);
    let dated = Dated {
        submitted: submitted_date.is_some(),
        approved: approved_date.is_some(),
        claimed: claimed_date.is_some(),
    };
    let currency = row.currency(Field::Currency);
    let program = row.name(Field::Program);
    let (named, phases) = row.pick(Field::Phase, phases);
    let by_program = || program.as_deref().map(of_program).unwrap_or_default();
    let is_unknown = named.is_some() && phases.is_none();
    let phases = phases.unwrap_or_else(by_program);
    let has_unknown_phase = is_unknown && phases.is_empty();
    let request = FundRequest {
        at: row.at(),
        request_id,
        ace_id,
        ace_ids_in_doubt: ace_ids,
        crm_id,
        program,
        phases,
        has_unknown_phase,
        state: state(said_in(stage.as_deref()), said_in(status.as_deref()), dated),
        stage,
        status,
        requested_amount: row.amount(Field::RequestedAmount, currency),
        submitted_date,
        approved_date,
        start_date: row.date(Field::StartDate),
        end_date: row.date(Field::EndDate),
        claim_due_date: row.date(Field::ClaimDueDate),
        claimed_date,
        poe_date: row.date(Field::PoeDate),
        rejected_reason: row.text(Field::RejectedReason),
        is_disputed: false,
    };
    if let Some(program) = request.program.as_deref().filter(|_| request.has_unknown_program()) {
        row.note_unknown(Field::Program, program);
    }
    Some(request)
}

/// The application that the deal's MAP columns speak of, if they speak of one.
pub(super) fn request_of_deal(crm: &CrmOpportunity) -> Option<FundRequest> {
    let said_by_status = said_in(crm.map_status.as_deref());
    let has_trace = crm.map_request_id.is_some()
        || crm.map_submitted_date.is_some()
        || crm.map_approved_date.is_some()
        || crm.poe_submitted_date.is_some();
    // Words that no list knows prove nothing: they are warned of, and an application shows by its traces.
    let says_nothing = matches!(said_by_status, None | Some(Said::NotStarted | Said::Unknown));
    if says_nothing && !has_trace {
        return None;
    }
    let dated = Dated {
        submitted: crm.map_submitted_date.is_some(),
        // Proof of execution is asked for after the approval only.
        approved: crm.map_approved_date.is_some() || crm.poe_submitted_date.is_some(),
        claimed: false,
    };
    let mut request = FundRequest::new(crm.at.clone(), state(None, said_by_status, dated));
    request.request_id.clone_from(&crm.map_request_id);
    // No ACE id: ids are cloned with deals and would give the money to another deal than the row's own.
    request.crm_id = Some(crm.id.clone());
    request.status.clone_from(&crm.map_status);
    request.submitted_date = crm.map_submitted_date;
    request.approved_date = crm.map_approved_date;
    request.poe_date = crm.poe_submitted_date;
    Some(request)
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

/// The phases that the text names; empty for all of them, `None` if it names none.
fn phases(text: &str) -> Option<Vec<Phase>> {
    // By their stems: Mobilize, Mobilise, Mobilization; Migrate, Migration.
    const STEMS: [(&str, Phase); 5] = [
        ("assess", Phase::Assess),
        ("readiness", Phase::Assess),
        ("mobili", Phase::Mobilize),
        ("migrat", Phase::Migrate),
        ("moderni", Phase::Migrate),
    ];
    // AWS's short names of what is done in Assess: the Migration Readiness Assessment, and that of licences.
    const WORDS: [(&str, Phase); 2] = [("mra", Phase::Assess), ("ola", Phase::Assess)];
    // The names of the programme and of the assessment hold a stem, but name no phase.
    let folded = fold(text)
        .replace("migration acceleration program", "")
        .replace("migration readiness", "readiness");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    if words.contains(&"all") {
        return Some(Vec::new());
    }
    let by_stem = STEMS.iter().filter(|(stem, _)| words.iter().any(|word| word.starts_with(stem)));
    let by_word = WORDS.iter().filter(|(wanted, _)| words.contains(wanted));
    let numbers = ["1", "2", "3"].into_iter().zip(Phase::ALL);
    let by_number =
        numbers.filter(|(number, _)| words.windows(2).any(|it| it == ["phase", *number]));
    let named = by_stem.chain(by_word).map(|(_, phase)| *phase).chain(by_number.map(|it| it.1));
    let mut named: Vec<Phase> = named.collect();
    named.sort_unstable();
    named.dedup();
    (!named.is_empty()).then_some(named)
}

/// The phases in the name of a program, such as `MAP - Assess`. "Migration" is the program and no phase.
fn of_program(program: &str) -> Vec<Phase> {
    let folded = fold(program);
    let named = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| *word != "migration");
    phases(&named.collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm, date};
    use crate::domain::{Action, ApprovalStage, FundingData, RequestState, Role};
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
    fn phases_are_found_by_their_names() {
        for (text, expected) in [
            ("Assess", &[Phase::Assess][..]),
            ("Mobilise;Migrate & Modernize", &[Phase::Mobilize, Phase::Migrate]),
            ("MAP 2.0 - Mobilization", &[Phase::Mobilize]),
            ("Migration Acceleration Program: Assessment", &[Phase::Assess]),
            ("All phases", &[]),
            ("MRA", &[Phase::Assess]),
            ("Migration Readiness", &[Phase::Assess]),
            ("OLA", &[Phase::Assess]),
            ("Phase 1", &[Phase::Assess]),
            ("Phase 3: migration; phase 2", &[Phase::Mobilize, Phase::Migrate]),
        ] {
            assert_eq!(phases(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(phases("Phase X"), None);
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
    fn the_map_columns_of_a_deal_speak_of_an_application() {
        let request = request_of_deal(&crm()).expect("submitted");
        assert_eq!(request.state, RequestState::Applied(ApprovalStage::Submitted));
        assert_eq!(request.submitted_date, Some(date(2026, 9, 18)));
    }

    #[test]
    fn an_application_of_the_own_row_belongs_to_the_deal_and_never_to_its_cloned_ace_id() {
        assert!(crm().ace_id.is_some());
        let request = request_of_deal(&crm()).expect("submitted");
        assert_eq!((request.crm_id, request.ace_id), (Some(crm().id), None));
    }

    #[test]
    fn words_for_nothing_without_a_trace_are_no_application() {
        for status in [None, Some("Not started"), Some("None"), Some("No")] {
            let mut crm = crm();
            crm.map_status = status.map(Into::into);
            crm.map_submitted_date = None;
            assert!(request_of_deal(&crm).is_none(), "{status:?}");
            crm.map_submitted_date = Some(date(2026, 9, 18));
            assert!(request_of_deal(&crm).is_some(), "{status:?}");
        }
    }

    #[test]
    fn words_that_no_list_knows_are_an_application_only_with_a_trace_of_one() {
        let status = (Field::MapStatus, "discussed with Jane");
        let cells = [(Field::DealId, "D1"), status];
        let records = read(vec![row(Role::Crm, &cells)]);
        assert!(records.requests.is_empty());
        assert_eq!(records.inputs[0].warnings[0].code, "unknown_value");

        let cells = [(Field::DealId, "D1"), status, (Field::MapRequestId, "FR-1")];
        let records = read(vec![row(Role::Crm, &cells)]);
        assert_eq!(records.requests[0].state, RequestState::Unclear);
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
