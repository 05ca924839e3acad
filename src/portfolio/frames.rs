//! What roll-ups ask of deals, as a polars frame.

use polars::prelude::{
    BooleanChunked, Column, DataFrame, Int64Chunked, IntoColumn, IntoLazy, IntoSeries, LazyFrame,
    StringChunked,
};

use super::columns::cents;
use super::{Audit, FunnelStep, main_reason};
use crate::domain::{Finding, Phase, ScreenedDeal};

/// The column of [`FunnelStep::number`].
pub(super) const STEP: &str = "step";

/// The column of the main reason's label.
pub(super) const MAIN_REASON: &str = "main_reason";

/// The column that says whether a deal has open findings.
pub(super) const HAS_FINDINGS: &str = "has_findings";

/// The deals of a run by the few columns that roll-ups ask for; tables are written without frames, as all columns of a
/// million deals would fill the memory.
pub(super) fn deals(audit: &Audit) -> LazyFrame {
    let (deals, findings) = (&audit.deals, audit.findings_by_deal());
    let has_waivers = audit.has_waivers_by_deal();
    let screenings = || deals.iter().map(|deal| &deal.screening);
    let states = |phase: Phase| {
        texts(phase.name(), screenings().map(move |it| Some(it.phase(phase).state.name())))
    };
    let all = || deals.iter().zip(&findings).zip(&has_waivers);
    let reason = |((deal, of_deal), has_waivers): ((&ScreenedDeal, &Vec<&Finding>), &bool)| {
        main_reason(deal, of_deal, *has_waivers).map(|(reason, _)| reason.label)
    };
    let columns = vec![
        texts("owner", deals.iter().map(|deal| deal.deal.owner())),
        texts("is_migration", screenings().map(|it| Some(it.is_migration.name()))),
        texts("verdict", screenings().map(|it| Some(it.verdict.name()))),
        texts("window", screenings().map(|it| Some(it.window?.name()))),
        counts("arr_usd", screenings().map(|it| it.arr.usd.map(cents))),
        counts("requested_usd", screenings().map(|it| it.requested.usd.map(cents))),
        texts("capture", screenings().map(|it| Some(it.capture.name()))),
        states(Phase::Assess),
        states(Phase::Mobilize),
        states(Phase::Migrate),
        facts(HAS_FINDINGS, findings.iter().map(|of_deal| !of_deal.is_empty())),
        counts(STEP, deals.iter().map(|deal| FunnelStep::reached(deal).map(FunnelStep::number))),
        texts(MAIN_REASON, all().map(reason)),
    ];
    DataFrame::new(deals.len(), columns).expect(BUILT).lazy()
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
