//! What a form asks and how an indicator is worked out (口径): formula, source, cut-off, version, and where the text says so.

use anye_base::Fault;
use anye_forms::{Form, Indicator, Item, ItemKind, Period, Severity};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::routes::Desk;
use super::said::{self, address, worded};
use crate::reporter::is_by_place;

#[derive(Template)]
#[template(path = "definitions.html")]
struct AllPage {
    frame: Frame,
    sentence: String,
    forms: Vec<(String, String, String)>,
    indicators: Vec<(String, String, String)>,
}

/// Answers `GET /reporting/forms`.
pub async fn all(State(desk): State<Desk>, visitor: Visitor) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let frame =
        Frame::new(&reporting.core, &visitor, "/reporting/forms", visitor.texts.t("definitions-title"))
            .under(visitor.texts.t("reporting-title"), "/reporting");
    let texts = &frame.texts;
    let form = |one: &Form| {
        let kind = texts.t(&format!("period-{}", one.period.word()));
        (format!("/reporting/forms/{}", one.id), worded(texts, &one.name), kind)
    };
    let indicator = |one: &Indicator| {
        (format!("/reporting/indicators/{}", one.id), worded(texts, &one.name), one.unit.clone())
    };
    let forms: Vec<_> = reporting.catalogue.forms.iter().map(form).collect();
    let indicators: Vec<_> = reporting.catalogue.indicators.iter().map(indicator).collect();
    let sentence = frame.t2("definitions-sentence", "forms", forms.len(), "indicators", indicators.len());
    Ok(page(&AllPage { sentence, forms, indicators, frame }))
}

struct Asked {
    id: String,
    name: String,
    part: bool,
    kind: String,
    unit: String,
    required: bool,
    total: bool,
    formula: String,
    help: String,
    cites: Vec<(String, String)>,
}

struct Rule {
    id: String,
    error: bool,
    say: String,
    when: String,
    must: String,
}

#[derive(Template)]
#[template(path = "definition_form.html")]
struct FormPage {
    frame: Frame,
    sentence: String,
    about: String,
    facts: Vec<(String, String)>,
    cites: Vec<(String, String)>,
    items: Vec<Asked>,
    rules: Vec<Rule>,
    limits: Vec<String>,
    doubts: Vec<String>,
    indicators: Vec<(String, String)>,
    source: String,
}

/// Answers `GET /reporting/forms/{form}`.
pub async fn form(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let form = reporting.form(&id)?;
    let here = format!("/reporting/forms/{id}");
    let frame = Frame::new(&reporting.core, &visitor, &here, worded(&visitor.texts, &form.name))
        .under(visitor.texts.t("reporting-title"), "/reporting")
        .under(visitor.texts.t("definitions-title"), "/reporting/forms");
    let texts = &frame.texts;
    let rule = |one: &anye_forms::Check| Rule {
        id: one.id.clone(),
        error: one.level == Severity::Error,
        say: worded(texts, &one.say),
        when: one.when.clone().unwrap_or_default(),
        must: one.must.clone(),
    };
    let limit = |one: &anye_forms::Limit| {
        let values = [
            ("item", form.items.get(one.item).map(|item| worded(texts, &item.name)).unwrap_or_default()),
            ("n", one.periods.to_string()),
            ("factor", format!("{}.{:02}", one.factor_hundredths / 100, one.factor_hundredths % 100)),
            (
                "least",
                form.items
                    .get(one.item)
                    .map(|item| anye_forms::show_number(item, one.least))
                    .unwrap_or_default(),
            ),
        ];
        texts.args("definition-limit", &values)
    };
    let own = reporting.catalogue.indicators.iter().filter(|one| one.form.as_ref() == Some(&form.id));
    let made = FormPage {
        sentence: frame.t2(
            "definition-form-sentence",
            "items",
            form.items.len(),
            "checks",
            form.checks.len(),
        ),
        about: worded(texts, &form.about),
        facts: facts(&frame, form, &reporting.catalogue),
        cites: said::cites(&form.cite),
        items: form.items.iter().map(|item| asked(&frame, item)).collect(),
        rules: form.checks.iter().map(rule).collect(),
        limits: form.limits.iter().map(limit).collect(),
        doubts: form.doubts.iter().map(|one| worded(texts, one)).collect(),
        indicators: own
            .map(|one| (worded(texts, &one.name), format!("/reporting/indicators/{}", one.id)))
            .collect(),
        source: format!("{}:{}", form.file, form.line),
        frame,
    };
    Ok(page(&made))
}

/// By which days off a due day moves on, and which years are not stated.
fn working_days(frame: &Frame, calendar: &anye_forms::Calendar) -> String {
    let years: Vec<i32> = calendar.years().map(|(year, _)| year).collect();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) => {
            frame.t2("definition-calendar", "from", first.to_string(), "to", last.to_string())
        }
        _ => frame.t("definition-calendar-none"),
    }
}

