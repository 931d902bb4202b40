//! HTML character references that a careless copy left in the text: &nbsp; &ldquo; &#8220;.
//!
//! Must never touch an ampersand that opens no reference (R&D).

use crate::traced::Traced;

/// The references that web pages of offices use, with the character each stands for.
const NAMED: &[(&str, char)] = &[
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", '\u{3000}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("permil", '‰'),
    ("times", '×'),
];

/// The text with every reference replaced by its character, which keeps the place of the ampersand.
pub(crate) fn decode(text: &Traced) -> Traced {
    let chars = text.chars();
    if !chars.contains(&'&') {
        return text.clone();
    }
    let mut clean = Traced::default();
    let mut index = 0;
    while index < chars.len() {
        match reference(&chars[index..]) {
            Some((char, length)) => {
                clean.push(char, text.at(index));
                index += length;
            }
            None => {
                clean.push(chars[index], text.at(index));
                index += 1;
            }
        }
    }
    clean
}

/// The character and length of the reference that opens here.
fn reference(chars: &[char]) -> Option<(char, usize)> {
    if chars.first() != Some(&'&') {
        return None;
    }
    let length = chars.iter().take(10).position(|&char| char == ';')?;
    let name: String = chars[1..length].iter().collect();
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(value).filter(|char| !char.is_control())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((char, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_other_ampersands_stay() {
        for (input, expect) in [
            ("&nbsp;&nbsp;一、拓宽", "  一、拓宽"),
            ("&ldquo;三支一扶&rdquo;", "“三支一扶”"),
            ("&#8220;A&#x201D;", "“A”"),
            ("R&D经费;其他", "R&D经费;其他"),
            ("&;", "&;"),
            ("&#0;", "&#0;"),
        ] {
            assert_eq!(decode(&Traced::of_source(input)).text(), expect, "{input}");
        }
        assert_eq!(decode(&Traced::of_source("甲&nbsp;乙")).runs(), vec![[0, 0, 2], [2, 7, 1]]);
    }
}
