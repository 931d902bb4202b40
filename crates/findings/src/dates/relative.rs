//! Terms without a day of the calendar: 疫情解除后3个月内, 自印发之日起施行, 疫情防控期间, 五年内.
//!
//! Must never invent the day on which the event happens.

use super::Source;
use crate::model::{DateMention, DateRole, Doubt, Span};
use crate::numerals::{is_numeral, number_at};
use crate::source::is_han;
use regex::Regex;
use std::sync::LazyLock;

/// What can be waited for.
const EVENTS: &[&str] = &[
    "解除", "结束", "印发", "发布", "公布", "施行", "实施", "下达", "到期", "届满", "期满", "完成", "批准",
    "受理", "成立", "登记", "注册", "毕业", "退役", "签订", "入职", "上岗", "终止", "备案", "公示", "申请",
    "认定", "开业", "投产", "验收", "通过", "满", "生效",
];

static DURING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:新冠肺炎|新冠|肺炎)?(?:疫情(?:防控|影响|流行)?|防控|减免|缓缴|过渡|试点|执行|实施|试行|政策执行|汛|春节)期间|[“"]?十[一二三四五六]五[”"]?(?:期间|时期|期末|末)"#).ok()
});

/// Adds what is found to the taken characters only where it cannot also be a figure.
pub(super) fn find(source: &Source, taken: &mut [bool]) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    for at in 0..source.len() {
        if matches!(source.norm[at], '后' | '起') {
            found.extend(
                since_event(source, at)
                    .filter(|mention| found.last().is_none_or(|last| last.span.end <= mention.span.start)),
            );
        }
    }
    if let Some(pattern) = DURING.as_ref() {
        for words in pattern.find_iter(&source.text) {
            found.extend(during(source, words.start(), words.end()));
        }
    }
    found.extend(super::deadlines::find(source));
    found.extend(plain_terms(source));
    found.retain(|mention| !taken[mention.span.start..mention.span.end].iter().all(|closed| *closed));
    found
}

/// Words that stand before an event without being part of it.
#[rustfmt::skip]
const BEFORE_EVENT: [&str; 17] = [
    "自", "从", "于", "为", "至", "到", "的", "对", "应", "须", "可", "其", "原则上", "限于",
    "在", "领取", "标准",
];

/// The term that turns on the 后 or 起 at this position.
fn since_event(source: &Source, turn: usize) -> Option<DateMention> {
    let event_end = if matches!(source.before(turn), Some('之' | '以')) && source.norm[turn] == '后' {
        turn - 1
    } else {
        turn
    };
    let word_end = if source.ends(event_end, "之日") { event_end - 2 } else { event_end };
    let (_, length) = source.longest_before(word_end, EVENTS)?;
    let mut start = word_end - length;
    while start > 0
        && word_end - length - start < 8
        && (is_han(source.norm[start - 1]) || source.norm[start - 1] == '“')
        && !stops_event(source, start)
    {
        start -= 1;
    }
    let name = source.original(Span { start, end: event_end });
    let lead = source.before(start).filter(|sign| matches!(sign, '自' | '从' | '至' | '到'));
    let span_start = start - usize::from(lead.is_some());
    let turn_word = source.norm[turn];
    let length_end = length_behind(source, turn + 1);
    // Without a length only the events that bind everybody count: 培训结束后 is a step, no date.
    let general = name.starts_with("疫情") || (name.ends_with("之日") && turn_word == '起');
    if name.chars().count() < 3 || (length_end.is_none() && !general) {
        return None;
    }
    let role = match (length_end, lead) {
        (_, Some('至' | '到')) => DateRole::Until,
        (Some(_), _) => DateRole::Due,
        (None, _) => DateRole::From,
    };
    let span = Span { start: span_start, end: length_end.unwrap_or(turn + 1) };
    Some(mention(source, span, role, Some(name), None))
}

/// Whether a word ends here that is no part of an event's name; 收到申请 is one name.
fn stops_event(source: &Source, at: usize) -> bool {
    source.longest_before(at, &BEFORE_EVENT).is_some()
        && !["收到", "接到", "领取之日"].iter().any(|word| source.ends(at, word))
}

