//! A row of a CRM export as a deal.

use chrono::NaiveDate;

use super::row::Row;
use super::yes_no::yes_no;
use super::{deal_status, ids, request_state};
use crate::domain::{CrmId, CrmOpportunity, DealStatus, Field};

/// The deal in the row; `None`, and the row set aside or ignored, if nothing says which deal it is or the
/// CRM holds it in its recycle bin.
pub(super) fn opportunity(row: &mut Row<'_>) -> Option<CrmOpportunity> {
    if row.yes_no(Field::IsDeleted) == Some(true) {
        row.ignore_row("deleted_in_crm", "The CRM marks this deal as deleted.");
        return None;
    }
    let name = row.text(Field::DealName);
    let customer = row.name(Field::Customer);
    let created_date = row.date(Field::CreatedDate);
    let id = deal_id(row, name.as_deref(), customer.as_deref(), created_date)?;
    let (stage, status, progress) = deal_status::standing(row);
    let owner_email = row.shared_name(Field::OwnerEmail);
    // Grouping by an id that nobody knows by heart is better than no grouping at all.
    let id_alone = |row: &mut Row<'_>| {
        let id = row.shared_name(Field::OwnerId);
        id.filter(|_| owner_email.is_none())
    };
    let owner = row.shared_name(Field::Owner).or_else(|| id_alone(row));
    let currency = row.currency(Field::Currency);
    // A currency that nobody knows is not that of the row.
    let arr_currency = match row.value(Field::ArrCurrency) {
        Some(_) => row.currency(Field::ArrCurrency),
        None => currency,
    };
    let map_status = row.pick(Field::MapStatus, request_state::said).0;
    if map_status.is_none() && says_yes_for_a_day_of_map(row) {
        row.unreadable.insert(Field::MapStatus);
    }
    Some(CrmOpportunity {
        at: row.at(),
        id,
        name,
        customer,
        website: row.name(Field::Website),
        country: row.shared_name(Field::Country),
        owner,
        stage,
        status,
        progress,
        amount: row.amount(Field::Amount, currency),
        created_date,
        modified_date: row.date(Field::ModifiedDate),
        close_date: close_date(row, status),
        deal_type: row.shared_text(Field::DealType),
        description: row.text(Field::Description),
        product: row.shared_text(Field::Product),
        ace_id: row.named_ace_ids(),
        aws_account_id: row.aws_account(Field::AwsAccountId),
        arr: row.aws_money(Field::Arr, arr_currency),
        mrr: row.aws_money(Field::Mrr, arr_currency),
        server_count: row.count(Field::ServerCount),
        vm_count: row.count(Field::VmCount),
        migration_type: row.shared_name(Field::MigrationType),
        source_environment: row.shared_name(Field::SourceEnvironment),
        target_environment: row.shared_name(Field::TargetEnvironment),
        proposal_date: row.date(Field::ProposalDate),
        sow_signed_date: row.date(Field::SowSignedDate),
        project_start: row.date(Field::ProjectStart),
        assess_start: row.date(Field::AssessStart),
        mobilize_start: row.date(Field::MobilizeStart),
        migrate_start: row.date(Field::MigrateStart),
        project_end: row.date(Field::ProjectEnd),
        pdm_name: row.shared_name(Field::PdmName),
        pdm_notified_date: row.date(Field::PdmNotifiedDate),
        map_status,
        map_request_id: row.name(Field::MapRequestId),
        map_submitted_date: row.date(Field::MapSubmittedDate),
        map_approved_date: row.date(Field::MapApprovedDate),
        poe_submitted_date: row.date(Field::PoeSubmittedDate),
        mdf_used: row.yes_no(Field::MdfUsed),
        campaign: row.shared_text(Field::Campaign),
        url: row.text(Field::Url),
        unreadable: row.unreadable,
    })
}

/// Whether `MAP Approved?` and the like are answered by yes: then there is an application, and no day of it is known.
fn says_yes_for_a_day_of_map(row: &mut Row<'_>) -> bool {
    let days = [Field::MapSubmittedDate, Field::MapApprovedDate, Field::PoeSubmittedDate];
    days.into_iter()
        .any(|field| row.cell(field).is_some_and(|cell| yes_no(cell.text) == Some(true)))
}

/// The day on which a closed deal was closed, else the expected one.
fn close_date(row: &mut Row<'_>, status: DealStatus) -> Option<NaiveDate> {
    let expected = row.date(Field::CloseDate);
    let actual = row.date(Field::ActualCloseDate);
    if status == DealStatus::Open { expected } else { actual.or(expected) }
}

