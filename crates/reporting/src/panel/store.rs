//! Rows of members and draws. A member that leaves keeps its row.

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::{bulk, report::under};

/// A member of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Member)]
pub struct Member {
    /// Id of the membership.
    pub id: String,
    /// Panel.
    pub panel: String,
    /// Id of the employer, household or person.
    pub subject: String,
    /// Name.
    pub name: String,
    /// Code of the employer, or number in the sample.
    pub code: String,
    /// What the register said when it was drawn, as JSON; empty: an employer.
    #[serde(skip)]
    pub facts: String,
    /// Place when it entered.
    pub place: String,
    /// Codes from the province down.
    pub path: String,
    /// Stratum.
    pub stratum: String,
    /// First day in.
    pub entered: String,
    /// First day out.
    pub ended: Option<String>,
    /// Why it is in.
    pub reason: String,
    /// Why it left.
    pub end_reason: String,
    /// Design weight: numerator.
    pub weight_num: i64,
    /// Design weight: denominator.
    pub weight_den: i64,
    /// The draw.
    pub selection: String,
    /// The membership it took the place of.
    pub replaces: Option<String>,
    /// Marks: ids joined by spaces.
    pub tags: String,
}

fn select(rest: &str) -> Query {
    sql(format!(
        "select m.id, m.panel, m.subject, coalesce(e.name, nullif(m.name, ''), m.subject) as name, coalesce(e.code, m.code) as code, m.facts, m.place, m.path, m.stratum, \
         m.entered, m.ended, m.reason, m.end_reason, m.weight_num, m.weight_den, m.selection, m.replaces, m.tags \
         from panel_member m left join employer e on e.id = m.subject {rest}"
    ))
}

fn read(row: &Row) -> Result<Member, DbError> {
    Ok(Member {
        id: row.text("id")?,
        panel: row.text("panel")?,
        subject: row.text("subject")?,
        name: row.text("name")?,
        code: row.text("code")?,
        facts: row.text("facts")?,
        place: row.text("place")?,
        path: row.text("path")?,
        stratum: row.text("stratum")?,
        entered: row.text("entered")?,
        ended: row.opt_text("ended")?,
        reason: row.text("reason")?,
        end_reason: row.text("end_reason")?,
        weight_num: row.int("weight_num")?,
        weight_den: row.int("weight_den")?,
        selection: row.text("selection")?,
        replaces: row.opt_text("replaces")?,
        tags: row.text("tags")?,
    })
}

/// Members on a day, under a path (empty: all), in the order of strata and codes.
pub async fn members(
    from: &mut impl Read,
    panel: &str,
    on: Date,
    path: &str,
) -> Result<Vec<Member>, DbError> {
    let day = on.to_string();
    let mut query = select("where m.panel = $1 and m.entered <= $2 and (m.ended is null or m.ended > $3)");
    query = query.bind(panel).bind(&day).bind(&day);
    if !path.is_empty() {
        query = under(query, path);
    }
    from.all(query.push(" order by m.stratum, m.subject")).await?.iter().map(read).collect()
}

/// First day in, first day out, and how many memberships had both.
pub type Days = (String, Option<String>, i64);

/// First day in and first day out of every membership there was.
pub async fn days(from: &mut impl Read, panel: &str) -> Result<Vec<Days>, DbError> {
    let query = sql(
        "select entered, ended, count(*) as n from panel_member where panel = $1 group by entered, ended",
    );
    let read = |row: &Row| Ok((row.text("entered")?, row.opt_text("ended")?, row.int("n")?));
    from.all(query.bind(panel)).await?.iter().map(read).collect()
}

/// Everybody who ever was a member: ids of employers.
pub async fn ever(from: &mut impl Read, panel: &str) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct subject from panel_member where panel = $1").bind(panel);
    from.all(query).await?.iter().map(|row| row.text("subject")).collect()
}

/// One membership.
pub async fn member(from: &mut impl Read, id: &str) -> Result<Option<Member>, DbError> {
    from.optional(select("where m.id = $1").bind(id)).await?.as_ref().map(read).transpose()
}

