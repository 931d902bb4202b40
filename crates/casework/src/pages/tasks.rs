//! The task list of today (今日待办): counts first, what is due first on top; saved filters, acts on many at once with their effect before, and taking them back.

use anye_access::Permission;
use anye_base::{Cursor, ErrorKind, Fault, Lang, Limit};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{Casework, Light, due_words, kind_name, light, minute};
use crate::model::Case;
use crate::task::{Bucket, Reach};
use crate::use_case::{self, Away, Bulk, Effect, TaskFilter};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// all, overdue, today, soon, returned, escalated or paused.
    pub(super) bucket: String,
    /// mine, team or place.
    pub(super) reach: String,
    /// One kind only.
    pub(super) kind: String,
    /// Words of the title.
    pub(super) q: String,
    /// Where the page begins.
    pub(super) after: Option<String>,
    pub(super) done: Option<String>,
}

impl Asked {
    /// As the use case wants it.
    pub(super) fn filter(&self, office: &str, limit: Limit) -> TaskFilter {
        TaskFilter {
            bucket: Bucket::from_word(&self.bucket).unwrap_or_default(),
            reach: Reach::from_word(&self.reach).unwrap_or_default(),
            office: office.to_owned(),
            place: None,
            kind: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
            words: self.q.clone(),
            cursor: self.after.as_deref().and_then(Cursor::decode),
            limit,
        }
    }

    fn address(&self, bucket: &str) -> String {
        format!("bucket={bucket}&reach={}&kind={}&q={}", self.reach, self.kind, plain(&self.q))
    }
}

