//! Deals that a reseller or a distributor holds for others: titles of one customer name several of the other side, each
//! of which then has an account of its own.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::comparable::{Comparable, Name, Sides, Title};
use super::distinct::Distinct;
use super::population::{self, Population};
use super::title;

/// A name of fewer bits stands in a title by chance.
const TELLING_BITS: f64 = 7.0;
/// A name of fewer words too: `Citrix replacement` is not for Citrix.
const LEAST_WORDS: usize = 2;
/// What titles of more customers say is no customer's name. Our choice.
const MOST_HOLDERS: usize = 5;

/// Parts the accounts of resellers by the customers that their titles name.
pub(super) fn part(sides: &mut Sides, population: &Population) {
    let words: Vec<Option<u32>> =
        sides.title_words.texts.iter().map(|word| sides.name_words.number(word)).collect();
    let named = |side: &[Comparable], other: &[Comparable]| {
        let sayable = Sayable::new(other, population, sides.name_words.texts.len());
        named(side, &sayable, &words)
    };
    let (of_crm, of_ace) =
        rayon::join(|| named(&sides.crm, &sides.ace), || named(&sides.ace, &sides.crm));
    settle(&mut sides.crm, of_crm, &words);
    settle(&mut sides.ace, of_ace, &words);
}

/// The names that a title may say, by their rarest word.
struct Sayable<'run> {
    by_word: Vec<Vec<SayableName<'run>>>,
}

struct SayableName<'run> {
    name: &'run Name,
    /// Its words but for those that titles leave out.
    words: Vec<u32>,
    bits: f64,
}

impl<'run> Sayable<'run> {
    fn new(side: &'run [Comparable], population: &Population, words: usize) -> Sayable<'run> {
        let names =
            population::accounts(side).flat_map(|it| it.customer.iter().flat_map(|it| it.iter()));
        let by_slug: BTreeMap<u32, &Name> = names.map(|name| (name.slug, name)).collect();
        let mut by_word: Vec<Vec<SayableName>> = Vec::new();
        by_word.resize_with(words, Vec::new);
        let bits = |word: &u32| population.name_bits(*word);
        for name in by_slug.into_values() {
            let kept = |word: &&u32| !title::is_empty(population.name_word(**word).text);
            let words: Vec<u32> = name.words.iter().filter(kept).copied().collect();
            let all: f64 = words.iter().map(bits).sum();
            let rarest = words.iter().max_by(|one, other| bits(one).total_cmp(&bits(other)));
            if let Some(rarest) =
                rarest.filter(|_| words.len() >= LEAST_WORDS && all >= TELLING_BITS)
            {
                by_word[*rarest as usize].push(SayableName { name, words, bits: all });
            }
        }
        Sayable { by_word }
    }

    /// The most telling name of which all words are among these.
    fn of(&self, words: &[u32]) -> Option<&'run Name> {
        let names = words.iter().flat_map(|word| &self.by_word[*word as usize]);
        let said = names.filter(|name| name.words.iter().all(|word| words.contains(word)));
        let best = said.max_by(|one, other| {
            one.bits
                .total_cmp(&other.bits)
                .then(Reverse(one.name.slug).cmp(&Reverse(other.name.slug)))
        });
        best.map(|it| it.name)
    }
}

/// The customer of the other side that each record's title names. `words` has the numbers of titles' words as words of names.
fn named(side: &[Comparable], sayable: &Sayable, words: &[Option<u32>]) -> Vec<Option<Box<Name>>> {
    let said: Vec<Option<&Name>> = side
        .par_iter()
        .map(|record| {
            record.customer.as_ref()?;
            let said = record.title.iter().flat_map(|title| &title.words);
            sayable.of(&said.filter_map(|word| words[*word as usize]).collect::<Vec<_>>())
        })
        .collect();
    // One reseller may have several accounts.
    let own = |record: &Comparable| record.customer.as_ref().map(|names| names[0].slug);
    let (mut holders, mut held) = (BTreeMap::new(), BTreeMap::new());
    for (record, name) in side.iter().zip(&said) {
        if let Some(name) = name {
            holders.entry(name.slug).or_insert_with(BTreeSet::new).insert(own(record));
            held.entry(own(record)).or_insert_with(BTreeSet::new).insert(name.slug);
        }
    }
    let is_held = |record: &Comparable, name: &Name| {
        holders[&name.slug].len() <= MOST_HOLDERS && held[&own(record)].len() > 1
    };
    let named = side.iter().zip(said).map(|(record, name)| {
        name.filter(|name| is_held(record, name)).map(|name| Box::new(name.clone()))
    });
    named.collect()
}

