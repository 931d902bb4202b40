//! The method note of the cockpit (监测预警方法说明), and the form that asks for a close.

use anye_base::{Fault, Lang};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::words;
use crate::warning::setting::Setting;
use crate::{Monitor, warning};

#[derive(Template)]
#[template(path = "cockpit_method.html")]
pub(super) struct MethodPage {
    pub(super) frame: Frame,
    pub(super) lights: Vec<(String, String, String, String, String)>,
    pub(super) least: u32,
    pub(super) ahead: usize,
    pub(super) interval: u32,
}

/// Answers `GET /cockpit/method`.
pub async fn method(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Response, Failed> {
    let frame = Frame::new(&monitor.core, &visitor, "/cockpit/method", visitor.texts.t("cock-method-title"))
        .under(visitor.texts.t("cock-title"), "/cockpit");
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let (texts, chinese) = (frame.texts.clone(), visitor.lang() == Lang::Zh);
    let pick = |words: &anye_forms::Words| if chinese { words.zh.clone() } else { words.en.clone() };
    let row = |light: &anye_forms::Light| {
        let steps = light
            .thresholds
            .as_ref()
            .map(|steps| steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / "));
        let unit = words::unit_said(&texts, &words::unit(&monitor, &light.indicator));
        let levels = match steps {
            Some(steps) => format!("{steps}{unit}"),
            None if light.by_target => texts.t("cock-by-target"),
            None => texts.t("cock-no-light-unset"),
        };
        let why = light.set_by.as_ref().map_or_else(|| pick(&light.unset), &pick);
        let cite: Vec<String> = light.cite.iter().map(ToString::to_string).collect();
        (
            pick(&light.name),
            words::indicator_name(&monitor, &texts, &light.indicator),
            levels,
            why,
            cite.join(" "),
        )
    };
    let panel = setting.panel.first();
    Ok(page(&MethodPage {
        lights: monitor.catalogue.lights.iter().map(row).collect(),
        least: panel.map_or(0, |one| one.least_reporters),
        ahead: panel.map_or(0, |one| one.ahead),
        interval: panel.map_or(0, |one| one.interval),
        frame,
    }))
}

/// A close that is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Close {
    form: String,
    period: String,
}

/// Answers `POST /cockpit/close`.
pub async fn close(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: anye_web::extract::Form<Close>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    warning::enqueue(&monitor, &asking.caller(sent.once.as_ref()), &sent.data.form, &sent.data.period)
        .await?;
    Ok(Redirect::to(&format!("/cockpit?form={}&done=close-asked", sent.data.form)).into_response())
}
