//! The keys of one table, read one by one, so that everything that is wrong with it is told at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reader;
use crate::domain::nearest;

/// A table of which each key is asked for once. What is wrong is kept until [`end`](TableKeys::end).
pub(super) struct TableKeys<'run, 'text> {
    /// What messages call the table: `rates.assess`.
    name: String,
    table: &'run DeTable<'text>,
    /// Where it begins: the place of what is not about one key.
    place: usize,
    known: Vec<&'static str>,
    missing: Vec<(&'static str, &'static str)>,
    problems: Vec<(usize, String)>,
}

impl<'run, 'text> TableKeys<'run, 'text> {
    /// The keys of a table that begins at this place.
    pub(super) fn new(
        name: impl Into<String>,
        table: &'run DeTable<'text>,
        place: usize,
    ) -> TableKeys<'run, 'text> {
        let (known, missing, problems) = (Vec::new(), Vec::new(), Vec::new());
        TableKeys { name: name.into(), table, place, known, missing, problems }
    }

    /// The value of a key that may be left out. `allowed` completes "must be …".
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        allowed: &str,
        read: impl FnOnce(&DeValue) -> Option<T>,
    ) -> Option<T> {
        self.known.push(key);
        let value = self.value(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            let message = format!("{}.{key} must be {allowed}", self.name);
            self.problems.push((value.span().start, message));
        }
        read
    }

    /// The value of a key that must be there.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        allowed: &'static str,
        read: impl FnOnce(&DeValue) -> Option<T>,
    ) -> Option<T> {
        if self.value(key).is_none() {
            self.missing.push((key, allowed));
        }
        self.optional(key, allowed, read)
    }

    fn value(&self, key: &str) -> Option<&'run Spanned<DeValue<'text>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Whether the table has the key, rightly read or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Notes what is wrong with the table as a whole.
    pub(super) fn problem(&mut self, message: &str) {
        self.problems.push((self.place, format!("{}: {message}", self.name)));
    }

    /// Tells what is wrong, and what nobody asked for or gave; `true` if nothing is.
    pub(super) fn end(mut self, reader: &mut Reader<'_>) -> bool {
        let unknown = self.table.keys().filter(|key| !self.known.contains(&key.get_ref().as_ref()));
        let mut meant = Vec::new();
        for key in unknown {
            meant.extend(nearest(key.get_ref(), self.known.iter().copied()));
            let known = self.known.join(", ");
            let message =
                format!("{}.{}: no such key; known are {known}", self.name, key.get_ref());
            self.problems.push((key.span().start, message));
        }
        // What is misspelt is not missing.
        for (key, allowed) in self.missing.iter().filter(|(key, _)| !meant.contains(key)) {
            let message = format!("{}.{key} is missing; it must be {allowed}", self.name);
            self.problems.push((self.place, message));
        }
        let is_right = self.problems.is_empty();
        self.problems.into_iter().for_each(|(place, message)| reader.problem(place, message));
        is_right
    }
}

/// A text that says something.
pub(super) fn words(value: &DeValue) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
