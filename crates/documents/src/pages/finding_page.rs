//! One finding (识别结果): where it stands in the text, its fields to correct, what people did to it; and adding one that was missed.
//!
//! When somebody else was quicker, both versions are shown side by side and nothing is lost.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_db::Once;
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Pages;
use super::finding_conflict::conflict;
use super::finding_form::{FieldView, FindingForm};
use super::margin::label;
use super::segment::{Marking, Piece, cut};
use super::{show, wording};
use crate::calling::Asking;
use crate::finding::{self as acts, FindingAt};
use crate::keys::in_address;
use crate::model::{Edit, Finding, State as Stands};
use crate::show::show as show_document;
use crate::view::{ArticleView, DocumentView};

/// What somebody did: when, what, by whom and why, and what it became.
pub struct Past {
    /// When.
    pub at: String,
    /// What was done, in words.
    pub what: String,
    /// Why.
    pub reason: String,
    /// The finding as corrected.
    pub body: String,
}

/// The page.
#[derive(Template)]
#[template(path = "finding.html")]
pub struct FindingPage {
    /// What stands around it.
    pub frame: Frame,
    /// The document.
    pub id: String,
    /// The article.
    pub article: String,
    /// The article's number and heading.
    pub place: String,
    /// Where the form goes.
    pub action: String,
    /// The state in words.
    pub sentence: String,
    /// The article's text with the finding marked.
    pub paragraphs: Vec<Vec<Piece>>,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Its version.
    pub version: i64,
    /// Sorts to choose from when one is added: label, address, whether it is this one.
    pub sorts: Vec<(String, String, bool)>,
    /// Sort of the one to add; empty for one that is there.
    pub sort: &'static str,
    /// What is wrong.
    pub errors: Vec<(String, String)>,
    /// The reason as written.
    pub reason: String,
    /// What can be done: the words of acts.
    pub acts: Vec<&'static str>,
    /// What was done.
    pub past: Vec<Past>,
    /// May change it.
    pub may_correct: bool,
}

impl FindingPage {
    fn reason_missing(&self) -> bool {
        self.errors.iter().any(|error| error.0 == "reason")
    }
}

/// One finding of an article.
pub struct Standing {
    /// Where it stands.
    pub state: Stands,
    /// Its version.
    pub version: i64,
    /// The finding.
    pub finding: Finding,
}

/// The finding with this key.
pub fn find(article: &ArticleView, key: &str) -> Option<Standing> {
    macro_rules! look {
        ($list:ident, $sort:ident) => {
            if let Some(found) = article.$list.iter().find(|found| found.id == key) {
                let finding = Finding::$sort(found.finding.clone());
                return Some(Standing { state: found.state, version: found.version, finding });
            }
        };
    }
    look!(units, Unit);
    look!(figures, Figure);
    look!(dates, Date);
    look!(citations, Citation);
    look!(measures, Measure);
    None
}

/// What a finding says, in a few words.
pub fn said(texts: &Texts, finding: &Finding) -> String {
    match finding {
        Finding::Unit(found) => wording::said_unit(texts, found),
        Finding::Figure(found) => wording::said_figure(texts, found),
        Finding::Date(found) => wording::said_date(texts, found),
        Finding::Citation(found) => wording::said_citation(texts, found),
        Finding::Measure(found) => wording::said_measure(texts, found),
    }
    .said
}

type At = Path<(String, String, String)>;

pub(super) async fn load(
    pages: &Pages,
    visitor: &Visitor,
    id: &str,
    key: &str,
) -> Result<(DocumentView, ArticleView), Failed> {
    let asking = Asking::new(&pages.library.core, visitor);
    let view = show_document(&pages.library, &asking.caller(None), id).await?;
    let article = view.text(key).cloned().ok_or_else(|| Fault::not_found("article"))?;
    Ok((view, article))
}

pub(super) fn framed(
    pages: &Pages,
    visitor: &Visitor,
    view: &DocumentView,
    here: &str,
    title: String,
) -> Frame {
    Frame::new(&pages.library.core, visitor, here, title)
        .under(visitor.texts.t("library-title"), "/documents")
        .under(show::name(&view.record), format!("/documents/{}", in_address(&view.record.id)))
}

pub(super) fn place_of(texts: &Texts, article: &ArticleView) -> String {
    let heading =
        if article.heading.is_empty() { texts.t("library-text-around") } else { article.heading.clone() };
    format!("{}{heading}", label(article))
}

fn past(texts: &Texts, edits: &[Edit]) -> Vec<Past> {
    let entry = |edit: &Edit| Past {
        at: show::minute(edit.at),
        what: texts.t1(&format!("library-did-{}", edit.action.word()), "who", &edit.account_name),
        reason: edit.reason.clone(),
        body: edit.body.as_ref().map(|body| said(texts, body)).unwrap_or_default(),
    };
    edits.iter().rev().map(entry).collect()
}

fn acts_for(state: Stands) -> Vec<&'static str> {
    match state {
        Stands::Found | Stands::Doubtful => vec!["confirm", "correct", "reject"],
        Stands::Confirmed => vec!["correct", "reject", "reopen"],
        Stands::Corrected => vec!["correct", "reject", "reopen"],
        Stands::Added => vec!["correct", "reject"],
        Stands::Rejected => vec!["reopen"],
    }
}

pub(super) fn errors(texts: &Texts, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), texts.fault(fault))];
    }
    fault.fields.iter().map(|field| (field.field.clone(), texts.field_fault(field))).collect()
}

