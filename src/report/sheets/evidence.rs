//! Evidence: why a deal is judged as it is. Both systems side by side, one row per deal of Deals.

use chrono::NaiveDate;

use super::{DealLine, Report, header_notes};
use crate::domain::{
    AceOpportunity, AcePhase, Criteria, Criterion, CrmOpportunity, Field, Matched,
    MigrationCriteria, OpportunityType, Provenance, ScreenedDeal, Screening, fold, grouped,
    shortened,
};
use crate::history::{History, Seen};
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table, Tone};
use crate::report::words;

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let history = &report.audit.history;
    let lines: Vec<_> =
        report.shown_lines().iter().map(|line| EvidenceLine::new(line, history)).collect();
    let crm_ids = report.shown_lines().iter().filter_map(|line| line.deal.deal.crm());
    let longest = crm_ids.map(|crm| crm.id.as_str().chars().count()).max().unwrap_or_default();
    let mut table = Table::new("tblEvidence", &EvidenceLine::COLUMNS, lines)
        .fitting("CRM id", longest)
        .fitting("ACE partner CRM id", longest);
    table.frozen_columns = 3;
    table.header_notes = header_notes::OF_EVIDENCE;
    table.printed_columns = 16;
    Sheet { name: "Evidence", tab: Tab::Grey, content: Content::Table(table) }
}

/// A deal, and the fields on which its two records differ, found once for all cells.
pub(super) struct EvidenceLine<'a> {
    id: &'a str,
    deal: &'a ScreenedDeal,
    differs: Vec<Field>,
    seen: Option<Seen>,
}

