//! One rule city by city (分市): whether it holds there, which rule stands in its place, how much it gives, which figures it reads. It must never show an
//! amount that depends on a case as if it were fixed.

use anye_base::{Fault, Lang};
use anye_law::book::{ParamId, RelationKind, RuleId, Val, covers};
use anye_law::day::Day;
use anye_law::decide::answer::show as say;
use anye_law::decide::reads;
use anye_places::Tree;
use anye_web::{Failed, Frame, Visitor};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::between::{RuleLink, link};
use super::tiles::{Spot, TILE, spots};
use crate::Policy;
use crate::choice;
use crate::plain::{Plain, spaced};
use crate::window::{Windows, words};

/// The longest amount on a tile.
const LONGEST: usize = 9;

/// A city as a row.
pub struct City {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// applies, other, none.
    pub state: &'static str,
    /// The same in the reader's words.
    pub said: String,
    /// The rule that stands there.
    pub rule: Option<RuleLink>,
    /// What it gives.
    pub amount: String,
    /// When.
    pub window: String,
    /// Its figures, in the order of the head.
    pub figures: Vec<String>,
}

/// A tile.
pub struct TileView {
    /// Where.
    pub spot: Spot,
    /// The row that it leads to.
    pub href: String,
    /// applies, other, none.
    pub state: &'static str,
    /// City.
    pub name: String,
    /// Amount, where it is a short one, else the state.
    pub short: String,
}

/// A rule by city.
pub struct Cities {
    /// The day for which figures are shown.
    pub on: String,
    /// Figures that differ by place, or that cities set.
    pub figures: Vec<String>,
    /// The cities.
    pub rows: Vec<City>,
    /// The same as tiles.
    pub tiles: Vec<TileView>,
    /// Width and height of the drawing.
    pub size: (u32, u32),
    /// Width and height of a tile.
    pub tile: (u32, u32),
    /// Where the table can be had as a file.
    pub csv: String,
}

/// A rule by city.
pub fn cities(policy: &Policy, visitor: &Visitor, frame: &Frame, id: RuleId) -> Cities {
    let book = policy.book();
    let chinese = visitor.lang() == Lang::Zh;
    let on = day_in_force(policy, frame, id);
    let params = figures(policy, id);
    let name = |param: &ParamId| {
        let param = &book.params[param.ix()];
        let english = if param.english.is_empty() { spaced(&param.id) } else { param.english.clone() };
        if chinese { param.name.clone() } else { english }
    };
    let home = &policy.core.settings.home_place;
    let register = policy.core.places();
    let codes: Vec<String> = register
        .children(home, frame.as_of, Tree::CIVIL)
        .into_iter()
        .map(|city| city.code.to_owned())
        .collect();
    let rows: Vec<City> =
        codes.iter().map(|code| city(policy, visitor, frame, id, (code, on, &params))).collect();
    let (spots, width, height) = spots(&policy.pack);
    let tile = |spot: Spot| {
        let row = rows.iter().find(|row| row.code == spot.code)?;
        Some(TileView {
            href: format!("#city-{}", spot.code),
            state: row.state,
            name: row.name.clone(),
            short: short(row),
            spot,
        })
    };
    Cities {
        on: on.to_string(),
        figures: params.iter().map(name).collect(),
        tiles: spots.into_iter().filter_map(tile).collect(),
        rows,
        size: (width, height),
        tile: TILE,
        csv: format!("/rules/{}/cities.csv", book.rule(id).id),
    }
}

/// A day on which the rule can be in force, as near as may be to the reader's own.
fn day_in_force(policy: &Policy, frame: &Frame, id: RuleId) -> Day {
    let on = choice::law_day(frame.as_of);
    let place = &policy.book().rule(id).place;
    let window = Windows::new(policy.book(), place, on).of(id, true);
    let on = window.to.filter(|to| *to < on).unwrap_or(on);
    window.from.filter(|from| *from > on).unwrap_or(on)
}

