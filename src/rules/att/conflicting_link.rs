//! Ids that say two things about one deal.

use crate::domain::{
    CrmOpportunity, Evidence, Field, FixIn, IdConflict, Outcome, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT007",
    name: "conflicting-link",
    severity: Severity::Medium,
    summary: "The ids that the CRM and ACE hold of each other lead to the same two records.",
    why: "A deal that points to another customer's opportunity takes its MAP money for the wrong work, or loses its own.",
    fix: "Find out which record belongs to the deal; then correct the id in the system that is wrong.",
    fix_in: FixIn::Crm,
    source: "Our choice: of two statements that exclude each other, one is wrong.",
    subject: Subject::AllDeals,
    reads: &[Field::AceId, Field::PartnerCrmId, Field::Customer, Field::Website],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(crm) = deal.crm() else {
        return Outcome::NotApplicable;
    };
    let strangers = deal.candidates.iter().find(|candidate| candidate.customers_disagree);
    match (&deal.conflict, strangers) {
        (Some(conflict), _) => Outcome::fail(contradiction(conflict, crm)),
        (None, Some(candidate)) => Outcome::fail(Evidence {
            message: format!(
                "An id links {} to {}, but the customers differ: \"{}\" in the CRM, \"{}\" in ACE.",
                wording::deal(crm),
                candidate.ace_id,
                crm.customer.as_deref().unwrap_or("not named"),
                candidate.ace_customer.as_deref().unwrap_or("not named")
            ),
            fix: format!(
                "Compare {} with {}. If they are not the same business, remove the id from the record that holds \
                 it; if they are, correct the customer.",
                wording::deal(crm),
                candidate.ace_id
            ),
            fix_in: FixIn::Crm,
            crm_value: crm.customer.as_deref().map(Into::into),
            ace_value: candidate.ace_customer.as_deref().map(Into::into),
            expected: "one customer on both sides of an id".into(),
            ..Evidence::about(Field::AceId)
        }),
        (None, None) if crm.ace_id.is_some() || deal.ace().is_some() => Outcome::Pass,
        (None, None) => Outcome::NotApplicable,
    }
}

fn contradiction(conflict: &IdConflict, crm: &CrmOpportunity) -> Evidence {
    let deal = wording::deal(crm);
    let (message, fix, ace_value) = match conflict {
        IdConflict::OtherAceOpportunity { in_crm, in_ace } => (
            format!(
                "{} names {in_crm}, but in ACE it is {in_ace} that names the deal.",
                wording::sentence(&deal)
            ),
            format!(
                "Compare {in_crm} and {in_ace} with {deal}; then correct the ACE id in the CRM, or the partner CRM id \
                 of {in_ace} in ACE."
            ),
            in_ace.to_string(),
        ),
        IdConflict::OtherDeal { ace_id, crm_id } => (
            format!(
                "{} names {ace_id}, but {ace_id} names deal {crm_id} in ACE.",
                wording::sentence(&deal)
            ),
            format!(
                "Find out whose {ace_id} is; then correct the ACE id of {deal} in the CRM, or the partner CRM id of \
                 {ace_id} in ACE."
            ),
            crm_id.to_string(),
        ),
    };
    Evidence {
        message,
        fix,
        fix_in: FixIn::Crm,
        crm_value: crm.ace_id.as_deref().map(Into::into),
        ace_value: Some(ace_value),
        expected: "ids of both systems that agree".into(),
        ..Evidence::about(Field::AceId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal};
    use crate::domain::{AceId, CrmId, IsMigration};
    use crate::rules::testing::{candidate, evidence, outcome, screened};

    #[test]
    fn fails_for_each_way_in_which_ids_contradict_each_other() {
        let ace_id = |id| AceId::exact(id).unwrap();
        let conflicts = [
            IdConflict::OtherAceOpportunity {
                in_crm: ace_id("O1234567"),
                in_ace: ace_id("O7654321"),
            },
            IdConflict::OtherDeal {
                ace_id: ace_id("O1234567"),
                crm_id: CrmId::new("A-7").unwrap(),
            },
        ];
        for (conflict, words) in
            conflicts.into_iter().zip(["O7654321 that names", "names deal A-7"])
        {
            let mut deal = linked_deal();
            deal.conflict = Some(Box::new(conflict));
            let mut screened = screened(deal);
            screened.screening.is_migration = IsMigration::No;
            let found = evidence(&RULE, &screened);
            assert!(found.message.contains(words), "{}", found.message);
        }
    }

    #[test]
    fn fails_when_an_id_links_two_customers() {
        let mut deal = crm_only(|crm| crm.ace_id = Some("O7654321".into()));
        deal.candidates = vec![candidate("O7654321", "Zephyr Mills", "the customers differ")];
        assert_eq!(outcome(&RULE, &screened(deal.clone())), Outcome::Pass, "only doubtful");
        deal.candidates[0].customers_disagree = true;
        let found = evidence(&RULE, &screened(deal));
        assert!(found.message.contains("\"Acme Robotics\" in the CRM, \"Zephyr Mills\" in ACE"));
    }

    #[test]
    fn ids_that_agree_pass_and_without_ids_there_is_nothing_to_judge() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(ace_only(|_| {}))), Outcome::NotApplicable);
    }
}
