//! The catalogue of findings: one file per rule, each a card of texts with one plain function.
//!
//! A rule looks at one screened deal. It never reads the clock or a file, and never decides on
//! severity. To add one, copy a rule's file, change card and check, and add its two lines to the
//! family's `mod.rs`.

use chrono::NaiveDate;

use crate::domain::{Field, FixIn, FundingData, Outcome, ScreenedDeal, Severity};

mod att;

/// The version of the catalogue; changes when a rule is added or judges differently.
pub const RULE_SET_VERSION: &str = "1";

/// A check and everything its reader needs to know about it.
///
/// All texts are shown to users as they stand: by `explain`, in the README and in the workbook.
pub struct Rule {
    /// Stable identifier, never reused: `ATT001`.
    pub code: &'static str,
    /// Kebab-case name of the defect, same as the file: `not-in-ace`. Reads well after "allow".
    pub name: &'static str,
    /// Severity unless the configuration says otherwise.
    pub severity: Severity,
    /// The requirement, in one sentence of the present tense.
    pub summary: &'static str,
    /// Why a partner loses money or time when this fails.
    pub why: &'static str,
    /// What to do about it, as an instruction.
    pub fix: &'static str,
    /// Where to do it.
    pub fix_in: FixIn,
    /// Where the rule comes from: the guide, an AWS document, or our choice.
    pub source: &'static str,
    /// Which deals the rule looks at.
    pub subject: Subject,
    /// The fields of the records that the check reads.
    pub reads: &'static [Field],
    /// The check itself.
    pub check: fn(&ScreenedDeal, &RuleContext) -> Outcome,
}

/// Which deals a rule looks at. Others give [`Outcome::NotApplicable`] without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Every deal, migration or not, lost or not.
    AllDeals,
    /// Migrations that are not lost.
    Migrations,
    /// Migrations that are not lost, whose verdict is `looks_eligible` or `cannot_tell`.
    JudgedMigrations,
}

/// The only things a rule may know besides the deal.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext {
    /// The date the run speaks for.
    pub as_of: NaiveDate,
    /// Where fund requests are read from.
    pub funding: FundingData,
}
