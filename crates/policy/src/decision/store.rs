//! Rows of decisions. They are only ever added.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::list::Filter;
use super::model::Kept;

/// Ids in one list.
const MANY: usize = 500;

fn select(rest: &str) -> Query {
    sql(format!(
        "select d.id, d.place, d.subject_kind, d.subject_id, d.rule, d.rule_name, d.on_day, d.known_day, d.outcome, d.amount_fen, \
         d.book, b.version, d.version_id, d.facts, d.answer, d.lang, d.made_by, d.made_name, d.made_at, d.supersedes, \
         l.id as superseded_by from law_decision d join law_book b on b.id = d.book \
         left join law_decision l on l.supersedes = d.id {rest}"
    ))
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    Ok(Kept {
        id: row.text("id")?,
        place: row.text("place")?,
        subject_kind: row.text("subject_kind")?,
        subject_id: row.text("subject_id")?,
        rule: row.text("rule")?,
        rule_name: row.text("rule_name")?,
        on: row.text("on_day")?,
        known: row.opt_text("known_day")?,
        outcome: row.text("outcome")?,
        amount_fen: row.opt_int("amount_fen")?,
        book: row.text("book")?,
        version: row.text("version")?,
        version_id: row.opt_text("version_id")?,
        facts: row.json("facts")?,
        answer: row.json("answer")?,
        lang: row.text("lang")?,
        made_by: row.text("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.int("made_at")?,
        supersedes: row.opt_text("supersedes")?,
        superseded_by: row.opt_text("superseded_by")?,
    })
}

pub async fn insert(tx: &mut WriteTx<'_>, made: &Kept) -> Result<(), DbError> {
    let insert = sql(
        "insert into law_decision (id, place, subject_kind, subject_id, rule, rule_name, on_day, known_day, outcome, amount_fen, \
         book, version_id, facts, answer, lang, made_by, made_name, made_at, supersedes) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    );
    let insert = insert.bind(&made.id).bind(&made.place).bind(&made.subject_kind).bind(&made.subject_id);
    let insert = insert.bind(&made.rule).bind(&made.rule_name).bind(&made.on).bind(made.known.clone());
    let insert = insert.bind(&made.outcome).bind(made.amount_fen).bind(&made.book);
    let insert = insert.bind(made.version_id.clone()).bind(&made.facts).bind(&made.answer).bind(&made.lang);
    let insert = insert.bind(&made.made_by).bind(&made.made_name).bind(made.made_at);
    tx.run_one(insert.bind(made.supersedes.clone())).await
}

pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Kept>, DbError> {
    from.optional(select("where d.id = $1").bind(id)).await?.as_ref().map(kept).transpose()
}

/// Grants about these things that nothing superseded, the earliest first.
pub async fn granted(from: &mut impl Read, things: &[(String, String)]) -> Result<Vec<Kept>, DbError> {
    let mut all = Vec::new();
    for (kind, id) in things {
        let query = select(
            "where l.id is null and d.outcome = 'granted' and d.subject_kind = $1 and d.subject_id = $2 order by d.id",
        );
        let rows = from.all(query.bind(kind).bind(id)).await?;
        all.extend(rows.iter().map(kept).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(all)
}

/// The same for many things of one kind.
pub async fn granted_many(from: &mut impl Read, kind: &str, ids: &[String]) -> Result<Vec<Kept>, DbError> {
    let mut all = Vec::new();
    for part in ids.chunks(MANY) {
        let query = select("where l.id is null and d.outcome = 'granted'")
            .push_bind(" and d.subject_kind = {}", kind);
        let query = query.push_list(" and d.subject_id in ({})", part.iter().map(String::as_str));
        for row in &from.all(query.push(" order by d.id")).await? {
            all.push(kept(row)?);
        }
    }
    Ok(all)
}

/// All places that have decisions.
pub async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from law_decision order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

pub async fn page(
    from: &mut impl Read,
    filter: &Filter,
    places: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Kept>, DbError> {
    if places.is_empty() {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let mut query =
        select("where 1 = 1").push_list(" and d.place in ({})", places.iter().map(String::as_str));
    if let Some(rule) = &filter.rule {
        query = query.push_bind(" and d.rule = {}", rule);
    }
    if let Some(outcome) = &filter.outcome {
        query = query.push_bind(" and d.outcome = {}", outcome);
    }
    if let Some(from) = &filter.from {
        query = query.push_bind(" and d.on_day >= {}", from);
    }
    if let Some(to) = &filter.to {
        query = query.push_bind(" and d.on_day <= {}", to);
    }
    if let Some(id) = after.and_then(|cursor| cursor.0.first()) {
        query = query.push_bind(" and d.id < {}", id);
    }
    let rows = from.all(query.push_bind(" order by d.id desc limit {}", limit.rows() + 1)).await?;
    let all = rows.iter().map(kept).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(all, limit, |one| Cursor(vec![one.id.clone()])))
}
