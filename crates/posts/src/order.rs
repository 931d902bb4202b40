//! The order of the law (排序): facts and lots in, rank and reasons of each out. It must never rank by anything but the rule and the lot.

use anye_base::{ErrorKind, Fault};
use anye_law::book::Book;
use anye_law::day::Day;
use anye_law::decide::{Answer, Facts, Query, decide};
use anye_policy::decision::wrong;
use serde_json::{Map, Value, json};

/// How one candidate stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The person.
    pub person: String,
    /// granted, refused, needs …
    pub outcome: String,
    /// From 1, for those admitted.
    pub rank: Option<u32>,
    /// Shared with somebody.
    pub tied: bool,
    /// Clauses and sentence in both languages.
    pub reasons: Value,
}

/// Ranks persons by a rule: `facts` as the law's facts files are written, `lots` by person.
///
/// # Errors
/// Facts that do not fit the dictionary, or no such rule.
pub fn order(
    book: &Book,
    rule: &str,
    mut facts: Value,
    (lot, lots): (&str, &[(String, i64)]),
    (place, on): (&str, Day),
) -> Result<Vec<Placed>, Fault> {
    let rule = book
        .find_rule(rule)
        .ok_or_else(|| Fault::new(ErrorKind::Invalid, "law_no_rule").arg("name", rule))?;
    let root = facts.as_object_mut().ok_or_else(|| Fault::internal("facts are no object"))?;
    root.insert("place".to_owned(), json!(place));
    let persons = root.entry("persons").or_insert_with(|| Value::Object(Map::new()));
    for (person, number) in lots {
        if let Some(persons) = persons.as_object_mut() {
            persons.entry(person.clone()).or_insert_with(|| json!({}))[lot] = json!(number);
        }
    }
    let read = Facts::read(book, &facts, on).map_err(|errors| wrong(&errors, false))?;
    let answer = |english: bool| {
        let query = Query { benefit: Some(rule), known: None, english, undecided: true };
        decide(book, &read, &query).map_err(|error| wrong(&[error], english))
    };
    let (zh, en) = (answer(false)?, answer(true)?);
    let wanted: std::collections::HashSet<&str> = lots.iter().map(|(person, _)| person.as_str()).collect();
    let said = said(&en);
    let mut placed: Vec<Placed> = zh
        .decisions
        .iter()
        .filter(|one| wanted.contains(one.subject.id.as_str()))
        .map(|one| Placed {
            person: one.subject.id.clone(),
            outcome: word(&one.outcome),
            rank: one.rank,
            tied: false,
            reasons: json!({ "zh": reasons(one), "en": said.get(one.subject.id.as_str()).cloned().unwrap_or_default() }),
        })
        .collect();
    placed.sort_by(|a, b| (a.rank.is_none(), a.rank, &a.person).cmp(&(b.rank.is_none(), b.rank, &b.person)));
    renumber(&mut placed);
    Ok(placed)
}

/// Members of a candidate's household are in the facts too, and are ranked beside them: the ranks of the candidates alone.
fn renumber(placed: &mut [Placed]) {
    let ranks: Vec<Option<u32>> = placed.iter().map(|one| one.rank).collect();
    let mut number = 0;
    for (at, one) in placed.iter_mut().enumerate() {
        let Some(rank) = ranks[at] else { break };
        let same = |other: Option<&Option<u32>>| other.copied().flatten() == Some(rank);
        let before = at > 0 && same(ranks.get(at - 1));
        if !before {
            number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
        one.rank = Some(number);
        one.tied = before || same(ranks.get(at + 1));
    }
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn said(answer: &Answer) -> std::collections::HashMap<&str, Value> {
    answer.decisions.iter().map(|one| (one.subject.id.as_str(), reasons(one))).collect()
}

fn reasons(one: &anye_law::decide::Decision) -> Value {
    let clauses: Vec<Value> = one
        .clauses
        .iter()
        .map(|clause| json!({ "number": clause.number, "label": clause.label, "reason": clause.reason, "status": word(&clause.status) }))
        .collect();
    let basis: Vec<&str> = one.basis.iter().map(|cite| cite.text.as_str()).collect();
    json!({ "clauses": clauses, "basis": basis })
}
