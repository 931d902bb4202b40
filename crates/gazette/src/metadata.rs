//! The metadata table that government sites print above a document: 索引号, 发文机关, 成文日期, 发文字号 and so on.
//!
//! Must never be believed below the head: there the same words open ordinary text.

use std::sync::LazyLock;

use regex::Regex;

use crate::lines::{Line, Role};

/// What the table says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) title: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) issued: Option<String>,
    pub(crate) published: Option<String>,
}

const LABELS: &str = "索引号|信息索引|索取号|主题分类|体裁分类|组配分类|服务对象分类|信息分类|分类号|分类|发文机关|发文机构|发布机构|发文单位|发布单位|制发机关|制定机关|公开责任部门|责任部门|公开类别|公开形式|公开方式|公开范围|公开时限|公开程序|公开属性|成文日期|成文时间|发文日期|发文时间|生成日期|制发日期|签发日期|印发日期|发布日期|发布时间|公开日期|公布日期|实施日期|施行日期|生效日期|生效时间|废止日期|失效日期|失效时间|有效性|有效期|时效性|效力状态|文件状态|标题|信息名称|文件名称|名称|发文字号|文件编号|文号|字号|规范性文件统一编号|统一编号|登记号|关键词|主题词|内容概述|内容摘要|语种|载体类型|记录形式";

static FIELD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^[\[【]?(?P<label>{LABELS})[\]】]?(?:[:：]|$)")).ok());

static LATER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?P<label>{LABELS})[\]】]?[:：]")).ok());

/// Reads and marks the table lines among `lines`, the head of the document.
pub(crate) fn take(lines: &mut [Line]) -> Fields {
    let mut fields = Fields::default();
    let mut waiting: Option<String> = None;
    for line in lines.iter_mut().filter(|line| matches!(line.role, Role::Open | Role::Publication)) {
        let text = line.string();
        let pairs = pairs(line, &text);
        if !pairs.is_empty() && text.chars().count() <= 300 {
            line.role = Role::Metadata;
            waiting = pairs.last().filter(|(_, value)| value.is_empty()).map(|(label, _)| label.clone());
            for (label, value) in &pairs {
                fields.set(label, value);
            }
        } else if let Some(label) = waiting.take()
            && line.is_open()
            && text.chars().count() <= 120
            && !text.ends_with(['：', ':', '。'])
        {
            line.role = Role::Metadata;
            fields.set(&label, &text);
        }
    }
    fields
}

/// Whether a line opens with a label of the table.
pub(crate) fn is_field(text: &str) -> bool {
    FIELD.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The labels of a line with their values.
fn pairs(line: &Line, text: &str) -> Vec<(String, String)> {
    // "发文机关    某省人民政府": the label stands apart by a wide gap instead of a colon.
    let gap = line.gaps.first().filter(|gap| gap.width >= 2);
    let apart = gap.and_then(|gap| {
        let label: String = line.text.chars().iter().take(gap.at).collect();
        LABELS.split('|').any(|known| known == label).then(|| (label, line.text.from(gap.at).text()))
    });
    let Some(first) = FIELD.as_ref().and_then(|regex| regex.find(text)) else {
        return apart.into_iter().collect();
    };
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    for captures in LATER.iter().flat_map(|regex| regex.captures_iter(text)) {
        if let (Some(whole), Some(label)) = (captures.get(0), captures.name("label")) {
            found.push((label.as_str().to_owned(), whole.start(), whole.end()));
        }
    }
    if found.is_empty() {
        return vec![(first.as_str().to_owned(), String::new())];
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(_, start, _)| *start).chain([text.len()]).collect();
    found
        .into_iter()
        .zip(ends)
        .map(|((label, _, from), to)| (label, text[from..to].trim_end_matches(['[', '【']).trim().to_owned()))
        .collect()
}

impl Fields {
    fn set(&mut self, label: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() || matches!(value, "无" | "暂无" | "-" | "--" | "—") {
            return;
        }
        let slot = match label {
            "标题" | "名称" | "信息名称" | "文件名称" => &mut self.title,
            "发文字号" | "文件编号" | "文号" | "字号" => &mut self.number,
            "发文机关" | "发文机构" | "发布机构" | "发文单位" | "发布单位" | "制发机关" | "制定机关" => {
                &mut self.issuer
            }
            "成文日期" | "成文时间" | "发文日期" | "发文时间" | "生成日期" | "制发日期" | "签发日期"
            | "印发日期" => &mut self.issued,
            "发布日期" | "发布时间" | "公开日期" | "公布日期" => &mut self.published,
            _ => return,
        };
        if slot.is_none() {
            *slot = Some(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::split;
    use crate::traced::Traced;

    fn read(source: &str) -> (Fields, Vec<Role>) {
        let mut lines = split(&Traced::of_source(source), source.chars().count());
        let fields = take(&mut lines);
        (fields, lines.iter().map(|line| line.role).collect())
    }

    #[test]
    fn a_table_is_read_however_it_is_laid_out() {
        let expect = Fields {
            title: None,
            number: Some("某政发〔2020〕1号".into()),
            issuer: Some("某省人民政府".into()),
            issued: Some("2020年1月2日".into()),
            published: None,
        };
        for source in [
            "索 引 号：000\n发文机关：某省人民政府\n成文日期：2020年1月2日\n发文字号：某政发〔2020〕1号",
            "索引号：000 发文机关：某省人民政府 成文日期：2020年1月2日 发文字号：某政发〔2020〕1号",
            "发文机关\n某省人民政府\n成文日期\n2020年1月2日\n发文字号\n某政发〔2020〕1号",
            "发文机关    某省人民政府\n成文日期    2020年1月2日\n文    号：某政发〔2020〕1号",
        ] {
            let (fields, roles) = read(source);
            assert_eq!(fields, expect, "{source}");
            assert!(roles.iter().all(|role| *role == Role::Metadata), "{source}: {roles:?}");
        }
    }

    #[test]
    fn ordinary_lines_are_no_table() {
        let (fields, roles) = read("某省人民政府关于某事的通知\n各市人民政府：\n分类推进改革。");
        assert_eq!(fields, Fields::default());
        assert!(roles.iter().all(|role| *role == Role::Open));
    }
}
