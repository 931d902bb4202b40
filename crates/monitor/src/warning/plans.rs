//! Emergency plans of places (应急预案): version, triggers, tasks, persons, review date. A version is never changed; a newer one takes its place.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, Row, sql};
use anye_places::Tree;
use anye_reporting::rights::{may, must};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Monitor;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanOfPlace {
    /// Id.
    pub id: String,
    /// Place.
    pub place: String,
    /// Version as its makers number it.
    pub version: String,
    /// Title.
    pub title: String,
    /// When it is put into effect.
    pub triggers: String,
    /// Tasks.
    pub tasks: String,
    /// Who does them.
    pub persons: String,
    /// First day.
    pub valid_from: String,
    /// First day it holds no more.
    pub valid_to: Option<String>,
    /// To be reviewed by then.
    pub review_on: String,
}

impl PlanOfPlace {
    /// Whether it is valid on a day: in force, and its review not missed.
    pub fn is_valid(&self, on: Date) -> bool {
        let on = on.to_string();
        self.valid_from <= on && self.valid_to.as_ref().is_none_or(|to| *to > on) && self.review_on >= on
    }
}

/// What is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewPlan {
    /// Place.
    pub place: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: String,
    /// Triggers.
    pub triggers: String,
    /// Tasks.
    pub tasks: String,
    /// Persons.
    pub persons: String,
    /// First day.
    pub valid_from: String,
    /// First day it holds no more; empty: without end.
    pub valid_to: String,
    /// Review date.
    pub review_on: String,
}

/// A jurisdiction and its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = monitor::Standing)]
pub struct Standing {
    /// Place.
    pub place: String,
    /// Its name.
    pub name: String,
    /// The plan in force or, without one, the latest there was.
    pub plan: Option<PlanOfPlace>,
    /// Whether it is valid today.
    pub valid: bool,
    /// none, review_missed, ended, or empty.
    pub lacks: String,
}

const COLUMNS: &str = "id, place, version, title, triggers, tasks, persons, valid_from, valid_to, review_on";

fn read(row: &Row) -> Result<PlanOfPlace, DbError> {
    Ok(PlanOfPlace {
        id: row.text("id")?,
        place: row.text("place")?,
        version: row.text("version")?,
        title: row.text("title")?,
        triggers: row.text("triggers")?,
        tasks: row.text("tasks")?,
        persons: row.text("persons")?,
        valid_from: row.text("valid_from")?,
        valid_to: row.opt_text("valid_to")?,
        review_on: row.text("review_on")?,
    })
}

/// The valid plan of a place on a day, the latest of them.
pub(super) async fn in_force(
    from: &mut impl Read,
    place: &str,
    on: Date,
) -> Result<Option<PlanOfPlace>, DbError> {
    let query = sql(format!(
        "select {COLUMNS} from plan_of_place where place = $1 order by valid_from desc, at desc"
    ));
    let rows = from.all(query.bind(place)).await?;
    let all = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().find(|plan| plan.is_valid(on)))
}

/// Keeps a plan.
///
/// # Errors
/// Something is missing, no such place, a day that is none, or no right at the place.
pub async fn record_plan(
    monitor: &Monitor,
    caller: &Caller<'_>,
    new: &NewPlan,
) -> Result<PlanOfPlace, Fault> {
    let today = caller.world.today();
    let mut fault = Fault::new(ErrorKind::Invalid, "plan_not_complete");
    let texts = [
        ("place", &new.place),
        ("version", &new.version),
        ("title", &new.title),
        ("triggers", &new.triggers),
        ("tasks", &new.tasks),
        ("persons", &new.persons),
    ];
    for (name, text) in texts {
        if text.trim().is_empty() || text.chars().count() > 4_000 {
            fault = fault.field(FieldFault::new(name, "plan_text"));
        }
    }
    let day = |text: &str| text.parse::<Date>().ok();
    for (name, text) in [("valid_from", &new.valid_from), ("review_on", &new.review_on)] {
        if day(text).is_none() {
            fault = fault.field(FieldFault::new(name, "plan_day"));
        }
    }
    let ends_wrong =
        !new.valid_to.is_empty() && day(&new.valid_to).is_none_or(|to| Some(to) <= day(&new.valid_from));
    if ends_wrong {
        fault = fault.field(FieldFault::new("valid_to", "plan_day"));
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    if monitor.core.places().find(&new.place, today).is_none() {
        return Err(
            Fault::new(ErrorKind::Invalid, "plan_not_complete").field(FieldFault::new("place", "plan_place"))
        );
    }
    must(caller, Permission::CasesWork, &new.place, false)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = PlanOfPlace {
        id: caller.world.new_id(),
        place: new.place.clone(),
        version: new.version.trim().to_owned(),
        title: new.title.trim().to_owned(),
        triggers: new.triggers.trim().to_owned(),
        tasks: new.tasks.trim().to_owned(),
        persons: new.persons.trim().to_owned(),
        valid_from: new.valid_from.clone(),
        valid_to: Some(new.valid_to.clone()).filter(|to| !to.is_empty()),
        review_on: new.review_on.clone(),
    };
    let insert = sql(format!(
        "insert into plan_of_place ({COLUMNS}, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    ));
    let texts = [
        &made.id,
        &made.place,
        &made.version,
        &made.title,
        &made.triggers,
        &made.tasks,
        &made.persons,
        &made.valid_from,
    ];
    let insert = texts
        .into_iter()
        .fold(insert, anye_db::Query::bind)
        .bind(made.valid_to.clone())
        .bind(&made.review_on);
    tx.run_one(insert.bind(caller.world.now_ms()).bind(&caller.actor.id).bind(&caller.actor.name)).await?;
    let event = Event::new("plan.record", "plan_of_place", &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&serde_json::json!({ "version": made.version })), &made).await?;
    Ok(made)
}

/// Every jurisdiction the caller may see (home, cities, counties) with its plan, those without a valid one first.
///
/// # Errors
/// The store's own.
pub async fn standings(monitor: &Monitor, caller: &Caller<'_>) -> Result<Vec<Standing>, Fault> {
    let today = caller.world.today();
    let mut from = &monitor.core.db;
    let rows = from
        .all(sql(format!("select {COLUMNS} from plan_of_place order by place, valid_from desc, at desc")))
        .await?;
    let plans = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let register = monitor.core.places();
    let home = &monitor.core.settings.home_place;
    let mut places = vec![(home.clone(), monitor.core.place_name(home, today))];
    let below = register.descendants(home, today, Tree::CIVIL).filter(|place| place.code.len() == 6);
    places.extend(below.map(|place| (place.code.to_owned(), place.name.to_owned())));
    let mut found = Vec::new();
    for (place, name) in
        places.into_iter().filter(|(place, _)| may(caller, Permission::FiguresRead, place, false))
    {
        let own = || plans.iter().filter(|plan| plan.place == place);
        let valid = own().find(|plan| plan.is_valid(today));
        let plan = valid.or_else(|| own().next()).cloned();
        let lacks = match (&plan, valid) {
            (_, Some(_)) => "",
            (None, None) => "none",
            (Some(plan), None) if plan.valid_to.as_ref().is_some_and(|to| *to <= today.to_string()) => {
                "ended"
            }
            (Some(plan), None) if plan.valid_from > today.to_string() => "to_come",
            (Some(_), None) => "review_missed",
        };
        found.push(Standing { valid: valid.is_some(), lacks: lacks.to_owned(), plan, place, name });
    }
    found.sort_by_key(|one| (one.valid, one.place.clone()));
    Ok(found)
}
