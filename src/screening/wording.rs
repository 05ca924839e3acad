//! What one sentence says about migrations.

use super::reading::ReadText;
use super::vocabulary::{Hit, Sense};

/// How many words away a moved object, such as a mailbox, speaks against "migration", and a word for
/// leaving belongs to a place. Our choice.
const REACH_WORDS: usize = 6;
/// How many words away "training" or "renewal" makes a migration the subject of another service. Our
/// choice.
const SERVICE_REACH_WORDS: usize = 3;
/// How many words before a thing "no" denies it. Our choice.
pub(super) const NEGATION_REACH_WORDS: usize = 2;

/// Which way one sentence leans, with the words that decide.
pub(super) enum Leaning {
    /// A migration to AWS, whatever stands elsewhere.
    Strong(String),
    /// A migration, unless something else speaks against it.
    Plain(String),
    /// Something migrates; what and where to is not said.
    Bare(String),
    /// None, although the first words sound like one, because of the second.
    Against(String, String),
    /// Too little to tell.
    Unclear(String),
}

/// Weighs a migration word with the object, direction and time that stand beside it. `None` if the
/// sentence says nothing about migrations.
pub(super) fn judge_sentence(read: &ReadText, hits: &[Hit]) -> Option<Leaning> {
    let found = Found { read, hits };
    let exit = found.left(EXITS).filter(|exit| !found.is_of_a_website(*exit));
    let strong = exit
        .or_else(|| found.longest(Sense::Strong))
        .or_else(|| found.longest(Sense::EngineChange));
    let Some(hit) = strong.or_else(|| found.plain()) else {
        return found.without_migration();
    };
    let words = found.quote(hit);
    let service = found.service(hit).filter(|_| exit.is_none());
    let against = found
        .denial()
        .or_else(|| found.denied(hit))
        .or_else(|| found.wrong_direction())
        .or(service);
    if let Some(by) = against {
        return Some(Leaning::Against(words, found.quote(by)));
    }
    if strong.is_none() {
        return Some(found.weigh(hit));
    }
    // "Shopify replatform"
    let object = found.object(hit).filter(|_| exit.is_none() && !found.names_system());
    Some(match object {
        Some(by) => Leaning::Against(words, found.quote(by)),
        None => Leaning::Strong(words),
    })
}

/// The words that say that a data center is left.
pub(super) fn data_center_exit(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let exit = found.left(&[Sense::DataCenter]).filter(|_| found.denial().is_none())?;
    Some(found.quote(exit))
}

/// Words of a sentence that make a migration together with those of another: what is left, and that
/// the way leads to AWS.
pub(super) struct Halves {
    pub(super) legacy: Option<String>,
    pub(super) to_aws: Option<String>,
}

/// The halves of a migration that a sentence holds, if nothing in it speaks against one.
pub(super) fn halves(read: &ReadText, hits: &[Hit]) -> Halves {
    let found = Found { read, hits };
    if found.denial().is_some()
        || found.wrong_direction().is_some()
        || found.has(&[Sense::OtherService])
    {
        return Halves { legacy: None, to_aws: None };
    }
    let other_cloud = found.first(&[Sense::OtherCloud]).filter(|_| found.has(&[Sense::General]));
    let legacy = found.first(LEGACY).or_else(|| found.longest(Sense::Leaving)).or(other_cloud);
    let will_run =
        found.longest(Sense::OnAws).filter(|_| found.has(&[Sense::Moving, Sense::Ahead]));
    let to_aws = found.longest(Sense::ToAws).or(will_run);
    Halves {
        legacy: legacy.map(|hit| found.quote(hit)),
        to_aws: to_aws.map(|hit| found.quote(hit)),
    }
}

/// The words that say that nobody has decided yet, unless about mailboxes or the like.
pub(super) fn undecided(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let undecided = found.longest(Sense::Undecided)?;
    (!found.has(&[Sense::ObjectElsewhere])).then(|| found.quote(undecided))
}

/// Places and platforms whose end is a migration.
const EXITS: &[Sense] = &[Sense::DataCenter, Sense::Premises, Sense::Platform];

/// Where systems stand that are not on AWS.
const LEGACY: &[Sense] = &[Sense::DataCenter, Sense::Premises, Sense::Platform, Sense::OnPremises];

