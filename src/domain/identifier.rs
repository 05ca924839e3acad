//! Identifiers of deals and ACE opportunities, and when two spellings are the same one.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The id of an opportunity in ACE: `O` and 1 to 19 digits (AWS Selling API, `OpportunityIdentifier`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AceId(Box<str>);

impl AceId {
    /// The id if `text` is one exactly, blanks around it aside.
    pub fn exact(text: &str) -> Option<AceId> {
        let text = text.trim();
        let digits = text.strip_prefix('O')?;
        is_ace_number(digits).then(|| AceId(text.into()))
    }

    /// The ids in a text: alone, in a list, inside a URL or an ARN. Shorter numbers are words more often than ids.
    pub fn all_in(text: &str) -> Vec<AceId> {
        // Full-width digits and letters are the same id.
        let text: String = text.nfkc().collect();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter_map(AceId::exact).filter(|id| id.as_str().len() >= 4).collect()
    }

    /// The ids that a text names: those [in it](AceId::all_in), or else the one that it may be a slip of.
    pub fn named_in(text: &str) -> Vec<AceId> {
        let ids = AceId::all_in(text);
        if ids.is_empty() { AceId::repaired(text).into_iter().collect() } else { ids }
    }

    /// The id that a slightly mistyped text stands for: `o13105594`, `013105594`, `O-13105594`,
    /// `#O13105594`, `13105594`.
    ///
    /// A repaired id is a hint, never proof: linkage trusts it only if the customer agrees.
    pub fn repaired(text: &str) -> Option<AceId> {
        let bare: String =
            text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '#' | '_')).collect();
        let digits = match bare.strip_prefix(['O', 'o', '0']) {
            Some(digits) => digits,
            None => bare.as_str(),
        };
        // Shorter numbers are far more often something else than an ACE id with its letter lost.
        (is_ace_number(digits) && digits.len() >= 4).then(|| AceId(format!("O{digits}").into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn is_ace_number(digits: &str) -> bool {
    (1..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The id of a record in the partner's CRM.
///
/// Two ids are the same record if their [`key`](CrmId::key)s are equal: Salesforce prints the same
/// id with 15 or with 18 characters.
#[derive(Clone, Debug)]
pub struct CrmId {
    written: Box<str>,
    /// `None` if it is the text as written.
    key: Option<Box<str>>,
}

impl CrmId {
    /// The [keys](CrmId::key) of the ids in a text: of the whole text, and of every part that looks like a Salesforce id, as
    /// inside a URL or with a suffix.
    pub fn all_keys_in(text: &str) -> Vec<String> {
        let whole = CrmId::new(text).into_iter().map(|id| id.key().to_owned());
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(salesforce_18);
        let mut keys: Vec<String> = whole.chain(parts).collect();
        keys.dedup();
        keys
    }

    /// The id that `text` holds, blanks around it aside; `None` if nothing is left.
    pub fn new(text: &str) -> Option<CrmId> {
        let written = text.trim();
        if written.is_empty() {
            return None;
        }
        let key = salesforce_18(written).or_else(|| guid(written));
        let key = key.unwrap_or_else(|| undecorated(written).to_owned());
        let key = (key != written).then(|| key.into());
        Some(CrmId { written: written.into(), key })
    }

    /// The id as the file has it.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The form that serves matching: 18 characters for Salesforce ids, small letters without braces for
    /// GUIDs (Dynamics), else the text itself without Zoho's prefix and without the decimals that
    /// HubSpot prints.
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.written)
    }

    /// Whether this stands in for an id that the export does not have.
    pub fn is_weak(&self) -> bool {
        self.written.starts_with("weak:")
    }
}

impl PartialEq for CrmId {
    fn eq(&self, other: &CrmId) -> bool {
        self.key() == other.key()
    }
}

impl Eq for CrmId {}

impl fmt::Display for CrmId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.written)
    }
}

/// The GUID in small letters and without braces; `None` if the text is none.
fn guid(text: &str) -> Option<String> {
    let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let groups: Vec<&str> = bare.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let is_guid = lengths.eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_guid.then(|| bare.to_ascii_lowercase())
}

/// The number in `zcrm_4876876000000123456` (Zoho exports; its API has none of the prefix) and in
/// `8123456789.0` (HubSpot exports).
fn undecorated(text: &str) -> &str {
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare = text.strip_prefix("zcrm_").or_else(|| text.strip_suffix(".0"));
    bare.filter(is_number).unwrap_or(text)
}

