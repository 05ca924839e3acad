//! Attribution: is the deal in ACE, submitted, and marked as MAP?

use super::Rule;
use crate::domain::{AceOpportunity, Deal, Field, Outcome, Records, ReviewStatus};

mod action_required;
mod ambiguous_link;
mod close_date_passed;
mod conflicting_link;
mod cross_reference_missing;
mod dangling_ace_id;
mod duplicate_ace_opportunity;
mod migration_details_blank;
mod never_submitted;
mod not_classified_as_migration;
mod not_in_ace;
mod not_in_crm;
mod not_tagged_map;
mod owner_outside_partner;
mod rejected_by_aws;
mod shared_ace_opportunity;
mod stage_disagrees;
mod stale_in_ace;

pub(super) static RULES: &[&Rule] = &[
    &not_in_ace::RULE,
    &not_tagged_map::RULE,
    &never_submitted::RULE,
    &action_required::RULE,
    &rejected_by_aws::RULE,
    &dangling_ace_id::RULE,
    &conflicting_link::RULE,
    &ambiguous_link::RULE,
    &shared_ace_opportunity::RULE,
    &duplicate_ace_opportunity::RULE,
    &not_classified_as_migration::RULE,
    &migration_details_blank::RULE,
    &owner_outside_partner::RULE,
    &cross_reference_missing::RULE,
    &not_in_crm::RULE,
    &stage_disagrees::RULE,
    &stale_in_ace::RULE,
    &close_date_passed::RULE,
];

/// The ACE opportunity whose review still matters: a linked one, or an open one without a deal.
fn under_review(deal: &Deal) -> Option<&AceOpportunity> {
    match &deal.records {
        Records::Linked { ace, .. } => Some(ace),
        Records::AceOnly(ace) => ace.is_open().then_some(ace),
        Records::CrmOnly(_) => None,
    }
}

/// Judges an ACE opportunity by its review status, if it is known.
fn by_review_status(ace: &AceOpportunity, judge: impl FnOnce(ReviewStatus) -> Outcome) -> Outcome {
    if !ace.at.carries(Field::ReviewStatus) {
        return Outcome::NotApplicable;
    }
    match ace.review_status {
        Some(status) => judge(status),
        // AWS reviews what partners refer; on its own referrals the status stays blank (AWS Selling
        // API, `ReviewStatus`).
        None if ace.is_aws_referral && ace.review_status_text.is_none() => Outcome::NotApplicable,
        None => Outcome::unknown(Field::ReviewStatus),
    }
}
