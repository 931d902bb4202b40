//! The operations through the router: a report from its start to the province's figure, and an import.

use std::sync::Arc;

use anye_base::Fault;
use anye_testkit::sqlite;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{FORM, House, OCTOBER, Person, cells, reasons};

struct Sent<'a> {
    house: &'a House,
    person: &'a Person,
}

impl Sent<'_> {
    async fn to(&self, method: Method, path: &str, body: Value, version: i64) -> (StatusCode, Value) {
        let visitor = Visitor {
            actor: self.person.actor.clone(),
            session: None,
            grants: Arc::new(self.person.grants.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: self.house.reporting.core.texts(anye_base::Lang::En),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let key = self.house.reporting.core.world.new_id();
        let request =
            Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        let request = request.header("idempotency-key", key).header("if-match", version);
        let router =
            anye_reporting::api::routes(&self.house.reporting).router.layer(middleware::from_fn(add));
        let response = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await;
        let mut response = response.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let fault = fault.map(|fault| json!(fault.code));
        (status, fault.unwrap_or_else(|| serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.to(Method::GET, path, Value::Null, 0).await
    }

    async fn post(&self, path: &str, body: Value, version: i64) -> (StatusCode, Value) {
        self.to(Method::POST, path, body, version).await
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn from_the_start_of_a_report_to_the_figure_of_the_province() {
    let test = sqlite().await;
    let house = House::with(&test.db, 2).await;
    let (clerk, other) =
        (Sent { house: &house, person: &house.clerk }, Sent { house: &house, person: &house.other });
    let (_, form) = clerk.get(&format!("/api/reporting/forms/{FORM}")).await;
    assert!(form["items"].as_array().unwrap().len() > 20, "{form}");
    let start = json!({ "form": FORM, "period": OCTOBER, "reporter": house.employers[0].code });
    let (status, one) = clerk.post("/api/reporting/reports", start, 0).await;
    assert_eq!(status, StatusCode::OK, "{one}");
    let at = format!("/api/reporting/reports/{}", one["id"].as_str().unwrap());
    let (_, saved) = clerk.to(Method::PUT, &at, json!({ "cells": value(&cells(100, 0, 5)) }), 1).await;
    assert_eq!(saved["report"]["version"], 2, "{saved}");
    let (status, _) = clerk.to(Method::PUT, &at, json!({ "cells": {} }), 1).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    let (status, wrong) = clerk.to(Method::PUT, &at, json!({ "cells": { "end_staf": 3 } }), 2).await;
    assert_eq!((status, wrong), (StatusCode::UNPROCESSABLE_ENTITY, json!("report_cells")));
    let (status, sent) = clerk.post(&format!("{at}/submit"), json!({ "reasons": reasons() }), 2).await;
    assert_eq!((status, &sent["state"]), (StatusCode::OK, &json!("submitted")), "{sent}");
    for version in 3..6 {
        let (status, _) = other.post(&format!("{at}/approve"), json!({ "note": "" }), version).await;
        assert_eq!(status, StatusCode::OK);
    }
    let (_, shown) = other.get(&at).await;
    assert_eq!(shown["report"]["state"], "approved");
    let asked = json!({ "form": FORM, "from": OCTOBER, "items": ["left"], "approved": true });
    let (_, table) = other.post("/api/reporting/figures", asked, 0).await;
    assert_eq!(table["rows"][0]["values"][0], "5", "{table}");
    let drill = format!("/api/reporting/drill?form={FORM}&period={OCTOBER}&place=210000&class=approved");
    let (_, drilled) = other.get(&drill).await;
    assert_eq!(drilled["items"][0]["report"], one["id"]);
    let back = json!({ "cell": "left", "reason": "核实", "deadline": "2026-12-01" });
    let (_, returned) = other.post(&format!("{at}/return"), back, 6).await;
    assert_eq!(returned["state"], "returned");
    let at = format!("form={FORM}&period={OCTOBER}&place=210000");
    let (_, table) = other.get(&format!("/api/reporting/completeness?{at}")).await;
    assert_eq!((&table["total"]["submitted"], &table["total"]["missing"]), (&json!(1), &json!(1)));
    let (_, missing) = other.get(&format!("/api/reporting/missing?{at}")).await;
    assert_eq!(missing["items"].as_array().unwrap().len(), 1);
    let (_, queue) = other.get(&format!("/api/reporting/queue?{at}")).await;
    assert_eq!(queue, json!([]), "given back: nothing waits");
}

#[tokio::test]
async fn an_import_and_who_may_not() {
    let test = sqlite().await;
    let house = House::with(&test.db, 2).await;
    let clerk = Sent { house: &house, person: &house.clerk };
    let rows: Vec<Value> = house
        .employers
        .iter()
        .map(|one| json!({ "reporter": one.code, "period": OCTOBER, "cells": value(&cells(100, 0, 0)) }))
        .collect();
    let body = json!({ "options": { "form": FORM, "accept": "sound", "source": "api" }, "rows": rows });
    let mut dry = body.clone();
    dry["dry_run"] = json!(true);
    let (_, told) = clerk.post("/api/reporting/imports", dry, 0).await;
    assert_eq!((&told["state"], &told["counts"]["created"]), (&json!("dry_run"), &json!(2)), "{told}");
    let (status, done) = clerk.post("/api/reporting/imports", body.clone(), 0).await;
    assert_eq!((status, &done["counts"]["created"]), (StatusCode::OK, &json!(2)), "{done}");
    let (_, again) = clerk.post("/api/reporting/imports", body, 0).await;
    assert_eq!(again["again"], true);
    let at = format!("/api/reporting/imports/{}", done["batch"].as_str().unwrap());
    assert_eq!(clerk.get(&at).await.1["counts"], done["counts"]);
    let other = Sent { house: &house, person: &house.other };
    assert_eq!(other.get(&at).await.0, StatusCode::NOT_FOUND, "somebody else's import");
    let officer = Sent { house: &house, person: &house.officer };
    let start = json!({ "form": FORM, "period": OCTOBER, "reporter": "x" });
    assert_eq!(officer.post("/api/reporting/reports", start, 0).await.0, StatusCode::FORBIDDEN);
    let (_, panel) = officer.get("/api/reporting/panels/enterprises").await;
    assert_eq!(panel["shortfall"]["members"], 2);
    let (_, series) =
        officer.get("/api/reporting/panels/enterprises/series?from=2026-09&to=2026-10&item=end_staff").await;
    assert_eq!((&series["item"], &series["digits"]), (&json!("end_staff"), &json!(0)), "{series}");
    let periods: Vec<_> =
        series["periods"].as_array().unwrap().iter().map(|one| one["period"].clone()).collect();
    assert_eq!(periods, ["2026-09", "2026-10"]);
    assert_eq!(series["periods"][0]["index"], 10_000);
    let (status, _) = officer.get("/api/reporting/panels/enterprises/series?from=2026-Q1").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let draw = json!({ "day": "2026-11-01", "seed": "again" });
    let (status, drawn) = officer.post("/api/reporting/panels/enterprises/draws", draw, 0).await;
    assert_eq!((status, &drawn["stayed"]), (StatusCode::OK, &json!(2)), "{drawn}");
}
