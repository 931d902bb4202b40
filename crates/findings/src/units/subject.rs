//! Subjects of clauses: which names open a clause or stand before a duty word, and what no name is.
//!
//! Must never take a verb phrase (推动金融机构) for a name.

use super::carry::Carried;
use super::form::{Likeness, likeness, without_brackets};
use super::list::{self, Item};
use super::resolve;
use crate::context::Context;
use crate::model::{Doubt, Role, Span, UnitMention};
use crate::source::Source;

/// Words that give the name before them a duty.
#[rustfmt::skip]
const DUTIES: &[&str] = &[
    "要", "应", "应当", "须", "必须", "不得", "负责", "牵头", "承担", "筹集", "将", "给予", "提出", "审定",
    "组织", "汇总", "制定", "代为偿还", "分担", "配备", "统一配备", "统一制定", "统一印制", "报送", "会同",
    "一次性给予", "按", "可通过", "可根据", "对各市", "予以", "坚持", "补助", "共同", "继续", "每年",
    "每周", "每月", "每半年", "每季度", "联合", "至少", "安排", "纳入", "对", "做好", "落实", "推动",
    "确定", "选择开发", "根据", "开展", "通过", "列支", "负担", "在", "从", "参照", "达到", "自收到",
    "自受理", "自接到", "于每", "于次", "成立", "设立", "定期", "按月", "按季", "审核", "拨付", "发放",
    "受理", "每两", "每季", "印发", "出台", "统筹", "依法",
];

/// Words before a subject that are no part of it.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "今年", "同时", "目前", "今后", "其中", "此外", "凡", "本金", "对口", "所需资金", "所需经费", "费用",
    "另外", "并", "同时由", "但", "而", "各项工作",
];

/// Whether a word that gives a duty stands here.
pub(super) fn duty_word(source: &Source, at: usize) -> bool {
    source.longest(at, DUTIES).is_some()
        && !source.starts(at, "要求")
        && !source.starts(at, "要素")
        && !source.starts(at, "应急")
        && !source.starts(at, "组织部")
        && !source.starts(at, "应用")
        && !source.starts(at, "按揭")
        && !source.starts(at, "对口")
        && !source.starts(at, "对外")
        && !source.starts(at, "审核部")
        && !source.starts(at, "发放机构")
        && !source.ends(at, "所")
}

/// The part that a duty word gives.
pub(super) fn role_at(source: &Source, duty: usize) -> Role {
    if source.longest(duty, &["牵头", "会同"]).is_some() { Role::Lead } else { Role::Responsible }
}

/// The subject that opens a clause, and where its duty word stands.
pub(super) fn subject_span(source: &Source, clause: Span) -> Option<(Span, usize)> {
    let clause = source.trimmed(clause, &['“', '”', '、']);
    let mut start = clause.start;
    // 第十二条 before the subject.
    if source.at(start) == Some('第')
        && let Some(space) = (start..clause.end.min(start + 8)).find(|index| source.norm[*index] == ' ')
    {
        start = space + 1;
    }
    while let Some((_, length)) = source.longest(start, LEADS) {
        start += length;
    }
    // 会同某厅出台: whoever is asked along is no subject.
    if source.starts(start, "会同") {
        return None;
    }
    let duty = (start + 2..clause.end.min(start + 60)).find(|index| duty_word(source, *index))?;
    // 具体标准由各市政府确定: the name behind 由 is read by itself.
    let passive = source.norm[start..duty].contains(&'由');
    // 见习单位应当具备下列条件 says what it must be, not what it must do.
    let condition = (duty..clause.end.min(duty + 6))
        .any(|index| source.longest(index, &["具备", "符合", "满足", "同时具有", "属于"]).is_some());
    (!passive && !condition).then_some((Span { start, end: duty }, duty))
}

/// Endings of a list that names departments by their field only: 发展改革、交通等部门.
const FIELDS: &[&str] = &["等部门", "等有关部门", "等相关部门", "等单位", "等社会团体", "等部门单位"];

