//! Where a deal stands against the previous run.

/// What became of a deal's findings since the previous run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DealState {
    /// It has findings, and had none before or was not there.
    New,
    /// It has the same findings as before.
    StillOpen,
    /// Some of its findings are new, changed, back or gone.
    Changed,
    /// Its findings were gone or waived, and some are back.
    Reopened,
    /// It had findings, and has none any more.
    Resolved,
    /// A person accepts all of its findings.
    Waived,
    /// It never had a finding.
    Clean,
}

impl DealState {
    /// Every state.
    pub const ALL: [DealState; 7] = [
        DealState::New,
        DealState::StillOpen,
        DealState::Changed,
        DealState::Reopened,
        DealState::Resolved,
        DealState::Waived,
        DealState::Clean,
    ];

    /// The name used in outputs: `still_open`.
    pub fn name(self) -> &'static str {
        match self {
            DealState::New => "new",
            DealState::StillOpen => "still_open",
            DealState::Changed => "changed",
            DealState::Reopened => "reopened",
            DealState::Resolved => "resolved",
            DealState::Waived => "waived",
            DealState::Clean => "clean",
        }
    }
}
