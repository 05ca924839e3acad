//! An ACE id in the CRM that leads nowhere.

use crate::domain::{
    AceId, CrmOpportunity, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT006",
    name: "dangling-ace-id",
    severity: Severity::Medium,
    summary: "Every ACE id in the CRM stands in the ACE export.",
    why: "A wrong id hides from sales and finance that the deal may not be in ACE at all, and so \
          gets no MAP money.",
    fix: "In ACE, look for the id. If it exists, export all opportunities and run again; if not, \
          correct the ACE id in the CRM.",
    fix_in: FixIn::Crm,
    source: "Our choice: an id that leads nowhere proves nothing.",
    subject: Subject::AllDeals,
    reads: &[Field::AceId],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(crm) = deal.crm().filter(|crm| crm.at.carries(Field::AceId)) else {
        return Outcome::NotApplicable;
    };
    match &deal.dangling_ace_id {
        // The export has rows of it that contradict each other, and they are told of as set aside.
        Some(_) if deal.counterpart_is_disputed => Outcome::unknown(Field::AceId),
        Some(id) => Outcome::fail(dangling(id, crm, deal.ace().map(|ace| &ace.id))),
        // Without an id there is none that could lead nowhere.
        None if deal.named_ace_ids().is_empty() => Outcome::NotApplicable,
        None => Outcome::Pass,
    }
}

fn dangling(id: &AceId, crm: &CrmOpportunity, linked_to: Option<&AceId>) -> Evidence {
    let deal = wording::deal(crm);
    let found = format!("The CRM holds ACE id {id}, which is not in the ACE export.");
    let (message, fix) = match linked_to {
        Some(other) => (
            format!("{found} The deal matches {other} instead."),
            format!(
                "In ACE, compare {other} with the deal; if it is the deal, replace ACE id {id} of \
                 {deal} by {other} in the CRM."
            ),
        ),
        None => (
            found,
            format!(
                "In ACE, look for {id}. If it exists, export all opportunities and run again; if \
                 not, correct the ACE id of {deal} in the CRM."
            ),
        ),
    };
    Evidence {
        message,
        fix,
        fix_in: FixIn::Crm,
        crm_value: crm.ace_id.as_deref().map(Into::into).or_else(|| Some(id.to_string())),
        ace_value: linked_to.map(AceId::to_string),
        expected: "the id of an opportunity in the ACE export".into(),
        ..Evidence::about(Field::AceId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal, place_carrying};
    use crate::domain::{Deal, DealStatus, IsMigration};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with_dangling_id(mut deal: Deal) -> ScreenedDeal {
        deal.dangling_ace_id = AceId::exact("O9999999");
        screened(deal)
    }

    #[test]
    fn fails_when_no_row_of_the_ace_export_has_the_id() {
        let deal = with_dangling_id(crm_only(|crm| crm.ace_id = Some("o-9999999".into())));
        let found = evidence(&RULE, &deal);
        assert_eq!(found.message, "The CRM holds ACE id O9999999, which is not in the ACE export.");
        assert_eq!(found.crm_value.as_deref(), Some("o-9999999"));
    }

    #[test]
    fn names_the_opportunity_that_the_deal_matches_instead() {
        let found = evidence(&RULE, &with_dangling_id(linked_deal()));
        assert!(found.message.ends_with("The deal matches O1234567 instead."), "{}", found.message);
        assert!(found.fix.contains("by O1234567 in the CRM"), "{}", found.fix);
    }

    #[test]
    fn is_unknown_when_the_rows_of_the_id_were_set_aside() {
        let mut deal = with_dangling_id(crm_only(|_| {}));
        deal.deal.counterpart_is_disputed = true;
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::AceId));
    }

    #[test]
    fn looks_at_lost_deals_and_at_deals_that_are_no_migrations() {
        let mut deal = with_dangling_id(crm_only(|crm| crm.status = DealStatus::Lost));
        deal.screening.is_migration = IsMigration::No;
        evidence(&RULE, &deal);
    }

    #[test]
    fn passes_when_the_id_leads_to_a_row() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
    }

    #[test]
    fn a_blank_cell_or_a_word_holds_no_id_to_judge() {
        for text in [None, Some("n/a")] {
            let deal = screened(crm_only(|crm| crm.ace_id = text.map(Into::into)));
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_not_applicable_without_an_id_column_or_without_a_deal() {
        let unable = crm_only(|crm| crm.at = place_carrying("crm.csv", 2, &[Field::DealId]));
        for deal in [unable, ace_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
