//! What reading any part of `funds.toml` needs: a finding with its place, words in both languages, citations, names, amounts. It must never stop at the first.

use anye_casework::model::Words;
use anye_forms::{Finding, Mark};
use toml::Spanned;

use super::raw::{RawWords, Text};
use crate::fen;

/// What the pack knows besides this file.
pub struct Known<'a> {
    /// Whether there is such an article of such a document.
    pub article: &'a dyn Fn(&str, &str) -> bool,
    /// Whether the law has such a rule.
    pub benefit: &'a dyn Fn(&str) -> bool,
    /// Rules of the law that name a fund: name of the fund and id of the rule.
    pub paid_from: &'a [(String, String)],
}

/// One file that is being read, and what was found in it.
pub(super) struct Reading<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) known: &'a Known<'a>,
    pub(super) found: Vec<Finding>,
}

impl Reading<'_> {
    pub(super) fn tell(&mut self, at: usize, code: &'static str, error: bool, zh: String, en: String) {
        let mark = Mark::at(self.text, at);
        self.found.push(Finding { file: self.path.to_owned(), mark, code, error, zh, en, suggestion: None });
    }

    pub(super) fn words(&mut self, raw: &Spanned<RawWords>) -> Words {
        let words = raw.get_ref();
        if words.zh.trim().is_empty() || words.en.trim().is_empty() {
            self.tell(
                raw.span().start,
                "M004",
                true,
                "要同时写中文 zh 和英文 en".into(),
                "both zh and en are needed".into(),
            );
        }
        Words::new(words.zh.trim(), words.en.trim())
    }

    pub(super) fn cites(&mut self, all: &[Text], at: Option<usize>) -> Vec<String> {
        if let (Some(at), true) = (at, all.is_empty()) {
            self.tell(at, "M005", true, "缺少依据 cite".into(), "no citation: cite is missing".into());
        }
        for text in all {
            let (document, article) = text.get_ref().rsplit_once('/').unwrap_or((text.get_ref(), ""));
            if !(self.known.article)(document, article) {
                let (zh, en) = (
                    format!("辖区包中没有“{}”这一条", text.get_ref()),
                    format!("the pack has no article '{}'", text.get_ref()),
                );
                self.tell(text.span().start, "M006", true, zh, en);
            }
        }
        all.iter().map(|text| text.get_ref().clone()).collect()
    }

    pub(super) fn benefits(&mut self, all: &[Text]) -> Vec<String> {
        for text in all {
            if !(self.known.benefit)(text.get_ref()) {
                let (zh, en) = (
                    format!("规则中没有“{}”", text.get_ref()),
                    format!("the law has no rule '{}'", text.get_ref()),
                );
                self.tell(text.span().start, "M007", true, zh, en);
            }
        }
        all.iter().map(|text| text.get_ref().clone()).collect()
    }

    /// A word of a list.
    pub(super) fn one_of<T: Copy>(&mut self, text: &Text, all: &[(T, &'static str)]) -> Option<T> {
        let found = all.iter().find(|(_, word)| word == text.get_ref()).map(|(one, _)| *one);
        if found.is_none() {
            let list = all.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
            let (zh, en) = (
                format!("不认识“{}”;可用:{list}", text.get_ref()),
                format!("'{}' is not known here; known: {list}", text.get_ref()),
            );
            self.tell(text.span().start, "M008", true, zh, en);
        }
        found
    }

    pub(super) fn named<'b>(
        &mut self,
        text: &'b Text,
        all: &[String],
        zh: &str,
        en: &str,
    ) -> Option<&'b str> {
        if all.iter().any(|own| own == text.get_ref()) {
            return Some(text.get_ref());
        }
        let (zh, en) =
            (format!("没有{zh}“{}”", text.get_ref()), format!("there is no {en} '{}'", text.get_ref()));
        self.tell(text.span().start, "M009", true, zh, en);
        None
    }

    pub(super) fn fresh(&mut self, id: &Text, there: &[String]) -> bool {
        let text = id.get_ref();
        let fits = !text.is_empty()
            && text.len() <= 60
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fits {
            let (zh, en) = (
                format!("编号“{text}”只能由小写英文字母、数字和连字符组成"),
                format!("the id '{text}' may have small letters, digits and hyphens only"),
            );
            self.tell(id.span().start, "M002", true, zh, en);
        }
        let twice = there.iter().any(|own| own == text);
        if twice {
            let (zh, en) = (format!("编号“{text}”重复"), format!("the id '{text}' is used twice"));
            self.tell(id.span().start, "M003", true, zh, en);
        }
        fits && !twice
    }

    /// A decimal with up to three digits after the point, in thousandths.
    pub(super) fn thousandths(&mut self, text: &Text) -> Option<i64> {
        let value = text.get_ref().trim();
        let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
        let made = (rest.len() <= 3)
            .then(|| format!("{whole}{rest:0<3}"))
            .filter(|digits| !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok());
        if made.is_none() {
            let (zh, en) = (
                format!("“{value}”不是至多三位小数的数"),
                format!("'{value}' is no number with at most three decimals"),
            );
            self.tell(text.span().start, "M010", true, zh, en);
        }
        made
    }

    pub(super) fn amount(&mut self, text: &Text) -> Option<i64> {
        let made = fen::parse(text.get_ref()).filter(|fen| *fen > 0);
        if made.is_none() {
            let (zh, en) = (
                format!("“{}”不是金额(元)", text.get_ref()),
                format!("'{}' is no amount in yuan", text.get_ref()),
            );
            self.tell(text.span().start, "M011", true, zh, en);
        }
        made
    }
}
