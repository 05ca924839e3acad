//! Cases 86 to 96: stages, programs, names, and whether an export is whole.

use mapaudit::domain::DealStatus::{Lost, Open, Won};
use mapaudit::domain::{AceStage, Deal};
use mapaudit::linkage;

use super::reading::{
    checked, ids, noted, opportunities, read, read_all, report, warning, warnings,
};

#[test]
fn case_86_a_stage_is_known_however_it_is_spelled() {
    for (stage, expected) in [
        ("closed won ", Won),
        ("Won", Won),
        ("Closed Won Booked", Won),
        ("5 - Closed Won", Won),
        ("Geschlossen/gewonnen", Won),
        ("Fermée gagnée", Won),
        ("受注", Won),
        ("closedwon", Won),
        ("Closed Lost to Competition", Lost),
        ("Cierre perdido", Lost),
        ("Négociation", Open),
        ("Id. Decision Makers", Open),
        ("Identify Decision Makers", Open),
        ("presentationscheduled", Open),
    ] {
        let records = read("deals.csv", format!("Deal ID,Customer,Stage\nD1,Acme,{stage}\n"));
        assert_eq!(records.crm[0].status, expected, "{stage}");
        assert_eq!(records.crm[0].stage.as_deref(), Some(stage.trim()));
    }
    let ace = "Opportunity id,Customer Company Name,Stage,Status\nO1,Acme,Launched,Approved\n";
    assert_eq!(read("ace.csv", ace).ace[0].stage, Some(AceStage::Launched));
}

#[test]
fn case_86_stages_that_nobody_knows_are_counted_and_open() {
    let text =
        "Deal ID,Customer,Stage\nD1,Acme,Phase Rot\nD2,Beta,Phase Rot\nD3,Gamma,Closed Won\n";
    let records = read("deals.csv", text);
    assert_eq!(records.crm[0].status, Open);
    let message = &warning(&records, "unknown_stage").message;
    assert!(message.contains("\"Phase Rot\" (2)"), "{message}");
}

#[test]
fn case_87_the_status_wins_over_the_stage() {
    let text = "Deal ID,Customer,Status,Stage\nD1,Acme,Lost,Closed Won\nD2,Beta,Won,Qualify\n\
                D3,Gamma,Lost,Close\nD4,Delta,Open,Closed Won\n";
    let records = read("deals.csv", text);
    let statuses: Vec<_> = records.crm.iter().map(|crm| crm.status).collect();
    assert_eq!(statuses, [Lost, Won, Lost, Open]);
    assert!(warning(&records, "status_disagrees").message.contains(": 2."));
}

const ACE: &str = "Opportunity id,Customer Company Name,Stage,Status,APN Programs\n";

#[test]
fn case_88_a_blank_behind_the_program_does_not_hide_map() {
    for program in [
        "Migration Acceleration Program ",
        "Migration  Acceleration\u{a0}Program (MAP)",
        "SFID;Migration Acceleration Program ;",
        "migration acceleration program",
    ] {
        let records = read("ace.csv", format!("{ACE}O1,Acme,Qualified,Approved,{program}\n"));
        assert!(records.ace[0].is_tagged_map(), "{program}");
    }
    let other = format!("{ACE}O1,Acme,Qualified,Approved,ISV Workload Migration\n");
    assert!(!read("ace.csv", other).ace[0].is_tagged_map());
}

#[test]
fn case_89_lists_are_split_at_semicolons_and_lines_and_never_at_commas() {
    let text = "Opportunity id,Customer Company Name,Stage,APN Programs,Sales Activities\n\
                O1,Acme,Qualified,ISV Accelerate;Well-Architected;,\"SOW Signed\nConfiguration, Compliance \
                & Auditing ; ;Other\"\n";
    let records = read("ace.csv", text);
    assert_eq!(records.ace[0].apn_programs, ["ISV Accelerate", "Well-Architected"]);
    let activities = ["SOW Signed", "Configuration, Compliance & Auditing", "Other"];
    assert_eq!(records.ace[0].sales_activities, activities);
}

