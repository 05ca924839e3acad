//! Rows of reports that sum other rows.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::domain::{Cell, CellKind, Currency};
use crate::ingest::raw_row::RawRow;

/// Labels of rows that sum a group, in the languages of reports.
const SUBTOTALS: [&str; 41] = [
    "subtotal",
    "subtotals",
    "sub total",
    "sub-total",
    "sum",
    "count",
    "record count",
    "average",
    "zwischensumme",
    "teilergebnis",
    "summe",
    "anzahl",
    "mittelwert",
    "sous-total",
    "sous total",
    "somme",
    "nombre",
    "moyenne",
    "suma",
    "recuento",
    "promedio",
    "soma",
    "contagem",
    "subtotale",
    "somma",
    "conteggio",
    "subtotaal",
    "som",
    "aantal",
    "delsumma",
    "delsum",
    "antal",
    "välisumma",
    "suma częściowa",
    "mezisoučet",
    "ara toplam",
    "total parcial",
    "小計",
    "小计",
    "소계",
    "加重合計",
];

/// Labels of rows that sum the whole report.
const GRAND_TOTALS: [&str; 42] = [
    "total",
    "totals",
    "grand total",
    "grand totals",
    "total records",
    "overall total",
    "gesamt",
    "gesamtsumme",
    "gesamtsummen",
    "gesamtergebnis",
    "total général",
    "totaux généraux",
    "total general",
    "totales generales",
    "totales",
    "total geral",
    "totais gerais",
    "totale",
    "totali",
    "totale complessivo",
    "totali complessivi",
    "totale generale",
    "totaal",
    "eindtotaal",
    "eindtotalen",
    "totalsumma",
    "totalsummor",
    "slutsumma",
    "summa",
    "i alt",
    "totalt",
    "yhteensä",
    "suma końcowa",
    "razem",
    "celkem",
    "genel toplam",
    "toplam",
    "合計",
    "総計",
    "總計",
    "总计",
    "합계",
];

/// The rule by which a row is a sum and no record: `subtotal` or `grand_total`.
///
/// The label stands in the first or second filled cell, before it at most the name of the group, after
/// it nothing but labels and numbers, and no `key_columns` (ids and names of deals) are filled, unless two
/// labels stand there (`Subtotal`, `Count`) or a label and one number are all there is: a deal may well be
/// called "Total Energies migration", or even "Total".
pub(super) fn total_kind(row: &RawRow, key_columns: &[usize]) -> Option<&'static str> {
    // Most records are told by their last cell.
    row.filled().next_back().filter(|(_, cell)| is_of_sums(*cell) || is_number(*cell))?;
    let (label_column, kind) =
        row.filled().take(2).find_map(|(column, cell)| Some((column, label_kind(cell.text)?)))?;
    let labels = row.filled().filter(|(_, cell)| label_kind(cell.text).is_some()).count();
    let is_pair = row.filled().nth(2).is_none();
    let is_sum_row = row.filled().all(|(column, cell)| {
        let may_name_the_group = column < label_column;
        let may_be_filled =
            labels > 1 || (is_pair && !may_name_the_group) || !key_columns.contains(&column);
        is_of_sums(cell) || (may_be_filled && (may_name_the_group || is_number(cell)))
    });
    is_sum_row.then_some(kind)
}

/// Whether a row of sums may have the cell in any column: a label, a count or a currency.
fn is_of_sums(cell: Cell<'_>) -> bool {
    is_count(cell.text) || is_currency_code(cell.text) || label_kind(cell.text).is_some()
}

/// The group whose rows this row sums, in lower case: `acme` of `Acme Total`, beside which nothing but
/// numbers stands. Whether there is such a group is not known here.
pub(super) fn summed_group(row: &RawRow) -> Option<String> {
    // What Excel and LibreOffice write behind the group, beside the labels above.
    const BEHIND: [&str; 4] = [" ergebnis", " result", " résultat", " resultado"];
    let mut filled = row.filled();
    let (_, label) = filled.next().filter(|(_, cell)| cell.text.len() <= LABEL_LENGTH)?;
    let mut numbers = filled.peekable();
    numbers.peek()?;
    if !numbers.all(|(_, cell)| is_number(cell)) {
        return None;
    }
    let label = label.text.to_lowercase();
    let group = BEHIND
        .iter()
        .find_map(|word| label.strip_suffix(word))
        .or_else(|| label.rsplit_once(' ').filter(|(_, word)| is_sum(word)).map(|(it, _)| it))
        .or_else(|| label.split_once(' ').filter(|(word, _)| is_sum(word)).map(|(_, it)| it))?;
    Some(group.trim().to_owned())
}

/// How many records a row of sums says there are: `Grand Totals (5700 records)`, or the number beside
/// the label `Count`.
pub(super) fn stated_count(row: &RawRow) -> Option<u64> {
    let in_label = row.filled().take(2).find_map(|(_, cell)| {
        let text = cell.text.to_lowercase();
        let before = &text[..RECORDS.iter().find_map(|word| text.find(word))?];
        number_in(before).or_else(|| number_in(text.rsplit(':').next()?))
    });
    in_label.or_else(|| {
        let mut cells = row.filled().skip_while(|(_, cell)| !is_count_label(cell.text)).skip(1);
        number_in(cells.next()?.1.text)
    })
}

