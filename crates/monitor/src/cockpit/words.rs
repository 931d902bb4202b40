//! Figures and lights in words (灯的说法): shape, word, number, threshold; and why there is no light. Nothing may hang on colour alone.

use anye_base::Lang;
use anye_casework::{Light as Lamp, light};
use anye_web::Texts;
use anye_web::figure::grouped;

use crate::Monitor;
use crate::warning::estimate::{DEPARTURE, GROSS, HEADCOUNT, NET, SINCE_BASE};
use crate::warning::store::Figure;

/// A light as a page shows it.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Where it is: class, mark, word.
    pub lamp: Option<Lamp>,
    /// Value with its unit; `—` where there is none.
    pub value: String,
    /// Its threshold in words, or why there is no light.
    pub threshold: String,
    /// Where the figure drills down to.
    pub drill: String,
    /// The light of this period alone, where it differs.
    pub now: String,
    /// Who set the threshold.
    pub set_by: String,
}

/// Unit of an indicator.
pub fn unit(monitor: &Monitor, indicator: &str) -> String {
    match indicator {
        HEADCOUNT => "人".to_owned(),
        GROSS | NET | SINCE_BASE => "%".to_owned(),
        other => monitor.catalogue.indicator(other).map(|one| one.unit.clone()).unwrap_or_default(),
    }
}

/// The unit as a language writes it.
pub fn unit_said(texts: &Texts, unit: &str) -> String {
    match anye_web::figure::unit(texts.lang, unit) {
        "" => String::new(),
        "%" => "%".to_owned(),
        unit => format!(" {unit}"),
    }
}

/// Name of an indicator.
pub fn indicator_name(monitor: &Monitor, texts: &Texts, indicator: &str) -> String {
    let est = match indicator {
        HEADCOUNT => "cock-est-headcount",
        GROSS => "cock-est-gross",
        NET => "cock-est-net",
        SINCE_BASE => "cock-est-base",
        other if other.starts_with(anye_forms::INDEX) => {
            let one = monitor.catalogue.composites.iter().find(|one| one.indicator() == other);
            return one.map_or_else(
                || other.to_owned(),
                |one| texts.lang.pick(one.name.zh.as_str(), one.name.en.as_str()).to_owned(),
            );
        }
        other => {
            let one = monitor.catalogue.indicator(other);
            return one.map_or_else(
                || other.to_owned(),
                |one| texts.lang.pick(one.name.zh.as_str(), one.name.en.as_str()).to_owned(),
            );
        }
    };
    texts.t(est)
}

/// Name of a rule.
pub fn rule_name(monitor: &Monitor, texts: &Texts, rule: &str) -> String {
    if rule == DEPARTURE {
        return texts.t("cock-departure");
    }
    let one = monitor.catalogue.light(rule);
    one.map_or_else(
        || rule.to_owned(),
        |one| if texts.lang == Lang::Zh { one.name.zh.clone() } else { one.name.en.clone() },
    )
}

/// How rare a departure from habit is, which detector found it, how far it is.
fn departure(texts: &Texts, figure: &Figure, rate: &str) -> String {
    let score = figure.detail.get("score").and_then(serde_json::Value::as_str);
    let detector = super::composite::detector(texts, figure);
    match score.filter(|_| !detector.is_empty()) {
        Some(score) => {
            let values = [("rate", rate.to_owned()), ("detector", detector), ("score", score.to_owned())];
            texts.args("departure-said", &values)
        }
        None => texts.t1("cock-rate", "rate", rate),
    }
}

/// A figure in words.
pub fn shown(monitor: &Monitor, texts: &Texts, (form, period): (&str, &str), figure: &Figure) -> Shown {
    let unit = unit_said(texts, &unit(monitor, &figure.indicator));
    let value =
        if figure.value.is_empty() { "—".to_owned() } else { format!("{}{unit}", grouped(&figure.value)) };
    let why = figure.detail.get("no_light").and_then(serde_json::Value::as_str);
    let threshold = match (why, figure.rule.as_str()) {
        (Some(why), _) => texts.t(&format!("cock-no-light-{}", why.replace('_', "-"))),
        (None, DEPARTURE) => {
            let rate = figure.detail.get("per_100_years").and_then(serde_json::Value::as_str);
            rate.map_or_else(|| texts.t("cock-no-light-few"), |rate| departure(texts, figure, rate))
        }
        (None, "") => String::new(),
        (None, rule) if figure.threshold.is_empty() => {
            let first = monitor
                .catalogue
                .light(rule)
                .and_then(|light| light.thresholds.as_ref()?.first().map(ToString::to_string));
            first
                .map(|first| texts.t1("cock-below", "threshold", format!("{first}{unit}")))
                .unwrap_or_default()
        }
        (None, _) => texts.t1("cock-crossed", "threshold", format!("{}{unit}", figure.threshold)),
    };
    let now = if figure.light_now == figure.light || figure.light_now.is_empty() {
        String::new()
    } else {
        format!(
            "{}{}",
            texts.t("cock-then"),
            texts.t1("cock-light-now", "light", texts.t(&format!("level-{}", figure.light_now)))
        )
    };
    let estimated =
        [anye_forms::ESTIMATE, anye_forms::INDEX].iter().any(|head| figure.indicator.starts_with(head));
    let lang = texts.lang;
    let set_by =
        figure.detail.get("set_by").and_then(|by| by.get(if lang == Lang::Zh { "zh" } else { "en" }));
    Shown {
        lamp: light(texts, &figure.light),
        value,
        threshold,
        now,
        set_by: set_by.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
        drill: if estimated {
            String::new()
        } else {
            crate::warning::drill(form, period, &figure.place, &figure.industry)
        },
    }
}
