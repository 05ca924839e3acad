//! The layers of the crate, held against its `use` lines. A new edge between rooms is a decision:
//! change the table in the same commit, and say why.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms it may use. `main` may use all.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("exit_code", &[]),
    ("ingest", &["domain"]),
    ("normalise", &["domain"]),
    ("linkage", &["domain"]),
    ("screening", &["domain"]),
    ("rules", &["domain"]),
    ("history", &["domain"]),
    ("portfolio", &["domain", "history"]),
    ("report", &["domain", "history", "portfolio", "rules"]),
    ("config", &["domain", "ingest", "linkage", "normalise", "rules", "screening"]),
    ("cli", &["domain", "portfolio"]),
    ("commands", &["cli", "config", "domain", "exit_code", "outputs", "report", "rules"]),
    (
        "delivery",
        &[
            "domain",
            "exit_code",
            "history",
            "inputs",
            "outputs",
            "pipeline",
            "plan",
            "portfolio",
            "report",
            "rules",
        ],
    ),
    ("inputs", &["cli", "config", "domain", "ingest", "outputs"]),
    ("log", &["domain"]),
    ("outputs", &["domain", "ingest", "portfolio", "report"]),
    ("progress", &[]),
    ("plan", &["cli", "config", "domain", "inputs", "outputs", "pipeline"]),
    (
        "pipeline",
        &[
            "config",
            "domain",
            "history",
            "ingest",
            "inputs",
            "linkage",
            "normalise",
            "portfolio",
            "report",
            "rules",
            "screening",
        ],
    ),
];

/// Crates whose types stay inside few rooms, most of them in one, because they may be exchanged one day. The others
/// serve everywhere, as `chrono`, `thiserror` and `toml`, in which every stage has its word lists, or show in no type that
/// leaves a function, as `rayon` and `sha2`.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("aho_corasick", &["linkage", "normalise", "screening"]),
    ("any_ascii", &["linkage"]),
    ("calamine", &["ingest"]),
    ("cfb", &["ingest"]),
    ("chardetng", &["ingest"]),
    ("clap", &["cli", "commands", "main"]),
    ("clap_complete", &["cli", "commands"]),
    ("clap_mangen", &["commands"]),
    ("csv", &["history", "portfolio"]),
    ("ctrlc", &["main"]),
    ("encoding_rs", &["domain", "ingest"]),
    ("flate2", &["ingest"]),
    ("glob", &["inputs"]),
    ("indicatif", &["progress"]),
    ("memchr", &["domain", "ingest"]),
    ("parquet", &["ingest", "portfolio"]),
    ("polars", &["portfolio"]),
    ("psl", &["linkage"]),
    ("quick_xml", &["ingest"]),
    ("rust_decimal", &["domain"]),
    ("rust_xlsxwriter", &["report"]),
    ("tempfile", &["outputs"]),
    ("zip", &["ingest"]),
];

/// The most lines a source file may have before somebody has to find its second subject.
const MOST_LINES: usize = 400;

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let room = room(&file);
        if room == "lib" || room == "main" {
            continue;
        }
        let uses = rooms_used(&text, depth(&file));
        let may =
            allowed.get(room.as_str()).unwrap_or_else(|| panic!("{room} is not in the table"));
        for used in uses.iter().filter(|used| **used != room && !may.contains(&used.as_str())) {
            wrong.push(format!("{} uses {used}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_tables_allow_is_used() {
    let mut code_of: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| !is_test(file)) {
        let code = without_tests(&text).to_owned();
        code_of.entry(room(&file)).or_default().push((file, code));
    }
    let mut unused = Vec::new();
    for (name, may) in ALLOWED {
        let files = code_of[*name].iter();
        let used: BTreeSet<String> =
            files.flat_map(|(file, code)| rooms_used(code, depth(file))).collect();
        unused
            .extend(may.iter().filter(|it| !used.contains(**it)).map(|it| format!("{name} {it}")));
    }
    for (name, rooms) in KNOWN_TO {
        let knows = |room: &&&str| code_of[**room].iter().any(|(_, code)| names_crate(code, name));
        unused.extend(rooms.iter().filter(|it| !knows(it)).map(|it| format!("{it} {name}")));
    }
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}

#[test]
fn no_room_uses_one_of_a_layer_above_its_own_nor_a_stage_another() {
    let layers = layers();
    for (room, may) in ALLOWED {
        for used in *may {
            let (own, other) = (layers[*room], layers[*used]);
            assert!(other < own || (other == own && own != STAGES), "{room} uses {used}");
        }
    }
}

/// The layer of the stages, which know nothing of each other.
const STAGES: u32 = 2;

/// The layer of each room, by the table in the documentation of the crate.
fn layers() -> BTreeMap<String, u32> {
    let (_, lib) = sources().into_iter().find(|(file, _)| room(file) == "lib").unwrap();
    let row = |line: &str| -> Option<(u32, String)> {
        let mut cells = line.strip_prefix("//! | ")?.split(" | ");
        Some((cells.next()?.parse().ok()?, cells.next()?.to_owned()))
    };
    let rooms = lib.lines().filter_map(row).flat_map(|(layer, rooms)| {
        let names: Vec<_> = rooms.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        names.into_iter().map(move |name| (name, layer))
    });
    rooms.collect()
}

#[test]
fn a_room_is_used_by_whichever_path_it_is_named() {
    let used = |code| rooms_used(code, 2).into_iter().collect::<Vec<_>>();
    assert_eq!(used("use crate::{rules::Rule, ingest};"), ["ingest", "rules"]);
    assert_eq!(used("super::super::linkage::link()"), ["linkage"]);
    assert_eq!(used("super::rules::of_family()\n// crate::plan"), Vec::<String>::new());
}

#[test]
fn the_table_allows_no_circle() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    for (room, _) in ALLOWED {
        let mut below: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![*room];
        while let Some(one) = next.pop() {
            for used in allowed[one] {
                if below.insert(used) {
                    next.push(used);
                }
            }
        }
        assert!(!below.contains(room), "{room} uses itself");
    }
}

