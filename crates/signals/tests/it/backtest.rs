//! Back-tests: nothing is known before its time, alarms come when they should, and the summary counts honestly.

use anye_signals::backtest::{
    Cause, Line, Order, State, Way, forecast_errors, read_events, run, score, together,
};
use anye_signals::detect::{Draw, Worse};
use anye_signals::lights::Light;
use anye_signals::series::{Fault, Frequency, Period, Series};

fn seasonal(seed: u64, months: usize) -> Vec<Option<f64>> {
    let mut draw = Draw::new(seed);
    let mut level = 1_000.0f64;
    (0..months)
        .map(|month| {
            level *= (0.001 + 0.004 * draw.normal()).exp();
            let season = 1.0 + 0.05 * (month as f64 / 12.0 * std::f64::consts::TAU).sin();
            Some(level * season)
        })
        .collect()
}

fn series(values: Vec<Option<f64>>) -> Series {
    Series::new(Period::month(2010, 1).expect("a month"), values)
}

#[test]
fn cutting_off_the_future_changes_no_line_of_the_past() {
    let mut values = seasonal(1, 84);
    values[40] = None;
    values[52] = values[52].map(|value| value * 3.0);
    for value in values[70..].iter_mut().flatten() {
        *value *= 0.9;
    }
    // The last year turns negative, so that even the choice of the scale depends on the future.
    let whole =
        series(values.iter().enumerate().map(|(at, v)| v.map(|v| if at == 83 { -v } else { v })).collect());
    let order = Order {
        adjust: Some(Default::default()),
        horizon: 3,
        trigger: Some(20.0),
        worse: Worse::Down,
        ..Order::default()
    };
    let lines = run(&whole, &order);
    assert_eq!(lines.len(), 84);
    for known in [30, 41, 53, 71, 80, 83] {
        assert_eq!(run(&whole.first(known), &order), lines[..known], "{known} periods known");
    }
    let quarters = Series::new(Period::quarter(2008, 1).unwrap(), seasonal(3, 40));
    let plain = Order { horizon: 2, ..Order::default() };
    let lines = run(&quarters, &plain);
    for known in [5, 17, 29, 39] {
        assert_eq!(run(&quarters.first(known), &plain), lines[..known], "{known} quarters known");
    }
}

#[test]
fn a_fall_is_an_alarm_with_direction_and_reason_in_both_languages() {
    let mut values = seasonal(2, 72);
    for value in values[66..].iter_mut().flatten() {
        *value *= 0.93;
    }
    let order = Order { adjust: Some(Default::default()), worse: Worse::Down, ..Order::default() };
    let lines = run(&series(values), &order);
    assert!(lines[..35].iter().all(|line| line.state == State::Learning && line.adjusted.is_none()));
    assert!(lines[40..66].iter().filter(|line| line.alarmed()).count() <= 3);
    let struck = &lines[66];
    assert_eq!((struck.light, struck.state), (Some(Light::Red), State::Judged), "{struck:?}");
    let alarm = struck.alarms.iter().find(|alarm| alarm.cause == Cause::Score).unwrap();
    assert_eq!(alarm.direction, Some(Way::Down));
    assert!(alarm.strength >= alarm.threshold && alarm.chance_rate.unwrap() <= 10.0);
    assert!(alarm.reason.contains("below expectation") && alarm.reason_zh.contains("低于预期"), "{alarm:?}");
    // Up is not bad here.
    let mut rise = seasonal(2, 72);
    for value in rise[66..].iter_mut().flatten() {
        *value *= 1.07;
    }
    let risen = run(&series(rise), &order);
    assert!(risen[66].light <= Some(Light::Blue) && risen[66].score.unwrap() > 4.0);
}

#[test]
fn short_constant_zero_and_empty_series_come_back_without_inventions() {
    let order = Order { adjust: Some(Default::default()), horizon: 2, ..Order::default() };
    let three = run(&series(vec![Some(1.0), Some(2.0), Some(3.0)]), &order);
    assert!(three.iter().all(|line| line.light.is_none() && line.alarms.is_empty()));
    for constant in [0.0, 5.0] {
        let lines = run(&series(vec![Some(constant); 60]), &order);
        assert_eq!(lines[59].light, Some(Light::Green));
        assert_eq!(lines[59].score, Some(0.0));
    }
    assert!(run(&series(Vec::new()), &order).is_empty());
    let gaps = run(&series(vec![None; 5]), &order);
    assert!(gaps.iter().all(|line| line.state == State::Gap && line.light.is_none()));
    let from = Order { from: Period::month(2012, 1), ..Order::default() };
    let late = run(&series(seasonal(4, 60)), &from);
    assert_eq!((late.len(), late[0].date.to_string()), (36, "2012-01".to_owned()));
}

