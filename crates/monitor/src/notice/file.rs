//! Writing and filing a notice (填写、报出裁员报告): a draft is kept as it is written; filing asks the rules, keeps a version for good and opens the case.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_casework::model::Words;
use anye_casework::use_case as casework;
use anye_db::audit::Event;
use anye_db::{Begin, Read, WriteTx};
use anye_law::decide::FactError;
use anye_registry::employer::{self, Employer};
use anye_reporting::law_day;
use serde_json::json;

use super::case::{self, About};
use super::model::{Answers, Judgement, Known, Notice, Version};
use super::setting::Setting;
use super::{judge, rights, show, store, ties, times};
use crate::Monitor;

/// The longest answer.
const LONGEST: usize = 500;
/// So many batches at most.
const MOST_BATCHES: usize = 60;

/// What the register says about an employer.
pub fn known(one: &Employer) -> Known {
    Known {
        id: one.id.clone(),
        name: one.name.clone(),
        code: one.code.clone(),
        place: one.place.clone(),
        industry: one.industry.clone(),
        ownership: one.ownership.clone(),
        above_scale: one.above_scale,
        staff: one.staff,
    }
}

/// The setting of the pack.
///
/// # Errors
/// The pack has none.
pub fn setting(monitor: &Monitor) -> Result<&Setting, Fault> {
    monitor.notice.as_deref().ok_or_else(|| Fault::not_found("notice_setting"))
}

/// The employer a caller may file for.
pub async fn employer_for(
    from: &mut impl Read,
    caller: &Caller<'_>,
    key: &str,
) -> Result<(Employer, bool), Fault> {
    let found = employer::by_key(from, key).await?;
    let own = rights::own(from, caller).await?;
    let found = found.map(|one| (own.contains(&one.id), one));
    let (own, one) = found
        .filter(|(own, one)| rights::may_read(caller, &one.place, *own))
        .ok_or_else(|| Fault::not_found("employer"))?;
    if !rights::may_file(caller, &one.place, own) {
        return Err(rights::denied(anye_access::Permission::ReportSubmit));
    }
    let office = rights::is_office(caller, &one.place);
    Ok((one, office))
}

/// What the rules would say now, without keeping anything.
///
/// # Errors
/// Not the caller's employer, or answers that cannot be read.
pub async fn preview(
    monitor: &Monitor,
    caller: &Caller<'_>,
    key: &str,
    answers: &Answers,
) -> Result<(Known, Judgement), Fault> {
    let setting = setting(monitor)?;
    let (one, _) = employer_for(&mut &monitor.core.db, caller, key).await?;
    let known = known(&one);
    let judged = judged(monitor, setting, &known, &answers.clone().tidied(), caller)?;
    Ok((known, judged))
}

fn judged(
    monitor: &Monitor,
    setting: &Setting,
    known: &Known,
    answers: &Answers,
    caller: &Caller<'_>,
) -> Result<Judgement, Fault> {
    bounded(answers)?;
    let on = law_day(caller.world.today()).ok_or_else(|| Fault::internal("today is no day"))?;
    judge::judge(&monitor.book(), setting, known, answers, on).map_err(|errors| unread(setting, &errors))
}

fn bounded(answers: &Answers) -> Result<(), Fault> {
    let all = answers.fields.values().chain(answers.judged.values());
    let long =
        all.chain(answers.batches.iter().flat_map(|one| one.values())).any(|it| it.chars().count() > LONGEST);
    if long || answers.batches.len() > MOST_BATCHES {
        return Err(Fault::new(ErrorKind::Invalid, "notice_long")
            .arg("most", LONGEST)
            .arg("batches", MOST_BATCHES));
    }
    Ok(())
}

/// What the law could not read, field by field.
fn unread(setting: &Setting, errors: &[FactError]) -> Fault {
    let mut fault = Fault::new(ErrorKind::Invalid, "notice_unread");
    for error in errors {
        let at = match error.path.split('.').collect::<Vec<_>>().as_slice() {
            [kind, _, field, ..] if *kind == setting.kind => format!("f.{field}"),
            [kind, row, field, ..] if *kind == setting.batch.kind => {
                let row: usize = row.trim_start_matches('b').parse().unwrap_or(1);
                format!("b.{}.{field}", row - 1)
            }
            [_, _, field, ..] => format!("e.{field}"),
            _ => String::new(),
        };
        fault = fault.field(FieldFault::new(at, "notice_value").arg("zh", &error.zh).arg("en", &error.en));
    }
    fault
}

/// What an employer's account may not answer is taken from what the office said before.
fn allowed(setting: &Setting, mut answers: Answers, before: Option<&Answers>, office: bool) -> Answers {
    if office {
        return answers;
    }
    let keep = |all: &mut std::collections::BTreeMap<String, String>,
                old: Option<&std::collections::BTreeMap<String, String>>,
                is: &dyn Fn(&str) -> bool| {
        all.retain(|id, _| !is(id));
        all.extend(
            old.into_iter().flatten().filter(|(id, _)| is(id)).map(|(id, value)| (id.clone(), value.clone())),
        );
    };
    let theirs = |id: &str| {
        setting.office.iter().any(|one| one == id) || id == setting.filed.day || id == setting.filed.done
    };
    keep(&mut answers.fields, before.map(|one| &one.fields), &theirs);
    keep(&mut answers.judged, before.map(|one| &one.judged), &|_| true);
    answers
}

