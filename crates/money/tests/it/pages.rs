//! The pages and operations through the router: who may see what, both languages, no whole account number anywhere but in the bank's file.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_money::routes;
use anye_testkit::sqlite;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{self, CITY, COUNTY, FUND, House, PASSWORD, Person, YEAR, account, person, result};

pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
}

/// What is sent: nothing, JSON, JSON under a key, or a form.
pub enum Sent<'a> {
    Nothing,
    Json(String),
    Keyed(&'a str, String),
    Form(&'a [(&'a str, &'a str)]),
}

pub async fn send(
    house: &House,
    who: &Person,
    lang: Lang,
    with_session: bool,
    path: &str,
    sent: Sent<'_>,
) -> Answer {
    let core = &house.money.core;
    let visitor = Visitor {
        actor: who.actor.clone(),
        session: with_session.then(|| Arc::new(who.session.clone())),
        grants: Arc::new(who.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: core.texts(lang),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let mut request = Request::builder().uri(path);
    let body = match sent {
        Sent::Nothing => Body::empty(),
        Sent::Json(text) => {
            request = json(request, &core.world.new_id());
            Body::from(text)
        }
        Sent::Keyed(key, text) => {
            request = json(request, key);
            Body::from(text)
        }
        Sent::Form(pairs) => {
            let mut text = String::from("_csrf=token");
            for (key, value) in pairs {
                text.push_str(&format!("&{key}={}", value.replace(' ', "+").replace('#', "%23")));
            }
            request = request
                .method(Method::POST)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Body::from(text)
        }
    };
    let router = routes(&house.money).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let to = response
        .headers()
        .get(header::LOCATION)
        .map(|to| to.to_str().unwrap().to_owned())
        .unwrap_or_default();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    if let Some(fault) = fault {
        text.push_str(fault.code);
    }
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    Answer { status, to, text }
}

fn json(request: axum::http::request::Builder, key: &str) -> axum::http::request::Builder {
    request
        .method(Method::POST)
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
}

/// A canary: this number may stand in a bank's file and nowhere else.
fn no_number(path: &str, text: &str) {
    for n in 0..4 {
        assert!(!text.contains(&account(n)), "a whole account number on {path}");
    }
}

#[tokio::test]
async fn every_page_in_both_languages_and_the_journey_of_three_people() {
    let test = sqlite().await;
    let house = House::new(&test.db).await;
    house.granted(FUND, COUNTY, 10_000_00).await;
    house.people(3, 100_00).await;

    // The clerk sees the effect first, then makes.
    let form = [("act", "preview"), ("fund", FUND), ("place", COUNTY), ("year", "2026")];
    let seen = send(&house, &house.clerk, Lang::Zh, true, "/money/batches", Sent::Form(&form)).await;
    assert!(seen.text.contains("将支付 3 笔，300 元"), "{}", seen.text);
    let form =
        [("act", "make"), ("fund", FUND), ("place", COUNTY), ("year", "2026"), ("_once", "make-once-1")];
    let made = send(&house, &house.clerk, Lang::Zh, true, "/money/batches", Sent::Form(&form)).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let path = made.to.split('?').next().unwrap().to_owned();
    let again = send(&house, &house.clerk, Lang::Zh, true, "/money/batches", Sent::Form(&form)).await;
    assert_eq!(again.to, made.to, "sent twice, made once");
    let own = send(&house, &house.clerk, Lang::Zh, true, &path, Sent::Nothing).await;
    assert!(
        own.text.contains("您已经在这个批次上办理过") && !own.text.contains("value=\"check\""),
        "{}",
        own.text
    );

    // The reviewer looks, gives a wrong password, then the right one.
    let api = format!("/api{}", path);
    let shown = send(&house, &house.reviewer, Lang::En, true, &api, Sent::Nothing).await;
    let whole: serde_json::Value = serde_json::from_str(&shown.text).unwrap();
    let (version, digest) =
        (whole["batch"]["version"].to_string(), whole["batch"]["digest"].as_str().unwrap().to_owned());
    let page = send(&house, &house.reviewer, Lang::En, true, &path, Sent::Nothing).await;
    assert!(page.text.contains("Approve") && page.text.contains(&digest), "{}", page.text);
    no_number(&path, &page.text);
    let name = house.money.funds.benefit_name(world::BENEFIT, false);
    let plain = name.split('\'').next().unwrap();
    assert!(name != world::BENEFIT && page.text.contains(plain), "a benefit by its name: {}", page.text);
    assert!(!page.text.contains("one_time_code"), "no code is asked of who has none");
    let wrong = [("act", "check"), ("version", &version), ("digest", &digest), ("password", "nope")];
    let refused = send(&house, &house.reviewer, Lang::En, true, &path, Sent::Form(&wrong)).await;
    assert!(
        refused.text.contains("The password is wrong") && !refused.text.contains("nope"),
        "{}",
        refused.text
    );
    let right = [("act", "check"), ("version", &version), ("digest", &digest), ("password", PASSWORD)];
    let checked = send(&house, &house.reviewer, Lang::En, true, &path, Sent::Form(&right)).await;
    assert!(checked.to.ends_with("done=money-check"), "{}", checked.text);

    // A program's token pays nothing, even a cashier's with the right password.
    let shown = send(&house, &house.cashier, Lang::En, true, &api, Sent::Nothing).await;
    let whole: serde_json::Value = serde_json::from_str(&shown.text).unwrap();
    let pay = serde_json::json!({ "act": "pay", "version": whole["batch"]["version"], "digest": digest, "password": PASSWORD }).to_string();
    let token = send(&house, &house.cashier, Lang::En, false, &api, Sent::Json(pay.clone())).await;
    assert_eq!(
        (token.status, token.text.contains("money_confirm_session")),
        (StatusCode::FORBIDDEN, true),
        "{}",
        token.text
    );
    let key = "pay-key-0001";
    let paid = send(&house, &house.cashier, Lang::En, true, &api, Sent::Keyed(key, pay.clone())).await;
    assert_eq!(paid.status, StatusCode::OK, "{}", paid.text);
    // The answer got lost, the password was typed anew: the same request, and nothing kept tells the password.
    let again = pay.replace(PASSWORD, "mistyped");
    let again = send(&house, &house.cashier, Lang::En, true, &api, Sent::Keyed(key, again)).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    let other = pay.replace("\"pay\"", "\"check\"");
    let other = send(&house, &house.cashier, Lang::En, true, &api, Sent::Keyed(key, other)).await;
    assert!(other.text.contains("idempotency_key_reused"), "{}", other.text);
    let file = send(&house, &house.cashier, Lang::Zh, true, &format!("{path}/file"), Sent::Nothing).await;
    assert!(file.text.contains(&account(0)));
    let not_theirs = send(&house, &house.clerk, Lang::Zh, true, &format!("{path}/file"), Sent::Nothing).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN);

    let asking = house.cashier.on(&house);
    let id = path.rsplit('/').next().unwrap();
    let batch = anye_money::batch::show(&house.money, &asking.caller(None), id).await.unwrap().batch;
    let text = result(&batch, &[(1, 100_00, "成功"), (2, 100_00, "失败"), (3, 100_00, "成功")]);
    anye_money::batch::settle(
        &house.money,
        &asking.caller(None),
        id,
        batch.version,
        "r.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    anye_money::watch::watch(&house.money).await.unwrap();
    let fund = format!("/money/funds/{FUND}?place={COUNTY}&year={YEAR}");
    let ledger = format!("/money/ledger?year={YEAR}&fund={FUND}&place={COUNTY}");
    let book = format!("/money/book?year={YEAR}&place={CITY}");
    let book_csv = format!("/money/book/export?year={YEAR}&place={CITY}&as=csv");
    let execution = format!("/api/money/execution?fund={FUND}&place={COUNTY}&year={YEAR}");
    let paths = [
        "/money",
        "/money/budgets",
        &ledger,
        &fund,
        &book,
        &book_csv,
        "/money/batches?state=all",
        &path,
        &api,
        &execution,
        "/api/money/funds",
        "/api/money/overview",
        "/api/money/alarms",
        "/api/money/trial",
        "/api/money/book?place=210000",
        "/api/money/book/totals?place=210000",
        "/money/book/totals?place=210000",
        "/api/money/budgets",
        "/api/money/commitments",
        "/api/money/refusals",
    ];
    for path in paths {
        for lang in [Lang::Zh, Lang::En] {
            let page = send(&house, &house.cashier, lang, true, path, Sent::Nothing).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
            no_number(path, &page.text);
        }
    }
    let trial = send(&house, &house.cashier, Lang::Zh, true, &ledger, Sent::Nothing).await;
    assert!(trial.text.contains("，平衡"), "{}", trial.text);

    // Somebody of another city, and somebody without the right.
    let stranger = person("外市", Role::Analyst, "210200");
    for path in [&path, &api, &fund] {
        let hidden = send(&house, &stranger, Lang::En, true, path, Sent::Nothing).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = send(&house, &stranger, Lang::En, true, "/api/money/batches", Sent::Nothing).await;
    assert_eq!(list.text, "[]");
    let public = person("众", Role::Jobseeker, "210000");
    assert_eq!(
        send(&house, &public, Lang::En, true, "/money", Sent::Nothing).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_budget_is_entered_by_one_and_confirmed_by_another() {
    let test = sqlite().await;
    let house = House::new(&test.db).await;
    let form = [
        ("act", "wish"),
        ("fund", FUND),
        ("place", CITY),
        ("year", "2026"),
        ("amount", "1,000.005"),
        ("reason", "x"),
    ];
    let bad = send(&house, &house.cashier, Lang::Zh, true, "/money/budgets", Sent::Form(&form)).await;
    assert!(bad.text.contains("至多两位小数"), "{}", bad.text);
    let form = [
        ("act", "wish"),
        ("fund", FUND),
        ("place", CITY),
        ("year", "2026"),
        ("amount", "1,000.50"),
        ("reason", "x"),
    ];
    let made = send(&house, &house.cashier, Lang::Zh, true, "/money/budgets", Sent::Form(&form)).await;
    assert_eq!(made.to, "/money/budgets?done=money-wish", "{}", made.text);
    let list = send(
        &house,
        &house.reviewer,
        Lang::En,
        true,
        "/api/money/budgets?year=2026&place=210000",
        Sent::Nothing,
    )
    .await;
    let all: serde_json::Value = serde_json::from_str(&list.text).unwrap();
    let id = all[0]["id"].as_str().unwrap();
    let act = serde_json::json!({ "act": "confirm", "version": 1 }).to_string();
    let own = send(
        &house,
        &house.cashier,
        Lang::En,
        true,
        &format!("/api/money/budgets/{id}"),
        Sent::Json(act.clone()),
    )
    .await;
    assert!(own.text.contains("money_same_person"), "{}", own.text);
    let done =
        send(&house, &house.reviewer, Lang::En, true, &format!("/api/money/budgets/{id}"), Sent::Json(act))
            .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(house.standing(FUND, CITY).await.budget, 1_000_50);
    let path = format!("/money/budgets?year={YEAR}&place={CITY}");
    let page = send(&house, &house.cashier, Lang::Zh, true, &path, Sent::Nothing).await;
    assert!(page.text.contains("上年数没有登记，无法判断"), "the share laid down is shown: {}", page.text);
}
