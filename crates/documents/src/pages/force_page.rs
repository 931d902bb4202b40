//! What is in force on a day (现行有效): bars over years drawn by the server, and the table that says the same.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::show::{self, Choice};
use crate::calling::Asking;
use crate::in_force::{End, Line, Standing, Timeline, timeline};
use crate::keys::in_address;
use crate::list::choices;

const LEFT: f64 = 360.0;
const RIGHT: f64 = 1080.0;
const ROW: f64 = 28.0;
const MOST_DRAWN: usize = 60;

/// A bar of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Left end.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// Base line of its words.
    pub y: f64,
    /// `past`, `open` or nothing.
    pub css: &'static str,
    /// Words.
    pub label: String,
    /// Its page.
    pub href: String,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Years {
    /// Height.
    pub height: f64,
    /// Years with their place.
    pub ticks: Vec<(f64, i16)>,
    /// Bars.
    pub bars: Vec<Bar>,
    /// Where the day lies.
    pub day: f64,
}

/// A row of the table.
pub struct ForceRow {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Place in words.
    pub place: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: Option<String>,
    /// Where the day lies: the word and the words.
    pub standing: (&'static str, String),
    /// What ended it: words and the document that did.
    pub end: (String, Option<String>),
}

/// The page.
#[derive(Template)]
#[template(path = "in_force.html")]
pub struct ForcePage {
    /// What stands around it.
    pub frame: Frame,
    /// The state in words.
    pub sentence: String,
    /// The day.
    pub on: String,
    /// Places.
    pub places: Vec<Choice>,
    /// The drawing.
    pub years: Years,
    /// The table.
    pub rows: Vec<ForceRow>,
    /// More than are shown.
    pub cut: bool,
    /// More rows than bars.
    pub drawn: usize,
}

/// The drawing of a timeline; the first [`MOST_DRAWN`] documents whose first day is known.
pub fn years(found: &Timeline) -> Years {
    let known: Vec<&Line> = found.lines.iter().filter(|line| line.from.is_some()).take(MOST_DRAWN).collect();
    let starts = known.iter().filter_map(|line| line.from).map(Date::year);
    let ends = known.iter().filter_map(|line| line.to).map(Date::year);
    let first = starts.chain([found.on.year()]).min().unwrap_or_else(|| found.on.year());
    let last =
        ends.chain([found.on.year()]).max().unwrap_or_else(|| found.on.year()).min(found.on.year() + 10) + 1;
    let step = ((last - first) / 9 + 1).max(1);
    let scale = (RIGHT - LEFT) / f64::from((last - first).max(1));
    let x = |day: Date| {
        let within = f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
        tenth((LEFT + (f64::from(day.year() - first) + within) * scale).clamp(LEFT, RIGHT))
    };
    let bar = |(row, line): (usize, &&Line)| {
        let from = line.from.map_or(LEFT, x);
        let to = line.to.map_or(RIGHT, x);
        Bar {
            x: from,
            width: tenth((to - from).max(2.0)),
            y: 48.0 + row as f64 * ROW,
            css: match (line.standing, line.end) {
                (Standing::Ended, _) => " past",
                (Standing::NotYet | Standing::Unknown, _) => " open",
                (Standing::InForce, _) => "",
            },
            label: bar_label(line),
            href: format!("/documents/{}", in_address(&line.document.id)),
        }
    };
    Years {
        height: 48.0 + known.len() as f64 * ROW + 16.0,
        ticks: (first..=last)
            .step_by(usize::try_from(step).unwrap_or(1))
            .map(|year| (tenth(LEFT + f64::from(year - first) * scale), year))
            .collect(),
        bars: known.iter().enumerate().map(bar).collect(),
        day: x(found.on),
    }
}

/// To a tenth of a pixel: more is only longer.
fn tenth(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

fn bar_label(line: &Line) -> String {
    const LONGEST: usize = 25;
    let number = line.document.number.clone().unwrap_or_default();
    let whole = if number.is_empty() {
        line.document.title.clone()
    } else {
        format!("{number} {}", line.document.title)
    };
    let label: String = whole.chars().take(LONGEST).collect();
    if whole.chars().count() > LONGEST { label + "…" } else { label }
}

fn row(texts: &Texts, line: &Line, name: &impl Fn(&str) -> String) -> ForceRow {
    let standing = match line.standing {
        Standing::InForce => "in-force",
        Standing::NotYet => "not-yet",
        Standing::Ended => "ended",
        Standing::Unknown => "unknown",
    };
    let repealed = line.document.repealed_by.as_ref().filter(|_| line.end == End::Repeal);
    let end = match line.end {
        End::Repeal => texts.t("library-end-repeal"),
        End::Expiry => texts.t("library-end-expiry"),
        End::Open => String::new(),
    };
    ForceRow {
        href: format!("/documents/{}", in_address(&line.document.id)),
        title: show::title(texts, &line.document),
        number: line.document.number.clone().unwrap_or_default(),
        place: name(&line.document.place),
        from: show::day(line.from),
        to: line.to.map(|day| day.to_string()),
        standing: (standing, texts.t(&format!("library-standing-{standing}"))),
        end: (end, repealed.map(|id| format!("/documents/{}", in_address(id)))),
    }
}

impl ForcePage {
    /// Puts the page together. `name` gives the name of a place.
    pub fn new(
        frame: Frame,
        found: &Timeline,
        places: &[String],
        at: &str,
        name: impl Fn(&str) -> String,
    ) -> Self {
        let count = |standing: Standing| {
            found.lines.iter().filter(|line| line.standing == standing).count().to_string()
        };
        let values = [
            ("day", found.on.to_string()),
            ("n", count(Standing::InForce)),
            ("later", count(Standing::NotYet)),
            ("ended", count(Standing::Ended)),
            ("unknown", count(Standing::Unknown)),
        ];
        let mut offered = vec![Choice::new("", frame.t("library-any-place"), at)];
        offered.extend(places.iter().map(|code| Choice::new(code, name(code), at)));
        let years = years(found);
        Self {
            sentence: frame.texts.args("library-force-state", &values),
            on: found.on.to_string(),
            places: offered,
            rows: found.lines.iter().map(|line| row(&frame.texts, line, &name)).collect(),
            drawn: years.bars.len(),
            years,
            cut: found.cut,
            frame,
        }
    }
}

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForceQuery {
    on: String,
    at: String,
}

/// Answers `GET /documents/in-force`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Query(query): Query<ForceQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let wrong = |_| Fault::new(ErrorKind::Invalid, "library_day").field(FieldFault::new("on", "library_day"));
    let on = match query.on.trim() {
        "" => visitor.as_of(core),
        text => text.parse().map_err(wrong)?,
    };
    let found = timeline(library, &caller, on, Some(&query.at)).await?;
    let offered = choices(library, &caller).await?;
    let here = show::address("/documents/in-force", &[("on", &query.on), ("at", &query.at)]);
    let frame = Frame::new(core, &visitor, &here, visitor.texts.t("library-force-title"))
        .under(visitor.texts.t("library-title"), "/documents");
    Ok(page(&ForcePage::new(frame, &found, &offered.places, &query.at, |code| {
        core.place_in(code, on, visitor.lang())
    })))
}
