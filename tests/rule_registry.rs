//! Holds the catalogue of findings to its own rules: codes, names, files, texts, README.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mapaudit::portfolio::MAIN_REASONS;
use mapaudit::report::rule_reference;
use mapaudit::rules::{self, Rule, Subject};

/// Starts and ends the generated table in README.md.
const MARKERS: (&str, &str) = ("<!-- rules:start -->\n", "<!-- rules:end -->");

#[test]
fn codes_are_three_capitals_and_three_digits_and_never_given_twice() {
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        let (family, number) = rule.code.split_at(3);
        assert!(family.bytes().all(|byte| byte.is_ascii_uppercase()), "{}", rule.code);
        assert!(number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
        assert!(seen.insert(rule.code), "{} is given twice", rule.code);
    }
}

#[test]
fn names_are_kebab_case_and_never_given_twice() {
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        let is_kebab_case = rule.name.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        assert!(is_kebab_case, "{}", rule.name);
        assert!(seen.insert(rule.name), "{} is given twice", rule.name);
    }
}

#[test]
fn every_rule_file_is_registered_under_its_own_name_in_its_own_family() {
    let registered: BTreeSet<_> = rules::all().map(path_in_rules).collect();
    assert_eq!(rule_files(), registered);
}

#[test]
fn rules_stand_in_the_order_of_their_codes_within_their_family() {
    let codes: Vec<_> = rules::all().map(|rule| rule.code).collect();
    for family in codes.chunk_by(|one, next| one[..3] == next[..3]) {
        assert!(family.is_sorted(), "{family:?}");
    }
}

#[test]
fn every_text_is_made_of_sentences_on_one_line() {
    for rule in rules::all() {
        for text in [rule.summary, rule.why, rule.fix, rule.source] {
            assert!(text.starts_with(char::is_uppercase), "{}: {text}", rule.code);
            assert!(text.ends_with('.'), "{}: {text}", rule.code);
            // A pipe or a line break would tear the tables that the texts stand in.
            assert!(!text.contains(['|', '\n', '\t']), "{}: {text}", rule.code);
            assert!(!text.contains("  "), "{}: {text}", rule.code);
        }
        assert!(!rule.summary.contains(". "), "{}: a summary is one sentence", rule.code);
    }
}

#[test]
fn every_rule_declares_what_it_reads_once() {
    for rule in rules::all() {
        let reads: BTreeSet<_> = rule.reads.iter().collect();
        assert_eq!(reads.is_empty(), rule.subject == Subject::Partner, "{}", rule.code);
        assert_eq!(reads.len(), rule.reads.len(), "{} names a field twice", rule.code);
    }
}

#[test]
fn every_rule_is_found_by_its_code_and_by_its_name() {
    for rule in rules::all() {
        for wanted in [rule.code, rule.name] {
            assert_eq!(rules::find(wanted).map(|found| found.code), Some(rule.code));
        }
    }
}

#[test]
fn every_main_reason_is_shown_by_rules_that_there_are_and_none_by_two() {
    let mut known = BTreeSet::new();
    for code in MAIN_REASONS.iter().flat_map(|reason| reason.codes) {
        assert!(rules::find(code).is_some(), "{code}");
        assert!(known.insert(code), "{code} stands under two reasons");
    }
}

#[test]
fn the_table_of_rules_in_the_readme_is_up_to_date() {
    let path = in_repository("README.md");
    // A checkout on Windows may have other line ends.
    let readme = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (start, end) = MARKERS;
    let (before, rest) = readme.split_once(start).expect("README.md has the marker rules:start");
    let (table, after) = rest.split_once(end).expect("README.md has the marker rules:end");
    let expected = rule_reference::markdown();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{before}{start}{expected}{end}{after}")).unwrap();
    } else {
        assert_eq!(
            table, expected,
            "README.md is out of date; run UPDATE=1 cargo test --test rule_registry"
        );
    }
}

/// The rule files of all families, as `att/not_in_ace.rs`.
fn rule_files() -> BTreeSet<String> {
    let rules = in_repository("src/rules");
    let is_family = |name: &String| rules.join(name).is_dir() && name != "testing";
    let families = names_in(&rules).into_iter().filter(is_family);
    families
        .flat_map(|family| {
            let files = names_in(&rules.join(&family)).into_iter().filter(|file| file != "mod.rs");
            files.map(|file| format!("{family}/{file}")).collect::<Vec<_>>()
        })
        .collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is in the repository");
    entries
        .map(|entry| entry.expect("the folder can be read").file_name())
        .map(|name| name.into_string().expect("source files have plain names"))
        .collect()
}

/// Where the rule's file must stand, by its code and name.
fn path_in_rules(rule: &Rule) -> String {
    let family = rule.code[..3].to_lowercase();
    format!("{family}/{}.rs", rule.name.replace('-', "_"))
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
