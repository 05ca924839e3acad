//! Which deal a fund request belongs to: by the ACE id it names, else by the CRM id.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::{AceId, Deal, FundRequest, RequestState};

/// The ACE ids that fund requests name.
pub(super) fn named_ace_ids(requests: &[FundRequest]) -> BTreeSet<AceId> {
    requests.iter().flat_map(|it| it.ace_id.iter().chain(&it.ace_ids_in_doubt)).cloned().collect()
}

/// Hands each request to its deal and gives back those that name no deal of this run, or two. What a disputed request
/// or one of several deals names has an application or none: nobody can tell. `ace_ids` are those that the requests name.
pub(super) fn attach(
    deals: &mut [Deal],
    requests: Vec<FundRequest>,
    ace_ids: &BTreeSet<AceId>,
) -> Vec<FundRequest> {
    if requests.is_empty() {
        return requests;
    }
    let crm_keys = requests.iter().filter_map(|it| Some(it.crm_id.as_ref()?.key().to_owned()));
    let crm_keys: HashSet<String> = crm_keys.collect();
    let mut by_ace: HashMap<&AceId, Vec<usize>> = HashMap::new();
    let mut by_crm: HashMap<&str, usize> = HashMap::new();
    for (place, deal) in deals.iter().enumerate() {
        if let Some(key) = deal.crm().and_then(|crm| crm_keys.get(crm.id.key())) {
            by_crm.insert(key, place);
        }
        // An id that only the CRM knows still tells which deal a request means, unless several deals hold it.
        let ids = deal.ace().map(|ace| &ace.id).into_iter().chain(&deal.dangling_ace_id);
        for id in ids.filter_map(|id| ace_ids.get(id)) {
            by_ace.entry(id).or_default().push(place);
        }
    }
    let with = |id: &AceId| by_ace.get(id).map(Vec::as_slice).unwrap_or_default();
    let mut unattached = Vec::new();
    for request in requests {
        let of_ace_id = request.ace_id.as_ref().map(with).unwrap_or_default();
        let of_crm_id = request.crm_id.as_ref().and_then(|id| by_crm.get(id.key())).copied();
        leave_open(deals, request.ace_ids_in_doubt.iter().flat_map(with), &request);
        let settled = match (of_ace_id, of_crm_id) {
            ([place], None) => Some(*place),
            ([], place) => place,
            (places, Some(place)) => places.contains(&place).then_some(place),
            _ => None,
        };
        if let Some(place) = settled.filter(|_| !request.is_disputed) {
            deals[place].requests.push(request);
            continue;
        }
        // Ids that lead to two deals: crediting either would be a guess.
        leave_open(deals, of_ace_id.iter().chain(&of_crm_id), &request);
        if !request.is_disputed {
            unattached.push(request);
        }
    }
    unattached
}

/// Of a request that is over nothing can come.
fn leave_open<'id>(
    deals: &mut [Deal],
    named: impl Iterator<Item = &'id usize>,
    request: &FundRequest,
) {
    let is_over = matches!(request.state, RequestState::Ended(_)) && !request.is_disputed;
    let may_be_map = request.is_map() || request.has_unknown_program();
    if !may_be_map || is_over {
        return;
    }
    for place in named {
        deals[*place].has_disputed_request = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_deal, place};
    use crate::domain::{CrmId, Ending};

    fn request(ace_id: Option<&str>, crm_id: Option<&str>) -> FundRequest {
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Prepared);
        request.ace_id = ace_id.and_then(AceId::exact);
        request.crm_id = crm_id.and_then(CrmId::new);
        request
    }

    fn attached(deals: &mut [Deal], requests: Vec<FundRequest>) -> Vec<FundRequest> {
        let ace_ids = named_ace_ids(&requests);
        attach(deals, requests, &ace_ids)
    }

    #[test]
    fn requests_find_their_deal_by_either_id() {
        let mut other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        other.dangling_ace_id = AceId::exact("O9999999");
        let mut deals = [linked_deal(), other];
        let requests = vec![
            request(Some("O1234567"), None),
            request(None, Some("0065f00000AbCdX")),
            request(Some("O9999999"), None),
            request(Some("O5555555"), Some("0065f00000AbCdE")),
        ];
        assert!(attached(&mut deals, requests).is_empty());
        assert_eq!(deals.each_ref().map(|deal| deal.requests.len()), [2, 2]);
    }

    #[test]
    fn a_request_that_names_two_deals_is_credited_to_neither() {
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        let mut deals = [linked_deal(), other];
        let both = request(Some("O1234567"), Some("0065f00000AbCdX"));
        assert_eq!(attached(&mut deals, vec![both]).len(), 1);
        assert!(deals.iter().all(|deal| deal.has_disputed_request && deal.requests.is_empty()));
    }

    #[test]
    fn an_id_outside_ace_that_two_deals_hold_leads_to_the_one_that_the_request_names_or_to_neither()
    {
        let holding = |id: &str| {
            let mut deal = crm_only(|crm| crm.id = CrmId::new(id).unwrap());
            deal.dangling_ace_id = AceId::exact("O9999999");
            deal
        };
        let mut deals = [holding("0065f00000AbCdX"), holding("0065f00000AbCdY")];
        assert_eq!(attached(&mut deals, vec![request(Some("O9999999"), None)]).len(), 1);
        assert!(deals.iter().all(|deal| deal.has_disputed_request && deal.requests.is_empty()));
        let named = request(Some("O9999999"), Some("0065f00000AbCdY"));
        assert!(attached(&mut deals, vec![named]).is_empty());
        assert_eq!(deals.each_ref().map(|deal| deal.requests.len()), [0, 1]);
    }

    #[test]
    fn rows_that_contradict_each_other_leave_the_application_of_their_deal_open() {
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        let mut deals = [linked_deal(), other];
        let mut row = request(Some("O1234567"), None);
        row.is_disputed = true;
        row.state = RequestState::Ended(Ending::Expired);
        assert!(attached(&mut deals, vec![row]).is_empty(), "the row is told of as set aside");
        let open = deals.each_ref().map(|deal| deal.has_disputed_request);
        assert_eq!((open, deals[0].requests.len()), ([true, false], 0));
    }

    #[test]
    fn a_request_whose_cell_names_several_opportunities_leaves_each_open() {
        let mut deals = [linked_deal()];
        let mut several = request(None, None);
        several.ace_ids_in_doubt =
            ["O1234567", "O7654321"].map(|id| AceId::exact(id).unwrap()).into();
        assert_eq!(attached(&mut deals, vec![several]).len(), 1, "APP006 speaks of it");
        assert!(deals[0].has_disputed_request);
    }

    #[test]
    fn a_request_of_two_deals_that_is_over_or_for_other_money_leaves_nothing_open() {
        let both = || request(Some("O1234567"), Some("0065f00000AbCdX"));
        let (mut over, mut mdf) = (both(), both());
        over.state = RequestState::Ended(Ending::Terminated);
        mdf.program = Some("MDF".into());
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        let mut deals = [linked_deal(), other];
        attached(&mut deals, vec![over, mdf]);
        assert!(deals.iter().all(|deal| !deal.has_disputed_request));
    }

    #[test]
    fn a_request_that_names_no_deal_is_given_back() {
        let unattached = attached(&mut [linked_deal()], vec![request(Some("O5555555"), None)]);
        assert_eq!(unattached.len(), 1);
    }
}
