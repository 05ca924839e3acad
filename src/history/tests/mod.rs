//! The previous run against this one, on values: a deal, its findings and the workbook of the last run.

mod causes;
mod entries;
mod runs;

use super::*;
use crate::domain::testing::{AS_OF, criteria_all, crm_only, date, linked_with_crm};
use crate::domain::{
    Application, Arr, ArrBasis, Capture, Criterion, Decimal, Evidence, FindingState, FixIn,
    IsMigration, PhaseState, PhaseWindow, PlannedStart, PreviousTable, Requested, Screening,
    StartBasis, Verdict, Window,
};

pub(super) fn screened(deal: Deal, capture: Capture, window: Window) -> ScreenedDeal {
    let start = PlannedStart { date: date(2026, 9, 1), basis: StartBasis::ProjectStart };
    let state = match window {
        Window::Closing => PhaseState::Closing,
        Window::Open => PhaseState::Open,
        Window::Unknown => PhaseState::Unknown,
        Window::Closed => PhaseState::Closed,
    };
    let screening = Screening {
        is_migration: IsMigration::Yes,
        migration_evidence: Vec::new(),
        criteria: criteria_all(&Criterion::NotApplicable),
        verdict: Verdict::LooksEligible,
        source_on_aws: None,
        blockers: Vec::new(),
        missing_fields: Vec::new(),
        phases: [PhaseWindow { state, start: Some(start) }; 3],
        window: Some(window),
        next_phase: None,
        planned_start: Some(start),
        apply_by: None,
        days_left: None,
        arr: Arr {
            usd: Some(Decimal::from(96_000)),
            basis: ArrBasis::BothAgree,
            crm_usd: None,
            ace_usd: None,
            placeholder: None,
        },
        estimates: None,
        requested: Requested::default(),
        application: Application::None,
        capture,
    };
    ScreenedDeal { deal, screening }
}

pub(super) fn deal() -> ScreenedDeal {
    screened(crm_only(|_| {}), Capture::Recoverable, Window::Open)
}

pub(super) fn finding(code: &'static str, deal: &ScreenedDeal) -> Finding {
    let evidence = Evidence {
        message: format!("{code} was found."),
        fix: String::new(),
        fix_in: FixIn::Ace,
        field: Field::AceId.into(),
        crm_value: Some("as before".into()),
        ace_value: None,
        expected: "".into(),
        phase: None,
        request_id: None,
        like_before: 0,
    };
    Finding {
        id: crate::domain::finding_id(Some(deal.deal.key()), code, &evidence),
        code,
        name: "a-defect",
        severity: Severity::High,
        state: FindingState::New,
        deal: Some(0),
        evidence,
        first_seen: AS_OF,
        runs_seen: 1,
        waiver: None,
    }
}

