//! What the phrases and words in all free texts of a deal come to together, by points learned from labelled deals. They decide
//! where no sentence says by itself what the deal is: "The server room has burnt out. They want all six machines in AWS".

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

/// The sum from which a deal is called a migration, in tenths of the logarithm of its odds: 62 in 100. Our choice.
const ENOUGH: i32 = 5;

/// What names AWS, the plainest first: the points decide nothing of a deal that does not.
const THERE: &[Sense] =
    &[Sense::ToAws, Sense::ToHost, Sense::AwsHost, Sense::OnAws, Sense::NamesAws];

/// What says that something moves or is left, of which one has to speak for a migration too: it is quoted beside AWS. That there
/// are servers says nothing.
const WHAT: &[Sense] = &[
    Sense::Strong,
    Sense::General,
    Sense::Moving,
    Sense::Moved,
    Sense::Changing,
    Sense::Leaving,
    Sense::Ending,
    Sense::Out,
    Sense::DataCenter,
    Sense::Premises,
    Sense::OnPremises,
    Sense::Storage,
    Sense::OtherCloud,
];

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

/// The phrases that speak most for a migration to AWS, each with its text, if those of all texts come to enough for one.
pub(super) fn decisive<'a, 'b>(reading: &'b Reading<'a>) -> Vec<(&'b ReadText<'a>, Hit)> {
    let Some(there) = THERE.iter().find_map(|sense| longest(reading, *sense)) else {
        return Vec::new();
    };
    let mut sum = i32::from(POINTS.start) + points_of_words(reading);
    let mut gains = [0; SENSES];
    Signs::of(reading).each(|sign| {
        let points = i32::from(POINTS.of_signs[sign]);
        let (one, other) = senses_of(sign);
        sum += points;
        gains[one] += points;
        if let Some(other) = other.filter(|other| *other != one) {
            gains[other] += points;
        }
    });
    if sum < ENOUGH {
        return Vec::new();
    }
    let gain = |sense: &&Sense| gains[**sense as usize];
    let what = WHAT.iter().filter(|sense| gain(sense) > 0).max_by_key(gain);
    let what = what.and_then(|sense| longest(reading, *sense));
    what.map_or_else(Vec::new, |what| vec![what, there])
}

fn longest<'a, 'b>(reading: &'b Reading<'a>, sense: Sense) -> Option<(&'b ReadText<'a>, Hit)> {
    reading.free_texts().find_map(|read| {
        let hits = read.hits.iter().filter(|hit| hit.sense == sense);
        Some((read, *hits.max_by_key(|hit| read.quote(hit).len())?))
    })
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
    fn no_sum_of_points_outweighs_words_against_a_migration() {
        let deal = deal("Cartório Digital", "Servidores já migrados em 2023, 6 VMs na AWS.");
        assert_eq!(migration::judge(&deal, &Reading::of(&deal)).0, IsMigration::No);
    }
}
