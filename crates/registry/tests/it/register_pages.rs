//! Pages and operations of registers through the router: entering, confirming, tables that lead to their rows, duties, certificates; both languages.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::{Registers, rooms as faces};
use anye_testkit::sqlite;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::rooms::{cause, opened, people, rooms, unemployed};
use crate::world::Person;

pub enum Sent<'a> {
    Nothing,
    Form(&'a str),
    Json(&'a str, i64),
}

pub async fn send(
    rooms: &Registers,
    person: Option<&Person>,
    lang: Lang,
    path: &str,
    sent: Sent<'_>,
) -> (StatusCode, String, String) {
    let core = &rooms.registry.core;
    let nobody = Person::new("众", Role::Jobseeker, "210100");
    let who = person.unwrap_or(&nobody);
    let visitor = Visitor {
        actor: who.actor.clone(),
        session: None,
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
    let mut body = Body::empty();
    match sent {
        Sent::Nothing => {}
        Sent::Form(text) => {
            request = request
                .method(Method::POST)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            body = Body::from(format!("_csrf=token&_once={}&{text}", core.world.new_id()));
        }
        Sent::Json(text, version) => {
            request = request
                .method(Method::POST)
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", core.world.new_id())
                .header("if-match", version);
            body = Body::from(text.to_owned());
        }
    }
    let router = faces::routes(rooms).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    if let Some(fault) = fault.as_ref().filter(|fault| fault.kind == anye_base::ErrorKind::Internal) {
        panic!("{path}: {fault}");
    }
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let to = response
        .headers()
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text, to)
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap()
}

#[tokio::test]
async fn a_clerk_enters_somebody_and_sees_the_list_the_table_and_the_certificate() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210100");
    people(&rooms, &[("p1", "王小明", "210106")]).await;
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, "/registers", Sent::Nothing).await;
    assert!(page.contains("失业登记") && page.contains("零就业家庭"), "{page}");
    // What is missing is named beside its field, and nothing typed is lost.
    let (status, page, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/new?subject=p1", Sent::Nothing).await;
    assert!(status.is_success() && page.contains("王小明") && page.contains("name=\"f.cause\""), "{page}");
    let bad = form(&[
        ("who", "p1"),
        ("from", "2026-03-10"),
        ("source", "窗口"),
        ("f.channel", "counter"),
        ("f.at", "usual"),
        ("f.occupation", "车工"),
    ]);
    let (status, page, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/new", Sent::Form(&bad)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("失业原因") && page.contains("value=\"车工\""), "{page}");
    let cause = cause();
    let good = form(&[
        ("who", "p1"),
        ("from", "2026-03-10"),
        ("source", "窗口"),
        ("f.since", "2026-03-01"),
        ("f.cause", &cause),
        ("f.channel", "counter"),
        ("f.at", "usual"),
    ]);
    let (status, page, to) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/new", Sent::Form(&good)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let entry = to.split('?').next().unwrap().to_owned();
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, &to, Sent::Nothing).await;
    assert!(
        page.contains("王小明") && page.contains("每月至少一次跟踪联系") && page.contains("终止登记"),
        "{page}"
    );
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::En, &entry, Sent::Nothing).await;
    assert!(page.contains("At least one contact each month"), "{page}");
    // Once more is refused in the register's own words, on the page.
    let (status, page, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/new", Sent::Form(&good)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("此人已有一段"), "{page}");
    for path in [
        "/registers/unemployment",
        "/registers/unemployment?q=%E7%8E%8B&open=yes&place=210106",
        "/duties",
        "/duties?state=waiting",
    ] {
        let (status, page, _) = send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Nothing).await;
        assert!(status.is_success() && page.contains("王小明"), "{path}: {page}");
    }
    let (_, page, _) =
        send(&rooms, Some(&clerk), Lang::En, "/registers/unemployment/counts/by-cause", Sent::Nothing).await;
    let link = page
        .split("#behind")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, &link, Sent::Nothing).await;
    assert!(page.contains("构成这个数的条目：1 条") && page.contains(&entry), "{link}: {page}");
    let (_, page, _) =
        send(&rooms, Some(&clerk), Lang::Zh, &format!("{entry}/certificate"), Sent::Nothing).await;
    assert!(page.contains("<svg") && page.contains("辽宁省就业失业登记证"), "{page}");
    // Anybody can check it; a wrong code is told nothing.
    let number = page.split("/verify?n=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let code = page.split("/verify?n=").nth(1).unwrap().split("c=").nth(1).unwrap()[..10].to_owned();
    let (_, page, _) =
        send(&rooms, None, Lang::Zh, &format!("/verify?n={number}&c={code}"), Sent::Nothing).await;
    assert!(
        page.contains("证书真实，现在有效") && page.contains("王*明") && !page.contains("王小明"),
        "{page}"
    );
    let (_, page, _) =
        send(&rooms, None, Lang::En, &format!("/verify?n={number}&c=AAAAAAAAAA"), Sent::Nothing).await;
    assert!(page.contains("No such certificate") && !page.contains("王*明"), "{page}");
    // The export covers names; a job seeker sees none of it.
    let (_, file, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/export?format=csv", Sent::Nothing)
            .await;
    assert!(file.contains("王*明") && !file.contains("王小明"), "{file}");
    let (status, _, _) = send(&rooms, None, Lang::Zh, "/registers/unemployment", Sent::Nothing).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _, _) = send(&rooms, None, Lang::Zh, "/registers/unemployment/public", Sent::Nothing).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "not made public");
}

