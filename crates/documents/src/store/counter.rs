//! The count of changes to what is searched.

use anye_db::{DbError, Read, WriteTx, sql};

/// Takes the next `count` numbers and gives the first. Holds the row until the write ends, so numbers become visible in order.
pub async fn take(tx: &mut WriteTx<'_>, count: i64) -> Result<i64, DbError> {
    tx.run_one(sql("update library_counter set seq = seq + $1 where id = 1").bind(count)).await?;
    Ok(current(tx).await? - count + 1)
}

/// The last number taken.
pub async fn current(from: &mut impl Read) -> Result<i64, DbError> {
    from.one(sql("select seq from library_counter where id = 1")).await?.int("seq")
}
