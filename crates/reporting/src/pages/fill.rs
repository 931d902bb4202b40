//! One report (填报): filled in by who reports, read and acted on by the office. What is sent is shown again with what is wrong with it.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_forms::{Cells, Form, Period};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::entered::{Entered, entered};
use super::mine::Done;
use super::routes::Desk;
use super::said::{self, Choice, is_shown, problems, with_status, worded};
use super::sheet::{Of, Part, sheet};
use super::story::{self, Change, Deed};
use crate::Reporting;
use crate::collect::label;
use crate::report::{self, Checking, KeptDoubt, Reasons, Report, Shown, Submission, check_of, kept, lenient};
use crate::reporter;
use crate::rights::{is_own, may};
use crate::store::report as store;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    sentence: String,
    tag: &'static str,
    state: String,
    report: Report,
    parts: Vec<Part>,
    before_name: String,
    problems: Vec<(String, String)>,
    whole: Vec<String>,
    whole_doubts: Vec<(String, bool)>,
    cites: Vec<(String, String)>,
    about: String,
    open: Vec<String>,
    may_fill: bool,
    again: bool,
    why: String,
    changed_ms: i64,
    office: Office,
    deeds: Vec<Deed>,
    changes: Vec<Change>,
    notes: Vec<story::Said>,
}

/// What the office may do here.
struct Office {
    approve: bool,
    give_back: bool,
    force: bool,
    items: Vec<Choice>,
    deadline: String,
    forced: Vec<story::Wish>,
    level: String,
}

/// What a page is made with.
#[derive(Default)]
pub struct Again<'a> {
    /// What was posted.
    pub entered: Option<&'a Entered>,
    /// What went wrong.
    pub fault: Option<&'a Fault>,
    /// What was done just now.
    pub done: Option<&'a str>,
}

/// Answers `GET /reports/{id}`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&desk, &visitor, &id, &Again { done: done.done.as_deref(), ..Again::default() }).await
}

/// The name of who reports.
pub async fn name_of(reporting: &Reporting, one: &Report) -> Result<String, Fault> {
    let (form, period) = reporting.form_period(&one.form, &one.period)?;
    match reporter::find(reporting, &mut &reporting.core.db, form, period, &one.reporter).await {
        Ok((who, _)) => Ok(who.name),
        // A place that was split since still has its reports.
        Err(_) => Ok(one.reporter.clone()),
    }
}

/// The page of a report, as it is or with what was posted.
pub async fn shown(desk: &Desk, visitor: &Visitor, id: &str, again: &Again<'_>) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let shown = report::show(reporting, &caller, id).await?;
    let (form, period) = reporting.form_period(&shown.report.form, &shown.report.period)?;
    let mut db = &reporting.core.db;
    let own = is_own(&mut db, &caller, &shown.report.reporter).await?;
    let place = &shown.report.place;
    let force_only = shown.locked && may(&caller, Permission::ReportForce, place, false);
    let may_fill = (!shown.locked && may(&caller, Permission::ReportSubmit, place, own)) || force_only;
    let name = name_of(reporting, &shown.report).await?;
    let before = before(reporting, form, period, &shown.report.reporter).await?;
    let (cells, doubts) = doubts(reporting, form, period, &shown, again).await?;
    let here = format!("/reports/{id}");
    let texts = &visitor.texts;
    let title = format!("{} · {name}", worded(texts, &form.name));
    let frame = Frame::new(&reporting.core, visitor, &here, title)
        .under(texts.t("reports-title"), "/reports")
        .notice(again.done);
    let (tag, state) = said::state(&frame.texts, &shown.report.state);
    let empty = Reasons::new();
    let reasons = again.entered.map_or(&empty, |entered| &entered.reasons);
    let of = Of {
        form,
        cells: &cells,
        before: before.as_ref(),
        doubts: &doubts,
        reasons,
        entered: again.entered,
        shown: &shown,
    };
    let made = ReportPage {
        sentence: sentence(reporting, &frame, form, period, &shown, &name),
        tag,
        state,
        parts: sheet(&frame.texts, &of),
        before_name: period.previous().map(|one| worded(&frame.texts, &one.words())).unwrap_or_default(),
        problems: problems_of(&frame, form, again),
        whole: whole(&frame, &shown),
        whole_doubts: bare(&frame, &doubts),
        cites: said::cites(&form.cite),
        about: worded(&frame.texts, &form.about),
        open: form.doubts.iter().map(|one| worded(&frame.texts, one)).collect(),
        again: shown.report.counted > 0,
        why: again.entered.map(|entered| entered.why.clone()).unwrap_or_default(),
        changed_ms: shown.report.changed_at,
        office: office(reporting, &frame, &caller, form, &shown),
        deeds: story::deeds(&frame.texts, &shown),
        changes: story::changes(&frame.texts, form, &shown),
        notes: story::notes(&frame.texts, form, &shown),
        may_fill,
        report: shown.report,
        frame,
    };
    Ok(with_status(page(&made), again.fault))
}