fn facts(frame: &Frame, form: &Form, catalogue: &anye_forms::Catalogue) -> Vec<(String, String)> {
    let panel = |id: &str| {
        catalogue.panel(id).map_or_else(|| id.to_owned(), |panel| worded(&frame.texts, &panel.name))
    };
    let who = match &form.reporter {
        anye_forms::Reporter::Panel(id) => frame.t1("definition-panel", "panel", panel(id)),
        anye_forms::Reporter::Places(level) => frame.t(&format!("reporting-level-{}", said::level(*level))),
        anye_forms::Reporter::Units(kind) => {
            form.reporter.roster().map_or_else(|| kind.clone(), |roster| panel(&roster))
        }
    };
    let due = match form.due.day {
        Some(day) => {
            frame.t1(if form.due.setting { "definition-due-setting" } else { "definition-due" }, "day", day)
        }
        None => frame.t("report-no-due"),
    };
    let due = if form.due.next_working_day {
        format!("{due} {}", working_days(frame, &catalogue.calendar))
    } else {
        due
    };
    let path: Vec<String> = form
        .approve
        .iter()
        .map(|level| frame.t(&format!("reporting-level-{}", said::level(*level))))
        .collect();
    let mut all = vec![
        (frame.t("definition-who"), who),
        (frame.t("definition-period"), frame.t(&format!("period-{}", form.period.word()))),
        (frame.t("definition-due-day"), due),
        (frame.t("definition-path"), path.join(" → ")),
        (frame.t("definition-version"), form.version.clone()),
    ];
    if is_by_place(form) || !form.dimensions.is_empty() {
        let named = |id: &String| {
            let fact = catalogue.facts.iter().find(|fact| fact.id == *id);
            fact.map_or_else(|| id.clone(), |fact| worded(&frame.texts, &fact.name))
        };
        let named: Vec<String> = form.dimensions.iter().map(named).collect();
        all.push((frame.t("definition-dimensions"), named.join("、")));
    }
    all
}

fn asked(frame: &Frame, item: &Item) -> Asked {
    let word = match &item.kind {
        ItemKind::Count => "count",
        ItemKind::Money => "money",
        ItemKind::Decimal => "decimal",
        ItemKind::Percent => "percent",
        ItemKind::Text(_) => "text",
        ItemKind::Choice(_) => "choice",
        ItemKind::Date => "date",
        ItemKind::YesNo => "yes-no",
    };
    Asked {
        id: item.id.clone(),
        name: worded(&frame.texts, &item.name),
        part: item.part_of.is_some(),
        kind: frame.t(&format!("item-{word}")),
        unit: item.unit.clone(),
        required: item.required,
        total: item.total,
        formula: item.formula.clone().unwrap_or_default(),
        help: worded(&frame.texts, &item.help),
        cites: said::cites(&item.cite),
    }
}

#[derive(Template)]
#[template(path = "definition_indicator.html")]
struct IndicatorPage {
    frame: Frame,
    sentence: String,
    facts: Vec<(String, String)>,
    cites: Vec<(String, String)>,
    form: Option<(String, String)>,
    figures: String,
    targets: Vec<(String, String, String, String)>,
    doubts: Vec<String>,
    experimental: bool,
}

/// Answers `GET /reporting/indicators/{id}`.
pub async fn indicator(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let one = reporting.catalogue.indicator(&id).ok_or_else(|| Fault::not_found("indicator"))?;
    let here = format!("/reporting/indicators/{id}");
    let frame = Frame::new(&reporting.core, &visitor, &here, worded(&visitor.texts, &one.name))
        .under(visitor.texts.t("reporting-title"), "/reporting")
        .under(visitor.texts.t("definitions-title"), "/reporting/forms");
    let texts = &frame.texts;
    let form = one.form.as_ref().and_then(|id| reporting.catalogue.form(id));
    let cutoff = form.map_or_else(
        || frame.t("definition-cutoff-published"),
        |form| {
            frame.t1(
                "definition-cutoff",
                "day",
                form.due.day.map_or_else(|| "—".to_owned(), |d| d.to_string()),
            )
        },
    );
    let better = match one.better {
        anye_forms::Better::Lower => "lower",
        anye_forms::Better::Higher => "higher",
        anye_forms::Better::Neither => "neither",
    };
    let facts = vec![
        (frame.t("definition-definition"), worded(texts, &one.definition)),
        (frame.t("definition-formula"), one.formula.clone().unwrap_or_else(|| "—".to_owned())),
        (frame.t("definition-source"), worded(texts, &one.source)),
        (frame.t("definition-cutoff-name"), cutoff),
        (
            frame.t("definition-unit"),
            format!("{} · {}", one.unit, frame.t1("definition-digits", "n", one.digits)),
        ),
        (frame.t("definition-better"), frame.t(&format!("definition-better-{better}"))),
        (
            frame.t("definition-version"),
            form.map(|form| form.version.clone()).unwrap_or_else(|| "—".to_owned()),
        ),
    ];
    let on = frame.as_of;
    let target = |target: &anye_forms::Target| {
        let kind = match target.kind {
            anye_forms::TargetKind::Ceiling => "ceiling",
            anye_forms::TargetKind::Floor => "floor",
            anye_forms::TargetKind::Plan => "plan",
        };
        let period: Period = target.period;
        (
            reporting.core.place_in(&target.place, on, frame.texts.lang),
            worded(texts, &period.words()),
            frame.t(&format!("target-{kind}")),
            format!("{} {}", target.value, one.unit),
        )
    };
    let figures = form.map(|form| address("/figures", &[("form", &form.id), ("indicators", &id)]));
    let made = IndicatorPage {
        sentence: frame.t("definition-indicator-sentence"),
        facts,
        cites: said::cites(&one.cite),
        form: form.map(|form| (worded(texts, &form.name), format!("/reporting/forms/{}", form.id))),
        figures: figures.unwrap_or_default(),
        targets: one.targets.iter().map(target).collect(),
        doubts: one.doubts.iter().map(|one| worded(texts, one)).collect(),
        experimental: one.experimental,
        frame,
    };
    Ok(page(&made))
}
