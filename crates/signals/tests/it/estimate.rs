//! Estimates against truth: by hand on a few reporters, and by repetition on samples from a known frame.

use anye_signals::detect::Draw;
use anye_signals::estimate::{
    Cell, Estimator, Fault, FlowTotals, Flows, Identity, Month, Settings, Status, Stratum, check_flows,
};

use Status::{Born, Closed, Entered, Outside, Reported, Silent};

struct Rows {
    stratum: Vec<u32>,
    weight: Vec<f64>,
    base: Vec<Option<u32>>,
}

impl Rows {
    fn of(base: &[Option<u32>]) -> Self {
        Self { stratum: vec![0; base.len()], weight: vec![2.0; base.len()], base: base.to_vec() }
    }

    fn step(
        &self,
        estimator: &mut Estimator<'_>,
        current: &[Option<u32>],
        status: &[Status],
    ) -> Result<Vec<Cell>, Fault> {
        let Self { stratum, weight, base } = self;
        estimator.step(&Month { stratum, weight, base, current, status })
    }
}

fn stratum(employers: u32, headcount: f64) -> Stratum {
    Stratum { place: 1, industry: 1, size: 1, employers, headcount }
}

const LOOSE: Settings = Settings { least_matched: 1, longest_silence: 2 };

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{found} is not {expected}");
}

#[test]
fn silence_is_imputed_closure_is_lost_birth_is_won() {
    let frame = [stratum(10, 1000.0)];
    let rows = Rows::of(&[Some(100), Some(100), Some(100), Some(100), None]);
    let mut estimator = Estimator::new(&frame, 5, LOOSE).unwrap();
    // Two report (−10 and +4), one is silent, one closed, one is new with 30.
    let cells = rows
        .step(
            &mut estimator,
            &[Some(90), Some(104), None, None, Some(30)],
            &[Reported, Reported, Silent, Closed, Born],
        )
        .unwrap();
    let cell = cells[0];
    // R = 194/200 = 0.97; of 400 before: 0.97 × 300 + 30 = 321 now.
    near(cell.level, 1000.0 * 321.0 / 400.0);
    near(cell.closed, 1000.0 * 100.0 / 400.0);
    near(cell.born, 1000.0 * 30.0 / 400.0);
    // The silent one loses and wins like the matched: 1.5 × 10 lost and 1.5 × 4 won.
    near(cell.lost, 1000.0 * (15.0 + 100.0) / 400.0);
    near(cell.won, 1000.0 * (6.0 + 30.0) / 400.0);
    near(cell.level - cell.before, cell.won - cell.lost);
    let figures = cell.figures();
    near(figures.loss_rate.unwrap(), 0.2875);
    near(figures.net_loss_rate.unwrap(), 1.0 - 321.0 / 400.0);
    assert_eq!((cell.expected, cell.responded), (5, 4));
    near(figures.imputed.unwrap(), 97.0 / (90.0 + 104.0 + 97.0 + 30.0));
    near(figures.weight, 10.0);
    // If silence were read as closure the level would be 560 and not 802.5.
    assert!(cell.level > 800.0);
}

#[test]
fn a_report_after_silence_corrects_the_level_and_is_shown_apart() {
    let frame = [stratum(10, 200.0)];
    let rows = Rows::of(&[Some(100), Some(100)]);
    let mut estimator = Estimator::new(&frame, 2, LOOSE).unwrap();
    rows.step(&mut estimator, &[Some(90), None], &[Reported, Silent]).unwrap();
    // The silent one was imputed 90; it comes back with 60 while the other stays.
    let cell = rows.step(&mut estimator, &[Some(90), Some(60)], &[Reported, Reported]).unwrap()[0];
    near(cell.before, 180.0);
    near(cell.level, 150.0);
    near(cell.returned, -30.0);
}

#[test]
fn after_long_silence_a_reporter_leaves_the_sample_and_rotation_makes_no_change() {
    let frame = [stratum(10, 300.0)];
    let rows = Rows::of(&[Some(100), Some(100), None]);
    let mut estimator = Estimator::new(&frame, 3, LOOSE).unwrap();
    for _ in 0..2 {
        let cell =
            rows.step(&mut estimator, &[Some(100), None, None], &[Reported, Silent, Outside]).unwrap()[0];
        assert!(cell.imputed > 0.0);
    }
    let cell =
        rows.step(&mut estimator, &[Some(100), None, Some(500)], &[Reported, Silent, Entered]).unwrap()[0];
    assert_eq!(cell.imputed, 0.0);
    near(cell.level, 300.0);
    assert_eq!((cell.expected, cell.responded), (3, 2));
}

