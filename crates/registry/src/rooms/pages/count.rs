//! A table over a register; each number leads to the entries that make it, on the same page.

use anye_programmes::{Count, CountOver, Key, Register};
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{day, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::entry::{self, CountAsked};

/// Rows behind a number that are shown.
const SHOWN: usize = 200;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: Option<String>,
    from: Option<String>,
    to: Option<String>,
    place: String,
    /// The keys of a row, as JSON: then its entries are shown.
    key: String,
}

struct Row {
    keys: Vec<String>,
    n: String,
    share: String,
    href: String,
}

#[derive(Template)]
#[template(path = "entry_count.html")]
struct CountPage {
    frame: Frame,
    here: String,
    sentence: String,
    dated: bool,
    on: String,
    from: String,
    to: String,
    place: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    total: String,
    has_share: bool,
    behind: Vec<(String, String, String, String)>,
    is_drill: bool,
}

fn key_name(frame: &Frame, register: &Register, key: &Key) -> String {
    match key {
        Key::Subject => frame.t("entry-subject"),
        Key::Place(_) => frame.t("entry-place"),
        Key::Field(at) => register.fields.get(*at).map(|field| said(frame, &field.name)).unwrap_or_default(),
        Key::State => frame.t("entry-state"),
        Key::Month => frame.t("entry-month"),
        Key::Year => frame.t("entry-year"),
        Key::Fact(name) => name.replace('_', " "),
    }
}

fn key_value(rooms: &Registers, frame: &Frame, register: &Register, key: &Key, value: &str) -> String {
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    let shown = match key {
        Key::Place(_) => rooms.core().place_name(value, frame.as_of),
        Key::State => state_name(register, value, frame.texts.lang),
        Key::Field(at) => register.fields.get(*at).map_or_else(String::new, |field| {
            let kept = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value));
            field.show(&kept, chinese)
        }),
        Key::Fact(name) => {
            let kept = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value));
            let meaning = register.subject.kind().and_then(|kind| rooms.dictionary.field(kind, name));
            meaning.map_or_else(
                || value.to_owned(),
                |one| if value.is_empty() { String::new() } else { one.worded(&kept, frame.texts.lang) },
            )
        }
        _ => value.to_owned(),
    };
    if shown.is_empty() { frame.t("entry-not-said") } else { shown }
}

/// Answers `GET /registers/{register}/counts/{count}`.
pub async fn count(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, count)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let register = rooms.register(&id)?;
    let table: &Count = register
        .counts
        .iter()
        .find(|one| one.id == count)
        .ok_or_else(|| anye_base::Fault::not_found("count"))?;
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(None);
    let read = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let wanted = CountAsked {
        on: Some(read(&asked.on).unwrap_or_else(|| visitor.as_of(rooms.core()))),
        from: read(&asked.from),
        to: read(&asked.to),
        place: asked.place.clone(),
        public: false,
    };
    let counted = entry::count(&rooms, &caller, &id, &count, &wanted).await?;
    let keys: Option<Vec<String>> = serde_json::from_str(&asked.key).ok();
    let behind = match &keys {
        Some(keys) => entry::count::drill(&rooms, &caller, &id, &count, &wanted, keys, SHOWN).await?,
        None => Vec::new(),
    };
    let here = format!("/registers/{id}/counts/{count}");
    let lang = visitor.texts.lang;
    let frame = Frame::new(rooms.core(), &visitor, &here, lang.pick(&table.name.zh, &table.name.en))
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(lang.pick(&register.name.zh, &register.name.en), format!("/registers/{id}"));
    let words = |n: Option<i64>| {
        n.map_or_else(|| frame.t("count-covered"), |n| sum_or_number(register, table, n, lang))
    };
    let address = |keys: &[String]| {
        let day = |text: &Option<String>| text.clone().unwrap_or_default();
        let all = [
            ("on", day(&asked.on)),
            ("from", day(&asked.from)),
            ("to", day(&asked.to)),
            ("place", asked.place.clone()),
            ("key", serde_json::json!(keys).to_string()),
        ];
        let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{here}?{}", serde_urlencoded::to_string(kept).unwrap_or_default())
    };
    let row = |cell: &entry::Cell| Row {
        keys: table
            .by
            .iter()
            .zip(&cell.keys)
            .map(|(key, value)| key_value(&rooms, &frame, register, key, value))
            .collect(),
        n: words(cell.n),
        share: share(cell),
        href: address(&cell.keys),
    };
    let on = wanted.on.map(|on| day(on, lang)).unwrap_or_default();
    let over = match table.over {
        CountOver::Open => frame.t1("count-over-open", "on", on),
        CountOver::Entered => frame.t("count-over-entered"),
        CountOver::Ended => frame.t("count-over-ended"),
        CountOver::All => frame.t("count-over-all"),
    };
    Ok(page(&CountPage {
        sentence: frame.t2("count-sentence", "over", over, "n", words(counted.total.n)),
        dated: table.over == CountOver::Open,
        on: wanted.on.map(|on| on.to_string()).unwrap_or_default(),
        from: asked.from.clone().unwrap_or_default(),
        to: asked.to.clone().unwrap_or_default(),
        place: asked.place.clone(),
        heads: table.by.iter().map(|key| key_name(&frame, register, key)).collect(),
        rows: counted.rows.iter().map(row).collect(),
        total: words(counted.total.n),
        has_share: !table.share.is_empty(),
        behind: behind
            .iter()
            .map(|one| {
                (
                    format!("/registers/{id}/entries/{}", one.id),
                    one.subject_name.clone(),
                    state_name(register, &one.state, lang),
                    day(one.from, lang),
                )
            })
            .collect(),
        is_drill: keys.is_some(),
        here,
        frame,
    }))
}

fn sum_or_number(register: &Register, table: &Count, n: i64, lang: anye_base::Lang) -> String {
    let field = table.sum.and_then(|at| register.fields.get(at));
    field.map_or_else(
        || grouped(&n.to_string()),
        |field| field.show(&serde_json::Value::from(n), lang == anye_base::Lang::Zh),
    )
}

/// The share in per cent with one digit, half up.
fn share(cell: &entry::Cell) -> String {
    match (cell.shared, cell.n) {
        (Some(shared), Some(n)) if n > 0 => {
            let tenths = (shared * 2_000 + n) / (2 * n);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
        _ => String::new(),
    }
}