/// The open membership of an employer.
pub async fn open(from: &mut impl Read, panel: &str, subject: &str) -> Result<Option<Member>, DbError> {
    let query = select("where m.panel = $1 and m.subject = $2 and m.ended is null").bind(panel).bind(subject);
    from.optional(query).await?.as_ref().map(read).transpose()
}

/// Number of members on a day.
pub async fn count_active(from: &mut impl Read, panel: &str, on: Date) -> Result<i64, DbError> {
    let day = on.to_string();
    let query = sql(
        "select count(*) as n from panel_member where panel = $1 and entered <= $2 and (ended is null or ended > $3)",
    );
    from.one(query.bind(panel).bind(&day).bind(&day)).await?.int("n")
}

/// The membership that somebody has in a panel, by id or number in the sample; the last of several.
pub async fn by_key(from: &mut impl Read, panel: &str, key: &str) -> Result<Option<Member>, DbError> {
    let by = |column: &str| {
        let query = select(&format!(
            "where m.panel = $1 and m.{column} = $2 order by m.entered desc, m.id desc limit 1"
        ));
        query.bind(panel).bind(key)
    };
    let found = match from.optional(by("subject")).await? {
        None if !key.is_empty() => from.optional(by("code")).await?,
        found => found,
    };
    found.as_ref().map(read).transpose()
}

/// Gives members that are no employers their numbers in the sample, one after the other.
async fn number(tx: &mut WriteTx<'_>, panel: &str, all: &mut [Member]) -> Result<(), DbError> {
    let row = tx
        .one(sql("select coalesce(max(code), '') as code from panel_member where panel = $1").bind(panel))
        .await?;
    let last: u32 = row.text("code")?.parse().unwrap_or(0);
    for (next, one) in (last + 1..).zip(all.iter_mut().filter(|one| one.code.is_empty())) {
        one.code = format!("{next:06}");
    }
    Ok(())
}

/// Inserts members.
pub async fn insert(tx: &mut WriteTx<'_>, panel: &str, all: &mut [Member]) -> Result<(), DbError> {
    number(tx, panel, all).await?;
    // What the register of employers says of a name is not kept twice.
    let own = |one: &Member, text: &String| if one.facts.is_empty() { String::new() } else { text.clone() };
    let row = |one: &Member| -> Vec<Val> {
        vec![
            (&one.id).into(),
            (&one.panel).into(),
            (&one.subject).into(),
            (&one.place).into(),
            (&one.path).into(),
            (&one.stratum).into(),
            (&one.entered).into(),
            one.ended.clone().into(),
            (&one.reason).into(),
            (&one.end_reason).into(),
            one.weight_num.into(),
            one.weight_den.into(),
            (&one.selection).into(),
            one.replaces.clone().into(),
            (&one.tags).into(),
            own(one, &one.name).into(),
            own(one, &one.code).into(),
            (&one.facts).into(),
        ]
    };
    let head = "insert into panel_member (id, panel, subject, place, path, stratum, entered, ended, reason, end_reason, weight_num, \
         weight_den, selection, replaces, tags, name, code, facts)";
    bulk::insert(
        tx,
        head,
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
        all.iter().map(row).collect(),
    )
    .await
}

/// Ends memberships.
pub async fn end(tx: &mut WriteTx<'_>, ids: &[String], day: Date, reason: &str) -> Result<(), DbError> {
    for some in ids.chunks(500) {
        let update = sql("update panel_member set ended = $1, end_reason = $2 where ended is null")
            .bind(day)
            .bind(reason);
        let ended = tx.run(update.push_list(" and id in ({})", some.iter())).await?;
        if ended != some.len() as u64 {
            return Err(DbError::Stale);
        }
    }
    Ok(())
}

/// Gives a member that stays its weight in a new draw.
pub async fn reweigh(
    tx: &mut WriteTx<'_>,
    id: &str,
    stratum: &str,
    (num, den): (i64, i64),
    selection: &str,
) -> Result<(), DbError> {
    let update = sql(
        "update panel_member set stratum = $1, weight_num = $2, weight_den = $3, selection = $4 where id = $5",
    );
    tx.run_one(update.bind(stratum).bind(num).bind(den).bind(selection).bind(id)).await
}
