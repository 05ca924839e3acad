//! What lists, the Benefits API and the columns of a CRM say of applications.

use std::collections::BTreeSet;

use mapaudit::domain::Phase;

use super::audited::{Audited, audited, audited_by, funded, unfunded};
use super::exports::{ace, crm, funding};

/// The audit of the healthy deal and its request with other cells.
fn request(cells: &[(&str, &str)]) -> Audited {
    funded(&crm(), &ace(), &funding().with(cells))
}

/// The audit of the healthy deal, its request approved, with other cells.
fn approved(cells: &[(&str, &str)]) -> Audited {
    let state = [("Stage", "Cash Claim"), ("Status", "Active"), ("Approved Date", "2026-09-28")];
    funded(&crm(), &ace(), &funding().with(&state).with(cells))
}

#[test]
fn a_request_counts_although_the_opportunity_is_not_marked_as_map() {
    let unmarked = funded(&crm(), &ace().with(&[("APN Programs", "")]), &funding());
    unmarked.passes("APP001");
    assert_eq!(unmarked.found("ATT002").len(), 1, "the missing mark is another rule's");
}

#[test]
fn without_funding_data_no_rule_of_the_family_judges_a_marked_deal() {
    let audit = unfunded(&crm().with(&[("PDM Notified Date", "")]), &ace());
    for code in (1..=9).map(|number| format!("APP00{number}")) {
        audit.wants(&code, "map_status");
    }
}

#[test]
fn files_without_a_column_for_it_are_asked_neither_for_the_notice_nor_for_the_proof() {
    let narrow = crm().without("PDM Notified Date");
    let ended = [("Stage", "Cash Claim"), ("End Date", "2026-09-30")];
    let audit = funded(&narrow, &ace(), &funding().with(&ended));
    for code in ["APP002", "APP003", "APP009"] {
        audit.is_not_concerned(code);
    }
}

#[test]
fn a_request_of_another_program_for_no_deal_is_a_warning_and_no_finding() {
    let audit = request(&[("Program", "MDF"), ("Opportunity ID", "O9999999")]);
    assert!(audit.found("APP006").is_empty());
    audit.warns("request_without_deal");
}

