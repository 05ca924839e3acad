//! Files that cannot be used, and what their owners are told.

use std::path::Path;

use super::*;
use crate::domain::Role;
use crate::ingest::container::byte_source::tests::gzip;

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read(folder.path(), &Options::default()).unwrap_err().code(), "folder");
    let error = read(Path::new("no/such.csv"), &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), "no/such.csv: there is no such file");
}

#[test]
fn files_with_nothing_in_them_are_empty() {
    for bytes in [b"".as_slice(), b"\xef\xbb\xbf", b"\xff\xfe", b"\n\r\n  \n", b",,\n,,\n"] {
        assert_eq!(refused(bytes).code(), "empty_file", "{bytes:?}");
    }
}

#[test]
fn a_header_without_records_is_an_error() {
    let error = refused(b"Deal ID,Customer\n");
    assert!(error.to_string().ends_with("no data rows below the header in row 1"), "{error}");
    let error = refused(b"Deal ID,Customer\n\nConfidential Information - Do Not Distribute\n");
    assert_eq!(error.code(), "no_data_rows");
}

#[test]
fn a_list_of_fund_requests_may_hold_none() {
    let header = b"Fund Request ID,Opportunity ID,Program,Phase,Stage,Status,Requested Amount\n";
    let table = read_bytes(header, &Options::default()).unwrap();
    assert_eq!((table.report.role, table.rows.len()), (Role::Funding, 0));
    assert_eq!(table.report.warnings[0].code, "no_rows");
    let error = refused(&[header.as_slice(), b"FR-1,O1,MAP,,,\n"].concat());
    assert_eq!(error.code(), "no_data_rows", "a row that cannot be used is no answer");
}

#[test]
fn if_every_row_is_set_aside_the_first_reason_is_told() {
    let error = refused(b"Deal ID,Customer\n1,2,3\n4,5,6\n");
    assert!(error.to_string().contains("row 2: The row has 3 cells, the header 2"), "{error}");
}

#[test]
fn files_that_are_no_exports_are_refused_with_a_way_out() {
    for (bytes, what) in [
        (b"<html><table><tr><td>Deal ID</td></tr></table></html>".as_slice(), "an HTML page"),
        (b"PARE\x15\x00\x15", "an encrypted Parquet file"),
        #[cfg(not(feature = "parquet"))]
        (b"PAR1\x15\x00\x15", "a Parquet file"),
    ] {
        let error = refused(bytes);
        assert!(error.to_string().contains(what), "{error}");
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn what_lies_in_a_gzip_file_is_refused_as_it_would_be_without() {
    let page = gzip(b"<html><table><tr><td>Deal ID</td></tr></table></html>");
    assert!(refused(&page).to_string().contains("an HTML page"));
    assert!(refused(&gzip(&gzip(b"x"))).to_string().contains("a gzip archive in another"));
    assert_eq!(refused(&gzip(b"")).code(), "empty_file");
    let cut = gzip(b"Deal ID,Customer\n1,Acme\n");
    assert_eq!(refused(&cut[..cut.len() - 10]).code(), "damaged_file");
    let mut tar = vec![0; 512];
    tar[..5].copy_from_slice(b"a.csv");
    tar[257..262].copy_from_slice(b"ustar");
    assert!(refused(&gzip(&tar)).to_string().contains("a tar archive"));
}

#[test]
fn an_html_page_in_utf16_is_still_an_html_page() {
    let bytes: Vec<u8> =
        "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(&bytes).to_string().contains("an HTML page"));
}

#[test]
fn a_download_that_was_cut_inside_quotes_is_refused_with_the_line() {
    let error = refused(b"Deal ID,Customer\n1,Acme\n2,\"Be");
    assert!(
        error.to_string().ends_with("line 3: a quoted cell begins here and is never closed"),
        "{error}"
    );
}

#[test]
fn an_ace_export_given_as_crm_is_told_so() {
    let options = Options { role: Some(Role::Crm), ..Options::default() };
    let file = b"Opportunity id,Customer Company Name,Stage,Status\nO1,Acme,Qualified,Approved\n";
    let error = read_bytes(file, &options).unwrap_err();
    assert!(error.to_string().ends_with("this is an ACE export, given as --crm"), "{error}");
}

#[test]
fn a_summary_is_told_from_a_list_of_deals() {
    let error = refused(b"Row Labels,Sum of Amount\nClosed Won,120000\nGrand Total,120000\n");
    assert!(error.to_string().contains("this looks like a pivot or summary"), "{error}");
}

#[test]
fn an_unknown_layout_lists_its_headers() {
    let error = refused("Étiquette,Quantité,Commentaire\n1,2,3\n".as_bytes());
    assert_eq!(error.code(), "unknown_layout");
    assert!(error.to_string().contains("`Étiquette`"), "{error}");
    assert!(error.hint().contains("--map \"HEADER=field\""));
}

#[test]
fn a_document_in_markdown_is_no_export_whatever_its_tables_are_headed() {
    let deals = b"# Deals\n\n| Deal ID | Customer |\n|---|---|\n| 1 | Acme |\n";
    let prose = b"One, two, three\n\n| Name | Value |\n|:--|--:|\n| a | b |\n";
    for document in [&deals[..], prose] {
        let error = refused(document);
        assert!(error.to_string().ends_with("this is a Markdown document, which is not read"));
    }
}

#[test]
fn an_export_whose_descriptions_hold_markdown_is_read() {
    let file = "Deal ID,Customer,Description\n1,Acme,\"a\n|x|y|\n|---|---|\n|1|2|\"\n";
    assert_eq!(read_text(file).rows, [2]);
}

#[test]
fn tables_that_this_program_wrote_are_no_exports() {
    for header in [
        "finding_id,code,name,severity,crm_id,customer,deal",
        "crm_id,ace_id,customer,deal,owner,link_zone,link_method,crm_file,crm_row,stage,amount",
        "crm_id,ace_id,zone,method,score",
        "file,sheet,row,column,value,problem,message,action",
        "kind,id,crm_id,ace_id,column,value,as_of",
        "kind;id;crm_id;ace_id;column;value;as_of",
    ] {
        let row = vec!["1"; header.split(',').count()].join(",");
        let error = refused(format!("{header}\n{row}\n").as_bytes());
        assert_eq!(error.code(), "own_output", "{header}");
        assert!(error.to_string().ends_with("a table that mapaudit wrote, and no export"));
    }
}

#[test]
fn text_with_more_columns_than_are_read_is_refused_by_its_line() {
    let blank = ",".repeat(5_000);
    assert_eq!(read_text(&format!("Deal ID,Customer\n1,Acme{blank}\n")).rows, [2]);
    let error = refused(format!("Deal ID,Customer\n1,Acme{blank}x\n").as_bytes());
    assert!(error.to_string().contains("line 2 is too large: at most 2000 columns"), "{error}");
}

#[test]
fn a_workbook_of_more_than_two_gibibytes_is_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"PK\x03\x04").unwrap();
    file.as_file().set_len((2 << 30) + 1).unwrap();
    let error = read(file.path(), &Options::default()).unwrap_err();
    assert!(error.to_string().ends_with("a workbook or archive may have at most 2 GiB"), "{error}");
}
