//! Cases 46 to 49: headers, and what columns mean.

use mapaudit::domain::{Field, Role};
use mapaudit::ingest::Options;
use rust_xlsxwriter::{ExcelDateTime, Format};

use super::packing::{sheet, workbook};
use super::reading::{amounts, close_dates, deals, read, read_as, refused, report, warning};

#[test]
fn case_46_a_header_twice_is_read_if_the_columns_agree() {
    let records =
        read("deals.csv", "Deal ID,Amount,Customer,Amount\nD1,100,Acme,100\nD2,5,Beta,5\n");
    assert_eq!(amounts(&records), ["100", "5"]);
    refused("deals.csv", "Deal ID,Amount,Customer,Amount\nD1,100,Acme,100\nD2,5,Beta,6\n")
        .says("duplicate_header", &["row 3", "columns 2 and 4", "`Amount`", "Rename"]);
}

#[test]
fn case_47_columns_without_a_header_are_dropped_if_they_are_empty() {
    let mut deals =
        sheet("Deals", &[&[], &["", "Deal ID", "", "Customer"], &["", "D1", "", "Acme"]]);
    deals.write_blank(2, 0, &Format::new().set_bold()).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(records.crm[0].customer.as_deref(), Some("Acme"));
    assert_eq!(report(&records).unmapped_headers, [""; 0]);
}

#[test]
fn case_48_noise_round_a_header_does_not_hide_it() {
    let records = read(
        "deals.csv",
        "\"Opportunity\u{a0}ID \",\"Account Name: Account Name\",\"*STAGE  ↑\",\"Close\nDate (required)\",\
         Montant,\"De\u{301}scription\"\nD1,Acme,Won,2026-03-31,5,x\n",
    );
    assert_eq!(deals(&records), ["D1 | Acme | 5 | 2026-03-31"]);
    assert_eq!(records.crm[0].stage.as_deref(), Some("Won"));
    let headers = &report(&records).columns;
    let stage = headers.iter().find(|(field, _)| field.name() == "stage");
    assert_eq!(stage.map(|(_, written)| written.as_str()), Some("*STAGE  ↑"), "as written");
}

#[test]
fn case_49_headers_in_other_languages_are_known() {
    let hubspot = read(
        "hubspot-crm-exports.csv",
        "\"ID de registro\",\"Nombre del negocio\",\"Etapa del negocio\",\"Cantidad\",\"Fecha de cierre\"\n\
         \"12345678901\",\"Migración\",\"Cierre ganado\",\"117.0\",\"2026-03-31 09:15\"\n",
    );
    assert_eq!(deals(&hubspot), ["12345678901 |  | 117 | 2026-03-31"]);
    assert_eq!(hubspot.crm[0].name.as_deref(), Some("Migración"));
    let pipedrive = read(
        "deals-acme-1.csv",
        "Obchod - Název,Obchod - Hodnota,Obchod - Měna hodnoty,Organizace,Obchod - Fáze,\
         Obchod - Očekávané datum uzavření\nMigrace,1000,CZK,Acme s.r.o.,Qualified,2026-03-31\n",
    );
    assert_eq!(pipedrive.crm[0].name.as_deref(), Some("Migrace"));
    assert_eq!(pipedrive.crm[0].customer.as_deref(), Some("Acme s.r.o."));
    let (amounts, days) = (amounts(&pipedrive), close_dates(&pipedrive));
    assert_eq!((amounts[0].as_str(), days[0].as_str()), ("1000 CZK", "2026-03-31"));
}

#[test]
fn case_49_dynamics_tells_what_its_relabelled_columns_are() {
    let mut view = sheet(
        "All Opportunities",
        &[
            &["(Nicht ändern) Verkaufschance", "Thema", "Möglicher Kunde", "Updated Info"],
            &["1f2e3d4c-0000-4000-8000-0000000000a1", "Lift", "Acme", "the long text"],
        ],
    );
    view.write_string(0, 4, "Umsatz lt. Team").unwrap();
    view.write_number(1, 4, 3_000_000_000_f64).unwrap();
    view.write_string(0, 5, "Est. Close Date").unwrap();
    let day = Format::new().set_num_format("m/d/yyyy");
    let march = ExcelDateTime::from_ymd(2026, 3, 31).unwrap();
    view.write_datetime_with_format(1, 5, march, &day).unwrap();
    let map = "opportunity:kLp9x:opportunityid=%28Nicht%20%C3%A4ndern%29%20Verkaufschance&name=Thema\
               &customerid=M%C3%B6glicher%20Kunde&description=Updated%20Info\
               &estimatedvalue=Umsatz%20lt.%20Team&estimatedclosedate=Est.%20Close%20Date";
    let mut hidden = sheet("hiddenSheet", &[&[map]]);
    hidden.set_very_hidden(true);
    let records = read("All Opportunities.xlsx", workbook(vec![view, hidden]));
    let expected = "1f2e3d4c-0000-4000-8000-0000000000a1 | Acme | 3000000000 | 2026-03-31";
    assert_eq!(deals(&records), [expected]);
    assert_eq!(records.crm[0].description.as_deref(), Some("the long text"));
}

