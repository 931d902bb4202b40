//! Many new rows of one table at once, the quickest way that each database has: long statements for one, its copy protocol for the other.
//!
//! Nothing is left out for speed: keys, references and indices are checked as with any insert, and the rows stand in the transaction like all others.

use std::fmt::Write as _;

use sqlx::{Postgres, Transaction};

use crate::query::Later;
use crate::write::{Inner, WriteTx};
use crate::{DbError, Query, Val, sql};

/// Values that a statement binds at most.
const MOST_VALUES: usize = 1_000;
/// With fewer rows, the copy protocol's further answers cost more than it saves.
const FEW: usize = 16;
/// Bytes sent at once while the server works on those before.
const PART: usize = 256 * 1024;

impl WriteTx<'_> {
    /// Inserts rows into a table; `columns` are joined by `, `. All of them must be new, and as wide as there are columns.
    pub fn insert<'b>(
        &'b mut self,
        table: &'b str,
        columns: &'b str,
        rows: Vec<Vec<Val>>,
    ) -> Later<'b, Result<(), DbError>> {
        Box::pin(async move {
            let (wanted, width) = (rows.len() as u64, columns.split(',').count());
            if rows.iter().any(|row| row.len() != width) {
                return Err(DbError::Other(format!("a row for {table} is not as wide as its columns")));
            }
            let written = match &mut self.inner {
                _ if rows.is_empty() => 0,
                Inner::Pg(tx) if rows.len() >= FEW => copy(tx, table, columns, &rows).await?,
                inner => stated(inner, table, columns, width, rows).await?,
            };
            let all = written == wanted;
            if all { Ok(()) } else { Err(DbError::Other("fewer rows were written than given".into())) }
        })
    }
}

/// By the copy protocol.
async fn copy(
    tx: &mut Transaction<'static, Postgres>,
    table: &str,
    columns: &str,
    rows: &[Vec<Val>],
) -> Result<u64, DbError> {
    let mut copy = tx.copy_in_raw(&format!("copy {table} ({columns}) from stdin")).await?;
    let mut text = String::with_capacity(PART + 4096);
    for row in rows {
        line(&mut text, row);
        if text.len() >= PART {
            copy.send(text.as_bytes()).await?;
            text.clear();
        }
    }
    copy.send(text.as_bytes()).await?;
    Ok(copy.finish().await?)
}

/// In long statements.
async fn stated(
    inner: &mut Inner,
    table: &str,
    columns: &str,
    width: usize,
    rows: Vec<Vec<Val>>,
) -> Result<u64, DbError> {
    let (mut written, mut rows) = (0, rows.into_iter());
    let numbered = matches!(inner, Inner::Pg(_));
    loop {
        let part: Vec<Vec<Val>> = rows.by_ref().take((MOST_VALUES / width).max(1)).collect();
        if part.is_empty() {
            return Ok(written);
        }
        written += inner.run(statement(table, columns, part, numbered)).await?;
    }
}

/// `insert into … values (…), (…)`, with the placeholders of the database.
fn statement(table: &str, columns: &str, rows: Vec<Vec<Val>>, numbered: bool) -> Query {
    let mut text = format!("insert into {table} ({columns}) values ");
    let mut number = 0;
    for (at, row) in rows.iter().enumerate() {
        text.push_str(if at == 0 { "(" } else { ", (" });
        for column in 0..row.len() {
            number += 1;
            text.push_str(if column == 0 { "" } else { ", " });
            if numbered {
                let _ = write!(text, "${number}");
            } else {
                text.push('?');
            }
        }
        text.push(')');
    }
    let mut query = sql(text);
    query.values = rows.into_iter().flatten().collect();
    query
}

/// A row as the copy protocol's text: columns parted by tabs, nothing as `\N`, what would be taken for either written with a backslash.
fn line(text: &mut String, row: &[Val]) {
    for (at, value) in row.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match value {
            Val::Int(Some(number)) => {
                let _ = write!(text, "{number}");
            }
            Val::Text(Some(words)) => escaped(text, words),
            Val::Int(None) | Val::Text(None) => text.push_str("\\N"),
        }
    }
    text.push('\n');
}

fn escaped(text: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        text.push_str(plain);
        text.push_str(match special.as_bytes().first() {
            Some(b'\t') => "\\t",
            Some(b'\n') => "\\n",
            Some(b'\r') => "\\r",
            _ => "\\\\",
        });
        rest = &special[1..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_rows_and_columns_is_written_with_a_backslash() {
        let mut text = String::new();
        line(&mut text, &["a\tb\nc\\N\r".into(), Val::Text(None), 7_i64.into(), Val::Int(None), "".into()]);
        assert_eq!(text, "a\\tb\\nc\\\\N\\r\t\\N\t7\t\\N\t\n");
    }

    #[test]
    fn each_database_gets_its_own_placeholders() {
        let rows = || vec![vec![1_i64.into(), "a".into()], vec![2_i64.into(), "b".into()]];
        assert_eq!(statement("t", "n, w", rows(), false).text, "insert into t (n, w) values (?, ?), (?, ?)");
        assert_eq!(
            statement("t", "n, w", rows(), true).text,
            "insert into t (n, w) values ($1, $2), ($3, $4)"
        );
        assert_eq!(statement("t", "n, w", rows(), true).values.len(), 4);
    }
}
