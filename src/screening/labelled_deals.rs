//! Screening against `tests/migration_deals.txt`: invented deals, labelled before the vocabulary was
//! written. The vocabulary is steered by the odd ones alone; the even ones stand for texts that nobody
//! here has seen.

use super::migration;
use super::reading::Reading;
use crate::domain::testing::linked_deal;
use crate::domain::{Deal, IsMigration, Records};

struct Labelled<'a> {
    answer: &'a str,
    line: &'a str,
    deal: Deal,
}

fn labelled_deals() -> Vec<Labelled<'static>> {
    let file = include_str!("../../tests/migration_deals.txt");
    file.lines().filter(|line| !line.starts_with('#')).map(labelled).collect()
}

fn labelled(line: &str) -> Labelled<'_> {
    let columns: Vec<&str> = line.split('|').collect();
    let [answer, _language, name, description, problem, other] = columns[..] else {
        panic!("six columns: {line}");
    };
    Labelled { answer, line, deal: deal(name, description, problem, other) }
}

fn deal(name: &str, description: &str, problem: &str, other: &str) -> Deal {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let field = |key: &str| {
        let mut pairs = other.split(';').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value.to_owned())
    };
    let mut deal = linked_deal();
    if let Records::Linked { crm, ace, .. } = &mut deal.records {
        crm.name = filled(name);
        crm.description = filled(description);
        crm.migration_type = field("migration_type");
        crm.deal_type = field("deal_type");
        crm.product = None;
        crm.source_environment = field("source");
        crm.target_environment = field("target");
        ace.title = None;
        ace.problem = filled(problem);
        ace.apn_programs = field("apn").into_iter().collect();
        ace.use_cases = field("use_case").into_iter().collect();
    }
    deal
}

/// How often "yes" is right, and how many of the migrations are found. An `unclear` counts as not yes:
/// it costs recall where the answer is yes, and precision nowhere.
struct Score {
    called_yes: usize,
    rightly: usize,
    migrations: usize,
    wrong: Vec<String>,
}

fn score(deals: &[&Labelled]) -> Score {
    let mut score = Score { called_yes: 0, rightly: 0, migrations: 0, wrong: Vec::new() };
    for labelled in deals {
        let (is_migration, evidence) = judge(&labelled.deal);
        let called_yes = is_migration == IsMigration::Yes;
        let is_one = labelled.answer == "yes";
        score.called_yes += usize::from(called_yes);
        score.migrations += usize::from(is_one);
        score.rightly += usize::from(called_yes && is_one);
        if is_migration.name() != labelled.answer {
            score.wrong.push(format!("{}: {} {evidence:?}", is_migration.name(), labelled.line));
        }
    }
    score
}

fn judge(deal: &Deal) -> (IsMigration, Vec<String>) {
    migration::judge(deal, &Reading::of(deal))
}

fn assert_goals(half: usize) {
    let deals = labelled_deals();
    let deals: Vec<&Labelled> = deals.iter().skip(half).step_by(2).collect();
    let score = score(&deals);
    let says = format!(
        "{} called yes, {} of them rightly, of {} migrations",
        score.called_yes, score.rightly, score.migrations
    );
    eprintln!("half {half}: {says} of {} wrong {}", deals.len(), score.wrong.len());
    if half == 0 {
        eprintln!("{:#?}", score.wrong);
    }
    assert!(score.rightly * 100 >= score.called_yes * 95, "precision: {says}");
    assert!(score.rightly * 100 >= score.migrations * 90, "recall: {says}");
}

#[test]
fn the_deals_by_which_the_vocabulary_is_steered_reach_the_goals() {
    assert_goals(0);
}

#[test]
fn the_deals_held_back_reach_the_goals_too() {
    assert_goals(1);
}

#[test]
fn every_evidence_quotes_words_that_stand_in_the_deal() {
    for labelled in labelled_deals() {
        for evidence in judge(&labelled.deal).1 {
            let quoted = evidence.split('"').skip(1).step_by(2);
            for words in quoted {
                assert!(labelled.line.contains(words), "{words:?} in {}", labelled.line);
            }
        }
    }
}

#[test]
fn probe() {
    let Ok(path) = std::env::var("PROBE") else { return };
    let text = std::fs::read_to_string(path).expect("a file");
    let deals: Vec<String> = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| {
            let n = l.matches('|').count();
            if n == 5 {
                l.to_owned()
            } else {
                let mut p: Vec<&str> = l.split('|').collect();
                p.resize(3, "");
                format!("{}|xx|{}|{}||", p[0].split('/').next().unwrap_or(""), p[1], p[2])
            }
        })
        .collect();
    let labelled: Vec<Labelled> = deals.iter().map(|l| labelled(l)).collect();
    let s = score(&labelled.iter().collect::<Vec<_>>());
    eprintln!(
        "PROBE called {} right {} of {} n {}",
        s.called_yes,
        s.rightly,
        s.migrations,
        labelled.len()
    );
    for w in s.wrong {
        eprintln!("{w}");
    }
}
