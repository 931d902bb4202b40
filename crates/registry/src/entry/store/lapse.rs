//! Open entries of a register in the order of their ids: what the clock of last days walks through.

use anye_db::{DbError, Read, sql};

/// The ids of the next open entries after an id.
pub async fn open_after(
    from: &mut impl Read,
    register: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    let query = sql("select id from entry where is_open = 1 and pending = 0")
        .push_bind(" and register = {}", register)
        .push_bind(" and id > {}", after)
        .push_bind(" order by id limit {}", limit);
    from.all(query).await?.iter().map(|row| row.text("id")).collect()
}
