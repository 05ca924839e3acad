//! The commands that read no exports: `explain`, `init`, `completions` and `man`. Each gives the text to print.

use std::path::Path;

use clap::CommandFactory as _;

use crate::cli::{Cli, ExplainArgs, TextJsonOrMarkdown};
use crate::config;
use crate::domain::way_out;
use crate::exit_code::ExitCode;
use crate::outputs;
use crate::report::rule_reference;
use crate::rules;

/// Why a command gives nothing.
#[derive(Debug)]
pub struct Refusal {
    /// What is wrong and the next step.
    pub message: String,
    /// How the program ends.
    pub code: ExitCode,
}

/// One rule, or the whole catalogue.
pub fn explain(args: &ExplainArgs) -> Result<String, Refusal> {
    let Some(name) = &args.rule else {
        return Ok(match args.format {
            TextJsonOrMarkdown::Text => rule_reference::catalogue_text(),
            TextJsonOrMarkdown::Json => rule_reference::json(),
            TextJsonOrMarkdown::Markdown => rule_reference::markdown(),
        });
    };
    let rule = rules::find(name).ok_or_else(|| {
        let known = rules::all().flat_map(|rule| [rule.code, rule.name]);
        let way_out = way_out(name, known, "`mapaudit explain`");
        Refusal { message: format!("there is no rule {name}; {way_out}"), code: ExitCode::Usage }
    })?;
    Ok(match args.format {
        TextJsonOrMarkdown::Text => rule_reference::text(rule),
        TextJsonOrMarkdown::Json => rule_reference::json_rule(rule),
        TextJsonOrMarkdown::Markdown => rule_reference::markdown_rule(rule),
    })
}

/// Writes a configuration in which every setting is explained, unless there is one.
pub fn init(folder: &Path) -> Result<String, Refusal> {
    let path = folder.join(config::FILE_NAME);
    outputs::write_new(&path, config::template().as_bytes())
        .map_err(|error| Refusal { message: error.to_string(), code: ExitCode::Output })?;
    Ok(format!("{} is written. Uncomment what you want to set.\n", path.display()))
}

/// The completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "mapaudit", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of the program, or of one of its commands.
pub fn man(command: Option<&str>) -> Result<String, Refusal> {
    let mut program = Cli::command();
    program.build();
    let shown = match command {
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| Refusal {
            message: format!("there is no command {name}. `mapaudit help` lists them"),
            code: ExitCode::Usage,
        })?,
        None => program,
    };
    let shown = shown.version(env!("CARGO_PKG_VERSION"));
    let source = concat!("mapaudit ", env!("CARGO_PKG_VERSION"));
    let mut page = Vec::new();
    let manual = clap_mangen::Man::new(shown).source(source);
    manual.render(&mut page).expect("memory can be written to");
    Ok(String::from_utf8_lossy(&page).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_page_of_a_command_bears_the_program_and_its_version() {
        for command in [None, Some("audit")] {
            let page = man(command).unwrap();
            let title = page.lines().find(|line| line.starts_with(".TH")).unwrap();
            let source = concat!("\"mapaudit ", env!("CARGO_PKG_VERSION"), "\"");
            assert!(title.contains(source), "{title}");
        }
    }

    #[test]
    fn a_misspelt_rule_is_told_with_the_nearest_one() {
        let args = ExplainArgs { rule: Some("ATT01".into()), format: TextJsonOrMarkdown::Text };
        let told = "there is no rule ATT01; did you mean ATT001? `mapaudit explain` lists them all";
        assert_eq!(explain(&args).unwrap_err().message, told);
    }
}
