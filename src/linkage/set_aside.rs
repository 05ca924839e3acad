//! Deals and ACE opportunities whose other half is in the exports and was set aside.

use std::collections::HashSet;

use crate::domain::{AceId, CrmId, Deal, DisputedRecords, Records};

/// Tells each deal whether an id leads to a record of the other system that was set aside: it is in the exports, and only
/// which of its rows holds is open. What is linked by another id has its other half.
pub fn tell_of_disputed(deals: &mut [Deal], disputed: &DisputedRecords) {
    if disputed.crm.is_empty() && disputed.ace.is_empty() {
        return;
    }
    let known = Known::new(disputed);
    for deal in deals {
        deal.counterpart_is_disputed = match &deal.records {
            Records::CrmOnly(crm) => {
                let named = named_by_crm(crm.ace_id.as_deref());
                named.iter().any(|id| known.ace_ids.contains(id))
                    || known.named_in_ace.contains(crm.id.key())
            }
            Records::AceOnly(ace) => {
                let named = named_by_ace(ace.partner_crm_id.as_deref());
                named.iter().any(|key| known.crm_keys.contains(key.as_str()))
                    || known.named_in_crm.contains(&ace.id)
            }
            Records::Linked { .. } => {
                deal.dangling_ace_id.as_ref().is_some_and(|id| known.ace_ids.contains(id))
            }
        };
    }
}

/// What the disputed records are, and what they name.
struct Known<'run> {
    ace_ids: HashSet<&'run AceId>,
    named_in_ace: HashSet<String>,
    crm_keys: HashSet<&'run str>,
    named_in_crm: HashSet<AceId>,
}

impl Known<'_> {
    fn new(disputed: &DisputedRecords) -> Known<'_> {
        let DisputedRecords { crm, ace } = disputed;
        Known {
            ace_ids: ace.iter().map(|ace| &ace.id).collect(),
            named_in_ace: ace
                .iter()
                .flat_map(|ace| named_by_ace(ace.partner_crm_id.as_deref()))
                .collect(),
            crm_keys: crm.iter().map(|crm| crm.id.key()).collect(),
            named_in_crm: crm.iter().flat_map(|crm| named_by_crm(crm.ace_id.as_deref())).collect(),
        }
    }
}

fn named_by_crm(text: Option<&str>) -> Vec<AceId> {
    text.map(AceId::named_in).unwrap_or_default()
}

fn named_by_ace(text: Option<&str>) -> Vec<String> {
    text.map(CrmId::all_keys_in).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace, ace_only, crm, crm_only, linked_deal};

    fn told(deal: Deal, disputed: &DisputedRecords) -> bool {
        let mut deals = [deal];
        tell_of_disputed(&mut deals, disputed);
        deals[0].counterpart_is_disputed
    }

    #[test]
    fn a_deal_is_told_of_a_disputed_opportunity_that_either_names() {
        let named_by_crm = crm_only(|crm| crm.ace_id = Some("O7654321".into()));
        let unnamed = || crm_only(|crm| crm.ace_id = None);
        let disputed = |partner_crm_id: Option<&str>| {
            let mut ace = ace();
            ace.id = AceId::exact("O7654321").unwrap();
            ace.partner_crm_id = partner_crm_id.map(Into::into);
            DisputedRecords { crm: Vec::new(), ace: vec![Box::new(ace)] }
        };
        assert!(told(named_by_crm, &disputed(None)));
        assert!(told(unnamed(), &disputed(Some(crm().id.as_str()))));
        assert!(!told(unnamed(), &disputed(None)));
        assert!(!told(linked_deal(), &disputed(Some(crm().id.as_str()))), "it has found another");
        let mut dangling = linked_deal();
        dangling.dangling_ace_id = AceId::exact("O7654321");
        assert!(told(dangling, &disputed(None)));
    }

    #[test]
    fn an_opportunity_is_told_of_a_disputed_deal_that_either_names() {
        let naming = || ace_only(|ace| ace.partner_crm_id = Some(crm().id.as_str().into()));
        let unnamed = || ace_only(|ace| ace.partner_crm_id = None);
        let disputed = |ace_id: Option<&str>| {
            let mut crm = crm();
            crm.ace_id = ace_id.map(Into::into);
            DisputedRecords { crm: vec![Box::new(crm)], ace: Vec::new() }
        };
        assert!(told(naming(), &disputed(None)));
        assert!(told(unnamed(), &disputed(Some("O1234567"))));
        assert!(!told(unnamed(), &disputed(None)));
        assert!(!told(naming(), &DisputedRecords::default()));
    }
}
