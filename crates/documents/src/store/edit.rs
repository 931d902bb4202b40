//! Rows of what people did to findings. Rows are only ever added: the key of the next version is what makes the second of two people wait.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use crate::model::{Action, Edit};

fn select(rest: &str) -> Query {
    sql(format!(
        "select article_key, finding_key, version, action, body, reason, account, account_name, at from finding_edit {rest}"
    ))
}

fn edit(row: &Row) -> Result<Edit, DbError> {
    let word = row.text("action")?;
    let action = Action::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown action {word}")))?;
    Ok(Edit {
        article_key: row.text("article_key")?,
        finding_key: row.text("finding_key")?,
        version: row.int("version")?,
        action,
        body: row.json("body")?,
        reason: row.text("reason")?,
        account: row.text("account")?,
        account_name: row.text("account_name")?,
        at: row.int("at")?,
    })
}

/// All edits of a document, oldest first.
pub async fn of_document(from: &mut impl Read, id: &str) -> Result<Vec<Edit>, DbError> {
    let rows = from.all(select("where document_id = $1 order by at, version").bind(id)).await?;
    rows.iter().map(edit).collect()
}

/// The edits of one finding, oldest first.
pub async fn of_finding(
    from: &mut impl Read,
    id: &str,
    article: &str,
    finding: &str,
) -> Result<Vec<Edit>, DbError> {
    let query = select("where document_id = $1 and article_key = $2 and finding_key = $3 order by version");
    let rows = from.all(query.bind(id).bind(article).bind(finding)).await?;
    rows.iter().map(edit).collect()
}

/// Adds a version. Somebody else's version of that number makes it [`DbError::Stale`].
pub async fn insert(tx: &mut WriteTx<'_>, document: &str, edit: &Edit) -> Result<(), DbError> {
    let body = serde_json::to_string(&edit.body).map_err(|cause| DbError::Other(cause.to_string()))?;
    let insert = sql(
        "insert into finding_edit (document_id, article_key, finding_key, version, action, body, reason, account, \
         account_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
    );
    let insert = insert.bind(document).bind(&edit.article_key).bind(&edit.finding_key).bind(edit.version);
    let insert = insert.bind(edit.action.word()).bind(body).bind(&edit.reason).bind(&edit.account);
    tx.run_one(insert.bind(&edit.account_name).bind(edit.at)).await
}
