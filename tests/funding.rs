//! Applications for funding in all the forms in which they come: lists that partners keep, in English and German,
//! the Benefits API, and columns of the CRM, and what the rules make of them.
//!
//! Each scenario takes a healthy deal, in a Salesforce report and an export of Partner Central, and changes what it
//! is about. All audits are as of Thursday, 2026-10-01. The cases that fit into one list for all rules stand in
//! `tests/scenarios/cases.txt`.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod funding {
    mod audited;
    mod exports;
    mod scenarios;
}
