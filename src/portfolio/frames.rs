//! What roll-ups ask of deals and findings, as polars frames.

use polars::prelude::{
    BooleanChunked, Column, DataFrame, Int64Chunked, IntoColumn, IntoLazy, IntoSeries, LazyFrame,
    StringChunked,
};

use super::columns::{cents, missing_fields};
use super::{Audit, Step, main_reason};
use crate::domain::{Finding, Phase, ScreenedDeal};

/// Deals and findings by the few columns that roll-ups ask for; tables are written without frames, as all columns of a
/// million deals would fill the memory.
pub(super) struct Frames {
    deals: DataFrame,
    findings: DataFrame,
}

/// The column of [`Step::number`].
pub(super) const STEP: &str = "step";

/// The column of the main reason's label.
pub(super) const MAIN_REASON: &str = "main_reason";

/// The column of a deal's place in [`Audit::deals`].
pub(super) const PLACE: &str = "place";

/// The column that says whether people accept all that was found of the deal.
pub(super) const IS_ACCEPTED: &str = "is_accepted";

/// The column that says whether a deal has open findings.
pub(super) const HAS_FINDINGS: &str = "has_findings";

impl Frames {
    /// The frames of this run.
    pub(super) fn new(audit: &Audit) -> Frames {
        Frames {
            deals: deals(&audit.deals, &audit.findings_by_deal(), &audit.has_waivers_by_deal()),
            findings: findings(&audit.findings),
        }
    }

    /// The deals with their step, main reason and place.
    pub(super) fn deals(&self) -> LazyFrame {
        self.deals.clone().lazy()
    }

    /// The findings by code, name and severity.
    pub(super) fn findings(&self) -> LazyFrame {
        self.findings.clone().lazy()
    }
}

fn deals(deals: &[ScreenedDeal], findings: &[Vec<&Finding>], has_waivers: &[bool]) -> DataFrame {
    let screenings = || deals.iter().map(|deal| &deal.screening);
    let states = |phase: Phase| {
        texts(phase.name(), screenings().map(move |it| Some(it.phase(phase).state.name())))
    };
    let all = || deals.iter().zip(findings).zip(has_waivers);
    let reason = |((deal, of_deal), has_waivers): ((&ScreenedDeal, &Vec<&Finding>), &bool)| {
        main_reason(deal, of_deal, *has_waivers).map(|(reason, _)| reason.label)
    };
    let is_accepted = |((_, of_deal), has_waivers): ((&ScreenedDeal, &Vec<&Finding>), &bool)| {
        *has_waivers && of_deal.is_empty()
    };
    let columns = vec![
        texts("owner", deals.iter().map(|deal| deal.deal.owner())),
        texts("is_migration", screenings().map(|it| Some(it.is_migration.name()))),
        texts("verdict", screenings().map(|it| Some(it.verdict.name()))),
        texts("missing_fields", screenings().map(missing_fields)),
        texts("window", screenings().map(|it| Some(it.window?.name()))),
        counts("days_left", screenings().map(|it| it.days_left)),
        counts("arr_usd", screenings().map(|it| it.arr.usd.map(cents))),
        texts("capture", screenings().map(|it| Some(it.capture.name()))),
        states(Phase::Assess),
        states(Phase::Mobilize),
        states(Phase::Migrate),
        facts(HAS_FINDINGS, findings.iter().map(|of_deal| !of_deal.is_empty())),
        counts(STEP, deals.iter().map(|deal| Step::reached(deal).map(Step::number))),
        facts(IS_ACCEPTED, all().map(is_accepted)),
        texts(MAIN_REASON, all().map(reason)),
        counts(PLACE, (0_i64..).take(deals.len()).map(Some)),
    ];
    DataFrame::new(deals.len(), columns).expect(BUILT)
}

fn findings(findings: &[Finding]) -> DataFrame {
    let columns = vec![
        texts("code", findings.iter().map(|finding| Some(finding.code))),
        texts("name", findings.iter().map(|finding| Some(finding.name))),
        texts("severity", findings.iter().map(|finding| Some(finding.severity.name()))),
    ];
    DataFrame::new(findings.len(), columns).expect(BUILT)
}

const BUILT: &str = "columns of one height with distinct names";

fn texts(name: &str, cells: impl Iterator<Item = Option<impl AsRef<str>>>) -> Column {
    let cells = cells.map(|text| text.filter(|text| !text.as_ref().is_empty()));
    cells.collect::<StringChunked>().with_name(name.into()).into_series().into_column()
}

fn counts(name: &str, cells: impl Iterator<Item = Option<i64>>) -> Column {
    cells.collect::<Int64Chunked>().with_name(name.into()).into_series().into_column()
}

fn facts(name: &str, cells: impl Iterator<Item = bool>) -> Column {
    cells.map(Some).collect::<BooleanChunked>().with_name(name.into()).into_series().into_column()
}
