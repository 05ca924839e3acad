//! The words of the program as types, with their invariants. No I/O and no thresholds.
//!
//! A *deal* is a sales opportunity of the partner's CRM, an *ACE opportunity* is AWS Partner
//! Central's record of it, and *ARR* is always annual AWS revenue in US dollars.

mod ace_opportunity;
mod arr;
mod assumptions;
mod crm_opportunity;
mod currency_codes;
pub mod currency_words;
mod deal;
mod deal_estimate;
mod deal_state;
mod denial;
mod field;
mod finding;
mod finding_id;
mod fingerprint;
mod fund_request;
mod identifier;
mod map_program;
mod matched;
mod migration_evidence;
mod mojibake;
mod money;
mod near_name;
mod noted;
mod partner;
mod period;
mod phase_window;
pub mod previous_workbook;
mod rate;
mod raw_table;
pub mod recurrence;
mod requested;
pub mod reviewer_columns;
mod rough_rate;
mod scale_word;
mod screening;
mod shared_domain;
mod source;
pub mod tax_words;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
pub(crate) mod testing_blank;
mod text;
mod typed_cell;
mod waiver;
mod workbook_profile;

pub use ace_opportunity::{
    AceOpportunity, AcePhase, AceStage, ISV_MIGRATION_PROGRAM, OpportunityType, ReviewStatus,
};
pub use arr::{Arr, ArrBasis, Placeholder};
pub use assumptions::{Assumptions, Setting};
pub use crm_opportunity::{CrmOpportunity, DealStatus, Progress};
pub use deal::{
    Candidate, Deal, DecidedPair, DisputedRecords, IdConflict, Link, LinkMethod, Records, Taken,
};
pub use deal_state::DealState;
pub use denial::{is_denied, is_past_or_near, is_spoken};
pub use field::{Field, FieldKind, FieldSet};
pub use finding::{Evidence, Fact, Finding, FindingState, FixIn, Outcome, RuleCount, Severity};
pub use finding_id::{finding_id, tell_apart};
pub use fingerprint::{fingerprint, sha256};
pub use fund_request::{ApprovalStage, Ending, FundRequest, FundingData, Phase, RequestState};
pub use identifier::{AceId, CrmId, salesforce_18};
pub use map_program::is_map_program;
pub use matched::Matched;
pub use migration_evidence::MigrationEvidence;
pub use mojibake::{may_be_mojibake, mojibake_repaired};
pub use money::{Currency, Decimal, Money, RoundingStrategy, grouped, to_cents};
pub use near_name::{letters_apart, nearest, way_out};
pub use noted::{Noted, SettledAmounts};
pub use partner::{Partner, Tier};
pub use period::Period;
pub use phase_window::{PhaseState, PhaseWindow, PlannedStart, StartBasis};
pub use previous_workbook::{PreviousTable, PreviousWorkbook, WantedTable};
pub use rate::{Estimate, Rate, RateBasis};
pub use raw_table::{Cell, CellKind, Column, RawTable, StatedHeader};
pub use requested::Requested;
pub use reviewer_columns::{ReviewedTable, ReviewerColumn, ReviewerKind};
pub(crate) use rough_rate::{meant_by_inverse, rough_units_per_dollar};
pub use scale_word::{east_asian_scale, scale_word};
pub use screening::{
    Application, Capture, Criteria, Criterion, IsMigration, MigrationCriteria, ScreenedDeal,
    Screening, Standing, Verdict, Window, unmatched,
};
pub use shared_domain::{is_free_mail, is_shared_domain};
pub use source::{
    Action, DateOrder, Failure, InputReport, Provenance, Role, SetAside, SettledOrder, Source,
    Warning,
};
pub use text::{
    begins_like_formula, capitalized, counted, ends_in_ascii_signs, fold, folded_header,
    is_invisible, plain, sentence_case, shortened, words,
};
pub use typed_cell::{TypedCell, TypedCells};
pub use waiver::{Covers, Waiver};
pub use workbook_profile::WorkbookProfile;
