//! Which row is the header, and which profile it fits.

use super::mapping::{Mapping, map_columns};
use super::profile::{PROFILES, Profile};
use super::raw_row::RawRow;
use crate::domain::{Field, Role};

/// A header row that fits a profile.
pub(super) struct Layout {
    /// The profile.
    pub profile: &'static Profile,
    /// The header's place among the rows given.
    pub header: usize,
    /// What its columns mean.
    pub mapping: Mapping,
}

/// How many rows, blank ones not counted, are searched for the header (our choice; the banner of a
/// Salesforce report has a line per filter).
const HEADER_ROWS: usize = 100;

/// The row and profile of which the most fields are known, the earliest such row. Only profiles whose
/// required fields are all there count.
///
/// A stated role decides unless another one fits far better: an ACE export has ids, stages and dates
/// enough to pass for a poor CRM export.
pub(super) fn find(
    rows: &[RawRow],
    role: Option<Role>,
    header_maps: &[(String, Field)],
) -> Option<Layout> {
    let best = |role| {
        candidates(rows, role, header_maps)
            .filter(|layout| missing(layout).is_none())
            .reduce(|best, next| if fields(&next) > fields(&best) { next } else { best })
    };
    let found = best(role)?;
    let fits_far_better = |other: &Layout| fields(other) * 3 >= fields(&found) * 4;
    match role.and_then(|_| best(None)).filter(fits_far_better) {
        Some(other) if other.profile.role != found.profile.role => None,
        _ => Some(found),
    }
}

/// The row and profile that come nearest, whether or not a required field is missing.
pub(super) fn nearest(
    rows: &[RawRow],
    role: Option<Role>,
    header_maps: &[(String, Field)],
) -> Option<Layout> {
    candidates(rows, role, header_maps)
        .reduce(|best, next| if fields(&next) > fields(&best) { next } else { best })
}

/// The first group of required fields of which the header has none.
pub(super) fn missing(layout: &Layout) -> Option<&'static [Field]> {
    let has = |field: &Field| layout.mapping.columns.iter().any(|column| column.field == *field);
    let group = layout.profile.required.iter().find(|group| !group.iter().any(has));
    group.map(Vec::as_slice)
}

/// How many fields the header names.
pub(super) fn fields(layout: &Layout) -> usize {
    layout.mapping.columns.len()
}

fn candidates(
    rows: &[RawRow],
    role: Option<Role>,
    header_maps: &[(String, Field)],
) -> impl Iterator<Item = Layout> {
    let headers = rows.iter().take(HEADER_ROWS).enumerate();
    headers.filter(|(_, row)| row.filled().nth(1).is_some()).flat_map(move |(header, row)| {
        let profiles =
            PROFILES.iter().filter(move |profile| role.is_none_or(|role| role == profile.role));
        profiles.map(move |profile| Layout {
            profile,
            header,
            mapping: map_columns(row, profile, header_maps),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn found(rows: &[&[&str]], role: Option<Role>) -> Option<(Role, usize)> {
        let rows: Vec<RawRow> =
            (1..).zip(rows).map(|(number, cells)| text_row(number, cells)).collect();
        find(&rows, role, &[]).map(|layout| (layout.profile.role, layout.header))
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
