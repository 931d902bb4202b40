//! The composite index (合成指数) of a close: the pack's indicators at each place on one scale, added up by the pack's weights. It must never take a missing
//! indicator for calm, use a later period, or reckon with weights that nobody set.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_db::Db;
use anye_forms::{Catalogue, Composite, Form, Light, Period};
use anye_law::num::Num;
use anye_signals::lights::{Direction, Indicator, composite, standardise};
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::figure::{Before, shine};
use super::hold::Held;
use super::store::{self, Figure};

/// Values by place, indicator and period.
type Values = BTreeMap<(String, String), BTreeMap<String, f64>>;

/// The composites of a form and what was known of their parts before the close.
#[derive(Debug, Default)]
pub struct Indices<'a> {
    wanted: Vec<(&'a Composite, &'a [Num], (Period, Period))>,
    past: Values,
    written: Vec<(String, String, String, String)>,
}

impl<'a> Indices<'a> {
    /// Reads the parts up to and with `period`; those of the form itself only before it, since the close brings its own.
    pub async fn read(
        db: &Db,
        catalogue: &'a Catalogue,
        form: &Form,
        period: Period,
        places: &[String],
    ) -> Result<Self, Fault> {
        let own = catalogue.composites.iter().filter(|one| one.form == form.id);
        let wanted: Vec<_> = own.filter_map(|one| Some((one, one.weights.as_deref()?, one.usual?))).collect();
        let Some(from) = wanted.iter().map(|(_, _, usual)| usual.0).min() else { return Ok(Self::default()) };
        let mut parts: Vec<String> =
            wanted.iter().flat_map(|(one, ..)| &one.parts).map(|part| part.indicator.clone()).collect();
        parts.sort();
        parts.dedup();
        let (from, to) = (from.to_string(), period.to_string());
        let written = store::parts(&mut &*db, (&form.id, &from, &to), places, &parts).await?;
        let mut past = Values::new();
        for (place, indicator, period, value) in &written {
            if let Ok(value) = value.parse::<f64>() {
                past.entry((place.clone(), indicator.clone())).or_default().insert(period.clone(), value);
            }
        }
        Ok(Self { wanted, past, written })
    }

    /// What went in, for the digest.
    pub fn tell(&self, to: &mut Sm3) {
        for (place, indicator, period, value) in &self.written {
            for text in [place, indicator, period, value] {
                to.update(text.as_bytes());
                to.update([0]);
            }
        }
    }

    /// The index of every place that the close has figures of, with its light where one is set.
    pub fn figures(
        mut self,
        catalogue: &Catalogue,
        period: Period,
        least: i64,
        now: &[Figure],
        before: &Before,
    ) -> Vec<Figure> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let text = period.to_string();
        let mut reporters: BTreeMap<String, i64> = BTreeMap::new();
        for one in now
            .iter()
            .filter(|one| one.industry.is_empty() && !one.indicator.starts_with(anye_forms::ESTIMATE))
        {
            let most = reporters.entry(one.place.clone()).or_default();
            *most = one.reporters.max(*most);
            if let Ok(value) = one.value.parse::<f64>() {
                let key = (one.place.clone(), one.indicator.clone());
                self.past.entry(key).or_default().insert(text.clone(), value);
            }
        }
        let mut found = Vec::new();
        for (place, count) in &reporters {
            for (one, weights, usual) in &self.wanted {
                let base = Figure {
                    place: place.clone(),
                    indicator: one.indicator(),
                    reporters: *count,
                    ..Figure::default()
                };
                let (figure, exact) = self.index(base, one, weights, *usual, period);
                let lights: Vec<&Light> =
                    catalogue.lights.iter().filter(|light| light.indicator == figure.indicator).collect();
                if lights.is_empty() {
                    found.push(figure.clone());
                }
                found.extend(lights.iter().map(|light| lit(figure.clone(), light, exact, least, before)));
            }
        }
        found
    }

    /// The index of one place, and its value as it is compared.
    fn index(
        &self,
        mut figure: Figure,
        one: &Composite,
        weights: &[Num],
        usual: (Period, Period),
        period: Period,
    ) -> (Figure, Option<Num>) {
        let mut periods = Vec::new();
        let mut at = Some(usual.0);
        while let Some(step) = at.filter(|step| *step <= period) {
            periods.push(step);
            at = step.next();
        }
        let reference = periods.iter().filter(|step| **step <= usual.1).count();
        let indicators: Vec<Indicator> = one
            .parts
            .iter()
            .map(|part| {
                let known = self.past.get(&(figure.place.clone(), part.indicator.clone()));
                let value = |step: &Period| known.and_then(|known| known.get(&step.to_string()).copied());
                let direction =
                    if part.less_is_worse { Direction::LessIsWorse } else { Direction::MoreIsWorse };
                Indicator { direction, values: periods.iter().map(value).collect() }
            })
            .collect();
        let scores: Vec<Vec<Option<f64>>> =
            indicators.iter().map(|indicator| standardise(indicator, reference)).collect();
        let weights: Vec<f64> = weights.iter().map(|one| one.to_string().parse().unwrap_or(0.0)).collect();
        let made = composite(&scores, &weights).pop();
        let Some((made, value)) = made.and_then(|made| made.value.map(|value| (made, value))) else {
            "missing".clone_into(&mut figure.missing);
            figure.detail = json!({ "no_light": "no_value" });
            return (figure, None);
        };
        figure.value = two(value);
        let part = |one: &anye_signals::lights::Contribution, id: &str| json!({ "indicator": id, "score": two(one.score), "weight": two(100.0 * one.weight), "part": two(one.part) });
        let parts: Vec<_> = made
            .contributions
            .iter()
            .filter_map(|own| Some(part(own, &one.parts.get(own.indicator)?.indicator)))
            .collect();
        let by = one.set_by.as_ref().map(|by| json!({ "zh": by.zh, "en": by.en }));
        figure.detail = json!({
            "parts": parts,
            "coverage": two(100.0 * made.coverage),
            "diffusion": made.diffusion.map(two),
            "usual": [usual.0.to_string(), usual.1.to_string()],
            "set_by": by,
        });
        let exact = Num::parse(&figure.value);
        (figure, exact)
    }
}

/// The light of an index, with inertia.
fn lit(mut figure: Figure, light: &Light, exact: Option<Num>, least: i64, before: &Before) -> Figure {
    figure.rule.clone_from(&light.id);
    let key = (figure.place.clone(), String::new(), figure.indicator.clone(), figure.rule.clone());
    let before = before.get(&key).and_then(|(shown, recent)| Held::read(shown, recent, &light.scale));
    let Some(exact) = exact else { return figure };
    let why = match light.level(exact) {
        _ if figure.reporters < least => "few",
        Some(now) => {
            let detail = figure.detail.take();
            shine(&mut figure, light, now, before.as_ref());
            figure.detail = detail;
            return figure;
        }
        None => "unset",
    };
    if let Some(detail) = figure.detail.as_object_mut() {
        detail.insert("no_light".to_owned(), why.into());
    }
    figure
}

fn two(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}
