//! `[inputs]`: what a run without files on its command line reads.

use super::{Key, days, put, texts};

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "inputs.files",
        about: "Exports to read when the command line names none: files, folders or patterns, relative to this file.",
        example: r#"["exports/*"]"#,
        allowed: "a list of files, folders or patterns",
        source: "those of the command line",
        read: |config, value| put(&mut config.inputs.files, texts(value)),
        show: |config| config.inputs.files.join(", "),
    },
    Key {
        name: "inputs.crm",
        about: "The same for exports of the CRM, whatever they look like.",
        example: r#"["exports/salesforce-*.csv"]"#,
        allowed: "a list of files, folders or patterns",
        source: "recognised by their headers",
        read: |config, value| put(&mut config.inputs.crm, texts(value)),
        show: |config| config.inputs.crm.join(", "),
    },
    Key {
        name: "inputs.ace",
        about: "The same for exports of ACE.",
        example: r#"["exports/ace-*.xlsx"]"#,
        allowed: "a list of files, folders or patterns",
        source: "recognised by their headers",
        read: |config, value| put(&mut config.inputs.ace, texts(value)),
        show: |config| config.inputs.ace.join(", "),
    },
    Key {
        name: "inputs.funding",
        about: "The same for lists of fund requests.",
        example: r#"["exports/fund-requests.csv"]"#,
        allowed: "a list of files, folders or patterns",
        source: "recognised by their headers",
        read: |config, value| put(&mut config.inputs.funding, texts(value)),
        show: |config| config.inputs.funding.join(", "),
    },
    Key {
        name: "inputs.accounts",
        about: "The same for the CRM's accounts.",
        example: r#"["exports/Account.csv"]"#,
        allowed: "a list of files, folders or patterns",
        source: "recognised by their headers",
        read: |config, value| put(&mut config.inputs.accounts, texts(value)),
        show: |config| config.inputs.accounts.join(", "),
    },
    Key {
        name: "inputs.newest_only",
        about: "Of the files that one pattern matches, read only the one that was written last.",
        example: "false",
        allowed: "true or false",
        source: "all of them are read and stitched",
        read: |config, value| put(&mut config.inputs.newest_only, value.as_bool()),
        show: |config| config.inputs.newest_only.to_string(),
    },
    Key {
        name: "inputs.max_age_days",
        about: "Stop if an export was written, or a CRM or ACE export last changed, more days than this before the audit's day, by the time zone of the machine.",
        example: "7",
        allowed: "a whole number of days from 0 to 365",
        source: "old exports are warned of",
        read: |config, value| put(&mut config.inputs.max_age_days, days(value).map(Some)),
        show: |config| config.inputs.max_age_days.map(|days| days.to_string()).unwrap_or_default(),
    },
];
