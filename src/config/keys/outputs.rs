//! `[outputs]`: what a run writes when its command line does not say.

use std::path::Path;

use toml::de::DeValue;

use super::{Key, put, whole};
use crate::domain::{Severity, WorkbookProfile};

/// What a name may hold between braces.
const PLACEHOLDERS: [&str; 2] = ["{as_of}", "{period}"];

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "outputs.workbook",
        about: "The workbook, relative to this file. {as_of} stands for the audit's day, {period} for its period.",
        example: r#""findings-{as_of}.xlsx""#,
        allowed: "a file name that ends in .xlsx, with no other braces than {as_of} and {period}",
        source: "findings.xlsx in the current folder",
        read: |config, value| {
            let name = named(value).filter(|name| is_workbook_name(Path::new(name)));
            put(&mut config.outputs.workbook, name.map(Some))
        },
        show: |config| config.outputs.workbook.clone().unwrap_or_default(),
    },
    Key {
        name: "outputs.profile",
        about: "Whom the workbook and the page are for: people who work with it, or leadership, without names of persons and columns to write in.",
        example: r#""full""#,
        allowed: "\"full\" or \"leadership\"",
        source: "our choice",
        read: |config, value| {
            let is_named = |profile: &WorkbookProfile| Some(profile.name()) == value.as_str();
            put(&mut config.outputs.profile, WorkbookProfile::ALL.into_iter().find(is_named))
        },
        show: |config| config.outputs.profile.name().to_owned(),
    },
    Key {
        name: "outputs.html",
        about: "Summary as a web page of one file, for a mail.",
        example: r#""summary-{as_of}.html""#,
        allowed: "a file name that does not end in .xlsx, with no other braces than {as_of} and {period}",
        source: "no page is written",
        read: |config, value| {
            let is_page = |name: &Path| name.file_name().is_some() && !is_workbook_name(name);
            let name = named(value).filter(|name| is_page(Path::new(name)));
            put(&mut config.outputs.html, name.map(Some))
        },
        show: |config| config.outputs.html.clone().unwrap_or_default(),
    },
    Key {
        name: "outputs.tables",
        about: "The folder for the tables and run.json.",
        example: r#""tables-{as_of}""#,
        allowed: "a folder, with no other braces than {as_of} and {period}",
        source: "no tables are written",
        read: |config, value| put(&mut config.outputs.tables, named(value).map(Some)),
        show: |config| config.outputs.tables.clone().unwrap_or_default(),
    },
    Key {
        name: "outputs.previous",
        about: "The workbook of the last run, whose notes and decisions are carried over: of several, that of the latest day before the audit's, if there is one. What people have written since in others is read too.",
        example: r#""findings-*.xlsx""#,
        allowed: "a file name or pattern",
        source: "none is carried over",
        read: |config, value| {
            let pattern = value.as_str().filter(|text| !text.trim().is_empty());
            put(&mut config.outputs.previous, pattern.map(|text| Some(text.to_owned())))
        },
        show: |config| config.outputs.previous.clone().unwrap_or_default(),
    },
    Key {
        name: "outputs.keep",
        about: "How many workbooks of the name above to keep: those of mapaudit that come before them by name are deleted after a run, but for one that somebody wrote in after the next run.",
        example: "12",
        allowed: "a whole number from 1 to 10000",
        source: "all are kept",
        read: |config, value| put(&mut config.outputs.keep, whole(value, 1, 10_000).map(Some)),
        show: |config| config.outputs.keep.map(|keep| keep.to_string()).unwrap_or_default(),
    },
    Key {
        name: "outputs.fail_on",
        about: "Exit with 1 if there is a new finding of at least this severity.",
        example: r#""never""#,
        allowed: "\"critical\", \"high\", \"medium\", \"low\" or \"never\"",
        source: "our choice",
        read: |config, value| {
            let named = |name: &str| Severity::ALL.into_iter().find(|it| it.name() == name);
            let fail_on = value.as_str().and_then(|name| match name {
                "never" => Some(None),
                name => named(name).map(Some),
            });
            put(&mut config.outputs.fail_on, fail_on)
        },
        show: |config| config.outputs.fail_on.map_or("never", Severity::name).to_owned(),
    },
];

/// Whether the name is that of an Excel workbook, the only one that programs open as what it is.
pub fn is_workbook_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

fn named(value: &DeValue) -> Option<String> {
    let text = value.as_str()?;
    let plain = PLACEHOLDERS.iter().fold(text.to_owned(), |text, known| text.replace(known, ""));
    let is_blank = text.trim().is_empty();
    (!is_blank && !plain.contains(['{', '}'])).then(|| text.to_owned())
}
