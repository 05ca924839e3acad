//! Deals that say the same in everything that tells deals apart, under several ids: entered twice, they count twice.

use std::collections::BTreeMap;

use super::comparable::Comparable;
use crate::domain::{CrmId, CrmOpportunity, DealStatus};

/// The ids of each group of CRM deals that are not lost and agree in customer, title, close date, project start and AWS
/// revenue, all but the start filled in. Our choice: two deals of one customer may well share all but one of these.
pub(super) fn repeated(crm: &[Box<CrmOpportunity>], sides: &[Comparable]) -> Vec<Vec<CrmId>> {
    let mut groups: BTreeMap<_, Vec<&CrmId>> = BTreeMap::new();
    for (crm, side) in crm.iter().zip(sides).filter(|(crm, _)| crm.status != DealStatus::Lost) {
        let name = side.customer.as_deref().and_then(<[_]>::first);
        let (Some(name), Some(title), Some(arr)) = (name, &crm.name, crm.arr.or(crm.mrr)) else {
            continue;
        };
        let Some(closes) = crm.close_date else { continue };
        let title = title.trim().to_lowercase();
        let revenue = (arr.amount, arr.currency);
        let key = (
            name.slug,
            side.domain.as_ref().map(|it| it.number),
            title,
            closes,
            crm.project_start,
            revenue,
        );
        groups.entry(key).or_default().push(&crm.id);
    }
    let repeated = groups.into_values().filter(|ids| ids.len() > 1);
    let mut repeated: Vec<Vec<CrmId>> =
        repeated.map(|ids| ids.into_iter().cloned().collect()).collect();
    repeated.sort_by(|one, other| one[0].as_str().cmp(other[0].as_str()));
    repeated
}

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::boxed;
    use super::*;
    use crate::domain::testing::{crm, date};
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
        let changes: [fn(&mut CrmOpportunity); 6] = [
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
}
