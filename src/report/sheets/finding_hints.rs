//! What helps to weigh a finding: how sure it is, and what probably lies behind it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Finding, IsMigration, LinkMethod, Role, ScreenedDeal, grouped};
use crate::portfolio::Audit;
use crate::report::words::counted;

/// How sure a finding is: High if nothing that it rests on is in doubt, Medium with one doubt, Low with more (our
/// choice). Doubtful are a link by content alone, a match that nobody decided yet, a deal that may be no migration, and
/// for what hangs on time a start that is only inferred.
pub(super) fn confidence(finding: &Finding, deal: Option<&ScreenedDeal>) -> &'static str {
    let doubts = deal.map_or(0, |deal| {
        let ScreenedDeal { deal, screening } = deal;
        let link = deal.linked().map(|(_, _, link)| link.method);
        let start = screening.planned_start;
        let hangs_on_time = matches!(finding.code.get(..3), Some("TIM" | "APP"));
        let doubts = [
            link == Some(LinkMethod::Linkage),
            !deal.candidates.is_empty(),
            screening.is_migration == IsMigration::Unclear,
            hangs_on_time && start.is_some_and(|start| start.basis.is_weak()),
        ];
        doubts.into_iter().filter(|is_doubtful| *is_doubtful).count()
    });
    match doubts {
        0 => "High",
        1 => "Medium",
        _ => "Low",
    }
}

/// What the whole audit says of causes.
pub(super) struct Causes {
    /// The newest record of the ACE exports.
    newest_in_ace: Option<NaiveDate>,
    /// How many deals fail a rule that none passes, by its code.
    failed_by_all: BTreeMap<&'static str, u64>,
}

/// From so many deals on, that all of them fail a rule is no coincidence (our choice).
const MANY: u64 = 10;
/// By so many days one record must be older than the other to be the one that was not kept (our choice).
const FAR_APART: i64 = 30;

impl Causes {
    /// What this audit says of causes.
    pub(super) fn new(audit: &Audit) -> Causes {
        let of_ace = audit.inputs.iter().filter(|input| input.role == Role::Ace);
        let by_all = audit.rule_counts.iter().filter(|(_, count)| count.passed == 0);
        Causes {
            newest_in_ace: of_ace.filter_map(|input| input.newest_record).max(),
            failed_by_all: by_all
                .filter(|(_, count)| count.failed >= MANY)
                .map(|(code, count)| (*code, count.failed))
                .collect(),
        }
    }

    /// What probably lies behind a finding; nothing if the exports do not show it.
    pub(super) fn likely(&self, finding: &Finding, deal: Option<&ScreenedDeal>) -> Option<String> {
        self.older_export(finding, deal)
            .or_else(|| self.habit(finding))
            .or_else(|| not_kept(finding, deal))
    }

    /// A deal that is younger than the ACE export may be in ACE by now.
    fn older_export(&self, finding: &Finding, deal: Option<&ScreenedDeal>) -> Option<String> {
        let created = deal?.deal.crm()?.created_date?;
        let newest = self.newest_in_ace.filter(|newest| *newest < created)?;
        (finding.code == NOT_IN_ACE).then(|| {
            format!("The deal is of {created}, the newest record of the ACE export of {newest}: the export may be too old.")
        })
    }

    fn habit(&self, finding: &Finding) -> Option<String> {
        let failed = self.failed_by_all.get(finding.code)?;
        let deals = counted(*failed, "deal");
        Some(format!(
            "All {deals} that this rule can judge fail it: rather a habit or the export than this deal."
        ))
    }
}

const NOT_IN_ACE: &str = "ATT001";

