//! Rows of cases. A case is changed only while its number is the one that was seen; nothing is ever deleted.

pub(crate) mod group;
pub(crate) mod task;

use anye_base::Actor;
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Case, Happened, LevelWish, Link, NewCase, Outcome, State, Step, Words};

const COLUMNS: &str = "id, kind, subject_kind, subject, place, title_zh, title_en, level, state, merge_key, repeats, opened_at, \
     due_at, owner, owner_name, acknowledged_at, answers, escalations, next_escalation_at, closed_at, outcome, outcome_note, detail, row_version, needs, paused_at, returned, page";

fn case(row: &Row) -> Result<Case, DbError> {
    let state = match row.text("state")?.as_str() {
        "open" => State::Open,
        "closed" => State::Closed,
        word => return Err(DbError::Other(format!("unknown state {word}"))),
    };
    Ok(Case {
        id: row.text("id")?,
        kind: row.text("kind")?,
        subject_kind: row.text("subject_kind")?,
        subject: row.text("subject")?,
        place: row.text("place")?,
        title: Words::new(row.text("title_zh")?, row.text("title_en")?),
        level: row.text("level")?,
        state,
        merge_key: row.text("merge_key")?,
        repeats: row.int("repeats")?,
        opened_at: row.int("opened_at")?,
        due_at: row.int("due_at")?,
        owner: row.opt_text("owner")?.zip(row.opt_text("owner_name")?),
        acknowledged_at: row.opt_int("acknowledged_at")?,
        answers: row.text("answers")?,
        escalations: row.int("escalations")?,
        next_escalation_at: row.opt_int("next_escalation_at")?,
        closed_at: row.opt_int("closed_at")?,
        outcome: row.opt_text("outcome")?.as_deref().and_then(Outcome::from_word),
        outcome_note: row.opt_text("outcome_note")?,
        detail: row.json("detail")?,
        row_version: row.int("row_version")?,
        needs: row.text("needs")?,
        paused_at: row.opt_int("paused_at")?,
        returned: row.int("returned")?,
        page: row.text("page")?,
    })
}

/// Cases by a condition.
pub(crate) async fn select(from: &mut impl Read, rest: Query) -> Result<Vec<Case>, DbError> {
    from.all(rest).await?.iter().map(case).collect()
}

/// The head of every question for cases.
pub(crate) fn question(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from case_file {rest}"))
}

/// The different words of a column.
pub(crate) async fn words(from: &mut impl Read, column: &'static str) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql(format!("select distinct {column} from case_file order by {column}"))).await?;
    rows.iter().map(|row| row.text(column)).collect()
}

/// Open cases of one level.
pub(crate) struct Count {
    pub(crate) level: String,
    pub(crate) open: i64,
    pub(crate) late: i64,
    pub(crate) unclaimed: i64,
}

/// Counts the open cases of places by level.
pub(crate) async fn counts(
    from: &mut impl Read,
    now: i64,
    places: Vec<String>,
    kind: Option<&str>,
) -> Result<Vec<Count>, DbError> {
    let query = sql(
        "select level, count(*) as n, sum(case when due_at < $1 and paused_at is null then 1 else 0 end) as late, \
         sum(case when acknowledged_at is null then 1 else 0 end) as unclaimed from case_file where state = 'open'",
    );
    let mut query = query.bind(now).push_list(" and place in ({})", places);
    if let Some(kind) = kind {
        query = query.push_bind(" and kind = {}", kind);
    }
    let rows = from.all(query.push(" group by level")).await?;
    let count = |row: &Row| {
        let (late, unclaimed) = (row.opt_int("late")?.unwrap_or(0), row.opt_int("unclaimed")?.unwrap_or(0));
        Ok(Count { level: row.text("level")?, open: row.int("n")?, late, unclaimed })
    };
    rows.iter().map(count).collect()
}

/// One case.
pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Case>, DbError> {
    Ok(select(from, question("where id = $1").bind(id)).await?.pop())
}

/// Ids and keys of the open cases of a kind.
pub(crate) async fn open_keys(from: &mut impl Read, kind: &str) -> Result<Vec<(String, String)>, DbError> {
    let query = sql("select id, merge_key from case_file where kind = $1 and state = 'open' order by id");
    let rows = from.all(query.bind(kind)).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.text("merge_key")?))).collect()
}

/// The open case of a key.
pub(crate) async fn open_of(from: &mut impl Read, kind: &str, key: &str) -> Result<Option<Case>, DbError> {
    let query = question("where kind = $1 and merge_key = $2 and state = 'open'").bind(kind).bind(key);
    Ok(select(from, query).await?.pop())
}

/// The open cases about something.
pub(crate) async fn open_about(from: &mut impl Read, kind: &str, id: &str) -> Result<Vec<Case>, DbError> {
    let query = question("where subject_kind = $1 and subject = $2 and state = 'open' order by id");
    select(from, query.bind(kind).bind(id)).await
}

