//! What a client may ask (对外查询): whoever knows somebody's number and name gets the records that the register lets out, nothing else. Each look is kept where the
//! person can see it; unknown number and wrong name are one answer, and trying is slowed down.

use anye_base::{Actor, Date, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_programmes::{Register, SubjectKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::store::entry as store;
use crate::person::look;
use crate::seal::Secret;
use crate::{Registers, employer, name, person};

/// Who is asked about.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Asked {
    /// The number of a card of the person, or the code of the employer.
    pub number: Secret,
    /// The whole name.
    pub name: String,
}

/// A record as a client sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::Record)]
pub struct Record {
    /// The day.
    #[schema(value_type = String)]
    pub day: Date,
    /// Field, and its value in Chinese and English.
    pub fields: Vec<(String, String, String)>,
}

/// Answers what a register lets out about somebody.
///
/// # Errors
/// The register lets nothing out, nobody of this number and name, too many tries.
pub async fn lookup(
    rooms: &Registers,
    actor: &Actor,
    register: &str,
    asked: &Asked,
) -> Result<Vec<Record>, Fault> {
    let register = rooms.register(register)?;
    let shown = register.lookup.as_ref().ok_or_else(|| Fault::not_found("register"))?;
    let world = &rooms.core().world;
    rooms.registry.throttle.take(&format!("client:{}", actor.source), world.now_ms())?;
    let mut tx = rooms.core().db.begin_internal(world, actor).await?;
    let found = who(rooms, register, asked).await?;
    let event = Event::new("entry.lookup", "register", &register.id);
    let Some((id, place)) = found else {
        tx.commit(event.detail(&json!({ "found": false }))).await?;
        return Err(Fault::not_found("lookup"));
    };
    let subjects = [id.clone()];
    let mut all = store::of_subjects(&mut tx, register.subject.word(), &subjects).await?;
    all.retain(|one| one.register == register.id && !one.pending && one.state != super::settle::REFUSED);
    if register.subject == SubjectKind::Person {
        look::by_client(&mut tx, world, actor, &id).await?;
    }
    tx.commit(event.at_place(&place).detail(&json!({ "found": true, "records": all.len() }))).await?;
    let fields: Vec<_> = register.fields.iter().filter(|one| shown.fields.contains(&one.id)).collect();
    let record = |one: super::Entry| Record {
        day: one.from,
        fields: fields
            .iter()
            .map(|field| {
                let value = one.fields.get(&field.id).cloned().unwrap_or_default();
                (field.id.clone(), field.show(&value, true), field.show(&value, false))
            })
            .collect(),
    };
    let mut records: Vec<Record> = all.into_iter().map(record).collect();
    records.reverse();
    Ok(records)
}

/// The subject of this number and this name, with its place.
async fn who(
    rooms: &Registers,
    register: &Register,
    asked: &Asked,
) -> Result<Option<(String, String)>, Fault> {
    let (mut db, wanted) = (&rooms.core().db, name::key(asked.name.trim()));
    if wanted.is_empty() || asked.number.is_empty() {
        return Ok(None);
    }
    Ok(match register.subject {
        SubjectKind::Person => {
            let keys = rooms.registry.seal_keys()?;
            let found = person::find_by_number(&mut db, keys, asked.number.clear()).await?;
            found.filter(|one| one.name_key == wanted).map(|one| (one.id, one.place))
        }
        SubjectKind::Employer => {
            let found = employer::by_code(&mut db, asked.number.clear()).await?;
            found.filter(|one| name::key(one.name.trim()) == wanted).map(|one| (one.id, one.place))
        }
        _ => return Err(Fault::new(ErrorKind::NotFound, "not_found")),
    })
}
