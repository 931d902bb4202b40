//! What a grant brings about (准予的效果): money committed, entries opened and ended, facts, certificates, messages: all or nothing, in the transaction of the grant.

use std::collections::BTreeMap;

use anye_base::{Date, Fault, Lang};
use anye_db::WriteTx;
use anye_policy::decision::{self, Kept};
use anye_programmes::{Certificate, Effect, ValueFrom};
use anye_registry::fact::{self, NewFact};
use serde_json::{Value, json};

use super::held::Held;
use super::{paying, touch};
use crate::Service;
use crate::form::slots;
use crate::mark::mark;
use crate::model::{Decided, Done, Issued};
use crate::port::{NewEntry, Subject};
use crate::store;
use crate::store::issued::Message;

/// A grant with everything its effects read.
pub(super) struct Grant {
    pub(super) subject: Subject,
    pub(super) decided: Vec<(Decided, Option<Kept>)>,
    /// Facts of the programme's fields that the registry knows.
    pub(super) known: BTreeMap<String, Value>,
    pub(super) today: Date,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
    pub(super) now: i64,
}

/// Brings them about.
pub(crate) async fn effects_of(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
) -> Result<(), Fault> {
    let grant = grant(service, tx, held).await?;
    let mut seq = i64::try_from(store::case::done(tx, &held.row.case_id).await?.len()).unwrap_or(i64::MAX);
    for effect in &held.programme.effects {
        for (kind, made, detail) in one(service, tx, held, &grant, effect).await? {
            seq += 1;
            let done = Done { kind: kind.to_owned(), made, detail, at: grant.now };
            store::case::do_effect(tx, &held.row.case_id, seq, &done).await?;
        }
    }
    // What was answered is known from now on, where the registry did not know it.
    known(service, tx, held, &grant).await
}

async fn grant(service: &Service, tx: &mut WriteTx<'_>, held: &Held<'_>) -> Result<Grant, Fault> {
    let application = &held.application;
    let found = service.subjects.find(&service.core.db, application.kind(), &application.subject).await?;
    let subject = found.unwrap_or_else(|| Subject {
        kind: application.kind(),
        id: application.subject.clone(),
        name: String::new(),
        place: application.place.clone(),
        number: String::new(),
    });
    let mut decided = Vec::new();
    for one in store::case::newest(store::case::decisions(tx, &held.row.case_id).await?) {
        let kept = if one.decision.is_empty() { None } else { decision::find(tx, &one.decision).await? };
        decided.push((one, kept));
    }
    let world = tx.scope().world;
    let day = |key: &str| {
        let all = decided.iter().filter(|(one, _)| one.granted);
        all.filter_map(|(_, kept)| kept.as_ref()?.answer["decisions"][0][key].as_str()?.parse::<Date>().ok())
            .next()
    };
    let today = world.today();
    let mut known = BTreeMap::new();
    if held.programme.fields.iter().any(|field| field.fact.is_some()) {
        let slots = slots(service, tx, &[held.programme], application, today).await?;
        known
            .extend(slots.known.into_iter().map(|((kind, field), value)| (format!("{kind}.{field}"), value)));
    }
    Ok(Grant {
        known,
        from: day("starts").unwrap_or(today),
        to: day("ends"),
        today,
        now: world.now_ms(),
        subject,
        decided,
    })
}

