//! Rows that say which unit is named where.

use anye_db::{DbError, Read, Val, WriteTx, sql};
use anye_findings::UnitMention;

use super::bulk;
use crate::keys::title_key;
use crate::prepare::Prepared;

/// One mention of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The document.
    pub document_id: String,
    /// The article.
    pub article_key: String,
    /// Id of the unit, where the register knows it.
    pub unit_id: Option<String>,
    /// Its name as printed, with the level word.
    pub name: String,
    /// `lead`, `support`, `responsible`.
    pub role: String,
}

/// By what mentions of one unit are brought together: its id, else its name.
pub fn unit_key(mention: &UnitMention) -> String {
    mention.unit_id.clone().unwrap_or_else(|| title_key(&mention.full_name))
}

fn role_word(mention: &UnitMention) -> &'static str {
    match mention.role {
        anye_findings::Role::Lead => "lead",
        anye_findings::Role::Support => "support",
        anye_findings::Role::Responsible => "responsible",
    }
}

fn values(document: &str, article: &str, finding: &str, mention: &UnitMention) -> Vec<Val> {
    vec![
        Val::from(document),
        Val::from(article),
        Val::from(finding),
        Val::from(unit_key(mention)),
        Val::from(mention.unit_id.clone()),
        Val::from(&mention.full_name),
        Val::from(role_word(mention)),
    ]
}

const HEAD: &str =
    "insert into unit_mention (document_id, article_key, finding_key, unit_key, unit_id, name, role)";

/// Writes the mentions of new documents.
pub async fn insert(tx: &mut WriteTx<'_>, documents: &[&Prepared]) -> Result<(), DbError> {
    let mut rows = Vec::new();
    for prepared in documents {
        for text in &prepared.texts {
            for (index, mention) in text.body.findings.units.iter().enumerate() {
                let finding = crate::keys::finding_key(crate::model::Sort::Unit, index);
                rows.push(values(&prepared.record.id, &text.key, &finding, mention));
            }
        }
    }
    bulk::insert(tx, HEAD, rows).await
}

/// Replaces a mention after a person changed it; `None` where they rejected it.
pub async fn replace(
    tx: &mut WriteTx<'_>,
    document: &str,
    article: &str,
    finding: &str,
    mention: Option<&UnitMention>,
) -> Result<(), DbError> {
    let delete =
        sql("delete from unit_mention where document_id = $1 and article_key = $2 and finding_key = $3");
    tx.run(delete.bind(document).bind(article).bind(finding)).await?;
    match mention {
        Some(mention) => bulk::insert(tx, HEAD, vec![values(document, article, finding, mention)]).await,
        None => Ok(()),
    }
}

/// How often each unit is named in documents at these places: `(key, id, a name, articles)`, most first.
pub async fn counts(
    from: &mut impl Read,
    places: &[String],
) -> Result<Vec<(String, Option<String>, String, i64)>, DbError> {
    let query = sql(
        "select m.unit_key, max(m.unit_id) as unit_id, min(m.name) as name, count(*) as n from unit_mention m \
         join document d on d.id = m.document_id where d.withdrawn_at is null and ",
    );
    let query =
        query.push_list("d.place in ({})", places).push(" group by m.unit_key order by n desc, m.unit_key");
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.text("unit_key")?, row.opt_text("unit_id")?, row.text("name")?, row.int("n")?)))
        .collect()
}

/// Where a unit is named, in documents at these places.
pub async fn mentions(from: &mut impl Read, key: &str, places: &[String]) -> Result<Vec<Mention>, DbError> {
    let query = sql("select m.document_id, m.article_key, m.unit_id, m.name, m.role from unit_mention m \
         join document d on d.id = m.document_id where d.withdrawn_at is null and m.unit_key = $1 and ");
    let query = query.bind(key).push_list("d.place in ({})", places);
    let rows = from.all(query.push(" order by d.sort_on desc, m.document_id, m.article_key")).await?;
    let mention = |row: &anye_db::Row| {
        Ok(Mention {
            document_id: row.text("document_id")?,
            article_key: row.text("article_key")?,
            unit_id: row.opt_text("unit_id")?,
            name: row.text("name")?,
            role: row.text("role")?,
        })
    };
    rows.iter().map(mention).collect()
}
