//! Rows that statistics are made of.

use std::collections::BTreeMap;

use anye_db::{DbError, Query, Read, sql};

use crate::count::{Row, Step, Time};
use crate::model::Stand;

/// The cases that were sent in the time, ended in it, or are open: of a programme, at these places.
fn which(query: Query, places: &[String], programme: Option<&str>, time: Time) -> Query {
    let query = query.push_list(" s.place in ({})", places.iter().map(String::as_str));
    let query = query.push_bind(" and s.made_at < {}", time.to);
    let query = query.push_bind(" and (s.ended_at is null or s.ended_at >= {})", time.from);
    match programme {
        Some(programme) => query.push_bind(" and s.programme = {}", programme),
        None => query,
    }
}

pub(crate) async fn rows(
    from: &mut impl Read,
    places: &[String],
    programme: Option<&str>,
    time: Time,
) -> Result<Vec<Row>, DbError> {
    let query = sql(
        "select s.case_id, s.programme, s.place, s.state, s.why, s.made_at, s.ended_at, s.promised_at, c.due_at, c.paused_at, c.returned, c.escalations \
         from service_case s join case_file c on c.id = s.case_id where",
    );
    let query = which(query, places, programme, time).push(" order by s.case_id");
    let mut all: BTreeMap<String, Row> = BTreeMap::new();
    for row in from.all(query).await? {
        let one = Row {
            case_id: row.text("case_id")?,
            programme: row.text("programme")?,
            place: row.text("place")?,
            stand: Stand::from_word(&row.text("state")?).unwrap_or(Stand::Working),
            why: row.text("why")?,
            made_at: row.int("made_at")?,
            ended_at: row.opt_int("ended_at")?,
            promised_at: row.opt_int("promised_at")?,
            due_at: row.int("due_at")?,
            standing_still: row.opt_int("paused_at")?.is_some(),
            returned: row.int("returned")?,
            escalations: row.int("escalations")?,
            pauses: Vec::new(),
            steps: Vec::new(),
        };
        all.insert(one.case_id.clone(), one);
    }
    let query = sql("select t.case_id, t.step, t.name_zh, t.name_en, t.due_at, t.state, t.done_at \
         from case_step t join service_case s on s.case_id = t.case_id where");
    let query = which(query, places, programme, time).push(" order by t.case_id, t.seq");
    for row in from.all(query).await? {
        let Some(own) = all.get_mut(&row.text("case_id")?) else { continue };
        let state = row.text("state")?;
        own.steps.push(Step {
            step: row.text("step")?,
            zh: row.text("name_zh")?,
            en: row.text("name_en")?,
            due_at: row.int("due_at")?,
            done: row.opt_int("done_at")?.filter(|_| state == "done"),
            pending: state == "pending",
        });
    }
    let query = sql(
        "select p.case_id, p.from_at, p.to_at from case_pause p join service_case s on s.case_id = p.case_id where",
    );
    let query = which(query, places, programme, time).push(" order by p.case_id, p.seq");
    for row in from.all(query).await? {
        let Some(own) = all.get_mut(&row.text("case_id")?) else { continue };
        own.pauses.push((row.int("from_at")?, row.opt_int("to_at")?));
    }
    Ok(all.into_values().collect())
}

/// Cases that ended in the time, everywhere: programme, state, how many.
pub(crate) async fn ended(from: &mut impl Read, time: Time) -> Result<Vec<(String, String, i64)>, DbError> {
    let query = sql(
        "select programme, state, count(*) as n from service_case where ended_at >= $1 and ended_at < $2 group by programme, state",
    );
    let rows = from.all(query.bind(time.from).bind(time.to)).await?;
    rows.iter().map(|row| Ok((row.text("programme")?, row.text("state")?, row.int("n")?))).collect()
}

/// Offers that were no match, by programme and place.
pub(crate) async fn false_matches(
    from: &mut impl Read,
    places: &[String],
    programme: Option<&str>,
    time: Time,
) -> Result<BTreeMap<(String, String), i64>, DbError> {
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let query =
        sql("select programme, place, count(*) as n from service_candidate where state = 'wrong' and");
    let query = query.push_list(" place in ({})", places.iter().map(String::as_str));
    let query =
        query.push_bind(" and answered_at >= {}", time.from).push_bind(" and answered_at < {}", time.to);
    let query = match programme {
        Some(programme) => query.push_bind(" and programme = {}", programme),
        None => query,
    };
    let rows = from.all(query.push(" group by programme, place")).await?;
    rows.iter().map(|row| Ok(((row.text("programme")?, row.text("place")?), row.int("n")?))).collect()
}
