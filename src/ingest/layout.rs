//! Which row is the header, and which profile it fits.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Options;
use super::ace_list;
use super::headers::column_alias::ColumnAlias;
use super::headers::header_row::HeaderRow;
use super::headers::mapping::{Mapping, map_columns};
use super::headers::profile::{PROFILES, Profile};
use super::other_records;
use super::raw_row::RawRow;
use crate::domain::{Field, Role};

/// A header row that fits a profile.
pub(super) struct Layout {
    /// The profile.
    pub profile: Arc<Profile>,
    /// The header's place among the rows given; the lower one's of two.
    pub header: usize,
    /// The two rows of the header as one.
    pub joined: Option<RawRow>,
    /// What its columns mean.
    pub mapping: Mapping,
    /// How many headers there are.
    pub headers: usize,
    /// The row below it that says in words what the columns hold.
    pub remarks: Option<u32>,
}

/// How many rows, blank ones not counted, are searched for the header (our choice; the banner of a
/// Salesforce report has a line per filter).
const HEADER_ROWS: usize = 100;

/// The row and profile of which the most fields are known, the earliest such row. Only profiles whose
/// required fields are all there count.
///
/// A stated role decides unless another one fits far better: an ACE export has ids, stages and dates
/// enough to pass for a poor CRM export.
pub(super) fn find(rows: &[RawRow], options: &Options) -> Option<Layout> {
    let mut usable = usable(rows, options);
    let (place, found) = best(&usable, options.role)?;
    let fits_far_better = |other: &Layout| fields(other) * 3 >= fields(found) * 4;
    let other = options.role.and_then(|_| best(&usable, None)).map(|(_, other)| other);
    match other.filter(|other| fits_far_better(other)) {
        Some(other) if other.profile.role != found.profile.role => None,
        _ => Some(usable.swap_remove(place)),
    }
}

/// The best one, and its place. Within a role the profile of one system goes before one of any system's
/// words, unless it knows far fewer of the headers; between roles the number of fields decides.
fn best(usable: &[Layout], role: Option<Role>) -> Option<(usize, &Layout)> {
    let best_of = |role| {
        let of_role = || usable.iter().enumerate().filter(move |(_, it)| it.profile.role == role);
        let most = of_role().map(|(_, it)| fields(it)).max()?;
        let is_of_system =
            |layout: &Layout| layout.profile.is_specific && fields(layout) * 3 >= most * 2;
        of_role().max_by_key(|(place, it)| {
            (is_of_system(it), fields(it), it.mapping.columns.len(), Reverse(*place))
        })
    };
    let roles = Role::ALL.into_iter().filter(|of| role.is_none_or(|role| role == *of));
    let found = roles.filter_map(best_of);
    let surest = |layout: &Layout| (fields(layout), layout.mapping.columns.len());
    found.reduce(|best, next| if surest(next.1) > surest(best.1) { next } else { best })
}

/// Every profile that fits the first row that can be a header, or the row below it; one row goes before two.
///
/// A header further down is that of another table, however well it fits: the rows above it are records.
fn usable(rows: &[RawRow], options: &Options) -> Vec<Layout> {
    let fitting = |of_row: Vec<Layout>| {
        let fits: Vec<bool> = of_row
            .iter()
            .map(|it| {
                let is_doubtful = || {
                    is_doubtful(it, &of_row)
                        || ace_list::is_taken_for_deals(it, &of_row, rows)
                        || ace_list::lacks_ids(it, rows)
                        || is_of_applications(it, &of_row)
                        || other_records::is_of_accounts(it, &of_row)
                };
                missing(it).is_none() && (options.role.is_some() || !is_doubtful())
            })
            .collect();
        of_row.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(layout, _)| layout)
    };
    let is_asked_for =
        |layout: &Layout| options.role.is_none_or(|role| role == layout.profile.role);
    let mut usable: Vec<Layout> = Vec::new();
    let mut first = None;
    for place in 0..rows.len().min(HEADER_ROWS) {
        if first.is_some_and(|first| place > first + 1) {
            break;
        }
        let mut alone: Vec<Layout> = fitting(alone(rows, place, options)).collect();
        let is_clearer = |joined: &Layout| alone.iter().any(|it| tells_apart(joined, it));
        let (clearer, joined): (Vec<Layout>, Vec<Layout>) =
            fitting(joined(rows, place, options)).partition(is_clearer);
        alone.retain(|it| !clearer.iter().any(|joined| tells_apart(joined, it)));
        let most = usable.iter().chain(&alone).map(fields).max().unwrap_or_default();
        usable.extend(alone);
        usable.extend(clearer);
        usable.extend(joined.into_iter().filter(|layout| fields(layout) > most));
        if first.is_none() && usable.iter().any(is_asked_for) {
            first = Some(place);
        }
    }
    usable
}