/// Whether deals with these cells in a yes-or-no column used development funds.
fn mdf(cells: &[&str]) -> Vec<Option<bool>> {
    let rows = (1..).zip(cells).map(|(number, cell)| format!("D{number},Acme,{cell}\n"));
    let text = format!("Deal ID,Customer,MDF Used\n{}", rows.collect::<String>());
    read("deals.csv", text).crm.iter().map(|crm| crm.mdf_used).collect()
}

#[test]
fn case_90_yes_and_no_have_many_spellings() {
    let yes = ["Yes", "TRUE", "Checked", "x", "1", "Ja", "WAHR", "Sí", "1.0"];
    assert_eq!(mdf(&yes), [Some(true); 9]);
    let no = ["No", "False", "Unchecked", "0", "Nein", "FALSCH", "FAUX"];
    assert_eq!(mdf(&no), [Some(false); 7]);
}

#[test]
fn case_90_a_blank_is_unknown_unless_the_column_has_ones_only() {
    assert_eq!(mdf(&["Yes", "", "No"]), [Some(true), None, Some(false)]);
    assert_eq!(mdf(&["", ""]), [None, None]);
    assert_eq!(mdf(&["1", "", "1"]), [Some(true), Some(false), Some(true)]);
    assert_eq!(mdf(&["1", "", "0"]), [Some(true), None, Some(false)]);
}

const CRM: &str = "Deal ID,Deal Name,Customer,ACE Opportunity ID,Close Date\n";
const ACE_DEAL: &str = "Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,\
                        Target Close Date\n\
                        O13105594,Acme GmbH,Data center exit,Qualified,Approved,2026-06-30\n";

/// The first deal, after the two exports were held against each other.
fn first_deal(crm: &str, ace: &str) -> Deal {
    let records = read_all(&[("crm.csv", crm.as_bytes()), ("ace.csv", ace.as_bytes())]);
    let settings = linkage::Settings::default();
    linkage::link(records.crm, records.ace, records.requests, &[], &settings).deals.remove(0)
}

#[test]
fn case_91_a_mark_in_the_name_is_no_id() {
    let text = format!("{CRM}D1,#AWS Lift O1234567,Beta AG,,2026-06-30\n");
    let records = read("crm.csv", &text);
    assert_eq!(records.crm[0].ace_id, None);
    assert_eq!(records.crm[0].name.as_deref(), Some("#AWS Lift O1234567"));
    let ace = ACE_DEAL.replace("O13105594", "O1234567");
    let deal = first_deal(&text, &ace);
    assert!(deal.ace().is_none(), "it is not linked by free text alone");
}

#[test]
fn case_92_a_mistyped_ace_id_is_a_candidate_and_never_proof() {
    for typed in ["o13105594", "013105594", "O-13105594"] {
        let stranger = format!("{CRM}D1,Mail platform,Zeta Foods SpA,{typed},2027-01-31\n");
        let deal = first_deal(&stranger, ACE_DEAL);
        assert!(deal.ace().is_none(), "{typed} is not accepted against the customer");
        assert_eq!(deal.candidates.len(), 1, "{typed} is shown to a person");
        let same = format!("{CRM}D1,Data center exit,Acme GmbH,{typed},2026-06-30\n");
        assert!(first_deal(&same, ACE_DEAL).ace().is_some(), "{typed} with the customer's word");
    }
}

#[test]
fn case_92_a_mistyped_id_in_the_ace_export_itself_is_repaired_and_noted() {
    let records = read("ace.csv", format!("{ACE}o1234567,Acme,Qualified,Approved,\n"));
    assert_eq!(opportunities(&records), ["O1234567 | Acme |  | "]);
    assert_eq!(noted(&records), [(2, "repaired_id", "cell_repaired")]);
}

