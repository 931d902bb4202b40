//! Monthly reports held against notices (月报与裁员报告对照): a report whose separations reach what a rule asks a report for, and no notice, is a doubt to be cleared.
//! Pure but for the look over a period. It must never accuse: a month's total is not one layoff.

use anye_base::{Date, Fault};
use anye_casework::model::Words;
use anye_db::{Read, sql};
use anye_forms::Period;
use anye_jobs::{Failure, Job, Progress, Running, Work};
use anye_law::book::Book;
use anye_law::day::Day;
use anye_registry::employer;
use anye_reporting::law_day;
use serde::Serialize;
use serde_json::{Value, json};

use super::case::{self, About};
use super::model::{Answers, Came, Known, Notice};
use super::setting::{Against, Setting};
use super::{file, judge, store};
use crate::Monitor;

/// The kind of the job.
pub const CROSS_CHECK: &str = "layoffs.cross_check";

/// A report that no notice explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// The event counted.
    pub event: String,
    /// Persons in the report.
    pub reported: i64,
    /// Persons in the notices near the period.
    pub noticed: i64,
    /// Rules that would have asked for a report: ids.
    pub rules: Vec<String>,
}

/// Whether separations of a period needed a report that is not there. Notices are those of the employer, filed.
pub fn contradiction(
    book: &Book,
    setting: &Setting,
    against: &Against,
    known: &Known,
    counted: (&str, i64),
    days: (Date, Date),
    notices: &[Notice],
) -> Option<Contradiction> {
    let (event, persons) = counted;
    let (from, to) = (law_day(days.0)?, law_day(days.1)?);
    let near = |one: &&Notice| {
        let day = one.carried_out_on.as_deref().and_then(Day::parse);
        day.is_some_and(|day| day.0 >= from.0 - against.around_days && day.0 <= to.0 + against.around_days)
    };
    let noticed: i64 = notices.iter().filter(near).filter_map(|one| one.persons).sum();
    let open = persons - noticed;
    if open <= 0 {
        return None;
    }
    let mut answers = Answers::default();
    answers.fields.insert(setting.event.clone(), event.to_owned());
    answers.fields.insert(setting.persons.clone(), open.to_string());
    let judged = judge::judge(book, setting, known, &answers, to).ok()?;
    let asked =
        judged.verdicts.iter().filter(|one| setting.report.contains(&one.rule) && one.came == Came::Yes);
    let rules: Vec<String> = asked.map(|one| one.rule.clone()).collect();
    (!rules.is_empty()).then(|| Contradiction { event: event.to_owned(), reported: persons, noticed, rules })
}

/// Looks over the counted reports of a period and opens a case for each that no notice explains. Looking again opens nothing twice.
///
/// # Errors
/// No such form or period, or the store's own.
pub async fn look(monitor: &Monitor, form: &str, period: &str) -> Result<Vec<String>, Fault> {
    look_at(monitor, form, period, None).await
}

/// The same for the reports that were approved at one moment only.
async fn look_at(
    monitor: &Monitor,
    form: &str,
    period: &str,
    approved_at: Option<i64>,
) -> Result<Vec<String>, Fault> {
    let setting = file::setting(monitor)?;
    let (_, days) = monitor.reporting.form_period(form, period)?;
    let Some(against) = setting.panel.iter().find(|one| one.form == form) else { return Ok(Vec::new()) };
    let (Some(first), Some(last)) = (first(days), last(days)) else { return Ok(Vec::new()) };
    let book = monitor.book();
    let mut from = &monitor.core.db;
    let query = sql("select id, reporter, cells from report where form = $1 and period = $2 and counted > 0");
    let query = query.bind(form).bind(period);
    let query = match approved_at {
        Some(at) => query.push_bind(" and approved_at = {}", at),
        None => query,
    };
    let mut opened = Vec::new();
    for row in from.all(query.push(" order by id")).await? {
        let cells: Value = row.json("cells")?;
        let counted: Vec<(&String, i64)> =
            against.items.iter().filter_map(|(item, event)| Some((event, number(&cells, item)?))).collect();
        if counted.iter().all(|(_, persons)| *persons == 0) {
            continue;
        }
        let reporter = row.text("reporter")?;
        let Some(firm) = employer::by_key(&mut from, &reporter).await? else { continue };
        let notices = store::filed_of(&mut from, &firm.id).await?;
        let known = file::known(&firm);
        for (event, persons) in counted {
            let found =
                contradiction(&book, setting, against, &known, (event, persons), (first, last), &notices);
            if let Some(found) = found {
                let about = about(&book, against, &known, &found, period, &row.text("id")?);
                opened.push(case::open(monitor, setting, &about).await?.case().id.clone());
            }
        }
    }
    Ok(opened)
}