/// Words of an address: letters stay, everything else is written out.
fn plain(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

struct Row {
    id: String,
    href: String,
    title: String,
    kind: String,
    level: Option<Light>,
    place: String,
    due: String,
    due_at: String,
    late: bool,
    owner: String,
    tags: Vec<String>,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    frame: Frame,
    sentence: String,
    errors: Vec<String>,
    buckets: Vec<(String, i64, String, bool)>,
    reaches: Vec<(String, String, bool)>,
    kinds: Vec<(String, String, bool)>,
    bucket: String,
    q: String,
    rows: Vec<Row>,
    next: Option<String>,
    views: Vec<(String, String, String)>,
    here: String,
    undoable: Vec<(String, String)>,
    standing_in: Vec<String>,
    delegations: Vec<(String, String, bool)>,
    may_work: bool,
    today: String,
}

/// Answers `GET /tasks`.
pub async fn tasks(
    State(work): State<Casework>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    shown(&work, &visitor, asked, None).await
}

async fn shown(
    work: &Casework,
    visitor: &Visitor,
    asked: Asked,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let core = &work.core;
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let filter = asked.filter(visitor.own_place(core), Limit::default());
    let found = use_case::tasks(&core.db, &caller, &filter).await?;
    let frame =
        Frame::new(core, visitor, "/tasks", visitor.texts.t("tasks-title")).notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let (now, chinese) = (core.world.now_ms(), visitor.lang() == Lang::Zh);
    let own = &caller.actor.id;
    let counts = found.counts;
    let chip = |bucket: Bucket| {
        let word = bucket.word();
        let here = filter.bucket == bucket;
        (
            texts.t(&format!("tasks-{word}")),
            counts.of(bucket),
            format!("/tasks?{}", asked.address(word)),
            here,
        )
    };
    let undoable = use_case::undoable(&core.db, &caller).await?.into_iter().map(|one| {
        let left = (one.until_at - now) / 60_000;
        let said = texts.args(
            &format!("tasks-undo-{}", one.act),
            &[("n", one.items.len().to_string()), ("left", left.to_string())],
        );
        (one.id, said)
    });
    let undoable = undoable.collect();
    let delegations = use_case::delegations(&core.db, &caller).await?.into_iter().map(|one| {
        let mine = one.from.0 == *own;
        let other = if mine { &one.to.1 } else { &one.from.1 };
        let key = if mine { "tasks-away" } else { "tasks-standing-in" };
        let days =
            [("name", other.as_str()), ("first", one.from_day.as_str()), ("last", one.to_day.as_str())];
        (one.id.clone(), texts.args(key, &days), mine)
    });
    let delegations = delegations.collect();
    let views = use_case::views(&core.db, &caller).await?;
    let kinds = use_case::kinds(&core.db).await?;
    let made = TasksPage {
        sentence: texts.args(
            "tasks-sentence",
            &[
                ("all", counts.all.to_string()),
                ("overdue", counts.overdue.to_string()),
                ("today", counts.today.to_string()),
            ],
        ),
        errors: fault.map(|fault| vec![texts.fault(fault)]).unwrap_or_default(),
        buckets: Bucket::ALL.map(chip).to_vec(),
        reaches: Reach::ALL
            .map(|one| {
                (one.word().to_owned(), texts.t(&format!("tasks-reach-{}", one.word())), one == filter.reach)
            })
            .to_vec(),
        kinds: kinds
            .iter()
            .map(|kind| (kind.clone(), kind_name(&texts, kind), *kind == asked.kind))
            .collect(),
        bucket: filter.bucket.word().to_owned(),
        rows: found.page.items.iter().map(|case| row(work, &frame, case, now, chinese)).collect(),
        next: found.page.next.as_ref().map(|cursor| {
            format!("/tasks?{}&after={}", asked.address(filter.bucket.word()), cursor.encode())
        }),
        views: views.into_iter().map(|one| (one.id, one.name, format!("/tasks?{}", one.query))).collect(),
        here: asked.address(filter.bucket.word()),
        undoable,
        standing_in: found.standing_in.iter().map(|one| one.from.1.clone()).collect(),
        delegations,
        may_work: visitor.may_at_all(Permission::CasesWork),
        today: core.world.today().to_string(),
        q: asked.q,
        frame,
    };
    Ok(page(&made))
}

fn row(work: &Casework, frame: &Frame, case: &Case, now: i64, chinese: bool) -> Row {
    let texts = &frame.texts;
    let mut tags = Vec::new();
    if case.returned > 0 {
        tags.push(texts.t("tasks-tag-returned"));
    }
    if case.escalations > 0 {
        tags.push(texts.t1(
            "tasks-tag-escalated",
            "place",
            work.core.place_in(&case.answers, work.core.world.today(), texts.lang),
        ));
    }
    if case.paused_at.is_some() {
        tags.push(texts.t("tasks-tag-paused"));
    }
    Row {
        id: case.id.clone(),
        href: case.href(),
        title: case.title.said(chinese).to_owned(),
        kind: kind_name(texts, &case.kind),
        level: light(texts, &case.level),
        place: work.core.place_in(&case.place, work.core.world.today(), texts.lang),
        due: if case.paused_at.is_some() { String::new() } else { due_words(texts, case, now) },
        due_at: minute(case.due_at),
        late: case.is_overdue(now),
        owner: case.owner.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        tags,
    }
}

/// What a posted form holds, in order.
type Pairs = Vec<(String, String)>;

fn one<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(own, _)| own == key).map_or("", |(_, value)| value.as_str())
}

#[derive(Template)]
#[template(path = "tasks_preview.html")]
struct PreviewPage {
    frame: Frame,
    sentence: String,
    act: String,
    to: String,
    note: String,
    changes: Vec<(String, String)>,
    leaves: Vec<(String, String)>,
}

/// A colleague by the name they sign in with, who may work at one's place.
async fn colleague(work: &Casework, visitor: &Visitor, login: &str) -> Result<(String, String), Fault> {
    let core = &work.core;
    let wrong = || {
        Fault::new(ErrorKind::Invalid, "task_no_colleague")
            .field(anye_base::FieldFault::new("to", "task_no_colleague"))
    };
    let scope = core.scope_on(core.world.today());
    let place = visitor.own_place(core);
    let found = anye_access::colleague(
        &core.db,
        login.trim(),
        Permission::CasesWork,
        place,
        core.world.today(),
        &scope,
    )
    .await?;
    found.ok_or_else(wrong)
}

async fn wanted(work: &Casework, visitor: &Visitor, pairs: &Pairs) -> Result<Bulk, Fault> {
    match one(pairs, "act").trim_start_matches("do-") {
        "take" => Ok(Bulk::Take),
        "hand" => {
            let (id, name) = colleague(work, visitor, one(pairs, "to")).await?;
            Ok(Bulk::Hand(id, name))
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "case_act_unknown")),
    }
}

