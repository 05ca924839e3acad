//! Where the phases of a deal stand, and when they start.

use chrono::NaiveDate;

use super::{Field, Phase, Window};

/// Where one phase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhaseState {
    /// Nothing filed, and time left.
    Open,
    /// Nothing filed, the last day to apply near or passed, the start still ahead.
    Closing,
    /// Nothing filed, no start known.
    Unknown,
    /// Nothing filed, the phase has started: MAP is not retroactive.
    Closed,
    /// A request is filed, not yet approved.
    Applied,
    /// Approved, the claim not completed.
    Approved,
    /// Claimed.
    Claimed,
    /// A request was rejected or ended without money, and the phase has started.
    Lapsed,
    /// Funded by another programme.
    Elsewhere,
    /// A person set it aside.
    Waived,
    /// The deal is no eligible migration.
    NotApplicable,
}

impl PhaseState {
    /// The name used in tables: `not_applicable`.
    pub fn name(self) -> &'static str {
        match self {
            PhaseState::Open => "open",
            PhaseState::Closing => "closing",
            PhaseState::Unknown => "unknown",
            PhaseState::Closed => "closed",
            PhaseState::Applied => "applied",
            PhaseState::Approved => "approved",
            PhaseState::Claimed => "claimed",
            PhaseState::Lapsed => "lapsed",
            PhaseState::Elsewhere => "elsewhere",
            PhaseState::Waived => "waived",
            PhaseState::NotApplicable => "not_applicable",
        }
    }

    /// The window that the state stands for; `None` where no application is needed.
    pub fn window(self) -> Option<Window> {
        match self {
            PhaseState::Closing => Some(Window::Closing),
            PhaseState::Open => Some(Window::Open),
            PhaseState::Unknown => Some(Window::Unknown),
            PhaseState::Closed | PhaseState::Lapsed => Some(Window::Closed),
            PhaseState::Applied
            | PhaseState::Approved
            | PhaseState::Claimed
            | PhaseState::Elsewhere
            | PhaseState::Waived
            | PhaseState::NotApplicable => None,
        }
    }
}

/// What a planned start was read from, firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StartBasis {
    /// The start that a fund request for the phase states: AWS judges by it.
    FundRequest,
    /// The phase's own date.
    PhaseDate(Phase),
    /// The project start.
    ProjectStart,
    /// The date on which the SOW was signed: weak.
    SowSigned,
    /// The CRM close date, a past one only of a won deal: weak.
    CloseDate,
}

impl StartBasis {
    /// The name used in tables: that of the field.
    pub fn name(self) -> &'static str {
        self.field().name()
    }

    /// What it is called in messages: "project start".
    pub fn label(self) -> &'static str {
        match self {
            StartBasis::FundRequest => "start of the fund request",
            _ => self.field().label(),
        }
    }

    /// The field it was read from: of the CRM, or of the fund request.
    pub fn field(self) -> Field {
        match self {
            StartBasis::FundRequest => Field::StartDate,
            StartBasis::PhaseDate(Phase::Assess) => Field::AssessStart,
            StartBasis::PhaseDate(Phase::Mobilize) => Field::MobilizeStart,
            StartBasis::PhaseDate(Phase::Migrate) => Field::MigrateStart,
            StartBasis::ProjectStart => Field::ProjectStart,
            StartBasis::SowSigned => Field::SowSignedDate,
            StartBasis::CloseDate => Field::CloseDate,
        }
    }

    /// Whether it is too weak to carry a critical finding.
    pub fn is_weak(self) -> bool {
        matches!(self, StartBasis::SowSigned | StartBasis::CloseDate)
    }
}

/// When the work is to start, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedStart {
    /// The day.
    pub date: NaiveDate,
    /// What it was read from.
    pub basis: StartBasis,
}

/// One phase of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseWindow {
    /// Where it stands.
    pub state: PhaseState,
    /// When it is to start.
    pub start: Option<PlannedStart>,
}
