//! Finds AWS MAP funding that a partner is missing.

pub mod domain;
pub mod linkage;
pub mod portfolio;
pub mod rules;
pub mod screening;
