//! Export files of one healthy deal, of which a scenario changes cells.

/// A file with a header and rows, as it is written before it is a text.
#[derive(Clone)]
pub(super) struct Export {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A Salesforce report of a data centre exit that starts on 2027-02-15: open, signed, of 120 servers and
/// USD 240,000 a year, and known to the PDM.
pub(super) fn crm() -> Export {
    Export::of(&[
        ("Opportunity ID", "0065g00000Ka1Qb"),
        ("Opportunity Name", "Tessaly - Data centre exit to AWS"),
        ("Account Name", "Tessaly Foods"),
        ("Account Website", "tessaly.example"),
        ("Billing Country", "United Kingdom"),
        ("Opportunity Owner", "Priya Nair"),
        ("Stage", "Negotiation/Review"),
        ("Amount Currency", "GBP"),
        ("Amount", "118000.00"),
        ("Created Date", "16/03/2026"),
        ("Close Date", "18/12/2026"),
        ("ACE Opportunity ID", "O13105501"),
        ("AWS ARR (USD)", "240000.00"),
        ("Server Count", "120"),
        ("SOW Signed Date", "17/08/2026"),
        ("Project Start Date", "15/02/2027"),
        ("Project End Date", "30/08/2027"),
        ("AWS PDM", "Ana Lindgren"),
        ("PDM Notified Date", "14/08/2026"),
    ])
}

/// The ACE opportunity of that deal: approved, marked as MAP, with the same revenue.
pub(super) fn ace() -> Export {
    Export::of(&[
        ("Opportunity id", "O13105501"),
        ("Date Created", "17/08/2026"),
        ("Last Updated Date", "21/09/2026"),
        ("Customer Company Name", "Tessaly Foods"),
        ("Partner Project Title", "Data centre exit to AWS"),
        ("Stage", "Technical Validation"),
        ("Target Close Date", "18/12/2026"),
        ("Estimated AWS Monthly Recurring Revenue", "20000"),
        ("APN Programs", "Migration Acceleration Program"),
        ("Use Case", "Migration / Database Migration"),
        ("Opportunity Type", "Net New Business"),
        ("Partner CRM Unique Identifier", "0065g00000Ka1Qb"),
        ("Status", "Approved"),
        ("Country", "United Kingdom"),
        ("Customer Website", "tessaly.example"),
        ("Date Submitted", "18/08/2026"),
        ("Opportunity Ownership", "Partner Referral"),
        ("Opportunity Owner Email (Formula)", "priya.nair@larkmoor.example"),
    ])
}

/// A list of fund requests with one for that deal's Assess phase, which was submitted a week ago.
pub(super) fn funding() -> Export {
    Export::of(&[
        ("Fund Request ID", "FR-0004002"),
        ("Opportunity ID", "O13105501"),
        ("Program", "MAP"),
        ("Phase", "Assess"),
        ("Stage", "Business Approval"),
        ("Status", "Pending"),
        ("Requested Amount", "20000"),
        ("Currency", "USD"),
        ("Submitted Date", "2026-09-24"),
        ("Approved Date", ""),
        ("Start Date", "2027-02-15"),
        ("End Date", "2027-08-30"),
        ("Claim Due Date", ""),
    ])
}

impl Export {
    fn of(cells: &[(&str, &str)]) -> Export {
        let (headers, row) =
            cells.iter().map(|(h, cell)| ((*h).to_owned(), (*cell).to_owned())).unzip();
        Export { headers, rows: vec![row] }
    }

    /// The same with other cells in its last row. A header that is not there yet is added.
    pub(super) fn with(mut self, cells: &[(&str, &str)]) -> Export {
        for (header, cell) in cells {
            let column = self.column(header).unwrap_or_else(|| {
                self.headers.push((*header).to_owned());
                self.rows.iter_mut().for_each(|row| row.push(String::new()));
                self.headers.len() - 1
            });
            (*cell).clone_into(&mut self.rows.last_mut().unwrap()[column]);
        }
        self
    }

    /// The same with a copy of its last row below, with other cells.
    pub(super) fn and(mut self, cells: &[(&str, &str)]) -> Export {
        self.rows.push(self.rows.last().unwrap().clone());
        self.with(cells)
    }

    /// The same without a column.
    pub(super) fn without(mut self, header: &str) -> Export {
        let column = self.column(header).unwrap();
        self.headers.remove(column);
        self.rows.iter_mut().for_each(|row| _ = row.remove(column));
        self
    }

    fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|own| own == header)
    }

    /// The bytes of the file, every value in quotes.
    pub(super) fn text(&self) -> String {
        let line = |cells: &Vec<String>| {
            let quoted: Vec<String> =
                cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            quoted.join(",") + "\n"
        };
        std::iter::once(&self.headers).chain(&self.rows).map(line).collect()
    }
}
