//! The identity of a finding over runs.

use crate::domain::{Deal, Evidence, fingerprint};

/// The id of what a rule found: of deal, code, phase and field.
///
/// Never of values, dates or rows, so that a finding stays itself when the exports are sorted
/// otherwise or a figure changes, and waivers and notes stay with it.
pub(super) fn finding_id(deal: &Deal, code: &str, evidence: &Evidence) -> String {
    let (system, key) = deal.key();
    let phase = evidence.phase.map_or("", |phase| phase.name());
    let key = [system, key, code, phase, evidence.field.name()];
    format!("F-{}", fingerprint(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, date, linked_deal, linked_with_crm};
    use crate::domain::{CrmId, Field, FixIn, Phase};

    fn evidence() -> Evidence {
        Evidence {
            message: "What was found.".into(),
            fix: "What to do.".into(),
            fix_in: FixIn::Ace,
            field: Field::ApnPrograms,
            crm_value: None,
            ace_value: None,
            expected: "what is required".into(),
            phase: None,
            request_id: None,
        }
    }

    #[test]
    fn is_written_in_ten_unmistakable_characters() {
        // Fixed for ever: people's notes and waivers hang on it.
        assert_eq!(finding_id(&linked_deal(), "ATT002", &evidence()), "F-EVPWKD749E");
    }

    #[test]
    fn survives_new_values_dates_rows_and_wording() {
        let moved = linked_with_crm(|crm| {
            crm.at.row = 99;
            crm.project_start = Some(date(2027, 3, 1));
        });
        let reworded = Evidence { message: "Other words.".into(), ..evidence() };
        assert_eq!(
            finding_id(&moved, "ATT002", &reworded),
            finding_id(&linked_deal(), "ATT002", &evidence())
        );
    }

    #[test]
    fn differs_by_deal_code_phase_and_field() {
        let deal = linked_deal();
        let one = finding_id(&deal, "ATT002", &evidence());
        let phase = Evidence { phase: Some(Phase::Assess), ..evidence() };
        let field = Evidence { field: Field::Stage, ..evidence() };
        let other = crm_only(|crm| crm.id = CrmId::new("0065f00000AbCdX").unwrap());
        assert_ne!(one, finding_id(&other, "ATT002", &evidence()));
        assert_ne!(one, finding_id(&deal, "ATT003", &evidence()));
        assert_ne!(one, finding_id(&deal, "ATT002", &phase));
        assert_ne!(one, finding_id(&deal, "ATT002", &field));
    }

    #[test]
    fn stays_when_the_deal_is_entered_in_ace() {
        assert_eq!(
            finding_id(&crm_only(|_| {}), "TIM001", &evidence()),
            finding_id(&linked_deal(), "TIM001", &evidence())
        );
    }

    #[test]
    fn is_the_same_for_both_lengths_of_a_salesforce_id() {
        let short = crm_only(|crm| crm.id = CrmId::new("a01M00000062mPg").unwrap());
        let long = crm_only(|crm| crm.id = CrmId::new("a01M00000062mPgIAI").unwrap());
        assert_eq!(
            finding_id(&short, "ATT001", &evidence()),
            finding_id(&long, "ATT001", &evidence())
        );
    }
}
