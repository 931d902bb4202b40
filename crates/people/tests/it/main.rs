//! Sign-in, own account, accounts, grants and explanations as a browser meets them: the real routes with their guards and the layer around
//! them, over SQLite and, where there is one, PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up stops")]

mod access;
mod accounts;
mod api;
mod browser;
mod door;
mod grants;
mod house;
mod oidc;
mod profile;
mod sign_in;
mod texts;
