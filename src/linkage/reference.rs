//! Which records of the other system a record names by id.

use std::collections::HashMap;

use crate::domain::{AceId, CrmId};

/// The records of the other system that a record names, by their places. Ids that its export does not have name none.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// By ids that are written as they should be.
    pub(super) named: Vec<u32>,
    /// By an ACE id that had to be repaired.
    pub(super) repaired: Vec<u32>,
}

impl References {
    /// Of an ACE id cell of the CRM: the ids in it, or else the one that it may be a slip of.
    pub(super) fn to_ace(text: &str, ace_places: &HashMap<&str, u32>) -> References {
        let places = |ids: Vec<AceId>| {
            ids.iter().filter_map(|id| ace_places.get(id.as_str()).copied()).collect()
        };
        let ids = AceId::all_in(text);
        if !ids.is_empty() {
            return References { named: places(ids), repaired: Vec::new() };
        }
        let repaired = places(AceId::repaired(text).into_iter().collect());
        References { named: Vec::new(), repaired }
    }

    /// Of a CRM id cell of ACE.
    pub(super) fn to_crm(text: &str, crm_places: &HashMap<&str, u32>) -> References {
        let keys = CrmId::all_keys_in(text);
        let named = keys.iter().filter_map(|key| crm_places.get(key.as_str()).copied()).collect();
        References { named, repaired: Vec::new() }
    }

    /// All that it names.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        self.named.iter().chain(&self.repaired).copied()
    }

    /// Whether it names no record that there is.
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty() && self.repaired.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ace_ids_are_found_alone_in_lists_inside_arns_and_repaired() {
        let places = HashMap::from([("O1234567", 3), ("O7654321", 5)]);
        let arn = "arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1234567";
        for (text, named, repaired) in [
            ("O1234567", &[3][..], &[][..]),
            ("O1234567; O7654321; O1111111", &[3, 5], &[]),
            (arn, &[3], &[]),
            ("pending", &[], &[]),
            ("o-1234567", &[], &[3]),
        ] {
            let references = References::to_ace(text, &places);
            assert_eq!((&*references.named, &*references.repaired), (named, repaired), "{text}");
        }
    }

    #[test]
    fn crm_ids_are_found_alone_in_urls_and_with_suffixes() {
        let ids = ["0065f00000AbCdE", "OPP-17"].map(|id| CrmId::new(id).unwrap());
        let places = HashMap::from([(ids[0].key(), 0), (ids[1].key(), 1)]);
        for (text, named) in [
            ("0065f00000AbCdE", 0),
            ("https://x.my.salesforce.com/0065f00000AbCdE", 0),
            ("0065f00000AbCdE-2", 0),
            ("OPP-17", 1),
        ] {
            assert_eq!(References::to_crm(text, &places).named, [named], "{text}");
        }
    }
}
