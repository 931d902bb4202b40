//! What may be there only once, or so many times (唯一、控制数): the keys of an entry. Whoever enters, changes or ends takes turns on these keys, so that no limit is passed however many
//! write at once.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Date, FieldFault};
use anye_db::WriteTx;
use anye_programmes::{Key, Most, Register};
use serde_json::Value;

use super::bond;
use super::model::Entry;
use super::store::{key as store, quota};
use super::subject::at_level;
use crate::Registers;

/// A change of one entry: as it was, as it will be.
pub struct Step<'a> {
    /// Before; none: it is new.
    pub before: Option<&'a Entry>,
    /// After; none: it never was (a proposal that was refused).
    pub after: Option<&'a Entry>,
}

/// The value of a part of a key; none where the entry does not say.
#[must_use]
pub fn value(rooms: &Registers, entry: &Entry, key: &Key, register: &Register) -> Option<String> {
    Some(match key {
        Key::Subject => entry.subject.clone(),
        Key::Place(level) => at_level(rooms, &entry.place, level, entry.from),
        Key::Field(at) => match entry.fields.get(&register.fields.get(*at)?.id)? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        Key::State => entry.state.clone(),
        Key::Month => entry.from.to_string().get(..7)?.to_owned(),
        Key::Year => entry.from.year().to_string(),
        // Only tables have the others.
        _ => return None,
    })
}

fn text(rooms: &Registers, entry: &Entry, keys: &[Key], register: &Register) -> Option<String> {
    let all: Option<Vec<String>> = keys.iter().map(|key| value(rooms, entry, key, register)).collect();
    all.map(|all| serde_json::json!(all).to_string())
}

/// Rule and key of everything that is unique or limited.
fn keys(rooms: &Registers, register: &Register, entry: &Entry) -> Vec<(String, String)> {
    let unique =
        register.unique.iter().enumerate().filter_map(|(at, one)| {
            text(rooms, entry, &one.keys, register).map(|key| (format!("u{at}"), key))
        });
    let here = |(_, one): &(usize, &anye_programmes::Limit)| {
        one.places.is_empty() || one.places.iter().any(|own| bond::within(rooms, &entry.place, own))
    };
    let limits =
        register.limits.iter().enumerate().filter(here).filter_map(|(at, one)| {
            text(rooms, entry, &one.per, register).map(|key| (format!("l{at}"), key))
        });
    unique.chain(limits).collect()
}

/// Takes the turns of all keys, checks each step in its order, and writes the keys of those that are sound. Says what is wrong with the others; who calls
/// either takes all or leaves those out, and must not write a step that is refused here.
pub async fn admit(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    steps: &[Step<'_>],
) -> Result<Vec<Option<FieldFault>>, anye_base::Fault> {
    if register.unique.is_empty() && register.limits.is_empty() {
        return Ok(steps.iter().map(|_| None).collect());
    }
    let of = |entry: Option<&Entry>| entry.map(|entry| keys(rooms, register, entry)).unwrap_or_default();
    let mut planned = Vec::with_capacity(steps.len());
    let mut turns: BTreeSet<(String, String)> = BTreeSet::new();
    for step in steps {
        let (before, after) = (of(step.before), of(step.after));
        turns.extend(before.iter().chain(&after).cloned());
        planned.push((before, after));
    }
    store::take_turns(tx, &register.id, &turns).await?;
    let mut desk = Desk {
        rooms,
        register,
        there: BTreeMap::new(),
        held: store::held(tx, &register.id, &turns).await?,
        most: BTreeMap::new(),
    };
    let unique: BTreeSet<(String, String)> =
        turns.iter().filter(|(rule, _)| rule.starts_with('u')).cloned().collect();
    for row in store::rows(tx, &register.id, &unique).await? {
        desk.there.entry((row.rule.clone(), row.key.clone())).or_default().push(row);
    }
    let mut out = Vec::with_capacity(steps.len());
    let (mut gone, mut made) = (Vec::new(), Vec::new());
    for (step, (before, after)) in steps.iter().zip(planned) {
        let fault = desk.step(tx, step, &before, &after).await?;
        if fault.is_none() {
            if let Some(entry) = step.before {
                gone.push(entry.id.clone());
            }
            if let Some(entry) = step.after {
                made.extend(after.into_iter().map(|(rule, key)| row(entry, rule, key)));
            }
        }
        out.push(fault);
    }
    store::replace(tx, &register.id, &gone, &made).await?;
    store::set_held(tx, &register.id, &desk.held).await?;
    Ok(out)
}

fn row(entry: &Entry, rule: String, key: String) -> store::KeyRow {
    store::KeyRow {
        entry: entry.id.clone(),
        rule,
        key,
        from: entry.from,
        to: entry.to,
        is_open: entry.is_open,
    }
}

struct Desk<'a> {
    rooms: &'a Registers,
    register: &'a Register,
    there: BTreeMap<(String, String), Vec<store::KeyRow>>,
    held: BTreeMap<(String, String), i64>,
    most: BTreeMap<(usize, String), Option<i64>>,
}

