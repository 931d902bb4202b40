//! Rows of runs, figures and warnings. A run's figures are inserted and never changed; only a run that is done is seen.

use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use serde_json::Value;

/// A figure of a close (月结数字).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// Place.
    pub place: String,
    /// Letter of the section; empty: all.
    pub industry: String,
    /// Indicator.
    pub indicator: String,
    /// Light; empty: none asks for it.
    pub rule: String,
    /// Decimal text; empty: none.
    pub value: String,
    /// Why there is none.
    pub missing: String,
    /// Standard error.
    pub se: String,
    /// Seasonally adjusted.
    pub adjusted: String,
    /// Trend.
    pub trend: String,
    /// Points to come.
    pub forecast: Vec<Value>,
    /// With inertia; empty: no light.
    pub light: String,
    /// Of this period alone.
    pub light_now: String,
    /// Bare lights of the latest periods.
    pub recent: String,
    /// What was crossed.
    pub threshold: String,
    /// Reporters behind it.
    pub reporters: i64,
    /// What it is made of.
    pub detail: Value,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Id.
    pub id: String,
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// Which close of it, from 1.
    pub number: i64,
    /// What went in.
    pub digest: String,
    /// Rules.
    pub rules: String,
    /// Reports.
    pub reports: i64,
    /// As of, in milliseconds.
    pub as_of: i64,
    /// When it was done.
    pub finished_at: Option<i64>,
    /// What it came to.
    pub result: Value,
}

const RUN: &str = "id, form, period, number, digest, rules, reports, as_of, finished_at, result";

fn run(row: &Row) -> Result<Run, DbError> {
    let result = row.text("result")?;
    Ok(Run {
        id: row.text("id")?,
        form: row.text("form")?,
        period: row.text("period")?,
        number: row.int("number")?,
        digest: row.text("digest")?,
        rules: row.text("rules")?,
        reports: row.int("reports")?,
        as_of: row.int("as_of")?,
        finished_at: row.opt_int("finished_at")?,
        result: serde_json::from_str(&result).unwrap_or_default(),
    })
}

/// The run that a form's period shows.
pub async fn current(from: &mut impl Read, form: &str, period: &str) -> Result<Option<Run>, DbError> {
    let query = sql(format!("select {RUN} from signal_run where form = $1 and current = 1 and period = $2"));
    from.optional(query.bind(form).bind(period)).await?.as_ref().map(run).transpose()
}

/// The latest periods of a form that were closed, the latest first.
pub async fn periods(from: &mut impl Read, form: &str, most: u32) -> Result<Vec<String>, DbError> {
    let query = sql(format!(
        "select period from signal_run where form = $1 and current = 1 order by period desc limit {most}"
    ));
    from.all(query.bind(form)).await?.iter().map(|row| row.text("period")).collect()
}

/// The runs of the latest periods of a form, the latest first.
pub async fn latest(from: &mut impl Read, form: &str, most: u32) -> Result<Vec<Run>, DbError> {
    let query = sql(format!(
        "select {RUN} from signal_run where form = $1 and current = 1 order by period desc limit {most}"
    ));
    from.all(query.bind(form)).await?.iter().map(run).collect()
}

const FIGURE: &str = "place, industry, indicator, rule, value, missing, se, adjusted, trend, forecast, light, light_now, recent, threshold, \
     reporters, detail";

fn figure(row: &Row) -> Result<Figure, DbError> {
    let json = |text: String| {
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or_default() }
    };
    let forecast = match json(row.text("forecast")?) {
        Value::Array(points) => points,
        _ => Vec::new(),
    };
    Ok(Figure {
        place: row.text("place")?,
        industry: row.text("industry")?,
        indicator: row.text("indicator")?,
        rule: row.text("rule")?,
        value: row.text("value")?,
        missing: row.text("missing")?,
        se: row.text("se")?,
        adjusted: row.text("adjusted")?,
        trend: row.text("trend")?,
        forecast,
        light: row.text("light")?,
        light_now: row.text("light_now")?,
        recent: row.text("recent")?,
        threshold: row.text("threshold")?,
        reporters: row.int("reporters")?,
        detail: json(row.text("detail")?),
    })
}

