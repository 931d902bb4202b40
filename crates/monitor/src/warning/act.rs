//! From light to action (从亮灯到处置): a light that the pack answers with a plan raises a warning and opens, or meets, the case of its place. It must never close one,
//! nor hold a step or deadline of its own.

use std::collections::BTreeMap;

use anye_base::{Actor, Fault, Lang};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::{self as casework, Opened};
use anye_db::{Read as _, WriteTx, sql};
use anye_forms::{Deadline, Form, Plan};
use serde_json::{Value, json};

use super::hold::badness;
use super::setting::Setting;
use super::store::{self, Figure, Warning};
use super::{address, plans};
use crate::Monitor;
use crate::cockpit::{composite, words};

/// Kind of the cases.
pub const CASE: &str = "signal";
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// A step without a deadline is shown as due so far off; its addressee says that none was set.
const FAR: i64 = 3_650 * DAY;

/// What was raised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Raised {
    /// New warnings.
    pub warnings: usize,
    /// New cases.
    pub cases: usize,
}

/// Whether a figure shows a light of the pack above the calm one.
pub fn is_lit(figure: &Figure) -> bool {
    // A departure from habit by the method's own rates is a hint; it has a threshold only where somebody set one.
    let hint = figure.rule == super::estimate::DEPARTURE && figure.threshold.is_empty();
    !figure.rule.is_empty() && !hint && badness(&figure.light) > 0
}

/// Raises what the figures of a period ask for, in the transaction that makes its run the one that is seen.
///
/// # Errors
/// The store's own.
pub async fn raise(
    monitor: &Monitor,
    tx: &mut WriteTx<'_>,
    by: &Actor,
    form: &Form,
    period: &str,
    run: &str,
    figures: &[Figure],
) -> Result<Raised, Fault> {
    let home = &monitor.core.settings.home_place;
    let open = open_cases(tx, &form.id).await?;
    let known = store::warnings(tx, |query| query.push_bind(" and form = {}", &form.id)).await?;
    let mut latest: BTreeMap<(&str, &str, &str), &Warning> = BTreeMap::new();
    for one in known.iter().rev() {
        latest.insert((&one.place, &one.industry, &one.rule), one);
    }
    let mut here: BTreeMap<(&str, &str), Vec<Due<'_>>> = BTreeMap::new();
    for figure in figures.iter().filter(|one| is_lit(one) && (one.industry.is_empty() || one.place == *home))
    {
        let Some(plan) = monitor.catalogue.plan_for(&figure.rule, &figure.light) else { continue };
        let before =
            latest.get(&(figure.place.as_str(), figure.industry.as_str(), figure.rule.as_str())).copied();
        let due = Due {
            figure,
            plan,
            kept: before.cloned(),
            is_open: before.is_some_and(|one| open.contains(&one.case_id)),
        };
        here.entry((&figure.place, &figure.industry)).or_default().push(due);
    }
    let mut raised = Raised::default();
    for ((place, industry), dues) in here {
        let news: Vec<&Due<'_>> = dues.iter().filter(|due| due.is_news(period)).collect();
        if news.is_empty() {
            for due in &dues {
                due.carry_on(tx, period, run).await?;
            }
            continue;
        }
        let case = about(monitor, form, period, (place, industry), &dues);
        let opened = casework::open_in(
            tx,
            (&by.id, &by.name),
            monitor.core.world.new_id(),
            monitor.core.world.now_ms(),
            &case,
        )
        .await?;
        raised.cases += usize::from(matches!(opened, Opened::New(_)));
        for due in &dues {
            raised.warnings +=
                usize::from(due.keep(monitor, tx, form, period, run, &opened.case().id).await?);
        }
    }
    Ok(raised)
}

async fn open_cases(tx: &mut WriteTx<'_>, form: &str) -> Result<std::collections::BTreeSet<String>, Fault> {
    let query = sql(
        "select distinct w.case_id from warning w join case_file c on c.id = w.case_id where w.form = $1 and c.state = 'open'",
    );
    let rows = tx.all(query.bind(form)).await?;
    Ok(rows.iter().map(|row| row.text("case_id")).collect::<Result<_, _>>()?)
}

/// A lit figure and what was kept of it before.
struct Due<'a> {
    figure: &'a Figure,
    plan: &'a Plan,
    kept: Option<Warning>,
    is_open: bool,
}