#[test]
fn case_93_words_for_nothing_are_nothing() {
    let text = "Opportunity id,Customer Company Name,Country,Stage,Created Date,\
                Estimated AWS Monthly Recurring Revenue\nO1,Acme,Accept to View,Qualified,Accept to View,\
                Accept to View\nO2,Unknown,n/a,Qualified,,\n";
    let records = read("ace.csv", text);
    assert_eq!(opportunities(&records), ["O1 | Acme |  | ", "O2 |  |  | "]);
    let countries: Vec<_> = records.ace.iter().map(|ace| ace.country.as_deref()).collect();
    assert_eq!(countries, [None, None]);
    assert!(records.set_aside.is_empty());
}

#[test]
fn case_94_one_customer_has_many_spellings() {
    for customer in
        ["acme", "ACME  G.m.b.H.", "Acme GmbH.", "A.C.M.E. GmbH", "Acme Deutschland GmbH"]
    {
        let text = format!("{CRM}D1,Data center exit,{customer},,2026-06-30\n");
        let deal = first_deal(&text, ACE_DEAL);
        let met = deal.ace().is_some() || !deal.candidates.is_empty();
        assert!(met, "{customer} is not even a candidate");
    }
    let text = format!("{CRM}D1,Storefront relaunch,Akme Bakery AG,,2027-06-30\n");
    assert!(first_deal(&text, ACE_DEAL).ace().is_none());
}

#[test]
fn case_95_a_row_count_that_is_a_known_limit_is_suspicious() {
    let deals = |count: u32| {
        let rows = (1..=count).map(|number| format!("D{number},Acme\n"));
        read("deals.csv", format!("Deal ID,Customer\n{}", rows.collect::<String>()))
    };
    let message = warning(&deals(2_000), "row_count_at_cap").message.clone();
    assert!(message.contains("2000") || message.contains("2,000"), "{message}");
    assert!(!warnings(&deals(1_999)).contains(&"row_count_at_cap"));
    let rows = (1..=1_500).map(|number| format!("O{number},Acme,Qualified,Approved,\n"));
    let ace = read("ace.csv", format!("{ACE}{}", rows.collect::<String>()));
    assert!(warnings(&ace).contains(&"row_count_at_cap"));
}

#[test]
fn case_96_an_export_that_is_weeks_older_than_the_other_is_stale() {
    let crm = |day: &str| format!("Deal ID,Customer,Last Modified Date\nD1,Acme,{day}\n");
    let ace = "Opportunity id,Customer Company Name,Stage,Last Modified Date\n\
               O1,Acme,Qualified,2026-03-31\n";
    let codes = |day: &str| {
        let reports = checked(&[("crm.csv", crm(day).as_bytes()), ("ace.csv", ace.as_bytes())]);
        let all = reports.iter().flat_map(|report| report.warnings.clone());
        all.map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert!(codes("2026-03-01").contains(&"stale_export"));
    assert!(!codes("2026-03-20").contains(&"stale_export"));
    assert!(!codes("2026-04-01").contains(&"stale_export"));
}

#[test]
fn one_value_in_a_whole_column_of_revenue_is_a_default() {
    let rows: Vec<String> = (1..=25)
        .map(|number| format!("O{number},Acme {number},Qualified,Approved,,1000\n"))
        .collect();
    let header = ACE.replace('\n', ",Estimated AWS Monthly Recurring Revenue\n");
    let records = read("ace.csv", format!("{header}{}", rows.concat()));
    let told = report(&records).warnings.iter().any(|warning| {
        warning.code == "constant_column"
            && warning.column.as_deref() == Some("Estimated AWS Monthly Recurring Revenue")
    });
    assert!(told, "{:?}", report(&records).warnings);
}

#[test]
fn deals_that_only_name_the_id_of_their_account_ask_for_the_accounts() {
    let text = "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,LastModifiedDate\n\
                0065f00000AbCdEAAA,false,0015f00000XyZaBAAA,Lift,Prospecting,5.0,2026-03-31,\
                2026-01-31T10:00:00.000+0000\n";
    let records = read("Opportunity.csv", text);
    assert_eq!(ids(&records).len(), 1);
    assert!(report(&records).profile.contains("api"), "{}", report(&records).profile);
    assert!(warning(&records, "accounts_missing").message.contains("--accounts"));
}
