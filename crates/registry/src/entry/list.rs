//! Finding entries (查询): by register, place, state, day and name; one with its history; all about a subject. What the caller may not see is as if it were not there.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, Fault, Limit, Page};
use anye_db::{DbError, Read, WriteTx};
use serde::{Deserialize, Serialize};

use super::duty::Task;
use super::model::{Entry, Happened};
use super::store::{duty, entry as store};
use crate::Registers;
use crate::reach::counties;
use crate::rights::may_since;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The register.
    #[serde(skip)]
    pub register: String,
    /// Beginning of the name, or a certificate's number.
    pub q: String,
    /// Below this place; empty: wherever the caller may look.
    pub place: String,
    /// State.
    pub state: String,
    /// yes, no, pending, or empty for all.
    pub open: String,
    /// About this subject.
    pub subject: String,
    /// Open ones whose subject lacks what this need of the register asks for.
    pub lacks: String,
    /// The registers in one of which the subject would have to stand.
    #[serde(skip)]
    pub without: Vec<String>,
    /// Called so: a certificate's number, the beginning of what the entry or its subject is called.
    #[serde(skip)]
    pub named: String,
    /// The field that says what an entry is called.
    #[serde(skip)]
    pub title: String,
    /// There on this day.
    pub on: Option<Date>,
    /// Begun from this day on.
    pub entered_from: Option<Date>,
    /// Begun up to this day.
    pub entered_to: Option<Date>,
    /// Ended from this day on.
    pub ended_from: Option<Date>,
    /// Ended up to this day.
    pub ended_to: Option<Date>,
}

/// A page of entries, newest first.
///
/// # Errors
/// No such register, or the store's own.
pub async fn list(
    rooms: &Registers,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Entry>, Fault> {
    let filter = &super::bond::resolved(rooms.register(&filter.register)?, filter)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &filter.place);
    let mut page = store::page(&mut &rooms.core().db, filter, &counties, after, limit).await?;
    for one in &mut page.items {
        one.check_code = None;
    }
    Ok(page)
}

/// One entry that the caller may see.
///
/// # Errors
/// There is none that the caller may see.
pub async fn show(rooms: &Registers, caller: &Caller<'_>, id: &str) -> Result<Entry, Fault> {
    let found = store::find(&mut &rooms.core().db, id).await?;
    found
        .filter(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("entry"))
}

/// What happened to an entry, and its duties.
///
/// # Errors
/// There is none that the caller may see.
pub async fn history(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
) -> Result<(Entry, Vec<Happened>, Vec<Task>), Fault> {
    let found = show(rooms, caller, id).await?;
    let mut db = &rooms.core().db;
    let happened = store::history(&mut db, id).await?;
    let tasks = duty::of_entries(&mut db, &[id.to_owned()]).await?;
    Ok((found, happened, tasks))
}

/// All entries about a subject that the caller may see, in the order of their first days.
///
/// # Errors
/// The store's own.
pub async fn of_subject(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: &str,
    subjects: &[String],
) -> Result<Vec<Entry>, Fault> {
    let mut all = store::of_subjects(&mut &rooms.core().db, kind, subjects).await?;
    all.retain(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place));
    for one in &mut all {
        one.check_code = None;
    }
    Ok(all)
}

/// Open and all entries by register, where the caller may look.
///
/// # Errors
/// The store's own.
pub async fn tally(rooms: &Registers, caller: &Caller<'_>) -> Result<BTreeMap<String, (i64, i64)>, Fault> {
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, "");
    Ok(store::tally(&mut &rooms.core().db, &counties).await?)
}

/// One entry that the caller may see, within a transaction.
pub(crate) async fn in_tx(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
) -> Result<Entry, Fault> {
    let found = store::find(tx, id).await?;
    found
        .filter(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place))
        .ok_or_else(|| Fault::not_found("entry"))
}

/// Entries by id, for who has decided that they may be read.
pub(crate) async fn rows(from: &mut impl Read, ids: &[String]) -> Result<Vec<Entry>, DbError> {
    store::by_ids(from, ids).await
}

/// Those of these ids that the caller may see.
///
/// # Errors
/// The store's own.
pub async fn by_ids(rooms: &Registers, caller: &Caller<'_>, ids: &[String]) -> Result<Vec<Entry>, Fault> {
    let mut all = store::by_ids(&mut &rooms.core().db, ids).await?;
    all.retain(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place));
    Ok(all)
}
