//! Which words make a header that of a field. A header in another language comes here as English words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::domain::{Field, Role};

/// Words that make a field.
pub(in crate::ingest) struct WordRule {
    /// The exports in which they do.
    roles: &'static [Role],
    /// The field.
    pub field: Field,
    /// One of each group must be there.
    needs: &'static [&'static str],
    /// Besides these, and the words that say nothing, no other may.
    may: &'static str,
}

impl WordRule {
    /// Whether these words make the field, with none that does not belong to it.
    pub(in crate::ingest) fn fits(&self, words: &[&str]) -> bool {
        self.needs.iter().all(|group| words.iter().any(|word| has(group, word)))
            && words
                .iter()
                .all(|word| has(self.may, word) || self.needs.iter().any(|it| has(it, word)))
    }

    /// Every word it knows.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.needs.iter().chain([&self.may]).flat_map(|list| list.split_whitespace())
    }
}

/// Every word that a rule knows.
static WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| RULES.iter().flat_map(WordRule::words).collect());

/// The word, if a rule knows it.
pub(in crate::ingest) fn known(word: &str) -> Option<&'static str> {
    WORDS.get(word).copied()
}

/// The field that these words make in an export of this role.
pub(in crate::ingest) fn field(words: &[&str], role: Role) -> Option<Field> {
    // Most headers hold a word of their own.
    if !words.iter().all(|word| WORDS.contains(word)) {
        return None;
    }
    let of_role = || RULES.iter().filter(|rule| rule.roles.contains(&role));
    of_role().find(|rule| rule.fits(words)).map(|rule| rule.field)
}

/// Whether some words make the field in an export of this role.
pub(super) fn is_of(role: Role, field: Field) -> bool {
    RULES.iter().any(|rule| rule.field == field && rule.roles.contains(&role))
}

/// Whether a list of words holds this one.
pub(in crate::ingest) fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|it| it == word)
}

const CRM: &[Role] = &[Role::Crm];
const ACE: &[Role] = &[Role::Ace];
const DEALS: &[Role] = &[Role::Crm, Role::Ace];
const FUNDING: &[Role] = &[Role::Funding];

const EXPECTED: &str =
    "expected estimated target targeted planned forecast forecasted anticipated projected likely";
const ID: &str = "id ids number no # ref reference key code identifier unique";
const REQUEST: &str = "request application requests applications fr";
const SUBMITTED: &str = "submitted submission submit applied filed lodged";
const APPROVED: &str = "approved approval granted";
const REVENUE: &str = "revenue spend consumption usage run amount value billing";
const CLOSE: &str = "close closing closure";
const CLOSE_MAY: &str = "date day time opportunity deal expected estimated target targeted planned forecast forecasted \
                         anticipated projected likely";
const START: &str = "start kickoff kick commencement begin";
const WORK: &str = "project migration delivery implementation engagement work";
const PLANNED_DAY: &str = "off date day planned estimated expected target targeted";
const DATE_OF_REQUEST: &str = "date day on when map fund funding fra fr request app application requests applications aws approval";

const fn rule(
    roles: &'static [Role],
    field: Field,
    needs: &'static [&'static str],
    may: &'static str,
) -> WordRule {
    WordRule { roles, field, needs, may }
}

/// Revenue of AWS, of which nothing says how often it comes.
pub(super) const REVENUE_OF_AWS: WordRule = rule(
    CRM,
    Field::Mrr,
    &["aws", "revenue spend consumption usage billing"],
    "estimated projected expected forecast planned recurring run rate amount value total incremental",
);

