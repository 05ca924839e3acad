#!/usr/bin/env python3
"""What people write in the workbook is found again after openpyxl and LibreOffice have saved it.

Run by .ci/run, which installs both. Where one is missing its part is skipped, which fails with --strict.

    tests/carry_over.py [--strict] PATH/TO/mapaudit
"""

import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "sample_data"
NOTE = "Asked Ana.\nShe will call on Monday; = no formula"


def audit(program, folder, *arguments):
    command = [program, "audit", str(SAMPLE), "--quiet", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stderr}"


def headers(sheet):
    return {cell.value: cell.column for cell in sheet[1] if cell.value is not None}


def by_id(sheet, header):
    """The cells of a column by the ids of the rows, which stand in the first column of ours."""
    columns = headers(sheet)
    ids = columns[{"Deals": "Deal id", "Findings": "Finding", "Matches": "Pair"}[sheet.title]]
    rows = range(2, sheet.max_row + 1)
    return {sheet.cell(row, ids).value: sheet.cell(row, columns[header]).value for row in rows}


def write_notes(book):
    """Writes in every column of people on every row of the three sheets; returns what was written."""
    written = {}
    for name, id_header, first in [
        ("Deals", "Deal id", "Review status"),
        ("Findings", "Finding", "Status"),
        ("Matches", "Pair", "Decision"),
    ]:
        sheet = book[name]
        columns = headers(sheet)
        values = {
            "Review status": "In progress",
            "Status": "In progress",
            "Decision": "Not sure",
            "Notes": NOTE,
            "Note": NOTE,
            "Action due": datetime.datetime(2026, 12, 1),
            "On": datetime.datetime(2026, 9, 30),
            "Fund request id": "0012345",
        }
        assert first in columns, f"{name} has no column {first}"
        for row in range(2, sheet.max_row + 1):
            row_id = sheet.cell(row, columns[id_header]).value
            for header in set(values) & set(columns):
                value = values[header]
                if isinstance(value, str) and header in ("Notes", "Note"):
                    value = f"{value} ({row_id})"
                sheet.cell(row, columns[header]).value = value
                written[name, row_id, header] = value
    return written


def check(path, written, how):
    import openpyxl

    book = openpyxl.load_workbook(path)
    changes = [cell.value for row in book["Changes"].iter_rows() for cell in row]
    assert not [text for text in changes if text == "Row without an id"], how
    columns = {}
    for (name, row_id, header), value in written.items():
        if (name, header) not in columns:
            columns[name, header] = by_id(book[name], header)
        found = columns[name, header].get(row_id)
        assert found == value, f"{how}: {name} {row_id} {header}: {found!r} instead of {value!r}"
    states = set(by_id(book["Findings"], "State").values())
    assert states <= {"Still open", "Waived"}, f"{how}: {states}"
    print(f"{how}: {len(written)} cells found on their rows")


def with_openpyxl(program, folder):
    import openpyxl

    book = openpyxl.load_workbook(folder / "q3.xlsx")
    written = write_notes(book)
    deals = book["Deals"]
    deals.insert_cols(3)
    deals.cell(1, 3).value = "Region"
    for row in range(2, deals.max_row + 1):
        deals.cell(row, 3).value = f"EMEA {row}"
        written["Deals", deals.cell(row, 1).value, "Region"] = f"EMEA {row}"
    # A table whose columns were moved from outside is no table any more: Excel would repair it away.
    for name in list(deals.tables):
        del deals.tables[name]
    deals.row_dimensions[3].hidden = True
    book["Findings"].title = "Our findings"
    book["Summary"].title = "Page 1"
    book.save(folder / "openpyxl.xlsx")
    again(program, folder, "openpyxl.xlsx", written, "saved by openpyxl")
    return written


def with_libreoffice(program, folder, office):
    import openpyxl

    book = openpyxl.load_workbook(folder / "q3.xlsx")
    written = write_notes(book)
    book.save(folder / "edited.xlsx")
    for kind in ["xlsx", "ods"]:
        out = folder / kind
        command = [office, "--headless", "--convert-to", kind, "--outdir", str(out), "edited.xlsx"]
        environment = {**os.environ, "HOME": str(folder)}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        again(program, folder, f"{kind}/edited.{kind}", written, f"saved by LibreOffice as .{kind}")


def again(program, folder, previous, written, how):
    (folder / "mapaudit-decisions.csv").unlink(missing_ok=True)
    audit(program, folder, "--as-of", "2026-10-01", "--previous", previous, "--out", "q4.xlsx", "--force")
    check(folder / "q4.xlsx", written, how)


def main():
    strict = "--strict" in sys.argv
    program = str(pathlib.Path(sys.argv[-1]).resolve())
    skipped = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        audit(program, folder, "--as-of", "2026-10-01", "--out", "q3.xlsx")
        try:
            import openpyxl  # noqa: F401
        except ImportError:
            skipped.append("openpyxl (python3 -m pip install openpyxl)")
        else:
            with_openpyxl(program, folder)
            office = shutil.which("soffice") or shutil.which("libreoffice")
            if office:
                with_libreoffice(program, folder, office)
            else:
                skipped.append("LibreOffice (apt-get install libreoffice-calc-nogui)")
    for what in skipped:
        print(f"SKIPPED, because it is not installed: {what}")
    sys.exit(1 if strict and skipped else 0)


if __name__ == "__main__":
    main()
