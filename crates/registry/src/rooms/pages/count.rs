//! A table over a register (统计表): rows, or rows and columns, a chart of the same figures, a file of them; each figure leads to the entries that make it, on the same page.

use std::collections::BTreeMap;

use anye_base::{Date, Lang};
use anye_programmes::{Count, CountOver, Register};
use anye_web::figure::{grouped, unit};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::file::{XLSX, download};
use super::{day, said};
use crate::Registers;
use crate::entry::export::{csv, state_name, xlsx};
use crate::table::{self, Cell, CountAsked, Table, key_name, key_text};

/// Rows behind a number that are shown.
const SHOWN: usize = 200;
/// Columns of a table with rows and columns at most; with more it stays a list.
const WIDE: usize = 14;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: Option<String>,
    from: Option<String>,
    to: Option<String>,
    known: Option<String>,
    place: String,
    /// The keys of a row, as JSON: then its entries are shown.
    key: String,
    /// csv or xlsx: a file.
    format: String,
}

/// A figure, and where it leads.
struct Figure {
    text: String,
    href: String,
}

struct Row {
    keys: Vec<String>,
    cells: Vec<Figure>,
}

#[derive(Template)]
#[template(path = "entry_count.html")]
struct CountPage {
    frame: Frame,
    here: String,
    sentence: String,
    note: String,
    covered: bool,
    dated: bool,
    ranged: bool,
    asked: CountAsked,
    heads: Vec<String>,
    columns: Vec<(String, String)>,
    rows: Vec<Row>,
    total: Vec<String>,
    chart: String,
    files: Vec<(String, String)>,
    behind: Vec<(String, String, String, String)>,
    is_drill: bool,
}

/// Answers `GET /registers/{register}/counts/{count}`.
pub async fn count(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, count)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (register, table) = table_of(&rooms, &id, &count)?;
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(None);
    let wanted = wanted(&rooms, &visitor, &asked);
    let lang = visitor.texts.lang;
    if table.spells.is_some() {
        return super::spells::shown(&rooms, &visitor, (register, table), &wanted, &asked.format).await;
    }
    if !asked.format.is_empty() {
        let rows = table::sheet(&rooms, &caller, &id, &count, &wanted, lang).await?;
        return as_file(&format!("{id}-{count}"), &asked.format, &rows);
    }
    let counted = table::count(&rooms, &caller, &id, &count, &wanted).await?;
    let keys: Option<Vec<String>> = serde_json::from_str(&asked.key).ok();
    let behind = match &keys {
        Some(keys) => table::drill(&rooms, &caller, &id, &count, &wanted, keys, SHOWN).await?,
        None => Vec::new(),
    };
    let frame = frame(&rooms, &visitor, (register, table), &address(register, table, &wanted, &[]));
    let behind = behind.iter().map(|one| {
        let href = format!("/registers/{id}/entries/{}", one.id);
        (href, one.subject_name.clone(), state_name(register, &one.state, lang), day(one.from, lang))
    });
    let behind = behind.collect();
    Ok(drawn(
        &Laid { rooms: &rooms, register, table, asked: &wanted, names: &counted.names, lang, drills: true },
        frame,
        &counted,
        behind,
        keys.is_some(),
    ))
}

/// Answers `GET /statistics/{register}/{count}`: what anybody may see, small figures covered.
pub async fn public_count(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, count)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (register, table) = table_of(&rooms, &id, &count)?;
    let wanted = CountAsked { public: true, known: None, ..wanted(&rooms, &visitor, &asked) };
    let counted = table::count_public(&rooms, &id, &count, &wanted).await?;
    let lang = visitor.texts.lang;
    let name = lang.pick(&table.name.zh, &table.name.en).to_owned();
    let frame = Frame::new(rooms.core(), &visitor, &format!("/statistics/{id}/{count}"), name);
    Ok(drawn(
        &Laid { rooms: &rooms, register, table, asked: &wanted, names: &counted.names, lang, drills: false },
        frame,
        &counted,
        Vec::new(),
        false,
    ))
}

fn table_of<'r>(rooms: &'r Registers, id: &str, count: &str) -> Result<(&'r Register, &'r Count), Failed> {
    let register = rooms.register(id)?;
    let table = register.counts.iter().find(|one| one.id == count);
    Ok((register, table.ok_or_else(|| anye_base::Fault::not_found("count"))?))
}

