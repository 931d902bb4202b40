//! How a year goes (预算执行): a fund at a place month by month, and all funds of the places somebody may read.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Read;
use serde::Serialize;
use utoipa::ToSchema;

use super::forecast::{Forecast, forecast};
use super::store as budgets;
use crate::ledger::{Books, Side, Standing, standing, store};
use crate::rights;

/// One month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Month {
    /// `2020-05`.
    pub month: String,
    /// Budget granted or cut.
    pub budget: i64,
    /// Committed, less released.
    pub committed: i64,
    /// Paid, less returned.
    pub paid: i64,
    /// Come in, without what was left of the year before.
    pub income: i64,
    /// Paid since January.
    pub paid_so_far: i64,
    /// Money on the account at the end of the month.
    pub cash: i64,
}

/// A fund at a place in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Execution {
    /// Whose books.
    pub books: Books,
    /// How they stand.
    pub standing: Standing,
    /// The months of the year that began.
    pub months: Vec<Month>,
    /// When it runs out.
    pub forecast: Option<Forecast>,
    /// Come in this year, without what was left.
    pub income: i64,
}

/// The months of a year until a day: all twelve of a year that is over.
fn months_until(year: i64, today: &str) -> usize {
    let (now, month) = (today[..4].parse::<i64>().unwrap_or(0), today[5..7].parse::<usize>().unwrap_or(0));
    match year.cmp(&now) {
        std::cmp::Ordering::Less => 12,
        std::cmp::Ordering::Equal => month,
        std::cmp::Ordering::Greater => 0,
    }
}

/// Works it out.
///
/// # Errors
/// The store's own.
pub async fn execution(from: &mut impl Read, books: &Books, today: &str) -> Result<Execution, Fault> {
    let rows = store::by_month(from, books).await?;
    let standing = standing(from, books).await?;
    let begun = months_until(books.year, today);
    let mut months: BTreeMap<String, Month> = (1..=begun)
        .map(|month| format!("{:04}-{month:02}", books.year))
        .map(|month| (month.clone(), Month { month, ..Month::default() }))
        .collect();
    let mut income = 0;
    let mut cash: BTreeMap<String, i64> = BTreeMap::new();
    for (month, kind, side, amount) in rows {
        *cash.entry(month.clone()).or_default() += if side == Side::Cash { amount } else { 0 };
        let own = months.entry(month.clone()).or_insert_with(|| Month { month, ..Month::default() });
        match side {
            Side::Budget => own.budget -= amount,
            Side::Committed if matches!(kind.as_str(), "commit" | "release") => own.committed += amount,
            Side::Spent => own.paid += amount,
            Side::Source if kind != "carry" => {
                own.income -= amount;
                income -= amount;
            }
            _ => {}
        }
    }
    let (mut paid, mut held) = (0, 0);
    let mut months: Vec<Month> = months.into_values().collect();
    for month in &mut months {
        paid += month.paid;
        held += cash.get(&month.month).copied().unwrap_or(0);
        (month.paid_so_far, month.cash) = (paid, held);
    }
    let committed: Vec<i64> = months
        .iter()
        .filter(|one| one.month.starts_with(&format!("{:04}", books.year)))
        .map(|one| one.committed)
        .collect();
    let over = if begun == 12 && !today.starts_with(&format!("{:04}", books.year)) {
        12
    } else {
        begun.saturating_sub(1)
    };
    let forecast = forecast(books.year, &committed, over, standing.available);
    Ok(Execution { books: books.clone(), standing, months, forecast, income })
}

/// A fund at a place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = money::budget::execution::Line)]
pub struct Line {
    /// Whose books.
    pub books: Books,
    /// How they stand.
    pub standing: Standing,
}

/// Every fund at every place that the caller may read, by place and fund, in a year. `within`: a place and all below it.
///
/// # Errors
/// The store's own.
pub async fn overview(
    from: &mut impl Read,
    caller: &Caller<'_>,
    year: i64,
    within: &str,
) -> Result<Vec<Line>, Fault> {
    let mut places = store::places(from, year, None).await?;
    places.extend(budgets::places(from, year).await?);
    places.sort();
    places.dedup();
    places.retain(|place| {
        rights::may(caller, Permission::FundsRead, place)
            && (within.is_empty() || place == within || caller.places.is_within(place, within))
    });
    let rows = store::standings(from, year, &places).await?;
    Ok(rows.into_iter().map(|(books, standing)| Line { books, standing }).collect())
}

/// Places that budgets of a year speak of and that the caller may read, within a place.
///
/// # Errors
/// The store's own.
pub async fn places(
    from: &mut impl Read,
    caller: &Caller<'_>,
    year: i64,
    within: &str,
) -> Result<Vec<String>, Fault> {
    let mut places = budgets::places(from, year).await?;
    places.retain(|place| {
        rights::may(caller, Permission::FundsRead, place)
            && (place == within || caller.places.is_within(place, within))
    });
    Ok(places)
}
