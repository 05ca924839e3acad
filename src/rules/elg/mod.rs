//! Eligibility: is there the evidence that AWS asks for?

use super::Rule;

mod commitment_missing;
mod competency_missing;
mod migration_unclear;
mod partner_below_select;
mod renewal_tagged_map;
mod scope_unknown;
mod source_already_on_aws;

pub(super) static RULES: &[&Rule] = &[
    &commitment_missing::RULE,
    &scope_unknown::RULE,
    &renewal_tagged_map::RULE,
    &partner_below_select::RULE,
    &competency_missing::RULE,
    &source_already_on_aws::RULE,
    &migration_unclear::RULE,
];
