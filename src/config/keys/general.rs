//! Keys that stand above every section.

use super::{Key, put, texts, whole};
use crate::domain::{Currency, DateOrder, Period};

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "date_order",
        about: "Order of day, month and year in dates such as 03/04/2026, for every file or for one.",
        example: r#"["dmy", "ace.csv:mdy"]"#,
        allowed: "a list of texts as for --date-order: [\"dmy\"] or [\"ace.csv:mdy\"]",
        source: "read from the dates themselves",
        read: |config, value| {
            let is_order = |text: &String| {
                let order = text.rsplit_once(':').map_or(text.as_str(), |(_, order)| order);
                DateOrder::named(order).is_some()
            };
            put(&mut config.date_orders, texts(value).filter(|list| list.iter().all(is_order)))
        },
        show: |config| config.date_orders.join(", "),
    },
    Key {
        name: "profiles",
        about: "Files that describe the layout of exports that mapaudit does not know, relative to this file.",
        example: r#"["our-crm.toml"]"#,
        allowed: "a list of files that describe layouts, as [\"my-crm.toml\"]",
        source: "those that mapaudit knows",
        read: |config, value| put(&mut config.profile_paths, texts(value)),
        show: |config| config.profile_paths.join(", "),
    },
    Key {
        name: "default_currency",
        about: "Currency of AWS revenue in the CRM, and of fund requests, where an export states none; ACE's is US dollars.",
        example: r#""USD""#,
        allowed: "a code of ISO 4217, as \"USD\"",
        source: "AWS's own figures are in US dollars",
        read: |config, value| {
            put(&mut config.normalise.default_currency, value.as_str().and_then(Currency::listed))
        },
        show: |config| config.normalise.default_currency.to_string(),
    },
    Key {
        name: "period",
        about: "Audit only the deals that were in the pipeline during this quarter or year.",
        example: r#""2026Q3""#,
        allowed: "a quarter as \"2026Q3\" or a year as \"2026\"",
        source: "every deal is audited",
        read: |config, value| {
            let name = value.as_str().filter(|name| Period::named(name, 1).is_some());
            put(&mut config.period, name.map(|name| Some(name.to_owned())))
        },
        show: |config| config.period.clone().unwrap_or_default(),
    },
    Key {
        name: "fiscal_year_start_month",
        about: "The month in which your fiscal year begins. The year bears the number of the calendar year in which it ends, also where people name it by its beginning, as in Japan: with 4, 2026Q1 is April to June 2025.",
        example: "1",
        allowed: "a month from 1 to 12",
        source: "our choice: the calendar year",
        read: |config, value| put(&mut config.fiscal_year_start_month, whole(value, 1, 12)),
        show: |config| config.fiscal_year_start_month.to_string(),
    },
];
