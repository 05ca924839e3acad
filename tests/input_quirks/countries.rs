//! Beyond the cases: the calendars, digits, units and words of other countries.

use super::reading::{amounts, close_dates, deals, noted, read, warning};

const HEADER: &str = "Deal ID,Customer,Amount,Close Date\n";

#[test]
fn a_french_list_of_excel_has_semicolons_apostrophes_and_narrow_blanks() {
    let records = read(
        "affaires.csv",
        "\u{feff}ID de l'opportunité;Nom du compte;Montant;Date de clôture\r\n\
         0065f00000AbCdE;L’Oréal S.A.;1\u{202f}080\u{202f}000,50 €;31/03/2026\r\n\
         0065f00000AbCdF;Société d'eau;30\u{a0}000 €;01/04/2026\r\n",
    );
    assert_eq!(
        deals(&records),
        [
            "0065f00000AbCdE | L’Oréal S.A. | 1080000.5 EUR | 2026-03-31",
            "0065f00000AbCdF | Société d'eau | 30000 EUR | 2026-04-01",
        ]
    );
}

#[test]
fn google_sheets_writes_days_in_the_sheets_locale_and_truth_in_capitals() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,Close Date,Created Date,MDF Used\n\
         D1,Acme,3/31/2026,3/4/2026 9:05:00,TRUE\nD2,Beta,4/1/2026,12/4/2026 13:05:00,FALSE\n",
    );
    assert_eq!(close_dates(&records), ["2026-03-31", "2026-04-01"]);
    let created: Vec<_> =
        records.crm.iter().map(|crm| crm.created_date.unwrap().to_string()).collect();
    assert_eq!(created, ["2026-03-04", "2026-12-04"], "one program writes one locale");
    assert_eq!(records.crm[0].mdf_used, Some(true));
}

#[test]
fn libreoffice_writes_truth_in_its_own_language() {
    let text = "Deal ID,Customer,MDF Used\nD1,Acme,WAHR\nD2,Beta,FALSCH\nD3,Gamma,VERO\nD4,Delta,VRAI\n\
                D5,Eta,PRAVDA\n";
    let records = read("deals.csv", text);
    let used: Vec<_> = records.crm.iter().map(|crm| crm.mdf_used).collect();
    assert_eq!(used[..4], [Some(true), Some(false), Some(true), Some(true)]);
    // Czech is in no list of ours: told, not guessed.
    assert!(used[4] == Some(true) || noted(&records) == [(6, "unreadable_yes_no", "cell_ignored")]);
}

#[test]
fn sap_writes_the_minus_behind_and_days_without_separators() {
    let text = "Deal ID;Customer;Amount;Close Date\nD1;Acme;1.234,00-;20260331\nD2;Beta;5.000,00;00000000\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["-1234", "5000"]);
    assert_eq!(close_dates(&records), ["2026-03-31", ""]);
    assert_eq!(
        noted(&records),
        [(2, "repaired_amount", "cell_repaired"), (3, "placeholder_date", "cell_ignored")]
    );
}

#[test]
fn days_are_read_as_many_languages_write_them() {
    let mut misread = Vec::new();
    for written in [
        "31. März 2026",
        "31 mars 2026",
        "31 de marzo de 2026",
        "31 de março de 2026",
        "31-MAR-2026",
        "31-Mar-26",
        "31 maart 2026",
        "31 mar. 2026",
        "Tuesday, March 31, 2026",
        "Di., 31.03.2026",
        "Tue, 31 Mar 2026 00:00:00 GMT",
        "2026. 3. 31.",
        "31.3.2026 klo 9.05",
        "3/31/2026, 9:05\u{202f}AM",
        "31/03/2026 09:05:00 a. m.",
        "2026-03-31T09:05:00.000+02:00",
        "2026年03月31日",
    ] {
        let text = format!("{HEADER}D1,Acme,1,\"{written}\"\n");
        let day = close_dates(&read("deals.csv", text)).remove(0);
        if day != "2026-03-31" {
            misread.push(format!("{written}: {day}"));
        }
    }
    assert_eq!(misread, [""; 0]);
}

#[test]
fn a_month_or_quarter_is_no_day() {
    let text =
        format!("{HEADER}D1,A,1,2026-03\nD2,B,2,March 2026\nD3,C,3,Q3 2026\nD4,D,4,Mar-26\n");
    let records = read("deals.csv", text);
    assert_eq!(close_dates(&records), ["", "", "", ""]);
    assert_eq!(noted(&records), [2, 3, 4, 5].map(|row| (row, "date_without_day", "cell_ignored")));
}

#[test]
fn thai_years_are_read_as_ours_and_islamic_ones_are_not() {
    // 2569 BE is 2026; 1447 AH spans 2025 and 2026.
    let text =
        format!("{HEADER}D1,Acme,1,31/03/2569\nD2,Beta,2,12/10/1447\nD3,Gamma,3,2569-03-31\n");
    let records = read("deals.csv", text);
    assert_eq!(close_dates(&records), ["2026-03-31", "", "2026-03-31"]);
    assert!(warning(&records, "buddhist_years").message.ends_with(": 2."));
    assert_eq!(noted(&records), [(3, "placeholder_date", "cell_ignored")]);
}

