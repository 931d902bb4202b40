//! The timeline of versions, and the form that proposes the law of the pack in use.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Texts, Visitor, page, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::Policy;
use crate::version::{self, Asking, State as Stands, Version};

/// A version on a page.
pub struct Row {
    /// Its page.
    pub href: String,
    /// First letters of its content's digest.
    pub short: String,
    /// Its state's word, for the tag.
    pub state: &'static str,
    /// Its state in words.
    pub said: String,
    /// When it was proposed.
    pub at: String,
    /// What changed.
    pub note: String,
    /// How many rules and cases.
    pub counts: String,
    /// Who did what, when.
    pub deeds: Vec<String>,
}

impl Row {
    /// In the reader's words.
    pub fn of(texts: &Texts, one: &Version) -> Self {
        let proposed = [
            ("who", one.proposed_name.clone()),
            ("at", china_minute(one.proposed_at)),
            ("reason", String::new()),
        ];
        let mut deeds = vec![texts.args("law-version-did-propose", &proposed)];
        if let Some(by) = &one.decided {
            let values =
                [("who", by.name.clone()), ("at", china_minute(by.at)), ("reason", by.reason.clone())];
            let refused = one.state == Stands::Refused;
            let key = if refused { "law-version-did-refuse" } else { "law-version-did-publish" };
            deeds.push(texts.args(key, &values));
        }
        Self {
            href: format!("/law/versions/{}", one.id),
            short: one.version.chars().take(12).collect(),
            state: match one.state {
                Stands::Proposed => "tag-doubt",
                Stands::Refused => "tag-stop",
                Stands::Published | Stands::Superseded => "tag-done",
            },
            said: texts.t(&format!("law-version-{}", one.state.word())),
            at: china_minute(one.proposed_at),
            note: one.note.clone(),
            counts: texts.t2("law-version-counts", "rules", one.rules, "cases", one.scenarios),
            deeds,
        }
    }
}

#[derive(Template)]
#[template(path = "law_versions.html")]
struct VersionsPage {
    frame: Frame,
    sentence: String,
    /// What the pack holds, where it is not what is in use.
    packed: String,
    rows: Vec<Row>,
    may_propose: bool,
    errors: Vec<String>,
    note: String,
}

/// What went wrong, in words.
pub fn errors(texts: &Texts, fault: Option<&Fault>) -> Vec<String> {
    let Some(fault) = fault else { return Vec::new() };
    // The sentence of a fault with one field says the same as that field.
    let fields = fault.fields.iter().filter(|field| field.code != fault.code);
    std::iter::once(texts.fault(fault)).chain(fields.map(|field| texts.field_fault(field))).collect()
}

/// Whether a page is shown again with what went wrong; anything else has an error page of its own.
pub fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale)
}

/// The page with the status of what went wrong.
pub fn with_status(response: Response, fault: Option<&Fault>) -> Response {
    match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    }
}

/// Which rule book is in use, and whether it was published.
pub fn in_use(policy: &Policy, texts: &Texts) -> String {
    let short: String = policy.book().version.chars().take(12).collect();
    match policy.version_in_use().and_then(|one| one.decided.as_ref()) {
        Some(by) => {
            let values = [("version", short), ("who", by.name.clone()), ("at", china_minute(by.at))];
            texts.args("law-in-use-published", &values)
        }
        None => texts.t1("law-in-use-pack", "version", short),
    }
}

/// What the pack holds, where it is not what is in use or was not published.
fn packed_words(policy: &Policy, texts: &Texts, proposed: bool) -> String {
    let packed = policy.pack.version();
    if policy.version_in_use().is_some() && policy.book().version == packed {
        return String::new();
    }
    let short: String = packed.chars().take(12).collect();
    texts.t1(if proposed { "law-packed-proposed" } else { "law-packed-not-proposed" }, "version", short)
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    /// Its word.
    #[serde(default)]
    pub done: Option<String>,
}

/// Answers `GET /law/versions`.
pub async fn list(
    State(policy): State<Policy>,
    visitor: Visitor,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&policy, &visitor, &done, None).await
}

async fn shown(
    policy: &Policy,
    visitor: &Visitor,
    done: &Done,
    sent: Option<(&str, &Fault)>,
) -> Result<Response, Failed> {
    let all = version::list(&mut &policy.core.db).await.map_err(Fault::from)?;
    let frame = Frame::new(&policy.core, visitor, "/law/versions", visitor.texts.t("law-versions-title"))
        .under(visitor.texts.t("law-desk-title"), "/law")
        .notice(done.done.as_deref());
    let asking = Asking::new(&policy.core, visitor);
    let packed = policy.pack.version();
    let is = |state: Stands| all.iter().any(|one| one.version == packed && one.state == state);
    let fault = sent.map(|(_, fault)| fault);
    let open = is(Stands::Published) || is(Stands::Proposed);
    let made = VersionsPage {
        sentence: in_use(policy, &frame.texts),
        packed: packed_words(policy, &frame.texts, is(Stands::Proposed)),
        rows: all.iter().map(|one| Row::of(&frame.texts, one)).collect(),
        may_propose: !open && version::may(policy, &asking.caller(None), Permission::LawPropose),
        errors: errors(&frame.texts, fault),
        note: sent.map(|(note, _)| note.to_owned()).unwrap_or_default(),
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Proposal {
    #[serde(default)]
    note: String,
}

/// Answers `POST /law/versions`.
pub async fn propose(
    State(policy): State<Policy>,
    visitor: Visitor,
    form: Form<Proposal>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    match version::propose(&policy, &caller, &form.data.note).await {
        Ok(_) => Ok(Redirect::to("/law/versions?done=law-proposed").into_response()),
        Err(fault) if is_shown(&fault) => {
            shown(&policy, &visitor, &Done::default(), Some((&form.data.note, &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}
