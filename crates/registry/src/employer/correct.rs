//! Correcting a fact (更正): another value from a day on, or for some days, with source and evidence. What was believed before stays readable.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Val};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::code::tidy;
use super::model::{Employer, Fact, Field, SIZES, STATES};
use super::register::{is_industry, place};
use super::store;
use crate::Registry;
use crate::fact::{left_over, overlap};
use crate::rights::must_since;

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::employer::correct::Correction)]
pub struct Correction {
    /// What it is about.
    pub field: Field,
    /// The value; empty where it is not known.
    pub value: String,
    /// First day it holds.
    #[schema(value_type = String)]
    pub valid_from: Date,
    /// First day it no longer holds.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
}

/// Corrects a fact of the employer in the version seen.
pub async fn correct(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    correction: &Correction,
) -> Result<Employer, Fault> {
    let value = sound(registry, correction)?;
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = store::find(&mut tx, id).await?.ok_or_else(|| Fault::not_found("employer"))?;
    must_since(registry, caller, Permission::EmployerEdit, &found.place)?;
    if correction.field == Field::Place {
        must_since(registry, caller, Permission::EmployerEdit, &value)?;
    }
    if found.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let now = caller.world.now_ms();
    let meant = (correction.valid_from, correction.valid_to);
    let held = |old: &Fact| (old.valid_from, old.valid_to);
    let facts = store::facts(&mut tx, &found.id).await?;
    let standing = facts.iter().filter(|fact| fact.field == correction.field && fact.superseded_at.is_none());
    let (mut ended, mut rows) = (Vec::new(), Vec::new());
    for old in standing.filter(|old| overlap(held(old), meant)) {
        ended.push(old.id.clone());
        rows.extend(left_over(held(old), meant).into_iter().map(|(from, to)| Fact {
            id: caller.world.new_id(),
            valid_from: from,
            valid_to: to,
            recorded_at: now,
            ..old.clone()
        }));
    }
    rows.push(Fact {
        id: caller.world.new_id(),
        field: correction.field,
        value: value.clone(),
        valid_from: correction.valid_from,
        valid_to: correction.valid_to,
        recorded_at: now,
        recorded_name: caller.actor.name.clone(),
        superseded_at: None,
        source: correction.source.trim().to_owned(),
        evidence: correction.evidence.trim().to_owned(),
    });
    for fact in &ended {
        store::supersede(&mut tx, fact, now).await?;
    }
    let today = caller.world.today();
    let current =
        rows.iter().find(|fact| fact.valid_from <= today && fact.valid_to.is_none_or(|to| today < to));
    let change = current.map(|fact| column(correction.field, &fact.value)).transpose()?;
    store::set(&mut tx, &found.id, seen, change.map(|value| (correction.field, value))).await?;
    let facts = rows.iter().map(|fact| store::fact_values(&found.id, fact, &caller.actor.id)).collect();
    store::insert_facts(&mut tx, facts).await?;
    let after = store::find(&mut tx, &found.id).await?.ok_or_else(|| Fault::not_found("employer"))?;
    let detail = serde_json::json!({ "field": correction.field.word(), "from": correction.valid_from.to_string(),
        "before": found.value(correction.field), "after": value, "source": correction.source });
    let event = Event::new("employer.correct", "employer", &found.id).at_place(&found.place);
    tx.commit_with(event.detail(&detail), &after).await?;
    Ok(after)
}

fn column(field: Field, value: &str) -> Result<Val, Fault> {
    if !field.is_number() {
        return Ok(value.into());
    }
    if value.is_empty() && field == Field::Staff {
        return Ok(Val::Int(None));
    }
    value.parse::<i64>().map(Val::from).map_err(Fault::internal)
}

fn sound(registry: &Registry, correction: &Correction) -> Result<String, Fault> {
    let refuse = |field: &'static str, code: &'static str| {
        Err(Fault::new(ErrorKind::Invalid, "employer_invalid")
            .field(FieldFault::new(field, code).arg("most", 200)))
    };
    if correction.source.trim().is_empty() {
        return refuse("source", "employer_source_missing");
    }
    if correction.valid_to.is_some_and(|to| to <= correction.valid_from) {
        return refuse("valid_to", "employer_days");
    }
    let value = correction.value.trim();
    match correction.field {
        Field::Code => match tidy(value) {
            code if code.is_empty() => refuse("value", "employer_code_missing"),
            code => Ok(code),
        },
        Field::Name if value.is_empty() => refuse("value", "employer_name_missing"),
        Field::Place => match place(registry, value, correction.valid_from) {
            Some(code) => Ok(code),
            None => refuse("value", "employer_place"),
        },
        Field::Industry if !is_industry(value) => refuse("value", "employer_industry"),
        Field::Size if !SIZES.contains(&value) => refuse("value", "employer_size"),
        Field::State if !STATES.contains(&value) => refuse("value", "employer_state"),
        Field::Staff if !value.is_empty() && value.parse::<i64>().map_or(true, |staff| staff < 0) => {
            refuse("value", "employer_staff")
        }
        Field::AboveScale | Field::LabourIntensive | Field::HardHit if !matches!(value, "0" | "1") => {
            refuse("value", "employer_flag")
        }
        _ => Ok(value.to_owned()),
    }
}
