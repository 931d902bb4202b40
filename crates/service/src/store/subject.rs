//! Questions about subjects for runs over everybody, and the accounts that may act for them.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};
use anye_programmes::SubjectKind;

/// Ids in one list.
const MANY: usize = 500;

fn select(kind: SubjectKind) -> Query {
    match kind {
        SubjectKind::Person => sql("select id, place from person where state = 'active'"),
        SubjectKind::Employer => sql("select id, place from employer where state <> 'cancelled'"),
        other => sql("select id, place from thing where state = 'active'")
            .push_bind(" and kind = {}", other.kind().unwrap_or_default()),
    }
}

fn placed(row: &Row) -> Result<(String, String), DbError> {
    Ok((row.text("id")?, row.text("place")?))
}

/// The next subjects of a kind after an id: id and place.
pub(crate) async fn next(
    from: &mut impl Read,
    kind: SubjectKind,
    after: &str,
    limit: u32,
) -> Result<Vec<(String, String)>, DbError> {
    let query = select(kind).push_bind(" and id > {}", after).push_bind(" order by id limit {}", limit);
    from.all(query).await?.iter().map(placed).collect()
}

/// Those of these that are subjects of a kind: id and place, in the order of ids.
pub(crate) async fn at(
    from: &mut impl Read,
    kind: SubjectKind,
    ids: &[String],
) -> Result<Vec<(String, String)>, DbError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(MANY) {
        let query = select(kind).push_list(" and id in ({})", some.iter()).push(" order by id");
        for row in &from.all(query).await? {
            found.push(placed(row)?);
        }
    }
    Ok(found)
}

/// Name and place of a household, a provider or another thing.
pub(crate) async fn thing(
    from: &mut impl Read,
    kind: &str,
    id: &str,
) -> Result<Option<(String, String)>, DbError> {
    let query = sql("select name, place from thing where kind = $1 and id = $2 and state = 'active'");
    let row = from.optional(query.bind(kind).bind(id)).await?;
    row.map(|row| Ok((row.text("name")?, row.text("place")?))).transpose()
}

/// Subjects that an office linked to an account: kind and id.
pub(crate) async fn linked(from: &mut impl Read, account: &str) -> Result<Vec<(String, String)>, DbError> {
    let query = sql(
        "select subject_kind, subject from service_account where account = $1 and ended_at is null order by made_at",
    );
    let rows = from.all(query.bind(account)).await?;
    rows.iter().map(|row| Ok((row.text("subject_kind")?, row.text("subject")?))).collect()
}

/// Links a subject to an account; once more is once.
pub(crate) async fn link(
    tx: &mut WriteTx<'_>,
    account: &str,
    (kind, id): (&str, &str),
    (by, name): (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    let query = sql(
        "insert into service_account (account, subject_kind, subject, made_by, made_name, made_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (account, subject_kind, subject) do update set ended_at = null",
    );
    tx.run_one(query.bind(account).bind(kind).bind(id).bind(by).bind(name).bind(now)).await
}

/// An entry to choose.
pub(crate) struct Chosen {
    pub id: String,
    pub name: String,
    pub from: String,
}

async fn chosen(from: &mut impl Read, query: Query) -> Result<Vec<Chosen>, DbError> {
    let one = |row: &Row| {
        Ok(Chosen { id: row.text("id")?, name: row.text("subject_name")?, from: row.text("from_day")? })
    };
    from.all(query).await?.iter().map(one).collect()
}

const CHOSEN: &str = "select id, subject_name, from_day from entry where register = $1 and pending = 0";

/// Open entries about a subject, and those of its county that name it; also those that only their last day ended, by the state and reason of such an end. The latest first.
pub(crate) async fn entries_with(
    from: &mut impl Read,
    register: &str,
    over: (&str, &str),
    (kind, id): (&str, &str),
    place: &str,
    most: u32,
) -> Result<Vec<Chosen>, DbError> {
    let query = sql(format!(
        "{CHOSEN} and (is_open = 1 or (state = $2 and reason = $3)) and ((subject_kind = $4 and subject = $5) or (county = $6 and fields like $7)) \
         order by from_day desc, id limit {most}"
    ));
    let county = place.get(..6).unwrap_or(place);
    let query = query.bind(register).bind(over.0).bind(over.1).bind(kind).bind(id).bind(county);
    chosen(from, query.bind(format!("%\"{id}\"%"))).await
}

/// All open entries of a county; the latest first.
pub(crate) async fn entries_at(
    from: &mut impl Read,
    register: &str,
    place: &str,
    most: u32,
) -> Result<Vec<Chosen>, DbError> {
    let query =
        sql(format!("{CHOSEN} and is_open = 1 and county = $2 order by from_day desc, id limit {most}"));
    chosen(from, query.bind(register).bind(place.get(..6).unwrap_or(place))).await
}