impl<'a> EvidenceLine<'a> {
    fn new(line: &'a DealLine, history: &History) -> EvidenceLine<'a> {
        EvidenceLine {
            id: &line.id,
            deal: line.deal,
            differs: differing(line.deal),
            seen: history.seen(line.place),
        }
    }

    #[rustfmt::skip]
    pub(super) const COLUMNS: [Column<Self>; 54] = [
        Column { header: "Deal id", width: 11.0, cell: |line| Cell::Id(line.id.to_owned()) },
        Column { header: "Customer", width: 24.0, cell: |line| Cell::text(line.deal.deal.customer()) },
        Column { header: "Deal", width: 28.0, cell: |line| Cell::text(line.deal.deal.name()) },
        Column { header: "Match", width: 10.0, cell: |line| Matched::of(&line.deal.deal).label().into() },
        Column { header: "Match confidence", width: 11.0, cell: |line| line.deal.deal.linked().map_or(Cell::Blank, |(_, _, link)| Cell::Score(link.score)) },
        Column { header: "Match basis", width: 30.0, cell: match_basis },
        Column { header: "Migration", width: 10.0, cell: |line| words::sentence_case(line.deal.screening.is_migration.name()).into() },
        Column { header: "Migration evidence", width: 34.0, cell: |line| Cell::text(Some(&line.deal.screening.migration_words())) },
        Column { header: "Blockers", width: 30.0, cell: |line| Cell::text(Some(&line.deal.screening.blockers.join("; "))) },
        Column { header: "In ACE", width: 11.0, cell: |line| in_ace(line, |criteria| &criteria.in_ace) },
        Column { header: "Marked MAP", width: 11.0, cell: |line| in_ace(line, |criteria| &criteria.marked_map) },
        Column { header: "Migration use case", width: 11.0, cell: |line| in_ace(line, |criteria| &criteria.migration_use_case) },
        Column { header: "Scope", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.scope) },
        Column { header: "New or expanding", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.new_or_expanding) },
        Column { header: "Commitment", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.commitment) },
        Column { header: "ARR documented", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.arr_documented) },
        Column { header: "PDM aware", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.pdm_aware) },
        Column { header: "Applied in time", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.applied_in_time) },
        Column { header: "Partner", width: 11.0, cell: |line| of_migration(line, |criteria| &criteria.partner) },
        Column { header: "Evidence in words", width: 70.0, cell: in_words },
        Column { header: "Differs", width: 24.0, cell: |line| Cell::text(Some(&line.differs.iter().map(|field| field.label()).collect::<Vec<_>>().join(", "))) },
        Column { header: "CRM id", width: 20.0, cell: |line| Cell::id(line.deal.deal.crm().map(|crm| crm.id.as_str())) },
        Column { header: "CRM customer", width: 24.0, cell: |line| crm(line, Field::Customer, |crm| Cell::text(crm.customer.as_deref())) },
        Column { header: "CRM website", width: 22.0, cell: |line| crm(line, Field::Website, |crm| Cell::text(crm.website.as_deref())) },
        Column { header: "CRM stage", width: 18.0, cell: |line| crm(line, Field::Stage, |crm| Cell::text(crm.stage.as_deref())) },
        Column { header: "CRM amount", width: 13.0, cell: |line| crm(line, Field::Amount, |crm| Cell::money(crm.amount.map(|money| money.amount))) },
        Column { header: "CRM currency", width: 9.0, cell: |line| crm(line, Field::Amount, |crm| Cell::text(crm.amount.and_then(|money| money.currency).as_ref().map(crate::domain::Currency::as_str))) },
        Column { header: "CRM ARR (USD)", width: 13.0, cell: |line| crm(line, Field::Arr, |_| Cell::money(line.deal.screening.arr.crm_usd)) },
        Column { header: "CRM close", width: 11.0, cell: |line| crm(line, Field::CloseDate, |crm| Cell::date(crm.close_date)) },
        Column { header: "CRM start", width: 11.0, cell: |line| crm(line, Field::ProjectStart, |crm| Cell::date(crm.project_start)) },
        Column { header: "CRM SOW", width: 11.0, cell: |line| crm(line, Field::SowSignedDate, |crm| Cell::date(crm.sow_signed_date)) },
        Column { header: "CRM modified", width: 11.0, cell: |line| crm(line, Field::ModifiedDate, |crm| Cell::date(crm.modified_date)) },
        Column { header: "CRM source", width: 26.0, cell: |line| Cell::text(line.deal.deal.crm().map(|crm| crm.at.label()).as_deref()) },
        Column { header: "ACE id", width: 13.0, cell: |line| Cell::id(line.deal.deal.ace().map(|ace| ace.id.as_str())) },
        Column { header: "ACE customer", width: 24.0, cell: |line| ace(line, Field::Customer, |ace| Cell::text(ace.customer.as_deref())) },
        Column { header: "ACE website", width: 22.0, cell: |line| ace(line, Field::Website, |ace| Cell::text(ace.website.as_deref())) },
        Column { header: "ACE stage", width: 18.0, cell: |line| ace(line, Field::Stage, |ace| Cell::text(ace.stage_text.as_deref())) },
        Column { header: "ACE status", width: 15.0, cell: |line| ace(line, Field::ReviewStatus, |ace| Cell::text(ace.review_status_text.as_deref())) },
        Column { header: "ACE programs", width: 26.0, cell: |line| ace(line, Field::ApnPrograms, |ace| Cell::text(Some(&ace.apn_programs.join("; ")))) },
        Column { header: "ACE use case", width: 26.0, cell: |line| ace(line, Field::UseCase, |ace| Cell::text(Some(&ace.use_cases.join("; ")))) },
        Column { header: "ACE type", width: 16.0, cell: |line| ace(line, Field::OpportunityType, |ace| Cell::text(ace.opportunity_type.map(kind_of_business))) },
        Column { header: "ACE origin", width: 13.0, cell: |line| ace(line, Field::Ownership, |ace| if ace.is_aws_referral { "AWS referral" } else { "Partner" }.into()) },
        Column { header: "ACE MRR × 12 (USD)", width: 13.0, cell: |line| ace(line, Field::Mrr, |_| Cell::money(line.deal.screening.arr.ace_usd)) },
        Column { header: "ACE target close", width: 11.0, cell: |line| ace(line, Field::TargetCloseDate, |ace| Cell::date(ace.target_close_date)) },
        Column { header: "ACE submitted", width: 11.0, cell: |line| ace(line, Field::SubmittedDate, |ace| Cell::date(ace.submitted_date)) },
        Column { header: "ACE modified", width: 11.0, cell: |line| ace(line, Field::ModifiedDate, |ace| Cell::date(ace.modified_date)) },
        Column { header: "ACE migration phase", width: 12.0, cell: |line| ace(line, Field::MigrationPhase, |ace| Cell::text(ace.migration_phase.map(AcePhase::label))) },
        Column { header: "ACE partner CRM id", width: 20.0, cell: |line| ace(line, Field::PartnerCrmId, |ace| Cell::id(ace.partner_crm_id.as_deref())) },
        Column { header: "ACE AWS account", width: 15.0, cell: |line| ace(line, Field::AwsAccountId, |ace| Cell::id(ace.aws_account_id.as_deref())) },
        Column { header: "ACE source", width: 26.0, cell: |line| Cell::text(line.deal.deal.ace().map(|ace| ace.at.label()).as_deref()) },
        Column { header: "First seen", width: 11.0, cell: |line| Cell::date(line.seen.map(|seen| seen.first)) },
        Column { header: "Runs seen", width: 8.0, cell: |line| line.seen.map_or(Cell::Blank, |seen| Cell::Count(seen.runs.into())) },
        Column { header: "Last changed", width: 11.0, cell: |line| Cell::date(line.seen.and_then(|seen| seen.last_changed)) },
        Column { header: "Fingerprint", width: 13.0, cell: |line| Cell::Id(line.deal.deal.fingerprint()) },
    ];
}

