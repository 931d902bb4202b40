//! The heading of an article that runs into its text: 完善监测制度。扩大监测范围….
//!
//! Must never take a rule for a heading: what obliges, counts or dates something is text.

use crate::letters::{is_han, is_terminal};
use crate::lines::Line;
use crate::marker::Style;

/// How many characters of the article's first line, behind the marker, are its heading. `more`: other lines follow in the article.
pub(crate) fn length(line: &Line, style: Style, skip: usize, more: bool, littered: bool) -> usize {
    let chars = &line.text.chars()[skip.min(line.text.len())..];
    if let Some(length) = bracketed(chars) {
        return length;
    }
    let end = chars.iter().enumerate().position(|(index, &char)| ends_heading(chars, index, char));
    let Some(end) = end else {
        return if more || chars.len() <= 25 { whole(chars, style) } else { 0 };
    };
    if let Some(at) = parted(line, skip, end, littered) {
        return at;
    }
    let follows = more || end + 1 < chars.len();
    let head = &chars[..end];
    let fits = match chars[end] {
        '：' | ':' => end <= 20 && !has_comma(head) && style != Style::Article,
        _ if style == Style::Article => end <= 15 && !has_comma(head) && follows && !is_statement(head),
        _ => end <= 40 && commas(head) <= 1 && (follows || (end <= 20 && !has_comma(head))),
    };
    if fits && end >= 2 && !is_rule(head) { end } else { 0 }
}

/// Terminal marks, and a half-width full stop between Chinese characters.
fn ends_heading(chars: &[char], index: usize, char: char) -> bool {
    let stop = matches!(char, '.' | '．')
        && index > 0
        && is_han(chars[index - 1])
        && chars.get(index + 1).is_none_or(|next| is_han(*next));
    is_terminal(char) || stop
}

/// 【目的】 at the start: the words inside, with the brackets.
fn bracketed(chars: &[char]) -> Option<usize> {
    let close = match chars.first()? {
        '【' => '】',
        '［' => '］',
        _ => return None,
    };
    chars.iter().take(24).position(|&char| char == close).map(|at| at + 1)
}

/// A line without the end of a sentence is a heading as a whole, if it is short.
fn whole(chars: &[char], style: Style) -> usize {
    let most = if style == Style::Article { 20 } else { 50 };
    if chars.len() <= most && commas(chars) <= 2 && !is_rule(chars) { chars.len() } else { 0 }
}

/// A heading that only a space parts from the text.
fn parted(line: &Line, skip: usize, end: usize, littered: bool) -> Option<usize> {
    let gap = line.gaps.iter().find(|gap| gap.at > skip && (gap.width >= 2 || !littered))?;
    let at = gap.at - skip;
    let head = line.text.chars().get(skip..gap.at)?;
    ((4..=25).contains(&at)
        && at < end
        && head.iter().all(|&char| is_han(char) || "“”、".contains(char))
        && !is_rule(head))
    .then_some(at)
}

fn commas(chars: &[char]) -> usize {
    chars.iter().filter(|char| matches!(char, '，' | ',')).count()
}

fn has_comma(chars: &[char]) -> bool {
    commas(chars) > 0
}

/// 县级财政部门负责资金保障: a short sentence with its verb, not the name of a subject.
fn is_statement(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    ["负责", "由", "可以", "不", "是", "实行", "享受", "给予", "须", "会同", "按照", "包括", "为"]
        .iter()
        .any(|word| text.contains(word))
}

/// Obliges, counts, dates or cites: text, not a heading.
fn is_rule(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let counts = chars
        .windows(2)
        .any(|pair| pair[0].is_ascii_digit() && "年月日元%％万亿人户个家天次名".contains(pair[1]));
    counts
        || [
            "应当",
            "不得",
            "本办法",
            "本规定",
            "本通知",
            "本条例",
            "本细则",
            "本决定",
            "本方案",
            "本意见",
            "本措施",
            "本公告",
            "必须",
            "《",
            "有下列",
            "之日起",
        ]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::split;
    use crate::traced::Traced;

    #[track_caller]
    fn check(input: &str, style: Style, more: bool, expect: &str) {
        let lines = split(&Traced::of_source(input), input.chars().count());
        let length = length(&lines[0], style, 0, more, false);
        assert_eq!(input.chars().take(length).collect::<String>(), expect, "{input}");
    }

    #[test]
    fn headings_run_into_the_text() {
        check("完善失业监测。扩大监测范围，增加户数。", Style::Bracket, false, "完善失业监测");
        check("强化调研，摸清底数。各地要开展调查。", Style::Bracket, false, "强化调研，摸清底数");
        check("加强组织领导", Style::Bracket, true, "加强组织领导");
        check("申报时间：3月1日起。", Style::Numeral, false, "申报时间");
        check("加强组织领导  各级要重视。", Style::Bracket, false, "加强组织领导");
        check("加强领导.各级要重视。", Style::Bracket, false, "加强领导");
        check("【目的】为了促进就业。", Style::Article, false, "【目的】");
        check("强化责任。", Style::Bracket, false, "强化责任");
    }

    #[test]
    fn rules_are_no_headings() {
        check("各市要于3月1日前，将名单、账户和联系人报送省厅。", Style::Digit, false, "");
        check("为了促进就业，根据有关法律，制定本办法。", Style::Article, false, "");
        check("补贴标准为每人500元。由财政列支。", Style::Bracket, false, "");
        check("用人单位应当签订合同。未签订的责令改正。", Style::Article, false, "");
        check("对以下情形之一且连续参保并经街道核实的困难人员：", Style::Bracket, true, "");
    }
}
