//! Adding up (汇总), and the cases behind a figure. It must never count a case that the caller may not read.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_policy::decision;

use super::model::{Count, Measure, Reason, Reasons, StepCount, Wanted};
use super::row::{Row, Time, median};
use crate::Service;
use crate::case::rights::may;
use crate::due::{end_of, law_day, start_of};
use crate::model::Stand;
use crate::store;

async fn rows(
    service: &Service,
    caller: &Caller<'_>,
    wanted: &Wanted,
) -> Result<(Time, Vec<String>, Vec<Row>), Fault> {
    let mut from = &service.core.db;
    let inside = |place: &String| {
        wanted.place.as_ref().is_none_or(|over| caller.places.is_within(place, over))
            && wanted.at.as_ref().is_none_or(|at| at == place)
            && may(caller, Permission::CasesRead, place)
    };
    let all = store::list::places(&mut from).await?;
    let places: Vec<String> = all.into_iter().filter(inside).collect();
    let time = Time {
        from: start_of(law_day(wanted.from)),
        to: end_of(law_day(wanted.to)) + 1,
        now: caller.world.now_ms(),
    };
    if places.is_empty() {
        return Ok((time, places, Vec::new()));
    }
    let rows = store::count::rows(&mut from, &places, wanted.programme.as_deref(), time).await?;
    Ok((time, places, rows))
}

/// Counts by programme and place, in the order of the pack.
///
/// # Errors
/// The store's own.
pub async fn count(service: &Service, caller: &Caller<'_>, wanted: &Wanted) -> Result<Vec<Count>, Fault> {
    let (time, places, rows) = rows(service, caller, wanted).await?;
    let mut groups: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.programme.clone(), row.place.clone())).or_default().push(row);
    }
    let mut false_matches =
        store::count::false_matches(&mut &service.core.db, &places, wanted.programme.as_deref(), time)
            .await?;
    let mut all = Vec::new();
    for ((programme, place), rows) in groups {
        let mut one = Count { programme, place, ..Count::default() };
        one.false_matches =
            false_matches.remove(&(one.programme.clone(), one.place.clone())).unwrap_or_default();
        for row in &rows {
            for measure in Measure::ALL.into_iter().filter(|measure| row.is(*measure, time)) {
                one.add(measure);
            }
            if let Some((promised, ended)) = row.promised_at.zip(row.ended_at)
                && row.is(Measure::Decided, time)
            {
                one.promised += 1;
                one.kept += i64::from(ended <= promised);
            }
        }
        one.steps = steps(service, &one.programme, &rows, time);
        (one.reasons, one.with_reason) = reasons(service, &rows, time).await?;
        all.push(one);
    }
    // Offers where nobody applied yet.
    for ((programme, place), n) in false_matches {
        all.push(Count { programme, place, false_matches: n, ..Count::default() });
    }
    let order = |id: &str| service.definitions.programmes.iter().position(|one| one.id == id);
    all.sort_by(|one, other| {
        (order(&one.programme), &one.place).cmp(&(order(&other.programme), &other.place))
    });
    Ok(all)
}

fn steps(service: &Service, programme: &str, rows: &[Row], time: Time) -> Vec<StepCount> {
    let mut all: Vec<(StepCount, Vec<i64>)> = Vec::new();
    if let Some(programme) = service.programme(programme) {
        all.extend(programme.steps.iter().map(|step| {
            let (zh, en) = (step.name.zh.clone(), step.name.en.clone());
            (StepCount { step: step.id.clone(), zh, en, ..StepCount::default() }, Vec::new())
        }));
    }
    for row in rows {
        let next = row.steps.iter().position(|step| step.pending);
        for (at, step) in row.steps.iter().enumerate() {
            let found = all.iter().position(|(one, _)| one.step == step.step).unwrap_or_else(|| {
                // A step that the pack does not declare any more.
                let (zh, en) = (step.zh.clone(), step.en.clone());
                all.push((StepCount { step: step.step.clone(), zh, en, ..StepCount::default() }, Vec::new()));
                all.len() - 1
            });
            let (one, days) = &mut all[found];
            if let Some(done) = step.done.filter(|done| time.holds(*done)) {
                one.done += 1;
                one.done_late += i64::from(done > step.due_at);
                days.extend(row.days(at, &service.calendar));
            } else if next == Some(at) && row.ended_at.is_none() {
                one.open += 1;
                one.late += i64::from(!row.standing_still && step.due_at < time.now);
            }
        }
    }
    let finished = |(mut one, mut days): (StepCount, Vec<i64>)| {
        one.median_days = median(&mut days);
        one.worst_days = days.last().copied();
        one
    };
    all.into_iter().map(finished).collect()
}

/// Reasons of refusals in the time; how many refusals have one.
async fn reasons(service: &Service, rows: &[Row], time: Time) -> Result<(Vec<Reason>, i64), Fault> {
    let mut all = Reasons::new();
    let mut with = 0;
    for row in rows.iter().filter(|row| row.is(Measure::Refused, time)) {
        let mut own: Vec<(String, String)> = Vec::new();
        if row.stand == Stand::Rejected {
            own.extend((!row.why.is_empty()).then(|| (String::new(), "rejected".to_owned())));
        } else {
            let mut from = &service.core.db;
            let decided = store::case::newest(store::case::decisions(&mut from, &row.case_id).await?);
            for one in decided.iter().filter(|one| !one.granted) {
                if !one.reason.is_empty() {
                    own.push((one.rule.clone(), "otherwise".to_owned()));
                }
                if let Some(kept) = decision::find(&mut from, &one.decision).await? {
                    own.extend(failed(&kept.answer["decisions"][0]).map(|said| (one.rule.clone(), said)));
                }
            }
            if own.is_empty() && !row.why.is_empty() {
                own.push((String::new(), "otherwise".to_owned()));
            }
        }
        own.sort();
        own.dedup();
        with += i64::from(!own.is_empty());
        for key in own {
            *all.entry(key).or_default() += 1;
        }
    }
    let mut all: Vec<Reason> =
        all.into_iter().map(|((rule, condition), cases)| Reason { rule, condition, cases }).collect();
    all.sort_by(|one, other| other.cases.cmp(&one.cases).then(one.condition.cmp(&other.condition)));
    Ok((all, with))
}

/// The conditions of a kept decision that failed, and what excluded it.
fn failed(answer: &serde_json::Value) -> impl Iterator<Item = String> {
    let clauses = answer["clauses"].as_array().into_iter().flatten();
    let failed = clauses.filter(|one| one["status"].as_str() == Some("failed")).filter_map(|one| {
        let text = |key: &str| one[key].as_str().filter(|text| !text.is_empty());
        text("label").or_else(|| text("text")).map(str::to_owned)
    });
    let excluded = answer["why"]["excluded"]["text"].as_str().map(str::to_owned);
    failed.chain(excluded)
}

/// The cases behind a figure, the latest first: exactly as many as it says.
///
/// # Errors
/// The store's own.
pub async fn cases(
    service: &Service,
    caller: &Caller<'_>,
    wanted: &Wanted,
    measure: Measure,
) -> Result<Vec<crate::case::Line>, Fault> {
    let (time, places, rows) = rows(service, caller, wanted).await?;
    let ids: Vec<String> =
        rows.into_iter().filter(|row| row.is(measure, time)).map(|row| row.case_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for part in ids.chunks(500) {
        all.extend(store::list::by_ids(&mut &service.core.db, &places, part).await?);
    }
    all.sort_by(|one: &crate::case::Line, other| other.case_id.cmp(&one.case_id));
    Ok(all)
}
