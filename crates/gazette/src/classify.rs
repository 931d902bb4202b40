//! What sort of document (文种) a title names: the last type word decides, so that 关于印发方案的通知 is a notice.
//!
//! Must never look at anything but the title.

use crate::model::Kind;

/// The words that end a title, longest first within a kind.
const TYPES: &[(&str, Kind)] = &[
    ("通知", Kind::Notice),
    ("意见", Kind::Opinion),
    ("行动方案", Kind::Plan),
    ("方案", Kind::Plan),
    ("行动计划", Kind::Plan),
    ("计划", Kind::Plan),
    ("规划", Kind::Plan),
    ("纲要", Kind::Plan),
    ("工作要点", Kind::Plan),
    ("要点", Kind::Plan),
    ("办法", Kind::Measures),
    ("规定", Kind::Measures),
    ("细则", Kind::Measures),
    ("规则", Kind::Measures),
    ("规程", Kind::Measures),
    ("规范", Kind::Measures),
    ("措施", Kind::Measures),
    ("制度", Kind::Measures),
    ("指南", Kind::Measures),
    ("指引", Kind::Measures),
    ("条例", Kind::Regulation),
    ("法", Kind::Regulation),
    ("决定", Kind::Decision),
    ("决议", Kind::Decision),
    ("令", Kind::Decision),
    ("答复", Kind::Reply),
    ("答复意见", Kind::Reply),
    ("复函", Kind::Reply),
    ("批复", Kind::Reply),
    ("函", Kind::Reply),
    ("公告", Kind::Announcement),
    ("通告", Kind::Announcement),
    ("公示", Kind::Announcement),
    ("通报", Kind::Announcement),
    ("报告", Kind::Report),
    ("公报", Kind::Report),
    ("总结", Kind::Report),
    ("若干政策", Kind::Measures),
    ("扶持政策", Kind::Measures),
    ("支持政策", Kind::Measures),
    ("优惠政策", Kind::Measures),
    ("政策举措", Kind::Measures),
    ("工作举措", Kind::Measures),
    ("工作安排", Kind::Plan),
    ("预案", Kind::Plan),
    ("说明", Kind::Other),
    ("问答", Kind::Other),
    ("解答", Kind::Other),
    ("分工表", Kind::Other),
    ("任务表", Kind::Other),
    ("责任表", Kind::Other),
    ("一览表", Kind::Other),
    ("纪要", Kind::Other),
    ("解读", Kind::Other),
    ("清单", Kind::Other),
];

/// The sort of document a title names.
pub fn classify_title(title: &str) -> Kind {
    let bare = without_trailing_brackets(title);
    // 法 ends too many words (做法, 办法) to be trusted outside a law's short name.
    TYPES
        .iter()
        .filter(|(word, _)| bare.ends_with(word))
        .filter(|(word, _)| {
            *word != "法" || (bare.chars().count() <= 25 && !bare.contains("关于") && !bare.ends_with("做法"))
        })
        .max_by_key(|(word, _)| word.len())
        .map_or(Kind::Other, |(_, kind)| *kind)
}

/// Whether a text ends the way titles end.
pub(crate) fn ends_like_title(text: &str) -> bool {
    let bare = without_trailing_brackets(text);
    TYPES.iter().any(|(word, _)| *word != "法" && bare.ends_with(word)) || bare.ends_with("条例") || law(bare)
}

fn law(text: &str) -> bool {
    text.ends_with('法') && text.starts_with("中华人民共和国")
}

/// A title without (试行), （征求意见稿） and the like behind it.
pub(crate) fn without_trailing_brackets(text: &str) -> &str {
    let mut text = text.trim();
    while text.ends_with(['）', ')', '〕', '】']) {
        let Some(open) = text.rfind(['（', '(', '〔', '【']) else {
            break;
        };
        if open == 0 {
            break;
        }
        text = text[..open].trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_type_word_decides() {
        for (title, kind) in [
            ("某省人民政府关于做好某项工作的通知", Kind::Notice),
            ("关于印发《某项工作方案》的通知", Kind::Notice),
            ("关于加强培训的若干意见（试行）", Kind::Opinion),
            ("稳岗行动实施方案", Kind::Plan),
            ("岗位补贴管理办法(征求意见稿)", Kind::Measures),
            ("支持创业的若干措施", Kind::Measures),
            ("某省就业促进条例", Kind::Regulation),
            ("中华人民共和国就业促进法", Kind::Regulation),
            ("对第12号提案的答复", Kind::Reply),
            ("关于某事的复函", Kind::Reply),
            ("关于对第12号建议的答复意见", Kind::Reply),
            ("2020年政府工作报告", Kind::Report),
            ("关于好经验好做法", Kind::Other),
            ("某省人民政府令", Kind::Decision),
            ("", Kind::Other),
        ] {
            assert_eq!(classify_title(title), kind, "{title}");
        }
    }
}
