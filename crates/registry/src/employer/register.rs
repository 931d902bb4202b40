//! Registering employers (登记用人单位), one or many. The same code twice is refused; a doubtful code is taken and shown with its evidence.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::code::{CodeDoubt, tidy};
use super::model::{Employer, Fact, Field, NewEmployer, SIZES};
use super::store;
use crate::Registry;
use crate::rights::must_since;

/// Longest name, source or evidence.
const LONGEST: usize = 200;
/// Employers of one audit event and one transaction.
const MOST: usize = 10_000;

/// What was registered, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::employer::register::Registered)]
pub struct Registered {
    /// The employer.
    pub employer: Employer,
    /// What is doubtful about its code.
    pub doubts: Vec<CodeDoubt>,
}

/// Registers one.
pub async fn register(
    registry: &Registry,
    caller: &Caller<'_>,
    new: NewEmployer,
) -> Result<Registered, Fault> {
    let mut made = register_many(registry, caller, vec![new]).await?;
    made.pop().ok_or_else(|| Fault::internal("nothing was registered"))
}

/// Registers many, all or none.
pub async fn register_many(
    registry: &Registry,
    caller: &Caller<'_>,
    all: Vec<NewEmployer>,
) -> Result<Vec<Registered>, Fault> {
    if all.is_empty() || all.len() > MOST {
        return Err(Fault::new(ErrorKind::Invalid, "employer_many").arg("most", MOST));
    }
    let mut checked = Vec::with_capacity(all.len());
    let mut fault = Fault::new(ErrorKind::Invalid, "employer_invalid");
    for (index, new) in all.into_iter().enumerate() {
        match sound(registry, caller, new) {
            Ok(one) => checked.push(one),
            Err(fields) => {
                for mut field in fields {
                    field.row = Some(index as u64 + 1);
                    fault = fault.field(field);
                }
            }
        }
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    for (employer, _) in &checked {
        must_since(registry, caller, Permission::EmployerEdit, &employer.place)?;
    }
    write(registry, caller, checked).await
}

async fn write(
    registry: &Registry,
    caller: &Caller<'_>,
    checked: Vec<(Employer, Vec<Fact>)>,
) -> Result<Vec<Registered>, Fault> {
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let codes: Vec<String> = checked.iter().map(|(one, _)| one.code.clone()).collect();
    if let Some(there) = store::by_codes(&mut tx, &codes).await?.into_iter().next() {
        return Err(taken(&there.code, &there.name));
    }
    let now = caller.world.now_ms();
    let rows = checked.iter().map(|(one, _)| store::values(one, now)).collect();
    store::insert(&mut tx, rows).await.map_err(twice)?;
    let facts = checked.iter().flat_map(|(one, facts)| {
        facts.iter().map(|fact| store::fact_values(&one.id, fact, &caller.actor.id))
    });
    store::insert_facts(&mut tx, facts.collect()).await?;
    let event = match &checked[..] {
        [(one, _)] => Event::new("employer.register", "employer", &one.id)
            .at_place(&one.place)
            .detail(&serde_json::json!({ "code": one.code, "name": one.name })),
        many => Event::new("employer.register_many", "employer", &many[0].0.id)
            .detail(&serde_json::json!({ "employers": many.len() })),
    };
    let made: Vec<Registered> = checked
        .into_iter()
        .map(|(employer, _)| Registered { doubts: employer.code_doubts(), employer })
        .collect();
    tx.commit_with(event, &made).await?;
    Ok(made)
}

fn taken(code: &str, name: &str) -> Fault {
    Fault::new(ErrorKind::Conflict, "employer_there").arg("code", code).arg("name", name)
}

fn twice(error: DbError) -> Fault {
    match error {
        DbError::Unique { .. } => Fault::new(ErrorKind::Conflict, "employer_twice"),
        other => other.into(),
    }
}

/// The employer with its first facts, or everything that is wrong.
fn sound(
    registry: &Registry,
    caller: &Caller<'_>,
    new: NewEmployer,
) -> Result<(Employer, Vec<Fact>), Vec<FieldFault>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &'static str, code: &'static str| {
        wrong.push(FieldFault::new(field, code).arg("most", LONGEST))
    };
    let code = tidy(&new.code);
    if code.is_empty() || code.chars().count() > 30 {
        refuse("code", "employer_code_missing");
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        refuse("name", "employer_name_missing");
    }
    let since: Option<Date> = new.since.parse().ok();
    if since.is_none() {
        refuse("since", "employer_day");
    }
    let place = since.and_then(|since| place(registry, &new.place, since));
    if since.is_some() && place.is_none() {
        refuse("place", "employer_place");
    }
    if !is_industry(&new.industry) {
        refuse("industry", "employer_industry");
    }
    if !SIZES.contains(&new.size.as_str()) {
        refuse("size", "employer_size");
    }
    if new.staff.is_some_and(|staff| staff < 0) {
        refuse("staff", "employer_staff");
    }
    if new.source.trim().is_empty() || new.source.chars().count() > LONGEST {
        refuse("source", "employer_source_missing");
    }
    let (Some(since), Some(place), true) = (since, place, wrong.is_empty()) else { return Err(wrong) };
    let employer = Employer {
        id: caller.world.new_id(),
        code,
        name: name.to_owned(),
        place,
        industry: new.industry,
        ownership: new.ownership,
        size: new.size,
        above_scale: new.above_scale,
        labour_intensive: new.labour_intensive,
        hard_hit: new.hard_hit,
        staff: new.staff,
        state: "active".to_owned(),
        version: 1,
    };
    let fact = |field: &Field| Fact {
        id: caller.world.new_id(),
        field: *field,
        value: employer.value(*field),
        valid_from: since,
        valid_to: None,
        recorded_at: caller.world.now_ms(),
        recorded_name: caller.actor.name.clone(),
        superseded_at: None,
        source: new.source.trim().to_owned(),
        evidence: new.evidence.trim().to_owned(),
    };
    let facts = Field::ALL.iter().map(fact).filter(|fact| !fact.value.is_empty()).collect();
    Ok((employer, facts))
}

/// A county or lower division on that day or today: registers of older years name places that are gone.
pub(super) fn place(registry: &Registry, code: &str, since: Date) -> Option<String> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    let found = places.find(code, today).or_else(|| places.find(code, since))?;
    (found.level >= anye_places::Level::County).then(|| found.code.to_owned())
}

/// A section's letter, alone or with up to four digits.
pub(super) fn is_industry(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| ('A'..='T').contains(&first))
        && text.len() <= 5
        && letters.all(|letter| letter.is_ascii_digit())
}