/// The last period's cells.
async fn before(
    reporting: &Reporting,
    form: &Form,
    period: Period,
    who: &str,
) -> Result<Option<Cells>, Fault> {
    let Some(previous) = period.previous() else { return Ok(None) };
    let mut db = &reporting.core.db;
    let found = store::of(&mut db, &form.id, &previous.to_string(), who).await?;
    Ok(found.filter(|one| one.counted > 0).map(|one| lenient(form, &one.cells)))
}

/// The cells shown and what is doubtful about them: as posted, as a draft, or as they were sent.
async fn doubts(
    reporting: &Reporting,
    form: &Form,
    period: Period,
    shown: &Shown,
    again: &Again<'_>,
) -> Result<(Cells, Vec<KeptDoubt>), Fault> {
    let report = &shown.report;
    if again.entered.is_none() && report.draft.is_empty() {
        return Ok((lenient(form, &report.cells), report.doubts.clone()));
    }
    let cells = again.entered.map_or_else(|| lenient(form, report.shown()), |entered| entered.cells.clone());
    let mut db = &reporting.core.db;
    let found = reporter::find(reporting, &mut db, form, period, &report.reporter).await;
    let Ok((_, facts)) = found else { return Ok((cells, Vec::new())) };
    let with = Checking { form, period, reporter: &report.reporter, facts: &facts };
    let checked = check_of(&mut db, &with, &cells).await?;
    let reasons = again.entered.map(|entered| entered.reasons.clone()).unwrap_or_default();
    let doubts = kept(form, &checked, &reasons);
    Ok((checked.cells, doubts))
}

fn sentence(
    reporting: &Reporting,
    frame: &Frame,
    form: &Form,
    period: Period,
    shown: &Shown,
    name: &str,
) -> String {
    let place = reporting.core.place_in(&shown.report.place, reporting.tree_day(period), frame.texts.lang);
    let due = report::due_on(reporting, form, period, &shown.report.place);
    let values = [
        ("name", name.to_owned()),
        ("place", place),
        ("period", worded(&frame.texts, &period.words())),
        ("due", due.map_or_else(|| frame.t("report-no-due"), |day| day.to_string())),
    ];
    frame.texts.args("report-sentence", &values)
}

/// What is wrong, above: what could not be read, then what the use case says, in the words at the field.
fn problems_of(frame: &Frame, form: &Form, again: &Again<'_>) -> Vec<(String, String)> {
    let label = |id: &str| {
        form.column(id)
            .map(|at| label(form, &form.items[at], frame.texts.lang == anye_base::Lang::En))
            .unwrap_or_else(|| id.to_owned())
    };
    let wrong = again.entered.map(|entered| &entered.wrong[..]).unwrap_or_default();
    let mut all: Vec<(String, String)> =
        wrong.iter().map(|(id, said, _)| (said::field_id(id), format!("{}:{said}", label(id)))).collect();
    all.extend(problems(&frame.texts, again.fault));
    all
}

/// What was given back of the whole report, and that the period is locked.
fn whole(frame: &Frame, shown: &Shown) -> Vec<String> {
    let open = shown.given_back.iter().filter(|one| one.resolved_at.is_none() && one.cell.is_empty());
    let told = |one: &report::GivenBack| {
        let values =
            [("reason", one.reason.clone()), ("day", one.deadline.clone()), ("who", one.by_name.clone())];
        frame.texts.args("report-returned-at", &values)
    };
    let mut all: Vec<String> = open.map(told).collect();
    if shown.locked {
        all.push(frame.t("report-is-locked"));
    }
    if shown.report.forced {
        all.push(frame.t("report-was-forced"));
    }
    all
}

