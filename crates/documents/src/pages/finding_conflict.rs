//! Two people changed one finding (更正冲突): both versions side by side, and nothing is lost.

use anye_base::Fault;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::Pages;
use super::finding_form::{FieldView, FindingForm};
use super::finding_page::{find, framed, load};
use crate::finding::FindingAt;
use crate::keys::in_address;

/// Both versions when somebody else was quicker.
#[derive(Template)]
#[template(path = "finding_conflict.html")]
pub struct ConflictPage {
    /// What stands around it.
    pub frame: Frame,
    /// What happened.
    pub sentence: String,
    /// Field, theirs, mine.
    pub rows: Vec<(String, String, String)>,
    /// Where the form goes.
    pub action: String,
    /// What stands now.
    pub version: i64,
    /// What I sent, to send again.
    pub mine: Vec<(&'static str, String)>,
    /// The finding as it stands.
    pub theirs: String,
}

/// Shows both versions, with the one sent ready to be sent again.
pub(super) async fn conflict(
    pages: &Pages,
    visitor: &Visitor,
    at: &FindingAt,
    mine: &FindingForm,
    fault: &Fault,
) -> Result<Response, Failed> {
    let texts = &visitor.texts;
    let (view, article) = load(pages, visitor, &at.document, &at.article).await?;
    let standing = find(&article, &at.finding).ok_or_else(|| Fault::not_found("finding"))?;
    let sort = standing.finding.sort();
    let theirs = FindingForm::of(&standing.finding, &article.text).fields(texts, sort, None);
    // A bare act carries no fields: what is compared is then what is done, not what is written.
    let bare = mine.words.is_empty();
    let ours = mine.fields(texts, sort, None);
    let shown = |field: &FieldView| {
        let chosen = field.choices.iter().find(|choice| choice.value == field.value);
        chosen.map_or_else(|| field.value.clone(), |choice| choice.label.clone())
    };
    let state = texts.t(&format!("library-state-{}", standing.state.word()));
    let wish = texts.t(&format!("library-act-{}", if mine.act.is_empty() { "correct" } else { &mine.act }));
    let mut rows = vec![(texts.t("library-finding-stands"), state, wish)];
    if !bare {
        let pairs =
            theirs.iter().zip(&ours).map(|(theirs, ours)| (theirs.label.clone(), shown(theirs), shown(ours)));
        rows.extend(pairs.filter(|(_, theirs, ours)| !(theirs.is_empty() && ours.is_empty())));
    }
    let mut again: Vec<(&'static str, String)> =
        vec![("act", mine.act.clone()), ("reason", mine.reason.clone())];
    again.extend(ours.iter().filter(|_| !bare).map(|field| (field.name, field.value.clone())));
    let action =
        format!("/documents/{}/articles/{}/findings/{}", in_address(&at.document), at.article, at.finding);
    let made = ConflictPage {
        frame: framed(pages, visitor, &view, &action, texts.t("library-conflict-title")),
        sentence: texts.fault(fault),
        rows,
        theirs: action.clone(),
        action,
        version: standing.version,
        mine: again,
    };
    Ok((StatusCode::PRECONDITION_FAILED, page(&made)).into_response())
}
