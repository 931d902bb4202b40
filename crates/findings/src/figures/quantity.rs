//! A number with its unit, a range of two, and the rules that tell a count from a set phrase.
//!
//! Must never accept a Chinese numeral in a set phrase (三支一扶, 一次性) as a count.

use super::measure_words::{Kind, Unit, unit_at};
use super::{Found, Reading, bounds, parts, surroundings};
use crate::model::{Compare, Doubt, Figure, Span};
use crate::numerals::{Number, number_at};
use crate::source::Source;

/// Two numbers with one unit, or one.
struct Quantity {
    start: usize,
    end: usize,
    value: f64,
    upper: Option<f64>,
    number: Number,
    unit: Option<Unit>,
}

/// The figure at a numeral, or how far to go on.
pub(super) fn quantity_at(source: &Source, at: usize, floor: usize) -> Reading {
    let Some(number) = number_at(source, at) else {
        let numeral = |sign: char| sign.is_ascii_digit() || crate::numerals::is_numeral(sign);
        return Reading::Past(
            (at..source.len()).find(|index| !numeral(source.norm[*index])).unwrap_or(source.len()),
        );
    };
    let past = Reading::Past(number.end);
    if matches!(source.before(at), Some('第')) {
        return rank_at(source, at, &number).unwrap_or(past);
    }
    let Some(quantity) = read(source, at, number) else {
        return past;
    };
    let end = quantity.end;
    match accept(source, quantity, floor) {
        Some(found) => {
            let end = end.max(found.figure.span.end);
            Reading::Found(Box::new(found), end)
        }
        None => Reading::Past(end),
    }
}

/// 第8位: a rank is a figure, other ordinals are not.
fn rank_at(source: &Source, at: usize, number: &Number) -> Option<Reading> {
    let unit = source.at(number.end).filter(|sign| matches!(sign, '位' | '名'))?;
    let span = Span { start: at - 1, end: number.end + 1 };
    let figure = parts::plain(source, span, number.value()?, &unit.to_string(), None);
    Some(Reading::Found(Box::new(Found { figure, kind: None, per_phrase: false }), span.end))
}

fn read(source: &Source, at: usize, number: Number) -> Option<Quantity> {
    let unit = unit_at(source, number.end, number.chinese);
    let first_end = unit.as_ref().map_or(number.end, |unit| unit.end);
    if let Some(range) = range_at(source, at, &number, unit.as_ref(), first_end) {
        return Some(range);
    }
    let (value, upper) = (number.value()?, number.second_value());
    let mut quantity = Quantity { start: at, end: first_end, value, upper, number, unit };
    // 一年半, 2个半小时
    let time = quantity.unit.as_ref().is_some_and(|unit| unit.name == "年" || unit.name == "个月");
    if time && source.at(first_end) == Some('半') {
        quantity.value += 0.5;
        quantity.end += 1;
    }
    Some(quantity)
}

/// 3至6个月, 100元至200元, 3—5万元
fn range_at(
    source: &Source,
    at: usize,
    first: &Number,
    unit: Option<&Unit>,
    first_end: usize,
) -> Option<Quantity> {
    let separator = source.past_space(first_end);
    let length = match source.at(separator)? {
        '至' | '到' | '~' => 1,
        '-' if source.at(separator + 1) == Some('-') => 2,
        '-' => 1,
        _ => return None,
    };
    let second = number_at(source, source.past_space(separator + length))?;
    if second.bare_scale {
        return None;
    }
    let last_unit = unit_at(source, second.end, second.chinese);
    let matching = match (unit, &last_unit) {
        (Some(low), Some(high)) => low.name == high.name,
        (Some(low), None) => low.kind == Kind::Measure,
        (None, Some(_)) => true,
        (None, None) => first.exponent > 0 && second.exponent > 0,
    };
    if !matching {
        return None;
    }
    let low_digits: f64 = first.mantissa.parse().ok()?;
    let high_digits: f64 = second.mantissa.parse().ok()?;
    let inherits = unit.is_none() && first.exponent == 0 && second.exponent > 0 && low_digits < high_digits;
    let value = if inherits { first.value_scaled(second.exponent)? } else { first.value()? };
    let end = last_unit.as_ref().map_or(second.end, |unit| unit.end);
    let number = Number { chinese: first.chinese || second.chinese, ..first.clone() };
    Some(Quantity {
        start: at,
        end,
        value,
        upper: Some(second.value()?),
        number,
        unit: last_unit.or_else(|| unit.cloned()),
    })
}

