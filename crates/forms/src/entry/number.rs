//! Numbers as people write them: separators, signs, units behind them, percent. What could be read two ways is refused.

use super::{EntryError, Note, Read};
use crate::cell::{Cell, decimal, parse_decimal};
use crate::model::{Item, ItemKind};

/// A number taken apart.
struct Parts {
    negative: bool,
    /// ASCII figures with at most one point.
    figures: String,
    /// What stood behind it.
    unit: String,
    /// What was done, the gravest last.
    notes: Vec<Note>,
}

pub(super) fn read(item: &Item, plain: &str, written: &str) -> Read {
    refuse(plain)?;
    let mut parts = take_apart(plain)?;
    if written.chars().any(|c| ('\u{ff10}'..='\u{ff19}').contains(&c)) {
        parts.notes.push(Note::new(
            "full_width",
            "全角数字已按半角读取",
            "full-width figures were read as plain ones",
        ));
    }
    let (factor, per_cent) = unit(item, &mut parts)?;
    let text = if parts.negative { format!("-{}", parts.figures) } else { parts.figures.clone() };
    let number = scaled(&text, item.digits, factor).ok_or_else(|| unfit(item, &text))?;
    share(item, plain, number, per_cent, &mut parts);
    let doubt = parts.notes.iter().position(|note| note.doubt);
    let note = match doubt {
        Some(at) => Some(parts.notes.swap_remove(at)),
        None => parts.notes.pop(),
    };
    Ok((Cell::Number(number), note))
}

/// What is no single number: 约300, 300-400, 三百.
fn refuse(plain: &str) -> Result<(), EntryError> {
    const ABOUT: [&str; 14] =
        ["约", "大约", "左右", "近", "余", "多", "以上", "以下", "超过", "不足", "几", "上下", "~", "≈"];
    let has_figure = plain.bytes().any(|b| b.is_ascii_digit());
    if has_figure && let Some(word) = ABOUT.iter().find(|word| plain.contains(**word)) {
        let exact: String = plain.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        return Err(EntryError {
            suggestion: Some(exact),
            ..EntryError::new(
                "about",
                format!("“{plain}”是约数(“{word}”),请填准确的数"),
                format!("'{plain}' is not exact ('{word}'); write the exact number"),
            )
        });
    }
    let inner = plain.trim_start_matches(['-', '+', '(']);
    if has_figure && inner.bytes().zip(inner.bytes().skip(1)).any(|(a, b)| a.is_ascii_digit() && b == b'-') {
        return Err(EntryError::new(
            "range",
            format!("“{plain}”是一个范围,请填一个数"),
            format!("'{plain}' is a range; write one number"),
        ));
    }
    if !has_figure {
        return Err(EntryError::new(
            "not_a_number",
            format!("“{plain}”不是数;请用阿拉伯数字填写"),
            format!("'{plain}' is no number; write it in figures"),
        ));
    }
    Ok(())
}

fn take_apart(plain: &str) -> Result<Parts, EntryError> {
    let mut notes = Vec::new();
    let mut rest = plain.strip_prefix('¥').unwrap_or(plain).trim_start();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        // Accountants write losses in brackets.
        (rest, negative) = (inner.trim(), true);
        notes.push(Note::doubt(
            "brackets",
            "括号中的数按负数读取",
            "a number in brackets was read as negative",
        ));
    }
    while let Some(sign) = rest.chars().next().filter(|c| matches!(c, '-' | '+' | '负')) {
        if negative {
            return Err(two_signs(plain));
        }
        negative = sign != '+';
        rest = rest[sign.len_utf8()..].trim_start();
        if negative {
            notes.push(Note::new("minus", "按负数读取", "read as a negative number"));
        }
    }
    rest = rest.strip_prefix('¥').unwrap_or(rest).trim_start();
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'')))
        .unwrap_or(rest.len());
    let (number, unit) = (rest[..end].trim_end(), rest[end..].trim());
    if unit.bytes().any(|b| b.is_ascii_digit()) {
        return Err(EntryError::new(
            "two_numbers",
            format!("“{plain}”里有不止一个数"),
            format!("'{plain}' holds more than one number"),
        ));
    }
    let figures = ungrouped(number, plain)?;
    if number.contains([',', ' ', '\'']) {
        notes.push(Note::new("separators", "去掉了千位分隔符", "thousand separators were taken off"));
    }
    if figures.is_empty() || figures == "." {
        return Err(EntryError::new(
            "not_a_number",
            format!("“{plain}”不是数"),
            format!("'{plain}' is no number"),
        ));
    }
    Ok(Parts { negative, figures, unit: unit.to_owned(), notes })
}

fn two_signs(plain: &str) -> EntryError {
    EntryError::new("not_a_number", format!("“{plain}”有两个正负号"), format!("'{plain}' has two signs"))
}

