//! A report that was sorted by another column is the same report: what is linked, and how surely, does not depend on the
//! order of the rows. On the invented exports of `benches/linkage`.

#[path = "../benches/linkage/amounts.rs"]
mod amounts;
#[path = "../benches/linkage/business.rs"]
mod business;
#[path = "../benches/linkage/customers.rs"]
mod customers;
#[path = "../benches/linkage/habits.rs"]
mod habits;
#[path = "../benches/linkage/random.rs"]
mod random;
#[path = "../benches/linkage/record_ids.rs"]
mod record_ids;
#[path = "../benches/linkage/titles.rs"]
mod titles;
#[path = "../benches/linkage/trades.rs"]
mod trades;
#[path = "../benches/linkage/words.rs"]
mod words;
#[expect(dead_code, reason = "the truth is for the benchmark")]
#[path = "../benches/linkage/world.rs"]
mod world;
#[path = "../benches/linkage/writing.rs"]
mod writing;

use mapaudit::domain::{AceOpportunity, CrmOpportunity};
use mapaudit::linkage::{self, Linked};
use random::Random;
use world::{Wish, World};

fn linked(crm: &[CrmOpportunity], ace: &[AceOpportunity]) -> Linked {
    let crm = crm.iter().cloned().map(Box::new).collect();
    let ace = ace.iter().cloned().map(Box::new).collect();
    linkage::link(crm, ace, Vec::new(), &[], &linkage::Settings::default())
}

fn shuffled<T: Clone>(rows: &[T], random: &mut Random) -> Vec<T> {
    let mut rows = rows.to_vec();
    for place in (1..rows.len()).rev() {
        rows.swap(place, random.below(place + 1));
    }
    rows
}

/// All that linkage says of each deal, in an order of its own.
fn said(linked: &Linked) -> Vec<String> {
    let mut said: Vec<String> = linked.deals.iter().map(|deal| format!("{deal:?}")).collect();
    said.sort_unstable();
    said
}

#[test]
fn shuffled_rows_give_the_same_links_scores_and_candidates() {
    for (seed, usable_ids) in [(1, 500), (1_001, 50), (3, 0)] {
        let world = World::new(Wish { seed, deals: 1_000, usable_ids });
        let random = &mut Random::new(seed);
        let as_given = linked(&world.crm, &world.ace);
        let other = linked(&shuffled(&world.crm, random), &shuffled(&world.ace, random));
        assert_eq!(as_given.skipped_keys, other.skipped_keys);
        let (as_given, other) = (said(&as_given), said(&other));
        let mut differing = as_given.iter().zip(&other).filter(|(one, other)| one != other);
        assert_eq!(differing.next(), None, "seed {seed}");
    }
}

#[test]
fn deals_come_in_the_order_of_the_rows() {
    let world = World::new(Wish { seed: 5, deals: 300, usable_ids: 500 });
    let random = &mut Random::new(5);
    let (crm, ace) = (shuffled(&world.crm, random), shuffled(&world.ace, random));
    let deals = linked(&crm, &ace).deals;
    let of_crm: Vec<&str> = deals.iter().filter_map(|it| Some(it.crm()?.id.as_str())).collect();
    assert_eq!(of_crm, crm.iter().map(|crm| crm.id.as_str()).collect::<Vec<_>>());
    let without_deal = deals[crm.len()..].iter().filter_map(|deal| Some(deal.ace()?.id.as_str()));
    let without_deal: Vec<&str> = without_deal.collect();
    let ids = ace.iter().map(|ace| ace.id.as_str()).filter(|id| without_deal.contains(id));
    assert_eq!(without_deal, ids.collect::<Vec<_>>());
}
