//! Pages and operations of money.

use anye_web::{Built, NavEntry, Routes};

use crate::Money;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[];

/// All routes of this crate with their guards.
pub fn routes(money: &Money) -> Built {
    Routes::new(&money.core).finish(money.clone())
}

/// The operations of this crate.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