#[test]
fn case_49_headers_that_nobody_knows_are_listed_with_the_nearest_and_the_flag() {
    refused("deals.csv", "Oportunity Nme,Xyzzy,Plugh,Stge\na,b,c,d\n").says(
        "unknown_layout",
        &["`Oportunity Nme` (near `opportunity name`", "`Xyzzy`", "--map \"HEADER=field\""],
    );
}

#[test]
fn case_49_the_users_own_words_are_a_way_in() {
    let text = "Oportunity Nme,Kunde X,Wert\nLift,Acme,5\n";
    let map = |header: &str, field| (header.to_owned(), field);
    let stated = Options {
        header_maps: vec![
            map("Oportunity Nme", Field::DealName),
            map("kunde  x", Field::Customer),
            map("Wert", Field::Amount),
        ],
        role: Some(Role::Crm),
        ..Options::default()
    };
    let records = read_as("deals.csv", text, &stated);
    assert_eq!(records.crm[0].name.as_deref(), Some("Lift"));
    assert_eq!(
        (records.crm[0].customer.as_deref(), amounts(&records)),
        (Some("Acme"), vec!["5".into()])
    );
}

#[test]
fn case_49_a_file_that_is_recognised_still_tells_which_headers_it_left() {
    let records = read("deals.csv", "Deal ID,Customer,Amount,Mood\nD1,Acme,5,good\n");
    assert_eq!(report(&records).unmapped_headers, ["Mood"]);
    let records =
        read("d.csv", "Opportunity ID,Opportunity ID (18 Digit),Account Name\nA,B,Acme\n");
    assert!(warning(&records, "second_column_for_field").message.contains("--map"));
}

/// Hand-made sheets: the header, and a deal of Acme over 204,000.50 that closes on 24 December 2026.
const SHEETS: [&str; 12] = [
    "Projekt;Kunde;Auftragswert (€);Abschluss erwartet\nLift;Acme;204.000,50;24.12.2026\n",
    "Projet;Client;Montant (€ HT);Clôture prévue\nLift;Acme;204 000,50;24/12/2026\n",
    "Proyecto;Cliente;Importe (€);Fecha prevista de cierre\nLift;Acme;204.000,50;24/12/2026\n",
    "Projeto;Cliente;Valor (R$);Data de fecho\nLift;Acme;204.000,50;24/12/2026\n",
    "Projekt;Klient;Kwota (zł);Planowane zamknięcie\nLift;Acme;204 000,50;24.12.2026\n",
    "Projekt;Zákazník;Částka (Kč);Datum uzavření\nLift;Acme;204 000,50;24. 12. 2026\n",
    "Proje;Müşteri Adı;Tutar (TL);Kapanış Tarihi\nLift;Acme;204.000,50;24.12.2026\n",
    "Projekti;Asiakas;Summa (€);Arvioitu päätöspäivä\nLift;Acme;204 000,50;24.12.2026\n",
    "Prosjekt;Kunde;Beløp (kr);Forventet avslutning\nLift;Acme;204 000,50;24.12.2026\n",
    "프로젝트명;고객사;금액 (원);예상 수주일\nLift;Acme;204,000.50;2026-12-24\n",
    "项目名称;客户名称;金额;预计签约日期\nLift;Acme;204,000.50;2026年12月24日\n",
    "專案名稱;客戶名稱;金額;預計成交日期\nLift;Acme;204,000.50;2026/12/24\n",
];

#[test]
fn sheets_are_read_in_the_languages_of_those_who_keep_them() {
    for text in SHEETS {
        let records = read("deals.csv", text);
        let deal = &records.crm[0];
        assert_eq!(deal.name.as_deref(), Some("Lift"), "{text}");
        assert_eq!(deal.customer.as_deref(), Some("Acme"), "{text}");
        assert!(amounts(&records)[0].starts_with("204000.5"), "{text}: {:?}", amounts(&records));
        assert_eq!(close_dates(&records), ["2026-12-24"], "{text}");
    }
}
