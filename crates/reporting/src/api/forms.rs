//! The forms of the pack, for programs that fill them in.

use anye_base::Fault;
use anye_forms::Form;
use anye_web::Failed;
use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::Reporting;

fn brief(form: &Form) -> Value {
    json!({ "id": form.id, "version": form.version, "name": form.name, "period": form.period, "reporter": form.reporter,
        "due": form.due, "approve": form.approve, "dimensions": form.dimensions })
}

/// All forms.
#[utoipa::path(get, path = "/api/reporting/forms", operation_id = "reporting_forms", tag = "reporting", responses((status = 200, body = Vec<Object>)))]
pub async fn list(State(reporting): State<Reporting>) -> Json<Vec<Value>> {
    Json(reporting.catalogue.forms.iter().map(brief).collect())
}

/// One form with its items and checks.
#[utoipa::path(get, path = "/api/reporting/forms/{form}", operation_id = "reporting_form", tag = "reporting",
    params(("form" = String, Path, description = "Id")), responses((status = 200, body = Object), (status = 404, description = "No such form")))]
pub async fn show(State(reporting): State<Reporting>, Path(id): Path<String>) -> Result<Json<Value>, Failed> {
    let form = reporting.catalogue.form(&id).ok_or_else(|| Fault::not_found("form"))?;
    let mut all = brief(form);
    all["about"] = json!(form.about);
    all["cite"] = json!(form.cite);
    all["sections"] = json!(form.sections);
    all["items"] = json!(form.items);
    all["checks"] = json!(form.checks);
    all["limits"] = json!(form.limits);
    Ok(Json(all))
}
