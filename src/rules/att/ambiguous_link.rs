//! A deal for which several ACE opportunities, or a doubtful one, come into question.

use crate::domain::{
    Candidate, CrmOpportunity, Evidence, Field, FixIn, Outcome, Records, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT008",
    name: "ambiguous-link",
    severity: Severity::Medium,
    summary: "It is certain which ACE opportunity belongs to a migration deal.",
    why: "Until the ACE opportunity is known, nobody can tell whether the deal's MAP money is \
          applied for or being missed.",
    fix: "On the Matches sheet, decide which ACE opportunity is the deal; then write its id into \
          the deal in the CRM.",
    fix_in: FixIn::Crm,
    source: "Our choice: a doubtful match is left to a person.",
    subject: Subject::Migrations,
    reads: &[Field::AceId],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    match &screened.deal.records {
        Records::Linked { .. } => Outcome::Pass,
        Records::CrmOnly(crm) => match screened.deal.candidates.first() {
            Some(best) => Outcome::fail(ambiguous(crm, best, &screened.deal.candidates)),
            None => Outcome::NotApplicable,
        },
        Records::AceOnly(_) => Outcome::NotApplicable,
    }
}

fn ambiguous(crm: &CrmOpportunity, best: &Candidate, candidates: &[Candidate]) -> Evidence {
    let deal = wording::deal(crm);
    let named = candidates.iter().map(name).collect::<Vec<_>>().join(", ");
    let doubt = best.doubt.trim_end_matches('.');
    Evidence {
        message: format!("{} may be {named} in ACE. In doubt: {doubt}.", wording::sentence(&deal)),
        fix: format!(
            "On the Matches sheet, decide which of these is {deal}; then write its id into the ACE \
             id field of {deal} in the CRM."
        ),
        fix_in: FixIn::Crm,
        crm_value: crm.ace_id.as_deref().map(Into::into),
        ace_value: Some(named),
        expected: "one ACE opportunity beyond doubt".into(),
        ..Evidence::about(Field::AceId)
    }
}

fn name(candidate: &Candidate) -> String {
    match candidate.ace_customer.as_deref() {
        Some(customer) => format!("{} ({customer})", candidate.ace_id),
        None => candidate.ace_id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal};
    use crate::rules::testing::{candidate, evidence, outcome, screened};

    fn with_candidates(candidates: Vec<Candidate>) -> ScreenedDeal {
        let mut deal = crm_only(|_| {});
        deal.candidates = candidates;
        screened(deal)
    }

    #[test]
    fn fails_with_the_candidates_and_the_doubt() {
        let found = evidence(
            &RULE,
            &with_candidates(vec![
                candidate("O1", "Acme GmbH", "O2 scores nearly the same."),
                candidate("O2", "Acme Inc", "O1 scores nearly the same"),
            ]),
        );
        assert_eq!(
            found.message,
            "Deal 0065f00000AbCdE may be O1 (Acme GmbH), O2 (Acme Inc) in ACE. In doubt: O2 scores \
             nearly the same."
        );
    }

    #[test]
    fn a_candidate_without_a_customer_is_named_by_its_id() {
        let mut nameless = candidate("O1", "", "it has no customer");
        nameless.ace_customer = None;
        let found = evidence(&RULE, &with_candidates(vec![nameless]));
        assert_eq!(found.ace_value.as_deref(), Some("O1"));
    }

    #[test]
    fn passes_once_linked_and_is_silent_without_candidates() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        assert_eq!(outcome(&RULE, &with_candidates(Vec::new())), Outcome::NotApplicable);
    }

    #[test]
    fn does_not_concern_ace_opportunities_without_a_deal() {
        assert_eq!(outcome(&RULE, &screened(ace_only(|_| {}))), Outcome::NotApplicable);
    }
}
