//! Which place a rule reaches, by the prefixes of division codes (GB/T 2260 and its extension). It must never know names or dates of places.

/// Whether `scope` (such as `210400`) holds `place` (such as `210402` or `210402001000`). The whole state is `000000`, `""` or `CN`.
#[must_use]
pub fn covers(scope: &str, place: &str) -> bool {
    place.starts_with(significant(scope))
}

/// How exact a place is: digits that carry meaning.
#[must_use]
pub fn depth(place: &str) -> usize {
    significant(place).len()
}

/// The digits that carry meaning: two, four, six, nine or twelve.
fn significant(code: &str) -> &str {
    if code == "CN" {
        return "";
    }
    for (at, zeros) in [(0, 2), (2, 2), (4, 2), (6, 3), (9, 3)] {
        let group = code.get(at..at + zeros);
        if group.is_none_or(|digits| digits.bytes().all(|b| b == b'0')) {
            return code.get(..at).unwrap_or(code);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_what_lies_below_it() {
        assert!(
            covers("210000", "210402")
                && covers("210400", "210400")
                && covers("000000", "110101")
                && covers("210400", "210402001000")
        );
        assert!(!covers("210400", "210500") && !covers("210400", "210000") && !covers("210402", "210400"));
        assert!(depth("210400") > depth("210000"));
    }
}
