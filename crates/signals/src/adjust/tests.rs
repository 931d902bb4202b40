//! What an adjustment must be whatever the series, and known answers. Each must fail if a rule of scale, sums or gaps broke.

use super::*;
use crate::calendar::{Window, spring_regressor};
use crate::series::Frequency;

const SEASON: [f64; 12] = [3.0, -1.0, 2.0, 0.0, -2.0, 1.0, -3.0, 0.5, 1.5, -0.5, -1.5, 0.0];

fn noise(t: usize) -> f64 {
    let uniform = |salt: u64| {
        ((t as u64 * 7 + salt)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(17)
            .wrapping_mul(0xD134_2543_DE82_EF95)
            >> 40) as f64
            / 16_777_216.0
    };
    (1..=6).map(uniform).sum::<f64>() - 3.0
}

fn value(t: usize) -> f64 {
    500.0 + 0.3 * t as f64 + 10.0 * SEASON[t % 12] + noise(t)
}

fn monthly(length: usize, change: impl Fn(usize, f64) -> f64) -> Series {
    Series::new(Period::month(2008, 1).unwrap(), (0..length).map(|t| Some(change(t, value(t)))).collect())
}

fn additive() -> Options {
    Options { multiplicative: Some(false), ..Options::default() }
}

fn close(a: &[Option<f64>], b: &[Option<f64>], tolerance: f64) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= tolerance,
            (None, None) => true,
            _ => false,
        })
}

#[test]
fn the_season_put_in_is_taken_out() {
    let answer = adjust(&monthly(144, |_, value| value), &additive());
    assert!(answer.notes.is_empty(), "{:?} {:?}", answer.notes, answer.outliers);
    for t in 0..144 {
        assert!((answer.seasonal[t].unwrap() - 10.0 * SEASON[t % 12]).abs() < 2.0, "{t}");
        assert!((answer.trend[t].unwrap() - 500.0 - 0.3 * t as f64).abs() < 1.5, "{t}");
    }
}

#[test]
fn parts_and_input_agree_at_every_period() {
    let series = monthly(140, |t, value| if t == 60 { value + 50.0 } else { value });
    for multiplicative in [false, true] {
        let answer = adjust(&series, &Options { multiplicative: Some(multiplicative), ..Options::default() });
        assert_eq!(answer.multiplicative, multiplicative);
        for t in 0..140 {
            let (trend, season, rest, holiday) = (
                answer.trend[t].unwrap(),
                answer.seasonal[t].unwrap(),
                answer.irregular[t].unwrap(),
                answer.holiday[t],
            );
            let together = if multiplicative {
                trend * season * rest * holiday
            } else {
                trend + season + rest + holiday
            };
            assert!((together - series.values[t].unwrap()).abs() < 1e-8, "{t}");
            let adjusted = if multiplicative { trend * rest } else { trend + rest };
            assert!((adjusted - answer.adjusted[t].unwrap()).abs() < 1e-8, "{t}");
        }
    }
}

#[test]
fn another_unit_and_another_level() {
    let series = monthly(120, |_, value| value);
    let mapped = |change: &dyn Fn(f64) -> f64| {
        Series::new(series.start, series.values.iter().map(|value| value.map(change)).collect())
    };
    let plain = adjust(&series, &additive());
    let scaled = adjust(&mapped(&|value| value * 4096.0), &additive());
    let raised = adjust(&mapped(&|value| value + 5000.0), &additive());
    let turned = adjust(&mapped(&|value| -value), &additive());
    for t in 0..120 {
        let adjusted = plain.adjusted[t].unwrap();
        assert!((scaled.adjusted[t].unwrap() / 4096.0 - adjusted).abs() < 1e-6);
        assert!((raised.adjusted[t].unwrap() - 5000.0 - adjusted).abs() < 1e-4);
        assert!((turned.adjusted[t].unwrap() + adjusted).abs() < 1e-6);
    }
    let (logged, scaled) =
        (Options { multiplicative: Some(true), ..Options::default() }, mapped(&|value| value * 1000.0));
    let (plain, scaled) = (adjust(&series, &logged), adjust(&scaled, &logged));
    assert!(
        plain
            .adjusted
            .iter()
            .zip(&scaled.adjusted)
            .all(|(a, b)| (b.unwrap() / a.unwrap() - 1000.0).abs() < 1e-3)
    );
}

