//! The market over fresh databases: supply and demand, markets that did not report, like for like, movements, what is public.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Actor, Fault, Lang};
use anye_monitor::market::{self, Desk, Setting};
use anye_reading::ChildCommand;
use anye_reporting::{report, rights};
use anye_testkit::databases;
use anye_web::Visitor;
use anye_web::choices::Choices;
use anye_web::problem;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::notice_world::{Person, Room};

pub const SUPPLY: &str = "market-monthly";
const SEPTEMBER: &str = "2026-09";
const OCTOBER: &str = "2026-10";

pub fn desk(room: &Room) -> Desk {
    // Nothing is uploaded here: no child is ever started.
    Desk::new(room.monitor.clone(), ChildCommand { program: "none".into(), arguments: Vec::new() })
}

pub fn setting(room: &Room) -> Setting {
    Setting::read(&room.monitor.pack, &room.monitor.catalogue).unwrap().unwrap()
}

pub async fn send(
    desk: &Desk,
    person: &Person,
    lang: Lang,
    path: &str,
    form: &[(&str, &str)],
) -> (StatusCode, String) {
    let core = &desk.monitor.core;
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: core.texts(lang),
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
        form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    pairs.push("_csrf=token".to_owned());
    let router = market::routes_of(desk).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(Body::from(pairs.join("&"))).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text)
}

/// A report of whoever, submitted with a reason for every warning.
pub async fn submitted(room: &Room, form: &str, period: &str, reporter: &str, cells: &str) {
    let asking = room.clerk.on(room);
    let caller = asking.caller(None);
    let reporting = &room.monitor.reporting;
    let made = report::start(reporting, &caller, form, period, reporter).await.unwrap();
    let mut reasons = report::Reasons::default();
    for doubt in [
        "carried-demand",
        "carried-seekers",
        "history.demand",
        "history.seekers",
        "carried-over",
        "stock",
        "identity",
    ] {
        reasons.insert(doubt.into(), "已核实".into());
    }
    let what = report::Submission { cells: Some(cells.to_owned()), reasons, why: "更正".into() };
    let done = report::submit(reporting, &caller, &made.id, made.version, &what).await;
    done.unwrap_or_else(|fault| panic!("{form} {period} {reporter}: {fault:?}"));
}

/// Posts of production workers and of clerks; seekers of both and without preference.
pub fn cells(posts: (i64, i64), seekers: (i64, i64, i64)) -> String {
    let (demand, people) = (posts.0 + posts.1, seekers.0 + seekers.1 + seekers.2);
    format!(
        r#"{{"demand_carried":10,"demand_new":{},"demand.occupation.O6":{},"demand.occupation.O3":{},"demand.industry.A":1,"demand.industry.C":{},"demand.industry.F":4,
        "demand.employer.other":{demand},"demand.education.any":{demand},"demand.age.any":{demand},
        "seekers_carried":5,"seekers_new":{},"seekers.occupation.O6":{},"seekers.occupation.O3":{},"seekers.occupation.any":{},
        "seekers.kind.other":{people},"seekers.education.college":{people},"seekers.age.a25_34":{people},"placed":3}}"#,
        demand - 10,
        posts.0,
        posts.1,
        demand - 5,
        people - 5,
        seekers.0,
        seekers.1,
        seekers.2,
    )
}