fn match_basis(line: &EvidenceLine) -> Cell {
    let basis = line.deal.deal.linked().map(|(_, _, link)| {
        if link.why.is_empty() { words::link_method(link.method) } else { &link.why }
    });
    Cell::text(basis.map(|basis| shortened(&words::sentence_case(basis), MOST_BASIS)).as_deref())
}

/// As much as a row of the sheet shows; Matches has the whole.
const MOST_BASIS: usize = 150;

/// A criterion of migrations.
fn of_migration(line: &EvidenceLine, criterion: fn(&MigrationCriteria) -> &Criterion) -> Cell {
    let criteria = line.deal.screening.criteria.of_migration.as_deref();
    met(criteria.map_or(&Criterion::NotApplicable, criterion))
}

/// What ACE must hold of a migration is asked of no other deal.
fn in_ace(line: &EvidenceLine, criterion: fn(&Criteria) -> &Criterion) -> Cell {
    let criteria = &line.deal.screening.criteria;
    let is_asked = criteria.of_migration.is_some();
    met(if is_asked { criterion(criteria) } else { &Criterion::NotApplicable })
}

fn met(met: &Criterion) -> Cell {
    match met {
        Criterion::Pass(_) => Cell::word("✓ Pass", Tone::Plain),
        Criterion::Fail(_) => Cell::word("✗ Fail", Tone::High),
        Criterion::Unknown(_) => Cell::word("? Missing", Tone::Unknown),
        Criterion::NotApplicable => Cell::word("– n/a", Tone::Muted),
    }
}

/// What each criterion rests on, so that nobody needs to take a sign's word for it.
fn in_words(line: &EvidenceLine) -> Cell {
    let Some(criteria) = &line.deal.screening.criteria.of_migration else {
        return Cell::Blank;
    };
    let named = [
        ("Scope", &criteria.scope),
        ("New or expanding", &criteria.new_or_expanding),
        ("Commitment", &criteria.commitment),
        ("ARR", &criteria.arr_documented),
        ("PDM", &criteria.pdm_aware),
        ("In time", &criteria.applied_in_time),
        ("Partner", &criteria.partner),
    ];
    let sentences = named.into_iter().filter_map(|(name, met)| match met {
        Criterion::Pass(words) | Criterion::Fail(words) if !words.is_empty() => {
            Some(format!("{name}: {words}."))
        }
        Criterion::Unknown(fact) => Some(format!("{name}: {} is not known.", fact.label())),
        Criterion::Pass(_) | Criterion::Fail(_) | Criterion::NotApplicable => None,
    });
    Cell::text(Some(&sentences.collect::<Vec<_>>().join(" ")))
}

