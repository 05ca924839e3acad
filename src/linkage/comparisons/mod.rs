//! One file per comparison: its levels with their weights, and how a pair reaches them.
//!
//! The weights are our choice, in bits: about log₂ of how much more often a level is reached by pairs
//! that belong together than by pairs of the same block that do not.

pub(super) mod amount;
pub(super) mod aws_account;
pub(super) mod close_date;
pub(super) mod created_date;
pub(super) mod cross_reference;
pub(super) mod customer_name;
pub(super) mod ending;
pub(super) mod title;
pub(super) mod web_domain;
