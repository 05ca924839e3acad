//! Applications for MAP funding, and how far each has come.

use std::fmt;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::{
    AceId, CrmId, CrmOpportunity, Money, PhaseWindow, PlannedStart, Provenance, StartBasis,
    is_map_program, words,
};

/// A fundable phase of a migration. Each has its own application window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Discovery, readiness, business case.
    Assess,
    /// Landing zone, planning, pilot.
    Mobilize,
    /// Moving the workloads, and modernizing them.
    Migrate,
}

impl Phase {
    /// The phases in their order.
    pub const ALL: [Phase; 3] = [Phase::Assess, Phase::Mobilize, Phase::Migrate];

    /// The name used in tables: `assess`.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Assess => "assess",
            Phase::Mobilize => "mobilize",
            Phase::Migrate => "migrate",
        }
    }

    /// AWS's word, for people.
    pub fn label(self) -> &'static str {
        match self {
            Phase::Assess => "Assess",
            Phase::Mobilize => "Mobilize",
            Phase::Migrate => "Migrate",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.label())
    }
}

/// How far a request has come, from the least to the furthest.
///
/// AWS's stages for MAP: Created → Business Approval → Finance Approval → Cash Claim → Completed.
/// There is no Pre-Approval for MAP; Cash Claim means approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestState {
    /// Terminated, Expired or cancelled: over.
    Ended(Ending),
    /// Rejected by AWS, or sent back to Created.
    Rejected,
    /// Created, never submitted: being prepared.
    Prepared,
    /// There is one, and neither its words nor its dates say how far it has come.
    Unclear,
    /// Submitted, undecided.
    Applied(ApprovalStage),
    /// Approved, the claim not made.
    Approved,
    /// Claimed; Completed, once AWS has paid.
    Claimed,
}

/// How a request ended without money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Cancelled by the partner.
    Cancelled,
    /// Terminated: cannot be reactivated.
    Terminated,
    /// Expired: 30 days after the delivery end date.
    Expired,
}

/// Where a submitted request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApprovalStage {
    /// Submitted; the file does not say where it waits.
    Submitted,
    /// Business Approval
    Business,
    /// Finance Approval
    Finance,
    /// With the partner: AWS asks for something, "Action Required".
    ActionRequired,
}

impl RequestState {
    /// Whether it is a live application: submitted, and neither rejected nor ended.
    pub fn is_live(self) -> bool {
        matches!(self, RequestState::Applied(_) | RequestState::Approved | RequestState::Claimed)
    }

    /// The name used in tables, after AWS's word for the stage: `business_approval`.
    pub fn name(self) -> &'static str {
        match self {
            RequestState::Ended(Ending::Cancelled) => "cancelled",
            RequestState::Ended(Ending::Terminated) => "terminated",
            RequestState::Ended(Ending::Expired) => "expired",
            RequestState::Rejected => "rejected",
            RequestState::Prepared => "created",
            RequestState::Unclear => "unclear",
            RequestState::Applied(ApprovalStage::Submitted) => "submitted",
            RequestState::Applied(ApprovalStage::Business) => "business_approval",
            RequestState::Applied(ApprovalStage::Finance) => "finance_approval",
            RequestState::Applied(ApprovalStage::ActionRequired) => "action_required",
            RequestState::Approved => "cash_claim",
            RequestState::Claimed => "completed",
        }
    }
}

/// What a request asks for, by its program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AskedFor {
    Map,
    /// Money for the same work by another program.
    NeighbourOfMap,
    /// Money for something else.
    OtherMoney,
    /// A program that no list knows.
    Unknown,
}