/// Answers `POST /tasks`: shows the effect of an act on many, does it, takes it back, keeps a filter, asks a colleague to stand in.
pub async fn change(
    State(work): State<Casework>,
    visitor: Visitor,
    form: Form<Pairs>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&work.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let (db, pairs) = (&work.core.db, &form.data);
    let ids: Vec<String> =
        pairs.iter().filter(|(key, _)| key == "case").map(|(_, value)| value.clone()).collect();
    let done = |word: &str| Ok(Redirect::to(&format!("/tasks?done={word}")).into_response());
    let result: Result<Response, Fault> = async {
        match one(pairs, "act") {
            "take" | "hand" => {
                let bulk = wanted(&work, &visitor, pairs).await?;
                let effect = use_case::preview(db, &asking.caller(None), &bulk, &ids).await?;
                preview(&work, &visitor, pairs, &effect).await
            }
            "do-take" | "do-hand" => {
                let bulk = wanted(&work, &visitor, pairs).await?;
                use_case::bulk(db, &caller, &bulk, &ids, one(pairs, "note")).await?;
                done("tasks-batch")
            }
            "undo" => {
                use_case::undo(db, &caller, one(pairs, "batch")).await?;
                done("tasks-undone")
            }
            "keep-view" => {
                use_case::keep_view(db, &caller, one(pairs, "name"), one(pairs, "query")).await?;
                done("tasks-view")
            }
            "drop-view" => {
                use_case::drop_view(db, &caller, one(pairs, "view")).await?;
                done("tasks-view")
            }
            "delegate" => {
                let to = colleague(&work, &visitor, one(pairs, "to")).await?;
                let day = |key: &str| {
                    let wrong = || {
                        Fault::new(ErrorKind::Invalid, "task_days")
                            .field(anye_base::FieldFault::new("until", "task_days"))
                    };
                    one(pairs, key).parse().map_err(|_| wrong())
                };
                let (from, until, reason) = (day("from")?, day("until")?, one(pairs, "reason").to_owned());
                use_case::delegate(db, &caller, &Away { to, from, until, reason }).await?;
                done("tasks-away")
            }
            "end-delegation" => {
                use_case::end_delegation(db, &caller, one(pairs, "delegation")).await?;
                done("tasks-away")
            }
            _ => Err(Fault::new(ErrorKind::Invalid, "case_act_unknown")),
        }
    }
    .await;
    match result {
        Ok(response) => Ok(response),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale) => {
            shown(&work, &visitor, Asked::default(), Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn preview(
    work: &Casework,
    visitor: &Visitor,
    pairs: &Pairs,
    effect: &Effect,
) -> Result<Response, Fault> {
    let frame = Frame::new(&work.core, visitor, "/tasks", visitor.texts.t("tasks-preview"))
        .under(visitor.texts.t("tasks-title"), "/tasks");
    let texts = frame.texts.clone();
    let asking = Asking::new(&work.core, visitor);
    let caller = asking.caller(None);
    let chinese = visitor.lang() == Lang::Zh;
    let mut changes = Vec::new();
    for id in &effect.changes {
        let whole = use_case::show(&work.core.db, &caller, id).await?;
        changes.push((id.clone(), whole.case.title.said(chinese).to_owned()));
    }
    let mut leaves = Vec::new();
    for (id, why) in &effect.leaves {
        let title = match use_case::show(&work.core.db, &caller, id).await {
            Ok(whole) => whole.case.title.said(chinese).to_owned(),
            Err(_) => String::new(),
        };
        leaves.push((title, texts.t(&format!("tasks-leaves-{why}"))));
    }
    let act = one(pairs, "act").to_owned();
    Ok(page(&PreviewPage {
        sentence: texts.t1(&format!("tasks-effect-{act}"), "n", changes.len()),
        to: one(pairs, "to").to_owned(),
        note: one(pairs, "note").to_owned(),
        act,
        changes,
        leaves,
        frame,
    }))
}
