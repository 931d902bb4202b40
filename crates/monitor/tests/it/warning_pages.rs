//! The pages of warnings and of the cockpit in both languages; who sees what; the chain, plans, reports upwards, judgement sessions.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_casework::use_case::{self as casework, StepDone};
use anye_monitor::warning::{self, Filter, Judgement, NewPlan};
use anye_testkit::databases;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::notice_world::Person;
use crate::warning_world::{FORM, Watch, by};

pub async fn send(
    watch: &Watch,
    person: &Person,
    lang: Lang,
    path: &str,
    form: &[(&str, &str)],
) -> (StatusCode, String) {
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: watch.monitor.core.texts(lang),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let method = if form.is_empty() { Method::GET } else { Method::POST };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut pairs: Vec<String> =
        form.iter().map(|(name, value)| format!("{name}={}", value.replace('\n', "%0A"))).collect();
    pairs.push("_csrf=token".to_owned());
    let router = anye_monitor::routes(&watch.monitor).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(Body::from(pairs.join("&"))).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text)
}

// covers: LN2009-6/35.h, FS2020/22.b
#[tokio::test(flavor = "multi_thread")]
async fn the_cockpit_shows_lights_with_number_threshold_and_word_and_only_what_one_may_see() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        let clerk = &watch.clerk;
        let (status, text) = send(&watch, clerk, Lang::Zh, "/cockpit", &[]).await;
        assert!(status == StatusCode::OK && text.contains("还没有月结"), "{text}");
        watch.year("2026-06").await;
        warning::close_months(&watch.monitor, &by(), FORM, "2026-04", "2026-05").await.unwrap();
        let (_, text) = send(&watch, clerk, Lang::Zh, "/cockpit?place=210000", &[]).await;
        for part in [
            "12.50%",
            "橙色",
            "越过界限 10%",
            "测试设定",
            "抚顺市",
            "■ 红色",
            "重点地区",
            "重点群体",
            "重点行业",
            "重点企业",
            "未设界限",
            "在岗人数（估计）",
            "<svg",
            // As reported up to now: the month that was closed and the one after it, which was not.
            "实时上报汇总",
            "4,200",
            "4,800",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(
            text.contains("/figures/drill?form=enterprise-monthly&#38;period=2026-05&#38;place=210000")
                || text
                    .contains("/figures/drill?form=enterprise-monthly&amp;period=2026-05&amp;place=210000"),
            "{text}"
        );
        let (_, text) =
            send(&watch, clerk, Lang::En, "/cockpit?place=210400&indicator=est.headcount&wall=1", &[]).await;
        assert!(
            text.contains("Headcount (estimate)")
                && text.contains("data-size=\"elder\"")
                && text.contains("no threshold stated"),
            "{text}"
        );
        let (status, _) = send(&watch, clerk, Lang::Zh, "/cockpit/method", &[]).await;
        assert_eq!(status, StatusCode::OK);
        let (_, text) = send(&watch, clerk, Lang::En, "/api/monitor/lights?place=210400", &[]).await;
        let lights: serde_json::Value = serde_json::from_str(&text).unwrap();
        let red = lights["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["rule"] == "job-loss" && one["place"] == "210400" && one["industry"] == "");
        assert_eq!(
            (red.unwrap()["value"].as_str(), red.unwrap()["light"].as_str()),
            (Some("25.00"), Some("red"))
        );
        let (_, text) = send(&watch, clerk, Lang::En, "/api/monitor/series?place=210400", &[]).await;
        let series: serde_json::Value = serde_json::from_str(&text).unwrap();
        let values: Vec<_> = series["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["value"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(values, ["0.00", "25.00"]);

        let (_, text) = send(&watch, clerk, Lang::En, "/api/monitor/watch?place=210400", &[]).await;
        let seen: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(seen["rows"][0]["place"], "210400");
        let items = seen["items"].as_array().unwrap();
        let red = items.iter().find(|one| one["light"] == "red").unwrap();
        assert_eq!((&red["object"], &red["taken_on"]), (&"areas".into(), &false.into()), "{text}");
        let open = seen["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["objects"]["areas"]["open"].as_u64().unwrap());
        let areas = items.iter().filter(|one| one["object"] == "areas").count();
        assert_eq!(open.sum::<u64>(), areas as u64, "the rows count the items");

        // A clerk of Shenyang sees neither Fushun's lights nor its warnings.
        let other = Person::new("沈", Role::Clerk, "210100");
        let (status, _) = send(&watch, &other, Lang::Zh, "/cockpit?place=210400", &[]).await;
        assert_ne!(status, StatusCode::OK);
        let (status, _) = send(&watch, &other, Lang::Zh, "/api/monitor/watch?place=210400", &[]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (_, text) = send(&watch, &other, Lang::Zh, "/warnings?state=all", &[]).await;
        assert!(!text.contains("抚顺"), "{text}");
        for lang in [Lang::Zh, Lang::En] {
            for path in [
                "/warnings",
                "/warnings?state=closed",
                "/warnings/chain",
                "/warnings/rules",
                "/warnings/plans",
                "/warnings/upward",
                "/api/monitor/warnings",
            ] {
                let (status, text) = send(&watch, clerk, lang, path, &[]).await;
                assert_eq!(status, StatusCode::OK, "{path}: {text}");
            }
        }
    }
}

// covers: CY2017/03.i, FS2020/22.d, LN2016-75/01.g, LN2020-R/3.5.a, LN2020-R/3.5.f
#[tokio::test(flavor = "multi_thread")]
async fn plans_of_places_sessions_reports_upwards_and_the_chain() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-05").await;
        let monitor = &watch.monitor;
        let asking = watch.clerk.asking(monitor);
        let caller = asking.caller(None);
        let plan = NewPlan {
            place: "210403".into(),
            version: "2026-1".into(),
            title: "东洲区应急预案".into(),
            triggers: "红色预警".into(),
            tasks: "摸底、安置".into(),
            persons: "区长".into(),
            valid_from: "2026-01-01".into(),
            valid_to: String::new(),
            review_on: "2027-01-01".into(),
        };
        let kept = warning::record_plan(monitor, &caller, &plan).await.unwrap();
        let late = NewPlan { place: "210402".into(), review_on: "2026-06-01".into(), ..plan.clone() };
        warning::record_plan(monitor, &caller, &late).await.unwrap();
        let all = warning::standings(monitor, &caller).await.unwrap();
        let stands = |place: &str| {
            all.iter().find(|one| one.place == place).map(|one| (one.valid, one.lacks.clone())).unwrap()
        };
        assert_eq!(stands("210403"), (true, String::new()));
        assert_eq!(
            (stands("210402"), stands("210400")),
            ((false, "review_missed".into()), (false, "none".into()))
        );
        let wrong = warning::record_plan(monitor, &caller, &NewPlan { place: "999999".into(), ..plan })
            .await
            .unwrap_err();
        assert_eq!(wrong.code, "plan_not_complete");

        warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        let found = warning::list(monitor, &caller, &Filter::default()).await.unwrap();
        let at =
            |place: &str| found.iter().find(|one| one.place == place && one.industry.is_empty()).unwrap();
        assert_eq!(
            (at("210403").plan_of_place.as_str(), at("210402").plan_of_place.as_str()),
            (kept.id.as_str(), "")
        );

        // Page by page they are the same as all at once, whatever is asked for.
        for state in ["open", "unanswered", "closed", "all"] {
            for place in ["", "210000", "210400", "210403"] {
                let filter = Filter { state: state.into(), place: place.into(), ..Filter::default() };
                let all = warning::list(monitor, &caller, &filter).await.unwrap();
                let mut paged = Vec::new();
                loop {
                    let page = warning::listed(monitor, &caller, &filter, (paged.len(), 3)).await.unwrap();
                    assert_eq!(page.found, all.len(), "{filter:?}");
                    assert!(page.unanswered <= page.open && page.items.len() <= 3);
                    if page.items.is_empty() {
                        break;
                    }
                    paged.extend(page.items.into_iter().map(|one| one.id));
                }
                assert_eq!(paged, all.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), "{filter:?}");
            }
        }

        // Red is reported to the two recipients; sent, then received, and neither again.
        let up = warning::upwards(monitor, &caller).await.unwrap();
        let own: Vec<_> = up.iter().filter(|one| one.warning == at("210403").id).collect();
        assert_eq!(
            own.iter().map(|one| one.recipient.as_str()).collect::<Vec<_>>(),
            ["government", "national_hrss"]
        );
        assert!(own.iter().all(|one| one.sent_at.is_none()));
        let entered = |what: &str| warning::Entered {
            warning: at("210403").id.clone(),
            recipient: "government".into(),
            what: what.into(),
            note: "文1号".into(),
        };
        assert_eq!(
            warning::enter_upward(monitor, &caller, &entered("received")).await.unwrap_err().code,
            "upward_order"
        );
        warning::enter_upward(monitor, &caller, &entered("sent")).await.unwrap();
        assert_eq!(
            warning::enter_upward(monitor, &caller, &entered("sent")).await.unwrap_err().code,
            "upward_order"
        );
        warning::enter_upward(monitor, &caller, &entered("received")).await.unwrap();
        let up = warning::upwards(monitor, &caller).await.unwrap();
        let one =
            up.iter().find(|one| one.warning == at("210403").id && one.recipient == "government").unwrap();
        assert!(one.sent_at >= Some(one.detected_at) && one.received_at.is_some());

        // A session needs two parties.
        let case = at("210403").case_id.clone();
        let session = Judgement {
            case_id: case.clone(),
            held_on: "2026-11-20".into(),
            parties: "区人社局".into(),
            figures: "五月月报".into(),
            opinions: "停产所致".into(),
            conclusion: "短期".into(),
            measures: "稳岗补贴".into(),
        };
        assert_eq!(
            warning::record_judgement(monitor, &caller, &session).await.unwrap_err().fields[0].code,
            "judgement_parties"
        );
        let both = Judgement { parties: "区人社局\n统计局\n企业联合会".into(), ..session };
        warning::record_judgement(monitor, &caller, &both).await.unwrap();
        assert_eq!(warning::judgements(monitor, &caller, &case).await.unwrap(), [both]);

        // No measure yet; once the step "act" is done, the warning is answered and the measure cites it.
        let chain = warning::chain(monitor, &caller).await.unwrap();
        assert_eq!((chain.without_measure().count(), chain.measures.len()), (found.len(), 0));
        let mut whole = casework::show(&test.db, &caller, &case).await.unwrap();
        for step in whole.steps.clone() {
            let done = StepDone { seq: step.seq, happened_on: None, note: format!("已办{}", step.step) };
            whole.case =
                casework::finish_step(&test.db, &caller, &case, whole.case.row_version, &done).await.unwrap();
            if step.step == "act" {
                break;
            }
        }
        let chain = warning::chain(monitor, &caller).await.unwrap();
        assert_eq!(chain.measures.len(), 1);
        assert!(
            chain.measures[0].warnings.contains(&at("210403").id) && chain.without_warning().count() == 0
        );
        assert!(!chain.without_measure().any(|one| one.case_id == case));
        let unanswered = Filter { state: "unanswered".into(), ..Filter::default() };
        assert!(
            !warning::list(monitor, &caller, &unanswered)
                .await
                .unwrap()
                .iter()
                .any(|one| one.case_id == case)
        );
        let (status, text) =
            send(&watch, &watch.clerk, Lang::Zh, &format!("/warnings/{case}/judgements"), &[]).await;
        assert!(status == StatusCode::OK && text.contains("企业联合会"), "{text}");
        let (status, text) =
            send(&watch, &watch.clerk, Lang::Zh, "/warnings/plans", &[("place", "210400")]).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && text.contains("预案没有填全")
                || text.contains("请填写"),
            "{text}"
        );
    }
}
