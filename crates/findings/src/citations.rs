//! Citations (引用文件): documents named by number, by 《title》 or by both.
//!
//! Must never resolve a document: the library does that. A named paper that may be no document is kept with a doubt.

use crate::model::{Citation, CitationRole, Doubt, Span};
use crate::source::{Source, ends_sentence, is_han};
use regex::Regex;
use std::sync::LazyLock;

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[〔(] ?((?:19|20)\d{2}) ?年?[〕)] ?第? ?(\d{1,5}) ?号").ok());

static ORDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:国务院|[\p{Han}]{1,8}?(?:部|厅|委|局|政府|主席))?令 ?(?:〔?(?:19|20)\d{2}〕? ?)?第 ?(\d{1,4}|[一二三四五六七八九十百零〇]{1,6}) ?号").ok()
});

/// A document number and its canonical form.
struct Numbered {
    span: Span,
    canonical: String,
}

/// Every citation in the order of the text.
pub(crate) fn find(source: &Source) -> Vec<Citation> {
    let numbers = numbers(source);
    let mut used = vec![false; numbers.len()];
    let mut found = Vec::new();
    for title in titles(source) {
        found.extend(titled(source, title, &numbers, &mut used));
    }
    for (number, used) in numbers.iter().zip(&used) {
        if !used {
            found.push(citation(source, number.span, Some(number.canonical.clone()), None, None));
        }
    }
    found.sort_by_key(|citation: &Citation| citation.span.start);
    found
}

/// The ranges of outermost 《》, with the signs.
fn titles(source: &Source) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (index, sign) in source.norm.iter().enumerate() {
        match sign {
            '《' => {
                if depth == 0 {
                    start = index;
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(Span { start, end: index + 1 });
                }
            }
            '\n' => depth = 0,
            // A forgotten closing sign must not swallow the rest of the text.
            _ if depth > 0 && index - start > 120 => depth = 0,
            _ => {}
        }
    }
    found
}

fn titled(source: &Source, title: Span, numbers: &[Numbered], used: &mut [bool]) -> Option<Citation> {
    let name = source.original(Span { start: title.start + 1, end: title.end - 1 });
    let name = name.trim().to_owned();
    let called = ["以下简称", "以下称", "下称", "简称"]
        .iter()
        .any(|word| source.ends(title.start, word) || source.ends(title.start.saturating_sub(1), word));
    if name.is_empty() || called {
        return None;
    }
    // Numbers inside the title belong to the cited title itself: 《…转发国办发〔2008〕1号文件的通知》.
    let first = numbers.partition_point(|number| number.span.start <= title.start);
    let inside = numbers[first..].iter().take_while(|number| number.span.start < title.end);
    for (number, used) in inside.zip(used[first..].iter_mut()) {
        *used |= number.span.end < title.end;
    }
    let mut number_at = source.past_space(title.end);
    let mut close = None;
    if source.at(number_at) == Some('(') {
        close = (number_at..source.len().min(number_at + 60))
            .find(|index| source.norm[*index] == ')' && balanced(source, number_at, *index));
        number_at = source.past_space(number_at + 1);
    }
    let mut span = title;
    let mut canonical = None;
    let index = numbers.partition_point(|number| number.span.start < number_at);
    if numbers.get(index).is_some_and(|number| number.span.start == number_at) {
        used[index] = true;
        canonical = Some(numbers[index].canonical.clone());
        span.end = numbers[index].span.end;
        if close == Some(span.end) {
            span.end += 1;
        }
    }
    let doubt = if canonical.is_none() { title_doubt(&name) } else { None };
    Some(citation(source, span, canonical, Some(name), doubt))
}

