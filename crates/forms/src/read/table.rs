//! Walks a TOML table with its places: what is missing, of the wrong type or not known is told where it stands. It must never know what a key means.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub use super::place::{File, Shown, Text};
use crate::model::{Cite, Words};
use crate::near::nearest;

/// One table.
#[derive(Clone, Copy)]
pub struct Tab<'a> {
    pub(super) table: &'a DeTable<'a>,
    /// Where it starts in the file.
    pub at: usize,
    /// The file it stands in.
    pub file: File<'a>,
}

impl<'a> Tab<'a> {
    /// A table that starts at this byte of the file.
    #[must_use]
    pub fn new(table: &'a DeTable<'a>, at: usize, file: File<'a>) -> Self {
        Self { table, at, file }
    }

    /// Tells every key that is not one of these.
    pub fn keys(&self, known: &[&str]) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                self.file.tell(
                    key.span().start,
                    "R002",
                    true,
                    format!("不认识“{name}”;可用:{}", known.join("、")),
                    format!("'{name}' is not known here; known: {}", known.join(", ")),
                    nearest(name, known.iter().copied()),
                );
            }
        }
    }

    fn get(&self, key: &str) -> Option<(&'a DeValue<'a>, Range<usize>)> {
        self.table.get(key).map(|value: &Spanned<DeValue<'a>>| (value.get_ref(), value.span()))
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Where a key's value stands, or the table.
    pub fn place(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |(_, span)| span.start)
    }

    fn wrong(&self, at: usize, key: &str, zh: &str, en: &str) {
        self.file.error(at, "R004", format!("“{key}”要写{zh}"), format!("'{key}' needs {en}"));
    }

    /// Tells that the key is missing.
    pub fn missing(&self, key: &str) {
        self.file.error(self.at, "R003", format!("缺少“{key}”"), format!("'{key}' is missing"));
    }

    /// A text in quotes.
    pub fn text(&self, key: &str) -> Option<Text<'a>> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::String(text) => Some(Text { value: text, at: span.start, end: span.end }),
            _ => {
                self.wrong(span.start, key, "文字", "text in quotes");
                None
            }
        }
    }

    /// A text that has to be there.
    pub fn need_text(&self, key: &str) -> Option<Text<'a>> {
        if !self.has(key) {
            self.missing(key);
        }
        self.text(key)
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, key: &str, all: &[(T, &'static str)]) -> Option<T> {
        let text = self.text(key)?;
        let found = all.iter().find(|(_, word)| *word == text.value).map(|(value, _)| *value);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|(_, word)| *word).collect();
            self.file.not_one_of(text.at, text.value, &words);
        }
        found
    }

    /// A whole number in this range.
    pub fn whole(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let (value, span) = self.get(key)?;
        let number = match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let found = number.filter(|number| range.contains(number));
        if found.is_none() {
            let (low, high) = range.into_inner();
            let (zh, en) = if high == i64::MAX {
                (format!("不小于 {low} 的整数"), format!("a whole number of at least {low}"))
            } else {
                (format!("{low} 到 {high} 的整数"), format!("a whole number from {low} to {high}"))
            };
            self.wrong(span.start, key, &zh, &en);
        }
        found
    }

    /// A decimal number as written, in quotes or not.
    pub fn decimal(&self, key: &str) -> Option<Text<'a>> {
        let (value, span) = self.get(key)?;
        let text = match value {
            DeValue::String(text) => Some(&**text),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        let found = text.filter(|text| anye_law::num::Num::parse(text.trim_end_matches('%')).is_some());
        if found.is_none() {
            self.wrong(span.start, key, "一个数", "a number");
        }
        found.map(|value| Text { value, at: span.start, end: span.end })
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => {
                self.wrong(span.start, key, "true 或 false", "true or false");
                None
            }
        }
    }

    /// Both languages.
    pub fn words(&self, key: &str) -> Option<Words> {
        let tab = self.tab(key)?;
        tab.keys(&["zh", "en"]);
        Some(tab.both())
    }

    /// Both languages, which have to be there.
    pub fn need_words(&self, key: &str) -> Words {
        if !self.has(key) {
            self.missing(key);
        }
        self.words(key).unwrap_or_default()
    }

    /// `zh` and `en` of this table.
    pub fn both(&self) -> Words {
        let one = |key| self.text(key).map_or("", |text| text.value.trim());
        let words = Words::new(one("zh"), one("en"));
        if words.zh.is_empty() || words.en.is_empty() {
            self.file.error(self.at, "R005", "要同时写中文 zh 和英文 en", "both zh and en are needed");
        }
        words
    }

    /// A list of both languages.
    pub fn many_words(&self, key: &str) -> Vec<Words> {
        let tabs = self.tabs(key);
        tabs.iter().for_each(|tab| tab.keys(&["zh", "en"]));
        tabs.iter().map(Tab::both).collect()
    }

    /// A table in a table.
    pub fn tab(&self, key: &str) -> Option<Self> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::Table(table) => Some(Self::new(table, span.start, self.file)),
            _ => {
                self.wrong(span.start, key, "一个表 { … }", "a table { … }");
                None
            }
        }
    }

    /// Tables `[[key]]`, or one table.
    pub fn tabs(&self, key: &str) -> Vec<Self> {
        let Some((value, span)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::Table(table) => vec![Self::new(table, span.start, self.file)],
            DeValue::Array(all) => all
                .iter()
                .filter_map(|one| match one.get_ref() {
                    DeValue::Table(table) => Some(Self::new(table, one.span().start, self.file)),
                    _ => {
                        self.wrong(one.span().start, key, "一个表 { … }", "a table { … }");
                        None
                    }
                })
                .collect(),
            _ => {
                self.wrong(span.start, key, "若干个表", "tables");
                Vec::new()
            }
        }
    }

    /// All keys with their values as text: text, numbers and truth as written.
    pub fn pairs(&self) -> Vec<(String, Shown)> {
        let shown = |(key, value): (&Spanned<DeString<'a>>, &Spanned<DeValue<'a>>)| {
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) => number.to_string(),
                DeValue::Float(number) => number.to_string(),
                DeValue::Boolean(yes) => yes.to_string(),
                DeValue::Datetime(day) => day.to_string(),
                DeValue::Array(_) | DeValue::Table(_) => return None,
            };
            Some((
                key.get_ref().to_string(),
                Shown { value: text, at: key.span().start, end: value.span().end },
            ))
        };
        self.table.iter().filter_map(shown).collect()
    }

    /// A value of any type as JSON.
    pub fn json(&self, key: &str) -> Option<serde_json::Value> {
        self.get(key).and_then(|(value, _)| json(value))
    }

    /// A list of texts, or one text.
    pub fn texts(&self, key: &str) -> Vec<Text<'a>> {
        let Some((value, span)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::String(text) => vec![Text { value: text, at: span.start, end: span.end }],
            DeValue::Array(all) => all
                .iter()
                .filter_map(|one| match one.get_ref() {
                    DeValue::String(text) => {
                        Some(Text { value: text, at: one.span().start, end: one.span().end })
                    }
                    _ => {
                        self.wrong(one.span().start, key, "文字", "text in quotes");
                        None
                    }
                })
                .collect(),
            _ => {
                self.wrong(span.start, key, "文字的列表", "a list of texts");
                Vec::new()
            }
        }
    }

    /// The id: small letters, digits and hyphens; with `part`, letters, digits and underscores, for what expressions name.
    pub fn id(&self, part: bool) -> Option<Text<'a>> {
        let text = self.need_text("id")?;
        let (letters, sign) = (text.value.chars(), if part { '_' } else { '-' });
        let fits = text.value.starts_with(|c: char| c.is_ascii_alphabetic())
            && letters.into_iter().all(|c| c.is_ascii_alphanumeric() || c == sign)
            && text.value.len() <= 60;
        if !fits {
            let (zh, en) = if part { ("下划线", "underscores") } else { ("连字符", "hyphens") };
            self.file.error(
                text.at,
                "R006",
                format!("编号“{}”只能由英文字母、数字和{zh}组成,以字母开头", text.value),
                format!(
                    "the id '{}' may have letters, digits and {en} only and starts with a letter",
                    text.value
                ),
            );
        }
        fits.then_some(text)
    }

    /// Citations; `needed`: at least one.
    pub fn cites(&self, needed: bool) -> Vec<Cite> {
        let all = self.texts("cite");
        if all.is_empty() && needed {
            self.file.error(
                self.at,
                "R008",
                "缺少依据:请写 cite = [\"文件/条\"]",
                "no citation: write cite = [\"DOCUMENT/ARTICLE\"]",
            );
        }
        all.into_iter()
            .map(|text| {
                let (document, article) = text.value.rsplit_once('/').unwrap_or((text.value, ""));
                if let Some(library) = self.file.library
                    && !(library.article)(document, article)
                {
                    self.file.error(
                        text.at,
                        "R009",
                        format!("辖区包中没有“{}”这一条", text.value),
                        format!("the pack has no article '{}'", text.value),
                    );
                }
                Cite { document: document.to_owned(), article: article.to_owned() }
            })
            .collect()
    }
}

fn json(value: &DeValue<'_>) -> Option<serde_json::Value> {
    Some(match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok()?.into(),
        DeValue::Float(number) => serde_json::Number::from_f64(number.as_str().parse().ok()?)?.into(),
        DeValue::Boolean(yes) => (*yes).into(),
        DeValue::Datetime(day) => day.to_string().into(),
        DeValue::Array(all) => all.iter().filter_map(|one| json(one.get_ref())).collect(),
        DeValue::Table(table) => {
            let pair = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
                Some((key.get_ref().to_string(), json(value.get_ref())?))
            };
            serde_json::Value::Object(table.iter().filter_map(pair).collect())
        }
    })
}
