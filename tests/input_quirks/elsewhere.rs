//! Beyond the cases: exports of systems and countries that no profile was written for.

use mapaudit::domain::Role;

use super::reading::{amounts, checked, close_dates, deals, ids, noted, read, report, warning};

const HEADER: &str = "Deal ID;Deal Name;Customer;Amount;Close Date\n";

#[test]
fn currencies_are_read_as_each_country_abbreviates_them() {
    let mut misread = Vec::new();
    for (written, expected) in [
        ("1.234.567,50 TL", "1234567.5 TRY"),
        ("1 234 567,50 руб.", "1234567.5 RUB"),
        ("12 000 руб", "12000 RUB"),
        ("1,234,567원", "1234567 KRW"),
        ("RMB 1,234,567", "1234567 CNY"),
        ("Fr. 12'000.--", "12000 CHF"),
        ("12'000.– CHF", "12000 CHF"),
        ("Rs. 12,00,000/-", "1200000 INR"),
    ] {
        let text = format!("{HEADER}D1;Lift;Acme;{written};2026-03-31\nD2;Move;Beta;1234567;\n");
        let amount = amounts(&read("deals.csv", text)).remove(0);
        if amount != expected {
            misread.push(format!("{written}: {amount}"));
        }
    }
    assert_eq!(misread, [""; 0]);
}

#[test]
fn the_converted_amount_behind_that_of_the_record_is_not_read() {
    let text = "Opportunity ID,Opportunity Name,Account Name,Amount\n\
                0065f00000AbCdE,Lift,Acme,\"EUR 120,000.00 (USD 130,200.00)\"\n\
                0065f00000AbCdF,Move,Beta,\"(EUR 1,500.00)\"\n";
    assert_eq!(amounts(&read("report.csv", text)), ["120000 EUR", "-1500 EUR"]);
}

#[test]
fn slavic_dates_end_in_the_word_year() {
    let text = format!(
        "{HEADER}D1;A;A;1;31.03.2026 r.\nD2;B;B;1;1 апреля 2026 г.\nD3;C;C;1;1 kwietnia 2026 roku\n\
         D4;D;D;1;31.03.2026 года\n"
    );
    let days = close_dates(&read("deals.csv", text));
    assert_eq!(days, ["2026-03-31", "2026-04-01", "2026-04-01", "2026-03-31"]);
}

#[test]
fn a_row_of_types_or_remarks_below_the_header_is_no_deal() {
    for (described, amount) in [
        ("string;string;varchar(80);currency;date", "1000"),
        ("(required);(max 60);(as in CRM);(USD);(day)", "1000 USD"),
        (";;;[k€];[dd.mm.yyyy]", "1000000 EUR"),
    ] {
        let records =
            read("deals.csv", format!("{HEADER}{described}\nD1;Lift;Acme;1000;2026-03-31\n"));
        assert_eq!(deals(&records), [format!("D1 | Acme | {amount} | 2026-03-31")]);
        assert_eq!(noted(&records), [(2, "column_notes", "row_ignored")], "{described}");
    }
}

#[test]
fn headings_of_groups_in_the_column_of_ids_are_no_deals() {
    let text = format!(
        "{HEADER}EMEA;;;;\nD1;Lift;Acme;1000;2026-03-31\nNorth America;;;;\nD2;Move;Beta;2000;2026-04-01\n"
    );
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(noted(&records), [(2, "note", "row_set_aside"), (4, "note", "row_set_aside")]);
    assert_eq!(report(&records).rows_read, 4);
}

#[test]
fn the_customer_in_a_row_of_its_own_is_that_of_the_deals_below() {
    let text = "Customer,Deal ID,Deal Name,Amount,Close Date\nAcme,,,,\n,D1,Lift,1000,2026-12-04\n,D2,Move,2000,\n\
                Beta,,,,\n,D3,Exit,3000,2026-12-06\n";
    let records = read("deals.csv", text);
    let expected =
        ["D1 | Acme | 1000 | 2026-12-04", "D2 | Acme | 2000 | ", "D3 | Beta | 3000 | 2026-12-06"];
    assert_eq!(deals(&records), expected);
    let heading = |row| (row, "group_heading", "row_ignored");
    assert_eq!(noted(&records), [heading(2), heading(5)]);
    assert!(warning(&records, "group_headings").message.ends_with(": 2."));
}

