//! Rows of simulations. A row changes once: when its job has ended.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Simulation, Sums};

fn select(rest: &str) -> Query {
    sql(format!(
        "select s.id, s.from_book, f.version as from_version, s.to_book, t.version as to_version, s.people, s.on_day, s.job, \
         s.made_by, s.made_name, s.made_at, s.finished_at, s.result from law_simulation s \
         join law_book f on f.id = s.from_book join law_book t on t.id = s.to_book {rest}"
    ))
}

fn simulation(row: &Row) -> Result<Simulation, DbError> {
    let result = match row.opt_text("result")? {
        None => None,
        Some(_) => Some(row.json("result")?),
    };
    Ok(Simulation {
        id: row.text("id")?,
        from_book: row.text("from_book")?,
        from_version: row.text("from_version")?,
        to_book: row.text("to_book")?,
        to_version: row.text("to_version")?,
        people: row.json("people")?,
        on: row.text("on_day")?,
        job: row.text("job")?,
        made_by: row.text("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.int("made_at")?,
        finished_at: row.opt_int("finished_at")?,
        result,
    })
}

/// The newest simulations.
pub async fn list(from: &mut impl Read, most: u32) -> Result<Vec<Simulation>, DbError> {
    let rows = from.all(select("").push_bind("order by s.id desc limit {}", most)).await?;
    rows.iter().map(simulation).collect()
}

/// One simulation.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Simulation>, DbError> {
    from.optional(select("where s.id = $1").bind(id)).await?.as_ref().map(simulation).transpose()
}

/// Whether a simulation of exactly this change was finished.
pub async fn is_simulated(from: &mut impl Read, before: &str, after: &str) -> Result<bool, DbError> {
    let query = sql(
        "select id from law_simulation where from_book = $1 and to_book = $2 and finished_at is not null limit 1",
    );
    Ok(from.optional(query.bind(before).bind(after)).await?.is_some())
}

pub(super) async fn insert(tx: &mut WriteTx<'_>, made: &Simulation) -> Result<(), DbError> {
    let json = |cause: serde_json::Error| DbError::Other(cause.to_string());
    let insert = sql(
        "insert into law_simulation (id, from_book, to_book, people, on_day, job, made_by, made_name, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let people = serde_json::to_string(&made.people).map_err(json)?;
    let insert = insert.bind(&made.id).bind(&made.from_book).bind(&made.to_book).bind(people).bind(&made.on);
    tx.run_one(insert.bind(&made.job).bind(&made.made_by).bind(&made.made_name).bind(made.made_at)).await
}

pub(super) async fn finish(
    tx: &mut WriteTx<'_>,
    id: &str,
    at: Option<i64>,
    sums: &Sums,
) -> Result<(), DbError> {
    let text = serde_json::to_string(sums).map_err(|cause| DbError::Other(cause.to_string()))?;
    let update =
        sql("update law_simulation set finished_at = $1, result = $2 where id = $3 and finished_at is null");
    tx.run_one(update.bind(at).bind(text).bind(id)).await
}
