//! What became of what the previous run knew and this one has no row for.

/// How it ended: a finding, a deal, or what people wrote on either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ended {
    /// The data or a decision says otherwise.
    #[default]
    Resolved,
    /// Nobody mended it, and time took it away: its deadline has passed.
    Overtaken,
    /// This run cannot tell, for want of what the last one had: it is not mended.
    NotJudged,
}

impl Ended {
    /// Every way.
    pub(super) const ALL: [Ended; 3] = [Ended::Resolved, Ended::Overtaken, Ended::NotJudged];

    /// For people, on the sheet Changes.
    pub(super) fn label(self) -> &'static str {
        match self {
            Ended::Resolved => "Resolved",
            Ended::Overtaken => "Overtaken",
            Ended::NotJudged => "Not judged",
        }
    }
}
