"""The same exports given to general tools: python other_tools.py FOLDER rapidfuzz|string_grouper|splink

FOLDER holds crm.csv, ace.csv and truth.csv of `cargo bench --bench linkage -- 20000 500 1 FOLDER`. Each tool gets
the ids as law (a pass before it), customers by its own means, and the nearest title, date and amount among a
customer's deals, linked one to one by its score. Printed: F1 over all deals and over those without a usable id, at
the best threshold of all, and the seconds. Versions: requirements.txt.
"""

import re
import sys
import time
from collections import defaultdict

import numpy as np
import pandas as pd


def read(folder):
    text = dict(dtype=str, keep_default_na=False)
    crm = pd.read_csv(f"{folder}/crm.csv", **text)
    ace = pd.read_csv(f"{folder}/ace.csv", **text)
    truth = pd.read_csv(f"{folder}/truth.csv", **text)
    crm["close"] = pd.to_datetime(crm["Close Date"], errors="coerce")
    ace["close"] = pd.to_datetime(ace["Target Close Date"], errors="coerce")
    arr = pd.to_numeric(crm["AWS ARR (USD)"], errors="coerce")
    mrr = pd.to_numeric(crm["AWS MRR (USD)"], errors="coerce")
    crm["annual"] = arr.fillna(12 * mrr)
    ace["annual"] = 12 * pd.to_numeric(ace["Estimated AWS Monthly Recurring Revenue"], errors="coerce")
    for side, name, site in ((crm, "Account Name", "Website"), (ace, "Customer Company Name", "Customer Website")):
        side["name"] = side[name].map(company)
        side["domain"] = side[site].map(domain)
    return crm, ace, truth


FORMS = re.compile(r"\b(inc|corp|corporation|company|co|llc|ltd|limited|plc|llp|pty|gmbh|ag|kg|se|sa|sas|sarl|nv|bv|srl|spa|sl|slu|ltda|ab|as|aps|kk|ooo|pao|ao|ood|eood|ad|group|holdings)\b")
FREE = {"gmail.com", "hotmail.com", "yahoo.com", "gmx.de", "linkedin.com", "example.com", "none.com"}


def company(text):
    text = re.sub(r"[^\w ]+", " ", text.lower())
    return " ".join(FORMS.sub(" ", text).split()) or text.strip()


def domain(text):
    host = re.sub(r"^.*://|^.*@", "", text.lower().strip()).split("/")[0]
    host = re.sub(r"^(www|shop)\.", "", host)
    return "" if host in FREE or "." not in host else host


def by_id(crm, ace):
    """Pairs that an id names, each record once."""
    places = {ace_id: place for place, ace_id in enumerate(ace["Opportunity id"])}
    keys = {crm_id[:15]: place for place, crm_id in enumerate(crm["Opportunity ID"])}
    pairs, seen = {}, set()
    for place, text in enumerate(crm["ACE Opportunity ID"]):
        digits = re.search(r"(\d{6,})\D*$", text)
        found = places.get("O" + digits.group(1)) if digits else None
        if found is not None and found not in seen:
            pairs[place] = found
            seen.add(found)
    for place, text in enumerate(ace["Partner CRM Unique Identifier"]):
        found = keys.get(text.rsplit("/", 1)[-1][:15])
        if found is not None and found not in pairs and place not in seen:
            pairs[found] = place
            seen.add(place)
    return pairs, seen


def deal_score(crm, ace, one, other):
    """Nearness of title, date and amount, 0 to 1."""
    from rapidfuzz import fuzz

    title = fuzz.token_set_ratio(crm["Opportunity Name"].iat[one].lower(), ace["Partner Project Title"].iat[other].lower()) / 100
    days = abs((crm["close"].iat[one] - ace["close"].iat[other]).days) if pd.notna(crm["close"].iat[one]) and pd.notna(ace["close"].iat[other]) else 90
    a, b = crm["annual"].iat[one], ace["annual"].iat[other]
    amount = 0.5 if np.isnan(a) or np.isnan(b) else min(a, b) / max(a, b, 1)
    return 0.4 * title + 0.4 * max(0.0, 1 - days / 180) + 0.2 * amount


def blocks(crm, ace, free_crm, free_ace):
    """Candidates that share a domain or a word that few names have."""
    where = defaultdict(list)
    for place in free_ace:
        for key in {("d", ace["domain"].iat[place])} | {("w", word) for word in ace["name"].iat[place].split()}:
            if key[1]:
                where[key].append(place)
    for place in free_crm:
        found = set()
        for key in {("d", crm["domain"].iat[place])} | {("w", word) for word in crm["name"].iat[place].split()}:
            if key[1] and len(where[key]) <= 200:
                found.update(where[key])
        yield place, found


