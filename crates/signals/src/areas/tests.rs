//! Areas that must add up, and shrink where they are shaky.

use super::*;

fn noise(seed: u64) -> f64 {
    let uniform = |salt: u64| {
        ((seed * 13 + salt)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(21)
            .wrapping_mul(0xD134_2543_DE82_EF95)
            >> 40) as f64
            / 16_777_216.0
    };
    (1..=12).map(uniform).sum::<f64>() - 6.0
}

/// Areas with a known truth: level 1000 · size, following the covariate, seen with an error.
fn province(count: usize, periods: usize, error: f64) -> (Vec<Area>, Vec<Vec<f64>>, Vec<Option<f64>>) {
    let mut truths = Vec::new();
    let mut areas = Vec::new();
    for area in 0..count {
        let size = 1000.0 * (1.0 + area as f64);
        let claims: Vec<f64> = (0..periods)
            .map(|t| 50.0 * (1.0 + area as f64) * (1.0 + 0.3 * ((t as f64) / 6.0 + area as f64).sin()))
            .collect();
        let truth: Vec<f64> = claims.iter().map(|x| size + 6.0 * x).collect();
        let direct = truth
            .iter()
            .enumerate()
            .map(|(t, value)| Some(value + error * noise((area * 1000 + t) as u64)))
            .collect();
        areas.push(Area {
            direct,
            standard_error: vec![Some(error); periods],
            covariate: claims.iter().map(|&x| Some(x)).collect(),
        });
        truths.push(truth);
    }
    let total = (0..periods).map(|t| Some(truths.iter().map(|truth| truth[t]).sum())).collect();
    (areas, truths, total)
}

#[test]
fn the_areas_add_up_to_the_province_exactly() {
    let (areas, _, total) = province(14, 36, 80.0);
    let estimates = estimate_areas(&areas, &total).unwrap();
    for (at, total) in total.iter().enumerate() {
        assert_eq!(estimates.iter().map(|area| area[at].value).sum::<f64>(), total.unwrap());
    }
}

#[test]
fn counties_add_up_to_cities_and_these_to_the_province() {
    let (cities, _, total) = province(3, 24, 40.0);
    let cities = estimate_areas(&cities, &total).unwrap();
    let mut all = [0.0; 24];
    for city in &cities {
        let (counties, _, _) = province(5, 24, 60.0);
        let own: Vec<Option<f64>> = city.iter().map(|estimate| Some(estimate.value)).collect();
        let counties = estimate_areas(&counties, &own).unwrap();
        for at in 0..24 {
            let sum: f64 = counties.iter().map(|county| county[at].value).sum();
            assert_eq!(sum, city[at].value);
            all[at] += sum;
        }
    }
    assert!(all.iter().zip(&total).all(|(sum, total)| *sum == total.unwrap()));
}

#[test]
fn the_estimate_is_nearer_the_truth_than_the_survey_and_says_how_near() {
    let (areas, truths, total) = province(14, 60, 150.0);
    let estimates = estimate_areas(&areas, &total).unwrap();
    let (mut by_survey, mut by_model, mut covered, mut count) = (0.0, 0.0, 0, 0);
    for (area, truth) in truths.iter().enumerate() {
        for at in 24..60 {
            let estimate = estimates[area][at];
            by_survey += (areas[area].direct[at].unwrap() - truth[at]).powi(2);
            by_model += (estimate.value - truth[at]).powi(2);
            covered += usize::from((estimate.value - truth[at]).abs() < 1.96 * estimate.standard_error);
            count += 1;
        }
    }
    assert!(by_model < 0.35 * by_survey, "{}", by_model / by_survey);
    let share = covered as f64 / f64::from(count);
    assert!((0.85..=1.0).contains(&share), "{share}");
}

#[test]
fn without_a_benchmark_or_a_figure_the_model_carries_on() {
    let (mut areas, truths, mut total) = province(4, 40, 30.0);
    total[39] = None;
    areas[2].direct[38] = None;
    areas[2].direct[39] = None;
    areas[1].covariate.clear();
    let estimates = estimate_areas(&areas, &total).unwrap();
    assert!(!estimates[0][39].benchmarked && estimates[0][38].benchmarked);
    assert!((estimates[2][39].value - truths[2][39]).abs() < 0.05 * truths[2][39]);
    assert!(estimates[2][39].standard_error > estimates[2][37].standard_error);
}

#[test]
fn a_wild_last_period_hardly_reaches_back() {
    let (areas, _, total) = province(5, 30, 50.0);
    let cut = |area: &Area| Area {
        direct: area
            .direct
            .iter()
            .enumerate()
            .map(|(t, v)| v.map(|v| if t == 29 { v * 3.0 } else { v }))
            .collect(),
        ..area.clone()
    };
    let changed: Vec<Area> = areas.iter().map(cut).collect();
    let (a, b) = (estimate_areas(&areas, &total).unwrap(), estimate_areas(&changed, &total).unwrap());
    // Only through the fitted wander and slope; the filter itself looks back only.
    assert!((0..29).all(|t| (a[0][t].value / b[0][t].value - 1.0).abs() < 0.1));
}

#[test]
fn what_cannot_be_used_is_named() {
    let (areas, _, total) = province(3, 10, 50.0);
    let with = |change: &dyn Fn(&mut Vec<Area>)| {
        let mut areas = areas.clone();
        change(&mut areas);
        estimate_areas(&areas, &total).unwrap_err()
    };
    assert_eq!(with(&|areas| areas[1].direct[4] = Some(-1.0)), Fault::Number { area: Some(1), at: 4 });
    assert_eq!(with(&|areas| areas[1].direct[4] = Some(f64::NAN)), Fault::Number { area: Some(1), at: 4 });
    assert_eq!(
        with(&|areas| areas[2].standard_error[0] = Some(0.0)),
        Fault::StandardError { area: 2, at: 0 }
    );
    assert_eq!(with(&|areas| areas[2].standard_error[0] = None), Fault::StandardError { area: 2, at: 0 });
    assert_eq!(with(&|areas| areas[0].direct = vec![None; 10]), Fault::NoFigure { area: 0 });
    assert_eq!(with(&|areas| _ = areas[0].direct.pop()), Fault::Length { area: 0 });
    assert_eq!(estimate_areas(&areas, &[Some(-1.0); 10]).unwrap_err(), Fault::Number { area: None, at: 0 });
    assert_eq!(estimate_areas(&[], &[]).unwrap().len(), 0);
}
