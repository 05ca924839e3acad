"""The audit as somebody writes it who knows pandas, rapidfuzz and openpyxl.

    python pandas_openpyxl.py CRM.csv ACE.csv FOLDER 2026-10-01

Writes findings.xlsx, findings.csv and matches.csv into the folder. Choices: columns as text first, so that no id is
taken for a number; candidates by a merge on shared words and sites, scored all at once by rapidfuzz's C++ on every
core; openpyxl's write-only mode, its fastest and leanest.
"""

import re
import sys

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

import checks
import joins

# The score from which pairs are held to be the same: the best of those tried against the truth (other_tools.py).
ENOUGH = 0.74


def company(text):
    text = re.sub(r"[^\w ]+", " ", text.lower())
    return " ".join(re.sub(joins.FORMS, " ", text).split()) or text.strip()


def domain(text):
    host = re.sub(r"^.*://|^.*@", "", text.lower().strip()).split("/")[0]
    host = re.sub(r"^(www|shop)\.", "", host)
    return "" if host in joins.FREE or "." not in host else host


def read(path, columns):
    """An export under our names, with what the joins ask for."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=columns)
    table["name"] = table["customer"].map(company)
    table["domain"] = table["website"].map(domain)
    for column in ("close", "created"):
        table[column] = pd.to_datetime(table[column], errors="coerce")
    return table


def read_crm(path):
    crm = read(path, checks.CRM_HEADERS)
    monthly = pd.to_numeric(crm["mrr"], errors="coerce")
    crm["annual"] = pd.to_numeric(crm["arr"], errors="coerce").fillna(12 * monthly)
    return crm


def read_ace(path):
    ace = read(path, checks.ACE_HEADERS)
    ace["annual"] = 12 * pd.to_numeric(ace["mrr"], errors="coerce")
    return ace


def side(table):
    columns = {name: table[name].to_numpy() for name in ("id", "other_id", "name", "domain", "close", "annual")}
    return columns | {"title": table["title"].str.lower().to_numpy()}


def free(table, taken):
    """Places of the records that no id has linked."""
    return np.setdiff1d(np.arange(len(table)), list(taken))


def keys(table, places):
    """By place: its site, and the words of the customer's name."""
    rows = table.iloc[places]
    words = pd.Series(rows["name"].str.split().to_numpy(), index=places).explode()
    both = pd.concat([words, pd.Series("@" + rows["domain"].to_numpy(), index=places)])
    both = both[both.notna() & (both != "@")]
    return pd.DataFrame({"place": both.index, "key": both.to_numpy()}).drop_duplicates()


def scored(crm, ace, free_crm, free_ace):
    """Pairs that share a site or a word that few names have, with their scores."""
    theirs = keys(ace, free_ace)
    theirs = theirs[theirs.groupby("key")["key"].transform("size") <= joins.COMMON]
    pairs = keys(crm, free_crm).merge(theirs, on="key")[["place_x", "place_y"]].drop_duplicates()
    return joins.pair_score(side(crm), side(ace), pairs["place_x"].to_numpy(), pairs["place_y"].to_numpy())


def link(crm, ace):
    """A row per link: the places of both records, how they were found, and the score."""
    ids = joins.by_id(side(crm), side(ace))
    ranked = joins.one_to_one(*scored(crm, ace, free(crm, ids), free(ace, ids.values())))
    rows = [(one, other, "id", 1.0) for one, other in ids.items()]
    rows += [(one, other, "likeness", score) for score, one, other in ranked if score >= ENOUGH]
    return pd.DataFrame(rows, columns=["crm_place", "ace_place", "method", "score"])


def deals(crm, ace, links, as_of):
    """A row per deal of the CRM, with its opportunity beside it and what the checks ask for."""
    theirs = ace.add_prefix("ace_").iloc[links["ace_place"]].reset_index(drop=True)
    ours = crm.rename(columns={
        "id": "crm_id", "stage": "crm_stage", "close": "crm_close", "annual": "crm_annual", "other_id": "crm_ace_id",
    })
    table = ours.join(pd.concat([links, theirs], axis=1).set_index("crm_place"))
    words = table["title"] + " " + table["ace_title"].fillna("")
    table["is_migration"] = words.str.contains(checks.MIGRATION) & ~words.str.contains(checks.NO_MIGRATION)
    is_start = table["crm_stage"].eq("Closed Won") | table["crm_close"].gt(as_of)
    table["start"] = table["crm_close"].where(is_start)
    table["apply_by"] = table["start"] - pd.Timedelta(days=checks.LEAD_DAYS)
    table["arr"] = table["ace_annual"].where(table["ace_annual"] > 0).fillna(table["crm_annual"])
    return table


