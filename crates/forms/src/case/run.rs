//! Runs cases. What a case expects and nothing gives is a difference, never a pass.

use anye_law::day::Day;
use anye_law::num::Num;

use super::{Report, What};
use crate::cell::Cells;
use crate::entry::entry;
use crate::facts::Facts;
use crate::figure::{against, beside, change, implied_before, indicator, progress, rounded};
use crate::model::{Admission, Better, Catalogue, PublishedKind, TargetKind};
use crate::period::Period;

/// Collects differences.
struct Held(Vec<String>);

impl Held {
    fn same(&mut self, what: &str, wanted: &str, got: &str) {
        if wanted != got {
            self.0.push(format!("{what}: expected {wanted}, got {got}"));
        }
    }

    fn all(&mut self, expect: &[(String, String)], got: impl Fn(&str) -> Option<String>) {
        for (key, wanted) in expect {
            self.same(key, wanted, &got(key).unwrap_or_else(|| "nothing".to_owned()));
        }
    }
}

pub(super) fn run(what: &What, catalogue: &Catalogue) -> Vec<String> {
    let mut held = Held(Vec::new());
    match what {
        What::Report(report) => run_report(report, catalogue, &mut held),
        What::Indicator { id, totals, expect } => {
            let empty = crate::figure::Totals::default();
            let [now, before, year_ago] = totals;
            let got =
                indicator(catalogue, id, now.as_ref().unwrap_or(&empty), before.as_ref(), year_ago.as_ref());
            held.all(expect, |key| match (key, &got) {
                ("value", Ok(figure)) => Some(figure.text.clone()),
                ("none", Err(why)) => Some(why.code.to_owned()),
                (_, Ok(figure)) => Some(format!("the value {}", figure.text)),
                (_, Err(why)) => Some(format!("none: {}", why.code)),
            });
        }
        What::Panel { id, facts, expect, tags } => {
            run_panel(catalogue, id, facts, expect, tags.as_deref(), &mut held)
        }
        What::Light { id, value, at, level } => {
            let got = level_of(catalogue, id, value, at.as_ref());
            held.same("level", level, got.as_deref().unwrap_or("unset"));
        }
        What::Due { form, period, place, holidays, day } => {
            let working = |day: Day| catalogue.calendar.is_working_day(day) && !holidays.contains(&day.0);
            let got = catalogue.form(form).and_then(|form| form.due_on(*period, place, &working));
            held.same("day", day, &got.map_or_else(|| "none".to_owned(), |day| day.to_string()));
        }
        What::Entry { form, item, text, expect } => {
            let Some(form) = catalogue.form(form) else { return vec![format!("no form {form}")] };
            let Some(item) = form.column(item).map(|column| &form.items[column]) else {
                return vec![format!("no item {item}")];
            };
            let got = entry(item, text);
            held.all(expect, |key| match (key, &got) {
                ("cell", Ok((cell, _))) => Some(cell.show(item)),
                ("note", Ok((_, note))) => Some(note.as_ref().map_or("", |note| note.code).to_owned()),
                ("doubt", Ok((_, note))) => Some(note.as_ref().is_some_and(|note| note.doubt).to_string()),
                ("error", Err(error)) => Some(error.code.to_owned()),
                ("suggestion", Err(error)) => error.suggestion.clone(),
                (_, Ok((cell, _))) => Some(format!("the cell '{}'", cell.show(item))),
                (_, Err(error)) => Some(format!("the error {}", error.code)),
            });
        }
        What::Value { indicator, place, period, value, expect } => {
            let Some(value) = Num::parse(value) else { return vec![format!("{value} is no number")] };
            held.all(expect, |key| of_value(catalogue, indicator, place, *period, value, key));
        }
    }
    held.0
}

fn run_report(report: &Report, catalogue: &Catalogue, held: &mut Held) {
    let Some(form) = catalogue.form(&report.form) else {
        held.0.push(format!("no form {}", report.form));
        return;
    };
    let history: Vec<&Cells> = report.history.iter().collect();
    let checked = crate::check::check(form, &report.cells, report.previous.as_ref(), &history, &report.facts);
    let (mut wanted, mut got): (Vec<&str>, Vec<&str>) = (
        report.doubts.iter().map(String::as_str).collect(),
        checked.doubts.iter().map(|doubt| doubt.check.as_str()).collect(),
    );
    wanted.sort_unstable();
    got.sort_unstable();
    held.same("doubts", &wanted.join(", "), &got.join(", "));
    held.all(&report.after, |id| {
        form.column(id).map(|column| checked.cells.get(column).show(&form.items[column]))
    });
    let doubt = |id: &str| checked.doubts.iter().find(|doubt| doubt.check == id);
    let shown = |doubt: &crate::check::Doubt, number: i64| {
        let item = doubt.items.first().and_then(|column| form.items.get(*column));
        item.map(|item| crate::cell::decimal(number, item.digits))
    };
    held.all(&report.effect, |id| doubt(id).and_then(|doubt| shown(doubt, doubt.effect?)));
    held.all(&report.suggestion, |id| doubt(id).and_then(|doubt| shown(doubt, doubt.suggestion?)));
    if let Some(wanted) = &report.incomplete {
        let got: Vec<&str> =
            checked.incomplete.iter().map(|column| form.items[*column].id.as_str()).collect();
        held.same("incomplete", &wanted.join(", "), &got.join(", "));
    }
}

