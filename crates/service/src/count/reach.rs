//! How far programmes reach (政策落实): of those on a list of the registry, how many were granted anything, and how many programmes reached them. It must never count an
//! entry or a case that the caller may not read.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Service;
use crate::case::Line;
use crate::case::rights::may;
use crate::store;

/// How far they reach in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = service::Reach)]
pub struct Reach {
    /// Place of the entries.
    pub place: String,
    /// Those on the list now.
    pub entries: i64,
    /// Whom they employ, where they are employers and it is known.
    pub staff: Option<i64>,
    /// Those of them who were granted anything.
    pub reached: i64,
    /// Programmes that reached them: each counts once for each of them.
    pub programmes: i64,
    /// The granted cases.
    pub cases: i64,
}

/// The places of a register that the caller may read cases of.
async fn places(service: &Service, caller: &Caller<'_>, register: &str) -> Result<Vec<String>, Fault> {
    if service.definitions.register(register).is_none() {
        return Err(Fault::not_found("register"));
    }
    let all = store::reach::places(&mut &service.core.db, register).await?;
    Ok(all.into_iter().filter(|place| may(caller, Permission::CasesRead, place)).collect())
}

/// By place, in the order of codes.
///
/// # Errors
/// No such register, or the store's own.
pub async fn reach(service: &Service, caller: &Caller<'_>, register: &str) -> Result<Vec<Reach>, Fault> {
    let places = places(service, caller, register).await?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut from = &service.core.db;
    let mut all = store::reach::listed(&mut from, register, &places).await?;
    for granted in store::reach::granted(&mut from, register, &places).await? {
        if let Some(one) = all.iter_mut().find(|one| one.place == granted.place) {
            (one.reached, one.programmes, one.cases) = (granted.reached, granted.programmes, granted.cases);
        }
    }
    Ok(all)
}

/// The granted cases about those on the list in one place, the latest first, so many at most.
///
/// # Errors
/// No such register, or a place whose cases the caller may not read.
pub async fn reached(
    service: &Service,
    caller: &Caller<'_>,
    register: &str,
    place: &str,
    most: u32,
) -> Result<Vec<Line>, Fault> {
    let places = places(service, caller, register).await?;
    if !places.iter().any(|one| one == place) {
        return Err(Fault::not_found("place"));
    }
    Ok(store::reach::cases(&mut &service.core.db, register, place, &places, most).await?)
}
