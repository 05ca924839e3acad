//! Identifiers in cells: what spreadsheets did to them, and what stands in for a missing one.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::month_names::month_named;
use crate::domain::{AceId, Cell, CellKind, CrmId};

/// Whether a spreadsheet rounded the number: `1.23457E+11`, or a number of more than the fifteen
/// digits that Excel keeps. The lost digits cannot be brought back.
///
/// `006E00000123456` is a healthy Salesforce id, so an exponent of a text needs its sign.
pub(super) fn is_destroyed(cell: Cell<'_>) -> bool {
    let exponent = cell.text.split_once(['E', 'e']);
    match cell.kind {
        CellKind::Number | CellKind::Amount(_) => {
            let digits = cell.text.bytes().filter(u8::is_ascii_digit).count();
            exponent.is_some() || digits > 15
        }
        _ => exponent.is_some_and(|(number, exponent)| {
            let is_number = number.contains(|c: char| c.is_ascii_digit())
                && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
            let power = exponent.strip_prefix('+').unwrap_or_default();
            is_number && !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit())
        }),
    }
}

/// Whether a spreadsheet took the id for a date: a date cell, or what Excel shows for it and saves as text
/// (`Mar-25` of 3-25, `1-Mar` of MAR1). Days in full are ids of somebody who wants them so.
pub(super) fn is_taken_for_date(cell: Cell<'_>) -> bool {
    let is_number =
        |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    // An id in capitals is one: MAR-25.
    let is_month = |text: &str| {
        text.chars().all(char::is_alphabetic)
            && text.chars().any(char::is_lowercase)
            && month_named(text).is_some()
    };
    match (cell.kind, cell.text.split_once('-')) {
        (CellKind::Date, _) => true,
        (CellKind::Text, Some((one, other))) => {
            (is_month(one) && is_number(other)) || (is_number(one) && is_month(other))
        }
        _ => false,
    }
}

/// Whether the key of an 18-character Salesforce id had to be repaired from its own suffix.
pub(super) fn is_case_repaired(id: &CrmId) -> bool {
    id.as_str().len() == 18 && id.key() != id.as_str()
}

/// The stand-in for the id of a deal whose export has none: `weak:` and 16 hexadecimal digits of
/// SHA-256 over customer, deal name and created date. The same deal gets the same one in every run.
pub(super) fn weak(
    customer: Option<&str>,
    deal_name: &str,
    created: Option<NaiveDate>,
) -> Option<CrmId> {
    let created = created.map(|day| day.to_string()).unwrap_or_default();
    // A unit separator keeps "A" + "BC" apart from "AB" + "C".
    let identity = [customer.unwrap_or_default(), deal_name, &created].join("\u{1f}");
    let hash = Sha256::digest(identity.as_bytes());
    let start = hash.iter().take(8).fold(0_u64, |start, byte| start << 8 | u64::from(*byte));
    CrmId::new(&format!("weak:{start:016x}"))
}

/// The ACE ids at the ends of opportunity ARNs, each once (AWS Benefits API, `AssociatedResources`).
pub(super) fn ace_ids_in_arns(text: &str) -> Vec<AceId> {
    let mut ids: Vec<AceId> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '[' | ']'))
        .filter(|resource| resource.starts_with("arn:"))
        .filter_map(|resource| AceId::exact(resource.rsplit('/').next()?))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The ACE ids that stand beside other words, such as the opportunity's title, each once. Shorter ones than `O1000`
