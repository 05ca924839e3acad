//! Finds AWS MAP funding that a partner is missing.

pub mod domain;
pub mod normalise;
pub mod portfolio;
pub mod rules;
