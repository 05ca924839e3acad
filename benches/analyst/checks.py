"""Twelve checks of mapaudit's catalogue that exports with these columns allow, and the sheets that show them.

The catalogue has more, but the exports of `cargo bench --bench linkage` name no APN program, no modified date, no
servers and no fund request. Each tool asks the questions in its own language; what is fixed stands here.
"""

import datetime

# The headers of the exports, and our names for them.
CRM_HEADERS = {
    "Opportunity ID": "id", "Opportunity Name": "title", "Account Name": "customer", "Website": "website",
    "Opportunity Owner": "owner", "Stage": "stage", "Close Date": "close", "Created Date": "created",
    "ACE Opportunity ID": "other_id", "AWS ARR (USD)": "arr", "AWS MRR (USD)": "mrr",
}
ACE_HEADERS = {
    "Opportunity id": "id", "Partner Project Title": "title", "Customer Company Name": "customer",
    "Customer Website": "website", "Opportunity Owner Name": "owner", "Stage": "stage", "Target Close Date": "close",
    "Created Date": "created", "Partner CRM Unique Identifier": "other_id",
    "Estimated AWS Monthly Recurring Revenue": "mrr",
}

# A migration by its words, and words that make it none; read by Python, Rust and RE2.
MIGRATION = r"(?i)migrat|lift (?:and|&) shift|re-?host|re-?platform|(?:data ?cent(?:er|re)|vmware) exit|mainframe modern|sap on aws|(?:servers?|vmware|nas) to (?:aws|ec2|fsx)"
NO_MIGRATION = r"(?i)e-?mail|office 365|m365|website"

# Days before the start by which to apply, and how long before that day it becomes urgent.
LEAD_DAYS, CLOSING_DAYS = 14, 30
# Stages in which an ACE opportunity is not yet won.
BEFORE_COMMITTED = ["Prospect", "Qualified", "Technical Validation", "Business Validation"]
ARR_TOLERANCE = 0.10

# By code: name, severity, where to mend it, what to do, and the columns of both sides that show it.
CHECKS = {
    "ATT001": ("not-in-ace", "high", "ACE", "Enter the deal in ACE.", "crm_stage", "ace_stage"),
    "ATT010": ("duplicate-ace-opportunity", "low", "ACE", "Close the copies in ACE.", "title", "ace_title"),
    "ATT014": ("cross-reference-missing", "low", "CRM", "Enter the ACE id in the CRM.", "crm_ace_id", "ace_id"),
    "ATT016": ("stage-disagrees", "medium", "ACE", "Set the stage that is true in both.", "crm_stage", "ace_stage"),
    "ATT018": ("close-date-passed", "medium", "ACE", "Move the target close date.", "crm_close", "ace_close"),
    "ARR001": ("arr-missing", "high", "ACE", "Enter the AWS revenue per month.", "crm_annual", "ace_annual"),
    "ARR002": ("arr-missing-in-ace", "high", "ACE", "Enter the AWS revenue per month.", "crm_annual", "ace_annual"),
    "ARR004": ("arr-disagrees", "medium", "ACE", "Correct the wrong one of the two.", "crm_annual", "ace_annual"),
    "TIM002": ("apply-by-soon", "high", "Partner Central", "Apply for MAP funding now.", "start", "ace_created"),
    "TIM004": ("ace-after-start", "high", "PDM", "Ask the PDM whether it still counts.", "start", "ace_created"),
    "TIM005": ("start-unknown", "medium", "CRM", "Enter the project start.", "crm_close", "ace_close"),
    "TIM008": ("probably-started-without-application", "high", "CRM", "Enter the project start.", "start", "ace_close"),
}

# Sheets, and in each the column and its header.
DEALS = {
    "crm_id": "CRM id", "ace_id": "ACE id", "customer": "Customer", "title": "Deal", "owner": "Owner",
    "is_migration": "Migration", "crm_stage": "CRM stage", "ace_stage": "ACE stage", "crm_close": "CRM close date",
    "ace_close": "ACE close date", "ace_created": "Entered in ACE", "start": "Start", "apply_by": "Apply by",
    "crm_annual": "ARR, CRM", "ace_annual": "ARR, ACE", "arr": "ARR used", "codes": "Findings",
}
FINDINGS = {
    "code": "Code", "name": "Finding", "severity": "Severity", "crm_id": "CRM id", "ace_id": "ACE id",
    "customer": "Customer", "title": "Deal", "owner": "Owner", "crm_value": "In the CRM", "ace_value": "In ACE",
    "fix": "What to do", "fix_in": "Where", "arr": "ARR used",
}
MATCHES = {
    "crm_id": "CRM id", "ace_id": "ACE id", "method": "Linked by", "score": "Score", "customer": "Customer, CRM",
    "ace_customer": "Customer, ACE", "title": "Deal", "ace_title": "Project title", "crm_close": "CRM close date",
    "ace_close": "ACE close date", "crm_annual": "ARR, CRM", "ace_annual": "ARR, ACE",
}
SUMMARY = {"code": "Code", "name": "Finding", "severity": "Severity", "findings": "Findings", "arr": "ARR concerned"}

DATES = {"crm_close", "ace_close", "ace_created", "start", "apply_by"}
MONEY = {"crm_annual", "ace_annual", "arr"}
DATE_FORMAT, MONEY_FORMAT = "yyyy-mm-dd", "#,##0"
WIDTHS = {"customer": 30, "ace_customer": 30, "title": 40, "ace_title": 40, "fix": 34, "name": 34, "codes": 30}


def arguments(argv):
    """The two exports, the folder to write into, and the day the audit speaks for."""
    crm, ace, folder, as_of = argv[1:]
    return crm, ace, folder, datetime.date.fromisoformat(as_of)