pub(super) fn table(headers: &[&str], rows: &[&[&str]]) -> PreviousTable {
    let cell = |text: &&str| match text.parse() {
        _ if text.is_empty() => None,
        Ok(date) => Some(TypedCell::Date(date)),
        Err(_) => Some(TypedCell::Text((*text).to_owned())),
    };
    PreviousTable {
        headers: headers.iter().map(|header| (*header).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

const DEAL_HEADERS: [&str; 13] = [
    "Deal id",
    "State",
    "Customer",
    "Deal",
    "Outcome",
    "Verdict",
    "Window",
    "Planned start",
    "AWS ARR",
    "Notes",
    "Assess",
    "Mobilize",
    "Migrate",
];

/// The workbook of a run that found [`deal`] with these findings, by code.
pub(super) fn last_run(codes: &[&'static str]) -> PreviousWorkbook {
    let deal = deal();
    let shown_id = format!("D-{}", &deal.deal.fingerprint()[..6]);
    let ids: Vec<String> = codes.iter().map(|code| finding(code, &deal).id).collect();
    let findings: Vec<Vec<&str>> = ids
        .iter()
        .zip(codes)
        .map(|(id, code)| {
            vec![id.as_str(), "New", *code, &shown_id, "as before", "2026-07-01", "3"]
        })
        .collect();
    let findings: Vec<&[&str]> = findings.iter().map(Vec::as_slice).collect();
    let of_deal: &[&str] = &[
        &shown_id,
        "New",
        "Acme Robotics",
        "Move",
        "Recoverable",
        "Looks eligible",
        "Open",
        "2026-09-01",
        "96000",
        "call Ana",
        "Open",
        "Open",
        "Open",
    ];
    let crm_id = deal.deal.crm().unwrap().id.as_str();
    PreviousWorkbook {
        path: "last.xlsx".into(),
        saved: None,
        copied: Vec::new(),
        tables: BTreeMap::from([
            ("tblDeals", table(&DEAL_HEADERS, &[of_deal])),
            (
                "tblEvidence",
                table(&["Deal id", "Match", "CRM id"], &[&[&shown_id, "CRM only", crm_id]]),
            ),
            (
                "tblFindings",
                table(
                    &["Finding", "State", "Code", "Deal id", "CRM says", "First seen", "Runs"],
                    &findings,
                ),
            ),
            (
                "tblRules",
                table(
                    &["Code", "Severity", "What it checks"],
                    &[&["ATT001", "High", "x"], &["TIM003", "High", "x"]],
                ),
            ),
        ]),
        lines: vec!["As of: 2026-07-01".into(), "Rule set: 1".into()],
    }
}

pub(super) fn concluded(
    workbook: &PreviousWorkbook,
    deals: &[ScreenedDeal],
    findings: &mut [Finding],
    severity: Severity,
) -> History {
    let memory = remember(std::slice::from_ref(workbook), &[], &[], None).unwrap();
    let mut rules = asked(&["ATT001", "TIM003"], Severity::High);
    rules.extend(asked(&["ATT001"], severity));
    memory.conclude(Found { rules, ..found(&mut deals.to_vec(), findings) })
}

/// What a run found by rules of high severity, which could judge every deal, and would have found on any other day.
pub(super) fn found<'run>(
    deals: &'run mut [ScreenedDeal],
    findings: &'run mut [Finding],
) -> Found<'run> {
    let is_clean = findings.is_empty();
    Found {
        deals,
        out_of_scope: &[],
        findings,
        waivers: &[],
        rules: asked(&["ATT001", "TIM003"], Severity::High),
        rule_set: "1",
        inputs: &[],
        settings: &[],
        as_of: AS_OF,
        period: None,
        on_day: &|deal, _| deal.clone(),
        judged_on: if is_clean { &|_, _, _| Outcome::Pass } else { &fails },
    }
}

/// What a rule says that finds [`finding`].
pub(super) fn fails(code: &str, deal: &ScreenedDeal, _: NaiveDate) -> Outcome {
    let codes = ["ATT001", "TIM003", "APP003"].into_iter().filter(|it| *it == code);
    Outcome::Fail(codes.map(|code| finding(code, deal).evidence).collect())
}

/// Rules that were asked, of which APP003 is found by the day on which the PDM was told.
pub(super) fn asked(
    codes: &[&'static str],
    severity: Severity,
) -> BTreeMap<&'static str, AskedRule> {
    let reads = |code: &str| -> &'static [Field] {
        match code {
            "TIM003" => &[Field::MapStatus],
            "APP003" => &[Field::PdmNotifiedDate],
            _ => &[],
        }
    };
    let rule = |code: &'static str| (code, AskedRule { severity, reads: reads(code) });
    codes.iter().copied().map(rule).collect()
}

pub(super) fn changes(history: &History) -> Vec<(&str, &str, &str, Because)> {
    let changes = history.changes.iter();
    changes.map(|it| (&*it.about, &*it.was, it.now(), it.because)).collect()
}
