//! What a line of the book lacks (台账缺项): every payment leads to a person of the registry, a policy and a period. It must never call a line complete because nobody looked.

use std::collections::BTreeSet;

use anye_base::Fault;
use anye_db::{Query, Read, sql};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::Entry;
use crate::Money;

/// What a line lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// No person of the registry stands behind it (没有对应到人): none is named, or the one that is named is not there.
    Person,
    /// The law has no rule of this name (没有对应到政策).
    Policy,
    /// No period (没有所属期).
    Period,
}

impl Gap {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Person, Self::Policy, Self::Period];

    /// The word written; what it is called is under `money-gap-<word>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Policy => "policy",
            Self::Period => "period",
        }
    }
}

/// The word for all of them.
pub const ANY: &str = "any";

/// One person that is there, by the id of whom a line is for.
const ONE: &str = "l.whom_kind = 'person' and p.id is not null";
/// Several persons in one: whether all of them are there is known by the list beside it.
const SEVERAL: &str = "l.whom_kind = 'person' and l.whom like '%,%' and l.whom not in ({})";

/// Lines that are for several persons of whom one at least is not there: few, as an apprenticeship names two.
pub(super) async fn broken(from: &mut impl Read, year: i64) -> Result<Vec<String>, Fault> {
    let query = sql(
        "select distinct l.whom from money_line l join money_batch b on b.id = l.batch_id where l.whom_kind = 'person' and l.whom like '%,%' and b.year = $1",
    );
    let rows = from.all(query.bind(year)).await?;
    let all: Vec<String> = rows.iter().map(|row| row.text("whom")).collect::<Result<_, _>>()?;
    let persons: BTreeSet<&str> = all.iter().flat_map(|one| one.split(',')).collect();
    let mut there = BTreeSet::new();
    let persons: Vec<&str> = persons.into_iter().collect();
    for some in persons.chunks(500) {
        let query = sql("select id from person where").push_list(" id in ({})", some.iter().copied());
        for row in from.all(query).await? {
            there.insert(row.text("id")?);
        }
    }
    Ok(all.into_iter().filter(|one| !one.split(',').all(|id| there.contains(id))).collect())
}

/// The condition that a line has no person, as text around a list.
fn no_person(query: Query, broken: &[String]) -> Query {
    let none = [String::new()];
    let broken = if broken.is_empty() { &none[..] } else { broken };
    query
        .push(&format!("(not ({ONE}) and not "))
        .push_list(&format!("({SEVERAL}))"), broken.iter().map(String::as_str))
}

fn no_policy(query: Query, money: &Money) -> Query {
    query.push_list("l.benefit not in ({})", money.funds.names.keys().map(String::as_str))
}

/// Only lines that lack what is asked for.
pub(super) fn filtered(query: Query, money: &Money, asked: &str, broken: &[String]) -> Query {
    match asked {
        "person" => no_person(query.push(" and "), broken),
        "policy" => no_policy(query.push(" and "), money),
        "period" => query.push(" and trim(l.period) = ''"),
        ANY => {
            let query = no_person(query.push(" and ("), broken).push(" or ");
            no_policy(query, money).push(" or trim(l.period) = '')")
        }
        _ => query,
    }
}

/// What a line lacks.
pub(super) fn of(money: &Money, line: &Entry, broken: &[String]) -> Vec<Gap> {
    let several = line.whom_kind == "person" && line.whom.contains(',') && !broken.contains(&line.whom);
    let lacks = |gap: &Gap| match gap {
        Gap::Person => line.whom_name.is_empty() && !several,
        Gap::Policy => !money.funds.names.contains_key(&line.benefit),
        Gap::Period => line.period.trim().is_empty(),
    };
    Gap::ALL.into_iter().filter(lacks).collect()
}
