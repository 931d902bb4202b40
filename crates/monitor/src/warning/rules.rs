//! The rules a close went by, as a digest (规则版本): indicators, lights and plans of a form. The same text gives the same digest.

use anye_db::audit::hex;
use anye_forms::{Catalogue, Form};
use serde_json::json;
use sm3::{Digest as _, Sm3};

/// The digest of what a form's close goes by, 16 hex digits.
pub fn digest(catalogue: &Catalogue, form: &Form) -> String {
    let own: Vec<_> =
        catalogue.indicators.iter().filter(|one| one.form.as_deref() == Some(&form.id)).collect();
    let indicators: Vec<_> =
        own.iter().map(|one| json!([one.id, one.formula, one.unit, one.digits, one.targets])).collect();
    let composites: Vec<_> = catalogue.composites.iter().filter(|one| one.form == form.id).collect();
    let watched = |light: &anye_forms::Light| {
        light.by_rate
            || own.iter().any(|one| one.id == light.indicator)
            || composites.iter().any(|one| one.indicator() == light.indicator)
    };
    let lights: Vec<_> = catalogue.lights.iter().filter(|light| watched(light)).collect();
    let plans: Vec<_> = catalogue
        .plans
        .iter()
        .filter(|plan| plan.lights.iter().any(|id| lights.iter().any(|light| light.id == *id)))
        .map(|plan| json!([plan.id, plan.level, plan.lights]))
        .collect();
    // Thresholds as exact text: two packs that differ in a digit are two rules.
    let levels: Vec<String> = lights.iter().map(|light| format!("{:?}", light.thresholds)).collect();
    let lights: Vec<_> = lights
        .iter()
        .map(|light| json!([light.id, light.scale, light.falling, light.at_counts, light.down_after]))
        .collect();
    let mut all = json!([form.version, indicators, lights, levels, plans]).to_string();
    for one in composites {
        all.push_str(&format!("{:?}{:?}{:?}", one.parts, one.weights, one.usual));
    }
    let mut sum = Sm3::new();
    sum.update(all.as_bytes());
    hex(&sum.finalize()).chars().take(16).collect()
}
