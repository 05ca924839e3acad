//! The phrases found in one sentence, and what they say together: what is left, what is over, what moves.

use super::reading::ReadText;
use super::vocabulary::{Hit, Sense};

/// How many words away a moved object, such as a mailbox, speaks against "migration", and a word for
/// leaving belongs to a place. Our choice.
pub(super) const REACH_WORDS: usize = 6;
/// How many words before a participle "was" makes it one of the past. Our choice.
const PAST_REACH_WORDS: usize = 8;
/// How many words before a thing "no" denies it. Our choice.
pub(super) const NEGATION_REACH_WORDS: usize = 2;

/// How many words behind a migration "rejected" refuses it. Our choice.
const REFUSAL_REACH_WORDS: usize = 4;

/// The fewest digits that number a record: a year has four. Our choice.
const FEWEST_DIGITS: usize = 5;

/// Words for what is left, or comes to its end.
pub(super) const LEAVING: &[Sense] = &[Sense::Leaving, Sense::Ending];

/// Words for what moves, is moved or may move.
const MOVING: &[Sense] = &[Sense::Moving, Sense::Moved, Sense::Changing];

/// Words for what moves, in a sentence that looks ahead.
const STILL_TO_MOVE: &[Sense] = &[
    Sense::Strong,
    Sense::General,
    Sense::Moving,
    Sense::Moved,
    Sense::Changing,
    Sense::Leaving,
    Sense::ToAws,
    Sense::ServerWord,
];

/// Words for AWS and the ways there.
pub(super) const AWS: &[Sense] = &[Sense::ToAws, Sense::ToHost, Sense::NamesAws];

/// Where systems stand that are not on AWS.
pub(super) const LEGACY: &[Sense] =
    &[Sense::DataCenter, Sense::Premises, Sense::Platform, Sense::OnPremises, Sense::Storage];

/// The phrases found in one sentence.
pub(super) struct Found<'a, 'b> {
    pub(super) read: &'b ReadText<'a>,
    pub(super) hits: &'b [Hit],
}

impl Found<'_, '_> {
    /// The words as they are written.
    pub(super) fn quote(&self, hit: Hit) -> String {
        self.read.quote(&hit).to_owned()
    }

    pub(super) fn is_title(&self) -> bool {
        self.read.is_title()
    }

    pub(super) fn has(&self, senses: &[Sense]) -> bool {
        self.first(senses).is_some()
    }

    pub(super) fn first(&self, senses: &[Sense]) -> Option<Hit> {
        self.hits.iter().find(|hit| senses.contains(&hit.sense)).copied()
    }

    pub(super) fn longest(&self, sense: Sense) -> Option<Hit> {
        let hits = self.hits.iter().filter(|hit| hit.sense == sense);
        hits.max_by_key(|hit| self.read.quote(hit).len()).copied()
    }

    pub(super) fn near(&self, hit: Hit, sense: Sense, reach: usize) -> Option<Hit> {
        let mut others = self.hits.iter().filter(|other| other.sense == sense);
        others.find(|other| words_between(**other, hit) < reach).copied()
    }

    pub(super) fn moving(&self) -> Option<Hit> {
        MOVING.iter().find_map(|sense| self.longest(*sense))
    }

    pub(super) fn leaving(&self) -> Option<Hit> {
        LEAVING.iter().find_map(|sense| self.longest(*sense))
    }

    /// A word that denies the words right behind it.
    pub(super) fn denied(&self, hit: Hit) -> Option<Hit> {
        let negation = self.near(hit, Sense::Negation, NEGATION_REACH_WORDS)?;
        let is_before = negation.end <= hit.start;
        // "Instead of buying, they migrate", "ne rachète pas et part sur AWS"
        let ends = self.read.between(negation, hit).contains([',', ':', '.'])
            || self.hits.iter().any(|hit_between| {
                hit_between.sense == Sense::Joining
                    && negation.end <= hit_between.start
                    && hit_between.end <= hit.start
            });
        (is_before && !ends).then_some(negation)
    }

    /// "AWS-Migration vom Vorstand abgelehnt", "Le projet AWS est abandonné"
    pub(super) fn refused(&self, hit: Hit) -> Option<Hit> {
        let aws = self.hits.iter().filter(|hit| hit.sense == Sense::NamesAws).copied();
        aws.chain([hit]).find_map(|hit| self.refused_behind(hit))
    }

    fn refused_behind(&self, hit: Hit) -> Option<Hit> {
        let refused = self.near(hit, Sense::Refused, REFUSAL_REACH_WORDS)?;
        // What is written without blanks is one word.
        let is_one_word = hit.end - hit.start == 1 && hit.covers(&refused);
        let is_behind = hit.end <= refused.start || is_one_word;
        (is_behind && !self.read.between(hit, refused).contains([',', ':', ';'])).then_some(refused)
    }

    /// That it has happened or does not.
    pub(super) fn denial(&self) -> Option<Hit> {
        let done = self.longest(Sense::Done).or_else(|| self.moved_in_the_past());
        self.longest(Sense::PastOrDenied).or(done.filter(|done| !self.looks_ahead(*done)))
    }

