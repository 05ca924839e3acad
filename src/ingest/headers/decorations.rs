//! What programs write round the name of a column: `Opportunity[Close Date]`, `Sum of Amount`, `Custom field (ACE ID)`.

use std::collections::BTreeMap;

use super::asked::names_aws;
use super::profile::Meaning;
use crate::domain::{Field, Role};

/// What a decoration says of the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Decoration {
    /// Nothing that the name does not say.
    Bare,
    /// The column is one of the deal.
    OfDeal,
    /// The column is one of the account.
    OfAccount,
    /// The numbers are summed, over one record.
    Sum,
    /// The dates are those of days, or the first and last of one record.
    Day,
}

impl Decoration {
    /// What the name within means for a column that is decorated so; `None` if such a column cannot be that.
    pub(in crate::ingest) fn apply(
        self,
        within: Meaning,
        name: &str,
        role: Role,
    ) -> Option<Meaning> {
        let Meaning::Field { field, .. } = within else {
            // What an account has of its own may be called as a figure or a date of the deal.
            let is_of_deal = self == Decoration::OfAccount && within != Meaning::Known;
            return (!is_of_deal).then_some(within);
        };
        let may_be = match self {
            Decoration::Bare => true,
            // In a list of fund requests, the stage of the opportunity is another than that of the request.
            Decoration::OfDeal => matches!(role, Role::Crm | Role::Ace),
            Decoration::OfAccount => {
                matches!(field, Field::Customer | Field::Website | Field::Country)
            }
            Decoration::Sum => field.kind().is_figure(),
            Decoration::Day => !field.kind().is_figure(),
        };
        if !may_be {
            return None;
        }
        let is_of_deal = self == Decoration::OfDeal && role == Role::Crm;
        if is_of_deal && field.is_aws_revenue() && !names_aws(name) {
            return Some(Meaning::Asked(field));
        }
        // A column without decoration comes first.
        Some(within.behind(DECORATED))
    }
}

/// Stands behind every preference of a profile.
const DECORATED: usize = 1_000_000;

/// Words for the table of the deals themselves.
const DEALS: [&str; 5] = ["opportunity", "opportunities", "deal", "deals", "opp"];

/// Columns that lead to the account that is the deal's customer, rather than to a reseller's.
const CUSTOMERS: [&str; 4] = ["potential customer", "account", "customer", "parent account"];

/// What a sum is called before and round the column: Power BI, pivot tables, Tableau, SQL, Looker.
const SUMS: [&str; 5] = ["sum of ", "sum(", "summe von ", "somme de ", "total "];

/// What Tableau and Power BI write round the column of dates by day.
const DAYS: [&str; 6] = ["day of ", "exact date of ", "earliest ", "latest ", "mdy(", "day("];

/// What says nothing: fields of one's own in Jira, Zendesk Sell and Freshsales, Tableau's aggregates of one value, what the
/// Benefits API keeps of each benefit.
const BARE: [&str; 7] = [
    "custom field (",
    "custom field:",
    "cf ",
    "attr(",
    "agg(",
    "custom: ",
    "benefitapplicationdetails.",
];

/// How many headers have a prefix in common at least (our choice).
const SHARED_MIN: usize = 5;

