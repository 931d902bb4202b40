//! The place (地区) a document applies to: from its issuer, its title, or the names its text repeats.
//!
//! Must never know places itself: the caller's register does.

use std::collections::BTreeMap;

use anye_findings::Level;

/// Knows places by their names. The caller's register of divisions implements it.
pub trait Gazetteer {
    /// The division code of the place that an issuer's name or a title names (某市 in 某市人民政府关于…).
    fn place_of_issuer(&self, text: &str) -> Option<String>;

    /// The division codes of the places a text names, one for each mention. Used only where issuer and title name none.
    fn places_named(&self, text: &str) -> Vec<String> {
        let _ = text;
        Vec::new()
    }
}

/// A register without places.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGazetteer;

impl Gazetteer for NoGazetteer {
    fn place_of_issuer(&self, _text: &str) -> Option<String> {
        None
    }
}

/// The level of a division code.
pub(crate) fn level(code: &str) -> Option<Level> {
    if code.len() > 6 {
        return Some(Level::Township);
    }
    match (code.len(), code.strip_suffix("0000"), code.strip_suffix("00")) {
        (6, Some("00"), _) => Some(Level::Nation),
        (6, Some(_), _) => Some(Level::Province),
        (6, None, Some(_)) => Some(Level::City),
        (6, None, None) => Some(Level::County),
        _ => None,
    }
}

/// The place the text keeps naming, at the level the text speaks of itself (我省, 我市). At least two mentions.
pub(crate) fn infer(text: &str, gazetteer: &dyn Gazetteer) -> Option<String> {
    let codes = gazetteer.places_named(text);
    let wanted = own_level(text);
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for code in codes {
        let voted = match wanted {
            Some(Level::Province) => code.get(..2).map(|prefix| format!("{prefix}0000")),
            // A county speaks for its city; the province alone says nothing about which city it is.
            Some(Level::City) if level(&code) == Some(Level::Province) => None,
            Some(Level::City) => code.get(..4).map(|prefix| format!("{prefix}00")),
            Some(Level::County) => Some(code.clone()).filter(|code| level(code) == Some(Level::County)),
            _ => Some(code.clone()),
        };
        if let Some(code) = voted {
            *votes.entry(code).or_default() += 1;
        }
    }
    let (code, most) = votes.iter().max_by_key(|(_, count)| **count)?;
    let alone = votes.values().filter(|count| *count == most).count() == 1;
    (alone && *most >= 2).then(|| code.clone())
}

/// The level at which a text says "we".
fn own_level(text: &str) -> Option<Level> {
    let count = |words: &[&str]| words.iter().map(|word| text.matches(word).count()).sum::<usize>();
    let levels = [
        (count(&["我省", "全省", "各市人民政府", "省直"]), Level::Province),
        (
            count(&["我市", "全市", "各县（市", "各县(市", "各县(区", "各县（区", "各区县", "市直"]),
            Level::City,
        ),
        (count(&["我县", "全县", "我区", "全区", "各乡镇", "各镇街"]), Level::County),
    ];
    levels.into_iter().filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count).map(|(_, level)| level)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Three;
    impl Gazetteer for Three {
        fn place_of_issuer(&self, _: &str) -> Option<String> {
            None
        }
        fn places_named(&self, text: &str) -> Vec<String> {
            let known = [("甲省", "990000"), ("乙市", "990100"), ("丙县", "990121"), ("丁市", "990200")];
            known.iter().flat_map(|(name, code)| text.matches(name).map(|_| (*code).to_owned())).collect()
        }
    }

    #[test]
    fn the_place_is_the_one_the_text_keeps_naming() {
        for (text, expect) in [
            ("我市各部门，乙市调查队，丙县先行，与丁市合作，甲省甲省甲省", Some("990100")),
            ("我省要，甲省，乙市", Some("990000")),
            ("乙市一次", None),
            ("我市，乙市乙市，丁市丁市", None),
            ("", None),
        ] {
            assert_eq!(infer(text, &Three).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn codes_have_levels() {
        assert_eq!(
            [level("210000"), level("210400"), level("210402"), level("210402001"), level("21")],
            [Some(Level::Province), Some(Level::City), Some(Level::County), Some(Level::Township), None,]
        );
    }
}
