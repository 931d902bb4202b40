//! Queries that people keep and share (保存的查询).

use anye_access::{Caller, Permission, may_at_all};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read as _, Row, sql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FigureQuery;
use crate::Reporting;

/// A kept query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedQuery {
    /// Id.
    pub id: String,
    /// Account.
    pub owner: String,
    /// Name.
    pub name: String,
    /// Whether others see it.
    pub shared: bool,
    /// The query.
    pub query: FigureQuery,
    /// How the page shows it: table, chart, map, list; empty: as a table.
    #[serde(skip)]
    pub view: String,
    /// Version.
    pub version: i64,
}

/// A query as it is stored, with how it was looked at.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    query: FigureQuery,
    #[serde(default)]
    view: String,
}

fn read(row: &Row) -> Result<SavedQuery, anye_db::DbError> {
    let Kept { query, view } = row.json("query")?;
    Ok(SavedQuery {
        id: row.text("id")?,
        owner: row.text("owner")?,
        name: row.text("name")?,
        shared: row.flag("shared")?,
        query,
        view,
        version: row.int("version")?,
    })
}

fn allowed(caller: &Caller<'_>) -> Result<(), Fault> {
    if may_at_all(caller.grants, Permission::FiguresRead) {
        return Ok(());
    }
    Err(crate::rights::denied(Permission::FiguresRead))
}

/// Keeps a query.
pub async fn save(
    reporting: &Reporting,
    caller: &Caller<'_>,
    name: &str,
    shared: bool,
    (query, view): (&FigureQuery, &str),
) -> Result<SavedQuery, Fault> {
    allowed(caller)?;
    reporting.form_period(&query.form, &query.from)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Fault::new(ErrorKind::Invalid, "figure_query_name"));
    }
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let made = SavedQuery {
        id: caller.world.new_id(),
        owner: caller.actor.id.clone(),
        name: name.to_owned(),
        shared,
        query: query.clone(),
        view: view.to_owned(),
        version: 1,
    };
    let text = serde_json::to_string(&Kept { query: query.clone(), view: view.to_owned() })
        .map_err(Fault::internal)?;
    let insert = sql(
        "insert into saved_query (id, owner, name, shared, query, changed_at, version) values ($1, $2, $3, $4, $5, $6, 1)",
    );
    let insert = insert.bind(&made.id).bind(&made.owner).bind(&made.name).bind(shared).bind(text);
    tx.run_one(insert.bind(caller.world.now_ms())).await?;
    tx.commit_with(Event::new("figure.query_save", "saved_query", &made.id), &made).await?;
    Ok(made)
}

/// Own ones and those that others share, by name.
pub async fn list(reporting: &Reporting, caller: &Caller<'_>) -> Result<Vec<SavedQuery>, Fault> {
    allowed(caller)?;
    let query = sql(
        "select id, owner, name, shared, query, version from saved_query where owner = $1 or shared = 1 order by name, id",
    );
    let mut db = &reporting.core.db;
    let rows = db.all(query.bind(&caller.actor.id)).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Deletes an own one.
pub async fn delete(reporting: &Reporting, caller: &Caller<'_>, id: &str) -> Result<(), Fault> {
    allowed(caller)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let gone = tx
        .run(sql("delete from saved_query where id = $1 and owner = $2").bind(id).bind(&caller.actor.id))
        .await?;
    if gone == 0 {
        return Err(Fault::not_found("saved_query"));
    }
    Ok(tx.commit_with(Event::new("figure.query_delete", "saved_query", id), &()).await?)
}
