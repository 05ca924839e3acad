//! What people entered takes part in a run.

use super::tests::deal;
use super::*;
use crate::domain::testing::{AS_OF, crm_only, date};
use crate::domain::{Capture, Covers, Window};

#[test]
fn the_day_on_which_the_pdm_was_told_fills_a_blank_and_overrules_nothing() {
    let file = "kind,id,crm_id,ace_id,column,value,as_of\n\
                deal,,0065f00000AbCdE,,PDM told on,2026-09-01,\n";
    let memory = remember(&[], Some(("decisions.csv", file))).unwrap();
    let mut deals = [
        crm_only(|crm| crm.pdm_notified_date = None),
        crm_only(|crm| crm.pdm_notified_date = Some(date(2026, 8, 1))),
    ];
    memory.tell_when_the_pdm_was_told(&mut deals);
    let told = deals.each_ref().map(|deal| deal.crm().unwrap().pdm_notified_date);
    assert_eq!(told, [Some(date(2026, 9, 1)), Some(date(2026, 8, 1))]);
}

#[test]
fn an_entry_that_is_no_word_of_its_list_is_kept_and_told_of() {
    let file = "kind,id,crm_id,ace_id,column,value,as_of\n\
                deal,,0065f00000AbCdE,,Review status,almost,\n\
                deal,,0065f00000AbCdE,,Action due,next week,\n\
                deal,,0065f00000AbCdE,,Waive until,next year,\n";
    let memory = remember(&[], Some(("decisions.csv", file))).unwrap();
    let mut deals = [deal()];
    let found = Found {
        deals: &mut deals,
        out_of_scope: &[],
        findings: &mut [],
        waivers: &[],
        rules: BTreeMap::new(),
        rule_set: "1",
        inputs: BTreeSet::new(),
        as_of: AS_OF,
        period: None,
    };
    let history = memory.conclude(found);
    let problems: Vec<_> = history.notices.iter().map(|notice| notice.problem).collect();
    assert_eq!(problems, ["incomplete_waiver", "unknown_status", "unreadable_date"]);
    assert_eq!(history.typed_on_deal(&deals[0].deal).unwrap().len(), 3);
}

#[test]
fn a_waiver_of_a_whole_deal_sets_its_phases_aside_and_one_of_a_code_does_not() {
    let crm_id = deal().deal.crm().unwrap().id.as_str().to_owned();
    for (code, expires, expected) in [
        (None, AS_OF, None),
        (None, AS_OF.pred_opt().unwrap(), Some(Window::Open)),
        (Some("ATT001".to_owned()), AS_OF, Some(Window::Open)),
    ] {
        let mut deals = [deal()];
        let waiver = Waiver {
            covers: Covers { code, crm_id: Some(crm_id.clone()), ..Default::default() },
            reason: "agreed".into(),
            approved_by: "Head of Alliances".into(),
            expires,
            place: "mapaudit.toml, line 1".into(),
        };
        Memory::default().conclude(Found {
            deals: &mut deals,
            out_of_scope: &[],
            findings: &mut [],
            waivers: &[waiver],
            rules: BTreeMap::new(),
            rule_set: "1",
            inputs: BTreeSet::new(),
            as_of: AS_OF,
            period: None,
        });
        assert_eq!(deals[0].screening.window, expected);
        assert_eq!(deals[0].screening.capture, Capture::Recoverable);
    }
}
