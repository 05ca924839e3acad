//! `[partner]`: who is audited.

use toml::de::DeValue;

use super::{Key, put, texts};
use crate::config::CompetencyGate;
use crate::domain::Tier;

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "partner.name",
        about: "Your name, for titles and footers.",
        example: r#""Example Cloud GmbH""#,
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
        about: "Your tier in the AWS Partner Network. Below Select, no deal is eligible for MAP.",
        example: r#""advanced""#,
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
        name: "partner.competencies",
        about: "The AWS competencies that you hold, as AWS writes them.",
        example: r#"["AWS Migration Competency"]"#,
        allowed: "a list of texts, as [\"AWS Migration Competency\"]; an empty list says that you hold none",
        source: "unknown until you say so",
        read: |config, value| {
            put(&mut config.screening.partner.competencies, texts(value).map(Some))
        },
        show: |config| config.screening.partner.competencies.clone().unwrap_or_default().join(", "),
    },
    Key {
        name: "partner.competency_gate",
        about: "What the AWS Migration Competency is: \"prefer\", an advantage, or \"require\", a gate, whose lack is of high severity.",
        example: r#""prefer""#,
        allowed: "\"prefer\" or \"require\"",
        source: "guide: preferred, not always required; other public sources make it a gate",
        read: |config, value| put(&mut config.competency_gate, value.as_str().and_then(gate)),
        show: |config| config.competency_gate.name().to_owned(),
    },
    Key {
        name: "partner.domains",
        about: "The domains of your own e-mail addresses. Opportunities of other owners are a finding.",
        example: r#"["example.com"]"#,
        allowed: "a list of domains, as [\"example.com\"]",
        source: "unknown until you say so: only free-mail addresses are a finding then",
        read: |config, value| put(&mut config.screening.partner.domains, domains(value)),
        show: |config| config.screening.partner.domains.join(", "),
    },
    Key {
        name: "partner.pdm",
        about: "Your Partner Development Manager at AWS.",
        example: r#""Jane Roe""#,
        allowed: "a text",
        source: "",
        read: |config, value| {
            put(&mut config.screening.partner.pdm, value.as_str().map(|name| Some(name.to_owned())))
        },
        show: |config| config.screening.partner.pdm.clone().unwrap_or_default(),
    },
];

/// Domains in lower case, without what stands before them in an address or a URL.
fn domains(value: &DeValue) -> Option<Vec<String>> {
    let domains = texts(value)?.into_iter().map(|text| {
        let text = text.trim().to_lowercase();
        let domain = text.rsplit(['@', '/']).next()?;
        let domain = domain.strip_prefix("www.").unwrap_or(domain);
        (domain.contains('.') && !domain.contains(char::is_whitespace)).then(|| domain.to_owned())
    });
    domains.collect()
}

fn gate(text: &str) -> Option<CompetencyGate> {
    [CompetencyGate::Prefer, CompetencyGate::Require]
        .into_iter()
        .find(|gate| gate.name().eq_ignore_ascii_case(text))
}

fn tier(text: &str) -> Option<Tier> {
    [Tier::Registered, Tier::Select, Tier::Advanced, Tier::Premier]
        .into_iter()
        .find(|tier| tier.label().eq_ignore_ascii_case(text))
}
