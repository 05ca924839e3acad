//! AWS credit codes are bearer secrets: whatever an export holds of them, and however damaged it is, no output of
//! the real binary may.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

/// The start of every code in these files.
const SECRET: &str = "PC1SECRET";

const CRM: &str = "\
Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Project Start Date,Server Count,ACE Opportunity ID
0065f00000AbCdE,Data centre exit to AWS,Acme Robotics,Negotiation/Review,2026-12-20,2027-02-15,120,O1234567
";

const ACE: &str = "\
Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date,APN Programs
O1234567,Acme Robotics,Data centre exit,Qualified,Approved,2026-12-20,Migration Acceleration Program
";

/// A list with columns of codes; a row without an id, one with too many cells, one with too few, and another table
/// below.
const LIST: &str = "\
Request ID,Opportunity ID,Status,Submitted Date,Credit Code,Promo Code
FR-1,O1234567,Approved,2026-08-14,PC1SECRET01,PC1SECRET02
,,Approved,2026-08-14,PC1SECRET03,PC1SECRET04
FR-2,O1234567,Approved,2026-08-14,PC1SECRET05,PC1SECRET06,PC1SECRET07
FR-3,PC1SECRET08
PC1SECRET09
";

/// A list without such a column, below which stands one of codes.
const LIST_AND_CODES: &str = "\
Request ID,Opportunity ID,Status,Submitted Date
FR-1,O1234567,Approved,2026-08-14

Request ID,AWS Credit Code,Status,Submitted Date
FR-1,PC1SECRET10,ACTIVE,2026-08-14
FR-2,PC1SECRET11,ACTIVE,2026-08-14,PC1SECRET12

Credit codes:
PC1SECRET13
";

const ALLOCATIONS: &str = r#"{"BenefitAllocationSummaries":[
{"Id":"benalloc-0123456789abcd","Status":"ACTIVE","BenefitApplicationId":"FR-1","FulfillmentDetail":{"CreditDetails":
{"Codes":[{"AwsCreditCode":"PC1SECRET14","Status":"ACTIVE"},{"AwsCreditCode":"PC1SECRET15","Status":"ACTIVE"}]}}},
{"Id":"benalloc-1","Id":"benalloc-2","Status":"ACTIVE","AwsCreditCode":"PC1SECRET16"}]}"#;

const FLATTENED: &str = "\
BenefitApplicationId,Id,Status,ExpiresAt,FulfillmentDetail.CreditDetails.Codes[0].AwsCreditCode
FR-1,benalloc-1,ACTIVE,2026-12-20,PC1SECRET17
FR-9,benalloc-2,ACTIVE,2026-12-20,PC1SECRET18,PC1SECRET19
";

/// The JSON ends in the middle of a code.
const CUT: &str = r#"{"BenefitAllocationSummaries":[{"Id":"benalloc-0123456789abcd","BenefitApplicationId":"FR-1",
"FulfillmentDetail":{"CreditDetails":{"Codes":[{"AwsCreditCode":"PC1SECRET20"#;

#[test]
fn no_output_of_audit_and_check_holds_a_credit_code() {
    for (name, text) in [
        ("list.csv", LIST),
        ("list_and_codes.csv", LIST_AND_CODES),
        ("allocations.json", ALLOCATIONS),
        ("flattened.csv", FLATTENED),
        ("cut.json", CUT),
    ] {
        assert!(text.contains(SECRET), "{name} tests nothing");
        outputs_hold_none(name, text.as_bytes());
    }
}

#[test]
fn no_output_holds_a_code_of_a_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    // Cells of a sheet do not move: its short rows hold no code in another column.
    for (row, line) in (0..).zip(LIST.lines().take(4)) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    outputs_hold_none("list.xlsx", &book.save_to_buffer().unwrap());
}

fn outputs_hold_none(name: &str, content: &[u8]) {
    let inputs = tempfile::tempdir().unwrap();
    for (name, content) in
        [("crm.csv", CRM.as_bytes()), ("ace.csv", ACE.as_bytes()), (name, content)]
    {
        fs::write(inputs.path().join(name), content).unwrap();
    }
    for format in ["text", "json"] {
        printed_holds_none(
            inputs.path(),
            name,
            &["check", "crm.csv", "ace.csv", name, "--format", format],
        );
        let out = tempfile::tempdir().unwrap();
        let (book, tables) = (out.path().join("findings.xlsx"), out.path().join("tables"));
        let (book, tables) = (book.to_str().unwrap(), tables.to_str().unwrap());
        let audit =
            ["audit", "crm.csv", "ace.csv", name, "--as-of", "2026-10-01", "--format", format];
        let outputs = ["--out", book, "--tables", tables];
        printed_holds_none(inputs.path(), name, &[&audit[..], &outputs[..]].concat());
        written_holds_none(out.path(), name);
    }
}

fn printed_holds_none(folder: &Path, name: &str, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{name}: {output:?}");
    for printed in [&output.stdout, &output.stderr] {
        let printed = String::from_utf8_lossy(printed);
        assert!(!printed.contains(SECRET), "{name}, {}: {printed}", arguments[0]);
    }
}

/// Looks into every file in the folder, and into every part of the workbook.
fn written_holds_none(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            written_holds_none(&path, name);
            continue;
        }
        let mut texts = vec![fs::read(&path).unwrap()];
        if path.extension().is_some_and(|extension| extension == "xlsx") {
            let mut book = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
            for part in 0..book.len() {
                let mut text = Vec::new();
                book.by_index(part).unwrap().read_to_end(&mut text).unwrap();
                texts.push(text);
            }
        }
        for text in texts {
            let text = String::from_utf8_lossy(&text);
            assert!(!text.contains(SECRET), "{name}: {} holds a code", path.display());
        }
    }
}
