//! A link that neither system knows of.

use crate::domain::{
    AceOpportunity, CrmId, CrmOpportunity, Deal, Evidence, Field, FixIn, LinkMethod, Outcome,
    ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT014",
    name: "cross-reference-missing",
    severity: Severity::Low,
    summary: "The CRM holds the id of the deal's ACE opportunity, or ACE holds the id of the deal.",
    why: "Without an id the two are found by their content, which a renamed customer or a moved date can undo.",
    fix: "In the CRM, write the ACE id into the deal.",
    fix_in: FixIn::Crm,
    source: "Our choice.",
    subject: Subject::Migrations,
    reads: &[Field::AceId, Field::PartnerCrmId],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((crm, ace, link)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    let can_hold = crm.at.carries(Field::AceId) || ace.at.carries(Field::PartnerCrmId);
    match link.method {
        LinkMethod::AceIdInCrm | LinkMethod::CrmIdInAce => Outcome::Pass,
        _ if is_held(&screened.deal, crm, ace) => Outcome::Pass,
        _ if !can_hold => Outcome::NotApplicable,
        _ => Outcome::fail(Evidence {
            message: format!(
                "{} and {} are held to be the same, but neither record holds the id of the other.",
                wording::sentence(&wording::deal(crm)),
                ace.id
            ),
            fix: format!(
                "In the CRM, open {} and write {} into its ACE id.",
                wording::deal(crm),
                ace.id
            ),
            fix_in: FixIn::Crm,
            crm_value: crm.ace_id.as_deref().map(Into::into),
            ace_value: ace.partner_crm_id.as_deref().map(Into::into),
            expected: format!("ACE id {}", ace.id).into(),
            ..Evidence::about(Field::AceId)
        }),
    }
}

fn is_held(deal: &Deal, crm: &CrmOpportunity, ace: &AceOpportunity) -> bool {
    let in_ace = ace.partner_crm_id.as_deref().map(CrmId::all_keys_in).unwrap_or_default();
    deal.named_ace_ids().contains(&ace.id) || in_ace.iter().any(|key| key == crm.id.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace, crm, crm_only, link, place_carrying};
    use crate::domain::{Link, Records};
    use crate::rules::testing::{evidence, outcome, screened};

    fn by_content(change: impl FnOnce(&mut CrmOpportunity, &mut AceOpportunity)) -> ScreenedDeal {
        let (mut crm, mut ace) = (crm(), ace());
        crm.ace_id = None;
        ace.partner_crm_id = None;
        change(&mut crm, &mut ace);
        let link = Link { method: LinkMethod::Linkage, ..link() };
        screened(Deal::new(Records::Linked {
            crm: Box::new(crm),
            ace: Box::new(ace),
            link: Box::new(link),
        }))
    }

    #[test]
    fn fails_when_only_the_content_links_them() {
        let found = evidence(&RULE, &by_content(|_, _| {}));
        assert!(
            found.message.starts_with("Deal 0065f00000AbCdE and O1234567"),
            "{}",
            found.message
        );
    }

    #[test]
    fn an_id_on_either_side_passes_in_either_length() {
        let in_crm = by_content(|crm, _| crm.ace_id = Some("o-1234567".into()));
        let in_url = by_content(|crm, _| {
            crm.ace_id = Some("https://partnercentral.example/opportunities/O1234567".into());
        });
        let long = CrmId::new("0065f00000AbCdE").unwrap();
        let in_ace = by_content(|_, ace| ace.partner_crm_id = Some(long.key().into()));
        for deal in [in_crm, in_url, in_ace] {
            assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
        }
    }

    #[test]
    fn is_not_applicable_where_neither_format_has_a_place_for_an_id_or_nothing_is_linked() {
        let unable = by_content(|crm, ace| {
            crm.at = place_carrying("crm.csv", 2, &[Field::DealId]);
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        });
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