#[test]
fn a_thin_stratum_borrows_but_keeps_what_it_knows() {
    let frame = [
        Stratum { place: 1, industry: 1, size: 1, employers: 100, headcount: 10_000.0 },
        Stratum { place: 2, industry: 1, size: 1, employers: 10, headcount: 1_000.0 },
    ];
    let base = vec![Some(100); 7];
    let rows = Rows { stratum: vec![0, 0, 0, 0, 0, 0, 1], weight: vec![2.0; 7], base };
    let mut estimator = Estimator::new(&frame, 7, Settings::default()).unwrap();
    let current = [Some(90), Some(92), Some(88), Some(90), Some(90), Some(90), None];
    let status = [Reported, Reported, Reported, Reported, Reported, Reported, Closed];
    let cells = rows.step(&mut estimator, &current, &status).unwrap();
    assert_eq!(cells[0].borrowed, 0.0);
    // Its one reporter closed: 100 of 1,000 are gone for certain, the other 900 move like all reporters together (540 of 700 left).
    near(cells[1].level, 900.0 * 540.0 / 700.0);
    assert!(cells[1].shared > 0.0 && (cells[1].figures().borrowed.unwrap() - 0.9).abs() < 1e-9);
    assert_eq!(cells[1].figures().reporters, 1);
}

#[test]
fn nobody_told_anything_is_unknown_and_not_unchanged() {
    let frame = [stratum(10, 300.0)];
    let rows = Rows::of(&[Some(100), Some(200)]);
    let mut estimator = Estimator::new(&frame, 2, LOOSE).unwrap();
    let cell = rows.step(&mut estimator, &[None, None], &[Silent, Silent]).unwrap()[0];
    assert_eq!((cell.unknown, cell.level, cell.figures().net_loss_rate), (300.0, 0.0, None));
    assert_eq!(cell.figures().response, Some(0.0));
}

#[test]
fn columns_that_contradict_each_other_are_refused() {
    let frame = [stratum(10, 300.0)];
    let rows = Rows::of(&[Some(100)]);
    let mut estimator = Estimator::new(&frame, 1, LOOSE).unwrap();
    let cases = [
        (vec![Some(1)], vec![Silent]),
        (vec![None], vec![Reported]),
        (vec![Some(7)], vec![Closed]),
        (vec![Some(7)], vec![Outside]),
    ];
    for (current, status) in cases {
        let fault = rows.step(&mut estimator, &current, &status).unwrap_err();
        assert_eq!(fault, Fault::Contradiction { row: 0, status: status[0] });
    }
    let short = rows.step(&mut estimator, &[], &[Silent]).unwrap_err();
    assert_eq!(short.to_string(), "column current has 0 entries, the panel has 1");
    let strange = Rows { stratum: vec![4], ..Rows::of(&[None]) };
    let fault = strange.step(&mut estimator, &[None], &[Silent]).unwrap_err();
    assert_eq!(fault, Fault::NoStratum { row: 0, stratum: 4 });
    let light = Rows { weight: vec![0.5], ..Rows::of(&[None]) };
    assert!(matches!(light.step(&mut estimator, &[None], &[Silent]), Err(Fault::Weight { row: 0, .. })));
    assert!(Estimator::new(&[stratum(1, f64::NAN)], 1, LOOSE).is_err());
}

/// Frame of 3 strata; before, now, and whether it closed.
fn frame_of(draw: &mut Draw) -> Vec<Vec<(u32, u32, bool)>> {
    [(300, 20.0), (120, 120.0), (40, 600.0)]
        .into_iter()
        .map(|(count, mean)| {
            (0..count)
                .map(|_| {
                    let before = (mean * (0.5 * draw.normal()).exp()).round().max(3.0);
                    let growth = (-0.05 + 0.06 * draw.student(6.0)).exp();
                    let closed = draw.uniform() < 0.02;
                    (before as u32, (before * growth).round() as u32, closed)
                })
                .collect()
        })
        .collect()
}

