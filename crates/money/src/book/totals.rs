//! What each city paid for each policy (各市合计), and how many of the payments lead to no person. It must never count a person twice in one city.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::Fault;
use anye_db::{Read as _, Row};
use serde::Serialize;
use utoipa::ToSchema;

use super::gap;
use super::query::{Asked, lines_of, places};
use crate::Money;
use crate::fund::Level;

/// A city and a benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Total {
    /// The city; the province, where the case was of the province itself.
    pub city: String,
    /// Benefit: the rule.
    pub benefit: String,
    /// Persons of the registry it was for, each once.
    pub persons: i64,
    /// Lines.
    pub lines: i64,
    /// Fen.
    pub amount: i64,
    /// Lines that lead to no person.
    pub no_person: i64,
}

/// By city and benefit, over the lines that are asked for; what they lack narrows nothing here.
///
/// # Errors
/// The store's own.
pub async fn totals(money: &Money, caller: &Caller<'_>, asked: &Asked) -> Result<Vec<Total>, Fault> {
    let mut from = &money.core.db;
    let broken = gap::broken(&mut from, asked.year).await?;
    let mut cities: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for place in places(&mut from, caller, asked).await? {
        let city = if Level::of(&place) == Some(Level::Province) {
            place.clone()
        } else {
            money.place_at(&place, Level::City)
        };
        cities.entry(city).or_default().push(place);
    }
    let whole = Asked { gap: String::new(), ..asked.clone() };
    let lacking = Asked { gap: "person".to_owned(), ..asked.clone() };
    let mut all = Vec::new();
    for (city, places) in cities {
        let columns = "l.benefit, count(*) as n, count(distinct p.id) as persons, cast(sum(l.amount) as bigint) as amount";
        let query = lines_of(columns, money, &whole, &places, &broken);
        let rows = from.all(query.push(" group by l.benefit order by l.benefit")).await?;
        let query = lines_of("l.benefit, count(*) as n", money, &lacking, &places, &broken);
        let without = from.all(query.push(" group by l.benefit")).await?;
        let without: BTreeMap<String, i64> = without
            .iter()
            .map(|row| Ok((row.text("benefit")?, row.int("n")?)))
            .collect::<Result<_, anye_db::DbError>>()?;
        for row in &rows {
            all.push(total(row, &city, &without)?);
        }
    }
    Ok(all)
}

fn total(row: &Row, city: &str, without: &BTreeMap<String, i64>) -> Result<Total, Fault> {
    let benefit = row.text("benefit")?;
    Ok(Total {
        city: city.to_owned(),
        persons: row.int("persons")?,
        lines: row.int("n")?,
        amount: row.int("amount")?,
        no_person: without.get(&benefit).copied().unwrap_or_default(),
        benefit,
    })
}