/// "Records" in the languages of reports, by the beginnings of the words.
const RECORDS: [&str; 9] = [
    "record",
    "datens",
    "enregistrement",
    "registro",
    "poster",
    "rekord",
    "レコード",
    "件",
    "条记录",
];

/// Whether the text says that the numbers of its row are counts.
pub(super) fn is_count_label(text: &str) -> bool {
    const LABELS: [&str; 10] = [
        "count",
        "record count",
        "total records",
        "anzahl",
        "nombre",
        "recuento",
        "contagem",
        "conteggio",
        "aantal",
        "antal",
    ];
    LABELS.contains(&bare_label(text).as_str())
}

/// How many bytes a label has at most (our choice); most cells are longer or not even looked at.
const LABEL_LENGTH: usize = 60;

fn label_kind(text: &str) -> Option<&'static str> {
    // No label begins with a digit, and most ids do.
    if text.len() > LABEL_LENGTH || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let label = bare_label(text);
    if is_sum(&label) {
        Some(if GRAND_TOTALS.contains(&label.as_str()) { "grand_total" } else { "subtotal" })
    } else if label.starts_with("sum of ") || label.starts_with("average of ") {
        Some("subtotal")
    } else {
        // What it sums is not known, so it cannot be held against the records.
        is_qualified_sum(&label).then_some("subtotal")
    }
}

/// Whether the label is one of sums with words that say which: `weighted total`, `summe gewichtet`, `total pipeline`.
fn is_qualified_sum(label: &str) -> bool {
    let mut words = words(label);
    words.clone().any(is_sum) && words.all(|word| is_sum(word) || is_which(word))
}

/// Whether a row below one of sums says of which deals its numbers are, and no more: `weighted`, `open`.
pub(super) fn goes_on(row: &RawRow, key_columns: &[usize]) -> bool {
    let mut filled = row.filled();
    let label = filled.next().filter(|(_, cell)| cell.text.len() <= LABEL_LENGTH);
    let is_label = label.is_some_and(|(_, cell)| {
        let label = bare_label(cell.text);
        words(&label).next().is_some() && words(&label).all(is_which)
    });
    let mut numbers = filled.peekable();
    is_label
        && numbers.peek().is_some()
        && numbers.all(|(column, cell)| is_number(cell) && !key_columns.contains(&column))
}

fn words(label: &str) -> impl Iterator<Item = &str> + Clone {
    label.split([' ', '-', ',']).filter(|word| !word.is_empty())
}

/// Both lists as a set: the question is asked of most rows.
static SUMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| SUBTOTALS.into_iter().chain(GRAND_TOTALS).collect());

fn is_sum(word: &str) -> bool {
    SUMS.contains(word)
}

/// Whether the word says which deals are summed, and how.
fn is_which(word: &str) -> bool {
    const WHICH: &str = "weighted unweighted gewichtet gewichtete gewichteter ungewichtet pondéré pondérée ponderado \
        ponderada ponderato ponderata gewogen viktad viktat vægtet vektet ważona ważony vážený painotettu pipeline \
        open offen offene forecast prognose expected erwartet won gewonnen lost verloren net netto gross brutto \
        grand amount betrag montant importe importo bedrag belopp valor value wert revenue umsatz deals opportunities opps \
        usd eur gbp chf all alle aller of the der des de in q h fy";
    WHICH.split_whitespace().any(|which| which == word)
}

/// The label without what follows it: `grand totals` of `Grand Totals (12 records)` and `Total: 12`.
fn bare_label(text: &str) -> String {
    let text = text.split(['(', ':', '（', '：']).next().unwrap_or_default();
    text.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase()
}

/// Whether the text is the code of a currency, as reports put it beside their sums.
fn is_currency_code(text: &str) -> bool {
    text.len() == 3
        && text.bytes().all(|byte| byte.is_ascii_uppercase())
        && Currency::listed(text).is_some()
}

/// Whether the text counts records: `2 Deals`.
fn is_count(text: &str) -> bool {
    const COUNTED: [&str; 9] = [
        "deal",
        "deals",
        "opportunity",
        "opportunities",
        "opps",
        "records",
        "items",
        "einträge",
        "datensätze",
    ];
    text.split_once(' ').is_some_and(|(count, word)| {
        count.bytes().all(|byte| byte.is_ascii_digit())
            && COUNTED.contains(&word.to_lowercase().as_str())
    })
}

