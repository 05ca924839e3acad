//! Which deal a fund request belongs to: by the ACE id it names, else by the CRM id.

use std::collections::HashMap;

use crate::domain::{AceId, Deal, FundRequest, RequestState};

/// Hands each request to its deal and gives back those that name no deal of this run, or two. What a disputed request
/// or one of several deals names has an application or none: nobody can tell.
pub(super) fn attach(deals: &mut [Deal], requests: Vec<FundRequest>) -> Vec<FundRequest> {
    if requests.is_empty() {
        return requests;
    }
    let mut by_ace: HashMap<AceId, usize> = HashMap::new();
    let mut by_crm: HashMap<String, usize> = HashMap::new();
    for (place, deal) in deals.iter().enumerate() {
        if let Some(crm) = deal.crm() {
            by_crm.insert(crm.id.key().to_owned(), place);
        }
        // An id that only the CRM knows still tells which deal a request means.
        let ids = deal.ace().map(|ace| &ace.id).into_iter().chain(&deal.dangling_ace_id);
        for id in ids {
            by_ace.entry(id.clone()).or_insert(place);
        }
    }
    let mut unattached = Vec::new();
    for request in requests {
        let by_ace_id = request.ace_id.as_ref().and_then(|id| by_ace.get(id));
        let by_crm_id = request.crm_id.as_ref().and_then(|id| by_crm.get(id.key()));
        let in_doubt = request.ace_ids_in_doubt.iter().filter_map(|id| by_ace.get(id));
        leave_open(deals, in_doubt, &request);
        match (by_ace_id, by_crm_id) {
            _ if request.is_disputed => {
                leave_open(deals, by_ace_id.into_iter().chain(by_crm_id), &request);
            }
            // Two ids that lead to two deals: crediting either would be a guess.
            (Some(one), Some(other)) if one != other => {
                leave_open(deals, by_ace_id.into_iter().chain(by_crm_id), &request);
                unattached.push(request);
            }
            (Some(place), _) | (None, Some(place)) => deals[*place].requests.push(request),
            (None, None) => unattached.push(request),
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
        assert!(attach(&mut deals, requests).is_empty());
        assert_eq!(deals.each_ref().map(|deal| deal.requests.len()), [2, 2]);
    }

    #[test]
    fn a_request_that_names_two_deals_is_credited_to_neither() {
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        let mut deals = [linked_deal(), other];
        let both = request(Some("O1234567"), Some("0065f00000AbCdX"));
        assert_eq!(attach(&mut deals, vec![both]).len(), 1);
        assert!(deals.iter().all(|deal| deal.has_disputed_request && deal.requests.is_empty()));
    }

    #[test]
    fn rows_that_contradict_each_other_leave_the_application_of_their_deal_open() {
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        let mut deals = [linked_deal(), other];
        let mut row = request(Some("O1234567"), None);
        row.is_disputed = true;
        row.state = RequestState::Ended(Ending::Expired);
        assert!(attach(&mut deals, vec![row]).is_empty(), "the row is told of as set aside");
        let open = deals.each_ref().map(|deal| deal.has_disputed_request);
        assert_eq!((open, deals[0].requests.len()), ([true, false], 0));
    }

    #[test]
    fn a_request_whose_cell_names_several_opportunities_leaves_each_open() {
        let mut deals = [linked_deal()];
        let mut several = request(None, None);
        several.ace_ids_in_doubt =
            ["O1234567", "O7654321"].map(|id| AceId::exact(id).unwrap()).into();
        assert_eq!(attach(&mut deals, vec![several]).len(), 1, "APP006 speaks of it");
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
        attach(&mut deals, vec![over, mdf]);
        assert!(deals.iter().all(|deal| !deal.has_disputed_request));
    }

    #[test]
    fn a_request_that_names_no_deal_is_given_back() {
        let unattached = attach(&mut [linked_deal()], vec![request(Some("O5555555"), None)]);
        assert_eq!(unattached.len(), 1);
    }
}
