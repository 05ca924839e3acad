//! The previous run and what people made of it: identities, states, notes and decisions.
//!
//! A run is remembered by two things that people may edit: its workbook, and the decisions file beside the
//! configuration. [`remember`] brings both together before this run, because people's decisions take part in it;
//! [`Memory::conclude`] holds them against what the run found. Nothing that a person typed is lost: it stands on its
//! row, or, when the row is gone or another entry wins, on Changes.

mod carry;
mod causes;
mod changes;
mod copies;
mod decisions_file;
mod ended;
mod exports;
mod figures;
mod gone;
mod headers;
mod identity;
mod link_decisions;
mod notices;
mod previous;
mod row_ids;
mod rows;
mod scope;
mod seen;
mod settings;
mod standing;
mod states;
mod store;
#[cfg(test)]
mod tests;
mod typed_text;
mod waivers;
mod wanted;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

pub use self::causes::Because;
pub use self::changes::{Change, SETTINGS};
pub use self::decisions_file::DECISIONS_FILE;
pub use self::figures::{PastFigures, TrendPoint};
pub use self::row_ids::{pair_id, unmatched_id};
pub use self::seen::Seen;
pub use self::states::StateCounts;
#[cfg(test)]
pub(crate) use self::wanted::headers_read;
pub use self::wanted::{REQUIRED_TABLES, wanted_tables};

use self::causes::CausesOfChange;
use self::changes::Compared;
use self::exports::Lacking;
use self::headers::Headers;
use self::identity::identify;
use self::previous::PreviousRun;
use self::row_ids::{ids_of_deal, lasting_id};
use self::store::{Kept, Overruled, Store};
use self::waivers::Waivers;
use crate::domain::reviewer_columns::PDM_TOLD_ON;
use crate::domain::{
    Deal, DealState, DecidedPair, Failure, Field, Finding, InputReport, Outcome, Period,
    PreviousWorkbook, Records, ReviewedTable, ScreenedDeal, SetAside, Setting, Severity, TypedCell,
    TypedCells, Waiver, WantedTable,
};

/// What is known from earlier runs and from people, before this run has found anything. The default is a first run.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    run: Option<PreviousRun>,
    /// The workbooks of runs over all deals, as the user gave them.
    of_all_deals: Vec<String>,
    store: Store,
    overruled: Vec<Overruled>,
    /// The decisions file, if there is one.
    file: Option<String>,
}

/// Brings together the previous workbook, or several copies of it that people edited apart, what people have written since
/// in the workbooks of other runs, and the decisions file, given as its path and text. Every line of the file that cannot be
/// understood is named. `wanted` is what the workbooks were read by.
pub fn remember(
    previous: &[PreviousWorkbook],
    written_in: &[PreviousWorkbook],
    wanted: &[WantedTable],
    file: Option<(&str, &str)>,
) -> Result<Memory, Vec<Failure>> {
    let mut headers = Headers::new(wanted);
    let mut understood = |workbooks: &[PreviousWorkbook]| -> Vec<PreviousRun> {
        workbooks.iter().map(|workbook| previous::understood(workbook, &mut headers)).collect()
    };
    let (copies, written_in) = (understood(previous), understood(written_in));
    let of_all_deals = copies.iter().chain(&written_in).filter(|run| run.period.is_none());
    let of_all_deals = of_all_deals.map(|run| run.path.clone()).collect();
    let mut store = match file {
        Some((path, text)) => decisions_file::parse(text, path, &mut headers)?,
        None => Store::new(),
    };
    let (run, mut overruled) = copies::combined(copies, &store)?;
    let run = run.map(|run| copies::with_entries_of(written_in, run, &store, &mut overruled));
    overruled.extend(run.iter().flat_map(|run| store::merge(&mut store, run)));
    Ok(Memory { run, of_all_deals, store, overruled, file: file.map(|(path, _)| path.to_owned()) })
}

/// What is to be known of a rule to say why its findings come and go.
#[derive(Clone, Copy, Debug)]
pub struct AskedRule {
    /// The severity of its findings.
    pub severity: Severity,
    /// What its findings are made of.
    pub reads: &'static [Field],
}

