//! Words that bound a figure (不少于、以上、不超过、左右), before it and behind it.
//!
//! Must never look across the end of a clause or across another figure.

use super::measure_words::Kind;
use crate::model::Compare;
use crate::source::{Source, ends_clause};

/// A bound and where its words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound {
    pub compare: Compare,
    /// First character of a bound directly before the number, or one past a bound behind it.
    pub edge: usize,
}

/// Words before a figure, and how far from it they may stand.
#[rustfmt::skip]
const BEFORE: &[(&str, Compare, usize)] = &[
    ("不少于", Compare::AtLeast, 18), ("不得少于", Compare::AtLeast, 18),
    ("不能少于", Compare::AtLeast, 18), ("不低于", Compare::AtLeast, 18),
    ("不得低于", Compare::AtLeast, 18), ("不能低于", Compare::AtLeast, 18),
    ("不小于", Compare::AtLeast, 18), ("不短于", Compare::AtLeast, 18), ("至少", Compare::AtLeast, 10),
    ("最低", Compare::AtLeast, 6), ("最少", Compare::AtLeast, 10), ("起码", Compare::AtLeast, 6),
    ("提前", Compare::AtLeast, 2), ("不超过", Compare::AtMost, 18), ("不得超过", Compare::AtMost, 18),
    ("不能超过", Compare::AtMost, 18), ("不超出", Compare::AtMost, 18), ("不高于", Compare::AtMost, 18),
    ("不得高于", Compare::AtMost, 18), ("不多于", Compare::AtMost, 18), ("不得多于", Compare::AtMost, 18),
    ("不大于", Compare::AtMost, 18), ("不长于", Compare::AtMost, 18), ("不突破", Compare::AtMost, 18),
    ("最高", Compare::AtMost, 8), ("最多", Compare::AtMost, 8), ("最长", Compare::AtMost, 8),
    ("至多", Compare::AtMost, 8), ("只能", Compare::AtMost, 6), ("只可", Compare::AtMost, 6),
    ("仅限", Compare::AtMost, 4), ("限领", Compare::AtMost, 1), ("限享受", Compare::AtMost, 1),
    ("限报", Compare::AtMost, 1), ("限申领", Compare::AtMost, 1), ("限申请", Compare::AtMost, 1),
    ("限补", Compare::AtMost, 1), ("限补贴", Compare::AtMost, 1), ("限申报", Compare::AtMost, 1),
    ("年满", Compare::AtLeast, 0), ("限", Compare::AtMost, 0), ("上限", Compare::AtMost, 1),
    ("不得突破", Compare::AtMost, 8), ("仅可", Compare::AtMost, 6), ("上限为", Compare::AtMost, 1),
    ("限额为", Compare::AtMost, 1), ("控制在", Compare::AtMost, 1), ("超过", Compare::MoreThan, 14),
    ("高于", Compare::MoreThan, 14), ("多于", Compare::MoreThan, 14), ("大于", Compare::MoreThan, 14),
    ("超出", Compare::MoreThan, 8), ("突破", Compare::MoreThan, 2), ("超", Compare::MoreThan, 0),
    ("低于", Compare::LessThan, 14), ("少于", Compare::LessThan, 14), ("小于", Compare::LessThan, 14),
    ("短于", Compare::LessThan, 14), ("不足", Compare::LessThan, 8), ("不满", Compare::LessThan, 2),
    ("未满", Compare::LessThan, 2), ("不到", Compare::LessThan, 2), ("大约", Compare::About, 1),
    ("约为", Compare::About, 1), ("约占", Compare::About, 6), ("约", Compare::About, 1),
    ("将近", Compare::About, 1), ("接近", Compare::About, 1), ("近", Compare::About, 0),
];

/// Words of which the shorter bound is only a part: 节约, 最近, 以上.
#[rustfmt::skip]
const PART_OF: &[&str] = &[
    "年限", "期限", "权限", "界限", "时限", "有限", "下限", "局限", "受限", "节约", "合约", "签约", "条约", "集约", "违约", "履约", "制约", "公约", "预约", "最近", "就近", "附近",
    "以上", "线上", "网上", "赶超", "之上", "基础上", "上岗上", "原则上", "市场上", "加上", "总体上",
];

/// Verbs that begin another thought between a bound and a number: 超过规定期限的企业给予5000元.
const BREAKS: &[&str] = &[
    "给予", "补贴", "发放", "享受", "奖励", "补助", "按", "由", "可", "应", "并", "且", "但", "或", "以及",
    "每", "为", "签订", "支付", "拨付", "累计", "其中",
];

/// The bound before a number.
pub(crate) fn before(source: &Source, number: usize, floor: usize) -> Option<Bound> {
    let mut at = number;
    let lowest = number.saturating_sub(24).max(floor);
    while at > lowest {
        let sign = source.norm.get(at).copied().filter(|_| at < number);
        if sign.is_some_and(|sign| ends_clause(sign) || sign == '、' || sign.is_ascii_digit()) {
            return None;
        }
        if let Some(found) = word_ending(source, at, number) {
            return Some(found);
        }
        at -= 1;
    }
    None
}

