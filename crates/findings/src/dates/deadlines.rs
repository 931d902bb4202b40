//! Deadlines that come again (每月25日前) or run from what a reader receives (自收到通知30日内).
//!
//! Must never give such a deadline a day of the calendar.

use super::relative::mention;
use crate::model::{DateMention, DateRole};
use crate::source::Source;
use regex::Regex;
use std::sync::LazyLock;

/// 每月25日前, 每季度末月20日前, 次月10日前: due again and again.
static RECURRING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?x)(?: 每半年 | 每年度? | 每季度? | 每两个月 | 每个?月 | 每周 | 每旬 | 次季度? | 次月 | 次年 | 下月 | 下季度 | 翌月 | 季度 | 当月 )
        (?: 首月 | 末月 | 首个?月 | 第[一二三]个月 | 次月 | 结束后 )? (?: \d{1,2}\ ?月 | [一二三四五六七八九十]{1,2}月 )?
        (?: 的? (?: \ ?\d{1,2}\ ?日 | [一二三四五六七八九十]{1,3}日 | 月?底 | 月?末 | 月?初 | [上中下]旬 | [一二三四五六日] ) )
        (?: 之前 | 以前 | 前 )").ok()
});

/// 自收到本通知30日内, without 之日起.
static RECEIVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"自?((?:收到|接到)[\p{Han}]{2,10}?)(?:后)?\ ?\d{1,3}\ ?(?:个?工作日|个?自然日|日|天|个月)(?:之内|以内|内)").ok()
});

/// Every such deadline in the order of its kind.
pub(super) fn find(source: &Source) -> Vec<DateMention> {
    let mut found = Vec::new();
    for words in RECURRING.iter().flat_map(|pattern| pattern.find_iter(&source.text)) {
        let span = source.span_of_bytes(words.start(), words.end());
        found.push(mention(source, span, DateRole::Due, None, Some("recurring")));
    }
    for words in RECEIVED.iter().flat_map(|pattern| pattern.captures_iter(&source.text)) {
        if let (Some(whole), Some(event)) = (words.get(0), words.get(1)) {
            let event = source.original(source.span_of_bytes(event.start(), event.end()));
            let span = source.span_of_bytes(whole.start(), whole.end());
            if !event.contains("之日") {
                found.push(mention(source, span, DateRole::Due, Some(event), None));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_without_a_day() {
        for (text, expect) in [
            ("于每月25日前报送", "每月25日前"),
            ("应于每季度末月20日前提交", "每季度末月20日前"),
            ("次月10日前提出申请", "次月10日前"),
            ("每周五前报送", "每周五前"),
            ("自收到本通知30日内分解", "自收到本通知30日内"),
        ] {
            let found: Vec<String> =
                find(&Source::new(text)).into_iter().map(|mention| mention.text).collect();
            assert_eq!(found, [expect], "{text}");
        }
        for text in ["每月报送一次", "每年开展活动前", "自收到申请之日起30日内"] {
            assert!(find(&Source::new(text)).is_empty(), "{text}");
        }
    }
}
