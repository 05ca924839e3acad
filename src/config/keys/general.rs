//! Keys that stand above every section.

use super::{Key, put, texts};
use crate::domain::Currency;

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "date_order",
        about: "Order of day, month and year in dates such as 03/04/2026, for every file or for one.",
        example: r#"["dmy", "ace.csv:mdy"]"#,
        allowed: "a list of texts as for --date-order: [\"dmy\"] or [\"ace.csv:mdy\"]",
        source: "read from the dates themselves",
        read: |config, value| put(&mut config.date_orders, texts(value)),
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
        about: "Currency of AWS revenue for which an export states none.",
        example: r#""USD""#,
        allowed: "a currency code of three letters, as \"USD\"",
        source: "ACE states AWS revenue in US dollars",
        read: |config, value| {
            put(&mut config.normalise.default_currency, value.as_str().and_then(Currency::new))
        },
        show: |config| config.normalise.default_currency.to_string(),
    },
];
