//! Stated rates of false alarms hold on figures without cause, and shocks are found as often as stated.

use anye_signals::detect::{
    Detector, Draw, Employer, Limits, Tails, Trial, Watch, Worse, alarm_rates, critical, false_discovery,
    scan_employer,
};
use anye_signals::lights::{Light, RateLights, settle};

/// Alarms begun per 100 units a year in calm series, with lights as they are shown.
fn false_alarms(seed: u64, worse: Worse, next: &mut dyn FnMut(&mut Draw) -> f64) -> f64 {
    const SERIES: usize = 500;
    const MONTHS: usize = 60;
    let mut draw = Draw::new(seed);
    let mut begun = 0;
    for _ in 0..SERIES {
        let mut watch = Watch::new(worse, 12);
        for _ in 0..48 {
            watch.learn(next(&mut draw));
        }
        let (mut shown, mut before) = (Light::Green, Light::Green);
        for month in 0..MONTHS + 12 {
            let Some(reading) = watch.push(next(&mut draw)) else { continue };
            let bare = RateLights::default().light(reading.rate);
            let now = settle(shown, before, bare);
            begun += usize::from(month >= 12 && now >= Light::Yellow && shown < Light::Yellow);
            (shown, before) = (now, bare);
        }
    }
    100.0 * begun as f64 / (SERIES * MONTHS / 12) as f64
}

#[test]
fn the_stated_rate_of_false_alarms_holds() {
    let stated = RateLights::default().yellow;
    let normal = false_alarms(1, Worse::Down, &mut |draw| 100.0 + 7.0 * draw.normal());
    let middle = false_alarms(2, Worse::Up, &mut |draw| draw.student(5.0));
    let heavy = false_alarms(3, Worse::Down, &mut |draw| draw.student(3.0));
    let either = false_alarms(4, Worse::Either, &mut Draw::normal);
    for (name, found) in [("normal", normal), ("t5", middle), ("t3", heavy), ("either way", either)] {
        assert!(
            (0.45 * stated..1.5 * stated).contains(&found),
            "{name}: {found} per 100 a year, stated {stated}"
        );
    }
}

#[test]
fn the_tables_are_those_of_the_detectors() {
    for tails in [Tails::Heavy, Tails::Normal] {
        let trial = Trial { freedom: tails.freedom(), paths: 120, periods: 240, history: 60, seed: 77 };
        for detector in Detector::ALL {
            let thresholds = [0.02, 0.005].map(|rate| critical(detector, tails, rate));
            let found = alarm_rates(trial, |reading| reading.strength[detector as usize], &thresholds);
            for (found, stated) in found.iter().zip([0.02, 0.005]) {
                assert!(
                    (0.7..1.4).contains(&(found / stated)),
                    "{tails:?} {detector:?}: {found}, stated {stated}"
                );
            }
        }
    }
}

/// Share of series in which a disturbance of the scores is found within so many periods.
fn power(disturbance: &[f64], within: usize) -> f64 {
    const SERIES: usize = 400;
    let mut draw = Draw::new(99);
    let mut found = 0;
    for _ in 0..SERIES {
        let mut watch = Watch::new(Worse::Down, 12);
        for _ in 0..60 {
            watch.learn(draw.normal());
        }
        for _ in 0..12 {
            watch.push(draw.normal());
        }
        let mut rates = disturbance.iter().chain(std::iter::repeat(&0.0)).map(|away| {
            let error = away + draw.normal();
            watch.push(error).map_or(f64::INFINITY, |reading| reading.rate)
        });
        found += usize::from(
            (0..within).any(|_| rates.next().is_some_and(|rate| rate <= RateLights::default().yellow)),
        );
    }
    found as f64 / SERIES as f64
}

#[test]
fn shocks_are_found_with_the_stated_power() {
    // As stated in docs/signals.md.
    for (name, disturbance, within, least) in [
        ("5 spreads at once", &[-5.0][..], 1, 0.9),
        ("2 spreads for three months", &[-2.0; 3], 3, 0.7),
        ("1 spread for a year", &[-1.0; 12], 12, 0.7),
    ] {
        let found = power(disturbance, within);
        assert!(found >= least, "{name}: {found}, stated {least}");
    }
    assert!(power(&[], 12) < 0.3, "without a cause little is found in a year");
}

#[test]
fn one_wild_value_alone_is_no_lasting_shift() {
    let mut draw = Draw::new(5);
    let mut watch = Watch::new(Worse::Down, 12);
    for _ in 0..60 {
        watch.learn(draw.normal());
    }
    let wild = watch.push(-40.0).unwrap();
    assert!(wild.rate < 0.5 && wild.strength[Detector::Cusum as usize] < 4.0, "{wild:?}");
    let after: Vec<f64> = (0..6).map(|_| watch.push(draw.normal()).unwrap().rate).collect();
    assert!(after[2..].iter().all(|rate| *rate > RateLights::default().yellow), "{after:?}");
}

