//! Writes periods: our own text, that of DHIS2, and in words. It must never write what cannot be read back.

use std::fmt;

use anye_law::day::Day;

use super::{Period, PeriodType};
use crate::model::Words;

impl fmt::Display for Period {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, part) = (self.year().unwrap_or_default(), self.part());
        match self.kind {
            PeriodType::Year => write!(to, "{year:04}"),
            PeriodType::HalfYear => write!(to, "{year:04}H{part}"),
            PeriodType::Quarter => write!(to, "{year:04}Q{part}"),
            PeriodType::Month => write!(to, "{year:04}-{part:02}"),
            PeriodType::HalfMonth => {
                write!(to, "{year:04}-{:02}{}", (part - 1) / 2 + 1, if part % 2 == 1 { 'a' } else { 'b' })
            }
            PeriodType::TenDay => write!(to, "{year:04}-{:02}x{}", (part - 1) / 3 + 1, (part - 1) % 3 + 1),
            PeriodType::Day => write!(to, "{}", Day(self.index)),
            PeriodType::Wave => write!(to, "W{part}"),
        }
    }
}

impl Period {
    /// As DHIS2 writes it; `None` for half-months, ten-days and waves.
    #[must_use]
    pub fn to_dhis2(self) -> Option<String> {
        let (year, part) = (self.year()?, self.part());
        Some(match self.kind {
            PeriodType::Year => format!("{year:04}"),
            PeriodType::HalfYear => format!("{year:04}S{part}"),
            PeriodType::Quarter => format!("{year:04}Q{part}"),
            PeriodType::Month => format!("{year:04}{part:02}"),
            PeriodType::Day => Day(self.index).to_string().replace('-', ""),
            PeriodType::HalfMonth | PeriodType::TenDay | PeriodType::Wave => return None,
        })
    }

    /// In words: 2020年5月, May 2020.
    #[must_use]
    pub fn words(self) -> Words {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, part) = (self.year().unwrap_or_default(), self.part());
        let month = |number: i32| {
            usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
        };
        match self.kind {
            PeriodType::Year => Words::new(format!("{year}年"), year.to_string()),
            PeriodType::HalfYear => {
                let (zh, en) = if part == 1 { ("上", "first") } else { ("下", "second") };
                Words::new(format!("{year}年{zh}半年"), format!("{en} half of {year}"))
            }
            PeriodType::Quarter => Words::new(format!("{year}年{part}季度"), format!("Q{part} {year}")),
            PeriodType::Month => Words::new(format!("{year}年{part}月"), format!("{} {year}", month(part))),
            PeriodType::HalfMonth => {
                let number = (part - 1) / 2 + 1;
                let (zh, en) = if part % 2 == 1 { ("上", "first") } else { ("下", "second") };
                Words::new(
                    format!("{year}年{number}月{zh}半月"),
                    format!("{en} half of {} {year}", month(number)),
                )
            }
            PeriodType::TenDay => {
                let number = (part - 1) / 3 + 1;
                let (zh, en) = match (part - 1) % 3 {
                    0 => ("上", "1–10"),
                    1 => ("中", "11–20"),
                    _ => ("下", "from 21"),
                };
                Words::new(format!("{year}年{number}月{zh}旬"), format!("{en} {} {year}", month(number)))
            }
            PeriodType::Day => {
                let (y, m, d) = Day(self.index).ymd();
                let name = i32::try_from(m).map(month).unwrap_or_default();
                Words::new(format!("{y}年{m}月{d}日"), format!("{d} {name} {y}"))
            }
            PeriodType::Wave => Words::new(format!("第{part}期"), format!("wave {part}")),
        }
    }
}