#[tokio::test]
async fn acts_on_an_entry_by_page_and_by_program() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210100");
    let other = Person::new("李", Role::Clerk, "210100");
    people(&rooms, &[("p1", "王小明", "210106"), ("h1", "赵一", "210106")]).await;
    let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-03-10")).await;
    let path = format!("/registers/unemployment/entries/{}", made.id);
    let sent =
        form(&[("act", "change"), ("version", "1"), ("to", "ended"), ("day", "2026-05-01"), ("reason", "")]);
    let (status, page, _) = send(&rooms, Some(&clerk), Lang::En, &path, Sent::Form(&sent)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Choose or give a reason"), "{page}");
    let api = format!("/api{path}");
    let (status, text, _) = send(
        &rooms,
        Some(&clerk),
        Lang::En,
        &api,
        Sent::Json(r#"{"act":"transfer","place":"210102","reason":"moved"}"#, 1),
    )
    .await;
    assert!(status.is_success() && text.contains("\"place\":\"210102\""), "{text}");
    let (status, _, _) = send(
        &rooms,
        Some(&clerk),
        Lang::En,
        &api,
        Sent::Json(r#"{"act":"transfer","place":"210103","reason":"moved"}"#, 1),
    )
    .await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    // A household, its page, and an entry that a second person confirms on the page.
    let asking = clerk.asking(&rooms.registry);
    let new = NewHousehold {
        place: "210106".into(),
        members: vec![NewMember { person: "h1".into(), role: "head".into() }],
        facts: [("minimum_living".to_owned(), serde_json::json!(true))].into(),
        since: "2020-01-01".into(),
        source: "户口簿".into(),
        ..NewHousehold::default()
    };
    let home = household::register(&rooms, &asking.caller(None), &new).await.unwrap().thing.id;
    let entered = form(&[
        ("who", &home),
        ("from", "2026-11-20"),
        ("source", "走访"),
        ("f.wish", "yes"),
        ("f.members_able", "1"),
    ]);
    let (status, page, to) = send(
        &rooms,
        Some(&clerk),
        Lang::Zh,
        "/registers/zero-employment-household/new",
        Sent::Form(&entered),
    )
    .await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let entry = to.split('?').next().unwrap();
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, entry, Sent::Nothing).await;
    assert!(page.contains("须由另一人复核") && !page.contains("value=\"confirm\""), "{page}");
    let (_, page, _) = send(&rooms, Some(&other), Lang::Zh, entry, Sent::Nothing).await;
    assert!(page.contains("value=\"confirm\""), "{page}");
    let yes = form(&[("act", "confirm"), ("version", "1")]);
    let (status, page, _) = send(&rooms, Some(&other), Lang::Zh, entry, Sent::Form(&yes)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page, _) =
        send(&rooms, Some(&clerk), Lang::Zh, &format!("/households/{home}"), Sent::Nothing).await;
    assert!(
        page.contains("赵一")
            && page.contains("户主")
            && page.contains("低保家庭")
            && page.contains("城镇零就业家庭"),
        "{page}"
    );
    let (_, text, _) =
        send(&rooms, Some(&clerk), Lang::Zh, &format!("/api/facts/households/{home}"), Sent::Nothing).await;
    assert!(text.contains("\"zero_employment\":true") && !text.contains("_address"), "{text}");
    let far = Person::new("连", Role::Clerk, "210200");
    for path in [format!("/households/{home}"), format!("/api/facts/households/{home}"), entry.to_owned()] {
        assert_eq!(
            send(&rooms, Some(&far), Lang::Zh, &path, Sent::Nothing).await.0,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let fact = r#"[{"kind":"persons","thing":"h1","field":"disabled","value":true,"valid_from":"2020-01-01","source":"残疾人证"}]"#;
    assert_eq!(
        send(&rooms, Some(&far), Lang::Zh, "/api/facts", Sent::Json(fact, 0)).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        send(&rooms, Some(&clerk), Lang::Zh, "/api/facts", Sent::Json(fact, 0)).await.0,
        StatusCode::NO_CONTENT
    );
    let (_, text, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/api/facts/persons/h1?on=2020-06-01", Sent::Nothing).await;
    assert!(text.contains("\"disabled\":true") && text.contains("\"sex\":\"male\""), "{text}");
    for path in [
        "/registers/welfare-post/quotas",
        "/registers/unemployment/import",
        "/api/registers",
        "/api/registers/unemployment",
        "/api/registers/unemployment/entries",
        "/api/registers/unemployment/counts/by-sex",
        "/api/duties",
        "/api/things/households",
    ] {
        let (status, page, _) = send(&rooms, Some(&clerk), Lang::En, path, Sent::Nothing).await;
        assert!(status.is_success(), "{path}: {page}");
    }
    let quota = form(&[
        ("act", "propose"),
        ("quota", "welfare-posts-city"),
        ("place", "210100"),
        ("period", "2026"),
        ("most", "300"),
        ("basis", "2026-1"),
    ]);
    assert_eq!(
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/welfare-post/quotas", Sent::Form(&quota)).await.0,
        StatusCode::SEE_OTHER
    );
    let (_, page, _) =
        send(&rooms, Some(&other), Lang::Zh, "/registers/welfare-post/quotas", Sent::Nothing).await;
    assert!(page.contains("300") && page.contains("value=\"accept\""), "{page}");
    let (_, template, _) =
        send(&rooms, Some(&clerk), Lang::Zh, "/registers/unemployment/import?template=xlsx", Sent::Nothing)
            .await;
    assert!(template.starts_with("PK"), "a workbook");
}

#[tokio::test]
async fn a_table_runs_across_leads_to_its_rows_and_goes_out_as_a_file() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210000");
    people(&rooms, &[("p1", "王小明", "210106"), ("p2", "李芳", "210106")]).await;
    for (id, year) in [("p1", 2024), ("p2", 2025)] {
        let fields = serde_json::json!({ "school": "甲大学", "year": year, "went": "local_work" });
        opened(&rooms, &clerk, "graduate-destination", crate::rooms::new(id, "2026-01-05", fields)).await;
        opened(&rooms, &clerk, "unemployment", unemployed(id, "2026-01-10")).await;
    }
    // Two keys make rows and columns, each figure a link to its entries.
    let path = "/registers/unemployment/counts/by-sex";
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Nothing).await;
    assert!(page.contains("铁西区") && page.contains("<th scope=\"col\" class=\"num\">男</th>"), "{page}");
    let link = page.split("href=\"").find(|part| part.starts_with(path) && part.contains("key=")).unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let (_, behind, _) = send(&rooms, Some(&clerk), Lang::Zh, &link, Sent::Nothing).await;
    assert!(
        behind.contains("构成这个数的条目:2 条") || behind.contains("构成这个数的条目：2 条"),
        "{behind}"
    );
    assert!(behind.contains("王小明") && behind.contains("李芳"));
    // Compared with the class before, in both languages, and as a file.
    let path = "/registers/graduate-destination/counts/local";
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::En, path, Sent::Nothing).await;
    assert!(page.contains("Change") && page.contains("100.0") && page.contains("<svg"), "{page}");
    let (_, file, _) =
        send(&rooms, Some(&clerk), Lang::Zh, &format!("{path}?format=csv"), Sent::Nothing).await;
    assert!(file.contains("甲大学,沈阳市,2025,1,1,100.0,0,0,0.0"), "{file}");
    // Anybody sees the public one, without small figures and without links; others are not there.
    let (status, page, _) =
        send(&rooms, None, Lang::Zh, "/statistics/graduate-destination/local", Sent::Nothing).await;
    assert!(status.is_success() && page.contains("不足 5") && !page.contains("key="), "{page}");
    let (status, _, _) =
        send(&rooms, None, Lang::Zh, "/statistics/graduate-destination/by-city", Sent::Nothing).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // Time served, and who may not see people.
    let path = "/registers/township-service/counts/served";
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Nothing).await;
    assert!(page.contains("没有符合的人员"), "{page}");
    let analyst = Person::new("析", Role::Analyst, "210000");
    let (status, _, _) = send(&rooms, Some(&analyst), Lang::Zh, path, Sent::Nothing).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
