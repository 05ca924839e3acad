//! What a configuration comes to, for tests.

use super::Config;

/// The configuration of this text, and its problems, each from its line on.
pub(super) fn parsed(text: &str) -> (Config, Vec<String>) {
    let (config, problems) = Config::parse(text, "mapaudit.toml");
    let of_file = |problem: String| problem.strip_prefix("mapaudit.toml, ").unwrap().to_owned();
    (config, problems.iter().map(|problem| of_file(problem.to_string())).collect())
}