// covers: LN2009-6/35.g, LN2016-75/02.c
#[tokio::test]
async fn supply_demand_ratio_and_markets_that_did_not_report() {
    for test in databases().await {
        let room = Room::over(&test.db);
        submitted(&room, SUPPLY, SEPTEMBER, "210402", &cells((60, 20), (30, 60, 10))).await;
        submitted(&room, SUPPLY, OCTOBER, "210402", &cells((90, 10), (30, 60, 10))).await;
        submitted(&room, SUPPLY, OCTOBER, "210403", &cells((30, 70), (100, 20, 5))).await;
        let (setting, asking) = (setting(&room), room.clerk.on(&room));
        let caller = asking.caller(None);
        let period = OCTOBER.parse().unwrap();
        let found = market::supply(&room.monitor, &caller, &setting.supply, period, "210400").await.unwrap();
        assert_eq!((found.now["demand"], found.now["seekers"], found.markets), (200, 225, 2));
        assert_eq!(
            (found.now["demand_carried"], found.now["demand_new"]),
            (20, 180),
            "carried over and new apart"
        );
        let line = |code: &str| found.split("occupation").iter().find(|line| line.code == code).unwrap();
        // 15 without preference: 120 of 200 posts are production (9), 80 clerks (6); what is printed stays what was counted.
        let (made, clerks) = (line("O6"), line("O3"));
        assert_eq!((made.demand, made.seekers, made.spread, made.ratio), (Some(120), Some(130), 9, Some(86)));
        assert_eq!(
            (clerks.demand, clerks.seekers, clerks.spread, clerks.ratio),
            (Some(80), Some(80), 6, Some(93))
        );
        assert_eq!(line("any").ratio, None);
        assert!(
            found.split("education").iter().all(|line| line.ratio.is_none()),
            "posts that ask for nothing are open to all"
        );
        assert_eq!(made.demand_before, Some(60), "change by occupation");
        assert!(found.sectors.iter().all(market::SectorSum::holds), "{:?}", found.sectors);
        let (short, over) = market::extremes(found.split("occupation"), "any", 10);
        assert!(short.is_empty());
        assert_eq!(
            over.iter().map(|line| line.code.as_str()).collect::<Vec<_>>(),
            ["O6", "O3"],
            "19 and 6 too many"
        );

        let before = SEPTEMBER.parse().unwrap();
        let all = market::markets(&room.monitor, &caller, &setting.supply, (period, before), "210400")
            .await
            .unwrap();
        let silent: Vec<&str> =
            all.iter().filter(|one| one.now.is_none()).map(|one| one.code.as_str()).collect();
        assert!(silent.contains(&"210404") && !silent.contains(&"210402"), "{silent:?}");
        let rows = market::alike(&all);
        let last = rows.last().unwrap();
        assert_eq!(
            (last.both, last.now, last.before),
            (1, (100, 100), (80, 100)),
            "the market that came new is left out"
        );

        let desk = desk(&room);
        for lang in [Lang::Zh, Lang::En] {
            let (status, page) =
                send(&desk, &room.clerk, lang, "/market?place=210400&period=2026-10", &[]).await;
            assert_eq!(status, StatusCode::OK);
            let place = lang.pick("望花区", "Wanghua District");
            for text in ["0.89", place, "210404", "<svg"] {
                assert!(page.contains(text), "{text}");
            }
        }
        // The same as JSON: numbers, not words.
        let ask = async |path: &str| {
            let (status, text) = send(&desk, &room.clerk, Lang::En, path, &[]).await;
            let json: serde_json::Value =
                serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status} {text}"));
            json
        };
        let json = ask("/api/market/supply?place=210400&period=2026-10&against=2026-09").await;
        assert_eq!(
            (&json["demand"], &json["seekers"], &json["ratio_hundredths"]),
            (&200.into(), &225.into(), &89.into())
        );
        let work =
            json["splits"]["occupation"].as_array().unwrap().iter().find(|one| one["code"] == "O6").unwrap();
        assert_eq!(
            (&work["demand"], &work["spread"], &work["ratio_hundredths"]),
            (&120.into(), &9.into(), &86.into())
        );
        let same = json["same_markets"].as_array().unwrap().last().unwrap();
        assert_eq!((&same["both"], &same["now"]), (&1.into(), &serde_json::json!([100, 100])), "{json}");
        let moved = ask("/api/market/movement?place=210400").await;
        assert_eq!(moved["periods"].as_array().unwrap().len(), 24, "{moved}");
        assert!(moved["items"].as_array().unwrap().iter().any(|one| one["place"] == "210402"), "{moved}");
        let wanted = ask("/api/market/demand?place=210400").await;
        assert!(wanted["reporters"].is_array() && wanted["level_percent"].is_null(), "{wanted}");
        let sources = ask("/api/market/sources").await;
        let first = sources["items"][0]["id"].as_str().unwrap();
        assert_eq!(ask(&format!("/api/market/sources/{first}")).await["id"], first);
        let (status, _) = send(&desk, &room.clerk, Lang::En, "/api/market/sources/none", &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, csv) =
            send(&desk, &room.clerk, Lang::Zh, "/market?place=210400&period=2026-10&as=csv", &[]).await;
        assert!(csv.contains(",120,") && csv.contains("0.86"), "{csv}");
        let (status, _) =
            send(&desk, &room.clerk, Lang::Zh, "/market?place=210400&period=2026-10&as=xlsx", &[]).await;
        assert_eq!(status, StatusCode::OK);
        // Nothing was approved: nothing is public.
        let nobody =
            Person { actor: Actor::system("nobody"), ..Person::new("无", Role::Jobseeker, "210000") };
        let (status, page) = send(&desk, &nobody, Lang::Zh, "/market/public?period=2026-10", &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("120"), "not approved");
        // Who has no right at the place is refused.
        let stranger = Person::new("孙", Role::Analyst, "210100");
        let (status, _) = send(&desk, &stranger, Lang::Zh, "/market?place=210400", &[]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(!rights::may(
            &stranger.on(&room).caller(None),
            anye_access::Permission::FiguresRead,
            "210400",
            false
        ));
    }
}

fn registered(start: i64, end: i64, benefit: i64) -> String {
    let new = (end - start).max(0);
    format!(
        r#"{{"registered_start":{start},"registered_new":{new},"registered_out.employed":{},"registered_end":{end},"benefit_new":1,"benefit_end":{benefit}}}"#,
        start + new - end
    )
}

