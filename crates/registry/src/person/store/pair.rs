//! Rows of pairs: two records that may be one person, with what was proposed and decided.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use crate::person::duplicates::Pair;

fn select(rest: &str) -> Query {
    sql(format!(
        "select id, one_id, other_id, score, reasons, state, keep_id, found_at, proposed_at, proposed_by, proposed_name, proposed_note, \
         decided_at, decided_by, decided_name, decided_note, version from person_pair {rest}"
    ))
}

fn pair(row: &Row) -> Result<Pair, DbError> {
    Ok(Pair {
        id: row.text("id")?,
        one: row.text("one_id")?,
        other: row.text("other_id")?,
        score: row.int("score")?,
        reasons: row.json("reasons")?,
        state: row.text("state")?,
        keep: row.opt_text("keep_id")?,
        found_at: row.int("found_at")?,
        proposed_at: row.opt_int("proposed_at")?,
        proposed_by: row.opt_text("proposed_by")?,
        proposed_name: row.opt_text("proposed_name")?,
        proposed_note: row.text("proposed_note")?,
        decided_at: row.opt_int("decided_at")?,
        decided_by: row.opt_text("decided_by")?,
        decided_name: row.opt_text("decided_name")?,
        decided_note: row.text("decided_note")?,
        version: row.int("version")?,
    })
}

/// One.
pub async fn by_id(from: &mut impl Read, id: &str) -> Result<Option<Pair>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(pair).transpose()
}

/// Adds a pair that was found; one that is there stays as it is. Whether it was added.
pub async fn add(tx: &mut WriteTx<'_>, one: &Pair) -> Result<bool, DbError> {
    let query = sql(
        "insert into person_pair (id, one_id, other_id, score, reasons, state, found_at, proposed_note, decided_note, version) \
         values ($1, $2, $3, $4, $5, 'open', $6, '', '', 1) on conflict do nothing",
    );
    let reasons = serde_json::to_value(&one.reasons).unwrap_or_default();
    let query = query.bind(&one.id).bind(&one.one).bind(&one.other).bind(one.score).bind(&reasons);
    Ok(tx.run(query.bind(one.found_at)).await? == 1)
}

/// Writes what was proposed and decided, while the row is the one that was seen.
pub async fn put(tx: &mut WriteTx<'_>, one: &Pair) -> Result<(), DbError> {
    let query = sql(
        "update person_pair set state = $1, keep_id = $2, proposed_at = $3, proposed_by = $4, proposed_name = $5, proposed_note = $6, \
         decided_at = $7, decided_by = $8, decided_name = $9, decided_note = $10, version = version + 1 where id = $11 and version = $12",
    );
    let query = query
        .bind(&one.state)
        .bind(one.keep.clone())
        .bind(one.proposed_at)
        .bind(one.proposed_by.clone())
        .bind(one.proposed_name.clone())
        .bind(&one.proposed_note)
        .bind(one.decided_at)
        .bind(one.decided_by.clone())
        .bind(one.decided_name.clone())
        .bind(&one.decided_note);
    tx.run_one(query.bind(&one.id).bind(one.version)).await
}

/// Pairs in one of these states, both of whose records lie in these counties; the likeliest first.
pub async fn page(
    from: &mut impl Read,
    states: &[&str],
    counties: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Pair>, DbError> {
    let mut query = select("").push_list("where state in ({})", states.iter().copied());
    for column in ["one_id", "other_id"] {
        query = query.push_list(
            &format!(" and exists (select 1 from person p where p.id = {column} and p.county in ({{}}))"),
            counties.iter(),
        );
    }
    if let Some([score, id]) = after.map(|cursor| &cursor.0[..]) {
        let score: i64 = score.parse().unwrap_or(i64::MAX);
        query = query
            .push_bind(" and (score < {}", score)
            .push_bind(" or (score = {}", score)
            .push_bind(" and id > {}))", id);
    }
    query = query.push_bind(" order by score desc, id limit {}", limit.rows() + 1);
    let rows = from.all(query).await?.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(rows, limit, |one| Cursor(vec![one.score.to_string(), one.id.clone()])))
}

/// Pairs that any of these records is part of.
pub async fn of(from: &mut impl Read, ids: &[String]) -> Result<Vec<Pair>, DbError> {
    let query = select("")
        .push_list("where one_id in ({})", ids.iter())
        .push_list(" or other_id in ({})", ids.iter());
    from.all(query.push(" order by id")).await?.iter().map(pair).collect()
}
