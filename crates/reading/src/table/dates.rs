//! Days in workbooks: serial numbers, and the number formats that show them as dates. Must never take a plain number for a date.

/// The day of a serial number as `2020-05-31`; none outside the years 1900–2999.
pub(crate) fn day(serial: f64, from_1904: bool) -> Option<String> {
    if !serial.is_finite() || !(0.0..=401_768.0).contains(&serial) {
        return None;
    }
    let mut days = serial.floor() as i64;
    if from_1904 {
        days += 1_462;
    }
    // The format counts a 29 February 1900 that never was.
    let since_1899 = if days < 60 { days } else { days - 1 };
    if since_1899 < 1 {
        return None;
    }
    // 1899-12-31 is 25,568 days before 1970.
    let (year, month, day) = civil(since_1899 - 25_568);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// Days since 1970-01-01 to the calendar (after the well-known algorithm on years that begin in March).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// Whether a built-in format shows a date.
pub(crate) fn built_in(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=58)
}

/// Whether a format code shows a date: a year or a day outside quotes and brackets.
pub(crate) fn code(format: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in format.chars() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            ';' if !quoted && !bracket => return false,
            'y' | 'Y' | 'd' | 'D' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{code, day};

    #[test]
    fn known_serials() {
        assert_eq!(day(43_982.0, false).as_deref(), Some("2020-05-31"));
        assert_eq!(day(43_982.75, false).as_deref(), Some("2020-05-31"));
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(day(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(day(42_520.0, true).as_deref(), Some("2020-05-31"));
        assert_eq!(day(-1.0, false), None);
        assert_eq!(day(1e18, false), None);
    }

    #[test]
    fn formats_that_show_a_date() {
        assert!(code("yyyy\"年\"m\"月\"d\"日\";@") && code("m/d/yy"));
        assert!(!code("0.00\"day\"") && !code("[$-yy]0") && !code("#,##0_d") && !code("h:mm"));
    }
}
