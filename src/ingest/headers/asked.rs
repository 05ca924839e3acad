//! Columns whose header may mean a field or another figure. What no sheet for MAP calls so is not read, and the user is
//! asked; what one does is read, and the user is told.

use super::by_words::Worded;
use super::header;
use super::mapping::{MappedColumn, Mapping};
use super::profile::Meaning;
use crate::domain::{Field, Warning, words};
use crate::ingest::ColumnAlias;

/// The question about a column that may hold a field, if no other column says what it would.
pub(in crate::ingest) fn question(
    header: &str,
    field: Field,
    mapping: &Mapping,
) -> Option<Warning> {
    let answers =
        |other: Field| other == field || (other.is_aws_revenue() && field.is_aws_revenue());
    if mapping.columns.iter().any(|column| answers(column.field)) {
        return None;
    }
    let (code, doubt, besides) = doubt(header, field);
    let message = format!(
        "`{header}` {doubt}, so it was not read, and no other column holds the {}. {besides}: --map \"{header}={field}\".",
        field.label()
    );
    Some(Warning { column: Some(header.to_owned()), ..Warning::new(code, message) })
}

/// The code of the question, what the column may be instead, and what the answer depends on.
fn doubt(header: &str, field: Field) -> (&'static str, &'static str, &'static str) {
    if field.is_aws_revenue() {
        return ("whose_revenue", "may be your own revenue or AWS's", "If it is AWS's");
    }
    if field == Field::CloseDate {
        let besides = "If it is the day on which the deal closes";
        return ("due_date", "may be the day of the next step", besides);
    }
    let key = header::key(header);
    if key == "value" {
        let besides = "Export the formatted value too; or if it is the amount, and not in cents";
        return ("amount_in_cents", "may be counted in cents", besides);
    }
    let besides = "Export the amount too; or if it is the amount";
    if words(&key).any(|word| matches!(word, "acv" | "tcv")) {
        return ("contract_value", "may be the value of one year or of all years", besides);
    }
    ("expected_revenue", "may be the amount times its probability", besides)
}

/// What the lower row of a header means below the upper one, which may say that revenue is not AWS's: `Partner` above
/// `ARR`. `key` is of both rows.
pub(in crate::ingest) fn below(key: &str, lower: Meaning) -> Meaning {
    match lower {
        Meaning::Field { field, .. } if field.is_aws_revenue() && !names_aws(key) => {
            Meaning::Asked(field)
        }
        _ => lower,
    }
}

/// A warning of AWS revenue that no column says to come by month or year, if none is read.
pub(super) fn how_often(mapping: &Mapping) -> Option<Warning> {
    if mapping.columns.iter().any(|column| column.field.is_aws_revenue()) {
        return None;
    }
    let is_open =
        |written: &&String| header::parse(written).worded().iter().any(Worded::is_revenue_of_aws);
    let header = mapping.unmapped.iter().find(is_open)?;
    let message = format!(
        "`{header}` does not say whether it comes by month or by year, so it was not read, and no other column holds the AWS \
         revenue. If it is monthly: --map \"{header}=mrr\"; if it is annual: --map \"{header}=arr\"."
    );
    Some(Warning { column: Some(header.clone()), ..Warning::new("revenue_period", message) })
}

/// Whether a header in small letters says that it is about AWS or MAP: `aws arr`, `AWSRevenue__c`, `map arr`; a
/// roadmap is neither.
pub(super) fn names_aws(header: &str) -> bool {
    header.contains("aws") || header.contains("amazon") || words(header).any(|word| word == "map")
}

