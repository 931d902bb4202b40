//! First letters of a name's pinyin (拼音首字母), for finding and for pickers. Surnames are read as surnames are. It must never be shown as the name's spelling.

use pinyin::ToPinyin as _;

/// Surnames whose usual reading is another one's: character and first letter.
const SURNAMES: [(char, char); 30] = [
    ('单', 's'),
    ('曾', 'z'),
    ('仇', 'q'),
    ('解', 'x'),
    ('查', 'z'),
    ('区', 'o'),
    ('翟', 'z'),
    ('乐', 'y'),
    ('种', 'c'),
    ('覃', 'q'),
    ('缪', 'm'),
    ('朴', 'p'),
    ('盖', 'g'),
    ('任', 'r'),
    ('华', 'h'),
    ('召', 's'),
    ('黑', 'h'),
    ('秘', 'b'),
    ('贾', 'j'),
    ('冼', 'x'),
    ('重', 'c'),
    ('祭', 'z'),
    ('繁', 'p'),
    ('都', 'd'),
    ('员', 'y'),
    ('尹', 'y'),
    ('燕', 'y'),
    ('葛', 'g'),
    ('纪', 'j'),
    ('洗', 'x'),
];

/// Surnames of two characters whose first is read otherwise.
const DOUBLE: [(&str, &str); 4] = [("尉迟", "yc"), ("长孙", "zs"), ("单于", "cy"), ("澹台", "tt")];

/// The letters of a name's key, one for each character; `?` where a character has no reading. Dots are left out, Latin words give their first letter.
#[must_use]
pub fn initials(key: &str) -> String {
    if let Some((double, letters)) = DOUBLE.iter().find(|(double, _)| key.starts_with(double)) {
        return format!("{letters}{}", rest(&key[double.len()..], true));
    }
    let mut characters = key.chars();
    let surname = characters.next().and_then(|first| SURNAMES.iter().find(|(known, _)| *known == first));
    match surname {
        Some((_, letter)) => format!("{letter}{}", rest(characters.as_str(), true)),
        None => rest(key, false),
    }
}

fn rest(text: &str, after: bool) -> String {
    let mut out = String::new();
    let mut in_word = after && text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    for letter in text.chars() {
        if letter.is_ascii_alphabetic() {
            if !in_word {
                out.push(letter.to_ascii_lowercase());
            }
            in_word = true;
            continue;
        }
        in_word = false;
        if super::key::is_dot(letter) || letter.is_ascii_punctuation() {
            continue;
        }
        match letter.to_pinyin().and_then(|reading| reading.plain().chars().next()) {
            Some('ü') => out.push('v'),
            Some(first) => out.push(first),
            None => out.push('?'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn first_letters_of_names() {
        for (name, letters) in [
            ("王小明", "wxm"),
            ("单雄信", "sxx"),
            ("曾国藩", "zgf"),
            ("尉迟恭", "ycg"),
            ("欧阳修", "oyx"),
            ("买买提·吐尔逊", "mmttex"),
            ("annali", "a"),
            ("吕布", "lb"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
        assert_eq!(initials("王\u{e863}").len(), 2, "one letter a character");
    }
}