#[test]
fn requests_without_ids_of_one_deal_have_findings_of_their_own_whose_ids_no_row_decides() {
    let due = |day: &str| {
        let state =
            [("Stage", "Cash Claim"), ("Status", "Active"), ("Approved Date", "2026-07-01")];
        funding().with(&state).with(&[("Fund Request ID", ""), ("End Date", day)])
    };
    let ids = |one: &str, other: &str| {
        let audit = funded(&crm(), &ace(), &due(one).and(&[("End Date", other)]));
        let found = audit.found("APP008").into_iter();
        found.map(|it| (it.evidence.expected.to_string(), it.id.clone())).collect::<BTreeSet<_>>()
    };
    let found = ids("2026-07-15", "2026-07-20");
    assert_eq!(found.iter().map(|(_, id)| id).collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(found, ids("2026-07-20", "2026-07-15"));
}

#[test]
fn holidays_are_no_business_days() {
    let late = funding().with(&[("Submitted Date", "2026-09-23")]);
    let files = [("crm.csv", crm().text()), ("ace.csv", ace().text()), ("f.csv", late.text())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    audited_by("[rules]\nholidays = [2026-09-28]\n", &files).passes("APP004");
}

#[test]
fn a_rejected_request_is_done_with_after_a_new_try() {
    let rejected = funding().with(&[("Status", "Rejected")]);
    let again = rejected.and(&[
        ("Fund Request ID", "FR-0004010"),
        ("Status", "Pending"),
        ("Submitted Date", "2026-09-29"),
    ]);
    funded(&crm(), &ace(), &again).passes("APP005");
}

#[test]
fn each_rejected_request_is_a_finding_with_its_phase() {
    let both = funding()
        .with(&[("Status", "Rejected")])
        .and(&[("Fund Request ID", "FR-0004010"), ("Phase", "Mobilize")]);
    let audit = funded(&crm(), &ace(), &both);
    let found = audit.found("APP005");
    let phases: Vec<_> = found.iter().map(|finding| finding.evidence.phase).collect();
    assert_eq!(phases, [Some(Phase::Assess), Some(Phase::Mobilize)]);
    let ids: BTreeSet<_> = found.iter().map(|finding| &finding.id).collect();
    assert_eq!(ids.len(), 2, "each has an id of its own");
    assert_eq!(audit.counts("APP005").1, 1, "one deal fails");
}

#[test]
fn a_request_of_a_deal_must_name_an_opportunity_of_the_export() {
    let crm_id = ("CRM Opportunity ID", "0065g00000Ka1Qb");
    let nameless = request(&[crm_id, ("Opportunity ID", "")]);
    assert!(nameless.message("APP006").contains("FR-0004002 for USD 20,000, in "));
    assert!(
        nameless.message("APP006").ends_with("in row 2 of requests.csv, names no ACE opportunity.")
    );
    let absent = request(&[crm_id, ("Opportunity ID", "O13109999")]);
    assert!(absent.message("APP006").contains("not in the ACE export (O13109999)"));
}

#[test]
fn a_request_of_no_deal_is_told_with_its_place_and_counts_for_no_deal() {
    let other = [("Fund Request ID", "FR-0004023"), ("Opportunity ID", "O13109999")];
    let audit = funded(&crm(), &ace(), &funding().and(&other));
    let message = audit.message("APP006");
    assert!(message.starts_with("Fund request FR-0004023 for USD 20,000, in "), "{message}");
    assert!(
        message.contains("row 3 of requests.csv") && message.contains("O13109999"),
        "{message}"
    );
    let found = audit.found("APP006");
    assert_eq!(
        (found[0].deal, found[0].evidence.request_id.as_deref()),
        (None, Some("FR-0004023"))
    );
    audit.passes("APP006");
}

#[test]
fn without_an_end_in_the_list_a_claim_is_due_by_the_crms() {
    let ending = crm().with(&[("Project End Date", "21/09/2026")]);
    let claim = funding().with(&[("Stage", "Cash Claim"), ("End Date", "")]);
    assert!(funded(&ending, &ace(), &claim).message("APP007").contains("due on 2026-10-21"));
}

#[test]
fn a_claim_that_is_made_is_neither_due_nor_overdue() {
    for cells in [
        [("Status", "Completed")],
        [("Claimed Date", "2026-09-29")],
        [("Status", "Claim submitted")],
    ] {
        let audit = approved(&[&cells[..], &[("Claim Due Date", "2026-10-05")]].concat());
        audit.is_not_concerned("APP007");
        audit.is_not_concerned("APP008");
    }
}

#[test]
fn the_map_columns_of_the_crm_serve_until_there_is_a_list() {
    let columns = [("MAP Status", "Submitted"), ("MAP Submitted Date", "23/09/2026")];
    let crm = crm().with(&columns);
    assert!(unfunded(&crm, &ace()).message("APP004").contains("after 6 business days"));
    let by_list = funded(&crm, &ace(), &funding());
    by_list.passes("APP004");
}

#[test]
fn a_german_list_is_judged_as_an_english_one() {
    let list = "Antragsnummer;ACE-ID;Programm;Phase;Antragsstatus;Beantragter Betrag;Währung;Eingereicht am;\
                Genehmigt am;Projektende;Ablehnungsgrund\n\
                FR-1;O13105501;MAP;Assess;Abgelehnt;20.000,00;EUR;14.08.2026;;30.08.2027;TCO fehlt\n\
                FR-2;O13105501;MAP;Mobilize;Eingereicht;30.000,00;EUR;23.09.2026;;30.08.2027;\n\
                FR-3;O13105501;MAP;Migrate;Genehmigt;90.000,00;EUR;14.08.2026;28.08.2026;20.09.2026;\n";
    let audit = audited(&[
        ("report.csv", &crm().text()),
        ("ace.csv", &ace().text()),
        ("antraege.csv", list),
    ]);
    assert!(
        audit
            .message("APP005")
            .contains("FR-1 for EUR 20,000 was rejected or sent back (reason: TCO fehlt)")
    );
    assert!(audit.message("APP004").contains("FR-2 for EUR 30,000 was submitted on 2026-09-23"));
    assert!(audit.message("APP007").contains(
        "FR-3 for EUR 90,000 is approved and not claimed; the claim is due on 2026-10-20"
    ));
}

#[test]
fn applications_and_allocations_of_the_benefits_api_are_one() {
    let application = r#"{"BenefitApplicationSummaries":[{"Catalog":"AWS","Id":"benappl-0123456789abcd",
        "BenefitId":"ben-0123456789abcd","Programs":["MAP"],"Status":"APPROVED","AssociatedResources":
        ["arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/opportunity/O13105501"]}]}"#;
    let allocation = |status: &str| {
        format!(
            r#"{{"BenefitAllocationSummaries":[{{"Catalog":"AWS","Id":"benalloc-0123456789abcd","Status":"{status}",
            "BenefitApplicationId":"benappl-0123456789abcd","FulfillmentTypes":["CASH"],
            "ExpiresAt":"2026-10-20T00:00:00Z"}}]}}"#
        )
    };
    let audit = |status| {
        let (crm, ace) = (crm().text(), ace().text());
        audited(&[
            ("report.csv", &crm),
            ("ace.csv", &ace),
            ("applications.json", application),
            ("allocations.json", &allocation(status)),
        ])
    };
    assert!(audit("ACTIVE").message("APP007").contains("due on 2026-10-20"));
    audit("FULFILLED").is_not_concerned("APP007");
}