/// What a run found, for [`Memory::conclude`].
pub struct Found<'a> {
    /// The deals. Those that people accept as a whole are set aside.
    pub deals: &'a mut [ScreenedDeal],
    /// Deals that are in the exports and not in this run, as those of other periods: they are not gone.
    pub out_of_scope: &'a [Deal],
    /// The findings, all of them new. They get their states.
    pub findings: &'a mut [Finding],
    /// The waivers of the configuration.
    pub waivers: &'a [Waiver],
    /// The rules that were asked, by code.
    pub rules: BTreeMap<&'static str, AskedRule>,
    /// The version of the rule set.
    pub rule_set: &'static str,
    /// The exports.
    pub inputs: &'a [InputReport],
    /// The settings in force.
    pub settings: &'a [Setting],
    /// The date the run speaks for.
    pub as_of: NaiveDate,
    /// The period of its deals, if it is not about all.
    pub period: Option<&'a Period>,
    /// One of the deals as the same exports and settings give it on another day.
    pub on_day: &'a (dyn Fn(&ScreenedDeal, NaiveDate) -> ScreenedDeal + Sync),
    /// What the rule of this code says of a deal as it is on a day.
    pub judged_on: &'a (dyn Fn(&str, &ScreenedDeal, NaiveDate) -> Outcome + Sync),
}

/// What people wrote, row by row.
#[derive(Clone, Debug, Default)]
pub struct Entries(Store);

impl Entries {
    /// Whether all of the others stand here too.
    pub fn hold(&self, others: &Entries) -> bool {
        others.0.iter().all(|(id, row)| {
            let own = self.0.get(id).map(|own| &own.cells);
            let is_known = |(header, kept): (&String, &store::KeptCell)| {
                own.and_then(|own| own.get(header)).is_some_and(|own| own.cell == kept.cell)
            };
            row.cells.iter().all(is_known)
        })
    }
}

impl Memory {
    /// The pairs that people decided on, in a fixed order, without those that contradict each other.
    pub fn decided_pairs(&self) -> Vec<DecidedPair> {
        link_decisions::settled(&self.store)
    }

    /// Whether this is a workbook that was read, and of a run over all deals.
    pub fn is_of_all_deals(&self, is_this: impl Fn(&Path) -> bool) -> bool {
        self.of_all_deals.iter().any(|path| is_this(Path::new(path)))
    }

    /// What people wrote, as far as is known.
    pub fn entries(&self) -> Entries {
        Entries(self.store.clone())
    }

    /// Fills in on which day the PDM was told, where the CRM does not say and a reviewer does.
    pub fn tell_when_the_pdm_was_told(&self, deals: &mut [Deal]) {
        if self.store.is_empty() {
            return;
        }
        let first_run = PreviousRun::default();
        let run = self.run.as_ref().unwrap_or(&first_run);
        let identity = identify(deals.iter(), &run.deals);
        for (place, deal) in deals.iter_mut().enumerate() {
            let ids = ids_of_deal(deal, &identity.before(place, run));
            let told = ids.iter().find_map(|id| told_on(self.store.get(id)?));
            if let Records::Linked { crm, .. } | Records::CrmOnly(crm) = &mut deal.records {
                crm.pdm_notified_date = crm.pdm_notified_date.or(told);
            }
        }
    }

