//! The keys of `mapaudit.toml`: each with what is allowed, where its default comes from, and how it is
//! read and shown.

use toml::de::DeValue;

use super::Config;
use crate::domain::{Currency, Decimal, Tier};

/// One key of the configuration.
pub(super) struct Key {
    /// Section and name: `screening.lead_days`.
    pub(super) name: &'static str,
    /// What a value may be; completes "must be …".
    pub(super) allowed: &'static str,
    /// Where the default comes from.
    pub(super) source: &'static str,
    /// Takes the value over; `false` if it is not allowed.
    pub(super) read: fn(&mut Config, &DeValue) -> bool,
    /// The value in force, as text.
    pub(super) show: fn(&Config) -> String,
}

/// Every key, in the order in which they are documented.
pub(super) static KEYS: &[Key] = &[
    Key {
        name: "date_order",
        allowed: "a list of texts as for --date-order: [\"dmy\"] or [\"ace.csv:mdy\"]",
        source: "read from the dates themselves",
        read: |config, value| put(&mut config.date_orders, texts(value)),
        show: |config| config.date_orders.join(", "),
    },
    Key {
        name: "profiles",
        allowed: "a list of files that describe layouts, as [\"my-crm.toml\"]",
        source: "those that mapaudit knows",
        read: |config, value| put(&mut config.profile_paths, texts(value)),
        show: |config| config.profile_paths.join(", "),
    },
    Key {
        name: "default_currency",
        allowed: "a currency code of three letters, as \"USD\"",
        source: "ACE states AWS revenue in US dollars",
        read: |config, value| {
            put(&mut config.normalise.default_currency, value.as_str().and_then(Currency::new))
        },
        show: |config| config.normalise.default_currency.to_string(),
    },
    Key {
        name: "partner.name",
        allowed: "a text",
        source: "",
        read: |config, value| {
            put(
                &mut config.screening.partner.name,
                value.as_str().map(|name| Some(name.to_owned())),
            )
        },
        show: |config| config.screening.partner.name.clone().unwrap_or_default(),
    },
    Key {
        name: "partner.tier",
        allowed: "\"registered\", \"select\", \"advanced\" or \"premier\"",
        source: "guide: Select tier or above",
        read: |config, value| {
            put(&mut config.screening.partner.tier, value.as_str().and_then(tier).map(Some))
        },
        show: |config| {
            config.screening.partner.tier.map(|tier| tier.label().to_owned()).unwrap_or_default()
        },
    },
    Key {
        name: "screening.lead_days",
        allowed: "a whole number of days from 0 to 365",
        source: "AWS: on resubmission the start must be at least 14 days ahead",
        read: |config, value| put(&mut config.screening.lead_days, days(value)),
        show: |config| config.screening.lead_days.to_string(),
    },
    Key {
        name: "screening.closing_days",
        allowed: "a whole number of days from 0 to 365",
        source: "our choice",
        read: |config, value| put(&mut config.screening.closing_days, days(value)),
        show: |config| config.screening.closing_days.to_string(),
    },
    Key {
        name: "screening.min_servers",
        allowed: "a whole number from 1 to 100000",
        source: "guide: 50+ servers",
        read: |config, value| put(&mut config.screening.min_servers, whole(value, 1, 100_000)),
        show: |config| config.screening.min_servers.to_string(),
    },
    Key {
        name: "screening.arr_floor_usd",
        allowed: "US dollars of ARR above 0",
        source: "none: public figures disagree, ask your PDM",
        read: |config, value| {
            let floor = decimal(value).filter(|floor| *floor > Decimal::ZERO);
            put(&mut config.screening.arr_floor_usd, floor.map(Some))
        },
        show: |config| {
            config.screening.arr_floor_usd.map(|floor| floor.to_string()).unwrap_or_default()
        },
    },
    Key {
        name: "screening.arr_tolerance",
        allowed: "a share from 0 to 1, as 0.10",
        source: "our choice",
        read: |config, value| put(&mut config.screening.arr_tolerance, share(value)),
        show: |config| config.screening.arr_tolerance.normalize().to_string(),
    },
    Key {
        name: "screening.unit_tolerance",
        allowed: "a share from 0 to 1, as 0.05",
        source: "our choice",
        read: |config, value| put(&mut config.screening.unit_tolerance, share(value)),
        show: |config| config.screening.unit_tolerance.normalize().to_string(),
    },
    Key {
        name: "screening.placeholder_max_usd",
        allowed: "US dollars a month, 0 or more",
        source: "our choice",
        read: |config, value| {
            let most = decimal(value).filter(|most| *most >= Decimal::ZERO);
            put(&mut config.screening.placeholder_max_usd, most)
        },
        show: |config| config.screening.placeholder_max_usd.normalize().to_string(),
    },
    Key {
        name: "screening.placeholder_repeats",
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
        allowed: "a share from 0 to 1, as 0.10",
        source: "our choice",
        read: |config, value| put(&mut config.screening.placeholder_share, share(value)),
        show: |config| config.screening.placeholder_share.normalize().to_string(),
    },
    Key {
        name: "linkage.auto_score",
        allowed: "a number above 0.5 and up to 1",
        source: "our choice",
        read: |config, value| {
            put(&mut config.linkage.auto_score, score(value).filter(|score| *score > 0.5))
        },
        show: |config| config.linkage.auto_score.to_string(),
    },
    Key {
        name: "linkage.review_score",
        allowed: "a number from 0 to 1",
        source: "our choice",
        read: |config, value| put(&mut config.linkage.review_score, score(value)),
        show: |config| config.linkage.review_score.to_string(),
    },
];

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let Some(value) = value else {
        return false;
    };
    *place = value;
    true
}

fn texts(value: &DeValue) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

/// A number as it is written, so that 0.1 is exactly a tenth.
pub(super) fn decimal(value: &DeValue) -> Option<Decimal> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn share(value: &DeValue) -> Option<Decimal> {
    decimal(value).filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share))
}

fn score(value: &DeValue) -> Option<f64> {
    share(value).and_then(|score| score.try_into().ok())
}

fn whole(value: &DeValue, least: u32, most: u32) -> Option<u32> {
    let number: u32 = value.as_integer()?.as_str().parse().ok()?;
    (least..=most).contains(&number).then_some(number)
}

fn days(value: &DeValue) -> Option<u32> {
    whole(value, 0, 365)
}

fn tier(text: &str) -> Option<Tier> {
    [Tier::Registered, Tier::Select, Tier::Advanced, Tier::Premier]
        .into_iter()
        .find(|tier| tier.label().eq_ignore_ascii_case(text))
}
