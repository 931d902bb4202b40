//! Approval by exception (例外审核): the clean ones of a level in one act with its effect said before, the doubtful ones by their effect on the total.

use anye_access::Permission;
use anye_base::{Fault, Limit};
use anye_jobs::Job;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::front::{Seen, Where, seen, steps};
use super::routes::Desk;
use super::said::{self, Choice, address, is_shown, problems, with_status, worded};
use super::sheet::doubt_said;
use crate::Reporting;
use crate::approve::{self, ApprovalInput, WithDoubts};
use crate::report::{self, Brief, Filter, KeptDoubt};
use crate::reporter::path_of;
use crate::rights::may;
use crate::rollup::{Class, Layout, figure};
use crate::store::report as store;

/// So many doubtful ones are listed.
const LISTED: u32 = 50;

struct Level {
    approvals: i64,
    name: String,
    clean: i64,
    doubtful: i64,
    effect: String,
    /// Whether this office is the level, and whoever looks may approve there.
    mine: bool,
}

struct Doubtful {
    href: String,
    name: String,
    place: String,
    tag: &'static str,
    state: String,
    effect: String,
    doubts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    forms: Vec<Choice>,
    steps: Vec<(String, String)>,
    form: String,
    period: String,
    place: String,
    levels: Vec<Level>,
    rows: Vec<Doubtful>,
    job: Option<Job>,
    running: bool,
}

/// Answers `GET /reporting/queue`.
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
    let (form, period, place) = (seen.form.id.as_str(), seen.text.as_str(), seen.place.as_str());
    let waiting = approve::queue(reporting, &caller, form, period, place).await?;
    let filter = Filter {
        form: form.to_owned(),
        period: period.to_owned(),
        place: place.to_owned(),
        doubtful: true,
        ..Filter::default()
    };
    let limit = Limit::new(LISTED).unwrap_or_default();
    let found = report::list(reporting, &caller, &filter, None, limit).await?;
    let here = seen.at("/reporting/queue");
    let frame = Frame::new(&reporting.core, visitor, &here, visitor.texts.t("queue-title"))
        .under(visitor.texts.t("reporting-title"), seen.at("/reporting"))
        .notice(asked.done.as_deref());
    let mut rows = Vec::new();
    for one in found.items.iter().filter(|one| one.state != report::State::Approved) {
        rows.push(doubtful(reporting, &frame, &seen, one).await?);
    }
    let (clean, doubtful) = waiting.iter().fold((0, 0), |(a, b), one| (a + one.clean, b + one.doubtful));
    let job = match asked.job.as_str() {
        "" => None,
        id => anye_jobs::find(&mut &reporting.core.db, id).await?,
    };
    let values = [
        ("place", reporting.core.place_in(place, reporting.tree_day(seen.period), frame.texts.lang)),
        ("period", worded(&frame.texts, &seen.period.words())),
        ("clean", clean.to_string()),
        ("doubtful", doubtful.to_string()),
    ];
    let path = path_of(&reporting.core.places(), place, reporting.tree_day(seen.period))?;
    let mut levels = Vec::new();
    for one in &waiting {
        let at = approve::next_level(seen.form, one.approvals).map(|own| approve::level_path(&path, own));
        let mine = at.is_some_and(|at| may(&caller, Permission::ReportApprove, at, false));
        levels.push(Level { mine, ..level(reporting, &frame, &seen, one).await? });
    }
    let made = QueuePage {
        sentence: frame.texts.args("queue-sentence", &values),
        problems: problems(&frame.texts, fault),
        forms: said::forms(&frame.texts, reporting.catalogue.forms.iter(), form),
        steps: steps(&frame, &seen, "/reporting/queue"),
        form: form.to_owned(),
        period: period.to_owned(),
        place: place.to_owned(),
        levels,
        rows,
        running: job.as_ref().is_some_and(|job| !job.state.is_final()),
        job,
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// A level with the effect of approving its clean reports: what the approved sums hold now, and how many come to them.
async fn level(
    reporting: &Reporting,
    frame: &Frame,
    seen: &Seen<'_>,
    one: &approve::Queue,
) -> Result<Level, Fault> {
    let mut db = &reporting.core.db;
    let layout = Layout::of(seen.form);
    let held = figure(&mut db, &layout, Class::Approved, &seen.text, &seen.place).await?;
    let n = held.map_or(0, |figure| figure.sums.n);
    let last = i64::try_from(seen.form.approve.len()).is_ok_and(|levels| one.approvals + 1 == levels);
    let name = frame.t(&format!("reporting-level-{}", one.level));
    let effect = if last {
        let values = [("now", n.to_string()), ("then", (n + one.clean).to_string())];
        frame.texts.args("queue-effect-last", &values)
    } else {
        frame.t1("queue-effect-next", "n", one.clean)
    };
    Ok(Level {
        approvals: one.approvals,
        name,
        clean: one.clean,
        doubtful: one.doubtful,
        effect,
        mine: false,
    })
}

async fn doubtful(
    reporting: &Reporting,
    frame: &Frame,
    seen: &Seen<'_>,
    one: &Brief,
) -> Result<Doubtful, Fault> {
    let kept = store::find(&mut &reporting.core.db, &one.id).await?;
    let doubts = kept.map(|report| report.doubts).unwrap_or_default();
    let (tag, state) = said::state(&frame.texts, &one.state);
    Ok(Doubtful {
        href: format!("/reports/{}", one.id),
        name: one.name.clone(),
        place: reporting.core.place_in(&one.place, reporting.tree_day(seen.period), frame.texts.lang),
        tag,
        state,
        effect: effect(seen, &doubts),
        doubts: doubts
            .iter()
            .map(|doubt| (doubt_said(&frame.texts, doubt), doubt.reason.clone().unwrap_or_default()))
            .collect(),
    })
}

/// The largest effect with the unit of its item.
fn effect(seen: &Seen<'_>, doubts: &[KeptDoubt]) -> String {
    let largest = doubts.iter().filter_map(|doubt| Some((doubt.effect?, doubt.items.first()?)));
    let Some((effect, id)) = largest.max_by_key(|(effect, _)| effect.saturating_abs()) else {
        return "—".to_owned();
    };
    let Some(item) = seen.form.column(id).map(|at| &seen.form.items[at]) else { return "—".to_owned() };
    let sign = if effect > 0 { "+" } else { "" };
    format!("{sign}{} {}", anye_forms::show_number(item, effect), item.unit)
}

/// The act.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Many {
    form: String,
    period: String,
    at: String,
    approvals: i64,
    doubtful: String,
}

/// Answers `POST /reporting/queue`: lets the job approve.
pub async fn approve_many(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<Many>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let what = &sent.data;
    let wish = ApprovalInput {
        form: what.form.clone(),
        period: what.period.clone(),
        place: what.at.clone(),
        approvals: what.approvals,
        doubtful: if what.doubtful == "yes" { WithDoubts::Approve } else { WithDoubts::Leave },
    };
    match approve::enqueue(reporting, &asking.caller(sent.once.as_ref()), &wish).await {
        Ok(job) => {
            let pairs = [
                ("form", what.form.as_str()),
                ("period", &what.period),
                ("place", &what.at),
                ("job", &job.id),
                ("done", "queue-begun"),
            ];
            Ok(Redirect::to(&address("/reporting/queue", &pairs)).into_response())
        }
        Err(fault) if is_shown(&fault) => {
            let asked = Where { form: what.form.clone(), period: what.period.clone(), ..Where::default() };
            shown(&desk, &visitor, &asked, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}
