//! Questions about many cases: lists and counts.

use anye_db::{DbError, Query, Read, Row, sql};

use crate::case::{Filter, Line};
use crate::model::Stand;

/// All places that have cases.
pub(crate) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from service_case order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

const LINE: &str = "select s.case_id, s.number, s.programme, s.place, s.state, s.made_at, s.ended_at, c.title_zh, c.title_en, c.due_at \
     from service_case s join case_file c on c.id = s.case_id where ";

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        case_id: row.text("case_id")?,
        number: row.text("number")?,
        programme: row.text("programme")?,
        place: row.text("place")?,
        stand: Stand::from_word(&row.text("state")?).unwrap_or(Stand::Working),
        title: (row.text("title_zh")?, row.text("title_en")?),
        made_at: row.int("made_at")?,
        due_at: row.int("due_at")?,
        ended_at: row.opt_int("ended_at")?,
    })
}

/// Lines at these places, one more than asked for.
pub(crate) async fn lines(
    from: &mut impl Read,
    places: Vec<String>,
    filter: &Filter,
) -> Result<Vec<Line>, DbError> {
    let mut query: Query = sql(LINE).push_list("s.place in ({})", places);
    if let Some(programme) = &filter.programme {
        query = query.push_bind(" and s.programme = {}", programme.as_str());
    }
    if let Some(stand) = filter.stand {
        query = query.push_bind(" and s.state = {}", stand.word());
    }
    if let Some((kind, id)) = &filter.subject {
        query = query
            .push_bind(" and c.subject_kind = {}", kind.as_str())
            .push_bind(" and c.subject = {}", id.as_str());
    }
    if let Some(after) = filter.cursor.as_ref().and_then(|cursor| cursor.0.first()) {
        query = query.push_bind(" and s.case_id < {}", after.as_str());
    }
    let query = query.push(&format!(" order by s.case_id desc limit {}", filter.limit.rows() + 1));
    from.all(query).await?.iter().map(line).collect()
}

/// The lines of these cases, as far as they are at these places.
pub(crate) async fn by_ids(
    from: &mut impl Read,
    places: &[String],
    ids: &[String],
) -> Result<Vec<Line>, DbError> {
    let query = sql(LINE).push_list("s.place in ({})", places.iter().map(String::as_str));
    let query = query.push_list(" and s.case_id in ({})", ids.iter().map(String::as_str));
    from.all(query).await?.iter().map(line).collect()
}

/// Open cases at these places, and those of them that are late.
pub(crate) async fn open_and_late(
    from: &mut impl Read,
    places: Vec<String>,
    now: i64,
) -> Result<(i64, i64), DbError> {
    let query = sql(
        "select count(*) as open_n, sum(case when c.paused_at is null and c.due_at < $1 then 1 else 0 end) as late_n \
         from service_case s join case_file c on c.id = s.case_id where s.ended_at is null and ",
    );
    let row = from.one(query.bind(now).push_list("s.place in ({})", places)).await?;
    Ok((row.int("open_n")?, row.opt_int("late_n")?.unwrap_or_default()))
}

/// Open cases that somebody works on, what is due first stands first.
pub(crate) async fn open_ids(from: &mut impl Read, most: u32) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select s.case_id from service_case s join case_file c on c.id = s.case_id where s.state = 'working' and c.needs = 'service.check' order by c.due_at, c.id",
    );
    let rows = from.all(query.push(&format!(" limit {most}"))).await?;
    rows.iter().map(|row| row.text("case_id")).collect()
}
