//! Page furniture: what a web page or a printed page puts around a document.
//!
//! Must never take a line that could be text of the document: a furniture line is short and made of furniture words only.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::furniture_words::{
    BREADCRUMB, DATED_PUBLICATION, FOOT, PAGE_NUMBER, PUBLICATION, STARTS, WEAK_PUBLICATION, WORDS,
};
use crate::lines::{Line, Role};

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether a line names when and by whom the page was published. `above_text`: it stands above the document's text.
pub(crate) fn is_publication(text: &str, above_text: bool) -> bool {
    let opens = matches(&PUBLICATION, text)
        || (above_text && (matches(&WEAK_PUBLICATION, text) || matches(&DATED_PUBLICATION, text)));
    opens && text.chars().count() <= 100 && !text.contains('。')
}

/// Whether a line below the signature belongs to the foot of the page.
pub(crate) fn is_foot(text: &str) -> bool {
    matches(&FOOT, text) && text.chars().count() <= 100 && !text.contains('。')
}

/// Gives furniture lines their role, wherever they stand.
pub(crate) fn mark(lines: &mut [Line]) {
    let repeated = running_heads(lines);
    for line in lines.iter_mut().filter(|line| line.is_open()) {
        let text = line.string();
        if is_publication(&text, false) {
            line.role = Role::Publication;
        } else if is_furniture(line, &text) || repeated.contains_key(&text) {
            line.role = Role::Furniture;
        }
    }
}

fn is_furniture(line: &Line, text: &str) -> bool {
    let count = text.chars().count();
    if matches(&PAGE_NUMBER, text) {
        return true;
    }
    if count > 120 || text.contains('。') {
        return false;
    }
    matches(&STARTS, text) || is_breadcrumb(text) || (count <= 60 && is_made_of_words(line))
}

fn is_breadcrumb(text: &str) -> bool {
    let has_arrow = text.contains(['>', '＞', '»', '›']);
    (has_arrow || text.starts_with("首页")) && matches(&BREADCRUMB, text) && !text.contains(['《', '%', '='])
}

/// Every part of the line between spaces and bars is a furniture word.
fn is_made_of_words(line: &Line) -> bool {
    let cuts: Vec<usize> = line.gaps.iter().map(|gap| gap.at).collect();
    let mut parts = vec![String::new()];
    for (index, &char) in line.text.chars().iter().enumerate() {
        if cuts.contains(&index) || is_separator(char) {
            parts.push(String::new());
        }
        if !is_separator(char)
            && let Some(part) = parts.last_mut()
        {
            part.push(char);
        }
    }
    let whole = line.string();
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    WORDS.contains(&whole.as_str()) || parts.iter().all(|part| WORDS.contains(part))
}

fn is_separator(char: char) -> bool {
    char.is_whitespace() || "|｜/·•【】[]［］()（）:：、,，-—_×".contains(char)
}

/// Short lines that come back three times or more: the running heads of printed pages.
fn running_heads(lines: &[Line]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.is_open()) {
        let count = line.text.len();
        if (4..=30).contains(&count)
            && !line.ends_complete()
            && crate::marker::parse(line.text.chars()).is_none()
        {
            *counts.entry(line.string()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= 3);
    counts
}

/// A table of contents: from 目录 to where its first entry comes again as a heading.
pub(crate) fn mark_contents(lines: &mut [Line]) {
    let Some(start) = lines.iter().position(|line| line.is_open() && line.string() == "目录") else {
        return;
    };
    let bare = |line: &Line| -> String {
        line.string()
            .trim_end_matches(|char: char| char.is_ascii_digit() || "….·．- ".contains(char))
            .to_owned()
    };
    let Some(first) = (start + 1..lines.len()).find(|&index| lines[index].is_open()) else {
        return;
    };
    let entry = bare(&lines[first]);
    let Some(end) =
        (first + 1..lines.len()).find(|&index| lines[index].is_open() && bare(&lines[index]) == entry)
    else {
        return;
    };
    for line in &mut lines[start..end] {
        if line.is_open() {
            line.role = Role::Furniture;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::split;
    use crate::traced::Traced;

    fn roles(source: &str) -> Vec<Role> {
        let mut lines = split(&Traced::of_source(source), source.chars().count());
        mark(&mut lines);
        mark_contents(&mut lines);
        lines.iter().map(|line| line.role).collect()
    }

    #[test]
    fn furniture_is_known_by_its_words() {
        for line in [
            "首页>政务公开>通知公告",
            "首页 > 政务公开 > 政策文件",
            "当前位置：首页",
            "— 1 —",
            "- 12 -",
            "第 3 页 共 5 页",
            "－2－",
            "7",
            "打印 关闭窗口",
            "【打印】 【关闭】",
            "分享到：",
            "字体：【大 中 小】",
            "上一篇：某通知",
            "请选择年份:",
            "浏览次数：120",
            "责任编辑：张三",
            "[大] [中] [小]",
        ] {
            assert_eq!(roles(line), vec![Role::Furniture], "{line}");
        }
        assert_eq!(roles("发布时间:2020年11月02日   编辑:某某   来源:办公室"), vec![Role::Publication]);
    }

    #[test]
    fn text_is_not_furniture() {
        for line in [
            "打印机购置按规定执行。",
            "一、总体要求",
            "2016年6月26日",
            "各市人民政府：",
            "某省人民政府文件",
            "失业率<5.5%且>4%的地区",
            "首页广告不得误导。",
            "附件：1.申请表",
            "主办单位：某市人社局",
            "时间：3月1日上午",
        ] {
            assert_eq!(roles(line), vec![Role::Open], "{line}");
        }
    }

    #[test]
    fn running_heads_and_contents_are_set_aside() {
        let open = roles("某某公报\n甲乙丙\n某某公报\n丁\n某某公报")
            .into_iter()
            .filter(|role| *role == Role::Open)
            .count();
        assert_eq!(open, 2);
        let seen = roles("目 录\n第一章 总则……1\n第二章 附则……3\n第一章 总则\n第一条 甲");
        assert_eq!(seen[..3], [Role::Furniture; 3]);
        assert_eq!(seen[3..], [Role::Open; 2]);
    }
}
