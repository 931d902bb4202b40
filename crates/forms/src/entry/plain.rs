//! Characters as sheets and input methods give them, in their plain form. It must never drop a figure.

/// Full-width figures, letters and signs in their ASCII form, blanks of all kinds as one, minus signs of all kinds as `-`, ends trimmed.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Marks that nobody sees and no keyboard types.
            '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => {}
            '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{fe63}' | '\u{ff0d}'
            | '\u{207b}' => out.push('-'),
            '\u{ff01}'..='\u{ff5e}' => out.push(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)),
            '。' | '｡' => out.push('.'),
            '、' | '٬' => out.push(','),
            '’' | '‘' | '`' => out.push('\''),
            '￥' | '¥' => out.push('¥'),
            '〇' => out.push('0'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    let ends = out.trim();
    if ends.len() == out.len() { out } else { ends.to_owned() }
}

/// Whether a character is a control character (tabs and line ends are blanks).
pub(super) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Words for "nothing was said".
pub(super) fn blank_word(plain: &str) -> Option<&str> {
    const WORDS: [&str; 16] = [
        "无",
        "没有",
        "不详",
        "未知",
        "不适用",
        "空",
        "暂无",
        "/",
        "\\",
        "n/a",
        "na",
        "null",
        "none",
        "#n/a",
        "-",
        ".",
    ];
    let dashes =
        plain.chars().all(|c| matches!(c, '-' | '—' | '―' | '─' | '－' | '_' | '*' | '/' | '…' | ' '));
    (dashes || WORDS.iter().any(|word| word.eq_ignore_ascii_case(plain))).then_some(plain)
}
