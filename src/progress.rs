//! What the program tells while it works.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};
use mapaudit::cli::TextOrJson;
use mapaudit::log::LogLine;
use mapaudit::pipeline::Stage;

use crate::Log;

/// Shows what the program is doing: as a bar to people at a terminal, as lines to programs.
pub(crate) struct StageDisplay {
    bar: ProgressBar,
    log: Option<Log>,
}

impl StageDisplay {
    /// Shown to nobody if `quiet`.
    pub(crate) fn new(quiet: bool, log: Log) -> StageDisplay {
        let is_for_programs = log.0 == TextOrJson::Json;
        if quiet || is_for_programs || !std::io::stderr().is_terminal() {
            let log = (is_for_programs && !quiet).then_some(log);
            return StageDisplay { bar: ProgressBar::hidden(), log };
        }
        let style =
            ProgressStyle::with_template("{bar:20} {msg}").expect("the template is well formed");
        let bar = ProgressBar::new(STAGES.len() as u64).with_style(style);
        StageDisplay { bar, log: None }
    }

    /// Tells of a stage that begins.
    pub(crate) fn show(&self, stage: Stage) {
        let Some(place) = STAGES.iter().position(|(known, _)| *known == stage) else {
            return;
        };
        let words = STAGES[place].1;
        self.bar.set_position(place as u64);
        self.bar.set_message(words);
        if let Some(log) = self.log {
            log.tell(&LogLine::info(words));
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

const STAGES: [(Stage, &str); 5] = [
    (Stage::Reading, "reading the exports"),
    (Stage::Linking, "linking deals and ACE opportunities"),
    (Stage::Screening, "screening the deals"),
    (Stage::Judging, "asking every rule"),
    (Stage::Writing, "writing the outputs"),
];
