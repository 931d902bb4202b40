//! Rows of entries and of what happened to them.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Cursor, Date, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use serde_json::Value;

use crate::entry::list::Filter;
use crate::entry::model::{Entry, Happened};

const COLUMNS: &str = "id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, to_day, fields, course, channel, source, \
     evidence, reason, number, check_code, wish, answer, public_from, public_to, recorded_at, recorded_by, recorded_name, confirmed_by, confirmed_name, version";
/// Ids in one list.
const MANY: usize = 500;

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from entry {rest}"))
}

fn json_or_none<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>, DbError> {
    match row.opt_text(column)? {
        None => Ok(None),
        Some(_) => row.json(column).map(Some),
    }
}

fn entry(row: &Row) -> Result<Entry, DbError> {
    Ok(Entry {
        id: row.text("id")?,
        register: row.text("register")?,
        subject_kind: row.text("subject_kind")?,
        subject: row.text("subject")?,
        subject_name: row.text("subject_name")?,
        place: row.text("place")?,
        county: row.text("county")?,
        state: row.text("state")?,
        is_open: row.flag("is_open")?,
        pending: row.flag("pending")?,
        from: row.date("from_day")?,
        to: row.opt_date("to_day")?,
        fields: row.json("fields")?,
        course: row.json("course")?,
        channel: row.text("channel")?,
        source: row.text("source")?,
        evidence: row.text("evidence")?,
        reason: row.text("reason")?,
        number: row.opt_text("number")?,
        check_code: row.opt_text("check_code")?,
        wish: json_or_none(row, "wish")?,
        answer: json_or_none::<Value>(row, "answer")?,
        public_from: row.opt_date("public_from")?,
        public_to: row.opt_date("public_to")?,
        recorded_at: row.int("recorded_at")?,
        recorded_by: row.text("recorded_by")?,
        recorded_name: row.text("recorded_name")?,
        confirmed_name: row.opt_text("confirmed_name")?,
        version: row.int("version")?,
    })
}

async fn entries(from: &mut impl Read, query: Query) -> Result<Vec<Entry>, DbError> {
    from.all(query).await?.iter().map(entry).collect()
}

/// One by id.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Entry>, DbError> {
    Ok(entries(from, select("where id = $1").bind(id)).await?.pop())
}

/// One by the number of its certificate.
pub async fn by_number(from: &mut impl Read, number: &str) -> Result<Option<Entry>, DbError> {
    Ok(entries(from, select("where number = $1").bind(number)).await?.pop())
}

/// Those with these ids.
pub async fn by_ids(from: &mut impl Read, ids: &[String]) -> Result<Vec<Entry>, DbError> {
    let mut out = Vec::new();
    for some in ids.chunks(MANY) {
        out.extend(entries(from, select("where ").push_list("id in ({})", some.iter())).await?);
    }
    Ok(out)
}

/// All entries about these subjects, in all registers.
pub async fn of_subjects(
    from: &mut impl Read,
    kind: &str,
    subjects: &[String],
) -> Result<Vec<Entry>, DbError> {
    let mut out = Vec::new();
    for some in subjects.chunks(MANY) {
        let query = select("where ")
            .push_bind("subject_kind = {}", kind)
            .push_list(" and subject in ({})", some.iter())
            .push(" order by from_day, id");
        out.extend(entries(from, query).await?);
    }
    Ok(out)
}

/// Entries of these registers in whose fields an entry is named, the oldest first.
pub async fn naming(from: &mut impl Read, registers: &[String], id: &str) -> Result<Vec<Entry>, DbError> {
    let query = select("where ")
        .push_list("register in ({})", registers.iter())
        .push_bind(" and fields like {} escape '\\'", format!("%\"{}\"%", escaped(id)));
    entries(from, query.push(" order by from_day, id limit 1000")).await
}

fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn filtered(filter: &Filter, counties: &[String]) -> Query {
    let query = select("where ").push_bind("register = {}", &filter.register);
    narrowed(query.push_list(" and county in ({})", counties.iter()), filter)
}

