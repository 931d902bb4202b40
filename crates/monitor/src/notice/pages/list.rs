//! The list of notices, and the button that holds monthly reports against them.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::NewJob;
use anye_web::extract::{Form, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::super::list::{Filter, Row};
use super::super::{CROSS_CHECK, file, list as notices};
use super::{percent, value};
use crate::Monitor;

struct Shown {
    href: String,
    employer: String,
    code: String,
    place: String,
    event: String,
    day: String,
    persons: String,
    share: String,
    needed: String,
    tag: &'static str,
    breaches: i64,
    hours: String,
    due: String,
    overdue: bool,
    state: String,
}

#[derive(Template)]
#[template(path = "notice_list.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    filter: Filter,
    states: Vec<(String, String)>,
    needs: Vec<(String, String)>,
    chips: Vec<(String, usize, String, bool)>,
    rows: Vec<Shown>,
    next: Option<String>,
    export: (String, String),
    may_file: bool,
    may_check: bool,
    forms: Vec<(String, String)>,
}

/// The address of the list with what it is filtered by.
pub fn address(path: &str, filter: &Filter, cursor: Option<&str>) -> String {
    let all = [
        ("state", filter.state.as_str()),
        ("place", &filter.place),
        ("needed", &filter.needed),
        ("employer", &filter.employer),
        ("cursor", cursor.unwrap_or("")),
    ];
    let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Answers `GET /layoffs`.
pub async fn list(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let setting = file::setting(&monitor)?;
    let found = notices::list(&monitor, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let counts = notices::counts(&monitor, &caller, &filter.place).await?;
    let here = address("/layoffs", &filter, None);
    let frame = Frame::new(&monitor.core, &visitor, &here, visitor.texts.t("notice-list-title"));
    let [open, overdue, breach, draft] = counts;
    let chip = |word: &str, n: usize| {
        let of = Filter { state: word.to_owned(), ..filter.clone() };
        (frame.t(&format!("notice-state-{word}")), n, address("/layoffs", &of, None), filter.state == word)
    };
    let values =
        [("open", open.to_string()), ("overdue", overdue.to_string()), ("breach", breach.to_string())];
    let words = |prefix: &str, all: &[&str]| -> Vec<(String, String)> {
        all.iter().map(|word| ((*word).to_owned(), frame.t(&format!("{prefix}-{word}")))).collect()
    };
    let made = ListPage {
        sentence: frame.texts.args("notice-list-sentence", &values),
        states: words("notice-state", &["filed", "open", "overdue", "breach", "draft", "all"]),
        needs: words("notice-needed", &["required", "not_required", "needs"]),
        chips: vec![
            chip("open", open),
            chip("overdue", overdue),
            chip("breach", breach),
            chip("draft", draft),
        ],
        rows: found.items.iter().map(|row| shown(&monitor, &frame, row)).collect(),
        next: found.next.map(|cursor| address("/layoffs", &filter, Some(&cursor.encode()))),
        export: (
            address("/layoffs/export.csv", &filter, None),
            address("/layoffs/export.xlsx", &filter, None),
        ),
        may_file: visitor.may_at_all(Permission::ReportSubmit),
        may_check: visitor.may_at_all(Permission::ReportApprove),
        forms: setting
            .panel
            .iter()
            .filter_map(|one| {
                let form = monitor.catalogue.form(&one.form)?;
                Some((form.id.clone(), frame.texts.lang.pick(&form.name.zh, &form.name.en).to_owned()))
            })
            .collect(),
        filter,
        frame,
    };
    Ok(page(&made))
}

fn shown(monitor: &Monitor, frame: &Frame, row: &Row) -> Shown {
    let one = &row.notice;
    let is_draft = one.state == "draft";
    Shown {
        href: if is_draft { format!("/layoffs/{}/edit", one.id) } else { format!("/layoffs/{}", one.id) },
        employer: row.employer.clone(),
        code: row.code.clone(),
        place: monitor.core.place_in(one.place.get(..6).unwrap_or(&one.place), frame.as_of, frame.texts.lang),
        event: if one.event.is_empty() {
            String::new()
        } else {
            frame.t(&format!("notice-event-{}", one.event))
        },
        day: one.carried_out_on.clone().unwrap_or_default(),
        persons: one.persons.map(|n| n.to_string()).unwrap_or_default(),
        share: percent(one.share),
        needed: if is_draft {
            frame.t("notice-state-draft")
        } else {
            frame.t(&format!("notice-needed-{}", one.needed))
        },
        tag: match one.needed.as_str() {
            "required" => "outcome-needs",
            "needs" => "tag-doubt",
            _ => "tag-done",
        },
        breaches: one.breaches,
        hours: row.hours_to_report.map(|n| n.to_string()).unwrap_or_default(),
        due: row.due_at.map(china_minute).unwrap_or_default(),
        overdue: row.overdue,
        state: if is_draft {
            String::new()
        } else if row.open {
            frame.t("notice-case-open")
        } else if one.case_id.is_some() {
            frame.t("notice-case-closed")
        } else {
            frame.t("notice-case-none")
        },
    }
}

/// Answers `POST /layoffs/check`: the job that holds a period's reports against notices and looks for silent sources.
pub async fn check(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let (form, period) =
        (value(&sent.data, "form").to_owned(), value(&sent.data, "period").trim().to_owned());
    monitor.reporting.form_period(&form, &period)?;
    let mut tx = match monitor.core.db.begin(caller.scope()).await.map_err(anye_base::Fault::from)? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(Redirect::to("/layoffs?done=notice-check").into_response()),
    };
    let place = visitor.own_place(&monitor.core).to_owned();
    let job = NewJob {
        kind: CROSS_CHECK,
        name: format!("{form}/{period}/{}", caller.world.now_ms()),
        title: format!("{form} {period}"),
        input: json!({ "form": form, "period": period }),
        account: caller.actor.id.clone(),
        place: place.clone(),
    };
    anye_jobs::enqueue(&mut tx, &job).await.map_err(anye_base::Fault::from)?;
    let event = Event::new("layoff.check", "report", format!("{form}/{period}")).at_place(place);
    tx.commit_with(event, &()).await.map_err(anye_base::Fault::from)?;
    Ok(Redirect::to("/layoffs?done=notice-check").into_response())
}
