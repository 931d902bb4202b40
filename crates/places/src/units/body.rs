//! The comparable form of a unit's name (名称归一): the same for 人力资源和社会保障厅 and 人力资源社会保障局. Only for comparing; it must never be shown.

/// Level words (层级词) that stand before a unit's name and point from the document's place to one around it.
pub(super) const LEVEL_WORDS: [(&str, crate::Level); 7] = [
    ("省", crate::Level::Province),
    ("市", crate::Level::City),
    ("县(区)", crate::Level::County),
    ("县区", crate::Level::County),
    ("县市区", crate::Level::County),
    ("县", crate::Level::County),
    ("区", crate::Level::County),
];

/// A name without spaces and end punctuation, brackets half-width.
pub(super) fn tidy(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}');
    let half: String = kept
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect();
    half.trim_matches(['、', ',', '，', '.', '。', ';', '；', ':', '：']).to_owned()
}

/// The form under which names are compared: joining words left out, common long and short words made one, 厅 as 局.
pub(super) fn canonical(name: &str) -> String {
    let mut text: String = tidy(name).chars().filter(|c| !matches!(c, '和' | '与' | '及' | '、')).collect();
    for (long, short) in [("委员会", "委"), ("办公室", "办"), ("人民政府", "政府")] {
        text = text.replace(long, short);
    }
    match text.strip_suffix('厅') {
        // 办公厅 is the provincial form of 办公室.
        Some(stem) if stem.ends_with("办公") => format!("{}办", stem.trim_end_matches("办公")),
        Some(stem) => format!("{stem}局"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same_compare_equal() {
        let same = [
            ("人力资源和社会保障厅", "人力资源社会保障局"),
            ("发展与改革委员会", "发展改革委"),
            ("政府办公厅", "人民政府办公室"),
            ("县（区）政府", "县(区)人民政府"),
            ("工业 和信息化局、", "工业信息化局"),
        ];
        for (a, b) in same {
            assert_eq!(canonical(a), canonical(b), "{a} / {b}");
        }
        assert_ne!(canonical("财政局"), canonical("民政局"));
        assert_ne!(canonical("发展改革委"), canonical("发展改革局"), "these are listed, never guessed");
    }
}
