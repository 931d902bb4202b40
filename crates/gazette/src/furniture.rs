//! Page furniture: what a web page or a printed page puts around a document.
//!
//! Must never take a line that could be text of the document: a furniture line is short and made of furniture words only.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::lines::{Line, Role};

/// Words a line may consist of and still be furniture.
const WORDS: &[&str] = &[
    "首页",
    "网站首页",
    "返回首页",
    "返回顶部",
    "返回",
    "政务公开",
    "信息公开",
    "政府信息公开",
    "通知公告",
    "政策文件",
    "政策法规",
    "法规文件",
    "规范性文件",
    "省政府文件",
    "办公厅文件",
    "政务服务",
    "互动交流",
    "新闻中心",
    "要闻动态",
    "专题专栏",
    "机构概况",
    "机构职能",
    "领导信息",
    "打印",
    "打印本页",
    "打印此页",
    "关闭",
    "关闭窗口",
    "关闭本页",
    "窗口",
    "收藏",
    "分享",
    "分享到",
    "微信",
    "微博",
    "新浪微博",
    "空间",
    "QQ空间",
    "字号",
    "字体",
    "大",
    "中",
    "小",
    "默认",
    "超大",
    "登录",
    "注册",
    "搜索",
    "高级搜索",
    "无障碍",
    "无障碍浏览",
    "长者模式",
    "手机版",
    "繁体",
    "简体",
    "English",
    "RSS",
    "下载",
    "附件下载",
    "网站地图",
    "联系我们",
    "关于我们",
    "意见反馈",
    "网站声明",
    "隐私声明",
    "扫一扫",
    "上一篇",
    "下一篇",
    "上一页",
    "下一页",
    "末页",
    "尾页",
    "更多",
    "正文",
    "详情",
    "目录导航",
    "站内搜索",
    "设为首页",
    "加入收藏",
    "T",
    "A",
    "A+",
    "A-",
    "T+",
    "T-",
    "文件",
    "信息",
    "内容",
    "相关链接",
    "相关文档",
    "相关解读",
    "相关文件",
    "政策解读",
    "图解",
    "依申请公开",
    "政府公报",
    "人事信息",
    "财政信息",
    "语音播报",
    "文字大小",
];

static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:【?)(?:
        当前位置|您现?在?的位置|您所在的?位置|所在位置|现在位置|请选择|请输入|浏览次数|浏览量|阅读次数|阅读量|点击数|点击次数|访问量|
        分享到|分享至|扫一扫|扫描二维码|用微信|上一篇[:：]|下一篇[:：]|上一条[:：]|下一条[:：]|责任编辑[:：]|编辑[:：]|审核[:：]|初审[:：]|终审[:：]|
        版权所有|网站标识码|备案号|Copyright|copyright|©|
        字体[:：]|字号[:：]|视力保护色|打印本|【打印|【关闭|\[打印|\[关闭|【字体|\[字体|【大|\[大|您是第|网站支持IPv6|
        [\p{Han}]{1,3}ICP备|[\p{Han}]{1,3}公网安备|政府网站标识码)",
    )
    .ok()
});

/// Words that open a line of the page's foot, but also a line of an article: only believed below the signature.
static FOOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:主办|承办|主办单位|承办单位|技术支持|地址|邮编|电话|联系电话|温馨提示|建议使用|网站管理)[:：]?",
    )
    .ok()
});

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[-—–－─―·•~～\s]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─―·•~～\s]*$",
    )
    .ok()
});

static PUBLICATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:发布时间|发布日期|发布于|公开日期|更新时间|信息来源|稿件来源|文章来源)[:：]").ok()
});

/// Words that open a publication line, but also a line of a notice about a meeting: only believed above the text.
static WEAK_PUBLICATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:公布日期|公布时间|时间|日期|来源|作者|发布机构|发布单位|发布人|发布者)[:：]").ok()
});

static BREADCRUMB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[^。，；]{1,30}(?:\s*(?:>>|>|＞|»|›|→|/|\|)\s*[^。，；>＞»›]{1,40})+$").ok()
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether a line names when and by whom the page was published. `above_text`: it stands above the document's text.
pub(crate) fn is_publication(text: &str, above_text: bool) -> bool {
    let opens = matches(&PUBLICATION, text) || (above_text && matches(&WEAK_PUBLICATION, text));
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
