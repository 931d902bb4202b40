//! Early warning (监测预警): layoff notices, the market, warnings with their lights, the cockpit and the bulletin of the month.
//!
//! Thin: figures come from `reporting`, arithmetic from `signals`, rules and thresholds from the pack, cases from `casework`. It must never hold a threshold,
//! a step or a deadline of its own.

pub mod bulletin;
pub mod cockpit;
pub mod demo;
pub mod market;
pub mod notice;
mod state;
pub mod warning;

use anye_base::Lang;
use anye_web::{Built, NavEntry, i18n};

pub use state::{Books, InUse, Monitor};

/// The messages of this crate, a file a room and language.
pub const MESSAGES: [i18n::Source; 14] = [
    (Lang::Zh, include_str!("../i18n/notice.zh.ftl")),
    (Lang::En, include_str!("../i18n/notice.en.ftl")),
    (Lang::Zh, include_str!("../i18n/warning.zh.ftl")),
    (Lang::En, include_str!("../i18n/warning.en.ftl")),
    (Lang::Zh, include_str!("../i18n/cockpit.zh.ftl")),
    (Lang::En, include_str!("../i18n/cockpit.en.ftl")),
    (Lang::Zh, include_str!("../i18n/index.zh.ftl")),
    (Lang::En, include_str!("../i18n/index.en.ftl")),
    (Lang::Zh, include_str!("../i18n/watch.zh.ftl")),
    (Lang::En, include_str!("../i18n/watch.en.ftl")),
    (Lang::Zh, include_str!("../i18n/bulletin.zh.ftl")),
    (Lang::En, include_str!("../i18n/bulletin.en.ftl")),
    (Lang::Zh, include_str!("../i18n/market.zh.ftl")),
    (Lang::En, include_str!("../i18n/market.en.ftl")),
];

/// The entries of the rail.
pub fn nav() -> Vec<NavEntry> {
    [notice::NAV, warning::NAV, cockpit::NAV, bulletin::NAV, market::NAV].concat()
}

/// All routes of this crate with their guards, room by room.
pub fn routes(monitor: &Monitor) -> Built {
    notice::routes(monitor)
        .and(warning::routes(monitor))
        .and(cockpit::routes(monitor))
        .and(bulletin::routes(monitor))
        .and(market::routes(monitor))
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    [notice::openapi(), warning::openapi(), cockpit::openapi(), bulletin::openapi(), market::openapi()]
        .into_iter()
        .reduce(utoipa::openapi::OpenApi::merge_from)
        .unwrap_or_default()
}
