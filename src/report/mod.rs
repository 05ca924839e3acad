//! What people and programs are shown.

pub mod rule_reference;