/// Whether two rows as one header tell columns apart that have one name in the lower row alone: `CRM | AWS` over `ID | ID`.
fn tells_apart(joined: &Layout, alone: &Layout) -> bool {
    joined.profile.name == alone.profile.name
        && joined.mapping.repeated.is_empty()
        && !alone.mapping.repeated.is_empty()
        && fields(joined) >= fields(alone)
}

/// Whether nothing but the words of a list of deals, such as an id, a stage and an amount, makes it a list of applications.
/// `of_row` is the row under every profile.
fn is_doubtful(layout: &Layout, of_row: &[Layout]) -> bool {
    const OF_DEALS: [Field; 15] = [
        Field::DealId,
        Field::AceId,
        Field::DealName,
        Field::Customer,
        Field::Owner,
        Field::Stage,
        Field::Status,
        Field::Amount,
        Field::Currency,
        Field::CreatedDate,
        Field::CloseDate,
        Field::ProjectStart,
        Field::ProjectEnd,
        Field::StartDate,
        Field::EndDate,
    ];
    let deals = of_row.iter().filter(|it| it.profile.role == Role::Crm).max_by_key(|it| fields(it));
    let Some(deals) = deals.filter(|_| layout.profile.role == Role::Funding) else { return false };
    layout.mapping.columns.iter().all(|column| {
        let mut same = deals.mapping.columns.iter().filter(|it| it.index == column.index);
        same.any(|it| OF_DEALS.contains(&it.field))
    })
}

/// Whether what would be a list of deals knows their applications and nothing else that happens to deals.
fn is_of_applications(layout: &Layout, of_row: &[Layout]) -> bool {
    const OF_DEALS: [Field; 7] = [
        Field::Owner,
        Field::Stage,
        Field::Status,
        Field::Amount,
        Field::CloseDate,
        Field::CreatedDate,
        Field::Probability,
    ];
    let has = |field: Field| layout.mapping.columns.iter().any(|column| column.field == field);
    layout.profile.role == Role::Crm
        && has(Field::MapRequestId)
        && !OF_DEALS.into_iter().any(has)
        && of_row.iter().any(|it| it.profile.role == Role::Funding && missing(it).is_none())
}

/// The row and profile that come nearest, whether or not a required field is missing.
pub(super) fn nearest(rows: &[RawRow], options: &Options) -> Option<Layout> {
    (0..rows.len().min(HEADER_ROWS))
        .flat_map(|place| alone(rows, place, options))
        .filter(|layout| options.role.is_none_or(|role| role == layout.profile.role))
        .reduce(|best, next| if fields(&next) > fields(&best) { next } else { best })
}

/// The first group of required fields of which the header has none.
pub(super) fn missing(layout: &Layout) -> Option<&[Field]> {
    let has = |field: &Field| layout.mapping.columns.iter().any(|column| column.field == *field);
    let group = layout.profile.required.iter().find(|group| !group.iter().any(has));
    group.map(Vec::as_slice)
}

/// How many fields the header names, or may name, as this profile lists them.
pub(super) fn fields(layout: &Layout) -> usize {
    layout.mapping.columns.len() - layout.mapping.weak + layout.mapping.asked
}

/// How well the profile fits and what comes next, in one sentence for people.
pub(super) fn recognised_by(found: &Layout, rows: &[RawRow], options: &Options) -> String {
    let known =
        |layout: &Layout| fields(layout) + layout.mapping.known + layout.mapping.date_twins.len();
    let name = |layout: &Layout| layout.profile.name.clone();
    let on_this_row = match found.joined {
        Some(_) => joined(rows, found.header, options),
        None => alone(rows, found.header, options),
    };
    let next = on_this_row
        .into_iter()
        .filter(|it| missing(it).is_none() && it.profile.name != found.profile.name)
        .reduce(|best, next| if fields(&next) > fields(&best) { next } else { best });
    let sign = if found.profile.signs.is_empty() { "" } else { ", and some belong to it alone" };
    let next = next.map_or("no other profile fits".to_owned(), |next| {
        format!("next best: {} with {}", name(&next), known(&next))
    });
    format!(
        "{} of {} headers are known to {}{sign}; {next}",
        known(found),
        found.headers,
        name(found)
    )
}