async fn shown(
    pages: &Pages,
    visitor: &Visitor,
    at: &FindingAt,
    sent: Option<(&FindingForm, &Fault)>,
) -> Result<Response, Failed> {
    let texts = &visitor.texts;
    let (view, article) = load(pages, visitor, &at.document, &at.article).await?;
    let standing = find(&article, &at.finding).ok_or_else(|| Fault::not_found("finding"))?;
    let asking = Asking::new(&pages.library.core, visitor);
    let edits = acts::history(&pages.library, &asking.caller(None), at).await?;
    let sort = standing.finding.sort();
    let action =
        format!("/documents/{}/articles/{}/findings/{}", in_address(&at.document), at.article, at.finding);
    let title = texts.t2(
        "library-finding-title",
        "sort",
        texts.t(&format!("library-sort-{}", sort.word())),
        "said",
        said(texts, &standing.finding),
    );
    let own = FindingForm::of(&standing.finding, &article.text);
    let form = sent.map_or(&own, |(form, _)| form);
    let fault = sent.map(|(_, fault)| fault);
    let marking = Marking { finding: 0, span: standing.finding.span() };
    let state = texts.t(&format!("library-state-{}", standing.state.word()));
    let made = FindingPage {
        sentence: texts.t2("library-finding-state", "state", state, "version", standing.version),
        place: place_of(texts, &article),
        paragraphs: cut(&article.text, 0, &[marking]).paragraphs,
        fields: form.fields(texts, sort, fault),
        // After a mistake in the form the version stays the one its writer saw, or a change of another would be lost.
        version: sent.and_then(|(form, _)| form.version.parse().ok()).unwrap_or(standing.version),
        sorts: Vec::new(),
        sort: "",
        errors: errors(texts, fault),
        reason: sent.map(|(form, _)| form.reason.clone()).unwrap_or_default(),
        acts: acts_for(standing.state),
        past: past(texts, &edits),
        may_correct: visitor.may(&pages.library.core, Permission::DocumentsCorrect, Some(&view.record.place))
            && view.record.withdrawn.is_none(),
        frame: framed(pages, visitor, &view, &action, title),
        id: in_address(&at.document),
        article: at.article.clone(),
        action,
    };
    Ok(with_status(page(&made), fault))
}

pub(super) fn with_status(response: Response, fault: Option<&Fault>) -> Response {
    match fault {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, response).into_response(),
        None => response,
    }
}

/// Answers `GET /documents/{id}/articles/{key}/findings/{finding}`.
pub async fn show(State(pages): State<Pages>, visitor: Visitor, Path(at): At) -> Result<Response, Failed> {
    let at = FindingAt { document: at.0, article: at.1, finding: at.2 };
    shown(&pages, &visitor, &at, None).await
}

/// Answers `POST /documents/{id}/articles/{key}/findings/{finding}`.
pub async fn send(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(at): At,
    form: Form<FindingForm>,
) -> Result<Response, Failed> {
    let at = FindingAt { document: at.0, article: at.1, finding: at.2 };
    match act(&pages, &visitor, &at, &form).await {
        Ok(()) => Ok(Redirect::to(&format!(
            "/documents/{}?done=library-finding#a{}",
            in_address(&at.document),
            at.article
        ))
        .into_response()),
        Err(Failed(fault)) if fault.kind == ErrorKind::Stale => {
            conflict(&pages, &visitor, &at, &form.data, &fault).await
        }
        Err(Failed(fault)) if fault.kind == ErrorKind::Invalid => {
            shown(&pages, &visitor, &at, Some((&form.data, &fault))).await
        }
        Err(failed) => Err(failed),
    }
}

async fn act(
    pages: &Pages,
    visitor: &Visitor,
    at: &FindingAt,
    form: &Form<FindingForm>,
) -> Result<(), Failed> {
    let library = &pages.library;
    let asking = Asking::new(&library.core, visitor);
    let caller = asking.caller(form.once.as_ref());
    let data = &form.data;
    let version =
        data.version.parse().map_err(|_| Fault::new(ErrorKind::PreconditionMissing, "if_match_missing"))?;
    match data.act.as_str() {
        "confirm" => acts::confirm(library, &caller, at, version, &data.reason).await?,
        "reject" => acts::reject(library, &caller, at, version, &data.reason).await?,
        "reopen" => acts::reopen(library, &caller, at, version, &data.reason).await?,
        _ => {
            let (_, article) = load(pages, visitor, &at.document, &at.article).await?;
            let standing = find(&article, &at.finding).ok_or_else(|| Fault::not_found("finding"))?;
            let wanted = data.finding(standing.finding.sort(), &article.text, Some(&standing.finding))?;
            acts::correct(library, &caller, at, version, wanted, &data.reason).await?
        }
    };
    Ok(())
}

/// Confirmed in the margin, without a page of its own.
#[derive(Debug, Deserialize)]
pub struct Confirmed {
    /// Article, finding and version, parted by `/`.
    f: String,
}

/// Answers `POST /documents/{id}/confirm`: one form holds the buttons of a whole document.
pub async fn confirm(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Confirmed>,
) -> Result<Response, Failed> {
    let mut parts = form.data.f.splitn(3, '/').map(str::to_owned);
    let (Some(article), Some(finding), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Failed(Fault::not_found("finding")));
    };
    // Every button is a write of its own: the form's key is told apart by what was confirmed.
    let once = form.once.map(|once| Once { key: format!("{}-{article}-{finding}", once.key), ..once });
    let data = FindingForm { act: "confirm".to_owned(), version, ..FindingForm::default() };
    send(State(pages), visitor, Path((id, article, finding)), Form { data, once }).await
}
