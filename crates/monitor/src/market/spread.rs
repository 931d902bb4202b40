//! The ratio of posts to seekers (求人倍率) and the rule for seekers without preference (求职“无要求”摊入). Pure.

/// Spreads seekers without preference over the columns in proportion to actual demand, each column rounded half up. What is printed stays what was
/// counted: the sum of the parts may differ from the whole by rounding.
#[must_use]
pub fn spread(demand: &[i64], without: i64) -> Vec<i64> {
    let all: i128 = demand.iter().map(|one| i128::from((*one).max(0))).sum();
    let share = |one: &i64| {
        if all == 0 || without <= 0 {
            return 0;
        }
        let product = i128::from((*one).max(0)) * i128::from(without);
        i64::try_from((2 * product + all) / (2 * all)).unwrap_or(i64::MAX)
    };
    demand.iter().map(share).collect()
}

/// Posts for each seeker in hundredths, rounded half up; `None` where nobody seeks.
#[must_use]
pub fn ratio(demand: i64, seekers: i64) -> Option<i64> {
    if seekers <= 0 || demand < 0 {
        return None;
    }
    let (demand, seekers) = (i128::from(demand), i128::from(seekers));
    i64::try_from((200 * demand + seekers) / (2 * seekers)).ok()
}

/// Change in tenths of a per cent, rounded half away from zero; `None` from nothing.
#[must_use]
pub fn change(now: i64, before: i64) -> Option<i64> {
    if before <= 0 {
        return None;
    }
    let difference = i128::from(now) - i128::from(before);
    let half = if difference < 0 { -i128::from(before) } else { i128::from(before) };
    i64::try_from((2_000 * difference + half) / (2 * i128::from(before))).ok()
}

/// Hundredths as people read them.
#[must_use]
pub fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Tenths of a per cent with their sign.
#[must_use]
pub fn percent(tenths: i64) -> String {
    let sign = match tenths {
        0 => "",
        n if n < 0 => "−",
        _ => "+",
    };
    format!("{sign}{}.{}%", tenths.abs() / 10, tenths.abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    // covers: LN2016-75/02.c
    #[test]
    fn seekers_without_preference_follow_demand_and_half_goes_up() {
        assert_eq!(spread(&[50, 30, 20], 100), [50, 30, 20]);
        assert_eq!(spread(&[1, 1], 5), [3, 3], "2.5 each, half up: the parts may exceed the whole");
        assert_eq!(spread(&[1, 1, 1], 10), [3, 3, 3]);
        assert_eq!(spread(&[0, 7], 3), [0, 3]);
        assert_eq!(spread(&[0, 0], 9), [0, 0], "no demand: nowhere to go");
        assert_eq!(spread(&[i64::MAX / 2, 1], i64::MAX / 2)[1], 1, "no overflow");
    }

    #[test]
    fn ratios_and_changes_are_rounded_as_published() {
        // 520 wanted, 487 seeking: 1.07 as published for the first quarter of 2016; 433.7 and 354.2: 1.22.
        assert_eq!(ratio(520, 487), Some(107));
        assert_eq!(ratio(4_337, 3_542), Some(122));
        assert_eq!(ratio(5, 0), None);
        assert_eq!(ratio(0, 5), Some(0));
        assert_eq!(ratio(201, 200), Some(101), "1.005, half up");
        assert_eq!(change(103, 100), Some(30));
        assert_eq!(change(97, 100), Some(-30));
        assert_eq!(change(1, 0), None);
        assert_eq!((percent(-48), percent(39), percent(0)), ("−4.8%".into(), "+3.9%".into(), "0.0%".into()));
        assert_eq!(hundredths(107), "1.07");
    }
}