/// The phrases found in one sentence.
struct Found<'a, 'b> {
    read: &'b ReadText<'a>,
    hits: &'b [Hit],
}

impl Found<'_, '_> {
    /// The words as they are written.
    fn quote(&self, hit: Hit) -> String {
        self.read.quote(&hit).to_owned()
    }

    fn has(&self, senses: &[Sense]) -> bool {
        self.first(senses).is_some()
    }

    fn first(&self, senses: &[Sense]) -> Option<Hit> {
        self.hits.iter().find(|hit| senses.contains(&hit.sense)).copied()
    }

    fn longest(&self, sense: Sense) -> Option<Hit> {
        let hits = self.hits.iter().filter(|hit| hit.sense == sense);
        hits.max_by_key(|hit| self.read.quote(hit).len()).copied()
    }

    fn near(&self, hit: Hit, sense: Sense, reach: usize) -> Option<Hit> {
        let mut others = self.hits.iter().filter(|other| other.sense == sense);
        others.find(|other| words_between(**other, hit) < reach).copied()
    }

    /// Another service near by, of which the migration is the subject.
    fn service(&self, hit: Hit) -> Option<Hit> {
        let mut services = self.hits.iter().filter(|other| other.sense == Sense::OtherService);
        let is_near = |service: Hit| words_between(service, hit) < SERVICE_REACH_WORDS;
        services.find(|service| is_near(**service) && !self.is_beside(**service, hit)).copied()
    }

    /// "Migration and training", but not "migration training": the service comes besides.
    fn is_beside(&self, service: Hit, hit: Hit) -> bool {
        let shares_a_word = hit.start < service.end && service.start < hit.end;
        let is_behind = hit.end <= service.start || shares_a_word;
        let (first, second) = if is_behind { (hit, service) } else { (service, hit) };
        let joins = |word: &Hit| {
            let can_join =
                word.sense == Sense::Joining || word.sense == Sense::JoiningBehind && is_behind;
            let is_between = first.end <= word.start && word.end <= second.start;
            // What is written without blanks is one word.
            can_join && (is_between || shares_a_word && word.start == service.start)
        };
        let signs: &[char] = if is_behind { &['+', '&', '/', ','] } else { &['+', '&', '/'] };
        self.read.between(first, second).contains(signs) || self.hits.iter().any(joins)
    }

    /// A direction that is not to AWS; "existing AWS" is none in "to the existing AWS accounts", nor is "exit / AWS" in
    /// "DC exit / AWS".
    fn wrong_direction(&self) -> Option<Hit> {
        let is_cut = |hit: &Hit| {
            let words = self.read.quote(hit);
            words.contains(['/', '+', '|', ',', '–', '—']) || words.contains(" - ")
        };
        let to_aws = |hit: &Hit| {
            let covers = |by: &Hit| by.start <= hit.start && hit.end <= by.end;
            self.hits.iter().any(|by| by.sense == Sense::ToAws && covers(by))
        };
        let wrong = self.hits.iter().filter(|hit| hit.sense == Sense::WrongDirection);
        wrong
            .filter(|hit| !to_aws(hit) && !is_cut(hit))
            .max_by_key(|hit| self.read.quote(hit).len())
            .copied()
    }

    /// What a sentence without migration words says.
    fn without_migration(&self) -> Option<Leaning> {
        if let Some(denial) = self.longest(Sense::PastOrDenied) {
            return Some(Leaning::Against(self.quote(denial), self.quote(denial)));
        }
        let weak = self.longest(Sense::Weak)?;
        if self.denial().is_some() || self.wrong_direction().is_some() {
            return None;
        }
        Some(Leaning::Unclear(self.quote(weak)))
    }

    /// Weighs a migration word against which nothing is said by what it is about.
    fn weigh(&self, hit: Hit) -> Leaning {
        let words = self.quote(hit);
        if self.names_aws() {
            Leaning::Plain(words)
        } else if let Some(by) = self.object(hit) {
            Leaning::Against(words, self.quote(by))
        } else if self.near(hit, Sense::OtherCloud, REACH_WORDS).is_some() {
            Leaning::Unclear(words)
        } else if self.names_system() {
            Leaning::Plain(words)
        } else if self.near(hit, Sense::Direction, REACH_WORDS).is_some() {
            Leaning::Unclear(words)
        } else {
            Leaning::Bare(words)
        }
    }

