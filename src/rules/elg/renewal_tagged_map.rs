//! A renewal that asks for migration money.

use crate::domain::{Evidence, Field, FixIn, OpportunityType, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, blank, wording};

pub(super) static RULE: Rule = Rule {
    code: "ELG003",
    name: "renewal-tagged-map",
    severity: Severity::Medium,
    summary: "An ACE opportunity that is marked as MAP is no flat renewal.",
    why: "MAP is for new or growing use of AWS. A renewal is turned down, and may cost the trust of the reviewer.",
    fix: "In ACE, correct the opportunity type, or remove the APN program Migration Acceleration Program.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Who Qualifies for MAP?\": new or expanding on AWS.",
    subject: Subject::TaggedMap,
    reads: &[
        Field::OpportunityType,
        Field::ApnPrograms,
        Field::Status,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(ace) = deal.ace() else {
        return Outcome::NotApplicable;
    };
    match ace.opportunity_type {
        Some(OpportunityType::FlatRenewal) => {}
        Some(OpportunityType::NetNewBusiness | OpportunityType::Expansion) => return Outcome::Pass,
        None => return blank(&ace.at, Field::OpportunityType),
    }
    let (fix, fix_in) = wording::change_in_ace(
        ace,
        format!(
            "{}; correct the opportunity type if it is new business or an expansion, else remove APN program \
             \"Migration Acceleration Program\".",
            wording::sentence(&wording::open_in_ace(ace))
        ),
    );
    Outcome::fail(Evidence {
        message: format!("{} is marked as MAP, but its opportunity type is Flat Renewal.", ace.id),
        fix,
        fix_in,
        ace_value: Some("Flat Renewal".into()),
        expected: "Net New Business or Expansion".into(),
        ..Evidence::about(Field::OpportunityType)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{
        ace_only, crm_of, crm_only, linked_deal, linked_with_ace, place_carrying,
    };
    use crate::domain::{AceOpportunity, AceStage, DealStatus, IsMigration};
    use crate::rules::testing::{evidence, outcome, screened};

    #[test]
    fn fails_whatever_the_screening_says() {
        let renewal =
            |ace: &mut AceOpportunity| ace.opportunity_type = Some(OpportunityType::FlatRenewal);
        let mut deal = screened(linked_with_ace(renewal));
        deal.screening.is_migration = IsMigration::No;
        evidence(&RULE, &deal);
        evidence(&RULE, &screened(ace_only(renewal)));
    }

    #[test]
    fn a_lost_deal_is_left_alone() {
        let renewal = |ace: &mut AceOpportunity| {
            ace.opportunity_type = Some(OpportunityType::FlatRenewal);
            ace.stage = Some(AceStage::ClosedLost);
        };
        let mut lost = linked_with_ace(renewal);
        crm_of(&mut lost).status = DealStatus::Lost;
        for deal in [lost, ace_only(renewal)] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn new_business_passes_and_a_blank_type_is_unknown() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        let blank = screened(linked_with_ace(|ace| ace.opportunity_type = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::OpportunityType));
    }

    #[test]
    fn untagged_opportunities_and_formats_without_types_are_not_judged() {
        let untagged = linked_with_ace(|ace| {
            ace.apn_programs.clear();
            ace.opportunity_type = Some(OpportunityType::FlatRenewal);
        });
        let unable = linked_with_ace(|ace| {
            ace.opportunity_type = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        });
        for deal in [untagged, unable, crm_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
