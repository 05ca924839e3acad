//! Finds AWS MAP funding that a partner is missing.
//!
//! Exports of the partner's CRM and of AWS Partner Central (ACE) go in; a workbook comes out that says
//! which migration deals should be getting money of the Migration Acceleration Program and are not, how
//! much revenue stands behind them, whether it can still be had, and who has to do what by when.
//!
//! ```text
//!  files           text tables       typed records        deals            screened        findings
//! ┌───────┐ ingest ┌──────────┐ nor- ┌────────────────┐ link-┌──────┐ screen-┌──────────┐ rules ┌─────────┐
//! │ .csv  │───────▶│ RawTable │ mal- │ CrmOpportunity │ age  │ Deal │  ing   │ Screened │──────▶│ Finding │
//! │ .xlsx │        │          │─ise─▶│ AceOpportunity │─────▶│      │───────▶│ Deal     │       │         │
//! └───────┘        └──────────┘      │ FundRequest    │      └──────┘        └──────────┘       └────┬────┘
//!                                    └────────────────┘                                              │
//!  findings.xlsx, tables, run.json, summary ◀── report ◀── portfolio (tables, roll-ups) ◀── history ◀┘
//! ```
//!
//! Everything between reading and writing is a pure function of the exports, the configuration, what earlier runs and
//! people left, and the as-of date: the same input gives the same bytes.
//!
//! # The layers
//!
//! | Layer | Rooms | Knows |
//! |---|---|---|
//! | 1 | [`domain`] | nothing else: words as types, with their invariants |
//! | 2 | [`ingest`], [`normalise`], [`linkage`], [`screening`], [`rules`], [`history`] | `domain`, and not each other |
//! | 3 | [`portfolio`] | sets of deals: polars stays in here |
//! | 4 | [`report`] | how an audit is shown; adds no facts |
//! | 5 | [`cli`], [`config`], [`inputs`], [`outputs`], [`pipeline`], [`plan`] | more than one stage |
//! | 6 | [`commands`], [`delivery`], [`exit_code`], [`log`], `progress`, `main` | the clock, files; `main` alone prints |
//!
//! `tests/architecture.rs` holds this table against the `use` lines.
//!
//! # To follow one deal through the program
//!
//! 1. `main` parses the arguments, [`inputs::resolve`] finds the files, [`pipeline::remember`] reads what earlier runs
//!    left, and [`pipeline::audit`] is called.
//! 2. [`ingest::read`] turns each file into a [`domain::RawTable`]: the container, encoding, header row
//!    and profile are recognised by content; footers and subtotals are set apart.
//! 3. [`normalise::records`] turns rows into typed records; what it cannot read it reports.
//! 4. [`linkage::link`] decides which deal and which ACE opportunity are the same business, and says why.
//! 5. [`screening::screen`] says of each deal whether it is a migration, looks eligible, what its window
//!    is, and what became of its money.
//! 6. [`rules::evaluate`] asks every rule about every deal.
//! 7. [`history::Memory::conclude`] holds the findings against the previous run's and against waivers.
//! 8. [`delivery::Delivery::write`] has [`report::workbook`] and its siblings show the answers, and lets all files appear.
//!
//! One idea carries the design: *a table of static values, each holding its texts and one plain
//! function.* The rules, the comparisons of linkage, the columns of sheets and tables and the keys of the
//! configuration are such tables; whatever a user reads about them comes from the table.

pub mod cli;
pub mod commands;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod exit_code;
pub mod history;
pub mod ingest;
pub mod inputs;
pub mod linkage;
pub mod log;
pub mod normalise;
pub mod outputs;
pub mod pipeline;
pub mod plan;
pub mod portfolio;
pub mod report;
pub mod rules;
pub mod screening;