/// Begins a notice with what is written so far.
///
/// # Errors
/// Not the caller's employer.
pub async fn begin(
    monitor: &Monitor,
    caller: &Caller<'_>,
    key: &str,
    answers: Answers,
) -> Result<Notice, Fault> {
    let setting = setting(monitor)?;
    bounded(&answers)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (one, office) = employer_for(&mut tx, caller, key).await?;
    let made = fresh(caller, &one, allowed(setting, answers.tidied(), None, office));
    store::insert(&mut tx, &made).await?;
    let event = Event::new("layoff.begin", "layoff_notice", &made.id).at_place(&made.place);
    tx.commit_with(event, &made).await?;
    Ok(made)
}

fn fresh(caller: &Caller<'_>, one: &Employer, answers: Answers) -> Notice {
    let (id, now) = (caller.world.new_id(), caller.world.now_ms());
    Notice {
        wave: id.clone(),
        id,
        employer_id: one.id.clone(),
        place: one.place.clone(),
        state: "draft".to_owned(),
        draft: Some(answers),
        event: String::new(),
        persons: None,
        carried_out_on: None,
        event_at: None,
        reported_at: None,
        share: None,
        needed: String::new(),
        breaches: 0,
        case_id: None,
        version: 0,
        created_by: (caller.actor.id.clone(), caller.actor.name.clone()),
        created_at: now,
        changed_at: now,
        row_version: 1,
    }
}

/// Keeps what is written so far, beside what was filed.
///
/// # Errors
/// Not there, not allowed, or changed meanwhile.
pub async fn save(
    monitor: &Monitor,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    answers: Answers,
) -> Result<Notice, Fault> {
    let setting = setting(monitor)?;
    bounded(&answers)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (mut notice, _, office) = writable(&mut tx, caller, id, seen).await?;
    let before = latest(&mut tx, &notice).await?;
    notice.draft = Some(allowed(setting, answers.tidied(), before.as_ref(), office));
    changed(&mut tx, caller, &mut notice, seen).await?;
    let event = Event::new("layoff.save", "layoff_notice", id).at_place(&notice.place);
    tx.commit_with(event, &notice).await?;
    Ok(notice)
}

async fn latest(tx: &mut WriteTx<'_>, notice: &Notice) -> Result<Option<Answers>, Fault> {
    if notice.version == 0 {
        return Ok(notice.draft.clone());
    }
    Ok(store::versions(tx, &notice.id).await?.into_iter().next().map(|one| one.answers))
}

async fn writable(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<(Notice, Employer, bool), Fault> {
    let notice = show::readable(tx, caller, id).await?;
    let (one, office) = employer_for(tx, caller, &notice.employer_id).await?;
    if notice.row_version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok((notice, one, office))
}

async fn changed(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    notice: &mut Notice,
    seen: i64,
) -> Result<(), Fault> {
    notice.row_version = seen + 1;
    notice.changed_at = caller.world.now_ms();
    if store::update(tx, notice, seen).await? { Ok(()) } else { Err(Fault::new(ErrorKind::Stale, "stale")) }
}

/// Files it, or files a correction with its reason: the rules are asked as of today, the version stays for good, a case is opened where one is due.
///
/// # Errors
/// An answer missing or unreadable, a correction without reason, changed meanwhile.
pub async fn file(
    monitor: &Monitor,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    answers: Answers,
    why: &str,
) -> Result<Notice, Fault> {
    let setting = setting(monitor)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (mut notice, one, office) = writable(&mut tx, caller, id, seen).await?;
    let before = latest(&mut tx, &notice).await?;
    let answers = allowed(setting, answers.tidied(), before.as_ref(), office);
    let why = reason(&notice, why)?;
    let now = caller.world.now_ms();
    let (answers, event_at) = completed(setting, caller, &notice, answers, now)?;
    let known = known(&one);
    let judgement = judged(monitor, setting, &known, &answers, caller)?;
    let version = Version {
        version: notice.version + 1,
        at: now,
        by: (caller.actor.id.clone(), caller.actor.name.clone()),
        why,
        answers,
        employer: known,
        judgement,
    };
    fill(setting, &mut notice, &version, event_at);
    let others = store::filed_of(&mut tx, &notice.employer_id).await?;
    notice.wave = ties::wave_of(setting, &notice, &others);
    let opened = open_case(monitor, setting, caller, &mut tx, &mut notice, &version).await?;
    store::keep(&mut tx, id, &version).await?;
    changed(&mut tx, caller, &mut notice, seen).await?;
    let event = Event::new("layoff.file", "layoff_notice", id).at_place(&notice.place);
    let detail = json!({ "version": version.version, "needed": notice.needed, "rule_book": version.judgement.rule_book });
    tx.commit_with(event.detail(&detail), &notice).await?;
    if opened {
        join_wave(monitor, &notice, &others).await?;
    }
    Ok(notice)
}

fn reason(notice: &Notice, why: &str) -> Result<String, Fault> {
    let why = why.trim();
    if notice.version > 0 && (why.is_empty() || why.chars().count() > LONGEST) {
        let field = FieldFault::new("why", "notice_why").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "notice_unread").field(field));
    }
    Ok(why.to_owned())
}

