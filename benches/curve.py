"""How time and memory of mapaudit grow with the number of deals.

    cargo build --release
    for deals in 10000 30000 100000 300000; do cargo bench --bench linkage -- $deals 500 1 FOLDER/$deals; done
    python3 benches/curve.py target/release/mapaudit FOLDER/10000 FOLDER/30000 FOLDER/100000 FOLDER/300000

Of the ACE export every so manieth row is taken, so that there is one for four deals. Writes the workbook, no tables.
Prints a Markdown table.
"""

import csv
import datetime
import pathlib
import sys
import tempfile

from processes import cost_of, load

DEALS_PER_OPPORTUNITY = 4


def count(path):
    with open(path, newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def thin_out(path, rows, wanted, to):
    """Copies the header and `wanted` of the rows, evenly spread."""
    with open(path, newline="", encoding="utf-8") as file, open(to, "w", newline="", encoding="utf-8") as thinned:
        reader, writer = csv.reader(file), csv.writer(thinned)
        writer.writerow(next(reader))
        writer.writerows(row for place, row in enumerate(reader) if place * wanted // rows != (place + 1) * wanted // rows)


def main():
    mapaudit, folders = sys.argv[1], map(pathlib.Path, sys.argv[2:])
    print(f"{datetime.date.today()}, {load()}\n")
    print("| Deals | ACE rows | Seconds | Processor seconds | a thousand deals | Peak MiB | a thousand deals | Workbook, MiB |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in folders:
        with tempfile.TemporaryDirectory() as parent:
            ace, out, log = (pathlib.Path(parent, name) for name in ("ace.csv", "findings.xlsx", "log.txt"))
            deals, opportunities = count(folder / "crm.csv"), count(folder / "ace.csv")
            wanted = min(opportunities, deals // DEALS_PER_OPPORTUNITY)
            thin_out(folder / "ace.csv", opportunities, wanted, ace)
            audit = [mapaudit, "audit", "--crm", str(folder / "crm.csv"), "--ace", str(ace), "--as-of", "2026-10-01"]
            wall, processor, peak = cost_of([*audit, "--out", str(out), "--quiet"], log)
            size = out.stat().st_size / 2**20
            print(f"| {deals:,} | {wanted:,} | {wall:.1f} | {processor:.1f} | {1000 * processor / deals:.2f} | {peak:,.0f} | {1000 * peak / deals:.1f} | {size:.1f} |", flush=True)
    print(f"\nAfterwards: {load()}")


if __name__ == "__main__":
    main()
