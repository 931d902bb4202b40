//! Which numbers count and which only stand in a name or a set phrase: 一次性, 三支一扶, 同一企业.
//!
//! Must never judge a figure that is bounded by its looks alone.

use super::measure_words::Kind;
use super::quantity::Quantity;
use crate::model::Compare;
use crate::source::Source;

/// What already shows that a number counts.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub compare: Option<Compare>,
    pub per: bool,
}

/// Whether a number in Arabic digits is a figure.
pub(super) fn arabic_counts(source: &Source, quantity: &Quantity, counts: Counts) -> bool {
    match &quantity.unit {
        Some(unit) => {
            let year =
                unit.name == "年" && quantity.number.mantissa.len() == 4 && quantity.number.exponent == 0;
            let day_of_month = unit.name == "日"
                && matches!(source.at(unit.end), Some('前' | '起' | '至' | '-'))
                && counts.compare != Some(Compare::AtLeast);
            let other = year && counts.compare.is_none() || day_of_month || source.starts(unit.end, "制度");
            !other
        }
        None => {
            (quantity.number.exponent > 0
                || counts.compare.is_some()
                || counts.per
                || is_rate(source, quantity))
                && source.at(quantity.end) != Some('号')
                && source.at(quantity.end) != Some('届')
        }
    }
}

/// Set phrases that look like counts.
#[rustfmt::skip]
const SET_PHRASES: &[&str] = &[
    "两个维护", "四个意识", "四个自信", "两个确立", "三个代表", "四个全面", "两个一百年", "八项规定",
    "两个毫不动摇", "两个大局", "五个一", "三个一", "四个一", "六个一", "千家万户", "两个责任", "二次",
    "三次产业", "两个文明", "九年一贯", "二元", "三元", "四元", "三年级", "七日", "八小时之外", "百日",
    "千日", "百家争鸣", "三大件", "四大班子", "三大纪律",
];

/// Characters before a numeral that make it part of a word: 统一, 唯一, 星期三, 高三.
const WORD_BEFORE: &[char] =
    &['第', '统', '唯', '同', '专', '划', '归', '如', '之', '其', '初', '高', '届', '合', '逐', '数', '几'];

/// Whether a number in Chinese numerals is a figure.
pub(super) fn chinese_counts(source: &Source, quantity: &Quantity, counts: Counts) -> bool {
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
    // 三年行动方案: the length is part of a plan's name.
    if unit.name == "年"
        && source
            .longest(
                unit.end,
                &["行动", "计划", "规划", "攻坚", "提升", "倍增", "滚动", "工程", "任期", "一贯"],
            )
            .is_some()
    {
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

/// 求人倍率1.42, 基尼系数为0.46: rates have no unit.
fn is_rate(source: &Source, quantity: &Quantity) -> bool {
    let start = source.longest_before(quantity.start, &["达到", "达", "为", "约为", "升至", "降至", "是"]);
    let at = quantity.start - start.map_or(0, |(_, length)| length);
    quantity.number.mantissa.contains('.')
        && ["倍率", "系数", "指数", "比率", "比值", "供求比", "求人比"]
            .iter()
            .any(|word| source.ends(at, word))
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
