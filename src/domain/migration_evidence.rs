//! What shows a deal to be a migration, or to be none.

use super::Role;

/// Words that decided whether a deal is a migration, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationEvidence {
    /// Where the words were found: the CRM, ACE or the fund requests.
    pub found_in: Role,
    /// The words, with the column that holds them: `ACE use case "Migration / Database Migration"`.
    pub words: String,
}

impl MigrationEvidence {
    /// Words of this system's record.
    pub fn new(found_in: Role, words: impl Into<String>) -> MigrationEvidence {
        MigrationEvidence { found_in, words: words.into() }
    }
}
