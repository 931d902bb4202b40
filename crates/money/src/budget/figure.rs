//! Figures that rules about funds need (测算依据), such as last year's general revenue: entered with their source, never changed, only followed by a later one.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, Row, sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{Money, fen, rights};

/// A figure to be recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewFigure {
    /// Id of the pack.
    pub figure: String,
    /// Place.
    pub place: String,
    /// The year it is of.
    pub year: i64,
    /// Fen.
    pub amount_fen: i64,
    /// Where it comes from.
    pub source: String,
}

/// A figure as recorded last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// Id of the pack.
    pub figure: String,
    /// Place.
    pub place: String,
    /// The year it is of.
    pub year: i64,
    /// Fen.
    pub amount_fen: i64,
    /// Where it comes from.
    pub source: String,
    /// Who recorded it.
    pub by_name: String,
    /// When.
    pub at: i64,
}

fn read(row: &Row) -> Result<Figure, DbError> {
    Ok(Figure {
        figure: row.text("figure")?,
        place: row.text("place")?,
        year: row.int("year")?,
        amount_fen: row.int("amount")?,
        source: row.text("source")?,
        by_name: row.text("by_name")?,
        at: row.int("at")?,
    })
}

/// Records it.
///
/// # Errors
/// Something is missing or not known, or no right at the place.
pub async fn record(money: &Money, caller: &Caller<'_>, new: &NewFigure) -> Result<Figure, Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "money_figure");
    if !money.funds.figures.iter().any(|(id, _)| *id == new.figure) {
        fault = fault.field(FieldFault::new("figure", "money_figure"));
    }
    if money.core.places().find(&new.place, caller.world.today()).is_none() {
        fault = fault.field(FieldFault::new("place", "money_place"));
    }
    if !(0..=fen::MOST).contains(&new.amount_fen) {
        fault = fault.field(FieldFault::new("amount", "money_amount"));
    }
    if new.source.trim().is_empty() || !(1990..=2100).contains(&new.year) {
        fault = fault.field(FieldFault::new("source", "money_reason"));
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    rights::must(caller, Permission::FundsManage, &new.place)?;
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = Figure {
        figure: new.figure.clone(),
        place: new.place.clone(),
        year: new.year,
        amount_fen: new.amount_fen,
        source: new.source.trim().to_owned(),
        by_name: caller.actor.name.clone(),
        at: caller.world.now_ms(),
    };
    let id = caller.world.new_id();
    let query = sql(
        "insert into money_figure (id, figure, place, year, amount, source, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&made.figure)
    .bind(&made.place)
    .bind(made.year)
    .bind(made.amount_fen)
    .bind(&made.source)
    .bind(&caller.actor.id)
    .bind(&made.by_name)
    .bind(made.at);
    tx.run_one(query).await?;
    let event = Event::new("money.figure", "money_figure", &id)
        .at_place(&made.place)
        .detail(&json!({ "figure": made.figure, "year": made.year, "amount": made.amount_fen }));
    tx.commit_with(event, &made).await?;
    Ok(made)
}

/// A figure of every place in a year, the last one recorded.
///
/// # Errors
/// The store's own.
pub async fn figures(
    from: &mut impl Read,
    figure: &str,
    year: i64,
) -> Result<BTreeMap<String, Figure>, DbError> {
    let query = sql(
        "select figure, place, year, amount, source, by_name, at from money_figure where figure = $1 and year = $2 order by at, id",
    );
    let rows = from.all(query.bind(figure).bind(year)).await?;
    rows.iter().map(|row| read(row).map(|one| (one.place.clone(), one))).collect()
}

/// A figure of a place in a year.
///
/// # Errors
/// The store's own.
pub async fn figure(
    from: &mut impl Read,
    figure: &str,
    place: &str,
    year: i64,
) -> Result<Option<Figure>, DbError> {
    Ok(figures(from, figure, year).await?.remove(place))
}
