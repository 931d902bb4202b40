//! Measures (任务): which clause says that somebody must do something, who, by when, and with which figures.
//!
//! Built on the other findings. Must never invent a person in charge: without a subject and without units `who` stays empty.

use crate::context::Context;
use crate::model::{DateMention, DateRole, Doubt, Figure, Measure, Role, Span, UnitMention};
use crate::source::{Source, ends_sentence};
use crate::units::subject_of;

/// Words that make a duty.
const DUTY: &[&str] = &[
    "要", "应", "须", "必须", "不得", "严禁", "禁止", "确保", "力争", "负责", "务必", "切实", "建立", "完善",
    "健全", "开展", "落实", "加强", "加大", "推进", "推动", "强化", "实施", "组织", "支持", "鼓励", "引导",
    "扩大", "提高", "提升", "优化", "深化", "做好", "加快", "制定", "规范", "给予", "发放", "培训", "建设",
    "开发", "设立", "提供", "保障", "稳定", "促进", "拓宽", "拓展", "创建", "打造", "培育", "发挥", "统筹",
    "指导", "督促", "完成", "执行", "延长", "降低", "减征", "免征", "缓缴", "返还", "兜底", "搭建", "举办",
    "畅通", "清理", "取消", "简化", "明确", "纳入", "聘请", "评选", "防范", "监测", "跟踪", "帮扶", "援助",
    "安排", "探索", "推广", "利用", "激发", "放宽", "充实", "开辟", "启动",
];

/// Words that tell what was, not what must be done.
const REPORTED: &[&str] =
    &["同比", "累计", "列全国", "共扶持", "截至", "以来", "收悉", "答复如下", "取得了", "实现了", "完成了"];

/// Words before a clause's verb that allow instead of oblige.
const PERMITS: &[&str] = &["可", "可以", "可按", "允许"];

/// Every measure in the order of the text.
pub(crate) fn find(
    source: &Source,
    context: &Context,
    lists: &[Span],
    units: &[UnitMention],
    figures: &[Figure],
    dates: &[DateMention],
) -> Vec<Measure> {
    let from_text = lists.is_empty();
    // Without a list, a sentence that names nobody goes on about whom the sentence before named.
    let mut bearers: Vec<String> = if from_text { Vec::new() } else { bearers(units) };
    let mut found = Vec::new();
    for span in sentences(source, lists) {
        let subject = subject(source, context, span);
        if from_text && !subject.is_empty() {
            bearers.clone_from(&subject);
        }
        let addressed = !subject.is_empty();
        let who = if addressed { subject } else { bearers.clone() };
        let carried = from_text && !addressed && !who.is_empty();
        found.extend(measure(source, span, who, carried, figures, dates));
    }
    found
}

/// Lead units, else responsible ones.
fn bearers(units: &[UnitMention]) -> Vec<String> {
    let named =
        |role: Role| units.iter().filter(move |unit| unit.role == role).map(|unit| unit.full_name.clone());
    let mut all: Vec<String> = named(Role::Lead).collect();
    for name in named(Role::Responsible) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Sentences and items between semicolons, outside brackets and lists.
fn sentences(source: &Source, lists: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut lists = lists.iter().peekable();
    let (mut start, mut depth, mut quoted) = (0, 0_usize, false);
    let mut push = |start: usize, end: usize| {
        let span = source.trimmed(Span { start, end }, &['。', ';', ',', '、']);
        if span.start < span.end {
            found.push(span);
        }
    };
    let mut index = 0;
    while index < source.len() {
        if let Some(list) = lists.next_if(|list| list.start <= index) {
            push(start, index.min(list.start));
            start = list.end;
            index = list.end;
            continue;
        }
        match source.norm[index] {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '“' => quoted = true,
            '”' => quoted = false,
            '\n' => {
                (depth, quoted) = (0, false);
                push(start, index);
                start = index + 1;
            }
            sign if ends_sentence(sign) && depth == 0 && !quoted => {
                push(start, index);
                start = index + 1;
            }
            _ => {}
        }
        index += 1;
    }
    push(start, source.len());
    found
}

fn measure(
    source: &Source,
    span: Span,
    who: Vec<String>,
    carried: bool,
    figures: &[Figure],
    dates: &[DateMention],
) -> Option<Measure> {
    let has = |words: &[&str]| (span.start..span.end).find(|index| source.longest(*index, words).is_some());
    let duty = has(DUTY)?;
    let within = |inner: Span| inner.start >= span.start && inner.end <= span.end;
    // Figures and dates stand in the order of the text.
    let first_date = dates.partition_point(|date| date.span.start < span.start);
    let due = dates[first_date..]
        .iter()
        .take_while(|date| date.span.start < span.end)
        .find(|date| within(date.span) && matches!(date.role, DateRole::Due));
    let often = frequency(source, span);
    let by_when = due.map(|date| date.text.clone()).or(often);
    let reported = has(REPORTED).is_some();
    let permits = has(PERMITS).is_some_and(|at| at < duty + 12)
        && has(&["要", "须", "必须", "应当", "不得", "确保"]).is_none();
    let doubt = if reported {
        Some("report_not_duty")
    } else if permits {
        Some("permission")
    } else if who.is_empty() {
        Some("no_bearer")
    } else if carried {
        Some("bearer_from_context")
    } else {
        None
    };
    let first_figure = figures.partition_point(|figure| figure.span.start < span.start);
    let indexes: Vec<usize> = figures
        .iter()
        .enumerate()
        .skip(first_figure)
        .take_while(|(_, figure)| figure.span.start < span.end)
        .filter(|(_, figure)| within(figure.span))
        .map(|(index, _)| index)
        .collect();
    Some(Measure {
        who,
        what: source.original(span),
        by_when,
        due_on: due.and_then(|date| date.to.clone()),
        figures: indexes,
        span,
        doubt: doubt.map(|code| Doubt { code: code.into(), about: String::new() }),
    })
}

/// Whom the sentence itself addresses: the first clause that opens with names.
fn subject(source: &Source, context: &Context, span: Span) -> Vec<String> {
    let mut start = span.start;
    for end in
        (span.start..=span.end).filter(|index| *index == span.end || matches!(source.norm[*index], ',' | ':'))
    {
        let names = subject_of(source, Span { start, end }, context);
        if !names.is_empty() {
            return names;
        }
        start = end + 1;
    }
    Vec::new()
}

/// 每月至少1次, 每半年, 按月: how often.
fn frequency(source: &Source, span: Span) -> Option<String> {
    #[rustfmt::skip]
    const OFTEN: &[&str] = &[
        "每半年", "每季度", "每学期", "每年度", "每工作日", "每年", "每月", "每周", "每日", "每天", "每季",
        "按月", "按季度", "按季", "按年", "逐月", "逐季",
    ];
    for index in span.start..span.end {
        let Some((_, length)) = source.longest(index, OFTEN) else { continue };
        let mut end = index + length;
        let stop = (end..span.end.min(end + 14))
            .find(|at| matches!(source.norm[*at], '次' | '期' | '场' | '轮' | '遍'));
        let counted = stop.filter(|stop| {
            source.norm[end..*stop].iter().all(|sign| !matches!(sign, ',' | '、' | '(' | '元'))
        });
        if let Some(stop) = counted {
            end = stop + 1;
        }
        return Some(source.original(Span { start: index, end }));
    }
    None
}
