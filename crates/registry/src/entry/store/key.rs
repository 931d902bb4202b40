//! Rows of keys and of the turns taken on them. Keys are an index of entries: they may be written anew, the entries not.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Date;
use anye_db::Read as _;
use anye_db::{DbError, Val, WriteTx, sql};

/// Keys in one statement.
const MANY: usize = 150;

/// A key of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The entry.
    pub entry: String,
    /// u0, l0 …
    pub rule: String,
    /// The values.
    pub key: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
    /// Whether it counts as open.
    pub is_open: bool,
}

type Keys = BTreeSet<(String, String)>;

/// Takes the turns of keys, in their order: a second writer waits here until the first has ended.
pub async fn take_turns(tx: &mut WriteTx<'_>, register: &str, keys: &Keys) -> Result<(), DbError> {
    let all: Vec<&(String, String)> = keys.iter().collect();
    for some in all.chunks(MANY) {
        let mut query = sql("insert into entry_guard (register, rule, key_text, held, turns) values ");
        for (at, (rule, key)) in some.iter().enumerate() {
            let row: [Val; 5] = [register.into(), rule.into(), key.into(), 0_i64.into(), 0_i64.into()];
            query = query.push_list(if at == 0 { "({})" } else { ", ({})" }, row);
        }
        tx.run(query.push(" on conflict do nothing")).await?;
    }
    for (rule, some) in by_rule(keys) {
        for some in some.chunks(MANY) {
            let query = sql("update entry_guard set turns = turns + 1 where ")
                .push_bind("register = {}", register)
                .push_bind(" and rule = {}", rule)
                .push_list(" and key_text in ({})", some.iter().copied());
            tx.run(query).await?;
        }
    }
    Ok(())
}

fn by_rule(keys: &Keys) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (rule, key) in keys {
        all.entry(rule).or_default().push(key);
    }
    all
}

/// How many are counted under each limited key.
pub async fn held(
    tx: &mut WriteTx<'_>,
    register: &str,
    keys: &Keys,
) -> Result<BTreeMap<(String, String), i64>, DbError> {
    let mut out = BTreeMap::new();
    for (rule, some) in by_rule(keys).into_iter().filter(|(rule, _)| rule.starts_with('l')) {
        for some in some.chunks(MANY) {
            let query = sql("select key_text, held from entry_guard where ")
                .push_bind("register = {}", register)
                .push_bind(" and rule = {}", rule)
                .push_list(" and key_text in ({})", some.iter().copied());
            for row in &tx.all(query).await? {
                out.insert((rule.to_owned(), row.text("key_text")?), row.int("held")?);
            }
        }
    }
    Ok(out)
}

/// Writes how many are counted.
pub async fn set_held(
    tx: &mut WriteTx<'_>,
    register: &str,
    held: &BTreeMap<(String, String), i64>,
) -> Result<(), DbError> {
    for ((rule, key), n) in held {
        let query =
            sql("update entry_guard set held = $1 where register = $2 and rule = $3 and key_text = $4");
        tx.run_one(query.bind(*n).bind(register).bind(rule).bind(key)).await?;
    }
    Ok(())
}

/// The rows with these keys.
pub async fn rows(tx: &mut WriteTx<'_>, register: &str, keys: &Keys) -> Result<Vec<KeyRow>, DbError> {
    let mut out = Vec::new();
    for (rule, some) in by_rule(keys) {
        for some in some.chunks(MANY) {
            let query =
                sql("select entry_id, rule, key_text, from_day, to_day, is_open from entry_key where ")
                    .push_bind("register = {}", register)
                    .push_bind(" and rule = {}", rule)
                    .push_list(" and key_text in ({})", some.iter().copied());
            for row in &tx.all(query).await? {
                out.push(KeyRow {
                    entry: row.text("entry_id")?,
                    rule: row.text("rule")?,
                    key: row.text("key_text")?,
                    from: row.date("from_day")?,
                    to: row.opt_date("to_day")?,
                    is_open: row.flag("is_open")?,
                });
            }
        }
    }
    Ok(out)
}

/// Takes the keys of entries away and writes others.
pub async fn replace(
    tx: &mut WriteTx<'_>,
    register: &str,
    gone: &[String],
    made: &[KeyRow],
) -> Result<(), DbError> {
    for some in gone.chunks(MANY) {
        tx.run(sql("delete from entry_key where ").push_list("entry_id in ({})", some.iter())).await?;
    }
    let row = |one: &KeyRow| -> Vec<Val> {
        vec![
            (&one.entry).into(),
            register.into(),
            (&one.rule).into(),
            (&one.key).into(),
            one.from.into(),
            one.to.into(),
            one.is_open.into(),
        ]
    };
    let columns = "entry_id, register, rule, key_text, from_day, to_day, is_open";
    tx.insert("entry_key", columns, made.iter().map(row).collect()).await
}

/// How many with this key were there at the end of a day.
pub async fn open_on(
    tx: &mut WriteTx<'_>,
    register: &str,
    rule: &str,
    key: &str,
    on: Date,
) -> Result<i64, DbError> {
    let query = sql("select count(*) as n from entry_key where ")
        .push_bind("register = {}", register)
        .push_bind(" and rule = {}", rule)
        .push_bind(" and key_text = {}", key)
        .push_bind(" and from_day <= {}", on)
        .push_bind(" and (to_day is null or to_day >= {})", on);
    tx.one(query).await?.int("n")
}

/// The next number of a series (证书流水号).
pub async fn next_number(tx: &mut WriteTx<'_>, register: &str, series: &str) -> Result<i64, DbError> {
    let keys = Keys::from([("n".to_owned(), series.to_owned())]);
    take_turns(tx, register, &keys).await?;
    let query =
        sql("update entry_guard set held = held + 1 where register = $1 and rule = 'n' and key_text = $2");
    tx.run_one(query.bind(register).bind(series)).await?;
    let query = sql("select held from entry_guard where register = $1 and rule = 'n' and key_text = $2");
    tx.one(query.bind(register).bind(series)).await?.int("held")
}
