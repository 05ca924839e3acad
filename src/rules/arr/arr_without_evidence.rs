//! AWS revenue that nothing shows how it was arrived at.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR007",
    name: "arr-without-evidence",
    severity: Severity::Low,
    summary: "AWS revenue of an opportunity marked as MAP is shown by a pricing calculator.",
    why: "Reviewers ask how the revenue was arrived at; a calculator link answers before they ask.",
    fix: "In ACE, add the link of an AWS Pricing Calculator estimate.",
    fix_in: FixIn::Ace,
    source: "AWS Selling API, pricing calculator URL of the expected spend; that it should be there is our choice.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::CalculatorUrl,
        Field::ApnPrograms,
        Field::Mrr,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let opportunity = screened.deal.ace();
    let Some(ace) = opportunity.filter(|ace| ace.at.carries(Field::CalculatorUrl)) else {
        return Outcome::NotApplicable;
    };
    // Nothing can be added to what is closed.
    if !ace.is_tagged_map() || ace.mrr.is_none() || !ace.is_open() {
        return Outcome::NotApplicable;
    }
    if ace.calculator_url.is_some() {
        return Outcome::Pass;
    }
    Outcome::fail(Evidence {
        message: format!(
            "{} states AWS revenue, and no pricing calculator shows how it was arrived at.",
            ace.id
        ),
        fix: format!(
            "{} and add the link of an AWS Pricing Calculator estimate.",
            wording::sentence(&wording::open_in_ace(ace))
        ),
        fix_in: FixIn::Ace,
        ace_value: ace.mrr.map(|mrr| mrr.to_string()),
        expected: "the link of a pricing calculator estimate".into(),
        ..Evidence::about(Field::CalculatorUrl)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace, place_carrying};
    use crate::domain::{AceOpportunity, AceStage};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with(change: impl FnOnce(&mut AceOpportunity)) -> ScreenedDeal {
        screened(linked_with_ace(change))
    }

    #[test]
    fn fails_without_a_link_and_passes_with_one() {
        assert!(evidence(&RULE, &with(|_| {})).message.starts_with("O1234567 states AWS revenue"));
        let linked =
            with(|ace| ace.calculator_url = Some("https://calculator.aws/#/estimate".into()));
        assert_eq!(outcome(&RULE, &linked), Outcome::Pass);
    }

    #[test]
    fn concerns_only_open_tagged_opportunities_with_revenue_in_formats_with_the_column() {
        for deal in [
            with(|ace| ace.apn_programs.clear()),
            with(|ace| ace.mrr = None),
            with(|ace| ace.stage = Some(AceStage::Launched)),
            with(|ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId])),
            screened(crm_only(|_| {})),
        ] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
