//! The identity of a finding over runs.

use std::collections::BTreeMap;

use super::{Evidence, fingerprint};

/// The id of what a rule found: of the deal's [key](super::Deal::key) (or the partner, without one), code, phase,
/// field and fund request.
///
/// Never of values, dates or rows, so that a finding stays itself when the exports are sorted
/// otherwise or a figure changes, and waivers and notes stay with it. Only those that nothing else tells apart are
/// [numbered](tell_apart).
pub fn finding_id(deal: Option<(&str, &str)>, code: &str, evidence: &Evidence) -> String {
    let (system, key) = deal.unwrap_or(("partner", ""));
    let phase = evidence.phase.map_or("", |phase| phase.name());
    let mut key = vec![system, key, code, phase, evidence.field.name()];
    // Of no deal, a request without an id is known by the opportunity that it names, or else by its customer.
    let named = evidence.ace_value.as_deref().or(evidence.crm_value.as_deref());
    let named = named.filter(|_| deal.is_none());
    key.extend(evidence.request_id.as_deref().or(named));
    let like_before = evidence.like_before.to_string();
    key.extend((evidence.like_before > 0).then_some(like_before.as_str()));
    format!("F-{}", fingerprint(&key))
}

/// Gives an id of its own to each of what one rule found on one deal, or on no deal. What differs in nothing but its row is
/// numbered by that: nothing else tells it apart.
pub fn tell_apart(deal: Option<(&str, &str)>, found: &mut [Evidence]) {
    if found.len() < 2 {
        return;
    }
    let mut alike: BTreeMap<String, Vec<&mut Evidence>> = BTreeMap::new();
    for evidence in found {
        alike.entry(finding_id(deal, "", evidence)).or_default().push(evidence);
    }
    for alike in alike.values_mut() {
        alike.sort_by_cached_key(|it| {
            (it.expected.clone(), it.crm_value.clone(), it.ace_value.clone(), it.message.clone())
        });
        for (place, evidence) in alike.iter_mut().enumerate() {
            evidence.like_before = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, date, linked_deal, linked_with_crm};
    use crate::domain::{CrmId, Deal, Field, FixIn, Phase};

    fn finding_id(deal: Option<&Deal>, code: &str, evidence: &Evidence) -> String {
        super::finding_id(deal.map(Deal::key), code, evidence)
    }

    fn evidence() -> Evidence {
        Evidence {
            message: "What was found.".into(),
            fix: "What to do.".into(),
            fix_in: FixIn::Ace,
            field: Field::ApnPrograms.into(),
            crm_value: None,
            ace_value: None,
            expected: "what is required".into(),
            phase: None,
            request_id: None,
            like_before: 0,
        }
    }

    #[test]
    fn is_written_in_ten_unmistakable_characters() {
        // Fixed for ever: people's notes and waivers hang on it.
        assert_eq!(finding_id(Some(&linked_deal()), "ATT002", &evidence()), "F-EVPWKD749E");
    }

    #[test]
    fn survives_new_values_dates_rows_and_wording() {
        let moved = linked_with_crm(|crm| {
            crm.at.row = 99;
            crm.project_start = Some(date(2027, 3, 1));
        });
        let reworded = Evidence { message: "Other words.".into(), ..evidence() };
        assert_eq!(
            finding_id(Some(&moved), "ATT002", &reworded),
            finding_id(Some(&linked_deal()), "ATT002", &evidence())
        );
    }

    #[test]
    fn differs_by_deal_code_phase_field_and_request() {
        let deal = linked_deal();
        let one = finding_id(Some(&deal), "ATT002", &evidence());
        let phase = Evidence { phase: Some(Phase::Assess), ..evidence() };
        let field = Evidence { field: Field::Stage.into(), ..evidence() };
        let request = Evidence { request_id: Some("FR-1".into()), ..evidence() };
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        assert_ne!(one, finding_id(Some(&other), "ATT002", &evidence()));
        assert_ne!(one, finding_id(Some(&deal), "ATT003", &evidence()));
        assert_ne!(one, finding_id(Some(&deal), "ATT002", &phase));
        assert_ne!(one, finding_id(Some(&deal), "ATT002", &field));
        assert_ne!(one, finding_id(Some(&deal), "ATT002", &request));
        assert_ne!(one, finding_id(None, "ATT002", &evidence()));
    }

    #[test]
    fn what_nothing_tells_apart_has_ids_of_its_own_in_whatever_order_it_stands() {
        let due = |day: &'static str| Evidence { expected: day.into(), ..evidence() };
        let ids = |mut found: Vec<Evidence>| {
            tell_apart(None, &mut found);
            found.iter().map(|it| super::finding_id(None, "APP007", it)).collect::<Vec<_>>()
        };
        let one_way = ids(vec![due("by May"), due("by June"), due("by July")]);
        let other_way = ids(vec![due("by July"), due("by May"), due("by June")]);
        assert_eq!(
            [&one_way[2], &one_way[0], &one_way[1]],
            [&other_way[0], &other_way[1], &other_way[2]]
        );
        assert_eq!(one_way.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
        assert_eq!(ids(vec![due("by May")]), [super::finding_id(None, "APP007", &due("by May"))]);
    }

    #[test]
    fn stays_when_the_deal_is_entered_in_ace() {
        assert_eq!(
            finding_id(Some(&crm_only(|_| {})), "TIM001", &evidence()),
            finding_id(Some(&linked_deal()), "TIM001", &evidence())
        );
    }

    #[test]
    fn is_the_same_for_both_lengths_of_a_salesforce_id() {
        let short = crm_only(|crm| crm.id = CrmId::new("a01M00000062mPg").unwrap());
        let long = crm_only(|crm| crm.id = CrmId::new("a01M00000062mPgIAI").unwrap());
        assert_eq!(
            finding_id(Some(&short), "ATT001", &evidence()),
            finding_id(Some(&long), "ATT001", &evidence())
        );
    }
}
