//! What a forecast must be whatever the series. Each must fail if the future leaked in or a rule of scale broke.

use super::*;
use crate::calendar::{Window, spring_regressor};
use crate::series::{Frequency, Period};

fn monthly(length: usize) -> Series {
    let season = [3.0, -1.0, 2.0, 0.0, -2.0, 1.0, -3.0, 0.5, 1.5, -0.5, -1.5, 0.0];
    let noise =
        |t: usize| ((t as u64 + 11).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as f64 / 65_536.0 - 0.5;
    Series::new(
        Period::month(2008, 1).unwrap(),
        (0..length).map(|t| Some(200.0 + 0.2 * t as f64 + 4.0 * season[t % 12] + noise(t))).collect(),
    )
}

#[test]
fn the_season_and_the_trend_go_on() {
    let all = monthly(132);
    let ahead = forecast(&all.first(120), 12, 0.9).unwrap();
    for step in 0..12 {
        let truth = all.values[120 + step].unwrap();
        assert!((ahead.mean[step] - truth).abs() < 1.5, "{step} {} {truth}", ahead.mean[step]);
        assert!(ahead.lower[step] < ahead.mean[step] && ahead.mean[step] < ahead.upper[step]);
    }
}

#[test]
fn intervals_widen_with_horizon_and_level() {
    let series = monthly(100);
    let (narrow, wide) = (forecast(&series, 24, 0.8).unwrap(), forecast(&series, 24, 0.95).unwrap());
    for step in 0..24 {
        assert!(narrow.lower[step] > wide.lower[step] && narrow.upper[step] < wide.upper[step]);
        // Against the same month: where the season multiplies, so does the width.
        assert!(
            step < 12 || wide.upper[step] - wide.lower[step] > wide.upper[step - 12] - wide.lower[step - 12]
        );
    }
}

#[test]
fn another_unit_gives_the_same_forecast_in_that_unit() {
    let series = monthly(90);
    let in_ten_thousands = Series::new(
        series.start,
        series.values.iter().map(|value| value.map(|number| number / 10_000.0)).collect(),
    );
    let (a, b) = (forecast(&series, 12, 0.9).unwrap(), forecast(&in_ten_thousands, 12, 0.9).unwrap());
    assert!(a.mean.iter().zip(&b.mean).all(|(a, b)| (a - b * 10_000.0).abs() < 1e-6));
    assert!(a.upper.iter().zip(&b.upper).all(|(a, b)| (a - b * 10_000.0).abs() < 1e-6));
}

#[test]
fn gaps_at_the_end_are_forecast_and_left_out() {
    let mut series = monthly(100);
    let straight = forecast(&series, 3, 0.9).unwrap();
    series.values.extend([None, None]);
    let skipping = forecast(&series, 1, 0.9).unwrap();
    assert_eq!(
        (skipping.mean.len(), skipping.mean[0], skipping.upper[0]),
        (1, straight.mean[2], straight.upper[2])
    );
}

#[test]
fn one_wild_value_moves_little() {
    let mut series = monthly(120);
    let before = forecast(&series, 12, 0.9).unwrap();
    series.values[80] = Some(1e7);
    let after = forecast(&series, 12, 0.9).unwrap();
    assert!(before.mean.iter().zip(&after.mean).all(|(a, b)| (a - b).abs() < 2.0));
    assert!(after.upper[0] - after.lower[0] < 4.0 * (before.upper[0] - before.lower[0]));
}

#[test]
fn the_next_spring_festival_is_in_the_forecast() {
    let whole = monthly(144);
    let during = spring_regressor(whole.start, 156, Window::DURING);
    let with = Series::new(
        whole.start,
        whole
            .iter()
            .enumerate()
            .map(|(t, (_, value))| value.map(|number| number - 40.0 * during[t]))
            .collect(),
    );
    // Known to the end of 2019; in 2020 the festival was in January, which is early.
    let (plain, moved) = (forecast(&whole, 3, 0.9).unwrap(), forecast(&with, 3, 0.9).unwrap());
    for step in 0..3 {
        let effect = moved.mean[step] - plain.mean[step];
        assert!((effect + 40.0 * during[144 + step]).abs() < 5.0, "{step} {effect} {}", during[144 + step]);
    }
    assert!(during[144] > 0.5);
}

#[test]
fn little_to_go_on() {
    let start = Period::month(2020, 1).unwrap();
    let of = |values: &[f64]| {
        forecast(&Series::new(start, values.iter().map(|&value| Some(value)).collect()), 2, 0.9)
    };
    assert!(of(&[]).is_none() && of(&[5.0]).is_none() && of(&[5.0, 6.0]).is_none());
    assert!(forecast(&Series::new(start, vec![None; 40]), 2, 0.9).is_none());
    let three = of(&[5.0, 6.0, 8.0]).unwrap();
    assert!(
        three.lower[0] < three.mean[0] && three.mean[0] < three.upper[0] && three.model.contains("no season")
    );
    let constant = of(&[7.0; 50]).unwrap();
    assert_eq!((constant.mean.as_slice(), constant.model.as_str()), ([7.0, 7.0].as_slice(), "constant"));
    assert_eq!(of(&[0.0; 5]).unwrap().mean, [0.0, 0.0]);
    assert_eq!(forecast(&monthly(60), 0, 0.9).unwrap().mean.len(), 0);
    assert_eq!(forecast(&monthly(60), 100_000, f64::NAN).unwrap().mean.len(), LONGEST);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn whatever_comes_the_numbers_are_finite_and_in_order(
        values in proptest::collection::vec(proptest::option::weighted(0.9, proptest::prop_oneof![4 => -1e6f64..1e6, 1 => proptest::num::f64::ANY]), 0..130),
        quarters in proptest::bool::ANY,
    ) {
        let start = Period::new(if quarters { Frequency::Quarter } else { Frequency::Month }, 2001, 2).unwrap();
        // Around the constructor, so that what is not a number reaches the door of the forecast itself.
        let series = Series { start, frequency: start.frequency(), values };
        if let Some(ahead) = forecast(&series, 7, 0.8) {
            proptest::prop_assert_eq!(ahead.mean.len(), 7);
            for step in 0..7 {
                proptest::prop_assert!(ahead.mean[step].is_finite() && ahead.lower[step] <= ahead.mean[step] && ahead.mean[step] <= ahead.upper[step]);
            }
        }
    }
}