/// Doubts that no item stands for.
fn bare(frame: &Frame, doubts: &[KeptDoubt]) -> Vec<(String, bool)> {
    let own = doubts.iter().filter(|doubt| doubt.items.is_empty());
    own.map(|doubt| (super::sheet::doubt_said(&frame.texts, doubt), doubt.error)).collect()
}

fn office(reporting: &Reporting, frame: &Frame, caller: &Caller<'_>, form: &Form, shown: &Shown) -> Office {
    let place = &shown.report.place;
    let approver = may(caller, Permission::ReportApprove, place, false) && !shown.locked;
    let waits = matches!(shown.report.state, report::State::Submitted | report::State::Partly);
    let level = crate::approve::next_level(form, shown.report.approvals).map(said::level);
    let mut items = vec![Choice::new("", frame.t("report-whole"), "")];
    let english = frame.texts.lang == anye_base::Lang::En;
    items.extend(form.items.iter().map(|item| Choice::new(&item.id, label(form, item, english), "-")));
    let deadline = reporting.core.world.today().in_days(3);
    Office {
        approve: approver && waits && shown.report.submitted_by != caller.actor.id && level.is_some(),
        give_back: approver && shown.report.counted > 0,
        force: shown.locked && may(caller, Permission::ReportForce, place, false),
        items,
        deadline,
        forced: story::wishes(&frame.texts, form, shown),
        level: level.map(|word| frame.t(&format!("reporting-level-{word}"))).unwrap_or_default(),
    }
}

/// A day some days later.
trait InDays {
    fn in_days(self, days: i64) -> String;
}

impl InDays for anye_base::Date {
    fn in_days(self, days: i64) -> String {
        let later = crate::state::law_day(self).and_then(|day| day.plus_days(days));
        later.map(|day| day.to_string()).unwrap_or_else(|| self.to_string())
    }
}

/// Answers `POST /reports/{id}`: saves or submits what stands in the fields.
pub async fn send(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let there = report::readable(&caller, &mut &reporting.core.db, &id).await?;
    let form = reporting.form(&there.form)?;
    let read = entered(form, &sent.data, visitor.texts.lang);
    if !read.wrong.is_empty() && read.act != "save" {
        let fault = Fault::new(anye_base::ErrorKind::Invalid, "report_unreadable").arg("n", read.wrong.len());
        return shown(&desk, &visitor, &id, &Again { entered: Some(&read), fault: Some(&fault), done: None })
            .await;
    }
    let cells = read.cells.to_json(form);
    let done = match read.act.as_str() {
        "submit" => {
            let what =
                Submission { cells: Some(cells), reasons: read.reasons.clone(), why: read.why.clone() };
            report::submit(reporting, &caller, &id, read.version, &what).await.map(|_| "receipt")
        }
        "force" => report::force_ask(reporting, &caller, &id, read.version, &cells, &read.why)
            .await
            .map(|_| "?done=force-asked"),
        _ => report::save(reporting, &caller, &id, read.version, &cells).await.map(|_| "?done=report-saved"),
    };
    match done {
        Ok("receipt") => Ok(Redirect::to(&format!("/reports/{id}/receipt")).into_response()),
        Ok(query) if read.wrong.is_empty() => {
            Ok(Redirect::to(&format!("/reports/{id}{query}")).into_response())
        }
        Ok(_) => {
            let fault =
                Fault::new(anye_base::ErrorKind::Invalid, "report_unreadable").arg("n", read.wrong.len());
            let again = Again { entered: Some(&read), fault: Some(&fault), done: None };
            shown(&desk, &visitor, &id, &again).await
        }
        Err(fault) if is_shown(&fault) => {
            let again = Again { entered: Some(&read), fault: Some(&fault), done: None };
            shown(&desk, &visitor, &id, &again).await
        }
        Err(fault) => Err(fault.into()),
    }
}
