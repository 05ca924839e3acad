"""The audit as somebody writes it who knows SQL: DuckDB, splink on it, and XlsxWriter through pandas.

    python duckdb_splink.py CRM.csv ACE.csv FOLDER 2026-10-01

Writes findings.xlsx, findings.csv and matches.csv into the folder. Choices: exports, checks and findings are tables of
DuckDB; splink learns its weights from the exports, on the same connection; its comparisons and blocks are those that
its documentation recommends for companies.
"""

import sys

import duckdb
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

import checks
import joins

# The weight from which pairs are held to be the same: the best of those tried against the truth (other_tools.py).
ENOUGH = -5.4

READ = r"""
CREATE TABLE {table} AS
WITH renamed AS (SELECT {columns} FROM read_csv('{path}', all_varchar = true)),
lower_names AS (SELECT *, regexp_replace(lower(customer), '[^\pL\pN_ ]+', ' ', 'g') AS spoken FROM renamed),
hosts AS (SELECT *, regexp_replace(split_part(regexp_replace(lower(trim(website)), '^.*(://|@)', ''), '/', 1), '^(www|shop)\.', '') AS host FROM lower_names)
SELECT row_number() OVER () - 1 AS place, * EXCLUDE (close, created, spoken, host),
    coalesce(nullif(trim(regexp_replace(regexp_replace(spoken, '{forms}', ' ', 'g'), ' +', ' ', 'g')), ''), trim(spoken)) AS name,
    CASE WHEN contains(host, '.') AND host NOT IN {free} THEN host ELSE '' END AS domain,
    try_cast(close AS DATE) AS close, try_cast(created AS DATE) AS created, {annual} AS annual
FROM hosts
"""

DEALS = f"""
CREATE TABLE deals AS
WITH both_sides AS (
    SELECT crm.* EXCLUDE (id, stage, close, annual, other_id, arr, mrr), crm.id AS crm_id, crm.stage AS crm_stage,
        crm.close AS crm_close, crm.annual AS crm_annual, crm.other_id AS crm_ace_id, links.method, links.score,
        ace.id AS ace_id, ace.title AS ace_title, ace.customer AS ace_customer, ace.stage AS ace_stage,
        ace.close AS ace_close, ace.created AS ace_created, ace.annual AS ace_annual, ace.other_id AS ace_other_id,
        concat_ws(' ', crm.title, ace.title) AS words
    FROM crm LEFT JOIN links ON crm.place = links.crm_place LEFT JOIN ace ON ace.place = links.ace_place
)
SELECT * EXCLUDE (words),
    regexp_matches(words, '{checks.MIGRATION}') AND NOT regexp_matches(words, '{checks.NO_MIGRATION}') AS is_migration,
    CASE WHEN crm_stage = 'Closed Won' OR crm_close > $as_of THEN crm_close END AS start,
    start - {checks.LEAD_DAYS} AS apply_by,
    coalesce(CASE WHEN ace_annual > 0 THEN ace_annual END, crm_annual) AS arr,
    crm_stage = 'Closed Lost' AS lost, crm_stage = 'Closed Won' AS won, ace_id IS NOT NULL AS linked,
    is_migration AND NOT lost AS live
FROM both_sides
"""

# By code: which deals fail the check.
FAILING = {
    "ATT001": "live AND NOT linked",
    "ATT014": "live AND linked AND crm_ace_id = '' AND ace_other_id = ''",
    "ATT016": f"""linked AND (lost AND ace_stage <> 'Closed Lost' OR won AND ace_stage IN {tuple(checks.BEFORE_COMMITTED)}
        OR NOT lost AND NOT won AND ace_stage = 'Closed Lost')""",
    "ATT018": "live AND linked AND ace_stage NOT IN ('Launched', 'Closed Lost') AND ace_close < $as_of",
    "ARR001": "live AND crm_annual IS NULL AND ace_annual IS NULL",
    "ARR002": "live AND linked AND crm_annual IS NOT NULL AND ace_annual IS NULL",
    "ARR004": f"live AND abs(crm_annual - ace_annual) / greatest(crm_annual, ace_annual) > {checks.ARR_TOLERANCE}",
    "TIM002": f"live AND apply_by BETWEEN $as_of AND $as_of + {checks.CLOSING_DAYS}",
    "TIM004": "live AND linked AND ace_created > start",
    "TIM005": "live AND start IS NULL",
    "TIM008": "live AND start <= $as_of",
}

# Open opportunities whose customer has an earlier open one of the same title.
DUPLICATES = """
SELECT 'ATT010' AS code, NULL AS crm_id, id AS ace_id, customer, title, owner, title AS crm_value, title AS ace_value, annual AS arr
FROM ace WHERE stage NOT IN ('Launched', 'Closed Lost') AND title <> '' AND name <> ''
QUALIFY row_number() OVER (PARTITION BY name, lower(title) ORDER BY place) > 1
"""


def read(base, table, path, headers, annual):
    columns = ", ".join(f'coalesce("{header}", \'\') AS {name}' for header, name in headers.items())
    base.execute(READ.format(table=table, path=path, columns=columns, annual=annual, forms=joins.FORMS, free=tuple(joins.FREE)))


