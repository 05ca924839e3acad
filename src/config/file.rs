//! The file of the configuration, and other texts that people write beside it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Config, FILE_NAME};

impl Config {
    /// Reads the configuration: the file that somebody named, else the one in the current folder; without either, the
    /// defaults. Every problem of the file, and of those that it names, is given back.
    pub fn read(named: Option<&Path>) -> (Config, Vec<String>) {
        let path = named.map_or_else(|| PathBuf::from(FILE_NAME), Path::to_owned);
        if named.is_none() && !path.exists() {
            return (Config::default(), Vec::new());
        }
        match read_text(&path) {
            Ok(text) => {
                let (mut config, mut problems) = Config::parse(&text, &path.display().to_string());
                config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
                config.file = Some(path);
                problems.extend(config.load_profiles());
                (config, problems.iter().map(ToString::to_string).collect())
            }
            Err(error) => {
                let way_out = way_out(&error);
                let problem = format!("{}: cannot be read: {error}. {way_out}", path.display());
                (Config::default(), vec![problem])
            }
        }
    }

    /// The files that it was read from: its own, and those that it names.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        let profiles = self.profile_paths.iter().map(|path| self.folder.join(path));
        self.file.iter().cloned().chain(profiles)
    }
}

fn way_out(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "Check the path, or write one with `mapaudit init`",
        ErrorKind::IsADirectory => "Name the file in it",
        ErrorKind::InvalidData => "Save it as UTF-8",
        _ => "Check that you may read it",
    }
}

/// The text of a file. An error names the line that is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(fs::read(path)?).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        io::Error::new(ErrorKind::InvalidData, format!("line {line} is not UTF-8"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &Path) -> String {
        let (_, problems) = Config::read(Some(path));
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].clone()
    }

    #[test]
    fn a_configuration_that_cannot_be_read_is_told_with_the_next_step() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.toml");
        assert!(problem(&path).ends_with("Check the path, or write one with `mapaudit init`"));
        fs::write(&path, b"period = \"2026\"\n[partner]\nname = \"M\xfcller\"\n").unwrap();
        let told = problem(&path);
        assert!(told.ends_with("cannot be read: line 3 is not UTF-8. Save it as UTF-8"), "{told}");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_no_configuration() {
        let folder = tempfile::tempdir().unwrap();
        assert!(problem(folder.path()).ends_with("Name the file in it"));
    }
}
