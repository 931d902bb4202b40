//! What a figure is counted per (每人每月) and what it counts (subject).
//!
//! Must never change the figure itself.

use super::measure_words::{Kind, unit_at};
use crate::numerals::number_at;
use crate::source::{Source, ends_clause};

const PER_WORDS: &[&str] = &[
    "人",
    "户",
    "家",
    "个",
    "名",
    "次",
    "年",
    "月",
    "周",
    "天",
    "日",
    "季度",
    "季",
    "学年",
    "学期",
    "学时",
    "课时",
    "小时",
    "期",
    "班",
    "项",
    "场",
    "亩",
    "吨",
    "岗",
    "件",
    "位",
    "企业",
    "半年",
    "工作日",
    "镇",
    "乡",
    "村",
    "县",
    "市",
    "区",
    "校",
    "所",
    "辆",
    "台",
    "床",
    "人次",
    "户次",
    "平方米",
    "万元",
    "生",
];

/// The counted-per words in the clause before a number: 每人每月, 每户, 每新招用1人.
pub(crate) fn per_before(source: &Source, number: usize, floor: usize) -> Option<String> {
    let start = clause_start(source, number, floor)?;
    let every = (start..number).rev().find(|index| source.norm[*index] == '每');
    let Some(mut first) = every else {
        return average_before(source, start, number);
    };
    while let Some(earlier) = (start..first).rev().take(5).find(|index| source.norm[*index] == '每') {
        first = earlier;
    }
    let mut end = first;
    while source.at(end) == Some('每') {
        end += 1 + per_word(source, end + 1, number)?;
    }
    Some(source.original(crate::model::Span { start: first, end: end.min(number) }))
}

/// Where the clause begins; 县(市)区 is one word of it.
fn clause_start(source: &Source, number: usize, floor: usize) -> Option<usize> {
    let mut start = number;
    while start > floor && number - start < 24 {
        let sign = source.norm[start - 1];
        let inner = sign == ')' && (floor..start - 1).rev().take(5).any(|index| source.norm[index] == '(');
        let outer = sign == '(' && (start..number).take(5).any(|index| source.norm[index] == ')');
        if ends_clause(sign) && !inner && !outer {
            break;
        }
        start -= 1;
    }
    (start < number).then_some(start)
}

/// How many characters name one counted unit behind 每.
fn per_word(source: &Source, at: usize, number: usize) -> Option<usize> {
    // 每3年, 每两个月
    if let Some(counted) = number_at(source, at) {
        let end = unit_at(source, counted.end, counted.chinese)?.end;
        return (end <= number).then_some(end - at);
    }
    // 每个县(市)区, 每新招用1人: up to a bound, a verb or the number.
    let compound = source.at(at) == Some('个') || source.longest(at, PER_WORDS).is_none();
    if compound {
        let stops = [
            "至少", "不", "年", "最", "要", "应", "须", "给予", "按", "一", "约", "达", "可", "每", "超",
            "补", "奖",
        ];
        let end = (at + 1..number)
            .take(14)
            .find(|index| source.longest(*index, &stops).is_some())
            .unwrap_or(number);
        return (end > at && end - at <= 14).then_some(end - at);
    }
    let (_, length) = source.longest(at, PER_WORDS)?;
    // 每人次 is longer than 每人.
    Some(length)
}

fn average_before(source: &Source, start: usize, number: usize) -> Option<String> {
    (start..number).rev().take(8).find_map(|index| {
        source
            .longest(index, &["人均", "户均", "人月均", "月人均", "年人均"])
            .map(|(word, _)| word.to_owned())
    })
}

/// 元/人, 元/人·月 behind a unit: one past it.
pub(crate) fn per_behind(source: &Source, unit_end: usize) -> Option<usize> {
    if source.at(unit_end) != Some('/') {
        return None;
    }
    let mut end = unit_end;
    while matches!(source.at(end), Some('/' | '·' | '.')) {
        let Some((_, length)) = source.longest(end + 1, PER_WORDS) else { break };
        end += 1 + length;
    }
    (end > unit_end).then_some(end)
}

