//! Parameters: a range that holds nothing, the wrong level, gaps between values, values that can never be reached. It must never choose a value.

use crate::book::{Book, Param, ParamValue, Val, covers, depth};
use crate::day::Day;
use crate::span::Diagnostic;

/// Looks at every parameter's range and values.
pub(in super::super) fn check(book: &Book, out: &mut Vec<Diagnostic>) {
    for param in &book.params {
        range(param, out);
        gaps(param, out);
        level(param, out);
    }
    for list in &book.lists {
        for row in list.rows.iter().filter(|row| row.to < row.from) {
            out.push(Diagnostic::error(
                "L205",
                list.span,
                format!("清单“{}”有一行终止({})早于起始({})", list.name, row.to, row.from),
                format!("a row of '{}' ends ({}) before it starts ({})", list.id, row.to, row.from),
            ));
        }
    }
}

fn range(param: &Param, out: &mut Vec<Diagnostic>) {
    let empty = match &param.range {
        Some((Val::Num(low), Val::Num(high))) => high < low,
        Some((Val::Date(low), Val::Date(high))) => high < low,
        _ => false,
    };
    if empty {
        out.push(Diagnostic::error(
            "L230",
            param.span,
            format!("参数“{}”的范围是空的:上端小于下端", param.name),
            format!("the range of '{}' is empty: its upper end is below its lower end", param.id),
        ));
    }
}

/// Days between two values of one place for which there is none.
fn gaps(param: &Param, out: &mut Vec<Diagnostic>) {
    let mut places: Vec<&str> = param.values.iter().map(|value| value.place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let mut own: Vec<&ParamValue> = param.values.iter().filter(|value| value.place == place).collect();
        own.sort_by_key(|value| value.from);
        let mut reached = Day::MIN;
        for (ix, value) in own.iter().enumerate() {
            let open = ix > 0 && reached.plus_days(1).is_some_and(|next| next < value.from);
            // A wider place may have the value meanwhile.
            let wider = |day: Day| {
                param.values.iter().any(|other| {
                    other.place != place
                        && covers(&other.place, place)
                        && other.from <= day
                        && day <= other.to
                })
            };
            if open && !reached.plus_days(1).is_some_and(wider) {
                out.push(Diagnostic::warning(
                    "L229",
                    param.span,
                    format!("参数“{}”({place})在 {reached} 之后、{} 之前没有值", param.name, value.from),
                    format!(
                        "'{}' ({place}) has no value after {reached} and before {}",
                        param.id, value.from
                    ),
                ));
            }
            reached = reached.max(value.to);
        }
    }
}

/// Whoever sets it sets it for places of their own level or below, never for a wider one.
fn level(param: &Param, out: &mut Vec<Diagnostic>) {
    let Some(level) = &param.level else { return };
    let Some(digits) = digits(level) else {
        out.push(
            Diagnostic::error(
                "L231",
                param.span,
                format!("参数“{}”的层级“{level}”应为省、市或县", param.name),
                format!("the level '{level}' of '{}' should be 省, 市 or 县", param.id),
            )
            .suggest("市"),
        );
        return;
    };
    for value in &param.values {
        if depth(&value.place) < digits {
            out.push(Diagnostic::warning(
                "L232",
                param.span,
                format!("参数“{}”由{level}确定,却给更大的地区 {} 写了值", param.name, value.place),
                format!(
                    "'{}' is set by level {level}, yet a value is given for the wider place {}",
                    param.id, value.place
                ),
            ));
        }
    }
}

fn digits(level: &str) -> Option<usize> {
    Some(match level {
        "国家" | "state" => 0,
        "省" | "province" => 2,
        "市" | "city" => 4,
        "县" | "县区" | "区县" | "county" => 6,
        _ => return None,
    })
}
