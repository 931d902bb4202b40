//! A table of a bulletin (表格): three lines, figures to the right, the head again on each page.

use anye_web::figure::grouped;

use super::super::model::Table;
use super::centred;
use super::setting::{Face, lines, width};
use super::sheet::{LEFT, Sheets, WIDE};

const SIZE: f32 = 10.5;
const LINE: f32 = 15.0;
/// Between two columns.
const GAP: f32 = 8.0;

/// A row: each cell in lines.
type Row = Vec<Vec<String>>;

pub(super) fn grid(sheets: &mut Sheets, table: &Table, chinese: bool) {
    let head = table.columns.iter().map(|head| match head.unit.as_str() {
        "" => head.name.said(chinese).to_owned(),
        unit => format!("{}({unit})", head.name.said(chinese)),
    });
    let head: Vec<String> = std::iter::once(String::new()).chain(head).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|line| {
            let values =
                line.values.iter().map(|value| value.as_deref().map_or_else(|| "—".to_owned(), grouped));
            std::iter::once(line.name.said(chinese).to_owned()).chain(values).collect()
        })
        .collect();
    let wide = columns(&head, &rows);
    let fold = |cells: &[String]| -> Row {
        cells.iter().zip(&wide).map(|(cell, wide)| lines(cell, SIZE, wide - GAP, 0.0)).collect()
    };
    let head = fold(&head);
    sheets.room(3.0 * LINE + high(&head));
    sheets.y += 6.0;
    centred(sheets, Face::Hei, 12.0, 18.0, table.title.said(chinese));
    rule(sheets, 1.0);
    row(sheets, &head, &wide);
    rule(sheets, 0.5);
    for cells in &rows {
        let cells = fold(cells);
        if sheets.room(high(&cells)) {
            rule(sheets, 1.0);
            row(sheets, &head, &wide);
            rule(sheets, 0.5);
        }
        row(sheets, &cells, &wide);
    }
    rule(sheets, 1.0);
    sheets.y += 10.0;
}

/// Names as wide as the widest of them, half of the line at most; figures share the rest, each at least as wide as its widest figure where there is room.
fn columns(head: &[String], rows: &[Vec<String>]) -> Vec<f32> {
    let widest = |at: usize| {
        let of = |cell: Option<&String>| cell.map_or(0.0, |cell| width(cell, SIZE));
        rows.iter().map(|row| of(row.get(at))).fold(0.0, f32::max) + GAP
    };
    let names = widest(0).min(WIDE / 2.0);
    let least: Vec<f32> = (1..head.len()).map(widest).collect();
    if least.is_empty() {
        return vec![WIDE];
    }
    let (room, all) = (WIDE - names, least.iter().sum::<f32>());
    // Less room than they want: all of them narrower, figures then in several lines.
    let more = ((room - all) / least.len() as f32).max(0.0);
    let scale = if all > room { room / all } else { 1.0 };
    std::iter::once(names).chain(least.iter().map(|one| one * scale + more)).collect()
}

fn high(cells: &Row) -> f32 {
    cells.iter().map(Vec::len).max().unwrap_or(1) as f32 * LINE + 4.0
}

fn rule(sheets: &mut Sheets, thick: f32) {
    sheets.line(thick, &[(LEFT, sheets.y), (LEFT + WIDE, sheets.y)]);
}

fn row(sheets: &mut Sheets, cells: &Row, wide: &[f32]) {
    let mut x = LEFT;
    for (at, (cell, wide)) in cells.iter().zip(wide).enumerate() {
        for (line, text) in cell.iter().enumerate() {
            let from = if at == 0 { x } else { x + wide - width(text, SIZE) };
            sheets.text(Face::Fang, SIZE, from, sheets.y + 2.0 + SIZE + line as f32 * LINE, text);
        }
        x += wide;
    }
    sheets.y += high(cells);
}
