//! The nightly run over the registry's own tables: who has what a rule presupposes is looked at wherever they stand, and offered only what reaches their place.

use std::sync::Arc;

use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_jobs::Runner;
use anye_programmes::SubjectKind;
use anye_service::Service;
use anye_service::automatic::{KIND, RunWork, enqueue_daily};
use anye_service::port::Having;
use anye_testkit::databases;

#[path = "../../benches/night/desk.rs"]
pub mod desk;

/// Id, place, state.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("p1", "210402", "active"),
    ("p2", "210102", "active"),
    ("p3", "210404001", "active"),
    ("p4", "210402", "merged"),
    ("p5", "210402", "active"),
];
/// Whose subsidy of flexible work has ended while they are hard to employ.
const ENTITLED: [&str; 4] = ["p1", "p2", "p3", "p4"];

async fn fill(service: &Service) {
    let (core, actor) = (&service.core, Actor::system("test"));
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    for (id, place, state) in PEOPLE {
        let person = sql(
            "insert into person select $1, '王', '王', 'w', '', null, $2, $3, '', '', '', null, $4, null, '2019-01-01', 'test', '', 0, 'a', '王', 1",
        );
        tx.run(person.bind(id).bind(place).bind(&place[..6]).bind(state)).await.unwrap();
    }
    let facts = [
        ("hard_to_employ", "true"),
        ("flexible_subsidy_ends", "\"2020-05-31\""),
        ("employment_state", "\"flexible_employment\""),
    ];
    for (field, value) in facts {
        // Of the last one it is not known when the subsidy ended.
        for id in ENTITLED.into_iter().chain((field != "flexible_subsidy_ends").then_some("p5")) {
            let fact = sql(
                "insert into fact (id, kind, thing, field, value, valid_from, recorded_at, recorded_by, recorded_name, source, evidence) \
                 values ($1, 'persons', $2, $3, $4, '2020-01-01', 0, 'a', '王', 'test', '')",
            );
            let fact = fact.bind(format!("{id}-{field}")).bind(id).bind(field).bind(value);
            tx.run(fact).await.unwrap();
        }
    }
    tx.commit(Event::new("test.fill", "person", "")).await.unwrap();
}

#[tokio::test]
async fn everybody_entitled_is_found_at_their_place_and_nobody_else() {
    for test in databases().await {
        let service = desk::service(&test.db);
        fill(&service).await;
        let next = async |having: Option<&Having>, after: &str, limit| {
            let db = &service.core.db;
            service.subjects.next(db, SubjectKind::Person, having, after, limit).await.unwrap()
        };
        let ids = |found: &[(String, String)]| found.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        let some = next(None, "", 2).await;
        assert_eq!((ids(&some.found), some.last.as_deref()), (vec!["p1".into(), "p2".into()], Some("p2")));
        let rest = next(None, "p2", 9).await;
        assert_eq!((ids(&rest.found), rest.last), (vec!["p3".into(), "p5".into()], None));
        let on = service.core.world.today();
        let having = Having { field: "flexible_subsidy_ends".into(), yes: false, on };
        let some = next(Some(&having), "p2", 2).await;
        assert_eq!(some.found, [("p3".to_owned(), "210404001".to_owned())], "a merged record is nobody");
        assert_eq!(some.last.as_deref(), Some("p4"), "and the run goes on behind it");
        enqueue_daily(&service).await.unwrap();
        let runner = Runner::new(service.core.db.clone(), service.core.world.clone());
        let runner = runner.with(KIND, Arc::new(RunWork(service.clone())));
        while runner.run_next().await.unwrap() {}
        let mut db = &test.db;
        let offers = db.all(sql("select subject, programme, place from service_candidate order by subject"));
        let offers: Vec<[String; 3]> = offers
            .await
            .unwrap()
            .iter()
            .map(|row| ["subject", "programme", "place"].map(|column| row.text(column).unwrap()))
            .collect();
        // The city's own rule takes the province's place in that city, and reaches nowhere else.
        assert_eq!(
            offers,
            [
                ["p1", "fs-flexible-extension", "210402"],
                ["p2", "r-flexible-subsidy-extension", "210102"],
                ["p3", "fs-flexible-extension", "210404001"],
            ]
        );
        let run = db.one(sql("select subjects, found, fresh from service_run")).await.unwrap();
        assert_eq!((run.int("found").unwrap(), run.int("fresh").unwrap()), (3, 3));
        desk::tomorrow();
    }
}