/// Figures of a run by a further condition (`and …`).
pub async fn figures(
    from: &mut impl Read,
    run: &str,
    rest: impl FnOnce(Query) -> Query,
) -> Result<Vec<Figure>, DbError> {
    let query = sql(format!("select {FIGURE} from signal_value where run = $1")).bind(run);
    let rows = from.all(rest(query).push(" order by place, industry, indicator, rule")).await?;
    rows.iter().map(figure).collect()
}

/// A series: period and figure of the current runs, the oldest first.
pub async fn series(
    from: &mut impl Read,
    form: &str,
    (place, industry): (&str, &str),
    indicator: &str,
    until: &str,
) -> Result<Vec<(String, Figure)>, DbError> {
    let columns =
        FIGURE.split(", ").map(|column| format!("v.{}", column.trim())).collect::<Vec<_>>().join(", ");
    let query = sql(format!(
        "select v.period, {columns} from signal_value v join signal_run r on r.id = v.run and r.current = 1 \
         where v.place = $1 and v.indicator = $2 and v.industry = $3 and v.form = $4 and v.period <= $5 order by v.period desc, v.rule limit 60"
    ));
    let query = query.bind(place).bind(indicator).bind(industry).bind(form).bind(until);
    let rows = from.all(query).await?;
    let mut found: Vec<(String, Figure)> =
        rows.iter().map(|row| Ok((row.text("period")?, figure(row)?))).collect::<Result<_, DbError>>()?;
    found.reverse();
    Ok(found)
}

/// Place, indicator, period and value of the current runs over whole places, from the first period to the last; those of `form` only before the last.
pub async fn parts(
    from: &mut impl Read,
    (form, first, last): (&str, &str, &str),
    places: &[String],
    indicators: &[String],
) -> Result<Vec<(String, String, String, String)>, DbError> {
    let mut found = Vec::new();
    for some in places.chunks(400) {
        let query = sql("select distinct v.place, v.indicator, v.period, v.value from signal_value v \
             join signal_run r on r.id = v.run and r.current = 1 where v.industry = '' and v.value <> ''")
        .push_bind(" and v.period >= {}", first)
        .push_bind(" and v.period <= {}", last)
        .push_bind(" and (v.form <> {}", form)
        .push_bind(" or v.period < {})", last)
        .push_list(" and v.place in ({})", some.iter())
        .push_list(" and v.indicator in ({})", indicators.iter())
        .push(" order by v.place, v.indicator, v.period");
        for row in &from.all(query).await? {
            found.push((row.text("place")?, row.text("indicator")?, row.text("period")?, row.text("value")?));
        }
    }
    Ok(found)
}

/// Rows in one statement at most.
const MOST: usize = 300;

/// Many rows, a few hundred a statement.
pub async fn insert_many(tx: &mut WriteTx<'_>, head: &str, rows: Vec<Vec<Val>>) -> Result<(), DbError> {
    let mut rows = rows.into_iter().peekable();
    while let Some(width) = rows.peek().map(Vec::len) {
        let part: Vec<Vec<Val>> = rows.by_ref().take(MOST).collect();
        let mut text = String::with_capacity(head.len() + part.len() * width * 5);
        text.push_str(head);
        text.push_str(" values ");
        for row in 0..part.len() {
            let marks: Vec<String> = (1..=width).map(|at| format!("${}", row * width + at)).collect();
            text.push_str(if row == 0 { "(" } else { ", (" });
            text.push_str(&marks.join(", "));
            text.push(')');
        }
        let wanted = part.len() as u64;
        if tx.run(part.into_iter().flatten().fold(sql(text), Query::bind)).await? != wanted {
            return Err(DbError::Other("fewer rows were written than given".into()));
        }
    }
    Ok(())
}

