//! What the page does not say: what a screening is worth, and what could not be judged.

use super::super::Report;
use crate::domain::{Capture, DealState, Decimal, FundingData, PhaseState, grouped};
use crate::report::limits::cut_sheets;
use crate::report::sheet::{Page, Style};
use crate::report::words::{self, counted};

/// Writes the remarks over the whole width of the page.
pub(super) fn block(page: &mut Page, row: u32, report: &Report) {
    page.put(row, 0, Style::Heading, "What these figures are worth");
    for (line, remark) in (row + 1..).zip(remarks(report)) {
        page.put(line, 0, Style::Note, remark);
    }
}

fn remarks(report: &Report) -> Vec<String> {
    let mut remarks = vec![screening(report).to_owned(), not_judged(report)];
    remarks.extend(set_aside(report));
    remarks.extend(without_arr(report));
    if report.audit.funding != FundingData::File {
        let source = words::funding(report.audit.funding);
        remarks.push(format!("Applications are known from {source}."));
    }
    remarks.extend(without_rate(report));
    remarks.extend(funded_elsewhere(report));
    remarks.extend(perhaps_counted_twice(report));
    remarks.extend(waived(report));
    remarks.extend(cut_sheets(report.audit, report.most_rows, report.profile));
    if report.is_cut() {
        remarks.push(WITHOUT_FORMULAS.to_owned());
    }
    remarks
}

/// What is requested and in no sum.
fn without_rate(report: &Report) -> Option<String> {
    let amounts = words::requested_without_rate(&report.totals);
    (!amounts.is_empty()).then(|| {
        format!("Fund requests for {amounts} have no rate on Assumptions, and no part in the sums.")
    })
}

/// What another program funds is captured, and MAP may follow it all the same: whether it can, AWS decides.
fn funded_elsewhere(report: &Report) -> Option<String> {
    let screenings = report.audit.deals.iter().map(|deal| &deal.screening);
    let elsewhere = screenings.filter(|it| {
        it.capture == Capture::Captured
            && it.phases.iter().any(|phase| phase.state == PhaseState::Elsewhere)
    });
    let deals = elsewhere.clone().count() as u64;
    let arr: Decimal = elsewhere.filter_map(|it| it.arr.usd).sum();
    (deals > 0).then(|| {
        format!(
            "{} of the captured deals (USD {} of ARR) {} funded by another program than MAP, such as ISV Workload Migration \
             or a proof of concept: ask your PDM whether MAP can follow.",
            grouped(deals.into()),
            grouped(arr.round()),
            if deals == 1 { "is" } else { "are" }
        )
    })
}

/// Until a person decides, the two records of one business may stand in the sums as two deals.
fn perhaps_counted_twice(report: &Report) -> Option<String> {
    let in_question = report.audit.deals.iter().filter(|deal| deal.deal.is_candidate);
    let arr: Decimal = in_question.filter_map(|deal| deal.screening.arr.usd).sum();
    (!arr.is_zero()).then(|| {
        format!(
            "USD {} of ARR stand on ACE opportunities that may belong to deals of the CRM, so they may be counted twice until \
             somebody decides.",
            grouped(arr.round())
        )
    })
}

/// What people accept. A waived deal keeps its outcome, so its ARR is counted above too.
fn waived(report: &Report) -> Option<String> {
    let findings = report.audit.history.counts.waived;
    let waived = report.lines.iter().filter(|line| line.state == DealState::Waived);
    let deals = waived.clone().count() as u64;
    let arr: Decimal = waived.filter_map(|line| line.deal.screening.arr.usd).sum();
    let is = |count: u64| if count == 1 { "is" } else { "are" };
    let whole = (deals > 0).then(|| {
        format!(
            " {} (USD {} of ARR) {} waived as a whole: counted above with that ARR, and without an estimate.",
            counted(deals, "deal"),
            grouped(arr.round()),
            is(deals)
        )
    });
    (findings > 0).then(|| {
        let findings_are = format!("{} {} waived.", counted(findings, "finding"), is(findings));
        findings_are + &whole.unwrap_or_default()
    })
}

fn screening(report: &Report) -> &'static str {
    if report.has_rates() {
        "This is a screening of your own data, not an AWS decision. AWS publishes no amounts: estimates use your own rates (sheet Assumptions); ARR is no funding amount."
    } else {
        "This is a screening of your own data, not an AWS decision. AWS publishes no amounts and no rates are set, so only AWS ARR, and what fund requests ask for, is shown; ARR is no funding amount."
    }
}

/// Said where Deals has not all rows, so that no sum over it is the audit's.
const WITHOUT_FORMULAS: &str = "The figures of this page are about all deals. They are no formulas, because Deals does not hold all deals: they follow no change on Assumptions.";

fn not_judged(report: &Report) -> String {
    let open = report.totals.capture(Capture::CannotTell);
    if open.deals == 0 {
        return "Every deal could be judged.".into();
    }
    let fields: Vec<_> = report
        .totals
        .missing_fields
        .iter()
        .take(3)
        .map(|(field, count)| format!("{} ({})", field.label(), grouped((*count).into())))
        .collect();
    let because = if fields.is_empty() {
        String::new()
    } else {
        format!(", for want of {}", fields.join(", "))
    };
    let arr = if open.arr_cents == 0 {
        "no ARR known".to_owned()
    } else {
        format!("USD {} of ARR", grouped(open.arr_usd().round()))
    };
    format!("{} ({arr}) could not be judged{because}.", counted(open.deals, "deal"))
}