fn word_ending(source: &Source, at: usize, number: usize) -> Option<Bound> {
    let (word, compare, reach) = BEFORE
        .iter()
        .filter(|(word, _, _)| source.ends(at, word))
        .max_by_key(|(word, _, _)| word.chars().count())?;
    let gap = number - at;
    // 最低工资标准 is a thing, no bound.
    if word.starts_with('最')
        && source
            .longest(at, &["工资", "生活", "缴费", "学制", "服务", "人民", "的", "时", "水平", "点", "年"])
            .is_some()
    {
        return None;
    }
    if gap > *reach || (word.chars().count() == 1 && PART_OF.iter().any(|longer| source.ends(at, longer))) {
        return None;
    }
    let between: String = source.norm[at..number].iter().collect();
    let between = between.trim();
    // The measure of the comparison may stand between (超过职工总数10%), a whole other statement may not.
    let inner = between.strip_suffix('的').unwrap_or(between);
    let lasting = matches!(compare, Compare::AtLeast | Compare::AtMost);
    if !lasting && (inner.contains('的') || BREAKS.iter().any(|word| inner.contains(word)) && between != "为")
    {
        return None;
    }
    if lasting && inner.contains('的') {
        return None;
    }
    let start = at - word.chars().count();
    let edge = if between.is_empty() { start } else { number };
    // 最高不超过 begins at 最高.
    let edge = match source.longest_before(start, &["最高", "最长", "最多", "最低"]) {
        Some((_, length)) if between.is_empty() => start - length,
        _ => edge,
    };
    Some(Bound { compare: *compare, edge })
}

/// Words behind a figure.
#[rustfmt::skip]
const BEHIND: &[(&str, Compare)] = &[
    ("及以上", Compare::AtLeast), ("(含)以上", Compare::AtLeast), ("以上(含)", Compare::AtLeast),
    ("或以上", Compare::AtLeast), ("以上", Compare::AtLeast), ("之上", Compare::AtLeast),
    ("及以下", Compare::AtMost), ("(含)以下", Compare::AtMost), ("以下(含)", Compare::AtMost),
    ("或以下", Compare::AtMost), ("以下", Compare::AtMost), ("以内", Compare::AtMost),
    ("之内", Compare::AtMost), ("(含)以内", Compare::AtMost), ("为限", Compare::AtMost),
    ("为上限", Compare::AtMost), ("封顶", Compare::AtMost), ("以外", Compare::MoreThan),
    ("之外", Compare::MoreThan), ("左右", Compare::About), ("上下", Compare::About),
];

/// The bound behind a figure's unit.
pub(crate) fn behind(source: &Source, end: usize, kind: Option<Kind>) -> Option<Bound> {
    let mut at = source.past_space(end);
    if let Some((_, length)) = source.longest(at, &["期限", "时间", "期", "规模"])
        && BEHIND.iter().any(|(word, _)| source.starts(at + length, word))
    {
        at += length;
    }
    // 1000家(个)以上
    if source.at(at) == Some('(')
        && let Some(close) = (at..source.len().min(at + 5)).find(|index| source.norm[*index] == ')')
        && BEHIND.iter().any(|(word, _)| source.starts(close + 1, word))
        && !BEHIND.iter().any(|(word, _)| source.starts(at, word))
    {
        at = close + 1;
    }
    let found = BEHIND
        .iter()
        .filter(|(word, _)| source.starts(at, word))
        .max_by_key(|(word, _)| word.chars().count());
    if let Some((word, compare)) = found {
        return Some(Bound { compare: *compare, edge: at + word.chars().count() });
    }
    let inside = kind == Some(Kind::Time)
        && source.at(at) == Some('内')
        && !matches!(source.at(at + 1), Some('部' | '容' | '外' | '地' | '陆' | '设'));
    if inside {
        return Some(Bound { compare: Compare::AtMost, edge: at + 1 });
    }
    (kind == Some(Kind::Count) || kind == Some(Kind::Time))
        .then(|| source.at(at).filter(|sign| matches!(sign, '多' | '余')))
        .flatten()
        .map(|_| Bound { compare: Compare::About, edge: at + 1 })
}

/// One bound out of those before and behind, and whether each edge widens the figure's words.
pub(crate) fn joined(before: Option<Bound>, behind: Option<Bound>, about: bool) -> Option<Compare> {
    match (before.map(|bound| bound.compare), behind.map(|bound| bound.compare)) {
        // 控制在20%左右, 超过100人左右
        (Some(_), Some(Compare::About)) => Some(Compare::About),
        (Some(first), _) => Some(first),
        (None, Some(last)) => Some(last),
        (None, None) => about.then_some(Compare::About),
    }
}
