//! One report from the employer to the province's total on the cockpit: with the years that the demo has, then with ten, side by side.

use std::time::Instant;

use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_forms::Period;
use anye_monitor::warning;
use anye_reporting::report::{self, Reasons, Submission};
use anye_reporting::rollup::{self, Class, Layout};
use anye_web::figure::grouped;

use crate::house::House;

const FORM: &str = "enterprise-monthly";
const LAST: &str = "2020-05";
const PROVINCE: &str = "210000";
/// Months in the store at the end.
const MONTHS: usize = 120;
/// Reports that are timed.
const REPORTS: usize = 30;
/// Seconds.
const BUDGET: f64 = 2.0;

pub async fn measure(house: &House) {
    let before = months(house).await;
    let few = all(house, 0).await;
    println!(
        "one report, submitted until the province's total stands on the cockpit, {before} months in the store: p50 {:.0} ms, slowest {:.0} ms",
        few.0 * 1e3,
        few.1 * 1e3
    );
    let begun = Instant::now();
    copy(house).await;
    let (months, reports) = (months(house).await, house.number("select count(*) as n from report").await);
    println!(
        "{months} months, {reports} reports in all after {:.0} s of copying",
        begun.elapsed().as_secs_f64()
    );
    let many = all(house, REPORTS).await;
    println!(
        "one report, submitted until the province's total stands on the cockpit, {months} months in the store: p50 {:.0} ms, slowest {:.0} ms; {:.3} times the budget of {BUDGET} s, {:.2} times as long as with {before} months",
        many.0 * 1e3,
        many.1 * 1e3,
        many.1 / BUDGET,
        many.0 / few.0
    );
    let form = house.monitor.reporting.form(FORM).unwrap();
    let differences = rollup::check(&house.monitor.core.db, form, LAST).await.unwrap();
    assert!(differences.is_empty(), "the sums are those of the reports: {differences:?}");
    // What the lights take on top, once the month is closed anew.
    let begun = Instant::now();
    let by = anye_base::Actor::system("bench");
    warning::close_months(&house.monitor, &by, FORM, LAST, LAST).await.unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "the month closed anew with {months} months in the store, so that estimates and lights hold these reports: {seconds:.1} s (compare: 2 s)"
    );
}

async fn months(house: &House) -> usize {
    let mut db = &house.monitor.core.db;
    let query = sql("select distinct period from rollup where form = $1 and place = $2 and dim = 'all'");
    db.all(query.bind(FORM).bind(PROVINCE)).await.unwrap().len()
}

