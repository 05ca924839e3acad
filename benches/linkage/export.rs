//! The two exports as the CSV files that the systems would write, and the truth beside them.

use std::fs;
use std::path::Path;

use crate::world::World;

/// Writes `crm.csv`, `ace.csv` and `truth.csv` into a folder.
pub(crate) fn write(world: &World, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut crm = csv::Writer::from_path(folder.join("crm.csv"))?;
    crm.write_record([
        "Opportunity ID",
        "Opportunity Name",
        "Account Name",
        "Website",
        "Billing Country",
        "Opportunity Owner",
        "Stage",
        "Amount Currency",
        "Amount",
        "Created Date",
        "Close Date",
        "ACE Opportunity ID",
        "AWS ARR (USD)",
        "AWS MRR (USD)",
    ])?;
    for deal in &world.crm {
        let stage = match deal.status {
            mapaudit::domain::DealStatus::Open => "Proposal/Price Quote",
            mapaudit::domain::DealStatus::Won => "Closed Won",
            mapaudit::domain::DealStatus::Lost => "Closed Lost",
        };
        let amount = |money: Option<mapaudit::domain::Money>| {
            money.map(|money| money.amount.to_string()).unwrap_or_default()
        };
        let currency = deal
            .amount
            .and_then(|money| money.currency)
            .map(|currency| currency.to_string())
            .unwrap_or_default();
        crm.write_record([
            deal.id.as_str().to_owned(),
            text(deal.name.as_deref()),
            text(deal.customer.as_deref()),
            text(deal.website.as_deref()),
            text(deal.country.as_deref()),
            text(deal.owner.as_deref()),
            stage.to_owned(),
            currency,
            amount(deal.amount),
            day(deal.created_date),
            day(deal.close_date),
            text(deal.ace_id.as_deref()),
            amount(deal.arr),
            amount(deal.mrr),
        ])?;
    }
    crm.flush()?;
    let mut ace = csv::Writer::from_path(folder.join("ace.csv"))?;
    ace.write_record([
        "Opportunity id",
        "Customer Company Name",
        "Customer Website",
        "Country",
        "Partner Project Title",
        "Stage",
        "Status",
        "Target Close Date",
        "Created Date",
        "Opportunity Owner Name",
        "Estimated AWS Monthly Recurring Revenue",
        "Partner CRM Unique Identifier",
    ])?;
    for one in &world.ace {
        let stage = one.stage.map(mapaudit::domain::AceStage::label).unwrap_or_default();
        let mrr = one.mrr.map(|money| money.amount.to_string()).unwrap_or_default();
        ace.write_record([
            one.id.to_string(),
            text(one.customer.as_deref()),
            text(one.website.as_deref()),
            text(one.country.as_deref()),
            text(one.title.as_deref()),
            stage.to_owned(),
            "Approved".to_owned(),
            day(one.target_close_date),
            day(one.created_date),
            text(one.owner_name.as_deref()),
            mrr,
            text(one.partner_crm_id.as_deref()),
        ])?;
    }
    ace.flush()?;
    let mut truth = csv::Writer::from_path(folder.join("truth.csv"))?;
    truth.write_record(["crm_id", "ace_ids", "has_usable_id"])?;
    for (deal, of) in world.crm.iter().zip(&world.truths) {
        let ids: Vec<&str> = of.ace.iter().map(|ace| world.ace[*ace].id.as_str()).collect();
        truth.write_record([
            deal.id.key(),
            &ids.join(" "),
            if of.has_usable_id { "yes" } else { "no" },
        ])?;
    }
    truth.flush()?;
    Ok(())
}
