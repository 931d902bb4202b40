//! Two notices of one employer side by side, and what a person finds about them.

use anye_base::Lang;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::form::{self, Field};
use super::super::{file, show as notices, ties};
use super::show::spoken;
use super::value;
use crate::Monitor;

#[derive(Template)]
#[template(path = "notice_compare.html")]
struct ComparePage {
    frame: Frame,
    one: String,
    other: String,
    heads: [String; 2],
    rows: Vec<(String, String, String, bool)>,
    like: String,
    office: bool,
}

/// The two.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pair {
    one: String,
    other: String,
}

/// Answers `GET /layoffs/compare`.
pub async fn compare(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(pair): Query<Pair>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let setting = file::setting(&monitor)?;
    let first = notices::show(&monitor, &caller, &pair.one).await?;
    let second = notices::show(&monitor, &caller, &pair.other).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let here = format!("/layoffs/compare?one={}&other={}", pair.one, pair.other);
    let frame = Frame::new(&monitor.core, &visitor, &here, visitor.texts.t("notice-compare-title"))
        .under(visitor.texts.t("notice-list-title"), "/layoffs")
        .under(first.employer.name.clone(), format!("/layoffs/{}", pair.one));
    let book = monitor.book();
    let fields = |shown: &notices::Shown| -> Vec<Field> {
        let words = ["notice-yes", "notice-no", "notice-unknown"].map(|key| frame.t(key));
        let answers = shown.versions.first().map(|one| one.answers.clone()).unwrap_or_default();
        let made = form::form(&book, setting, &answers, true, chinese, words);
        made.own.into_iter().chain(made.office).collect()
    };
    let said = |one: &Field| if one.value.is_empty() { String::new() } else { spoken(one) };
    let rows = fields(&first)
        .iter()
        .zip(&fields(&second))
        .map(|(one, other)| (one.label.clone(), said(one), said(other), one.value != other.value))
        .filter(|(_, one, other, _)| !(one.is_empty() && other.is_empty()))
        .collect();
    let like = ties::likeness(setting, &first.notice, &second.notice).map(|one| match one {
        ties::Likeness::Same => "notice-like-same",
        ties::Likeness::Similar => "notice-like-similar",
        ties::Likeness::Wave => "notice-like-wave",
    });
    let head = |shown: &notices::Shown| {
        shown.notice.reported_at.map(anye_base::world::china_minute).unwrap_or_default()
    };
    let by = visitor.texts.t2(
        "notice-compare-by",
        "days",
        setting.duplicate.days,
        "percent",
        setting.duplicate.percent,
    );
    let made = ComparePage {
        heads: [head(&first), head(&second)],
        like: format!("{} {by}", like.map(|key| frame.t(key)).unwrap_or_default()),
        office: first.office,
        one: pair.one,
        other: pair.other,
        rows,
        frame,
    };
    Ok(page(&made))
}

/// Answers `POST /layoffs/compare`.
pub async fn tie(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let (one, other) = (value(&sent.data, "one"), value(&sent.data, "other"));
    ties::tie(&monitor, &caller, one, other, value(&sent.data, "kind")).await?;
    Ok(Redirect::to(&format!("/layoffs/{one}?done=notice-tied")).into_response())
}
