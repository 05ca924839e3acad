"""The audit as somebody writes it who knows polars, rapidfuzz and XlsxWriter.

    python polars_xlsxwriter.py CRM.csv ACE.csv FOLDER 2026-10-01

Writes findings.xlsx, findings.csv and matches.csv into the folder. Choices: expressions throughout, no Python per row;
candidates by a join on shared words and sites, scored all at once by rapidfuzz's C++ on every core; the sheets by
`write_excel`, as Excel tables.
"""

import sys

import polars as pl
from polars import col
from xlsxwriter import Workbook

import checks
import joins

# The score from which pairs are held to be the same: the best of those tried against the truth (other_tools.py).
ENOUGH = 0.74
FROZEN = ["Launched", "Closed Lost"]


def company(column):
    bare = col(column).str.to_lowercase().str.replace_all(r"[^\w ]+", " ")
    name = bare.str.replace_all(joins.FORMS, " ").str.replace_all(" +", " ").str.strip_chars()
    return pl.when(name != "").then(name).otherwise(bare.str.strip_chars())


def domain(column):
    host = col(column).str.to_lowercase().str.strip_chars().str.replace(r"^.*(://|@)", "")
    host = host.str.split("/").list.first().str.replace(r"^(www|shop)\.", "")
    return pl.when(host.is_in(joins.FREE) | ~host.str.contains(".", literal=True)).then(pl.lit("")).otherwise(host)


def read(path, columns):
    """An export under our names, with what the joins ask for."""
    table = pl.read_csv(path, infer_schema=False).rename(columns).with_columns(col(pl.String).fill_null(""))
    return table.with_columns(
        company("customer").alias("name"), domain("website").alias("domain"),
        col("close", "created").str.to_date("%Y-%m-%d", strict=False),
        col("^arr|mrr$").cast(pl.Float64, strict=False),
    )


def read_crm(path):
    crm = read(path, checks.CRM_HEADERS)
    return crm.with_columns(pl.coalesce("arr", 12 * col("mrr")).alias("annual"))


def read_ace(path):
    ace = read(path, checks.ACE_HEADERS)
    return ace.with_columns((12 * col("mrr")).alias("annual"))


def side(table):
    lower = table.with_columns(col("title").str.to_lowercase())
    return {name: lower[name].to_numpy() for name in ("id", "other_id", "name", "domain", "title", "close", "annual")}


def keys(table, taken):
    """By place: its site, and the words of the customer's name."""
    free = table.with_row_index("place").filter(~col("place").is_in(taken))
    words = free.select("place", col("name").str.split(" ").alias("key")).explode("key")
    sites = free.select("place", (pl.lit("@") + col("domain")).alias("key"))
    return pl.concat([words, sites]).filter(~col("key").is_in(["", "@"])).unique()


def scored(crm, ace, ids):
    """Pairs that share a site or a word that few names have, with their scores."""
    theirs = keys(ace, list(ids.values())).filter(pl.len().over("key") <= joins.COMMON)
    pairs = keys(crm, list(ids)).join(theirs, on="key").select("place", "place_right").unique()
    return joins.pair_score(side(crm), side(ace), pairs["place"].to_numpy(), pairs["place_right"].to_numpy())


def link(crm, ace):
    """A row per link: the places of both records, how they were found, and the score."""
    ids = joins.by_id(side(crm), side(ace))
    ranked = joins.one_to_one(*scored(crm, ace, ids))
    rows = [(one, other, "id", 1.0) for one, other in ids.items()]
    rows += [(one, other, "likeness", score) for score, one, other in ranked if score >= ENOUGH]
    types = {"crm_place": pl.UInt32, "ace_place": pl.UInt32, "method": pl.String, "score": pl.Float64}
    return pl.DataFrame(rows, schema=types, orient="row")


def deals(crm, ace, links, as_of):
    """A row per deal of the CRM, with its opportunity beside it and what the checks ask for."""
    theirs = ace.select(pl.all().name.prefix("ace_")).with_row_index("ace_place")
    ours = crm.with_row_index("crm_place").rename({
        "id": "crm_id", "stage": "crm_stage", "close": "crm_close", "annual": "crm_annual", "other_id": "crm_ace_id",
    })
    table = ours.join(links, on="crm_place", how="left").join(theirs, on="ace_place", how="left")
    words = pl.concat_str("title", "ace_title", separator=" ", ignore_nulls=True)
    is_start = (col("crm_stage") == "Closed Won") | (col("crm_close") > as_of)
    return table.sort("crm_place").with_columns(
        (words.str.contains(checks.MIGRATION) & ~words.str.contains(checks.NO_MIGRATION)).alias("is_migration"),
        pl.when(is_start).then("crm_close").alias("start"),
        pl.coalesce(pl.when(col("ace_annual") > 0).then("ace_annual"), "crm_annual").alias("arr"),
    ).with_columns(col("start").dt.offset_by(f"-{checks.LEAD_DAYS}d").alias("apply_by"))


