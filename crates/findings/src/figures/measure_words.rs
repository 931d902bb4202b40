//! Measure words and units (量词、单位) behind numbers.
//!
//! Must never be asked what a number counts: only what stands directly behind it.

use super::unit_table::{COUNT, MEASURE, NOT_UNITS, Row, TIME};
use crate::source::Source;

/// What kind of unit stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 年, 个月, 天, 小时 …: takes 内.
    Time,
    /// 元, %, 亩 …: the counted thing stands before.
    Measure,
    /// 户, 人, 家 …: the counted thing stands behind.
    Count,
}

/// A unit behind a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// The name without 个 before 百分点, 工作日 and the like.
    pub name: String,
    pub kind: Kind,
    pub end: usize,
}

/// All rows with their kind.
fn rows() -> impl Iterator<Item = (&'static Row, Kind)> {
    TIME.iter()
        .map(|row| (row, Kind::Time))
        .chain(MEASURE.iter().map(|row| (row, Kind::Measure)))
        .chain(COUNT.iter().map(|row| (row, Kind::Count)))
}

/// The unit that stands at this position.
pub(crate) fn unit_at(source: &Source, at: usize, chinese: bool) -> Option<Unit> {
    let at = source.past_space(at);
    let mut best: Option<(usize, &Row, Kind)> = None;
    for (row, kind) in rows() {
        if (row.2 || !chinese) && source.starts(at, row.0) {
            let length = row.0.chars().count();
            if best.is_none_or(|(longest, _, _)| length > longest) {
                best = Some((length, row, kind));
            }
        }
    }
    let (length, row, kind) = best?;
    let inside_word =
        length == 1 && NOT_UNITS.iter().any(|word| source.starts(at, word)) && !source.starts(at, "名单位");
    let grade = row.0 == "级" && !(chinese && leveled(source, at));
    (!inside_word && !grade).then(|| Unit { name: row.1.to_owned(), kind, end: at + length })
}

/// 三级 counts levels only behind the levels themselves: 省市县三级, but 三级医院.
fn leveled(source: &Source, unit: usize) -> bool {
    unit >= 2 && matches!(source.norm[unit - 2], '省' | '市' | '县' | '区' | '乡' | '镇' | '村' | ')' | '道')
}
