//! Judgement sessions (会商研判): several departments and outside parties, the data they used, their opinions, the conclusion, the measures. What was recorded stays.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_casework::use_case as casework;
use anye_db::audit::Event;
use anye_db::{Begin, Read as _, sql};
use anye_reporting::rights::must;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Monitor;

/// A session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::warning::judgement::Judgement)]
#[serde(default)]
pub struct Judgement {
    /// The case it was about.
    pub case_id: String,
    /// Day.
    pub held_on: String,
    /// Departments and outside parties, one a line.
    pub parties: String,
    /// Data used.
    pub figures: String,
    /// Opinions.
    pub opinions: String,
    /// Conclusion.
    pub conclusion: String,
    /// Measures.
    pub measures: String,
}

/// Records a session of at least two parties.
///
/// # Errors
/// Something is missing, one party only, a day to come, no such case or no right.
pub async fn record(monitor: &Monitor, caller: &Caller<'_>, new: &Judgement) -> Result<(), Fault> {
    let whole = casework::show(&monitor.core.db, caller, &new.case_id).await?;
    must(caller, Permission::CasesWork, &whole.case.place, false)?;
    let mut fault = Fault::new(ErrorKind::Invalid, "judgement_not_complete");
    let texts = [
        ("figures", &new.figures),
        ("opinions", &new.opinions),
        ("conclusion", &new.conclusion),
        ("measures", &new.measures),
    ];
    for (name, text) in texts {
        if text.trim().is_empty() || text.chars().count() > 4_000 {
            fault = fault.field(FieldFault::new(name, "plan_text"));
        }
    }
    if new.parties.lines().filter(|line| !line.trim().is_empty()).count() < 2 {
        fault = fault.field(FieldFault::new("parties", "judgement_parties"));
    }
    if new.held_on.parse::<Date>().map_or(true, |day| day > caller.world.today()) {
        fault = fault.field(FieldFault::new("held_on", "plan_day"));
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let id = caller.world.new_id();
    let insert = sql(
        "insert into judgement (id, case_id, held_on, parties, figures, opinions, conclusion, measures, at, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let texts = [
        &id,
        &new.case_id,
        &new.held_on,
        &new.parties,
        &new.figures,
        &new.opinions,
        &new.conclusion,
        &new.measures,
    ];
    let insert = texts.into_iter().fold(insert, anye_db::Query::bind).bind(caller.world.now_ms());
    tx.run_one(insert.bind(&caller.actor.id).bind(&caller.actor.name)).await?;
    let event = Event::new("warning.judge", "case", &new.case_id).at_place(&whole.case.place);
    tx.commit_with(event.detail(&serde_json::json!({ "held_on": new.held_on })), &()).await?;
    Ok(())
}

/// The sessions about a case, the latest first; none where the caller may not read it.
///
/// # Errors
/// The case is not there for the caller.
pub async fn of_case(monitor: &Monitor, caller: &Caller<'_>, case: &str) -> Result<Vec<Judgement>, Fault> {
    casework::show(&monitor.core.db, caller, case).await?;
    let mut from = &monitor.core.db;
    let query = sql(
        "select case_id, held_on, parties, figures, opinions, conclusion, measures from judgement where case_id = $1 order by held_on desc, id desc",
    );
    let rows = from.all(query.bind(case)).await?;
    let one = |row: &anye_db::Row| {
        Ok(Judgement {
            case_id: row.text("case_id")?,
            held_on: row.text("held_on")?,
            parties: row.text("parties")?,
            figures: row.text("figures")?,
            opinions: row.text("opinions")?,
            conclusion: row.text("conclusion")?,
            measures: row.text("measures")?,
        })
    };
    rows.iter().map(one).collect()
}
