//! Finds AWS MAP funding that a partner is missing.

pub mod domain;
pub mod ingest;
pub mod portfolio;
pub mod rules;