/// The row at this place under every profile.
fn alone(rows: &[RawRow], place: usize, options: &Options) -> Vec<Layout> {
    if rows[place].filled().nth(1).is_none() {
        return Vec::new();
    }
    let header =
        HeaderRow::new(&rows[place], &options.logical_names).with_remarks(rows.get(place + 1));
    of_each_profile(&header, place, None, options)
}

/// The row at this place and the one above it, which is merged over several columns, as one header.
fn joined(rows: &[RawRow], place: usize, options: &Options) -> Vec<Layout> {
    let Some(above) = place.checked_sub(1) else { return Vec::new() };
    let joined = HeaderRow::joined(&rows[above], &rows[place]);
    let below = rows.get(place + 1);
    joined.map_or(Vec::new(), |(header, row)| {
        of_each_profile(&header.with_remarks(below), place, Some(&row), options)
    })
}

/// The header under every profile whose signs it bears.
fn of_each_profile(
    header: &HeaderRow,
    place: usize,
    joined: Option<&RawRow>,
    options: &Options,
) -> Vec<Layout> {
    let profiles = options.profiles.iter().chain(PROFILES.iter());
    let fitting = profiles.filter(|profile| profile.has_signs(header));
    fitting
        .map(|profile| Layout {
            profile: profile.clone(),
            header: place,
            joined: joined.cloned(),
            mapping: map_columns(header, profile, &stated(options, profile.role)),
            headers: header.cells.len(),
            remarks: None,
        })
        .collect()
}