fn crm(line: &EvidenceLine, field: Field, cell: impl Fn(&CrmOpportunity) -> Cell) -> Cell {
    line.deal.deal.crm().map_or(Cell::Blank, |crm| carried(&crm.at, line, field, cell(crm)))
}

fn ace(line: &EvidenceLine, field: Field, cell: impl Fn(&AceOpportunity) -> Cell) -> Cell {
    line.deal.deal.ace().map_or(Cell::Blank, |ace| carried(&ace.at, line, field, cell(ace)))
}

/// A field that the file has no column for is not missing; one on which the systems differ stands
/// out on both sides.
fn carried(at: &Provenance, line: &EvidenceLine, field: Field, cell: Cell) -> Cell {
    if cell == Cell::Blank && !at.carries(field) {
        Cell::word("– n/a", Tone::Muted)
    } else if line.differs.iter().any(|of| is_same_fact(*of, field)) {
        Cell::Bold(Box::new(cell))
    } else {
        cell
    }
}

/// The two systems name some facts differently.
fn is_same_fact(one: Field, other: Field) -> bool {
    one == other
        || matches!(
            (one, other),
            (Field::Arr, Field::Mrr) | (Field::CloseDate, Field::TargetCloseDate)
        )
}

/// The fields on which the two records of a deal differ, as read.
fn differing(deal: &ScreenedDeal) -> Vec<Field> {
    let fields = deal.deal.linked().map(|(crm, ace, _)| {
        let screening = &deal.screening;
        [
            (Field::Customer, texts_differ(crm.customer.as_deref(), ace.customer.as_deref(), fold)),
            (Field::Website, texts_differ(crm.website.as_deref(), ace.website.as_deref(), host)),
            (Field::Country, texts_differ(crm.country.as_deref(), ace.country.as_deref(), fold)),
            (Field::CloseDate, dates_differ(crm.close_date, ace.target_close_date)),
            (Field::Arr, revenues_differ(screening)),
            (
                Field::AwsAccountId,
                texts_differ(crm.aws_account_id.as_deref(), ace.aws_account_id.as_deref(), fold),
            ),
        ]
    });
    fields.into_iter().flatten().filter_map(|(field, differs)| differs.then_some(field)).collect()
}

fn texts_differ(one: Option<&str>, other: Option<&str>, form: fn(&str) -> String) -> bool {
    matches!((one, other), (Some(one), Some(other)) if form(one) != form(other))
}

