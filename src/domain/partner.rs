//! The partner that is audited.

/// The partner's own standing with AWS, from the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partner {
    /// The partner's name, for titles.
    pub name: Option<String>,
    /// The tier; unknown if not configured.
    pub tier: Option<Tier>,
    /// The AWS competencies held, as AWS writes them; unknown if not configured.
    pub competencies: Option<Vec<String>>,
    /// The partner's own e-mail domains, in lower case: `example.com`.
    pub domains: Vec<String>,
    /// The Partner Development Manager at AWS.
    pub pdm: Option<String>,
}

/// An AWS partner tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Registered: below Select.
    Registered,
    /// Select
    Select,
    /// Advanced
    Advanced,
    /// Premier
    Premier,
}

impl Tier {
    /// AWS's word.
    pub fn label(self) -> &'static str {
        match self {
            Tier::Registered => "Registered",
            Tier::Select => "Select",
            Tier::Advanced => "Advanced",
            Tier::Premier => "Premier",
        }
    }

    /// Whether MAP is out of reach (guide: "Active APN membership at Select tier or above").
    pub fn is_below_select(self) -> bool {
        self < Tier::Select
    }
}
