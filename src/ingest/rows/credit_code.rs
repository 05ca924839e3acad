//! AWS credit codes: who has one can spend it. Columns of them have no field and are never kept; this is about
//! the places that quote a row as it stands.

/// Shown in place of a row that may hold a credit code.
pub(in crate::ingest) const NOT_SHOWN: &str = "(not shown: there are credit codes beside it)";

/// Whether a header, a name in JSON or a heading speaks of credit codes: `AwsCreditCode` (AWS Benefits API),
/// `Credit Code(s)`, `Promo Code`.
pub(in crate::ingest) fn is_named(text: &str) -> bool {
    const NAMES: [&str; 4] = ["creditcode", "promocode", "promotionalcode", "guthabencode"];
    // Neither a header nor a heading is as long, and cells of records hold documents.
    const LONGEST: usize = 200;
    // Every name of every JSON record is asked about, so most are answered without a copy.
    let has_code =
        || text.as_bytes().windows(4).any(|letters| letters.eq_ignore_ascii_case(b"code"));
    if text.len() > LONGEST || !has_code() {
        return false;
    }
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let letters = letters.to_lowercase();
    NAMES.iter().any(|name| letters.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_are_named_in_several_spellings() {
        for header in [
            "FulfillmentDetail.CreditDetails.Codes[0].AwsCreditCode",
            "AWS Credit Code",
            "Credit_Codes__c",
            "credit-code(s):",
            "Promo Code",
        ] {
            assert!(is_named(header), "{header}");
        }
        for header in ["Credit amount", "Postal code", "Promotion", ""] {
            assert!(!is_named(header), "{header}");
        }
    }
}
