//! What a figure is counted per: 每人每月, 元/人, 人均.
//!
//! Must never change the figure itself.

use super::measure_words::unit_at;
use crate::numerals::number_at;
use crate::source::{Source, ends_clause};

#[rustfmt::skip]
const PER_WORDS: &[&str] = &[
    "人", "户", "家", "个", "名", "次", "年", "月", "周", "天", "日", "季度", "季", "学年", "学期", "学时", "旬", "半月", "半个月", "两周", "两个月", "三个月",
    "课时", "小时", "期", "班", "项", "场", "亩", "吨", "岗", "件", "位", "企业", "半年", "工作日", "镇",
    "乡", "村", "县", "市", "区", "校", "所", "辆", "台", "床", "人次", "户次", "平方米", "万元", "生",
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
            "至少", "不", "年", "最", "要", "应", "须", "给予", "再", "配", "设", "建", "安排", "组织",
            "举办", "培", "新增", "按", "一", "约", "达", "可", "每", "超", "补", "奖",
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
