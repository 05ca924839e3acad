//! Whether the rows of what would pass for a list of deals, or of accounts, are other records of a CRM: leads, quotes and
//! tasks have ids, names, owners and dates as well.

use super::headers::header;
use super::layout::{self, Layout};
use super::raw_row::RawRow;
use crate::domain::{Cell, Field, Role, salesforce_18};

/// Records that are neither deals nor accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OtherRecords {
    /// What they are: `quotes`.
    pub records: String,
    /// The header of the column that shows it.
    pub shown_by: String,
}

/// Salesforce's objects by the first three characters of their ids (key prefixes of the standard objects, Salesforce
/// object reference).
const OBJECTS: [(&str, &str); 20] = [
    ("001", "accounts"),
    ("003", "contacts"),
    ("005", "users"),
    (HISTORY, "changes of opportunities"),
    ("00K", "contact roles"),
    ("00Q", "leads"),
    ("00T", "tasks"),
    ("00U", "events"),
    ("00k", "opportunity products"),
    ("00t", "opportunity partners"),
    ("01t", "products"),
    ("01u", "price book entries"),
    ("02i", "assets"),
    ("0Q0", "quotes"),
    ("0QL", "quote lines"),
    ("500", "cases"),
    ("701", "campaigns"),
    ("800", "contracts"),
    ("801", "orders"),
    ("802", "order products"),
];

/// The key prefix of the object whose records repeat the stage and the amount of a deal.
const HISTORY: &str = "008";

const OPPORTUNITIES: &str = "006";

/// Records whose ids are never those of deals. Partners do number their deals by quotes, orders and projects.
const KINDS: [(&str, &str); 11] = [
    ("lead", "leads"),
    ("contact", "contacts"),
    ("person", "contacts"),
    ("invoice", "invoices"),
    ("case", "cases"),
    ("ticket", "tickets"),
    ("task", "tasks"),
    ("activity", "activities"),
    ("event", "events"),
    ("campaign", "campaigns"),
    ("quote", "quotes"),
];

/// What Pipedrive exports beside deals: the word stands before each header.
const OF_PIPEDRIVE: [&str; 6] =
    ["activity", "lead", "organization", "person", "product", "project"];

/// What the records are, if they are neither deals nor accounts. `header` is the row that the layout found.
pub(super) fn find(layout: &Layout, header: &RawRow, below: &[RawRow]) -> Option<OtherRecords> {
    let mut stated = layout.mapping.stated.iter().filter(|(_, is_there)| **is_there);
    let may_be = matches!(layout.profile.role, Role::Crm | Role::Accounts);
    if !may_be || stated.any(|(of_user, _)| of_user.field == Field::DealId) {
        return None;
    }
    let mut is_first = true;
    header.filled().find_map(|(index, cell)| {
        let of_column =
            Of { layout, index, is_first, written: cell.text, key: header::key(cell.text) };
        is_first = false;
        let records = of_column
            .by_ids(below)
            .or_else(|| of_column.by_dynamics())
            .or_else(|| of_column.by_name())?;
        Some(OtherRecords { records, shown_by: cell.text.to_owned() })
    })
}

/// Whether what would be a list of deals says of each who the customer is and nothing of a deal, and the headers are
/// those of a list of accounts. `of_row` is the row under every profile.
pub(super) fn is_of_accounts(layout: &Layout, of_row: &[Layout]) -> bool {
    const OF_ACCOUNTS: [Field; 11] = [
        Field::DealId,
        Field::Customer,
        Field::AccountId,
        Field::Website,
        Field::Country,
        Field::Owner,
        Field::OwnerEmail,
        Field::OwnerId,
        Field::CreatedDate,
        Field::ModifiedDate,
        Field::Description,
    ];
    layout.profile.role == Role::Crm
        && layout.mapping.columns.iter().all(|column| OF_ACCOUNTS.contains(&column.field))
        && of_row
            .iter()
            .any(|it| it.profile.role == Role::Accounts && layout::missing(it).is_none())
}

/// A column of what would pass for deals.
struct Of<'layout> {
    layout: &'layout Layout,
    index: usize,
    is_first: bool,
    written: &'layout str,
    /// Its header, folded.
    key: String,
}

