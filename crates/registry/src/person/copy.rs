//! The copy for the person (本人查阅复制): everything the register holds about them, in full, as a file that programs can read. It counts as a look.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_base::world::china_minute;
use serde_json::{Value, json};

use super::look::{looks, traced};
use super::model::{Field, Purpose};
use super::scope::seen;
use super::sealing::{fact_at, keys, open_number, open_phone};
use super::{store, timeline};
use crate::Registry;
use crate::rights::must_since;

/// The copy, for a purpose.
pub async fn copy(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    purpose: Purpose,
    note: &str,
) -> Result<Value, Fault> {
    let mut db = &registry.core.db;
    let person = seen(registry, caller, Permission::PersonsRead, store::by_id(&mut db, id).await?)?;
    must_since(registry, caller, Permission::PersonsReveal, &person.place)?;
    traced(registry, caller, (&person.id, &person.place), "copy", (purpose, note)).await?;
    let keys = keys(registry)?;
    let mut numbers = Vec::new();
    for one in store::of_person(&mut db, id).await? {
        numbers.push(json!({ "kind": one.kind, "issuer": one.issuer, "number": open_number(keys, &one)?, "state": one.state,
            "doubtful": one.doubtful, "recorded_at": china_minute(one.recorded_at) }));
    }
    let mut history = Vec::new();
    for fact in store::facts(&mut db, id).await? {
        let value = match fact.field {
            Field::Phone if !fact.value.is_empty() => keys.open(fact_at(&fact.id), &fact.value)?,
            _ => fact.value.clone(),
        };
        history.push(json!({ "field": fact.field, "value": value, "valid_from": fact.valid_from.to_string(),
            "valid_to": fact.valid_to.map(|day| day.to_string()), "recorded_at": china_minute(fact.recorded_at), "recorded_by": fact.recorded_name,
            "superseded_at": fact.superseded_at.map(china_minute), "source": fact.source, "evidence": fact.evidence }));
    }
    let limit = anye_base::Limit::new(anye_base::Limit::MAX).unwrap_or_default();
    let (mut seen_by, mut after) = (Vec::new(), None);
    loop {
        let page = looks(registry, caller, id, after.as_ref(), limit).await?;
        seen_by.extend(page.items.iter().map(|one| {
            json!({ "at": china_minute(one.at), "by": one.account_name, "what": one.what, "purpose": one.purpose, "note": one.note })
        }));
        after = page.next;
        if after.is_none() || seen_by.len() >= 10_000 {
            break;
        }
    }
    Ok(json!({
        "made_at": china_minute(caller.world.now_ms()),
        "person": {
            "id": person.id, "name": person.name, "sex": person.sex, "birth_date": person.birth_date.map(|day| day.to_string()),
            "place": person.place, "residence_place": person.residence_place, "residence_type": person.residence_type,
            "phone": open_phone(keys, &person)?, "since": person.since.to_string(), "source": person.source,
            "registered_at": china_minute(person.created_at), "registered_by": person.created_name, "merged_into": person.merged_into,
        },
        "numbers": numbers,
        "history": history,
        "timeline": timeline(registry, caller, &person).await?,
        "looks": seen_by,
    }))
}
