//! Radicals to the characters they look like: a font has one glyph for ⼀ (U+2F00) and 一 (U+4E00), and some PDF
//! writers note the wrong one of the two. Nobody writes radicals in a document on purpose.

use unicode_normalization::UnicodeNormalization;

/// Gives radicals as characters, leaves everything else alone.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // Unicode maps this one to 戶; fonts for mainland China share its glyph with 户.
            '\u{2f3e}' => '户',
            // The Kangxi radicals and the compatibility characters have a mapping each.
            '\u{2f00}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' => {
                std::iter::once(c).nfkc().next().unwrap_or(c)
            }
            '\u{2e80}'..='\u{2ef3}' => supplement(c).unwrap_or(c),
            // Spaces of every width are spaces; the ideographic one is a character of its own.
            '\u{a0}' | '\u{2000}'..='\u{200a}' => ' ',
            c => c,
        })
        .collect()
}

fn supplement(c: char) -> Option<char> {
    let pair = SUPPLEMENT.split_whitespace().find(|pair| pair.starts_with(c))?;
    pair.chars().nth(1)
}

/// The radicals of the supplement, which have no mapping in Unicode normalisation, each before its character.
const SUPPLEMENT: &str = "\
    ⺁厂 ⺂乛 ⺃乚 ⺅亻 ⺇几 ⺉刂 ⺋㔾 ⺌小 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 \
    ⺘扌 ⺙攵 ⺛旡 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺣灬 ⺤爫 ⺦丬 ⺨犭 ⺫罒 ⺬示 ⺭礻 ⺮竹 \
    ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺶羊 ⺹耂 ⺺肀 ⺻聿 ⺾艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 \
    ⻈讠 ⻉贝 ⻋车 ⻌辶 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻖阝 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 \
    ⻟飠 ⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻮齿 ⻯竜 ⻰龙 \
    ⻱龜 ⻲亀 ⻳龟";

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        assert_eq!(fold("\u{2f00}、\u{2f8f}政部⻔ \u{2ed3}期"), "一、行政部门 长期");
        assert_eq!(fold("\u{2f3e}籍、\u{fa08}业、\u{2ef3}"), "户籍、行业、龟");
        assert_eq!(fold("就业 Ａ1"), "就业 Ａ1");
    }
}
