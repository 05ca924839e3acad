//! Holds every rule to the fields that its card declares.

use super::all;
use super::testing::{POOR, failing_deals, families};
use crate::domain::testing_blank::blank;
use crate::domain::{Fact, Field, Outcome};

#[test]
fn every_rule_fails_on_at_least_one_of_the_deals_of_its_family() {
    for (rules, deals) in families() {
        for rule in rules {
            let fails = |deal| matches!(rule.judge(deal, &POOR), Outcome::Fail(_));
            let family = rule.code[..3].to_lowercase();
            assert!(deals.iter().any(fails), "{} needs a deal in testing/{family}.rs", rule.code);
        }
    }
}

#[test]
fn rules_read_only_the_fields_they_declare() {
    for deal in failing_deals() {
        for rule in all() {
            let before = (rule.check)(&deal, &POOR);
            for field in Field::ALL.iter().filter(|field| !rule.reads.contains(field)) {
                let mut blanked = deal.clone();
                blank(&mut blanked.deal, *field);
                let after = (rule.check)(&blanked, &POOR);
                assert_eq!(before, after, "{} reads {field} without declaring it", rule.code);
            }
        }
    }
}

#[test]
fn rules_ask_only_for_fields_that_they_declare() {
    for deal in failing_deals() {
        for rule in all() {
            for field in rule.reads {
                let mut blanked = deal.clone();
                blank(&mut blanked.deal, *field);
                if let Outcome::Unknown(Fact::Field(wanting)) = (rule.check)(&blanked, &POOR) {
                    assert!(rule.reads.contains(&wanting), "{} asks for {wanting}", rule.code);
                }
            }
        }
    }
}

#[test]
fn what_was_found_is_told_in_whole_sentences_about_a_declared_field() {
    for deal in failing_deals() {
        for rule in all() {
            let Outcome::Fail(found) = rule.judge(&deal, &POOR) else { continue };
            assert!(!found.is_empty(), "{} fails without a finding", rule.code);
            for evidence in found {
                for text in [&evidence.message, &evidence.fix] {
                    assert!(text.ends_with('.') && !text.contains(".."), "{}: {text}", rule.code);
                    assert!(text.starts_with(char::is_uppercase), "{}: {text}", rule.code);
                }
                assert!(!evidence.expected.is_empty(), "{}", rule.code);
                if let Fact::Field(field) = evidence.field {
                    assert!(rule.reads.contains(&field), "{}: {field}", rule.code);
                }
            }
        }
    }
}
