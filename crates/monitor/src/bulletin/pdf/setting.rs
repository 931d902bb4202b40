//! How a line of the bulletin is set (排版): in which type and size, how wide a text is, where it may be broken. It must never guess a width: Chinese signs are as wide as they
//! are high, everything else stands in Times with the widths of its metrics.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// A type of the official format; the reader's machine has the letters, the file has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// 宋体: titles.
    Song,
    /// 黑体: headings.
    Hei,
    /// 仿宋: text.
    Fang,
    /// 楷体: who issues it.
    Kai,
}

impl Face {
    pub(super) const ALL: [Self; 4] = [Self::Song, Self::Hei, Self::Fang, Self::Kai];

    /// The name by which readers of files know it.
    pub(super) fn font(self) -> &'static [u8] {
        match self {
            Self::Song => b"STSong-Light",
            Self::Hei => b"STHeiti-Regular",
            Self::Fang => b"STFangsong-Light",
            Self::Kai => b"STKaiti-Regular",
        }
    }

    /// Its name among the resources of a page.
    pub(super) fn key(self) -> &'static [u8] {
        match self {
            Self::Song => b"Song",
            Self::Hei => b"Hei",
            Self::Fang => b"Fang",
            Self::Kai => b"Kai",
        }
    }
}

/// Widths of Times for the signs from space to tilde, in thousandths of the size.
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// The code and the width of a sign that stands in Times; none: it stands in the Chinese face.
pub(super) fn times(sign: char) -> Option<(u8, u16)> {
    match sign {
        // A minus, as wide as a figure.
        '−' | '–' => Some((0x96, 500)),
        ' '..='~' => {
            let code = u8::try_from(sign).ok()?;
            Some((code, *TIMES.get(usize::from(code.checked_sub(b' ')?))?))
        }
        _ => None,
    }
}

/// How wide a text is in points.
pub(super) fn width(text: &str, size: f32) -> f32 {
    let of = |sign: char| times(sign).map_or(1000.0, |(_, width)| f32::from(width));
    text.chars().map(of).sum::<f32>() * size / 1000.0
}

/// Lines of a text, the first of them shorter by `indent`. A word that is wider than a line is cut where it has to be.
pub(super) fn lines(text: &str, size: f32, wide: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut from = 0;
    for (to, how) in linebreaks(text) {
        let Some(piece) = text.get(from..to) else { break };
        from = to;
        for part in cut(piece.trim_end_matches(['\n', '\r']), size, wide) {
            let room = if lines.len() == 1 { wide - indent } else { wide };
            let last = lines.last_mut().map_or(0.0, |line| width(line, size));
            // A space at the end of a line takes no room.
            if last > 0.0 && last + width(part.trim_end(), size) > room {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(part);
            }
        }
        if how == BreakOpportunity::Mandatory && to < text.len() {
            lines.push(String::new());
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn cut(piece: &str, size: f32, wide: f32) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), piece);
    while width(rest.trim_end(), size) > wide {
        let mut at = 0;
        for (next, sign) in rest.char_indices() {
            if next > 0 && width(&rest[..next + sign.len_utf8()], size) > wide {
                break;
            }
            at = next + sign.len_utf8();
        }
        let (one, other) = rest.split_at(at);
        parts.push(one);
        rest = other;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_sign_is_as_wide_as_high_and_a_figure_half() {
        assert!((width("就业", 16.0) - 32.0).abs() < 0.01);
        assert!((width("2020", 16.0) - 32.0).abs() < 0.01);
        assert!((width("Wi", 10.0) - 12.22).abs() < 0.01);
        assert!((width("−1", 10.0) - 10.0).abs() < 0.01, "a minus is as wide as a figure");
    }

    #[test]
    fn no_line_is_too_wide_nothing_is_lost_and_no_line_begins_with_a_full_stop() {
        let text = "全省监测企业5464户，职工196.9万人，比上月净减少1.2%。辽阳、抚顺、锦州三市降幅居前（均超过2%），须重点关注。";
        for wide in [60.0, 100.0, 240.0] {
            let all = lines(text, 16.0, wide, 32.0);
            assert_eq!(all.concat(), text);
            for (at, line) in all.iter().enumerate() {
                assert!(width(line, 16.0) <= wide - if at == 0 { 32.0 } else { 0.0 } + 0.01, "{line}");
                assert!(!line.starts_with(['，', '。', '）', '、', '%']), "{line}");
            }
        }
    }

    #[test]
    fn english_is_broken_between_words_and_a_long_word_where_it_must_be() {
        assert_eq!(lines("net loss of posts", 10.0, 40.0, 0.0), ["net loss", "of posts"]);
        let all = lines("aaaaaaaaaaaaaaaaaaaaaaaa", 10.0, 40.0, 0.0);
        assert!(all.len() > 2 && all.concat().len() == 24, "{all:?}");
        assert_eq!(lines("a\nb", 10.0, 40.0, 0.0), ["a", "b"]);
        assert_eq!(lines("", 10.0, 40.0, 0.0), [""]);
    }
}
