//! `[rules]`: the thresholds of the rules.

use super::{Key, date, days, put};

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "rules.stale_days",
        about: "An open ACE opportunity is stale when nobody changed it for more than this many days.",
        example: "30",
        allowed: "a whole number of days from 0 to 365",
        source: "our choice",
        read: |config, value| put(&mut config.rules.stale_days, days(value)),
        show: |config| config.rules.stale_days.to_string(),
    },
    Key {
        name: "rules.follow_up_business_days",
        about: "Ask AWS about a fund request that is undecided for more than this many business days.",
        example: "5",
        allowed: "a whole number of days from 0 to 365",
        source: "guide: follow up after 5 to 7 business days",
        read: |config, value| put(&mut config.rules.follow_up_business_days, days(value)),
        show: |config| config.rules.follow_up_business_days.to_string(),
    },
    Key {
        name: "rules.holidays",
        about: "Days that are no business days, besides Saturdays and Sundays.",
        example: "[2026-12-25, 2027-01-01]",
        allowed: "a list of days, as [2026-12-25, 2027-01-01]",
        source: "",
        read: |config, value| {
            let days = value
                .as_array()
                .and_then(|list| list.iter().map(|item| date(item.get_ref())).collect());
            put(&mut config.rules.holidays, days)
        },
        show: |config| {
            let days: Vec<String> = config.rules.holidays.iter().map(ToString::to_string).collect();
            days.join(", ")
        },
    },
    Key {
        name: "rules.claim_days",
        about: "Days after the end of the work within which to claim, where the fund request names no day.",
        example: "30",
        allowed: "a whole number of days from 0 to 365",
        source: "AWS: requests expire 30 days after the delivery end date",
        read: |config, value| put(&mut config.rules.claim_days, days(value)),
        show: |config| config.rules.claim_days.to_string(),
    },
    Key {
        name: "rules.claim_warning_days",
        about: "Warn of a claim this many days before it is due.",
        example: "30",
        allowed: "a whole number of days from 0 to 365",
        source: "our choice",
        read: |config, value| put(&mut config.rules.claim_warning_days, days(value)),
        show: |config| config.rules.claim_warning_days.to_string(),
    },
];
