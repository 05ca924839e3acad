//! How well and how fast deals are linked, on invented exports whose truth is known:
//! `cargo bench --bench linkage -- 20000 500 1 2 3` links 20,000 deals, of which 500 of a thousand with a
//! counterpart hold a usable id, for the seeds 1, 2 and 3. With a folder at the end, the exports are written
//! there as CSV files instead.
//!
//! Even seeds are for steering, odd seeds for what is reported. Seeds from 1,000 on are a second family, of a partner
//! with other habits.

#![expect(clippy::print_stdout, reason = "a benchmark speaks to its reader")]

mod amounts;
mod business;
mod customers;
mod export;
mod habits;
mod random;
mod record_ids;
mod score;
mod titles;
mod trades;
mod words;
mod world;
mod writing;

use std::path::Path;
use std::time::Instant;

use mapaudit::linkage;
use score::Score;
use world::{Wish, World};

#[cfg(all(unix, feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|text| text != "--bench").collect();
    let numbers: Vec<usize> = arguments.iter().filter_map(|text| text.parse().ok()).collect();
    let deals = numbers.first().copied().unwrap_or(2_000);
    let usable_ids = numbers.get(1).copied().unwrap_or(500);
    let seeds = numbers.get(2..).filter(|seeds| !seeds.is_empty()).unwrap_or(&[1, 3]);
    let folder = arguments.iter().find(|text| text.parse::<usize>().is_err());
    let mut score = Score::default();
    let mut seconds = 0.0;
    for seed in seeds {
        let wish = Wish { seed: *seed as u64, deals, usable_ids };
        let mut world = World::new(wish);
        if let Some(folder) = folder {
            export::write(&world, Path::new(folder)).expect("a writable folder");
            continue;
        }
        let ace_ids: Vec<String> = world.ace.iter().map(|ace| ace.id.to_string()).collect();
        let crm_keys: Vec<String> = world.crm.iter().map(|crm| crm.id.key().to_owned()).collect();
        let crm = std::mem::take(&mut world.crm).into_iter().map(Box::new).collect();
        let ace = std::mem::take(&mut world.ace).into_iter().map(Box::new).collect();
        let start = Instant::now();
        let linked = linkage::link(crm, ace, Vec::new(), &[], &linkage::Settings::default());
        seconds += start.elapsed().as_secs_f64();
        score.add(&world, &ace_ids, &crm_keys, &linked.deals);
    }
    if folder.is_none() {
        println!(
            "{deals} deals, {usable_ids} of 1000 with a usable id, {} seeds, {seconds:.2} s",
            seeds.len()
        );
        println!("{}", score.table());
    }
}