/// Warnings of revenue that is taken for AWS's although its header names nobody: in a sheet for MAP that is what `ARR`
/// stands for (`ARR ($)` and `Estimated ARR` of the catalogue of headers), in many a CRM it is the partner's own.
pub(super) fn whose_revenue(mapping: &Mapping, stated: &[(String, &ColumnAlias)]) -> Vec<Warning> {
    let names_nobody = |column: &&MappedColumn| {
        let key = header::key(&column.header);
        let is_stated = stated.iter().any(|(of_user, _)| *of_user == key);
        !names_aws(&key) && !is_stated && column.header != column.field.name()
    };
    let warning = |column: &MappedColumn| {
        let written = &column.header;
        let message = format!(
            "`{written}` is taken for the revenue that AWS will have. If it is your own, take the column out of the export."
        );
        Warning { column: Some(written.clone()), ..Warning::new("whose_revenue", message) }
    };
    mapping
        .columns
        .iter()
        .filter(|it| it.field.is_aws_revenue())
        .filter(names_nobody)
        .map(warning)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::Options;
    use crate::ingest::tests::{read_bytes, read_text};

    const FIELDS: [Field; 3] = [Field::Amount, Field::Arr, Field::Mrr];

    fn text(headers: &str) -> String {
        let count = headers.split(',').count();
        format!(
            "Deal ID,Deal Name,Customer,Stage,Close Date,{headers}\nD1,Lift,Acme,Won,2026-12-24{}\n",
            ",96000".repeat(count)
        )
    }

    /// The amounts and revenue that are read, and the questions.
    fn read(headers: &str) -> (Vec<Field>, Vec<&'static str>) {
        let table = read_text(&text(headers));
        let codes = table.report.warnings.iter().map(|warning| warning.code).collect();
        (FIELDS.into_iter().filter(|field| table.column(*field).is_some()).collect(), codes)
    }

    #[test]
    fn revenue_that_may_be_weighted_is_no_amount_and_its_place_is_told() {
        for header in ["Expected Revenue", "Erwarteter Umsatz", "Ricavi previsti"] {
            assert_eq!(read(header), (vec![], vec!["expected_revenue"]), "{header}");
        }
        assert_eq!(read("Amount,Expected Revenue"), (vec![Field::Amount], vec![]));
    }

    #[test]
    fn the_value_of_one_year_or_of_all_is_told_where_nothing_else_is_the_amount() {
        for header in ["TCV", "TCV (k€)", "ACV (USD)"] {
            assert_eq!(read(header), (vec![], vec!["contract_value"]), "{header}");
        }
        assert_eq!(read("Amount,TCV"), (vec![Field::Amount], vec![]));
    }

    #[test]
    fn what_subscriptions_bring_is_asked_about() {
        for header in ["Annual Recurring Revenue", "Monthly Recurring Revenue ($)", "AWS ACV (USD)"]
        {
            assert_eq!(read(header), (vec![], vec!["whose_revenue"]), "{header}");
        }
        assert_eq!(read("Annual Recurring Revenue,AWS MRR"), (vec![Field::Mrr], vec![]));
    }

    #[test]
    fn revenue_that_names_nobody_is_taken_for_that_of_aws_and_told() {
        for header in ["ARR", "ARR ($)", "Estimated ARR"] {
            assert_eq!(read(header), (vec![Field::Arr], vec!["whose_revenue"]), "{header}");
        }
        assert_eq!(read("MRR"), (vec![Field::Mrr], vec!["whose_revenue"]));
        assert_eq!(read("ARR,AWS ARR"), (vec![Field::Arr], vec!["second_column_for_field"]));
        for header in ["AWS ARR", "MAP ARR", "arr"] {
            assert_eq!(read(header), (vec![Field::Arr], vec![]), "{header}");
        }
    }

    #[test]
    fn revenue_of_aws_that_comes_nobody_says_how_often_is_asked_about() {
        for header in ["AWS Spend", "AWS revenue (USD)", "Consumo AWS", "AWS-Umsatz"] {
            assert_eq!(read(header), (vec![], vec!["revenue_period"]), "{header}");
        }
        assert_eq!(read("AWS Spend,AWS MRR"), (vec![Field::Mrr], vec![]));
        assert_eq!(read("AWS Spend per month"), (vec![Field::Mrr], vec![]));
        assert_eq!(read("Revenue"), (vec![Field::Amount], vec![]));
    }

    #[test]
    fn revenue_below_the_word_for_somebody_else_is_asked_about() {
        let of = |upper: &str| {
            let text = format!(
                "Deal,,,,,{upper},\nID,Name,Customer,Stage,Close Date,ARR,MRR\n\
                 D1,Lift,Acme,Won,2026-12-24,96000,8000\n"
            );
            let table = read_text(&text);
            let codes: Vec<_> = table.report.warnings.iter().map(|warning| warning.code).collect();
            (table.column(Field::Arr).is_some(), codes)
        };
        assert_eq!(of("Partner"), (false, vec!["whose_revenue"; 2]));
        assert_eq!(of("AWS"), (true, vec![]));
    }

    #[test]
    fn the_answer_that_the_question_names_is_taken() {
        let header = "Annual Recurring Revenue";
        let header_maps = vec![(header.to_owned(), Field::Arr)];
        let options = Options { header_maps, ..Options::default() };
        let table = read_bytes(text(header).as_bytes(), &options).unwrap();
        assert!(table.column(Field::Arr).is_some());
        assert!(table.report.warnings.is_empty());
    }
}
