//! One file per comparison: its levels with their weights, and how a pair reaches them.
//!
//! Each level says how many of a hundred pairs reach it that belong together, and how many that do not; its
//! weight is log₂ of the two. The figures are our choice, steered by the even seeds of `benches/linkage`; the
//! file's own links take their place as far as there are any.

pub(super) mod amount;
pub(super) mod aws_account;
pub(super) mod close_date;
pub(super) mod country;
pub(super) mod created_date;
pub(super) mod cross_reference;
pub(super) mod customer_name;
pub(super) mod deal_amount;
pub(super) mod ending;
pub(super) mod marker;
pub(super) mod owner;
pub(super) mod title;
pub(super) mod web_domain;