fn balanced(source: &Source, open: usize, close: usize) -> bool {
    let mut depth = 0_i32;
    for sign in &source.norm[open..=close] {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Papers handed to people, lists and newspapers stand in 《》 too.
fn title_doubt(name: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const PAPERS: [&str; 24] = [
        "证", "证书", "证明", "表", "卡", "手册", "日报", "晚报", "时报", "周报", "杂志", "协议", "协议书",
        "承诺书", "合同", "合同书", "申请书", "通知书", "回执", "登记册", "名录", "凭证", "票据", "栏目",
    ];
    if PAPERS.iter().any(|end| name.ends_with(end)) {
        return Some("maybe_not_a_document");
    }
    (name.chars().count() <= 4 && !name.ends_with('法')).then_some("short_title")
}

fn citation(
    source: &Source,
    span: Span,
    number: Option<String>,
    title: Option<String>,
    doubt: Option<&str>,
) -> Citation {
    let about = title.clone().or_else(|| number.clone()).unwrap_or_default();
    let doubt = doubt.map(|code| Doubt { code: code.into(), about });
    Citation {
        number,
        title,
        document_id: None,
        role: role(source, span),
        text: source.original(span),
        span,
        doubt,
    }
}

/// Every document number outside any title.
fn numbers(source: &Source) -> Vec<Numbered> {
    let mut found = Vec::new();
    for words in NUMBER.iter().flat_map(|pattern| pattern.captures_iter(&source.text)) {
        let (Some(whole), Some(year), Some(count)) = (words.get(0), words.get(1), words.get(2)) else {
            continue;
        };
        let span = source.span_of_bytes(whole.start(), whole.end());
        let start = abbreviation_start(source, span.start);
        if start < span.start {
            let prefix: String = source.norm[start..span.start].iter().filter(|sign| **sign != ' ').collect();
            let canonical = format!("{prefix}〔{}〕{}号", year.as_str(), count.as_str());
            found.push(Numbered { span: Span { start, end: span.end }, canonical });
        }
    }
    for words in ORDER.iter().flat_map(|pattern| pattern.find_iter(&source.text)) {
        let span = source.span_of_bytes(words.start(), words.end());
        let canonical = source.normal(span).replace(' ', "");
        if !canonical.starts_with('令') {
            found.push(Numbered { span, canonical });
        }
    }
    found.sort_by_key(|number| number.span.start);
    found
}

/// Where the issuer's abbreviation (国办发) begins, going back from the year.
fn abbreviation_start(source: &Source, year: usize) -> usize {
    const STOPS: [&str; 38] = [
        "在", "将", "按照", "按", "根据", "依据", "参照", "落实", "执行", "享受", "关于", "和", "及", "与",
        "见", "以", "对", "贯彻", "出台", "印发", "转发", "文件", "同时", "的", "是", "为", "由", "照",
        "发布", "废止", "修订", "替代", "严格", "学习", "下发", "通过", "号", "加快",
    ];
    let mut start = year;
    while start > 0 && year - start < 12 && (is_han(source.norm[start - 1]) || source.norm[start - 1] == ' ')
    {
        // A stop word two characters long is seen when its second character would be taken.
        if STOPS.iter().any(|stop| source.ends(start, stop)) {
            break;
        }
        start -= 1;
    }
    while start < year && source.norm[start] == ' ' {
        start += 1;
    }
    start
}

#[rustfmt::skip]
const CARRIES_OUT: [&str; 15] = [
    "贯彻落实", "贯彻", "落实", "根据", "依据", "依照", "按照", "遵照", "参照", "按", "执行", "对照",
    "符合", "落实好", "精神",
];
const AMENDS: [&str; 6] = ["修改", "修订", "修正", "调整完善", "调整", "补充"];
const MERELY: [&str; 14] = [
    "出台", "起草", "印发", "制定", "发布", "享受", "发放", "持有", "持", "核发", "颁发", "转发", "编制",
    "填写",
];
const REPEALS: [&str; 6] = ["废止", "停止执行", "不再执行", "同时失效", "自行失效", "终止执行"];

/// What the sentence does with the citation: the nearest telling word before it, or a repeal behind it.
fn role(source: &Source, span: Span) -> CitationRole {
    let end = (span.end..source.len())
        .take(60)
        .find(|index| ends_sentence(source.norm[*index]))
        .unwrap_or(source.len().min(span.end + 60));
    let tail: String = source.norm[span.end..end].iter().collect();
    let begin = (0..span.start)
        .rev()
        .take(200)
        .take_while(|index| !ends_sentence(source.norm[*index]))
        .last()
        .unwrap_or(span.start);
    if REPEALS.iter().any(|word| tail.contains(word))
        || (begin..span.start).any(|index| source.longest(index, &["废止", "停止执行"]).is_some())
    {
        return CitationRole::Repeals;
    }
    if ["作如下修改", "作出如下修改", "修改为", "调整为", "修订为", "进行修订", "进行修改"]
        .iter()
        .any(|word| tail.contains(word))
    {
        return CitationRole::Amends;
    }
    let mut depth = 0_usize;
    for index in (begin..span.start).rev() {
        match source.norm[index] {
            '》' => depth += 1,
            '《' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if source.longest(index, &AMENDS).is_some() {
                    return CitationRole::Amends;
                }
                if source.longest(index, &MERELY).is_some() {
                    return CitationRole::Cites;
                }
                if source.longest(index, &CARRIES_OUT).is_some() {
                    return CitationRole::Implements;
                }
            }
            _ => {}
        }
    }
    CitationRole::Cites
}