/// Median and slowest in seconds.
async fn all(house: &House, from: usize) -> (f64, f64) {
    let mut db = &house.monitor.core.db;
    let query = sql(
        "select id from report where form = $1 and period = $2 and draft = '' and state <> 'returned' order by reporter limit 200",
    );
    let ids: Vec<String> = db
        .all(query.bind(FORM).bind(LAST))
        .await
        .unwrap()
        .iter()
        .map(|row| row.text("id").unwrap())
        .collect();
    let mut times = Vec::new();
    for (at, id) in ids.iter().skip(from).take(REPORTS).enumerate() {
        times.push(one(house, id, at).await);
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

async fn total(house: &House) -> i64 {
    let layout = Layout::of(house.monitor.reporting.form(FORM).unwrap());
    let found = rollup::figure(&mut &house.monitor.core.db, &layout, Class::Submitted, LAST, PROVINCE).await;
    found.unwrap().unwrap().sums.cells[layout.place("end_staff").unwrap()].0
}

/// Corrects a report: some more people were taken on. Gives the seconds until the page shows the new total.
async fn one(house: &House, id: &str, at: usize) -> f64 {
    let asking = house.asking();
    let caller = asking.caller(None);
    let shown = report::show(&house.monitor.reporting, &caller, id).await.unwrap().report;
    let mut cells: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&shown.cells).unwrap();
    let more = 1 + at as i64;
    for item in ["end_staff", "hired", "hired.expansion"] {
        let number = cells.get(item).and_then(serde_json::Value::as_i64).unwrap_or(0);
        cells.insert(item.to_owned(), (number + more).into());
    }
    let wanted = total(house).await + more;
    let mut what = Submission {
        cells: Some(serde_json::Value::from(cells).to_string()),
        reasons: Reasons::new(),
        why: "补报".into(),
    };
    let begun = Instant::now();
    while let Err(fault) = report::submit(&house.monitor.reporting, &caller, id, shown.version, &what).await {
        // Doubts want a reason, as on the page.
        let checks = fault.fields.iter().filter(|field| field.code == "report_reason_missing");
        let named = checks.filter_map(|field| field.args.iter().find(|(name, _)| *name == "check"));
        let before = what.reasons.len();
        what.reasons.extend(named.map(|(_, check)| (check.clone(), "核实无误".to_owned())));
        assert!(what.reasons.len() > before, "{fault:?}");
    }
    loop {
        let (text, _) = house.get(&format!("/cockpit?place={PROVINCE}")).await;
        if text.contains(&grouped(&wanted.to_string())) {
            return begun.elapsed().as_secs_f64();
        }
        assert!(begun.elapsed().as_secs_f64() < 60.0, "the total never came to the cockpit");
    }
}

/// Earlier months as copies of those there are: reports, sums, figures of closes.
async fn copy(house: &House) {
    let mut db = &house.monitor.core.db;
    let query = sql(
        "select distinct period from rollup where form = $1 and place = $2 and dim = 'all' order by period",
    );
    let there: Vec<Period> = db
        .all(query.bind(FORM).bind(PROVINCE))
        .await
        .unwrap()
        .iter()
        .map(|row| row.text("period").unwrap().parse().unwrap())
        .collect();
    let back = |period: Period, by: usize| (0..by).try_fold(period, |at, _| at.previous()).unwrap();
    for lap in 1..=MONTHS / there.len().max(1) + 1 {
        for (at, period) in there.iter().enumerate() {
            if lap * there.len() + (there.len() - at) > MONTHS {
                continue;
            }
            let to = back(*period, lap * there.len()).to_string();
            month(house, &period.to_string(), &to, lap).await;
        }
    }
}

async fn month(house: &House, from: &str, to: &str, lap: usize) {
    let mut tx =
        house.monitor.core.db.begin_internal(&house.monitor.core.world, &house.clerk.0).await.unwrap();
    let figure = "place, industry, indicator, rule, form, '{to}', value, missing, se, adjusted, trend, forecast, light, light_now, recent, threshold, reporters, detail";
    for text in [
        "insert into report select id || '-{lap}', form, form_version, '{to}', reporter, place, path, state, step, counted, dims, cells, draft, \
         approved_cells, doubts, warnings, effect, late, forced, source, digest, submitted_at, submitted_by, approved_at, approved_by, changed_at, \
         version from report where form = '{form}' and period = '{from}'",
        "insert into rollup select form, '{to}', place, dim, code, class, n, cells, as_of from rollup where form = '{form}' and period = '{from}'",
        "insert into signal_run select id || '-{lap}', form, '{to}', number, state, current, digest, rules, reports, as_of, began_at, finished_at, \
         by_id, by_name, result from signal_run where form = '{form}' and period = '{from}' and current = 1",
        &format!(
            "insert into signal_value select run || '-{{lap}}', {figure} from signal_value where run in (select id from signal_run where form = '{{form}}' and period = '{{from}}' and current = 1)"
        ),
    ] {
        let text = text
            .replace("{lap}", &lap.to_string())
            .replace("{to}", to)
            .replace("{from}", from)
            .replace("{form}", FORM);
        tx.run(sql(text)).await.unwrap();
    }
    tx.commit(Event::new("bench.month", "period", to)).await.unwrap();
}
