//! Totals of the province month by month for what counties report, so that the sums of the demo stand beside the published figures of 2020 and fit them:
//! 4.24 % registered in May 2020 and 4.04 % a year before, 152,000 new urban jobs from January to May (21.2 % fewer).
//! The published figures themselves are the pack's and are never written from here.

use anye_forms::Period;

/// Registered unemployed at the end of May 2020 and 2019, of 11 million urban employed and unemployed: 4.24 % and 4.04 %.
pub const REGISTERED: [(i32, i64); 4] = [(2017, 437_800), (2018, 432_300), (2019, 444_400), (2020, 466_400)];
/// Urban employed and registered unemployed together.
pub const LABOUR: i64 = 11_000_000;
/// New urban employment from January to May 2020: 36.13 % of 420,000.
pub const NEW_2020: [i64; 5] = [28_900, 9_600, 27_800, 38_900, 46_560];
/// The same of 2019: 2020 is 21.2 % below it.
pub const NEW_2019: [i64; 5] = [33_400, 26_100, 43_500, 42_700, 46_889];
/// The other months of a year.
const NEW_USUAL: [i64; 12] =
    [33_000, 26_500, 43_000, 42_500, 46_500, 49_000, 44_000, 43_000, 47_500, 38_000, 31_500, 24_000];

/// Year and month.
pub fn year_month(period: Period) -> (i32, usize) {
    (period.year().unwrap_or(2020), usize::try_from(period.part()).unwrap_or(1))
}

/// Registered unemployed of the province at the end of a month.
#[must_use]
pub fn registered(period: Period) -> i64 {
    let (year, month) = year_month(period);
    let may = |wanted: i32| {
        let first = REGISTERED[0].1;
        REGISTERED.iter().find(|one| one.0 == wanted).map_or(first, |one| one.1)
    };
    // From May to May by even steps, with the bend of the year on it; May itself stays exact.
    let (from, to, step) = if month >= 5 {
        (may(year), may(year + 1), month - 5)
    } else {
        (may(year - 1), may(year), month + 7)
    };
    // In the year of the shock the rise comes after January.
    if year == 2020 && month < 5 {
        return from + (to - from) * [18, 42, 88, 104][month - 1] / 100;
    }
    if year == 2019 && month > 5 {
        return from + (to - from) * [2, 3, 5, 8, 10, 12, 15][month - 6] / 100;
    }
    const BEND: [i64; 12] = [0, 900, 2_600, 1_800, 200, -900, -1_300, -400, 500, 1_200, 2_300, 1_100];
    let step = i64::try_from(step).unwrap_or(0);
    from + (to - from) * step / 12 + BEND[usize::try_from(step).unwrap_or(0) % 12]
}

/// New urban employment of the province in a month.
#[must_use]
pub fn new_jobs(period: Period) -> i64 {
    let (year, month) = year_month(period);
    match (year, month) {
        (2020, 1..=5) => NEW_2020[month - 1],
        (2019, 1..=5) => NEW_2019[month - 1],
        _ => NEW_USUAL[(month - 1) % 12] + i64::from(year - 2018) * 150,
    }
}

/// New registrations of the province in a month.
#[must_use]
pub fn registering(period: Period) -> i64 {
    match year_month(period) {
        (2020, 2) => 21_000,
        (2020, 3) => 58_000,
        (2020, 4) => 47_000,
        (2020, 5) => 38_000,
        (_, month) => {
            30_000
                + [0, -6_000, 4_000, 2_000, 0, 1_000, 5_000, 3_000, 1_000, -1_000, -2_000, -3_000][month - 1]
        }
    }
}

/// Benefit recipients of the province at the end of a month.
#[must_use]
pub fn recipients(period: Period) -> i64 {
    match year_month(period) {
        (2020, 2) => 92_400,
        (2020, 3) => 101_800,
        (2020, 4) => 112_300,
        (2020, 5) => 118_600,
        (year, month) => 88_000 + i64::from(year - 2019) * 900 + 120 * i64::try_from(month).unwrap_or(0),
    }
}

/// New posts and new seekers of the human-resource markets of the province in a month.
#[must_use]
pub fn market(period: Period) -> (i64, i64) {
    match year_month(period) {
        (2020, 2) => (38_000, 52_000),
        (2020, 3) => (92_000, 128_000),
        (2020, 4) => (104_000, 131_000),
        (2020, 5) => (118_000, 132_000),
        (year, month) => {
            let wave = [-22, -6, 34, 20, 8, 4, 10, 6, 2, -6, -14, -20][month - 1];
            (
                126_000 * (100 + wave) / 100 + i64::from(year - 2018) * 900,
                117_000 * (100 + wave * 3 / 4) / 100,
            )
        }
    }
}

/// Migrant workers of the province who return and who leave in a month.
#[must_use]
pub fn migrants(period: Period) -> (i64, i64) {
    match year_month(period) {
        (2020, 1) => (405_000, 26_000),
        (2020, 2) => (31_000, 58_000),
        (2020, 3) => (37_000, 196_000),
        (2020, 4) => (39_000, 96_000),
        (2020, 5) => (34_000, 52_000),
        (_, month) => (
            [310_000, 66_000, 18_000, 17_000, 19_000, 21_000, 22_000, 24_000, 30_000, 28_000, 36_000, 84_000]
                [month - 1],
            [
                24_000, 246_000, 148_000, 52_000, 36_000, 26_000, 22_000, 24_000, 34_000, 30_000, 20_000,
                12_000,
            ][month - 1],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, part: i32) -> Period {
        Period::month(year, part).unwrap()
    }

    // The sums of the demo, rounded as published, are the published figures (LN2020-R/1).
    #[test]
    fn sums_fit_what_was_published() {
        let rate = |year| registered(month(year, 5)) * 10_000 / LABOUR;
        assert_eq!((rate(2020), rate(2019)), (424, 404));
        let jobs = |year| (1..=5).map(|part| new_jobs(month(year, part))).sum::<i64>();
        let (now, before) = (jobs(2020), jobs(2019));
        assert_eq!((now, (now + 500) / 1_000), (151_760, 152));
        assert_eq!((now - before) * 1_000 / before, -212);
        assert_eq!(now * 1_000 / 420_000, 361, "36.1 % of the plan");
    }

    #[test]
    fn the_register_moves_evenly() {
        let mut before = registered(month(2017, 5));
        for back in (0..36).rev() {
            let now = registered(month(2020, 5).shifted(-back).unwrap());
            assert!((now - before).abs() < 16_000, "{back}: {before} → {now}");
            before = now;
        }
        assert_eq!(before, 466_400);
    }
}