    /// Holds what is remembered against what this run found.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it lends what is changed here, and is made for this call"
    )]
    pub fn conclude(self, found: Found) -> History {
        let Memory { run, store, overruled, file, .. } = self;
        let previous = run.as_ref().map(|run| (run.path.clone(), run.as_of));
        let run = run.unwrap_or_default().without(found.out_of_scope, found.deals);
        let identity = identify(found.deals.iter().map(|deal| &deal.deal), &run.deals);
        let mut carried = carry::carry(store, found.deals, found.findings, &run, &identity);
        carried.overruled.extend(overruled);
        let store = &carried.store;
        let mut waivers = Waivers::new(found.waivers, found.as_of);
        waivers.spare(found.out_of_scope);
        let accepted_once = states::set_aside(found.deals, &run, &mut waivers, store);
        let pasts =
            states::settle(found.findings, found.deals, &run, &identity, &mut waivers, store);
        let resolved = states::resolved(&run, &pasts);
        let lacking = Lacking::new(&run.exports, found.inputs);
        let mut changes = Vec::new();
        let mut of_exports = Vec::new();
        if previous.is_some() {
            let causes = CausesOfChange::new(&run, &found, &lacking, store, accepted_once);
            of_exports = causes.notices(&run, found.inputs);
            let (found, run, identity) = (&found, &run, &identity);
            let (pasts, resolved) = (&pasts, &resolved);
            changes = Compared { found, pasts, resolved, run, identity, causes }.changes();
        }
        gone::remember_gone(&mut changes, &carried, &run);
        let deal_states = states::of_deals(&found, &run, &identity, &resolved, &changes);
        History {
            past: (previous.is_some() && !run.lacks_deals).then(|| PastFigures::of(&run)),
            trend: figures::trend(&run, found.as_of),
            seen: seen::of_deals(found.deals, &deal_states, &run, &identity, found.as_of),
            counts: StateCounts::of(found.findings, resolved.len(), &changes),
            notices: [
                notices::of_run(&found, &run, &carried, &waivers, file.as_deref()),
                of_exports,
            ]
            .concat(),
            decisions_file: (file.is_some() || !store.is_empty())
                .then(|| decisions_file::written(&dated(store, found.as_of))),
            typed: store.iter().map(|(id, kept)| (id.clone(), kept.typed())).collect(),
            apart: link_decisions::decided(store).filter(|pair| !pair.is_same).collect(),
            added_columns: carry::added_columns(&carried, run.added_columns),
            previous,
            deal_states,
            changes,
        }
    }
}

fn told_on(kept: &Kept) -> Option<NaiveDate> {
    match kept.cells.get(PDM_TOLD_ON)?.cell {
        TypedCell::Date(date) => Some(date),
        _ => None,
    }
}

/// What no run has read before is known since this one.
fn dated(store: &Store, as_of: NaiveDate) -> Store {
    let mut store = store.clone();
    for kept in store.values_mut().flat_map(|kept| kept.cells.values_mut()) {
        kept.as_of = kept.as_of.or(Some(as_of));
    }
    store
}

/// What earlier runs and people left behind, held against what this run found.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The previous workbook as the user gave it, and the date it spoke for; `None` on a first run.
    pub previous: Option<(String, Option<NaiveDate>)>,
    /// What the previous run came to, for deals that are not out of this run's scope; `None` on a first run, and if the
    /// previous sheet had no room for all.
    pub past: Option<PastFigures>,
    /// What the runs before this one came to, the oldest first; none on a first run.
    pub trend: Vec<TrendPoint>,
    /// How many findings are in which state.
    pub counts: StateCounts,
    /// What is different from the previous run; what the rules brought stands last.
    pub changes: Vec<Change>,
    /// What people should know of their waivers and entries.
    pub notices: Vec<SetAside>,
    /// The decisions file as it is now; `None` if there is nothing to keep and no such file.
    pub decisions_file: Option<String>,
    /// The pairs that people decided to be different: they are no candidates any more, and keep a row on Matches.
    pub apart: Vec<DecidedPair>,
    added_columns: BTreeMap<ReviewedTable, Vec<String>>,
    deal_states: Vec<DealState>,
    seen: Vec<Seen>,
    typed: BTreeMap<String, TypedCells>,
}

impl History {
    /// What became of the deal at this place of the audit's list.
    pub fn deal_state(&self, place: usize) -> Option<DealState> {
        self.deal_states.get(place).copied()
    }

    /// For how long the deal at this place of the audit's list has been known.
    pub fn seen(&self, place: usize) -> Option<Seen> {
        self.seen.get(place).copied()
    }

    /// What people wrote on the row of a deal.
    pub fn typed_on_deal(&self, deal: &Deal) -> Option<&TypedCells> {
        if self.typed.is_empty() { None } else { self.typed.get(&lasting_id(deal)) }
    }

    /// What people wrote on the row of a finding.
    pub fn typed_on_finding(&self, finding: &Finding) -> Option<&TypedCells> {
        self.typed.get(&finding.id)
    }

    /// What people wrote on the row of Matches with this [`pair_id`] or [`unmatched_id`].
    pub fn typed_on_match(&self, id: &str) -> Option<&TypedCells> {
        self.typed.get(id)
    }

    /// The headers of the columns that people added to a table, in their order.
    pub fn added_columns(&self, table: ReviewedTable) -> &[String] {
        self.added_columns.get(&table).map(Vec::as_slice).unwrap_or_default()
    }
}