/// Of two records that disagree, the one that was not touched for long was probably not kept.
fn not_kept(finding: &Finding, deal: Option<&ScreenedDeal>) -> Option<String> {
    let (crm, ace, _) = deal?.deal.linked()?;
    let (of_crm, of_ace) = (crm.modified_date?, ace.modified_date?);
    let evidence = &finding.evidence;
    let disagree = evidence.crm_value.is_some()
        && evidence.ace_value.is_some()
        && evidence.crm_value != evidence.ace_value;
    let days = (of_crm - of_ace).num_days();
    let (kept, older) = if days > 0 { ("CRM", "ACE") } else { ("ACE", "CRM") };
    (disagree && days.abs() > FAR_APART).then(|| {
        let days = grouped(days.abs().into());
        format!("The {older} record is {days} days older than the {kept} record: it was probably not kept up.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{date, linked_with_crm};
    use crate::domain::{PlannedStart, RuleCount, Severity, StartBasis};
    use crate::portfolio::testing::{audit, finding};

    #[test]
    fn each_doubt_makes_a_finding_less_sure() {
        let audit = audit();
        let mut deal =
            audit.deals.iter().find(|deal| deal.deal.linked().is_none()).unwrap().clone();
        deal.deal.candidates.clear();
        deal.screening.is_migration = IsMigration::Yes;
        deal.screening.planned_start = None;
        let late = finding(0, "TIM001", Severity::High);
        assert_eq!(confidence(&late, Some(&deal)), "High");
        let basis = StartBasis::CloseDate;
        deal.screening.planned_start = Some(PlannedStart { date: date(2026, 12, 1), basis });
        assert_eq!(confidence(&late, Some(&deal)), "Medium");
        assert_eq!(confidence(&finding(0, "ARR001", Severity::High), Some(&deal)), "High");
        deal.screening.is_migration = IsMigration::Unclear;
        assert_eq!(confidence(&late, Some(&deal)), "Low");
    }

    #[test]
    fn a_finding_about_the_partner_rests_on_no_link() {
        assert_eq!(confidence(&finding(0, "ELG004", Severity::Critical), None), "High");
    }

    #[test]
    fn a_deal_that_is_younger_than_the_ace_export_may_be_in_ace_by_now() {
        let mut audit = audit();
        for input in &mut audit.inputs {
            input.newest_record = Some(date(2026, 8, 1));
        }
        audit.deals[0].deal = linked_with_crm(|crm| crm.created_date = Some(date(2026, 9, 1)));
        let deal = Some(&audit.deals[0]);
        let causes = Causes::new(&audit);
        let cause = causes.likely(&finding(0, "ATT001", Severity::High), deal).unwrap();
        assert!(cause.contains("may be too old"), "{cause}");
        assert_eq!(causes.older_export(&finding(0, "ATT002", Severity::High), deal), None);
    }

    #[test]
    fn what_every_deal_fails_is_a_habit() {
        let mut audit = audit();
        audit.rule_counts = vec![("ATT002", RuleCount { failed: 40, ..RuleCount::default() })];
        let of = |audit: &Audit, code| Causes::new(audit).habit(&finding(0, code, Severity::High));
        assert!(of(&audit, "ATT002").unwrap().starts_with("All 40 deals"));
        assert_eq!(of(&audit, "ATT003"), None);
        audit.rule_counts[0].1.passed = 1;
        assert_eq!(of(&audit, "ATT002"), None);
    }

    #[test]
    fn of_two_records_that_disagree_the_one_long_untouched_was_not_kept() {
        let mut audit = audit();
        audit.deals[0].deal = linked_with_crm(|crm| crm.modified_date = Some(date(2026, 9, 1)));
        let crate::domain::Records::Linked { ace, .. } = &mut audit.deals[0].deal.records else {
            unreachable!()
        };
        ace.modified_date = Some(date(2026, 6, 1));
        let mut differs = finding(0, "ATT013", Severity::Medium);
        differs.evidence.crm_value = Some("Closed Won".into());
        differs.evidence.ace_value = Some("Qualified".into());
        let cause = not_kept(&differs, Some(&audit.deals[0])).unwrap();
        assert!(
            cause.starts_with("The ACE record is 92 days older than the CRM record"),
            "{cause}"
        );
        differs.evidence.ace_value = None;
        assert_eq!(not_kept(&differs, Some(&audit.deals[0])), None);
    }
}
