"""How well general tools link the same exports: python other_tools.py FOLDER rapidfuzz|string_grouper|splink

FOLDER holds crm.csv, ace.csv and truth.csv of `cargo bench --bench linkage -- 20000 500 1 FOLDER`. Each tool gets
the ids as law (a pass before it), customers by its own means, and the nearest title, date and amount among a
customer's deals, linked one to one by its score. Printed: F1 over all deals and over those without a usable id, at
the best threshold of all, that threshold, and the seconds. Versions: ../requirements.txt.
"""

import csv
import sys
import time

import duckdb
import pandas as pd

import duckdb_splink
import joins
import pandas_openpyxl


def rapidfuzz_pairs(folder):
    crm, ace = pandas_openpyxl.read_crm(f"{folder}/crm.csv"), pandas_openpyxl.read_ace(f"{folder}/ace.csv")
    ids = joins.by_id(pandas_openpyxl.side(crm), pandas_openpyxl.side(ace))
    free_crm, free_ace = pandas_openpyxl.free(crm, ids), pandas_openpyxl.free(ace, ids.values())
    return ids, pandas_openpyxl.scored(crm, ace, free_crm, free_ace)


def string_grouper_pairs(folder):
    from string_grouper import match_strings

    crm, ace = pandas_openpyxl.read_crm(f"{folder}/crm.csv"), pandas_openpyxl.read_ace(f"{folder}/ace.csv")
    ids = joins.by_id(pandas_openpyxl.side(crm), pandas_openpyxl.side(ace))
    left = crm["name"].iloc[pandas_openpyxl.free(crm, ids)]
    right = ace["name"].iloc[pandas_openpyxl.free(ace, ids.values())]
    left, right = left[left.str.len() > 2], right[right.str.len() > 2]
    names = match_strings(pd.Series(left.unique()), pd.Series(right.unique()), min_similarity=0.6, max_n_matches=50)
    columns = [column for column in names.columns if "index" not in column and column != "similarity"]
    names = names.rename(columns={columns[0]: "left", columns[-1]: "right"})
    sides = [pd.DataFrame({name: part.to_numpy(), "place": part.index}) for name, part in (("left", left), ("right", right))]
    pairs = names.merge(sides[0], on="left").merge(sides[1], on="right")
    one, other = pairs["place_x"].to_numpy(), pairs["place_y"].to_numpy()
    near = joins.deal_score(pandas_openpyxl.side(crm), pandas_openpyxl.side(ace), one, other)
    return ids, (0.5 * pairs["similarity"].to_numpy() + 0.5 * near, one, other)


def splink_pairs(folder):
    base = duckdb.connect()
    duckdb_splink.read_both(base, f"{folder}/crm.csv", f"{folder}/ace.csv")
    ids = duckdb_splink.ids(base)
    duckdb_splink.free_records(base, "crm", list(ids))
    duckdb_splink.free_records(base, "ace", list(ids.values()))
    return ids, duckdb_splink.scored(base)


def best_f1(ids, ranked, present, is_right):
    """The largest F1 over every threshold, and the score it is reached at."""
    right, best = sum(is_right(one, other) for one, other in ids), (0.0, None)
    for count, (score, one, other) in enumerate(ranked, 1):
        right += is_right(one, other)
        best = max(best, (2 * right / (len(ids) + count + present), score))
    return best


def main():
    folder, tool = sys.argv[1:3]
    start = time.perf_counter()
    ids, pairs = globals()[f"{tool}_pairs"](folder)
    ranked = joins.one_to_one(*pairs)
    seconds = time.perf_counter() - start
    with open(f"{folder}/truth.csv", newline="") as file:
        truth = list(csv.DictReader(file))
    with open(f"{folder}/ace.csv", newline="") as file:
        ace_ids = [row["Opportunity id"] for row in csv.DictReader(file)]
    right = [set(row["ace_ids"].split()) for row in truth]
    without = [row["has_usable_id"] == "no" for row in truth]
    is_right = lambda one, other: ace_ids[other] in right[one]
    every, enough = best_f1(list(ids.items()), ranked, sum(map(bool, right)), is_right)
    no_id = [(score, one, other) for score, one, other in ranked if without[one]]
    free, _ = best_f1([], no_id, sum(bool(one) and no for one, no in zip(right, without)), is_right)
    print(f"{tool}: F1 all {every:.3f} (from a score of {enough:.3f}), without id {free:.3f}, {seconds:.1f} s")


main()
