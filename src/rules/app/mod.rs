//! The application: is it made, followed up, claimed and evidenced?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
