//! About: how to read the workbook, the rules, the inputs, the settings, and what the audit cannot see.

use std::collections::BTreeMap;

use super::Report;
use crate::domain::previous_workbook::{AS_OF_LINE, PERIOD_LINE, RULE_SET_LINE, columns_in_words};
use crate::domain::{InputReport, RuleCount, Setting, Severity, grouped};
use crate::report::sheet::{Cell, Column, Content, Page, Sheet, Style, Tab, Table, row_number};
use crate::report::words;
use crate::rules::{RULE_SET_VERSION, Rule};

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    Sheet { name: "About", tab: Tab::Grey, content: Content::Page(page(report)) }
}

/// On which row of the sheet, counted from 1, each rule stands.
pub(super) fn rows_of_rules(report: &Report) -> BTreeMap<&'static str, u32> {
    let page = page(report);
    let header =
        page.tables.iter().find(|(_, table)| table.name == "tblRules").map(|(row, _)| *row);
    let first = header.unwrap_or_default() + 2;
    (first..).zip(report.rules).map(|(row, rule)| (rule.code, row)).collect()
}

fn page<'a>(report: &'a Report) -> Page<'a> {
    let mut page = Page {
        widths: vec![26.0, 34.0, 16.0, 44.0, 44.0, 14.0, 14.0, 14.0, 14.0, 34.0, 34.0],
        is_protected: true,
        ..Page::default()
    };
    page.put(0, 0, Style::Title, "About this audit");
    let mut row = 2;
    row = lines(&mut page, row, "How to read this workbook", &how_to_read(report));
    row = sheet_list(&mut page, row, report);
    row = table(&mut page, row, "Inputs", Table::new("tblInputs", INPUTS, inputs(report)));
    // Settings name the PDM and who approved what.
    if !report.is_for_leadership() {
        let settings = Table::new("tblSettings", SETTINGS, &report.audit.settings);
        row = table(&mut page, row, "Settings in force", settings);
    }
    let rules = rule_lines(report);
    row = table(&mut page, row, "Rules", Table::new("tblRules", &RuleLine::COLUMNS, rules));
    row = glossary(&mut page, row);
    row = lines(&mut page, row, "Questions only your PDM can answer", &owned(PDM_QUESTIONS));
    row = lines(&mut page, row, "What this audit cannot see", &cannot_see(report));
    lines(&mut page, row, "How it was made", &versions(report));
    page
}

fn how_to_read(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = if report.is_for_leadership() {
        vec![
            "Start with Summary: one page that says how much and how urgent.".into(),
            "Deals lists the deals, the most urgent first, with the next action for each.".into(),
            "This is leadership's workbook: nobody is named and nobody writes in it. The full one holds the findings, the evidence and the notes.".into(),
        ]
    } else {
        vec![
            "Start with Summary: one page that says how much, how urgent, and who.".into(),
            "Work through Deals from the top: the most urgent deals come first, with the next action for each.".into(),
            "Look a problem up on Findings; ask \"why does it say that?\" on Evidence.".into(),
            "Decide on the pairs that Matches shows as Review: they are not counted as in ACE until somebody does. Who knows the counterpart of something unmatched enters its id there and decides Same.".into(),
        ]
    };
    lines.extend([
        "A verdict is a screening of your own data, never a decision or a promise by AWS.".into(),
        "Severity is a property of the rule. Urgency is the window, and only the window.".into(),
        "A blank cell means not known. It is never zero, and never counted as fine.".into(),
        format!("Applications are read from {}.", words::funding(report.audit.funding)),
    ]);
    lines
}

/// The inputs; for leadership without the folders, which may be named after a person.
fn inputs(report: &Report) -> Vec<InputReport> {
    let mut inputs = report.audit.inputs.clone();
    if report.is_for_leadership() {
        for input in &mut inputs {
            let name = input.path.rsplit(['/', '\\']).next().unwrap_or_default();
            input.path = name.to_owned();
        }
    }
    inputs
}

const GLOSSARY: &[(&str, &str)] = &[
    (
        "AWS ARR",
        "Annual AWS revenue in US dollars: 12 × the monthly figure in ACE; the CRM's where that is blank, a placeholder or a factor of 12 off. Never the deal amount.",
    ),
    ("Looks eligible", "Nothing known speaks against MAP funding."),
    ("Cannot tell", "A fact that decides is missing; Deals names it."),
    ("Recoverable", "A phase can still be applied for, and no request waits for an answer."),
    ("In flight", "An application is submitted and not yet decided."),
    ("Captured", "Approved, claimed, or funded by another programme."),
    (
        "Lost",
        "Nothing can be had any more: the work started without an application, as MAP is not retroactive, or a request ended without money.",
    ),
    ("Not applicable", "Not a migration, or not eligible: there is no money to ask for."),
    ("Clean", "No finding, now or before."),
    (
        "Open, Closing",
        "Phase states: nothing filed and time left; nothing filed and the last day to apply near or passed, the start still ahead.",
    ),
    (
        "Unknown, Closed",
        "Nothing filed and no start known; nothing filed and the phase has started.",
    ),
    (
        "Applied, Approved, Claimed",
        "A request is filed; approved, the claim not completed; completed.",
    ),
    (
        "Lapsed, Elsewhere, Waived",
        "A request ended without money; another programme pays; a person set it aside.",
    ),
    (
        "Funnel step",
        "How far a deal has come, each step only after all before it: 1 may be eligible, 2 found in ACE, 3 marked as MAP, 4 AWS ARR present, 5 applied, 6 approved, 7 claimed; 0 is not considered.",
    ),
];

