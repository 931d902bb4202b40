//! The month close (月结): figures and lights of every place and industry for a form's period, kept as one run; then warnings and their cases.
//!
//! A run is seen only when it is done, and becomes so in the transaction that raises its warnings: killed before that, nothing shows. The same reports and rules
//! again change nothing. It must never use a report of a later period.

use anye_base::{Actor, Date, Fault};
use anye_db::audit::{Event, hex};
use anye_db::{DbError, Read as _, Val, WriteTx, sql};
use anye_forms::{Form, Period, PeriodType, Reporter};
use anye_reporting::date;
use anye_signals::detect::silence;
use anye_signals::estimate::{Settings, Status};
use anye_signals::series::Period as Step;
use anye_signals::{close as pure, series};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::composite::Indices;
use super::estimate::{Estimates, Rates};
use super::figure::{Before, Evaluating, Sums};
use super::input::{self, City};
use super::setting::{Panel, Setting};
use super::store::{self, Figure};
use super::{act, rules};
use crate::Monitor;

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

/// Months that the estimate goes back.
const LONGEST: i32 = 59;
/// Employers kept of each kind.
const MOST_FIRMS: usize = 300;
/// Figures written in one transaction, so that nobody else waits long.
const CHUNK: usize = 6_000;

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

/// The panel through the months, and what it was estimated to.
struct History {
    start: Step,
    cities: Vec<City>,
    estimates: std::sync::Arc<Estimates>,
    reckoned: std::time::Duration,
}

impl History {
    async fn read(
        monitor: &Monitor,
        form: &Form,
        panel: &str,
        setting: &Panel,
        to: Period,
    ) -> Result<Self, Fault> {
        let db = &monitor.core.db;
        let steps = steps(monitor, form, to).await?;
        let start = steps.first().map_or(Step::month(1900, 1), |(step, _)| Some(*step));
        let start = start.ok_or_else(|| Fault::internal("no first period"))?;
        let mut cities = Vec::new();
        for path in input::cities(&mut &*db, panel).await? {
            cities.push(input::read(db, &form.id, panel, setting, &path, &steps).await?);
        }
        reckon(move || Self::estimated(start, cities)).await
    }

    fn estimated(start: Step, cities: Vec<City>) -> Result<Self, Fault> {
        let began = std::time::Instant::now();
        let mut cells = Vec::new();
        for city in &cities {
            let months = city.months.iter().map(input::Columns::month).collect();
            let partition = pure::Partition { frame: &city.frame, start, months };
            let found = pure::estimate(&partition, Settings::default());
            cells.extend(found.map_err(|cause| Fault::internal(format!("{}: {cause}", city.path)))?);
        }
        let paths = cities.iter().flat_map(|city| city.units.iter().map(|unit| unit.path.as_str()));
        let estimates = std::sync::Arc::new(Estimates::of(&cells, paths));
        Ok(Self { start, cities, estimates, reckoned: began.elapsed() })
    }

    /// Months from the start up to and with a period.
    fn count(&self, period: Period) -> usize {
        let step: Option<Step> = period.to_string().parse().ok();
        step.and_then(|step| usize::try_from(step.since(self.start) + 1).ok()).unwrap_or(0)
    }

