//! Which of several currencies a sign stands for, by the language of the export: `¥` is a yen in Japan and a yuan in
//! China, `kr` a krone or a krona.

use super::written_number::Written;
use crate::domain::currency_words::{self, Stated};
use crate::domain::{CellKind, Column, Currency, Field, RawTable, Warning, fold};

/// The currency of a country, and words that headers have in its language and in none of its neighbours'.
const BY_WORDS: [(&str, &[&str]); 4] = [
    (
        "SEK",
        &[
            "belopp",
            "värde",
            "ägare",
            "affärsmöjlighet",
            "säljprojekt",
            "skapad",
            "slutdatum",
            "intäkt",
        ],
    ),
    ("NOK", &["beløp", "verdi", "eier", "salgsmulighet", "opprettet", "bedrift", "sannsynlighet"]),
    (
        "DKK",
        &["beløb", "værdi", "ejer", "salgsmulighed", "oprettet", "virksomhed", "sandsynlighed"],
    ),
    ("ISK", &["upphæð", "viðskiptavinur", "eigandi"]),
];

/// Letters of mainland China in headers of deals that Japanese is not written with.
const SIMPLIFIED: [char; 14] =
    ['额', '户', '阶', '业', '态', '币', '货', '负', '责', '预', '创', '项', '结', '单'];

/// The currencies that a sign of several stands for in this export.
pub(super) fn usual(raw: &RawTable) -> Vec<Currency> {
    let headers = || raw.columns.iter().map(|column| column.header.as_str());
    let is_chinese = headers().any(|header| header.contains(SIMPLIFIED))
        || raw.report.encoding.as_deref().is_some_and(|name| name.starts_with("gb"))
        || names_yuan(raw);
    let yuan = is_chinese.then(|| Currency::new("CNY")).flatten();
    let folded: Vec<String> = headers().map(fold).collect();
    let has = |words: &[&str]| {
        folded.iter().flat_map(|header| header.split(' ')).any(|word| words.contains(&word))
    };
    let mut of_words = BY_WORDS.iter().filter(|(_, words)| has(words));
    let crown = of_words.next().filter(|_| of_words.next().is_none());
    yuan.into_iter().chain(crown.and_then(|(code, _)| Currency::new(code))).collect()
}

/// Whether an amount or a currency is stated in yuan, by the name that other currencies bear with their country.
fn names_yuan(raw: &RawTable) -> bool {
    const OTHERS: [&str; 6] = ["美元", "日元", "港元", "欧元", "澳元", "加元"];
    let is_money = |field| {
        Field::MONEY.contains(&field) || matches!(field, Field::Currency | Field::ArrCurrency)
    };
    let is_yuan = |text: &str| {
        text.ends_with("人民币")
            || (text.ends_with('元') && !OTHERS.iter().any(|other| text.ends_with(other)))
    };
    let columns = raw.columns.iter().filter(|column| is_money(column.field));
    columns.flat_map(Column::iter).any(|cell| is_yuan(cell.text))
}

/// A warning if `$` may be pesos here: in Spanish it is the sign of most currencies of Latin America, and people there write
/// US dollars so too.
pub(super) fn doubt(raw: &RawTable) -> Option<Warning> {
    const SPANISH: [&str; 12] = [
        "monto",
        "importe",
        "cantidad",
        "etapa",
        "cliente",
        "cuenta",
        "oportunidad",
        "negocio",
        "cierre",
        "fecha",
        "propietario",
        "trato",
    ];
    if raw.columns.iter().any(|column| column.field == Field::Currency) {
        return None;
    }
    let words = |header: &str| fold(header).split(' ').filter(|it| SPANISH.contains(it)).count();
    let spanish: usize = raw.columns.iter().map(|column| words(&column.header)).sum();
    // One word may be Italian, Portuguese or a name; this one is neither.
    let says_monto = raw.columns.iter().any(|column| fold(&column.header).contains("monto"));
    if spanish < 2 && !says_monto {
        return None;
    }
    let amounts = raw.columns.iter().find(|column| column.field == Field::Amount)?;
    let of_header = currency_words::in_header(&amounts.header).and_then(|it| it.given_alone());
    if amounts.currency.or(of_header).is_some() {
        return None;
    }
    let is_bare = |text: &str| {
        let before = text.split_once('$').map(|(before, _)| before);
        before.is_some_and(|it| !it.ends_with(char::is_alphabetic)) && !text.contains("USD")
    };
    if !is_bare(&amounts.header) && !amounts.iter().any(|cell| is_bare(cell.text)) {
        return None;
    }
    let message = "`$` may be dollars or pesos, so the currency of these amounts is left open. Export the currency too.";
    Some(Warning {
        column: Some(amounts.header.clone()),
        ..Warning::new("sign_of_several", message.to_owned())
    })
}