fn wanted(rooms: &Registers, visitor: &Visitor, asked: &Asked) -> CountAsked {
    let read = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    CountAsked {
        on: Some(read(&asked.on).unwrap_or_else(|| visitor.as_of(rooms.core()))),
        from: read(&asked.from),
        to: read(&asked.to),
        known: read(&asked.known),
        place: asked.place.trim().to_owned(),
        public: false,
    }
}

pub(super) fn frame(
    rooms: &Registers,
    visitor: &Visitor,
    (register, table): (&Register, &Count),
    here: &str,
) -> Frame {
    let lang = visitor.texts.lang;
    Frame::new(rooms.core(), visitor, here, lang.pick(&table.name.zh, &table.name.en))
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(lang.pick(&register.name.zh, &register.name.en), format!("/registers/{}", register.id))
}

/// Rows of words as a file.
pub(super) fn as_file(name: &str, format: &str, rows: &[Vec<String>]) -> Result<Response, Failed> {
    if format == "xlsx" {
        let bytes = xlsx(rows).map_err(anye_base::Fault::internal)?;
        return Ok(download(&format!("{name}.xlsx"), XLSX, bytes));
    }
    Ok(download(&format!("{name}.csv"), "text/csv; charset=utf-8", csv(rows)?))
}

/// The address of a table as it was asked for.
pub(super) fn address(
    register: &Register,
    table: &Count,
    asked: &CountAsked,
    more: &[(&str, &str)],
) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let all = [
        ("on", day(asked.on)),
        ("from", day(asked.from)),
        ("to", day(asked.to)),
        ("known", day(asked.known)),
        ("place", asked.place.clone()),
    ];
    let own = all.iter().map(|(key, value)| (*key, value.as_str()));
    let kept: Vec<_> = own.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(kept).unwrap_or_default();
    format!("/registers/{}/counts/{}?{query}", register.id, table.id)
}

/// What a table is laid out with.
pub(super) struct Laid<'a> {
    pub(super) rooms: &'a Registers,
    pub(super) register: &'a Register,
    pub(super) table: &'a Count,
    pub(super) asked: &'a CountAsked,
    pub(super) names: &'a BTreeMap<String, String>,
    pub(super) lang: Lang,
    pub(super) drills: bool,
}

fn drawn(
    laid: &Laid<'_>,
    frame: Frame,
    counted: &Table,
    behind: Vec<(String, String, String, String)>,
    is_drill: bool,
) -> Response {
    let table = laid.table;
    let on = laid.asked.on.map(|on| day(on, laid.lang)).unwrap_or_default();
    let over = match table.over {
        CountOver::Open => frame.t1("count-over-open", "on", on),
        CountOver::Entered => frame.t("count-over-entered"),
        CountOver::Ended => frame.t("count-over-ended"),
        CountOver::All => frame.t1("count-over-all", "on", on),
        CountOver::Latest => frame.t1("count-over-latest", "on", on),
    };
    let (heads, columns, rows) = laid.rows(&frame, counted);
    let file = |format: &str| address(laid.register, table, laid.asked, &[("format", format)]);
    let files = if laid.drills {
        vec![(frame.t("entries-xlsx"), file("xlsx")), (frame.t("entries-csv"), file("csv"))]
    } else {
        Vec::new()
    };
    page(&CountPage {
        sentence: frame.t2("count-sentence", "over", over, "n", laid.number(&frame, counted.total.n)),
        note: said(&frame, &table.note),
        covered: counted.covered,
        dated: matches!(table.over, CountOver::Open | CountOver::All | CountOver::Latest),
        ranged: !matches!(table.over, CountOver::Open | CountOver::Latest),
        asked: laid.asked.clone(),
        heads,
        columns,
        total: laid.figures(&frame, &counted.total, false),
        rows,
        chart: laid.chart(counted),
        files,
        behind,
        is_drill,
        here: frame.here.split('?').next().unwrap_or_default().to_owned(),
        frame,
    })
}