    /// Headcounts up to a month, for the digest: a later month changes nothing.
    fn tell(&self, count: usize, to: &mut Sm3) {
        for city in &self.cities {
            to.update(city.path.as_bytes());
            for stratum in &city.frame {
                to.update(stratum.headcount.to_bits().to_le_bytes());
            }
            for (unit, at) in city.units.iter().zip(0..) {
                to.update(unit.id.as_bytes());
                for month in city.months.iter().take(count) {
                    let said = month.current.get(at).copied().flatten().map_or(u32::MAX, |now| now);
                    to.update(said.to_le_bytes());
                    to.update([month.status.get(at).map_or(0, |status| *status as u8)]);
                }
            }
        }
    }
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

/// Lights of the period before, where it was closed.
async fn before(monitor: &Monitor, form: &Form, period: Period) -> Result<Before, DbError> {
    let mut from = &monitor.core.db;
    let Some(last) = period.previous() else { return Ok(Before::new()) };
    let Some(run) = store::current(&mut from, &form.id, &last.to_string()).await? else {
        return Ok(Before::new());
    };
    let figures = store::figures(&mut from, &run.id, |query| {
        query.push(" and rule <> '' and rule <> 'departure' and light <> ''")
    })
    .await?;
    let key =
        |one: &Figure| (one.place.clone(), one.industry.clone(), one.indicator.clone(), one.rule.clone());
    Ok(figures.into_iter().map(|one| (key(&one), (one.light, one.recent))).collect())
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

/// An employer that stands out.
#[derive(Debug, Clone, PartialEq)]
struct Firm {
    kind: &'static str,
    employer: String,
    path: String,
    industry: String,
    before: i64,
    now: Option<i64>,
    silent: i64,
    chance: i64,
}

/// The largest losses of the month, and those whose silence would be improbable by their own record.
fn stand_out(history: &History, count: usize) -> Vec<Firm> {
    let mut lost = Vec::new();
    let mut silent = Vec::new();
    for city in &history.cities {
        let months = &city.months[..count.min(city.months.len())];
        let Some(last) = months.last() else { continue };
        for (at, unit) in city.units.iter().enumerate() {
            let told =
                |month: &input::Columns| month.current[at].filter(|_| month.status[at] == Status::Reported);
            let earlier = months.iter().rev().skip(1).find_map(told).map(i64::from);
            let firm = |kind| Firm {
                kind,
                employer: unit.id.clone(),
                path: unit.path.clone(),
                industry: unit.industry.clone(),
                before: earlier.unwrap_or(0),
                now: last.current[at].map(i64::from),
                silent: 0,
                chance: 0,
            };
            match last.status[at] {
                Status::Reported | Status::Closed => {
                    let now = i64::from(last.current[at].unwrap_or(0));
                    let was_closed =
                        months.len() > 1 && months[months.len() - 2].status[at] == Status::Closed;
                    if earlier.is_some_and(|earlier| earlier > now) && !was_closed {
                        lost.push(firm("lost"));
                    }
                }
                Status::Silent => {
                    let run =
                        months.iter().rev().take_while(|month| month.status[at] == Status::Silent).count();
                    let record = &months[..months.len() - run];
                    let expected = record.iter().filter(|month| month.status[at] != Status::Outside).count();
                    let reported = record.iter().filter(|month| month.status[at] == Status::Reported).count();
                    let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                    let chance = silence(of(reported), of(expected), of(run));
                    if expected >= 3 && chance < 0.05 {
                        let silent_months = i64::try_from(run).unwrap_or(i64::MAX);
                        silent.push(Firm {
                            silent: silent_months,
                            chance: (chance * 1e6) as i64,
                            ..firm("silent")
                        });
                    }
                }
                Status::Outside | Status::Born | Status::Entered => {}
            }
        }
    }
    lost.sort_by_key(|one| (one.now.unwrap_or(0) - one.before, one.employer.clone()));
    silent.sort_by_key(|one| (one.chance, -one.before, one.employer.clone()));
    lost.truncate(MOST_FIRMS);
    silent.truncate(MOST_FIRMS);
    lost.extend(silent);
    lost
}

struct Writing<'a> {
    form: &'a Form,
    period: &'a str,
    digest: String,
    rules: String,
    reports: i64,
    as_of: i64,
    by: &'a Actor,
}

/// Begins a run, after clearing away what an earlier one left half done.
async fn begin(monitor: &Monitor, what: &Writing<'_>) -> Result<(String, i64), Fault> {
    let world = &monitor.core.world;
    let mut tx = monitor.core.db.begin_internal(world, what.by).await?;
    let cut_off = sql("select id from signal_run where form = $1 and period = $2 and state = 'running'")
        .bind(&what.form.id)
        .bind(what.period);
    for row in tx.all(cut_off).await? {
        let id = row.text("id")?;
        for text in [
            "delete from signal_value where run = $1",
            "delete from signal_firm where run = $1",
            "delete from signal_run where id = $1",
        ] {
            tx.run(sql(text).bind(&id)).await?;
        }
    }
    let last = sql("select max(number) as number from signal_run where form = $1 and period = $2")
        .bind(&what.form.id)
        .bind(what.period);
    let number = tx.one(last).await?.opt_int("number")?.unwrap_or(0) + 1;
    let id = world.new_id();
    let insert = sql(
        "insert into signal_run (id, form, period, number, state, current, digest, rules, reports, as_of, began_at, by_id, by_name, result) \
         values ($1, $2, $3, $4, 'running', 0, $5, $6, $7, $8, $9, $10, $11, '')",
    );
    let insert = insert
        .bind(&id)
        .bind(&what.form.id)
        .bind(what.period)
        .bind(number)
        .bind(&what.digest)
        .bind(&what.rules);
    let insert =
        insert.bind(what.reports).bind(what.as_of).bind(world.now_ms()).bind(&what.by.id).bind(&what.by.name);
    tx.run_one(insert).await?;
    let event =
        Event::new("monitor.close_begin", "form", &what.form.id).at_place(&monitor.core.settings.home_place);
    tx.commit(event.detail(&json!({ "period": what.period, "run": id, "number": number }))).await?;
    Ok((id, number))
}

async fn write(
    monitor: &Monitor,
    what: &Writing<'_>,
    figures: Vec<Figure>,
    firms: Vec<Firm>,
) -> Result<Closed, Fault> {
    let (world, db) = (&monitor.core.world, &monitor.core.db);
    let (run, number) = begin(monitor, what).await?;
    for (at, part) in figures.chunks(CHUNK).enumerate() {
        let mut tx = db.begin_internal(world, what.by).await?;
        store::insert_figures(&mut tx, &run, (&what.form.id, what.period), part).await?;
        let event = Event::new("monitor.close_figures", "signal_run", &run);
        tx.commit(event.detail(&json!({ "part": at + 1, "figures": part.len() }))).await?;
    }
    let mut tx = db.begin_internal(world, what.by).await?;
    insert_firms(&mut tx, &run, &firms).await?;
    let down = sql("update signal_run set current = 0 where form = $1 and period = $2 and current = 1");
    tx.run(down.bind(&what.form.id).bind(what.period)).await?;
    let raised = act::raise(monitor, &mut tx, what.by, what.form, what.period, &run, &figures).await?;
    let mut closed = Closed {
        run: run.clone(),
        period: what.period.to_owned(),
        number,
        values: figures.len(),
        lit: figures.iter().filter(|one| act::is_lit(one)).count(),
        warnings: raised.warnings,
        cases: raised.cases,
        ..Closed::default()
    };
    let later =
        sql("select period from signal_run where form = $1 and current = 1 and period > $2 order by period");
    for row in tx.all(later.bind(&what.form.id).bind(what.period)).await? {
        closed.later.push(row.text("period")?);
    }
    let result = serde_json::to_string(&closed).map_err(|cause| Fault::internal(cause.to_string()))?;
    let done = sql(
        "update signal_run set state = 'done', current = 1, finished_at = $1, result = $2 where id = $3 and state = 'running'",
    );
    tx.run_one(done.bind(world.now_ms()).bind(result).bind(&run)).await?;
    let event =
        Event::new("monitor.close", "form", &what.form.id).at_place(&monitor.core.settings.home_place);
    let detail = json!({ "period": what.period, "run": run, "number": number, "digest": what.digest, "figures": closed.values, "warnings": closed.warnings });
    tx.commit(event.detail(&detail)).await?;
    Ok(closed)
}

async fn insert_firms(tx: &mut WriteTx<'_>, run: &str, firms: &[Firm]) -> Result<(), DbError> {
    let row = |one: &Firm| -> Vec<Val> {
        vec![
            run.into(),
            one.kind.into(),
            (&one.employer).into(),
            (&one.path).into(),
            (&one.industry).into(),
            one.before.into(),
            one.now.into(),
            one.silent.into(),
            one.chance.into(),
        ]
    };
    let head = "insert into signal_firm (run, kind, employer, path, industry, before_count, now_count, silent_months, chance)";
    store::insert_many(tx, head, firms.iter().map(row).collect()).await
}
