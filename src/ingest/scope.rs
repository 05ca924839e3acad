//! What a report says above its header of the deals that it leaves out, and row counts that look cut.

use super::headers::header_unit;
use super::raw_row::{RawRow, cut};
use crate::domain::{Role, Warning, fold};

/// Row counts at which exports are cut: 1,500 in ACE (AWS Partner Central); the others are limits of
/// list views, reports and Excel that are known from experience, not from documents.
const CAPS: [u64; 6] = [2_000, 10_000, 50_000, 65_535, 100_000, 1_048_575];
const ACE_CAP: u64 = 1_500;

/// A warning if the number of records is one at which exports are cut.
pub(super) fn at_cap(role: Role, records: u64) -> Option<Warning> {
    let is_cap = CAPS.contains(&records) || (role == Role::Ace && records == ACE_CAP);
    is_cap.then(|| {
        let message = format!(
            "{records} records is a known limit of exports: the file may be cut. Split the export by filters and give all parts."
        );
        Warning::new("row_count_at_cap", message)
    })
}

/// How many filters are told (our choice): a report has a line for each.
const FILTERS_MAX: usize = 12;

/// What the lines above the header say of the deals that the report leaves out: a warning if it holds
/// its reader's own only, and one with its filters.
pub(super) fn of_banner(banner: &[RawRow]) -> Vec<Warning> {
    let lines: Vec<(u32, String)> = banner.iter().map(|row| (row.number, line(row))).collect();
    let mut warnings = Vec::new();
    if let Some((row, line)) = lines.iter().find(|(_, line)| is_own_deals(line)) {
        let message = format!(
            "The report is limited: \"{line}\". Deals of others are not in it; export all opportunities."
        );
        warnings.push(Warning { row: Some(*row), ..Warning::new("partial_scope", message) });
    }
    let start = lines.iter().position(|(_, line)| is_heading_of_filters(line));
    let filters: Vec<&str> = lines[start.map_or(lines.len(), |start| start + 1)..]
        .iter()
        .map(|(_, line)| line.as_str())
        .filter(|line| !line.is_empty() && !excludes_nothing(line))
        .take(FILTERS_MAX)
        .collect();
    if let Some(row) = start.map(|start| lines[start].0).filter(|_| !filters.is_empty()) {
        let message = format!(
            "The report has filters, and deals that they leave out are not audited: {}.",
            filters.join("; ")
        );
        warnings.push(Warning { row: Some(row), ..Warning::new("report_filters", message) });
    }
    warnings
}

/// A warning if the line says in which unit the amounts are: `All amounts in kEUR`. It may mean some of the
/// columns only, so nothing is multiplied by it.
pub(super) fn unit_note(row: &RawRow) -> Option<Warning> {
    let line = line(row);
    let is_scale = |text: &str| {
        let of_end = header_unit::split(&fold(&format!("x {text}")));
        of_end.iter().any(|(_, unit)| unit.multiplier != 1)
    };
    // `Pipeline Q4 (Beträge in TEUR)`, `Pipeline in k€, Stand 27.11.`
    let mut parts = line.split(['(', ')', '[', ']', ',', ';', '|', '–', '—']);
    let is_scaled = is_scale(&line) || parts.any(|part| is_scale(part.trim()));
    let message = format!(
        "The file says \"{line}\", which is not applied to its amounts. If it means them, put the unit into their \
         header, as in `Amount (k)`, or say it in mapaudit.toml: amount = {{ header = \"…\", multiplier = 1000 }}."
    );
    is_scaled.then(|| Warning { row: Some(row.number), ..Warning::new("unit_in_note", message) })
}

fn line(row: &RawRow) -> String {
    let cells: Vec<&str> = row.filled().map(|(_, cell)| cell.text).collect();
    cut(&cells.join(" "), 200)
}

/// `Show: My opportunities`. The translations of Salesforce's words are our own and have not been
/// checked against exports.
fn is_own_deals(line: &str) -> bool {
    const SHOW: [&str; 14] = [
        "show",
        "anzeigen",
        "einblenden",
        "afficher",
        "mostrar",
        "mostra",
        "exibir",
        "weergeven",
        "tonen",
        "visa",
        "vis",
        "näytä",
        "表示",
        "显示",
    ];
    let lower = line.to_lowercase();
    let Some((show, of)) = lower.split_once([':', '：', ' ']) else { return false };
    let of = of.trim_start_matches([':', '：', ' ']);
    SHOW.contains(&show.trim()) && says_my(of)
}

/// Whether the text begins with `my`, in lower case.
fn says_my(text: &str) -> bool {
    const MY: [&str; 26] = [
        "my",
        "meine",
        "mes",
        "mis",
        "minhas",
        "meus",
        "mie",
        "miei",
        "le mie",
        "i miei",
        "mijn",
        "mina",
        "mine",
        "omat",
        "moje",
        "私の",
        "自分の",
        "我的",
        "own",
        "eigene",
        "propias",
        "proprias",
        "eigen",
        "egna",
        "egne",
        "ma",
    ];
    let begins = |my: &&str| {
        text.strip_prefix(*my).is_some_and(|rest| !my.is_ascii() || rest.starts_with([' ', '\'']))
    };
    MY.iter().any(begins)
}

