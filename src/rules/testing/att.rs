//! Screened deals on which the rules of attribution fail.

use super::{candidate, screened};
use crate::domain::testing::{
    AS_OF, ace, ace_only, crm, crm_only, link, linked_deal, linked_with_ace, linked_with_crm,
};
use crate::domain::{
    AceId, AceStage, Criterion, CrmId, Deal, DealStatus, IdConflict, Link, LinkMethod,
    MigrationEvidence, Records, ReviewStatus, Role, ScreenedDeal,
};

/// Deals on which, taken together, every rule of the family fails.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let other = || AceId::exact("O7654321").expect("an ACE id");
    let mut contradicted = linked_deal();
    contradicted.conflict =
        Some(Box::new(IdConflict::OtherAceOpportunity { in_crm: other(), in_ace: other() }));
    let mut strangers = crm_only(|crm| crm.ace_id = Some("O7654321".into()));
    strangers.candidates = vec![candidate("O7654321", "Zephyr Mills", "the customers differ")];
    strangers.candidates[0].customers_disagree = true;
    let mut shared = linked_deal();
    shared.other_claims = CrmId::new("A-7").into_iter().collect();
    let mut twin = linked_deal();
    twin.ace_twins = vec![other()];
    let mut lost = linked_with_crm(|crm| crm.status = DealStatus::Lost);
    lost.requests.clear();
    let of_use_case = |stage| {
        let mut deal = screened(linked_with_ace(|ace| ace.stage = Some(stage)));
        deal.screening.criteria.migration_use_case = Criterion::fail("Storage");
        deal.screening.migration_evidence =
            vec![MigrationEvidence::new(Role::Crm, "CRM migration type \"Rehost\"")];
        deal
    };
    let old = AS_OF - chrono::Days::new(99);
    let neglected = linked_with_ace(|ace| {
        ace.migration_source = None;
        ace.owner_email = Some("jane@gmail.com".into());
        ace.modified_date = Some(old);
        ace.target_close_date = Some(old);
    });
    let with_status = |status| screened(linked_with_ace(|ace| ace.review_status = Some(status)));
    let mut in_doubt = crm_only(|_| {});
    in_doubt.candidates = vec![candidate("O7654321", "Acme", "the country differs")];
    let mut dangling = linked_deal();
    dangling.dangling_ace_id = AceId::exact("O9999999");
    vec![
        screened(crm_only(|_| {})),
        screened(linked_with_ace(|ace| ace.apn_programs.clear())),
        with_status(ReviewStatus::Draft),
        with_status(ReviewStatus::ActionRequired),
        with_status(ReviewStatus::Rejected),
        screened(ace_only(|ace| ace.review_status = Some(ReviewStatus::Draft))),
        screened(dangling),
        screened(in_doubt),
        screened(contradicted),
        screened(strangers),
        screened(shared),
        screened(twin),
        screened(lost),
        screened(linked_with_crm(|crm| crm.status = DealStatus::Won)),
        screened(linked_with_ace(|ace| ace.stage = Some(AceStage::ClosedLost))),
        of_use_case(AceStage::Qualified),
        of_use_case(AceStage::Launched),
        screened(by_content()),
        screened(ace_only(|_| {})),
        screened(neglected),
    ]
}

/// A link that no id speaks for.
fn by_content() -> Deal {
    let (mut crm, mut ace) = (crm(), ace());
    crm.ace_id = None;
    ace.partner_crm_id = None;
    let link = Link { method: LinkMethod::Linkage, ..link() };
    Deal::new(Records::Linked { crm: Box::new(crm), ace: Box::new(ace), link: Box::new(link) })
}