// covers: LN2009-6/35.c, LN2009-6/35.d, LN2009-6/35.e
#[tokio::test]
async fn movements_by_place_with_months_without_data() {
    for test in databases().await {
        let room = Room::over(&test.db);
        let form = "registered-monthly";
        for (period, cells) in [
            ("2026-07", registered(500, 520, 40)),
            ("2026-08", registered(520, 510, 44)),
            (OCTOBER, registered(600, 650, 30)),
        ] {
            submitted(&room, form, period, "210402", &cells).await;
        }
        let desk = desk(&room);
        let (_, page) = send(
            &desk,
            &room.clerk,
            Lang::Zh,
            "/market/movement?by=registered&place=210402&period=2026-10",
            &[],
        )
        .await;
        assert!(page.contains("650") && page.contains("−10"), "the change of August");
        assert!(page.contains("自 2026-07 起，没有数据：2026-09"), "{page}");
        let (_, csv) = send(
            &desk,
            &room.clerk,
            Lang::En,
            "/market/movement?by=benefit&place=210402&period=2026-10&as=csv",
            &[],
        )
        .await;
        assert!(csv.contains("2026-08,44,4,"), "{csv}");
        assert!(csv.contains("2026-10,30,—,"), "no change to a month that is missing: {csv}");

        let register = room.monitor.core.places();
        let on = room.monitor.core.world.today();
        let towns = register.children("210402", on, anye_places::Tree::CIVIL);
        let town = towns.first().expect("the register has townships");
        let cells = r#"{"returned":12,"returned_job_lost":2,"leaving":7}"#;
        submitted(&room, "returned-migrants", OCTOBER, town.code, cells).await;
        let (_, csv) = send(
            &desk,
            &room.clerk,
            Lang::Zh,
            "/market/movement?by=migrants&place=210402&period=2026-10&as=csv",
            &[],
        )
        .await;
        assert!(
            csv.contains(&format!("{},12,", town.name)) && csv.contains(&format!("{},7,", town.name)),
            "{csv}"
        );
    }
}

fn quarter(staff: i64, vacancies: i64) -> String {
    format!(
        r#"{{"average_staff":{staff},"end_staff":{staff},"wages":"{}.00","vacancies.occupation.O6":{vacancies},"vacancies.O6":{vacancies},"hire_plan":5}}"#,
        staff * 10_000
    )
}

// covers: LN2016-75/02.b
#[tokio::test]
async fn demand_by_industry_and_firm_with_alerts_only_by_a_level_that_was_set() {
    for test in databases().await {
        let room = Room::over(&test.db);
        let firm = room.firm(1, Some(100)).await;
        let form = "labour-wage-quarterly";
        let keep = |cells: String| {
            let split =
                room.monitor.reporting.form(form).unwrap().column("vacancies.occupation.O6").is_some();
            if split {
                cells.replace(r#","vacancies.O6":"#, r#","hire_plan_x":"#)
            } else {
                cells.replace(r#""vacancies.occupation.O6":"#, r#""hire_plan_x":"#)
            }
        };
        let clean = |cells: String| {
            let mut held: serde_json::Value = serde_json::from_str(&keep(cells)).unwrap();
            held.as_object_mut().unwrap().remove("hire_plan_x");
            held.to_string()
        };
        submitted(&room, form, "2026Q2", &firm.id, &clean(quarter(100, 20))).await;
        submitted(&room, form, "2026Q3", &firm.id, &clean(quarter(100, 30))).await;
        let desk = desk(&room);
        let path = "/market/demand?by=industries&place=210400&period=2026Q3";
        let (status, page) = send(&desk, &room.clerk, Lang::Zh, path, &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("+50.0%") && page.contains("样例机械厂1") && page.contains("制造业"), "{page}");
        assert!(page.contains("急变 0 项") && page.contains("尚未设定"), "no level, no alert");
        let mut set = setting(&room);
        let by = market::setting::Say { zh: "省厅".into(), en: "the office".into() };
        set.demand[0].alert = Some(market::setting::Alert { percent: 50, by });
        let desk = desk.with(set);
        let (_, page) = send(&desk, &room.clerk, Lang::Zh, path, &[]).await;
        assert!(page.contains("急变 1 项"), "{page}");
        let officer = Person::new("赵", Role::PolicyOfficer, "210000");
        let pairs =
            [("by", "industries"), ("place", "210400"), ("period", "2026Q3"), ("text", "机械行业缺工扩大")];
        let (status, _) = send(&desk, &officer, Lang::Zh, "/market/demand", &pairs).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = send(&desk, &officer, Lang::Zh, path, &[]).await;
        assert!(page.contains("机械行业缺工扩大 · 赵"), "{page}");
    }
}