/// A warning if the amounts are taken for Swedish crowns or yen by nothing but their sign, which is that of others too.
pub(super) fn presumed(raw: &RawTable, usual: &[Currency]) -> Option<Warning> {
    const SIGNS: [(&str, &str); 2] = [("SEK", "kr"), ("JPY", "¥")];
    if raw.columns.iter().any(|column| column.field == Field::Currency) {
        return None;
    }
    let amounts = raw.columns.iter().find(|column| column.field == Field::Amount)?;
    let of_header = currency_words::in_header(&amounts.header);
    if amounts.currency.is_some() || of_header.is_some_and(|it| it.given_alone().is_some()) {
        return None;
    }
    let of_cell = |text: &str| Written::new(text).and_then(|written| written.currency);
    let is_open =
        |stated: &Stated| stated.given_alone().is_none() && meant(stated, usual).is_none();
    let texts = amounts.iter().filter(|cell| cell.kind == CellKind::Text);
    let stated = texts.filter_map(|cell| of_cell(cell.text)).find(is_open)?.given(None)?;
    let (code, sign) = SIGNS.into_iter().find(|(code, _)| *code == stated.as_str())?;
    // Letters that among the languages of the sign are those of one country.
    let is_its_own = |c: char| match code {
        "SEK" => matches!(c, 'ä' | 'ö' | 'Ä' | 'Ö'),
        _ => matches!(c, '\u{3041}'..='\u{30ff}'),
    };
    if raw.columns.iter().any(|column| column.header.contains(is_its_own)) {
        return None;
    }
    let message = format!(
        "`{sign}` is taken for {code}, and may be another currency. Export the currency too."
    );
    Some(Warning {
        column: Some(amounts.header.clone()),
        ..Warning::new("sign_of_several", message)
    })
}

/// The one of these currencies that the text can mean.
pub(super) fn meant(stated: &Stated, usual: &[Currency]) -> Option<Currency> {
    usual.iter().copied().find(|currency| stated.allows(*currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::normalise::testing::{column_of, read, row};

    fn currency(header: &str, amount: &str) -> String {
        let mut table = row(Role::Crm, &[(Field::DealId, "D1")]);
        table.columns.push(column_of(CellKind::Text, Field::Amount, header, &[amount]));
        let amount = read(vec![table]).crm.remove(0).amount;
        amount.and_then(|money| money.currency).map(|code| code.to_string()).unwrap_or_default()
    }

    #[test]
    fn dollars_of_a_spanish_export_may_be_pesos() {
        let amount = |headers: [&str; 2], cells: [&str; 2]| {
            let mut table = row(Role::Crm, &[(Field::DealId, "D1")]);
            let kind = CellKind::Text;
            table.columns.push(column_of(kind, Field::Amount, headers[0], &[cells[0]]));
            let other = if headers[1] == "Moneda" { Field::Currency } else { Field::Stage };
            table.columns.push(column_of(kind, other, headers[1], &[cells[1]]));
            let mut records = read(vec![table]);
            let told = records.inputs[0].warnings.iter().any(|it| it.code == "sign_of_several");
            (records.crm.remove(0).amount.and_then(|money| money.currency), told)
        };
        assert_eq!(amount(["Monto", "Etapa"], ["$1.250.000", "Propuesta"]), (None, true));
        let dollars = Currency::new("USD");
        assert_eq!(amount(["Monto", "Etapa"], ["US$ 1.250.000", "Propuesta"]), (dollars, false));
        assert_eq!(amount(["Amount", "Stage"], ["$1,250,000", "Proposal"]), (dollars, false));
        let pesos = Currency::new("MXN");
        assert_eq!(amount(["Monto", "Moneda"], ["$1,250,000", "MXN"]), (pesos, false));
        assert_eq!(amount(["Monto (MXN)", "Etapa"], ["$1,250,000", "Propuesta"]), (pesos, false));
    }

    #[test]
    fn a_currency_by_its_sign_alone_is_told() {
        let is_told = |header: &str, amount: &str| {
            let mut table = row(Role::Crm, &[(Field::DealId, "D1")]);
            table.columns.push(column_of(CellKind::Text, Field::Amount, header, &[amount]));
            let warnings = read(vec![table]).inputs.remove(0).warnings;
            warnings.iter().any(|it| it.code == "sign_of_several")
        };
        assert!(is_told("Amount", "kr 1 200 000,00") && is_told("Amount", "¥1,200,000"));
        assert!(!is_told("Belopp", "1 200 000 kr") && !is_told("金额", "¥1,200,000"));
        assert!(!is_told("Intäkter", "1 200 000 kr") && !is_told("売り上げ", "¥1,200,000"));
        assert!(!is_told("Amount", "1 200 000 SEK") && !is_told("Amount", "$1,200,000"));
    }

    #[test]
    fn signs_of_several_currencies_are_those_of_the_language() {
        for (header, amount, code) in [
            ("金额", "¥1,200,000.00", "CNY"),
            ("金額", "¥1,200,000", "JPY"),
            ("Amount", "¥1,200,000", "JPY"),
            ("Belopp", "1 200 000 kr", "SEK"),
            ("Beløp", "kr 1 200 000,00", "NOK"),
            ("Beløb", "1.200.000,00 kr", "DKK"),
            ("Beløb", "USD 1.200.000,00", "USD"),
            ("Amount", "kr 1 200 000,00", "SEK"),
        ] {
            assert_eq!(currency(header, amount), code, "{header} {amount}");
        }
    }
}
