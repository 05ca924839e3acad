//! The ids of the other system that a record holds, as far as they can be read.

use crate::domain::{AceId, CrmId};

/// The ids of the other system that a record holds.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// ACE ids in a CRM record, written as they should be.
    pub(super) ace_ids: Vec<AceId>,
    /// ACE ids in a CRM record that had to be repaired.
    pub(super) repaired_ace_ids: Vec<AceId>,
    /// Keys of CRM ids in an ACE record.
    pub(super) crm_keys: Vec<String>,
    /// Whether the other system's export has a record with one of these ids.
    pub(super) is_known: bool,
}

/// The ACE ids in a text, or else the one that it may be a slip of.
pub(super) fn ace_references(text: &str) -> References {
    let ace_ids = AceId::all_in(text);
    let repaired_ace_ids =
        if ace_ids.is_empty() { AceId::repaired(text).into_iter().collect() } else { Vec::new() };
    References { ace_ids, repaired_ace_ids, ..References::default() }
}

/// The CRM ids in a text.
pub(super) fn crm_references(text: &str) -> References {
    References { crm_keys: CrmId::all_keys_in(text), ..References::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ace_ids_are_found_alone_in_lists_and_inside_arns() {
        let ids = |text| {
            ace_references(text).ace_ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids("O1234567"), ["O1234567"]);
        assert_eq!(ids("O1234567; O7654321"), ["O1234567", "O7654321"]);
        assert_eq!(
            ids("arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1234567"),
            ["O1234567"]
        );
        assert!(ids("pending").is_empty());
        assert_eq!(ace_references("o-1234567").repaired_ace_ids[0].as_str(), "O1234567");
    }

    #[test]
    fn crm_ids_are_found_alone_in_urls_and_with_suffixes() {
        let key = CrmId::new("0065f00000AbCdE").unwrap().key().to_owned();
        for text in
            ["0065f00000AbCdE", "https://x.my.salesforce.com/0065f00000AbCdE", "0065f00000AbCdE-2"]
        {
            assert!(crm_references(text).crm_keys.contains(&key), "{text}");
        }
        assert_eq!(crm_references("OPP-17").crm_keys, ["OPP-17"]);
    }
}
