//! What a reporter's own earlier reports say about this one: the wrong unit, odd jumps, values out of the usual. Always a warning, never an error: reality jumps too.

use super::{Checked, Doubt, shown};
use crate::cell::{Cell, Cells};
use crate::model::{Form, Item, ItemKind, Limit, Severity};

/// So many earlier values are looked at, at most.
const MOST: usize = 60;
/// With fewer there is no usual.
const FEWEST: usize = 4;

/// Units, jumps and limits.
pub(super) fn check(form: &Form, previous: Option<&[Cell]>, history: &[&Cells], checked: &mut Checked) {
    let mut found = Vec::new();
    if let Some(previous) = previous {
        for (column, item) in form.items.iter().enumerate() {
            if !matches!(item.kind, ItemKind::Money | ItemKind::Percent) {
                continue;
            }
            if let (Some(now), Some(before)) = (number(&checked.cells.0, column), number(previous, column)) {
                found.extend(unit(item, column, now, before));
            }
        }
        for jump in &form.logic.jumps {
            let (Some(now), Some(before)) =
                (number(&checked.cells.0, jump.item), number(previous, jump.item))
            else {
                continue;
            };
            let gap = i128::from(now) - i128::from(before);
            let wide = gap.unsigned_abs() * 100
                > u128::from(jump.percent.unsigned_abs()) * u128::from(before.unsigned_abs());
            let unit_said = found.iter().any(|doubt: &Doubt| doubt.items.first() == Some(&jump.item));
            if wide && gap.unsigned_abs() >= u128::from(jump.least.unsigned_abs()) && !unit_said {
                found.extend(form.items.get(jump.item).map(|item| odd(item, jump.item, now, before)));
            }
        }
    }
    for limit in &form.limits {
        if let Some(now) = number(&checked.cells.0, limit.item) {
            found.extend(usual(form, limit, now, history));
        }
    }
    checked.doubts.extend(found);
}

fn number(cells: &[Cell], column: usize) -> Option<i64> {
    cells.get(column).and_then(Cell::number)
}

/// 万元 for 元, or 元 for 万元; a share for a percentage: the number before, ten thousand (a hundred) times larger or smaller within a fifth.
fn unit(item: &Item, column: usize, now: i64, before: i64) -> Option<Doubt> {
    let money = item.kind == ItemKind::Money;
    let factor: i128 = if money { 10_000 } else { 100 };
    let (x, p) = (i128::from(now).abs(), i128::from(before).abs());
    let near = |a: i128, b: i128| a != 0 && b != 0 && (a - b).abs() * 5 <= b;
    let (meant, zh, en) = if near(x * factor, p) {
        let (zh, en) = if money {
            ("小一万倍", "ten thousand times smaller")
        } else {
            ("小一百倍", "a hundred times smaller")
        };
        (i128::from(now) * factor, zh, en)
    } else if near(x, p * factor) {
        let (zh, en) = if money {
            ("大一万倍", "ten thousand times larger")
        } else {
            ("大一百倍", "a hundred times larger")
        };
        (i128::from(now) / factor, zh, en)
    } else {
        return None;
    };
    let meant = i64::try_from(meant).ok()?;
    let (why_zh, why_en) = if money {
        ("是否把元和万元弄混", "were 元 and 万元 mixed up?")
    } else {
        ("是否把百分数写成了小数", "was a share written for a percentage?")
    };
    Some(Doubt {
        check: format!("unit.{}", item.id),
        level: Severity::Warning,
        items: vec![column],
        zh: format!(
            "“{}”本期 {},上期 {},约{zh};{why_zh}。应为 {} 吗",
            item.name.zh,
            shown(item, now),
            shown(item, before),
            shown(item, meant)
        ),
        en: format!(
            "'{}' is {} now and was {} before, about {en}; {why_en} Should it be {}?",
            item.name.en,
            shown(item, now),
            shown(item, before),
            shown(item, meant)
        ),
        effect: Some(now.saturating_sub(meant)),
        suggestion: Some(meant),
    })
}

fn odd(item: &Item, column: usize, now: i64, before: i64) -> Doubt {
    Doubt {
        check: format!("jump.{}", item.id),
        level: Severity::Warning,
        items: vec![column],
        zh: format!(
            "“{}”本期 {},上期 {},变动很大,请说明",
            item.name.zh,
            shown(item, now),
            shown(item, before)
        ),
        en: format!(
            "'{}' is {} now and was {} before: a large change, please say why",
            item.name.en,
            shown(item, now),
            shown(item, before)
        ),
        effect: Some(now.saturating_sub(before)),
        suggestion: None,
    }
}

/// |x − median| > max(factor × 1.4826 × MAD, least), in whole numbers of 1/10,000.
fn usual(form: &Form, limit: &Limit, now: i64, history: &[&Cells]) -> Option<Doubt> {
    let item = form.items.get(limit.item)?;
    let mut values = [0_i64; MOST];
    let mut count = 0;
    for cells in history.iter().take(usize::from(limit.periods).min(MOST)) {
        if let Some(value) = number(&cells.0, limit.item) {
            values[count] = value;
            count += 1;
        }
    }
    if count < FEWEST {
        return None;
    }
    let values = &mut values[..count];
    let middle = median(values);
    for value in values.iter_mut() {
        *value = value.saturating_sub(middle).saturating_abs();
    }
    let spread = median(values);
    let gap = i128::from(now) - i128::from(middle);
    // factor is in hundredths, 1.4826 in ten thousandths: both sides times a million.
    let wide = gap.abs() * 1_000_000 > i128::from(limit.factor_hundredths) * 14_826 * i128::from(spread);
    (wide && gap.abs() > i128::from(limit.least)).then(|| Doubt {
        check: format!("history.{}", item.id),
        level: Severity::Warning,
        items: vec![limit.item],
        zh: format!(
            "“{}”填的是 {},近 {count} 期一般在 {} 左右,请核实或说明",
            item.name.zh,
            shown(item, now),
            shown(item, middle)
        ),
        en: format!(
            "'{}' is {}, but was usually about {} over the last {count} reports; check it or say why",
            item.name.en,
            shown(item, now),
            shown(item, middle)
        ),
        effect: i64::try_from(gap).ok(),
        suggestion: None,
    })
}

/// The median; of an even number the lower of the two in the middle, so that it is a value that was reported.
fn median(values: &mut [i64]) -> i64 {
    let at = (values.len() - 1) / 2;
    *values.select_nth_unstable(at).1
}
