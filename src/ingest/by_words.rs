//! Headers that people make up: `Date raised`, `Opportunity/Project name`, `Project start (est.)`. Each is a handful of
//! words in any order, of which every one has to fit: `Created by` is no date, `Account created` none of the deal.

use crate::domain::{Field, Role};

/// Words that make a field.
struct Rule {
    /// One of each group must be there.
    needs: &'static [&'static str],
    /// Besides these, and the words that say nothing, no other may.
    may: &'static str,
    /// The field in an export of deals, and in one of ACE.
    fields: (Field, Option<Field>),
}

/// Words that change nothing.
const FILLERS: &str = "of the a an our for in on at to is this and or crm";

const EXPECTED: &str =
    "expected estimated target targeted planned forecast forecasted anticipated projected likely";
const ID: &str = "id ids number no # ref reference key code identifier unique";

/// Each rule before those whose words it shares.
const RULES: &[Rule] = &[
    Rule {
        needs: &["ace apn central", "opportunity deal id ids number no # ref reference identifier"],
        may: "aws partner cosell",
        fields: (Field::AceId, Some(Field::AceId)),
    },
    Rule {
        needs: &["aws", "arr"],
        may: "estimated projected expected forecast annual incremental",
        fields: (Field::Arr, None),
    },
    Rule {
        needs: &["aws", "mrr"],
        may: "estimated projected expected forecast monthly incremental",
        fields: (Field::Mrr, Some(Field::Mrr)),
    },
    Rule {
        needs: &["created creation opened raised entered logged added registered"],
        may: "date day time opportunity deal record when",
        fields: (Field::CreatedDate, Some(Field::CreatedDate)),
    },
    Rule {
        needs: &["modified modification updated update changed change revised edited touched"],
        may: "date day time opportunity deal record last latest when most recent",
        fields: (Field::ModifiedDate, Some(Field::ModifiedDate)),
    },
    Rule {
        needs: &["close closing closure"],
        may: "date day time opportunity deal expected estimated target targeted planned forecast forecasted \
              anticipated projected likely",
        fields: (Field::CloseDate, Some(Field::TargetCloseDate)),
    },
    Rule {
        needs: &[EXPECTED, "signing signature award order decision booking po win"],
        may: "date day time opportunity deal contract",
        fields: (Field::CloseDate, None),
    },
    Rule {
        needs: &[
            "start kickoff kick commencement begin",
            "project migration delivery implementation engagement work",
        ],
        may: "off date day planned estimated expected target targeted",
        fields: (Field::ProjectStart, None),
    },
    Rule {
        needs: &["kickoff kick"],
        may: "off date day planned estimated expected target targeted",
        fields: (Field::ProjectStart, None),
    },
    Rule {
        needs: &["start", "planned estimated expected target targeted"],
        may: "date day",
        fields: (Field::ProjectStart, None),
    },
    Rule {
        needs: &["server servers"],
        may: "number no # count total scope migrate migrated qty quantity be estimated",
        fields: (Field::ServerCount, Some(Field::ServerCount)),
    },
    Rule {
        needs: &["migration"],
        may: "type strategy approach pattern opportunity deal project flag y n yes no 7r 7rs 6r 6rs",
        fields: (Field::MigrationType, None),
    },
    Rule {
        needs: &["opportunity deal project", "name title"],
        may: "",
        fields: (Field::DealName, Some(Field::Title)),
    },
    Rule {
        needs: &["opportunity deal", "project"],
        may: "",
        fields: (Field::DealName, Some(Field::Title)),
    },
    Rule {
        needs: &["opportunity deal", "description"],
        may: "project",
        fields: (Field::Description, None),
    },
    Rule {
        needs: &["opportunity deal pipeline salesforce sfdc hubspot dynamics", ID],
        may: "",
        fields: (Field::DealId, None),
    },
    Rule {
        needs: &["reference ref", "id number no # code"],
        may: "",
        fields: (Field::DealId, None),
    },
    Rule {
        needs: &["owner rep representative seller salesperson kam"],
        may: "opportunity deal sales account name full primary business key",
        fields: (Field::Owner, Some(Field::OwnerName)),
    },
    Rule {
        needs: &[
            "account sales bd business key opportunity deal",
            "manager director executive lead person responsible",
        ],
        may: "development name full",
        fields: (Field::Owner, None),
    },
    Rule {
        needs: &["customer client account company organization organisation"],
        may: "name legal end final opportunity deal",
        fields: (Field::Customer, Some(Field::Customer)),
    },
    Rule {
        needs: &["stage phase"],
        may: "opportunity deal sales current pipeline name salesforce sfdc hubspot",
        fields: (Field::Stage, Some(Field::Stage)),
    },
    Rule {
        needs: &["status"],
        may: "opportunity deal current pipeline sales",
        fields: (Field::Status, None),
    },
    Rule {
        needs: &["amount value size worth"],
        may: "opportunity deal total estimated contract project expected",
        fields: (Field::Amount, None),
    },
    Rule {
        needs: &["revenue"],
        may: "opportunity deal total estimated project",
        fields: (Field::Amount, None),
    },
    Rule {
        needs: &["currency ccy"],
        may: "opportunity deal code iso amount transaction",
        fields: (Field::Currency, None),
    },
    Rule {
        needs: &["probability likelihood"],
        may: "win close closing success % opportunity deal",
        fields: (Field::Probability, None),
    },
    Rule {
        needs: &["website url domain web"],
        may: "site customer client account company address end",
        fields: (Field::Website, Some(Field::Website)),
    },
    Rule {
        needs: &["country"],
        may: "customer client account company billing name end",
        fields: (Field::Country, Some(Field::Country)),
    },
];