#[test]
fn a_year_of_the_season_comes_to_nothing() {
    let answer = adjust(&monthly(144, |_, value| value), &additive());
    for year in 0..12 {
        let sum: f64 = answer.seasonal[year * 12..year * 12 + 12].iter().flatten().sum();
        assert!(sum.abs() < 2.0, "{year} {sum}");
    }
}

#[test]
fn outliers_are_found_where_and_as_they_were_put_in() {
    let series =
        monthly(144, |t, value| value + if t == 40 { 25.0 } else { 0.0 } - if t >= 90 { 30.0 } else { 0.0 });
    let answer = adjust(&series, &additive());
    let found: Vec<(String, OutlierKind)> =
        answer.outliers.iter().map(|outlier| (outlier.at.to_string(), outlier.kind)).collect();
    assert_eq!(found, [("2011-05".to_owned(), OutlierKind::Ao), ("2015-07".to_owned(), OutlierKind::Ls)]);
    assert!((answer.outliers[0].size - 25.0).abs() < 4.0 && (answer.outliers[1].size + 30.0).abs() < 4.0);
    // The shift is in the trend at once, the slip is not.
    assert!(answer.trend[89].unwrap() - answer.trend[90].unwrap() > 25.0);
    assert!(
        (answer.trend[40].unwrap() - answer.trend[39].unwrap()).abs() < 3.0
            && answer.irregular[40].unwrap() > 20.0
    );
}

#[test]
fn false_outliers_are_rare() {
    let count: usize = (0..40)
        .map(|run| {
            adjust(
                &Series::new(
                    Period::month(2008, 1).unwrap(),
                    (0..120).map(|t| Some(500.0 + 10.0 * SEASON[t % 12] + noise(t + run * 1000))).collect(),
                ),
                &additive(),
            )
            .outliers
            .len()
        })
        .sum();
    // Forty series of noise: the limit is meant for about one false outlier in twenty.
    assert!(count <= 8, "{count}");
}

#[test]
fn spring_festival_is_found_and_moves_with_the_moon() {
    let start = Period::month(2008, 1).unwrap();
    let during = spring_regressor(start, 144, Window::DURING);
    let series = monthly(144, |t, value| value - 20.0 * during[t]);
    let answer = adjust(&series, &additive());
    assert!(answer.notes.contains(&Note::SpringFestival), "{:?}", answer.notes);
    assert!(
        !adjust(&series, &Options { spring_festival: false, ..additive() })
            .notes
            .contains(&Note::SpringFestival)
    );
    let off: f64 = (0..144).map(|t| (answer.holiday[t] + 20.0 * during[t]).abs()).sum::<f64>() / 144.0;
    assert!(off < 0.5, "{off}");
    assert!(
        answer
            .holiday
            .iter()
            .enumerate()
            .all(|(t, &effect)| t % 12 < 3 || t % 12 == 11 || effect.abs() < 1e-9)
    );
}

#[test]
fn a_gap_is_no_zero_and_no_end() {
    let whole = monthly(120, |_, value| value);
    let mut holed = whole.clone();
    for hole in [0, 30, 31, 77, 119] {
        holed.values[hole] = None;
    }
    let (a, b) = (adjust(&whole, &additive()), adjust(&holed, &additive()));
    assert_eq!(b.notes, [Note::GapsFilled]);
    for hole in [0, 30, 31, 77, 119] {
        assert_eq!((b.adjusted[hole], b.irregular[hole]), (None, None));
    }
    assert!(
        (b.trend[30].unwrap() - a.trend[30].unwrap()).abs() < 1.0
            && (b.seasonal[77].unwrap() - a.seasonal[77].unwrap()).abs() < 2.0
    );
    assert_eq!((b.trend[0], b.seasonal[119]), (None, None));
}

