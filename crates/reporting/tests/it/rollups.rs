//! Sums kept by differences are the sums worked out anew and the sums of their reports, after anything that may happen.

use anye_reporting::figures::{DrillKey, drill_sum};
use anye_reporting::report::{self, State, ToGiveBack};
use anye_reporting::reporter::path_of;
use anye_reporting::rollup::{ALL, Class, Layout, Picked, figures};
use anye_reporting::{approve, rollup};
use anye_testkit::databases;

use crate::world::{FORM, House, NOVEMBER, OCTOBER, cells};

/// A small generator, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Every figure there is equals the sum of the reports it drills down to.
async fn figures_equal_their_reports(house: &House, period: &str) -> usize {
    let form = house.form();
    let layout = Layout::of(form);
    let day = house.reporting.tree_day(period.parse().unwrap());
    let mut seen = 0;
    for class in Class::BOTH {
        for place in ["210000", "210100", "210102", "210106", "210400", "210402", "210403"] {
            for dim in [ALL, "industry", "ownership", "size"] {
                let (periods, places) = ([period.to_owned()], [place.to_owned()]);
                let found = figures(&mut house.db(), &layout, class, &periods, &places, dim).await.unwrap();
                for figure in found {
                    let key = DrillKey {
                        form: FORM.into(),
                        period: period.into(),
                        place: place.into(),
                        dim: figure.dim.clone(),
                        code: figure.code.clone(),
                        class,
                    };
                    let path = path_of(&house.reporting.core.places(), place, day).unwrap();
                    let sum = drill_sum(house.db(), form, period, &path, &key).await.unwrap();
                    assert_eq!(sum, figure.sums, "{key:?}");
                    seen += 1;
                }
            }
        }
    }
    seen
}

#[tokio::test]
async fn incremental_is_rebuilt_is_the_sum_of_the_drill_down() {
    for test in databases().await {
        let house = House::with(&test.db, 12).await;
        let (other, clerk) = (house.other.on(&house), house.clerk.on(&house));
        let (other, clerk) = (other.caller(None), clerk.caller(None));
        let mut chance = Chance(7);
        for step in 0..120_u32 {
            let at = chance.below(12) as usize;
            let period = if chance.below(3) == 0 { NOVEMBER } else { OCTOBER };
            let one =
                report::start(&house.reporting, &clerk, FORM, period, &house.employers[at].id).await.unwrap();
            let amount = chance.below(90) as i64;
            match (chance.below(5), &one.state) {
                (0, State::Submitted | State::Partly | State::Approved) => {
                    let what = ToGiveBack {
                        cell: String::new(),
                        reason: "核实".into(),
                        deadline: "2026-12-01".parse().unwrap(),
                    };
                    report::give_back(&house.reporting, &other, &one.id, one.version, &what).await.unwrap();
                }
                (1..=3, State::Submitted | State::Partly) => {
                    approve::approve(&house.reporting, &other, &one.id, one.version, "").await.unwrap();
                }
                (4, _) => {
                    report::save(&house.reporting, &clerk, &one.id, one.version, &cells(amount, 9, 9))
                        .await
                        .unwrap();
                }
                _ => {
                    house.submit(&one, &cells(100 + amount, amount, 7)).await.unwrap();
                }
            }
            if step % 20 == 19 {
                for period in [OCTOBER, NOVEMBER] {
                    assert_eq!(house.differences(period).await, [], "after step {step}");
                }
            }
        }
        let seen = figures_equal_their_reports(&house, OCTOBER).await
            + figures_equal_their_reports(&house, NOVEMBER).await;
        assert!(seen > 60, "{seen} figures");
        let layout = Layout::of(house.form());
        let approved =
            rollup::figure(&mut house.db(), &layout, Class::Approved, OCTOBER, "210000").await.unwrap();
        assert!(approved.is_some_and(|one| one.sums.n > 0), "some were approved up to the province");
    }
}

#[tokio::test]
async fn two_writers_at_once_lose_nothing() {
    for test in databases().await {
        let house = std::sync::Arc::new(House::with(&test.db, 8).await);
        let mut all = tokio::task::JoinSet::new();
        for at in 0..8 {
            let house = std::sync::Arc::clone(&house);
            all.spawn(async move { house.submitted(at, OCTOBER, &cells(100, at as i64, 0)).await });
        }
        while let Some(done) = all.join_next().await {
            done.unwrap();
        }
        assert_eq!(house.differences(OCTOBER).await, []);
        let layout = Layout::of(house.form());
        let sum = rollup::figure(&mut house.db(), &layout, Class::Submitted, OCTOBER, "210000")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(sum.sums.n, 8);
        assert_eq!(sum.sums.cells[layout.place("hired").unwrap()], (28, 8));
    }
}

#[tokio::test]
async fn what_is_read_straight_from_the_text_is_what_the_cells_hold() {
    let test = anye_testkit::sqlite().await;
    let house = House::with(&test.db, 1).await;
    let (form, layout) = (house.form(), Layout::of(house.form()));
    let summed: Vec<&str> = layout.ids.iter().map(String::as_str).collect();
    let first = summed[0];
    let texts = [
        cells(100, 2, 1),
        String::new(),
        "{}".to_owned(),
        "not JSON".to_owned(),
        format!(r#"{{"{first}":null,"nobody.knows":{{"a":[1]}}}}"#),
        format!(r#"{{"{first}":"12.5"}}"#),
        format!(r#"{{"{first}":1e3}}"#),
        format!(r#"{{"{first}":12.50,"end_staff":7}}"#),
        format!(r#"{{"{first}":true,"end_staff":7}}"#),
        format!(r#"{{"{first}":9223372036854775807,"end_staff":7}}"#),
        format!(r#"{{"{first}":-3,"{first}":4}}"#),
        format!(r#"{{"\u0065nd_staff":5,"{first}":1}} "#),
        format!(r#"{{"{first}":1}} more"#),
    ];
    for text in texts {
        let slow = layout.of_cells(&report::lenient(form, &text));
        assert_eq!(layout.of_text(form, &text), slow, "{text}");
        for (id, (sum, held)) in layout.ids.iter().zip(&slow.cells) {
            let one = Picked::new(form, id).unwrap().of(&text);
            assert_eq!(one, (*held > 0).then_some(*sum), "{id} of {text}");
        }
    }
}
