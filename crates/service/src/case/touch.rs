//! What a grant does to an entry that the application names (对所指记录的效果): it comes into another state, and what decisions about it still owe is owed no more.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use anye_policy::decision;
use anye_programmes::FieldKind;
use serde_json::{Value, json};

use super::held::Held;
use crate::Service;
use crate::mark::mark;
use crate::port::{ChangeEntry, Released};

/// Kind of the effect, what it made, details.
type Made = Vec<(&'static str, String, Value)>;

/// The entry that a field names.
fn named(held: &Held<'_>, field: &str) -> Result<String, Fault> {
    let said = held.application.answers.get(&format!("f.{field}")).filter(|said| !said.is_empty());
    said.cloned().ok_or_else(|| {
        Fault::new(ErrorKind::Conflict, "service_no_entry").field(FieldFault::new(field, "service_no_entry"))
    })
}

/// An entry comes into another state.
pub(super) async fn change(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    (field, state, reason): (&str, &str, &str),
    values: Vec<(String, Value)>,
    day: Date,
) -> Result<Made, Fault> {
    let entry = named(held, field)?;
    let to = ChangeEntry {
        entry: entry.clone(),
        subject: (held.application.kind(), held.application.subject.clone()),
        state: state.to_owned(),
        day,
        reason: reason.to_owned(),
        values: values.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        case: held.row.case_id.clone(),
    };
    let register = service.entries.change(tx, &to).await?;
    mark("effect.change");
    Ok(vec![("change", entry, json!({ "register": register, "state": state }))])
}

/// What was granted about the entry is paid no further; what was paid for later days is told, so that somebody takes it back.
pub(super) async fn stop(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    field: &str,
    day: Date,
) -> Result<Made, Fault> {
    let entry = named(held, field)?;
    let of = held.programme.fields.iter().find(|one| one.id == field).map(|one| &one.kind);
    let kind = match of {
        Some(FieldKind::Entry(id)) => service.definitions.register(id).and_then(|one| one.thing()),
        _ => None,
    };
    let things: Vec<(String, String)> =
        kind.map(|kind| (kind.to_owned(), entry.clone())).into_iter().collect();
    let reason = format!("{} {}", held.programme.name.zh, held.row.number);
    let mut all = Released::default();
    for one in decision::granted(tx, &things).await? {
        let made = service.money.release(tx, &one.id, day, &reason).await?;
        all.free_fen += made.free_fen;
        all.gone_fen += made.gone_fen;
    }
    mark("effect.stop");
    let mut made = vec![("stop", entry.clone(), json!({ "amount_fen": all.free_fen }))];
    if all.gone_fen > 0 {
        made.push(("return", entry, json!({ "amount_fen": all.gone_fen })));
    }
    Ok(made)
}
