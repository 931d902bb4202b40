//! The store: SQLite or PostgreSQL behind one small face, forward-only migrations, audited writes, backups.
//!
//! There is one way to write: [`Db::begin`] and [`write::WriteTx::commit`], and `commit` takes the audit event. A change without
//! a record in the audit log cannot be expressed. This crate must never know the web, a feature or a jurisdiction.

pub mod audit;
pub mod backup;
mod bulk;
mod connection;
mod error;
pub mod migrate;
mod query;
mod row;
pub mod write;

pub use connection::{Backend, Db, Options};
pub use error::DbError;
pub use query::{Query, Read, Val, sql};
pub use row::Row;
pub use write::{Begin, Once, Scope, WriteTx};