/// One past a length of time (3个月内) at this position.
fn length_behind(source: &Source, at: usize) -> Option<usize> {
    let at = source.past_space(at);
    let unit_at = if source.at(at) == Some('半') { at + 1 } else { number_at(source, at)?.end };
    let unit_at = source.past_space(unit_at);
    let (_, unit) = source.longest(
        unit_at,
        &["个工作日", "工作日", "个月", "个自然日", "自然日", "年", "天", "日", "周", "个小时", "小时"],
    )?;
    let after = source.past_space(unit_at + unit);
    let within = source.longest(after, &["之内", "以内", "内"]).map_or(0, |(_, length)| length);
    Some(if within > 0 { after + within } else { unit_at + unit })
}

fn during(source: &Source, start: usize, end: usize) -> Option<DateMention> {
    let span = source.span_of_bytes(start, end);
    let words = source.original(span);
    let at_end = words.ends_with('末');
    let name = words
        .trim_end_matches("期间")
        .trim_end_matches("时期")
        .trim_end_matches('末')
        .trim_end_matches('期')
        .trim_matches(['“', '”', '"'])
        .to_owned();
    let plan = ["十一五", "十二五", "十三五", "十四五", "十五五"].iter().position(|plan| name == *plan);
    let mut mention = mention(source, span, DateRole::Period, plan.is_none().then_some(name), None);
    if let Some(index) = plan {
        let first = 2006 + 5 * index as i32;
        mention.from = (!at_end).then(|| format!("{first}-01-01"));
        mention.role = if at_end { DateRole::Due } else { DateRole::Period };
        mention.to = Some(format!("{}-12-31", first + 4));
    }
    Some(mention)
}

pub(super) fn mention(
    source: &Source,
    span: Span,
    role: DateRole,
    event: Option<String>,
    doubt: Option<&str>,
) -> DateMention {
    let text = source.original(span);
    let doubt = doubt.map(|code| Doubt { code: code.into(), about: text.clone() });
    DateMention { from: None, to: None, relative_to: event, role, text, span, doubt }
}

/// 五年内, 用3年时间, 有效期2年: a length whose beginning the text does not state.
fn plain_terms(source: &Source) -> Vec<DateMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let begins = source.norm[at].is_ascii_digit() || is_numeral(source.norm[at]);
        let inside =
            source.before(at).is_some_and(|sign| sign.is_ascii_digit() || is_numeral(sign) || sign == '.');
        match (begins && !inside).then(|| plain_term(source, at)).flatten() {
            Some(mention) => {
                at = mention.span.end;
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

fn plain_term(source: &Source, at: usize) -> Option<DateMention> {
    let number = number_at(source, at)?;
    let mut unit_at = source.past_space(number.end);
    if matches!(source.at(unit_at), Some('至' | '到' | '-' | '~')) {
        unit_at = source.past_space(number_at(source, source.past_space(unit_at + 1))?.end);
    }
    let (_, length) = source.longest(unit_at, &["年", "个月", "个工作日", "个季度"])?;
    if source.norm[unit_at] == '年' && number.mantissa.len() >= 4 {
        return None;
    }
    let after = unit_at + length;
    let (_, lead) = source
        .longest_before(
            at,
            &[
                "力争用",
                "力争",
                "争取用",
                "争取",
                "计划用",
                "利用",
                "通过",
                "经过",
                "用",
                "在",
                "未来",
                "今后",
                "有效期为",
                "有效期",
                "试行期",
                "有效期限为",
                "试行期为",
                "试行期限为",
                "实施期限为",
                "有效期限",
            ],
        )
        .unwrap_or(("", 0));
    let opens = at == lead
        || source.before(at - lead).is_none_or(|sign| sign != '(' && crate::source::ends_clause(sign));
    let ahead = source.longest_before(at, &["利用", "通过", "经过", "用"]).is_some();
    let validity = source
        .longest_before(
            at,
            &[
                "有效期为",
                "有效期",
                "有效期限为",
                "有效期限",
                "试行期",
                "试行期为",
                "试行期限为",
                "实施期限为",
            ],
        )
        .is_some();
    let (_, tail) =
        source.longest(after, &["之内", "以内", "内", "时间内", "左右时间", "时间"]).unwrap_or(("", 0));
    let within = tail > 0 && !source.starts(after, "时间");
    let accepted = validity || (ahead && tail > 0) || (opens && (within || source.starts(after, "时间内")));
    if !accepted || source.starts(after, "内部") {
        return None;
    }
    let start = if validity || lead == 0 { at } else { at - lead };
    let role = if validity { DateRole::Period } else { DateRole::Due };
    Some(mention(source, Span { start, end: after + tail }, role, None, Some("start_not_stated")))
}