/// An application for funding. `None` is blank or unreadable.
#[derive(Clone, Debug)]
pub struct FundRequest {
    /// Where it stands: a row of the fund request list, or the deal's own row in the CRM.
    pub at: Provenance,
    /// Its id; the format is not public, so any text.
    pub request_id: Option<Box<str>>,
    /// The ACE opportunity it names.
    pub ace_id: Option<AceId>,
    /// The ACE opportunities of a cell that names several: to which of them the money belongs is not known.
    pub ace_ids_in_doubt: Vec<AceId>,
    /// The deal it names.
    pub crm_id: Option<CrmId>,
    /// The customer, to recognise it by: nothing is linked by it.
    pub customer: Option<Box<str>>,
    /// The program, as written.
    pub program: Option<Box<str>>,
    /// The phases it is for; empty if the file does not say, which means all.
    pub phases: Vec<Phase>,
    /// Whether the file names a phase that no list knows: it is for some phase, and nobody can tell for which.
    pub has_unknown_phase: bool,
    /// The status, as written.
    pub status: Option<Arc<str>>,
    /// How far it has come.
    pub state: RequestState,
    /// The amount asked for.
    pub requested_amount: Option<Money>,
    /// When it was submitted.
    pub submitted_date: Option<NaiveDate>,
    /// When it was approved.
    pub approved_date: Option<NaiveDate>,
    /// When the funded work starts.
    pub start_date: Option<NaiveDate>,
    /// When the funded work ends.
    pub end_date: Option<NaiveDate>,
    /// When the claim is due.
    pub claim_due_date: Option<NaiveDate>,
    /// When the proof of execution was submitted.
    pub poe_date: Option<NaiveDate>,
    /// Why it was rejected.
    pub rejected_reason: Option<Box<str>>,
    /// Whether another row of its id says otherwise, so that its own words are not to be relied on: it tells no more
    /// than that there is a request.
    pub is_disputed: bool,
}

impl FundRequest {
    /// A request of which nothing but its place and state is known.
    pub fn new(at: Provenance, state: RequestState) -> FundRequest {
        FundRequest {
            at,
            request_id: None,
            ace_id: None,
            ace_ids_in_doubt: Vec::new(),
            crm_id: None,
            customer: None,
            program: None,
            phases: Vec::new(),
            has_unknown_phase: false,
            status: None,
            state,
            requested_amount: None,
            submitted_date: None,
            approved_date: None,
            start_date: None,
            end_date: None,
            claim_due_date: None,
            poe_date: None,
            rejected_reason: None,
            is_disputed: false,
        }
    }

    /// Whether it asks for MAP money; a blank program counts as MAP.
    pub fn is_map(&self) -> bool {
        self.asks_for() == AskedFor::Map
    }

    /// Whether it is for a neighbour of MAP that funds the same work: ISV Workload Migration, Jumpstart or a proof of
    /// concept. Market development funds are none.
    pub fn funds_elsewhere(&self) -> bool {
        self.asks_for() == AskedFor::NeighbourOfMap
    }

    /// Whether nobody can tell from its program whether it asks for MAP money.
    pub fn has_unknown_program(&self) -> bool {
        self.asks_for() == AskedFor::Unknown
    }

    /// The programs of the Partner Funding Portal (AWS Partner Central guide, "Creating a fund request").
    fn asks_for(&self) -> AskedFor {
        let Some(program) = &self.program else {
            return AskedFor::Map;
        };
        let folded = super::fold(program);
        let holds = |phrases: &[&str]| phrases.iter().any(|phrase| folded.contains(phrase));
        // In a list of fund requests "Migration" alone is MAP's short name.
        if folded == "migration" || is_map_program(program) {
            AskedFor::Map
        } else if has_word(&folded, &["isv", "isvwmp", "wmp", "poc", "jumpstart"])
            || holds(&["proof of concept", "workload migration", "jump start"])
        {
            AskedFor::NeighbourOfMap
        } else if has_word(&folded, &["mdf", "marketing", "sandbox", "pif", "training"])
            || holds(&["market development", "partner initiative", "well architected"])
            || holds(&["well-architected", "co-sell"])
        {
            AskedFor::OtherMoney
        } else {
            AskedFor::Unknown
        }
    }

    /// When the funded work ends: as the request says, else as the CRM does.
    pub fn work_end(&self, crm: Option<&CrmOpportunity>) -> Option<NaiveDate> {
        self.end_date.or_else(|| crm?.project_end)
    }

    /// The last day to claim: as the request says, else so many days after the end of the work.
    pub fn claim_due(&self, crm: Option<&CrmOpportunity>, claim_days: u32) -> Option<NaiveDate> {
        let after_end = Days::new(u64::from(claim_days));
        self.claim_due_date.or_else(|| self.work_end(crm)?.checked_add_days(after_end))
    }

