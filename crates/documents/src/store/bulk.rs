//! Many rows in one statement: row by row costs thirty times as much.

use anye_db::{DbError, Val, WriteTx, sql};

/// Values a statement may bind: below the limit of either database.
const MOST_VALUES: usize = 30_000;
/// Rows a statement may have: beyond, parsing it costs more than it saves.
const MOST_ROWS: usize = 400;

/// Inserts rows of equal width. `head` is `insert into t (a, b)`.
pub async fn insert(tx: &mut WriteTx<'_>, head: &str, rows: Vec<Vec<Val>>) -> Result<(), DbError> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
    let most = (MOST_VALUES / width.max(1)).clamp(1, MOST_ROWS);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Vec<Val>> = rows.by_ref().take(most).collect();
        let count = part.len() as u64;
        let mut text = String::with_capacity(head.len() + part.len() * width * 5);
        text.push_str(head);
        text.push_str(" values ");
        for row in 0..part.len() {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                if column > 0 {
                    text.push_str(", ");
                }
                text.push('$');
                text.push_str(&(row * width + column + 1).to_string());
            }
            text.push(')');
        }
        let query = part.into_iter().flatten().fold(sql(text), anye_db::Query::bind);
        if tx.run(query).await? != count {
            return Err(DbError::Other("fewer rows were written than given".into()));
        }
    }
    Ok(())
}
