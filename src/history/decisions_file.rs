//! The decisions file beside the configuration: what people decided and wrote, a line per cell, so that losing the
//! workbook does not lose the work. It may be edited by hand; a line without `as_of` wins over the workbook.

use csv::{ReaderBuilder, StringRecord, Writer};

use super::headers::Headers;
use super::row_ids::{deal_id, pair_id, table_of_id};
use super::store::{Kept, KeptCell, Store};
use super::typed_text::{from_text, to_text};
use crate::domain::{AceId, CrmId, Failure, ReviewedTable, begins_like_formula};

/// The name of the file, beside the configuration.
pub const DECISIONS_FILE: &str = "mapaudit-decisions.csv";

const HEADER: [&str; 7] = ["kind", "id", "crm_id", "ace_id", "column", "value", "as_of"];

/// What a line is about, and the sheet where people see it.
const KINDS: [(&str, ReviewedTable); 3] = [
    ("deal", ReviewedTable::Deals),
    ("finding", ReviewedTable::Findings),
    ("pair", ReviewedTable::Matches),
];

/// Reads the file. Every line that cannot be understood is named.
pub(super) fn parse(text: &str, path: &str, headers: &mut Headers) -> Result<Store, Vec<Failure>> {
    let text = text.trim_start_matches('\u{feff}');
    // So does Excel save it where the comma is the decimal mark.
    let delimiter = if text.starts_with("kind;") { b';' } else { b',' };
    let mut reader =
        ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut store = Store::new();
    let mut failures = Vec::new();
    let mut fail = |line: u64, what: &str| {
        failures.push(Failure {
            path: Some(path.to_owned()),
            code: "bad_decision",
            message: format!("{path}, line {line}: {what}"),
            hint: match line {
                1 => "Make that the first line, or delete the file if nobody's entries are in it.",
                _ => "Correct the line, or delete it.",
            }
            .to_owned(),
        });
    };
    let is_ours = reader.headers().is_ok_and(|header| header.iter().eq(HEADER));
    if !is_ours {
        fail(1, &format!("the header must be {}", HEADER.join(",")));
    }
    for record in reader.records().take(if is_ours { usize::MAX } else { 0 }) {
        let record = record.expect("a text in memory splits into records of any length");
        let line = record.position().map_or(0, csv::Position::line);
        match understood(&record, headers) {
            Ok((id, kept)) => {
                // The last of two lines about one cell counts, as the one that was added by hand.
                let of_row = store.entry(id).or_default();
                of_row.crm_id = kept.crm_id.or(of_row.crm_id.take());
                of_row.ace_id = kept.ace_id.or(of_row.ace_id.take());
                of_row.cells.extend(kept.cells);
            }
            Err(what) => fail(line, what),
        }
    }
    if failures.is_empty() { Ok(store) } else { Err(failures) }
}

fn understood(
    record: &StringRecord,
    headers: &mut Headers,
) -> Result<(String, Kept), &'static str> {
    let field = |place| record.get(place).unwrap_or_default().trim();
    if record.len() != HEADER.len() {
        return Err("it must have seven fields");
    }
    let kind = KINDS.iter().find(|(name, _)| *name == field(0));
    let (_, table) = kind.ok_or("kind must be deal, finding or pair")?;
    let crm_id = CrmId::new(field(2));
    let ace_id = AceId::exact(field(3));
    if ace_id.is_none() && !field(3).is_empty() {
        return Err("ace_id must be O and digits, as O1234567");
    }
    let id = match (table, &crm_id, &ace_id) {
        (ReviewedTable::Deals, ..) => deal_id(crm_id.as_ref(), ace_id.as_ref()),
        (ReviewedTable::Matches, Some(crm_id), Some(ace_id)) => Some(pair_id(crm_id.key(), ace_id)),
        _ => None,
    };
    let written = Some(field(1)).filter(|id| !id.is_empty() && table_of_id(id) == *table);
    let id = id.or_else(|| written.map(str::to_owned));
    let id =
        id.ok_or("it must name its row: by id, or a deal by crm_id, a pair by crm_id and ace_id")?;
    if field(4).is_empty() || field(5).is_empty() {
        return Err("column and value must not be blank; delete the line to forget the cell");
    }
    let as_of = match field(6) {
        "" => None,
        text => Some(text.parse().map_err(|_| "as_of must be YYYY-MM-DD, or blank")?),
    };
    let header = if id.starts_with(table.id_start()) {
        if headers.is_own(*table, field(4)) {
            return Err("column is one that mapaudit fills itself; choose another name");
        }
        headers.one(*table, field(4))
    } else {
        // The columns of a row without an id are of any table.
        field(4).to_owned()
    };
    let value = unguarded(record.get(5).unwrap_or_default());
    let cell = KeptCell { cell: from_text(*table, &header, value), as_of, is_of_file: true };
    Ok((id, Kept { crm_id, ace_id, cells: [(header, cell)].into() }))
}