#[test]
fn a_customer_in_a_row_of_its_own_is_a_note_where_deals_name_theirs() {
    let text = "Customer,Deal ID,Deal Name,Amount,Close Date\nAcme,,,,\n,D1,Lift,1000,2026-12-04\n\
                Beta,D2,Move,2000,2026-12-05\n";
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 |  | 1000 | 2026-12-04", "D2 | Beta | 2000 | 2026-12-05"]);
    assert_eq!(noted(&records), [(2, "note", "row_set_aside")]);
}

#[test]
fn headings_and_weighted_sums_in_a_list_without_ids_are_no_deals() {
    let text = "Deal Name;Customer;Amount;Close Date\nAcme GmbH;;;\nLift;Acme GmbH;1000;2026-03-31\nBeta AG;;;\n\
                Move;Beta AG;2000;2026-04-01\nExit;;;2026-04-01\nSumme gewichtet;;1500;\nGesamt;;3000;\n";
    let records = read("deals.csv", text);
    let names: Vec<_> = records.crm.iter().filter_map(|crm| crm.name.as_deref()).collect();
    assert_eq!(names, ["Lift", "Move", "Exit"], "a deal of which little is known is one");
    let ignored = [(7, "subtotal", "row_ignored"), (8, "grand_total", "row_ignored")];
    let notes = [(2, "note", "row_set_aside"), (4, "note", "row_set_aside")];
    assert_eq!(noted(&records), [notes, ignored].concat());
    assert!(records.set_aside[0].message.contains("complete it in the CRM"));
}

#[test]
fn what_databases_write_for_a_blank_is_blank_in_figures_and_days() {
    let text =
        format!("{HEADER}D1;Lift;NULL;NULL;NULL\nD2;Move;Beta;\\N;\\N\nD3;Exit;Gamma;nan;None\n");
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 |  |  | ", "D2 | Beta |  | ", "D3 | Gamma |  | "]);
    assert_eq!(noted(&records), []);
}

#[test]
fn the_revenue_that_odoo_expects_is_the_amount_and_that_of_salesforce_is_not() {
    let odoo = "External ID,Opportunity,Customer,Salesperson,Expected Revenue,Currency,Expected Closing,Probability\n\
                crm_lead_12,Lift,Acme,Ana,125000.0,EUR,2026-03-31,40.0\n";
    assert_eq!(
        deals(&read("crm.lead.csv", odoo)),
        ["crm_lead_12 | Acme | 125000 EUR | 2026-03-31"]
    );
    let french = "ID externe,Opportunité,Client,Vendeur,Revenu espéré,Devise,Clôture prévue\n\
                  crm_lead_12,Lift,Acme,Ana,125000.0,EUR,2026-03-31\n";
    assert_eq!(deals(&read("crm.lead.csv", french)), deals(&read("crm.lead.csv", odoo)));
    let salesforce = "Opportunity ID,Opportunity Name,Account Name,Expected Revenue,Close Date\n\
                      0065f00000AbCdE,Lift,Acme,50000,2026-03-31\n";
    assert_eq!(amounts(&read("report.csv", salesforce)), [""]);
}

#[test]
fn the_day_on_which_a_deal_was_closed_is_not_the_expected_one() {
    let text = "Id,Name,Deal value,Currency,Deal stage,Expected close date,Closed date,Account name\n\
                1,Lift,1000,USD,Negotiation,2026-03-31,,Acme\n2,Move,2000,USD,Won,2026-03-31,2026-02-27,Beta\n";
    assert_eq!(close_dates(&read("deals.csv", text)), ["2026-03-31", "2026-02-27"]);
}

