//! Computes indicators and their changes. It must never tell the change of a rate in per cent.

use anye_law::book::Val;
use anye_law::num::Num;

use super::{Change, Figure, NotComputed, Totals, rounded, signed};
use crate::formula::{TotalThings, evaluate};
use crate::model::{Better, Catalogue, ChangeIn, Indicator, Words};
use crate::near::nearest;

/// The value of an indicator over the sums of a place and period; a formula may name 上期 and 上年同期.
///
/// # Errors
/// Why there is none.
pub fn indicator(
    catalogue: &Catalogue,
    id: &str,
    totals: &Totals,
    previous: Option<&Totals>,
    year_ago: Option<&Totals>,
) -> Result<Figure, NotComputed> {
    let Some(indicator) = catalogue.indicator(id) else {
        let near = nearest(id, catalogue.indicators.iter().map(|one| one.id.as_str()));
        let (zh, en) = near.map_or_else(Default::default, |near| {
            (format!(",是不是“{near}”"), format!("; did you mean '{near}'?"))
        });
        let say = Words::new(format!("没有指标“{id}”{zh}"), format!("there is no indicator '{id}'{en}"));
        return Err(NotComputed { code: "unknown_indicator", say });
    };
    let Some(logic) = &indicator.logic else {
        let say = Words::new(
            format!("“{}”只有公布值,系统不计算", indicator.name.zh),
            format!("'{}' has published values only; nothing is computed", indicator.name.en),
        );
        return Err(NotComputed { code: "published_only", say });
    };
    let things = TotalThings { scales: &logic.scales, rows: [Some(totals), previous, year_ago] };
    let overflow = || NotComputed {
        code: "overflow",
        say: Words::new(
            format!("“{}”的数太大,无法准确计算", indicator.name.zh),
            format!("the figures of '{}' are too large to be computed exactly", indicator.name.en),
        ),
    };
    match evaluate(&logic.book, logic.root, &things) {
        Ok(Val::Num(value)) => {
            let exact = in_unit(&indicator.unit, value).ok_or_else(overflow)?;
            let text = rounded(exact, indicator.digits).ok_or_else(overflow)?;
            Ok(Figure { exact, text })
        }
        Ok(_) => Err(NotComputed {
            code: "missing",
            say: Words::new(
                format!("“{}”缺少所需的数,或分母为零", indicator.name.zh),
                format!("'{}' lacks a figure it needs, or divides by zero", indicator.name.en),
            ),
        }),
        Err(_) => Err(overflow()),
    }
}

/// A value of the law language in the unit shown: a share as a percentage, fen as yuan, persons as 万人.
fn in_unit(unit: &str, value: Num) -> Option<Num> {
    let times = |n: i64, d: i64| value.times(Num::ratio(n.into(), d.into())?);
    let head = unit.split('/').next().unwrap_or_default();
    match head {
        "%" => times(100, 1),
        "‰" => times(1000, 1),
        "元" => times(1, 100),
        "万元" => times(1, 1_000_000),
        "亿元" => times(1, 10_000_000_000),
        "万人" | "万户" | "万个" => times(1, 10_000),
        _ => Some(value),
    }
}

/// How an indicator changed from one value to another (both in its unit): a rate in points, everything else in per cent.
#[must_use]
pub fn change(indicator: &Indicator, now: Num, before: Num) -> Option<Change> {
    let gap = now.minus(before)?;
    let digits = indicator.digits.max(1);
    let (exact, unit) = match indicator.change {
        ChangeIn::Points => (gap, Words::new("个百分点", "percentage points")),
        ChangeIn::Percent if before > Num::ZERO => {
            (gap.over(before)?.times(Num::int(100))?, Words::new("%", "per cent"))
        }
        ChangeIn::Percent => return None,
    };
    let better = match (indicator.better, gap.cmp(&Num::ZERO)) {
        (Better::Neither, _) | (_, std::cmp::Ordering::Equal) => None,
        (Better::Higher, order) => Some(order.is_gt()),
        (Better::Lower, order) => Some(order.is_lt()),
    };
    Some(Change { text: signed(exact, digits)?, exact, unit, better })
}
