//! The catalogue of findings: one file per rule, each a card of texts with one plain function.
//!
//! A rule looks at one screened deal. It never reads the clock or a file, and never decides on
//! severity. To add one, copy a rule's file, change card and check, add its two lines to the
//! family's `mod.rs`, and run `UPDATE=1 cargo test --test rule_registry`: the tests say what was forgotten.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::{
    AceOpportunity, Field, FixIn, FundingData, IsMigration, Outcome, Partner, Provenance,
    ScreenedDeal, Severity, tell_apart,
};

mod app;
mod arr;
mod att;
#[cfg(test)]
mod declared_reads;
mod elg;
mod evaluate;
mod mdf;
#[cfg(test)]
pub(crate) mod testing;
mod tim;
mod wording;

pub use evaluate::evaluate;

/// The version of the catalogue; changes when a rule is added or judges differently.
pub const RULE_SET_VERSION: &str = "1";

/// Every rule, family by family, each in the order of its codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [att::RULES, arr::RULES, tim::RULES, app::RULES, elg::RULES, mdf::RULES]
        .into_iter()
        .flatten()
        .copied()
}

/// The rule of this code or name, in either case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.trim();
    all().find(|rule| {
        rule.code.eq_ignore_ascii_case(wanted) || rule.name.eq_ignore_ascii_case(wanted)
    })
}

/// What the rule of this code says of the deal. A rule that is there no more concerns none.
pub fn judge(code: &str, deal: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    find(code).map_or(Outcome::NotApplicable, |rule| rule.judge(deal, cx))
}

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
    /// The fields of the records that the check reads, itself or by what screening made of them.
    pub reads: &'static [Field],
    /// What it says of a deal that is its subject.
    pub check: fn(&ScreenedDeal, &RuleContext) -> Outcome,
}

impl Rule {
    /// Its severity: as the configuration states it, by code, or its own.
    pub fn severity_in(&self, stated: &BTreeMap<&'static str, Severity>) -> Severity {
        stated.get(self.code).copied().unwrap_or(self.severity)
    }

    /// What the rule says of the deal, if it is one of those that the rule looks at.
    pub fn judge(&self, screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
        if !self.subject.covers(screened) {
            return Outcome::NotApplicable;
        }
        let mut outcome = (self.check)(screened, cx);
        if let Outcome::Fail(found) = &mut outcome {
            tell_apart(Some(screened.deal.key()), found);
        }
        outcome
    }
}

/// What a blank cell of this field says: nothing is known, unless the file's format has no place for it.
fn blank(at: &Provenance, field: Field) -> Outcome {
    if at.carries(field) { Outcome::unknown(field) } else { Outcome::NotApplicable }
}

/// Which deals a rule looks at. Others give [`Outcome::NotApplicable`] without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Every deal, migration or not, lost or not.
    AllDeals,
    /// Everything that has an ACE opportunity, a deal of the CRM or none.
    AceOpportunities,
    /// Every ACE opportunity that is tagged MAP and whose deal is not lost, whatever screening says of it.
    TaggedMap,
    /// Migrations that are not lost.
    Migrations,
    /// Migrations that are not lost, whose verdict is `looks_eligible` or `cannot_tell`.
    JudgedMigrations,
    /// The partner, whose standing is judged once for all migrations that are not lost: each of them counts, and there
    /// is one finding.
    Partner,
}

impl Subject {
    /// For people: "migrations that are not lost".
    pub fn label(self) -> &'static str {
        match self {
            Subject::AllDeals => "all deals",
            Subject::AceOpportunities => "ACE opportunities, with a deal of the CRM or without",
            Subject::TaggedMap => {
                "ACE opportunities that are marked as MAP, of deals that are not lost, migrations or not"
            }
            Subject::Migrations => "migrations that are not lost",
            Subject::JudgedMigrations => {
                "migrations that are not lost and not known to be ineligible"
            }
            Subject::Partner => "the partner, once for all migrations that are not lost",
        }
    }

    fn covers(self, screened: &ScreenedDeal) -> bool {
        let is_live_migration =
            screened.screening.is_migration == IsMigration::Yes && !screened.deal.is_lost();
        match self {
            Subject::AllDeals => true,
            Subject::AceOpportunities => screened.deal.ace().is_some(),
            Subject::TaggedMap => {
                screened.deal.ace().is_some_and(AceOpportunity::is_tagged_map)
                    && !screened.deal.is_lost()
            }
            Subject::Migrations | Subject::Partner => is_live_migration,
            Subject::JudgedMigrations => {
                is_live_migration && screened.screening.verdict.is_judged()
            }
        }
    }
}

