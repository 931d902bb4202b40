//! Names of places romanised (罗马字母拼写) where the pack gives no English name: the name proper in pinyin, then the kind in English. It must
//! never go before a name that somebody has read: one reading of a character is not always the one its place uses.

use pinyin::ToPinyin as _;

use crate::Kind;

/// Peoples in the names of autonomous counties and ethnic townships.
const PEOPLES: [(&str, &str); 7] = [
    ("满族", "Manchu"),
    ("蒙古族", "Mongol"),
    ("朝鲜族", "Korean"),
    ("回族", "Hui"),
    ("锡伯族", "Xibe"),
    ("壮族", "Zhuang"),
    ("苗族", "Miao"),
];

/// What stands at the end of a name of a kind, longest first, and what it is in English. Cities and provinces bear their name alone.
const ENDINGS: [(&str, &str); 20] = [
    ("民族乡", "Ethnic Township"),
    ("自治县", "Autonomous County"),
    ("街道", "Subdistrict"),
    ("地区", "Prefecture"),
    ("新区", "New District"),
    ("经济开发区", "Economic Development Zone"),
    ("开发区", "Development Zone"),
    ("村民委员会", "Village"),
    ("村委会", "Village"),
    ("居民委员会", "Community"),
    ("居委会", "Community"),
    ("社区", "Community"),
    ("林场", "Forest Farm"),
    ("农场", "Farm"),
    ("省", ""),
    ("市", ""),
    ("区", "District"),
    ("县", "County"),
    ("镇", "Town"),
    ("乡", "Township"),
];

/// A place's name in Latin letters: 大东区 → Dadong District, 本溪满族自治县 → Benxi Manchu Autonomous County.
pub fn romanised(name: &str, kind: Kind) -> String {
    let ends = ENDINGS.iter().filter(|(end, _)| name.ends_with(end) && name.len() > end.len());
    let Some((end, word)) = ends.max_by_key(|(end, _)| end.len()) else {
        let word = if kind == Kind::Village { "Village" } else { "" };
        return joined(&[&letters(name), word]);
    };
    let mut stem = name.strip_suffix(end).unwrap_or(name);
    // 义县 is Yixian County: a name of one character keeps the word for its level.
    if stem.chars().count() == 1 {
        return joined(&[&letters(name), word]);
    }
    let mut peoples: Vec<&str> = Vec::new();
    let behind = |stem: &'_ str| PEOPLES.iter().find(|(zh, _)| stem.len() > zh.len() && stem.ends_with(zh));
    while let Some((zh, english)) = behind(stem) {
        peoples.insert(0, english);
        stem = stem.strip_suffix(zh).unwrap_or(stem);
    }
    joined(&[&letters(stem), &peoples.join(" and "), word])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The syllables written together, the first letter large, an apostrophe before a syllable that begins with a vowel. What has no reading stays.
fn letters(name: &str) -> String {
    let mut written = String::new();
    for character in name.chars() {
        match character.to_pinyin() {
            Some(reading) => {
                let syllable = reading.plain();
                if written.ends_with(|last: char| last.is_alphabetic())
                    && syllable.starts_with(['a', 'e', 'o'])
                {
                    written.push('\'');
                }
                written.push_str(syllable);
            }
            None => written.push(character),
        }
    }
    let mut rest = written.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_romanised_with_its_kind() {
        let names = [
            ("湖畔市", Kind::City, "Hupan"),
            ("大东区", Kind::District, "Dadong District"),
            ("义县", Kind::County, "Yixian County"),
            ("本溪满族自治县", Kind::AutonomousCounty, "Benxi Manchu Autonomous County"),
            ("东升满族蒙古族乡", Kind::EthnicTownship, "Dongsheng Manchu and Mongol Township"),
            ("西安路街道", Kind::Street, "Xi'anlu Subdistrict"),
            ("旅顺村委会", Kind::Village, "Lüshun Village"),
            ("丰泽社区", Kind::Community, "Fengze Community"),
        ];
        for (name, kind, english) in names {
            assert_eq!(romanised(name, kind), english);
        }
    }
}
