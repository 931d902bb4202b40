//! What a grant does to an entry that the application names (对所指记录的效果): it comes into another state, and what decisions about it owe for later days is owed no more.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use serde_json::{Value, json};

use super::held::Held;
use super::owing;
use crate::Service;
use crate::mark::mark;
use crate::port::{ChangeEntry, Stop};

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

/// What was granted about the entry is paid no further; what was paid for later days is recovered.
pub(super) async fn stop(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    field: &str,
    day: Date,
) -> Result<Made, Fault> {
    let entry = named(held, field)?;
    let reason = format!("{} {}", held.programme.name.zh, held.row.number);
    let (mut free, mut moving, mut back) = (0, 0, Vec::new());
    for (decision, covers) in owing::about(service, tx, held, field, &entry).await? {
        let wish = Stop { decision, covers, from: day, reason: reason.clone() };
        let made = service.money.stop(tx, &wish).await?;
        free += made.free_fen;
        moving += made.moving_fen;
        back.extend(made.recoveries);
    }
    mark("effect.stop");
    let mut made = vec![("stop", entry.clone(), json!({ "amount_fen": free }))];
    if moving > 0 {
        made.push(("moving", entry, json!({ "amount_fen": moving })));
    }
    let told = |one: anye_money::recovery::Recovery| {
        let detail = json!({ "amount_fen": one.amount, "case": one.case_id, "batch": one.batch_id, "line": one.n, "reason": one.reason });
        ("return", one.id, detail)
    };
    made.extend(back.into_iter().map(told));
    Ok(made)
}