/// The user's words on exports of this role: those of the flags win over those of the configuration.
pub(super) fn stated(options: &Options, role: Role) -> Vec<ColumnAlias> {
    let flags =
        options.header_maps.iter().map(|(header, field)| ColumnAlias::plain(header, *field));
    let of_role = options.columns.iter().filter(|alias| alias.role.is_none_or(|of| of == role));
    flags.chain(of_role.cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn found(rows: &[&[&str]], role: Option<Role>) -> Option<(Role, usize)> {
        let rows: Vec<RawRow> =
            (1..).zip(rows).map(|(number, cells)| text_row(number, cells)).collect();
        let options = Options { role, ..Options::default() };
        find(&rows, &options).map(|layout| (layout.profile.role, layout.header))
    }

    #[test]
    fn the_header_may_stand_below_a_banner() {
        let rows: &[&[&str]] = &[
            &["", "Open deals"],
            &["", "Show: All opportunities", "Stage"],
            &["", "Stage  ↑", "Opportunity Name", "Amount"],
            &["", "Won", "Deal Name", "1"],
        ];
        assert_eq!(found(rows, None), Some((Role::Crm, 2)));
    }

    #[test]
    fn of_two_equal_rows_the_earlier_is_the_header() {
        let header: &[&str] = &["Deal ID", "Customer"];
        assert_eq!(found(&[header, &["1", "Acme"], header], None), Some((Role::Crm, 0)));
    }

    #[test]
    fn a_fuller_header_below_records_is_that_of_another_table() {
        let (header, fuller): (&[&str], &[&str]) =
            (&["Deal ID", "Customer"], &["Deal ID", "Customer", "Amount", "Close Date"]);
        assert_eq!(found(&[header, &["1", "Acme"], fuller], None), Some((Role::Crm, 0)));
        assert_eq!(found(&[header, fuller, &["1", "Acme"]], None), Some((Role::Crm, 1)));
    }

    #[test]
    fn each_role_is_known_by_its_headers() {
        let ace: &[&str] = &[
            "Opportunity id",
            "Customer Company Name",
            "Partner Project Title",
            "Stage",
            "Status",
        ];
        let crm: &[&str] = &[
            "Opportunity ID",
            "Account Name",
            "Opportunity Name",
            "Stage",
            "Amount",
            "ACE Opportunity ID",
        ];
        let funding: &[&str] =
            &["Fund Request ID", "Opportunity ID", "Program", "Stage", "Status", "Start Date"];
        assert_eq!(found(&[ace], None), Some((Role::Ace, 0)));
        assert_eq!(found(&[crm], None), Some((Role::Crm, 0)));
        assert_eq!(found(&[funding], None), Some((Role::Funding, 0)));
        assert_eq!(found(&[crm], Some(Role::Ace)), None);
    }

    #[test]
    fn applications_with_the_names_of_their_deals_are_no_list_of_deals() {
        let applications: &[&str] = &[
            "Fund Request ID",
            "ACE Opportunity ID",
            "Program",
            "Fund Request Status",
            "Customer",
            "Account ID",
            "Project Name",
        ];
        assert_eq!(found(&[applications], None).map(|it| it.0), Some(Role::Funding));
        let deals = [applications, &["Deal Stage", "Amount", "Close Date"]].concat();
        assert_eq!(found(&[&deals], None).map(|it| it.0), Some(Role::Crm));
    }

    #[test]
    fn a_poor_list_of_deals_is_no_list_of_applications_unless_the_user_says_so() {
        let deals: &[&str] = &["Deal ID", "Nam", "Stage", "Amount", "Start Date"];
        assert_eq!(found(&[deals], None), None);
        assert_eq!(found(&[deals], Some(Role::Funding)), Some((Role::Funding, 0)));
        let applications: &[&str] = &["Deal ID", "Program", "Stage", "Amount"];
        assert_eq!(found(&[applications], None), Some((Role::Funding, 0)));
    }

    #[test]
    fn ids_of_ace_make_a_list_of_words_that_both_systems_use_one_of_ace() {
        let header: &[&str] = &["Opportunity ID", "Customer", "Project Title", "Stage"];
        let role = |id| found(&[header, &[id, "Acme", "Exit", "Qualified"]], None).map(|it| it.0);
        assert_eq!(role("O1234567"), Some(Role::Ace));
        assert_eq!(role("0065f00000AbCdE"), Some(Role::Crm));
        let stated = found(&[header, &["O1234567", "Acme", "Exit", "Qualified"]], Some(Role::Crm));
        assert_eq!(stated.map(|it| it.0), Some(Role::Crm));
    }

    #[test]
    fn a_list_with_an_id_of_ace_in_every_row_and_few_of_the_crm_is_one_of_ace() {
        let header: &[&str] = &["CRM ID", "ACE ID", "Customer", "Project", "Stage", "Use Case"];
        let row = |crm, ace| [crm, ace, "Acme", "Exit", "Qualified", "Migration"];
        let role = |first: [&str; 6], second: [&str; 6]| found(&[header, &first, &second], None);
        let in_crm = |found: Option<(Role, usize)>| found.map(|it| it.0);
        let (one, other) = ("O1234567", "O7654321");
        assert_eq!(in_crm(role(row("", one), row("D2", other))), Some(Role::Ace));
        assert_eq!(in_crm(role(row("D1", one), row("D2", other))), Some(Role::Crm));
        assert_eq!(in_crm(role(row("D1", one), row("D2", ""))), Some(Role::Crm));
        let spanish: &[&str] = &["ID ACE", "Cliente", "Proyecto", "Etapa", "Programas APN", "País"];
        let cells = ["O1234567", "Acme", "Exit", "Qualified", "", "ES"];
        assert_eq!(in_crm(found(&[spanish, &cells], None)), Some(Role::Ace));
    }

    #[test]
    fn deals_of_which_some_have_an_id_of_ace_are_none_of_ace() {
        let header: &[&str] = &["AWS ACE ref", "Client", "Summary", "Status", "Opportunity Value"];
        let (with, without) =
            (["O1234567", "Acme", "Exit", "New", "100"], ["", "Bolt", "Lift", "Won", "200"]);
        assert_eq!(found(&[header, &with, &without], None).map(|it| it.0), Some(Role::Crm));
    }

    #[test]
    fn a_stated_role_decides_unless_another_fits_far_better() {
        let ace: &[&str] = &["Opportunity id", "Customer Company Name", "Stage", "Status"];
        assert_eq!(found(&[ace], Some(Role::Ace)), Some((Role::Ace, 0)));
        assert_eq!(found(&[ace], Some(Role::Crm)), None);
        let either: &[&str] = &["Opportunity ID", "Customer", "Project Title", "Stage", "AWS MRR"];
        assert_eq!(found(&[either], Some(Role::Ace)), Some((Role::Ace, 0)));
        assert_eq!(found(&[either], Some(Role::Crm)), Some((Role::Crm, 0)));
    }

    #[test]
    fn a_header_without_a_required_field_does_not_fit() {
        assert_eq!(found(&[&["Stage", "Amount", "Close Date", "Account Name"]], None), None);
        assert_eq!(found(&[&["Deal ID"]], None), None);
    }
}
