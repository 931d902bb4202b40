//! The list of bulletins and one of them, for reading.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{Fault, Lang};
use anye_web::chart::{Line as Drawn, LineChart, line};
use anye_web::figure::{grouped, unit};
use anye_web::{Asking, Failed, Frame, Visitor, page, problem};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::Monitor;
use crate::bulletin::desk::{may, seen};
use crate::bulletin::model::{Bulletin, State as Stands, Table};
use crate::bulletin::{store, template};

struct Row {
    href: String,
    name: String,
    period: String,
    state: String,
    tag: &'static str,
    at: String,
}

#[derive(askama::Template)]
#[template(path = "bulletins.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    may_draft: bool,
    errors: Vec<String>,
    period: String,
    place: (String, String),
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: Option<String>,
}

/// Answers `GET /bulletins`.
pub async fn list(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Response, Failed> {
    listed(&monitor, &visitor, None).await
}

pub(super) async fn listed(
    monitor: &Monitor,
    visitor: &Visitor,
    wrong: Option<(&str, &Fault)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let all = store::list(&mut &monitor.core.db, 500).await.map_err(Fault::from)?;
    let shown = all
        .into_iter()
        .filter(|one| one.state == Stands::Published || may(&caller, Permission::BulletinDraft, &one.place));
    let chinese = visitor.lang() == Lang::Zh;
    let frame = Frame::new(&monitor.core, visitor, "/bulletins", visitor.texts.t("bulletins-title"));
    let rows: Vec<Row> = shown
        .map(|one| Row {
            href: format!("/bulletins/{}", one.id),
            name: title(&one, chinese),
            period: one.content.period.said(chinese).to_owned(),
            state: frame.t(&format!("bulletin-is-{}", one.state.word())),
            tag: tag(one.state),
            at: china_minute(one.published_at.unwrap_or(one.drafted.2)),
        })
        .collect();
    let place = frame.place.clone();
    let fault = wrong.map(|(_, fault)| fault);
    let made = ListPage {
        sentence: frame.t1("bulletins-sentence", "n", rows.len()),
        rows,
        may_draft: may(&caller, Permission::BulletinDraft, &place.0),
        errors: fault.map(|fault| vec![frame.texts.fault(fault)]).unwrap_or_default(),
        period: wrong.map(|(period, _)| period.to_owned()).unwrap_or_default(),
        place,
        frame,
    };
    let response = page(&made);
    Ok(match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    })
}

pub(super) fn title(one: &Bulletin, chinese: bool) -> String {
    let content = &one.content;
    if chinese {
        format!("{}{}", content.place.zh, content.name.zh)
    } else {
        format!("{}: {}", content.place.en, content.name.en)
    }
}

fn tag(state: Stands) -> &'static str {
    match state {
        Stands::Draft => "tag-doubt",
        Stands::Signed => "tag-due",
        Stands::Published => "tag-done",
    }
}

/// A piece as shown: words, where it leads, whether there is no figure.
pub struct Shown {
    text: String,
    href: String,
    missing: bool,
}

/// A table as shown.
pub struct Sheet {
    title: String,
    heads: Vec<(String, String)>,
    rows: Vec<(String, String, Vec<String>)>,
}

/// A section as shown.
pub struct Part {
    title: String,
    paragraphs: Vec<Vec<Shown>>,
    tables: Vec<Sheet>,
    charts: Vec<(String, String)>,
}

#[derive(askama::Template)]
#[template(path = "bulletin.html")]
struct BulletinPage {
    frame: Frame,
    id: String,
    sentence: String,
    issuer: String,
    parts: Vec<Part>,
    judgement: Vec<String>,
    judgement_text: String,
    causes: Vec<String>,
    choices: Vec<(String, String)>,
    asks: Vec<(String, String)>,
    method: String,
    digest: String,
    missing: usize,
    state: &'static str,
    may_draft: bool,
    may_sign: bool,
    own: bool,
    deeds: Vec<String>,
    row_version: i64,
    errors: Vec<String>,
}

/// Answers `GET /bulletins/{id}`.
pub async fn show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&monitor, &visitor, &id, done.done.as_deref(), None).await
}

