"""What the analysts' programs share, whatever tables they use: links by id, how near two records are, one to one.

A side is a dictionary of numpy arrays, so that pandas, polars and DuckDB serve alike: id, other_id, name and domain
as text without forms and prefixes, title in lower case, close as days, annual as US dollars. `close` and `annual`
may be missing.
"""

import re

import numpy as np
from rapidfuzz import fuzz, process

# Legal forms, and the little that a company's name ends with besides. Read by the regular expressions of Python, of
# Rust (polars) and of RE2 (DuckDB).
FORMS = r"\b(inc|corp|corporation|company|co|llc|ltd|limited|plc|llp|pty|gmbh|ag|kg|se|sa|sas|sarl|nv|bv|srl|spa|sl|slu|ltda|ab|as|aps|kk|ooo|pao|ao|ood|eood|ad|group|holdings)\b"
# Sites that many customers name and none owns.
FREE = ["gmail.com", "hotmail.com", "yahoo.com", "gmx.de", "linkedin.com", "example.com", "none.com"]
# A word or a site that more opportunities have says too little to compare them all.
COMMON = 200


def by_id(crm, ace):
    """Places of the pairs that an id names, each record once."""
    places = {ace_id: place for place, ace_id in enumerate(ace["id"])}
    keys = {crm_id[:15]: place for place, crm_id in enumerate(crm["id"])}
    pairs, seen = {}, set()
    for place, text in enumerate(crm["other_id"]):
        digits = re.search(r"(\d{6,})\D*$", text)
        found = places.get("O" + digits.group(1)) if digits else None
        if found is not None and found not in seen:
            pairs[place] = found
            seen.add(found)
    for place, text in enumerate(ace["other_id"]):
        found = keys.get(text.rsplit("/", 1)[-1][:15])
        if found is not None and found not in pairs and place not in seen:
            pairs[found] = place
            seen.add(place)
    return pairs


def likeness(scorer, texts, others):
    """Of each text and the one beside it, 0 to 1; on every core."""
    return process.cpdist(texts, others, scorer=scorer, workers=-1) / 100


def deal_score(crm, ace, one, other):
    """Nearness of title, close date and amount of each pair, 0 to 1; what is missing counts half."""
    title = likeness(fuzz.token_set_ratio, crm["title"][one], ace["title"][other])
    days = np.abs((crm["close"][one] - ace["close"][other]) / np.timedelta64(1, "D"))
    date = np.where(np.isnan(days), 0.5, np.maximum(0, 1 - days / 180))
    amounts = crm["annual"][one], ace["annual"][other]
    amount = np.minimum(*amounts) / np.maximum(np.maximum(*amounts), 1)
    return 0.4 * title + 0.4 * date + 0.2 * np.where(np.isnan(amount), 0.5, amount)


def pair_score(crm, ace, one, other):
    """Score and places of those pairs of deal and opportunity whose customers are alike."""
    name = likeness(fuzz.token_sort_ratio, crm["name"][one], ace["name"][other])
    same = (crm["domain"][one] != "") & (crm["domain"][one] == ace["domain"][other])
    alike = same | (name >= 0.8)
    one, other, customer = one[alike], other[alike], np.maximum(name, 0.9 * same)[alike]
    return 0.5 * customer + 0.5 * deal_score(crm, ace, one, other), one, other


def one_to_one(scores, one, other):
    """The best pairs first, each record once: score, place of the deal, place of the opportunity."""
    taken_one, taken_other, ranked = set(), set(), []
    # Equal scores by place, so that two runs agree.
    for row in np.lexsort((other, one, -scores)):
        deal, opportunity = int(one[row]), int(other[row])
        if deal not in taken_one and opportunity not in taken_other:
            taken_one.add(deal)
            taken_other.add(opportunity)
            ranked.append((float(scores[row]), deal, opportunity))
    return ranked