#[test]
fn over_many_samples_the_estimate_is_right_and_its_error_true() {
    let mut draw = Draw::new(2016);
    let units = frame_of(&mut draw);
    let truth: f64 =
        units.iter().flatten().map(|&(_, now, closed)| if closed { 0.0 } else { f64::from(now) }).sum();
    let total: f64 = units.iter().flatten().map(|&(before, ..)| f64::from(before)).sum();
    let strata: Vec<Stratum> = (0u8..)
        .zip(&units)
        .map(|(size, units)| Stratum {
            place: 1,
            industry: 1,
            size,
            employers: units.len() as u32,
            headcount: units.iter().map(|&(before, ..)| f64::from(before)).sum(),
        })
        .collect();
    let taken = [60usize, 40, 25];
    let (mut levels, mut stated, mut covered) = (Vec::new(), 0.0, 0);
    const SAMPLES: usize = 400;
    for _ in 0..SAMPLES {
        let (mut rows, mut current, mut status) = (Rows::of(&[]), Vec::new(), Vec::new());
        for (at, (units, &take)) in units.iter().zip(&taken).enumerate() {
            let mut order: Vec<usize> = (0..units.len()).collect();
            for place in 0..take {
                let other = place + draw.below(order.len() - place);
                order.swap(place, other);
                let (before, now, closed) = units[order[place]];
                let silent = draw.uniform() < 0.15;
                rows.stratum.push(at as u32);
                rows.weight.push(units.len() as f64 / take as f64);
                rows.base.push(Some(before));
                // A closure is confirmed by the register whether or not the employer reports.
                status.push(if closed {
                    Closed
                } else if silent {
                    Silent
                } else {
                    Reported
                });
                current.push((!closed && !silent).then_some(now));
            }
        }
        let mut estimator = Estimator::new(&strata, current.len(), Settings::default()).unwrap();
        let mut sum = Cell::default();
        for cell in rows.step(&mut estimator, &current, &status).unwrap() {
            sum += &cell;
        }
        let figures = sum.figures();
        covered += usize::from((figures.level - truth).abs() <= 1.96 * figures.change_error);
        stated += figures.change_error / SAMPLES as f64;
        levels.push(figures.level);
    }
    let mean = levels.iter().sum::<f64>() / SAMPLES as f64;
    let spread = (levels.iter().map(|level| (level - mean).powi(2)).sum::<f64>() / SAMPLES as f64).sqrt();
    assert!((mean - truth).abs() < 0.2 * spread, "bias {} with spread {spread}", mean - truth);
    assert!((0.85..1.15).contains(&(stated / spread)), "stated {stated}, found {spread}");
    let coverage = covered as f64 / SAMPLES as f64;
    assert!((0.90..=0.98).contains(&coverage), "coverage {coverage}");
    assert!((total - truth).abs() > 2.0 * spread, "the change is large enough to be worth estimating");
}

#[test]
fn flows_that_do_not_balance_are_named() {
    let some = |values: [u32; 3]| values.map(Some);
    let (start, end) = (some([100, 100, 100]), some([95, 95, 95]));
    let (hired, left) = (some([5, 5, 5]), [Some(10), Some(11), None]);
    let (fired, quit) = (some([4, 4, 4]), some([6, 6, 6]));
    let reasons: [&[Option<u32>]; 2] = [&fired, &quit];
    let flows = Flows { start: &start, end: &end, hired: &hired, left: &left, reasons: &reasons };
    let broken = check_flows(&flows);
    let found: Vec<_> = broken.iter().map(|b| (b.row, b.identity, b.reported, b.follows)).collect();
    assert_eq!(found, [(1, Identity::Balance, 95, 94), (1, Identity::Reasons, 11, 10)]);
    let mut totals = FlowTotals::default();
    totals.add(1.0, 100, 95, 5, 10);
    totals.add(1.0, 100, 105, 10, 5);
    let rates = totals.rates().unwrap();
    near(rates.hire, 15.0 / 200.0);
    near(rates.churn, (30.0 - 10.0) / 200.0);
    assert_eq!(FlowTotals::default().rates(), None);
}