fn narrowed(mut query: Query, filter: &Filter) -> Query {
    if !filter.state.is_empty() {
        query = query.push_bind(" and state = {}", &filter.state);
    }
    match filter.open.as_str() {
        "yes" => query = query.push(" and is_open = 1 and pending = 0"),
        "no" => query = query.push(" and is_open = 0"),
        "pending" => query = query.push(" and (pending = 1 or wish is not null)"),
        _ => {}
    }
    if !filter.subject.is_empty() {
        query = query.push_bind(" and subject = {}", &filter.subject);
    }
    if !filter.without.is_empty() {
        query = query
            .push(" and is_open = 1 and pending = 0 and not exists (select 1 from entry o where o.subject_kind = entry.subject_kind and o.subject = entry.subject")
            .push_list(" and o.register in ({}) and o.is_open = 1 and o.pending = 0)", filter.without.iter());
    }
    if let Some(on) = filter.on {
        query =
            query.push_bind(" and from_day <= {}", on).push_bind(" and (to_day is null or to_day >= {})", on);
    }
    if let Some(from) = filter.entered_from {
        query = query.push_bind(" and from_day >= {}", from);
    }
    if let Some(to) = filter.entered_to {
        query = query.push_bind(" and from_day <= {}", to);
    }
    if let Some(from) = filter.ended_from {
        query = query.push_bind(" and is_open = 0 and to_day >= {}", from);
    }
    if let Some(to) = filter.ended_to {
        query = query.push_bind(" and is_open = 0 and to_day <= {}", to);
    }
    let named = filter.named.trim();
    if !named.is_empty() {
        query = query
            .push_bind(" and (number = {}", named)
            .push_bind(" or subject_name like {} escape '\\'", format!("{}%", escaped(named)));
        if !filter.title.is_empty() {
            // As the words stand in JSON, without the quotes around them.
            let words = Value::from(named).to_string();
            let words = words.trim_matches('"');
            let like = format!("%\"{}\":\"{}%", escaped(&filter.title), escaped(words));
            query = query.push_bind(" or fields like {} escape '\\'", like);
        }
        query = query.push(")");
    }
    let q = filter.q.trim();
    if !q.is_empty() {
        query = query
            .push_bind(" and (subject_name like {} escape '\\'", format!("{}%", escaped(q)))
            .push_bind(" or number = {})", q);
    }
    query
}

