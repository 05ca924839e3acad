//! Whom a workbook is for.

/// Whom a workbook is for, which decides on what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkbookProfile {
    /// Whoever works with it: everything, with room for notes.
    #[default]
    Full,
    /// Leadership: the same figures, without the columns that people write in and without names of persons. Nobody
    /// works in it, so no later run reads it.
    Leadership,
}

impl WorkbookProfile {
    /// Every profile.
    pub const ALL: [WorkbookProfile; 2] = [WorkbookProfile::Full, WorkbookProfile::Leadership];

    /// The name used in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            WorkbookProfile::Full => "full",
            WorkbookProfile::Leadership => "leadership",
        }
    }
}
