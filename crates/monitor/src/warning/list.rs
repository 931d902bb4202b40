//! Warnings for people (预警清单): what was raised, where it stands, what answered it; and how often each rule was right. Everything is filtered by what the caller may read.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Read, Row, sql};
use anye_reporting::rights::may;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, Warning};
use crate::Monitor;

/// A warning with its case.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = monitor::warning::list::Shown)]
pub struct Shown {
    /// Id.
    pub id: String,
    /// Form.
    pub form: String,
    /// Place.
    pub place: String,
    /// Industry; empty: all.
    pub industry: String,
    /// The light.
    pub rule: String,
    /// Its indicator.
    pub indicator: String,
    /// Worst level.
    pub level: String,
    /// Value.
    pub value: String,
    /// Threshold crossed.
    pub threshold: String,
    /// Period that raised it.
    pub period: String,
    /// Last that showed it.
    pub last_period: String,
    /// When it was raised.
    pub raised_at: i64,
    /// Its case.
    pub case_id: String,
    /// Whether it is open: as long as its case is.
    pub open: bool,
    /// Whether anybody answered: took it on or finished a step.
    pub answered: bool,
    /// Steps finished and steps in all.
    pub steps: (i64, i64),
    /// Whether a measure was carried out.
    pub measure: bool,
    /// Name of who took it on.
    pub owner: String,
    /// When its case was closed, how it ended, and why.
    pub closed_at: Option<i64>,
    /// Outcome.
    pub outcome: String,
    /// Reason of closing.
    pub reason: String,
    /// Response plan of the pack.
    pub plan: String,
    /// Emergency plan of the place; empty: none was valid.
    pub plan_of_place: String,
    /// Where its figure drills down to.
    pub drill: String,
}

/// What is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// open, unanswered, closed or all.
    pub state: String,
    /// A place and all below it.
    pub place: String,
    /// One light.
    pub rule: String,
    /// One level.
    pub level: String,
}

struct Case {
    open: bool,
    owner: String,
    acknowledged: bool,
    closed_at: Option<i64>,
    outcome: String,
    reason: String,
    done: i64,
    all: i64,
    measure: bool,
}

/// The steps of the pack's plans that are measures.
pub fn measures(monitor: &Monitor) -> Vec<String> {
    let steps = monitor.catalogue.plans.iter().flat_map(|plan| &plan.steps);
    let mut ids: Vec<String> =
        steps.filter(|step| step.stage == anye_forms::Stage::Act).map(|step| step.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

async fn cases(
    from: &mut impl Read,
    ids: &[String],
    measures: &[String],
) -> Result<BTreeMap<String, Case>, Fault> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(400) {
        let query = sql("select id, state, owner_name, acknowledged_at, closed_at, outcome, outcome_note from case_file where 1 = 1")
            .push_list(" and id in ({})", some.iter());
        for row in &from.all(query).await? {
            found.insert(row.text("id")?, case(row)?);
        }
        let query = sql("select case_id, step, state, count(*) as n from case_step where 1 = 1")
            .push_list(" and case_id in ({})", some.iter())
            .push(" group by case_id, step, state");
        for row in &from.all(query).await? {
            let Some(case) = found.get_mut(&row.text("case_id")?) else { continue };
            let (n, done) = (row.int("n")?, row.text("state")? == "done");
            case.all += n;
            case.done += if done { n } else { 0 };
            case.measure |= done && measures.contains(&row.text("step")?);
        }
    }
    Ok(found)
}

fn case(row: &Row) -> Result<Case, Fault> {
    Ok(Case {
        open: row.text("state")? == "open",
        owner: row.opt_text("owner_name")?.unwrap_or_default(),
        acknowledged: row.opt_int("acknowledged_at")?.is_some(),
        closed_at: row.opt_int("closed_at")?,
        outcome: row.opt_text("outcome")?.unwrap_or_default(),
        reason: row.opt_text("outcome_note")?.unwrap_or_default(),
        done: 0,
        all: 0,
        measure: false,
    })
}

/// Warnings that the caller may read, the latest first.
///
/// # Errors
/// The store's own.
pub async fn list(monitor: &Monitor, caller: &Caller<'_>, filter: &Filter) -> Result<Vec<Shown>, Fault> {
    let mut from = &monitor.core.db;
    let inside = |place: &str| {
        filter.place.is_empty() || place == filter.place || caller.places.is_within(place, &filter.place)
    };
    let all = store::warnings(&mut from, |query| {
        let query =
            if filter.rule.is_empty() { query } else { query.push_bind(" and rule = {}", &filter.rule) };
        if filter.level.is_empty() { query } else { query.push_bind(" and level = {}", &filter.level) }
    })
    .await?;
    let mut allowed: BTreeMap<String, bool> = BTreeMap::new();
    let mut sees = |place: &str| {
        *allowed
            .entry(place.to_owned())
            .or_insert_with(|| may(caller, Permission::FiguresRead, place, false) && inside(place))
    };
    let all: Vec<Warning> = all.into_iter().filter(|one| sees(&one.place)).collect();
    let shown = with_cases(monitor, all).await?.into_iter();
    let wanted = |one: &Shown| match filter.state.as_str() {
        "open" => one.open,
        "unanswered" => one.open && !one.answered,
        "closed" => !one.open,
        _ => true,
    };
    Ok(shown.filter(wanted).collect())
}

/// Warnings with what their cases say; one without a case is left out.
pub(super) async fn with_cases(monitor: &Monitor, all: Vec<Warning>) -> Result<Vec<Shown>, Fault> {
    let mut ids: Vec<String> = all.iter().map(|one| one.case_id.clone()).collect();
    ids.sort();
    ids.dedup();
    let cases = cases(&mut &monitor.core.db, &ids, &measures(monitor)).await?;
    Ok(all.into_iter().filter_map(|one| Some(shown(cases.get(&one.case_id)?, one))).collect())
}

fn shown(case: &Case, one: Warning) -> Shown {
    Shown {
        drill: super::act::drill(&one.form, &one.last_period, &one.place, &one.industry),
        open: case.open,
        answered: case.acknowledged || case.done > 0,
        steps: (case.done, case.all),
        measure: case.measure,
        owner: case.owner.clone(),
        closed_at: case.closed_at,
        outcome: case.outcome.clone(),
        reason: case.reason.clone(),
        id: one.id,
        form: one.form,
        place: one.place,
        industry: one.industry,
        rule: one.rule,
        indicator: one.indicator,
        level: one.level,
        value: one.value,
        threshold: one.threshold,
        period: one.period,
        last_period: one.last_period,
        raised_at: one.raised_at,
        case_id: one.case_id,
        plan: one.plan,
        plan_of_place: one.plan_of_place,
    }
}

/// How a rule did: judged warnings, and how long they came before the first layoff there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Score {
    /// The light.
    pub rule: String,
    /// Warnings raised.
    pub raised: usize,
    /// Of them open.
    pub open: usize,
    /// Closed as right: confirmed, or true with nothing to do.
    pub right: usize,
    /// Closed as a false alarm.
    pub wrong: usize,
    /// Closed as a duplicate, which says nothing.
    pub duplicate: usize,
    /// Right among those judged, in hundredths of a per cent; none where nothing was judged.
    pub precision: Option<i64>,
    /// Days from the warning to the first layoff carried out at the place afterwards, within half a year: median over right warnings that had one.
    pub lead_days: Option<i64>,
    /// Right warnings that had one.
    pub led: usize,
}