/// Each rule before those whose words it shares.
pub(super) const RULES: &[WordRule] = &[
    rule(
        &[Role::Crm, Role::Ace, Role::Funding],
        Field::AceId,
        &["ace apn central", "opportunity deal id ids number no # ref reference code identifier"],
        "aws partner cosell",
    ),
    rule(DEALS, Field::AwsAccountId, &["aws", "account", "id number no #"], "customer payer"),
    rule(
        CRM,
        Field::Arr,
        &["aws", "arr"],
        "estimated projected expected forecast annual incremental",
    ),
    rule(
        DEALS,
        Field::Mrr,
        &["aws", "mrr"],
        "estimated projected expected forecast monthly month per incremental",
    ),
    rule(
        CRM,
        Field::Arr,
        &["aws", REVENUE, "annual year yearly annually pa"],
        "estimated projected expected forecast planned recurring rate per",
    ),
    rule(
        DEALS,
        Field::Mrr,
        &["aws", REVENUE, "month monthly pm"],
        "estimated projected expected forecast planned recurring rate per",
    ),
    rule(
        CRM,
        Field::MapRequestId,
        &["map fund funding", REQUEST, "id ids number no # ref reference code identifier"],
        "aws",
    ),
    rule(CRM, Field::MapSubmittedDate, &["map fund funding fra", SUBMITTED], DATE_OF_REQUEST),
    rule(
        CRM,
        Field::MapSubmittedDate,
        &[
            "map fund funding fra",
            "requested request application requests applications",
            "date day on",
        ],
        "",
    ),
    rule(
        CRM,
        Field::MapApprovedDate,
        &["map fund funding fra", APPROVED, "date day on"],
        DATE_OF_REQUEST,
    ),
    rule(
        CRM,
        Field::MapApprovedDate,
        &["map fund funding fra", "approved granted"],
        DATE_OF_REQUEST,
    ),
    rule(
        CRM,
        Field::MapStatus,
        &["map fund fra", "status state"],
        "aws request application funding fund approval approved current",
    ),
    rule(CRM, Field::PoeSubmittedDate, &["poe", SUBMITTED], "map date day on"),
    rule(
        CRM,
        Field::PdmNotifiedDate,
        &["pdm", "notified informed told contacted"],
        "aws date day on",
    ),
    rule(
        CRM,
        Field::SowSignedDate,
        &["sow contract agreement order", "signed signature signing executed"],
        "date day on customer",
    ),
    rule(
        CRM,
        Field::ProposalDate,
        &["proposal offer quote", "sent submitted delivered date"],
        "day on",
    ),
    rule(
        DEALS,
        Field::CreatedDate,
        &["created creation opened raised entered logged added registered"],
        "date day time opportunity deal record when",
    ),
    rule(
        DEALS,
        Field::ModifiedDate,
        &["modified modification updated update changed change revised edited touched"],
        "date day time opportunity deal record last latest when most recent",
    ),
    rule(CRM, Field::CloseDate, &[CLOSE], CLOSE_MAY),
    rule(ACE, Field::TargetCloseDate, &[CLOSE], CLOSE_MAY),
    rule(
        CRM,
        Field::CloseDate,
        &[EXPECTED, "signing signature award order decision booking po win"],
        "date day time opportunity deal contract",
    ),
    rule(CRM, Field::CloseDate, &[EXPECTED, "contract", "date day"], ""),
    rule(CRM, Field::ProjectStart, &[START, WORK], PLANNED_DAY),
    rule(CRM, Field::ProjectStart, &["kickoff kick"], PLANNED_DAY),
    rule(
        CRM,
        Field::ProjectStart,
        &["start", "planned estimated expected target targeted"],
        "date day",
    ),
    rule(CRM, Field::ProjectEnd, &["end finish completion", WORK], PLANNED_DAY),
    rule(CRM, Field::StartDate, &["start commencement begin", "date day"], "on"),
    rule(
        CRM,
        Field::EndDate,
        &["end finish", "date day"],
        "on expected estimated target targeted planned forecast forecasted anticipated projected likely",
    ),
    rule(
        DEALS,
        Field::ServerCount,
        &["server servers"],
        "number no # count total scope migrate migrated migration qty quantity be estimated",
    ),
    rule(
        CRM,
        Field::VmCount,
        &["vm vms", "number no # count total scope qty quantity"],
        "migrate migrated migration be estimated",
    ),
    rule(
        CRM,
        Field::MigrationType,
        &["migration"],
        "type strategy approach pattern opportunity deal project flag y n yes 7r 7rs 6r 6rs",
    ),
    rule(ACE, Field::ReviewStatus, &["review approval validation", "status state"], "ace aws"),
    rule(ACE, Field::ApnPrograms, &["apn partner", "program programs programme"], "aws network"),
    rule(CRM, Field::DealName, &["opportunity deal project", "name title"], ""),
    rule(ACE, Field::Title, &["opportunity deal project", "name title"], "partner"),
    rule(CRM, Field::DealName, &["opportunity deal", "project"], ""),
    rule(ACE, Field::Title, &["opportunity deal", "project"], ""),
    rule(CRM, Field::Description, &["opportunity deal", "description"], "project"),
    rule(CRM, Field::DealType, &["opportunity deal", "type"], ""),
    rule(
        CRM,
        Field::SourceEnvironment,
        &["current source existing", "environment platform hosting infrastructure"],
        "",
    ),
    rule(
        CRM,
        Field::DealId,
        &["opportunity deal pipeline salesforce sfdc hubspot dynamics", ID],
        "",
    ),
    rule(
        FUNDING,
        Field::CrmId,
        &["opportunity deal pipeline salesforce sfdc hubspot dynamics", ID],
        "",
    ),
    rule(CRM, Field::DealId, &["reference ref", "id number no # code"], ""),
    rule(CRM, Field::DealId, &["project", ID], ""),
    rule(
        CRM,
        Field::OwnerEmail,
        &["owner rep representative seller salesperson", "email mail"],
        "opportunity deal sales account e",
    ),
    rule(
        CRM,
        Field::Owner,
        &["owner rep representative seller salesperson kam"],
        "opportunity deal sales account name full primary business key",
    ),
    rule(
        ACE,
        Field::OwnerName,
        &["owner rep representative seller salesperson kam"],
        "opportunity deal sales account name full primary business key",
    ),
    rule(
        CRM,
        Field::Owner,
        &[
            "account sales bd business key opportunity deal",
            "manager director executive lead person responsible",
        ],
        "development name full",
    ),
    rule(
        DEALS,
        Field::Customer,
        &["customer client account company organization organisation"],
        "name legal end final related opportunity deal",
    ),
    rule(
        DEALS,
        Field::Stage,
        &["stage phase"],
        "opportunity deal sales current pipeline name status salesforce sfdc hubspot",
    ),
    rule(CRM, Field::Status, &["status"], "opportunity deal current pipeline sales name"),
    rule(
        CRM,
        Field::Amount,
        &["amount value size worth"],
        "opportunity deal total estimated contract project expected planned order proposal quote offer close award",
    ),
    rule(CRM, Field::Amount, &["revenue"], "opportunity deal total estimated project"),
    rule(CRM, Field::Currency, &["currency ccy"], "opportunity deal code iso amount transaction"),
    rule(
        CRM,
        Field::Probability,
        &["probability likelihood"],
        "win close closing success % opportunity deal",
    ),
    rule(
        DEALS,
        Field::Website,
        &["website url domain web"],
        "site customer client account company address end",
    ),
    rule(DEALS, Field::Country, &["country"], "customer client account company billing name end"),
    rule(
        FUNDING,
        Field::RequestId,
        &["map fund funding benefit claim request application fr fra", ID],
        "map fund funding request application aws",
    ),
    rule(FUNDING, Field::SubmittedDate, &[SUBMITTED], DATE_OF_REQUEST),
    rule(
        FUNDING,
        Field::SubmittedDate,
        &["requested request application requests applications", "date day on"],
        "map fund funding",
    ),
    rule(
        FUNDING,
        Field::ApprovedDate,
        &[APPROVED, "date day on"],
        "by aws when map fund funding fra request app application requests applications",
    ),
    rule(FUNDING, Field::ApprovedDate, &["approved granted"], DATE_OF_REQUEST),
    rule(
        FUNDING,
        Field::RequestedAmount,
        &["requested request applied application", "amount value sum"],
        "map fund funding cash total",
    ),
    rule(
        FUNDING,
        Field::Program,
        &["fund funding map", "program programs programme"],
        "aws partner",
    ),
    rule(FUNDING, Field::StartDate, &[START, WORK], PLANNED_DAY),
    rule(FUNDING, Field::EndDate, &["end finish completion", WORK], PLANNED_DAY),
    rule(FUNDING, Field::Status, &["status"], "map fund funding request application current"),
];
