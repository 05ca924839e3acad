//! Asks every rule about every deal.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::app::request_without_ace;
use super::{Rule, RuleContext, Subject, all};
use crate::domain::{
    Deal, Evidence, Finding, FindingState, FundRequest, Outcome, RuleCount, ScreenedDeal, Severity,
    finding_id, tell_apart,
};

/// How many deals one core judges at a time: enough that handing them out costs nothing.
const DEALS_AT_A_TIME: usize = 1_024;

/// How many deals are judged before their findings are put with the others: all at once would hold every finding of a
/// large run twice for a moment.
const DEALS_IN_A_BATCH: usize = 64 * DEALS_AT_A_TIME;

/// The findings, and how the deals fared under each rule, in the order of the catalogue. `severities` holds what the
/// configuration makes of a rule's severity, by code.
///
/// Findings of deals come first, by deal and code, then those about the partner, then those of fund requests without a
/// deal, which count for none. The same deals give the same answer on any number of cores.
pub fn evaluate(
    deals: &[ScreenedDeal],
    of_no_deal: &[FundRequest],
    cx: &RuleContext,
    severities: &BTreeMap<&'static str, Severity>,
) -> (Vec<Finding>, Vec<(&'static str, RuleCount)>) {
    let mut findings = Vec::new();
    let mut of_partner = BTreeMap::new();
    let mut counts: Vec<_> = all().map(|rule| (rule.code, RuleCount::default())).collect();
    let batches = deals.chunks(DEALS_IN_A_BATCH).enumerate();
    let judged = batches.flat_map(|(batch, deals)| {
        let first_place = batch * DEALS_IN_A_BATCH;
        let chunks = deals.par_chunks(DEALS_AT_A_TIME).enumerate();
        let place = |chunk: usize| first_place + chunk * DEALS_AT_A_TIME;
        let judged = chunks.map(|(chunk, deals)| judge(deals, place(chunk), cx, severities));
        judged.collect::<Vec<_>>()
    });
    for (chunk_findings, chunk_counts) in judged {
        for finding in chunk_findings {
            match finding.deal {
                Some(_) => findings.push(finding),
                None => _ = of_partner.entry(finding.id.clone()).or_insert(finding),
            }
        }
        for ((_, total), count) in counts.iter_mut().zip(chunk_counts) {
            add(total, count);
        }
    }
    let mut of_partner: Vec<Finding> = of_partner.into_values().collect();
    of_partner.sort_by_key(|finding| finding.code);
    findings.extend(of_partner);
    let rule = &request_without_ace::RULE;
    let severity = rule.severity_in(severities);
    let mut of_no_deal: Vec<_> =
        of_no_deal.iter().filter_map(request_without_ace::of_no_deal).collect();
    tell_apart(None, &mut of_no_deal);
    findings
        .extend(of_no_deal.into_iter().map(|evidence| finding(rule, severity, None, evidence, cx)));
    (findings, counts)
}

/// Judges neighbouring deals, of which the first stands at `first_place`. The counts are in the
/// order of the catalogue.
fn judge(
    deals: &[ScreenedDeal],
    first_place: usize,
    cx: &RuleContext,
    severities: &BTreeMap<&'static str, Severity>,
) -> (Vec<Finding>, Vec<RuleCount>) {
    let mut findings = Vec::new();
    let mut counts: Vec<_> = all().map(|_| RuleCount::default()).collect();
    for (place, deal) in deals.iter().enumerate() {
        let of_deal = findings.len();
        for (rule, count) in all().zip(&mut counts) {
            match rule.judge(deal, cx) {
                Outcome::Pass => count.passed += 1,
                Outcome::NotApplicable => count.not_applicable += 1,
                Outcome::Unknown(fact) => *count.unknown.entry(fact).or_default() += 1,
                Outcome::Fail(found) => {
                    count.failed += 1;
                    let severity = rule.severity_in(severities);
                    let place = first_place + place;
                    let of_deal = (rule.subject != Subject::Partner).then_some((place, &deal.deal));
                    let finding = |evidence| finding(rule, severity, of_deal, evidence, cx);
                    findings.extend(found.into_iter().map(finding));
                }
            }
        }
        findings[of_deal..].sort_by_key(|finding| finding.code);
    }
    (findings, counts)
}

fn finding(
    rule: &Rule,
    severity: Severity,
    of_deal: Option<(usize, &Deal)>,
    mut evidence: Evidence,
    cx: &RuleContext,
) -> Finding {
    // Formatted texts have room to grow, which a million findings would hold on to.
    evidence.message.shrink_to_fit();
    evidence.fix.shrink_to_fit();
    Finding {
        id: finding_id(of_deal.map(|(_, deal)| deal.key()), rule.code, &evidence),
        code: rule.code,
        name: rule.name,
        severity,
        state: FindingState::New,
        deal: of_deal.map(|(place, _)| place),
        evidence,
        first_seen: cx.as_of,
        runs_seen: 1,
        waiver: None,
    }
}

fn add(total: &mut RuleCount, count: RuleCount) {
    total.passed += count.passed;
    total.failed += count.failed;
    total.not_applicable += count.not_applicable;
    for (field, deals) in count.unknown {
        *total.unknown.entry(field).or_default() += deals;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::testing::{AS_OF, linked_with_ace};
    use crate::rules::testing::{CONTEXT, failing_deals, healthy, screened};

    fn found(deals: &[ScreenedDeal]) -> (Vec<Finding>, Vec<(&'static str, RuleCount)>) {
        evaluate(deals, &[], &CONTEXT, &BTreeMap::new())
    }

    fn in_draft_and_untagged() -> ScreenedDeal {
        screened(linked_with_ace(|ace| {
            ace.apn_programs.clear();
            ace.review_status = Some(crate::domain::ReviewStatus::Draft);
            ace.mrr = None;
        }))
    }

    #[test]
    fn findings_are_ordered_by_deal_then_code() {
        let (findings, _) = found(&[in_draft_and_untagged(), healthy(), in_draft_and_untagged()]);
        let order: Vec<_> = findings.iter().map(|finding| (finding.deal, finding.code)).collect();
        let of_one = ["ARR002", "ATT002", "ATT003"];
        let expected: Vec<_> =
            [0, 2].into_iter().flat_map(|deal| of_one.map(|c| (Some(deal), c))).collect();
        assert_eq!(order, expected);
    }

    #[test]
    fn places_count_on_over_the_deals_that_are_judged_together() {
        let mut deals = vec![healthy(); DEALS_AT_A_TIME];
        deals.push(in_draft_and_untagged());
        let (findings, _) = found(&deals);
        assert_eq!(findings.first().and_then(|finding| finding.deal), Some(DEALS_AT_A_TIME));
    }

    #[test]
    fn the_counts_of_every_rule_add_up_to_the_deals() {
        let deals = failing_deals();
        let (findings, counts) = found(&deals);
        assert_eq!(counts.len(), all().count());
        for (code, count) in &counts {
            let sum = count.passed + count.failed + count.not_applicable + count.not_judged();
            assert_eq!(sum, deals.len() as u64, "{code}");
            let of_rule: BTreeSet<_> =
                findings.iter().filter(|it| it.code == *code).map(|it| it.deal).collect();
            let of_partner = of_rule.contains(&None);
            assert!(of_partner || count.failed == of_rule.len() as u64, "{code}");
        }
    }

    #[test]
    fn no_deals_give_no_findings_and_empty_counts() {
        let (findings, counts) = found(&[]);
        assert!(findings.is_empty());
        assert!(counts.iter().all(|(_, count)| *count == RuleCount::default()));
    }

    #[test]
    fn the_configuration_overrides_a_severity_and_no_other() {
        let severities = BTreeMap::from([("ATT002", Severity::Low)]);
        let (findings, _) = evaluate(&[in_draft_and_untagged()], &[], &CONTEXT, &severities);
        let severity = |code| findings.iter().find(|f| f.code == code).map(|f| f.severity);
        assert_eq!(severity("ATT002"), Some(Severity::Low));
        assert_eq!(severity("ATT003"), Some(Severity::High));
    }

    #[test]
    fn a_fund_request_of_no_deal_is_a_finding_without_one_and_counts_for_none() {
        let state = crate::domain::RequestState::Prepared;
        let request = FundRequest::new(crate::domain::testing::place("funding.csv", 3), state);
        let (findings, counts) = evaluate(&[healthy()], &[request], &CONTEXT, &BTreeMap::new());
        let found: Vec<_> = findings.iter().map(|finding| (finding.deal, finding.code)).collect();
        assert_eq!(found, [(None, "APP006")]);
        assert!(counts.iter().all(|(_, count)| count.failed == 0));
    }

    #[test]
    fn a_finding_is_first_seen_on_the_as_of_date() {
        let (findings, _) = found(&[in_draft_and_untagged()]);
        let first = findings.first().unwrap();
        assert_eq!((first.first_seen, first.runs_seen), (AS_OF, 1));
    }
}
