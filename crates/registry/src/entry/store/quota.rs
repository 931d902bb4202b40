//! Rows of quotas. Only one is in force for a place and a period; the others stay as what was proposed, replaced or refused.

use anye_base::Date;
use anye_db::{DbError, Read, Row, Val, WriteTx, sql};

use crate::entry::quota::Quota;

const COLUMNS: &str = "id, register, quota, place, period, most, basis, state, proposed_by, proposed_name, proposed_at, decided_name, decided_at";

fn quota(row: &Row) -> Result<Quota, DbError> {
    Ok(Quota {
        id: row.text("id")?,
        register: row.text("register")?,
        quota: row.text("quota")?,
        place: row.text("place")?,
        period: row.text("period")?,
        most: row.int("most")?,
        basis: row.text("basis")?,
        state: row.text("state")?,
        proposed_by: row.text("proposed_by")?,
        proposed_name: row.text("proposed_name")?,
        proposed_at: row.int("proposed_at")?,
        decided_name: row.opt_text("decided_name")?,
        decided_at: row.opt_int("decided_at")?,
    })
}

/// What is in force for a place on a day: that of the month, else of the year, else the standing one.
pub async fn in_force(
    from: &mut impl Read,
    register: &str,
    id: &str,
    place: &str,
    on: Date,
) -> Result<Option<i64>, DbError> {
    let day = on.to_string();
    let periods = [day.get(..7).unwrap_or_default(), day.get(..4).unwrap_or_default(), ""];
    let query = sql("select period, most from entry_quota where state = 'in_force'")
        .push_bind(" and register = {}", register)
        .push_bind(" and quota = {}", id)
        .push_bind(" and place = {}", place)
        .push_list(" and period in ({})", periods)
        .push(" order by length(period) desc limit 1");
    from.optional(query).await?.map(|row| row.int("most")).transpose()
}

/// All quotas of a register at these places' counties and above, newest first.
pub async fn of(from: &mut impl Read, register: &str) -> Result<Vec<Quota>, DbError> {
    let query = sql(format!(
        "select {COLUMNS} from entry_quota where register = $1 order by place, period, proposed_at desc, id"
    ));
    from.all(query.bind(register)).await?.iter().map(quota).collect()
}

/// One by id.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Quota>, DbError> {
    let query = sql(format!("select {COLUMNS} from entry_quota where id = $1"));
    from.optional(query.bind(id)).await?.as_ref().map(quota).transpose()
}

/// Inserts a proposal.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Quota) -> Result<(), DbError> {
    let row: Vec<Val> = vec![
        (&one.id).into(),
        (&one.register).into(),
        (&one.quota).into(),
        (&one.place).into(),
        (&one.period).into(),
        one.most.into(),
        (&one.basis).into(),
        (&one.state).into(),
        (&one.proposed_by).into(),
        (&one.proposed_name).into(),
        one.proposed_at.into(),
    ];
    let columns =
        "id, register, quota, place, period, most, basis, state, proposed_by, proposed_name, proposed_at";
    tx.insert("entry_quota", columns, vec![row]).await
}

/// Decides a proposal; what was in force for the same place and period is replaced.
pub async fn decide(
    tx: &mut WriteTx<'_>,
    one: &Quota,
    state: &str,
    by: (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    if state == "in_force" {
        let query = sql("update entry_quota set state = 'replaced' where state = 'in_force'")
            .push_bind(" and register = {}", &one.register)
            .push_bind(" and quota = {}", &one.quota)
            .push_bind(" and place = {}", &one.place)
            .push_bind(" and period = {}", &one.period);
        tx.run(query).await?;
    }
    let query = sql("update entry_quota set ")
        .push_bind("state = {}", state)
        .push_bind(", decided_by = {}", by.0)
        .push_bind(", decided_name = {}", by.1)
        .push_bind(", decided_at = {}", now)
        .push_bind(" where id = {} and state = 'proposed'", &one.id);
    tx.run_one(query).await
}
