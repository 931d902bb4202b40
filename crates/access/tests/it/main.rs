//! People and access as a whole, over SQLite and, where there is one, PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod accounts;
mod decision;
mod factor;
mod grants;
mod identity_provider;
mod messages;
mod oidc;
mod sessions;
mod sign_in;
mod start;
mod tokens;
mod town;
