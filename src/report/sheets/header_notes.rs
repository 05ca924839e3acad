//! What the headers of the sheets mean, shown when the mouse rests on one. Headers that say all themselves have no note.

/// A header and its note.
pub(super) type HeaderNote = (&'static str, &'static str);

/// Of Deals.
pub(super) const OF_DEALS: &[HeaderNote] = &[
    (
        "Deal id",
        "Stays the same from run to run as long as the deal keeps its id in the CRM, or else in ACE.",
    ),
    (
        "State",
        "Against the previous run: New, Still open, Changed, Reopened, Resolved, Waived, or Clean, which never had an open finding.",
    ),
    (
        "Window",
        "Urgency, and only that: the most urgent phase that still needs an application. Blank: none does.",
    ),
    (
        "Severity",
        "The worst among the open findings. It is a property of the rules and never moves with the calendar.",
    ),
    ("Customer", "The CRM's name. A note on the cell gives ACE's where it is another."),
    ("ACE id", "Blank: not in ACE. Ambiguous: a person has to decide, on the sheet Matches."),
    (
        "Verdict",
        "A screening of your own data, never a decision by AWS. A note on the cell names what is missing.",
    ),
    (
        "Outcome",
        "What became of the money. Every deal is in exactly one bucket, so its ARR is counted once.",
    ),
    ("Assess", "The state of the phase. About explains the words."),
    (
        "Application",
        "The furthest fund request in AWS's words, with its phases if it is not for all. No data: nothing that was given tells of requests.",
    ),
    (
        "Main reason",
        "The first blocker on the way to the money: later ones count only once it is gone.",
    ),
    ("Next phase", "The phase that Planned start, Apply by and Days left speak of."),
    (
        "Planned start",
        "Blank: not known. Then the window is Unknown, or Closed by ACE's migration phase, but never Open.",
    ),
    (
        "Start basis",
        "What the start was read from, firmest first: start of the fund request, phase date, project start, SOW, close date. The last two are weak.",
    ),
    ("Apply by", "Planned start less the lead days on Assumptions."),
    ("Days left", "From the as-of date on Assumptions to Apply by. Below zero the day has passed."),
    (
        "AWS ARR",
        "Annual AWS revenue in US dollars. It may be added up, and so may what is requested and estimated. Blank: not known, never zero.",
    ),
    ("ARR basis", "Where the figure comes from. ACE holds a monthly one, taken twelve times."),
    (
        "Rate basis",
        "The phases that have a rate on Assumptions: A is Assess, Mob Mobilize, Mig Migrate.",
    ),
    (
        "Est. low",
        "Can still be had or is applied for, by your own low rates. Blank: no rate is set.",
    ),
    (
        "Est. base",
        "Can still be had or is applied for, by your own base rates. Blank: no rate is set.",
    ),
    (
        "Est. high",
        "Can still be had or is applied for, by your own high rates. Blank: no rate is set.",
    ),
    ("Est. lost", "By your base rates, for phases that are Closed or Lapsed."),
    ("Est. captured", "By your base rates, for phases that are Approved or Claimed."),
    (
        "Requested (USD)",
        "What the deal's live requests for MAP money ask for; without one, those being prepared, or else those that came to nothing. Blank: no amount is known.",
    ),
    ("Requested undecided (USD)", "Of the requests that AWS has yet to decide on."),
    ("Requested granted (USD)", "Of the requests that are approved or claimed."),
    ("PDM informed", "From the CRM, or from PDM told on of the last run."),
    ("Findings", "The codes of the open findings, four at most: the sheet Findings has all."),
    (
        "Funnel step",
        "How far the deal has come, each step only after all before it. About lists the steps.",
    ),
    ("PDM told on", "The next run takes it for the CRM's blank date."),
    (
        "Waive until",
        "With Accept loss or Not eligible and a note: every finding of the deal is accepted until that day.",
    ),
];

/// Of Evidence.
pub(super) const OF_EVIDENCE: &[HeaderNote] = &[
    (
        "Match",
        "Auto, Confirmed by a person, Review: to be decided on Matches, CRM only, or ACE only.",
    ),
    ("Match confidence", "The probability that both are the same business, from 0 to 1."),
    (
        "In ACE",
        "✓ met, ✗ not met, ? the field is empty, – the file has no such column or it does not matter here.",
    ),
    ("Differs", "The fields on which the systems disagree. Their cells are bold on both sides."),
    ("ACE MRR × 12 (USD)", "ACE holds a monthly figure."),
    ("First seen", "The day of the first run that saw the deal."),
    ("Last changed", "The day of the last run that found it different. Blank: none did."),
    (
        "Fingerprint",
        "The whole of the deal's id: decisions files and programs know the deal by it.",
    ),
];

/// Of Findings.
pub(super) const OF_FINDINGS: &[HeaderNote] = &[
    (
        "Finding",
        "Made of deal, rule, phase and field, never of values: it stays the same from run to run. Waivers name it.",
    ),
    (
        "State",
        "Against the previous run. Done in Status is a claim: if the finding is still there, it stays open.",
    ),
    ("Code", "Leads to what About says of the rule."),
    ("Severity", "A property of the rule. It never moves with the calendar."),
    ("Window", "Of the phase that the finding is about, else of the deal."),
    (
        "Confidence",
        "High: nothing it rests on is in doubt. Medium: one thing is. Low: more. Doubtful are a link by content alone, an undecided match, an unclear migration, and a start that is only inferred.",
    ),
    ("Likely cause", "Only where the exports show one."),
    ("Deal ARR (do not sum)", "A deal may have several findings. Add up AWS ARR on Deals instead."),
    ("Runs", "How many runs have found it."),
    (
        "Status",
        "False positive and Won't fix need a note. To be rid of a finding, waive it in mapaudit.toml or on Deals.",
    ),
];

/// Of Matches.
pub(super) const OF_MATCHES: &[HeaderNote] = &[
    (
        "Zone",
        "Review: decide. Unmatched: nothing in the other system fits. Auto: acted on. Rejected: a person said Different.",
    ),
    (
        "CRM id",
        "Of an unmatched opportunity: enter the deal's id here if you know it, and decide Same.",
    ),
    (
        "ACE id",
        "Of an unmatched deal: enter the opportunity's id here if you know it, and decide Same.",
    ),
    ("Score", "The probability that both are the same business, from 0 to 1."),
    ("Runner-up", "The next best opportunity for the deal."),
    ("Decision", "Same and Different win over the matcher from the next run on."),
];

/// Of Changes.
pub(super) const OF_CHANGES: &[HeaderNote] = &[
    ("About", "The deal itself, a finding's code, a pair, or a rule."),
    (
        "Now",
        "Resolved: not found any more. Overtaken: not found any more because its deadline has passed, not because anybody mended it. Not judged: this run lacks what the last one judged it by.",
    ),
    (
        "Money effect (USD ARR)",
        "By how much the ARR that is recoverable, in flight or captured grew, or shrank (below zero). On rows of deals only: the sum is the difference of these three totals from the previous run.",
    ),
    (
        "Because",
        "Changes that the rules brought stand last and apart: a new rule is no worse quarter.",
    ),
    (
        "Notes",
        "What people wrote on a row that is gone. Shown for four runs; the decisions file keeps it for longer.",
    ),
];

/// Of Data problems.
pub(super) const OF_DATA_PROBLEMS: &[HeaderNote] = &[
    ("Row", "As its owner sees it: the row of the sheet, or the line of the text file."),
    ("What we did", "A row that is set aside takes no part in the audit. A repaired cell does."),
];