def rapidfuzz_pairs(crm, ace, free_crm, free_ace):
    from rapidfuzz import fuzz

    for one, found in blocks(crm, ace, free_crm, free_ace):
        for other in found:
            name = fuzz.token_sort_ratio(crm["name"].iat[one], ace["name"].iat[other]) / 100
            same = crm["domain"].iat[one] and crm["domain"].iat[one] == ace["domain"].iat[other]
            if same or name >= 0.8:
                yield 0.5 * max(name, 0.9 if same else 0) + 0.5 * deal_score(crm, ace, one, other), one, other


def string_grouper_pairs(crm, ace, free_crm, free_ace):
    from string_grouper import match_strings

    left, right = crm["name"].iloc[free_crm], ace["name"].iloc[free_ace]
    left, right = left[left.str.len() > 2], right[right.str.len() > 2]
    names = match_strings(pd.Series(left.unique()), pd.Series(right.unique()), min_similarity=0.6, max_n_matches=50)
    of_crm, of_ace = defaultdict(list), defaultdict(list)
    for place, name in left.items():
        of_crm[name].append(place)
    for place, name in right.items():
        of_ace[name].append(place)
    columns = [column for column in names.columns if "index" not in column and column != "similarity"]
    for one_name, other_name, similarity in zip(names[columns[0]], names[columns[-1]], names["similarity"]):
        for one in of_crm[one_name]:
            for other in of_ace[other_name]:
                yield 0.5 * similarity + 0.5 * deal_score(crm, ace, one, other), one, other


def splink_pairs(crm, ace, free_crm, free_ace):
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def side(table, title, owner, places):
        rows = table.iloc[places]
        first = rows["name"].str.split().str[0]
        return pd.DataFrame({
            "unique_id": places, "name": rows["name"].replace("", None), "domain": rows["domain"].replace("", None),
            "first_word": first, "title": rows[title].str.lower().replace("", None), "owner": rows[owner].replace("", None),
            "close": rows["close"].dt.strftime("%Y-%m-%d"), "annual": rows["annual"].round().astype("Int64").astype(str).replace("<NA>", None),
        }).reset_index(drop=True)

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.85]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("domain").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("title", [0.95, 0.8]),
            cl.AbsoluteDateDifferenceAtThresholds("close", input_is_string=True, metrics=["day", "day", "day"], thresholds=[1, 30, 120]),
            cl.ExactMatch("annual"), cl.ExactMatch("owner"),
        ],
        blocking_rules_to_generate_predictions=[block_on("domain"), block_on("first_word")],
    )
    sides = [side(crm, "Opportunity Name", "Opportunity Owner", free_crm), side(ace, "Partner Project Title", "Opportunity Owner Name", free_ace)]
    database = DuckDBAPI()
    names = ["a_crm", "b_ace"]
    frames = [database.register(frame, dataset_display_name=name) for frame, name in zip(sides, names)]
    linker = Linker(frames, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("domain", "title")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("domain"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("title"))
    table = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    for one, other, score in zip(table["unique_id_l"], table["unique_id_r"], table["match_weight"]):
        yield score, int(one), int(other)


def main():
    folder, tool = sys.argv[1:3]
    crm, ace, truth = read(folder)
    start = time.perf_counter()
    links, seen = by_id(crm, ace)
    free_crm = [place for place in range(len(crm)) if place not in links]
    free_ace = [place for place in range(len(ace)) if place not in seen]
    taken_crm, taken_ace, ranked = set(), set(), []
    for score, one, other in sorted(globals()[f"{tool}_pairs"](crm, ace, free_crm, free_ace), reverse=True):
        if one not in taken_crm and other not in taken_ace:
            taken_crm.add(one)
            taken_ace.add(other)
            ranked.append((one, other))
    seconds = time.perf_counter() - start
    right = [set(text.split()) for text in truth["ace_ids"]]
    ids = list(ace["Opportunity id"])
    is_right = lambda one, other: ids[other] in right[one]
    without = (truth["has_usable_id"] == "no").tolist()
    present = sum(bool(one) for one in right)
    present_without = sum(bool(one) and free for one, free in zip(right, without))
    good = sum(is_right(one, other) for one, other in links.items())
    best_all, best_without, hits, hits_without, count_without = 0.0, 0.0, good, 0, 0
    for count, (one, other) in enumerate(ranked, 1):
        hits += is_right(one, other)
        best_all = max(best_all, 2 * hits / (len(links) + count + present))
        if without[one]:
            count_without += 1
            hits_without += is_right(one, other)
            best_without = max(best_without, 2 * hits_without / (count_without + present_without))
    print(f"{tool}: F1 all {best_all:.3f}, without id {best_without:.3f}, {seconds:.1f} s")


main()
