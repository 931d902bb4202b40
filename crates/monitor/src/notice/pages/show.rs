//! One notice: what it says, what the rules say, how it goes on.

use anye_base::Lang;
use anye_base::world::china_minute;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::super::form::{self, Field};
use super::super::{file, show as notices};
use super::edit::{facts, headline};
use super::percent;
use super::verdict::{Line, lines};
use crate::Monitor;

struct Step {
    name: String,
    addressee: String,
    due: String,
    done: String,
    late: bool,
}

struct Other {
    href: String,
    compare: String,
    day: String,
    event: String,
    persons: String,
    like: String,
    said: String,
}

#[derive(Template)]
#[template(path = "notice_show.html")]
struct ShowPage {
    frame: Frame,
    id: String,
    sentence: String,
    facts: Vec<(String, String)>,
    answers: Vec<(String, String)>,
    days: Vec<(String, String)>,
    batches: Vec<(usize, String, String)>,
    lines: Vec<Line>,
    case: Option<(String, String)>,
    steps: Vec<Step>,
    times: Vec<(String, String)>,
    beside: Vec<Other>,
    versions: Vec<(i64, String, String, String, String)>,
    may_file: bool,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
    version: Option<i64>,
}

/// Answers `GET /layoffs/{id}`.
pub async fn show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let found = notices::show(&monitor, &asking.caller(None), &id).await?;
    let setting = file::setting(&monitor)?;
    let chinese = visitor.lang() == Lang::Zh;
    let frame = Frame::new(&monitor.core, &visitor, &format!("/layoffs/{id}"), found.employer.name.clone())
        .under(visitor.texts.t("notice-list-title"), "/layoffs")
        .notice(asked.done.as_deref());
    let version = found.versions.iter().find(|one| asked.version.is_none_or(|wanted| wanted == one.version));
    let words = ["notice-yes", "notice-no", "notice-unknown"].map(|key| frame.t(key));
    let book = monitor.book();
    let answered = version.map(|one| form::form(&book, setting, &one.answers, true, chinese, words));
    let said: Vec<Field> = answered
        .iter()
        .flat_map(|form| form.own.iter().chain(&form.office))
        .filter(|one| !one.value.is_empty())
        .cloned()
        .collect();
    let mut days: Vec<(String, String)> =
        said.iter().filter(|one| one.is_day()).map(|one| (one.value.clone(), one.label.clone())).collect();
    days.sort();
    let minute = |at: Option<i64>| at.map(china_minute).unwrap_or_default();
    let mut times = vec![
        (frame.t("notice-event-at"), minute(found.notice.event_at)),
        (frame.t("notice-reported-at"), minute(found.notice.reported_at)),
    ];
    if let Some(hours) = found.hours_to_report {
        times.push((frame.t("notice-hours"), frame.t1("notice-hours-n", "n", hours)));
    }
    times.retain(|(_, value)| !value.is_empty());
    let batches = version.map(|one| one.answers.batches.clone()).unwrap_or_default();
    let batch = |(at, one): (usize, &std::collections::BTreeMap<String, String>)| {
        let text = |id: &str| one.get(id).cloned().unwrap_or_default();
        (at + 1, text(&setting.batch.day), text(&setting.batch.persons))
    };
    let made = ShowPage {
        sentence: version
            .map(|one| headline(&frame, &one.judgement))
            .unwrap_or_else(|| frame.t("notice-state-draft")),
        facts: version.map(|one| facts(&monitor, &frame, &one.employer)).unwrap_or_default(),
        answers: said
            .iter()
            .filter(|one| !one.is_day())
            .map(|one| (one.label.clone(), spoken(one)))
            .collect(),
        lines: version.map(|one| lines(&frame, &one.judgement, chinese)).unwrap_or_default(),
        case: found
            .case
            .as_ref()
            .map(|whole| (format!("/cases/{}", whole.case.id), whole.case.title.said(chinese).to_owned())),
        steps: steps(&frame, &found, chinese, monitor.core.world.now_ms()),
        batches: batches.iter().enumerate().map(batch).collect(),
        beside: beside(&frame, &found),
        versions: versions(&frame, &found),
        may_file: found.may_file,
        times,
        days,
        id,
        frame,
    };
    Ok(page(&made))
}

/// The chain of receipts: each step with its deadline and when it was done.
fn steps(frame: &Frame, found: &notices::Shown, chinese: bool, now: i64) -> Vec<Step> {
    let all = found.case.iter().flat_map(|whole| &whole.steps);
    let step = |one: &anye_casework::model::Step| Step {
        name: one.name.said(chinese).to_owned(),
        addressee: one.addressee.clone(),
        due: china_minute(one.due_at),
        done: match &one.done {
            Some((who, at)) => format!("{} {who}", china_minute(*at)),
            None => frame.t("notice-step-open"),
        },
        late: one.done.as_ref().map_or(one.due_at < now, |(_, at)| *at > one.due_at),
    };
    all.map(step).collect()
}

fn beside(frame: &Frame, found: &notices::Shown) -> Vec<Other> {
    let other = |one: &notices::Beside| Other {
        href: format!("/layoffs/{}", one.notice.id),
        compare: format!("/layoffs/compare?one={}&other={}", found.notice.id, one.notice.id),
        day: one.notice.carried_out_on.clone().unwrap_or_default(),
        event: frame.t(&format!("notice-event-{}", one.notice.event)),
        persons: one.notice.persons.map(|n| n.to_string()).unwrap_or_default(),
        like: one.likeness.map(|word| frame.t(&format!("notice-like-{word}"))).unwrap_or_default(),
        said: one.said.as_ref().map(|word| frame.t(&format!("notice-said-{word}"))).unwrap_or_default(),
    };
    found.beside.iter().map(other).collect()
}

fn versions(frame: &Frame, found: &notices::Shown) -> Vec<(i64, String, String, String, String)> {
    let row = |one: &super::super::model::Version| {
        let needed = frame.t(&format!("notice-needed-{}", one.judgement.needed.word()));
        let share = percent(one.judgement.share);
        let book = one.judgement.rule_book.get(..12).unwrap_or(&one.judgement.rule_book).to_owned();
        (
            one.version,
            format!("{} {}", china_minute(one.at), one.by.1),
            one.why.clone(),
            format!("{needed} {share}"),
            book,
        )
    };
    found.versions.iter().map(row).collect()
}

/// An answer with its unit, or the words of its choice.
pub fn spoken(one: &Field) -> String {
    let chosen = one.choices.iter().find(|(value, _)| *value == one.value).map(|(_, label)| label.clone());
    chosen.unwrap_or_else(|| format!("{} {}", one.value, one.unit).trim_end().to_owned())
}
