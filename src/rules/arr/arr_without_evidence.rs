//! AWS revenue that nothing shows how it was arrived at.

use super::has_crm_figure;
use crate::domain::{AceOpportunity, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
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
        Field::Arr,
        Field::Mrr,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

/// Who states AWS revenue, in words; `None` if nobody does.
fn figure(screened: &ScreenedDeal, ace: &AceOpportunity) -> Option<String> {
    if ace.mrr.is_some() {
        return Some(format!("{} states AWS revenue", ace.id));
    }
    let crm = screened.deal.crm().filter(|crm| has_crm_figure(crm))?;
    Some(format!("{} in the CRM states AWS revenue", wording::sentence(&wording::deal(crm))))
}

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let opportunity = screened.deal.ace();
    let Some(ace) = opportunity.filter(|ace| ace.at.carries(Field::CalculatorUrl)) else {
        return Outcome::NotApplicable;
    };
    // Nothing can be added to what is closed.
    let figure = figure(screened, ace);
    let Some(figure) = figure.filter(|_| ace.is_tagged_map() && ace.is_open()) else {
        return Outcome::NotApplicable;
    };
    if ace.calculator_url.is_some() {
        return Outcome::Pass;
    }
    Outcome::fail(Evidence {
        message: format!(
            "{figure}, and no pricing calculator of {} shows how it was arrived at.",
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
    use crate::domain::AceStage;
    use crate::domain::testing::{crm_of, crm_only, linked_with_ace, place_carrying};
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
    fn revenue_that_only_the_crm_states_wants_a_calculator_too() {
        let found = evidence(&RULE, &with(|ace| ace.mrr = None));
        assert!(found.message.contains("in the CRM states AWS revenue"), "{}", found.message);
    }

    #[test]
    fn concerns_only_open_tagged_opportunities_with_revenue_in_formats_with_the_column() {
        let mut without_figures = with(|ace| ace.mrr = None);
        let crm = crm_of(&mut without_figures.deal);
        (crm.arr, crm.mrr) = (None, None);
        for deal in [
            with(|ace| ace.apn_programs.clear()),
            without_figures,
            with(|ace| ace.stage = Some(AceStage::Launched)),
            with(|ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId])),
            screened(crm_only(|_| {})),
        ] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
