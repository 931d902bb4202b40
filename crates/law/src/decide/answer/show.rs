//! Values, numbers, citations in words, Chinese or English. It must never change what a value is.

use crate::book::{Book, Dim, KindId, Ty, Val};
use crate::num::Num;
use crate::syntax::ast::Cite;

/// A value in words.
#[must_use]
pub fn words(book: &Book, ty: Ty, value: &Val, chinese: bool) -> String {
    match (value, ty) {
        (Val::Unknown, _) => (if chinese { "未知" } else { "unknown" }).to_owned(),
        (Val::Bool(yes), _) => match (yes, chinese) {
            (true, true) => "是",
            (false, true) => "否",
            (true, false) => "yes",
            (false, false) => "no",
        }
        .to_owned(),
        (Val::Num(n), Ty::Num(dim)) => quantity(*n, dim, chinese),
        (Val::Num(n), _) => n.to_string(),
        (Val::Date(day), Ty::Month) => day.to_string().chars().take(7).collect(),
        (Val::Date(day), _) => day.to_string(),
        (Val::Enum(at), Ty::Enum(id)) => book
            .enums
            .get(id.ix())
            .and_then(|def| def.members.get(usize::from(*at)))
            .map_or_else(|| at.to_string(), |(name, id)| if chinese { name.clone() } else { id.clone() }),
        (Val::Enum(at), _) => at.to_string(),
        (Val::Text(text), _) => {
            if chinese {
                format!("“{text}”")
            } else {
                format!("\"{text}\"")
            }
        }
        (Val::Thing(row), _) => format!("#{}", row + 1),
        (Val::Window(from, to), _) => format!("{from} {} {to}", if chinese { "至" } else { "to" }),
    }
}

/// A number with its unit; money in yuan.
#[must_use]
pub fn quantity(n: Num, dim: Dim, chinese: bool) -> String {
    let n = in_yuan(n, dim);
    if dim == Dim::NUMBER {
        return n.to_string();
    }
    if dim == Dim::MONTH && chinese {
        return format!("{n} 个月");
    }
    format!("{n} {}", dim.words(chinese))
}

/// Fen to yuan, as far as the dimension has money.
#[must_use]
pub fn in_yuan(n: Num, dim: Dim) -> Num {
    let mut n = n;
    for _ in 0..dim.0[0].unsigned_abs() {
        let next = if dim.0[0] > 0 { n.over(Num::int(100)) } else { n.times(Num::int(100)) };
        n = next.unwrap_or(n);
    }
    n
}

/// So many fen as yuan: `1000`, `1234.56`.
#[must_use]
pub fn yuan(fen: i64) -> String {
    let (sign, abs) = if fen < 0 { ("-", fen.unsigned_abs()) } else { ("", fen.unsigned_abs()) };
    match abs % 100 {
        0 => format!("{sign}{}", abs / 100),
        rest => format!("{sign}{}.{rest:02}", abs / 100),
    }
}

/// A value as JSON: numbers as numbers where that is exact, money in yuan.
#[must_use]
pub fn json(book: &Book, ty: Ty, value: &Val) -> serde_json::Value {
    match (value, ty) {
        (Val::Unknown, _) => serde_json::Value::Null,
        (Val::Bool(yes), _) => (*yes).into(),
        (Val::Num(n), Ty::Num(dim)) => number(in_yuan(*n, dim)),
        (Val::Num(n), _) => number(*n),
        (Val::Text(text), _) => text.to_string().into(),
        (Val::Window(from, to), _) => serde_json::json!({"from": from, "to": to}),
        _ => words(book, ty, value, true).into(),
    }
}

/// A number as JSON when a double holds it exactly as printed, else as text.
#[must_use]
pub fn number(n: Num) -> serde_json::Value {
    if let Some(whole) = n.to_i64() {
        return whole.into();
    }
    let text = n.to_string();
    match text.parse::<f64>() {
        Ok(double) if double.to_string() == text => double.into(),
        _ => text.into(),
    }
}

/// A citation: `FS2020 第九条第一款`, `FS2020 art. 9 para. 1`.
#[must_use]
pub fn cite(cite: &Cite, chinese: bool) -> String {
    let mut text = cite.document.clone();
    if let Some(article) = &cite.article {
        text.push(' ');
        match article.parse::<u32>() {
            Ok(number) if chinese => text.push_str(&format!("第{}条", numeral(number))),
            Ok(number) => text.push_str(&format!("art. {number}")),
            Err(_) => text.push_str(article),
        }
    }
    if cite.rest.is_empty() {
        return text;
    }
    if cite.article.is_none() || !chinese {
        text.push(' ');
    }
    text.push_str(&if chinese { cite.rest.clone() } else { parts(&cite.rest) });
    text
}

/// `第一款第二项` as `para. 1 item 2`; as written when it is something else.
fn parts(rest: &str) -> String {
    let mut words = Vec::new();
    let mut open = rest.trim();
    while let Some(after) = open.strip_prefix('第') {
        let Some(at) = after.find(['款', '项', '目']) else { return rest.to_owned() };
        let number = &after[..at];
        let Some(value) = (1..=200).find(|n| numeral(*n) == number || n.to_string() == number) else {
            return rest.to_owned();
        };
        let mut left = after[at..].chars();
        let word = match left.next() {
            Some('款') => "para.",
            Some('项') => "item",
            _ => "sub-item",
        };
        words.push(format!("{word} {value}"));
        open = left.as_str().trim_start();
    }
    if open.is_empty() { words.join(" ") } else { rest.to_owned() }
}

/// A number below a thousand in Chinese numerals.
#[must_use]
pub fn numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |d: u32| DIGITS[(d % 10) as usize];
    match n {
        0..=9 => digit(n).to_owned(),
        10..=99 => {
            let tens = if n < 20 { String::new() } else { digit(n / 10).to_owned() };
            format!("{tens}十{}", if n.is_multiple_of(10) { "" } else { digit(n) })
        }
        100..=999 => match n % 100 {
            0 => format!("{}百", digit(n / 100)),
            rest @ 1..=9 => format!("{}百零{}", digit(n / 100), digit(rest)),
            rest @ 10..=19 => format!("{}百一{}", digit(n / 100), numeral(rest)),
            rest => format!("{}百{}", digit(n / 100), numeral(rest)),
        },
        _ => n.to_string(),
    }
}

/// ① to ㊿, then (51).
#[must_use]
pub fn circled(n: u32) -> String {
    let at = match n {
        1..=20 => 0x2460 + n - 1,
        21..=35 => 0x3251 + n - 21,
        36..=50 => 0x32B1 + n - 36,
        _ => return format!("({n})"),
    };
    char::from_u32(at).map_or_else(|| n.to_string(), String::from)
}

/// A kind's name: the words of the text, or its key in the facts.
#[must_use]
pub fn kind(book: &Book, kind: KindId, chinese: bool) -> &str {
    let kind = book.kind(kind);
    if chinese { &kind.name } else { &kind.id }
}