def masks(table, as_of):
    """By code: which deals fail the check."""
    lost, won = table["crm_stage"].eq("Closed Lost"), table["crm_stage"].eq("Closed Won")
    linked, live = table["ace_id"].notna(), table["is_migration"] & ~lost
    both = linked & live
    ace_lost, ace_open = table["ace_stage"].eq("Closed Lost"), ~table["ace_stage"].isin(["Launched", "Closed Lost"])
    ours, theirs = table["crm_annual"], table["ace_annual"]
    apart = (ours - theirs).abs() / np.maximum(ours, theirs)
    no_reference = table["crm_ace_id"].eq("") & table["ace_other_id"].eq("")
    disagrees = (lost & ~ace_lost) | (won & table["ace_stage"].isin(checks.BEFORE_COMMITTED)) | (~lost & ~won & ace_lost)
    closing = (table["apply_by"] >= as_of) & (table["apply_by"] <= as_of + pd.Timedelta(days=checks.CLOSING_DAYS))
    return {
        "ATT001": live & ~linked,
        "ATT014": both & no_reference,
        "ATT016": linked & disagrees,
        "ATT018": both & ace_open & table["ace_close"].lt(as_of),
        "ARR001": live & ours.isna() & theirs.isna(),
        "ARR002": both & ours.notna() & theirs.isna(),
        "ARR004": both & apart.gt(checks.ARR_TOLERANCE),
        "TIM002": live & closing,
        "TIM004": both & table["ace_created"].gt(table["start"]),
        "TIM005": live & table["start"].isna(),
        "TIM008": live & table["start"].le(as_of),
    }


def duplicates(ace):
    """Open opportunities whose customer has an earlier open one of the same title."""
    opened = ace[~ace["stage"].isin(["Launched", "Closed Lost"]) & ace["title"].ne("") & ace["name"].ne("")]
    copies = opened[opened.assign(title=opened["title"].str.lower()).duplicated(["name", "title"])]
    return copies.rename(columns={"id": "ace_id"}).assign(ace_title=copies["title"], arr=copies["annual"])


def findings(table, ace, as_of):
    failing = {code: table[mask] for code, mask in masks(table, as_of).items()} | {"ATT010": duplicates(ace)}
    parts = []
    for code, rows in failing.items():
        name, severity, fix_in, fix, ours, theirs = checks.CHECKS[code]
        card = dict(code=code, name=name, severity=severity, fix_in=fix_in, fix=fix)
        values = {"crm_value": rows[ours].astype(object), "ace_value": rows[theirs].astype(object)}
        parts.append(rows.assign(**card, **values).reindex(columns=list(checks.FINDINGS)))
    return pd.concat([part for part in parts if len(part)]).sort_values(["code", "crm_id"], kind="stable")


def summary(found):
    totals = found.groupby(["code", "name", "severity"], as_index=False).agg(findings=("code", "size"), arr=("arr", "sum"))
    return totals.sort_values("findings", ascending=False)


def write_sheet(book, name, table, headers):
    """A sheet with a frozen, coloured header row, filters, and formats by column."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(table) + 1}"
    for place, column in enumerate(headers, 1):
        sheet.column_dimensions[get_column_letter(place)].width = checks.WIDTHS.get(column, 14)
    sheet.append([header_cell(sheet, header) for header in headers.values()])
    formats = [checks.DATE_FORMAT if column in checks.DATES else checks.MONEY_FORMAT if column in checks.MONEY else None for column in headers]
    rows = table[list(headers)].astype(object)
    for row in rows.where(rows.notna(), None).itertuples(index=False):
        sheet.append([value_cell(sheet, value, shown) for value, shown in zip(row, formats)])


def header_cell(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
    return cell


def value_cell(sheet, value, shown):
    # Bare values are cheaper than cells, so only what needs a format gets one.
    if isinstance(value, pd.Timestamp):
        value, shown = value.date(), checks.DATE_FORMAT
    if shown is None or value is None:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shown
    return cell


def main():
    crm_path, ace_path, folder, as_of = checks.arguments(sys.argv)
    as_of = pd.Timestamp(as_of)
    crm, ace = read_crm(crm_path), read_ace(ace_path)
    table = deals(crm, ace, link(crm, ace), as_of)
    found = findings(table, ace, as_of)
    codes = found[found["crm_id"].notna()].groupby("crm_id")["code"].agg(";".join)
    table["codes"] = table["crm_id"].map(codes)
    matches = table[table["ace_id"].notna()]
    book = Workbook(write_only=True)
    write_sheet(book, "Summary", summary(found), checks.SUMMARY)
    write_sheet(book, "Deals", table, checks.DEALS)
    write_sheet(book, "Findings", found, checks.FINDINGS)
    write_sheet(book, "Matches", matches, checks.MATCHES)
    book.save(f"{folder}/findings.xlsx")
    found.to_csv(f"{folder}/findings.csv", index=False)
    matches[list(checks.MATCHES)].to_csv(f"{folder}/matches.csv", index=False)


if __name__ == "__main__":
    main()