impl Of<'_> {
    fn holds(&self, field: Field) -> bool {
        column(self.layout, field) == Some(self.index)
    }

    /// By ids of Salesforce in the column of the rows' own ids.
    fn by_ids(&self, below: &[RawRow]) -> Option<String> {
        let are_of_deals = self.holds(Field::DealId);
        let may_be_own = are_of_deals || self.key == "id";
        if !may_be_own || self.layout.profile.role == Role::Accounts {
            return None;
        }
        let object = object(below, self.index)?;
        let repeats_deals = !are_of_deals && object != HISTORY && has_facts_of_deals(self.layout);
        if object == OPPORTUNITIES || repeats_deals {
            return None;
        }
        if let Some((_, name)) = OBJECTS.iter().find(|(prefix, _)| *prefix == object) {
            return Some((*name).to_owned());
        }
        // Deals may be kept in an object of one's own, which then refers to no opportunity.
        let width = below.iter().map(RawRow::len).max().unwrap_or_default();
        let refers_to_deals =
            || (0..width).any(|other| self::object(below, other).as_deref() == Some(OPPORTUNITIES));
        let is_own =
            object.starts_with('a') && !has_facts_of_deals(self.layout) && refers_to_deals();
        is_own.then(|| "records that belong to opportunities".to_owned())
    }

    /// A static worksheet of Dynamics 365 names its records in the first column: `(Do Not Modify) Quote`.
    fn by_dynamics(&self) -> Option<String> {
        let is_field = self.layout.mapping.columns.iter().any(|column| column.index == self.index);
        if !self.is_first || is_field {
            return None;
        }
        let mut starts =
            self.layout.profile.known_starts.iter().filter(|start| start.starts_with('('));
        let records = starts.find_map(|start| self.key.strip_prefix(start.trim_end()))?;
        Some(format!("records of the kind `{}`", records.trim()))
    }

    /// By a header that names the record: `Lead Owner`, and where the ids are, `Activity ID` or Pipedrive's `Activity - ID`.
    fn by_name(&self) -> Option<String> {
        if has_facts_of_deals(self.layout) {
            return None;
        }
        let is_id = self.is_first || self.holds(Field::DealId);
        // Folded, it is like the German `Projekt-ID`, which may be that of a deal.
        let written = self.written.trim().to_lowercase();
        let of_pipedrive = written.strip_suffix(" - id").filter(|_| is_id);
        if let Some(kind) = of_pipedrive.filter(|kind| OF_PIPEDRIVE.contains(kind)) {
            return Some(format!("records of the kind `{kind}`"));
        }
        let (kind, attribute) = self.key.split_once(' ')?;
        let is_owner = || column(self.layout, Field::Owner).is_none_or(|owner| owner == self.index);
        let is_own = match attribute {
            "id" => is_id,
            "no" | "no." | "number" => is_id && kind != "quote",
            "owner" | "owner.id" => is_owner(),
            _ => false,
        };
        let named = KINDS.iter().find(|(name, _)| *name == kind);
        named.filter(|_| is_own).map(|(_, records)| (*records).to_owned())
    }
}

fn column(layout: &Layout, field: Field) -> Option<usize> {
    layout.mapping.columns.iter().find(|column| column.field == field).map(|column| column.index)
}

/// Whether the columns say how far a deal is or when it closes: rows of other records may repeat that of their deals.
fn has_facts_of_deals(layout: &Layout) -> bool {
    [Field::Stage, Field::CloseDate].into_iter().any(|field| column(layout, field).is_some())
}