fn dates_differ(one: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

fn revenues_differ(screening: &Screening) -> bool {
    let (one, other) = (screening.arr.crm_usd, screening.arr.ace_usd);
    matches!((one, other), (Some(one), Some(other)) if grouped(one) != grouped(other))
}

/// The part of a website by which two spellings compare.
fn host(website: &str) -> String {
    let folded = fold(website);
    let bare = folded.split_once("://").map_or(folded.as_str(), |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    host.trim_start_matches("www.").to_owned()
}

fn kind_of_business(kind: OpportunityType) -> &'static str {
    match kind {
        OpportunityType::NetNewBusiness => "Net New Business",
        OpportunityType::Expansion => "Expansion",
        OpportunityType::FlatRenewal => "Flat Renewal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{linked_with_crm, place_carrying};
    use crate::portfolio::testing::audit;
    use crate::report::deal_line::deal_lines;

    #[test]
    fn spellings_of_one_website_do_not_differ() {
        let spellings = (Some("https://www.acme.example/de"), Some("Acme.example"));
        assert!(!texts_differ(spellings.0, spellings.1, host));
        assert!(texts_differ(Some("acme.example"), Some("acme.test"), host));
        assert!(!texts_differ(Some("acme.example"), None, host), "blank is no difference");
    }

    #[test]
    fn differing_fields_stand_out_on_both_sides() {
        let mut audit = audit();
        audit.deals[0].deal = linked_with_crm(|crm| crm.customer = Some("Other Ltd".into()));
        let lines = deal_lines(&audit);
        let line =
            &EvidenceLine::new(lines.iter().find(|line| line.place == 0).unwrap(), &audit.history);
        assert!(line.differs.contains(&Field::Customer));
        for header in ["CRM customer", "ACE customer"] {
            let column = EvidenceLine::COLUMNS.iter().find(|c| c.header == header).unwrap();
            assert!(matches!((column.cell)(line), Cell::Bold(_)), "{header}");
        }
    }

    #[test]
    fn what_ace_must_hold_of_a_migration_is_asked_of_no_other_deal() {
        let mut audit = audit();
        audit.deals[0].screening.criteria.in_ace = Criterion::fail("no ACE opportunity");
        let in_ace = |audit: &crate::portfolio::Audit| {
            let lines = deal_lines(audit);
            let line = lines.iter().find(|line| line.place == 0).unwrap();
            let line = EvidenceLine::new(line, &audit.history);
            let column = EvidenceLine::COLUMNS.iter().find(|it| it.header == "In ACE").unwrap();
            (column.cell)(&line)
        };
        assert_eq!(in_ace(&audit), Cell::word("✗ Fail", Tone::High));
        audit.deals[0].screening.criteria.of_migration = None;
        assert_eq!(in_ace(&audit), Cell::word("– n/a", Tone::Muted));
    }

    #[test]
    fn what_a_match_rests_on_begins_with_a_capital_and_ends_with_an_ellipsis_if_it_is_cut() {
        let mut audit = audit();
        let why = "same domain acme.example; ".repeat(9);
        let crate::domain::Records::Linked { link, .. } = &mut audit.deals[0].deal.records else {
            panic!("the first deal is linked");
        };
        link.why = why;
        let lines = deal_lines(&audit);
        let line = lines.iter().find(|line| line.place == 0).unwrap();
        let Cell::Text(basis) = match_basis(&EvidenceLine::new(line, &audit.history)) else {
            panic!("no text");
        };
        assert!(basis.starts_with("Same domain") && basis.ends_with('…'), "{basis}");
        assert_eq!(basis.chars().count(), MOST_BASIS);
    }

    #[test]
    fn the_ids_of_a_crm_fit_their_column() {
        let width = |audit: &crate::portfolio::Audit| {
            let portfolio = crate::portfolio::Portfolio::new(audit);
            let report = Report::new(&portfolio, &[]);
            let Content::Table(table) = sheet(&report).content else { unreachable!() };
            let header = table.headers.iter().find(|header| header.text == "CRM id");
            header.unwrap().width
        };
        let mut audit = audit();
        assert!((width(&audit) - 20.0).abs() < 0.1);
        let guid = "{5E0F5CB9-8F6A-4A60-B42E-9C14AE3B9D0F}";
        audit.deals[0].deal =
            linked_with_crm(|crm| crm.id = crate::domain::CrmId::new(guid).unwrap());
        assert!(width(&audit) > 38.0, "a GUID in braces has 38 characters");
    }

    #[test]
    fn a_field_that_the_file_cannot_carry_is_not_applicable_rather_than_missing() {
        let mut audit = audit();
        audit.deals[0].deal = linked_with_crm(|crm| {
            crm.at = place_carrying("crm.csv", 2, &[Field::DealId]);
            crm.sow_signed_date = None;
        });
        let lines = deal_lines(&audit);
        let line =
            &EvidenceLine::new(lines.iter().find(|line| line.place == 0).unwrap(), &audit.history);
        let sow = crm(line, Field::SowSignedDate, |crm| Cell::date(crm.sow_signed_date));
        assert_eq!(sow, Cell::word("– n/a", Tone::Muted));
    }
}
