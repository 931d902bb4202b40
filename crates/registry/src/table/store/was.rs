//! What an entry was before it was changed (条目旧版): kept in the same transaction, never changed again. A table as far as was known at a time reads them.

use anye_db::{DbError, WriteTx, sql};

/// Keeps the version that an update is about to replace.
pub async fn keep(tx: &mut WriteTx<'_>, id: &str, version: i64) -> Result<(), DbError> {
    let now = tx.scope().world.now_ms();
    let query = sql(
        "insert into entry_was (id, version, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, to_day, fields, course, \
         reason, recorded_at, until_at) select id, version, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, to_day, \
         fields, course, reason, recorded_at, ",
    )
    .push_bind("{} from entry", now)
    .push_bind(" where id = {}", id)
    .push_bind(" and version = {}", version);
    tx.run(query).await?;
    Ok(())
}
