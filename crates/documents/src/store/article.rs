//! Rows of articles: the clean text in a column of its own, what was found in it as JSON.

use std::collections::HashMap;

use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use anye_findings::Findings;
use serde::{Deserialize, Serialize};

use super::bulk;
use crate::prepare::Prepared;
use crate::view::{ArticleView, TextKind};

/// What an article's row keeps as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// As it stood in the source.
    pub original: String,
    /// Where `original` begins in the source.
    #[serde(default)]
    pub source_start: u32,
    /// Runs from the clean text to the source.
    pub origin: Vec<[u32; 3]>,
    /// What was found, as read.
    #[serde(flatten)]
    pub findings: Findings,
}

const COLUMNS: &str =
    "document_id, article_key, position, kind, number, ordinal, chapter, heading, text, body, doubts";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from article {rest}"))
}

/// An article without its findings, and the findings as read.
pub type Stored = (ArticleView, Findings);

fn stored(row: &Row) -> Result<Stored, DbError> {
    let body: Body = row.json("body")?;
    let kind = kind_of(&row.text("kind")?)?;
    let view = ArticleView {
        key: row.text("article_key")?,
        position: row.int("position")?,
        kind,
        number: row.text("number")?,
        ordinal: row.int("ordinal")?,
        chapter: row.text("chapter")?,
        heading: row.text("heading")?,
        text: row.text("text")?,
        original: body.original,
        source_start: body.source_start,
        origin: body.origin,
        units: Vec::new(),
        figures: Vec::new(),
        dates: Vec::new(),
        citations: Vec::new(),
        measures: Vec::new(),
        doubts: 0,
    };
    Ok((view, body.findings))
}

fn kind_of(word: &str) -> Result<TextKind, DbError> {
    serde_json::from_value(serde_json::Value::from(word))
        .map_err(|_| DbError::Other(format!("unknown kind of article {word}")))
}

/// All texts of a document in order.
pub async fn of_document(from: &mut impl Read, id: &str) -> Result<Vec<Stored>, DbError> {
    let rows = from.all(select("where document_id = $1 order by position").bind(id)).await?;
    rows.iter().map(stored).collect()
}

/// One text.
pub async fn find(from: &mut impl Read, id: &str, key: &str) -> Result<Option<Stored>, DbError> {
    let query = select("where document_id = $1 and article_key = $2").bind(id).bind(key);
    from.optional(query).await?.as_ref().map(stored).transpose()
}

/// What a list of articles shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The document.
    pub document_id: String,
    /// The article.
    pub key: String,
    /// Its place.
    pub position: i64,
    /// The numeral as printed.
    pub number: String,
    /// The heading.
    pub heading: String,
    /// The text.
    pub text: String,
}

/// The texts of several documents without their findings, by document and in order.
pub async fn outlines(
    from: &mut impl Read,
    ids: &[String],
) -> Result<HashMap<String, Vec<Outline>>, DbError> {
    let mut found: HashMap<String, Vec<Outline>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let query = sql("select document_id, article_key, position, number, heading, text from article where ");
    let query = query.push_list("document_id in ({})", ids).push(" order by document_id, position");
    for row in from.all(query).await? {
        let outline = Outline {
            document_id: row.text("document_id")?,
            key: row.text("article_key")?,
            position: row.int("position")?,
            number: row.text("number")?,
            heading: row.text("heading")?,
            text: row.text("text")?,
        };
        found.entry(outline.document_id.clone()).or_default().push(outline);
    }
    Ok(found)
}

/// Writes the texts of new documents.
pub async fn insert(tx: &mut WriteTx<'_>, documents: &[&Prepared]) -> Result<(), DbError> {
    let mut rows = Vec::new();
    for prepared in documents {
        for (position, text) in prepared.texts.iter().enumerate() {
            let body =
                serde_json::to_string(&text.body).map_err(|cause| DbError::Other(cause.to_string()))?;
            let kind = serde_json::to_value(text.kind).map_err(|cause| DbError::Other(cause.to_string()))?;
            rows.push(vec![
                Val::from(&prepared.record.id),
                Val::from(&text.key),
                Val::from(position as i64),
                Val::from(kind.as_str().unwrap_or_default()),
                Val::from(&text.number),
                Val::from(text.ordinal),
                Val::from(&text.chapter),
                Val::from(&text.heading),
                Val::from(&text.text),
                Val::from(body),
                Val::from(text.doubts),
            ]);
        }
    }
    bulk::insert(tx, &format!("insert into article ({COLUMNS})"), rows).await
}

/// Changes the number of open doubts.
pub async fn edited(tx: &mut WriteTx<'_>, id: &str, key: &str, doubts: i64) -> Result<(), DbError> {
    let update = sql("update article set doubts = doubts + $1 where document_id = $2 and article_key = $3");
    tx.run_one(update.bind(doubts).bind(id).bind(key)).await
}
