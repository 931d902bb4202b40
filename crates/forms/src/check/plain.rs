//! What holds for every cell on its own: the type, the range, that it is there. It must never take missing for zero.

use super::{Checked, Doubt, shown};
use crate::cell::Cell;
use crate::model::{Form, Item, ItemKind, Severity, Source};

/// Types and ranges.
pub(super) fn check(form: &Form, checked: &mut Checked) {
    for (column, (item, cell)) in form.items.iter().zip(&checked.cells.0).enumerate() {
        match cell {
            Cell::Missing => {}
            Cell::Number(number) if item.kind.is_number() => {
                if item.least.is_some_and(|least| *number < least)
                    || item.most.is_some_and(|most| *number > most)
                {
                    checked.doubts.push(out_of_range(column, item, *number));
                }
            }
            cell if fits(item, cell) => {}
            _ => checked.doubts.push(Doubt {
                check: format!("type.{}", item.id),
                level: Severity::Error,
                items: vec![column],
                zh: format!("“{}”的值不合类型", item.name.zh),
                en: format!("the value of '{}' is not of its type", item.name.en),
                effect: None,
                suggestion: None,
            }),
        }
    }
}

fn fits(item: &Item, cell: &Cell) -> bool {
    match (&item.kind, cell) {
        (ItemKind::Text(most), Cell::Text(text)) => text.chars().count() <= usize::from(*most),
        (ItemKind::Choice(all), Cell::Choice(at)) => usize::from(*at) < all.len(),
        (ItemKind::Date, Cell::Day(_)) | (ItemKind::YesNo, Cell::YesNo(_)) => true,
        _ => false,
    }
}

fn out_of_range(column: usize, item: &Item, number: i64) -> Doubt {
    let low = item.least.filter(|least| number < *least);
    let (zh, en) = match (low, item.most) {
        (Some(least), _) => ("不能小于", ("less than", least)),
        (None, most) => ("不能大于", ("more than", most.unwrap_or(number))),
    };
    let bound = shown(item, en.1);
    Doubt {
        check: format!("range.{}", item.id),
        level: Severity::Error,
        items: vec![column],
        zh: format!("“{}”{zh} {bound},填的是 {}", item.name.zh, shown(item, number)),
        en: format!("'{}' cannot be {} {bound}; {} was entered", item.name.en, en.0, shown(item, number)),
        effect: Some(number.saturating_sub(en.1)),
        suggestion: None,
    }
}

/// Required cells that are missing, in one doubt that marks them all.
pub(super) fn required(form: &Form, checked: &mut Checked) {
    for (column, (item, cell)) in form.items.iter().zip(&checked.cells.0).enumerate() {
        // Of a sum its own parts are marked, unless they may stay blank.
        let by_parts = item.source == Source::SumOfSplit
            && form
                .logic
                .splits
                .iter()
                .any(|split| split.whole == column && split.sums && !split.blank_is_zero);
        if item.required && *cell == Cell::Missing && item.source != Source::Computed && !by_parts {
            checked.incomplete.push(column);
        }
    }
    let Some(first) = checked.incomplete.first().and_then(|column| form.items.get(*column)) else { return };
    let more = checked.incomplete.len() - 1;
    let (zh, en) = if more == 0 {
        (String::new(), String::new())
    } else {
        (format!("等 {} 项", more + 1), format!(" and {more} more"))
    };
    checked.doubts.push(Doubt {
        check: "required".to_owned(),
        level: Severity::Error,
        items: checked.incomplete.clone(),
        zh: format!("必填项未填:“{}”{zh};没有发生请填 0", first.name.zh),
        en: format!("required and not filled in: '{}'{en}; write 0 where there was nothing", first.name.en),
        effect: None,
        suggestion: None,
    });
}
