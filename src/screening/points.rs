//! What the phrases and words in all free texts of a deal come to together, by points learned from labelled deals: a second
//! opinion beside that of the sentences. It decides where no sentence says by itself what the deal is ("The server room has burnt
//! out. They want all six machines in AWS"), and where the two disagree, a person is asked.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::reading::{ReadText, Reading};
use super::signs::{ELSEWHERE, FOLLOWED, SENSES, SIGNS, Signs, TOGETHER, each_word, senses_of};
use super::vocabulary::{Hit, Sense};

/// The points shipped with the program.
static POINTS: LazyLock<Points> = LazyLock::new(|| {
    Points::parse(include_str!("../../schemas/points.toml"))
        .expect("the shipped points are well formed, which a test holds")
});

/// The sum from which a deal is called a migration where no sentence says what it is, in tenths of the logarithm of its odds: 88
/// in 100. Our choice.
const ENOUGH: i32 = 20;

/// The sum down to which nothing is said against a sentence for a migration: 5 in 100. A short text shows few signs, and the sum
/// starts below zero: "They want to leave their data center". Our choice.
const TOO_LITTLE: i32 = -30;

/// What names AWS, the plainest first: the points speak for no deal that does not.
const THERE: &[Sense] =
    &[Sense::ToAws, Sense::ToHost, Sense::AwsHost, Sense::OnAws, Sense::NamesAws];

/// A phrase with its text.
type Said<'a, 'b> = (&'b ReadText<'a>, Hit);

/// What all that is said comes to, with the phrases that count most.
pub(super) enum Opinion<'a, 'b> {
    /// A migration to AWS.
    For(Vec<Said<'a, 'b>>),
    /// None.
    Against(Said<'a, 'b>),
    /// Neither is likely enough.
    Open,
}

impl<'a, 'b> Opinion<'a, 'b> {
    /// Adds up what is said.
    pub(super) fn of(reading: &'b Reading<'a>) -> Opinion<'a, 'b> {
        let sum = Sum::of(reading);
        let part = |said: &Said| sum.of_senses[said.1.sense as usize];
        if sum.all >= ENOUGH {
            let Some(there) = THERE.iter().find_map(|sense| longest(reading, *sense)) else {
                return Opinion::Open;
            };
            let others = phrases(reading).filter(|said| !THERE.contains(&said.1.sense));
            let most = others.max_by_key(|said| (part(said), length(said)));
            return Opinion::For(most.into_iter().chain([there]).collect());
        }
        if sum.all > TOO_LITTLE {
            return Opinion::Open;
        }
        let least = phrases(reading).max_by_key(|said| (-part(said), length(said)));
        least.map_or(Opinion::Open, Opinion::Against)
    }
}

fn phrases<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = Said<'a, 'b>> {
    let all = reading.free_texts().flat_map(|read| read.hits.iter().map(move |hit| (read, *hit)));
    all.filter(|(_, hit)| hit.sense.says_something())
}

fn length((read, hit): &Said) -> usize {
    read.quote(hit).len()
}

fn longest<'a, 'b>(reading: &'b Reading<'a>, sense: Sense) -> Option<Said<'a, 'b>> {
    phrases(reading).filter(|(_, hit)| hit.sense == sense).max_by_key(length)
}

/// The points of all words, each counted once.
fn points_of_words(reading: &Reading) -> i32 {
    let mut counted = Vec::new();
    for read in reading.free_texts() {
        each_word(&read.text, |word| counted.extend(POINTS.of_words.get_key_value(word)));
    }
    counted.sort_unstable();
    counted.dedup();
    counted.iter().map(|(_, points)| i32::from(**points)).sum()
}

/// What the points of all signs and words of a deal come to.
struct Sum {
    all: i32,
    /// The part of each sense in it.
    of_senses: [i32; SENSES],
}

impl Sum {
    fn of(reading: &Reading) -> Sum {
        let mut all = i32::from(POINTS.start) + points_of_words(reading);
        let mut of_senses = [0; SENSES];
        Signs::of(reading).each(|sign| {
            let points = i32::from(POINTS.of_signs[sign]);
            let (one, other) = senses_of(sign);
            all += points;
            of_senses[one] += points;
            if let Some(other) = other.filter(|other| *other != one) {
                of_senses[other] += points;
            }
        });
        Sum { all, of_senses }
    }
}

/// The points of each sign and word, as the file lists them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    /// Of a deal that shows and says nothing.
    start: i16,
    words: HashMap<String, i16>,
    in_title: BTreeMap<Sense, i16>,
    elsewhere: BTreeMap<Sense, i16>,
    together: BTreeMap<Sense, BTreeMap<Sense, i16>>,
    followed: BTreeMap<Sense, BTreeMap<Sense, i16>>,
}

struct Points {
    start: i16,
    of_signs: Vec<i16>,
    of_words: HashMap<String, i16>,
}

impl Points {
    fn parse(file: &str) -> Result<Points, toml::de::Error> {
        let lists: Lists = toml::from_str(file)?;
        let mut of_signs = vec![0; SIGNS];
        for (first, singles) in [(0, lists.in_title), (ELSEWHERE, lists.elsewhere)] {
            for (sense, points) in singles {
                of_signs[first + sense as usize] = points;
            }
        }
        for (first, pairs) in [(TOGETHER, lists.together), (FOLLOWED, lists.followed)] {
            for (one, others) in pairs {
                for (other, points) in others {
                    of_signs[first + one as usize * SENSES + other as usize] = points;
                }
            }
        }
        Ok(Points { start: lists.start, of_signs, of_words: lists.words })
    }
}

#[cfg(test)]
mod tests {
    use super::super::migration;
    use super::*;
    use crate::domain::testing::crm_only;
    use crate::domain::{Deal, IsMigration};

    fn deal(name: &str, description: &str) -> Deal {
        crm_only(|crm| {
            (crm.name, crm.description) = (Some(name.into()), Some(description.into()));
            (crm.migration_type, crm.deal_type, crm.source_environment) = (None, None, None);
            crm.server_count = None;
        })
    }

    #[test]
    fn the_shipped_points_are_well_formed() {
        assert!(Points::parse(include_str!("../../schemas/points.toml")).is_ok());
    }

    #[test]
    fn signs_that_no_sentence_joins_come_to_a_migration_together() {
        let deal = deal("Cartório Digital", "Servidor queimou. Querem tudo na AWS: 6 servidores.");
        let (answer, evidence) = migration::judge(&deal, &Reading::of(&deal));
        assert_eq!(answer, IsMigration::Yes);
        assert!(evidence.iter().any(|it| it.words.contains("AWS")), "{evidence:?}");
    }

    #[test]
    fn that_a_text_is_short_speaks_against_nothing() {
        for description in [
            "Customer wants to leave their own data centre.",
            "VMware exit is planned for spring.",
            "Der Kunde will sein Rechenzentrum schließen.",
            "Le client veut quitter son datacenter.",
            "El cliente quiere salir de su centro de datos.",
            "顧客は自社データセンターの閉鎖を希望しています。",
        ] {
            let deal = deal("Cloud project", description);
            let answer = migration::judge(&deal, &Reading::of(&deal)).0;
            assert_eq!(answer, IsMigration::Yes, "{description}");
        }
    }

    #[test]
    fn no_sum_of_points_outweighs_words_against_a_migration() {
        let deal = deal("Cartório Digital", "Servidores já migrados em 2023, 6 VMs na AWS.");
        assert_eq!(migration::judge(&deal, &Reading::of(&deal)).0, IsMigration::No);
    }
}