#[test]
fn japanese_dates_are_read_and_eras_told_if_not() {
    let text = format!("{HEADER}D1,A,1,2026年3月31日\nD2,B,2,令和8年3月31日\nD3,C,3,R8.3.31\n");
    let records = read("deals.csv", text);
    let days = close_dates(&records);
    assert_eq!(days[0], "2026-03-31");
    for (place, day) in days.iter().enumerate().skip(1) {
        let row = u32::try_from(place).unwrap() + 2;
        let told = noted(&records).iter().any(|(at, ..)| *at == row);
        assert!(day == "2026-03-31" || (day.is_empty() && told), "row {row}: {day}");
    }
}

#[test]
fn full_width_digits_are_digits() {
    let text = format!("{HEADER}D1,株式会社,１２３，４５６，７８９円,２０２６/０３/３１\n");
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | 株式会社 | 123456789 JPY | 2026-03-31"]);
}

#[test]
fn arabic_digits_are_digits() {
    let text = format!("{HEADER}D1,شركة,١٢٣٤٥٦٧,٢٠٢٦-٠٣-٣١\n");
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | شركة | 1234567 | 2026-03-31"]);
}

#[test]
fn headers_in_full_width_letters_are_known() {
    let text = "商談ＩＤ,取引先名,金額,完了予定日\nD1,株式会社,5,2026/03/31\n";
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | 株式会社 | 5 | 2026-03-31"]);
}

#[test]
fn marks_of_writing_direction_are_no_part_of_a_date_or_amount() {
    // Excel on Windows puts U+200E into dates that are copied; Hebrew and Arabic systems embed numbers.
    let text = format!(
        "{HEADER}\u{200f}D1\u{200e},\u{202b}חברה\u{202c},\u{200e}1234.50\u{200f},\u{200e}31/\u{200e}03/\u{200e}2026\n"
    );
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | חברה | 1234.5 | 2026-03-31"]);
}

#[test]
fn indian_and_east_asian_units_are_read_or_told() {
    let text =
        "Deal ID;Customer;Amount\nD1;A;₹ 1.5 Cr\nD2;B;25 lakh\nD3;C;100万円\nD4;D;1億2000万円\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["15000000 INR", "2500000", "1000000 JPY", "120000000 JPY"]);
    for row in 2..=5 {
        assert!(noted(&records).iter().any(|(at, ..)| *at == row), "row {row} is never silent");
    }
}

#[test]
fn a_currency_at_the_end_of_a_header_is_that_of_its_column() {
    for header in
        ["Amount (EUR)", "Amount [EUR]", "Amount in EUR", "Amount EUR", "Amount, EUR", "Amount €"]
    {
        let records = read("deals.csv", format!("Deal ID;Customer;{header}\nD1;Acme;5000\n"));
        assert_eq!(amounts(&records), ["5000 EUR"], "{header}");
    }
}

#[test]
fn what_a_salesperson_heads_a_list_with_is_read_in_the_language_of_the_list() {
    let lists = [
        "Vorgangsnummer;Kunde;Projekt;Erstellt von;MAP-Antrag eingereicht am;Geplanter Projektbeginn;AWS-Umsatz/Monat (USD)\n\
         1;Acme;RZ-Auszug;Eva;03.04.2026;31.05.2026;8000\n",
        "Folio;Cliente final;Proyecto;Creado por;Fecha de solicitud MAP;Fecha inicio migración;Consumo mensual AWS (USD)\n\
         1;Acme;Cierre CPD;Eva;03/04/2026;31/05/2026;8000\n",
        "案件番号;顧客名;案件名;登録者;MAP申請日;移行開始予定日;AWS月額利用料（USD）\n\
         1;Acme;AWS移行;Eva;2026/4/3;2026/5/31;8000\n",
        "Číslo obchodního případu;Zákazník;Název obchodního případu;Vytvořil;Žádost MAP podána;Zahájení migrace;Měsíční spotřeba AWS \
         (USD)\n1;Acme;Migrace;Eva;03.04.2026;31.05.2026;8000\n",
    ];
    for list in lists {
        let records = read("deals.csv", list);
        let crm = &records.crm[0];
        let days =
            [crm.map_submitted_date, crm.project_start].map(|day| day.map(|it| it.to_string()));
        assert_eq!(days, [Some("2026-04-03".into()), Some("2026-05-31".into())], "{list}");
        assert_eq!(super::reading::money(crm.mrr), "8000 USD", "{list}");
        assert_eq!((crm.id.as_str(), crm.customer.as_deref()), ("1", Some("Acme")), "{list}");
        assert_eq!(crm.created_date, None, "who created it is no day: {list}");
    }
}

#[test]
fn a_partners_copy_of_ace_in_another_language_is_no_list_of_deals() {
    let records = read(
        "ACE.csv",
        "ID ACE;Cliente;Proyecto;Etapa;Fecha prevista de cierre;MRR AWS (USD);Programas APN;País\n\
         O1234567;Acme;Cierre CPD;Qualified;2026-05-31;8000;Migration Acceleration Program;ES\n",
    );
    assert!(records.crm.is_empty());
    let ace = &records.ace[0];
    assert_eq!(ace.title.as_deref(), Some("Cierre CPD"));
    assert_eq!(ace.target_close_date.map(|day| day.to_string()).as_deref(), Some("2026-05-31"));
    assert!(ace.has_program("migration acceleration program"));
}
