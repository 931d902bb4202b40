//! Recording facts (记录事实): another value from a day on, or for some days. What was believed before stays readable; nothing is overwritten.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use serde_json::Value;

use super::days::{Days, left_over, overlap};
use super::model::{Fact, NewFact};
use super::store;
use crate::dictionary::Dictionary;

/// Longest source or evidence.
const LONGEST: usize = 400;
/// Longest value as JSON.
const LONGEST_VALUE: usize = 4_000;

/// Records facts. Who calls has decided that they may be recorded and writes the audit record when it commits. Of two facts in one call about the same day
/// the later one counts. A value that is believed already for all those days changes nothing.
///
/// # Errors
/// A field that the law does not know, a value that does not fit, days in the wrong order, no source; or the store's own.
pub async fn state(tx: &mut WriteTx<'_>, dictionary: &dyn Dictionary, new: &[NewFact]) -> Result<(), Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "fact_invalid");
    let mut seen = BTreeSet::new();
    for one in new {
        if seen.insert((&one.kind, &one.field, one.value.to_string(), one.valid_from, one.valid_to)) {
            fault = sound(dictionary, one).into_iter().fold(fault, Fault::field);
        }
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let mut kinds: BTreeMap<&str, Vec<&NewFact>> = BTreeMap::new();
    for one in new {
        kinds.entry(one.kind.as_str()).or_default().push(one);
    }
    for (kind, all) in kinds {
        write(tx, dictionary, kind, &all).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut WriteTx<'_>,
    dictionary: &dyn Dictionary,
    kind: &str,
    all: &[&NewFact],
) -> Result<(), Fault> {
    let scope = tx.scope();
    let now = scope.world.now_ms();
    let things: BTreeSet<&str> = all.iter().map(|one| one.thing.as_str()).collect();
    let fields: BTreeSet<&str> = all.iter().map(|one| one.field.as_str()).collect();
    store::take_turn(tx, kind, &things, now).await?;
    let mut standing: BTreeMap<(String, String), Vec<Held>> = BTreeMap::new();
    for fact in store::standing(tx, kind, &things, &fields).await? {
        let key = (fact.thing.clone(), fact.field.clone());
        standing.entry(key).or_default().push(Held { fact, kept: true });
    }
    let mut superseded = Vec::new();
    for one in all {
        let held = standing.entry((one.thing.clone(), one.field.clone())).or_default();
        if already(held, one) {
            continue;
        }
        let days: Days = (one.valid_from, one.valid_to);
        let mut after = Vec::with_capacity(held.len() + 2);
        for old in held.drain(..) {
            let span: Days = (old.fact.valid_from, old.fact.valid_to);
            if !overlap(span, days) {
                after.push(old);
                continue;
            }
            if old.kept {
                superseded.push(old.fact.id.clone());
            }
            after.extend(left_over(span, days).into_iter().map(|(from, to)| Held {
                fact: Fact {
                    id: scope.world.new_id(),
                    valid_from: from,
                    valid_to: to,
                    recorded_at: now,
                    ..old.fact.clone()
                },
                kept: false,
            }));
        }
        if !one.value.is_null() {
            after.push(Held { fact: made(one, scope, now), kept: false });
        }
        *held = after;
    }
    store::supersede(tx, &superseded, now).await?;
    let target = |fact: &Fact| {
        let relation = dictionary.field(&fact.kind, &fact.field).is_some_and(|one| one.target().is_some());
        if relation { fact.value.as_str().map(str::to_owned) } else { None }
    };
    let rows: Vec<_> = standing
        .into_values()
        .flatten()
        .filter(|one| !one.kept)
        .map(|one| (target(&one.fact), one.fact))
        .map(|(target, fact)| (fact, target))
        .collect();
    Ok(store::insert(tx, &rows).await?)
}

/// A fact that stands, and whether its row is there already.
struct Held {
    fact: Fact,
    kept: bool,
}

fn made(one: &NewFact, scope: anye_db::Scope<'_>, now: i64) -> Fact {
    Fact {
        id: scope.world.new_id(),
        kind: one.kind.clone(),
        thing: one.thing.clone(),
        field: one.field.clone(),
        value: one.value.clone(),
        valid_from: one.valid_from,
        valid_to: one.valid_to,
        recorded_at: now,
        recorded_by: scope.actor.id.clone(),
        recorded_name: scope.actor.name.clone(),
        superseded_at: None,
        source: one.source.trim().to_owned(),
        evidence: one.evidence.trim().to_owned(),
    }
}

/// Whether exactly this is believed for all these days, from the same source and evidence.
fn already(held: &[Held], one: &NewFact) -> bool {
    let days: Days = (one.valid_from, one.valid_to);
    let touching: Vec<&Fact> = held
        .iter()
        .map(|old| &old.fact)
        .filter(|old| overlap((old.valid_from, old.valid_to), days))
        .collect();
    if one.value.is_null() {
        return touching.is_empty();
    }
    matches!(&touching[..], [old] if left_over(days, (old.valid_from, old.valid_to)).is_empty()
        && same(&old.value, &one.value) && old.source == one.source.trim() && old.evidence == one.evidence.trim())
}

fn same(one: &Value, other: &Value) -> bool {
    one == other
}

/// Everything that is wrong with a fact.
fn sound(dictionary: &dyn Dictionary, one: &NewFact) -> Vec<FieldFault> {
    let mut wrong = Vec::new();
    let name = format!("{}.{}", one.kind, one.field);
    if super::is_own(&one.field) {
        // The registry's own: a word, known to the rooms of this crate alone.
        if !one.value.is_string() && !one.value.is_null() {
            wrong.push(FieldFault::new(&name, "fact_unknown").arg("fact", &name));
        }
    } else if let Err(why) = dictionary.check(&one.kind, &one.field, &one.value) {
        let fault = FieldFault::new(&name, "fact_value").arg("fact", &name).arg("code", why.code);
        wrong.push(fault.arg("zh", why.why.zh).arg("en", why.why.en));
    } else if dictionary.field(&one.kind, &one.field).is_none() {
        wrong.push(FieldFault::new(&name, "fact_unknown").arg("fact", &name));
    }
    if one.value.to_string().len() > LONGEST_VALUE {
        wrong.push(FieldFault::new(&name, "fact_long").arg("fact", &name));
    }
    if one.thing.trim().is_empty() || one.thing.len() > 200 {
        wrong.push(FieldFault::new(&name, "fact_thing").arg("fact", &name));
    }
    if one.valid_to.is_some_and(|to| to <= one.valid_from) {
        wrong.push(FieldFault::new("valid_to", "fact_days").arg("fact", &name));
    }
    if one.source.trim().is_empty()
        || one.source.chars().count() > LONGEST
        || one.evidence.chars().count() > LONGEST
    {
        wrong.push(FieldFault::new("source", "fact_source").arg("most", LONGEST));
    }
    wrong
}
