//! Rows of the throttle.

use anye_db::{DbError, Read, WriteTx, sql};

/// Wrong tries counted in one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Count {
    pub failures: i64,
    pub last_at: i64,
    pub blocked_until: i64,
}

pub(crate) async fn read(from: &mut impl Read, bucket: &str) -> Result<Count, DbError> {
    let row = from
        .optional(
            sql("select failures, last_at, blocked_until from sign_in_throttle where bucket = $1")
                .bind(bucket),
        )
        .await?;
    row.map_or(Ok(Count::default()), |row| {
        Ok(Count {
            failures: row.int("failures")?,
            last_at: row.int("last_at")?,
            blocked_until: row.int("blocked_until")?,
        })
    })
}

/// Takes the bucket until the transaction ends, so that tries made together are counted one after the other.
pub(crate) async fn lock(tx: &mut WriteTx<'_>, bucket: &str, now: i64) -> Result<Count, DbError> {
    let make = sql(
        "insert into sign_in_throttle (bucket, failures, last_at, blocked_until) values ($1, 0, $2, 0) on conflict do nothing",
    );
    tx.run(make.bind(bucket).bind(now)).await?;
    tx.run_one(sql("update sign_in_throttle set failures = failures where bucket = $1").bind(bucket)).await?;
    read(tx, bucket).await
}

pub(crate) async fn write(tx: &mut WriteTx<'_>, bucket: &str, count: Count) -> Result<(), DbError> {
    let query =
        sql("update sign_in_throttle set failures = $1, last_at = $2, blocked_until = $3 where bucket = $4");
    tx.run_one(query.bind(count.failures).bind(count.last_at).bind(count.blocked_until).bind(bucket)).await
}

pub(crate) async fn clear(tx: &mut WriteTx<'_>, bucket: &str) -> Result<(), DbError> {
    tx.run(sql("delete from sign_in_throttle where bucket = $1").bind(bucket)).await.map(drop)
}

/// Forgets all buckets that begin so, and one more. The beginning is ours: it holds none of the signs that `like` reads as a pattern.
pub(crate) async fn forget_account(tx: &mut WriteTx<'_>, prefix: &str, other: &str) -> Result<(), DbError> {
    let query = sql("delete from sign_in_throttle where bucket like $1 or bucket = $2");
    tx.run(query.bind(format!("{prefix}%")).bind(other)).await.map(drop)
}

/// Forgets counts nobody needs any more.
pub(crate) async fn sweep(tx: &mut WriteTx<'_>, before: i64) -> Result<u64, DbError> {
    tx.run(sql("delete from sign_in_throttle where last_at < $1 and blocked_until < $1").bind(before)).await
}
