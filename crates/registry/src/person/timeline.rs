//! The timeline of a person (全景时间轴): what the register itself knows, and what other rooms bring. Each part must check the rights to what it shows and must
//! show no number in clear.

use std::future::Future;
use std::pin::Pin;

use anye_access::Caller;
use anye_base::world::china_day;
use anye_base::{Date, Fault};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Fact, Person};
use super::sealing::{keys, shown_value};
use super::{duplicates, store};
use crate::Registry;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::person::timeline::Entry)]
pub struct Entry {
    /// On which day.
    #[schema(value_type = String)]
    pub day: Date,
    /// In order within a day: milliseconds, or 0.
    pub at: i64,
    /// What sort: `person.register`, `cases.open` … for filtering.
    pub kind: String,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
    /// Where more stands.
    pub href: Option<String>,
    /// Who did it, where somebody did.
    pub by: String,
}

/// What a part gives back.
pub type Entries<'a> = Pin<Box<dyn Future<Output = Result<Vec<Entry>, Fault>> + Send + 'a>>;

/// A room that knows something about persons: cases, entries of registers, payments.
pub trait TimelinePart: Send + Sync {
    /// What it knows of the records of one person, as far as the caller may see it; any order.
    fn entries<'a>(&'a self, caller: &'a Caller<'a>, persons: &'a [String]) -> Entries<'a>;
}

/// Everything about a person that the caller may see, newest first.
pub async fn timeline(
    registry: &Registry,
    caller: &Caller<'_>,
    person: &Person,
) -> Result<Vec<Entry>, Fault> {
    let mut db = &registry.core.db;
    let mut ids = vec![person.id.clone()];
    ids.extend(duplicates::merged_into(&mut db, &person.id).await?);
    let mut all = own(registry, &ids).await?;
    for part in &registry.parts {
        all.extend(part.entries(caller, &ids).await?);
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.day, one.at)));
    Ok(all)
}

fn day_of(at: i64) -> Date {
    jiff::Timestamp::from_millisecond(at).map(china_day).unwrap_or_default()
}

async fn own(registry: &Registry, ids: &[String]) -> Result<Vec<Entry>, Fault> {
    let mut db = &registry.core.db;
    let mut all = Vec::new();
    for person in store::by_ids(&mut db, ids).await? {
        all.push(Entry {
            day: day_of(person.created_at),
            at: person.created_at,
            kind: "person.register".into(),
            zh: format!("登记：{}，来源：{}", person.name, person.source),
            en: format!("Registered: {}; source: {}", person.name, person.source),
            href: Some(format!("/persons/{}", person.id)),
            by: person.created_name.clone(),
        });
        for fact in store::facts(&mut db, &person.id)
            .await?
            .iter()
            .filter(|fact| fact.recorded_at != person.created_at)
        {
            all.push(changed(registry, fact)?);
        }
    }
    for one in store::of_persons(&mut db, ids).await? {
        let (zh, en) = if one.state == "current" {
            ("证件登记", "Card registered")
        } else {
            ("证件（已不用）", "Card (no longer in use)")
        };
        all.push(Entry {
            day: day_of(one.recorded_at),
            at: one.recorded_at,
            kind: "person.number".into(),
            zh: zh.into(),
            en: en.into(),
            href: None,
            by: String::new(),
        });
    }
    for pair in duplicates::of_person(&mut db, ids).await? {
        let (Some(at), Some(by)) = (pair.decided_at, pair.decided_name.clone()) else { continue };
        let (zh, en) = match pair.state.as_str() {
            "merged" => ("合并重复记录", "Duplicate records merged"),
            "undone" => ("撤销合并", "Merge undone"),
            _ => continue,
        };
        let href = Some(format!("/persons/duplicates/{}", pair.id));
        all.push(Entry {
            day: day_of(at),
            at,
            kind: "person.merge".into(),
            zh: zh.into(),
            en: en.into(),
            href,
            by,
        });
    }
    Ok(all)
}

fn changed(registry: &Registry, fact: &Fact) -> Result<Entry, Fault> {
    let value = shown_value(keys(registry)?, fact)?;
    let covered = if fact.field == super::model::Field::BirthDate {
        value.get(..7).unwrap_or("").to_owned()
    } else {
        value
    };
    let field = match fact.field {
        super::model::Field::Name => ("姓名", "name"),
        super::model::Field::Sex => ("性别", "sex"),
        super::model::Field::BirthDate => ("出生年月", "month of birth"),
        super::model::Field::Place => ("居住地", "place"),
        super::model::Field::ResidencePlace => ("户籍地", "household registration"),
        super::model::Field::ResidenceType => ("户籍类型", "kind of household registration"),
        super::model::Field::Phone => ("手机号", "phone"),
    };
    Ok(Entry {
        day: fact.valid_from,
        at: fact.recorded_at,
        kind: "person.correct".into(),
        zh: format!("{}：{covered}，来源：{}", field.0, fact.source),
        en: format!("{}: {covered}; source: {}", field.1, fact.source),
        href: None,
        by: fact.recorded_name.clone(),
    })
}
