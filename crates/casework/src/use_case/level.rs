//! Changing the level of a case by hand (人工调级): one person wants it and says why, another confirms.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use serde_json::json;

use super::{changed, must, workable, written};
use crate::model::{Case, LevelWish, badness};
use crate::store;

/// Asks for another level.
///
/// # Errors
/// No such level, the level it has already, no reason, or the case changed meanwhile.
pub async fn wish_level(
    db: &Db,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    level: &str,
    reason: &str,
) -> Result<Case, Fault> {
    let reason = written("reason", reason)?;
    let wrong =
        |code: &'static str| Fault::new(ErrorKind::Invalid, code).field(FieldFault::new("level", code));
    if badness(level).is_none() {
        return Err(wrong("case_level_unknown"));
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let case = workable(&mut tx, caller, id, seen).await?;
    if case.level == level {
        return Err(wrong("case_level_same"));
    }
    let by = (caller.actor.id.clone(), caller.actor.name.clone());
    let wish = LevelWish { level: level.to_owned(), reason: reason.clone(), by, at: caller.world.now_ms() };
    store::set_wish(&mut tx, id, &wish).await?;
    let detail = json!({ "before": case.level, "level": level, "note": reason });
    let case = changed(&mut tx, caller, case, "level_wish", detail.clone()).await?;
    let event = Event::new("case.level_wish", "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&detail), &case).await?;
    Ok(case)
}

/// Confirms what somebody else asked for.
///
/// # Errors
/// Nothing was asked for, one's own wish, not allowed, or the case changed meanwhile.
pub async fn confirm_level(db: &Db, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Case, Fault> {
    answer(db, caller, id, seen, true).await
}

/// Refuses what somebody asked for, or takes one's own wish back.
///
/// # Errors
/// As for confirming.
pub async fn refuse_level(db: &Db, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Case, Fault> {
    answer(db, caller, id, seen, false).await
}

async fn answer(db: &Db, caller: &Caller<'_>, id: &str, seen: i64, yes: bool) -> Result<Case, Fault> {
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut case = workable(&mut tx, caller, id, seen).await?;
    let wish = store::wish(&mut tx, id)
        .await?
        .ok_or_else(|| Fault::new(ErrorKind::Conflict, "case_level_no_wish"))?;
    let own = wish.by.0 == caller.actor.id;
    if yes {
        must(caller, Permission::CasesManage, &case.place)?;
        if own {
            return Err(Fault::new(ErrorKind::Denied, "case_level_own"));
        }
    } else if !own {
        must(caller, Permission::CasesManage, &case.place)?;
    }
    store::clear_wish(&mut tx, id).await?;
    let detail =
        json!({ "before": case.level, "level": wish.level, "note": wish.reason, "wished_by": wish.by.1 });
    if yes {
        case.level.clone_from(&wish.level);
    }
    let what = if yes { "level" } else { "level_refused" };
    let case = changed(&mut tx, caller, case, what, detail.clone()).await?;
    let event =
        Event::new(if yes { "case.level" } else { "case.level_refused" }, "case", id).at_place(&case.place);
    tx.commit_with(event.detail(&detail), &case).await?;
    Ok(case)
}
