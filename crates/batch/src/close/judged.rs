//! What was judged, as CSV (判定结果): a row for each domain, figures in full. It must never round.

use std::fmt::Write as _;
use std::path::Path;

use anye_signals::close::{Domain, Judged};
use anye_signals::lights::Light;

use crate::population::Fault;

const HEAD: &str = "domain,place,industry,month,level,level_error,loss_rate,gain_rate,net_loss_rate,net_loss_error,since_base,response,reporters,adjusted,trend,score,chance,light,reasons\n";

/// The rows, with a line of names before them.
pub(super) fn write(path: &Path, all: &[Judged]) -> Result<(), Fault> {
    let mut text = HEAD.to_owned();
    all.iter().for_each(|one| row(&mut text, one));
    let half = path.with_extension("part");
    let failed = |error: std::io::Error| Fault::Write { path: path.to_owned(), error: error.to_string() };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(&half, text).map_err(failed)?;
    std::fs::rename(&half, path).map_err(failed)
}

fn row(text: &mut String, one: &Judged) {
    let (kind, place, industry) = match one.domain {
        Domain::All => ("all", String::new(), String::new()),
        Domain::Place(place) => ("place", place.to_string(), String::new()),
        Domain::Industry(industry) => ("industry", String::new(), industry.to_string()),
        Domain::Cell(place, industry) => ("cell", place.to_string(), industry.to_string()),
    };
    let month = one.month.map(|month| month.to_string()).unwrap_or_default();
    let of = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let figures = &one.figures;
    let reasons: Vec<String> = one
        .reasons
        .iter()
        .map(|reason| format!("{:?}:{}:{}", reason.source, word(Some(reason.light)), reason.figure))
        .collect();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{kind},{place},{industry},{month},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
        figures.level,
        figures.level_error,
        of(figures.loss_rate),
        of(figures.gain_rate),
        of(figures.net_loss_rate),
        of(figures.net_loss_error),
        of(figures.since_base),
        of(figures.response),
        figures.reporters,
        of(one.adjusted),
        of(one.trend),
        of(one.score),
        of(one.chance),
        word(one.light),
        reasons.join(";"),
    );
}

fn word(light: Option<Light>) -> &'static str {
    match light {
        None => "",
        Some(Light::Green) => "green",
        Some(Light::Blue) => "blue",
        Some(Light::Yellow) => "yellow",
        Some(Light::Orange) => "orange",
        Some(Light::Red) => "red",
    }
}