    /// Words that look ahead, unless they stand behind what is done and speak of something else: "jetzt Monitoring".
    pub(super) fn looks_ahead(&self, done: Hit) -> bool {
        let moves_behind = |ahead: &Hit| {
            self.hits
                .iter()
                .any(|hit| STILL_TO_MOVE.contains(&hit.sense) && hit.start >= ahead.start)
        };
        let mut ahead = self.hits.iter().filter(|hit| hit.sense == Sense::Ahead);
        ahead.any(|ahead| {
            let is_cut = self.read.between(done, *ahead).contains(',');
            let is_near = ahead.start < done.end + NEGATION_REACH_WORDS && !is_cut;
            is_near || moves_behind(ahead)
        })
    }

    /// "Wurde 2023 nach AWS gebracht", "moved them in 2022".
    fn moved_in_the_past(&self) -> Option<Hit> {
        let time = self.first(&[Sense::PastTime]);
        let is_past = |moved: Hit| {
            let mut before =
                self.hits.iter().filter(|hit| hit.sense == Sense::Past && hit.end <= moved.start);
            let past = before.rfind(|past| words_between(**past, moved) < PAST_REACH_WORDS);
            Some(both(past.copied().or(time)?, moved))
        };
        self.hits.iter().filter(|hit| hit.sense == Sense::Moved).find_map(|moved| is_past(*moved))
    }

    pub(super) fn names_aws(&self) -> bool {
        self.has(AWS)
    }

    pub(super) fn names_system(&self) -> bool {
        self.has(LEGACY) || self.has(&[Sense::Workload, Sense::NamesCloud])
    }

    /// "Storage migration, NetApp": nothing that runs there, and no place that is left.
    pub(super) fn names_only_storage(&self) -> bool {
        const MORE: &[Sense] = &[
            Sense::DataCenter,
            Sense::Premises,
            Sense::Platform,
            Sense::OnPremises,
            Sense::Workload,
            Sense::NamesCloud,
            Sense::ServerWord,
        ];
        self.has(&[Sense::Storage]) && !self.has(MORE)
    }

    /// What is moved, if that is no AWS workload and no place is named where it could become one.
    pub(super) fn object(&self, hit: Hit) -> Option<Hit> {
        let mut objects = self.hits.iter().filter(|other| other.sense == Sense::ObjectElsewhere);
        let is_meant =
            |other: &Hit| words_between(*other, hit) < REACH_WORDS && !self.is_a_number(other);
        objects.find(|other| is_meant(other)).copied().filter(|_| !self.names_aws_for_systems())
    }

    /// "CRM-10032" is the number of a record.
    fn is_a_number(&self, hit: &Hit) -> bool {
        let (_, behind) = self.read.text.around(hit.start..hit.end);
        let number = behind.trim_start_matches(['-', '#', '_']);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        number.len() < behind.len() && digits >= FEWEST_DIGITS
    }

    /// "Call centre to Amazon Connect"
    pub(super) fn is_for_a_store(&self) -> bool {
        self.has(&[Sense::ObjectElsewhere]) && self.names_aws() && !self.names_aws_for_systems()
    }

    /// AWS, but more than S3 or Amazon Connect: mail or a contact centre becomes no system there.
    fn names_aws_for_systems(&self) -> bool {
        let names = |hit: &&Hit| AWS.contains(&hit.sense);
        self.hits.iter().filter(names).any(|aws| !self.ends_at_a_store(aws))
    }

    /// "To S3", "to Amazon Connect"
    pub(super) fn ends_at_a_store(&self, aws: &Hit) -> bool {
        let mut stores = self.hits.iter().filter(|hit| hit.sense == Sense::AwsStore);
        stores.any(|store| store.start < aws.end && aws.end <= store.end)
    }

    /// "CRM migration on AWS": whether it becomes a system there is not said.
    pub(super) fn may_be_no_system(&self, hit: Hit) -> bool {
        self.near(hit, Sense::ObjectElsewhere, REACH_WORDS).is_some()
            && !self.names_system()
            && !self.has(&[Sense::AwsHost, Sense::OtherCloud])
    }
}

/// The words from the first to the second phrase.
pub(super) fn both(one: Hit, other: Hit) -> Hit {
    Hit { sense: one.sense, start: one.start.min(other.start), end: one.end.max(other.end) }
}

pub(super) fn words_between(one: Hit, other: Hit) -> usize {
    one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
}

#[cfg(test)]
mod tests {
    use super::super::migration::by_name;
    use crate::domain::IsMigration;

    #[test]
    fn a_migration_that_somebody_refused_is_none() {
        for name in
            ["AWS-Migration vom Vorstand abgelehnt", "Le projet de migration AWS est abandonné"]
        {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        assert_eq!(by_name("Renewal declined, 40 servers migrate to AWS"), IsMigration::Yes);
    }

    #[test]
    fn mail_or_calls_that_go_to_a_service_without_systems_are_asked_about() {
        for name in ["Genesys contact centre migration to Amazon Connect", "CRM migration on AWS"] {
            assert_eq!(by_name(name), IsMigration::Unclear, "{name}");
        }
        assert_eq!(by_name("Mail archive servers migration to EC2"), IsMigration::Yes);
        assert_eq!(by_name("SAP data to S3"), IsMigration::No);
        assert_eq!(by_name("CRM-10032 server migration"), IsMigration::Yes);
    }
}