/// Words at which the counted thing's name ends, reading forward.
const ENDS_NAME: &[&str] = &[
    "开展", "实现", "进行", "参加", "纳入", "以上", "以下", "左右", "以内", "拨付", "退还", "返岗", "线上",
    "落实", "都", "中", "里", "带来", "占地", "返乡", "达到", "作为", "为", "和", "及", "、", "用于", "给予",
    "要", "应", "须", "可", "每", "的", "占", "是", "已", "将", "在", "到", "或", "对", "并", "由", "按",
    "从", "标准", "实行", "建立", "就业", "培训", "就近", "内",
];

/// Words that lead to a figure without naming the thing, reading back from it.
const LEADS: &[&str] = &[
    "扩大到",
    "提高到",
    "增加到",
    "提高至",
    "增加至",
    "扩大至",
    "提至",
    "降至",
    "降低到",
    "降到",
    "调整为",
    "达到",
    "完成",
    "实现",
    "确保",
    "力争",
    "新增",
    "不少于",
    "不低于",
    "不超过",
    "不高于",
    "不多于",
    "不大于",
    "不得超过",
    "不得低于",
    "不得少于",
    "不得高于",
    "超过",
    "低于",
    "高于",
    "最高",
    "最长",
    "最低",
    "至少",
    "为",
    "达",
    "至",
    "到",
    "共",
    "累计",
    "约",
    "近",
    "给予",
    "发放",
    "标准",
    "增长",
    "减少",
    "下降",
    "同比",
    "增加",
    "提供",
    "建设",
    "培训",
    "扶持",
    "组建",
    "开展",
    "评选出",
    "从",
    "以",
    "按",
    "在",
    "通过",
    "用",
    "利用",
    "为期",
    "按规定",
    "规定",
    "原则上",
    "不足",
    "延长",
    "享受",
    "签订",
    "缴纳",
    "要",
    "应",
    "可",
];

/// The counted thing in the text's words: behind a counting unit, before a measuring one.
pub(crate) fn subject(
    source: &Source,
    number: usize,
    end: usize,
    kind: Option<Kind>,
    floor: usize,
) -> Option<String> {
    let behind = match kind {
        Some(Kind::Count) => name_behind(source, end),
        _ => None,
    };
    behind.or_else(|| name_before(source, number, floor))
}

fn name_behind(source: &Source, end: usize) -> Option<String> {
    let start = if source.at(end) == Some('的') { end + 1 } else { end };
    let mut stop = start;
    while stop < source.len()
        && stop - start < 14
        && !ends_clause(source.norm[stop])
        && !source.norm[stop].is_ascii_digit()
        && source.longest(stop, ENDS_NAME).is_none()
    {
        stop += 1;
    }
    (stop - start >= 2).then(|| source.original(crate::model::Span { start, end: stop }))
}

fn name_before(source: &Source, number: usize, floor: usize) -> Option<String> {
    let mut end = number;
    if source.before(end) == Some('的') {
        end -= 1;
    }
    while let Some((_, length)) = source.longest_before(end, LEADS) {
        if end - length <= floor {
            break;
        }
        end -= length;
    }
    let mut start = end;
    while start > floor
        && end - start < 24
        && !ends_clause(source.norm[start - 1])
        && source.norm[start - 1] != '、'
    {
        start -= 1;
    }
    // 符合条件的个人发放的创业担保贷款: what the attributes describe is the thing.
    if let Some(of) = (start..end).rev().find(|index| source.norm[*index] == '的').filter(|of| end - of > 4)
    {
        start = of + 1;
    }
    while let Some((_, length)) = source.longest(
        start,
        &[
            "对",
            "将",
            "确保",
            "使",
            "为",
            "力争",
            "其中",
            "全省",
            "全市",
            "全县",
            "全区",
            "给予",
            "享受",
            "并",
            "且",
            "按",
            "及",
            "和",
            "与",
            "可",
            "即",
            "需",
            "累计",
            "举办",
            "帮助",
            "促进",
            "完成",
            "继续",
            "拨付",
            "企业累计",
        ],
    ) {
        start += length;
    }
    (start < end && end - start >= 2).then(|| source.original(crate::model::Span { start, end }))
}
