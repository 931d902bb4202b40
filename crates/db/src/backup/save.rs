//! Taking a backup.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sm3::{Digest as _, Sm3};

use super::{BackupError, FORMAT, Footer, Header, Summary, Table, io};
use crate::audit::hex;
use crate::query::Read as _;
use crate::write::Inner;
use crate::{Backend, Db, DbError, Row, migrate, sql};

/// Writes all rows of all tables to `to`.
pub async fn save(db: &Db, at: i64, to: impl Write + Send) -> Result<Summary, BackupError> {
    let mut snapshot = db.snapshot().await?;
    let tables = tables(db.backend(), &mut snapshot).await?;
    let header = Header { anye_backup: FORMAT, schema: migrate::current(db).await?, created_at: at, tables };
    let mut out = Lines { gzip: GzEncoder::new(to, Compression::fast()), hash: Sm3::new(), rows: 0 };
    out.line(&serde_json::to_value(&header).map_err(|cause| BackupError::Format(cause.to_string()))?)?;
    for (index, table) in header.tables.iter().enumerate() {
        save_table(&mut snapshot, index, table, &mut out).await?;
    }
    let Lines { mut gzip, hash, rows } = out;
    let digest = hex(&hash.finalize());
    let footer = serde_json::to_string(&Footer { rows, digest: digest.clone() })
        .map_err(|cause| BackupError::Format(cause.to_string()))?;
    writeln!(gzip, "{footer}")?;
    gzip.finish()?.flush()?;
    Ok(Summary { schema: header.schema, tables: header.tables.len(), rows, digest })
}

/// Rows held in memory at a time.
const CHUNK: i64 = 5_000;

async fn save_table(
    snapshot: &mut Inner,
    index: usize,
    table: &Table,
    out: &mut Lines<impl Write>,
) -> Result<(), BackupError> {
    let columns = table.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let order = (1..=table.columns.len()).map(|place| place.to_string()).collect::<Vec<_>>().join(", ");
    let mut offset = 0;
    loop {
        // Inside one snapshot the order is stable, so pages by offset neither skip nor repeat.
        let page = format!("select {columns} from {} order by {order} limit $1 offset $2", table.name);
        let rows = snapshot.all(sql(page).bind(CHUNK).bind(offset)).await?;
        for row in &rows {
            out.line(&Value::from(vec![Value::from(index), values(row, table)?]))?;
            out.rows += 1;
        }
        if (rows.len() as i64) < CHUNK {
            return Ok(());
        }
        offset += CHUNK;
    }
}

fn values(row: &Row, table: &Table) -> Result<Value, DbError> {
    (0..row.width())
        .map(|place| {
            Ok(if table.columns[place].1 {
                row.int_at(place)?.map(Value::from)
            } else {
                row.text_at(place)?.map(Value::from)
            }
            .unwrap_or(Value::Null))
        })
        .collect::<Result<Vec<_>, DbError>>()
        .map(Value::from)
}

/// The tables in the order in which they were created, which is an order in which references hold.
pub(super) async fn tables(backend: Backend, from: &mut Inner) -> Result<Vec<Table>, DbError> {
    let (names, columns) = match backend {
        Backend::Sqlite => (
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid",
            "select name, type from pragma_table_info($1) order by cid",
        ),
        Backend::Postgres => (
            "select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace \
             where c.relkind = 'r' and n.nspname = current_schema() order by c.oid",
            "select column_name::text as name, data_type::text as type from information_schema.columns \
             where table_schema = current_schema() and table_name = $1 order by ordinal_position",
        ),
    };
    let mut tables = Vec::new();
    for row in from.all(sql(names)).await? {
        let name = row.text("name")?;
        let found = from.all(sql(columns).bind(&name)).await?;
        let columns = found
            .iter()
            .map(|column| Ok((column.text("name")?, column.text("type")?.eq_ignore_ascii_case("bigint"))))
            .collect::<Result<_, DbError>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

struct Lines<W: Write> {
    gzip: GzEncoder<W>,
    hash: Sm3,
    rows: u64,
}

impl<W: Write> Lines<W> {
    fn line(&mut self, value: &Value) -> Result<(), BackupError> {
        let mut text = value.to_string();
        text.push('\n');
        self.hash.update(text.as_bytes());
        self.gzip.write_all(text.as_bytes())?;
        Ok(())
    }
}

impl From<BackupError> for DbError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => error,
            other => io(&other),
        }
    }
}