    fn names_aws(&self) -> bool {
        self.has(&[Sense::ToAws, Sense::NamesAws])
    }

    fn names_system(&self) -> bool {
        self.has(LEGACY) || self.has(&[Sense::Workload, Sense::NamesCloud])
    }

    /// What is moved, if that is no AWS workload and AWS is not named.
    fn object(&self, hit: Hit) -> Option<Hit> {
        self.near(hit, Sense::ObjectElsewhere, REACH_WORDS).filter(|_| !self.names_aws())
    }

    /// A migration word, or words that lead to AWS beside what moves.
    fn plain(&self) -> Option<Hit> {
        if let Some(general) = self.longest(Sense::General) {
            return Some(general);
        }
        let moving = self.longest(Sense::Moving).or_else(|| self.longest(Sense::Leaving));
        let moved = moving.or_else(|| self.first(LEGACY));
        let to_there = self.longest(Sense::ToAws).or_else(|| self.longest(Sense::ToCloud));
        let (moved, aws) = match (to_there, self.longest(Sense::OnAws)) {
            (Some(to_there), _) => {
                let workload = || self.longest(Sense::Workload);
                (moved.or_else(workload).or_else(|| self.other_cloud_before(to_there)), to_there)
            }
            (None, Some(on_aws)) => (moved, on_aws),
            (None, None) if self.has(LEGACY) || self.leaves_something_for_aws() => {
                (moving, self.longest(Sense::NamesAws)?)
            }
            (None, None) => return None,
        };
        Some(both(moved?, aws))
    }

    /// "Azure to DocumentDB": what stands on the other side of the way to AWS is left.
    fn other_cloud_before(&self, to_there: Hit) -> Option<Hit> {
        let mut clouds = self.hits.iter().filter(|hit| hit.sense == Sense::OtherCloud);
        let is_left = |cloud: &Hit| {
            cloud.end <= to_there.start && words_between(*cloud, to_there) < NEGATION_REACH_WORDS
        };
        clouds.find(|cloud| is_left(cloud)).copied()
    }

    /// "The lease ends, AWS next", but not "sortie d'AWS": a word for leaving right beside AWS speaks
    /// of AWS, unless something else that is left is named.
    fn leaves_something_for_aws(&self) -> bool {
        let Some(leaving) = self.longest(Sense::Leaving) else { return false };
        self.has(&[Sense::Workload]) || self.near(leaving, Sense::NamesAws, 2).is_none()
    }

    /// A word for leaving and a word for what is left: "räumt das Rechenzentrum bis 2027".
    fn left(&self, places: &[Sense]) -> Option<Hit> {
        let mut places = self.hits.iter().filter(|hit| places.contains(&hit.sense));
        places.find_map(|place| Some(both(self.near(*place, Sense::Leaving, REACH_WORDS)?, *place)))
    }

    /// "Wordpress site moved off its hosting": what is left holds no AWS workload.
    fn is_of_a_website(&self, exit: Hit) -> bool {
        let place =
            self.has(&[Sense::Premises]) && !self.has(&[Sense::DataCenter, Sense::Platform]);
        place && !self.has(&[Sense::Workload]) && self.object(exit).is_some()
    }

    /// A word that denies the words right behind it.
    fn denied(&self, hit: Hit) -> Option<Hit> {
        let negation = self.near(hit, Sense::Negation, NEGATION_REACH_WORDS)?;
        (negation.end <= hit.start).then_some(negation)
    }

    /// That it has happened or does not.
    fn denial(&self) -> Option<Hit> {
        let done = self.longest(Sense::Done).filter(|_| !self.has(&[Sense::Ahead]));
        self.longest(Sense::PastOrDenied).or(done)
    }
}

/// The words from the first to the second phrase.
fn both(one: Hit, other: Hit) -> Hit {
    Hit { sense: one.sense, start: one.start.min(other.start), end: one.end.max(other.end) }
}

fn words_between(one: Hit, other: Hit) -> usize {
    one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
}
