//! What columns mean: headers by the profiles of `schemas/`, by their words, and by what the user says of them. A header row
//! goes in, a [`mapping::Mapping`] comes out.

mod abbreviations;
mod asked;
mod bare_name;
pub(super) mod by_words;
pub(super) mod column_alias;
mod column_warnings;
mod currency_columns;
mod decorations;
mod end_customers;
mod flattened;
pub(super) mod header;
pub(super) mod header_row;
pub(super) mod header_unit;
mod header_words;
pub(super) mod mapping;
pub(super) mod profile;
pub(super) mod schema;
mod word_rules;
