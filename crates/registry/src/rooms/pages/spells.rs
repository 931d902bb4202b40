//! Who served how long (累计服务期限): time served of each, the days on which the marks are reached, who reaches one in a period.

use anye_programmes::{Count, Register};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::response::Response;

use super::count::{address, as_file, frame};
use super::{day, said};
use crate::Registers;
use crate::table::{self, CountAsked, Served};

struct Row {
    href: String,
    name: String,
    place: String,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "entry_spells.html")]
struct SpellsPage {
    frame: Frame,
    here: String,
    sentence: String,
    note: String,
    asked: CountAsked,
    marks: Vec<String>,
    rows: Vec<Row>,
    files: Vec<(String, String)>,
}

pub(super) async fn shown(
    rooms: &Registers,
    visitor: &Visitor,
    (register, table): (&Register, &Count),
    asked: &CountAsked,
    format: &str,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), visitor);
    let all = table::served(rooms, &asking.caller(None), &register.id, &table.id, asked).await?;
    let frame = frame(rooms, visitor, (register, table), &address(register, table, asked, &[]));
    let lang = visitor.texts.lang;
    let years = table.spells.iter().flat_map(|one| &one.years);
    let marks: Vec<String> = years.map(|years| frame.t1("spells-mark", "years", years)).collect();
    let cells = |one: &Served| {
        let mut cells = vec![one.spells.to_string(), one.months.to_string()];
        cells.extend(one.marks.iter().map(|mark| mark.day.map(|on| day(on, lang)).unwrap_or_default()));
        cells
    };
    let place = |one: &Served| rooms.core().place_in(&one.place, frame.as_of, lang);
    if !format.is_empty() {
        let heads =
            [frame.t("entry-subject"), frame.t("entry-place"), frame.t("spells-n"), frame.t("spells-months")];
        let mut rows = vec![heads.into_iter().chain(marks).collect::<Vec<_>>()];
        rows.extend(all.iter().map(|one| {
            let own = [register.subject.shown_name(&one.name), place(one)];
            own.into_iter().chain(cells(one)).collect()
        }));
        return as_file(&format!("{}-{}", register.id, table.id), format, &rows);
    }
    let file = |format: &str| address(register, table, asked, &[("format", format)]);
    let on = asked.on.map(|on| day(on, lang)).unwrap_or_default();
    Ok(page(&SpellsPage {
        sentence: frame.t2("spells-sentence", "on", on, "n", all.len()),
        note: said(&frame, &table.note),
        asked: asked.clone(),
        marks,
        rows: all
            .iter()
            .map(|one| Row {
                href: format!("/registers/{}/entries/{}", register.id, one.last),
                name: one.name.clone(),
                place: place(one),
                cells: cells(one),
            })
            .collect(),
        files: vec![(frame.t("entries-xlsx"), file("xlsx")), (frame.t("entries-csv"), file("csv"))],
        here: format!("/registers/{}/counts/{}", register.id, table.id),
        frame,
    }))
}