/// The text of the file, in the order of the ids.
pub(super) fn written(store: &Store) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let mut write = |record: [&str; 7]| writer.write_record(record).expect("memory takes it");
    write(HEADER);
    for (kind, table) in KINDS {
        for (id, kept) in store.iter().filter(|(id, _)| table_of_id(id) == table) {
            let crm_id = kept.crm_id.as_ref().map_or("", CrmId::as_str);
            let ace_id = kept.ace_id.as_ref().map_or("", AceId::as_str);
            for (header, kept) in &kept.cells {
                let as_of = kept.as_of.map(|date| date.to_string()).unwrap_or_default();
                let value = guarded(&to_text(&kept.cell));
                write([kind, id, crm_id, ace_id, header, &value, &as_of]);
            }
        }
    }
    String::from_utf8(writer.into_inner().expect("memory takes it")).expect("written as UTF-8")
}

fn is_guarded(text: &str) -> bool {
    begins_like_formula(text.trim_start_matches('\''))
}

fn guarded(text: &str) -> String {
    if is_guarded(text) { format!("'{text}") } else { text.to_owned() }
}

fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|_| is_guarded(text)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TypedCell;

    const HEADER_LINE: &str = "kind,id,crm_id,ace_id,column,value,as_of\n";

    fn read(lines: &str) -> Result<Store, Vec<String>> {
        let mut headers = Headers::new(&[]);
        let store = parse(&format!("{HEADER_LINE}{lines}"), "decisions.csv", &mut headers);
        store.map_err(|failures| failures.into_iter().map(|failure| failure.message).collect())
    }

    #[test]
    fn a_file_that_is_written_reads_back_the_same() {
        let lines = "deal,D-AAAAAAAAAA,,,Notes,\"two\nlines, \"\"quoted\"\"\",2026-10-01\n\
                     finding,F-EVPWKD749E,,,Notes,'=SUM(A1),\nfinding,F-EVPWKD749E,,,Status,Done,2026-10-01\n";
        let store = read(lines).unwrap();
        let formula = &store["F-EVPWKD749E"].cells["Notes"].cell;
        assert_eq!(formula, &TypedCell::Text("=SUM(A1)".into()));
        assert_eq!(written(&store), format!("{HEADER_LINE}{lines}"));
    }

    #[test]
    fn a_column_is_one_whatever_its_capitals() {
        let lines = "deal,D-AAAAAAAAAA,,,notes,early,2026-09-01\ndeal,D-AAAAAAAAAA,,,Foo,1,\n\
                     deal,D-AAAAAAAAAA,,,NOTES,late,\ndeal,D-BBBBBBBBBB,,,foo,2,\n";
        let store = read(lines).unwrap();
        let headers: Vec<Vec<_>> = store.values().map(|kept| kept.cells.keys().collect()).collect();
        assert_eq!(headers, [vec!["Foo", "Notes"], vec!["Foo"]]);
        assert_eq!(to_text(&store["D-AAAAAAAAAA"].cells["Notes"].cell), "late");
    }

    #[test]
    fn a_column_that_the_program_fills_takes_no_entries() {
        let told = read("deal,D-AAAAAAAAAA,,,customer,Acme,\n").unwrap_err();
        assert!(
            told[0]
                .ends_with("line 2: column is one that mapaudit fills itself; choose another name"),
            "{told:?}"
        );
        assert!(read("finding,R-AAAAAAAAAA,,,Code,total,\n").is_ok());
    }

    #[test]
    fn a_pair_or_deal_written_by_hand_needs_no_id() {
        let store =
            read("pair,,0065f00000AbCdE,O123,Decision,Same,\ndeal,,0065f00000AbCdE,,Notes,x,\n");
        let ids: Vec<_> = store.unwrap().into_keys().collect();
        assert!(ids[0].starts_with("D-") && ids[1].starts_with("P-"), "{ids:?}");
    }

    #[test]
    fn a_file_that_excel_saved_with_semicolons_is_read() {
        let text = "\u{feff}kind;id;crm_id;ace_id;column;value;as_of\r\ndeal;D-AAAAAAAAAA;;;Notes;1,5 years;\r\n";
        let store = parse(text, "decisions.csv", &mut Headers::new(&[])).unwrap();
        let notes = &store["D-AAAAAAAAAA"].cells["Notes"].cell;
        assert_eq!(notes, &TypedCell::Text("1,5 years".into()));
    }

    #[test]
    fn every_bad_line_is_named() {
        let lines = "deal,,,,Notes,x,\ndael,D-1,,,Notes,x,\nfinding,F-1,,,Notes,x,soon\npair,,A,123,Decision,Same,\n\
                     finding,F-1,,,Notes\n";
        let failures = read(lines).unwrap_err();
        let places: Vec<_> = failures.iter().map(|text| &text[..23]).collect();
        assert_eq!(places.len(), 5, "{failures:?}");
        assert!(failures[1].starts_with("decisions.csv, line 3: kind must be"), "{failures:?}");
        let mut headers = Headers::new(&[]);
        let other = parse("Name,Amount\nA,1\n", "decisions.csv", &mut headers).unwrap_err();
        assert!(other[0].message.contains("line 1: the header must be"), "{other:?}");
    }
}
