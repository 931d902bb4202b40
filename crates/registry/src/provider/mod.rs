//! Providers (机构): trainers, intermediaries, incubators, lenders, health and disability bodies. What sort one is are facts of the law's dictionary. It must never hold a list of sorts of its own.

use anye_access::Caller;
use anye_base::{Cursor, Fault, Limit, Page};

use crate::Registers;
use crate::thing::{self, NewThing, Thing};

/// Kind of the dictionary.
pub const KIND: &str = "providers";

/// Registers one.
///
/// # Errors
/// Not sound, not allowed at its place.
pub async fn register(rooms: &Registers, caller: &Caller<'_>, new: &NewThing) -> Result<Thing, Fault> {
    thing::make(rooms, caller, KIND, new).await
}

/// One that the caller may see.
///
/// # Errors
/// There is none that the caller may see.
pub async fn find(rooms: &Registers, caller: &Caller<'_>, id: &str) -> Result<Thing, Fault> {
    thing::find(rooms, caller, KIND, id).await
}

/// A page of those the caller may see, by name.
///
/// # Errors
/// The store's own.
pub async fn list(
    rooms: &Registers,
    caller: &Caller<'_>,
    (q, place): (&str, &str),
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Thing>, Fault> {
    thing::list(rooms, caller, KIND, (q, place), after, limit).await
}
