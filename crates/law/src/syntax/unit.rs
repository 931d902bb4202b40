//! Numbers with their units: 万元, 个月, 学时, their English twins, and the words that mean nothing. It must never take a name for a unit: only these words are units.

use crate::num::Num;

use super::ast::{Expr, Node};
use super::expression::at;
use super::parser::Parser;
use super::token::Tok;

/// A unit word as a factor and the word the tree keeps; plain-number words keep nothing.
struct Unit {
    factor: Num,
    word: &'static str,
}

/// Words of quantity, the word the tree keeps, and the factor's numerator and denominator.
const WORDS: &[(&str, &str, i64, i64)] = &[
    ("元", "元", 1, 1),
    ("角", "元", 1, 10),
    ("分", "元", 1, 100),
    ("美元", "美元", 1, 1),
    ("人", "人", 1, 1),
    ("名", "人", 1, 1),
    ("月", "月", 1, 1),
    ("个月", "月", 1, 1),
    ("年", "月", 12, 1),
    ("日", "日", 1, 1),
    ("天", "日", 1, 1),
    ("小时", "小时", 1, 1),
    ("学时", "小时", 1, 1),
    ("课时", "小时", 1, 1),
    ("次", "", 1, 1),
    ("个", "", 1, 1),
    ("户", "", 1, 1),
    ("家", "", 1, 1),
    ("岁", "", 1, 1),
    ("周岁", "", 1, 1),
    ("项", "", 1, 1),
    ("所", "", 1, 1),
    ("名次", "", 1, 1),
    ("倍", "", 1, 1),
    ("篇", "", 1, 1),
    ("处", "", 1, 1),
    ("分数", "", 1, 1),
    ("yuan", "元", 1, 1),
    ("jiao", "元", 1, 10),
    ("fen", "元", 1, 100),
    ("usd", "美元", 1, 1),
    ("person", "人", 1, 1),
    ("persons", "人", 1, 1),
    ("month", "月", 1, 1),
    ("months", "月", 1, 1),
    ("year", "月", 12, 1),
    ("years", "月", 12, 1),
    ("day", "日", 1, 1),
    ("days", "日", 1, 1),
    ("hour", "小时", 1, 1),
    ("hours", "小时", 1, 1),
    ("percent", "", 1, 100),
    ("hundred", "", 100, 1),
    ("thousand", "", 1000, 1),
    ("million", "", 1_000_000, 1),
    ("time", "", 1, 1),
    ("times", "", 1, 1),
    ("item", "", 1, 1),
    ("items", "", 1, 1),
    ("household", "", 1, 1),
    ("households", "", 1, 1),
    ("firm", "", 1, 1),
    ("firms", "", 1, 1),
];

/// The unit a word is, with 百, 千, 万, 亿 before it.
fn unit(word: &str) -> Option<Unit> {
    let mut factor = Num::ONE;
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let scale = match c {
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => break,
        };
        factor = factor.times(Num::int(scale))?;
        rest = &rest[c.len_utf8()..];
    }
    if rest.is_empty() {
        return (word != rest).then_some(Unit { factor, word: "" });
    }
    let (_, kept, n, d) = WORDS.iter().find(|(own, ..)| own.eq_ignore_ascii_case(rest))?;
    Some(Unit { factor: factor.times(Num::ratio((*n).into(), (*d).into())?)?, word: kept })
}

/// Whether a word is a unit.
pub(super) fn is_unit(word: &str) -> bool {
    unit(word).is_some()
}

/// The one word for a unit in a type: 个月 is 月, 学时 is 小时. English words stay: as a type `month` is 年月.
pub(super) fn plain(word: &str) -> &str {
    WORDS
        .iter()
        .find(|(own, kept, n, d)| *own == word && !own.is_ascii() && !kept.is_empty() && n == d)
        .map_or(word, |(_, kept, ..)| kept)
}

impl Parser<'_> {
    /// A number and what it counts.
    pub(super) fn number(&mut self, value: Num) -> Expr {
        let start = self.here();
        self.bump();
        let read = self.counted(value);
        let span = self.since(start);
        let Some((value, unit)) = read else {
            self.error("L004", span, "数字太大,无法准确保存", "The number is too large to be kept exactly");
            return at(span, Node::Missing);
        };
        at(span, Node::Number { value, unit })
    }

    /// The unit in hand, on the same line.
    fn unit_at(&self, ahead: usize) -> Option<Unit> {
        let token = self.ahead(ahead).filter(|t| !t.line_start)?;
        // `年 = 3` or `次(…)` would be a name; a unit is followed by neither.
        let Tok::Word(word) = &token.tok else { return None };
        unit(word)
    }

    fn counted(&mut self, mut value: Num) -> Option<(Num, Vec<String>)> {
        if let Some(Tok::Percent(parts)) = self.tok() {
            self.bump();
            return Some((value.over(Num::int(*parts))?, Vec::new()));
        }
        let mut words: Vec<String> = Vec::new();
        let Some(first) = self.unit_at(0) else { return Some((value, words)) };
        self.bump();
        value = value.times(first.factor)?;
        let mut word = first.word;
        // `10 万 元` as well as `10 万元`.
        if word.is_empty()
            && let Some(more) = self.unit_at(0)
        {
            self.bump();
            value = value.times(more.factor)?;
            word = more.word;
        }
        words.push(word.to_owned());
        while self.tok() == Some(&Tok::Slash)
            && let Some(per) = self.unit_at(1)
            && words.len() < 8
        {
            self.bump();
            self.bump();
            value = value.over(per.factor)?;
            if !per.word.is_empty() {
                words.push(per.word.to_owned());
            }
        }
        if words.len() == 1 && words.first().is_some_and(String::is_empty) {
            words.clear();
        } else if let Some(first) = words.first_mut().filter(|w| w.is_empty()) {
            "数".clone_into(first);
        }
        Some((value, words))
    }
}
