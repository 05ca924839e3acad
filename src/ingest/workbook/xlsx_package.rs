//! The parts of an xlsx package that belong to a sheet. calamine keeps them to itself.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::ingest::container::archive::Archive;

/// A sheet's part, and the addresses that its cells link to, by the id of the link.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SheetPart {
    /// The name of the part: `xl/worksheets/sheet1.xml`.
    pub name: String,
    /// Addresses by relationship id: `rId1`.
    pub targets: BTreeMap<String, String>,
    /// Whether the workbook counts days from 1904.
    pub counts_from_1904: bool,
}

/// The part of this sheet; `None` if the package does not say, which its reader will tell better.
pub(super) fn sheet_part(archive: &mut Archive<'_>, sheet: &str) -> Option<SheetPart> {
    let root = relationships(archive, "")?;
    let (_, workbook) = root.iter().find(|(_, target)| target.kind == "officeDocument")?;
    let workbook = workbook.path.clone();
    let (id, counts_from_1904) = sheet_id(archive, &workbook, sheet)?;
    let name = relationships(archive, &workbook)?.remove(&id)?.path;
    let links = relationships(archive, &name).unwrap_or_default();
    let targets = links
        .into_iter()
        .filter(|(_, target)| target.kind == "hyperlink")
        .map(|(id, target)| (id, target.written))
        .collect();
    Some(SheetPart { name, targets, counts_from_1904 })
}

/// Where a relationship leads.
struct Target {
    /// The last word of its type: `worksheet`.
    kind: String,
    /// As written.
    written: String,
    /// As the name of a part.
    path: String,
}

/// The relationships of a part, or of the package if the name is empty.
fn relationships(archive: &mut Archive<'_>, part: &str) -> Option<BTreeMap<String, Target>> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let separator = if folder.is_empty() { "" } else { "/" };
    let reader = archive.part(&format!("{folder}{separator}_rels/{file}.rels")).ok()??;
    let mut found = BTreeMap::new();
    each_element(reader, |element| {
        if element.local_name().as_ref() != "Relationship" {
            return;
        }
        let (Some(id), Some(kind), Some(written)) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        else {
            return;
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let path = match written.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}{separator}{}", written.trim_start_matches("./")),
        };
        found.insert(id, Target { kind, written, path });
    })?;
    Some(found)
}

/// The relationship id of a sheet, by its name, and whether the workbook counts days from 1904.
fn sheet_id(archive: &mut Archive<'_>, workbook: &str, sheet: &str) -> Option<(String, bool)> {
    let reader = archive.part(workbook).ok()??;
    let mut id = None;
    let mut counts_from_1904 = false;
    each_element(reader, |element| {
        if element.local_name().as_ref() == "workbookPr" {
            let stated = attribute(element, "date1904");
            counts_from_1904 = matches!(stated.as_deref(), Some("1" | "true"));
        }
        if element.local_name().as_ref() == "sheet"
            && attribute(element, "name").as_deref() == Some(sheet)
        {
            id = attribute(element, "id");
        }
    })?;
    Some((id?, counts_from_1904))
}

/// Visits every element; `None` if the part is not well-formed.
fn each_element(reader: impl BufRead, mut visit: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut reader = Reader::from_reader(reader);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => visit(&element),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::container::archive::tests::zip;

    #[test]
    fn the_part_of_a_sheet_is_found_through_the_relationships() {
        let rels = |body: &str| format!("<Relationships>{body}</Relationships>");
        let root = rels(
            "<Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"/xl/workbook2.xml\"/>",
        );
        let workbook = "<workbook xmlns:r=\"x\"><sheets><sheet name=\"A &amp; B\" sheetId=\"9\" r:id=\"r7\"/></sheets></workbook>";
        let sheets =
            rels("<Relationship Id=\"r7\" Type=\"x/worksheet\" Target=\"worksheets/s.xml\"/>");
        let links = rels(
            "<Relationship Id=\"r1\" Type=\"x/hyperlink\" Target=\"https://a/?b=1&amp;c=2\" TargetMode=\"External\"/>",
        );
        let bytes = zip(&[
            ("_rels/.rels", root.as_bytes()),
            ("xl/workbook2.xml", workbook.as_bytes()),
            ("xl/_rels/workbook2.xml.rels", sheets.as_bytes()),
            ("xl/worksheets/_rels/s.xml.rels", links.as_bytes()),
        ]);
        let mut archive = Archive::open(&bytes).unwrap();
        let part = sheet_part(&mut archive, "A & B").unwrap();
        assert_eq!(part.name, "xl/worksheets/s.xml");
        assert_eq!(part.targets["r1"], "https://a/?b=1&c=2");
        assert!(!part.counts_from_1904);
        assert_eq!(sheet_part(&mut archive, "C"), None);
    }
}
