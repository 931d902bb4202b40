//! The look of an issuing body's name (发文机关).
//!
//! Must never know which bodies exist: that is the register of units.

use crate::letters::is_han;
use crate::lines::Line;

const ENDINGS: &[&str] = &[
    "人民政府",
    "政府",
    "办公厅",
    "办公室",
    "厅",
    "局",
    "委员会",
    "委",
    "部",
    "院",
    "总署",
    "署",
    "银行",
    "分行",
    "支行",
    "中心",
    "联合会",
    "总工会",
    "工会",
    "协会",
    "法院",
    "检察院",
    "公司",
    "集团",
    "领导小组",
    "指挥部",
    "联席会议",
    "管委会",
    "大学",
    "学院",
    "学校",
    "党组",
    "省委",
    "市委",
    "县委",
    "区委",
    "妇联",
    "团省委",
    "团市委",
    "残联",
    "商会",
    "街道办事处",
    "办事处",
    "总队",
    "税务局",
    "海关",
    "研究院",
    "基金会",
    "常务委员会",
    "管理处",
    "服务处",
    "医院",
];

/// Whether a text, without spaces, is the name of a body and nothing else.
pub(crate) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (3..=36).contains(&count)
        && text.chars().all(|char| is_han(char) || matches!(char, '（' | '）' | '(' | ')' | '、'))
        && !text.starts_with("关于")
        && !["有关", "各", "和", "与", "及", "其他", "相关", "根据", "按照", "由", "向", "报"]
            .iter()
            .any(|word| text.starts_with(word))
        && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// The names of bodies a line holds and nothing else: one, or several parted by gaps.
pub(crate) fn names(line: &Line) -> Vec<String> {
    let text = line.string();
    if text.chars().count() > 60 {
        return Vec::new();
    }
    let mut parts = vec![String::new()];
    for (index, &char) in line.text.chars().iter().enumerate() {
        if line.gaps.iter().any(|gap| gap.at == index) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(char);
        }
    }
    if is_name(&text) && !parts.iter().all(|part| is_name(part)) {
        return vec![text];
    }
    if parts.iter().all(|part| is_name(part)) { parts } else { Vec::new() }
}

/// The bodies a title opens with: 某省人民政府办公厅 in 某省人民政府办公厅关于….
pub(crate) fn opening(title: &str) -> Option<String> {
    ["关于", "转发", "印发", "批转", "对省", "对市", "对第", "公告", "通告", "令"].iter().find_map(|word| {
        let names: Vec<&str> = title[..title.find(word)?].split_whitespace().collect();
        (!names.is_empty() && names.iter().all(|name| is_name(name))).then(|| names.join("、"))
    })
}

/// The body a masthead names: 某省人民政府 in 某省人民政府文件.
pub(crate) fn of_masthead(line: &str) -> Option<&str> {
    let name = line
        .strip_suffix("文件")
        .or_else(|| line.strip_suffix("(文件)"))
        .or_else(|| line.strip_suffix("公报"))?;
    is_name(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bodies() {
        for name in
            ["某省人民政府办公厅", "某市人力资源和社会保障局", "中共某市委员会", "某县总工会", "省政府办公厅"]
        {
            assert!(is_name(name), "{name}");
        }
        for text in ["关于做好工作的通知", "各市人民政府", "要认真落实，报省政府", "局", "附件"]
        {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn a_title_opens_with_its_issuer() {
        assert_eq!(opening("某省人民政府办公厅关于印发方案的通知"), Some("某省人民政府办公厅".into()));
        assert_eq!(opening("某市财政局转发省厅意见的通知"), Some("某市财政局".into()));
        assert_eq!(opening("某省教育厅 某省财政厅关于补贴的通知"), Some("某省教育厅、某省财政厅".into()));
        assert_eq!(opening("关于做好就业的通知"), None);
        assert_eq!(of_masthead("某省人民政府文件"), Some("某省人民政府"));
    }
}
