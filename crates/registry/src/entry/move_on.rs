//! Moving an entry on by what was decided about it (按决定变更): the program does it, with what the decision says, in the transaction of the decision. It must never move
//! an entry that was ended by somebody, nor one of another subject; what only its last day ended goes on where it stopped.

use std::collections::BTreeMap;

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use serde_json::{Value, json};

use super::change::{change_in, rewrite};
use super::lapse;
use super::model::Entry;
use super::store::entry as store;
use crate::Registers;

/// What an entry becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveOn<'a> {
    /// The entry.
    pub id: &'a str,
    /// Whom it has to be about.
    pub subject: &'a str,
    /// The state.
    pub state: &'a str,
    /// First day in it.
    pub day: Date,
    /// Why, as a code of the register's move or words.
    pub reason: &'a str,
    /// What it rests on.
    pub note: &'a str,
    /// Fields that change with it, as facts files write their values.
    pub fields: BTreeMap<String, Value>,
}

/// Moves it on. Who calls has decided that it may and writes the audit record.
///
/// # Errors
/// Not there, about somebody else, ended or waiting for a second person; in that state already; a limit is reached.
pub async fn move_on(tx: &mut WriteTx<'_>, rooms: &Registers, to: MoveOn<'_>) -> Result<Entry, Fault> {
    let found = store::find(tx, to.id).await?.filter(|one| one.subject == to.subject);
    let mut entry = found.ok_or_else(|| Fault::not_found("entry"))?;
    let register = rooms.register(&entry.register)?;
    if (!entry.is_open && !lapse::by_itself(register, &entry)) || entry.pending {
        return Err(Fault::new(ErrorKind::Conflict, "entry_ended"));
    }
    if entry.state == to.state || !register.states.iter().any(|one| one.id == to.state) {
        let field = FieldFault::new("to", "entry_move");
        return Err(Fault::new(ErrorKind::Conflict, "entry_invalid").field(field));
    }
    // Not before the day of its last change: what was decided later holds later. What its last day ended goes on from the day after, so that no day is missing.
    let last = entry.course.last().map_or(to.day, |turn| turn.day);
    let day = if entry.is_open { last.max(to.day) } else { last };
    if !to.fields.is_empty() {
        let mut after = entry.clone();
        after.version += 1;
        for (id, value) in &to.fields {
            let field = register.fields.iter().find(|field| field.id == *id);
            let kept = field.and_then(|field| field.of_fact(value)).unwrap_or_else(|| value.clone());
            after.fields.insert(id.clone(), kept);
        }
        let detail = json!({ "after": { "fields": to.fields }, "reason": to.note });
        rewrite(tx, rooms, register, &entry, &after, "corrected", day, detail).await?;
        entry = after;
    }
    change_in(tx, rooms, &entry, to.state, day, to.reason, to.note).await
}
