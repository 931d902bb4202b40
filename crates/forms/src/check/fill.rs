//! Sums of disaggregations and computed cells (计算项). What somebody entered in their place stays, and is told when it differs. It must never sum over a gap.

use anye_law::book::Val;
use anye_law::num::{Num, Rounding};

use super::{Checked, Doubt, shown, things};
use crate::cell::Cell;
use crate::facts::Facts;
use crate::formula::{Fill, Split};
use crate::model::{Form, ItemKind, Severity};

/// Fills in what can be.
pub(super) fn fill(form: &Form, previous: Option<&[Cell]>, reporter: &Facts, checked: &mut Checked) {
    for split in form.logic.splits.iter().filter(|split| split.blank_is_zero) {
        zeros(split, checked);
    }
    for fill in &form.logic.fills {
        match *fill {
            Fill::Sum(at) => {
                if let Some(split) = form.logic.splits.get(at) {
                    sum(form, split, checked);
                }
            }
            Fill::Computed(column, at) => computed(form, column, at, previous, reporter, checked),
        }
    }
}

/// Blank parts are zero where the form says so, once another part is filled in or the whole is zero.
fn zeros(split: &Split, checked: &mut Checked) {
    let cells = &mut checked.cells.0;
    let some = cells.get(split.whole) == Some(&Cell::Number(0))
        || split.parts.iter().any(|part| cells.get(*part).is_some_and(|cell| *cell != Cell::Missing));
    if some {
        for part in &split.parts {
            if cells[*part] == Cell::Missing {
                cells[*part] = Cell::Number(0);
            }
        }
    }
}

/// The sum of the parts; nothing when none is filled in.
fn sum(form: &Form, split: &Split, checked: &mut Checked) {
    let cells = &checked.cells.0;
    let (mut total, mut filled) = (Some(0_i64), 0);
    for part in &split.parts {
        if let Some(Cell::Number(number)) = cells.get(*part) {
            total = total.and_then(|total| total.checked_add(*number));
            filled += 1;
        }
    }
    let Some(whole) = form.items.get(split.whole) else { return };
    if filled == 0 {
        return;
    }
    let entered = cells[split.whole].number();
    let Some(total) = total else {
        checked.doubts.push(Doubt {
            check: format!("split.{}", whole.id),
            level: Severity::Error,
            items: vec![split.whole],
            zh: format!("“{}”各项之和太大,无法保存", whole.name.zh),
            en: format!("the parts of '{}' add up to more than can be kept", whole.name.en),
            effect: None,
            suggestion: None,
        });
        return;
    };
    if filled < split.parts.len() && !split.blank_is_zero {
        // A gap is not zero: no sum over it. When the parts are required the gap itself is told.
        if !whole.required {
            let blank = split.parts.len() - filled;
            checked.doubts.push(Doubt {
                check: format!("split.{}", whole.id),
                level: Severity::Error,
                items: split.parts.iter().copied().filter(|part| cells[*part] == Cell::Missing).collect(),
                zh: format!("“{}”的{}分项有 {blank} 项空着;没有发生请填 0", whole.name.zh, split.by.zh),
                en: format!(
                    "{blank} parts of '{}' are blank; write 0 where there was nothing",
                    whole.name.en
                ),
                effect: None,
                suggestion: None,
            });
        }
        return;
    }
    match entered {
        Some(entered) if entered != total => checked.doubts.push(Doubt {
            check: format!("split.{}", whole.id),
            level: Severity::Error,
            items: vec![split.whole],
            zh: format!(
                "“{}”填的是 {},{}分项之和是 {},相差 {}",
                whole.name.zh,
                shown(whole, entered),
                split.by.zh,
                shown(whole, total),
                shown(whole, entered.saturating_sub(total))
            ),
            en: format!(
                "'{}' says {}, its parts add up to {}: a difference of {}",
                whole.name.en,
                shown(whole, entered),
                shown(whole, total),
                shown(whole, entered.saturating_sub(total))
            ),
            effect: Some(entered.saturating_sub(total)),
            suggestion: Some(total),
        }),
        None if split.sums => checked.cells.0[split.whole] = Cell::Number(total),
        _ => {}
    }
}

fn computed(
    form: &Form,
    column: usize,
    at: usize,
    previous: Option<&[Cell]>,
    reporter: &Facts,
    checked: &mut Checked,
) {
    let (Some(item), Some(code), Some(scale)) =
        (form.items.get(column), form.logic.computed.get(at), form.logic.scales.get(column))
    else {
        return;
    };
    let entered = std::mem::take(&mut checked.cells.0[column]);
    let value = code.value(&form.logic.book, &things(form, &checked.cells.0, previous, reporter));
    let made = match value {
        Ok(Val::Num(exact)) => {
            let value = if matches!(item.kind, ItemKind::Percent | ItemKind::Decimal) {
                exact.times(Num::int(scale.by)).map(|n| n.round(Rounding::HalfUp)).and_then(Num::to_i64)
            } else {
                scale.stored(exact)
            };
            match value {
                Some(number) => Cell::Number(number),
                None => {
                    checked.doubts.push(Doubt {
                        check: format!("computed.{}", item.id),
                        level: Severity::Error,
                        items: vec![column],
                        zh: format!("“{}”算出来不是能保存的整数", item.name.zh),
                        en: format!("'{}' comes out as no whole number that can be kept", item.name.en),
                        effect: None,
                        suggestion: None,
                    });
                    Cell::Missing
                }
            }
        }
        Ok(Val::Bool(yes)) => Cell::YesNo(yes),
        Ok(Val::Enum(at)) => Cell::Choice(at),
        Ok(Val::Date(day)) => Cell::Day(day.0),
        _ => Cell::Missing,
    };
    if let (Cell::Number(entered), Cell::Number(number)) = (&entered, &made)
        && entered != number
    {
        checked.doubts.push(Doubt {
            check: format!("computed.{}", item.id),
            level: Severity::Warning,
            items: vec![column],
            zh: format!(
                "“{}”由系统计算为 {},来表中写的是 {}",
                item.name.zh,
                shown(item, *number),
                shown(item, *entered)
            ),
            en: format!(
                "'{}' is computed as {}; {} was given",
                item.name.en,
                shown(item, *number),
                shown(item, *entered)
            ),
            effect: Some(entered.saturating_sub(*number)),
            suggestion: Some(*number),
        });
    }
    checked.cells.0[column] = made;
}
