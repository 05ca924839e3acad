//! What is read of a previous workbook.

use super::standing;
use crate::domain::WantedTable;

/// The tables that must be there.
pub const REQUIRED_TABLES: [&str; 2] = ["tblDeals", "tblFindings"];

/// A table that is looked for, the headers it is known by, and those that are read besides.
pub(super) struct Needed {
    /// Its name in formulas.
    pub(super) name: &'static str,
    sheet: &'static str,
    signs: &'static [&'static str],
    headers: &'static [&'static str],
}

const NEEDED: [Needed; 9] = [
    Needed {
        name: "tblDeals",
        sheet: "Deals",
        signs: &["Deal id", "State", "Outcome"],
        headers: &["Customer", "Deal"],
    },
    Needed {
        name: "tblEvidence",
        sheet: "Evidence",
        signs: &["Deal id", "Match", "CRM id"],
        headers: &["ACE id", "First seen", "Runs seen", "Last changed"],
    },
    Needed {
        name: "tblFindings",
        sheet: "Findings",
        signs: &["Finding", "State", "Code"],
        headers: &["Deal id", "CRM says", "ACE says", "First seen", "Runs"],
    },
    Needed {
        name: "tblMatches",
        sheet: "Matches",
        signs: &["Pair", "Zone", "CRM id", "ACE id"],
        headers: &[],
    },
    Needed {
        name: "tblChanges",
        sheet: "Changes",
        signs: &["About", "Was", "Now", "Because"],
        headers: &["Deal id", "Customer", "Deal", "Notes", "Id", "Runs gone", "First seen", "Runs"],
    },
    Needed {
        name: "tblTrend",
        sheet: "Summary",
        signs: &["Run", "Recoverable", "Captured", "Lost"],
        headers: &[],
    },
    Needed {
        name: "tblInputs",
        sheet: "About",
        signs: &["File", "SHA-256", "Rows read"],
        headers: &["Is", "Columns", "Not mapped"],
    },
    Needed {
        name: "tblSettings",
        sheet: "About",
        signs: &["Setting", "Value", "From"],
        headers: &[],
    },
    Needed {
        name: "tblRules",
        sheet: "About",
        signs: &["Code", "Severity", "What it checks"],
        headers: &[],
    },
];

/// The tables that are read of a previous workbook. `own_headers` gives the headers that the program itself writes to
/// a table of this name; every other column is somebody's, and is carried over.
pub fn wanted_tables(own_headers: impl Fn(&str) -> Vec<&'static str>) -> Vec<WantedTable> {
    let wanted = NEEDED.iter().map(|needed| {
        let mut unneeded = own_headers(needed.name);
        unneeded.retain(|header| !needed.is_read(header));
        let &Needed { name, sheet, signs, .. } = needed;
        WantedTable { name, sheet, signs, unneeded }
    });
    wanted.collect()
}

impl Needed {
    /// The table of this name.
    pub(super) fn of(name: &str) -> Option<&'static Needed> {
        NEEDED.iter().find(|needed| needed.name == name)
    }

    /// Whether the column is the program's own, and read.
    pub(super) fn is_read(&self, header: &str) -> bool {
        self.read().any(|own| own.eq_ignore_ascii_case(header))
    }

    /// The headers of the columns that are the program's own, and read.
    pub(super) fn read(&self) -> impl Iterator<Item = &'static str> {
        let standing: &[&str] = if self.name == "tblDeals" { &standing::HEADERS } else { &[] };
        [self.signs, self.headers, standing].into_iter().flatten().copied()
    }
}

/// Every header that is read, with its table.
#[cfg(test)]
pub(crate) fn headers_read() -> impl Iterator<Item = (&'static str, &'static str)> {
    NEEDED.iter().flat_map(|needed| needed.read().map(|header| (needed.name, header)))
}
