//! Times as people write them, in China's time. It must never guess a date.

use anye_base::Date;

/// Eight hours.
const CHINA_MS: i64 = 8 * 3_600_000;

/// `2020-03-01 08:30` in milliseconds since 1970.
pub fn minute(text: &str) -> Option<i64> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let day: Date = Some(day).filter(|day| day.len() == 10)?.parse().ok()?;
    let (hour, minute) = time.get(..5)?.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let days = i64::from(anye_reporting::law_day(day)?.0);
    let inside = (0..24).contains(&hour) && (0..60).contains(&minute);
    inside.then(|| days * 86_400_000 + hour * 3_600_000 + minute * 60_000 - CHINA_MS)
}
