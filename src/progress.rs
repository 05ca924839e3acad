//! What the program tells while it works.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};
use mapaudit::cli::TextOrJson;
use mapaudit::log::Line;
use mapaudit::pipeline::Step;

use crate::Log;

/// Shows what the program is doing: as a bar to people at a terminal, as lines to programs.
pub(crate) struct Progress {
    bar: ProgressBar,
    log: Option<Log>,
}

impl Progress {
    /// Shown to nobody if `quiet`.
    pub(crate) fn new(quiet: bool, log: Log) -> Progress {
        let is_for_programs = log.0 == TextOrJson::Json;
        if quiet || is_for_programs || !std::io::stderr().is_terminal() {
            let log = (is_for_programs && !quiet).then_some(log);
            return Progress { bar: ProgressBar::hidden(), log };
        }
        let style =
            ProgressStyle::with_template("{bar:20} {msg}").expect("the template is well formed");
        let bar = ProgressBar::new(STEPS.len() as u64).with_style(style);
        Progress { bar, log: None }
    }

    /// Tells of a step that begins.
    pub(crate) fn show(&self, step: Step) {
        let Some(place) = STEPS.iter().position(|(known, _)| *known == step) else {
            return;
        };
        let words = STEPS[place].1;
        self.bar.set_position(place as u64);
        self.bar.set_message(words);
        if let Some(log) = self.log {
            log.tell(&Line::info(words));
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

const STEPS: [(Step, &str); 5] = [
    (Step::Reading, "reading the exports"),
    (Step::Linking, "linking deals and ACE opportunities"),
    (Step::Screening, "screening the deals"),
    (Step::Judging, "asking every rule"),
    (Step::Writing, "writing the outputs"),
];
