//! What the phrases in all free texts of a deal come to together, by points learned from labelled deals. They decide where no
//! sentence says by itself what the deal is: "The server room has burnt out. They want all six machines in AWS".

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::reading::{ReadText, Reading};
use super::vocabulary::{Hit, Sense};

/// The points shipped with the program.
static POINTS: LazyLock<Points> = LazyLock::new(|| {
    Points::parse(include_str!("../../schemas/points.toml"))
        .expect("the shipped points are well formed, which a test holds")
});

/// The sum from which a deal is called a migration, in tenths of the logarithm of its odds: as likely as not. Our choice, since in
/// texts that nobody has seen the vocabulary misses some phrases.
const ENOUGH: i32 = 0;

/// What names AWS, the plainest first: the points decide nothing of a deal that does not.
const THERE: &[Sense] =
    &[Sense::ToAws, Sense::ToHost, Sense::AwsHost, Sense::OnAws, Sense::NamesAws];

/// What is quoted beside it.
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
    Sense::Platform,
    Sense::OnPremises,
    Sense::OtherCloud,
    Sense::Workload,
    Sense::ServerWord,
];

/// More than there are senses, so that a set of them fits into a word.
pub(super) const SENSES: usize = 64;

/// Where the signs of each kind are numbered from: a sense in a title, one elsewhere, two in the same deal, and one that
/// follows another in the same text.
pub(super) const ELSEWHERE: usize = SENSES;
pub(super) const TOGETHER: usize = ELSEWHERE + SENSES;
pub(super) const FOLLOWED: usize = TOGETHER + SENSES * SENSES;

/// How many signs there may be.
pub(super) const SIGNS: usize = FOLLOWED + SENSES * SENSES;

/// What the phrases of a deal show: which senses its titles and its other texts have, and which senses follow which.
pub(super) struct Signs {
    in_title: u64,
    elsewhere: u64,
    followed: [u64; SENSES],
}

impl Signs {
    /// The signs of a deal without texts.
    pub(super) fn none() -> Signs {
        Signs { in_title: 0, elsewhere: 0, followed: [0; SENSES] }
    }

    /// The signs in the free texts of a deal.
    fn of(reading: &Reading) -> Signs {
        let mut signs = Signs::none();
        reading.free_texts().for_each(|read| signs.add(read.is_title(), &read.hits));
        signs
    }

    /// Adds those of the phrases of one text.
    pub(super) fn add(&mut self, is_title: bool, hits: &[Hit]) {
        let senses = if is_title { &mut self.in_title } else { &mut self.elsewhere };
        for hit in hits {
            *senses |= bit(hit.sense);
        }
        for pair in hits.windows(2) {
            self.followed[pair[0].sense as usize] |= bit(pair[1].sense);
        }
    }

    /// Calls with the number of every sign.
    pub(super) fn each(&self, mut shown: impl FnMut(usize)) {
        let all = self.in_title | self.elsewhere;
        senses(self.in_title).for_each(&mut shown);
        senses(self.elsewhere).for_each(|sense| shown(ELSEWHERE + sense));
        for one in senses(all) {
            let others = all & (!1 << one);
            senses(others).for_each(|other| shown(TOGETHER + one * SENSES + other));
            senses(self.followed[one]).for_each(|next| shown(FOLLOWED + one * SENSES + next));
        }
    }
}

fn bit(sense: Sense) -> u64 {
    1 << sense as usize
}

/// The senses of a set, by their numbers.
fn senses(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = set.trailing_zeros() as usize;
        // The lowest bit is taken out of the set.
        set &= set.wrapping_sub(1);
        (first < SENSES).then_some(first)
    })
}

/// The one or two senses a sign is of.
fn senses_of(sign: usize) -> (usize, Option<usize>) {
    match sign.checked_sub(TOGETHER) {
        None => (sign % SENSES, None),
        Some(pair) => (pair / SENSES % SENSES, Some(pair % SENSES)),
    }
}

/// The phrases that speak most for a migration to AWS, each with its text, if those of all texts come to enough for one.
pub(super) fn decisive<'a, 'b>(reading: &'b Reading<'a>) -> Vec<(&'b ReadText<'a>, Hit)> {
    let Some(there) = THERE.iter().find_map(|sense| longest(reading, *sense)) else {
        return Vec::new();
    };
    let mut sum = i32::from(POINTS.start);
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
    what.into_iter().chain([there]).collect()
}

fn longest<'a, 'b>(reading: &'b Reading<'a>, sense: Sense) -> Option<(&'b ReadText<'a>, Hit)> {
    reading.free_texts().find_map(|read| {
        let hits = read.hits.iter().filter(|hit| hit.sense == sense);
        Some((read, *hits.max_by_key(|hit| read.quote(hit).len())?))
    })
}

/// The points of each sign, as the file lists them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    /// Of a deal without any sign.
    start: i16,
    in_title: BTreeMap<Sense, i16>,
    elsewhere: BTreeMap<Sense, i16>,
    together: BTreeMap<Sense, BTreeMap<Sense, i16>>,
    followed: BTreeMap<Sense, BTreeMap<Sense, i16>>,
}

struct Points {
    start: i16,
    of_signs: Vec<i16>,
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
        Ok(Points { start: lists.start, of_signs })
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
        })
    }

    #[test]
    fn the_shipped_points_are_well_formed() {
        assert!(Points::parse(include_str!("../../schemas/points.toml")).is_ok());
    }

    #[test]
    fn every_sign_is_shown_once() {
        let deal = deal("60 servers, AWS", "The lease of the hall ends, 60 servers to AWS");
        let mut shown = Vec::new();
        Signs::of(&Reading::of(&deal)).each(|sign| shown.push(sign));
        let of_each_kind = [0..ELSEWHERE, ELSEWHERE..TOGETHER, TOGETHER..FOLLOWED, FOLLOWED..SIGNS];
        for kind in of_each_kind {
            assert!(shown.iter().any(|sign| kind.contains(sign)), "{kind:?}");
        }
        let all = shown.len();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), all);
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
        let deal =
            deal("Cartório Digital", "Servidores já migrados. Querem tudo na AWS: 6 servidores.");
        assert_eq!(migration::judge(&deal, &Reading::of(&deal)).0, IsMigration::No);
    }
}
