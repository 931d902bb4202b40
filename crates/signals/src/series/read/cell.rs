//! One date or one number as people write it. It must never turn an empty cell into zero or drop a unit silently.

use jiff::civil::Date;

use crate::series::{Fault, Frequency, Period, usable};

/// Full-width digits, letters and signs to plain ones, spaces off both ends.
pub(super) fn narrow(text: &str) -> String {
    let plain = text.chars().map(|sign| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '–' => '-',
        _ => sign,
    });
    plain.collect::<String>().trim().to_owned()
}

/// A number, or `None` for a cell that says nothing is known.
pub(super) fn value(text: &str) -> Result<Option<f64>, Fault> {
    let text = narrow(text);
    if matches!(text.as_str(), "" | "-" | "--" | "—" | "——" | "…" | "……" | "." | "..." | "/")
        || ["na", "n/a", "null", "none", "缺", "无"].contains(&text.to_lowercase().as_str())
    {
        return Ok(None);
    }
    let plain = text.strip_prefix('+').unwrap_or(&text);
    if let Ok(number) = plain.parse::<f64>() {
        return if usable(number) { Ok(Some(number)) } else { Err(Fault::NotFinite) };
    }
    // A number with something around it tells the writer more than "not a number".
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let starts = plain.starts_with(|sign: char| sign.is_ascii_digit() || "-¥￥$".contains(sign));
    Err(if digits > 0 && starts { Fault::Decorated } else { Fault::BadNumber })
}

/// A month or a quarter. With `Quarter` asked for, months and days stand for their quarter.
pub(crate) fn date(text: &str, wanted: Option<Frequency>) -> Result<Period, Fault> {
    let text = narrow(text).to_uppercase();
    let period = quarter(&text).map_or_else(|| month(&text), Ok)?;
    match wanted {
        None => Ok(period),
        Some(frequency) if frequency == period.frequency() => Ok(period),
        Some(Frequency::Quarter) => {
            period.first_day().map(|day| Period::of(Frequency::Quarter, day)).ok_or(Fault::BadDate)
        }
        Some(Frequency::Month) => Err(Fault::MixedFrequency),
    }
}

/// 2020Q2, 2020-Q2, 2020年2季度, 2020年第二季度, 2020年二季度.
fn quarter(text: &str) -> Option<Period> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = number(year)?;
    let rest = rest.trim_start_matches(['-', ' ', '年', '第']);
    let index = match rest.strip_prefix('Q') {
        Some(digit) => number(digit)?,
        None => match rest.strip_suffix("季度").or_else(|| rest.strip_suffix('季'))? {
            "一" => 1,
            "二" => 2,
            "三" => 3,
            "四" => 4,
            digit => number(digit)?,
        },
    };
    Period::quarter(year, u32::try_from(index).ok()?)
}

fn month(text: &str) -> Result<Period, Fault> {
    let day = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月', '日']).collect();
    let parts: Vec<&str> = parts.strip_suffix(&[""]).map_or(parts.clone(), <[&str]>::to_vec);
    let numbers: Option<Vec<i32>> = parts.iter().map(|part| number(part)).collect();
    match (numbers.as_deref(), parts.as_slice()) {
        (Some(&[year, month]), [written, _]) if written.len() == 4 => of(year, month, 1),
        (Some(&[year, month, day]), [written, ..]) if written.len() == 4 => of(year, month, day),
        (Some(&[compact]), [written]) if written.len() == 6 => of(compact / 100, compact % 100, 1),
        (Some(&[compact]), [written]) if written.len() == 8 => {
            of(compact / 10_000, compact / 100 % 100, compact % 100)
        }
        (Some(&[serial]), _) if (20_000..80_000).contains(&serial) => Err(Fault::SerialDate),
        _ => Err(Fault::BadDate),
    }
}

fn of(year: i32, month: i32, day: i32) -> Result<Period, Fault> {
    let narrow = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = narrow else { return Err(Fault::BadDate) };
    let day = Date::new(year, month, day).map_err(|_| Fault::BadDate)?;
    if year < 1 { Err(Fault::BadDate) } else { Ok(Period::of(Frequency::Month, day)) }
}

fn number(text: &str) -> Option<i32> {
    let plain = !text.is_empty() && text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}