pub(super) type Made = Vec<(&'static str, String, Value)>;

async fn one(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    grant: &Grant,
    effect: &Effect,
) -> Result<Made, Fault> {
    let subject = (grant.subject.kind, grant.subject.id.as_str());
    Ok(match effect {
        Effect::Pay { fund, monthly } => paying::pay(service, tx, held, grant, fund, *monthly).await?,
        Effect::Register { register, set } => {
            let values = set.iter().map(|(field, from)| (field.clone(), value(held, grant, from)));
            let new = NewEntry {
                register: register.clone(),
                subject: (subject.0, subject.1.to_owned()),
                place: held.row.place.clone(),
                from: grant.from,
                to: grant.to,
                values: values.filter(|(_, value)| !value.is_null()).collect(),
                case: held.row.case_id.clone(),
            };
            let id = service.entries.open(tx, &new).await?;
            vec![("register", id, json!({ "register": register }))]
        }
        Effect::End { register, state } => {
            let ended = service.entries.end(tx, register, subject, state, grant.today).await?;
            ended.into_iter().map(|id| ("end", id, json!({ "register": register, "state": state }))).collect()
        }
        Effect::Change { entry, state, reason, set } => {
            let values = set.iter().map(|(field, from)| (field.clone(), value(held, grant, from)));
            let to = (entry.as_str(), state.as_str(), reason.as_str());
            touch::change(service, tx, held, to, values.collect(), grant.today).await?
        }
        Effect::Stop { entry } => touch::stop(service, tx, held, entry, grant.today).await?,
        Effect::Fact { fact, value: from } => {
            let Some((kind, field)) = fact.split_once('.') else { return Ok(Vec::new()) };
            let Some(thing) = thing(held, kind) else { return Ok(Vec::new()) };
            let new = NewFact {
                kind: kind.to_owned(),
                thing: thing.clone(),
                field: field.to_owned(),
                value: value(held, grant, from),
                valid_from: grant.from,
                valid_to: grant.to.and_then(|to| to.tomorrow().ok()),
                source: format!("service/{}", held.row.number),
                evidence: held.row.case_id.clone(),
            };
            let dictionary = service.dictionary();
            fact::state(tx, dictionary.as_ref(), std::slice::from_ref(&new)).await?;
            mark("effect.fact");
            vec![("fact", thing, json!({ "fact": fact, "value": new.value }))]
        }
        Effect::Certificate(certificate) => vec![issue(service, tx, held, grant, certificate).await?],
        Effect::Message(words) => {
            if held.application.account.is_empty() {
                return Ok(Vec::new());
            }
            let fill = |text: &str| filled(service, held, grant, text, true);
            let message = Message {
                id: tx.scope().world.new_id(),
                case_id: held.row.case_id.clone(),
                zh: fill(&words.zh),
                en: filled(service, held, grant, &words.en, false),
                at: grant.now,
            };
            store::issued::tell(tx, &held.application.account, &message).await?;
            vec![("message", message.id, json!({}))]
        }
    })
}

/// The id of the thing of a kind that the application is about.
fn thing(held: &Held<'_>, kind: &str) -> Option<String> {
    let application = &held.application;
    if application.kind().kind() == Some(kind) {
        return Some(application.subject.clone());
    }
    application.things.get(kind).cloned()
}

fn value(held: &Held<'_>, grant: &Grant, from: &ValueFrom) -> Value {
    match from {
        ValueFrom::Is(value) => value.clone(),
        ValueFrom::From => grant.from.to_string().into(),
        ValueFrom::To => grant.to.map_or(Value::Null, |day| day.to_string().into()),
        ValueFrom::Subject => grant.subject.id.clone().into(),
        ValueFrom::Field(id) => field(held, grant, id),
        ValueFrom::Output(name) => output(grant, name),
    }
}

/// What was answered to a field of the programme; what was not asked because the registry knows it, as it is known.
fn field(held: &Held<'_>, grant: &Grant, id: &str) -> Value {
    let Some(field) = held.programme.fields.iter().find(|field| field.id == *id) else { return Value::Null };
    let answers = &held.application.answers;
    let said = answers.get(&format!("f.{id}"));
    let said = said.or_else(|| answers.get(&format!("f.{}.{id}", held.programme.id)));
    match said.filter(|said| !said.is_empty()) {
        Some(said) => field.parse(said).map_or(Value::Null, |value| field.to_fact(&value)),
        None => field.fact.as_ref().and_then(|fact| grant.known.get(fact)).cloned().unwrap_or(Value::Null),
    }
}

/// An output of a granting decision, by its name or id; `amount` in yuan.
fn output(grant: &Grant, name: &str) -> Value {
    for (one, kept) in grant.decided.iter().filter(|(one, _)| one.granted) {
        if name == "amount" {
            return one.amount_fen.map_or(Value::Null, |fen| yuan(fen).into());
        }
        let outputs = kept.as_ref().and_then(|kept| kept.answer["decisions"][0]["outputs"].as_array());
        let found = outputs.into_iter().flatten().find(|one| one["id"] == name || one["name"] == name);
        if let Some(found) = found {
            return found["value"].clone();
        }
    }
    Value::Null
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

async fn issue(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    grant: &Grant,
    certificate: &Certificate,
) -> Result<(&'static str, String, Value), Fault> {
    let world = tx.scope().world;
    let code: String = held.row.place.chars().take(6).collect();
    let prefix = format!("{code}{}", grant.today.year());
    let serial = store::issued::numbers(tx, &prefix).await? + 1;
    // The number alone can be counted up; the code cannot be guessed.
    let code: String = world.random::<8>().iter().map(|byte| format!("{byte:02x}")).collect();
    let made = Issued {
        number: format!("{prefix}{serial:07}"),
        code,
        case_id: held.row.case_id.clone(),
        programme: held.programme.id.clone(),
        title: (certificate.name.zh.clone(), certificate.name.en.clone()),
        text: (
            filled(service, held, grant, &certificate.text.zh, true),
            filled(service, held, grant, &certificate.text.en, false),
        ),
        holder: grant.subject.shown(),
        issued_at: grant.now,
        void_at: None,
        void_why: None,
    };
    store::issued::insert(tx, &made, &certificate.id).await?;
    mark("effect.certificate");
    Ok(("certificate", made.number, json!({ "certificate": certificate.id })))
}

/// `{field}` stands for a field, `{name}`, `{place}`, `{from}`, `{to}`, `{amount}`, `{number}` for what is meant.
fn filled(service: &Service, held: &Held<'_>, grant: &Grant, text: &str, chinese: bool) -> String {
    let mut out = text.to_owned();
    let amount = grant.decided.iter().filter_map(|(one, _)| one.amount_fen).sum::<i64>();
    let common = [
        ("name", grant.subject.name.clone()),
        (
            "place",
            service.core.place_in(&held.row.place, grant.today, if chinese { Lang::Zh } else { Lang::En }),
        ),
        ("from", grant.from.to_string()),
        ("to", grant.to.map(|day| day.to_string()).unwrap_or_default()),
        ("amount", yuan(amount)),
        ("number", held.row.number.clone()),
    ];
    for (key, value) in common {
        out = out.replace(&format!("{{{key}}}"), &value);
    }
    for field in &held.programme.fields {
        let mark = format!("{{{}}}", field.id);
        if out.contains(&mark) {
            let said = held.application.answers.get(&format!("f.{}", field.id));
            let value = said.and_then(|said| field.parse(said).ok()).unwrap_or_default();
            out = out.replace(&mark, &field.show(&value, chinese));
        }
    }
    out
}

/// States what was answered as facts, with the application as their source.
async fn known(service: &Service, tx: &mut WriteTx<'_>, held: &Held<'_>, grant: &Grant) -> Result<(), Fault> {
    let programmes = [held.programme];
    let today = grant.today;
    let found = crate::form::slots(service, tx, &programmes, &held.application, today).await?;
    let form = crate::form::form(service, tx, &programmes, &held.application, &found).await?;
    let facts =
        crate::form::facts(service, tx, &programmes, &held.application, (&found, &form), today, &[]).await?;
    let mut new = Vec::new();
    for sheet in form.sheets.iter().filter(|sheet| !sheet.kind.is_empty()) {
        for ask in &sheet.asks {
            if held.application.answers.get(&ask.key).is_none_or(|said| said.is_empty()) {
                continue;
            }
            let Some(field) = ask.key.rsplit('.').next() else { continue };
            let evidence = held.application.answers.get(&format!("e.{}", ask.key)).cloned();
            new.push(NewFact {
                kind: sheet.kind.clone(),
                thing: sheet.thing.clone(),
                field: field.to_owned(),
                value: facts[&sheet.kind][&sheet.thing][field].clone(),
                valid_from: today,
                valid_to: None,
                source: format!("service/{}", held.row.number),
                evidence: evidence.unwrap_or_default(),
            });
        }
    }
    for ((kind, field), to) in &found.links {
        if let Some(thing) = found.id(kind)
            && held.application.things.get(kind).is_some_and(|own| own == thing)
        {
            new.push(NewFact {
                kind: kind.clone(),
                thing: thing.to_owned(),
                field: field.clone(),
                value: Value::from(to.clone()),
                valid_from: today,
                valid_to: None,
                source: format!("service/{}", held.row.number),
                evidence: String::new(),
            });
        }
    }
    let dictionary = service.dictionary();
    fact::state(tx, dictionary.as_ref(), &new).await
}
