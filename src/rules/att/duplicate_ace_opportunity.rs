//! One business that stands in ACE more than once.

use crate::domain::{AceId, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, blank};

pub(super) static RULE: Rule = Rule {
    code: "ATT010",
    name: "duplicate-ace-opportunity",
    severity: Severity::Low,
    summary: "No customer has several open ACE opportunities of the same title.",
    why: "AWS rejects duplicates, and an application made for the one is not seen on the other.",
    fix: "In ACE, keep the opportunity that is further on and close the other as Closed Lost.",
    fix_in: FixIn::Ace,
    source: "Our choice; AWS names duplicates as a reason for rejection.",
    subject: Subject::Migrations,
    reads: &[Field::Stage, Field::Title, Field::Customer],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(ace) = deal.ace().filter(|ace| ace.is_open()) else {
        return Outcome::NotApplicable;
    };
    let Some(title) = ace.title.as_deref() else {
        return blank(&ace.at, Field::Title);
    };
    if ace.customer.is_none() {
        return blank(&ace.at, Field::Customer);
    }
    if deal.ace_twins.is_empty() {
        return Outcome::Pass;
    }
    let others: Vec<&str> = deal.ace_twins.iter().map(AceId::as_str).collect();
    let others = others.join(", ");
    Outcome::fail(Evidence {
        message: format!(
            "{} \"{title}\" has the same customer and nearly the same title as {others}, and all of them are open.",
            ace.id
        ),
        fix: format!(
            "In ACE, compare {} with {others}. If they are one business, keep the one that is further on and close \
             the rest as Closed Lost; if not, tell them apart in their titles.",
            ace.id
        ),
        fix_in: FixIn::Ace,
        ace_value: Some(title.to_owned()),
        expected: "one open ACE opportunity for one business".into(),
        ..Evidence::about(Field::Title)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AceStage;
    use crate::domain::testing::{crm_only, linked_deal, linked_with_ace};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with_twin(mut deal: crate::domain::Deal) -> ScreenedDeal {
        deal.ace_twins = AceId::exact("O7654321").into_iter().collect();
        screened(deal)
    }

    #[test]
    fn fails_and_names_the_others() {
        let found = evidence(&RULE, &with_twin(linked_deal()));
        assert!(found.message.contains("nearly the same title as O7654321"), "{}", found.message);
    }

    #[test]
    fn a_closed_opportunity_is_no_duplicate() {
        let closed = with_twin(linked_with_ace(|ace| ace.stage = Some(AceStage::Launched)));
        assert_eq!(outcome(&RULE, &closed), Outcome::NotApplicable);
    }

    #[test]
    fn passes_alone_and_is_unknown_without_a_title_or_a_customer() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        let untitled = screened(linked_with_ace(|ace| ace.title = None));
        assert_eq!(outcome(&RULE, &untitled), Outcome::unknown(Field::Title));
        let nameless = screened(linked_with_ace(|ace| ace.customer = None));
        assert_eq!(outcome(&RULE, &nameless), Outcome::unknown(Field::Customer));
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
