//! A literal of a scenario as a value of the type it is set to. It must never compute: only literals are allowed.

use std::sync::Arc;

use crate::book::{Book, Dim, Ty, Val};
use crate::num::Num;
use crate::syntax::ast::{Expr, Node, Unary};

/// The literal as a value of type `ty`; the error says what was expected, in Chinese and English.
pub(crate) fn value(book: &Book, expr: &Expr, ty: Ty) -> Result<Val, (String, String)> {
    let wrong = || {
        let (zh, en) = type_words(book, ty);
        (format!("这里应写{zh}"), format!("write {en} here"))
    };
    match (&*expr.node, ty) {
        (Node::Unknown, _) => Ok(Val::Unknown),
        (Node::Bool { value }, Ty::Bool) => Ok(Val::Bool(*value)),
        (Node::Number { value, unit }, Ty::Num(dim)) => {
            number(*value, unit, dim).map(Val::Num).ok_or_else(wrong)
        }
        (Node::Unary { op: Unary::Minus, of }, Ty::Num(_)) => match value(book, of, ty)? {
            Val::Num(number) => number.negated().map(Val::Num).ok_or_else(wrong),
            _ => Err(wrong()),
        },
        (Node::Date { day } | Node::Month { day }, Ty::Date | Ty::Month) => Ok(Val::Date(*day)),
        (Node::Text { text }, Ty::Text) => Ok(Val::Text(Arc::from(text.as_str()))),
        (Node::Name { name }, Ty::Text) => Ok(Val::Text(Arc::from(name.as_str()))),
        (Node::Number { value, unit }, Ty::Text) if unit.is_empty() => {
            Ok(Val::Text(Arc::from(value.to_string())))
        }
        (Node::Name { name } | Node::Text { text: name }, Ty::Enum(id)) => book.enums[id.ix()]
            .members
            .iter()
            .position(|(zh, en)| zh == name || en == name)
            .and_then(|ix| u16::try_from(ix).ok())
            .map(Val::Enum)
            .ok_or_else(wrong),
        (Node::Window { from, to }, Ty::Window) => {
            match (value(book, from, Ty::Date)?, value(book, to, Ty::Date)?) {
                (Val::Date(from), Val::Date(to)) => Ok(Val::Window(from, to)),
                _ => Err(wrong()),
            }
        }
        _ => Err(wrong()),
    }
}

/// A number with the unit written beside it, in the field's own unit; a number without unit takes the field's.
fn number(value: Num, unit: &[String], dim: Dim) -> Option<Num> {
    let written = unit.iter().enumerate().try_fold(Dim::NUMBER, |so_far, (at, word)| {
        let dim = Dim::of_word(word)?;
        if at == 0 { Some(dim) } else { so_far.per(dim) }
    })?;
    if !unit.is_empty() && written != dim {
        return None;
    }
    let fen = dim.0[0];
    if fen == 1 { value.times(Num::int(100)) } else { Some(value) }
}

/// What a type is called, Chinese and English.
pub(crate) fn type_words(book: &Book, ty: Ty) -> (String, String) {
    match ty {
        Ty::Bool => ("是或否".into(), "true or false".into()),
        Ty::Num(dim) => (format!("数值({})", dim.words(true)), format!("a number ({})", dim.words(false))),
        Ty::Date => ("日期,如 2020-03-01".into(), "a date such as 2020-03-01".into()),
        Ty::Month => ("年月,如 2020-03".into(), "a month such as 2020-03".into()),
        Ty::Text => ("文本".into(), "text".into()),
        Ty::Window => {
            ("时期,如 2020-01-01 至 2020-12-31".into(), "a period such as 2020-01-01 to 2020-12-31".into())
        }
        Ty::Enum(id) => {
            let def = &book.enums[id.ix()];
            let list = |pick: fn(&(String, String)) -> &String| {
                def.members.iter().map(|m| pick(m).as_str()).collect::<Vec<_>>().join("、")
            };
            (format!("{}之一:{}", def.name, list(|m| &m.0)), format!("one of {}: {}", def.id, list(|m| &m.1)))
        }
        Ty::Thing(kind) => {
            (format!("一个{}", book.kind(kind).name), format!("one of {}", book.kind(kind).id))
        }
        Ty::Many(kind) => {
            (format!("若干{}", book.kind(kind).name), format!("several of {}", book.kind(kind).id))
        }
    }
}
