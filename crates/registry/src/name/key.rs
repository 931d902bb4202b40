//! The form in which two names are compared: one middle dot, no spaces, one width, small letters. It is never shown.

use unicode_normalization::UnicodeNormalization as _;

/// The dots that stand between the parts of a name: U+00B7 by GB 18030, and what keyboards give in its place.
pub fn is_dot(letter: char) -> bool {
    matches!(letter, '·' | '•' | '・' | '．' | '‧' | '∙' | '⋅' | '･' | '\u{387}' | '\u{16eb}')
}

/// The key of a name.
#[must_use]
pub fn key(name: &str) -> String {
    let dotted: String = name.chars().map(|letter| if is_dot(letter) { '·' } else { letter }).collect();
    let folded: String = dotted.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    let chinese = folded.chars().any(|letter| u32::from(letter) >= 0x2e80);
    // Between Chinese characters a full stop is a dot that was typed badly; in other scripts it is an abbreviation.
    let plain = |letter: char| if chinese && letter == '.' { '·' } else { letter };
    folded.chars().map(plain).flat_map(char::to_lowercase).collect()
}

/// Whether two keys differ by one character: another one, one more, one less, two swapped.
#[must_use]
pub fn near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a == b || a.len().abs_diff(b.len()) > 1 || a.len().max(b.len()) < 2 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    (a.len() <= 1 && b.len() <= 1) || (a.len() == 2 && b.len() == 2 && a[0] == b[1] && a[1] == b[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_typed_differently_has_one_key() {
        for dot in ['·', '•', '・', '．', '‧', '.'] {
            assert_eq!(key(&format!("买买提{dot}吐尔逊")), "买买提·吐尔逊", "{dot}");
        }
        assert_eq!(key("王 芳"), key("王芳"));
        assert_eq!(key("ＡＮＮＡ  Li"), "annali");
        assert_eq!(key("J. Smith"), "j.smith");
        assert_eq!(key("Jose\u{301}"), key("José"));
        assert_ne!(key("𠮷田"), key("吉田"), "a rare character stays its own");
    }

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        for (one, other) in [("王小明", "王晓明"), ("王明", "王小明"), ("买提", "提买")] {
            assert!(near(one, other) && near(other, one), "{one} {other}");
        }
        for (one, other) in [("王小明", "王小明"), ("王小明", "王大朋"), ("王", "李"), ("王明", "李小明")]
        {
            assert!(!near(one, other), "{one} {other}");
        }
    }
}
