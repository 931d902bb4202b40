//! Statistics of programmes (业务统计): counts by programme and place, of a programme also by step and by reason; each figure opens the cases behind it. As a page and as a file.

use anye_base::{Date, Fault};
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::words::{day, pair, said, stand};
use crate::Service;
use crate::count::{self, Count, Measure, Reason, StepCount, Wanted};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
    programme: String,
    place: String,
    at: String,
    measure: String,
}

impl Asked {
    /// What is to be counted: since the first day of the year until today, where nothing else is said.
    pub(super) fn wanted(&self, today: Date) -> Wanted {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let first = format!("{}-01-01", today.year()).parse().unwrap_or(today);
        let to: Date = self.to.trim().parse().unwrap_or(today);
        let from: Date = self.from.trim().parse().unwrap_or(first);
        Wanted {
            from: from.min(to),
            to,
            programme: some(&self.programme),
            place: some(&self.place),
            at: some(&self.at),
        }
    }
}

fn address(path: &str, wanted: &Wanted) -> String {
    let part = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("&{name}={value}")).unwrap_or_default()
    };
    let (from, to) = (wanted.from, wanted.to);
    format!(
        "{path}?from={from}&to={to}{}{}",
        part("programme", &wanted.programme),
        part("place", &wanted.place)
    )
}

struct Row {
    programme: String,
    href: String,
    place: String,
    /// Figure and the address of its cases; none where there are none.
    figures: Vec<(i64, Option<String>)>,
    kept: String,
    false_matches: i64,
    reasoned: bool,
}

struct StepRow {
    place: String,
    name: String,
    figures: [i64; 4],
    median: String,
    worst: String,
}

#[derive(Template)]
#[template(path = "service_statistics.html")]
struct StatisticsPage {
    frame: Frame,
    sentence: String,
    from: String,
    to: String,
    place: String,
    programme: String,
    programmes: Vec<(String, String)>,
    heads: Vec<String>,
    rows: Vec<Row>,
    steps: Vec<StepRow>,
    reasons: Vec<(String, String, i64)>,
    csv: String,
}

fn programme_name(service: &Service, texts: &Texts, id: &str) -> String {
    service.programme(id).map_or_else(|| id.to_owned(), |own| said(texts, &own.name))
}

fn step_row(service: &Service, texts: &Texts, place: &str, one: &StepCount) -> StepRow {
    let core = &service.core;
    StepRow {
        place: core.place_in(place, core.world.today(), texts.lang),
        name: texts.lang.pick(&one.zh, &one.en).to_owned(),
        figures: [one.done, one.done_late, one.open, one.late],
        median: one.median_days.map_or_else(|| "–".to_owned(), |days| days.to_string()),
        worst: one.worst_days.map_or_else(|| "–".to_owned(), |days| days.to_string()),
    }
}

/// A reason in words: the rule's name, its condition.
fn reason_said(service: &Service, texts: &Texts, one: &Reason) -> (String, String) {
    let book = service.book();
    let chinese = super::words::chinese(texts);
    let rule = book.find_rule(&one.rule).map(|id| anye_policy::rule_name(book.rule(id), chinese));
    let condition = match one.condition.as_str() {
        word @ ("otherwise" | "rejected") => texts.t(&format!("service-count-{word}")),
        words => words.to_owned(),
    };
    (rule.unwrap_or_default(), condition)
}

/// Answers `GET /service/statistics`.
pub async fn statistics(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let wanted = asked.wanted(core.world.today());
    let all = count::count(&service, &asking.caller(None), &wanted).await?;
    let frame = Frame::new(core, &visitor, "/service/statistics", visitor.texts.t("service-statistics"))
        .under(visitor.texts.t("service-cases"), "/service/cases");
    let texts = frame.texts.clone();
    let (sent, late) = all.iter().fold((0, 0), |(sent, late), one| (sent + one.sent, late + one.late));
    let row = |one: &Count| {
        let exact = Wanted { programme: Some(one.programme.clone()), place: None, ..wanted.clone() };
        let behind = |measure: Measure| {
            let path = address("/service/statistics/cases", &exact);
            format!("{path}&at={}&measure={}", one.place, measure.word())
        };
        let figure = |measure: Measure| {
            let n = one.of(measure);
            (n, (n > 0).then(|| behind(measure)))
        };
        Row {
            programme: programme_name(&service, &texts, &one.programme),
            href: address("/service/statistics", &Wanted { place: wanted.place.clone(), ..exact.clone() }),
            place: core.place_in(&one.place, core.world.today(), texts.lang),
            figures: Measure::ALL.map(figure).to_vec(),
            kept: if one.promised > 0 {
                format!("{}%", one.kept * 100 / one.promised)
            } else {
                "–".to_owned()
            },
            false_matches: one.false_matches,
            reasoned: one.with_reason == one.refused,
        }
    };
    let single = wanted.programme.is_some();
    let steps = all.iter().filter(|_| single);
    let reasons = all.iter().filter(|_| single).flat_map(|one| &one.reasons);
    let made = StatisticsPage {
        sentence: texts.t2("service-statistics-sentence", "sent", sent, "late", late),
        from: wanted.from.to_string(),
        to: wanted.to.to_string(),
        place: wanted.place.clone().unwrap_or_default(),
        programme: wanted.programme.clone().unwrap_or_default(),
        programmes: service
            .definitions
            .programmes
            .iter()
            .map(|one| (one.id.clone(), said(&texts, &one.name)))
            .collect(),
        heads: Measure::ALL.map(|one| texts.t(&format!("service-count-{}", one.word()))).to_vec(),
        rows: all.iter().map(row).collect(),
        steps: steps
            .flat_map(|one| one.steps.iter().map(|step| step_row(&service, &texts, &one.place, step)))
            .collect(),
        reasons: reasons
            .map(|one| {
                let (rule, condition) = reason_said(&service, &texts, one);
                (rule, condition, one.cases)
            })
            .collect(),
        csv: address("/service/statistics.csv", &wanted),
        frame,
    };
    Ok(page(&made))
}