def failing(as_of):
    """By code: which deals fail the check."""
    lost, won = col("crm_stage") == "Closed Lost", col("crm_stage") == "Closed Won"
    linked, live = col("ace_id").is_not_null(), col("is_migration") & ~lost
    both = linked & live
    ace_lost, ace_open = col("ace_stage") == "Closed Lost", ~col("ace_stage").is_in(FROZEN)
    ours, theirs = col("crm_annual"), col("ace_annual")
    apart = (ours - theirs).abs() / pl.max_horizontal(ours, theirs)
    disagrees = (lost & ~ace_lost) | (won & col("ace_stage").is_in(checks.BEFORE_COMMITTED)) | (~lost & ~won & ace_lost)
    return {
        "ATT001": live & ~linked,
        "ATT014": both & (col("crm_ace_id") == "") & (col("ace_other_id") == ""),
        "ATT016": linked & disagrees,
        "ATT018": both & ace_open & (col("ace_close") < as_of),
        "ARR001": live & ours.is_null() & theirs.is_null(),
        "ARR002": both & ours.is_not_null() & theirs.is_null(),
        "ARR004": both & (apart > checks.ARR_TOLERANCE),
        "TIM002": live & (col("apply_by") - pl.lit(as_of)).dt.total_days().is_between(0, checks.CLOSING_DAYS),
        "TIM004": both & (col("ace_created") > col("start")),
        "TIM005": live & col("start").is_null(),
        "TIM008": live & (col("start") <= as_of),
    }


def duplicates(ace):
    """Open opportunities whose customer has an earlier open one of the same title."""
    opened = ace.filter(~col("stage").is_in(FROZEN), col("title") != "", col("name") != "")
    copies = opened.filter(~pl.struct("name", col("title").str.to_lowercase()).is_first_distinct())
    return copies.rename({"id": "ace_id"}).with_columns(col("title").alias("ace_title"), col("annual").alias("arr"), pl.lit(None, pl.String).alias("crm_id"))


def findings(table, ace, as_of):
    rows = {code: table.filter(fails) for code, fails in failing(as_of).items()} | {"ATT010": duplicates(ace)}
    parts = []
    for code, part in rows.items():
        name, severity, fix_in, fix, ours, theirs = checks.CHECKS[code]
        card = dict(code=code, name=name, severity=severity, fix_in=fix_in, fix=fix)
        values = col(ours).cast(pl.String).alias("crm_value"), col(theirs).cast(pl.String).alias("ace_value")
        parts.append(part.with_columns(*values).with_columns(**{key: pl.lit(text) for key, text in card.items()}).select(*checks.FINDINGS))
    return pl.concat(parts).sort("code", "crm_id", maintain_order=True)


def summary(found):
    totals = found.group_by("code", "name", "severity").agg(pl.len().alias("findings"), col("arr").sum())
    return totals.sort("findings", "code", descending=[True, False])


def write_sheet(book, name, table, headers):
    """A sheet that holds one Excel table: frozen header row, filters, formats by column."""
    formats = {headers[column]: checks.MONEY_FORMAT for column in headers if column in checks.MONEY}
    table.select(*headers).rename(headers).write_excel(
        book, name, table_name=name, freeze_panes=(1, 0), column_formats=formats, dtype_formats={pl.Date: checks.DATE_FORMAT},
        header_format={"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"},
        column_widths={headers[column]: 7 * checks.WIDTHS.get(column, 14) for column in headers},
    )


def main():
    crm_path, ace_path, folder, as_of = checks.arguments(sys.argv)
    crm, ace = read_crm(crm_path), read_ace(ace_path)
    table = deals(crm, ace, link(crm, ace), as_of)
    found = findings(table, ace, as_of)
    codes = found.filter(col("crm_id").is_not_null()).group_by("crm_id").agg(col("code").str.join(";").alias("codes"))
    table = table.join(codes, on="crm_id", how="left", maintain_order="left")
    matches = table.filter(col("ace_id").is_not_null())
    with Workbook(f"{folder}/findings.xlsx") as book:
        write_sheet(book, "Summary", summary(found), checks.SUMMARY)
        write_sheet(book, "Deals", table, checks.DEALS)
        write_sheet(book, "Findings", found, checks.FINDINGS)
        write_sheet(book, "Matches", matches, checks.MATCHES)
    found.write_csv(f"{folder}/findings.csv")
    matches.select(*checks.MATCHES).write_csv(f"{folder}/matches.csv")


if __name__ == "__main__":
    main()
