//! Attribution: is the deal in ACE, submitted, and marked as MAP?

use super::Rule;
use crate::domain::{AceOpportunity, Deal, Field, Outcome, Records, ReviewStatus};

mod action_required;
mod ambiguous_link;
mod dangling_ace_id;
mod never_submitted;
mod not_in_ace;
mod not_tagged_map;
mod rejected_by_aws;

pub(super) static RULES: &[&Rule] = &[
    &not_in_ace::RULE,
    &not_tagged_map::RULE,
    &never_submitted::RULE,
    &action_required::RULE,
    &rejected_by_aws::RULE,
    &dangling_ace_id::RULE,
    &ambiguous_link::RULE,
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