/// The names of a subject, if all of it is names.
pub(super) fn names(source: &Source, span: Span, role: Role, context: &Context) -> Vec<UnitMention> {
    let span = source.trimmed(span, &['、']);
    // 交通、建设等部门和铁路、电力等单位: two lists.
    let seam = (span.start..span.end).find_map(|index| {
        let (_, length) = source.longest(index, FIELDS)?;
        let joined =
            matches!(source.at(index + length), Some('和' | '及' | '、')) && index + length + 2 < span.end;
        joined.then_some(index + length)
    });
    if let Some(seam) = seam {
        let mut both = names(source, Span { start: span.start, end: seam }, role, context);
        both.extend(names(source, Span { start: seam + 1, end: span.end }, role, context));
        return both;
    }
    let text = source.normal(span);
    let short = FIELDS.iter().find(|kind| text.ends_with(**kind));
    let list = list::read(source, span);
    let strong = list.items.iter().filter(|item| item.likeness == Likeness::Strong).count();
    let mostly = short.is_some() || strong * 2 > list.items.len() && strong > 2;
    if list.items.is_empty() || list.items.iter().any(|item| !nameable(item, mostly, context)) {
        return Vec::new();
    }
    let mut carried = Carried::default();
    let mentions = list.items.into_iter().map(|mut item| {
        let mut full_name = carried.full_name(&item.name);
        if short.is_some_and(|kind| kind.contains("部门")) && likeness(&item.name) != Likeness::Strong {
            full_name.push_str("部门");
        }
        if item.role == Role::Responsible {
            item.role = role;
        }
        UnitMention {
            name: source.original(item.span),
            unit_id: resolve(&item.name, &full_name, context),
            doubt: Some(Doubt { code: "unit_from_text".into(), about: item.name.clone() }),
            full_name,
            role: item.role,
            open_list: item.open,
            span: item.span,
        }
    });
    mentions.collect()
}

fn nameable(item: &Item, short: bool, context: &Context) -> bool {
    let bare = without_brackets(&item.name);
    let placed = bare.contains("所在");
    let weak = placed
        || ["单位", "部门", "机构", "学校", "院校", "高校", "机关", "团体"]
            .iter()
            .any(|end| bare.ends_with(end));
    let plain = short && bare.chars().count() <= 10 && bare.chars().all(crate::source::is_han);
    let plainer = bare.replace("所在", "").replace("其他", "");
    let everyday = EVERYDAY.iter().any(|word| plainer.contains(word)) && !bare.starts_with('各');
    let verb = [
        "推动", "引导", "鼓励", "支持", "督促", "指导", "协调", "发挥", "加强", "完善", "建立", "推进",
        "促进", "强化", "组织", "帮助", "允许", "要求", "动员", "加快", "积极", "大力", "全面", "深入",
        "加大", "开展", "实施", "提高", "优化", "健全", "规范", "落实", "依托", "面向", "鼓励", "扶持",
        "培育", "提升",
    ]
    .iter()
    .any(|word| bare.starts_with(word));
    let company =
        verb || bare.ends_with("企业") || bare == "单位" || bare.ends_with("用人单位") || bare == "部门";
    // 我厅 is whoever speaks, not a name.
    let speaker = bare.starts_with('我') || bare.starts_with('本');
    !speaker
        && (item.likeness == Likeness::Strong || weak || plain || context.resolver.is_unit_like(&item.name))
        && !everyday
        && !company
}

/// Words of sentences, not of names.
#[rustfmt::skip]
const EVERYDAY: &[&str] = &[
    "的", "对", "将", "把", "为", "使", "从", "以", "向", "与", "在", "其", "是", "经市", "经省", "经县",
    "经批", "经审", "经认", "经同", "后", "采取", "采用", "一律", "出资", "通过", "依托", "有效", "积极",
    "充分", "进一步", "要求", "规定", "之一",
];

/// The names that open a clause with a duty: who a measure addresses.
pub(crate) fn subject_of(source: &Source, clause: Span, context: &Context) -> Vec<String> {
    let Some((subject, duty)) = subject_span(source, clause) else {
        return Vec::new();
    };
    names(source, subject, role_at(source, duty), context)
        .into_iter()
        .map(|mention| mention.full_name)
        .collect()
}