#[test]
fn a_constant_series_that_moves_at_last_is_a_finite_alarm() {
    let mut watch = Watch::new(Worse::Either, 12);
    for _ in 0..36 {
        watch.learn(0.0);
    }
    assert_eq!(watch.push(0.0).unwrap().score, 0.0);
    let moved = watch.push(-0.1).unwrap();
    assert!(moved.score == -99.0 && moved.rate < 0.5 && !moved.upward, "{moved:?}");
}

#[test]
fn what_the_rule_of_fifty_in_five_weeks_misses_is_found() {
    // Weeks. A rule of 50 notices in 5 weeks sees none of these.
    let fifty_in_five =
        |weeks: &[Option<u32>]| weeks.windows(5).any(|five| five.iter().flatten().sum::<u32>() >= 50);
    let limits = Limits { windows: vec![1, 2, 3, 5, 8, 13], per_year: 52, ..Limits::default() };
    let calm = vec![Some(0); 20];
    let with = |losses: &[u32]| {
        let mut weeks = calm.clone();
        weeks.extend(losses.iter().map(|lost| Some(*lost)));
        weeks
    };
    for (name, headcount, weeks) in [
        ("49 of 55 within five weeks", 55, with(&[9, 10, 10, 10, 10])),
        ("49 of 55 over thirteen weeks", 55, with(&[4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3])),
        ("90 of 600 over ten weeks", 600, with(&[9; 10])),
        ("48 of 2,000 in one week, where 2 are usual", 2_000, with(&[48])),
    ] {
        assert!(!fifty_in_five(&weeks), "{name}");
        let headcount = vec![Some(headcount); weeks.len()];
        let employer = Employer { headcount: &headcount, lost: &weeks, usual: 0.001, dispersion: 2.0 };
        let found = scan_employer(&employer, &limits).unwrap();
        assert!(found.is_alarm(), "{name}: {found:?}");
    }
    let small = scan_employer(
        &Employer { headcount: &[Some(55)], lost: &with(&[0, 0, 1, 0, 1]), usual: 0.001, dispersion: 2.0 },
        &limits,
    );
    assert!(!small.unwrap().is_alarm());
    assert_eq!(
        scan_employer(
            &Employer { headcount: &[Some(55)], lost: &calm, usual: 0.001, dispersion: 2.0 },
            &limits
        ),
        None
    );
}

#[test]
fn employers_without_cause_raise_no_more_alarms_than_stated() {
    const EMPLOYERS: usize = 600;
    const MONTHS: usize = 24;
    let mut draw = Draw::new(31);
    let limits = Limits { people: u32::MAX, share: 2.0, rate: 2.0, ..Limits::default() };
    let (mut alarms, mut struck) = (0, 0);
    for unit in 0..EMPLOYERS {
        let headcount = [40u32, 200, 1_000][unit % 3];
        let usual = 0.02;
        let lost: Vec<Option<u32>> = (0..MONTHS)
            .map(|_| Some((0..headcount).filter(|_| draw.uniform() < usual).count() as u32))
            .collect();
        let mut on = 0;
        for month in 5..=MONTHS {
            let employer =
                Employer { headcount: &[Some(headcount)], lost: &lost[..month], usual, dispersion: 1.0 };
            let now = scan_employer(&employer, &limits).is_some_and(|found| found.by_chance);
            alarms += usize::from(now && on == 0);
            on = if now { 2 } else { usize::saturating_sub(on, 1) };
        }
        // Then 6 % more leave in each of three months.
        let mut shocked = lost;
        for month in &mut shocked[MONTHS - 3..] {
            *month = month.map(|count| count + (f64::from(headcount) * 0.06) as u32);
        }
        let employer = Employer { headcount: &[Some(headcount)], lost: &shocked, usual, dispersion: 1.0 };
        struck += usize::from(scan_employer(&employer, &limits).is_some_and(|found| found.by_chance));
    }
    let rate = 100.0 * f64::from(alarms as u32) / (EMPLOYERS * (MONTHS - 4)) as f64 * 12.0;
    assert!(rate <= 2.0 * 1.25, "{rate} alarms per 100 employers a year, stated 2");
    let power = struck as f64 / EMPLOYERS as f64;
    assert!(power > 0.7, "{power}");
}

#[test]
fn of_many_places_few_of_those_named_are_false() {
    const PLACES: usize = 100;
    let mut draw = Draw::new(8);
    let (mut named, mut wrong, mut right) = (0, 0, 0);
    for _ in 0..12 {
        let chances: Vec<f64> = (0..PLACES)
            .map(|place| {
                let mut watch = Watch::new(Worse::Down, 12);
                for _ in 0..60 {
                    watch.learn(draw.normal());
                }
                let away = if place < 10 { -6.0 } else { 0.0 };
                watch.push(away + draw.normal()).map_or(1.0, |reading| reading.rate / reading.yearly)
            })
            .collect();
        for (place, stays) in false_discovery(&chances, 0.1).into_iter().enumerate() {
            named += usize::from(stays);
            wrong += usize::from(stays && place >= 10);
            right += usize::from(stays && place < 10);
        }
    }
    assert!(wrong as f64 <= 0.15 * named as f64, "{wrong} of {named} wrong");
    assert!(right >= 90, "{right} of 120 found");
}
