//! The bulletin of the month (就业形势月报).

use anye_web::{Built, NavEntry, Routes};

use crate::Monitor;

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[];

/// Its routes.
pub fn routes(monitor: &Monitor) -> Built {
    Routes::new(&monitor.core).finish(monitor.clone())
}

/// Its operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
