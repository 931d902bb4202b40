//! Hand-overs that concern an office (转移列表): what it gave, what it is asked to take, and what became of both.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit, Page, masked_name};
use serde::Deserialize;

use super::model::{Handover, Seen};
use super::store;
use crate::Registers;
use crate::reach::counties;
use crate::rights::may_since;

/// Which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Box {
    /// `in`: to the reader's places; `out`: from them; otherwise both.
    pub way: String,
    /// offered, accepted, refused, withdrawn; empty: all.
    pub state: String,
}

/// A page of hand-overs, newest first.
///
/// # Errors
/// The store's own.
pub async fn list(
    rooms: &Registers,
    caller: &Caller<'_>,
    asked: &Box,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Seen>, Fault> {
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, "");
    let out = match asked.way.as_str() {
        "in" => Some(false),
        "out" => Some(true),
        _ => None,
    };
    let db = &mut &rooms.core().db;
    let page = store::page(db, (out, &asked.state), &counties, after, limit).await?;
    Ok(Page { items: page.items.into_iter().map(|one| seen(rooms, caller, one)).collect(), next: page.next })
}

/// The hand-overs that an entry was part of, for who may see the entry.
///
/// # Errors
/// The store's own.
pub async fn of_entry(rooms: &Registers, caller: &Caller<'_>, entry: &str) -> Result<Vec<Seen>, Fault> {
    let all = store::of_entry(&mut &rooms.core().db, entry).await?;
    Ok(all.into_iter().map(|one| seen(rooms, caller, one)).collect())
}

/// How many wait for an answer where the caller works.
///
/// # Errors
/// The store's own.
pub async fn waiting(rooms: &Registers, caller: &Caller<'_>) -> Result<i64, Fault> {
    let counties = counties(&rooms.registry, caller, Permission::RegistersWork, "");
    Ok(store::waiting(&mut &rooms.core().db, &counties).await?)
}

fn seen(rooms: &Registers, caller: &Caller<'_>, mut one: Handover) -> Seen {
    let may = |permission, place: &str| may_since(&rooms.registry, caller, permission, place);
    let has = if one.state == "accepted" { &one.to_place } else { &one.from_place };
    if !may(Permission::RegistersRead, has) {
        one.name = masked_name(&one.name);
    }
    let act = if one.kind == "person" { Permission::PersonsEdit } else { Permission::RegistersWork };
    let open = one.state == "offered";
    Seen { may_answer: open && may(act, &one.to_place), may_withdraw: open && may(act, &one.from_place), one }
}