/// The deal's id, or its stand-in.
fn deal_id(
    row: &mut Row<'_>,
    name: Option<&str>,
    customer: Option<&str>,
    created: Option<NaiveDate>,
) -> Option<CrmId> {
    if let Some(id) = row.crm_id(Field::DealId) {
        return Some(id);
    }
    let Some(name) = name else {
        row.set_aside(
            "no_identity",
            "The row has neither a deal id nor a deal name. Complete it in the CRM and export again.",
        );
        return None;
    };
    row.notes.blank_ids += 1;
    ids::weak(customer, name, created)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::domain::{Action, CellKind, Currency, Decimal, Money, Role};
    use crate::normalise::testing::{column_of, problems, read, row, table};

    fn deal(cells: &[(Field, &str)]) -> CrmOpportunity {
        let cells = [&[(Field::DealId, "D1")], cells].concat();
        *read(vec![row(Role::Crm, &cells)]).crm.remove(0)
    }

    fn money(amount: i64, code: &str) -> Money {
        Money { amount: Decimal::from(amount), currency: Currency::new(code) }
    }

    #[test]
    fn a_row_without_an_id_is_known_by_its_name_and_without_a_name_set_aside() {
        let records = read(vec![table(
            Role::Crm,
            &[
                (Field::DealId, &["-", "", "1.23457E+11"]),
                (Field::DealName, &["Exit", "", "Lift"]),
                (Field::Customer, &["Acme", "Acme", "Acme"]),
            ],
        )]);
        assert_eq!(records.crm.len(), 2);
        assert!(records.crm.iter().all(|crm| crm.id.is_weak()));
        assert_eq!(
            problems(&records),
            [(3, "no_identity", Action::RowSetAside), (4, "destroyed_id", Action::CellIgnored)]
        );
        assert_eq!(records.inputs[0].warnings[0].code, "blank_id");
    }

    #[test]
    fn a_yes_in_the_place_of_a_day_of_map_leaves_it_open_whether_there_is_an_application() {
        let is_open = |cells: &[(Field, &str)]| deal(cells).unreadable.contains(Field::MapStatus);
        assert!(is_open(&[(Field::MapApprovedDate, "Yes")]));
        assert!(!is_open(&[(Field::MapApprovedDate, "No")]));
        assert!(!is_open(&[(Field::MapApprovedDate, "2026-03-31")]));
        assert!(!is_open(&[(Field::MapApprovedDate, "Yes"), (Field::MapStatus, "Approved")]));
    }

    #[test]
    fn arr_takes_the_currency_of_cell_header_column_or_settings_in_this_order() {
        let arr = |cells: &[(Field, &str)]| deal(cells).arr;
        assert_eq!(arr(&[(Field::Arr, "96000")]), Some(money(96_000, "USD")));
        assert_eq!(
            arr(&[(Field::Arr, "96000"), (Field::Currency, "EUR")]),
            Some(money(96_000, "EUR"))
        );
        let both = [(Field::Arr, "96000"), (Field::Currency, "EUR"), (Field::ArrCurrency, "GBP")];
        assert_eq!(arr(&both), Some(money(96_000, "GBP")));
        assert_eq!(
            arr(&[(Field::Arr, "CHF 96000"), (Field::Currency, "EUR")]),
            Some(money(96_000, "CHF"))
        );
        let mut table = row(Role::Crm, &[(Field::DealId, "D1"), (Field::Currency, "EUR")]);
        table.columns.push(column_of(CellKind::Number, Field::Arr, "AWS ARR (USD)", &["96000"]));
        assert_eq!(read(vec![table]).crm[0].arr, Some(money(96_000, "USD")));
    }

    #[test]
    fn the_currency_of_a_number_format_counts_where_nothing_else_states_one() {
        let shown_in_euros = |header: &str, others: &[(Field, &str)]| {
            let mut table = row(Role::Crm, &[&[(Field::DealId, "D1")], others].concat());
            let kind = CellKind::Amount(Currency::new("EUR").unwrap());
            table.columns.push(column_of(kind, Field::Arr, header, &["96000"]));
            let mut records = read(vec![table]);
            let codes: Vec<_> = records.inputs[0].warnings.iter().map(|w| w.code).collect();
            (records.crm.remove(0).arr, codes)
        };
        assert_eq!(shown_in_euros("AWS ARR", &[]), (Some(money(96_000, "EUR")), vec![]));
        let disagrees = vec!["currency_disagrees"];
        assert_eq!(
            shown_in_euros("AWS ARR (USD)", &[]),
            (Some(money(96_000, "USD")), disagrees.clone())
        );
        assert_eq!(
            shown_in_euros("AWS ARR", &[(Field::Currency, "GBP")]),
            (Some(money(96_000, "GBP")), disagrees)
        );
    }

    #[test]
    fn a_plain_dollar_format_does_not_contradict_canadian_dollars() {
        let mut table = row(Role::Crm, &[(Field::DealId, "D1"), (Field::Currency, "CAD")]);
        let kind = CellKind::Amount(Currency::USD);
        table.columns.push(column_of(kind, Field::Amount, "Amount", &["5000"]));
        let records = read(vec![table]);
        assert_eq!(records.crm[0].amount, Some(money(5_000, "CAD")));
        assert!(records.inputs[0].warnings.is_empty());
    }

    #[test]
    fn a_cell_that_names_another_currency_than_its_row_is_believed_and_counted() {
        let cells = [(Field::DealId, "D1"), (Field::Amount, "€5000"), (Field::Currency, "USD")];
        let records = read(vec![row(Role::Crm, &cells)]);
        assert_eq!(records.crm[0].amount.and_then(|money| money.currency), Currency::new("EUR"));
        assert_eq!(records.inputs[0].warnings[0].code, "currency_disagrees");
    }

    #[test]
    fn a_cell_of_revenue_is_held_against_the_currency_of_its_header_first() {
        let warned = |cell: &str| {
            let mut table = row(Role::Crm, &[(Field::DealId, "D1"), (Field::Currency, "EUR")]);
            table.columns.push(column_of(CellKind::Text, Field::Arr, "AWS ARR (USD)", &[cell]));
            read(vec![table]).inputs[0].warnings.iter().any(|it| it.code == "currency_disagrees")
        };
        assert!(!warned("USD 240012"));
        assert!(warned("€240012"));
    }

    #[test]
    fn an_amount_without_a_currency_has_none() {
        assert_eq!(deal(&[(Field::Amount, "96000.00")]).amount, Some(money(96_000, "")));
        let euros = [(Field::Amount, "96000.00"), (Field::Currency, "Euro")];
        assert_eq!(deal(&euros).amount, Some(money(96_000, "EUR")));
    }

    #[test]
    fn zero_is_missing_and_says_nothing() {
        let records = read(vec![row(
            Role::Crm,
            &[(Field::DealId, "D1"), (Field::Arr, "0.00"), (Field::ServerCount, "0")],
        )]);
        assert_eq!((records.crm[0].arr, records.crm[0].server_count), (None, None));
        assert!(records.set_aside.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_set_aside_and_the_deal_stays() {
        for (field, text, problem, action) in [
            (Field::CloseDate, "TBD", "unreadable_date", Action::CellIgnored),
            (Field::CloseDate, "1900-01-01", "placeholder_date", Action::CellIgnored),
            (Field::Amount, "TBD", "unreadable_amount", Action::CellIgnored),
            (
                Field::Amount,
                "9999999999999999999999999999",
                "unreadable_amount",
                Action::CellIgnored,
            ),
            (Field::VmCount, "9999999999999999", "unreadable_count", Action::CellIgnored),
            (Field::Amount, "30.000", "ambiguous_amount", Action::CellIgnored),
            (Field::Amount, "58.8k", "repaired_amount", Action::CellRepaired),
            (Field::Arr, "-5", "negative_amount", Action::CellIgnored),
            (Field::Arr, "123456789012", "unreadable_amount", Action::CellIgnored),
            (Field::ServerCount, "50-100", "unreadable_count", Action::CellIgnored),
            (Field::ServerCount, "120+", "repaired_count", Action::CellRepaired),
            (Field::MdfUsed, "maybe", "unreadable_yes_no", Action::CellIgnored),
            (Field::AwsAccountId, "12345678901", "padded_account_id", Action::CellRepaired),
            (Field::AwsAccountId, "1.23457E+11", "destroyed_id", Action::CellIgnored),
            (Field::AwsAccountId, "alias", "unreadable_account_id", Action::CellIgnored),
        ] {
            let records = read(vec![row(Role::Crm, &[(Field::DealId, "D1"), (field, text)])]);
            assert_eq!(records.crm.len(), 1);
            assert_eq!(problems(&records), [(2, problem, action)], "{text}");
            assert_eq!(records.set_aside[0].column.as_deref(), Some(field.label()));
            assert_eq!(records.set_aside[0].value, text);
        }
    }

    #[test]
    fn errors_of_a_spreadsheet_are_not_taken_for_text() {
        let mut table = row(Role::Crm, &[(Field::DealId, "D1")]);
        table.columns.push(column_of(CellKind::Error, Field::Customer, "Account", &["#REF!"]));
        let records = read(vec![table]);
        assert_eq!(records.crm[0].customer, None);
        assert_eq!(problems(&records), [(2, "error_cell", Action::CellIgnored)]);
    }

    #[test]
    fn a_dash_is_a_blank() {
        let cells = [(Field::Amount, "-"), (Field::CloseDate, "-"), (Field::Customer, "--")];
        let records = read(vec![row(Role::Crm, &[&[(Field::DealId, "D1")], &cells[..]].concat())]);
        assert!(records.set_aside.is_empty());
        assert_eq!(records.crm[0].customer, None);
    }

    #[test]
    fn lost_capitals_of_an_id_are_repaired_and_noted() {
        let records = read(vec![row(Role::Crm, &[(Field::DealId, "A01M00000062MPGIAI")])]);
        assert_eq!(records.crm[0].id.key(), "a01M00000062mPgIAI");
        assert_eq!(problems(&records), [(2, "repaired_id", Action::CellRepaired)]);
    }

    #[test]
    fn a_deal_in_the_recycle_bin_is_ignored() {
        let records = read(vec![table(
            Role::Crm,
            &[(Field::DealId, &["D1", "D2", "D3"]), (Field::IsDeleted, &["0", "true", ""])],
        )]);
        assert_eq!(records.crm.len(), 2);
        assert_eq!(problems(&records), [(3, "deleted_in_crm", Action::RowIgnored)]);
        assert_eq!((records.inputs[0].rows_used, records.inputs[0].rows_ignored), (2, 1));
    }

    #[test]
    fn an_owner_is_named_and_only_for_want_of_anything_better_known_by_id() {
        let owner = |cells: &[(Field, &str)]| deal(cells).owner;
        let id = (Field::OwnerId, "0055f");
        assert_eq!(owner(&[id, (Field::Owner, "Ana")]).as_deref(), Some("Ana"));
        assert_eq!(owner(&[id]).as_deref(), Some("0055f"));
        assert_eq!(owner(&[id, (Field::OwnerEmail, "ana@x.example")]), None);
    }

    #[test]
    fn a_closed_deal_was_closed_when_it_was() {
        let dates = [(Field::CloseDate, "2026-03-01"), (Field::ActualCloseDate, "2026-05-01")];
        let closed = |status| deal(&[&dates[..], &[(Field::Status, status)]].concat()).close_date;
        assert_eq!(closed("Won"), Some(date(2026, 5, 1)));
        assert_eq!(closed("Open"), Some(date(2026, 3, 1)));
        let blank = [(Field::CloseDate, "2026-03-01"), (Field::ActualCloseDate, "")];
        assert_eq!(
            deal(&[&blank[..], &[(Field::Status, "Won")]].concat()).close_date,
            Some(date(2026, 3, 1))
        );
    }

    #[test]
    fn numbers_are_read_in_the_unit_of_their_column() {
        let arr_of = |kind: CellKind, text: &str| {
            let mut table = row(Role::Crm, &[(Field::DealId, "D1")]);
            let mut column = column_of(kind, Field::Arr, "AWS ARR (k)", &[text]);
            column.multiplier = Decimal::from(1_000);
            column.currency = Currency::new("EUR");
            table.columns.push(column);
            let records = read(vec![table]);
            (records.crm[0].arr, problems(&records).first().map(|(_, problem, _)| *problem))
        };
        let arr = |text: &str| arr_of(CellKind::Text, text);
        assert_eq!(arr("96.5"), (Some(money(96_500, "EUR")), None));
        let by_format = arr_of(CellKind::Number, "96.5 k€");
        assert_eq!(by_format.0, Some(money(96_500, "EUR")), "the format repeats the unit");
        assert_eq!(arr_of(CellKind::Number, "96.5 Mio. €").1, Some("unit_stated_twice"));
        assert_eq!(arr("96k"), (None, Some("unit_stated_twice")));
        assert_eq!(arr("999999999999999"), (None, Some("unreadable_amount")));
    }

    #[test]
    fn an_ace_id_that_is_none_is_told_and_says_nothing() {
        for (text, told) in [("pending", true), ("n/a", false), ("013105594", false)] {
            let records =
                read(vec![row(Role::Crm, &[(Field::DealId, "D1"), (Field::AceId, text)])]);
            let found: Vec<_> = problems(&records).iter().map(|found| found.1).collect();
            assert_eq!(found == ["unreadable_ace_id"], told, "{text}: {found:?}");
        }
        assert_eq!(deal(&[(Field::AceId, "pending")]).ace_id, None);
        assert_eq!(deal(&[(Field::AceId, "013105594")]).ace_id.as_deref(), Some("013105594"));
    }
}