impl Due<'_> {
    /// Whether it was on without a break: in this period (closed before) or the one before it.
    fn goes_on(&self, period: &str) -> bool {
        let Some(kept) = &self.kept else { return false };
        let previous = period.parse::<anye_forms::Period>().ok().and_then(anye_forms::Period::previous);
        kept.last_period == period || previous.is_some_and(|one| one.to_string() == kept.last_period)
    }

    fn is_worse(&self) -> bool {
        self.kept.as_ref().is_none_or(|kept| badness(&self.figure.light) > badness(&kept.level))
    }

    /// Whether a warning is to be raised: none is open, and either it broke off or it got worse since somebody closed it.
    fn is_new(&self, period: &str) -> bool {
        !self.is_open && (!self.goes_on(period) || self.is_worse())
    }

    /// Whether the case is to hear of it: new, worse, or seen again in a further period.
    fn is_news(&self, period: &str) -> bool {
        let further = || self.kept.as_ref().is_some_and(|kept| kept.last_period.as_str() < period);
        self.is_new(period) || (self.is_open && (self.is_worse() || further()))
    }

    /// Notes that a judged and closed warning is still on.
    async fn carry_on(&self, tx: &mut WriteTx<'_>, period: &str, run: &str) -> Result<(), Fault> {
        let Some(kept) = self.kept.clone().filter(|kept| kept.last_period.as_str() <= period) else {
            return Ok(());
        };
        let now = Warning { last_period: period.to_owned(), run: run.to_owned(), ..kept };
        Ok(store::update_warning(tx, &now).await?)
    }

    /// Keeps it; whether it is a new one.
    async fn keep(
        &self,
        monitor: &Monitor,
        tx: &mut WriteTx<'_>,
        form: &Form,
        period: &str,
        run: &str,
        case: &str,
    ) -> Result<bool, Fault> {
        if !self.is_new(period) && !self.is_open {
            self.carry_on(tx, period, run).await?;
            return Ok(false);
        }
        let figure = self.figure;
        if let Some(kept) = self.kept.clone().filter(|_| self.is_open) {
            let worse = self.is_worse();
            let mut now = Warning { run: run.to_owned(), ..kept };
            if now.last_period.as_str() <= period {
                period.clone_into(&mut now.last_period);
            }
            if worse {
                now.level.clone_from(&figure.light);
                now.value.clone_from(&figure.value);
                now.threshold.clone_from(&figure.threshold);
                now.plan.clone_from(&self.plan.id);
            }
            store::update_warning(tx, &now).await?;
            upwards(monitor, tx, &now.id, self.plan).await?;
            return Ok(false);
        }
        let today = monitor.core.world.today();
        let own = plans::in_force(tx, &figure.place, today).await?;
        let one = Warning {
            id: monitor.core.world.new_id(),
            form: form.id.clone(),
            place: figure.place.clone(),
            industry: figure.industry.clone(),
            rule: figure.rule.clone(),
            indicator: figure.indicator.clone(),
            level: figure.light.clone(),
            value: figure.value.clone(),
            threshold: figure.threshold.clone(),
            period: period.to_owned(),
            last_period: period.to_owned(),
            run: run.to_owned(),
            plan: self.plan.id.clone(),
            plan_of_place: own.map(|plan| plan.id).unwrap_or_default(),
            case_id: case.to_owned(),
            raised_at: monitor.core.world.now_ms(),
        };
        store::insert_warning(tx, &one).await?;
        upwards(monitor, tx, &one.id, self.plan).await?;
        Ok(true)
    }
}

/// Marks a warning as to be reported to those recipients whom a step of its plan names.
async fn upwards(monitor: &Monitor, tx: &mut WriteTx<'_>, warning: &str, plan: &Plan) -> Result<(), Fault> {
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let named =
        |id: &str| plan.steps.iter().flat_map(|step| &step.to).any(|to| to.split('@').next() == Some(id));
    for one in setting.recipient.iter().filter(|one| named(&one.id)) {
        let insert = sql(
            "insert into upward (warning, recipient, sent_by, received_by, note) values ($1, $2, '', '', '') on conflict do nothing",
        );
        tx.run(insert.bind(warning).bind(&one.id)).await?;
    }
    Ok(())
}

/// Where a figure drills down to.
pub fn drill(form: &str, period: &str, place: &str, industry: &str) -> String {
    let dim = if industry.is_empty() { "all" } else { super::figure::INDUSTRY };
    format!("/figures/drill?form={form}&period={period}&place={place}&dim={dim}&code={industry}")
}

/// Name of an industry; its letter where the standard has none.
pub fn industry_name(letter: &str) -> Words {
    let found = industries().find(|(own, ..)| *own == letter);
    found.map_or_else(|| Words::new(letter, letter), |(_, zh, en)| Words::new(zh, en))
}

