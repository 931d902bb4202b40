//! A canary: a person whose number, phone and birthday are sent through every page and operation, and must be seen in full nowhere but where somebody looked with a purpose.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_db::{Read as _, sql};
use anye_registry::person;
use anye_registry::{Registry, routes};
use anye_testkit::{databases, sqlite};
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{Worker, clerk, registry, reviewer, tiexi};

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
    pub bytes: Vec<u8>,
}

pub async fn send(registry: &Registry, who: &Worker, lang: Lang, path: &str, body: Option<&str>) -> Answer {
    let mut request = Request::builder().uri(path);
    let mut sent = Body::empty();
    if let Some(text) = body {
        let json = text.starts_with('{');
        let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
        request = request
            .method(Method::POST)
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", registry.core.world.new_id())
            .header("if-match", "1");
        sent = Body::from(if json { text.to_owned() } else { format!("_csrf=token&{text}") });
    }
    answered(registry, who, lang, path, request.body(sent).unwrap()).await
}

/// What somebody gets for a request.
pub async fn answered(registry: &Registry, who: &Worker, lang: Lang, path: &str, request: Request) -> Answer {
    let visitor = Visitor {
        actor: who.actor.clone(),
        session: None,
        grants: Arc::new(who.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: registry.core.texts(lang),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let router = routes(registry).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let told = fault.map(|fault| format!("{fault} {:?}", fault.fields)).unwrap_or_default();
    let location = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = format!("{}{told}", String::from_utf8_lossy(&bytes));
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    Answer { status, location: location.unwrap_or_default(), text, bytes: bytes.to_vec() }
}

const PHONE: &str = "13900000944";

#[tokio::test]
async fn the_canary_is_never_seen_in_full_but_by_looking() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = clerk();
        let mut canary = tiexi("金丝雀", "19900307", 944);
        canary.phone = PHONE.into();
        let number = canary.number.number.clear().to_owned();
        let hidden = [number.as_str(), PHONE, "1990-03-07", "19900307"];
        let check = |path: &str, answer: &Answer| {
            for text in hidden {
                assert!(
                    !answer.text.contains(text) && !answer.location.contains(text),
                    "{path}: {}",
                    answer.text
                );
            }
        };
        let body = format!(
            r#"{{"number":{{"number":"{number}"}},"name":"金丝雀","place":"210106","phone":"{PHONE}","source":"窗口"}}"#
        );
        let made = send(&registry, &clerk, Lang::Zh, "/api/persons", Some(&body)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        check("register", &made);
        let id =
            serde_json::from_str::<serde_json::Value>(&made.text).unwrap()["id"].as_str().unwrap().to_owned();
        // Again, from here and from elsewhere, found and not found, in the address and in the body.
        let elsewhere = Worker::new("赵", Role::Clerk, "210204");
        for who in [&clerk, &elsewhere] {
            for lang in [Lang::Zh, Lang::En] {
                for (path, body) in [
                    ("/persons".to_owned(), None),
                    ("/persons?q=%E9%87%91".to_owned(), None),
                    ("/persons?place=210106".to_owned(), None),
                    (format!("/persons?q={number}"), None),
                    ("/persons".to_owned(), Some(format!("q={number}"))),
                    ("/persons".to_owned(), Some(format!("q={PHONE}"))),
                    ("/persons/new".to_owned(), None),
                    ("/persons/new".to_owned(), Some(format!("act=number&number={number}"))),
                    ("/persons/new".to_owned(), Some(format!("act=number&number={}0", &number[..17]))),
                    ("/persons/files".to_owned(), None),
                    ("/persons/duplicates".to_owned(), None),
                    (format!("/persons/{id}"), None),
                    (format!("/persons/{id}/looks"), None),
                    (format!("/persons/{id}/reveal"), Some("field=phone&purpose=service&note=".to_owned())),
                    ("/api/persons?q=j".to_owned(), None),
                    (format!("/api/persons?q={number}"), None),
                    (format!("/api/persons/{id}"), None),
                    (format!("/api/persons/{id}/history"), None),
                    (format!("/api/persons/{id}/timeline"), None),
                    (format!("/api/persons/{id}/looks"), None),
                    ("/api/persons/duplicates".to_owned(), None),
                    ("/api/persons".to_owned(), Some(body.clone())),
                    ("/api/persons/search".to_owned(), Some(format!(r#"{{"number":"{number}"}}"#))),
                    ("/api/persons/search".to_owned(), Some(format!(r#"{{"phone":"{PHONE}"}}"#))),
                    ("/api/persons/check-number".to_owned(), Some(format!(r#"{{"number":"{number}"}}"#))),
                    (
                        format!("/api/persons/{id}/facts"),
                        Some(format!(
                            r#"{{"field":"phone","value":"{PHONE}","valid_from":"2020-01-01","source":"本人 {PHONE}"}}"#
                        )),
                    ),
                ] {
                    let answer = send(&registry, who, lang, &path, body.as_deref()).await;
                    check(&path, &answer);
                    clock.advance_seconds(10);
                }
            }
        }
        // The form shows to itself what was typed: only the phone, and only in its own answer.
        let wanted = r#"{"field":"phone","purpose":"contact","note":"回访"}"#;
        let seen =
            send(&registry, &clerk, Lang::Zh, &format!("/api/persons/{id}/reveal"), Some(wanted)).await;
        assert!(seen.text.contains(PHONE), "{}", seen.text);
        let page = send(
            &registry,
            &clerk,
            Lang::En,
            &format!("/persons/{id}/reveal"),
            Some("field=birth&purpose=identity&note=card"),
        )
        .await;
        assert!(page.text.contains("1990-03-07") && !page.text.contains(PHONE), "{}", page.text);
        let denied =
            send(&registry, &elsewhere, Lang::Zh, &format!("/api/persons/{id}/reveal"), Some(wanted)).await;
        assert_eq!(denied.status, StatusCode::NOT_FOUND);
        audit_is_clean(&test.db, &hidden[..2]).await;
    }
}

/// Neither the audit log, nor kept outcomes, nor jobs hold a number.
async fn audit_is_clean(db: &anye_db::Db, hidden: &[&str]) {
    let mut db = db;
    let mut seen = 0;
    for (table, columns) in [
        ("audit_record", "actor_name || ' ' || object_id || ' ' || purpose || ' ' || detail"),
        ("idempotency_key", "key || ' ' || operation || ' ' || outcome"),
        ("job", "title || ' ' || input || ' ' || result"),
        ("person_look", "note || ' ' || purpose"),
        ("person_fact", "value || ' ' || source || ' ' || evidence"),
        ("person_pair", "reasons || ' ' || proposed_note || ' ' || decided_note"),
    ] {
        for row in db.all(sql(format!("select {columns} as told from {table}"))).await.unwrap() {
            let told = row.text("told").unwrap();
            seen += 1;
            assert!(hidden.iter().all(|text| !told.contains(text)), "{table}: {told}");
        }
    }
    assert!(seen > 10, "{seen} rows");
}

#[tokio::test]
async fn a_clerk_registers_in_few_steps_and_a_merge_takes_two() {
    let test = sqlite().await;
    let (registry, clock) = registry(&test.db);
    let clerk = clerk();
    let number = tiexi("", "19850101", 946).number.number.clear().to_owned();
    let step =
        send(&registry, &clerk, Lang::Zh, "/persons/new", Some(&format!("act=number&number={number}"))).await;
    assert_eq!(step.status, StatusCode::OK, "{}", step.text);
    assert!(!step.text.contains(&number) && step.text.contains("女"), "{}", step.text);
    let sealed = step.text.split("name=\"sealed\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = |name: &str| {
        let rest = [
            ("sealed", sealed),
            ("act", "save"),
            ("kind", "resident"),
            ("name", name),
            ("place", "铁西区"),
            ("source", "窗口"),
        ];
        rest.iter().map(|(k, v)| format!("{k}={}", encoded(v))).collect::<Vec<_>>().join("&")
    };
    let saved = send(&registry, &clerk, Lang::Zh, "/persons/new", Some(&form("王小明"))).await;
    assert!(
        saved.location.starts_with("/persons/") && saved.location.ends_with("done=person-registered"),
        "{}",
        saved.text
    );
    // Somebody else's step does not open for this account.
    let other = Worker::new("钱", Role::Clerk, "210106");
    let stolen = send(&registry, &other, Lang::Zh, "/persons/new", Some(&form("王小明"))).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stolen.text);
    // Known: one step and there.
    let known =
        send(&registry, &clerk, Lang::Zh, "/persons/new", Some(&format!("act=number&number={number}"))).await;
    assert_eq!(known.location.split('?').next(), saved.location.split('?').next());
    // Without a number, alike by name and birthday.
    let asking = clerk.asking(&registry);
    let mut twin = crate::world::person("王小明", "", "210106");
    twin.birth_date = "1985-01-01".into();
    person::register(&registry, &asking.caller(None), &twin).await.unwrap();
    clock.advance_seconds(61);
    let list = send(&registry, &clerk, Lang::En, "/persons/duplicates", None).await;
    let pair = list.text.split("data-href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = send(&registry, &clerk, Lang::En, &pair, None).await;
    assert!(
        page.text.contains("same name and birthday") && !page.text.contains("1985-01-01"),
        "{}",
        page.text
    );
    let keep =
        page.text.split("name=\"keep\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = send(
        &registry,
        &clerk,
        Lang::Zh,
        &pair,
        Some(&format!("act=propose&version=1&keep={keep}&note=same")),
    )
    .await;
    assert!(sent.location.ends_with("pair-proposed"), "{}", sent.text);
    let own = send(&registry, &clerk, Lang::Zh, &pair, Some("act=merge&version=2&note=yes")).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let merged = send(&registry, &reviewer(), Lang::Zh, &pair, Some("act=merge&version=2&note=yes")).await;
    assert!(merged.location.ends_with("pair-merged"), "{}", merged.text);
    let undone = send(&registry, &reviewer(), Lang::Zh, &pair, Some("act=undo&version=3&note=no")).await;
    assert!(undone.location.ends_with("pair-undone"), "{}", undone.text);
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
