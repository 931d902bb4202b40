//! Adding a finding that was missed (补充识别结果), by its words in the article.

use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form;
use anye_web::{Failed, Visitor, page};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Pages;
use super::finding_form::FindingForm;
use super::finding_page::{FindingPage, errors, framed, load, place_of, with_status};
use super::segment::cut;
use crate::calling::Asking;
use crate::finding as acts;
use crate::keys::in_address;
use crate::model::Sort;

/// Which sort is to be added.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddQuery {
    sort: String,
}

fn sort_of(word: &str) -> Sort {
    Sort::ALL.into_iter().find(|sort| sort.word() == word).unwrap_or(Sort::Figure)
}

async fn adding(
    pages: &Pages,
    visitor: &Visitor,
    at: (String, String),
    sort: Sort,
    sent: Option<(&FindingForm, &Fault)>,
) -> Result<Response, Failed> {
    let texts = &visitor.texts;
    let (view, article) = load(pages, visitor, &at.0, &at.1).await?;
    let action = format!("/documents/{}/articles/{}/add", in_address(&at.0), at.1);
    let empty = FindingForm { role: first_role(sort).to_owned(), ..FindingForm::default() };
    let form = sent.map_or(&empty, |(form, _)| form);
    let fault = sent.map(|(_, fault)| fault);
    let choice = |other: Sort| {
        let label = texts.t(&format!("library-sort-{}", other.word()));
        (label, format!("{action}?sort={}", other.word()), other == sort)
    };
    let made = FindingPage {
        sentence: texts.t("library-add-state"),
        place: place_of(texts, &article),
        paragraphs: cut(&article.text, 0, &[]).paragraphs,
        fields: form.fields(texts, sort, fault),
        version: 0,
        sorts: Sort::ALL.into_iter().map(choice).collect(),
        sort: sort.word(),
        errors: errors(texts, fault),
        reason: form.reason.clone(),
        acts: vec!["add"],
        past: Vec::new(),
        may_correct: true,
        frame: framed(pages, visitor, &view, &action, texts.t("library-add-title")),
        id: in_address(&at.0),
        article: at.1,
        action,
    };
    Ok(with_status(page(&made), fault))
}

fn first_role(sort: Sort) -> &'static str {
    match sort {
        Sort::Unit => "responsible",
        Sort::Date => "due",
        Sort::Citation => "cites",
        Sort::Figure | Sort::Measure => "",
    }
}

/// Answers `GET /documents/{id}/articles/{key}/add`.
pub async fn add_form(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(at): Path<(String, String)>,
    Query(query): Query<AddQuery>,
) -> Result<Response, Failed> {
    adding(&pages, &visitor, at, sort_of(&query.sort), None).await
}

/// Answers `POST /documents/{id}/articles/{key}/add`.
pub async fn add(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(at): Path<(String, String)>,
    form: Form<FindingForm>,
) -> Result<Response, Failed> {
    let sort = sort_of(&form.data.sort);
    let (_, article) = load(&pages, &visitor, &at.0, &at.1).await?;
    let library = &pages.library;
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let done = match form.data.finding(sort, &article.text, None) {
        Ok(wanted) => acts::add(library, &caller, &at.0, &at.1, wanted, &form.data.reason).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(_) => {
            Ok(Redirect::to(&format!("/documents/{}?done=library-finding#a{}", in_address(&at.0), at.1))
                .into_response())
        }
        Err(fault) if fault.kind == ErrorKind::Invalid => {
            adding(&pages, &visitor, at, sort, Some((&form.data, &fault))).await
        }
        Err(fault) => Err(Failed(fault)),
    }
}
