//! Rows of looks: who saw what of a person, when and why.

use anye_base::{Cursor, Date, Limit, Page};
use anye_db::{DbError, Read, Row, WriteTx, sql};

use crate::person::look::Look;

fn look(row: &Row) -> Result<Look, DbError> {
    Ok(Look {
        id: row.text("id")?,
        person: row.text("person_id")?,
        what: row.text("what")?,
        account: row.text("account")?,
        account_name: row.text("account_name")?,
        at: row.int("at")?,
        purpose: row.text("purpose")?,
        note: row.text("note")?,
    })
}

/// Inserts one.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Look, day: Date) -> Result<(), DbError> {
    let query =
        sql("insert into person_look (id, person_id, what, account, account_name, day, at, purpose, note) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    let query =
        query.bind(&one.id).bind(&one.person).bind(&one.what).bind(&one.account).bind(&one.account_name);
    tx.run_one(query.bind(day).bind(one.at).bind(&one.purpose).bind(&one.note)).await
}

/// How many values an account has seen in clear on a day.
pub async fn count(from: &mut impl Read, account: &str, day: Date) -> Result<i64, DbError> {
    let query =
        sql("select count(*) as n from person_look where account = $1 and day = $2 and what <> 'page'");
    from.one(query.bind(account).bind(day)).await?.int("n")
}

/// Looks at these records, newest first.
pub async fn page(
    from: &mut impl Read,
    persons: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Look>, DbError> {
    let mut query =
        sql("select id, person_id, what, account, account_name, at, purpose, note from person_look")
            .push_list(" where person_id in ({})", persons.iter());
    if let Some([at, id]) = after.map(|cursor| &cursor.0[..]) {
        let at: i64 = at.parse().unwrap_or(i64::MAX);
        query = query
            .push_bind(" and (at < {}", at)
            .push_bind(" or (at = {}", at)
            .push_bind(" and id < {}))", id);
    }
    query = query.push_bind(" order by at desc, id desc limit {}", limit.rows() + 1);
    let rows = from.all(query).await?.iter().map(look).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(rows, limit, |one| Cursor(vec![one.at.to_string(), one.id.clone()])))
}
