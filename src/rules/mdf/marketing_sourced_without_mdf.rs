//! Marketing that AWS would have paid for.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "MDF001",
    name: "marketing-sourced-without-mdf",
    severity: Severity::Low,
    summary: "Migrations that come from a marketing activity used market development funds.",
    why: "AWS pays a part of approved marketing activities. What is not asked for before the activity is not paid.",
    fix: "Ask for MDF in Partner Central before the next activity of the kind.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide, MDF; AWS Selling API, `MarketingSource` and `AwsFundingUsed`.",
    subject: Subject::Migrations,
    reads: &[Field::MarketingActivity, Field::MarketingCampaign, Field::Campaign, Field::MdfUsed],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let opportunity = screened.deal.ace();
    let Some(ace) = opportunity.filter(|ace| ace.at.carries(Field::MarketingActivity)) else {
        return Outcome::NotApplicable;
    };
    let crm = screened.deal.crm();
    let used = ace.mdf_used.or_else(|| crm?.mdf_used);
    let has_column =
        ace.at.carries(Field::MdfUsed) || crm.is_some_and(|crm| crm.at.carries(Field::MdfUsed));
    match (ace.marketing_activity, used) {
        (None, _) => Outcome::unknown(Field::MarketingActivity),
        (Some(true), Some(true)) => Outcome::Pass,
        (Some(true), None) if has_column => Outcome::unknown(Field::MdfUsed),
        (Some(false), _) | (Some(true), None) => Outcome::NotApplicable,
        (Some(true), Some(false)) => {
            let of_crm = || crm.and_then(|crm| crm.campaign.as_deref());
            let campaign = ace.marketing_campaign.as_deref().or_else(of_crm);
            let campaign = campaign.map(|name| format!(" \"{name}\"")).unwrap_or_default();
            Outcome::fail(Evidence {
                message: format!(
                    "{} comes from a marketing activity{campaign}, and no market development funds were used.",
                    ace.id
                ),
                fix: "In Partner Central, under Funding, ask for MDF before the next activity of the kind.".into(),
                fix_in: FixIn::PartnerCentral,
                crm_value: ace.mdf_used.is_none().then(|| "No".into()),
                ace_value: ace.mdf_used.is_some().then(|| "No".into()),
                expected: "market development funds for marketing activities".into(),
                ..Evidence::about(Field::MdfUsed)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_of, crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, outcome, screened};

    fn deal(activity: Option<bool>, used: Option<bool>) -> ScreenedDeal {
        screened(linked_with_ace(|ace| {
            ace.marketing_activity = activity;
            ace.mdf_used = used;
            ace.marketing_campaign = Some("Cloud Days".into());
        }))
    }

    #[test]
    fn fails_when_marketing_found_it_and_no_mdf_was_used() {
        let found = evidence(&RULE, &deal(Some(true), Some(false)));
        assert!(found.message.contains("marketing activity \"Cloud Days\""), "{}", found.message);
    }

    #[test]
    fn the_campaign_is_that_of_the_crm_where_ace_names_none() {
        let mut deal = linked_with_ace(|ace| {
            ace.marketing_activity = Some(true);
            ace.mdf_used = Some(false);
        });
        crm_of(&mut deal).campaign = Some("Summit 2026".into());
        let found = evidence(&RULE, &screened(deal));
        assert!(found.message.contains("marketing activity \"Summit 2026\""), "{}", found.message);
    }

    #[test]
    fn passes_with_mdf_and_does_not_concern_other_sources() {
        assert_eq!(outcome(&RULE, &deal(Some(true), Some(true))), Outcome::Pass);
        assert_eq!(outcome(&RULE, &deal(Some(false), Some(false))), Outcome::NotApplicable);
    }

    #[test]
    fn blanks_are_unknown_and_a_format_without_the_column_not_applicable() {
        assert_eq!(outcome(&RULE, &deal(None, None)), Outcome::unknown(Field::MarketingActivity));
        assert_eq!(outcome(&RULE, &deal(Some(true), None)), Outcome::unknown(Field::MdfUsed));
        let unable = |fields: &[Field]| {
            let mut deal = linked_with_ace(|ace| {
                ace.marketing_activity = Some(true);
                ace.at = place_carrying("ace.csv", 2, fields);
            });
            crm_of(&mut deal).at = place_carrying("crm.csv", 2, &[Field::DealId]);
            screened(deal)
        };
        let without_mdf = unable(&[Field::MarketingActivity]);
        for deal in [unable(&[Field::AceId]), without_mdf, screened(crm_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
