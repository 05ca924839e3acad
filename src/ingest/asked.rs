//! Columns whose header may mean a field or another figure: they are not read, and the user is asked.

use super::mapping::Mapping;
use crate::domain::{Field, Warning};

/// The question about a column that may hold a field, if no other column says what it would.
pub(super) fn question(header: &str, field: Field, mapping: &Mapping) -> Option<Warning> {
    let is_revenue = |field| matches!(field, Field::Arr | Field::Mrr);
    let answers = |other| other == field || (is_revenue(other) && is_revenue(field));
    if mapping.columns.iter().any(|column| answers(column.field)) {
        return None;
    }
    let (code, doubt, besides) = if is_revenue(field) {
        ("whose_revenue", "may be your own revenue or AWS's", "If it is AWS's")
    } else {
        (
            "expected_revenue",
            "may be the amount times its probability",
            "Export the amount too; or if it is the amount",
        )
    };
    let message = format!(
        "`{header}` {doubt}, so it was not read, and no other column holds the {}. {besides}: --map \"{header}={field}\".",
        field.label()
    );
    Some(Warning { column: Some(header.to_owned()), ..Warning::new(code, message) })
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
    fn recurring_revenue_that_names_nobody_is_asked_about() {
        for header in
            ["ARR", "ARR ($)", "Estimated ARR", "MRR", "MRR (k€)", "Annual Recurring Revenue"]
        {
            assert_eq!(read(header), (vec![], vec!["whose_revenue"]), "{header}");
        }
    }

    #[test]
    fn recurring_revenue_of_aws_answers_the_question_and_so_does_our_own_word_for_it() {
        assert_eq!(read("ARR,AWS ARR"), (vec![Field::Arr], vec![]));
        assert_eq!(read("ARR,AWS MRR"), (vec![Field::Mrr], vec![]));
        assert_eq!(read("arr"), (vec![Field::Arr], vec![]));
    }

    #[test]
    fn the_answer_that_the_question_names_is_taken() {
        let header_maps = vec![("ARR".to_owned(), Field::Arr)];
        let options = Options { header_maps, ..Options::default() };
        let table = read_bytes(text("ARR").as_bytes(), &options).unwrap();
        assert!(table.column(Field::Arr).is_some());
        assert!(table.report.warnings.is_empty());
    }
}
