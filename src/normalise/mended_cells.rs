//! Cells as they were before another program saved them: without the apostrophe that keeps a text a text,
//! with errors of a spreadsheet told from text, and with letters that were written as HTML writes them.

use std::borrow::Cow;

use rayon::prelude::*;

use super::html_entities;
use crate::domain::{
    Cell, CellKind, Column, Field, FieldKind, RawTable, Warning, begins_like_formula,
};

/// Mends the cells of a table, before anything is decided per column.
pub(super) fn mend(table: &mut RawTable) {
    let sign = sign_of_backslash(table.report.encoding.as_deref().unwrap_or_default());
    let columns = table.columns.par_iter_mut().chain(&mut table.date_twins);
    let decoded: Vec<Vec<usize>> = columns.map(|column| mend_column(column, sign)).collect();
    if let Some(record) = decoded.iter().flatten().min() {
        let message = format!(
            "Cells with letters written as HTML writes them (`&amp;`), read as what they stand for: \
             {}.",
            decoded.iter().flatten().count()
        );
        let warning = Warning::new("html_entities", message);
        table.report.warnings.push(Warning { row: Some(table.rows[*record]), ..warning });
    }
}

/// Mends the cells of a column; the records whose cells had letters written as HTML writes them.
fn mend_column(column: &mut Column, sign: Option<char>) -> Vec<usize> {
    let field = column.field;
    let mut decoded = Vec::new();
    if column.iter().all(|cell| mended(field, cell, sign).is_none()) {
        return decoded;
    }
    let mut whole = Column::new(field, column.header.clone(), column.date_hint);
    whole.multiplier = column.multiplier;
    whole.currency = column.currency;
    for (record, cell) in column.iter().enumerate() {
        let Some(mended) = mended(field, cell, sign) else {
            whole.push(cell.text, cell.kind);
            continue;
        };
        whole.push(&mended.text, mended.kind);
        if mended.has_entities {
            decoded.push(record);
        }
    }
    *column = whole;
    decoded
}

/// A cell that was mended.
struct Mended<'cell> {
    text: Cow<'cell, str>,
    kind: CellKind,
    has_entities: bool,
}