impl Desk<'_> {
    async fn step(
        &mut self,
        tx: &mut WriteTx<'_>,
        step: &Step<'_>,
        before: &[(String, String)],
        after: &[(String, String)],
    ) -> Result<Option<FieldFault>, anye_base::Fault> {
        if let Some(entry) = step.after
            && let Some(fault) = self.twice(entry, after)
        {
            return Ok(Some(fault));
        }
        // The own place is given back first: a change that leaves the key alone is never refused for a limit lowered since.
        let counted = |entry: Option<&Entry>, keys: &[(String, String)]| -> Vec<(String, String)> {
            let open = entry.is_some_and(|entry| entry.is_open);
            let ever = |rule: &str| {
                let at = rule.get(1..).and_then(|text| text.parse::<usize>().ok());
                at.and_then(|at| self.register.limits.get(at)).is_some_and(|one| one.ever)
            };
            let counts = |rule: &str| rule.starts_with('l') && (open || entry.is_some() && ever(rule));
            keys.iter().filter(|(rule, _)| counts(rule)).cloned().collect()
        };
        let (out, new) = (counted(step.before, before), counted(step.after, after));
        for key in new.iter().filter(|key| !out.contains(key)) {
            let Some(entry) = step.after else { continue };
            let Some(at) = key.0.get(1..).and_then(|text| text.parse::<usize>().ok()) else { continue };
            let most = self.most(tx, at, &key.1, entry).await?;
            let held = self.held.get(key).copied().unwrap_or_default();
            if most.is_none_or(|most| held + 1 > most) {
                let words = &self.register.limits[at].words;
                return Ok(Some(
                    FieldFault::new("subject", "entry_full")
                        .arg("zh", &words.zh)
                        .arg("en", &words.en)
                        .arg("most", most.unwrap_or_default())
                        .arg("held", held),
                ));
            }
        }
        for key in out.iter().filter(|key| !new.contains(key)) {
            *self.held.entry(key.clone()).or_default() -= 1;
        }
        for key in new.into_iter().filter(|key| !out.contains(key)) {
            *self.held.entry(key).or_default() += 1;
        }
        for key in before {
            if let (Some(entry), Some(rows)) = (step.before, self.there.get_mut(key)) {
                rows.retain(|row| row.entry != entry.id);
            }
        }
        for (rule, key) in after.iter().filter(|(rule, _)| rule.starts_with('u')) {
            if let Some(entry) = step.after {
                let rows = self.there.entry((rule.clone(), key.clone())).or_default();
                rows.push(row(entry, rule.clone(), key.clone()));
            }
        }
        Ok(None)
    }

    /// Another entry with the same key.
    fn twice(&self, entry: &Entry, after: &[(String, String)]) -> Option<FieldFault> {
        for (rule, key) in after.iter().filter(|(rule, _)| rule.starts_with('u')) {
            let at: usize = rule.get(1..)?.parse().ok()?;
            let unique = self.register.unique.get(at)?;
            let rows = self.there.get(&(rule.clone(), key.clone())).map_or(&[][..], Vec::as_slice);
            let clash = rows.iter().filter(|row| row.entry != entry.id).find(|row| {
                if unique.open_only {
                    entry.is_open && row.is_open
                } else if self.register.period {
                    shares_day((entry.from, entry.to), (row.from, row.to))
                } else {
                    true
                }
            });
            if let Some(clash) = clash {
                return Some(
                    FieldFault::new("subject", "entry_twice")
                        .arg("zh", &unique.words.zh)
                        .arg("en", &unique.words.en)
                        .arg("entry", &clash.entry)
                        .arg("from", clash.from),
                );
            }
        }
        None
    }

    /// How many there may be; none: nobody has set it, so there may be none.
    async fn most(
        &mut self,
        tx: &mut WriteTx<'_>,
        at: usize,
        key: &str,
        entry: &Entry,
    ) -> Result<Option<i64>, anye_base::Fault> {
        let limit = &self.register.limits[at];
        // A quota is asked for by the year of the entry too.
        let by = (at, format!("{key} {}", entry.from.to_string().get(..7).unwrap_or_default()));
        if let Some(most) = self.most.get(&by) {
            return Ok(*most);
        }
        let most = match &limit.most {
            Most::Fixed(most) => Some(*most),
            Most::Quota(id) => {
                let level = limit.per.iter().find_map(|key| match key {
                    Key::Place(level) => Some(level.as_str()),
                    _ => None,
                });
                let place = level.map_or_else(
                    || self.rooms.core().settings.home_place.clone(),
                    |level| at_level(self.rooms, &entry.place, level, entry.from),
                );
                quota::in_force(tx, &self.register.id, id, &place, entry.from).await?
            }
            Most::AsOf(day) => match day.parse::<Date>() {
                Ok(day) => Some(store::open_on(tx, &self.register.id, &format!("l{at}"), key, day).await?),
                Err(_) => None,
            },
        };
        self.most.insert(by, most);
        Ok(most)
    }
}

/// Whether two stretches of days, both ends included, share one.
fn shares_day(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    other.1.is_none_or(|to| one.0 <= to) && one.1.is_none_or(|to| other.0 <= to)
}
