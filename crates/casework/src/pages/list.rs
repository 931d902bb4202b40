//! The list of cases: what is due first stands first.

use anye_base::{Cursor, Lang, Limit};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Casework, Light, due_words, kind_name, light, minute};
use crate::model::LEVELS;
use crate::use_case::{self, Filter};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    after: Option<String>,
}

impl Asked {
    fn given(text: &Option<String>) -> Option<String> {
        text.clone().filter(|text| !text.is_empty())
    }
}

struct Row {
    href: String,
    title: String,
    kind: String,
    level: Option<Light>,
    place: String,
    due: String,
    due_at: String,
    late: bool,
    owner: String,
    state: String,
    repeats: i64,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    tallies: Vec<(String, i64, String, bool)>,
    kinds: Vec<(String, String)>,
    kind: String,
    states: Vec<(String, String)>,
    state: String,
    levels: Vec<(String, String)>,
    level: String,
    next: Option<String>,
    filtered: bool,
}

/// Answers `GET /cases`.
pub async fn list(
    State(work): State<Casework>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &work.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let filter = Filter {
        kind: Asked::given(&asked.kind),
        state: Asked::given(&asked.state).or(Some("open".to_owned())).filter(|state| state != "all"),
        level: Asked::given(&asked.level),
        cursor: asked.after.as_deref().and_then(Cursor::decode),
        limit: Limit::default(),
        ..Filter::default()
    };
    let found = use_case::list(&core.db, &caller, &filter).await?;
    let tally = use_case::tally(&core.db, &caller, None, None).await?;
    let kinds = use_case::kinds(&core.db).await?;
    let chinese = visitor.lang() == Lang::Zh;
    let now = core.world.now_ms();
    let frame = Frame::new(core, &visitor, "/cases", visitor.texts.t("cases-title"));
    let texts = &frame.texts;
    let rows = found.items.iter().map(|case| Row {
        href: format!("/cases/{}", case.id),
        title: case.title.said(chinese).to_owned(),
        kind: kind_name(texts, &case.kind),
        level: light(texts, &case.level),
        place: core.place_in(&case.place, core.world.today(), frame.texts.lang),
        due: if case.closed_at.is_some() { String::new() } else { due_words(texts, case, now) },
        due_at: minute(case.closed_at.unwrap_or(case.due_at)),
        late: case.is_overdue(now),
        owner: case.owner.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        state: case.outcome.map_or_else(
            || texts.t("case-open"),
            |one| texts.t(&format!("case-outcome-{}", one.word().replace('_', "-"))),
        ),
        repeats: case.repeats,
    });
    let state = asked.state.clone().filter(|state| !state.is_empty()).unwrap_or_else(|| "open".to_owned());
    let chip = |word: &str, n: i64| {
        (texts.t(&format!("cases-{word}")), n, format!("/cases?state={word}"), state == word)
    };
    let next = found.next.map(|cursor| {
        let pair = |name: &str, value: &Option<String>| {
            value.as_deref().map_or_else(String::new, |value| format!("&{name}={value}"))
        };
        format!(
            "/cases?after={}{}{}{}",
            cursor.encode(),
            pair("kind", &asked.kind),
            pair("state", &asked.state),
            pair("level", &asked.level)
        )
    });
    let made = ListPage {
        sentence: texts.t2("cases-sentence", "open", tally.open, "late", tally.overdue),
        rows: rows.collect(),
        tallies: vec![
            chip("open", tally.open),
            chip("overdue", tally.overdue),
            chip("unclaimed", tally.unclaimed),
        ],
        kinds: kinds.iter().map(|kind| (kind.clone(), kind_name(texts, kind))).collect(),
        kind: asked.kind.clone().unwrap_or_default(),
        states: ["open", "overdue", "unclaimed", "mine", "closed", "all"]
            .map(|word| (word.to_owned(), texts.t(&format!("cases-{word}"))))
            .into(),
        levels: LEVELS
            .iter()
            .skip(1)
            .map(|level| ((*level).to_owned(), texts.t(&format!("level-{level}"))))
            .collect(),
        level: asked.level.clone().unwrap_or_default(),
        filtered: filter.kind.is_some() || filter.level.is_some() || state != "open",
        next,
        state,
        frame,
    };
    Ok(page(&made))
}
