"""mapaudit beside what a capable analyst would write instead, on the same two exports whose truth is known.

    pip install -r benches/requirements.txt
    cargo bench --bench linkage -- 20000 500 1 FOLDER       # writes crm.csv, ace.csv and truth.csv
    cargo build --release
    python3 benches/alternatives.py target/release/mapaudit FOLDER

Each runs in a process of its own: reads both exports, links by ids and by likeness, makes twelve checks, and writes a
workbook of four sheets, and findings and links as CSV. mapaudit makes all of its checks, and writes a workbook of eight
sheets and all of its tables. Prints a Markdown table.
"""

import csv
import datetime
import pathlib
import sys
import tempfile

from analyst import checks
from processes import cost_of, load

AS_OF = "2026-10-01"
ANALYST = pathlib.Path(__file__).parent / "analyst"
ANALYSTS = {
    "pandas, rapidfuzz, openpyxl": "pandas_openpyxl.py",
    "polars, rapidfuzz, XlsxWriter": "polars_xlsxwriter.py",
    "DuckDB, splink, XlsxWriter": "duckdb_splink.py",
}


def command(name, mapaudit, exports, folder):
    """What to run, so that findings.xlsx, findings.csv and matches.csv are in the folder."""
    crm, ace = str(exports / "crm.csv"), str(exports / "ace.csv")
    if name in ANALYSTS:
        return [sys.executable, str(ANALYST / ANALYSTS[name]), crm, ace, str(folder), AS_OF]
    outputs = ["--out", str(folder / "findings.xlsx"), "--tables", str(folder)]
    return [mapaudit, "audit", "--crm", crm, "--ace", ace, "--as-of", AS_OF, *outputs, "--quiet"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def key(crm_id):
    """What Salesforce ids of 15 and 18 characters have in common."""
    return crm_id[:15]


def link_quality(truth, links):
    """F1 of the links, over all deals and over those that no usable id links."""
    right = {key(row["crm_id"]): set(row["ace_ids"].split()) for row in truth}
    without = {key(row["crm_id"]) for row in truth if row["has_usable_id"] == "no"}

    def f1(deals):
        linked = [(deal, ace_id) for deal, ace_id in links if deal in deals]
        hits = sum(ace_id in right[deal] for deal, ace_id in linked)
        return 2 * hits / (len(linked) + sum(bool(right[deal]) for deal in deals))

    return f1(right.keys()), f1(without)


def outcome(truth, folder):
    """Of what stands in the folder: both F1s, findings of the twelve checks, findings of all, MiB of the workbook."""
    # mapaudit lists the candidates that a person should look at too: these are no links.
    links = [(key(row["crm_id"]), row["ace_id"]) for row in rows(folder / "matches.csv") if row.get("zone", "auto") == "auto"]
    codes = [row["code"] for row in rows(folder / "findings.csv")]
    size = (folder / "findings.xlsx").stat().st_size / 2**20
    return *link_quality(truth, links), sum(code in checks.CHECKS for code in codes), len(codes), size


def main():
    mapaudit, exports = sys.argv[1], pathlib.Path(sys.argv[2])
    truth = list(rows(exports / "truth.csv"))
    print(f"{datetime.date.today()}, {load()}, {len(truth):,} deals\n")
    print("| | Seconds | Processor seconds | × mapaudit | Peak MiB | F1, all | F1, no id | Findings of the twelve | all findings | Workbook, MiB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    ours = None
    with tempfile.TemporaryDirectory() as parent:
        for place, name in enumerate(["mapaudit", *ANALYSTS]):
            folder = pathlib.Path(parent, str(place))
            folder.mkdir()
            wall, processor, peak = cost_of(command(name, mapaudit, exports, folder), folder / "log.txt")
            ours = ours or processor
            every, free, twelve, findings, size = outcome(truth, folder)
            print(f"| {name} | {wall:.1f} | {processor:.1f} | {processor / ours:.2f} | {peak:,.0f} | {every:.3f} | {free:.3f} | {twelve:,} | {findings:,} | {size:.1f} |", flush=True)
    print(f"\nAfterwards: {load()}")


if __name__ == "__main__":
    main()