/// Answers `GET /service/statistics.csv`: one figure a line, so that it can be turned any way.
pub async fn export(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let wanted = asked.wanted(core.world.today());
    let all = count::count(&service, &asking.caller(None), &wanted).await?;
    let texts = &visitor.texts;
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let heads =
        ["from", "to", "programme", "name", "place", "place-name", "part", "item", "measure", "value"];
    out.write_record(heads.map(|head| texts.t(&format!("service-csv-{head}")))).map_err(Fault::internal)?;
    for one in &all {
        let name = programme_name(&service, texts, &one.programme);
        let place = core.place_in(&one.place, core.world.today(), texts.lang);
        let (from, to) = (wanted.from.to_string(), wanted.to.to_string());
        let mut line = |part: &str, item: &str, measure: &str, value: String| {
            let record = [&from, &to, &one.programme, &name, &one.place, &place, part, item, measure, &value];
            out.write_record(record).map_err(Fault::internal)
        };
        for measure in Measure::ALL {
            line("programme", "", measure.word(), one.of(measure).to_string())?;
        }
        line("programme", "", "false_matches", one.false_matches.to_string())?;
        line("programme", "", "promised", one.promised.to_string())?;
        line("programme", "", "kept", one.kept.to_string())?;
        for step in &one.steps {
            for (measure, value) in
                [("done", step.done), ("done_late", step.done_late), ("open", step.open), ("late", step.late)]
            {
                line("step", &step.step, measure, value.to_string())?;
            }
            let days = step.median_days.map(|days| days.to_string()).unwrap_or_default();
            line("step", &step.step, "median_days", days)?;
            let days = step.worst_days.map(|days| days.to_string()).unwrap_or_default();
            line("step", &step.step, "worst_days", days)?;
        }
        for reason in &one.reasons {
            let (rule, condition) = reason_said(&service, texts, reason);
            line("reason", format!("{rule} {condition}").trim(), "refused", reason.cases.to_string())?;
        }
    }
    let bytes = out.into_inner().map_err(Fault::internal)?;
    let held = format!("attachment; filename=\"service-{}-{}.csv\"", wanted.from, wanted.to);
    let heads =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, held)];
    Ok((heads, bytes).into_response())
}

/// A case behind a figure.
pub(super) struct CaseRow {
    href: String,
    title: String,
    number: String,
    place: String,
    stand: (String, &'static str),
    sent: String,
    ended: String,
}

pub(super) fn case_row(service: &Service, texts: &Texts, one: &crate::case::Line) -> CaseRow {
    CaseRow {
        href: format!("/service/cases/{}", one.case_id),
        title: pair(texts, &one.title),
        number: one.number.clone(),
        place: service.core.place_in(&one.place, service.core.world.today(), texts.lang),
        stand: stand(texts, one.stand),
        sent: day(one.made_at),
        ended: one.ended_at.map(day).unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "service_counted.html")]
pub(super) struct CountedPage {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<CaseRow>,
}

/// Answers `GET /service/statistics/cases`: the cases behind one figure, exactly as many as it says.
pub async fn counted(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let wanted = asked.wanted(core.world.today());
    let measure = Measure::from_word(&asked.measure).ok_or_else(|| Fault::not_found("service_measure"))?;
    let found = count::cases(&service, &asking.caller(None), &wanted, measure).await?;
    let name = visitor.texts.t(&format!("service-count-{}", measure.word()));
    let frame =
        Frame::new(core, &visitor, "/service/statistics", visitor.texts.t1("service-counted", "name", &name))
            .under(visitor.texts.t("service-statistics"), "/service/statistics");
    let texts = frame.texts.clone();
    let (from, to, n) = (wanted.from.to_string(), wanted.to.to_string(), found.len().to_string());
    let made = CountedPage {
        sentence: texts
            .args("service-counted-sentence", &[("n", n), ("from", from), ("to", to), ("name", name)]),
        // As many as a page can show; the figure above says how many there are.
        rows: found.iter().take(500).map(|one| case_row(&service, &texts, one)).collect(),
        frame,
    };
    Ok(page(&made))
}