/// The record of each rule over what the caller may read.
///
/// # Errors
/// The store's own.
pub async fn scores(monitor: &Monitor, caller: &Caller<'_>) -> Result<Vec<Score>, Fault> {
    let all = list(monitor, caller, &Filter::default()).await?;
    let mut from = &monitor.core.db;
    let rows = from.all(sql("select place, carried_out_on from layoff_notice where state = 'filed' and carried_out_on is not null order by carried_out_on")).await?;
    let notices = rows
        .iter()
        .map(|row| Ok((row.text("place")?, row.text("carried_out_on")?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut scores: BTreeMap<String, (Score, Vec<i64>)> = BTreeMap::new();
    for one in &all {
        let (score, leads) = scores.entry(one.rule.clone()).or_default();
        score.rule.clone_from(&one.rule);
        score.raised += 1;
        match (one.open, one.outcome.as_str()) {
            (true, _) => score.open += 1,
            (false, "false_alarm") => score.wrong += 1,
            (false, "duplicate") => score.duplicate += 1,
            (false, _) => {
                score.right += 1;
                leads.extend(lead(caller, one, &notices));
            }
        }
    }
    let finish = |(mut score, mut leads): (Score, Vec<i64>)| {
        let judged = score.right + score.wrong;
        score.precision = (judged > 0).then(|| i64::try_from(score.right * 10_000 / judged).unwrap_or(0));
        leads.sort_unstable();
        score.led = leads.len();
        score.lead_days = leads.get(leads.len() / 2).copied();
        score
    };
    Ok(scores.into_values().map(finish).collect())
}

/// Days to the first layoff there after the warning, within 183 days.
fn lead(caller: &Caller<'_>, one: &Shown, notices: &[(String, String)]) -> Option<i64> {
    let raised = jiff_day(one.raised_at);
    let here = |place: &str| {
        let county = place.get(..6).unwrap_or(place);
        county == one.place || caller.places.is_within(county, &one.place)
    };
    notices.iter().filter(|(place, _)| here(place)).find_map(|(_, day)| {
        let day: anye_base::Date = day.parse().ok()?;
        let days = i64::from((day - raised).get_days());
        (0..=183).contains(&days).then_some(days)
    })
}

fn jiff_day(at: i64) -> anye_base::Date {
    let minute = anye_base::world::china_minute(at);
    minute.get(..10).and_then(|day| day.parse().ok()).unwrap_or(anye_base::Date::MIN)
}