pub(crate) async fn steps(from: &mut impl Read, id: &str) -> Result<Vec<Step>, DbError> {
    let query = sql(
        "select seq, step, name_zh, name_en, addressee, due_at, state, done_name, done_at, happened_on, note \
         from case_step where case_id = $1 order by seq",
    );
    let rows = from.all(query.bind(id)).await?;
    let step = |row: &Row| {
        Ok(Step {
            seq: row.int("seq")?,
            step: row.text("step")?,
            name: Words::new(row.text("name_zh")?, row.text("name_en")?),
            addressee: row.text("addressee")?,
            due_at: row.int("due_at")?,
            state: row.text("state")?,
            done: row.opt_text("done_name")?.zip(row.opt_int("done_at")?),
            happened_on: row.opt_text("happened_on")?,
            note: row.opt_text("note")?,
        })
    };
    rows.iter().map(step).collect()
}

pub(crate) async fn history(from: &mut impl Read, id: &str) -> Result<Vec<Happened>, DbError> {
    let query =
        sql("select at, by_id, by_name, what, detail from case_event where case_id = $1 order by at, seq");
    let rows = from.all(query.bind(id)).await?;
    let event = |row: &Row| {
        let (at, by, what) = (row.int("at")?, row.text("by_name")?, row.text("what")?);
        let program = row.text("by_id")? == Actor::SYSTEM;
        Ok(Happened { at, by, program, what, detail: row.json("detail")? })
    };
    rows.iter().map(event).collect()
}

pub(crate) async fn wish(from: &mut impl Read, id: &str) -> Result<Option<LevelWish>, DbError> {
    let query = sql("select level, reason, by_id, by_name, at from case_level_wish where case_id = $1");
    let row = from.optional(query.bind(id)).await?;
    let wish = |row: Row| {
        let by = (row.text("by_id")?, row.text("by_name")?);
        Ok(LevelWish { level: row.text("level")?, reason: row.text("reason")?, by, at: row.int("at")? })
    };
    row.map(wish).transpose()
}

pub(crate) async fn links(from: &mut impl Read, id: &str) -> Result<Vec<Link>, DbError> {
    let query = sql(
        "select l.kind, c.id, c.title_zh, c.title_en from case_link l join case_file c on c.id = l.to_id where l.from_id = $1 \
         union select l.kind, c.id, c.title_zh, c.title_en from case_link l join case_file c on c.id = l.from_id where l.to_id = $1 order by 2",
    );
    let rows = from.all(query.bind(id)).await?;
    let link = |row: &Row| {
        let title = Words::new(row.text("title_zh")?, row.text("title_en")?);
        Ok(Link { id: row.text("id")?, kind: row.text("kind")?, title })
    };
    rows.iter().map(link).collect()
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, made: &Case, plan: &NewCase) -> Result<(), DbError> {
    let query = sql(format!(
        "insert into case_file ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"
    ));
    let query =
        query.bind(&made.id).bind(&made.kind).bind(&made.subject_kind).bind(&made.subject).bind(&made.place);
    let query = query.bind(&made.title.zh).bind(&made.title.en).bind(&made.level).bind(made.state.word());
    let query = query.bind(&made.merge_key).bind(made.repeats).bind(made.opened_at).bind(made.due_at);
    let query = query.bind(None::<String>).bind(None::<String>).bind(None::<i64>).bind(&made.answers);
    let query = query.bind(made.escalations).bind(made.next_escalation_at).bind(None::<i64>);
    let query =
        query.bind(None::<String>).bind(None::<String>).bind(made.detail.to_string()).bind(made.row_version);
    let query = query.bind(&made.needs).bind(made.paused_at).bind(made.returned).bind(&made.page);
    tx.run_one(query).await?;
    for (seq, step) in (1_i64..).zip(&plan.steps) {
        let query =
            sql("insert into case_step (case_id, seq, step, name_zh, name_en, addressee, due_at, state) \
             values ($1, $2, $3, $4, $5, $6, $7, 'pending')");
        let query = query.bind(&made.id).bind(seq).bind(&step.id).bind(&step.name.zh).bind(&step.name.en);
        tx.run_one(query.bind(&step.addressee).bind(made.opened_at + step.within_ms)).await?;
    }
    Ok(())
}

/// Writes what can change of a case; `seen` is its number before.
pub(crate) async fn update(tx: &mut WriteTx<'_>, now: &Case, seen: i64) -> Result<(), DbError> {
    let query = sql(
        "update case_file set level = $1, state = $2, repeats = $3, due_at = $4, owner = $5, owner_name = $6, acknowledged_at = $7, \
         answers = $8, escalations = $9, next_escalation_at = $10, closed_at = $11, outcome = $12, outcome_note = $13, detail = $14, row_version = $15, \
         needs = $16, paused_at = $17, returned = $18, page = $19 where id = $20 and row_version = $21",
    );
    let (owner, name) = now.owner.clone().unzip();
    let query = query
        .bind(&now.level)
        .bind(now.state.word())
        .bind(now.repeats)
        .bind(now.due_at)
        .bind(owner)
        .bind(name);
    let query =
        query.bind(now.acknowledged_at).bind(&now.answers).bind(now.escalations).bind(now.next_escalation_at);
    let query = query.bind(now.closed_at).bind(now.outcome.map(Outcome::word)).bind(now.outcome_note.clone());
    let query = query.bind(now.detail.to_string()).bind(now.row_version).bind(&now.needs).bind(now.paused_at);
    tx.run_one(query.bind(now.returned).bind(&now.page).bind(&now.id).bind(seen)).await
}

