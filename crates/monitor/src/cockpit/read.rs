//! What the cockpit shows (驾驶舱读取): rows that the month close kept, nothing is reckoned when somebody looks. Places the caller may not read are left out.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Query, Read as _, Row, sql};
use anye_places::Tree;
use anye_registry::employer;
use anye_reporting::rights::{may, must};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Monitor;
use crate::warning::estimate::{DEPARTURE, HEADCOUNT, NET};
use crate::warning::setting::Setting;
use crate::warning::store::{self, Figure, Run};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Form; empty: the first that was closed.
    pub form: String,
    /// Period; empty: the latest closed.
    pub period: String,
    /// Place; empty: home.
    pub place: String,
}

/// A place or industry with its figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Code of the place, or letter of the industry.
    pub code: String,
    /// Figures of all indicators.
    pub figures: Vec<Figure>,
}

impl Part {
    /// The figure of a light, or of an estimate.
    pub fn of(&self, indicator: &str, rule: &str) -> Option<&Figure> {
        self.figures.iter().find(|one| one.indicator == indicator && (rule.is_empty() || one.rule == rule))
    }
}

/// An employer that stands out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = monitor::cockpit::read::Firm)]
pub struct Firm {
    /// lost or silent.
    pub kind: String,
    /// Employer.
    pub employer: String,
    /// Its name.
    pub name: String,
    /// Its county.
    pub place: String,
    /// Letter of its section.
    pub industry: String,
    /// Before.
    pub before: i64,
    /// Now; none: silent.
    pub now: Option<i64>,
    /// Months of silence.
    pub silent_months: i64,
}

/// Everything of the page.
#[derive(Debug, Clone)]
pub struct Board {
    /// The run behind it.
    pub run: Run,
    /// Periods that were closed, the latest first.
    pub periods: Vec<String>,
    /// The light shown first, and its indicator.
    pub main: (String, String),
    /// The place.
    pub own: Part,
    /// Places directly below.
    pub below: Vec<Part>,
    /// Industries at the place.
    pub industries: Vec<Part>,
    /// Employers that stand out.
    pub firms: Vec<Firm>,
}

/// Forms that were closed.
///
/// # Errors
/// The store's own.
pub async fn forms(monitor: &Monitor) -> Result<Vec<String>, Fault> {
    let mut from = &monitor.core.db;
    let rows = from.all(sql("select distinct form from signal_run where current = 1 order by form")).await?;
    let found = rows.iter().map(|row| row.text("form")).collect::<Result<Vec<_>, _>>()?;
    // The form of the panel first.
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let (first, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|form| setting.panel(form).is_some());
    Ok([first, rest].concat())
}

/// The light that a form shows first, with its indicator: the setting's, else the first of the form that has thresholds.
pub fn main_light(monitor: &Monitor, form: &str) -> Result<(String, String), Fault> {
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let own = |id: &str| monitor.catalogue.indicator(id).is_some_and(|one| one.form.as_deref() == Some(form));
    let lights = || monitor.catalogue.lights.iter().filter(|light| own(&light.indicator));
    let found = setting
        .panel(form)
        .and_then(|panel| monitor.catalogue.light(&panel.main))
        .or_else(|| lights().next());
    Ok(found.map_or_else(
        || (DEPARTURE.to_owned(), HEADCOUNT.to_owned()),
        |light| (light.id.clone(), light.indicator.clone()),
    ))
}

/// Reads it; none where nothing was closed yet. Of the places below and of industries only what a line of a table shows: the main light and the net loss.
///
/// # Errors
/// No right at the place, or the store's own.
pub async fn board(monitor: &Monitor, caller: &Caller<'_>, wanted: &Wanted) -> Result<Option<Board>, Fault> {
    read(monitor, caller, wanted, false).await
}

/// The same with all figures of all of them.
///
/// # Errors
/// As [`board`].
pub async fn whole(monitor: &Monitor, caller: &Caller<'_>, wanted: &Wanted) -> Result<Option<Board>, Fault> {
    read(monitor, caller, wanted, true).await
}