#[test]
fn the_summary_counts_begun_alarms_and_not_lucky_ones() {
    let line = |month: i32, light: Light| Line {
        date: Period::month(2010, 1).unwrap().add(month),
        value: None,
        adjusted: None,
        trend: None,
        score: None,
        chance_rate: None,
        light: Some(light),
        light_now: None,
        state: State::Judged,
        alarms: Vec::new(),
        forecasts: Vec::new(),
    };
    // Alarms begin in months 5 (long before), 30 (three before the first event) and are still on at the second event.
    let lines: Vec<Line> = (0..80)
        .map(|month| {
            line(month, if month == 5 || (30..60).contains(&month) { Light::Orange } else { Light::Blue })
        })
        .collect();
    let events = read_events(
        "series,date,end,name\n*,2012-10,2013-03,first\nother,2011-01,,elsewhere\n,2014-09,2014-12,second\n",
        Frequency::Month,
        None,
    )
    .unwrap();
    let found = score("jobs", &lines, &events, 12, Frequency::Month);
    let hits: Vec<_> = found.hits.iter().map(|hit| (hit.event.as_str(), hit.lead)).collect();
    assert_eq!(hits, [("first", Some(3)), ("second", None)], "an alarm already on foresees nothing");
    assert_eq!(found.hits[1].worst, Light::Orange);
    let totals = found.totals;
    assert_eq!((totals.alarms, totals.false_alarms, totals.hits, totals.events), (2, 1, 1, 2));
    // 80 months less 18 of the first window and 16 of the second.
    assert!((totals.calm_years - 46.0 / 12.0).abs() < 1e-9);
    assert!((totals.false_alarms_per_100_years.unwrap() - 100.0 / (46.0 / 12.0)).abs() < 1e-9);
    assert_eq!(totals.precision, Some(0.5));
}

#[test]
fn events_that_cannot_be_are_told_with_their_place() {
    let read = |text: &str| read_events(text, Frequency::Month, Some(&["jobs"])).unwrap_err();
    let faults =
        |text: &str| read(text).iter().map(|p| (p.fault, p.row, p.field.clone())).collect::<Vec<_>>();
    assert_eq!(faults(""), [(Fault::Empty, 0, String::new())]);
    assert_eq!(faults("series,when\njobs,2010-01\n"), [(Fault::MissingColumn, 1, "date".to_owned())]);
    assert_eq!(
        faults("series,date,end\njobs,2010-13,\nwork,2010-01,\njobs,2010-05,2010-01\njobs,2010Q2,\n"),
        [
            (Fault::BadDate, 2, "date".to_owned()),
            (Fault::NoName, 3, "series".to_owned()),
            (Fault::BadDate, 4, "end".to_owned()),
            (Fault::MixedFrequency, 5, "date".to_owned()),
        ]
    );
    let quarter = read_events("日期,事件\n2008-02-15,shock\n", Frequency::Quarter, None).unwrap();
    assert_eq!((quarter[0].date.to_string(), quarter[0].end.to_string()), ("2008Q1".into(), "2009Q1".into()));
}

#[test]
fn series_together_light_by_the_share_of_them_in_alarm() {
    let order = Order { worse: Worse::Down, ..Order::default() };
    let all: Vec<(String, Vec<Line>)> = (0..10u32)
        .map(|number| {
            let mut draw = Draw::new(u64::from(number));
            let values = (0..60)
                .map(|month| {
                    let fall = if month >= 54 && number < 6 { 30.0 } else { 0.0 };
                    Some(500.0 + draw.normal() - fall)
                })
                .collect();
            (number.to_string(), run(&series(values), &order))
        })
        .collect();
    let path = together(&all, anye_signals::backtest::STEPS);
    let at = |date: &str| path.iter().find(|one| one.date.to_string() == date).unwrap();
    assert_eq!((at("2014-07").light, at("2014-07").series), (Light::Red, 10));
    assert!(at("2014-07").diffusion >= 60.0 && at("2014-06").light <= Light::Blue);
}

#[test]
fn forecasts_are_held_to_what_came_in() {
    let order = Order {
        adjust: Some(Default::default()),
        horizon: 2,
        from: Period::month(2014, 1),
        ..Order::default()
    };
    let lines = run(&series(seasonal(6, 72)), &order);
    assert_eq!(lines[0].forecasts.len(), 2);
    assert_eq!(lines[0].forecasts[1].date.to_string(), "2014-03");
    let errors = forecast_errors(&[("a".to_owned(), lines)], 2, Frequency::Month);
    assert_eq!(errors.iter().map(|e| (e.ahead, e.count)).collect::<Vec<_>>(), [(1, 23), (2, 22)]);
    assert!(errors[0].mase.unwrap() < 1.0 && errors[0].coverage.unwrap() > 0.5, "{errors:?}");
}
