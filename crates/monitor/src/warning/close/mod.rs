//! The month close (月结): figures and lights of every place and industry for a form's period, kept as one run; then warnings and their cases.
//!
//! A run is seen only when it is done, and becomes so in the transaction that raises its warnings: killed before that, nothing shows. The same reports and rules
//! again change nothing. It must never use a report of a later period.

mod firms;
mod history;
mod keep;

use anye_base::{Actor, Date, Fault};
use anye_db::audit::hex;
use anye_db::{Read as _, sql};
use anye_forms::{Form, Period, PeriodType, Reporter};
use anye_reporting::date;
use anye_signals::series;
use anye_signals::series::Period as Step;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use super::composite::Indices;
use super::estimate::Rates;
use super::figure::{Before, Evaluating, Sums};
use super::setting::{Panel, Setting};
use super::{rules, store};
use crate::Monitor;
use firms::stand_out;
use history::{History, LONGEST, before};
use keep::{Writing, write};

/// What a close came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The run.
    pub run: String,
    /// Period.
    pub period: String,
    /// Which close of the period, from 1.
    pub number: i64,
    /// Figures kept.
    pub values: usize,
    /// Lights above the calm one, of the pack's rules.
    pub lit: usize,
    /// Warnings raised.
    pub warnings: usize,
    /// Cases opened.
    pub cases: usize,
    /// Nothing had changed since the last close: nothing was written.
    pub again: bool,
    /// Later periods closed before: their lights rest on what this one was.
    pub later: Vec<String>,
    /// Milliseconds of reading and of reckoning, as measured by who called; for the log only.
    #[serde(skip)]
    pub reckoned: std::time::Duration,
}

/// Closes one period.
///
/// # Errors
/// No such form or period, no report of it, or the store's own.
pub async fn close(monitor: &Monitor, by: &Actor, form: &str, period: &str) -> Result<Closed, Fault> {
    let mut all = close_months(monitor, by, form, period, period).await?;
    all.pop().ok_or_else(|| super::figure::no_reports(form, period))
}

/// Closes every period from the first to the last, oldest first; the panel is read once.
///
/// # Errors
/// As [`close`].
pub async fn close_months(
    monitor: &Monitor,
    by: &Actor,
    form: &str,
    from: &str,
    to: &str,
) -> Result<Vec<Closed>, Fault> {
    let (form, from) = monitor.reporting.form_period(form, from)?;
    let (_, to) = monitor.reporting.form_period(&form.id, to)?;
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let panel = setting.panel(&form.id);
    let history = match (&form.reporter, panel) {
        (Reporter::Panel(id), Some(panel)) => {
            Some((History::read(monitor, form, id, panel, to).await?, panel))
        }
        _ => None,
    };
    let mut done = Vec::new();
    let mut period = Some(from);
    while let Some(one) = period.filter(|one| *one <= to) {
        done.push(one_period(monitor, by, form, one, history.as_ref()).await?);
        period = one.next();
    }
    Ok(done)
}

/// Work that takes the processor for a while, beside the threads that answer requests.
async fn reckon<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| Fault::internal(cause.to_string()))?
}

/// The periods of the series up to `to`, each with its last day: from the first that has a report, at most five years.
async fn steps(monitor: &Monitor, form: &Form, to: Period) -> Result<Vec<(Step, Date)>, Fault> {
    if !matches!(form.period, PeriodType::Month | PeriodType::Quarter) {
        return Ok(Vec::new());
    }
    let earliest = to.shifted(-LONGEST).unwrap_or(to);
    let query = sql(
        "select min(period) as first from report where form = $1 and counted > 0 and period >= $2 and period <= $3",
    );
    let mut from = &monitor.core.db;
    let row = from.one(query.bind(&form.id).bind(earliest.to_string()).bind(to.to_string())).await?;
    let first: Option<Period> = row.opt_text("first")?.and_then(|text| text.parse().ok());
    let mut found = Vec::new();
    let mut at = first;
    while let Some(one) = at.filter(|one| *one <= to) {
        let step: Result<series::Period, _> = one.to_string().parse();
        if let (Ok(step), Some(day)) = (step, one.last_day().and_then(date)) {
            found.push((step, day));
        }
        at = one.next();
    }
    Ok(found)
}

