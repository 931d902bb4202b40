//! The office's front (报送情况): who has reported, when, and who has not, place by place; locks and frozen vintages of the period.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_forms::{Form, Period};
use anye_web::extract::{Form as Sent, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::routes::Desk;
use super::said::{self, Choice, address, is_shown, percent, problems, with_status, worded};
use crate::Reporting;
use crate::figures::{self, Completion, VINTAGES};
use crate::panel::running;
use crate::report;
use crate::rights::may;
use crate::store::period::lock_of;

/// Which form, period and place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// Form; empty: the first.
    pub form: String,
    /// Period; empty: the one that is to be reported now.
    pub period: String,
    /// What was done just now.
    pub done: Option<String>,
    /// A job to follow.
    pub job: String,
}

/// Form, period and place that a page looks at.
pub struct Seen<'a> {
    /// Form.
    pub form: &'a Form,
    /// Period.
    pub period: Period,
    /// Its text.
    pub text: String,
    /// Code of the place.
    pub place: String,
}

impl Seen<'_> {
    /// The address of a page about the same.
    pub fn at(&self, path: &str) -> String {
        address(path, &[("form", &self.form.id), ("period", &self.text), ("place", &self.place)])
    }

    /// The same for another place or period.
    pub fn of(&self, path: &str, place: &str, period: &str) -> String {
        address(path, &[("form", &self.form.id), ("period", period), ("place", place)])
    }
}

/// Reads the address.
pub fn seen<'a>(reporting: &'a Reporting, visitor: &Visitor, asked: &Where) -> Result<Seen<'a>, Fault> {
    let first = reporting.catalogue.forms.first().ok_or_else(|| Fault::not_found("form"))?;
    let form = if asked.form.is_empty() { first } else { reporting.form(&asked.form)? };
    let period = if asked.period.is_empty() {
        running(reporting, form).ok_or_else(|| Fault::not_found("period"))?
    } else {
        reporting.form_period(&form.id, asked.period.trim())?.1
    };
    let core = &reporting.core;
    let place = visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(core).to_owned());
    Ok(Seen { form, text: period.to_string(), period, place })
}

struct Row {
    name: String,
    href: String,
    due: i64,
    submitted: i64,
    submitted_href: String,
    rate: String,
    on_time: i64,
    late: i64,
    doubtful: i64,
    returned: i64,
    approved: i64,
    approved_href: String,
    missing: i64,
    missing_href: String,
}

struct Vintage {
    name: String,
    said: String,
    digest: String,
}

#[derive(Template)]
#[template(path = "reporting.html")]
struct FrontPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    forms: Vec<Choice>,
    form: String,
    period: String,
    place: String,
    steps: Vec<(String, String)>,
    rows: Vec<Row>,
    total: Row,
    queue: String,
    figures: String,
    collect: String,
    definition: String,
    as_of: String,
    locked: String,
    may_force: bool,
    may_freeze: bool,
    may_submit: bool,
    vintages: Vec<Vintage>,
    open_vintages: Vec<Choice>,
}

/// Answers `GET /reporting`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Where>,
) -> Result<Response, Failed> {
    shown(&desk, &visitor, &asked, None).await
}

async fn shown(
    desk: &Desk,
    visitor: &Visitor,
    asked: &Where,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let seen = seen(reporting, visitor, asked)?;
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let mut table = figures::completeness(reporting, &caller, &seen.form.id, &seen.text, &seen.place).await?;
    let on = reporting.tree_day(seen.period);
    for one in &mut table.rows {
        one.name = reporting.core.place_in(&one.place, on, visitor.lang());
    }
    let frame =
        Frame::new(&reporting.core, visitor, &seen.at("/reporting"), visitor.texts.t("reporting-title"))
            .notice(asked.done.as_deref());
    let mut db = &reporting.core.db;
    let lock = lock_of(&mut db, &seen.form.id, &seen.text).await?;
    let frozen = figures::vintages(&mut db, &seen.form.id, &seen.text).await?;
    let home = reporting.core.settings.home_place.as_str();
    let open = VINTAGES.iter().filter(|word| !frozen.iter().any(|one| one.vintage == **word));
    let made = FrontPage {
        sentence: sentence(&frame, reporting, &seen, &table),
        problems: problems(&frame.texts, fault),
        forms: said::forms(&frame.texts, reporting.catalogue.forms.iter(), &seen.form.id),
        form: seen.form.id.clone(),
        period: seen.text.clone(),
        place: seen.place.clone(),
        steps: steps(&frame, &seen, "/reporting"),
        rows: table.rows.iter().map(|one| row(&seen, one)).collect(),
        total: row(&seen, &Completion { name: frame.t("reporting-total"), ..table.total.clone() }),
        queue: seen.at("/reporting/queue"),
        figures: address(
            "/figures",
            &[("form", &seen.form.id), ("from", &seen.text), ("place", &seen.place)],
        ),
        collect: seen.at("/reporting/files"),
        definition: format!("/reporting/forms/{}", seen.form.id),
        as_of: china_minute(table.as_of),
        locked: lock.map(|one| locked(&frame, &one)).unwrap_or_default(),
        may_force: may(&caller, Permission::ReportForce, home, false),
        may_freeze: may(&caller, Permission::FiguresFreeze, home, false),
        may_submit: may(&caller, Permission::ReportSubmit, &seen.place, false),
        vintages: frozen.iter().map(|one| vintage(&frame, one)).collect(),
        open_vintages: open.map(|word| Choice::new(*word, frame.t(&format!("vintage-{word}")), "")).collect(),
        frame,
    };
    Ok(with_status(page(&made), fault))
}

