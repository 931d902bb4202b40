//! Reads `funds.toml` of a pack and what a demonstration lays over it. Every finding has file, line, column, code and a sentence in both languages. It must never stop at the first.

use std::collections::BTreeSet;

use anye_casework::model::Words;
use anye_forms::{Finding, Mark};
use toml::Spanned;

use super::model::{Approval, Bank, Beyond, Field, Fund, Funds, Level, Rule, Sharing, Use, Watch};
use super::raw::{RawBank, RawColumn, RawFile, RawFund, RawRule, RawSetting, RawSharing, RawWords, Text};
use crate::fen;

/// Lines of a batch where the pack says nothing.
const MOST_LINES: i64 = 200_000;

/// What the pack knows besides this file.
pub struct Known<'a> {
    /// Whether there is such an article of such a document.
    pub article: &'a dyn Fn(&str, &str) -> bool,
    /// Whether the law has such a rule.
    pub benefit: &'a dyn Fn(&str) -> bool,
    /// Rules of the law that name a fund: name of the fund and id of the rule.
    pub paid_from: &'a [(String, String)],
}

struct Reading<'a> {
    path: &'a str,
    text: &'a str,
    known: &'a Known<'a>,
    found: Vec<Finding>,
}

impl Reading<'_> {
    fn tell(&mut self, at: usize, code: &'static str, error: bool, zh: String, en: String) {
        let mark = Mark::at(self.text, at);
        self.found.push(Finding { file: self.path.to_owned(), mark, code, error, zh, en, suggestion: None });
    }

    fn words(&mut self, raw: &Spanned<RawWords>) -> Words {
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

    fn cites(&mut self, all: &[Text], at: Option<usize>) -> Vec<String> {
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

    fn benefits(&mut self, all: &[Text]) -> Vec<String> {
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
    fn one_of<T: Copy>(&mut self, text: &Text, all: &[(T, &'static str)]) -> Option<T> {
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

    fn named<'b>(&mut self, text: &'b Text, all: &[String], zh: &str, en: &str) -> Option<&'b str> {
        if all.iter().any(|own| own == text.get_ref()) {
            return Some(text.get_ref());
        }
        let (zh, en) =
            (format!("没有{zh}“{}”", text.get_ref()), format!("there is no {en} '{}'", text.get_ref()));
        self.tell(text.span().start, "M009", true, zh, en);
        None
    }

    fn fresh(&mut self, id: &Text, there: &[String]) -> bool {
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
    fn thousandths(&mut self, text: &Text) -> Option<i64> {
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

    fn amount(&mut self, text: &Text) -> Option<i64> {
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

/// Reads the files in their order: a later one may add and set, never take away.
pub fn read(files: &[(&str, &str)], known: &Known<'_>) -> (Funds, Vec<Finding>) {
    let mut made =
        Funds { approval: Approval { most_lines: MOST_LINES, ..Approval::default() }, ..Funds::default() };
    let mut found = Vec::new();
    for (path, text) in files {
        let mut reading = Reading { path, text, known, found: Vec::new() };
        match toml::from_str::<RawFile>(text) {
            Ok(raw) => file(&mut reading, &mut made, raw),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let detail = error.message().replace('\n', " ");
                reading.tell(
                    at,
                    "M001",
                    true,
                    format!("格式有误({detail})"),
                    format!("this is not as it must be: {detail}"),
                );
            }
        }
        found.extend(reading.found);
    }
    for fund in &mut made.funds {
        for one in &made.uses {
            if fund.uses.contains(&one.id) {
                fund.benefits.extend(one.benefits.iter().cloned());
            }
        }
        let named = known.paid_from.iter().filter(|(name, _)| fund.law.contains(name));
        fund.benefits.extend(named.map(|(_, rule)| rule.clone()));
    }
    found.sort_by(|a, b| (&a.file, a.mark, a.code).cmp(&(&b.file, b.mark, b.code)));
    (made, found)
}

fn file(reading: &mut Reading<'_>, made: &mut Funds, raw: RawFile) {
    for one in &raw.uses {
        if reading.fresh(&one.id, &made.uses.iter().map(|own| own.id.clone()).collect::<Vec<_>>()) {
            let name = reading.words(&one.name);
            reading.cites(&one.cite, None);
            let benefits = reading.benefits(&one.benefits);
            made.uses.push(Use { id: one.id.get_ref().clone(), name, benefits });
        }
    }
    for one in &raw.figure {
        let name = reading.words(&one.name);
        made.figures.push((one.id.get_ref().clone(), name));
    }
    for one in raw.fund {
        if let Some(fund) = fund(reading, made, &one) {
            made.funds.push(fund);
        }
    }
    for one in &raw.share {
        if let Some(one) = sharing(reading, made, one) {
            made.sharing.push(one);
        }
    }
    for one in &raw.rule {
        if let Some(one) = rule(reading, made, one) {
            made.rules.push(one);
        }
    }
    for one in &raw.bank {
        if let Some(one) = bank(reading, made, one) {
            made.banks.push(one);
        }
    }
    if let Some(one) = &raw.approval {
        made.approval.third_above = one.third_above.as_ref().and_then(|text| reading.amount(text));
        made.approval.most_lines =
            one.most_lines.filter(|lines| (1..=MOST_LINES).contains(lines)).unwrap_or(MOST_LINES);
    }
    for one in &raw.setting {
        setting(reading, made, one);
    }
}

const LEVELS: [(Level, &str); 3] =
    [(Level::Province, "province"), (Level::City, "city"), (Level::County, "county")];

fn fund(reading: &mut Reading<'_>, made: &Funds, raw: &RawFund) -> Option<Fund> {
    let there: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let uses: Vec<String> = made.uses.iter().map(|own| own.id.clone()).collect();
    for text in &raw.law {
        if made.by_law_name(text.get_ref()).is_some() {
            let (zh, en) = (
                format!("规则中的资金名“{}”已属于另一项资金", text.get_ref()),
                format!("the law's name '{}' belongs to another fund", text.get_ref()),
            );
            reading.tell(text.span().start, "M012", true, zh, en);
        }
    }
    let levels = raw.levels.iter().filter_map(|text| reading.one_of(text, &LEVELS)).collect::<Vec<_>>();
    let beyond = reading.one_of(&raw.beyond, &[(Beyond::Refuse, "refuse"), (Beyond::Alarm, "alarm")]);
    let one = Fund {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        law: raw.law.iter().map(|text| text.get_ref().clone()).collect(),
        cite: reading.cites(&raw.cite, Some(raw.id.span().start)),
        uses: raw
            .uses
            .iter()
            .filter_map(|text| reading.named(text, &uses, "用途", "use").map(str::to_owned))
            .collect(),
        benefits: reading.benefits(&raw.benefits).into_iter().collect::<BTreeSet<_>>(),
        beyond: beyond?,
        doubts: raw.doubt.iter().map(|words| reading.words(words)).collect(),
        levels,
    };
    fresh.then_some(one)
}

fn sharing(reading: &mut Reading<'_>, made: &Funds, raw: &RawSharing) -> Option<Sharing> {
    let funds: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let fund = reading.named(&raw.fund, &funds, "资金", "fund")?.to_owned();
    let parts = [raw.province, raw.city, raw.county];
    if parts.iter().any(|part| !(0..=1_000_000).contains(part)) || parts.iter().sum::<i64>() == 0 {
        let at = raw.fund.span().start;
        reading.tell(
            at,
            "M013",
            true,
            "分担份额要有,且不小于 0".into(),
            "parts are needed, none below 0".into(),
        );
        return None;
    }
    if raw.from.zip(raw.to).is_some_and(|(from, to)| from > to) {
        let at = raw.fund.span().start;
        reading.tell(at, "M014", true, "止年早于起年".into(), "the last year comes before the first".into());
    }
    Some(Sharing {
        fund,
        benefits: reading.benefits(&raw.benefits),
        place: raw.place.get_ref().clone(),
        years: (raw.from, raw.to),
        parts,
        cite: reading.cites(&raw.cite, Some(raw.fund.span().start)),
    })
}

fn rule(reading: &mut Reading<'_>, made: &Funds, raw: &RawRule) -> Option<Rule> {
    let there: Vec<String> = made.rules.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let watch = reading.one_of(&raw.watch, &Watch::ALL)?;
    let funds: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let figures: Vec<String> = made.figures.iter().map(|(id, _)| id.clone()).collect();
    let figure = match &raw.figure {
        Some(text) => reading.named(text, &figures, "数字", "figure").unwrap_or_default().to_owned(),
        None => String::new(),
    };
    if watch == Watch::Floor && figure.is_empty() {
        let at = raw.id.span().start;
        reading.tell(at, "M015", true, "下限规则要写 figure".into(), "a floor needs a figure".into());
        return None;
    }
    let one = Rule {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        watch,
        funds: raw
            .funds
            .iter()
            .filter_map(|text| reading.named(text, &funds, "资金", "fund").map(str::to_owned))
            .collect(),
        levels: raw.levels.iter().filter_map(|text| reading.one_of(text, &LEVELS)).collect(),
        figure,
        bound: raw.bound.as_ref().and_then(|text| reading.thousandths(text)),
        by: None,
        cite: reading.cites(&raw.cite, Some(raw.id.span().start)),
    };
    fresh.then_some(one)
}

fn columns(
    reading: &mut Reading<'_>,
    raw: &[RawColumn],
    needed: &[Field],
    at: usize,
) -> Vec<(String, Field)> {
    let made: Vec<(String, Field)> = raw
        .iter()
        .filter_map(|one| Some((one.head.get_ref().clone(), reading.one_of(&one.field, &Field::ALL)?)))
        .collect();
    for field in needed {
        if !made.iter().any(|(_, own)| own == field) {
            let word = Field::ALL.iter().find(|(own, _)| own == field).map_or("", |(_, word)| word);
            reading.tell(
                at,
                "M016",
                true,
                format!("缺少列“{word}”"),
                format!("the column '{word}' is missing"),
            );
        }
    }
    made
}

fn bank(reading: &mut Reading<'_>, made: &Funds, raw: &RawBank) -> Option<Bank> {
    let there: Vec<String> = made.banks.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let at = raw.id.span().start;
    let gb18030 = reading.one_of(&raw.encoding, &[(false, "utf-8"), (true, "gb18030")])?;
    let separator = match &raw.separator {
        None => b',',
        Some(text) => reading.one_of(text, &[(b',', ","), (b'|', "|"), (b';', ";"), (b'\t', "\t")])?,
    };
    let out = columns(reading, &raw.out, &[Field::Line, Field::Name, Field::Account, Field::Amount], at);
    let back = columns(reading, &raw.back, &[Field::Line, Field::Amount, Field::Outcome], at);
    let words = [raw.paid.clone(), raw.failed.clone(), raw.unknown.clone()];
    let all: Vec<&String> = words.iter().flatten().collect();
    if words[0].is_empty()
        || words[1].is_empty()
        || all.iter().enumerate().any(|(n, word)| all[..n].contains(word))
    {
        let (zh, en) =
            ("成功和失败的说法都要有,且不重复", "words for paid and failed are needed, none twice");
        reading.tell(at, "M017", true, zh.into(), en.into());
    }
    let one = Bank {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        gb18030,
        separator,
        out,
        total: raw.total.get_ref().clone(),
        back,
        words,
    };
    fresh.then_some(one)
}

fn setting(reading: &mut Reading<'_>, made: &mut Funds, raw: &RawSetting) {
    let by = reading.words(&raw.by);
    if let Some(text) = &raw.third_above {
        made.approval.third_above = reading.amount(text);
        made.approval.by = Some(by.clone());
    }
    let (Some(rule), Some(bound)) = (&raw.rule, &raw.bound) else { return };
    let bound = reading.thousandths(bound);
    let ids: Vec<String> = made.rules.iter().map(|own| own.id.clone()).collect();
    let Some(id) = reading.named(rule, &ids, "规则", "rule") else { return };
    if let Some(own) = made.rules.iter_mut().find(|own| own.id == id) {
        own.bound = bound;
        own.by = Some(by);
    }
}
