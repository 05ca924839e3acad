//! What screening says of a deal: words and results. How it decides stands in `crate::screening`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    AceId, AceOpportunity, Arr, Deal, Estimate, Fact, Field, MigrationEvidence, Phase, PhaseState,
    PhaseWindow, PlannedStart, RequestState, Requested,
};

/// A deal with what screening found. What every rule reads.
#[derive(Clone, Debug)]
pub struct ScreenedDeal {
    /// The deal.
    pub deal: Deal,
    /// What screening found.
    pub screening: Screening,
}

/// The migrations that may be eligible, without a counterpart in the other system and without a candidate for one: only a
/// person can know one.
pub fn unmatched(deals: &[ScreenedDeal]) -> impl Iterator<Item = &ScreenedDeal> {
    let candidates = deals.iter().flat_map(|deal| &deal.deal.candidates);
    let in_question: BTreeSet<&AceId> = candidates.map(|candidate| &candidate.ace_id).collect();
    let is_in_question = move |ace: &AceOpportunity| in_question.contains(&ace.id);
    deals.iter().filter(move |ScreenedDeal { deal, screening }| {
        screening.verdict.is_judged()
            && deal.linked().is_none()
            && deal.candidates.is_empty()
            && !deal.ace().is_some_and(&is_in_question)
    })
}

/// Whether a deal is a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IsMigration {
    /// It is one.
    Yes,
    /// It is none.
    No,
    /// The words point both ways or say too little.
    Unclear,
}

impl IsMigration {
    /// The name used in tables: `yes`.
    pub fn name(self) -> &'static str {
        match self {
            IsMigration::Yes => "yes",
            IsMigration::No => "no",
            IsMigration::Unclear => "unclear",
        }
    }
}

/// A screening of the deal's eligibility, never a promise by AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing known speaks against it.
    LooksEligible,
    /// A blocker is known.
    NotEligible,
    /// A fact that decides is missing.
    CannotTell,
    /// Not a migration.
    NotMigration,
}

impl Verdict {
    /// Every verdict, in the order in which it is shown.
    pub const ALL: [Verdict; 4] =
        [Verdict::LooksEligible, Verdict::CannotTell, Verdict::NotEligible, Verdict::NotMigration];

    /// The name used in tables: `looks_eligible`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::LooksEligible => "looks_eligible",
            Verdict::NotEligible => "not_eligible",
            Verdict::CannotTell => "cannot_tell",
            Verdict::NotMigration => "not_migration",
        }
    }

    /// The words shown to people: "Looks eligible".
    pub fn label(self) -> &'static str {
        match self {
            Verdict::LooksEligible => "Looks eligible",
            Verdict::NotEligible => "Not eligible",
            Verdict::CannotTell => "Cannot tell",
            Verdict::NotMigration => "Not a migration",
        }
    }

    /// Whether timeliness, application and ARR rules look at the deal.
    pub fn is_judged(self) -> bool {
        matches!(self, Verdict::LooksEligible | Verdict::CannotTell)
    }
}

/// Whether one can still apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    /// The last day to apply is near, or has passed with the start still ahead.
    Closing,
    /// There is time.
    Open,
    /// No start is known.
    Unknown,
    /// The work has started.
    Closed,
}

impl Window {
    /// Every window, the most urgent first.
    pub const ALL: [Window; 4] = [Window::Closing, Window::Open, Window::Unknown, Window::Closed];

    /// The name used in tables: `closing`.
    pub fn name(self) -> &'static str {
        match self {
            Window::Closing => "closing",
            Window::Open => "open",
            Window::Unknown => "unknown",
            Window::Closed => "closed",
        }
    }

    /// The word shown to people: "Closing".
    pub fn label(self) -> &'static str {
        match self {
            Window::Closing => "Closing",
            Window::Open => "Open",
            Window::Unknown => "Unknown",
            Window::Closed => "Closed",
        }
    }
}

/// What became of the deal's money. Every deal is in exactly one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capture {
    /// It can still be had.
    Recoverable,
    /// An application is under way.
    InFlight,
    /// Approved, claimed, or funded by another programme.
    Captured,
    /// The work started without an application, or a request ended without money.
    Lost,
    /// A fact that decides is missing.
    CannotTell,
    /// Not a migration, or not eligible.
    NotApplicable,
}

impl Capture {
    /// Every bucket, in the order in which it is shown.
    pub const ALL: [Capture; 6] = [
        Capture::Recoverable,
        Capture::InFlight,
        Capture::Captured,
        Capture::Lost,
        Capture::CannotTell,
        Capture::NotApplicable,
    ];

    /// The name used in tables: `in_flight`.
    pub fn name(self) -> &'static str {
        match self {
            Capture::Recoverable => "recoverable",
            Capture::InFlight => "in_flight",
            Capture::Captured => "captured",
            Capture::Lost => "lost",
            Capture::CannotTell => "cannot_tell",
            Capture::NotApplicable => "not_applicable",
        }
    }

    /// The words shown to people: "In flight".
    pub fn label(self) -> &'static str {
        match self {
            Capture::Recoverable => "Recoverable",
            Capture::InFlight => "In flight",
            Capture::Captured => "Captured",
            Capture::Lost => "Lost",
            Capture::CannotTell => "Cannot tell",
            Capture::NotApplicable => "Not applicable",
        }
    }
}

