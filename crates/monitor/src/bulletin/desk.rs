//! Making a bulletin (编发): draft, refresh, judge, sign by a second person, publish at its hour. From signing on its figures stand.

pub use anye_access::may;
use anye_access::{Caller, Permission, must};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::{Event, hex};
use anye_db::{Begin, Read};
use anye_forms::Period;
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::compute::compute;
use super::model::{Bulletin, Content, State};
use super::store;
use super::template::Template;
use crate::Monitor;

/// Longest judgement.
const LONGEST: usize = 20_000;

/// The digest of the figures: the same figures give the same, to the digit.
pub fn digest(content: &Content) -> Result<String, Fault> {
    let text = serde_json::to_string(content).map_err(Fault::internal)?;
    Ok(hex(&Sm3::digest(text.as_bytes())))
}

fn template(monitor: &Monitor) -> Result<Template, Fault> {
    let read = Template::of(&monitor.pack).map_err(Fault::internal)?;
    read.ok_or_else(|| Fault::not_found("bulletin_template"))
}

fn period(monitor: &Monitor, template: &Template, text: &str) -> Result<Period, Fault> {
    let wrong = || {
        Fault::new(ErrorKind::Invalid, "bulletin_period").field(FieldFault::new("period", "bulletin_period"))
    };
    let period: Period = text.trim().parse().map_err(|_| wrong())?;
    let over = period
        .last_day()
        .and_then(anye_reporting::date)
        .is_some_and(|last| last < monitor.core.world.today());
    if period.kind().word() == template.period && over { Ok(period) } else { Err(wrong()) }
}

/// Drafts the bulletin of a period and place; the one that is there already is given back.
///
/// # Errors
/// A period that is not over or of another kind, no right to the figures, or none to draft.
pub async fn draft(monitor: &Monitor, caller: &Caller<'_>, at: &str, place: &str) -> Result<Bulletin, Fault> {
    must(caller, Permission::BulletinDraft, place)?;
    let template = template(monitor)?;
    let period = period(monitor, &template, at)?;
    let content = compute(monitor, caller, &template, period, place).await?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    if let Some(there) = store::of(&mut tx, &template.id, &period.to_string(), place).await? {
        return Ok(there);
    }
    let made = Bulletin {
        id: caller.world.new_id(),
        template: template.id,
        period: period.to_string(),
        place: place.to_owned(),
        state: State::Draft,
        digest: digest(&content)?,
        content,
        judgement: String::new(),
        causes: Vec::new(),
        drafted: (caller.actor.id.clone(), caller.actor.name.clone(), caller.world.now_ms()),
        signed: None,
        embargo_at: None,
        published_at: None,
        row_version: 1,
    };
    store::insert(&mut tx, &made).await?;
    let event = Event::new("bulletin.draft", "bulletin", &made.id).at_place(place);
    tx.commit_with(event.detail(&json!({ "period": made.period, "digest": made.digest })), &made).await?;
    Ok(made)
}