/// Source: questions that public AWS documents leave open.
const PDM_QUESTIONS: &[&str] = &[
    "Current rates and caps per phase and tier.",
    "ARR floor for MAP Lite and for full MAP.",
    "Whether OLA, MPA or Migration Evaluator output is required.",
    "Who approves above which amount.",
    "The exact lead time for a first submission.",
    "Whether credits, EDP/PPA and SPI stack.",
    "Which tag regime the agreement uses.",
    "What evidence each milestone needs.",
    "Whether PRM compliance gates our requests today.",
];

fn cannot_see(report: &Report) -> Vec<String> {
    let amounts = if report.audit.assumptions.rates.iter().any(Option::is_some) {
        "Funding amounts: AWS publishes no rates, so the estimates rest on those of the sheet Assumptions."
    } else {
        "Funding amounts: AWS publishes no rates, so only the AWS revenue at stake is shown."
    };
    owned(&[
        "Deals and opportunities that the exports do not hold: check filters, row limits and the user's rights in both systems.",
        "Talks with AWS that nobody wrote down.",
        amounts,
        "Whether AWS will approve: approval is AWS's decision.",
    ])
}

#[rustfmt::skip]
pub(super) const INPUTS: &[Column<InputReport>] = &[
    Column { header: "File", width: 26.0, cell: |input| input.path.as_str().into() },
    Column { header: "SHA-256", width: 34.0, cell: |input| Cell::Id(input.sha256.clone()) },
    Column { header: "Is", width: 16.0, cell: |input| input.role.title().into() },
    Column { header: "Profile", width: 44.0, cell: |input| input.profile.as_str().into() },
    Column { header: "Newest record", width: 44.0, cell: |input| Cell::date(input.newest_record) },
    Column { header: "Rows read", width: 14.0, cell: |input| Cell::count(input.rows_read) },
    Column { header: "Rows used", width: 14.0, cell: |input| Cell::count(input.rows_used) },
    Column { header: "Rows set aside", width: 14.0, cell: |input| Cell::count(input.rows_set_aside) },
    Column { header: "Rows ignored", width: 14.0, cell: |input| Cell::count(input.rows_ignored) },
    Column { header: "Columns", width: 34.0, cell: |input| in_one_line(columns_in_words(&input.columns)) },
    Column { header: "Not mapped", width: 34.0, cell: |input| in_one_line(input.unmapped_headers.join("; ")) },
];

/// A long text that the next run reads, as ids are shown: people would scroll past a row as high as a page.
fn in_one_line(text: String) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Id(text) }
}

pub(super) const SETTINGS: &[Column<Setting>] = &[
    Column { header: "Setting", width: 26.0, cell: |setting| setting.key.as_str().into() },
    Column { header: "Value", width: 34.0, cell: |setting| Cell::text(Some(&setting.value)) },
    Column { header: "From", width: 16.0, cell: |setting| Cell::text(Some(setting.source)) },
];

pub(super) struct RuleLine<'a> {
    rule: &'a Rule,
    /// The severity that the configuration gives it, if it is another one.
    overridden: Option<Severity>,
    count: RuleCount,
}

impl RuleLine<'_> {
    #[rustfmt::skip]
    pub(super) const COLUMNS: [Column<Self>; 10] = [
        Column { header: "Code", width: 26.0, cell: |line| line.rule.code.into() },
        Column { header: "Title", width: 34.0, cell: |line| words::rule_title(line.rule.name).into() },
        Column { header: "Severity", width: 16.0, cell: |line| words::severity_cell(Some(line.overridden.unwrap_or(line.rule.severity))) },
        Column { header: "What it checks", width: 44.0, cell: |line| line.rule.summary.into() },
        Column { header: "Source", width: 44.0, cell: |line| line.rule.source.into() },
        Column { header: "Overridden from", width: 14.0, cell: |line| words::severity_cell(line.overridden.map(|_| line.rule.severity)) },
        Column { header: "Deals that pass", width: 14.0, cell: |line| Cell::count(line.count.passed) },
        Column { header: "Deals that fail", width: 14.0, cell: |line| Cell::count(line.count.failed) },
        Column { header: "Not applicable", width: 14.0, cell: |line| Cell::count(line.count.not_applicable) },
        Column { header: "Could not be judged", width: 34.0, cell: not_judged },
    ];
}