fn first(period: Period) -> Option<Date> {
    period.first_day().and_then(anye_reporting::date)
}

fn last(period: Period) -> Option<Date> {
    period.last_day().and_then(anye_reporting::date)
}

fn number(cells: &Value, item: &str) -> Option<i64> {
    let value = cells.get(item)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn about(
    book: &Book,
    against: &Against,
    known: &Known,
    found: &Contradiction,
    period: &str,
    report: &str,
) -> About {
    let rule = |id: &String| {
        let name = book.find_rule(id).map(|rule| book.rule(rule));
        name.map(|rule| Words::new(&rule.name, &rule.english)).unwrap_or_else(|| Words::new(id, id))
    };
    let names: Vec<Words> = found.rules.iter().map(rule).collect();
    let join = |pick: fn(&Words) -> &str, by: &str| names.iter().map(pick).collect::<Vec<_>>().join(by);
    let number = |n: i64| Words::new(format!("{n} 人"), format!("{n} persons"));
    let evidence = vec![
        (Words::new("月报人数", "Persons in the monthly report"), number(found.reported)),
        (Words::new("裁员报告人数", "Persons in notices"), number(found.noticed)),
        (
            Words::new("按规则须报告", "Rules that ask for a report"),
            Words::new(join(|one| &one.zh, "、"), join(|one| &one.en, ", ")),
        ),
        (Words::new("口径", "How it is compared"), against.by.words()),
    ];
    About {
        kind: "contradiction",
        subject: ("employer", known.id.clone()),
        place: known.place.clone(),
        title: Words::new(
            format!("{}:{period} 月报减员 {} 人,没有对应的裁员报告", known.name, found.reported),
            format!(
                "{}: {} left in the report of {period}, without a layoff notice",
                known.name, found.reported
            ),
        ),
        key: format!("{}/{period}/{}", known.id, found.event),
        evidence,
        more: json!({ "report": report, "contradiction": found }),
    }
}

/// The job.
pub struct CrossCheckWork(pub Monitor);

impl Work for CrossCheckWork {
    fn run<'a>(&'a self, job: &'a Job, _: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let text = |key: &str| job.input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (form, period) = (text("form"), text("period"));
            let failed = |fault: Fault| Failure::Passing(fault.to_string());
            // Right after an approval only what was approved then is looked at; once a day everything, and who is silent.
            if let Some(at) = job.input.get("approved_at").and_then(Value::as_i64) {
                let cases = look_at(&self.0, &form, &period, Some(at)).await.map_err(failed)?;
                return Ok(json!({ "contradictions": cases.len() }));
            }
            let cases = look(&self.0, &form, &period).await.map_err(failed)?;
            let silent = super::silent::look(&self.0, &form, &period).await.map_err(failed)?;
            Ok(json!({ "contradictions": cases.len(), "silent": silent.len() }))
        })
    }
}

/// Puts the comparison of the latest period whose due day has passed into the queue, for each form that is held against notices; once a day.
///
/// # Errors
/// The store's own.
pub async fn enqueue_daily(monitor: &Monitor) -> Result<(), Fault> {
    let Some(setting) = &monitor.notice else { return Ok(()) };
    let (world, actor) = (&monitor.core.world, anye_base::Actor::system("monitor"));
    let today = world.today();
    let place = monitor.core.settings.home_place.clone();
    for against in &setting.panel {
        let Some(form) = monitor.catalogue.form(&against.form) else { continue };
        let day = law_day(today).ok_or_else(|| Fault::internal("today is no day"))?;
        let mut period = Period::of_day(form.period, day);
        while let Some(one) =
            period.filter(|one| !anye_reporting::report::is_late(&monitor.reporting, form, *one, &place))
        {
            period = one.previous();
        }
        let Some(period) = period else { continue };
        let mut tx = monitor.core.db.begin_internal(world, &actor).await?;
        let job = anye_jobs::NewJob {
            kind: CROSS_CHECK,
            name: format!("{}/{period}/{today}", form.id),
            title: format!("{} {period}", form.name.zh),
            input: json!({ "form": form.id, "period": period.to_string() }),
            account: actor.id.clone(),
            place: place.clone(),
        };
        anye_jobs::enqueue(&mut tx, &job).await?;
        let event = anye_db::audit::Event::new("layoff.check", "report", &job.name).at_place(place.as_str());
        tx.commit(event).await?;
    }
    Ok(())
}
