//! What I owe (我的报表): for an employer's own people and for the clerks of a place, with period, due day and state.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_forms::{Form, Period};
use anye_places::Level;
use anye_registry::employer;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page, place_said};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::routes::Desk;
use super::said::{self, is_shown, problems, with_status, worded};
use crate::Reporting;
use crate::figures;
use crate::panel::running;
use crate::report::{self, Membership, State as Stands};
use crate::reporter::is_by_place;
use crate::rights::may;
use crate::store::report as store;

/// One report that is owed, or was sent.
struct Owed {
    form: String,
    form_name: String,
    period: String,
    period_name: String,
    reporter: String,
    name: String,
    due: String,
    overdue: bool,
    href: String,
    tag: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct MinePage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    rows: Vec<Owed>,
    office: Vec<(String, String, String)>,
}

/// Answers `GET /reports`.
pub async fn list(State(desk): State<Desk>, visitor: Visitor) -> Result<Response, Failed> {
    listed(&desk, &visitor, None).await
}

async fn listed(desk: &Desk, visitor: &Visitor, fault: Option<&Fault>) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let frame = Frame::new(&reporting.core, visitor, "/reports", visitor.texts.t("reports-title"));
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let rows = owed(reporting, &caller, &frame).await?;
    let late = rows.iter().filter(|row| row.overdue).count();
    let office = office(reporting, visitor, &frame);
    let made = MinePage {
        sentence: frame.t2("reports-state", "n", rows.len(), "late", late),
        problems: problems(&frame.texts, fault),
        rows,
        office,
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// Forms that the reader's office follows, where they may read them.
fn office(reporting: &Reporting, visitor: &Visitor, frame: &Frame) -> Vec<(String, String, String)> {
    if !visitor.may_at_all(Permission::FiguresRead) {
        return Vec::new();
    }
    let one = |form: &Form| {
        let period = running(reporting, form)?;
        let href = format!("/reporting?form={}&period={period}", form.id);
        Some((worded(&frame.texts, &form.name), worded(&frame.texts, &period.words()), href))
    };
    reporting.catalogue.forms.iter().filter_map(one).collect()
}

async fn owed(reporting: &Reporting, caller: &Caller<'_>, frame: &Frame) -> Result<Vec<Owed>, Fault> {
    let mut db = &reporting.core.db;
    let ids = employer::employers_of(&mut db, &caller.actor.id).await?;
    let own = employer::by_ids(&mut db, &ids).await?;
    let mut rows = Vec::new();
    for form in &reporting.catalogue.forms {
        let Some(now) = running(reporting, form) else { continue };
        // The period before stays on the list while it is open.
        for period in [Some(now), now.previous()].into_iter().flatten() {
            if !form.valid.holds(period) {
                continue;
            }
            let on = reporting.tree_day(period);
            if is_by_place(form) {
                for (code, name) in own_places(reporting, caller, form, period, frame.texts.lang) {
                    let one = row(reporting, &mut db, frame, form, period, (&code, &name, &code)).await?;
                    rows.extend(one.filter(|one| period == now || one.1).map(|(row, _)| row));
                }
            } else if let anye_forms::Reporter::Panel(panel) = &form.reporter {
                for one in &own {
                    if report::membership(&mut db, panel, &one.id, on).await? != Membership::Member {
                        continue;
                    }
                    let key = (one.id.as_str(), one.name.as_str(), one.place.as_str());
                    let made = row(reporting, &mut db, frame, form, period, key).await?;
                    rows.extend(made.filter(|one| period == now || one.1).map(|(row, _)| row));
                }
            } else {
                let home = reporting.core.settings.home_place.as_str();
                for one in units(reporting, &mut db, form, period, home, &ids).await? {
                    let key = (one.reporter.as_str(), one.name.as_str(), one.place.as_str());
                    let made = row(reporting, &mut db, frame, form, period, key).await?;
                    rows.extend(made.filter(|one| period == now || one.1).map(|(row, _)| row));
                }
            }
        }
    }
    rows.sort_by(|a, b| (&a.due, &a.form, &a.name).cmp(&(&b.due, &b.form, &b.name)));
    Ok(rows)
}

/// Of the units that have to report a form, those that the caller reports for.
async fn units(
    reporting: &Reporting,
    db: &mut &anye_db::Db,
    form: &Form,
    period: Period,
    home: &str,
    own: &[String],
) -> Result<Vec<figures::Expected>, Fault> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = figures::expected(db, form, period, home, reporting.tree_day(period)).await?;
    found.retain(|one| own.contains(&one.reporter));
    Ok(found)
}

/// The places at which the caller may report a form of places.
fn own_places(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &Form,
    period: Period,
    lang: anye_base::Lang,
) -> Vec<(String, String)> {
    let wanted = match form.reporter {
        anye_forms::Reporter::Places(anye_forms::Level::Province) => Level::Province,
        anye_forms::Reporter::Places(anye_forms::Level::City) => Level::City,
        anye_forms::Reporter::Places(anye_forms::Level::Township) => Level::Township,
        _ => Level::County,
    };
    let (on, places) = (reporting.tree_day(period), reporting.core.places());
    let mut codes: Vec<String> = caller.grants.held().iter().map(|grant| grant.place.clone()).collect();
    codes.sort();
    codes.dedup();
    let found = codes.iter().filter_map(|code| places.find(code, on));
    found
        .filter(|place| place.level == wanted && may(caller, Permission::ReportSubmit, place.code, false))
        .map(|place| (place.code.to_owned(), place_said(&place, lang).into_owned()))
        .collect()
}

/// A row, and whether it is still open.
async fn row(
    reporting: &Reporting,
    db: &mut &anye_db::Db,
    frame: &Frame,
    form: &Form,
    period: Period,
    (id, name, place): (&str, &str, &str),
) -> Result<Option<(Owed, bool)>, Fault> {
    let text = period.to_string();
    let there = store::of(db, &form.id, &text, id).await?;
    let open = there.as_ref().is_none_or(|one| matches!(one.state, Stands::Draft | Stands::Returned));
    let due = report::due_on(reporting, form, period, place);
    let (tag, state) = match &there {
        Some(one) => said::state(&frame.texts, &one.state),
        None => ("", frame.t("report-not-begun")),
    };
    let row = Owed {
        form: form.id.clone(),
        form_name: worded(&frame.texts, &form.name),
        period_name: worded(&frame.texts, &period.words()),
        period: text,
        reporter: id.to_owned(),
        name: name.to_owned(),
        overdue: open && due.is_some_and(|day| day < reporting.core.world.today()),
        due: due.map(|day| day.to_string()).unwrap_or_default(),
        href: there.map(|one| format!("/reports/{}", one.id)).unwrap_or_default(),
        tag,
        state,
    };
    Ok(Some((row, open)))
}

/// Which report to begin.
#[derive(Debug, Deserialize)]
pub struct ToBegin {
    form: String,
    period: String,
    reporter: String,
}

/// Answers `POST /reports`: begins a report, or goes to the one that is there.
pub async fn begin(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<ToBegin>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.reporting.core, &visitor);
    let (caller, key) = (asking.caller(sent.once.as_ref()), &sent.data);
    match report::start(&desk.reporting, &caller, &key.form, &key.period, key.reporter.trim()).await {
        Ok(one) => Ok(Redirect::to(&format!("/reports/{}", one.id)).into_response()),
        Err(fault) if is_shown(&fault) => listed(&desk, &visitor, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    /// Its word.
    pub done: Option<String>,
}
