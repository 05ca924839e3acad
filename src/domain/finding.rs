//! What a rule says of a deal.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use super::{Field, Phase, Waiver};

/// How much a finding matters: a property of its rule, never of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Alone it stops the funding, or it cannot be repaired after launch or start.
    Critical,
    /// A submission or claim would fail or be late.
    High,
    /// Weakens the case, or needs a person.
    Medium,
    /// Hygiene.
    Low,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Severity; 4] =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

    /// The name used in tables and flags: `critical`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }

    /// The word shown to people: "Critical".
    pub fn label(self) -> &'static str {
        match self {
            Severity::Critical => "Critical",
            Severity::High => "High",
            Severity::Medium => "Medium",
            Severity::Low => "Low",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Where a finding is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixIn {
    /// In the partner's CRM.
    Crm,
    /// In the ACE opportunity.
    Ace,
    /// Elsewhere in Partner Central, as in its Funding section.
    PartnerCentral,
    /// By talking to the Partner Development Manager.
    Pdm,
    /// By the partner's own standing with AWS.
    Partner,
    /// It cannot be mended any more.
    Nobody,
}

impl FixIn {
    /// The word used in tables and sheets.
    pub fn name(self) -> &'static str {
        match self {
            FixIn::Crm => "CRM",
            FixIn::Ace => "ACE",
            FixIn::PartnerCentral => "Partner Central",
            FixIn::Pdm => "PDM",
            FixIn::Partner => "partner",
            FixIn::Nobody => "nobody",
        }
    }
}

/// A rule's answer for one deal.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The requirement is met.
    Pass,
    /// The rule does not concern this deal, or the file's format cannot carry the field.
    NotApplicable,
    /// It cannot be judged for want of this fact. Never counted as a pass.
    Unknown(Fact),
    /// The requirement is not met: what was found, once for each problem, so never empty.
    Fail(Vec<Evidence>),
}

impl Outcome {
    /// It cannot be judged for want of this field.
    pub fn unknown(field: Field) -> Outcome {
        Outcome::Unknown(field.into())
    }

    /// The requirement is not met, in one way.
    pub fn fail(evidence: Evidence) -> Outcome {
        Outcome::Fail(vec![evidence])
    }
}

/// Something that a rule judges by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// A field of the records.
    Field(Field),
    /// A key of the configuration: `partner.tier`.
    Setting(&'static str),
}

impl Fact {
    /// The name used in tables: `apn_programs`, `partner.tier`.
    pub fn name(self) -> &'static str {
        match self {
            Fact::Field(field) => field.name(),
            Fact::Setting(key) => key,
        }
    }

    /// The name shown to people: "APN programs".
    pub fn label(self) -> &'static str {
        match self {
            Fact::Field(field) => field.label(),
            Fact::Setting(key) => key,
        }
    }
}

impl From<Field> for Fact {
    fn from(field: Field) -> Fact {
        Fact::Field(field)
    }
}

/// What was found, with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What was found, as a statement with the values.
    pub message: String,
    /// What to do, in one to three steps that name the system and the field.
    pub fix: String,
    /// Where to do it.
    pub fix_in: FixIn,
    /// What the finding is about.
    pub field: Fact,
    /// What the CRM says.
    pub crm_value: Option<String>,
    /// What ACE says.
    pub ace_value: Option<String>,
    /// What is required.
    pub expected: Cow<'static, str>,
    /// The phase it is about, if it is about one.
    pub phase: Option<Phase>,
    /// The fund request it is about.
    pub request_id: Option<Box<str>>,
    /// How many that nothing else tells from it go before it, as of requests without ids.
    pub like_before: usize,
}

impl Evidence {
    /// Evidence about this fact whose texts are still to be given.
    pub fn about(field: impl Into<Fact>) -> Evidence {
        Evidence {
            message: String::new(),
            fix: String::new(),
            fix_in: FixIn::Nobody,
            field: field.into(),
            crm_value: None,
            ace_value: None,
            expected: Cow::Borrowed(""),
            phase: None,
            request_id: None,
            like_before: 0,
        }
    }
}

/// Whether a finding was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// Not known from an earlier run.
    New,
    /// Known from the previous run.
    StillOpen,
    /// Known from the previous run, and what was found has changed since.
    Changed,
    /// Gone in an earlier run or waived until lately, and back.
    Reopened,
    /// Accepted by a person, with a reason and until a day.
    Waived,
}

impl FindingState {
    /// Every state.
    pub const ALL: [FindingState; 5] = [
        FindingState::New,
        FindingState::StillOpen,
        FindingState::Changed,
        FindingState::Reopened,
        FindingState::Waived,
    ];

    /// The name used in tables: `new`.
    pub fn name(self) -> &'static str {
        match self {
            FindingState::New => "new",
            FindingState::StillOpen => "still_open",
            FindingState::Changed => "changed",
            FindingState::Reopened => "reopened",
            FindingState::Waived => "waived",
        }
    }

    /// Whether nobody has dealt with it since it came up: what `--fail-on` and the summary for a mail call new. What was
    /// gone and is back needs somebody again.
    pub fn is_new(self) -> bool {
        matches!(self, FindingState::New | FindingState::Reopened)
    }
}

/// One problem of one deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Identity over runs: of deal, code, phase and field, never of values or places.
    pub id: String,
    /// The rule's code: `ATT001`.
    pub code: &'static str,
    /// The rule's name: `not-in-ace`.
    pub name: &'static str,
    /// The rule's severity, or what the configuration made of it.
    pub severity: Severity,
    /// Whether it was there before.
    pub state: FindingState,
    /// The deal, by its place in the list of deals; `None` if it is about the partner, or about a fund
    /// request that belongs to no deal.
    pub deal: Option<usize>,
    /// What was found.
    pub evidence: Evidence,
    /// The as-of date of the first run that found it.
    pub first_seen: NaiveDate,
    /// How many runs have found it.
    pub runs_seen: u32,
    /// The decision by which it is accepted; then its state is [`FindingState::Waived`].
    pub waiver: Option<Box<Waiver>>,
}

/// How the deals fared under one rule. The four counts add up to the number of deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Deals that meet the requirement.
    pub passed: u64,
    /// Deals with a finding.
    pub failed: u64,
    /// Deals that the rule does not concern.
    pub not_applicable: u64,
    /// Deals that could not be judged, by what was wanting.
    pub unknown: std::collections::BTreeMap<Fact, u64>,
}

impl RuleCount {
    /// How many deals could not be judged.
    pub fn not_judged(&self) -> u64 {
        self.unknown.values().sum()
    }
}
