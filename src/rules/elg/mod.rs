//! Eligibility: is there evidence that AWS will ask for?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
