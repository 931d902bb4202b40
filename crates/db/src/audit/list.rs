//! Reading the log, newest first.

use anye_base::{Cursor, Limit, Page};

use super::Record;
use crate::{DbError, Read, sql};

/// Which records.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this account.
    pub actor_id: Option<String>,
    /// Of this action, or of all that begin with it (`documents.`).
    pub action: Option<String>,
    /// About this sort of object.
    pub object_kind: Option<String>,
    /// About this object.
    pub object_id: Option<String>,
    /// With this outcome.
    pub outcome: Option<String>,
    /// At one of these places (with records of no place), or at all.
    pub places: Option<Vec<String>>,
    /// From this time on, in milliseconds.
    pub from: Option<i64>,
    /// Before this time, in milliseconds.
    pub until: Option<i64>,
}

/// A page of the log.
pub async fn list(
    from: &mut impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Record>, DbError> {
    let mut query = sql(
        "select seq, at, actor_kind, actor_id, actor_name, source, trace, action, object_kind, object_id, place, \
         purpose, outcome, detail, prev, hash from audit_record where 1 = 1",
    );
    let equal = [
        (" and actor_id = {}", &filter.actor_id),
        (" and object_kind = {}", &filter.object_kind),
        (" and object_id = {}", &filter.object_id),
        (" and outcome = {}", &filter.outcome),
    ];
    for (text, value) in equal {
        if let Some(value) = value {
            query = query.push_bind(text, value.as_str());
        }
    }
    if let Some(action) = &filter.action {
        query = match action.strip_suffix('.') {
            Some(_) => query
                .push_bind(" and substr(action, 1, cast({} as integer))", action.chars().count() as i64)
                .push_bind(" = {}", action),
            None => query.push_bind(" and action = {}", action),
        };
    }
    if let Some(places) = &filter.places {
        query = query.push_list(" and (place = '' or place in ({}))", places.iter());
    }
    if let Some(time) = filter.from {
        query = query.push_bind(" and at >= {}", time);
    }
    if let Some(time) = filter.until {
        query = query.push_bind(" and at < {}", time);
    }
    if let Some(seq) = after.and_then(|cursor| cursor.0.first()?.parse::<i64>().ok()) {
        query = query.push_bind(" and seq < {}", seq);
    }
    query = query.push_bind(" order by seq desc limit {}", limit.rows() + 1);
    let rows = from.all(query).await?;
    let records = rows.iter().map(Record::from_row).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(records, limit, |record| Cursor(vec![record.seq.to_string()])))
}
