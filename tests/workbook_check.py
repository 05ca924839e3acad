#!/usr/bin/env python3
"""What the workbook stores is what a spreadsheet reckons, and nothing in it makes Excel offer a repair.

LibreOffice recalculates the workbook of the sample audit, once with funding rates and once without, and every stored
result is held against the new one. Then a rate is changed, and Summary must follow. Run by .ci/run, which installs
openpyxl and LibreOffice.

    tests/workbook_check.py PATH/TO/mapaudit
"""

import datetime
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

from openpyxl import load_workbook

SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "sample_data"
RATES = """
[rates.assess]
basis = "arr"
low = 0.02
base = 0.05
high = 0.08
cap_usd = 6000
source = "invented"
[rates.mobilize]
basis = "fixed"
base = 20000
source = "invented"
[rates.migrate]
basis = "deal_amount"
base = 0.15
source = "invented"
"""
VOLATILE_OR_NEW = re.compile(
    r"\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|FILTER|UNIQUE|SORT|SORTBY|LET|LAMBDA|XLOOKUP|VSTACK|SEQUENCE)\("
)


def audit(program, folder, settings, *arguments):
    """The workbook of a first run, or of the third one where rates are set: it has Changes, a trend and comparisons."""
    (folder / "mapaudit.toml").write_text(settings)
    last = []
    for as_of in ["2026-04-01", "2026-07-01"] if settings else []:
        run(program, folder, "--as-of", as_of, "--out", f"book-{as_of}.xlsx", *last)
        last = ["--previous", f"book-{as_of}.xlsx"]
    run(program, folder, "--as-of", "2026-10-01", "--out", "book.xlsx", *last, *arguments)
    return folder / "book.xlsx"


def run(program, folder, *arguments):
    subprocess.run([program, "audit", str(SAMPLE), "--quiet", *arguments], cwd=folder, check=True)


def recalculated(book):
    folder = book.parent / "recalculated"
    profile = f"-env:UserInstallation=file://{book.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", folder, book], check=True, capture_output=True)
    return folder / book.name


def values(path):
    book = load_workbook(path, data_only=True)
    return {sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row} for sheet in book}


def plain(value):
    """A result as a number or a text; a blank text is no value."""
    if isinstance(value, datetime.datetime):
        return (value - datetime.datetime(1899, 12, 30)).days
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value


def are_equal(one, other):
    one, other = plain(one), plain(other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 0.011
    return one == other


def formulas(path):
    for sheet in load_workbook(path):
        for row in sheet:
            for cell in row:
                if cell.data_type == "f":
                    text = getattr(cell.value, "text", cell.value)
                    yield sheet.title, cell.coordinate, text


def without_results(book):
    """A copy as openpyxl saves it: LibreOffice would otherwise take the stored results on trust."""
    bare = book.parent / "bare.xlsx"
    load_workbook(book).save(bare)
    return bare


def check_results(book, least):
    stored, fresh = values(book), values(recalculated(without_results(book)))
    checked, wrong = 0, []
    for sheet, place, formula in formulas(book):
        checked += 1
        was, now = stored[sheet].get(place), fresh[sheet].get(place)
        if not are_equal(was, now):
            wrong.append(f"{sheet}!{place}: stored {was!r}, reckoned {now!r}: {formula}")
    assert not wrong, "\n".join(wrong[:20])
    assert checked > least, f"only {checked} formulas"
    return checked


def check_package(book):
    """The rules that make Excel offer a repair when they are broken (ECMA-376 part 1, 18.5 and 18.3)."""
    with zipfile.ZipFile(book) as package:
        names = package.namelist()
        assert len(names) == len(set(names)), "two parts of one name"
        sheets = [package.read(name).decode() for name in names if "/worksheets/sheet" in name]
    for sheet in sheets:
        rows = [int(number) for number in re.findall(r'<row r="(\d+)"', sheet)]
        assert rows == sorted(set(rows)), "a row twice"
    opened = load_workbook(book)
    tables = []
    for sheet in opened:
        assert len(sheet.title) <= 31, sheet.title
        for table in sheet.tables.values():
            tables.append(table.name.lower())
            cells = [str(cell.value) for cell in sheet[table.ref][0]]
            headers = [column.name for column in table.tableColumns]
            assert cells == headers, f"{table.name}: headers differ from cells"
            assert len({header.lower() for header in headers}) == len(headers), table.name
        for validation in sheet.data_validations.dataValidation:
            if validation.type == "list":
                assert len(validation.formula1) <= 257, f"{sheet.title}: list too long"
        assert len(sheet.conditional_formatting) <= 8, f"{sheet.title}: too many conditional formats"
    names_of_cells = [name.lower() for name in opened.defined_names]
    assert len(set(tables + names_of_cells)) == len(tables + names_of_cells), "a name twice"
    for sheet, place, formula in formulas(book):
        assert not VOLATILE_OR_NEW.search(formula), f"{sheet}!{place}: {formula}"
        assert len(formula) < 8192, f"{sheet}!{place}"
        assert "@" not in formula, f"{sheet}!{place}: {formula}"
        assert not re.search(r"(?<![A-Za-z])\[\[#This Row\]", formula), f"{sheet}!{place}: no table name"
    assert not any("<f></f>" in sheet for sheet in sheets)


def check_what_if(book):
    """Doubling a rate is seen on Summary, and told as a change."""
    opened = load_workbook(book)
    sheet = opened["Assumptions"]
    ref = sheet.tables["tblRates"].ref
    header = [cell.value for cell in sheet[ref][0]]
    cell = sheet[ref][1][header.index("Base")]
    assert not cell.protection.locked, "the rate cannot be changed"
    cell.value = 0.1
    changed = book.parent / "changed.xlsx"
    opened.save(changed)
    before, after = values(book)["Summary"], values(recalculated(changed))["Summary"]
    places = [place for place in before if isinstance(before[place], (int, float))]
    assert any(not are_equal(before[place], after.get(place)) for place in places), "Summary did not follow"
    assert "CHECK" in after.values() and "CHECK" not in before.values(), "the change is not told"


def check_deadlines(book):
    """With other lead days, the days to apply on Summary are those of Deals."""
    opened = load_workbook(book)
    opened["Assumptions"][opened.defined_names["LeadDays"].attr_text.split("!")[1].replace("$", "")] = 40
    changed = book.parent / "deadlines.xlsx"
    opened.save(changed)
    days = {}
    for name, path in [("stored", book), ("changed", recalculated(changed))]:
        sheet = load_workbook(path, data_only=True)["Summary"]
        rows = [row for row in sheet.iter_rows(values_only=True) if str(row[3]).startswith("Apply")]
        days[name] = [(plain(row[5]), row[6]) for row in rows]
    later = [(day - 26, left - 26) for day, left in days["stored"]]
    assert later and later == days["changed"], f"{days}"


def main(program):
    program = str(pathlib.Path(program).resolve())
    audits = [
        ("a first run", "", [], 1000),
        ("a third run with rates", RATES, [], 1000),
        ("leadership's workbook", RATES, ["--workbook-profile", "leadership"], 1000),
        ("no deals", "", ["--period", "2015"], 100),
    ]
    for name, settings, arguments, least in audits:
        with tempfile.TemporaryDirectory() as folder:
            book = audit(program, pathlib.Path(folder), settings, *arguments)
            check_package(book)
            print(f"{name}: {check_results(book, least)} results are as LibreOffice reckons them")
            if settings:
                check_what_if(book)
                check_deadlines(book)


main(sys.argv[1])