fn vintage(frame: &Frame, one: &figures::Frozen) -> Vintage {
    let values = [("who", one.by_name.clone()), ("at", china_minute(one.at)), ("n", one.reports.to_string())];
    Vintage {
        name: frame.t(&format!("vintage-{}", one.vintage)),
        said: frame.texts.args("reporting-frozen", &values),
        digest: one.digest.chars().take(16).collect(),
    }
}

fn locked(frame: &Frame, lock: &report::Lock) -> String {
    let values =
        [("who", lock.by_name.clone()), ("at", china_minute(lock.at)), ("reason", lock.reason.clone())];
    frame.texts.args("reporting-locked", &values)
}

/// The period before and after, to go to.
pub fn steps(frame: &Frame, seen: &Seen<'_>, path: &str) -> Vec<(String, String)> {
    let both = [seen.period.previous(), seen.period.next()];
    let one = |period: Period| {
        (worded(&frame.texts, &period.words()), seen.of(path, &seen.place, &period.to_string()))
    };
    both.into_iter().flatten().filter(|period| seen.form.valid.holds(*period)).map(one).collect()
}

fn sentence(frame: &Frame, reporting: &Reporting, seen: &Seen<'_>, table: &figures::Completeness) -> String {
    let on = reporting.tree_day(seen.period);
    let values = [
        ("place", reporting.core.place_in(&seen.place, on, frame.texts.lang)),
        ("period", worded(&frame.texts, &seen.period.words())),
        ("due", table.total.due.to_string()),
        ("there", table.total.submitted.to_string()),
        ("missing", table.total.missing.to_string()),
        ("day", table.due_on.clone().unwrap_or_else(|| frame.t("report-no-due"))),
        ("over", if table.is_over { "yes" } else { "no" }.to_owned()),
    ];
    frame.texts.args("reporting-sentence", &values)
}

fn row(seen: &Seen<'_>, one: &Completion) -> Row {
    let drill = |class: &str| {
        let pairs = [
            ("form", seen.form.id.as_str()),
            ("period", &seen.text),
            ("place", &one.place),
            ("dim", "all"),
            ("class", class),
        ];
        address("/figures/drill", &pairs)
    };
    Row {
        name: one.name.clone(),
        href: seen.of("/reporting", &one.place, &seen.text),
        due: one.due,
        submitted: one.submitted,
        submitted_href: drill("submitted"),
        rate: one.rate().map(percent).unwrap_or_else(|| "—".to_owned()),
        on_time: one.on_time,
        late: one.late,
        doubtful: one.doubtful,
        returned: one.returned,
        approved: one.approved,
        approved_href: drill("approved"),
        missing: one.missing,
        missing_href: seen.of("/reporting/missing", &one.place, &seen.text),
    }
}

/// What the office does with a period.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PeriodAct {
    act: String,
    form: String,
    period: String,
    reason: String,
    vintage: String,
}

/// Answers `POST /reporting`: locks or opens a period, or freezes its figures.
pub async fn act(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<PeriodAct>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let (caller, what) = (asking.caller(sent.once.as_ref()), &sent.data);
    let (form, period) = (what.form.as_str(), what.period.as_str());
    let done = match what.act.as_str() {
        "lock" => {
            report::lock(reporting, &caller, form, period, &what.reason).await.map(|()| "period-locked")
        }
        "unlock" => {
            report::unlock(reporting, &caller, form, period, &what.reason).await.map(|()| "period-opened")
        }
        "freeze" => {
            figures::freeze(reporting, &caller, form, period, &what.vintage).await.map(|_| "figures-frozen")
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "report_act")),
    };
    match done {
        Ok(word) => {
            let to = address("/reporting", &[("form", form), ("period", period), ("done", word)]);
            Ok(Redirect::to(&to).into_response())
        }
        Err(fault) if is_shown(&fault) => {
            let asked = Where { form: form.to_owned(), period: period.to_owned(), ..Where::default() };
            shown(&desk, &visitor, &asked, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

struct MissingRow {
    reporter: String,
    name: String,
    place: String,
    begun: bool,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage {
    frame: Frame,
    sentence: String,
    rows: Vec<MissingRow>,
    form: String,
    period: String,
    may_submit: bool,
    next: String,
}

/// Answers `GET /reporting/missing`: who has not reported.
pub async fn missing(
    State(desk): State<Desk>,
    visitor: Visitor,
    paging: Paging,
    Query(asked): Query<Where>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let seen = seen(reporting, &visitor, &asked)?;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let key = (seen.form.id.as_str(), seen.text.as_str(), seen.place.as_str());
    let found = figures::missing(reporting, &caller, key, paging.cursor.as_ref(), paging.limit).await?;
    let here = seen.at("/reporting/missing");
    let frame = Frame::new(&reporting.core, &visitor, &here, visitor.texts.t("missing-title"))
        .under(visitor.texts.t("reporting-title"), seen.at("/reporting"));
    let on = reporting.tree_day(seen.period);
    let values = [
        ("place", reporting.core.place_in(&seen.place, on, frame.texts.lang)),
        ("period", worded(&frame.texts, &seen.period.words())),
        ("form", worded(&frame.texts, &seen.form.name)),
        ("n", found.items.len().to_string()),
    ];
    let row = |one: &figures::Missing| MissingRow {
        reporter: one.reporter.clone(),
        name: one.name.clone(),
        place: reporting.core.place_in(&one.place, on, frame.texts.lang),
        begun: one.begun,
    };
    let made = MissingPage {
        sentence: frame.texts.args("missing-sentence", &values),
        rows: found.items.iter().map(row).collect(),
        form: seen.form.id.clone(),
        period: seen.text.clone(),
        may_submit: may(&caller, Permission::ReportSubmit, &seen.place, false),
        next: found.next.map(|cursor| format!("{here}&cursor={}", cursor.encode())).unwrap_or_default(),
        frame,
    };
    Ok(page(&made))
}