/// are ids only where they stand alone.
pub(super) fn ace_ids_beside_words(text: &str) -> Vec<AceId> {
    let mut ids: Vec<AceId> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(AceId::exact)
        .filter(|id| id.as_str().len() >= 5)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Whether the cell is a number to which its format alone gives leading zeros.
pub(super) fn has_zeros_by_format(cell: Cell<'_>) -> bool {
    let is_whole = || cell.text.bytes().all(|byte| byte.is_ascii_digit());
    cell.kind == CellKind::Number && cell.text.len() > 1 && cell.text.starts_with('0') && is_whole()
}

/// An AWS account: twelve digits, and whether leading zeros had to be put back.
pub(super) fn aws_account(text: &str) -> Option<(String, bool)> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    // The AWS console prints 1234-5678-9012.
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let is_account =
        (9..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_account.then(|| (format!("{digits:0>12}"), digits.len() < 12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;

    #[test]
    fn numbers_that_excel_rounded_are_destroyed() {
        let is_destroyed = |text, kind| is_destroyed(Cell { text, kind });
        for text in ["1.23457E+11", "1,23E+11", "1E+11"] {
            assert!(is_destroyed(text, CellKind::Text), "{text}");
        }
        for text in ["1e21", "4876876000000123000"] {
            assert!(is_destroyed(text, CellKind::Number), "{text}");
        }
        for text in ["006E00000123456", "0065f00000AbCdE", "OPP-12", "4876876000000123456", "E+1"] {
            assert!(!is_destroyed(text, CellKind::Text), "{text}");
        }
        assert!(!is_destroyed("12345678901", CellKind::Number));
    }

    #[test]
    fn ids_that_excel_shows_as_months_and_days_are_gone() {
        let is_taken = |text, kind| is_taken_for_date(Cell { text, kind });
        for text in ["Mar-25", "3-Mar", "12-Dez", "mars-25"] {
            assert!(is_taken(text, CellKind::Text), "{text}");
        }
        for text in ["3-25", "MAR1", "MAR-25", "2026-03-31", "Acme-25", "1E5", "Mar-2025", "May"] {
            assert!(!is_taken(text, CellKind::Text), "{text}");
        }
        assert!(is_taken("2025-03-01", CellKind::Date));
    }

    #[test]
    fn accounts_have_twelve_digits() {
        let account = |text| aws_account(text).map(|(id, is_padded)| (id.len(), is_padded));
        assert_eq!(account("012345678901"), Some((12, false)));
        assert_eq!(account("0123-4567-8901"), Some((12, false)));
        assert_eq!(aws_account("12345678901"), Some(("012345678901".into(), true)));
        for text in ["12345678", "1234567890123", "my-alias", ""] {
            assert_eq!(account(text), None, "{text}");
        }
    }

    #[test]
    fn weak_ids_depend_on_each_part() {
        let id = |customer, name, created| weak(customer, name, created).unwrap().key().to_owned();
        let usual = id(Some("Acme"), "Exit", Some(date(2026, 1, 1)));
        assert!(usual.starts_with("weak:") && usual.len() == 21);
        assert_eq!(usual, id(Some("Acme"), "Exit", Some(date(2026, 1, 1))));
        assert_ne!(usual, id(Some("AcmeE"), "xit", Some(date(2026, 1, 1))));
        assert_ne!(usual, id(Some("Acme"), "Exit", None));
    }

    #[test]
    fn lost_case_is_noted_only_where_it_was_repaired() {
        let is_repaired = |text| is_case_repaired(&CrmId::new(text).unwrap());
        assert!(is_repaired("A01M00000062MPGIAI"));
        assert!(!is_repaired("a01M00000062mPgIAI"));
        assert!(!is_repaired("a01M00000062mPg"));
    }

    #[test]
    fn the_opportunity_is_found_among_the_resources_of_an_application() {
        let arns = "arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/benefit/ben-1;\
                    arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/opportunity/O7654321";
        let ids = |text: &str| {
            let ids = ace_ids_in_arns(text);
            ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(arns), ["O7654321"]);
        assert_eq!(ids(&format!("{arns};{arns}")), ["O7654321"]);
        assert_eq!(
            ids(&format!("{arns},{}", arns.replace("O76", "O12"))),
            ["O1254321", "O7654321"]
        );
        assert!(ids("see O7654321").is_empty());
    }

    #[test]
    fn ids_beside_a_title_are_found_and_letters_within_words_are_none() {
        let ids = |text: &str| {
            let ids = ace_ids_beside_words(text);
            ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids("O7654321 - Data centre exit"), ["O7654321"]);
        assert_eq!(ids("Exit (O7654321); O1254321"), ["O1254321", "O7654321"]);
        assert!(ids("O365 to AWS, PO7654321").is_empty());
    }
}
