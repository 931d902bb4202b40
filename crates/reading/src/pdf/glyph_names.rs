//! Glyph names to characters, for Latin fonts that only have names. Covers what stands between Chinese
//! characters (letters, digits, punctuation); fonts with other names need a ToUnicode table, as nearly all have.

/// The character a glyph name stands for.
pub(super) fn character(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?.split('.').next()?;
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return only.is_ascii_alphanumeric().then_some(only);
    }
    let hex = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))
        .filter(|hex| (4..=6).contains(&hex.len()));
    if let Some(code) = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        return char::from_u32(code);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("nbspace", ' '),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("period", '.'),
    ("comma", ','),
    ("colon", ':'),
    ("semicolon", ';'),
    ("exclam", '!'),
    ("question", '?'),
    ("quotesingle", '\''),
    ("quotedbl", '"'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("bracketleft", '['),
    ("bracketright", ']'),
    ("braceleft", '{'),
    ("braceright", '}'),
    ("hyphen", '-'),
    ("minus", '−'),
    ("endash", '–'),
    ("emdash", '—'),
    ("underscore", '_'),
    ("slash", '/'),
    ("backslash", '\\'),
    ("bar", '|'),
    ("plus", '+'),
    ("equal", '='),
    ("less", '<'),
    ("greater", '>'),
    ("percent", '%'),
    ("perthousand", '‰'),
    ("ampersand", '&'),
    ("asterisk", '*'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("yen", '¥'),
    ("at", '@'),
    ("asciitilde", '~'),
    ("asciicircum", '^'),
    ("grave", '`'),
    ("degree", '°'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("section", '§'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("ellipsis", '…'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
];