/// The cell as it was; `None` if nothing was done to it.
fn mended(field: Field, cell: Cell<'_>, sign: Option<char>) -> Option<Mended<'_>> {
    if cell.kind != CellKind::Text {
        return None;
    }
    if is_error(cell.text) {
        let text = Cow::Borrowed(cell.text);
        return Some(Mended { text, kind: CellKind::Error, has_entities: false });
    }
    if let Some(amount) = cell.text.strip_prefix('\\').filter(|_| field.kind() == FieldKind::Money)
        && let Some(sign) = sign
    {
        let text = Cow::Owned(format!("{sign}{amount}"));
        return Some(Mended { text, kind: CellKind::Text, has_entities: false });
    }
    let bare = without_apostrophe(field, cell.text);
    let decoded = html_entities::decoded(bare.unwrap_or(cell.text));
    let has_entities = decoded.is_some();
    let text = decoded.map(Cow::Owned).or(bare.map(Cow::Borrowed))?;
    Some(Mended { text, kind: CellKind::Text, has_entities })
}

/// What a backslash before an amount is in an encoding that has the sign of its country's currency in that place.
fn sign_of_backslash(encoding: &str) -> Option<char> {
    match encoding.rsplit(' ').next()? {
        "shift_jis" | "iso-2022-jp" | "euc-jp" => Some('¥'),
        "euc-kr" => Some('₩'),
        _ => None,
    }
}

/// The text without the apostrophe that keeps a spreadsheet from reading it as a number or formula. Names
/// keep theirs, whatever follows: 't Hooft, '47 Brand.
fn without_apostrophe(field: Field, text: &str) -> Option<&str> {
    let rest = text.strip_prefix('\'')?;
    if field.kind() != FieldKind::Text {
        return Some(rest.strip_suffix('\'').unwrap_or(rest));
    }
    begins_like_formula(rest).then_some(rest)
}

/// Whether the text is what spreadsheets in any language save for an error, or for a number or date that
/// its column was too narrow to show. `#AWS` is a tag.
fn is_error(text: &str) -> bool {
    /// What Excel and LibreOffice print for #N/A in other languages.
    const NOT_AVAILABLE: [&str; 9] = ["N/A", "NV", "N/D", "N/B", "I/T", "YOK", "H/Y", "НД", "Н/Д"];
    let Some(name) = text.strip_prefix('#') else {
        let number = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fehler:"));
        return number.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
    };
    if name.len() >= 2 && name.bytes().all(|byte| byte == b'#') {
        return true;
    }
    let is_shouted = |name: &str| {
        name.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && name.chars().all(|c| c.is_uppercase() || matches!(c, '/' | '0' | '_' | '¡' | '¿'))
    };
    NOT_AVAILABLE.contains(&name.trim_end_matches('!'))
        || name == "GETTING_DATA"
        || name.strip_suffix(['!', '?']).is_some_and(is_shouted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, Role};
    use crate::normalise::testing::{problems, read, row, table};

    #[test]
    fn errors_of_spreadsheets_are_told_from_tags() {
        for text in [
            "#REF!",
            "#N/A",
            "#VALUE!",
            "#NAME?",
            "#DIV/0!",
            "#ERROR!",
            "########",
            "#NV",
            "#BEZUG!",
            "#¡VALOR!",
            "#¿NOMBRE?",
            "#ЗНАЧ!",
            "Err:508",
        ] {
            assert!(is_error(text), "{text}");
        }
        for text in ["#AWS", "#1!", "#", "##", "# Deals", "#Done!", "#AWS deal!", "Error", "Err:x"]
        {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn a_cell_of_an_error_in_text_is_noted_and_no_name() {
        let records =
            read(vec![row(Role::Crm, &[(Field::DealId, "D1"), (Field::Customer, "#REF!")])]);
        assert_eq!(records.crm[0].customer, None);
        assert_eq!(problems(&records), [(2, "error_cell", Action::CellIgnored)]);
    }

    #[test]
    fn an_apostrophe_before_an_id_date_or_amount_is_none_of_it() {
        let cells = [
            (Field::DealId, "'00123"),
            (Field::Customer, "'t Hooft BV"),
            (Field::DealName, "'47 Brand"),
            (Field::Description, "'=SUM(A1)"),
            (Field::Amount, "'1000"),
            (Field::CloseDate, "'2026-03-31"),
        ];
        let deal = read(vec![row(Role::Crm, &cells)]).crm.remove(0);
        assert_eq!(deal.id.as_str(), "00123");
        assert_eq!(deal.customer.as_deref(), Some("'t Hooft BV"));
        assert_eq!(deal.name.as_deref(), Some("'47 Brand"));
        assert_eq!(deal.description.as_deref(), Some("=SUM(A1)"));
        assert!(deal.amount.is_some() && deal.close_date.is_some());
    }

    #[test]
    fn a_backslash_before_an_amount_is_the_currency_of_its_encoding() {
        let read_in = |encoding: &str| {
            let cells = [(Field::DealId, "D1"), (Field::Amount, "\\1,200,000")];
            let mut table = row(Role::Crm, &cells);
            table.report.encoding = Some(encoding.to_owned());
            let amount = read(vec![table]).crm[0].amount;
            amount.map(|money| money.to_string()).unwrap_or_default()
        };
        assert_eq!(read_in("shift_jis"), "JPY 1,200,000");
        assert_eq!(read_in("euc-kr"), "KRW 1,200,000");
        assert_eq!(read_in("utf-8"), "");
    }

    #[test]
    fn letters_of_html_are_counted_once_for_the_file() {
        let records = read(vec![table(
            Role::Crm,
            &[
                (Field::DealId, &["D1", "D2", "D3"]),
                (Field::DealName, &["Lift", "Lift", "a &lt; b"]),
                (Field::Customer, &["Acme", "Smith &amp; Sons", "AT&T"]),
            ],
        )]);
        assert_eq!(records.crm[1].customer.as_deref(), Some("Smith & Sons"));
        assert_eq!(records.crm[2].customer.as_deref(), Some("AT&T"));
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!((warning.code, warning.row), ("html_entities", Some(3)));
        assert!(warning.message.ends_with(": 2."), "{}", warning.message);
    }
}