/// The 18-character form of a Salesforce id of 15 or 18 characters; `None` if it is not one.
///
/// An 18-character id whose case was lost (Excel, databases) is repaired from its own suffix, which
/// records the case of the first 15.
pub fn salesforce_18(id: &str) -> Option<String> {
    // A key prefix of three characters, then at least one digit: keeps 15-letter words out.
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.bytes().any(|byte| byte.is_ascii_digit())
        && id.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if !is_id {
        return None;
    }
    match id.len() {
        15 => Some(format!("{id}{}", checksum(id))),
        18 => {
            let (body, suffix) = id.split_at(15);
            let suffix = suffix.to_ascii_uppercase();
            let body = if checksum(body) == suffix {
                body.to_owned()
            } else {
                with_case_of(body, &suffix)?
            };
            (checksum(&body) == suffix).then(|| body + &suffix)
        }
        _ => None,
    }
}

const CHECKSUM_ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// Salesforce's three-character suffix: per block of five, which characters are capitals.
fn checksum(body: &str) -> String {
    body.as_bytes()
        .chunks(5)
        .map(|block| {
            let capitals = block
                .iter()
                .enumerate()
                .filter(|(_, byte)| byte.is_ascii_uppercase())
                .map(|(place, _)| 1 << place)
                .sum::<usize>();
            char::from(CHECKSUM_ALPHABET[capitals])
        })
        .collect()
}

fn with_case_of(body: &str, suffix: &str) -> Option<String> {
    let mut repaired = String::with_capacity(15);
    for (block, code) in body.as_bytes().chunks(5).zip(suffix.bytes()) {
        let capitals = CHECKSUM_ALPHABET.iter().position(|letter| *letter == code)?;
        for (place, byte) in block.iter().enumerate() {
            let is_capital = capitals >> place & 1 == 1;
            repaired.push(char::from(if is_capital {
                byte.to_ascii_uppercase()
            } else {
                byte.to_ascii_lowercase()
            }));
        }
    }
    Some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_characters_get_the_published_suffixes() {
        assert_eq!(salesforce_18("a01M00000062mPg").as_deref(), Some("a01M00000062mPgIAI"));
        assert_eq!(salesforce_18("aBcDEfgHIJK1MNO").map(|id| id.len()), Some(18));
    }

    #[test]
    fn both_lengths_are_the_same_record() {
        assert_eq!(CrmId::new("a01M00000062mPg"), CrmId::new(" a01M00000062mPgIAI "));
    }

    #[test]
    fn ids_that_differ_only_in_case_are_different_records() {
        assert_ne!(CrmId::new("0065f00000AbCdE"), CrmId::new("0065f00000AbCde"));
    }

    #[test]
    fn lost_case_is_repaired_from_the_suffix() {
        for flattened in ["A01M00000062MPGIAI", "a01m00000062mpgiai"] {
            assert_eq!(salesforce_18(flattened).as_deref(), Some("a01M00000062mPgIAI"));
        }
    }

    #[test]
    fn one_record_is_printed_in_several_ways_by_dynamics_zoho_and_hubspot() {
        for (one, other) in [
            ("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            ("zcrm_4876876000000123456", "4876876000000123456"),
            ("8123456789.0", "8123456789"),
        ] {
            assert_eq!(CrmId::new(one), CrmId::new(other));
        }
        assert_ne!(CrmId::new("V1.0"), CrmId::new("V1"));
        assert_ne!(CrmId::new("zcrm_x"), CrmId::new("x"));
    }

    #[test]
    fn other_ids_are_compared_as_they_stand() {
        assert_eq!(CrmId::new("OPP-000123").unwrap().key(), "OPP-000123");
        assert_eq!(salesforce_18("0061A00000abc6QAA"), None, "17 characters");
        assert!(CrmId::new("  ").is_none());
    }

    #[test]
    fn ace_ids_are_a_letter_and_digits() {
        assert_eq!(AceId::exact(" O1234567 ").unwrap().as_str(), "O1234567");
        for wrong in ["o1234567", "01234567", "O", "O12a", "O12345678901234567890", ""] {
            assert_eq!(AceId::exact(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn typing_slips_in_ace_ids_are_recognised_as_hints() {
        for slip in ["o13105594", "013105594", "O-13105594", "O 13105594", "#O13105594", "13105594"]
        {
            assert_eq!(AceId::repaired(slip).unwrap().as_str(), "O13105594", "{slip}");
        }
        for other in ["OPP-123", "0065f00000AbCdE", "12", "n/a", ""] {
            assert_eq!(AceId::repaired(other), None, "{other}");
        }
    }
}
