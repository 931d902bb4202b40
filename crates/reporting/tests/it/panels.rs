//! Panels: drawn by design, repeatable by seed, shortfall, composition, entry and exit, rotation and replacement.

use anye_base::Date;
use anye_registry::employer;
use anye_reporting::panel::{self, Enrolment, Exit};
use anye_testkit::databases;

use crate::world::{House, PANEL, new_employer};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// 5,000 of 5,600: the sizes of the pack are real ones.
async fn large(db: &anye_db::Db) -> House {
    let mut house = House::empty(db);
    let asking = house.clerk.on(&house);
    let new = (0..5_600).map(new_employer).collect();
    let made = employer::register_many(&house.registry, &asking.caller(None), new).await.unwrap();
    let employers = made.into_iter().map(|one| one.employer).collect();
    drop(asking);
    house.employers = employers;
    house
}

// covers: LN2016-75/01.a, LN2009-6/35.b
#[tokio::test]
async fn drawn_by_design_and_the_same_by_the_same_seed() {
    let test = anye_testkit::sqlite().await;
    let house = large(&test.db).await;
    let asking = house.officer.on(&house);
    let caller = asking.caller(None);
    let drawn = panel::draw(&house.reporting, &caller, PANEL, day("2018-01-01"), "2018").await.unwrap();
    assert_eq!((drawn.frame_size, drawn.planned, drawn.entered), (5_600, 5_000, 5_000));
    let first = panel::members(&mut house.db(), PANEL, day("2018-01-01"), "").await.unwrap();
    assert!(first.iter().all(|one| one.weight_num >= one.weight_den), "nobody stands for less than itself");
    let weights: f64 = first.iter().map(|one| one.weight_num as f64 / one.weight_den as f64).sum();
    assert!((weights - 5_600.0).abs() < 60.0, "the weights make the frame: {weights}");
    let again = panel::draw(&house.reporting, &caller, PANEL, day("2018-01-01"), "2018").await.unwrap();
    assert_eq!((again.stayed, again.entered, again.left), (5_000, 0, 0), "repeated from its seed");
    assert_eq!(again.frame_digest, drawn.frame_digest);

    let shortfall = panel::shortfall(&house.reporting, &caller, PANEL, day("2018-01-01")).await.unwrap();
    assert_eq!((shortfall.planned, shortfall.members, shortfall.missing()), (Some(5_000), 5_000, 0));
    // The pack asks for 5,464 in 2020: the panel is short until it is drawn again.
    let later = panel::shortfall(&house.reporting, &caller, PANEL, day("2020-06-01")).await.unwrap();
    assert_eq!(later.missing(), 464);
    let before = first.iter().find(|one| one.path.contains("210400")).unwrap();
    let exit = Exit { day: day("2018-03-01"), reason: "停业".into() };
    panel::exit(&house.reporting, &caller, &before.id, &exit).await.unwrap();
    let cities = panel::shortfall(&house.reporting, &caller, PANEL, day("2018-03-01")).await.unwrap().cities;
    let fushun = cities.iter().find(|one| one.place == "210400").unwrap();
    assert_eq!(fushun.planned.unwrap() - fushun.members, 1, "the city that lacks one: {fushun:?}");

    let factors = panel::composition(&house.reporting, &caller, PANEL, day("2018-03-01")).await.unwrap();
    for name in ["city", "industry", "size", "ownership", "staff"] {
        let factor = factors.iter().find(|one| one.factor == name).unwrap();
        assert_eq!(
            factor.parts.iter().map(|part| part.frame).sum::<i64>(),
            5_600,
            "{name} against the whole"
        );
        assert_eq!(factor.parts.iter().map(|part| part.members).sum::<i64>(), 4_999, "{name}");
        assert!(
            factor.parts.iter().all(|part| (part.frame_share - part.member_share).abs() < 500),
            "{factor:?}"
        );
    }
}