/// Stands behind every other way to know a header.
pub(super) const RANK: usize = 2_000_000;

/// The field that the words of a folded header in full make.
pub(super) fn field(key: &str, role: Role) -> Option<Field> {
    if !key.is_ascii() || !matches!(role, Role::Crm | Role::Ace) {
        return None;
    }
    let is_between = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '#' | '%'));
    let has = |list: &str, word: &str| list.split_whitespace().any(|it| it == word);
    let all: Vec<&str> = key.split(is_between).filter(|word| !word.is_empty()).collect();
    // One word alone is in the lists, or means nothing.
    if all.len() < 2 {
        return None;
    }
    let words: Vec<&str> = all.into_iter().filter(|word| !has(FILLERS, word)).collect();
    let fits = |rule: &&Rule| {
        rule.needs.iter().all(|group| words.iter().any(|word| has(group, word)))
            && words
                .iter()
                .all(|word| has(rule.may, word) || rule.needs.iter().any(|it| has(it, word)))
    };
    let (of_deals, of_ace) = RULES.iter().find(fits)?.fields;
    // `Account / Opportunity` is both.
    let is_both =
        key.contains(['/', '&']) && words.iter().any(|word| has("opportunity deal", word));
    if is_both && of_deals == Field::Customer {
        return None;
    }
    if role == Role::Crm { Some(of_deals) } else { of_ace }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::header;
    use crate::ingest::profile::{Meaning, PROFILES};

    fn meaning(profile: &str, written: &str) -> Option<Field> {
        let profile = PROFILES.iter().find(|it| it.name() == profile).unwrap();
        match profile.meaning(&header::parse(written))?.0 {
            Meaning::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    #[test]
    fn words_of_a_field_in_any_order_are_it() {
        for (written, expected) in [
            ("Date raised", Field::CreatedDate),
            ("Opened on", Field::CreatedDate),
            ("Is this a migration?", Field::MigrationType),
            ("Oppty Account", Field::Customer),
            ("Project/Deal", Field::DealName),
            ("Date last updated", Field::ModifiedDate),
            ("Expected closing date", Field::CloseDate),
            ("Expected signing", Field::CloseDate),
            ("Project start (est.)", Field::ProjectStart),
            ("Start of project", Field::ProjectStart),
            ("Project kick off", Field::ProjectStart),
            ("Opportunity/Project name", Field::DealName),
            ("Name of opportunity", Field::DealName),
            ("Customer (legal name)", Field::Customer),
            ("Client company", Field::Customer),
            ("Rep Name", Field::Owner),
            ("Account director", Field::Owner),
            ("Sales Stage (SFDC)", Field::Stage),
            ("Estimated contract value", Field::Amount),
            ("Estimated contract value (k EUR)", Field::Amount),
            ("Pipeline ID", Field::DealId),
            ("Reference number", Field::DealId),
            ("Migration? (Y/N)", Field::MigrationType),
            ("Migration type (7Rs)", Field::MigrationType),
            ("AWS opp. ID in ACE", Field::AceId),
            ("No. of servers to be migrated", Field::ServerCount),
            ("Deal currency code", Field::Currency),
        ] {
            assert_eq!(meaning("generic", written), Some(expected), "{written}");
        }
        assert_eq!(meaning("ace-ui-export", "Target closing date"), Some(Field::TargetCloseDate));
        assert_eq!(meaning("ace-ui-export", "Project name"), Some(Field::Title));
    }

    #[test]
    fn one_word_that_does_not_fit_makes_it_another_column() {
        for written in [
            "Created by",
            "Account created",
            "Lead created date",
            "Last stage change date",
            "Project close date",
            "Closed date reason",
            "Contract start date of customer",
            "Account manager email",
            "Owner manager",
            "Account type",
            "Account ID number",
            "ACE stage name",
            "MAP phase name",
            "Project status",
            "Weighted deal value",
            "Annual contract value",
            "Expected deal revenue",
            "Customer contact name",
            "Opportunity link name",
            "Migration date",
            "Partner revenue",
            "Deal registration number",
            "Opportunity source name",
            "Account / Opportunity",
        ] {
            assert_eq!(meaning("generic", written), None, "{written}");
        }
        assert_eq!(meaning("fund-requests", "Date raised"), None);
    }
}