/// Without thousand separators, which must stand where they belong: `1,234` but not `1,23`.
fn ungrouped(number: &str, plain: &str) -> Result<String, EntryError> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let wrong = || {
        EntryError::new(
            "separators",
            format!("“{plain}”中的分隔符或小数点位置不对"),
            format!("the separators or the point in '{plain}' do not stand where they should"),
        )
    };
    if part.contains(['.', ',', ' ', '\'']) {
        return Err(wrong());
    }
    if let Some(sign) = whole.chars().find(|c| !c.is_ascii_digit()) {
        let groups: Vec<&str> = whole.split(sign).collect();
        let fits = |length: usize| {
            groups.len() > 1
                && (1..=length).contains(&groups[0].len())
                && groups[1..].iter().all(|group| group.len() == length)
                && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()))
        };
        // Thousands; groups of four (万) are written in Chinese too.
        if !fits(3) && !fits(4) {
            return Err(wrong());
        }
    }
    let mut out: String = whole.chars().filter(char::is_ascii_digit).collect();
    if number.contains('.') {
        if out.is_empty() {
            out.push('0');
        }
        if !part.is_empty() {
            out.push('.');
            out.push_str(part);
        }
    }
    Ok(out)
}

/// The power of ten that brings the number as written into the item's stored unit, and for percentages whether a sign was written.
fn unit(item: &Item, parts: &mut Parts) -> Result<(i32, Option<bool>), EntryError> {
    let own = item.unit.as_str();
    let own_power = if item.kind == ItemKind::Money && own == "万元" { 4 } else { 0 };
    let written = parts.unit.as_str();
    if written.is_empty() {
        return Ok((own_power, (item.kind == ItemKind::Percent).then_some(false)));
    }
    let money = item.kind == ItemKind::Money;
    let power = match written {
        "%" if item.kind == ItemKind::Percent => return Ok((0, Some(true))),
        "‰" if item.kind == ItemKind::Percent => return Ok((-1, Some(true))),
        "元" | "元整" | "圆" if money => 0,
        "万元" | "万" if money => 4,
        "亿元" | "亿" if money => 8,
        "千元" if money => 3,
        "万" if item.kind == ItemKind::Count || item.kind == ItemKind::Decimal => 4,
        "亿" if item.kind == ItemKind::Count || item.kind == ItemKind::Decimal => 8,
        word if word == own && !money => 0,
        word if !money && word.strip_prefix('万') == Some(own) => 4,
        word if !money && own.is_empty() && matches!(word, "人" | "个" | "户" | "家" | "名") => 0,
        word if !money && own == "人" && matches!(word, "名" | "个" | "人次" | "位") => 0,
        word if !money && own == "户" && matches!(word, "家" | "个") => 0,
        other => {
            let shown = if own.is_empty() { "(无单位)" } else { own };
            return Err(EntryError::new(
                "unit",
                format!("单位“{other}”与本项单位“{shown}”不符,请只填数字"),
                format!("the unit '{other}' does not fit this item ('{own}'); write figures only"),
            ));
        }
    };
    let (zh, en) = if power == own_power {
        (format!("去掉了单位“{written}”"), format!("the unit '{written}' was taken off"))
    } else {
        (format!("单位“{written}”已换算"), format!("the unit '{written}' was converted"))
    };
    parts.notes.push(Note::new("unit_word", zh, en));
    Ok((power, None))
}

/// Decimal text times 10^power, scaled by the item's digits.
fn scaled(text: &str, digits: u8, power: i32) -> Option<i64> {
    let digits = i32::from(digits) + power;
    if digits >= 0 {
        return parse_decimal(text, u8::try_from(digits).ok()?);
    }
    let tens = 10_i64.checked_pow(digits.unsigned_abs())?;
    let number = parse_decimal(text, 0)?;
    (number % tens == 0).then_some(number / tens)
}

/// More digits than the item keeps, or too large.
fn unfit(item: &Item, text: &str) -> EntryError {
    let fits_more = parse_decimal(text, 12).is_some();
    if !fits_more && text.len() > 16 {
        return EntryError::new(
            "too_large",
            format!("{text} 太大,无法保存"),
            format!("{text} is too large to be kept"),
        );
    }
    let shift = u8::from(item.unit == "万元") * 4;
    let digits = item.digits + shift;
    if digits == 0 {
        return EntryError::new(
            "digits",
            format!("这里要整数,写的是 {text}"),
            format!("a whole number is needed; this is {text}"),
        );
    }
    EntryError::new(
        "digits",
        format!("最多 {digits} 位小数,写的是 {text}"),
        format!("at most {digits} digits after the point; this is {text}"),
    )
}

/// A percentage without a sign that looks like a share: 0.125 for 12.5 %.
fn share(item: &Item, plain: &str, number: i64, per_cent: Option<bool>, parts: &mut Parts) {
    let one = 10_i64.pow(u32::from(item.digits));
    if item.kind == ItemKind::Percent
        && per_cent == Some(false)
        && plain.contains('.')
        && number != 0
        && number.abs() < one
    {
        let meant = decimal(number.saturating_mul(100), item.digits);
        parts.notes.push(Note::doubt(
            "share",
            format!("按 {plain}% 读取;如果写的是小数,应填 {meant}"),
            format!("read as {plain} %; if a share was meant, write {meant}"),
        ));
    }
}