/// A warning if the view that was exported holds its reader's own deals only: Dynamics 365 names the sheet after it,
/// HubSpot the file.
pub(super) fn of_view(path: &str, sheet: Option<&str>) -> Option<Warning> {
    const HUBSPOT: &str = "hubspot-crm-exports-";
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let of_file = file.split_at_checked(HUBSPOT.len());
    let of_file = of_file.filter(|(start, _)| start.eq_ignore_ascii_case(HUBSPOT));
    let of_file = of_file.map(|(_, view)| view.replace('-', " "));
    let of_sheet = sheet.map(str::to_owned);
    let mut names = [of_sheet, of_file].into_iter().flatten();
    let name = names.find(|name| says_my(&name.to_lowercase()))?;
    let message = format!(
        "The export is of the view \"{name}\". Deals of others are not in it; export a view of all opportunities."
    );
    Some(Warning::new("partial_scope", message))
}

/// `Filtered By`.
fn is_heading_of_filters(line: &str) -> bool {
    const HEADINGS: [&str; 12] = [
        "filtered by",
        "filters",
        "gefiltert nach",
        "filter",
        "filtré par",
        "filtrado por",
        "filtrato per",
        "filtrato in base a",
        "gefilterd op",
        "filtrerat efter",
        "検索条件",
        "篩選依據",
    ];
    let lower = line.to_lowercase();
    HEADINGS.contains(&lower.trim_end_matches([':', ' ']))
}

/// `Show: All opportunities`, `Probability: Any`.
fn excludes_nothing(line: &str) -> bool {
    const ALL: [&str; 12] = [
        "all",
        "any",
        "alle",
        "alles",
        "tous",
        "toutes",
        "todas",
        "todos",
        "tutte",
        "tutti",
        "すべて",
        "全部",
    ];
    let Some((_, value)) = line.split_once([':', '：']) else { return false };
    let value = value.trim().to_lowercase();
    value.split(' ').next().is_some_and(|first| ALL.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn codes(lines: &[&str]) -> Vec<&'static str> {
        let rows: Vec<RawRow> =
            (1..).zip(lines).map(|(number, line)| text_row(number, &[line])).collect();
        of_banner(&rows).iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn caps_are_exact_and_the_ace_cap_is_for_ace() {
        assert!(at_cap(Role::Crm, 2_000).is_some());
        assert!(at_cap(Role::Crm, 2_001).is_none());
        assert!(at_cap(Role::Ace, 1_500).is_some());
        assert!(at_cap(Role::Crm, 1_500).is_none());
    }

    #[test]
    fn a_filter_on_ones_own_deals_is_noticed_in_several_languages() {
        for line in [
            "Show: My opportunities",
            "Show My team's opportunities",
            "Anzeigen: Meine Opportunities",
            "Afficher : Mes opportunités",
            "Mostra: Le mie opportunità",
            "表示: 私の商談",
        ] {
            assert_eq!(codes(&[line]), ["partial_scope"], "{line}");
        }
        for line in ["Show: All opportunities", "My opportunities of 2026", "Show: Mystic", ""] {
            assert!(codes(&[line]).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_view_of_ones_own_deals_is_told_by_the_name_of_sheet_or_file() {
        for (path, sheet) in [
            ("x.xlsx", Some("My Open Opportunities")),
            ("x.xlsx", Some("Meine offenen Verkaufschancen")),
            ("in/hubspot-crm-exports-my-deals-2026-09-15.csv", None),
        ] {
            let warning = of_view(path, sheet).unwrap_or_else(|| panic!("{path} {sheet:?}"));
            assert_eq!(warning.code, "partial_scope");
            let view = sheet.unwrap_or("my deals 2026 09 15.csv");
            assert!(warning.message.contains(view), "{}", warning.message);
        }
        for (path, sheet) in [
            ("x.xlsx", Some("All Opportunities")),
            ("my-deals.csv", None),
            ("in/hubspot-crm-exports-all-deals-2026-09-15.csv", None),
            ("x.xlsx", Some("Mystic")),
        ] {
            assert_eq!(of_view(path, sheet), None, "{path} {sheet:?}");
        }
    }

    #[test]
    fn a_line_on_the_unit_of_the_amounts_is_told() {
        let note = |line: &str| unit_note(&text_row(2, &[line]));
        for line in [
            "Alle Beträge in TEUR",
            "(in thousands of USD)",
            "Montants en k€",
            "Values in USD m",
            "Pipeline Q4 (Beträge in TEUR)",
            "Pipeline in k€, Stand 27.11.2026",
            "Funnel – all values in USD thousands – EMEA",
        ] {
            let warning = note(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((warning.code, warning.row), ("unit_in_note", Some(2)));
            assert!(warning.message.contains(line), "{}", warning.message);
        }
        for line in [
            "All amounts in EUR",
            "My pipeline in Q4",
            "Deals in scope",
            "Deals above 100k, EMEA",
            "1000",
            "",
        ] {
            assert_eq!(note(line), None, "{line}");
        }
    }

    #[test]
    fn the_cells_of_a_line_are_read_together() {
        let rows = [text_row(7, &["", "Show", "My opportunities"])];
        assert_eq!(of_banner(&rows)[0].row, Some(7));
    }

    #[test]
    fn filters_that_leave_deals_out_are_told() {
        let banner =
            ["My report", "Filtered By", "Show: All opportunities", "Stage not equal to Won"];
        assert_eq!(codes(&banner), ["report_filters"]);
        let rows: Vec<RawRow> =
            (1..).zip(banner).map(|(number, line)| text_row(number, &[line])).collect();
        let warning = &of_banner(&rows)[0];
        assert_eq!(warning.row, Some(2));
        assert!(
            warning.message.ends_with("audited: Stage not equal to Won."),
            "{}",
            warning.message
        );
        assert!(codes(&["Filtered By", "Show: All opportunities", "Probability: All"]).is_empty());
    }
}
