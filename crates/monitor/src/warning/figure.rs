//! Indicators of the pack over the sums of places and industries, with their lights (指标与灯). The sums are those that drill down to reports, to the unit.
//! It must never light what nobody set a threshold for, nor a figure of too few reporters.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_db::{Db, DbError};
use anye_forms::{Catalogue, Form, Indicator, Light, Period, Totals, against, indicator};
use anye_reporting::rollup::{self, Class, Layout};
use serde_json::json;

use super::hold::Held;
use super::store::Figure;

/// Sums of the period, the one before and the one a year before, by place and industry.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    now: BTreeMap<(String, String), (Totals, i64)>,
    previous: BTreeMap<(String, String), (Totals, i64)>,
    year_ago: BTreeMap<(String, String), (Totals, i64)>,
}

/// The dimension whose codes are industries.
pub const INDUSTRY: &str = "industry";

impl Sums {
    /// Reads them for places.
    pub async fn read(db: &Db, form: &Form, period: Period, places: &[String]) -> Result<Self, DbError> {
        let layout = Layout::of(form);
        let mut sums = Self::default();
        let wanted = [Some(period), period.previous(), period.year_ago()];
        let dims = if form.dimensions.iter().any(|one| one == INDUSTRY) {
            &[rollup::ALL, INDUSTRY][..]
        } else {
            &[rollup::ALL]
        };
        for (to, one) in [&mut sums.now, &mut sums.previous, &mut sums.year_ago].into_iter().zip(wanted) {
            let Some(one) = one else { continue };
            for dim in dims {
                let mut from = db;
                let periods = [one.to_string()];
                let found =
                    rollup::figures(&mut from, &layout, Class::Submitted, &periods, places, dim).await?;
                for figure in found {
                    let totals = figure.totals(form, &layout);
                    to.insert((figure.place, figure.code), (totals, figure.as_of));
                }
            }
        }
        Ok(sums)
    }

    /// Latest change among the sums of the period.
    pub fn as_of(&self) -> i64 {
        self.now.values().map(|(_, as_of)| *as_of).max().unwrap_or(0)
    }

    /// Reports of everything at a place.
    pub fn reports(&self, place: &str) -> i64 {
        self.now.get(&(place.to_owned(), String::new())).map_or(0, |(totals, _)| totals.reports)
    }

    /// What went in, for the digest: keys and sums of all three periods.
    pub fn told(&self) -> impl Iterator<Item = (&str, &str, &Totals)> {
        let all = [&self.now, &self.previous, &self.year_ago];
        all.into_iter()
            .flatten()
            .map(|((place, industry), (totals, _))| (place.as_str(), industry.as_str(), totals))
    }
}

/// What the lights were in the period before: by place, industry, indicator, rule.
pub type Before = BTreeMap<(String, String, String, String), (String, String)>;

/// How to evaluate.
pub struct Evaluating<'a> {
    /// The pack.
    pub catalogue: &'a Catalogue,
    /// The form.
    pub form: &'a Form,
    /// The period.
    pub period: Period,
    /// Fewer reports than that get no light; none for forms that places report.
    pub least: i64,
    /// Lights of the period before.
    pub before: &'a Before,
}

impl Evaluating<'_> {
    /// Every indicator of the form at every place, and by industry where enough reported.
    pub fn figures(&self, sums: &Sums) -> Vec<Figure> {
        let mut found = Vec::new();
        let own =
            || self.catalogue.indicators.iter().filter(|one| one.form.as_deref() == Some(&self.form.id));
        for ((place, industry), (totals, _)) in &sums.now {
            if !industry.is_empty() && totals.reports < self.least {
                continue;
            }
            let key = (place.clone(), industry.clone());
            let at = |sums: &BTreeMap<(String, String), (Totals, i64)>| {
                sums.get(&key).map(|(totals, _)| totals.clone())
            };
            let (previous, year_ago) = (at(&sums.previous), at(&sums.year_ago));
            for one in own() {
                let value = indicator(self.catalogue, &one.id, totals, previous.as_ref(), year_ago.as_ref());
                let base = Figure {
                    place: place.clone(),
                    industry: industry.clone(),
                    indicator: one.id.clone(),
                    reporters: totals.reports,
                    ..Figure::default()
                };
                let lights: Vec<&Light> =
                    self.catalogue.lights.iter().filter(|light| light.indicator == one.id).collect();
                if lights.is_empty() {
                    found.push(valued(base, &value));
                    continue;
                }
                for light in lights {
                    found.push(self.lit(valued(base.clone(), &value), one, light, value.as_ref().ok()));
                }
            }
        }
        found
    }

    fn lit(
        &self,
        mut figure: Figure,
        one: &Indicator,
        light: &Light,
        value: Option<&anye_forms::Figure>,
    ) -> Figure {
        figure.rule.clone_from(&light.id);
        let key =
            (figure.place.clone(), figure.industry.clone(), figure.indicator.clone(), figure.rule.clone());
        let before =
            self.before.get(&key).and_then(|(shown, recent)| Held::read(shown, recent, &light.scale));
        if figure.reporters < self.least {
            figure.detail = json!({ "no_light": "few" });
            return figure;
        }
        let target = one.target_for(&figure.place, self.period);
        let level = value.and_then(|value| match target.filter(|_| light.by_target) {
            Some(target) => against(one, target, value.exact).and_then(|held| light.level_by(&held)),
            None => light.level(value.exact),
        });
        let Some(now) = level else {
            let why = match (value, light.by_target, &light.thresholds) {
                (None, ..) => "no_value",
                (Some(_), true, _) => "no_target",
                (Some(_), false, _) => "unset",
            };
            figure.detail = json!({ "no_light": why });
            // Without a figure the light of before stays, as its period alone said nothing.
            if let (Some(before), None) = (before, value) {
                figure.light = light.scale.get(before.shown).cloned().unwrap_or_default();
                figure.recent = before.written(&light.scale);
            }
            return figure;
        };
        shine(&mut figure, light, now, before.as_ref());
        if let Some(target) = target.filter(|_| light.by_target) {
            figure.threshold.clone_from(&target.value);
        }
        let by = light.set_by.as_ref().map(|by| json!({ "zh": by.zh, "en": by.en }));
        figure.detail = json!({ "set_by": by });
        figure
    }
}

/// Puts a level on a figure, with the inertia of its light and the threshold that it crossed.
pub fn shine(figure: &mut Figure, light: &Light, now: usize, before: Option<&Held>) {
    let held = Held::next(before, now, light.down_after);
    let word = |at: usize| light.scale.get(at).cloned().unwrap_or_default();
    let crossed = now.checked_sub(1).and_then(|at| light.thresholds.as_ref()?.get(at));
    figure.threshold = crossed.map_or_else(String::new, ToString::to_string);
    figure.light_now = word(now);
    figure.light = word(held.shown);
    figure.recent = held.written(&light.scale);
}

fn valued(mut figure: Figure, value: &Result<anye_forms::Figure, anye_forms::NotComputed>) -> Figure {
    match value {
        Ok(value) => figure.value.clone_from(&value.text),
        Err(why) => why.code.clone_into(&mut figure.missing),
    }
    figure
}

/// Faults of reading a form's period, for people.
pub fn no_reports(form: &str, period: &str) -> Fault {
    Fault::new(anye_base::ErrorKind::Conflict, "close_no_reports").arg("form", form).arg("period", period)
}