async fn read(
    monitor: &Monitor,
    caller: &Caller<'_>,
    wanted: &Wanted,
    whole: bool,
) -> Result<Option<Board>, Fault> {
    let place = if wanted.place.is_empty() { &monitor.core.settings.home_place } else { &wanted.place };
    must(caller, Permission::FiguresRead, place, false)?;
    let form = match wanted.form.as_str() {
        "" => forms(monitor).await?.into_iter().next().unwrap_or_default(),
        form => form.to_owned(),
    };
    let mut from = &monitor.core.db;
    let periods = store::periods(&mut from, &form, 60).await?;
    let period = if wanted.period.is_empty() {
        periods.first()
    } else {
        periods.iter().find(|period| **period == wanted.period)
    };
    let Some(period) = period else { return Ok(None) };
    let Some(run) = store::current(&mut from, &form, period).await? else { return Ok(None) };
    let day = run.period.parse().map_or(caller.world.today(), |period| monitor.reporting.tree_day(period));
    let register = monitor.core.places();
    let mut codes: Vec<String> =
        register.children(place, day, Tree::CIVIL).iter().map(|one| one.code.to_owned()).collect();
    codes.retain(|code| code.len() == 6 && may(caller, Permission::FiguresRead, code, false));
    let main = main_light(monitor, &form)?;
    let line = |query: Query| {
        if whole { query } else { query.push_list(" and indicator in ({})", [main.1.as_str(), NET]) }
    };
    let own = store::figures(&mut from, &run.id, |query| {
        query.push_bind(" and place = {}", place).push(" and industry = ''")
    })
    .await?;
    let figures = store::figures(&mut from, &run.id, |query| {
        line(query.push_list(" and place in ({})", codes.iter()).push(" and industry = ''"))
    })
    .await?;
    let split = store::figures(&mut from, &run.id, |query| {
        line(query.push_bind(" and place = {}", place).push(" and industry <> ''"))
    })
    .await?;
    let part = |code: &String| Part {
        code: code.clone(),
        figures: figures.iter().filter(|one| one.place == *code).cloned().collect(),
    };
    let mut letters: Vec<String> = split.iter().map(|one| one.industry.clone()).collect();
    letters.sort();
    letters.dedup();
    let trade = |code: String| Part {
        figures: split.iter().filter(|one| one.industry == code).cloned().collect(),
        code,
    };
    Ok(Some(Board {
        main,
        own: Part { code: place.clone(), figures: own },
        below: codes.iter().map(part).collect(),
        industries: letters.into_iter().map(trade).collect(),
        firms: firms(monitor, caller, &run.id, place, FIRMS).await?,
        periods,
        run,
    }))
}

/// Employers of each kind on the page.
const FIRMS: usize = 12;
/// So many rows are read at once: rights leave out few of them.
const AT_ONCE: usize = 60;

/// Employers that stand out at a place and below; only where the caller may read reports.
///
/// # Errors
/// The store's own.
pub async fn firms(
    monitor: &Monitor,
    caller: &Caller<'_>,
    run: &str,
    place: &str,
    most: usize,
) -> Result<Vec<Firm>, Fault> {
    let mut from = &monitor.core.db;
    let mut found: Vec<Firm> = Vec::new();
    for kind in ["lost", "silent"] {
        let (mut taken, mut offset) = (0, 0);
        loop {
            let query = sql("select employer, path, industry, before_count, now_count, silent_months from signal_firm where run = $1 and kind = $2")
                .bind(run)
                .bind(kind)
                .push_bind(" and path like {}", format!("%{place}%"))
                .push(" order by chance, coalesce(now_count, 0) - before_count, employer")
                .push(&format!(" limit {AT_ONCE} offset {offset}"));
            let rows = from.all(query).await?;
            for row in &rows {
                let path = row.text("path")?;
                let here = path.split('/').any(|code| code == place);
                if taken < most && here && may(caller, Permission::ReportRead, &path, false) {
                    taken += 1;
                    found.push(firm(kind, row, &path)?);
                }
            }
            if taken >= most || rows.len() < AT_ONCE {
                break;
            }
            offset += AT_ONCE;
        }
    }
    let ids: Vec<String> = found.iter().map(|one| one.employer.clone()).collect();
    let names = employer::by_ids(&mut from, &ids).await?;
    for one in &mut found {
        one.name = names
            .iter()
            .find(|known| known.id == one.employer)
            .map(|known| known.name.clone())
            .unwrap_or_default();
    }
    Ok(found)
}

fn firm(kind: &str, row: &Row, path: &str) -> Result<Firm, Fault> {
    Ok(Firm {
        kind: kind.to_owned(),
        name: String::new(),
        employer: row.text("employer")?,
        place: path.rsplit('/').next().unwrap_or_default().to_owned(),
        industry: row.text("industry")?,
        before: row.int("before_count")?,
        now: row.opt_int("now_count")?,
        silent_months: row.int("silent_months")?,
    })
}
