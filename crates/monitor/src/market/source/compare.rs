//! Headcount of monthly reports against the insured headcount of another source: differences beyond the pack's tolerance become follow-ups.
//! Without a tolerance nothing is compared. It must never accuse: a follow-up asks, and says what both sources count.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::{self as casework, Opened};
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_jobs::{Failure, Job, Progress, Running, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::desk::machine;
use super::super::setting::{Compare, Setting, Tolerance};
use crate::Monitor;

/// The kind of the job.
pub const COMPARE: &str = "market.compare";
const HOUR: i64 = 3_600_000;

/// An employer whose numbers differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Employer.
    pub employer: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub place: String,
    /// Report.
    pub report: String,
    /// Reported.
    pub reported: i64,
    /// In the other source.
    pub other: i64,
    /// Import that the other number came with.
    pub import: String,
    /// Follow-up.
    pub case: String,
}

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// A tolerance is set.
    pub is_set: bool,
    /// Reports with a number in both.
    pub both: usize,
    /// Reports without a number in the other source.
    pub only_reported: usize,
    /// Beyond the tolerance.
    pub differences: Vec<Difference>,
    /// Follow-ups opened new.
    pub opened: usize,
}

/// Whether two numbers differ by more than the tolerance: more persons than `least` and more per cent of the source's number.
#[must_use]
pub fn beyond(reported: i64, other: i64, tolerance: &Tolerance) -> bool {
    let difference = i128::from(reported) - i128::from(other);
    let difference = difference.abs();
    difference > i128::from(tolerance.least)
        && difference * 100 > i128::from(other.abs()) * i128::from(tolerance.percent)
}

/// Compares the counted reports of a period. Looking again opens nothing twice.
///
/// # Errors
/// No such period, or the store's own.
pub async fn compare(monitor: &Monitor, setting: &Compare, period: &str) -> Result<Compared, Fault> {
    let (form, _) = monitor.reporting.form_period(&setting.form, period)?;
    let Some(tolerance) = &setting.tolerance else { return Ok(Compared::default()) };
    let mut made = Compared { is_set: true, ..Compared::default() };
    let mut db = &monitor.core.db;
    let query = sql(
        "select subject, value, import_id from source_value where source = $1 and item = $2 and period = $3 and current = 1",
    );
    let mut others: BTreeMap<String, (i64, String)> = BTreeMap::new();
    for row in db.all(query.bind(&setting.source).bind(&setting.column).bind(period)).await? {
        others.insert(row.text("subject")?, (row.int("value")?, row.text("import_id")?));
    }
    let query = sql(
        "select r.id as id, r.cells as cells, r.place as place, e.id as employer, e.code as code, e.name as name \
         from report r join employer e on e.id = r.reporter where r.form = $1 and r.period = $2 and r.counted > 0 order by r.id",
    );
    for row in db.all(query.bind(&form.id).bind(period)).await? {
        let cells: Value = row.json("cells")?;
        let number =
            cells.get(&setting.item).and_then(|one| one.as_i64().or_else(|| one.as_str()?.parse().ok()));
        let Some(reported) = number else { continue };
        let Some((other, import)) = others.get(&row.text("code")?) else {
            made.only_reported += 1;
            continue;
        };
        made.both += 1;
        if beyond(reported, *other, tolerance) {
            made.differences.push(Difference {
                employer: row.text("employer")?,
                name: row.text("name")?,
                place: row.text("place")?,
                report: row.text("id")?,
                reported,
                other: *other,
                import: import.clone(),
                case: String::new(),
            });
        }
    }
    for one in &mut made.differences {
        let opened = open(monitor, setting, tolerance, period, one).await?;
        made.opened += usize::from(matches!(opened, Opened::New(_)));
        one.case.clone_from(&opened.case().id);
    }
    Ok(made)
}