    /// Whether it may be for this phase; a request that names no phase is for all.
    pub fn is_for(&self, phase: Phase) -> bool {
        self.phases.is_empty() || self.phases.contains(&phase)
    }

    /// The start of the work that it is for, if that had begun when it was submitted: MAP is not retroactive. Its own start
    /// if it states one; else, of its phases, a firm start rather than a weak one, and the first of several.
    pub fn begun_before(&self, phases: &[PhaseWindow; 3]) -> Option<PlannedStart> {
        let submitted = self.submitted_date?;
        if let Some(date) = self.start_date {
            let own = PlannedStart { date, basis: StartBasis::FundRequest };
            return (date <= submitted).then_some(own);
        }
        if self.has_unknown_phase {
            return None;
        }
        let own = Phase::ALL.into_iter().zip(phases).filter(|(phase, _)| self.is_for(*phase));
        let starts = own.filter_map(|(_, phase)| phase.start);
        let begun = starts.filter(|start| start.date <= submitted);
        begun.min_by_key(|start| (start.basis.is_weak(), start.date))
    }
}

fn has_word(folded: &str, wanted: &[&str]) -> bool {
    words(folded).any(|word| wanted.contains(&word))
}

/// Where fund requests are read from, decided once per run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundingData {
    /// A fund request list was given; it wins over the CRM's columns.
    File,
    /// The CRM export has MAP columns.
    CrmColumns,
    /// Neither: whether a deal has an application is not known.
    Absent,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PhaseState;
    use crate::domain::testing::place;

    fn of_program(program: Option<&str>) -> FundRequest {
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Approved);
        request.program = program.map(Into::into);
        request
    }

    #[test]
    fn map_is_recognised_in_its_spellings_and_when_blank() {
        for program in [
            None,
            Some("MAP"),
            Some("MAP - Assess"),
            Some("MAP 2.0"),
            Some("Migration Acceleration Program (MAP)"),
            Some("Migration"),
        ] {
            assert!(of_program(program).is_map(), "{program:?}");
        }
        for program in [
            "MDF",
            "POC",
            "ISV Workload Migration",
            "Mapping workshop",
            "Non-MAP",
            "PIF (not MAP)",
            "MDF instead of MAP",
            "No MAP funding",
        ] {
            assert!(!of_program(Some(program)).is_map(), "{program}");
        }
    }

    #[test]
    fn a_request_is_late_by_its_own_start_before_any_other() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 9, day);
        let start = |date, basis| PlannedStart { date: day(date).unwrap(), basis };
        let by_crm = start(1, StartBasis::ProjectStart);
        let phases = [PhaseWindow { state: PhaseState::Applied, start: Some(by_crm) }; 3];
        let mut request = of_program(None);
        assert_eq!(request.begun_before(&phases), None, "nobody knows when it was submitted");
        request.submitted_date = day(15);
        assert_eq!(request.begun_before(&phases), Some(by_crm));
        request.start_date = day(16);
        assert_eq!(request.begun_before(&phases), None);
        request.start_date = day(15);
        assert_eq!(request.begun_before(&phases), Some(start(15, StartBasis::FundRequest)));
    }

    #[test]
    fn only_neighbours_of_map_fund_the_work_elsewhere() {
        for (program, expected) in [
            ("ISVWMP", true),
            ("ISV Workload Migration", true),
            ("POC", true),
            ("WMP", true),
            ("Jumpstart", true),
            ("MDF", false),
            ("Something", false),
            ("MAP", false),
        ] {
            assert_eq!(of_program(Some(program)).funds_elsewhere(), expected, "{program}");
        }
    }

    #[test]
    fn a_program_that_no_list_knows_is_neither_map_nor_known_to_be_other_money() {
        for (program, expected) in [
            ("Something", true),
            ("Cash", true),
            ("MDF", false),
            ("PIF", false),
            ("Migration", false),
        ] {
            assert_eq!(of_program(Some(program)).has_unknown_program(), expected, "{program}");
        }
        assert!(!of_program(None).has_unknown_program());
    }
}