#[test]
fn a_deal_may_be_called_name_or_title() {
    let expected = "4711 | Acme | 125000 USD | 2026-03-31";
    for text in [
        "Id,Name,Amount,Currency,Deal stage,Expected close date,Sales account,Sales owner\n\
         4711,Lift,125000.0,USD,Won,2026-03-31,Acme,Ana\n",
        "Internal ID,Document Number,Title,Company,Projected Total,Currency,Expected Close,Sales Rep\n\
         4711,OPP123,Lift,Acme,\"125,000.00\",USD,31/3/2026,Ana\n",
        "Opportunity ID;Name;Account;Expected Value;Currency;Close Date;Sales Phase;Changed On\n\
         4711;Lift;Acme;125.000,00;USD;31.03.2026;Quotation;01.02.2026\n",
        "Name,Owner,Account,Deal value,Currency,Expected close date,Item ID\n\
         Lift,Ana,Acme,125000,USD,2026-03-31,4711\n",
    ] {
        let records = read("deals.csv", text);
        assert_eq!(deals(&records), [expected], "{text}");
        assert_eq!(records.crm[0].name.as_deref(), Some("Lift"), "{text}");
    }
}

#[test]
fn a_list_of_accounts_is_not_taken_for_deals_that_are_called_name() {
    let text =
        "Id,Name,Website,BillingCountry,OwnerId\n0015f00000AbCdE,Acme,acme.example,DE,0055f\n";
    assert_eq!(checked(&[("Account.csv", text.as_bytes())])[0].role, Role::Accounts);
}

#[test]
fn dutch_headers_are_known() {
    let text = "Deal ID;Deal Name;Klant;Bedrag;Sluitingsdatum;Eigenaar\n\
                D1;Lift;Acme BV;€ 1.250.000,-;31-3-2026 00:00;Jan\n";
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | Acme BV | 1250000 EUR | 2026-03-31"]);
}

#[test]
fn rows_of_one_deal_name_the_columns_in_which_they_differ() {
    let text = "Opportunity ID,Opportunity Name,Account Name,Amount,Product Name\n\
                0065f00000AbCdE,Lift,Acme,1000,EC2\n0065f00000AbCdE,Lift,Acme,1000,S3\n\
                0065f00000AbCdF,Move,Beta,2000,EC2\n";
    let records = read("report.csv", text);
    assert_eq!(ids(&records), ["0065f00000AbCdF"]);
    for aside in &records.set_aside {
        assert!(aside.message.contains("under \"Product Name\", and"), "{}", aside.message);
    }
}

#[test]
fn aws_revenue_takes_no_default_where_currencies_are_mixed() {
    let arr = |rows: &str| -> Vec<String> {
        let records = read("deals.csv", format!("Deal ID,Customer,AWS ARR\n{rows}"));
        records
            .crm
            .iter()
            .map(|crm| crm.arr.map_or_else(String::new, |arr| arr.to_string()))
            .collect()
    };
    assert_eq!(arr("D1,Acme,96000\nD2,Beta,SEK 900\n"), ["USD 96,000", "SEK 900"]);
    assert_eq!(
        arr("D1,Acme,96000\nD2,Beta,SEK 900\nD3,Ceto,EUR 800\n"),
        ["96,000", "SEK 900", "EUR 800"]
    );
}

#[test]
fn the_day_on_which_a_sale_begins_is_not_that_of_its_project() {
    let text = "ID;Deal Name;Company: Company Name;Amount;Start date;End date;Created on\n\
                1;Lift;Acme;100;03/14/2026;06/30/2026;03/14/2026 10:11:12 am\n\
                2;Move;Bolt;200;04/20/2026;07/15/2026;04/20/2026 09:00:00 am\n";
    let records = read("DEAL.csv", text);
    assert_eq!(close_dates(&records), ["2026-06-30", "2026-07-15"]);
    assert!(records.crm.iter().all(|crm| crm.project_start.is_none()));
    assert!(warning(&records, "start_of_sale").message.contains("=project_start"));
}

#[test]
fn an_m_behind_rupiah_is_neither_a_million_nor_a_milliard() {
    let text = format!("{HEADER}D1;Lift;Acme;Rp 6,9 M;\nD2;Move;Beta;Rp 493,5 juta;\n");
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["", "493500000 IDR"]);
    assert_eq!(noted(&records)[0], (2, "ambiguous_amount", "cell_ignored"));
}