/// Codes of the home place and everything down to the counties, as the tree was then.
fn places(monitor: &Monitor, period: Period) -> Vec<String> {
    let home = &monitor.core.settings.home_place;
    let day = monitor.reporting.tree_day(period);
    let register = monitor.core.places();
    let mut found = vec![home.clone()];
    for tree in [anye_places::Tree::CIVIL, anye_places::Tree::STATISTICAL] {
        let below = register.descendants(home, day, tree).filter(|place| place.code.len() == 6);
        found.extend(below.map(|place| place.code.to_owned()));
    }
    found.sort();
    found.dedup();
    found
}

async fn one_period(
    monitor: &Monitor,
    by: &Actor,
    form: &Form,
    period: Period,
    history: Option<&(History, &Panel)>,
) -> Result<Closed, Fault> {
    let db = &monitor.core.db;
    let text = period.to_string();
    let places = places(monitor, period);
    let sums = Sums::read(db, form, period, &places).await?;
    let indices = Indices::read(db, &monitor.catalogue, form, period, &places).await?;
    let before = before(monitor, form, period).await?;
    let reports = sums.reports(&monitor.core.settings.home_place);
    if reports == 0 && sums.as_of() == 0 {
        return Err(super::figure::no_reports(&form.id, &text));
    }
    let least = history.map_or(0, |(_, panel)| i64::from(panel.least_reporters));
    let rules = rules::digest(&monitor.catalogue, form);
    let count = history.map_or(0, |(history, _)| history.count(period));
    let mut all = digest(&rules, &sums, &before, history.map(|(history, _)| history), count);
    indices.tell(&mut all);
    let digest = hex(&all.finalize());
    if let Some(run) = store::current(&mut &*db, &form.id, &text).await?.filter(|run| run.digest == digest) {
        let mut was: Closed = serde_json::from_value(run.result).unwrap_or_default();
        was.again = true;
        return Ok(was);
    }
    let began = std::time::Instant::now();
    let evaluating = Evaluating { catalogue: &monitor.catalogue, form, period, least, before: &before };
    let mut figures = evaluating.figures(&sums);
    figures.extend(indices.figures(&monitor.catalogue, period, least, &figures, &before));
    let mut firms = Vec::new();
    if let Some((history, panel)) = history {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let (estimates, panel) = (std::sync::Arc::clone(&history.estimates), (*panel).clone());
        let rates = Rates::of(&monitor.catalogue);
        figures.extend(reckon(move || Ok(estimates.month(count, &panel, &rates, threads))).await?);
        firms = stand_out(history, count);
    }
    let reckoned =
        began.elapsed() + history.map_or(std::time::Duration::ZERO, |(history, _)| history.reckoned);
    let plan = Writing { form, period: &text, digest, rules, reports, as_of: sums.as_of(), by };
    let mut closed = write(monitor, &plan, figures, firms).await?;
    closed.reckoned = reckoned;
    Ok(closed)
}

fn digest(rules: &str, sums: &Sums, before: &Before, history: Option<&History>, count: usize) -> Sm3 {
    let mut all = Sm3::new();
    all.update(rules.as_bytes());
    for (place, industry, totals) in sums.told() {
        all.update(place.as_bytes());
        all.update(industry.as_bytes());
        all.update(totals.reports.to_le_bytes());
        for sum in &totals.sums {
            all.update(sum.unwrap_or(i64::MIN).to_le_bytes());
        }
    }
    for ((place, industry, indicator, rule), (light, recent)) in before {
        for text in [place, industry, indicator, rule, light, recent] {
            all.update(text.as_bytes());
            all.update([0]);
        }
    }
    if let Some(history) = history {
        history.tell(count, &mut all);
    }
    all
}
