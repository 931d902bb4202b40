//! Promises not to lay off, or to lay off few (不裁员或少裁员承诺), held against later notices and monthly reports. It must never say a promise is broken where the law leaves open how many are few.

use anye_access::Caller;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Read, Row, sql};
use anye_law::decide::{Facts, Outcome, Query, decide};
use anye_registry::employer;
use anye_reporting::law_day;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::setting::Against;
use super::{file, rights};
use crate::Monitor;

/// A promise to record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewPledge {
    /// Id or code of the employer.
    pub employer: String,
    /// none or few.
    pub kind: String,
    /// First day.
    pub since: String,
    /// Last day.
    pub until: String,
    /// Staff when it was given.
    pub staff: String,
    /// The paper it stands in.
    pub source: String,
}

/// A promise as kept, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Kept {
    /// Id.
    pub id: String,
    /// Employer.
    pub employer_id: String,
    /// Its name.
    pub employer: String,
    /// Where.
    pub place: String,
    /// none or few.
    pub kind: String,
    /// First day.
    pub since: String,
    /// Last day.
    pub until: String,
    /// Staff when it was given.
    pub staff: i64,
    /// The paper.
    pub source: String,
    /// Laid off since by notices.
    pub by_notices: i64,
    /// Laid off since by monthly reports.
    pub by_reports: i64,
    /// kept, broken or open.
    pub stands: String,
}

/// Records a promise.
///
/// # Errors
/// A day, a number or a word that is none, no such employer, or not the office's.
pub async fn record(monitor: &Monitor, caller: &Caller<'_>, new: &NewPledge) -> Result<String, Fault> {
    let wrong = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, "notice_unread").field(FieldFault::new(field, code))
    };
    if !["none", "few"].contains(&new.kind.as_str()) {
        return Err(wrong("kind", "notice_missing"));
    }
    let day =
        |field: &'static str, said: &str| said.trim().parse::<Date>().map_err(|_| wrong(field, "notice_day"));
    let (since, until) = (day("since", &new.since)?, day("until", &new.until)?);
    if until < since {
        return Err(wrong("until", "notice_day"));
    }
    let staff = new
        .staff
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| wrong("staff", "notice_number"))?;
    let source = new.source.trim();
    if source.is_empty() || source.chars().count() > 200 {
        return Err(wrong("source", "notice_missing"));
    }
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let firm = employer::by_key(&mut tx, &new.employer).await?;
    let firm = firm.filter(|one| rights::may_read(caller, &one.place, false));
    let firm = firm.ok_or_else(|| wrong("employer", "notice_employer"))?;
    rights::must_be_office(caller, &firm.place)?;
    let id = caller.world.new_id();
    let query = sql(
        "insert into layoff_pledge (id, employer_id, place, kind, since, until, staff, source, at, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let query = query.bind(&id).bind(&firm.id).bind(&firm.place).bind(&new.kind).bind(since).bind(until);
    let query = query.bind(staff).bind(source).bind(caller.world.now_ms());
    tx.run_one(query.bind(&caller.actor.id).bind(&caller.actor.name)).await?;
    let event = Event::new("layoff.pledge", "employer", &firm.id).at_place(&firm.place);
    tx.commit_with(event.detail(&json!({ "pledge": id })), &id).await?;
    Ok(id)
}

/// All promises that the caller may read, with what became of them.
///
/// # Errors
/// The store's own.
pub async fn list(monitor: &Monitor, caller: &Caller<'_>) -> Result<Vec<Kept>, Fault> {
    let setting = file::setting(monitor)?;
    let mut from = &monitor.core.db;
    let query = sql(
        "select p.id, p.employer_id, p.place, p.kind, p.since, p.until, p.staff, p.source, e.name, \
         (select cast(coalesce(sum(n.persons), 0) as bigint) from layoff_notice n where n.employer_id = p.employer_id and n.state = 'filed' \
          and n.carried_out_on >= p.since and n.carried_out_on <= p.until) as noticed \
         from layoff_pledge p join employer e on e.id = p.employer_id order by p.since desc, p.id",
    );
    let mut all = Vec::new();
    for row in from.all(query).await? {
        if rights::may_read(caller, &row.text("place")?, false) {
            all.push(kept(&row)?);
        }
    }
    for against in &setting.panel {
        add_reported(&mut from, against, &mut all).await?;
    }
    for one in &mut all {
        one.stands = stands(monitor, one)?;
    }
    Ok(all)
}

