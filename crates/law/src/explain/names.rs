//! What things are called in a sentence: kinds, fields, rules, parameters, values. It must never leave an id as it is written in the sources.

use crate::book::{Book, Dim, Field, KindId, ListId, ParamId, Rule, RuleId, Ty, Val};
use crate::day::Day;
use crate::decide::answer::show;

/// Words about one rule in one language.
pub(super) struct Words<'b> {
    pub(super) book: &'b Book,
    pub(super) id: RuleId,
    pub(super) chinese: bool,
}

impl<'b> Words<'b> {
    pub(super) const fn new(book: &'b Book, id: RuleId, chinese: bool) -> Self {
        Self { book, id, chinese }
    }

    pub(super) fn rule(&self) -> &'b Rule {
        self.book.rule(self.id)
    }

    pub(super) const fn either<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.chinese { zh } else { en }
    }

    /// Things one after another.
    pub(super) fn list(&self, parts: &[String]) -> String {
        parts.join(self.either("、", ", "))
    }

    /// A text of the sources, which has no other language.
    pub(super) fn quoted(&self, text: &str) -> String {
        format!("“{text}”")
    }

    pub(super) fn rule_name(&self, id: RuleId) -> String {
        let rule = self.book.rule(id);
        if self.chinese { rule.name.clone() } else { named(&rule.english, &rule.id) }
    }

    pub(super) fn param_name(&self, id: ParamId) -> String {
        let param = &self.book.params[id.ix()];
        if self.chinese { param.name.clone() } else { named(&param.english, &param.id) }
    }

    pub(super) fn list_name(&self, id: ListId) -> String {
        let list = &self.book.lists[id.ix()];
        if self.chinese { list.name.clone() } else { named(&list.english, &list.id) }
    }

    pub(super) fn field_name(&self, field: &Field) -> String {
        if self.chinese {
            return field.name.clone();
        }
        let name = readable(&field.id);
        let dated = name.ends_with("date") || name.ends_with("day");
        match field.ty {
            Ty::Date if !dated => format!("“{}” date", name.strip_suffix(" on").unwrap_or(&name)),
            Ty::Num(Dim::PERSON) if !name.contains("number") => format!("number of “{name}”"),
            _ => name,
        }
    }

    /// One thing of a kind: 合同, `contract`.
    pub(super) fn kind(&self, id: KindId) -> String {
        let kind = self.book.kind(id);
        if self.chinese { kind.name.clone() } else { singular(&readable(&kind.id)) }
    }

    /// Many of a kind: 合同, `contracts`.
    pub(super) fn kinds(&self, id: KindId) -> String {
        let kind = self.book.kind(id);
        if self.chinese { kind.name.clone() } else { readable(&kind.id) }
    }

    /// The thing bound at a depth: the object itself, or the element of an aggregate.
    pub(super) fn bound(&self, depth: u8, ty: Ty) -> String {
        let subject = self.rule().subject;
        let Ty::Thing(kind) = ty else { return self.kind(subject) };
        let name = self.kind(kind);
        match (depth, kind == subject, self.chinese) {
            (0, _, true) => name,
            (0, _, false) => format!("the {name}"),
            (_, true, true) => format!("所计的{name}"),
            (_, true, false) => format!("the {name} counted"),
            (_, false, true) => format!("该{name}"),
            (_, false, false) => format!("that {name}"),
        }
    }

    /// A local of a rule: its name, or in English a letter for what only has a Chinese name.
    pub(super) fn local(&self, rule: &Rule, ix: u16) -> String {
        match rule.locals.get(usize::from(ix)) {
            Some(local) if self.chinese => self.quoted(&local.name),
            Some(local) if !local.id.is_empty() => self.quoted(&readable(&local.id)),
            _ => format!("figure {}", letter(ix)),
        }
    }

    pub(super) fn value(&self, ty: Ty, value: &Val) -> String {
        match (value, ty) {
            (Val::Num(n), Ty::Num(dim)) => self.quantity(*n, dim),
            (Val::Date(day), Ty::Month) => self.month(*day),
            (Val::Date(day), _) => self.day(*day),
            (Val::Window(from, to), _) => {
                format!("{}{}{}", self.day(*from), self.either("至", " to "), self.day(*to))
            }
            (Val::Enum(_), _) if !self.chinese => readable(&show::words(self.book, ty, value, false)),
            (Val::Text(text), _) => self.quoted(text),
            _ => show::words(self.book, ty, value, self.chinese),
        }
    }

    fn quantity(&self, n: crate::num::Num, dim: Dim) -> String {
        let text = show::quantity(n, dim, self.chinese);
        if self.chinese {
            return text;
        }
        let text = text.replace('·', " ");
        let one = text.split(' ').next() == Some("1");
        let (over, under) = text.split_once('/').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
        let over = match over.rsplit_once(' ') {
            Some((number, unit)) if one => format!("{number} {}", singular(unit)),
            _ => over.to_owned(),
        };
        under.map_or_else(
            || over.clone(),
            |units| {
                format!("{over} per {}", units.split('/').map(singular).collect::<Vec<_>>().join(" and "))
            },
        )
    }

    pub(super) fn day(&self, day: Day) -> String {
        let (year, month, date) = day.ymd();
        if self.chinese {
            return format!("{year}年{month}月{date}日");
        }
        format!("{date} {} {year}", month_name(month))
    }

    fn month(&self, day: Day) -> String {
        let (year, month, _) = day.ymd();
        if self.chinese { format!("{year}年{month}月") } else { format!("{} {year}", month_name(month)) }
    }

    /// A type in words, for what must be filled in.
    pub(super) fn ty(&self, ty: Ty) -> String {
        match ty {
            Ty::Bool => self.either("是或否", "yes or no").to_owned(),
            Ty::Num(dim) if dim == Dim::NUMBER => self.either("数", "number").to_owned(),
            Ty::Num(dim) if self.chinese => dim.words(true),
            Ty::Num(dim) => {
                let words = dim.words(false).replace('·', " ");
                let mut parts = words.split('/');
                let over = parts.next().unwrap_or_default().to_owned();
                parts.fold(over, |text, under| format!("{text} per {}", singular(under)))
            }
            Ty::Date => self.either("日期", "date").to_owned(),
            Ty::Month => self.either("年月", "month").to_owned(),
            Ty::Text => self.either("文本", "text").to_owned(),
            Ty::Window => self.either("时期", "period").to_owned(),
            Ty::Enum(id) => {
                let members: Vec<String> = (0..self.book.enums[id.ix()].members.len())
                    .filter_map(|ix| u16::try_from(ix).ok())
                    .map(|ix| self.value(ty, &Val::Enum(ix)))
                    .collect();
                members.join(self.either("、", " or "))
            }
            Ty::Thing(kind) => self.kind(kind),
            Ty::Many(kind) => self.kinds(kind),
        }
    }
}

fn named(english: &str, id: &str) -> String {
    if english.is_empty() { readable(id) } else { english.to_owned() }
}

/// An id as words.
pub(super) fn readable(id: &str) -> String {
    id.replace('_', " ")
}

/// `contracts` as `contract`; ids of kinds are plural English words.
pub(super) fn singular(plural: &str) -> String {
    if plural == "USD" || plural == "yuan" {
        return plural.to_owned();
    }
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for (many, one) in [("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")] {
        if let Some(stem) = plural.strip_suffix(many) {
            return format!("{stem}{one}");
        }
    }
    match plural.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

fn letter(ix: u16) -> String {
    let at = u8::try_from(ix % 26).unwrap_or_default();
    let round = ix / 26;
    let letter = char::from(b'A' + at);
    if round == 0 { letter.to_string() } else { format!("{letter}{round}") }
}

const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}
