//! What the number formats of an old .xls show (BIFF, MS-XLS): calamine keeps them to itself.

use std::collections::BTreeMap;

use super::number_format::Shown;
use super::old_workbook::{self, Records, bound_sheet, u16_at, workbook_stream};

/// The numbers of a sheet whose format shows something, by row and column from 0. Nothing of a workbook that cannot be
/// read, which its reader will tell better.
pub(super) fn shown(bytes: &[u8], sheet: &str) -> BTreeMap<(u32, u32), Shown> {
    let mut cells = BTreeMap::new();
    let Ok(stream) = workbook_stream(bytes) else { return cells };
    let mut is_biff8 = false;
    let mut formats: BTreeMap<u16, Shown> = BTreeMap::new();
    let mut styles: Vec<u16> = Vec::new();
    let mut start = None;
    for (kind, data) in (Records { stream: &stream, at: 0 }) {
        match kind {
            0x0809 => is_biff8 = u16_at(data, 0) == Some(0x0600),
            0x041e => formats.extend(format(data, is_biff8)),
            0x00e0 => styles.push(u16_at(data, 2).unwrap_or_default()),
            0x0085 => {
                let found = bound_sheet(data, is_biff8).filter(|found| found.name == sheet);
                start = start.or(found.map(|found| found.start));
            }
            0x000a => break,
            _ => {}
        }
    }
    let shown_by = |style: u16| formats.get(styles.get(usize::from(style))?).cloned();
    let Some(at) = start.filter(|_| !formats.is_empty()) else { return cells };
    for (kind, data) in old_workbook::of_sheet(&stream, at) {
        cells.extend(
            styled(kind, data).filter_map(|(place, style)| Some((place, shown_by(style)?))),
        );
    }
    cells
}

/// The number of a format and what it shows, if anything. What `$` is in the formats 42 and 44 depends on the country of
/// whoever looks at the sheet.
fn format(data: &[u8], is_biff8: bool) -> Option<(u16, Shown)> {
    let number = u16_at(data, 0)?;
    let code = if is_biff8 {
        let length = usize::from(u16_at(data, 2)?);
        old_workbook::text(data.get(5..)?, length, data.get(4)? & 1 == 1)
    } else {
        // In the code page of its author: only ASCII is certain.
        let text = data.get(3..)?;
        let ascii = text.iter().take(usize::from(*data.get(2)?)).filter(|byte| byte.is_ascii());
        ascii.map(|byte| char::from(*byte)).collect()
    };
    let is_of_country = matches!(number, 5..=8 | 42 | 44) && code.contains('$');
    let mut shown = Shown::by(&code);
    shown.currency = shown.currency.filter(|_| !is_of_country);
    (shown != Shown::default()).then_some((number, shown))
}

/// The places of the numbers in a record, and their styles: numbers, formulas, and several numbers side by side.
fn styled(kind: u16, data: &[u8]) -> impl Iterator<Item = ((u32, u32), u16)> + '_ {
    let count = match kind {
        0x0006 | 0x0203 | 0x027e => 1,
        0x00bd => data.len().saturating_sub(6) / 6,
        _ => 0,
    };
    (0..count).filter_map(move |number| {
        let column = u32::from(u16_at(data, 2)?) + u32::try_from(number).ok()?;
        Some(((u16_at(data, 0)?.into(), column), u16_at(data, 4 + 6 * number)?))
    })
}
