//! `[screening]`: the thresholds of screening.

use super::{Key, amount, days, put, share, whole};
use crate::domain::Decimal;

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "screening.lead_days",
        about: "Apply at least this many days before the work starts.",
        example: "14",
        allowed: "a whole number of days from 0 to 365",
        source: "AWS: on resubmission the start must be at least 14 days ahead",
        read: |config, value| put(&mut config.screening.lead_days, days(value)),
        show: |config| config.screening.lead_days.to_string(),
    },
    Key {
        name: "screening.closing_days",
        about: "A window is closing when the last day to apply is at most this many days away.",
        example: "30",
        allowed: "a whole number of days from 0 to 365",
        source: "our choice",
        read: |config, value| put(&mut config.screening.closing_days, days(value)),
        show: |config| config.screening.closing_days.to_string(),
    },
    Key {
        name: "screening.min_servers",
        about: "Servers or VMs from which on a migration is large enough for MAP.",
        example: "50",
        allowed: "a whole number from 1 to 100000",
        source: "guide: 50+ servers",
        read: |config, value| put(&mut config.screening.min_servers, whole(value, 1, 100_000)),
        show: |config| config.screening.min_servers.to_string(),
    },
    Key {
        name: "screening.arr_floor_usd",
        about: "AWS revenue a year from which on a migration is large enough, however few its servers.",
        example: "100000",
        allowed: "US dollars of ARR above 0 and up to 1000000000000",
        source: "public figures disagree, ask your PDM",
        read: |config, value| {
            let floor = amount(value).filter(|floor| *floor > Decimal::ZERO);
            put(&mut config.screening.arr_floor_usd, floor.map(Some))
        },
        show: |config| {
            config.screening.arr_floor_usd.map(|floor| floor.to_string()).unwrap_or_default()
        },
    },
    Key {
        name: "screening.arr_tolerance",
        about: "Share of the larger figure by which ARR in the CRM and 12 x MRR in ACE may differ.",
        example: "0.1",
        allowed: "a share from 0 to 1, as 0.10",
        source: "our choice",
        read: |config, value| put(&mut config.screening.arr_tolerance, share(value)),
        show: |config| config.screening.arr_tolerance.normalize().to_string(),
    },
    Key {
        name: "screening.unit_tolerance",
        about: "The same when the two are compared with a factor of 12 between them.",
        example: "0.05",
        allowed: "a share from 0 to 1, as 0.05",
        source: "our choice",
        read: |config, value| put(&mut config.screening.unit_tolerance, share(value)),
        show: |config| config.screening.unit_tolerance.normalize().to_string(),
    },
    Key {
        name: "screening.placeholder_max_usd",
        about: "Monthly AWS revenue up to this is a placeholder, not a figure.",
        example: "10",
        allowed: "US dollars a month from 0 to 1000000000000",
        source: "our choice",
        read: |config, value| put(&mut config.screening.placeholder_max_usd, amount(value)),
        show: |config| config.screening.placeholder_max_usd.normalize().to_string(),
    },
    Key {
        name: "screening.placeholder_repeats",
        about: "So is an amount that stands on at least this many ACE opportunities ...",
        example: "5",
        allowed: "a whole number from 2 to 100000",
        source: "our choice",
        read: |config, value| {
            let repeats =
                whole(value, 2, 100_000).and_then(|repeats| usize::try_from(repeats).ok());
            put(&mut config.screening.placeholder_repeats, repeats)
        },
        show: |config| config.screening.placeholder_repeats.to_string(),
    },
    Key {
        name: "screening.placeholder_share",
        about: "... and on at least this share of them.",
        example: "0.1",
        allowed: "a share from 0 to 1, as 0.10",
        source: "our choice",
        read: |config, value| put(&mut config.screening.placeholder_share, share(value)),
        show: |config| config.screening.placeholder_share.normalize().to_string(),
    },
];
