//! Deals that are in the exports and not in this run, as those of other periods: they are not gone.

use std::collections::BTreeSet;

use super::identity::identify;
use super::previous::{PreviousRun, Written};
use crate::domain::{AceId, CrmId, Deal, ReviewedTable, ScreenedDeal};

impl PreviousRun {
    /// The previous run without what it says of deals that are out of this run's scope. What people wrote on them
    /// stays in the store.
    pub(super) fn without(mut self, out_of_scope: &[Deal], deals: &[ScreenedDeal]) -> PreviousRun {
        if out_of_scope.is_empty() {
            return self;
        }
        let all = deals.iter().map(|deal| &deal.deal).chain(out_of_scope);
        let now = identify(all, &self.deals).now;
        let is_outside = |now: &Option<usize>| now.is_some_and(|place| place >= deals.len());
        let outside: Vec<_> = self
            .deals
            .iter()
            .zip(&now)
            .filter(|(_, now)| is_outside(now))
            .map(|(deal, _)| deal.clone())
            .collect();
        let ids: BTreeSet<&str> = outside.iter().map(|deal| deal.shown_id.as_str()).collect();
        let keys: BTreeSet<&str> =
            outside.iter().flat_map(|deal| deal.keys.iter().map(|(_, id)| id.as_str())).collect();
        let findings = &self.findings;
        let is_inside = |written: &Written| match (written.table, &written.id) {
            (_, None) => true,
            (ReviewedTable::Deals, Some(id)) => !ids.contains(id.as_str()),
            (ReviewedTable::Findings, Some(id)) => {
                findings.get(id).is_none_or(|finding| !ids.contains(finding.deal_id.as_str()))
            }
            (ReviewedTable::Matches, Some(_)) => {
                let crm_key = written.crm_id.as_ref().map(CrmId::key);
                let key = crm_key.or(written.ace_id.as_ref().map(AceId::as_str));
                key.is_none_or(|key| !keys.contains(key))
            }
        };
        self.written.retain(is_inside);
        self.findings.retain(|_, finding| !ids.contains(finding.deal_id.as_str()));
        self.deals.retain(|deal| !ids.contains(deal.shown_id.as_str()));
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::{AS_OF, ace_only};
    use crate::domain::{Covers, CrmId, Deal, PreviousWorkbook, Waiver};
    use crate::history::tests::{deal, finding, found, last_run, table};
    use crate::history::{Found, History, PastFigures, remember};

    /// A run of a period to which the one deal of the exports does not belong.
    fn run_without(deal: Deal, previous: PreviousWorkbook, waivers: &[Waiver]) -> History {
        remember(&[previous], &[], &[], None).unwrap().conclude(Found {
            out_of_scope: &[deal],
            waivers,
            ..found(&mut [], &mut [])
        })
    }

    fn waiver(covers: Covers) -> Waiver {
        Waiver {
            covers,
            reason: "agreed".into(),
            approved_by: "Head of Alliances".into(),
            expires: AS_OF,
            place: "mapaudit.toml, line 1".into(),
        }
    }

    #[test]
    fn a_deal_of_another_period_is_not_gone() {
        let history = run_without(deal().deal, last_run(&["ATT001"]), &[]);
        assert_eq!((history.changes.len(), history.counts.resolved), (0, 0));
        assert!(history.decisions_file.unwrap().contains("call Ana"));
    }

    #[test]
    fn the_previous_figures_leave_out_deals_of_other_periods() {
        let history = run_without(deal().deal, last_run(&[]), &[]);
        assert_eq!(history.past, Some(PastFigures::default()));
    }

    #[test]
    fn a_waiver_that_may_concern_deals_of_another_period_is_not_called_unused() {
        let deal = deal();
        let crm_id = deal.deal.crm().unwrap().id.clone();
        let finding_id = finding("ATT001", &deal).id;
        let waivers = [
            Covers { crm_id: Some(crm_id), ..Covers::default() },
            Covers { finding_id: Some(finding_id), ..Covers::default() },
            Covers { crm_id: CrmId::new("0065f00000NoSuch"), ..Covers::default() },
        ];
        let history = run_without(deal.deal, last_run(&["ATT001"]), &waivers.map(waiver));
        let told: Vec<_> = history.notices.iter().map(|notice| notice.value.as_str()).collect();
        assert_eq!(told, ["0065f00000NoSuch"]);
    }

    #[test]
    fn notes_on_an_unmatched_opportunity_of_another_period_are_not_told_as_gone() {
        let ace = ace_only(|_| {});
        let deal_id = format!("D-{}", ace.fingerprint());
        let mut workbook = last_run(&[]);
        workbook.tables.extend([
            ("tblDeals", table(&["Deal id", "State"], &[&[&deal_id, "New"]])),
            ("tblEvidence", table(&["Deal id", "ACE id"], &[&[&deal_id, "O1234567"]])),
            (
                "tblMatches",
                table(&["Pair", "ACE id", "Notes"], &[&["P-AAAAAA", "O1234567", "asked Ana"]]),
            ),
        ]);
        let history = run_without(ace, workbook, &[]);
        assert_eq!(history.changes, []);
        assert!(history.decisions_file.unwrap().contains("asked Ana"));
    }
}