/// With what filing itself says: that it was reported, on which day, how many hours after the event.
fn completed(
    setting: &Setting,
    caller: &Caller<'_>,
    notice: &Notice,
    mut answers: Answers,
    now: i64,
) -> Result<(Answers, Option<i64>), Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "notice_unread");
    for field in [&setting.event, &setting.persons, &setting.day] {
        if answers.field(field).is_empty() {
            fault = fault.field(FieldFault::new(format!("f.{field}"), "notice_missing"));
        }
    }
    let today = caller.world.today().to_string();
    if answers.field(&setting.filed.day) > today.as_str() {
        fault = fault.field(FieldFault::new(format!("f.{}", setting.filed.day), "notice_day_to_come"));
    }
    let event_at = match answers.event_at.as_str() {
        "" => None,
        text => match times::minute(text).filter(|at| *at <= now) {
            Some(at) => Some(at),
            None => {
                fault = fault.field(FieldFault::new("event_at", "notice_time"));
                None
            }
        },
    };
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let reported = notice.reported_at.unwrap_or(now);
    answers.fields.entry(setting.filed.day.clone()).or_insert(today);
    answers.fields.insert(setting.filed.done.clone(), "yes".to_owned());
    if let Some(at) = event_at {
        let hours = (reported - at).max(0) / 3_600_000;
        answers.fields.insert(setting.hours.clone(), hours.to_string());
    }
    Ok((answers, event_at))
}

fn fill(setting: &Setting, notice: &mut Notice, version: &Version, event_at: Option<i64>) {
    let answers = &version.answers;
    notice.state = "filed".to_owned();
    notice.draft = None;
    notice.place.clone_from(&version.employer.place);
    answers.field(&setting.event).clone_into(&mut notice.event);
    notice.persons = answers.field(&setting.persons).parse().ok();
    notice.carried_out_on = Some(answers.field(&setting.day).to_owned());
    notice.event_at = event_at;
    notice.reported_at = notice.reported_at.or(Some(version.at));
    notice.share = version.judgement.share;
    version.judgement.needed.word().clone_into(&mut notice.needed);
    notice.breaches = i64::try_from(version.judgement.breaches.len()).unwrap_or(i64::MAX);
    notice.version = version.version;
}

async fn open_case(
    monitor: &Monitor,
    setting: &Setting,
    caller: &Caller<'_>,
    tx: &mut WriteTx<'_>,
    notice: &mut Notice,
    version: &Version,
) -> Result<bool, Fault> {
    if notice.case_id.is_some() || !version.judgement.opens {
        return Ok(false);
    }
    let name = &version.employer.name;
    let persons = notice.persons.unwrap_or_default();
    let grounds = version.judgement.verdicts.iter().filter(|one| {
        setting.opens.contains(&one.rule)
            && matches!(one.came, super::model::Came::Yes | super::model::Came::Needs)
    });
    let evidence = grounds.map(|one| {
        let cites = Words::new(
            one.basis.iter().map(|cite| cite.zh.as_str()).collect::<Vec<_>>().join("、"),
            one.basis.iter().map(|cite| cite.en.as_str()).collect::<Vec<_>>().join(", "),
        );
        (one.name.clone(), cites)
    });
    let about = About {
        kind: "layoff",
        subject: ("employer", notice.employer_id.clone()),
        place: notice.place.clone(),
        title: Words::new(
            format!("{name}:裁员报告,涉及 {persons} 人"),
            format!("{name}: layoff notice, {persons} persons"),
        ),
        key: notice.id.clone(),
        evidence: evidence.collect(),
        more: json!({ "notice": notice.id }),
    };
    let plan = case::planned(monitor, setting, &about);
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let opened = casework::open_in(tx, by, caller.world.new_id(), caller.world.now_ms(), &plan).await?;
    notice.case_id = Some(opened.case().id.clone());
    Ok(true)
}

/// The cases of one wave are joined to the case of its first notice.
async fn join_wave(monitor: &Monitor, notice: &Notice, others: &[Notice]) -> Result<(), Fault> {
    let first = others.iter().find(|other| other.id == notice.wave && other.id != notice.id);
    if let (Some(own), Some(first)) = (&notice.case_id, first.and_then(|one| one.case_id.as_ref())) {
        case::join(monitor, own, first, "wave").await?;
    }
    Ok(())
}
