//! The month close of a city with a known shock.

use anye_signals::close::{Domain, Judging, MonthClose, Source, estimate, month_close, roll_up};
use anye_signals::estimate::Settings;
use anye_signals::lights::{Light, Steps};

use crate::panel::{City, Making, Shock};

const SHOCK: Shock = Shock { place: 103, industry: 2, month: 35, share: 0.15 };

fn making(shock: Option<Shock>) -> Making {
    Making {
        seed: 7,
        first_place: 101,
        places: 5,
        industries: 4,
        units: 900,
        months: 36,
        silent: 0.08,
        shock,
    }
}

fn settings() -> MonthClose {
    let loss = Some(Steps { blue: 0.03, yellow: 0.05, orange: 0.08, red: 0.10 });
    MonthClose { judging: Judging { loss, ..Judging::default() }, ..MonthClose::default() }
}

#[test]
fn a_shock_lights_its_place_and_industry_and_little_else() {
    let city = City::make(making(Some(SHOCK)));
    let closed = month_close(&city.partition(), &settings()).unwrap();
    let find = |domain| closed.judged.iter().find(|judged| judged.domain == domain).unwrap();
    let cell = find(Domain::Cell(103, 2));
    assert_eq!(cell.light, Some(Light::Red), "{cell:?}");
    assert!(cell.figures.loss_rate.unwrap() > 0.12 && cell.score.unwrap() < -5.0);
    assert_eq!(cell.reasons.len(), 2);
    assert!(cell.reasons.iter().any(|reason| reason.source == Source::LossRate));
    assert!(find(Domain::Place(103)).light.unwrap() >= Light::Yellow);
    let lit = |shocked: bool| {
        closed
            .judged
            .iter()
            .filter(|judged| {
                let touched = match judged.domain {
                    Domain::All => true,
                    Domain::Place(place) => place == 103,
                    Domain::Industry(industry) => industry == 2,
                    Domain::Cell(place, industry) => place == 103 && industry == 2,
                };
                touched == shocked
            })
            .filter(|judged| judged.light >= Some(Light::Yellow))
            .count()
    };
    assert!(lit(false) <= 3, "{} others are lit", lit(false));
}

#[test]
fn domains_are_sums_of_cells_and_few_reporters_give_no_light() {
    let city = City::make(making(None));
    let cells = estimate(&city.partition(), Settings::default()).unwrap();
    let sums = roll_up(&cells, &Domain::all_of);
    let (all, last) = (&sums[&Domain::All], 35);
    let by_place: f64 = (101..=105).map(|place| sums[&Domain::Place(place)].months[last].level).sum();
    let by_industry: f64 = (0..4).map(|industry| sums[&Domain::Industry(industry)].months[last].level).sum();
    for sum in [by_place, by_industry] {
        assert!((sum - all.months[last].level).abs() < 1e-6 * sum);
    }
    let figures = all.months[last].figures();
    assert!(figures.level_error > 0.0 && figures.level_error < 0.02 * figures.level, "{figures:?}");
    assert!((figures.response.unwrap() - 0.92).abs() < 0.03);
    let (lost, won) = (figures.loss_rate.unwrap(), figures.gain_rate.unwrap());
    assert!((lost - won - figures.net_loss_rate.unwrap()).abs() < 1e-9);
    let thin = City::make(Making { units: 60, ..making(None) });
    let closed = month_close(&thin.partition(), &settings()).unwrap();
    let cell = closed.judged.iter().find(|judged| judged.domain == Domain::Cell(101, 0)).unwrap();
    assert_eq!((cell.light, cell.score), (None, None));
    assert!(cell.figures.level > 0.0);
}

#[test]
fn cells_travel_as_json_and_partitions_add_up_in_any_order() {
    let a = City::make(making(None));
    let b = City::make(Making { seed: 8, first_place: 201, ..making(None) });
    let mut cells = estimate(&a.partition(), Settings::default()).unwrap();
    let others = estimate(&b.partition(), Settings::default()).unwrap();
    let sent = serde_json::to_string(&others).unwrap();
    let received: Vec<anye_signals::close::CellSeries> = serde_json::from_str(&sent).unwrap();
    assert_eq!(received.len(), others.len());
    let mut turned = received;
    turned.extend(cells.iter().cloned());
    cells.extend(others);
    let (one, two) = (roll_up(&cells, &Domain::all_of), roll_up(&turned, &Domain::all_of));
    assert_eq!(one.len(), two.len());
    for (domain, sum) in &one {
        let other = &two[domain];
        for (a, b) in sum.months.iter().zip(&other.months) {
            assert!((a.level - b.level).abs() < 1e-6, "{domain:?}");
        }
    }
}
