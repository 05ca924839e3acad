//! What deals are about, and how two people word it.

use crate::random::Random;

/// Wordings of one kind of work. The CRM's seller and the one who fills in ACE each choose.
static WORK: &[&[&str]] = &[
    &[
        "data center exit",
        "DC evacuation",
        "datacentre closure",
        "exit of the data center",
        "Rechenzentrum Auflösung",
        "data center consolidation",
    ],
    &[
        "lift and shift",
        "rehost",
        "server migration",
        "VM relocation",
        "move servers to AWS",
        "workload rehosting",
    ],
    &[
        "VMware exit",
        "vSphere migration",
        "VMware to EC2",
        "migración de VMware",
        "hypervisor replacement",
    ],
    &[
        "database migration",
        "Oracle to Aurora",
        "DB modernization",
        "RDS migration",
        "database replatforming",
    ],
    &["SAP on AWS", "S/4HANA migration", "SAP landscape move", "ERP move", "RISE with SAP"],
    &["mainframe modernization", "legacy offload", "z/OS migration", "COBOL replatform"],
    &[
        "data lake",
        "analytics platform",
        "lakehouse build",
        "BI modernization",
        "data warehouse migration",
    ],
    &[
        "contact center",
        "Amazon Connect rollout",
        "call centre platform",
        "customer service telephony",
    ],
    &["disaster recovery", "DR site on AWS", "business continuity", "backup and recovery"],
    &["managed services", "MSP contract", "cloud operations", "24x7 support"],
    &["Windows migration", "SQL Server move", "Microsoft workloads", ".NET modernization"],
    &["containers", "EKS platform", "Kubernetes adoption", "microservices refactoring"],
    &["web shop", "e-commerce platform", "online store relaunch", "storefront replatform"],
    &["VDI", "Amazon WorkSpaces", "virtual desktops", "end user computing"],
    &["IoT platform", "connected devices", "sensor data ingestion", "smart factory"],
    &["genAI assistant", "Bedrock pilot", "LLM chatbot", "generative AI PoC"],
    &["security review", "Well-Architected review", "landing zone", "control tower setup"],
    &["file server migration", "NAS to FSx", "storage migration", "archive to S3"],
    &["HPC cluster", "simulation on AWS", "batch computing", "grid workloads"],
    &["media streaming", "video platform", "OTT workflow", "content delivery"],
];

/// What the work is done to; the same thing by several names.
static OBJECTS: &[&[&str]] = &[
    &["billing", "invoicing"],
    &["payroll", "HR"],
    &["CRM", "sales portal"],
    &["warehouse", "WMS"],
    &["claims", "claims handling"],
    &["core banking", "ledger"],
    &["patient records", "EHR"],
    &["booking", "reservations"],
    &["student portal", "campus"],
    &["loyalty", "rewards"],
    &["fleet", "telematics"],
    &["intranet", "collaboration"],
    &["payments", "checkout"],
    &["procurement", "supplier portal"],
    &["laboratory", "LIMS"],
    &["production", "MES"],
    &["trading", "market data"],
    &["marketing", "campaigns"],
];

/// Titles that say nothing.
static GENERIC: &[&str] = &[
    "AWS Migration",
    "Cloud Migration",
    "Migration to AWS",
    "AWS Opportunity",
    "Cloud project",
    "New opportunity",
    "AWS",
    "Phase 1",
    "Cloud adoption",
    "MAP",
    "AWS Services",
    "Modernization",
];

/// What a deal is about.
#[derive(Clone)]
pub(crate) struct Project {
    work: usize,
    object: Option<usize>,
    /// `Phase 2`, `FY26`, a site: what tells it from its neighbour.
    marker: Option<(usize, usize)>,
}

static MARKERS: &[&[&str]] = &[
    &["Phase 1", "Phase 2", "Phase 3", "Phase 4"],
    &["Wave 1", "Wave 2", "Wave 3", "Wave 4"],
    &["2024", "2025", "2026", "2027"],
    &["EMEA", "APAC", "Americas", "Nordics"],
    &["Q1", "Q2", "Q3", "Q4"],
];

impl Project {
    /// Any project.
    pub(crate) fn any(random: &mut Random) -> Project {
        Project {
            work: random.below(WORK.len()),
            object: random.per_mille(450).then(|| random.below(OBJECTS.len())),
            marker: random.per_mille(180).then(|| (random.below(MARKERS.len()), random.below(4))),
        }
    }

    /// The next project of a customer: now and then the next phase of this one.
    pub(crate) fn next(&self, random: &mut Random) -> Project {
        match random.weighted(&[72, 18, 10]) {
            1 => {
                let kind =
                    self.marker.map_or_else(|| random.below(MARKERS.len()), |marker| marker.0);
                let number = self.marker.map_or(1, |marker| marker.1 + 1) % 4;
                Project { marker: Some((kind, number)), ..self.clone() }
            }
            2 => Project { object: Some(random.below(OBJECTS.len())), ..self.clone() },
            _ => Project::any(random),
        }
    }

    /// One person's title, and whether it is generic.
    pub(crate) fn title(&self, random: &mut Random, customer: &str) -> (String, bool) {
        if random.per_mille(100) {
            let generic = *random.one_of(GENERIC);
            let title = if random.per_mille(400) {
                format!("{customer} - {generic}")
            } else {
                generic.to_owned()
            };
            return (title, true);
        }
        // A habit: half of the wordings are the usual one.
        let of = |random: &mut Random, list: &'static [&'static str]| {
            if random.per_mille(450) { list[0] } else { *random.one_of(list) }
        };
        let work = of(random, WORK[self.work]);
        let mut title = match self.object {
            Some(object) if random.per_mille(850) => {
                let object = of(random, OBJECTS[object]);
                if random.per_mille(700) {
                    format!("{object} {work}")
                } else {
                    format!("{work} - {object}")
                }
            }
            _ => work.to_owned(),
        };
        if let Some((kind, number)) = self.marker
            && random.per_mille(850)
        {
            title = format!("{title} {}", MARKERS[kind][number]);
        }
        if random.per_mille(300) {
            title = if random.per_mille(700) {
                format!("{customer} - {title}")
            } else {
                format!("{title} ({customer})")
            };
        }
        if random.per_mille(120) {
            title = format!(
                "{title} {}",
                random.one_of(&[
                    "on AWS",
                    "to AWS",
                    "project",
                    "- cloud",
                    "programme",
                    "initiative"
                ])
            );
        }
        (capitals(random, &title), false)
    }
}

fn capitals(random: &mut Random, title: &str) -> String {
    match random.weighted(&[60, 8, 8]) {
        1 => title.to_uppercase(),
        2 => title.to_lowercase(),
        _ => {
            let mut letters = title.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        }
    }
}