fn set_aside(report: &Report) -> Option<String> {
    let see = if report.is_for_leadership() { "" } else { " (see Data problems)" };
    let rows: u64 = report.audit.inputs.iter().map(|input| input.rows_set_aside).sum();
    let verb = if rows == 1 { "was" } else { "were" };
    (rows > 0).then(|| {
        format!("{} of the exports {verb} set aside as unusable{see}.", counted(rows, "row"))
    })
}

/// Which deals have no part in the sums of revenue.
fn without_arr(report: &Report) -> Option<String> {
    let tallies = report.totals.captures.iter().filter(|(_, tally)| tally.without_arr > 0);
    let by_outcome: Vec<_> = tallies
        .map(|(of, tally)| {
            format!("{} {}", grouped(tally.without_arr.into()), of.label().to_lowercase())
        })
        .collect();
    let deals = report.totals.deals.without_arr;
    let verb = if deals == 1 { "has" } else { "have" };
    (deals > 0).then(|| {
        let deals = counted(deals, "deal");
        format!("{deals} {verb} no known ARR ({}), and no part in the sums.", by_outcome.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Field, Severity, Verdict};
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::{audit, finding};

    #[test]
    fn says_how_many_deals_could_not_be_judged_and_for_want_of_what() {
        let audit = audit();
        let text = not_judged(&Report::new(&Portfolio::new(&audit), &[]));
        assert_eq!(
            text,
            "1 deal (no ARR known) could not be judged, for want of project start (1), servers in scope (1)."
        );
    }

    #[test]
    fn rows_and_deals_that_have_no_part_are_told_if_there_are_any() {
        let mut audit = audit();
        audit.inputs.iter_mut().for_each(|input| input.rows_set_aside = 0);
        audit.inputs[0].rows_set_aside = 2;
        let of = |audit: &_| {
            let portfolio = Portfolio::new(audit);
            let report = Report::new(&portfolio, &[]);
            (set_aside(&report), without_arr(&report))
        };
        let (rows, deals) = of(&audit);
        let told = "2 rows of the exports were set aside as unusable (see Data problems).";
        assert_eq!(rows.as_deref(), Some(told));
        assert!(deals.is_some_and(|told| told.contains(" no known ARR (")));
        audit.inputs[0].rows_set_aside = 0;
        audit.deals.retain(|deal| deal.screening.arr.usd.is_some());
        audit.findings.clear();
        assert_eq!(of(&audit), (None, None));
    }

    #[test]
    fn revenue_that_may_be_counted_twice_is_told() {
        let mut audit = audit();
        assert_eq!(perhaps_counted_twice(&Report::new(&Portfolio::new(&audit), &[])), None);
        audit.deals[0].deal.is_candidate = true;
        let told = perhaps_counted_twice(&Report::new(&Portfolio::new(&audit), &[])).unwrap();
        assert!(told.starts_with("USD 96,000 of ARR stand on ACE opportunities"), "{told}");
    }

    #[test]
    fn a_deal_that_looks_eligible_and_whose_money_is_not_known_names_what_is_wanting() {
        let mut audit = audit();
        audit.deals[4].screening.verdict = Verdict::LooksEligible;
        audit.deals[4].screening.missing_fields = vec![Field::MapStatus];
        let text = not_judged(&Report::new(&Portfolio::new(&audit), &[]));
        assert!(text.ends_with("could not be judged, for want of MAP status (1)."), "{text}");
        audit.deals[4].screening.missing_fields.clear();
        let text = not_judged(&Report::new(&Portfolio::new(&audit), &[]));
        assert!(text.ends_with("could not be judged."), "{text}");
    }

    #[test]
    fn what_another_program_funds_is_told_apart() {
        let mut audit = audit();
        assert_eq!(funded_elsewhere(&Report::new(&Portfolio::new(&audit), &[])), None);
        audit.deals[5].screening.phases[0].state = PhaseState::Elsewhere;
        let told = funded_elsewhere(&Report::new(&Portfolio::new(&audit), &[])).unwrap();
        assert!(
            told.starts_with("1 of the captured deals (USD 48,000 of ARR) is funded"),
            "{told}"
        );
    }

    #[test]
    fn amounts_without_a_rate_are_told() {
        let mut audit = audit();
        let amount = crate::domain::Money { amount: 30_000.into(), currency: None };
        audit.deals[0].screening.requested.without_rate = vec![amount];
        let told = without_rate(&Report::new(&Portfolio::new(&audit), &[])).unwrap();
        assert!(told.starts_with("Fund requests for 30,000 of no stated currency have"), "{told}");
    }

    #[test]
    fn says_what_people_accept() {
        let mut audit = audit();
        assert_eq!(waived(&Report::new(&Portfolio::new(&audit), &[])), None);
        audit.history.counts.waived = 2;
        let text = waived(&Report::new(&Portfolio::new(&audit), &[])).unwrap();
        assert_eq!(text, "2 findings are waived.");
    }

    #[test]
    fn says_so_if_findings_are_cut() {
        let mut audit = audit();
        assert!(
            !remarks(&Report::new(&Portfolio::new(&audit), &[]))
                .iter()
                .any(|text| text.contains("--tables"))
        );
        audit.findings = vec![finding(0, "ATT012", Severity::Low); 4];
        let remarks = remarks(&Report::within(3, &Portfolio::new(&audit), &[]));
        assert!(
            remarks.iter().any(|text| text.contains("Findings shows the severest 3 of 4 findings"))
        );
    }
}
