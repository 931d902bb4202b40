//! Questions about many cases: lists and counts.

use anye_db::{DbError, Query, Read, sql};

use crate::case::{Filter, Line, Stats};
use crate::model::Stand;

/// All places that have cases.
pub(crate) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from service_case order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

/// Lines at these places, one more than asked for.
pub(crate) async fn lines(
    from: &mut impl Read,
    places: Vec<String>,
    filter: &Filter,
) -> Result<Vec<Line>, DbError> {
    let query = sql(
        "select s.case_id, s.number, s.programme, s.place, s.state, s.made_at, s.ended_at, c.title_zh, c.title_en, c.due_at \
         from service_case s join case_file c on c.id = s.case_id where ",
    );
    let mut query: Query = query.push_list("s.place in ({})", places);
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
    let mut all = Vec::new();
    for row in from.all(query).await? {
        all.push(Line {
            case_id: row.text("case_id")?,
            number: row.text("number")?,
            programme: row.text("programme")?,
            place: row.text("place")?,
            stand: Stand::from_word(&row.text("state")?).unwrap_or(Stand::Working),
            title: (row.text("title_zh")?, row.text("title_en")?),
            made_at: row.int("made_at")?,
            due_at: row.int("due_at")?,
            ended_at: row.opt_int("ended_at")?,
        });
    }
    Ok(all)
}

/// Counts at these places.
pub(crate) async fn stats(
    from: &mut impl Read,
    places: Vec<String>,
    now: i64,
) -> Result<Vec<Stats>, DbError> {
    let query = sql(
        "select s.programme, s.place, count(*) as sent, sum(case when s.ended_at is null then 1 else 0 end) as open_n, \
         sum(case when s.ended_at is null and c.paused_at is null and c.due_at < $1 then 1 else 0 end) as late_n, \
         sum(case when s.state = 'granted' then 1 else 0 end) as granted_n, \
         sum(case when s.state in ('refused', 'rejected') then 1 else 0 end) as refused_n, \
         sum(case when s.state in ('refused', 'rejected') and (s.why <> '' or exists (select 1 from service_decision d where d.case_id = s.case_id and d.decision <> '')) \
         then 1 else 0 end) as reason_n, \
         sum(case when s.ended_at is not null and s.promised_at is not null and s.ended_at <= s.promised_at then 1 else 0 end) as kept_n, \
         sum(case when s.ended_at is not null and s.promised_at is not null then 1 else 0 end) as promised_n, \
         sum(case when s.ended_at is not null then s.ended_at - s.made_at else 0 end) as took \
         from service_case s join case_file c on c.id = s.case_id where ",
    );
    let query = query.bind(now).push_list("s.place in ({})", places);
    let query = query.push(" group by s.programme, s.place order by s.programme, s.place");
    let mut all = Vec::new();
    for row in from.all(query).await? {
        let n = |column: &str| row.opt_int(column).map(Option::unwrap_or_default);
        all.push(Stats {
            programme: row.text("programme")?,
            place: row.text("place")?,
            sent: n("sent")?,
            open: n("open_n")?,
            late: n("late_n")?,
            granted: n("granted_n")?,
            refused: n("refused_n")?,
            with_reason: n("reason_n")?,
            kept: n("kept_n")?,
            promised: n("promised_n")?,
            took_ms: n("took")?,
        });
    }
    Ok(all)
}

/// Open cases that somebody works on, what is due first stands first.
pub(crate) async fn open_ids(from: &mut impl Read, most: u32) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select s.case_id from service_case s join case_file c on c.id = s.case_id where s.state = 'working' and c.needs = 'service.check' order by c.due_at, c.id",
    );
    let rows = from.all(query.push(&format!(" limit {most}"))).await?;
    rows.iter().map(|row| row.text("case_id")).collect()
}