fn rule_lines<'a>(report: &Report<'a>) -> Vec<RuleLine<'a>> {
    let of_rule = |rule: &Rule| {
        let counted = report.audit.rule_counts.iter().find(|(code, _)| *code == rule.code);
        counted.map(|(_, count)| count.clone()).unwrap_or_default()
    };
    let overridden = |rule: &Rule| {
        let severity = report.audit.severities.get(rule.code).copied();
        severity.filter(|severity| *severity != rule.severity)
    };
    let lines = report.rules.iter().copied();
    lines
        .map(|rule| RuleLine { rule, overridden: overridden(rule), count: of_rule(rule) })
        .collect()
}

fn not_judged(line: &RuleLine) -> Cell {
    let fields: Vec<_> = line
        .count
        .unknown
        .iter()
        .map(|(field, count)| format!("{} for want of {}", grouped((*count).into()), field.label()))
        .collect();
    Cell::text(Some(&fields.join(", ")))
}

fn versions(report: &Report) -> Vec<String> {
    let mut versions = vec![
        format!("Tool: mapaudit {}", env!("CARGO_PKG_VERSION")),
        format!("{RULE_SET_LINE}{RULE_SET_VERSION}"),
        format!("{AS_OF_LINE}{}", report.audit.as_of),
        format!("Settings, SHA-256: {}", report.audit.config_hash),
    ];
    versions.extend(report.audit.period.as_ref().map(|period| format!("{PERIOD_LINE}{period}")));
    versions
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Writes a heading and lines; returns the row where the next block begins.
fn lines(page: &mut Page, row: u32, heading: &str, texts: &[String]) -> u32 {
    page.put(row, 0, Style::Heading, heading);
    let mut next = row + 1;
    for text in texts {
        page.put(next, 0, Style::Body, text.as_str());
        next += 1;
    }
    next + 1
}

fn sheet_list(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, 0, Style::Heading, "Sheets");
    let mut next = row + 1;
    for card in report.sheets() {
        let link =
            Cell::Link { text: card.name.into(), url: format!("internal:'{}'!A1", card.name) };
        page.put(next, 0, Style::Body, link);
        page.put(next, 1, Style::Body, card.purpose);
        next += 1;
    }
    next + 1
}

fn table<'a>(page: &mut Page<'a>, row: u32, heading: &str, table: Table<'a>) -> u32 {
    page.put(row, 0, Style::Heading, heading);
    let rows = row_number(table.rows.max(1));
    page.tables.push((row + 1, table));
    row + rows + 3
}

fn glossary(page: &mut Page, row: u32) -> u32 {
    page.put(row, 0, Style::Heading, "Words");
    let mut next = row + 1;
    for (word, meaning) in GLOSSARY {
        page.put(next, 0, Style::Body, *word);
        page.put(next, 1, Style::Body, *meaning);
        next += 1;
    }
    next + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FixIn, Outcome};
    use crate::portfolio::testing::audit;
    use crate::portfolio::{Audit, Portfolio};
    use crate::rules::Subject;

    const RULE: Rule = Rule {
        code: "TIM001",
        name: "started-without-application",
        severity: Severity::High,
        summary: "An application comes before the work starts.",
        why: "MAP is not retroactive.",
        fix: "Apply before the start.",
        fix_in: FixIn::PartnerCentral,
        source: "guide",
        subject: Subject::JudgedMigrations,
        reads: &[],
        check: |_, _| Outcome::Pass,
    };

    #[test]
    fn a_severity_that_the_configuration_changed_is_shown_with_the_original() {
        let mut audit = audit();
        audit.findings.clear();
        let overridden = |audit: &Audit| {
            rule_lines(&Report::new(&Portfolio::new(audit), &[&RULE]))[0].overridden
        };
        assert_eq!(overridden(&audit), None);
        audit.severities.insert("TIM001", Severity::Critical);
        assert_eq!(overridden(&audit), Some(Severity::Critical));
    }

    #[test]
    fn a_rule_is_shown_with_how_the_deals_fared() {
        let audit = audit();
        let report = Report::new(&Portfolio::new(&audit), &[&RULE]);
        assert_eq!(rule_lines(&report)[0].count.failed, 1);
    }

    #[test]
    fn the_row_of_a_rule_is_the_one_it_stands_on() {
        let audit = audit();
        let report_rules: Vec<&Rule> = vec![&RULE];
        let portfolio = Portfolio::new(&audit);
        let report = Report::new(&portfolio, &report_rules);
        let row = rows_of_rules(&report)["TIM001"];
        let page = page(&report);
        let (header, table) = page.tables.iter().find(|(_, it)| it.name == "tblRules").unwrap();
        let place = usize::try_from(row - header - 2).unwrap();
        assert_eq!(table.row(place)[0], "TIM001".into());
    }

    #[test]
    fn every_sheet_is_listed_with_a_link_to_it() {
        let audit = audit();
        let portfolio = Portfolio::new(&audit);
        let report = Report::new(&portfolio, &[]);
        let Content::Page(page) = sheet(&report).content else { unreachable!() };
        let links = page.cells.iter().filter(|placed| matches!(placed.cell, Cell::Link { .. }));
        assert_eq!(links.count(), report.sheets().count());
    }
}