fn planned(
    monitor: &Monitor,
    setting: &Compare,
    tolerance: &Tolerance,
    period: &str,
    one: &Difference,
) -> NewCase {
    let own = one.place.get(..6).unwrap_or(&one.place);
    let place = monitor.core.place_name(own, monitor.core.world.today());
    let step = |step: &super::super::setting::Step| StepPlan {
        id: step.id.clone(),
        name: step.name.words(),
        addressee: format!("{place}{} · {}", step.unit, step.cite),
        within_ms: step.within * HOUR,
    };
    let line = |zh: &str, en: &str, value: String| json!({ "label_zh": zh, "label_en": en, "value_zh": value, "value_en": value });
    let said = json!({ "label_zh": "容差", "label_en": "Tolerance",
        "value_zh": format!("超过 {} 人且超过 {}%;{}", tolerance.least, tolerance.percent, tolerance.by.zh),
        "value_en": format!("more than {} persons and more than {}%; {}", tolerance.least, tolerance.percent, tolerance.by.en) });
    let evidence = vec![
        line("报告期", "Period", period.to_owned()),
        line("月报人数", "Persons in the report", one.reported.to_string()),
        line("参保人数", "Insured persons", one.other.to_string()),
        line("外部来源和批次", "Source and import", format!("{} · {}", setting.source, one.import)),
        said,
    ];
    NewCase {
        kind: "followup".into(),
        subject: ("employer".into(), one.employer.clone()),
        place: own.to_owned(),
        title: Words::new(
            format!("{}:{period} 月报 {} 人,参保 {} 人", one.name, one.reported, one.other),
            format!("{}: {} in the report of {period}, {} insured", one.name, one.reported, one.other),
        ),
        level: String::new(),
        // The same employer again, in whatever month, meets the open follow-up.
        merge_key: format!("{}/{}", setting.source, one.employer),
        steps: setting.plan.step.iter().map(step).collect(),
        acknowledge_ms: Some(setting.plan.acknowledge_hours * HOUR),
        detail: json!({ "evidence": evidence, "report": one.report, "period": period }),
    }
}

async fn open(
    monitor: &Monitor,
    setting: &Compare,
    tolerance: &Tolerance,
    period: &str,
    one: &Difference,
) -> Result<Opened, Fault> {
    let (world, actor) = (&monitor.core.world, machine());
    let plan = planned(monitor, setting, tolerance, period, one);
    let mut tx = monitor.core.db.begin_internal(world, &actor).await?;
    let by = (actor.id.as_str(), actor.name.as_str());
    let opened = casework::open_in(&mut tx, by, world.new_id(), world.now_ms(), &plan).await?;
    let event = Event::new("case.open", "case", &opened.case().id).at_place(&plan.place);
    tx.commit(event.detail(&json!({ "kind": "followup" }))).await?;
    Ok(opened)
}

/// The job.
pub struct CompareWork(pub Monitor);

impl Work for CompareWork {
    fn run<'a>(&'a self, job: &'a Job, _: &'a mut Progress<'_>) -> Running<'a> {
        Box::pin(async move {
            let period = job.input.get("period").and_then(Value::as_str).unwrap_or_default();
            let setting = Setting::read(&self.0.pack, &self.0.catalogue).map_err(Failure::Final)?;
            let Some(compare) = setting.and_then(|setting| setting.compare) else {
                return Ok(json!({ "is_set": false }));
            };
            let made = self::compare(&self.0, &compare, period)
                .await
                .map_err(|fault| Failure::Passing(fault.to_string()))?;
            Ok(json!({ "is_set": made.is_set, "both": made.both, "only_reported": made.only_reported,
                "differences": made.differences.len(), "opened": made.opened }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::setting::Say;
    use super::*;

    #[test]
    fn a_difference_counts_when_it_is_beyond_both() {
        let tolerance =
            Tolerance { percent: 10, least: 5, by: Say { zh: "省厅".into(), en: "the office".into() } };
        assert!(!beyond(110, 100, &tolerance), "exactly ten per cent");
        assert!(beyond(111, 100, &tolerance));
        assert!(!beyond(5, 10, &tolerance), "half of it, but five persons only");
        assert!(beyond(4, 10, &tolerance));
        assert!(beyond(6, 0, &tolerance), "nobody insured");
    }
}
