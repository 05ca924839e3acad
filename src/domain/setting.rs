//! A setting in force.

/// A setting in force, in words, as the About sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key in the configuration: `screening.lead_days`.
    pub key: String,
    /// The value in force; empty if none is set.
    pub value: String,
    /// Where it comes from: the configuration file, or what the default rests on.
    pub source: &'static str,
}
