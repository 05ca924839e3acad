//! Go-to-market money: is it used, and not taken for MAP?

use super::Rule;

mod marketing_sourced_without_mdf;
mod mdf_without_map;

pub(super) static RULES: &[&Rule] = &[&marketing_sourced_without_mdf::RULE, &mdf_without_map::RULE];
