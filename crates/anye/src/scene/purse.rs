//! Budgets and money of the scene (资金): budgets wished by one and confirmed by another, some still waiting; money that came in and was handed down; figures that the rules
//! watch; accounts of payees. It must never name a real account.

use anye_base::Fault;
use anye_money::budget::{self, NewBudget, NewCash, NewFigure};
use anye_money::payee::{self, NewAccount};

use super::people::{COUNTIES, FREE, Life, SERVED};
use super::{SOURCE, Scene};

/// Fund, place, yuan of the year, yuan that came in.
const BUDGETS: [(&str, &str, i64, i64); 12] = [
    ("public-finance", "210000", 3_000_000, 2_400_000),
    ("public-finance", "211000", 1_200_000, 800_000),
    ("public-finance", "211002", 400_000, 260_000),
    ("public-finance", "210400", 900_000, 500_000),
    ("public-finance", "210411", 300_000, 150_000),
    ("employment-subsidy", "210000", 60_000_000, 41_000_000),
    ("employment-subsidy", "211000", 8_000_000, 4_600_000),
    ("employment-subsidy", "211002", 1_600_000, 700_000),
    ("employment-subsidy", "210400", 9_500_000, 5_200_000),
    ("employment-subsidy", "210411", 1_900_000, 900_000),
    ("unemployment-insurance", "211000", 52_000_000, 30_000_000),
    ("unemployment-insurance", "210400", 61_000_000, 33_000_000),
];
/// Wished and not confirmed yet.
const WISHED: [(&str, &str, i64); 3] = [
    ("skills-account", "211000", 2_000_000),
    ("employment-subsidy", "211002", 300_000),
    ("employment-subsidy", "210411", 250_000),
];

impl Scene {
    pub(super) async fn budgets(&self) -> Result<(), Fault> {
        let [first, second] = &self.cast.treasury;
        let (first, second) = (first.on(&self.core), second.on(&self.core));
        for (fund, place, year, came) in BUDGETS {
            self.at("2020-01-15", 9)?;
            let new = NewBudget {
                fund: fund.to_owned(),
                place: place.to_owned(),
                year: 2020,
                amount_fen: year * 100,
                reason: format!("年初预算（{SOURCE}）"),
            };
            let made = budget::wish(&self.money, &first.caller(None), &new).await?;
            budget::confirm(&self.money, &second.caller(None), &made.id, made.version).await?;
            self.at("2020-02-10", 10)?;
            let cash = NewCash {
                fund: fund.to_owned(),
                place: place.to_owned(),
                to: String::new(),
                year: 2020,
                kind: "income".to_owned(),
                amount_fen: came * 100,
                reason: format!("拨入凭证 2020-02（{SOURCE}）"),
            };
            budget::receive(&self.money, &second.caller(None), &cash).await?;
        }
        self.at("2020-03-02", 10)?;
        for (place, amount) in [("211000", 8_600_000_000_i64), ("210400", 9_100_000_000)] {
            let new = NewFigure {
                figure: "general-revenue".to_owned(),
                place: place.to_owned(),
                year: 2019,
                amount_fen: amount * 100,
                source: SOURCE.to_owned(),
            };
            budget::record(&self.money, &first.caller(None), &new).await?;
        }
        Ok(())
    }

    /// Budgets that wait for a second person.
    pub(super) async fn wished(&self) -> Result<(), Fault> {
        self.at("2020-06-18", 16)?;
        let asking = self.cast.treasury[0].on(&self.core);
        for (fund, place, amount) in WISHED {
            let new = NewBudget {
                fund: fund.to_owned(),
                place: place.to_owned(),
                year: 2020,
                amount_fen: amount * 100,
                reason: format!("年中追加（{SOURCE}）"),
            };
            budget::wish(&self.money, &asking.caller(None), &new).await?;
        }
        Ok(())
    }

    /// Accounts of those who are to be paid; the last of each county has none yet.
    pub(super) async fn accounts(&self) -> Result<(), Fault> {
        self.at("2020-05-20", 11)?;
        for (county, place) in COUNTIES.into_iter().enumerate() {
            let mut whom: Vec<&String> =
                self.granted.iter().filter(|one| one.0 == county).map(|(_, _, payee)| payee).collect();
            whom.dedup();
            // Whoever tries the demo applies for these.
            let free = self.living(county, Life::Served).skip(SERVED - FREE).map(|at| &self.ids[at]);
            let known = whom.len().saturating_sub(1 - county);
            whom.truncate(known);
            whom.extend(free);
            let asking = self.cast.clerk[county].on(&self.core);
            for (nth, payee) in whom.iter().enumerate() {
                let person =
                    self.ids.iter().position(|id| id == *payee).map(|at| self.people[at].name.clone());
                let firm =
                    self.firms[county].iter().find(|(id, _)| id == *payee).map(|(_, name)| name.clone());
                let new = NewAccount {
                    payee_kind: if person.is_some() { "person" } else { "employer" }.to_owned(),
                    payee: (*payee).clone(),
                    name: person.or(firm).unwrap_or_default(),
                    bank: "示例银行（合成）".to_owned(),
                    account: format!("9999{county}00000{nth:06}"),
                    place: place.to_owned(),
                };
                payee::keep(&self.money, &asking.caller(None), &new).await?;
            }
        }
        Ok(())
    }
}
