//! What a sentence of a deal says in the light of its other texts.

use super::all_texts::{a_title_names, leads_to_aws, names, speaks_for};
use super::hints::{goes_elsewhere, halves, is_over, leaves, way_elsewhere};
use super::reading::{ReadText, Reading};
use super::vocabulary::Sense;
use super::weighing::{AWS, Weighed, quoted};
use crate::domain::MigrationEvidence;

impl Weighed {
    /// What titles say is weighed by what the other texts say of it.
    pub(super) fn settle_titles(&mut self, reading: &Reading) {
        if !self.besides.is_empty() && speaks_for(reading, |read, _| read.is_title()) {
            self.against.append(&mut self.besides);
        }
        if !self.objects.is_empty() && !leads_to_aws(reading) {
            self.against.append(&mut self.objects);
        }
        if !self.new_build.is_empty() && !speaks_for(reading, leaves) {
            self.doubts.append(&mut self.new_build);
        }
        if !names(reading, AWS) {
            self.doubts.extend(first_of(reading, &[Sense::OtherCloud]));
        }
        let mut titles = reading.free_texts().filter(|read| read.is_title());
        self.doubts.extend(titles.find_map(|read| first_in(read, &[Sense::Staff])));
        // "Decommission of the old data center": what is left behind by a migration that is over.
        if !names(reading, AWS) && !speaks_for(reading, |read, hits| !leaves(read, hits)) {
            let is_over = |read: &ReadText| {
                read.sentences().find_map(|hits| Some(quoted(read, &is_over(read, hits)?)))
            };
            self.besides.extend(reading.free_texts().find_map(is_over));
        }
        let goes_elsewhere = |read: &ReadText| {
            read.sentences().find_map(|hits| Some(quoted(read, &goes_elsewhere(read, hits)?)))
        };
        if !self.unclear.is_empty() && !names(reading, AWS) {
            self.against.extend(reading.free_texts().find_map(goes_elsewhere));
        }
    }

    /// "The lease of the hall ends. Everything goes to AWS."
    pub(super) fn put_halves_together(&mut self, reading: &Reading) {
        let (mut legacy, mut to_aws) = (None, None);
        for read in reading.free_texts() {
            for halves in read.sentences().map(|hits| halves(read, hits)) {
                legacy = legacy.or_else(|| Some(quoted(read, &halves.legacy?)));
                to_aws = to_aws.or_else(|| Some(quoted(read, &halves.to_aws?)));
            }
        }
        if let (Some(legacy), Some(to_aws)) = (legacy, to_aws) {
            self.plain.extend([legacy, to_aws]);
        }
    }

    /// "The lease of the hall ends" is a migration, unless a sentence leads to somewhere else, and none to AWS.
    pub(super) fn settle_ends(&mut self, reading: &Reading) {
        let leads_elsewhere = |read: &ReadText| {
            read.sentences().find_map(|hits| Some(quoted(read, &way_elsewhere(read, hits)?)))
        };
        if !names(reading, AWS) {
            self.doubts.extend(reading.free_texts().find_map(leads_elsewhere));
        }
        self.plain.append(&mut self.ends);
    }

    /// "Migration in three waves" is one to AWS, unless the texts are about mailboxes and never name
    /// AWS. A description that mentions one by the way, under a title of something else, is asked about.
    pub(super) fn settle_bare_words(&mut self, reading: &Reading) {
        let names_aws = names(reading, AWS);
        match first_of(reading, &[Sense::ObjectElsewhere]).filter(|_| !names_aws) {
            Some(object) => {
                self.against.append(&mut self.bare);
                self.against.push(object);
            }
            None if names_aws || a_title_names(reading, Sense::General) => {
                self.plain.append(&mut self.bare);
            }
            None => self.unclear.append(&mut self.bare),
        }
    }
}

/// The first words of one of these senses.
fn first_of(reading: &Reading, senses: &[Sense]) -> Option<MigrationEvidence> {
    reading.free_texts().find_map(|read| first_in(read, senses))
}

fn first_in(read: &ReadText, senses: &[Sense]) -> Option<MigrationEvidence> {
    let hit = read.hits.iter().find(|hit| senses.contains(&hit.sense))?;
    Some(quoted(read, read.quote(hit)))
}
