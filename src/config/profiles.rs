//! `profiles = ["my-crm.toml"]`: layouts of exports that the user describes, in the form of the files in
//! `schemas/`.

use std::sync::Arc;

use super::{Config, ConfigProblem, read_text};
use crate::domain::sha256;
use crate::ingest::Profile;

/// A file that describes a layout.
#[derive(Clone, Debug)]
pub struct UserProfile {
    /// The path as the configuration gives it.
    pub path: String,
    /// SHA-256 of its text, in hex.
    pub sha256: String,
    /// The layout.
    pub profile: Arc<Profile>,
}

impl Config {
    /// Reads the profiles that the configuration names; their paths are relative to its folder. Every
    /// problem of every file is given.
    pub fn load_profiles(&mut self) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for name in self.profile_paths.clone() {
            let path = self.folder.join(&name);
            let shown = path.display().to_string();
            let text = match read_text(&path) {
                Ok(text) => text,
                Err(error) => {
                    let message = format!(
                        "the profile cannot be read: {error}. Paths in `profiles` are relative to the configuration"
                    );
                    problems.push(ConfigProblem { file: shown, line: 1, message });
                    continue;
                }
            };
            match Profile::of_user(&text) {
                Ok(profile) => {
                    let sha256 = sha256(text.as_bytes());
                    let profile = Arc::new(profile);
                    self.profiles.push(UserProfile { path: name, sha256, profile });
                }
                Err(of_file) => problems.extend(of_file.into_iter().map(|problem| ConfigProblem {
                    file: shown.clone(),
                    line: problem.line,
                    message: problem.message,
                })),
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn profiles_lie_beside_the_configuration_and_count_for_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let text = "name = \"ours\"\nrole = \"crm\"\nincludes = [\"generic\"]\n[fields]\ndeal_id = [\"Vorgang\"]\n";
        fs::write(folder.path().join("ours.toml"), text).unwrap();
        let (mut config, problems) = Config::parse("profiles = [\"ours.toml\"]", "mapaudit.toml");
        assert_eq!(problems, []);
        let before = config.hash();
        config.folder = folder.path().to_owned();
        assert_eq!(config.load_profiles(), []);
        assert_eq!(config.profiles.len(), 1);
        assert_ne!(config.hash(), before);
    }

    #[test]
    fn every_problem_of_every_profile_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("bad.toml"), "name = 'x'\nrole = 'y'\n[fields]\nz = []\n")
            .unwrap();
        let (mut config, _) = Config::parse("profiles = [\"gone.toml\", \"bad.toml\"]", "m.toml");
        config.folder = folder.path().to_owned();
        let problems = config.load_profiles();
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 1, 2, 4], "{problems:?}");
    }
}