/// Makes an account of its own for each customer that titles of an account name, without the reseller's website.
fn settle(side: &mut [Comparable], named: Vec<Option<Box<Name>>>, words: &[Option<u32>]) {
    for (record, name) in side.iter_mut().zip(named) {
        if let (Some(name), Some(title)) = (&name, &record.title) {
            let is_name =
                |word: &u32| words[*word as usize].is_some_and(|it| name.words.contains(&it));
            let rest = title.words.iter().copied().filter(|word| !is_name(word)).collect();
            record.title = Some(Arc::new(Title { words: rest, markers: title.markers.clone() }));
            record.domain = None;
        }
        record.named = name;
    }
    let accounts =
        side.iter().map(|it| Some((it.account, it.named.as_ref().map(|name| name.slug))));
    let accounts = Distinct::new(accounts).of_records;
    for (record, account) in side.iter_mut().zip(accounts.into_iter().flatten()) {
        record.account = account as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::{blank_records, boxed};
    use crate::domain::{AceId, AceOpportunity, CrmId, CrmOpportunity};
    use crate::linkage::{comparable, population::Population};

    fn deal(number: usize, title: &str) -> CrmOpportunity {
        let mut crm = blank_records().0;
        crm.id = CrmId::new(&format!("A-{number}")).unwrap();
        crm.customer = Some("Quadro Distribution".into());
        crm.website = Some("quadro.example".into());
        crm.name = Some(title.into());
        crm
    }

    fn opportunity(number: usize, customer: &str) -> AceOpportunity {
        let mut ace = blank_records().1;
        ace.id = AceId::exact(&format!("O100000{number}")).unwrap();
        ace.customer = Some(customer.into());
        ace.title = Some("Rehost".into());
        ace
    }

    /// The accounts of deals with these titles, and the customers that they are found to name.
    fn parted(titles: &[&str]) -> (Vec<usize>, Vec<Option<String>>) {
        let crm = titles.iter().enumerate().map(|(number, title)| deal(number, title));
        let ace = ["Bolt Fizen", "Acme Robotics", "Citrix"];
        let ace = ace.iter().enumerate().map(|(number, name)| opportunity(number, name));
        let mut sides = comparable::sides(&boxed(crm), &boxed(ace));
        Population::new(&mut sides, &[]);
        let named =
            |it: &comparable::Comparable| it.named.as_ref().map(|name| name.text.slug.clone());
        (sides.crm.iter().map(|it| it.account).collect(), sides.crm.iter().map(named).collect())
    }

    #[test]
    fn an_account_of_which_titles_name_several_customers_is_parted_by_them() {
        let titles =
            ["Acme Robotics - Rehost", "Rehost (Bolt Fizen)", "Acme Robotics: SAP", "Own SAP"];
        let (accounts, named) = parted(&titles);
        assert_eq!(accounts, [0, 1, 0, 2]);
        let named: Vec<&str> = named.iter().map(|name| name.as_deref().unwrap_or("-")).collect();
        assert_eq!(named, ["acmerobotics", "boltfizen", "acmerobotics", "-"]);
    }

    #[test]
    fn an_account_that_names_one_other_or_a_single_word_stays_whole() {
        for titles in
            [["Acme Robotics - Rehost", "Own SAP"], ["Acme Robotics - Rehost", "Citrix exit"]]
        {
            assert_eq!(parted(&titles).0, [0, 0]);
        }
    }
}
