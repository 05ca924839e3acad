//! Go-to-market money: is it used, and not taken for MAP?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
