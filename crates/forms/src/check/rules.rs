//! The form's own checks (校验公式). What cannot be decided because a cell is missing is no doubt: that the cell is missing is told elsewhere. It must never
//! take unknown for false.

use anye_law::book::Val;

use super::{Checked, Doubt, things};
use crate::cell::Cell;
use crate::facts::Facts;
use crate::formula::{CheckCode, evaluate};
use crate::model::{Check, Form};

/// Holds every check against the report.
pub(super) fn check(form: &Form, previous: Option<&[Cell]>, reporter: &Facts, checked: &mut Checked) {
    let book = &form.logic.book;
    let mut found = Vec::new();
    for (check, code) in form.checks.iter().zip(&form.logic.checks) {
        let things = things(form, &checked.cells.0, previous, reporter);
        if let Some(when) = &code.when
            && when.value(book, &things) != Ok(Val::Bool(true))
        {
            continue;
        }
        match code.must.value(book, &things) {
            Ok(Val::Bool(false)) => found.push(broken(form, check, code, &things)),
            Ok(_) => {}
            Err(_) => found.push(Doubt {
                check: check.id.clone(),
                level: check.level,
                items: check.at.clone(),
                zh: format!("{}(数太大,无法核对)", check.say.zh),
                en: format!("{} (too large to be checked)", check.say.en),
                effect: None,
                suggestion: None,
            }),
        }
    }
    checked.doubts.extend(found);
}

fn broken(form: &Form, check: &Check, code: &CheckCode, things: &crate::formula::ReportThings<'_>) -> Doubt {
    let number = |root| match evaluate(&form.logic.book, root, things) {
        Ok(Val::Num(number)) => Some(number),
        _ => None,
    };
    let scale = check.at.first().and_then(|column| form.logic.scales.get(*column));
    let item = check.at.first().and_then(|column| form.items.get(*column));
    let sides = code.sides.and_then(|(left, right)| Some((number(left)?, number(right)?)));
    let effect = sides.and_then(|(left, right)| scale?.stored(left.minus(right)?));
    let (mut zh, mut en) = (check.say.zh.clone(), check.say.en.clone());
    if let (Some((left, right)), Some(scale), Some(item)) = (sides, scale, item)
        && let (Some(left), Some(right)) = (scale.stored(left), scale.stored(right))
    {
        let (left, right) = (super::shown(item, left), super::shown(item, right));
        zh.push_str(&format!("(左边 {left},右边 {right})"));
        en.push_str(&format!(" (left {left}, right {right})"));
    }
    Doubt {
        check: check.id.clone(),
        level: check.level,
        items: check.at.clone(),
        zh,
        en,
        effect,
        suggestion: None,
    }
}