/// One that the caller may see: a draft by who may draft at its place, a published one by everybody.
///
/// # Errors
/// Not there, or not to be seen: the answer is the same.
pub async fn seen(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Bulletin, Fault> {
    let found = store::find(from, id).await?.ok_or_else(|| Fault::not_found("bulletin"))?;
    if found.state == State::Published || may(caller, Permission::BulletinDraft, &found.place) {
        return Ok(found);
    }
    Err(Fault::not_found("bulletin"))
}

/// A change of a bulletin that is not published.
pub enum Change {
    /// The figures as the reports stand now.
    Refresh,
    /// The judgement and the causes.
    Judge(String, Vec<String>),
    /// Signed by a second person, with the hour before which it is not public.
    Sign(Option<i64>),
    /// Taken back to be worked on.
    Withdraw,
    /// Public from now on.
    Publish,
}

/// Changes it.
///
/// # Errors
/// Published already, in the wrong state for this, signed by who drafted it, before its hour, or changed meanwhile.
pub async fn change(
    monitor: &Monitor,
    caller: &Caller<'_>,
    id: &str,
    row_version: i64,
    change: Change,
) -> Result<Bulletin, Fault> {
    let before = seen(&mut &monitor.core.db, caller, id).await?;
    let content = match change {
        Change::Refresh => {
            let template = template(monitor)?;
            let at = period(monitor, &template, &before.period)?;
            Some(compute(monitor, caller, &template, at, &before.place).await?)
        }
        _ => None,
    };
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut now = seen(&mut tx, caller, id).await?;
    if now.state == State::Published {
        return Err(Fault::new(ErrorKind::Conflict, "bulletin_published"));
    }
    if now.row_version != row_version {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let state = |wanted: State| {
        if now.state == wanted { Ok(()) } else { Err(Fault::new(ErrorKind::Conflict, "bulletin_state")) }
    };
    let what = match change {
        Change::Refresh | Change::Judge(..) => {
            must(caller, Permission::BulletinDraft, &now.place)?;
            state(State::Draft)?;
            if let Change::Judge(text, causes) = change {
                judge(monitor, &mut now, text, causes)?;
                "bulletin.judge"
            } else {
                now.content = content.unwrap_or(now.content);
                now.digest = digest(&now.content)?;
                "bulletin.refresh"
            }
        }
        Change::Sign(embargo) => {
            must(caller, Permission::BulletinSign, &now.place)?;
            state(State::Draft)?;
            sign(caller, &mut now, embargo)?;
            "bulletin.sign"
        }
        Change::Withdraw => {
            must(caller, Permission::BulletinSign, &now.place)?;
            state(State::Signed)?;
            (now.state, now.signed, now.embargo_at) = (State::Draft, None, None);
            "bulletin.withdraw"
        }
        Change::Publish => {
            must(caller, Permission::BulletinSign, &now.place)?;
            state(State::Signed)?;
            if let Some(hour) = now.embargo_at.filter(|hour| *hour > caller.world.now_ms()) {
                let fault = Fault::new(ErrorKind::Conflict, "bulletin_embargo");
                return Err(fault.arg("at", anye_base::world::china_minute(hour)));
            }
            now.state = State::Published;
            now.published_at = Some(caller.world.now_ms());
            "bulletin.publish"
        }
    };
    now.row_version = row_version + 1;
    store::update(&mut tx, &now, row_version).await?;
    let event = Event::new(what, "bulletin", id).at_place(&now.place);
    tx.commit_with(event.detail(&json!({ "digest": now.digest, "state": now.state.word() })), &now).await?;
    Ok(now)
}

fn judge(monitor: &Monitor, now: &mut Bulletin, text: String, causes: Vec<String>) -> Result<(), Fault> {
    if text.chars().count() > LONGEST {
        let field = FieldFault::new("judgement", "bulletin_long").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "bulletin_long").arg("most", LONGEST).field(field));
    }
    let known = template(monitor)?.causes;
    if let Some(unknown) = causes.iter().find(|id| !known.iter().any(|cause| cause.id == **id)) {
        let field = FieldFault::new("causes", "bulletin_cause").arg("id", unknown);
        return Err(Fault::new(ErrorKind::Invalid, "bulletin_cause").arg("id", unknown).field(field));
    }
    text.trim().clone_into(&mut now.judgement);
    now.causes = causes;
    Ok(())
}

fn sign(caller: &Caller<'_>, now: &mut Bulletin, embargo: Option<i64>) -> Result<(), Fault> {
    if now.drafted.0 == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "bulletin_own"));
    }
    if now.judgement.is_empty() {
        let field = FieldFault::new("judgement", "bulletin_judgement_missing");
        return Err(Fault::new(ErrorKind::Invalid, "bulletin_judgement_missing").field(field));
    }
    now.state = State::Signed;
    now.signed = Some((caller.actor.id.clone(), caller.actor.name.clone(), caller.world.now_ms()));
    now.embargo_at = embargo;
    Ok(())
}

/// What was published beside what the reports say now: each figure that differs, by its binding or its row.
///
/// # Errors
/// As for computing.
pub async fn revisions(
    monitor: &Monitor,
    caller: &Caller<'_>,
    one: &Bulletin,
) -> Result<Vec<(String, String, String)>, Fault> {
    let template = template(monitor)?;
    let at = period(monitor, &template, &one.period)?;
    let now = compute(monitor, caller, &template, at, &one.place).await?;
    let mut all = Vec::new();
    for (was, is) in one.content.sections.iter().zip(&now.sections) {
        let pieces = was.paragraphs.iter().flatten().zip(is.paragraphs.iter().flatten());
        for (was, is) in pieces.filter(|(was, is)| was.text.zh != is.text.zh) {
            all.push((was.bound.clone().unwrap_or_default(), was.text.zh.clone(), is.text.zh.clone()));
        }
        for (was, is) in was.tables.iter().zip(&is.tables) {
            for line in &was.rows {
                let now = is.rows.iter().find(|row| row.name == line.name).map(|row| &row.values);
                if now != Some(&line.values) {
                    let said = |values: &[Option<String>]| {
                        values
                            .iter()
                            .map(|value| value.as_deref().unwrap_or("—"))
                            .collect::<Vec<_>>()
                            .join(" · ")
                    };
                    all.push((
                        format!("{} · {}", was.title.zh, line.name.zh),
                        said(&line.values),
                        now.map(|values| said(values)).unwrap_or_default(),
                    ));
                }
            }
        }
    }
    Ok(all)
}