/// Parameters that a city sets, or whose values differ by place.
fn figures(policy: &Policy, id: RuleId) -> Vec<ParamId> {
    let book = policy.book();
    let by_place = |param: &ParamId| {
        let param = &book.params[param.ix()];
        let first = param.values.first().map(|value| &value.place);
        param.level.as_deref() == Some("市") || param.values.iter().any(|value| Some(&value.place) != first)
    };
    reads(book, id).params.into_iter().filter(by_place).collect()
}

fn city(
    policy: &Policy,
    visitor: &Visitor,
    frame: &Frame,
    id: RuleId,
    (code, on, params): (&str, Day, &[ParamId]),
) -> City {
    let book = policy.book();
    let chinese = visitor.lang() == Lang::Zh;
    let own = book.rule(id);
    let reaches = |id: &RuleId| covers(&book.rule(*id).place, code);
    let replaced =
        || own.relations.iter().filter(|one| one.kind == RelationKind::Replaces).map(|one| one.rule);
    let here = own.replaced_by.iter().copied().find(reaches).or_else(|| reaches(&id).then_some(id));
    let here = here.or_else(|| replaced().find(reaches));
    let (state, key) = match here {
        Some(rule) if rule == id => ("applies", "law-city-applies"),
        Some(_) => ("other", "law-city-other"),
        None => ("none", "law-city-none"),
    };
    let windows = Windows::new(book, code, on);
    let (mut amount, mut window) = (String::new(), String::new());
    if let Some(rule) = here {
        let plain = Plain { book, rule: book.rule(rule), chinese };
        amount = match book.rule(rule).amount.map(|node| (node, windows.value(rule, node))) {
            Some((node, Some(value))) => say::words(book, book.ty(node), &value, chinese),
            _ => super::money::short(plain, &frame.texts),
        };
        window = words(&windows.of(rule, chinese), book.rule(rule), &frame.texts);
    }
    let figure = |param: &ParamId| {
        if here.is_none() {
            return "—".to_owned();
        }
        let value = book.param_value(*param, code, on).map(|found| &found.value);
        let value = value.filter(|value| !matches!(value, Val::Unknown));
        let ty = book.params[param.ix()].ty;
        value.map_or_else(|| frame.t("law-unset"), |value| say::words(book, ty, value, chinese))
    };
    City {
        code: code.to_owned(),
        name: policy.core.place_in(code, frame.as_of, frame.texts.lang),
        state,
        said: frame.t(key),
        rule: here.map(|rule| link(policy, visitor, rule)),
        amount,
        window,
        figures: params.iter().map(figure).collect(),
    }
}

fn short(row: &City) -> String {
    let fits = (1..=LONGEST).contains(&row.amount.chars().count());
    if fits { row.amount.clone() } else { row.said.clone() }
}

/// Answers `GET /rules/{rule}/cities.csv`.
pub async fn csv(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let id = policy.rule(&id).ok_or_else(|| Fault::not_found("rule"))?;
    let frame = Frame::new(&policy.core, &visitor, "/rules", "");
    let found = cities(&policy, &visitor, &frame, id);
    let mut head: Vec<String> =
        ["law-city-code", "law-city", "law-city-state", "law-rule", "law-gives", "law-in-force"]
            .iter()
            .map(|key| frame.t(key))
            .collect();
    head.extend(found.figures);
    let mut text = String::from("\u{feff}");
    text.push_str(&line(&head));
    for row in found.rows {
        let rule = row.rule.map(|rule| rule.name).unwrap_or_default();
        let mut cells = vec![row.code, row.name, row.said, rule, row.amount, row.window];
        cells.extend(row.figures);
        text.push_str(&line(&cells));
    }
    let name = format!("attachment; filename=\"{}-{}.csv\"", policy.book().rule(id).id, found.on);
    Ok((
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)],
        text,
    )
        .into_response())
}

/// A line of a table in commas. A text that a spreadsheet would take for a formula is marked as text.
fn line(cells: &[String]) -> String {
    let cell = |text: &String| {
        let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    format!("{}\r\n", cells.iter().map(cell).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn no_cell_becomes_a_formula() {
        let cells = ["=1+1", "a\"b", "x,y"].map(str::to_owned);
        assert_eq!(line(&cells), "\"'=1+1\",\"a\"\"b\",\"x,y\"\r\n");
    }
}