pub(crate) async fn update_step(
    tx: &mut WriteTx<'_>,
    id: &str,
    step: &Step,
    by: &str,
) -> Result<(), DbError> {
    let query = sql(
        "update case_step set state = $1, done_by = $2, done_name = $3, done_at = $4, happened_on = $5, note = $6 \
         where case_id = $7 and seq = $8 and state = 'pending'",
    );
    let (name, at) = step.done.clone().unzip();
    let query = query
        .bind(&step.state)
        .bind(by)
        .bind(name)
        .bind(at)
        .bind(step.happened_on.clone())
        .bind(step.note.clone());
    tx.run_one(query.bind(id).bind(step.seq)).await
}

pub(crate) async fn happened(
    tx: &mut WriteTx<'_>,
    id: &str,
    by: (&str, &str),
    at: i64,
    what: &str,
    detail: &serde_json::Value,
) -> Result<(), DbError> {
    let query = sql("insert into case_event (case_id, seq, at, by_id, by_name, what, detail) \
         select $1, (select coalesce(max(seq), 0) + 1 from case_event where case_id = $1), $2, $3, $4, $5, $6");
    let query = query.bind(id).bind(at).bind(by.0).bind(by.1).bind(what);
    tx.run_one(query.bind(detail.to_string())).await
}

pub(crate) async fn set_wish(tx: &mut WriteTx<'_>, id: &str, wish: &LevelWish) -> Result<(), DbError> {
    clear_wish(tx, id).await?;
    let query = sql(
        "insert into case_level_wish (case_id, level, reason, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6)",
    );
    let query = query.bind(id).bind(&wish.level).bind(&wish.reason).bind(&wish.by.0).bind(&wish.by.1);
    tx.run_one(query.bind(wish.at)).await
}

pub(crate) async fn clear_wish(tx: &mut WriteTx<'_>, id: &str) -> Result<(), DbError> {
    tx.run(sql("delete from case_level_wish where case_id = $1").bind(id)).await.map(drop)
}

pub(crate) async fn link(
    tx: &mut WriteTx<'_>,
    from: &str,
    to: &str,
    kind: &str,
    at: i64,
    by: &str,
) -> Result<u64, DbError> {
    let query = sql(
        "insert into case_link (from_id, to_id, kind, at, by_name) values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    tx.run(query.bind(from).bind(to).bind(kind).bind(at).bind(by)).await
}

/// Makes steps pending again, from this place in the order on. Who did them stays in the history.
pub(crate) async fn open_steps(tx: &mut WriteTx<'_>, id: &str, from: i64) -> Result<(), DbError> {
    let query = sql(
        "update case_step set state = 'pending', done_by = null, done_name = null, done_at = null where case_id = $1 and seq >= $2",
    );
    tx.run(query.bind(id).bind(from)).await.map(drop)
}

/// Sets the deadline of a step.
pub(crate) async fn move_due(tx: &mut WriteTx<'_>, id: &str, seq: i64, due_at: i64) -> Result<(), DbError> {
    let query = sql("update case_step set due_at = $1 where case_id = $2 and seq = $3");
    tx.run_one(query.bind(due_at).bind(id).bind(seq)).await
}

pub(crate) async fn pause(
    tx: &mut WriteTx<'_>,
    id: &str,
    now: i64,
    why: &str,
    by: (&str, &str),
) -> Result<(), DbError> {
    let last = tx.one(sql("select max(seq) as seq from case_pause where case_id = $1").bind(id)).await?;
    let seq = last.opt_int("seq")?.unwrap_or(0) + 1;
    let query = sql(
        "insert into case_pause (case_id, seq, why, from_at, to_at, by_id, by_name) values ($1, $2, $3, $4, null, $5, $6)",
    );
    tx.run_one(query.bind(id).bind(seq).bind(why).bind(now).bind(by.0).bind(by.1)).await
}

pub(crate) async fn resume(tx: &mut WriteTx<'_>, id: &str, now: i64) -> Result<(), DbError> {
    tx.run_one(
        sql("update case_pause set to_at = $1 where case_id = $2 and to_at is null").bind(now).bind(id),
    )
    .await
}

/// The accounts that ever did a step: from the history, for a step that is done again keeps only its last doer.
pub(crate) async fn did(from: &mut impl Read, id: &str, step: &str) -> Result<Vec<String>, DbError> {
    let query = sql("select by_id, detail from case_event where case_id = $1 and what = 'step' order by seq");
    let rows = from.all(query.bind(id)).await?;
    let mut all = Vec::new();
    for row in &rows {
        let detail: serde_json::Value = row.json("detail")?;
        if detail["step"] == step {
            all.push(row.text("by_id")?);
        }
    }
    Ok(all)
}