impl Laid<'_> {
    fn words(&self, at: usize, value: &str, frame: &Frame) -> String {
        let on = self.asked.on.unwrap_or(frame.as_of);
        let text = key_text(self.rooms, self.register, self.names, &self.table.by[at], value, on, self.lang);
        if text.is_empty() { frame.t("entry-not-said") } else { text }
    }

    fn number(&self, frame: &Frame, n: Option<i64>) -> String {
        let Some(n) = n else { return frame.t("count-covered") };
        let field = self.table.sum.and_then(|at| self.register.fields.get(at));
        field.map_or_else(
            || grouped(&n.to_string()),
            |field| field.show(&serde_json::Value::from(n), self.lang == Lang::Zh),
        )
    }

    /// The figures of a row in the order of the columns.
    fn figures(&self, frame: &Frame, cell: &Cell, compared: bool) -> Vec<String> {
        let mut out = vec![self.number(frame, cell.n)];
        if !self.table.share.is_empty() {
            out.push(share(cell));
        }
        let shown = |one: &Option<String>| one.as_ref().map_or_else(|| "—".to_owned(), |text| grouped(text));
        out.extend(cell.figures.iter().map(shown));
        if self.table.change.is_some() {
            let blank = || vec![String::new(); 1 + cell.figures.len()];
            out.extend(if compared { cell.changes.iter().map(signed).collect() } else { blank() });
        }
        out
    }

    fn cross(&self, counted: &Table) -> Option<Vec<String>> {
        let table = self.table;
        if table.by.len() != 2
            || !table.measures.is_empty()
            || !table.share.is_empty()
            || table.change.is_some()
        {
            return None;
        }
        let mut across: Vec<String> = counted.rows.iter().map(|cell| cell.keys[1].clone()).collect();
        across.sort();
        across.dedup();
        (across.len() <= WIDE).then_some(across)
    }

    fn rows(&self, frame: &Frame, counted: &Table) -> (Vec<String>, Vec<(String, String)>, Vec<Row>) {
        let names: Vec<String> =
            self.table.by.iter().map(|key| key_name(self.rooms, self.register, key, self.lang)).collect();
        let href = |cell: &Cell| {
            let key = serde_json::json!(cell.keys).to_string();
            if self.drills && cell.n.is_some() {
                address(self.register, self.table, self.asked, &[("key", &key)]) + "#behind"
            } else {
                String::new()
            }
        };
        if let Some(across) = self.cross(counted) {
            let mut rows: Vec<(String, Row)> = Vec::new();
            for cell in &counted.rows {
                if rows.last().is_none_or(|(own, _)| *own != cell.keys[0]) {
                    let none = || Figure { text: "—".to_owned(), href: String::new() };
                    let keys = vec![self.words(0, &cell.keys[0], frame)];
                    rows.push((
                        cell.keys[0].clone(),
                        Row { keys, cells: across.iter().map(|_| none()).collect() },
                    ));
                }
                let at = across.iter().position(|one| *one == cell.keys[1]);
                if let (Some(at), Some((_, row))) = (at, rows.last_mut()) {
                    row.cells[at] = Figure { text: self.number(frame, cell.n), href: href(cell) };
                }
            }
            let columns = across.iter().map(|one| (self.words(1, one, frame), String::new())).collect();
            return (vec![names[0].clone()], columns, rows.into_iter().map(|(_, row)| row).collect());
        }
        let row = |cell: &Cell| {
            let keys = cell.keys.iter().enumerate().map(|(at, value)| self.words(at, value, frame)).collect();
            let mut all = self
                .figures(frame, cell, true)
                .into_iter()
                .map(|text| Figure { text, href: String::new() })
                .collect::<Vec<_>>();
            if let Some(first) = all.first_mut() {
                first.href = href(cell);
            }
            Row { keys, cells: all }
        };
        (names, self.columns(frame, counted), counted.rows.iter().map(row).collect())
    }

    fn columns(&self, frame: &Frame, counted: &Table) -> Vec<(String, String)> {
        let mut out = vec![(frame.t("count-number"), String::new())];
        if !self.table.share.is_empty() {
            out.push((frame.t("count-share"), "%".to_owned()));
        }
        let name = |one: &table::Column| self.lang.pick(&one.zh, &one.en).to_owned();
        out.extend(counted.columns.iter().map(|one| (name(one), unit(self.lang, &one.unit).to_owned())));
        if self.table.change.is_some() {
            out.push((frame.t("count-change"), String::new()));
            out.extend(
                counted
                    .columns
                    .iter()
                    .map(|one| (frame.t1("count-change-of", "what", name(one)), String::new())),
            );
        }
        out
    }
}

fn signed(one: &Option<String>) -> String {
    match one {
        None => "—".to_owned(),
        Some(text) if text.starts_with('-') || text.bytes().all(|byte| matches!(byte, b'0' | b'.')) => {
            grouped(text)
        }
        Some(text) => format!("+{}", grouped(text)),
    }
}

/// The share in per cent with one digit, half up.
fn share(cell: &Cell) -> String {
    match (cell.shared, cell.n) {
        (Some(shared), Some(n)) if n > 0 => {
            let tenths = (shared * 2_000 + n) / (2 * n);
            format!("{}.{}", tenths / 10, tenths % 10)
        }
        _ => String::new(),
    }
}
