//! Early warning over fresh databases, room by room.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod bulletin_desk;
mod market_pages;
mod market_sources;
mod notice_filing;
mod notice_pages;
mod notice_rules;
mod notice_watch;
mod notice_world;
mod warning_close;
mod warning_composite;
mod warning_killed;
mod warning_pages;
mod warning_world;
mod watch;