/// A page of entries, newest first day first.
pub async fn page(
    from: &mut impl Read,
    filter: &Filter,
    counties: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Entry>, DbError> {
    let mut query = filtered(filter, counties);
    if let Some([day, id]) = after.map(|cursor| &cursor.0[..]) {
        query = query
            .push_bind(" and (from_day < {}", day)
            .push_bind(" or (from_day = {}", day)
            .push_bind(" and id < {}))", id);
    }
    let query = query.push_bind(" order by from_day desc, id desc limit {}", limit.rows() + 1);
    let found = entries(from, query).await?;
    Ok(Page::from_overfull(found, limit, |one| Cursor(vec![one.from.to_string(), one.id.clone()])))
}

/// The next entries that a filter takes, by id, and after which the next page begins: for counts and exports. Counties are looked at here, so that the store walks
/// its index once whatever the reach.
pub async fn next(
    from: &mut impl Read,
    filter: &Filter,
    counties: &[String],
    after: &str,
    limit: u32,
) -> Result<(Vec<Entry>, Option<String>), DbError> {
    let query = select("where ").push_bind("register = {}", &filter.register);
    let query = narrowed(query, filter).push_bind(" and id > {}", after);
    let mut found = entries(from, query.push_bind(" order by id limit {}", limit)).await?;
    let more = found.len() >= limit as usize;
    let last = found.last().map(|entry| entry.id.clone()).filter(|_| more);
    let within: BTreeSet<&str> = counties.iter().map(String::as_str).collect();
    found.retain(|entry| within.contains(entry.county.as_str()));
    Ok((found, last))
}

/// Open and all entries by register at these counties.
pub async fn tally(
    from: &mut impl Read,
    counties: &[String],
) -> Result<BTreeMap<String, (i64, i64)>, DbError> {
    let query =
        sql("select register, cast(sum(is_open) as bigint) as open_ones, count(*) as n from entry where ")
            .push_list("county in ({})", counties.iter())
            .push(" group by register");
    let mut out = BTreeMap::new();
    for row in &from.all(query).await? {
        out.insert(row.text("register")?, (row.opt_int("open_ones")?.unwrap_or_default(), row.int("n")?));
    }
    Ok(out)
}

/// Entries that are public on a day.
pub async fn public_on(
    from: &mut impl Read,
    register: &str,
    on: Date,
    limit: u32,
) -> Result<Vec<Entry>, DbError> {
    let query = select("where public_to is not null")
        .push_bind(" and register = {}", register)
        .push_bind(" and public_from <= {}", on)
        .push_bind(" and (public_to >= {}", on)
        // An objection that holds keeps it there until somebody has answered.
        .push(" or exists (select 1 from entry_objection o where o.entry_id = entry.id and o.holds = 1 and o.answered_at is null))");
    entries(from, query.push_bind(" order by place, from_day, id limit {}", limit)).await
}

/// Open entries of a register for which no duty of a period stands yet.
pub async fn without_duty(
    from: &mut impl Read,
    register: &str,
    duty: &str,
    period: &str,
    limit: u32,
) -> Result<Vec<Entry>, DbError> {
    let query = select("where is_open = 1 and pending = 0")
        .push_bind(" and register = {}", register)
        .push_bind(
            " and not exists (select 1 from entry_duty d where d.entry_id = entry.id and d.duty = {}",
            duty,
        )
        .push_bind(" and d.period = {})", period);
    entries(from, query.push_bind(" order by id limit {}", limit)).await
}

fn values(one: &Entry) -> Vec<Val> {
    let json = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
    vec![
        (&one.id).into(),
        (&one.register).into(),
        (&one.subject_kind).into(),
        (&one.subject).into(),
        (&one.subject_name).into(),
        (&one.place).into(),
        (&one.county).into(),
        (&one.state).into(),
        one.is_open.into(),
        one.pending.into(),
        one.from.into(),
        one.to.into(),
        serde_json::json!(one.fields).to_string().into(),
        serde_json::json!(one.course).to_string().into(),
        (&one.channel).into(),
        (&one.source).into(),
        (&one.evidence).into(),
        (&one.reason).into(),
        one.number.clone().into(),
        one.check_code.clone().into(),
        one.wish.as_ref().map(|wish| serde_json::json!(wish).to_string()).into(),
        json(&one.answer).into(),
        one.public_from.into(),
        one.public_to.into(),
        one.recorded_at.into(),
        (&one.recorded_by).into(),
        (&one.recorded_name).into(),
        Val::Text(None),
        one.confirmed_name.clone().into(),
        one.version.into(),
    ]
}

/// Inserts entries.
pub async fn insert(tx: &mut WriteTx<'_>, all: &[Entry]) -> Result<(), DbError> {
    tx.insert("entry", COLUMNS, all.iter().map(values).collect()).await
}

/// Writes what may change of an entry, in the version that was seen; `version` of the entry given is the new one.
pub async fn update(tx: &mut WriteTx<'_>, one: &Entry) -> Result<(), DbError> {
    crate::table::keep(tx, &one.id, one.version - 1).await?;
    let query = sql("update entry set ")
        .push_bind("place = {}", &one.place)
        .push_bind(", county = {}", &one.county)
        .push_bind(", state = {}", &one.state)
        .push_bind(", is_open = {}", one.is_open)
        .push_bind(", pending = {}", one.pending)
        .push_bind(", from_day = {}", one.from)
        .push_bind(", to_day = {}", one.to)
        .push_bind(", fields = {}", serde_json::json!(one.fields).to_string())
        .push_bind(", course = {}", serde_json::json!(one.course).to_string())
        .push_bind(", reason = {}", &one.reason)
        .push_bind(", number = {}", one.number.clone())
        .push_bind(", check_code = {}", one.check_code.clone())
        .push_bind(", wish = {}", one.wish.as_ref().map(|wish| serde_json::json!(wish).to_string()))
        .push_bind(", public_from = {}", one.public_from)
        .push_bind(", public_to = {}", one.public_to)
        .push_bind(", confirmed_name = {}", one.confirmed_name.clone())
        .push_bind(", version = {}", one.version)
        .push_bind(" where id = {}", &one.id)
        .push_bind(" and version = {}", one.version - 1);
    tx.run_one(query).await
}

/// The next entries, by id, in whose fields such an object stands.
pub async fn page_of_sealed(
    from: &mut impl Read,
    word: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<Entry>, DbError> {
    let query = select("where ").push_bind("id > {}", after);
    let query = query.push_bind(" and fields like {} escape '\\'", format!("%{{\"{}\":%", escaped(word)));
    entries(from, query.push_bind(" order by id limit {}", limit)).await
}

/// Writes the fields of an entry that was sealed anew, unless somebody changed it meanwhile; gives how many were written.
pub async fn reseal(tx: &mut WriteTx<'_>, one: &Entry) -> Result<u64, DbError> {
    let query = sql("update entry set ")
        .push_bind("fields = {}", serde_json::json!(one.fields).to_string())
        .push_bind(" where id = {}", &one.id)
        .push_bind(" and version = {}", one.version);
    tx.run(query).await
}

/// Adds what happened to entries; the number rises with each.
pub async fn happened(
    tx: &mut WriteTx<'_>,
    by: (&str, &str),
    all: &[(String, i64, Happened)],
) -> Result<(), DbError> {
    let row = |(id, seq, one): &(String, i64, Happened)| -> Vec<Val> {
        vec![
            id.into(),
            (*seq).into(),
            one.at.into(),
            by.0.into(),
            by.1.into(),
            (&one.what).into(),
            one.day.into(),
            (&one.detail).into(),
        ]
    };
    let columns = "entry_id, seq, at, by_id, by_name, what, day, detail";
    tx.insert("entry_event", columns, all.iter().map(row).collect()).await
}

/// Who entered or confirmed an entry.
pub async fn hands(from: &mut impl Read, id: &str) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select by_id from entry_event where entry_id = $1 and what in ('opened', 'proposed', 'confirmed')",
    );
    from.all(query.bind(id)).await?.iter().map(|row| row.text("by_id")).collect()
}

/// Everything that happened to an entry, in its order.
pub async fn history(from: &mut impl Read, id: &str) -> Result<Vec<Happened>, DbError> {
    let query =
        sql("select at, by_name, what, day, detail from entry_event where entry_id = $1 order by seq");
    let read = |row: &Row| {
        Ok(Happened {
            at: row.int("at")?,
            by: row.text("by_name")?,
            what: row.text("what")?,
            day: row.date("day")?,
            detail: row.json("detail")?,
        })
    };
    from.all(query.bind(id)).await?.iter().map(read).collect()
}
