//! How the program ends. The same table stands in the README.

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// The run did what it was asked for, and nobody need look.
    Done,
    /// Done, and there is a new finding at or above `--fail-on` that nobody waived.
    Findings,
    /// Wrong usage or configuration.
    Usage,
    /// An input cannot be used.
    Input,
    /// An output cannot be written.
    Output,
    /// A bug of ours.
    Bug,
    /// Stopped by a signal, with nothing half written.
    Stopped,
}

impl ExitCode {
    /// The number.
    pub fn number(self) -> u8 {
        match self {
            ExitCode::Done => 0,
            ExitCode::Findings => 1,
            ExitCode::Usage => 2,
            ExitCode::Input => 3,
            ExitCode::Output => 4,
            ExitCode::Bug => 70,
            // What shells say of a program that an interrupt ended.
            ExitCode::Stopped => 130,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> std::process::ExitCode {
        std::process::ExitCode::from(code.number())
    }
}
