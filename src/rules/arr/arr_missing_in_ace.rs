//! A deal whose AWS revenue the CRM knows and AWS does not.

use super::a_month;
use crate::domain::{
    AceOpportunity, CrmOpportunity, Decimal, Evidence, Field, FixIn, Outcome, ScreenedDeal,
    Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR002",
    name: "arr-missing-in-ace",
    severity: Severity::High,
    summary: "AWS revenue that the CRM states is stated in ACE too.",
    why: "AWS reads the ACE opportunity, not the CRM. Without the figure there the MAP application \
          does not go through, and after launch it can no longer be added.",
    fix: "In ACE, open the opportunity and enter the CRM's AWS ARR divided by 12 as Estimated AWS \
          Monthly Recurring Revenue.",
    fix_in: FixIn::Ace,
    source: "Guide, \"The ACE Opportunity Is Missing or Wrong\"; AWS Selling API, \
             `ExpectedCustomerSpend`, for the monthly figure.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::Arr, Field::Mrr, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((crm, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    if !ace.at.carries(Field::Mrr) {
        return Outcome::NotApplicable;
    }
    if ace.mrr.is_some() {
        return Outcome::Pass;
    }
    if ace.unreadable.contains(Field::Mrr) {
        return Outcome::unknown(Field::Mrr);
    }
    let crm_usd = screened.screening.arr.crm_usd;
    match stated(crm, crm_usd) {
        Some(figure) => Outcome::fail(missing(crm, ace, figure, crm_usd)),
        // Neither side has one, of which ARR001 speaks.
        None => Outcome::NotApplicable,
    }
}

/// The CRM's figure in words: in US dollars a year if it can be told so, else as it stands.
fn stated(crm: &CrmOpportunity, crm_usd: Option<Decimal>) -> Option<String> {
    crm_usd
        .map(|usd| format!("{} a year", wording::usd(usd)))
        .or_else(|| crm.arr.map(|arr| format!("{arr} a year")))
        .or_else(|| crm.mrr.map(|mrr| format!("{mrr} a month")))
}

fn missing(
    crm: &CrmOpportunity,
    ace: &AceOpportunity,
    figure: String,
    crm_usd: Option<Decimal>,
) -> Evidence {
    let id = &ace.id;
    let a_month = crm_usd.map_or_else(
        || "the CRM's figure in US dollars a month".to_owned(),
        |usd| wording::usd(a_month(usd)),
    );
    let (fix, fix_in) = match wording::frozen_at(ace) {
        None => (
            format!(
                "{} and enter {a_month} as Estimated AWS Monthly Recurring Revenue.",
                wording::sentence(&wording::open_in_ace(ace))
            ),
            FixIn::Ace,
        ),
        Some(stage) => (
            format!(
                "Ask your PDM whether AWS can still enter {a_month} as monthly revenue of {id}; it \
                 is {stage} and frozen."
            ),
            FixIn::Pdm,
        ),
    };
    Evidence {
        message: format!(
            "The CRM states AWS revenue of {figure} for {}, but {id} in ACE states none.",
            wording::deal(crm)
        ),
        fix,
        fix_in,
        crm_value: Some(figure),
        expected: format!("{a_month} as monthly AWS revenue").into(),
        ..Evidence::about(Field::Mrr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace, place_carrying};
    use crate::domain::{AceStage, Currency, Money, Records};
    use crate::rules::testing::{evidence, outcome, screened};

    /// The healthy deal without revenue in ACE, its records changed.
    fn without_mrr(change: impl FnOnce(&mut CrmOpportunity, &mut AceOpportunity)) -> ScreenedDeal {
        let mut deal = linked_with_ace(|ace| ace.mrr = None);
        if let Records::Linked { crm, ace, .. } = &mut deal.records {
            change(crm, ace);
        }
        screened(deal)
    }

    #[test]
    fn fails_with_the_figure_and_the_monthly_one_to_enter() {
        let found = evidence(&RULE, &without_mrr(|_, _| {}));
        assert_eq!(
            found.message,
            "The CRM states AWS revenue of USD 96,000 a year for deal 0065f00000AbCdE, but \
             O1234567 in ACE states none."
        );
        assert_eq!(
            found.fix,
            "In ACE, open O1234567 and enter USD 8,000 as Estimated AWS Monthly Recurring Revenue."
        );
    }

    #[test]
    fn a_figure_without_a_rate_is_told_as_it_stands() {
        let mut deal = without_mrr(|crm, _| {
            crm.arr = None;
            crm.mrr = Some(Money { amount: 700_000.into(), currency: Currency::new("JPY") });
        });
        deal.screening.arr.crm_usd = None;
        let found = evidence(&RULE, &deal);
        assert_eq!(found.crm_value.as_deref(), Some("JPY 700,000 a month"));
        assert!(found.fix.contains("the CRM's figure in US dollars a month"), "{}", found.fix);
    }

    #[test]
    fn asks_the_pdm_once_ace_is_frozen() {
        let found = evidence(&RULE, &without_mrr(|_, ace| ace.stage = Some(AceStage::Launched)));
        assert_eq!(found.fix_in, FixIn::Pdm);
    }

    #[test]
    fn any_figure_in_ace_passes() {
        let deal = linked_with_ace(|ace| ace.mrr = Some(crate::domain::testing::usd(1)));
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::Pass);
    }

    #[test]
    fn is_silent_when_the_crm_has_no_figure_either() {
        let mut deal = without_mrr(|crm, _| crm.arr = None);
        deal.screening.arr.crm_usd = None;
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn is_not_applicable_without_the_column_or_without_a_link() {
        let unable = without_mrr(|_, ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId]));
        for deal in [unable, screened(crm_only(|_| {})), screened(ace_only(|ace| ace.mrr = None))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
