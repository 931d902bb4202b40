//! Rows of mentions of other documents. A target is filled in when the library has it, whichever of the two came first.

use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use super::bulk;
use crate::keys::title_key;
use crate::model::{Relation, Role};

const COLUMNS: &str =
    "from_document, article_key, finding_key, source, role, to_document, number, title, text";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from relation {rest}"))
}

fn relation(row: &Row) -> Result<Relation, DbError> {
    let word = row.text("role")?;
    let role = Role::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown relation {word}")))?;
    Ok(Relation {
        from_document: row.text("from_document")?,
        article_key: row.text("article_key")?,
        finding_key: row.text("finding_key")?,
        source: row.text("source")?,
        role,
        to_document: row.opt_text("to_document")?,
        number: row.opt_text("number")?,
        title: row.opt_text("title")?,
        text: row.text("text")?,
    })
}

fn relations(rows: &[Row]) -> Result<Vec<Relation>, DbError> {
    rows.iter().map(relation).collect()
}

/// What these documents mention, in their order.
pub async fn out_of(from: &mut impl Read, ids: &[String]) -> Result<Vec<Relation>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        select("").push_list("where from_document in ({})", ids).push(" order by from_document, position");
    relations(&from.all(query).await?)
}

/// What mentions these documents.
pub async fn into(from: &mut impl Read, ids: &[String]) -> Result<Vec<Relation>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        select("").push_list("where to_document in ({})", ids).push(" order by from_document, position");
    relations(&from.all(query).await?)
}

/// Mentions without a target that carry one of these numbers, or, without a number, one of these titles:
/// `(from_document, position, number, title_key, role)`.
pub async fn waiting(
    from: &mut impl Read,
    numbers: &[&str],
    titles: &[&str],
) -> Result<Vec<(String, i64, Option<String>, Option<String>, Role)>, DbError> {
    let query = sql("select from_document, position, number, title_key, role from relation where to_document is null and (")
        .push_list("number in ({})", numbers.iter().copied())
        .push_list(" or (number is null and title_key in ({}))", titles.iter().copied())
        .push(")");
    let row = |row: &Row| {
        let role = Role::from_word(&row.text("role")?).unwrap_or(Role::Cites);
        let names = (row.opt_text("number")?, row.opt_text("title_key")?);
        Ok((row.text("from_document")?, row.int("position")?, names.0, names.1, role))
    };
    from.all(query).await?.iter().map(row).collect()
}

/// Fills a target in.
pub async fn resolve(tx: &mut WriteTx<'_>, from: &str, position: i64, to: &str) -> Result<(), DbError> {
    let update = sql("update relation set to_document = $1 where from_document = $2 and position = $3");
    tx.run_one(update.bind(to).bind(from).bind(position)).await
}

/// Writes the mentions of new documents, numbered within each.
pub async fn insert(tx: &mut WriteTx<'_>, mentions: &[Relation]) -> Result<(), DbError> {
    let mut position = 0;
    let mut before = "";
    let mut rows = Vec::with_capacity(mentions.len());
    for mention in mentions {
        position = if mention.from_document == before { position + 1 } else { 0 };
        before = &mention.from_document;
        rows.push(values(mention, position));
    }
    let head = format!("insert into relation ({COLUMNS}, title_key, position)");
    bulk::insert(tx, &head, rows).await
}

fn values(mention: &Relation, position: i64) -> Vec<Val> {
    vec![
        Val::from(&mention.from_document),
        Val::from(&mention.article_key),
        Val::from(&mention.finding_key),
        Val::from(&mention.source),
        Val::from(mention.role.word()),
        Val::from(mention.to_document.clone()),
        Val::from(mention.number.clone()),
        Val::from(mention.title.clone()),
        Val::from(&mention.text),
        Val::from(mention.title.as_deref().map(title_key)),
        Val::from(position),
    ]
}

/// Replaces the mention that a citation makes, after a person changed it; `None` where they rejected it.
pub async fn replace(
    tx: &mut WriteTx<'_>,
    document: &str,
    article: &str,
    finding: &str,
    mention: Option<&Relation>,
) -> Result<(), DbError> {
    let delete =
        sql("delete from relation where from_document = $1 and article_key = $2 and finding_key = $3");
    tx.run(delete.bind(document).bind(article).bind(finding)).await?;
    let Some(mention) = mention else { return Ok(()) };
    let last = sql("select coalesce(max(position), -1) as last from relation where from_document = $1")
        .bind(document);
    let position = tx.one(last).await?.int("last")? + 1;
    let head = format!("insert into relation ({COLUMNS}, title_key, position)");
    bulk::insert(tx, &head, vec![values(mention, position)]).await
}