#[test]
fn a_crate_that_may_be_exchanged_is_known_to_few_rooms() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let code = if is_test(&file) { "" } else { without_tests(&text) };
        for (name, rooms) in KNOWN_TO {
            if names_crate(code, name) && !rooms.contains(&room(&file).as_str()) {
                wrong.push(format!("{} knows {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_has_grown_a_second_subject() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| text.lines().count() > MOST_LINES)
        .map(|(file, text)| format!("{}: {} lines", file.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The records whose every field some part of the program must read, and the files of their structs.
const RECORDS: [&str; 2] = ["crm_opportunity.rs", "ace_opportunity.rs"];

#[test]
fn every_field_of_a_deal_and_an_opportunity_is_read() {
    let sources = sources();
    let is_code = |file: &Path| !is_test(file) && !file.ends_with("testing_blank.rs");
    let code =
        sources.iter().filter(|(file, _)| is_code(file)).map(|(_, text)| without_tests(text));
    let code: Vec<&str> = code.collect();
    let is_read = |field: &str| {
        let access = format!(".{field}");
        code.iter().flat_map(|text| text.match_indices(&access).map(|(at, _)| &text[at..])).any(
            |at| {
                let rest = &at[access.len()..];
                let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || "_(".contains(c));
                is_whole && !rest.starts_with(" = ")
            },
        )
    };
    let mut unread = Vec::new();
    for name in RECORDS {
        let (_, text) = sources.iter().find(|(file, _)| file.ends_with(name)).unwrap();
        let (_, fields) = text.rsplit_once("pub struct ").unwrap();
        let (fields, _) = fields.split_once("\n}").unwrap();
        let fields = fields.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        let fields = fields.map(|line| line.split(':').next().unwrap());
        unread
            .extend(fields.filter(|field| !is_read(field)).map(|field| format!("{name} {field}")));
    }
    assert!(unread.is_empty(), "{}", unread.join("\n"));
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(files.len() > 50, "the sources were not found");
    files
}

/// The first part of the path below `src`: `rules` for `src/rules/att/not_in_ace.rs`.
fn room(file: &Path) -> String {
    let below = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// How many modules the path of the file's own module has: 2 for `src/rules/att/mod.rs`.
fn depth(file: &Path) -> usize {
    let below = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    below.components().count() - usize::from(file.ends_with("mod.rs"))
}

/// Whether the code names the crate: `zip::`, but not `gzip::`.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(place, _)| {
        !code[..place]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
    })
}

/// Every `x` of `crate::x`, also in `use crate::{x, y::z}`, outside comments, and of `super::super::x` that leads as far
/// from a module of this depth.
fn rooms_used(text: &str, depth: usize) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let to_root = "super::".repeat(depth);
    let mut rooms = BTreeSet::new();
    for after in code.split("crate::").skip(1).chain(code.split(&to_root).skip(1)) {
        // Tests are one module further down.
        let after = after.trim_start_matches("super::");
        match after.strip_prefix('{') {
            Some(group) => rooms.extend(names_of_group(group)),
            None => rooms.extend(first_name(after)),
        }
    }
    let known: Vec<&str> = ALLOWED.iter().map(|(room, _)| *room).collect();
    rooms.retain(|room| known.contains(&room.as_str()));
    rooms
}

fn names_of_group(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut part = String::new();
    let mut parts = Vec::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || depth == 1 && c == ',' {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    parts.iter().filter_map(|part| first_name(part.trim())).collect()
}

fn first_name(path: &str) -> Option<String> {
    let name: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Whether the file holds nothing but tests.
fn is_test(file: &Path) -> bool {
    file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs")
}

/// The code before the tests of a file.
fn without_tests(text: &str) -> &str {
    let tests = ["#[cfg(test)]\nmod tests {", "#[cfg(test)]\npub(super) mod tests {"];
    tests.iter().fold(text, |text, start| text.split(start).next().unwrap_or_default())
}
