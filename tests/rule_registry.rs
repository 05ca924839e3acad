//! Holds the catalogue of findings to its own rules: codes, names, files, texts, README.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use mapaudit::report::rule_reference;
use mapaudit::rules::{self, Rule};

const FAMILIES: [&str; 3] = ["att", "arr", "tim"];

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
fn every_rule_file_is_registered_under_its_own_name() {
    let files: BTreeSet<_> = FAMILIES.iter().flat_map(|family| rule_files(family)).collect();
    let registered: BTreeSet<_> = rules::all().map(path_in_rules).collect();
    assert_eq!(files, registered);
}

#[test]
fn every_family_of_rules_is_looked_at_here() {
    let folders: BTreeSet<_> = fs::read_dir(in_repository("src/rules"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders, FAMILIES.map(str::to_owned).into());
}

#[test]
fn rules_stand_in_the_order_of_their_codes_within_their_family() {
    for family in FAMILIES {
        let codes: Vec<_> = rules::all()
            .map(|rule| rule.code)
            .filter(|code| code.to_lowercase().starts_with(family))
            .collect();
        assert!(codes.is_sorted(), "{codes:?}");
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
        assert!(!reads.is_empty(), "{}", rule.code);
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
        assert_eq!(table, expected, "README.md is out of date; run UPDATE=1 cargo test");
    }
}

/// The rule files of a family, as `att/not_in_ace.rs`.
fn rule_files(family: &str) -> Vec<String> {
    fs::read_dir(in_repository("src/rules").join(family))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| file != "mod.rs")
        .map(|file| format!("{family}/{file}"))
        .collect()
}

/// Where the rule's file must stand, by its code and name.
fn path_in_rules(rule: &Rule) -> String {
    let family = rule.code[..3].to_lowercase();
    format!("{family}/{}.rs", rule.name.replace('-', "_"))
}

fn in_repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