def read_both(base, crm_path, ace_path):
    monthly = "12 * try_cast(mrr AS DOUBLE)"
    read(base, "crm", crm_path, checks.CRM_HEADERS, f"coalesce(try_cast(arr AS DOUBLE), {monthly})")
    read(base, "ace", ace_path, checks.ACE_HEADERS, monthly)


def ids(base):
    """Places of the pairs that an id names."""
    sides = [base.sql(f"SELECT id, other_id FROM {table} ORDER BY place").fetchnumpy() for table in ("crm", "ace")]
    return joins.by_id(*sides)


def free_records(base, table, taken):
    """What splink compares, of the records that no id has linked."""
    base.register("taken", pd.DataFrame({"place": taken}, dtype="int64"))
    base.execute(f"""
        CREATE TABLE free_{table} AS
        SELECT place AS unique_id, nullif(name, '') AS name, nullif(domain, '') AS domain, split_part(name, ' ', 1) AS first_word,
            nullif(lower(title), '') AS title, nullif(owner, '') AS owner, close, round(annual) AS annual
        FROM {table} ANTI JOIN taken USING (place) ORDER BY place""")


def scored(base):
    """Pairs of the free records with their weights, as columns."""
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.85]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("domain").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("title", [0.95, 0.8]),
            cl.AbsoluteDateDifferenceAtThresholds("close", input_is_string=False, metrics=["day", "day", "day"], thresholds=[1, 30, 120]),
            cl.ExactMatch("annual"), cl.ExactMatch("owner"),
        ],
        blocking_rules_to_generate_predictions=[block_on("domain"), block_on("first_word")],
    )
    database = DuckDBAPI(connection=base)
    frames = [database.register(f"free_{table}", dataset_display_name=name) for table, name in (("crm", "a_crm"), ("ace", "b_ace"))]
    linker = Linker(frames, settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("domain", "title")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("domain"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("title"))
    pairs = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return pairs["match_weight"].to_numpy(), pairs["unique_id_l"].to_numpy(), pairs["unique_id_r"].to_numpy()


def link(base):
    """The table of links: the places of both records, how they were found, and the score."""
    pairs = ids(base)
    free_records(base, "crm", list(pairs))
    free_records(base, "ace", list(pairs.values()))
    rows = [(one, other, "id", 1.0) for one, other in pairs.items()]
    rows += [(one, other, "likeness", weight) for weight, one, other in joins.one_to_one(*scored(base)) if weight >= ENOUGH]
    base.register("links", pd.DataFrame(rows, columns=["crm_place", "ace_place", "method", "score"]))


def find(base, as_of):
    """The tables of deals and findings."""
    base.execute(DEALS, {"as_of": as_of})
    parts = [DUPLICATES]
    for code, fails in FAILING.items():
        ours, theirs = checks.CHECKS[code][4:]
        parts.append(f"""SELECT '{code}' AS code, crm_id, ace_id, customer, title, owner, {ours}::VARCHAR AS crm_value,
            {theirs}::VARCHAR AS ace_value, arr FROM deals WHERE {fails}""")
    cards = pd.DataFrame([(code, *card[:4]) for code, card in checks.CHECKS.items()], columns=["code", "name", "severity", "fix_in", "fix"])
    base.register("cards", cards)
    base.execute(f"CREATE TABLE findings AS SELECT * FROM ({' UNION ALL '.join(parts)}) JOIN cards USING (code) ORDER BY code, crm_id", {"as_of": as_of})


def sheets(base):
    """What stands on each sheet, by name."""
    queries = {
        "Summary": (checks.SUMMARY, "SELECT code, name, severity, count(*) AS findings, sum(arr) AS arr FROM findings GROUP BY ALL ORDER BY findings DESC"),
        "Deals": (checks.DEALS, "SELECT * FROM deals LEFT JOIN (SELECT crm_id, string_agg(code, ';' ORDER BY code) AS codes FROM findings GROUP BY crm_id) USING (crm_id) ORDER BY place"),
        "Findings": (checks.FINDINGS, "SELECT * FROM findings"),
        "Matches": (checks.MATCHES, "SELECT * FROM deals WHERE linked ORDER BY place"),
    }
    for name, (headers, query) in queries.items():
        yield name, headers, base.sql(f"SELECT {', '.join(headers)} FROM ({query})").df()


def write_sheet(writer, name, headers, table):
    """A sheet with a frozen, coloured header row, filters, and formats by column."""
    table.to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
    book, sheet = writer.book, writer.sheets[name]
    coloured = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    money = book.add_format({"num_format": checks.MONEY_FORMAT})
    sheet.write_row(0, 0, headers.values(), coloured)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(headers) - 1)
    for place, column in enumerate(headers):
        sheet.set_column(place, place, checks.WIDTHS.get(column, 14), money if column in checks.MONEY else None)


def main():
    crm_path, ace_path, folder, as_of = checks.arguments(sys.argv)
    base = duckdb.connect()
    read_both(base, crm_path, ace_path)
    link(base)
    find(base, as_of)
    formats = dict(date_format=checks.DATE_FORMAT, datetime_format=checks.DATE_FORMAT)
    with pd.ExcelWriter(f"{folder}/findings.xlsx", engine="xlsxwriter", **formats) as writer:
        for name, headers, table in sheets(base):
            write_sheet(writer, name, headers, table)
            if name in ("Findings", "Matches"):
                table.to_csv(f"{folder}/{name.lower()}.csv", index=False)


if __name__ == "__main__":
    main()
