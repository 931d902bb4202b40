//! Restoring a backup into an empty database of either kind.

use std::io::{BufRead as _, BufReader, Read, Seek, SeekFrom};

use flate2::read::GzDecoder;
use serde_json::Value;
use sm3::{Digest as _, Sm3};

use super::{BackupError, FORMAT, Footer, Header, Summary};
use crate::audit::hex;
use crate::query::Read as _;
use crate::write::Inner;
use crate::{Db, DbError, Query, migrate, sql};

/// Reads `from` twice: first to check it whole, then to write it.
pub async fn restore(db: &Db, mut from: impl Read + Seek + Send) -> Result<Summary, BackupError> {
    let summary = check(&mut from)?;
    let mut reader = db;
    if migrate::current(db).await? > 0 {
        let records = reader.one(sql("select count(*) as n from audit_record")).await?.int("n")?;
        if records > 0 {
            return Err(BackupError::NotEmpty(records));
        }
    }
    migrate::run_until(db, summary.schema).await?;
    if migrate::current(db).await? != summary.schema {
        return Err(BackupError::Format(
            "the database was prepared for a newer schema: restore into an empty one".into(),
        ));
    }
    from.seek(SeekFrom::Start(0))?;
    write(db, &mut from).await?;
    migrate::run(db).await?;
    Ok(summary)
}

/// Reads the whole file and compares the digest.
fn check(from: &mut impl Read) -> Result<Summary, BackupError> {
    let mut hash = Sm3::new();
    let mut lines = BufReader::new(GzDecoder::new(from));
    let (mut line, mut before, mut header, mut rows) = (String::new(), String::new(), None::<Header>, 0_u64);
    loop {
        line.clear();
        if lines.read_line(&mut line).map_err(|cause| BackupError::Damaged(cause.to_string()))? == 0 {
            break;
        }
        if !before.is_empty() {
            hash.update(before.as_bytes());
            match &header {
                None => header = Some(read_header(&before)?),
                Some(_) => rows += 1,
            }
        }
        std::mem::swap(&mut before, &mut line);
    }
    let header = header.ok_or_else(|| BackupError::Format("it has no rows and no end".into()))?;
    let footer: Footer =
        serde_json::from_str(&before).map_err(|_| BackupError::Damaged("the end is missing".into()))?;
    let digest = hex(&hash.finalize());
    if footer.rows != rows || footer.digest != digest {
        return Err(BackupError::Damaged(format!(
            "{rows} rows found, {} written; digests differ",
            footer.rows
        )));
    }
    Ok(Summary { schema: header.schema, tables: header.tables.len(), rows, digest })
}

fn read_header(line: &str) -> Result<Header, BackupError> {
    let header: Header =
        serde_json::from_str(line).map_err(|cause| BackupError::Format(cause.to_string()))?;
    if header.anye_backup != FORMAT {
        return Err(BackupError::Format(format!(
            "format {}, this program reads {FORMAT}",
            header.anye_backup
        )));
    }
    if header.schema > migrate::NEWEST {
        return Err(BackupError::Format(format!(
            "schema {} is newer than this program's {}",
            header.schema,
            migrate::NEWEST
        )));
    }
    Ok(header)
}

async fn write(db: &Db, from: &mut (impl Read + Send)) -> Result<(), BackupError> {
    let mut tx = db.open_transaction().await?;
    let mut lines = BufReader::new(GzDecoder::new(from)).lines();
    let header = read_header(&lines.next().ok_or_else(|| BackupError::Damaged("empty".into()))??)?;
    for table in header.tables.iter().rev() {
        // What the migrations put in comes back from the backup.
        tx.run(sql(format!("delete from {}", table.name))).await?;
    }
    let mut waiting = Waiting { table: 0, rows: Vec::new() };
    for line in lines {
        let value: Value =
            serde_json::from_str(&line?).map_err(|cause| BackupError::Damaged(cause.to_string()))?;
        let Value::Array(pair) = value else { break };
        let (Some(table), Some(Value::Array(row))) = (pair.first().and_then(Value::as_u64), pair.get(1))
        else {
            continue;
        };
        waiting.add(&mut tx, &header, table as usize, row.clone()).await?;
    }
    waiting.flush(&mut tx, &header).await?;
    match tx {
        Inner::Sqlite(tx) => tx.commit().await.map_err(DbError::from)?,
        Inner::Pg(tx) => tx.commit().await.map_err(DbError::from)?,
    }
    Ok(())
}

/// Values bound in one statement at most: below the limits of both databases.
const VALUES: usize = 20_000;

/// Rows of one table, waiting to be written together.
struct Waiting {
    table: usize,
    rows: Vec<Vec<Value>>,
}

impl Waiting {
    async fn add(
        &mut self,
        tx: &mut Inner,
        header: &Header,
        table: usize,
        row: Vec<Value>,
    ) -> Result<(), BackupError> {
        let width = header.tables.get(table).map_or(1, |table| table.columns.len()).max(1);
        if table != self.table || self.rows.len() >= VALUES / width {
            self.flush(tx, header).await?;
            self.table = table;
        }
        self.rows.push(row);
        Ok(())
    }

    async fn flush(&mut self, tx: &mut Inner, header: &Header) -> Result<(), BackupError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let table = header
            .tables
            .get(self.table)
            .ok_or_else(|| BackupError::Damaged("a row of an unknown table".into()))?;
        let columns = table.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let mut query = sql(format!("insert into {} ({columns}) values ", table.name));
        for (index, row) in self.rows.drain(..).enumerate() {
            query = query.push(if index == 0 { "(" } else { ", (" });
            query = bind_row(query, &table.columns, row)?;
            query = query.push(")");
        }
        tx.run(query).await?;
        Ok(())
    }
}

fn bind_row(mut query: Query, columns: &[(String, bool)], row: Vec<Value>) -> Result<Query, BackupError> {
    if row.len() != columns.len() {
        return Err(BackupError::Damaged("a row is too short or too long".into()));
    }
    for (place, (value, (_, number))) in row.into_iter().zip(columns).enumerate() {
        let text = if place == 0 { "{}" } else { ", {}" };
        query = match value {
            _ if *number => query.push_bind(text, value.as_i64()),
            Value::String(value) => query.push_bind(text, value),
            _ => query.push_bind(text, None::<String>),
        };
    }
    Ok(query)
}
