//! Finds AWS MAP funding that a partner is missing.

pub mod domain;
pub mod portfolio;
pub mod report;
pub mod rules;
