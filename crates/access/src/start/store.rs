//! Rows of settings that belong to the store itself.

use anye_db::{DbError, Read, WriteTx, sql};

pub(super) async fn read(from: &mut impl Read, name: &str) -> Result<Option<String>, DbError> {
    from.optional(sql("select value from store_setting where name = $1").bind(name))
        .await?
        .map(|row| row.text("value"))
        .transpose()
}

/// Sets what was never set; `Unique` where it was.
pub(super) async fn set_once(tx: &mut WriteTx<'_>, name: &str, value: &str, at: i64) -> Result<(), DbError> {
    tx.run_one(
        sql("insert into store_setting (name, value, set_at) values ($1, $2, $3)")
            .bind(name)
            .bind(value)
            .bind(at),
    )
    .await
}