fn accept(source: &Source, quantity: Quantity, floor: usize) -> Option<Found> {
    let kind = quantity.unit.as_ref().map(|unit| unit.kind);
    let near = source.before(quantity.start) == Some('近') && kind == Some(Kind::Time);
    let before = if near { None } else { bounds::before(source, quantity.start, floor) };
    // 低于全省平均水平0.4个百分点 states a distance, not a bound.
    let distance = quantity.unit.as_ref().is_some_and(|unit| unit.name == "百分点");
    let before = before.filter(|bound| {
        !(distance
            && matches!(bound.compare, Compare::MoreThan | Compare::LessThan)
            && bound.edge == quantity.start)
    });
    let behind = bounds::behind(source, quantity.end, kind);
    let above = quantity.number.bare_scale && source.before(quantity.start) == Some('上');
    let compare = bounds::joined(before, behind, quantity.number.about || above);
    let per_end = surroundings::per_behind(source, quantity.end);
    let per = match per_end {
        Some(end) => Some(format!(
            "{}{}",
            quantity.unit.as_ref()?.name,
            source.original(Span { start: quantity.end, end })
        )),
        None => surroundings::per_before(source, quantity.start, floor),
    };
    let counts = Counts { compare, per: per.is_some() };
    let sound = if quantity.number.chinese {
        chinese_counts(source, &quantity, counts)
    } else {
        arabic_counts(source, &quantity, counts)
    };
    if !sound {
        return None;
    }
    let edge = before.map_or(quantity.start, |bound| bound.edge);
    let start = if edge == quantity.start { edge - change_before(source, edge) } else { edge };
    let end = behind.map_or(quantity.end, |bound| bound.edge).max(per_end.unwrap_or(0));
    let per_phrase = per_phrase(source, &quantity, per.as_deref(), kind);
    let subject = surroundings::subject(source, quantity.start, quantity.end, kind, floor);
    let (unit, doubt) = unit_or_doubt(source, &quantity, subject.as_deref());
    let span = Span { start, end };
    let per = if per_phrase { phrase_text(source, quantity.start, quantity.end) } else { per };
    let figure = Figure {
        value: quantity.value,
        upper: quantity.upper,
        parts: Vec::new(),
        unit,
        per,
        compare: compare.or(quantity.upper.map(|_| Compare::Range)),
        subject,
        text: source.original(span),
        span,
        doubt: doubt.map(|code| Doubt { code: code.into(), about: source.original(span) }),
    };
    Some(Found { figure, kind, per_phrase })
}

/// 减少21.2%, 扩大到5000户: the words of change belong to the figure's words. Their length.
fn change_before(source: &Source, number: usize) -> usize {
    const CHANGES: &[&str] = &[
        "达到",
        "提高到",
        "扩大到",
        "增加到",
        "降低到",
        "减少到",
        "提高至",
        "扩大至",
        "增加至",
        "降低至",
        "减少至",
        "提至",
        "降至",
        "降到",
        "升至",
        "增长",
        "增长了",
        "下降",
        "下降了",
        "减少",
        "减少了",
        "增加",
        "增加了",
        "提高",
        "提高了",
        "上升",
        "上升了",
        "回落",
        "回落了",
        "力争达到",
    ];
    source.longest_before(number, CHANGES).map_or(0, |(_, length)| length)
}

#[derive(Clone, Copy)]
struct Counts {
    compare: Option<Compare>,
    per: bool,
}

fn arabic_counts(source: &Source, quantity: &Quantity, counts: Counts) -> bool {
    match &quantity.unit {
        Some(unit) => {
            let year =
                unit.name == "年" && quantity.number.mantissa.len() == 4 && quantity.number.exponent == 0;
            let day_of_month = unit.name == "日"
                && matches!(source.at(unit.end), Some('前' | '起' | '至' | '-'))
                && counts.compare != Some(Compare::AtLeast);
            !(year && counts.compare.is_none()) && !day_of_month && !source.starts(unit.end, "制度")
        }
        None => {
            (quantity.number.exponent > 0 || counts.compare.is_some() || counts.per)
                && source.at(quantity.end) != Some('号')
                && source.at(quantity.end) != Some('届')
        }
    }
}

/// Set phrases that look like counts.
const SET_PHRASES: &[&str] = &[
    "两个维护",
    "四个意识",
    "四个自信",
    "两个确立",
    "三个代表",
    "四个全面",
    "两个一百年",
    "八项规定",
    "两个毫不动摇",
    "两个大局",
    "五个一",
    "三个一",
    "四个一",
    "六个一",
    "千家万户",
    "两个责任",
    "二次",
    "三次产业",
    "两个文明",
    "九年一贯",
    "二元",
    "三元",
    "四元",
    "三年级",
    "七日",
    "八小时之外",
    "百日",
    "千日",
    "百家争鸣",
    "三大件",
    "四大班子",
    "三大纪律",
];

/// Characters before a numeral that make it part of a word: 统一, 唯一, 星期三, 高三.
const WORD_BEFORE: &[char] =
    &['第', '统', '唯', '同', '专', '划', '归', '如', '之', '其', '初', '高', '届', '合', '逐', '数', '几'];

