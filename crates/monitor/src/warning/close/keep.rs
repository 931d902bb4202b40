//! Writing a close (月结落库): a run is seen only when all of it is there.

use anye_base::{Actor, Fault};
use anye_db::audit::Event;
use anye_db::{DbError, Read as _, Val, WriteTx, sql};
use anye_forms::Form;
use serde_json::json;

use super::super::store::Figure;
use super::super::{act, store};
use super::Closed;
use super::firms::Firm;
use crate::Monitor;

/// Figures written in one transaction, so that nobody else waits long.
pub(super) const CHUNK: usize = 6_000;

pub(super) struct Writing<'a> {
    pub(super) form: &'a Form,
    pub(super) period: &'a str,
    pub(super) digest: String,
    pub(super) rules: String,
    pub(super) reports: i64,
    pub(super) as_of: i64,
    pub(super) by: &'a Actor,
}

/// Begins a run, after clearing away what an earlier one left half done.
pub(super) async fn begin(monitor: &Monitor, what: &Writing<'_>) -> Result<(String, i64), Fault> {
    let world = &monitor.core.world;
    let mut tx = monitor.core.db.begin_internal(world, what.by).await?;
    let cut_off = sql("select id from signal_run where form = $1 and period = $2 and state = 'running'")
        .bind(&what.form.id)
        .bind(what.period);
    for row in tx.all(cut_off).await? {
        let id = row.text("id")?;
        for text in [
            "delete from signal_value where run = $1",
            "delete from signal_firm where run = $1",
            "delete from signal_run where id = $1",
        ] {
            tx.run(sql(text).bind(&id)).await?;
        }
    }
    let last = sql("select max(number) as number from signal_run where form = $1 and period = $2")
        .bind(&what.form.id)
        .bind(what.period);
    let number = tx.one(last).await?.opt_int("number")?.unwrap_or(0) + 1;
    let id = world.new_id();
    let insert = sql(
        "insert into signal_run (id, form, period, number, state, current, digest, rules, reports, as_of, began_at, by_id, by_name, result) \
         values ($1, $2, $3, $4, 'running', 0, $5, $6, $7, $8, $9, $10, $11, '')",
    );
    let insert = insert
        .bind(&id)
        .bind(&what.form.id)
        .bind(what.period)
        .bind(number)
        .bind(&what.digest)
        .bind(&what.rules);
    let insert =
        insert.bind(what.reports).bind(what.as_of).bind(world.now_ms()).bind(&what.by.id).bind(&what.by.name);
    tx.run_one(insert).await?;
    let event =
        Event::new("monitor.close_begin", "form", &what.form.id).at_place(&monitor.core.settings.home_place);
    tx.commit(event.detail(&json!({ "period": what.period, "run": id, "number": number }))).await?;
    Ok((id, number))
}

pub(super) async fn write(
    monitor: &Monitor,
    what: &Writing<'_>,
    figures: Vec<Figure>,
    firms: Vec<Firm>,
) -> Result<Closed, Fault> {
    let (world, db) = (&monitor.core.world, &monitor.core.db);
    let (run, number) = begin(monitor, what).await?;
    for (at, part) in figures.chunks(CHUNK).enumerate() {
        let mut tx = db.begin_internal(world, what.by).await?;
        store::insert_figures(&mut tx, &run, (&what.form.id, what.period), part).await?;
        let event = Event::new("monitor.close_figures", "signal_run", &run);
        tx.commit(event.detail(&json!({ "part": at + 1, "figures": part.len() }))).await?;
    }
    let mut tx = db.begin_internal(world, what.by).await?;
    insert_firms(&mut tx, &run, &firms).await?;
    let down = sql("update signal_run set current = 0 where form = $1 and period = $2 and current = 1");
    tx.run(down.bind(&what.form.id).bind(what.period)).await?;
    let raised = act::raise(monitor, &mut tx, what.by, what.form, what.period, &run, &figures).await?;
    let mut closed = Closed {
        run: run.clone(),
        period: what.period.to_owned(),
        number,
        values: figures.len(),
        lit: figures.iter().filter(|one| act::is_lit(one)).count(),
        warnings: raised.warnings,
        cases: raised.cases,
        ..Closed::default()
    };
    let later =
        sql("select period from signal_run where form = $1 and current = 1 and period > $2 order by period");
    for row in tx.all(later.bind(&what.form.id).bind(what.period)).await? {
        closed.later.push(row.text("period")?);
    }
    let result = serde_json::to_string(&closed).map_err(|cause| Fault::internal(cause.to_string()))?;
    let done = sql(
        "update signal_run set state = 'done', current = 1, finished_at = $1, result = $2 where id = $3 and state = 'running'",
    );
    tx.run_one(done.bind(world.now_ms()).bind(result).bind(&run)).await?;
    let event =
        Event::new("monitor.close", "form", &what.form.id).at_place(&monitor.core.settings.home_place);
    let detail = json!({ "period": what.period, "run": run, "number": number, "digest": what.digest, "figures": closed.values, "warnings": closed.warnings });
    tx.commit(event.detail(&detail)).await?;
    Ok(closed)
}

pub(super) async fn insert_firms(tx: &mut WriteTx<'_>, run: &str, firms: &[Firm]) -> Result<(), DbError> {
    let row = |one: &Firm| -> Vec<Val> {
        vec![
            run.into(),
            one.kind.into(),
            (&one.employer).into(),
            (&one.path).into(),
            (&one.industry).into(),
            one.before.into(),
            one.now.into(),
            one.silent.into(),
            one.chance.into(),
        ]
    };
    let head = "insert into signal_firm (run, kind, employer, path, industry, before_count, now_count, silent_months, chance)";
    store::insert_many(tx, head, firms.iter().map(row).collect()).await
}