/// The only number in a text, thousands separators aside.
fn number_in(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A number or an amount: digits, separators, a currency. Dates are none.
pub(in crate::ingest) fn is_number(cell: Cell<'_>) -> bool {
    match cell.kind {
        CellKind::Number | CellKind::Amount(_) => true,
        CellKind::Text => {
            let unsigned = cell.text.trim_start_matches(['-', '(']);
            let mut letters = unsigned.chars().filter(|c| c.is_alphabetic());
            letters.nth(3).is_none()
                && unsigned.contains(|c: char| c.is_ascii_digit())
                && !unsigned.contains(['/', '-', ':', '@', '_', '#'])
        }
        CellKind::Date | CellKind::Boolean | CellKind::Error => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    /// Stage, deal id, deal name, amount, close date.
    fn kind(cells: &[&str]) -> Option<&'static str> {
        total_kind(&text_row(9, cells), &[1, 2])
    }

    #[test]
    fn rows_of_sums_are_no_records() {
        assert_eq!(kind(&["Subtotal", "", "", "120,000.00"]), Some("subtotal"));
        assert_eq!(kind(&["Closed Won", "Subtotal", "", "USD 120,000.00"]), Some("subtotal"));
        assert_eq!(kind(&["", "Total", "", "500"]), Some("grand_total"));
        assert_eq!(kind(&["Subtotal", "Count", "", "3"]), Some("subtotal"));
        assert_eq!(kind(&["Subtotal", "Count", "3"]), Some("subtotal"));
        assert_eq!(kind(&["Subtotal", "", "USD", "743000"]), Some("subtotal"));
        assert_eq!(kind(&["Subtotal", "Sum of Amount", "", "120,000.00"]), Some("subtotal"));
        assert_eq!(kind(&["Grand Totals (12 records)"]), Some("grand_total"));
        assert_eq!(kind(&["Total: 12", "", "", "€ 1.234,50"]), Some("grand_total"));
        assert_eq!(kind(&["Gesamtsumme", "", "", "1.234,50"]), Some("grand_total"));
        assert_eq!(kind(&["Gesamt:", "", "", "2 Deals", "269000,5"]), Some("grand_total"));
        assert_eq!(kind(&["Gesamt", "", "2 Deals", "269000,5"]), Some("grand_total"));
        assert_eq!(kind(&["Totaux généraux (12 enregistrements)"]), Some("grand_total"));
        assert_eq!(kind(&["総計（12 件のレコード）"]), Some("grand_total"));
        assert_eq!(kind(&["Gewonnen", "Zwischensumme", "", "EUR 120.000,00"]), Some("subtotal"));
    }

    #[test]
    fn labels_may_say_what_they_sum() {
        for label in [
            "Summe gewichtet",
            "Gewichtete Summe",
            "Weighted Total",
            "Total pipeline",
            "Pipeline Total (open)",
            "Total pondéré",
            "Total ponderado",
            "Totale ponderato",
            "Totaal gewogen",
            "Viktad summa",
            "Suma ważona",
            "Grand total of all deals",
            "Total Q1",
            "加重合計",
        ] {
            assert_eq!(kind(&["", "", label, "500"]), Some("subtotal"), "{label}");
        }
        for label in
            ["Total Energies", "Pipeline", "Weighted deals", "Summer of data", "Total Migration"]
        {
            assert_eq!(kind(&["", "", label, "500"]), None, "{label}");
        }
    }

    #[test]
    fn rows_below_sums_may_name_the_deals_alone() {
        let goes_on = |cells: &[&str]| goes_on(&text_row(9, cells), &[1, 2]);
        assert!(goes_on(&["", "", "Weighted", "500"]) && goes_on(&["Offen:", "", "", "500"]));
        for cells in [
            &["", "", "Weighted", ""][..],
            &["", "", "Weighted", "500", "2026-12-31"],
            &["Open", "D7", "", "500"],
            &["", "", "Lift", "500"],
        ] {
            assert!(!goes_on(cells), "{cells:?}");
        }
    }

    #[test]
    fn a_deal_that_is_called_total_is_a_record() {
        assert_eq!(kind(&["Closed Won", "006A", "Total Energies migration", "5"]), None);
        assert_eq!(kind(&["Closed Won", "006A", "Total", "5"]), None);
        assert_eq!(kind(&["Total", "006A", "Lift", "5"]), None);
        assert_eq!(kind(&["Total", "3", "5"]), None);
        assert_eq!(kind(&["", "", "Total", "5", "2026-12-31"]), None);
        assert_eq!(kind(&["", "", "Total", "5", "31/12/2026"]), None);
        assert_eq!(kind(&["Won", "Total", "", "5", "Ana Lee"]), None);
    }

    #[test]
    fn stated_counts_are_read() {
        let count = |cells: &[&str]| stated_count(&text_row(9, cells));
        assert_eq!(count(&["Grand Totals (5,700 records)"]), Some(5_700));
        assert_eq!(count(&["Total Records: 12"]), Some(12));
        assert_eq!(count(&["Gesamtsummen (5.700 Datensätze)"]), Some(5_700));
        assert_eq!(count(&["総計（12 件のレコード）"]), Some(12));
        assert_eq!(count(&["Summe", "Anzahl", "", "3"]), Some(3));
        assert_eq!(count(&["Total", "Count", "", "3"]), Some(3));
        assert_eq!(count(&["Total", "", "", "500"]), None);
    }
}