/// The words that an exporter put before most headers of a row, as Pipedrive does in the user's language: `affare - `.
/// `written` are headers in small letters.
pub(super) fn shared_prefix(written: &[String]) -> Option<String> {
    // Of these, an export of deals holds a few columns, and one of other records all.
    const OTHERS: [&str; 11] = [
        "ace",
        "apn",
        "aws",
        "account",
        "accounts",
        "company",
        "contact",
        "customer",
        "lead",
        "organization",
        "person",
    ];
    let prefix = |header: &String| {
        let end = [" - ", ": "].iter().filter_map(|it| Some(header.find(it)? + it.len())).min()?;
        Some(header[..end].to_owned())
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for prefix in written.iter().filter_map(prefix) {
        *counts.entry(prefix).or_default() += 1;
    }
    let (prefix, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let table = prefix.trim_end_matches([' ', '-', ':']);
    (count >= SHARED_MIN && count * 2 > written.len() && !OTHERS.contains(&table)).then_some(prefix)
}

/// The name within a decorated header, and what the decoration says. `key` is a folded header.
pub(in crate::ingest) fn within(key: &str) -> Option<(String, Decoration)> {
    let groups = [
        (BARE.as_slice(), Decoration::Bare),
        (SUMS.as_slice(), Decoration::Sum),
        (DAYS.as_slice(), Decoration::Day),
    ];
    let opened = groups.iter().find_map(|(starts, decoration)| {
        let (start, rest) = starts.iter().find_map(|it| Some((it, key.strip_prefix(it)?)))?;
        let name = if start.ends_with('(') { rest.strip_suffix(')')? } else { rest };
        Some((name.to_owned(), *decoration))
    });
    let of_accounts =
        || Some((format!("account: {}", key.strip_prefix("accounts: ")?), Decoration::Bare));
    let of_type = || Some((without_type(key)?.to_owned(), Decoration::Bare));
    // Airtable: `Customer (from Accounts)`.
    let looked_up = || {
        let (name, _) = key.strip_suffix(')')?.rsplit_once(" (from ")?;
        Some((name.to_owned(), Decoration::Bare))
    };
    opened
        .or_else(looked_up)
        .or_else(of_accounts)
        .or_else(of_type)
        .or_else(|| of_table(key))
        .or_else(|| of_deal(key))
        .or_else(|| of_account(key))
        .or_else(|| Some((without_field_number(key)?.to_owned(), Decoration::Bare)))
        .filter(|(name, _)| !name.is_empty())
}

/// `opportunity[close date]`, `[sum of amount]`; `name (account)`. The columns of other tables are named as reports of
/// Salesforce do: `account: name`.
fn of_table(key: &str) -> Option<(String, Decoration)> {
    let bracketed = || {
        let (table, column) = key.strip_suffix(']')?.split_once('[')?;
        let is_one = !table.ends_with(' ') && !column.contains(['[', ']']);
        is_one.then_some((table.trim_matches('\''), column))
    };
    let behind = || {
        let (column, table) = key.strip_suffix(')')?.rsplit_once(" (")?;
        (DEALS.contains(&table) || matches!(table, "account" | "accounts"))
            .then_some((table, column))
    };
    let (table, column) = bracketed().or_else(behind)?;
    if table.is_empty() {
        return Some((column.to_owned(), Decoration::Bare));
    }
    if DEALS.contains(&table) {
        return Some((column.to_owned(), Decoration::OfDeal));
    }
    let table = if table == "accounts" { "account" } else { table };
    // Dynamics names the column that leads to a related record first: `website (potential customer) (account)`.
    let looked_up = column.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
    let column = match looked_up {
        Some((column, through)) if CUSTOMERS.contains(&through) => column,
        _ => column,
    };
    Some((format!("{table}: {column}"), Decoration::Bare))
}

/// `opportunity ace id`, `opportunities: amount`, `deal.amount`.
fn of_deal(key: &str) -> Option<(String, Decoration)> {
    let rest =
        DEALS.iter().find_map(|table| key.strip_prefix(table)?.strip_prefix([' ', ':', '.']));
    Some((rest?.trim_start().to_owned(), Decoration::OfDeal))
}

/// `取引先: web サイト`: reports of Salesforce in Japanese.
fn of_account(key: &str) -> Option<(String, Decoration)> {
    let rest = key.strip_prefix("取引先")?.strip_prefix([' ', ':', '：'])?;
    Some((rest.trim_start().to_owned(), Decoration::OfAccount))
}

/// ClickUp's fields of one's own end in their type: `ace id (short text)`.
fn without_type(key: &str) -> Option<&str> {
    const TYPES: [&str; 11] = [
        "short text",
        "text",
        "drop down",
        "date",
        "currency",
        "number",
        "labels",
        "checkbox",
        "users",
        "custom",
        "custom field",
    ];
    let (name, of_type) = key.strip_suffix(')')?.rsplit_once(" (")?;
    TYPES.contains(&of_type).then_some(name)
}

/// Copper's fields of one's own end in their number: `ace id cf 512233`.
fn without_field_number(key: &str) -> Option<&str> {
    let (name, number) = key.rsplit_once(" cf ")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::super::header_row::HeaderRow;
    use super::super::profile::{Meaning, PROFILES};
    use super::shared_prefix;
    use crate::domain::Field;
    use crate::ingest::raw_row::text_row;

    fn meaning(profile: &str, written: &str) -> Option<Meaning> {
        let profile = PROFILES.iter().find(|it| it.name == profile).unwrap();
        Some(profile.meaning(&header::parse(written))?.0)
    }

    fn field(written: &str) -> Option<Field> {
        match meaning("generic", written)? {
            Meaning::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    #[test]
    fn what_programs_write_round_a_name_does_not_hide_it() {
        for (written, expected) in [
            ("Opportunity[Close Date]", Field::CloseDate),
            ("'Opportunities'[Amount]", Field::Amount),
            ("[Sum of Amount]", Field::Amount),
            ("Account[Account Name]", Field::Customer),
            ("Account[Name]", Field::Customer),
            ("Accounts → Name", Field::Customer),
            ("Name (Account)", Field::Customer),
            ("Account : Name", Field::Customer),
            ("Created Date (Opportunity)", Field::CreatedDate),
            ("SUM(Amount)", Field::Amount),
            ("Sum of Servers in Scope", Field::ServerCount),
            ("Earliest Close Date", Field::CloseDate),
            ("Day of Created Date", Field::CreatedDate),
            ("ATTR(Stage)", Field::Stage),
            ("Custom field (ACE ID)", Field::AceId),
            ("custom_field:ACE ID", Field::AceId),
            ("cf_aws_mrr", Field::Mrr),
            ("Opportunity Total AWS ARR", Field::Arr),
            ("Opportunity ACE ID", Field::AceId),
            ("Opportunities Total Amount", Field::Amount),
            ("deal.close_date", Field::CloseDate),
            ("ACE ID cf_512233", Field::AceId),
            ("ACE ID (short text)", Field::AceId),
            ("AWS MRR (Custom)", Field::Mrr),
            ("MAP_App_Submitted__c", Field::MapSubmittedDate),
            ("Custom: MAP Status", Field::MapStatus),
            ("Project Start (date)", Field::ProjectStart),
            ("Opportunity AWS ARR (USD)", Field::Arr),
            ("ace_opportunity_id_c", Field::AceId),
            ("Web サイト", Field::Website),
            ("取引先: Web サイト", Field::Website),
            ("取引先 Webサイト", Field::Website),
            ("取引先: 取引先名", Field::Customer),
            ("取引先: ID", Field::AccountId),
            ("Website (Potential Customer) (Account)", Field::Website),
        ] {
            assert_eq!(field(written), Some(expected), "{written}");
        }
        for written in ["取引先: 作成日", "取引先: 種別", "取引先: 年間売上"] {
            assert_eq!(meaning("generic", written), None, "{written}: of the account");
        }
    }

    #[test]
    fn what_stands_before_most_headers_is_no_part_of_their_names() {
        let prefix = |headers: &[&str]| {
            let written: Vec<String> = headers.iter().map(|it| (*it).to_owned()).collect();
            shared_prefix(&written)
        };
        let italian = [
            "affare - id",
            "affare - fase",
            "affare - valore",
            "affare - stato",
            "affare - etichetta",
        ];
        let with_person = [&italian[..], &["persona - nome"]].concat();
        assert_eq!(prefix(&with_person).as_deref(), Some("affare - "));
        assert_eq!(prefix(&italian[..4]), None);
        let accounts =
            ["account: id", "account: name", "account: owner", "account: type", "account: city"];
        assert_eq!(prefix(&accounts), None);
        let row = text_row(
            1,
            &[
                "Affare - ID",
                "Affare - Fase",
                "Affare - Valore",
                "Affare - Stato",
                "Affare - Stato MAP",
            ],
        );
        let names = HeaderRow::new(&row, &[]).cells;
        let within = names[4].name.within.as_ref().map(|(name, _)| name.key.as_str());
        assert_eq!(within, Some("stato map"));
    }

    #[test]
    fn other_records_and_figures_are_not_taken_for_those_of_the_deal() {
        for written in [
            "Account[Created Date]",
            "Created Date (Account)",
            "Owner[Stage]",
            "Average of Amount",
            "Count of Opportunity ID",
            "Sum of Close Date",
            "Earliest Amount",
            "Month of Close Date",
            "Opportunity Projected ARR",
            "First Name",
            "Account Stage",
        ] {
            assert_eq!(field(written), None, "{written}");
        }
        assert_eq!(meaning("fund-requests", "Opportunity Status"), None);
    }
}