/// Adds what monthly reports say was laid off while each promise holds; all reports in few questions.
async fn add_reported(from: &mut impl Read, against: &Against, all: &mut [Kept]) -> Result<(), Fault> {
    for some in all.chunks_mut(200) {
        let mut employers: Vec<&String> = some.iter().map(|one| &one.employer_id).collect();
        employers.sort_unstable();
        employers.dedup();
        let month = |day: &str| day.get(..7).unwrap_or("").to_owned();
        let first = some.iter().map(|one| month(&one.since)).min().unwrap_or_default();
        let last = some.iter().map(|one| month(&one.until)).max().unwrap_or_default();
        let query = sql("select reporter, period, cells from report where form = $1 and counted > 0 and period >= $2 and period <= $3")
            .bind(&against.form)
            .bind(first)
            .bind(last)
            .push_list(" and reporter in ({})", employers);
        for row in from.all(query).await? {
            let (reporter, period) = (row.text("reporter")?, row.text("period")?);
            let cells: Value = row.json("cells")?;
            let left: i64 = against.items.keys().filter_map(|item| cells.get(item)?.as_i64()).sum();
            for one in some.iter_mut().filter(|one| one.employer_id == reporter) {
                if (month(&one.since)..=month(&one.until)).contains(&period) {
                    one.by_reports += left;
                }
            }
        }
    }
    Ok(())
}

fn kept(row: &Row) -> Result<Kept, anye_db::DbError> {
    Ok(Kept {
        id: row.text("id")?,
        employer_id: row.text("employer_id")?,
        employer: row.text("name")?,
        place: row.text("place")?,
        kind: row.text("kind")?,
        since: row.text("since")?,
        until: row.text("until")?,
        staff: row.int("staff")?,
        source: row.text("source")?,
        by_notices: row.int("noticed")?,
        by_reports: 0,
        stands: String::new(),
    })
}

/// Whether it stands, by the law's rule as of its last day; the larger of the two counts is held against it.
fn stands(monitor: &Monitor, one: &Kept) -> Result<String, Fault> {
    let setting = file::setting(monitor)?;
    let Some(pledge) = &setting.pledge else { return Ok("open".to_owned()) };
    let book = monitor.book();
    let laid_off = one.by_notices.max(one.by_reports);
    let mut own = serde_json::Map::new();
    own.insert(pledge.none.clone(), (one.kind == "none").into());
    own.insert(pledge.few.clone(), (one.kind == "few").into());
    own.insert(pledge.laid_off.clone(), laid_off.into());
    own.insert(pledge.staff.clone(), one.staff.into());
    let day = one.since.parse::<Date>().ok().and_then(law_day);
    let (Some(day), Some(rule)) = (day, book.find_rule(&pledge.rule)) else { return Ok("open".to_owned()) };
    let all = json!({ "place": one.place.get(..6).unwrap_or(&one.place), "employers": { "e": own } });
    let facts = Facts::read(&book, &all, day).map_err(|errors| Fault::internal(format!("{errors:?}")))?;
    let asked = Query { benefit: Some(rule), undecided: true, ..Query::default() };
    let found = decide(&book, &facts, &asked).map_err(|error| Fault::internal(format!("{error:?}")))?;
    let outcome = found.decisions.first().map(|one| one.outcome);
    Ok(match outcome {
        Some(Outcome::Granted) => "broken",
        Some(Outcome::Refused) => "kept",
        // Outside the rule's own years a plain promise not to lay off anybody can still be compared.
        Some(Outcome::NotInForce) if one.kind == "none" => {
            if laid_off > 0 {
                "broken"
            } else {
                "kept"
            }
        }
        _ => "open",
    }
    .to_owned())
}