/// Writes figures under a run.
pub async fn insert_figures(
    tx: &mut WriteTx<'_>,
    run: &str,
    (form, period): (&str, &str),
    all: &[Figure],
) -> Result<(), DbError> {
    let row = |one: &Figure| -> Vec<Val> {
        let forecast = if one.forecast.is_empty() {
            String::new()
        } else {
            Value::from(one.forecast.clone()).to_string()
        };
        let detail = if one.detail.is_null() { String::new() } else { one.detail.to_string() };
        let texts = [&one.value, &one.missing, &one.se, &one.adjusted, &one.trend];
        let mut row: Vec<Val> = vec![run.into(), form.into(), period.into()];
        row.extend([&one.place, &one.industry, &one.indicator, &one.rule].map(Val::from));
        row.extend(texts.map(Val::from));
        row.push(forecast.into());
        row.extend([&one.light, &one.light_now, &one.recent, &one.threshold].map(Val::from));
        row.push(one.reporters.into());
        row.push(detail.into());
        row
    };
    let head = format!("insert into signal_value (run, form, period, {FIGURE})");
    insert_many(tx, &head, all.iter().map(row).collect()).await
}

/// A warning (预警).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
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
    /// Worst level so far.
    pub level: String,
    /// Value when it was raised or got worse.
    pub value: String,
    /// What it crossed.
    pub threshold: String,
    /// Period that raised it.
    pub period: String,
    /// Last one that showed it.
    pub last_period: String,
    /// Run behind it.
    pub run: String,
    /// Response plan of the pack.
    pub plan: String,
    /// Emergency plan of the place; empty: none was valid.
    pub plan_of_place: String,
    /// Its case.
    pub case_id: String,
    /// When it was raised.
    pub raised_at: i64,
}

const WARNING: &str = "id, form, place, industry, rule, indicator, level, value, threshold, period, last_period, run, plan, plan_of_place, \
     case_id, raised_at";

fn warning(row: &Row) -> Result<Warning, DbError> {
    Ok(Warning {
        id: row.text("id")?,
        form: row.text("form")?,
        place: row.text("place")?,
        industry: row.text("industry")?,
        rule: row.text("rule")?,
        indicator: row.text("indicator")?,
        level: row.text("level")?,
        value: row.text("value")?,
        threshold: row.text("threshold")?,
        period: row.text("period")?,
        last_period: row.text("last_period")?,
        run: row.text("run")?,
        plan: row.text("plan")?,
        plan_of_place: row.text("plan_of_place")?,
        case_id: row.text("case_id")?,
        raised_at: row.int("raised_at")?,
    })
}

/// Warnings by a condition, the latest first.
pub async fn warnings(
    from: &mut impl Read,
    rest: impl FnOnce(Query) -> Query,
) -> Result<Vec<Warning>, DbError> {
    let query = sql(format!("select {WARNING} from warning where 1 = 1"));
    from.all(rest(query).push(" order by raised_at desc, id")).await?.iter().map(warning).collect()
}

/// Keeps a new warning.
pub async fn insert_warning(tx: &mut WriteTx<'_>, one: &Warning) -> Result<(), DbError> {
    let query = sql(format!(
        "insert into warning ({WARNING}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    ));
    let texts = [
        &one.id,
        &one.form,
        &one.place,
        &one.industry,
        &one.rule,
        &one.indicator,
        &one.level,
        &one.value,
        &one.threshold,
        &one.period,
        &one.last_period,
        &one.run,
        &one.plan,
        &one.plan_of_place,
        &one.case_id,
    ];
    tx.run_one(texts.into_iter().fold(query, Query::bind).bind(one.raised_at)).await
}

/// What a later period says of an open warning.
pub async fn update_warning(tx: &mut WriteTx<'_>, one: &Warning) -> Result<(), DbError> {
    let query = sql(
        "update warning set level = $1, value = $2, threshold = $3, last_period = $4, run = $5, plan = $6 where id = $7",
    );
    let texts = [&one.level, &one.value, &one.threshold, &one.last_period, &one.run, &one.plan, &one.id];
    tx.run_one(texts.into_iter().fold(query, Query::bind)).await
}