fn chinese_counts(source: &Source, quantity: &Quantity, counts: Counts) -> bool {
    let start = quantity.start;
    if level_count(source, quantity) {
        return true;
    }
    let Some(unit) = &quantity.unit else {
        return false;
    };
    let session =
        unit.name == "次" && source.longest(unit.end, &["会议", "全会", "全体会议", "代表大会"]).is_some();
    if session || source.before(start).is_some_and(|sign| WORD_BEFORE.contains(&sign)) {
        return false;
    }
    if SET_PHRASES.iter().any(|phrase| source.starts(start, phrase))
        || short_quote(source, start) && counts.compare.is_none()
    {
        return false;
    }
    if quantity.number.bare_scale && quantity.number.end == start + 1 {
        return matches!(unit.name.as_str(), "名" | "户" | "家" | "个")
            || counts.compare.is_some() && unit.kind == Kind::Count;
    }
    if quantity.value == 1.0 && quantity.upper.is_none() {
        let fixed = source.longest_before(start, &["确保", "达到", "新增", "只", "仅"]).is_some();
        // 一户一策, 一企一档
        let paired = source.at(unit.end) == Some('一');
        return (counts.compare.is_some() || counts.per || fixed) && !paired;
    }
    true
}

/// 省市县三级, 市、县两级
fn level_count(source: &Source, quantity: &Quantity) -> bool {
    quantity.number.chinese
        && quantity.unit.as_ref().is_some_and(|unit| unit.name == "级")
        && source
            .before(quantity.start)
            .is_some_and(|sign| matches!(sign, '省' | '市' | '县' | '区' | '乡' | '镇' | '村' | ')' | '道'))
        && quantity.value > 1.0
}

/// Within a short quotation (“五个一批”) numerals belong to a name.
fn short_quote(source: &Source, at: usize) -> bool {
    let open = (0..at).rev().take(8).find(|index| matches!(source.norm[*index], '“' | '”'));
    let close = (at..source.len()).take(9).find(|index| matches!(source.norm[*index], '“' | '”'));
    match (open, close) {
        (Some(open), Some(close)) => {
            source.norm[open] == '“' && source.norm[close] == '”' && close - open <= 9
        }
        _ => false,
    }
}

/// 每新招用1人: 每, a verb, then one.
fn per_phrase(source: &Source, quantity: &Quantity, per: Option<&str>, kind: Option<Kind>) -> bool {
    let verb = per.is_some_and(|per| {
        let first = per.chars().nth(1);
        first.is_some_and(|sign| !matches!(sign, '个'))
            && per.chars().count() > 2
            && per.matches('每').count() == 1
            && !per.contains('/')
    });
    let known = per.is_some_and(|per| {
        [
            "每半年",
            "每季度",
            "每学年",
            "每学期",
            "每学时",
            "每课时",
            "每小时",
            "每人次",
            "每户次",
            "每企业",
            "每工作日",
            "每平方米",
            "每万元",
        ]
        .contains(&per)
    });
    let direct = per.is_some_and(|per| source.ends(quantity.start, per));
    // 每3年, 每100人
    let every = source.before(quantity.start) == Some('每') && kind != Some(Kind::Measure);
    every || verb && !known && direct && quantity.value == 1.0 && kind != Some(Kind::Measure)
}

fn phrase_text(source: &Source, number: usize, end: usize) -> Option<String> {
    let start = (0..number).rev().take(16).find(|index| source.norm[*index] == '每')?;
    Some(source.original(Span { start, end }))
}

const PEOPLE: &[&str] = &[
    "农民工",
    "毕业生",
    "人口",
    "人员",
    "职工",
    "劳动力",
    "学员",
    "学生",
    "群众",
    "居民",
    "农民",
    "妇女",
    "军人",
    "考生",
    "求职者",
    "从业者",
    "党员",
    "员工",
    "工人",
    "干部",
    "教师",
    "人才",
    "大学生",
    "劳动者",
    "应届生",
    "创业者",
    "带头人",
    "青年",
    "残疾人",
    "参保人",
];

/// The unit, or the unit that the counted thing implies, with a doubt.
fn unit_or_doubt(
    source: &Source,
    quantity: &Quantity,
    subject: Option<&str>,
) -> (String, Option<&'static str>) {
    if let Some(unit) = &quantity.unit {
        return (unit.name.clone(), None);
    }
    let behind: String = source.norm[quantity.end..source.len().min(quantity.end + 10)]
        .iter()
        .take_while(|sign| !matches!(sign, ',' | '。' | ';' | '、' | '('))
        .collect();
    let named = |words: &[&str]| {
        words
            .iter()
            .any(|word| behind.contains(word) || subject.is_some_and(|subject| subject.ends_with(word)))
    };
    if named(PEOPLE) {
        ("人".into(), Some("unit_inferred"))
    } else if named(&["企业", "单位", "机构", "商户"]) {
        ("家".into(), Some("unit_inferred"))
    } else if named(&["岗位"]) {
        ("个".into(), Some("unit_inferred"))
    } else if named(&["家庭"]) {
        ("户".into(), Some("unit_inferred"))
    } else {
        (String::new(), Some("unit_missing"))
    }
}