fn run_panel(
    catalogue: &Catalogue,
    id: &str,
    facts: &Facts,
    expect: &[(String, String)],
    tags: Option<&[String]>,
    held: &mut Held,
) {
    let Some(panel) = catalogue.panel(id) else {
        held.0.push(format!("no panel {id}"));
        return;
    };
    let day = expect.iter().find(|(key, _)| key == "day").and_then(|(_, day)| Day::parse(day));
    for (key, wanted) in expect {
        let got = match key.as_str() {
            "admits" => match panel.admits(facts) {
                Admission::Admitted => "admitted".to_owned(),
                Admission::Refused(_) => "refused".to_owned(),
                Admission::Unknown(_) => "unknown".to_owned(),
            },
            "tilt" => panel.tilt_of(facts).to_string(),
            "size" => day
                .and_then(|day| panel.size_on(day))
                .map_or_else(|| "none".to_owned(), |size| size.n.to_string()),
            _ => continue,
        };
        held.same(key, wanted, &got);
    }
    if let Some(tags) = tags {
        let got: Vec<&str> = panel.tags_of(facts).into_iter().map(|tag| tag.id.as_str()).collect();
        held.same("tags", &tags.join(", "), &got.join(", "));
    }
}

/// What a value of an indicator gives beside targets and published values.
fn of_value(
    catalogue: &Catalogue,
    id: &str,
    place: &str,
    period: Period,
    value: Num,
    key: &str,
) -> Option<String> {
    let indicator = catalogue.indicator(id)?;
    let target = indicator.target_for(place, period);
    let published = |kind: PublishedKind| {
        catalogue
            .published
            .iter()
            .find(|one| one.indicator == id && one.place == place && one.period == period && one.kind == kind)
    };
    let plan = || progress(target.filter(|target| target.kind == TargetKind::Plan)?, value, period);
    let side = || beside(indicator, published(PublishedKind::Value)?, value);
    let by = || published(PublishedKind::YearPercent).or_else(|| published(PublishedKind::YearPoints));
    let implied = || implied_before(published(PublishedKind::Value)?, by()?);
    let changed = || {
        // The change the published values imply, told in the indicator's own way.
        change(indicator, value, implied()?.point)
    };
    match key {
        "margin" => against(indicator, target?, value).map(|against| against.margin),
        "met" => against(indicator, target?, value).map(|against| against.met.to_string()),
        "share" => plan().map(|plan| plan.share),
        "schedule" => plan().map(|plan| plan.schedule),
        "ahead" => plan().map(|plan| plan.ahead),
        "published" => side().map(|side| side.published),
        "computed" => side().map(|side| side.computed),
        "difference" => side().map(|side| side.difference),
        "agrees" => side().map(|side| side.agrees.to_string()),
        "change" => changed().map(|change| change.text),
        "unit" => changed().map(|change| change.unit.en),
        "better" => changed()?.better.map(|better| better.to_string()),
        "before" => rounded(implied()?.point, indicator.digits),
        "before_low" => rounded(implied()?.low, indicator.digits),
        "before_high" => rounded(implied()?.high, indicator.digits),
        "rank" => published(PublishedKind::Rank).map(|rank| rank.value.clone()),
        "direction" => published(PublishedKind::Rank).map(|rank| {
            match rank.first_is {
                Some(Better::Lower) => "lower",
                Some(Better::Higher) => "higher",
                Some(Better::Neither) => "neither",
                None => "not stated",
            }
            .to_owned()
        }),
        _ => None,
    }
}

/// The level of a light for a value; by target, of the indicator's target for the place and the year.
fn level_of(catalogue: &Catalogue, id: &str, value: &str, at: Option<&(String, Period)>) -> Option<String> {
    let (light, value) = (catalogue.light(id)?, Num::parse(value)?);
    let level = match at {
        Some((place, period)) => {
            let indicator = catalogue.indicator(&light.indicator)?;
            let target = indicator.target_for(place, *period)?;
            light.level_by(&against(indicator, target, value)?)
        }
        None => light.level(value),
    };
    light.scale.get(level?).cloned()
}