/// Whether the deal has an application for funding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// In ACE, and no funding data was given: not known.
    NoData,
    /// None.
    None,
    /// The furthest request.
    Request(RequestState),
    /// Funded by another programme.
    Elsewhere,
}

impl Application {
    /// The name used in tables: `no_data`.
    pub fn name(self) -> &'static str {
        match self {
            Application::NoData => "no_data",
            Application::None => "none",
            Application::Request(state) => state.name(),
            Application::Elsewhere => "elsewhere",
        }
    }

    /// Whether the deal is applied for.
    pub fn standing(self) -> Standing {
        match self {
            Application::NoData | Application::Request(RequestState::Unclear) => Standing::NotKnown,
            Application::Elsewhere => Standing::Live,
            Application::Request(state) if state.is_live() => Standing::Live,
            Application::None | Application::Request(_) => Standing::Absent,
        }
    }
}

/// Whether a deal is applied for: what rules ask of its application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By a live request, or funded by another programme.
    Live,
    /// For certain not: there is no request, or none that still counts.
    Absent,
    /// Nothing says.
    NotKnown,
}

/// One criterion of eligibility: whether it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Yes, with the evidence in words.
    Pass(Cow<'static, str>),
    /// No, with the evidence in words.
    Fail(Cow<'static, str>),
    /// Not known, for want of this fact.
    Unknown(Fact),
    /// Does not concern this deal.
    NotApplicable,
}

impl Criterion {
    /// Met, with this evidence.
    pub fn pass(evidence: impl Into<Cow<'static, str>>) -> Criterion {
        Criterion::Pass(evidence.into())
    }

    /// Not met, with this evidence.
    pub fn fail(evidence: impl Into<Cow<'static, str>>) -> Criterion {
        Criterion::Fail(evidence.into())
    }

    /// Not known, for want of this field.
    pub fn unknown(field: Field) -> Criterion {
        Criterion::Unknown(field.into())
    }
}

/// The criteria of eligibility, as on the Evidence sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// The deal has an ACE opportunity.
    pub in_ace: Criterion,
    /// The ACE opportunity is tagged MAP.
    pub marked_map: Criterion,
    /// The ACE use case is a migration use case.
    pub migration_use_case: Criterion,
    /// What is asked of a migration. `None` for a deal that is none.
    pub of_migration: Option<Box<MigrationCriteria>>,
}

/// The criteria that only a migration can meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationCriteria {
    /// The migration is large enough to matter.
    pub scope: Criterion,
    /// New to AWS or expanding, not a renewal or a move within AWS.
    pub new_or_expanding: Criterion,
    /// The customer has committed.
    pub commitment: Criterion,
    /// AWS revenue is documented.
    pub arr_documented: Criterion,
    /// The PDM knows.
    pub pdm_aware: Criterion,
    /// The application came before the start.
    pub applied_in_time: Criterion,
    /// The partner's tier and competency, from the configuration.
    pub partner: Criterion,
}

/// What screening found of one deal.
#[derive(Clone, Debug)]
pub struct Screening {
    /// Whether it is a migration.
    pub is_migration: IsMigration,
    /// The words that decided it: `ACE use case "Migration / Database Migration"`.
    pub migration_evidence: Vec<MigrationEvidence>,
    /// The criteria one by one.
    pub criteria: Criteria,
    /// Whether it looks eligible.
    pub verdict: Verdict,
    /// Why it is not eligible, in words.
    pub blockers: Vec<String>,
    /// The source environment, where it says that the workload runs on AWS already.
    pub source_on_aws: Option<String>,
    /// The fields for want of which one cannot tell.
    pub missing_fields: Vec<Field>,
    /// Where each phase stands: Assess, Mobilize, Migrate.
    pub phases: [PhaseWindow; 3],
    /// The most urgent window of the phases that still need an application.
    pub window: Option<Window>,
    /// The phase that `window` and `planned_start` speak of, if one needs an application.
    pub next_phase: Option<Phase>,
    /// When the work is to start.
    pub planned_start: Option<PlannedStart>,
    /// The last day to apply: start less the lead days.
    pub apply_by: Option<NaiveDate>,
    /// Days from the as-of date to `apply_by`; below zero it has passed.
    pub days_left: Option<i64>,
    /// Annual AWS revenue.
    pub arr: Arr,
    /// What each phase may bring by the user's rates, whatever its state: Assess, Mobilize, Migrate. `None` for a deal
    /// that is not judged.
    pub estimates: Option<Box<[Estimate; 3]>>,
    /// What its fund requests ask for.
    pub requested: Requested,
    /// The application.
    pub application: Application,
    /// What became of the money.
    pub capture: Capture,
}

impl Screening {
    /// Sets the deal aside, as a person decided: the phases that would still need an application do not any more. What
    /// became of the money stays what it is.
    pub fn set_aside(&mut self) {
        for phase in self.phases.iter_mut().filter(|phase| phase.state.window().is_some()) {
            phase.state = PhaseState::Waived;
        }
        self.window = None;
        self.next_phase = None;
    }

    /// The words that decided whether it is a migration, in one text; blank if nothing did.
    pub fn migration_words(&self) -> String {
        let words: Vec<_> = self.migration_evidence.iter().map(|it| it.words.as_str()).collect();
        words.join("; ")
    }

    /// Where one phase stands.
    pub fn phase(&self, phase: Phase) -> &PhaseWindow {
        &self.phases[phase as usize]
    }
}