// covers: LN2016-75/01.b
#[tokio::test]
async fn marked_candidates_come_first_and_the_mark_is_kept() {
    let test = anye_testkit::sqlite().await;
    let house = large(&test.db).await;
    let asking = house.officer.on(&house);
    let caller = asking.caller(None);
    panel::draw(&house.reporting, &caller, PANEL, day("2010-01-01"), "2010").await.unwrap();
    let members = panel::members(&mut house.db(), PANEL, day("2010-01-01"), "").await.unwrap();
    assert_eq!(members.len(), 3_000);
    let marked = members.iter().filter(|one| one.tags.contains("above-designated")).count();
    // Half of the frame is above designated size; with the tilt it is more than half of the panel.
    assert!(marked > 1_600, "{marked}");
    let factors = panel::composition(&house.reporting, &caller, PANEL, day("2010-01-01")).await.unwrap();
    let mark = factors.iter().find(|one| one.factor == "above_designated").unwrap();
    let yes = mark.parts.iter().find(|part| part.code == "yes").unwrap();
    assert_eq!(yes.members, marked as i64);
    let closed = employer::Correction {
        field: employer::Field::State,
        value: "closed".into(),
        valid_from: day("2010-02-01"),
        valid_to: None,
        source: "登记机关".into(),
        evidence: String::new(),
    };
    let clerk = house.clerk.on(&house);
    employer::correct(&house.registry, &clerk.caller(None), &house.employers[0].id, 1, &closed)
        .await
        .unwrap();
    let again = panel::draw(&house.reporting, &caller, PANEL, day("2010-03-01"), "2010").await.unwrap();
    assert_eq!(again.left_out, [("closed".to_owned(), 1)], "left out, with the reason");
}

#[tokio::test]
async fn entry_exit_replacement_and_rotation_keep_their_history() {
    for test in databases().await {
        let mut house = House::with(&test.db, 20).await;
        let clerk = house.clerk.on(&house);
        let new = (100..140).map(new_employer).collect();
        let made = employer::register_many(&house.registry, &clerk.caller(None), new).await.unwrap();
        let later: Vec<_> = made.into_iter().map(|one| one.employer).collect();
        drop(clerk);
        house.employers.extend(later);
        let asking = house.officer.on(&house);
        let caller = asking.caller(None);
        let what = Enrolment {
            employer: house.employers[20].code.clone(),
            day: day("2026-05-01"),
            reason: "市里推荐".into(),
        };
        let member = panel::enrol(&house.reporting, &caller, PANEL, &what).await.unwrap();
        let twice = panel::enrol(&house.reporting, &caller, PANEL, &what).await.unwrap_err();
        assert_eq!(twice.code, "panel_member_there");
        assert_eq!(panel::count_active(&mut house.db(), PANEL, day("2026-04-30")).await.unwrap(), 20);
        assert_eq!(panel::count_active(&mut house.db(), PANEL, day("2026-05-01")).await.unwrap(), 21);
        let came =
            panel::replace(&house.reporting, &caller, &member.id, day("2026-07-01"), "停业").await.unwrap();
        assert_eq!((came.replaces.as_ref(), &came.stratum), (Some(&member.id), &member.stratum));
        assert_eq!(panel::count_active(&mut house.db(), PANEL, day("2026-07-01")).await.unwrap(), 21);
        let gone = panel::replace(&house.reporting, &caller, &member.id, day("2026-07-02"), "停业")
            .await
            .unwrap_err();
        assert_eq!(gone.code, "panel_member_gone");
        let rotated =
            panel::rotate(&house.reporting, &caller, PANEL, day("2026-09-01"), 25, "年度轮换").await.unwrap();
        assert!(rotated.left > 0 && rotated.left == rotated.entered, "{rotated:?}");
        assert_eq!(panel::count_active(&mut house.db(), PANEL, day("2026-09-01")).await.unwrap(), 21);
        let then = panel::members(&mut house.db(), PANEL, day("2026-06-01"), "").await.unwrap();
        assert!(then.iter().any(|one| one.subject == member.subject), "as it was in June");
    }
}
