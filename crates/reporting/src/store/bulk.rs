//! Many rows in one statement: row by row costs thirty times as much.

use anye_db::{DbError, Query, Val, WriteTx, sql};

/// Values a statement binds at most: one of the databases looks each of them up by its name in a list, so that long statements cost by the
/// square of their length (400 rows of 25 values take several times as long as the same rows 20 at a time).
const MOST_VALUES: usize = 480;

/// `head values (row), (row) … tail` where a row is `template` with `?` for each bound value.
pub fn statements<'a>(
    head: &'a str,
    template: &'a str,
    tail: &'a str,
    rows: Vec<Vec<Val>>,
) -> impl Iterator<Item = (usize, Query)> + 'a {
    let width = rows.first().map_or(1, Vec::len).max(1);
    let most = (MOST_VALUES / width).max(1);
    let mut rows = rows.into_iter().peekable();
    std::iter::from_fn(move || {
        rows.peek()?;
        let part: Vec<Vec<Val>> = rows.by_ref().take(most).collect();
        let mut text =
            String::with_capacity(head.len() + tail.len() + part.len() * (template.len() + width * 4));
        text.push_str(head);
        text.push_str(" values ");
        let mut number = 0;
        for row in 0..part.len() {
            text.push_str(if row == 0 { "(" } else { ", (" });
            let mut pieces = template.split('?');
            text.push_str(pieces.next().unwrap_or_default());
            for piece in pieces {
                number += 1;
                text.push('$');
                text.push_str(&number.to_string());
                text.push_str(piece);
            }
            text.push(')');
        }
        text.push_str(tail);
        let count = part.len();
        Some((count, part.into_iter().flatten().fold(sql(text), Query::bind)))
    })
}

/// Inserts rows. All of them must be new.
pub async fn insert(
    tx: &mut WriteTx<'_>,
    head: &str,
    template: &str,
    rows: Vec<Vec<Val>>,
) -> Result<(), DbError> {
    for (count, query) in statements(head, template, "", rows) {
        if tx.run(query).await? != count as u64 {
            return Err(DbError::Other("fewer rows were written than given".into()));
        }
    }
    Ok(())
}

/// Inserts or changes rows, as the tail says.
pub async fn run(
    tx: &mut WriteTx<'_>,
    head: &str,
    template: &str,
    tail: &str,
    rows: Vec<Vec<Val>>,
) -> Result<(), DbError> {
    for (_, query) in statements(head, template, tail, rows) {
        tx.run(query).await?;
    }
    Ok(())
}
