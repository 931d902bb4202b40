//! The chain of monitoring, warning and control, and the record of each rule (三位一体、规则准确率).

use anye_base::{Lang, world::china_minute};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::{chain as chained, list as listed};
use super::list::{Row, row};
use crate::Monitor;
use crate::cockpit::words;

struct Measure {
    href: String,
    title: String,
    place: String,
    note: String,
    by: String,
    at: String,
    cites: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "warnings_chain.html")]
struct ChainPage {
    frame: Frame,
    sentence: String,
    bare_warnings: Vec<Row>,
    bare_measures: Vec<Measure>,
    joined: Vec<Measure>,
    /// Said where a part is longer than the page shows.
    cut: Option<String>,
}

/// Rows of each part of the page.
const MOST: usize = 80;

/// Answers `GET /warnings/chain`.
pub async fn chain(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let all = chained::chain(&monitor, &asking.caller(None)).await?;
    let frame = Frame::new(&monitor.core, &visitor, "/warnings/chain", visitor.texts.t("warn-chain-title"))
        .under(visitor.texts.t("warn-title"), "/warnings");
    let texts = frame.texts.clone();
    let chinese = visitor.lang() == Lang::Zh;
    let measure = |one: &chained::Measure| Measure {
        href: format!("/cases/{}", one.case_id),
        title: if chinese { one.title.0.clone() } else { one.title.1.clone() },
        place: monitor.core.place_in(&one.place, monitor.core.world.today(), frame.texts.lang),
        note: one.note.clone(),
        by: one.by.clone(),
        at: china_minute(one.at),
        cites: one
            .warnings
            .iter()
            .filter_map(|id| all.warnings.iter().find(|warning| warning.id == *id))
            .map(|warning| {
                let said = row(&monitor, &texts, warning);
                (said.drill, format!("{} {} {} {}", said.place, said.rule, said.value, said.period))
            })
            .collect(),
    };
    let (bare_warnings, bare_measures): (Vec<_>, Vec<_>) =
        (all.without_measure().collect(), all.without_warning().collect());
    let joined: Vec<_> = all.measures.iter().filter(|one| !one.warnings.is_empty()).collect();
    let longest = bare_warnings.len().max(bare_measures.len()).max(joined.len());
    Ok(page(&ChainPage {
        cut: (longest > MOST).then(|| texts.t1("warn-chain-cut", "n", MOST)),
        sentence: texts.args(
            "warn-chain-sentence",
            &[
                ("warnings", all.warnings.len().to_string()),
                ("bare", bare_warnings.len().to_string()),
                ("measures", all.measures.len().to_string()),
                ("loose", bare_measures.len().to_string()),
            ],
        ),
        bare_warnings: bare_warnings.into_iter().take(MOST).map(|one| row(&monitor, &texts, one)).collect(),
        bare_measures: bare_measures.into_iter().take(MOST).map(measure).collect(),
        joined: joined.into_iter().take(MOST).map(measure).collect(),
        frame,
    }))
}

#[derive(Template)]
#[template(path = "warnings_rules.html")]
struct RulesPage {
    frame: Frame,
    rows: Vec<(String, listed::Score, String, String)>,
}

/// Answers `GET /warnings/rules`.
pub async fn rules(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let all = listed::scores(&monitor, &asking.caller(None)).await?;
    let frame = Frame::new(&monitor.core, &visitor, "/warnings/rules", visitor.texts.t("warn-rules-title"))
        .under(visitor.texts.t("warn-title"), "/warnings");
    let texts = frame.texts.clone();
    let row = |one: listed::Score| {
        let precision = one.precision.map_or_else(
            || texts.t("warn-not-judged"),
            |share| format!("{}.{:02}%", share / 100, share % 100),
        );
        let lead = one
            .lead_days
            .map_or_else(|| "—".to_owned(), |days| texts.t2("warn-lead-days", "days", days, "n", one.led));
        (words::rule_name(&monitor, &texts, &one.rule), one, precision, lead)
    };
    Ok(page(&RulesPage { rows: all.into_iter().map(row).collect(), frame }))
}
