//! Rows of working groups.

use anye_base::Date;
use anye_db::{DbError, Read, Row, WriteTx, sql};

use crate::group::{Deed, Group};

fn group(row: &Row) -> Result<Group, DbError> {
    let members = row.text("members")?;
    Ok(Group {
        seq: row.int("seq")?,
        name: row.text("name")?,
        formed_on: row.text("formed_on")?,
        members: serde_json::from_str(&members).map_err(|cause| DbError::Other(cause.to_string()))?,
        deeds: Vec::new(),
        ended: row.opt_text("ended_on")?.zip(row.opt_text("result")?),
        by: row.text("by_name")?,
    })
}

/// The groups of a case in their order, with what they did.
pub(crate) async fn of(from: &mut impl Read, case: &str) -> Result<Vec<Group>, DbError> {
    let query = sql(
        "select seq, name, formed_on, members, ended_on, result, by_name from case_group where case_id = $1 order by seq",
    );
    let mut all = from.all(query.bind(case)).await?.iter().map(group).collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() {
        return Ok(all);
    }
    let query = sql(
        "select group_seq, done_on, what, by_name from case_group_act where case_id = $1 order by group_seq, done_on, seq",
    );
    for row in &from.all(query.bind(case)).await? {
        let seq = row.int("group_seq")?;
        let deed = Deed { done_on: row.text("done_on")?, what: row.text("what")?, by: row.text("by_name")? };
        if let Some(own) = all.iter_mut().find(|one| one.seq == seq) {
            own.deeds.push(deed);
        }
    }
    Ok(all)
}

/// Who entered it, and when.
pub(crate) struct By<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) at: i64,
}

pub(crate) async fn insert(
    tx: &mut WriteTx<'_>,
    case: &str,
    made: &Group,
    by: &By<'_>,
) -> Result<(), DbError> {
    let members = serde_json::to_string(&made.members).map_err(|cause| DbError::Other(cause.to_string()))?;
    let query = sql(
        "insert into case_group (case_id, seq, name, formed_on, members, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let query = query.bind(case).bind(made.seq).bind(&made.name).bind(&made.formed_on).bind(members);
    tx.run_one(query.bind(by.at).bind(by.id).bind(by.name)).await
}

pub(crate) async fn add(
    tx: &mut WriteTx<'_>,
    case: &str,
    group: &Group,
    (day, what): (Date, &str),
    by: &By<'_>,
) -> Result<(), DbError> {
    let seq = i64::try_from(group.deeds.len()).unwrap_or(i64::MAX) + 1;
    let query = sql(
        "insert into case_group_act (case_id, group_seq, seq, done_on, what, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let query = query.bind(case).bind(group.seq).bind(seq).bind(day.to_string()).bind(what);
    tx.run_one(query.bind(by.at).bind(by.id).bind(by.name)).await
}

pub(crate) async fn end(
    tx: &mut WriteTx<'_>,
    case: &str,
    seq: i64,
    (day, result): (Date, &str),
) -> Result<(), DbError> {
    let query = sql(
        "update case_group set ended_on = $1, result = $2 where case_id = $3 and seq = $4 and ended_on is null",
    );
    tx.run_one(query.bind(day.to_string()).bind(result).bind(case).bind(seq)).await
}
