//! Deals that say the same in everything that tells deals apart, under several ids: entered twice, they count twice.

use std::collections::BTreeMap;

use super::comparable::Comparable;
use crate::domain::{CrmId, CrmOpportunity, DealStatus, Phase};

/// The ids of each group of CRM deals that are not lost and agree in customer, title, close date, starts, amount and AWS
/// revenue, if they name no two ACE opportunities. Our choice: two deals of one customer may well share all but one of these.
pub(super) fn repeated(crm: &[Box<CrmOpportunity>], sides: &[Comparable]) -> Vec<Vec<CrmId>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, (crm, side)) in crm.iter().zip(sides).enumerate() {
        let name = side.customer.as_deref().and_then(<[_]>::first);
        let (Some(name), Some(title), Some(closes)) = (name, &crm.name, crm.close_date) else {
            continue;
        };
        let Some(revenue) = crm.arr.or(crm.mrr).filter(|_| crm.status != DealStatus::Lost) else {
            continue;
        };
        let customer = (name.slug, side.domain.as_ref().map(|it| it.number));
        let days = (closes, crm.project_start, Phase::ALL.map(|phase| crm.phase_start(phase)));
        let money = [Some(revenue), crm.amount].map(|it| it.map(|it| (it.amount, it.currency)));
        let key = (customer, title.trim().to_lowercase(), days, money);
        groups.entry(key).or_default().push(place);
    }
    let names_one = |places: &Vec<usize>| {
        let mut named: Vec<u32> = Vec::new();
        for references in places.iter().filter_map(|place| sides[*place].references.as_ref()) {
            named.extend(references.all());
        }
        named.windows(2).all(|two| two[0] == two[1])
    };
    let repeated = groups.into_values().filter(|places| places.len() > 1 && names_one(places));
    let mut repeated: Vec<Vec<usize>> = repeated.collect();
    repeated.sort_unstable();
    let ids = |places: Vec<usize>| places.into_iter().map(|place| crm[place].id.clone()).collect();
    repeated.into_iter().map(ids).collect()
}

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::boxed;
    use super::*;
    use crate::domain::AceId;
    use crate::domain::testing::{ace, crm, date, usd};
    use crate::linkage::comparable;

    fn groups(change: impl Fn(&mut CrmOpportunity)) -> usize {
        let (one, mut other) = (crm(), crm());
        other.id = CrmId::new("A-7").unwrap();
        change(&mut other);
        let crm = boxed([one, other]);
        repeated(&crm, &comparable::sides(&crm, &[]).crm).len()
    }

    #[test]
    fn a_deal_is_repeated_if_all_that_tells_deals_apart_is_the_same() {
        assert_eq!(groups(|_| {}), 1);
        assert_eq!(groups(|other| other.customer = Some("ACME ROBOTICS".into())), 1);
    }

    #[test]
    fn another_title_date_or_revenue_is_another_deal_and_so_is_a_lost_one() {
        let changes: [fn(&mut CrmOpportunity); 8] = [
            |other| other.amount = Some(usd(900_000)),
            |other| other.assess_start = Some(date(2027, 1, 4)),
            |other| other.name = Some("Data center exit phase 2".into()),
            |other| other.close_date = Some(date(2027, 3, 1)),
            |other| other.project_start = Some(date(2027, 3, 1)),
            |other| (other.arr, other.mrr) = (None, None),
            |other| other.customer = Some("Bolt Foods".into()),
            |other| other.status = DealStatus::Lost,
        ];
        for change in changes {
            assert_eq!(groups(change), 0);
        }
    }

    #[test]
    fn deals_that_name_two_opportunities_are_two() {
        let (one, mut other) = (crm(), crm());
        other.id = CrmId::new("A-7").unwrap();
        other.ace_id = Some("O7654321".into());
        let mut second = ace();
        second.id = AceId::exact("O7654321").unwrap();
        let (crm, ace) = (boxed([one, other]), boxed([ace(), second]));
        assert!(repeated(&crm, &comparable::sides(&crm, &ace).crm).is_empty());
    }
}