#[test]
fn one_wild_value_spoils_nothing_else() {
    let clean = adjust(&monthly(120, |_, value| value), &additive());
    let wild = adjust(&monthly(120, |t, value| if t == 50 { value * 10_000.0 } else { value }), &additive());
    for t in (0..120).filter(|&t| t != 50) {
        assert!((clean.adjusted[t].unwrap() - wild.adjusted[t].unwrap()).abs() < 1.5, "{t}");
    }
    assert!(wild.outliers.iter().any(|outlier| outlier.at.to_string() == "2012-03"));
}

#[test]
fn what_cannot_be_adjusted_comes_back() {
    let of = |values: Vec<Option<f64>>| {
        let series = Series::new(Period::month(2020, 1).unwrap(), values);
        let answer = adjust(&series, &Options::default());
        assert_eq!(answer.adjusted, series.values);
        answer.notes
    };
    assert_eq!(of(vec![]), [Note::NoValue]);
    assert_eq!(of(vec![None; 60]), [Note::NoValue]);
    assert_eq!(of(vec![Some(1.0), Some(2.0), Some(3.0)]), [Note::TooShort]);
    assert_eq!(of(vec![Some(0.0); 60]), [Note::Constant]);
    assert_eq!(of(vec![Some(7.5); 60]), [Note::Constant]);
    assert_eq!(of((0..60).map(|t| (t % 3 == 0).then_some(f64::from(t))).collect()), [Note::TooManyGaps]);
}

#[test]
fn noise_has_no_season_and_is_left_alone() {
    let series =
        Series::new(Period::month(2008, 1).unwrap(), (0..120).map(|t| Some(100.0 + noise(t))).collect());
    let answer = adjust(&series, &additive());
    assert!(answer.notes.contains(&Note::NotSeasonal));
    assert!(close(&answer.adjusted, &series.values, 1e-9));
}

#[test]
fn revisions_use_nothing_before_its_time() {
    let mut series = monthly(100, |_, value| value);
    let early = revisions(&series.first(95), 10, &additive());
    for t in 95..100 {
        series.values[t] = series.values[t].map(|value| value + 500.0);
    }
    let late = revisions(&series, 15, &additive());
    for row in &early.triangle {
        let same = late.triangle.iter().find(|other| other.period == row.period).unwrap();
        assert_eq!(same.estimates[..row.estimates.len()], row.estimates[..]);
    }
    assert_eq!(late.triangle[0].estimates.len(), 15);
    assert_eq!(late.triangle[0].last(), adjust(&series, &additive()).adjusted[85]);
    assert!(early.mean_size.unwrap() > 0.0 && early.mean_size.unwrap() < 0.02);
}

#[test]
fn three_years_are_enough_to_begin_with() {
    let notes = |length| adjust(&monthly(length, |_, value| value), &additive()).notes;
    assert_eq!((notes(35).as_slice(), notes(36).as_slice()), ([Note::TooShort].as_slice(), [].as_slice()));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn whatever_comes_known_values_stay_known(
        values in proptest::collection::vec(proptest::option::weighted(0.9, proptest::prop_oneof![4 => -1e6f64..1e6, 1 => proptest::num::f64::ANY]), 0..130),
        quarters in proptest::bool::ANY,
        trading_days in proptest::bool::ANY,
    ) {
        let start = Period::new(if quarters { Frequency::Quarter } else { Frequency::Month }, 2001, 2).unwrap();
        let series = Series { start, frequency: start.frequency(), values };
        let answer = adjust(&series, &Options { trading_days, ..Options::default() });
        for (t, value) in series.values.iter().enumerate() {
            let can = value.is_some_and(|number| number.is_finite() && number.abs() <= 1e15);
            proptest::prop_assert_eq!(answer.adjusted[t].is_some(), can);
            for part in [answer.adjusted[t], answer.trend[t], answer.seasonal[t], answer.irregular[t]].into_iter().flatten() {
                proptest::prop_assert!(part.is_finite());
            }
        }
    }
}
