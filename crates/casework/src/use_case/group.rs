//! A special working group for a case (成立专门工作组): formed where needed, with members and day; it enters what it did; it ends with a result.

use anye_access::Caller;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db, WriteTx};
use serde_json::json;

use super::{changed, workable, written};
use crate::group::{Group, Member};
use crate::model::Case;
use crate::store;
use crate::store::group::By;

/// What is done with it.
#[derive(Debug, Clone)]
pub enum GroupAct {
    /// Formed on a day.
    Form {
        /// Its name.
        name: String,
        /// Its members.
        members: Vec<Member>,
    },
    /// Did something on a day.
    Deed(String),
    /// Ended on a day with a result.
    End(String),
}

fn wrong(field: &'static str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code))
}

/// Does it; one group works at a time.
///
/// # Errors
/// No members, a day to come or before the last one known, no group or a second one, closed, or changed meanwhile.
pub async fn group(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    day: Date,
    act: &GroupAct,
) -> Result<Case, Fault> {
    if day > caller.world.today() {
        return Err(wrong("happened_on", "case_day_to_come"));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let case = workable(&mut tx, caller, id, seen).await?;
    let (what, detail) = entered(&mut tx, caller, id, day, act).await?;
    let case = changed(&mut tx, caller, case, what, detail.clone()).await?;
    let event = Event::new("case.group", "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&json!({ "what": what, "group": detail })), &case).await?;
    Ok(case)
}

async fn entered(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    day: Date,
    act: &GroupAct,
) -> Result<(&'static str, serde_json::Value), Fault> {
    let all = store::group::of(tx, id).await?;
    let working = all.iter().find(|one| one.ended.is_none());
    let by = By { id: &caller.actor.id, name: &caller.actor.name, at: caller.world.now_ms() };
    if let GroupAct::Form { name, members } = act {
        if working.is_some() {
            return Err(Fault::new(ErrorKind::Conflict, "case_group_there"));
        }
        if members.is_empty() {
            return Err(wrong("members", "case_group_members"));
        }
        let made = Group {
            seq: all.last().map_or(1, |last| last.seq + 1),
            name: written("name", name)?,
            formed_on: day.to_string(),
            members: members.clone(),
            deeds: Vec::new(),
            ended: None,
            by: caller.actor.name.clone(),
        };
        store::group::insert(tx, id, &made, &by).await?;
        return Ok((
            "group",
            json!({ "zh": made.name, "en": made.name, "n": members.len(), "day": made.formed_on }),
        ));
    }
    let group = working.ok_or_else(|| Fault::new(ErrorKind::Conflict, "case_group_none"))?;
    let before: Option<Date> = match act {
        // Several things may be entered late; only the end comes after all of them.
        GroupAct::End(_) => group.last_day().parse().ok(),
        _ => group.formed_on.parse().ok(),
    };
    if before.is_some_and(|before| day < before) {
        return Err(wrong("happened_on", "case_group_day"));
    }
    let detail =
        |note: &str| json!({ "zh": group.name, "en": group.name, "note": note, "day": day.to_string() });
    match act {
        GroupAct::Deed(text) => {
            let text = written("note", text)?;
            store::group::add(tx, id, group, (day, &text), &by).await?;
            Ok(("group_deed", detail(&text)))
        }
        GroupAct::End(text) => {
            let text = written("note", text)?;
            store::group::end(tx, id, group.seq, (day, &text)).await?;
            Ok(("group_end", detail(&text)))
        }
        GroupAct::Form { .. } => Err(Fault::new(ErrorKind::Conflict, "case_group_there")),
    }
}