/// The sections of GB/T 4754 (国民经济行业门类).
fn industries() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("sections.txt").lines().filter_map(|line| {
        let mut cells = line.splitn(3, '\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

/// The case of a place's warnings, as the worst of them asks for.
fn about(
    monitor: &Monitor,
    form: &Form,
    period: &str,
    (place, industry): (&str, &str),
    dues: &[Due<'_>],
) -> NewCase {
    let today = monitor.core.world.today();
    let worst = dues.iter().max_by_key(|due| badness(&due.figure.light));
    let name = monitor.core.place_name(place, today);
    let english = monitor.core.place_in(place, today, Lang::En);
    let trade = if industry.is_empty() { Words::new("", "") } else { industry_name(industry) };
    let light = |due: &Due<'_>| monitor.catalogue.light(&due.figure.rule);
    let title = worst.and_then(|due| Some((due, light(due)?))).map_or_else(
        || Words::new(&name, &english),
        |(due, light)| {
            let value = |lang| said(monitor, lang, due.figure);
            Words::new(
                format!("{name}{} {}：{}（{period}）", trade.zh, light.name.zh, value(Lang::Zh)),
                format!(
                    "{english} {}{}: {} ({period})",
                    if trade.en.is_empty() { String::new() } else { format!("{} ", trade.en) },
                    light.name.en,
                    value(Lang::En)
                ),
            )
        },
    );
    let subject = if industry.is_empty() {
        ("place", place.to_owned())
    } else {
        ("industry", format!("{place}/{industry}"))
    };
    let steps: Vec<StepPlan> = worst.map(|due| steps(monitor, due.plan, place)).unwrap_or_default();
    let acknowledge_ms = steps.first().map(|step| step.within_ms).filter(|within| *within < FAR);
    NewCase {
        kind: CASE.to_owned(),
        subject: (subject.0.to_owned(), subject.1),
        place: place.to_owned(),
        title,
        level: worst.map(|due| due.figure.light.clone()).unwrap_or_default(),
        merge_key: format!("{}/{place}/{industry}", form.id),
        steps,
        acknowledge_ms,
        detail: json!({
            "form": form.id,
            "period": period,
            "drill": drill(&form.id, period, place, industry),
            "plan": worst.map(|due| due.plan.id.clone()),
            "evidence": evidence(monitor, form, period, dues),
        }),
    }
}

/// A figure with its unit; a departure from habit is said by how rare it is.
fn said(monitor: &Monitor, lang: Lang, figure: &Figure) -> String {
    let texts = monitor.core.texts(lang);
    if figure.rule == super::estimate::DEPARTURE {
        return words::shown(monitor, &texts, ("", ""), figure).threshold;
    }
    format!("{}{}", figure.value, words::unit(monitor, &figure.indicator))
}

/// Each light with its figure, threshold and where it drills down to.
fn evidence(monitor: &Monitor, form: &Form, period: &str, dues: &[Due<'_>]) -> Vec<Value> {
    let row = |due: &Due<'_>| {
        let figure = due.figure;
        let light = monitor.catalogue.light(&figure.rule)?;
        let value = |lang| said(monitor, lang, figure);
        let crossed = |lang| {
            let texts = monitor.core.texts(lang);
            let threshold =
                composite::threshold(monitor, &texts, &figure.rule, &figure.indicator, &figure.threshold);
            // No threshold is crossed now: the light is that of the period before, which gets better slowly.
            if threshold.is_empty() {
                texts.t("warn-held")
            } else {
                texts.t1("warn-crossed", "threshold", threshold)
            }
        };
        let texts = |lang| monitor.core.texts(lang);
        let word = |lang| texts(lang).t(&format!("level-{}", figure.light));
        let set = light.set_by.as_ref();
        let (by_zh, by_en) =
            set.map_or_else(Default::default, |by| (format!("；{}", by.zh), format!("; {}", by.en)));
        Some(json!({
            "label_zh": format!("{} {period}", light.name.zh),
            "label_en": format!("{} {period}", light.name.en),
            "value_zh": format!("{}，{}，{}（上报 {} 户{by_zh}）", value(Lang::Zh), word(Lang::Zh), crossed(Lang::Zh), figure.reporters),
            "value_en": format!("{}, {}, {} ({} reports{by_en})", value(Lang::En), word(Lang::En), crossed(Lang::En), figure.reporters),
            "href": drill(&form.id, period, &figure.place, &figure.industry),
        }))
    };
    dues.iter().filter_map(row).collect()
}

/// The steps of a plan at a place.
fn steps(monitor: &Monitor, plan: &Plan, place: &str) -> Vec<StepPlan> {
    let today = monitor.core.world.today();
    let step = |one: &anye_forms::Step| {
        let to: Vec<String> = one.to.iter().map(|id| address::unit(monitor, id, place, today)).collect();
        let cite: Vec<String> = one.cite.iter().map(ToString::to_string).collect();
        let none = if one.within.is_none() { " · 时限未设 no deadline set" } else { "" };
        StepPlan {
            id: one.id.clone(),
            name: Words::new(&one.name.zh, &one.name.en),
            addressee: format!("{} · {}{none}", to.join("、"), cite.join(" ")),
            within_ms: one
                .within
                .map_or(FAR, |within| milliseconds(&monitor.catalogue.calendar, within, today)),
        }
    };
    plan.steps.iter().map(step).collect()
}

/// A deadline from now; working days are those of the pack's calendar, and only weekends are left out in years that it does not state.
fn milliseconds(calendar: &anye_forms::Calendar, within: Deadline, today: anye_base::Date) -> i64 {
    match within {
        Deadline::Hours(hours) => i64::from(hours) * HOUR,
        Deadline::Days(days) => i64::from(days) * DAY,
        Deadline::WorkingDays(wanted) => {
            let from = anye_reporting::law_day(today);
            let to = from.and_then(|from| calendar.add_working_days(from, u32::from(wanted)));
            to.zip(from).map_or(FAR, |(to, from)| i64::from(to.0 - from.0) * DAY)
        }
    }
}