/// The only things a rule may know besides the deal.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext<'run> {
    /// The date the run speaks for.
    pub as_of: NaiveDate,
    /// Where fund requests were read from.
    pub funding: FundingData,
    /// The partner, from the configuration.
    pub partner: &'run Partner,
    /// The thresholds of the rules.
    pub settings: &'run Settings,
}

/// The thresholds of the rules. Those that decide on window and revenue are screening's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Days without a change after which an open ACE opportunity is stale: 30. Our choice.
    pub stale_days: u32,
    /// Business days after which an undecided request wants a reminder: 5. Source: guide ("after 5 to 7 business days").
    pub follow_up_business_days: u32,
    /// Days that are no business days, besides Saturdays and Sundays.
    pub holidays: BTreeSet<NaiveDate>,
    /// Days from the end of the work within which a claim is due, unless the request says otherwise: 30. Source: AWS,
    /// requests expire 30 days after the delivery end date.
    pub claim_days: u32,
    /// Days before a claim is due from which on it is warned of: 30. Our choice.
    pub claim_warning_days: u32,
}

impl Settings {
    /// The defaults.
    pub const DEFAULT: Settings = Settings {
        stale_days: 30,
        follow_up_business_days: 5,
        holidays: BTreeSet::new(),
        claim_days: 30,
        claim_warning_days: 30,
    };
}

impl Default for Settings {
    fn default() -> Settings {
        Settings::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{CONTEXT, failing_deals, healthy, linked, screened};
    use super::*;
    use crate::domain::testing::linked_with_crm;
    use crate::domain::{DealStatus, Verdict};

    #[test]
    fn rules_are_found_by_code_and_by_name_in_either_case() {
        assert_eq!(find(" att001 ").map(|rule| rule.name), Some("not-in-ace"));
        assert_eq!(find("Not-In-ACE").map(|rule| rule.code), Some("ATT001"));
        assert!(find("ATT999").is_none());
        assert!(find("").is_none());
    }

    #[test]
    fn the_healthy_deal_raises_nothing() {
        let healthy = healthy();
        for rule in all() {
            let outcome = rule.judge(&healthy, &CONTEXT);
            assert!(!matches!(outcome, Outcome::Fail(_)), "{}: {outcome:?}", rule.code);
        }
    }

    #[test]
    fn lost_deals_concern_only_rules_about_all_deals() {
        let lost = screened(linked_with_crm(|crm| crm.status = DealStatus::Lost));
        assert!(Subject::AllDeals.covers(&lost));
        assert!(!Subject::Migrations.covers(&lost));
    }

    #[test]
    fn unclear_and_other_deals_concern_only_rules_about_all_deals() {
        for is_migration in [IsMigration::Unclear, IsMigration::No] {
            let deal = linked(|screening| screening.is_migration = is_migration);
            assert!(Subject::AllDeals.covers(&deal));
            assert!(!Subject::Migrations.covers(&deal));
        }
    }

    #[test]
    fn migrations_that_are_not_eligible_are_not_judged() {
        for (verdict, is_judged) in [
            (Verdict::LooksEligible, true),
            (Verdict::CannotTell, true),
            (Verdict::NotEligible, false),
        ] {
            let deal = linked(|screening| screening.verdict = verdict);
            assert!(Subject::Migrations.covers(&deal));
            assert_eq!(Subject::JudgedMigrations.covers(&deal), is_judged, "{}", verdict.name());
        }
    }

    #[test]
    fn what_judges_a_deals_money_passes_over_deals_that_are_not_eligible_until_aws_has_approved_it()
    {
        let of_approved_money = ["APP007", "APP008", "APP009"];
        let judges_money = |rule: &Rule| {
            let is_of_family = ["ARR", "TIM", "APP"].contains(&&rule.code[..3]);
            (is_of_family || ["ELG001", "ELG002"].contains(&rule.code))
                && !of_approved_money.contains(&rule.code)
        };
        for mut deal in failing_deals() {
            deal.screening.verdict = Verdict::NotEligible;
            for rule in all().filter(|rule| judges_money(rule)) {
                assert_eq!(rule.judge(&deal, &CONTEXT), Outcome::NotApplicable, "{}", rule.code);
            }
        }
    }
}
