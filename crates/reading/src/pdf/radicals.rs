//! Radicals to the characters they look like: a font has one glyph for ⼀ (U+2F00) and 一 (U+4E00), and some PDF
//! writers note the wrong one of the two. Nobody writes radicals in a document on purpose.

use unicode_normalization::UnicodeNormalization;

/// Gives radicals as characters, leaves everything else alone.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // The Kangxi radicals have a compatibility mapping each.
            '\u{2f00}'..='\u{2fd5}' => std::iter::once(c).nfkc().next().unwrap_or(c),
            '\u{2e80}'..='\u{2ef3}' => {
                SUPPLEMENT.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)
            }
            // Spaces of every width are spaces; the ideographic one is a character of its own.
            '\u{a0}' | '\u{2000}'..='\u{200a}' => ' ',
            c => c,
        })
        .collect()
}

/// The simplified radicals of the supplement, which have no mapping in Unicode normalisation.
const SUPPLEMENT: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺇', '几'),
    ('⺌', '小'),
    ('⺎', '兀'),
    ('⺏', '尣'),
    ('⺐', '尢'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺬', '示'),
    ('⺮', '竹'),
    ('⺯', '糹'),
    ('⺲', '罒'),
    ('⺴', '罓'),
    ('⺶', '羊'),
    ('⺸', '芈'),
    ('⺻', '聿'),
    ('⻁', '虎'),
    ('⻃', '覀'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻠', '饣'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        assert_eq!(fold("\u{2f00}、\u{2f8f}政部⻔ \u{2ed3}期"), "一、行政部门 长期");
        assert_eq!(fold("就业 Ａ1"), "就业 Ａ1");
    }
}