pub(super) async fn shown(
    monitor: &Monitor,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let one = seen(&mut &monitor.core.db, &caller, id).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let heading = format!("{} · {}", title(&one, chinese), one.content.period.said(chinese));
    let frame = Frame::new(&monitor.core, visitor, &format!("/bulletins/{id}"), heading)
        .under(visitor.texts.t("bulletins-title"), "/bulletins")
        .notice(done);
    let known =
        template::Template::of(&monitor.pack).ok().flatten().map(|one| one.causes).unwrap_or_default();
    let deed = |key: &str, who: &str, at: i64| {
        frame.texts.args(key, &[("who", who.to_owned()), ("at", china_minute(at))])
    };
    let mut deeds = vec![deed("bulletin-did-draft", &one.drafted.1, one.drafted.2)];
    deeds.extend(one.signed.as_ref().map(|(_, name, at)| deed("bulletin-did-sign", name, *at)));
    deeds.extend(one.embargo_at.map(|at| deed("bulletin-did-embargo", "", at)));
    deeds.extend(one.published_at.map(|at| deed("bulletin-did-publish", "", at)));
    let made = BulletinPage {
        id: id.to_owned(),
        sentence: frame.texts.args(
            "bulletin-sentence",
            &[
                ("state", frame.t(&format!("bulletin-is-{}", one.state.word()))),
                ("as", china_minute(one.content.as_of)),
                ("missing", one.content.missing().to_string()),
            ],
        ),
        issuer: one.content.issuer.said(chinese).to_owned(),
        parts: one.content.sections.iter().map(|section| part(section, chinese)).collect(),
        judgement: one.judgement.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        causes: super::causes(monitor, &one.causes, chinese),
        choices: known.iter().map(|cause| (cause.id.clone(), cause.name.said(chinese).to_owned())).collect(),
        asks: (1..=3)
            .map(|n| (format!("cause_{n}"), one.causes.get(n - 1).cloned().unwrap_or_default()))
            .collect(),
        method: one.content.method.said(chinese).to_owned(),
        missing: one.content.missing(),
        state: one.state.word(),
        may_draft: may(&caller, Permission::BulletinDraft, &one.place),
        may_sign: may(&caller, Permission::BulletinSign, &one.place),
        own: one.drafted.0 == visitor.actor.id,
        row_version: one.row_version,
        errors: fault.map(|fault| vec![frame.texts.fault(fault)]).unwrap_or_default(),
        judgement_text: one.judgement,
        digest: one.digest,
        deeds,
        frame,
    };
    let response = page(&made);
    Ok(match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    })
}

fn part(section: &crate::bulletin::model::Section, chinese: bool) -> Part {
    let pieces = |all: &Vec<crate::bulletin::model::Piece>| {
        let said = all.iter().map(|piece| Shown {
            text: piece.text.said(chinese).to_owned(),
            href: piece.href.clone().unwrap_or_default(),
            missing: piece.missing,
        });
        said.filter(|piece| !piece.text.is_empty()).collect()
    };
    let mut tables: Vec<Sheet> = section.tables.iter().map(|table| sheet(table, chinese)).collect();
    let mut charts = Vec::new();
    for chart in &section.charts {
        let values: Vec<Option<f64>> = chart
            .points
            .iter()
            .map(|(_, value)| value.as_deref().and_then(|value| value.parse().ok()))
            .collect();
        let name = chart.title.said(chinese).to_owned();
        let drawing = LineChart {
            title: name.clone(),
            periods: chart.points.iter().map(|(at, _)| at.clone()).collect(),
            lines: vec![Drawn { name: String::new(), values, dashed: false }],
            digits: chart.digits.into(),
            unit: unit(lang(chinese), &chart.unit).to_owned(),
            ..LineChart::default()
        };
        charts.push((name.clone(), line(&drawing)));
        let rows = chart.points.iter().map(|(at, value)| {
            (at.clone(), String::new(), vec![value.as_deref().map_or_else(|| "—".to_owned(), grouped)])
        });
        tables.push(Sheet {
            title: name,
            heads: vec![(String::new(), unit(lang(chinese), &chart.unit).to_owned())],
            rows: rows.collect(),
        });
    }
    Part {
        title: section.title.said(chinese).to_owned(),
        paragraphs: section.paragraphs.iter().map(pieces).collect(),
        tables,
        charts,
    }
}

fn lang(chinese: bool) -> Lang {
    if chinese { Lang::Zh } else { Lang::En }
}

fn sheet(table: &Table, chinese: bool) -> Sheet {
    Sheet {
        title: table.title.said(chinese).to_owned(),
        heads: table
            .columns
            .iter()
            .map(|head| (head.name.said(chinese).to_owned(), unit(lang(chinese), &head.unit).to_owned()))
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|line| {
                let values =
                    line.values.iter().map(|value| value.as_deref().map_or_else(|| "—".to_owned(), grouped));
                (line.name.said(chinese).to_owned(), line.href.clone(), values.collect())
            })
            .collect(),
    }
}