/// The first three characters of the ids in a column that holds ids of one object of Salesforce and nothing else.
fn object(below: &[RawRow], index: usize) -> Option<String> {
    let mut cells = below.iter().map(|row| row.cell(index)).filter(|cell| !cell.is_blank());
    // Ids of digits alone may be those of any system.
    let prefix = |cell: Cell<'_>| {
        let is_of_letters = cell.text.bytes().any(|byte| byte.is_ascii_alphabetic());
        let id = salesforce_18(cell.text.trim()).filter(|_| is_of_letters)?;
        Some(id[..3].to_owned())
    };
    let first = prefix(cells.next()?)?;
    cells.all(|cell| prefix(cell).as_ref() == Some(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::domain::Role;
    use crate::ingest::tests::{read_bytes, read_text};
    use crate::ingest::{IngestError, Options};

    /// What the records are, if they are refused as other records than deals.
    fn refused(text: &str) -> Option<String> {
        match read_bytes(text.as_bytes(), &Options::default()) {
            Err(IngestError::OtherRecords { records, .. }) => Some(records),
            Err(error) => panic!("{error}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn records_of_salesforce_are_known_by_their_ids() {
        let table = |id: &str, headers: &str, cells: &str| {
            refused(&format!(
                "Id,CreatedDate,LastModifiedDate,{headers}\n{id},2026-01-05,2026-02-05,{cells}\n"
            ))
        };
        let lead = table("00Q5g00000AbCdE", "Company,Status,Website", "Acme,Open,acme.example");
        assert_eq!(lead.as_deref(), Some("leads"));
        let task =
            table("00T5g00000AbCdE", "AccountId,Status,Description", "0015g00000AbCdE,Open,Call");
        assert_eq!(task.as_deref(), Some("tasks"));
        let quote = table(
            "0Q05g00000AbCdE",
            "OpportunityId,Name,AccountId,Status",
            "0065g00000AbCdE,Quote 1,0015g00000AbCdE,Draft",
        );
        assert_eq!(quote.as_deref(), Some("quotes"));
        let project = table(
            "a0B5g00000AbCdE",
            "Name,Account__c,Status__c,Opportunity__c",
            "Exit,Acme,Open,0065g00000AbCdE",
        );
        assert_eq!(project.as_deref(), Some("records that belong to opportunities"));
        let deal = table("0065g00000AbCdE", "Name,AccountId,StageName", "Exit,0015g00000AbCdE,Won");
        assert_eq!(deal, None);
        let own_object = table("a0B5g00000AbCdE", "Name,Account__c,Stage__c", "Exit,Acme,Won");
        assert_eq!(own_object, None);
        let of_other_system = table("500123456789012", "Name,Company,Status", "Exit,Acme,Open");
        assert_eq!(of_other_system, None);
    }

    #[test]
    fn products_of_deals_that_have_the_ids_of_their_deals_alone_are_read_for_those() {
        let ids = |ids: &str, cells: &str| {
            refused(&format!("{ids},Opportunity.Name,Opportunity.StageName\n{cells},Exit,Won\n"))
        };
        assert_eq!(ids("OpportunityId", "0065g00000AbCdE"), None);
        let both = ids("Id,OpportunityId", "00k5g00000AbCdE,0065g00000AbCdE");
        assert_eq!(both.as_deref(), Some("opportunity products"));
    }

    #[test]
    fn records_of_other_systems_are_known_by_the_header_that_names_them() {
        for (headers, cells, records) in [
            (
                "Record Id,Lead Owner,Company,Website,Created Time",
                "zcrm_1,Ann,Acme,a.example,2026-01-05",
                "leads",
            ),
            (
                "Record Id,Quote Owner,Deal Name,Account Name,Created Time",
                "zcrm_1,Ann,Exit,Acme,2026-01-05",
                "quotes",
            ),
            ("Activity ID,Opportunity,Account Name,Status", "A1,Exit,Acme,Open", "activities"),
            ("Invoice No,Project,Customer,Amount,Status", "R-1,Exit,Acme,5000,Open", "invoices"),
            (
                "Activity - ID,Activity - Subject,Activity - Type,Activity - Deal,Activity - Organization,Activity - Owner",
                "1,Call,Call,Exit,Acme,Ann",
                "records of the kind `activity`",
            ),
            (
                "(Do Not Modify) Quote,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Quote ID,Name,Potential Customer,Owner",
                "0000,x,2026-01-05,Q-1,Exit,Acme,Ann",
                "records of the kind `quote`",
            ),
        ] {
            assert_eq!(
                refused(&format!("{headers}\n{cells}\n")).as_deref(),
                Some(records),
                "{headers}"
            );
        }
    }

    #[test]
    fn deals_with_the_numbers_and_owners_of_other_records_beside_them_are_deals() {
        for (headers, cells) in [
            ("Quote No,Project,Customer,Status", "Q-1,Exit,Acme,Open"),
            ("Project ID,Project Name,Customer,Status", "P-1,Exit,Acme,Open"),
            ("Deal ID,Deal Name,Customer,Deal Owner,Contact Owner", "D1,Exit,Acme,Ann,Bo"),
            ("Deal ID,Deal Name,Customer,Stage,Campaign ID,Lead Owner", "D1,Exit,Acme,Won,C1,Ann"),
            ("Projekt-ID,Projekt,Kunde,Status", "P-1,Exit,Acme,Offen"),
            ("Deal - ID,Deal - Title,Deal - Organization,Deal - Owner", "1,Exit,Acme,Ann"),
        ] {
            assert_eq!(refused(&format!("{headers}\n{cells}\n")), None, "{headers}");
        }
    }

    #[test]
    fn the_user_may_say_that_other_records_are_deals() {
        let text = "Id,Company,Status,CreatedDate\n00Q5g00000AbCdE,Acme,Open,2026-01-05\n";
        let options = Options { role: Some(Role::Crm), ..Options::default() };
        assert!(read_bytes(text.as_bytes(), &options).is_ok());
    }

    #[test]
    fn accounts_with_owners_and_dates_are_no_deals() {
        let text = "Record Id,Account Owner,Account Name,Website,Created Time,Modified Time\n\
                    zcrm_1,Ann,Acme,acme.example,2026-01-05,2026-02-05\n";
        assert_eq!(read_text(text).report.role, Role::Accounts);
    }
}
