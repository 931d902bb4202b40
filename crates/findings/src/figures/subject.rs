//! What a figure counts, in the text's words: 监测企业, 城镇新增就业.
//!
//! Must never change the figure itself.

use super::measure_words::Kind;
use crate::source::{Source, ends_clause};

/// Words at which the counted thing's name ends, reading forward.
const ENDS_NAME: &[&str] = &[
    "开展", "实现", "进行", "参加", "纳入", "以上", "以下", "左右", "以内", "拨付", "退还", "返岗", "线上",
    "落实", "都", "中", "里", "带来", "占地", "返乡", "达到", "作为", "为", "和", "及", "、", "用于", "给予",
    "要", "应", "须", "可", "每", "的", "占", "是", "已", "将", "在", "到", "或", "对", "并", "由", "按",
    "从", "标准", "实行", "建立", "就业", "培训", "就近", "内",
];

/// Words that lead to a figure without naming the thing, reading back from it.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "扩大到", "提高到", "增加到", "提高至", "增加至", "扩大至", "提至", "降至", "降低到", "降到", "调整为",
    "达到", "完成", "实现", "确保", "力争", "新增", "不少于", "不低于", "不超过", "不高于", "不多于",
    "不大于", "不得超过", "不得低于", "不得少于", "不得高于", "超过", "低于", "高于", "最高", "最长",
    "最低", "至少", "为", "达", "至", "到", "共", "累计", "约", "近", "给予", "发放", "标准", "增长",
    "减少", "下降", "同比", "增加", "提供", "建设", "培训", "扶持", "组建", "开展", "评选出", "从", "以",
    "按", "在", "通过", "用", "利用", "为期", "按规定", "规定", "原则上", "不足", "延长", "享受", "签订",
    "缴纳", "要", "应", "可",
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
        if end - length < floor {
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
