//! A deal that is over in one system only.

use crate::domain::{
    AceStage, DealStatus, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, blank, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT016",
    name: "stage-disagrees",
    severity: Severity::Medium,
    summary: "The CRM and ACE agree on whether a deal is open, won or lost.",
    why: "AWS judges by ACE. A deal that is won there too late, or lost by mistake, gets no MAP money.",
    fix: "Find out which system is right; then bring the stage of the other up to date.",
    fix_in: FixIn::Ace,
    source: "Our choice.",
    subject: Subject::AllDeals,
    reads: &[Field::Stage, Field::Status, Field::ReviewStatus, Field::ClosedReason],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((crm, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    let Some(stage) = ace.stage else {
        return blank(&ace.at, Field::Stage);
    };
    // A deal whose stage nobody entered is read as open, which is no statement of the CRM.
    if crm.status == DealStatus::Open && crm.stage.is_none() && crm.at.carries(Field::Stage) {
        return Outcome::unknown(Field::Stage);
    }
    let (deal, id) = (wording::deal(crm), &ace.id);
    let in_ace = wording::sentence(&wording::open_in_ace(ace));
    let fix = match (crm.status, stage) {
        (DealStatus::Lost, AceStage::ClosedLost) => return Outcome::Pass,
        (DealStatus::Lost, AceStage::Launched) => {
            format!(
                "{id} is Launched: AWS bills the customer. Correct {deal} in the CRM, or tell your PDM."
            )
        }
        (DealStatus::Lost, _) => {
            format!(
                "{in_ace} and set the stage to Closed Lost; if the deal lives, reopen {deal} in the CRM."
            )
        }
        (DealStatus::Won, stage) if stage < AceStage::Committed => {
            format!(
                "{in_ace} and set the stage to Committed; if the customer has not signed, correct {deal} in the CRM."
            )
        }
        (DealStatus::Won | DealStatus::Open, AceStage::ClosedLost) => format!(
            "{id} is Closed Lost, which AWS does not take back. If the deal lives, submit a new opportunity for \
             {deal} in ACE; if not, mark {deal} as lost in the CRM."
        ),
        (DealStatus::Won | DealStatus::Open, _) => return Outcome::Pass,
    };
    let status = match crm.status {
        DealStatus::Open => "open",
        DealStatus::Won => "won",
        DealStatus::Lost => "lost",
    };
    // AWS's word for what the partner's people may know better.
    let reason = ace.closed_reason.as_deref().filter(|_| stage == AceStage::ClosedLost);
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    let in_ace = format!("{}{reason}", stage.label());
    Outcome::fail(Evidence {
        message: format!("The deal is {status} in the CRM, but {id} is {} in ACE.", stage.label()),
        fix,
        fix_in: if stage == AceStage::Launched { FixIn::Crm } else { FixIn::Ace },
        crm_value: crm.stage.as_deref().map(Into::into).or_else(|| Some(status.to_owned())),
        ace_value: Some(in_ace),
        expected: "stages that agree".into(),
        ..Evidence::about(Field::Stage)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{
        ace, ace_of, crm, crm_of, crm_only, link, linked_with_ace, place_carrying,
    };
    use crate::domain::{Deal, IsMigration, Records};
    use crate::rules::testing::{evidence, outcome, screened};

    fn deal(status: DealStatus, stage: AceStage) -> ScreenedDeal {
        let (mut crm, mut ace) = (crm(), ace());
        crm.status = status;
        ace.stage = Some(stage);
        let records =
            Records::Linked { crm: Box::new(crm), ace: Box::new(ace), link: Box::new(link()) };
        let mut deal = screened(Deal::new(records));
        deal.screening.is_migration = IsMigration::No;
        deal
    }

    #[test]
    fn fails_for_each_pair_that_cannot_be_true() {
        use AceStage::{BusinessValidation, ClosedLost, Launched, Prospect};
        use DealStatus::{Lost, Open, Won};
        for (status, stage) in [
            (Lost, Prospect),
            (Lost, Launched),
            (Won, BusinessValidation),
            (Won, ClosedLost),
            (Open, ClosedLost),
        ] {
            let found = evidence(&RULE, &deal(status, stage));
            assert!(found.message.contains(stage.label()), "{}", found.message);
        }
    }

    #[test]
    fn what_ace_says_of_a_lost_opportunity_stands_beside_its_stage() {
        let mut lost = deal(DealStatus::Open, AceStage::ClosedLost);
        ace_of(&mut lost.deal).closed_reason = Some("Price".into());
        assert_eq!(evidence(&RULE, &lost).ace_value.as_deref(), Some("Closed Lost: Price"));
    }

    #[test]
    fn passes_for_pairs_that_go_together() {
        use AceStage::{ClosedLost, Committed, Launched, Prospect};
        use DealStatus::{Lost, Open, Won};
        for (status, stage) in [
            (Lost, ClosedLost),
            (Won, Committed),
            (Won, Launched),
            (Open, Prospect),
            (Open, Launched),
        ] {
            assert_eq!(outcome(&RULE, &deal(status, stage)), Outcome::Pass, "{stage:?}");
        }
    }

    #[test]
    fn a_blank_stage_is_unknown_and_a_format_without_stages_not_applicable() {
        let blank = screened(linked_with_ace(|ace| ace.stage = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::Stage));
        let mut nameless = deal(DealStatus::Open, AceStage::ClosedLost);
        crm_of(&mut nameless.deal).stage = None;
        assert_eq!(outcome(&RULE, &nameless), Outcome::unknown(Field::Stage));
        let unable = screened(linked_with_ace(|ace| {
            ace.stage = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        }));
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
