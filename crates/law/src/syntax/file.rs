//! The items of a file: document heads, enums, kinds, lists, exclusion groups and conflicts. It must never let one bad item hide the next.

use crate::span::{Diagnostic, Spanned};

use super::ast::{
    ConflictItem, Document, EnumItem, ExclusiveItem, FieldItem, FieldType, Item, KindItem, Resolution,
    RuleKind, TypeName,
};
use super::keyword::{self as kw, HEADS, Keyword};
use super::layout::{Begin, Statement, statements};
use super::parser::Parser;
use super::section::{COMMON, Seen};
use super::token::Tok;
use super::unit::plain;

impl Parser<'_> {
    /// All items of the file.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let all = statements(self.tokens);
        let mut items = Vec::new();
        let mut rest = all.as_slice();
        while let Some((head, more)) = rest.split_first() {
            let body = more.iter().position(|s| s.begin == Begin::Head).unwrap_or(more.len());
            let (body, next) = more.split_at(body);
            items.extend(self.item(*head, body));
            rest = next;
        }
        items
    }

    fn item(&mut self, head: Statement, body: &[Statement]) -> Option<Item> {
        self.enter(head);
        let token = self.token()?;
        let rules = [
            (kw::BENEFIT, RuleKind::Benefit),
            (kw::CATEGORY, RuleKind::Category),
            (kw::CALCULATION, RuleKind::Calculation),
            (kw::RANKING, RuleKind::Ranking),
        ];
        if let Some((_, kind)) = rules.iter().find(|(word, _)| token.is(*word)) {
            return Some(Item::Rule(Box::new(self.rule(*kind, head, body))));
        }
        Some(match () {
            () if token.is(kw::DOCUMENT) => Item::Document(self.document(head, body)?),
            () if token.is(kw::ENUM) => Item::Enum(self.enumeration(head, body)),
            () if token.is(kw::KIND) => Item::Kind(self.kind(head, body)),
            () if token.is(kw::PARAMETER) => Item::Parameter(self.parameter_item(head, body)),
            () if token.is(kw::LIST) => Item::List(self.list(head, body)),
            () if token.is(kw::EXCLUSIVE) => Item::Exclusive(self.exclusive(head, body)),
            () if token.is(kw::CONFLICT) => Item::Conflict(self.conflict(head, body)),
            () if token.is(kw::SCENARIO) => Item::Scenario(Box::new(self.scenario(body)?)),
            () => {
                self.no_head();
                return None;
            }
        })
    }

    fn no_head(&mut self) {
        let here = self.here();
        let finding = Diagnostic::error(
            "L005",
            here,
            "条目要以文件、参数、清单、枚举、对象、待遇、认定、测算、排序、互斥、冲突或情景开头",
            "An item begins with document, parameter, list, enum, kind, benefit, category, calculation, ranking, exclusive, conflict or scenario",
        );
        let near = kw::nearest(self.written(here), HEADS);
        self.found.push(match near {
            Some(near) => finding.suggest(near),
            None => finding,
        });
    }

    fn document(&mut self, head: Statement, body: &[Statement]) -> Option<Document> {
        const OWN: &[Keyword] = &[kw::PLACE, kw::PARENTS, kw::KNOWN, kw::NOTE, kw::ENGLISH];
        let start = self.here();
        self.bump();
        let mut found = self.code("文件", "the document").map(|id| Document {
            span: start,
            id,
            place: None,
            parents: Vec::new(),
            known: None,
        });
        let mut notes = super::ast::Head::default();
        self.each(head, body, &[OWN], |p, keyword| {
            let Some(doc) = &mut found else {
                p.at = p.end;
                return;
            };
            match () {
                () if keyword == kw::PLACE => doc.place = p.code("地区", "the place"),
                () if keyword == kw::PARENTS => doc.parents.extend(p.codes("文件", "the document")),
                () if keyword == kw::KNOWN => doc.known = p.date(),
                () => p.common(keyword, &mut notes),
            }
        });
        let span = self.since(start);
        found.map(|doc| Document { span, ..doc })
    }

    /// Runs `read` for every section of an item, and reports what is no section of it.
    pub(super) fn each(
        &mut self,
        head: Statement,
        body: &[Statement],
        own: &[&[Keyword]],
        mut read: impl FnMut(&mut Self, Keyword),
    ) {
        let mut seen: Seen = Vec::new();
        self.end = head.to;
        let mut first = true;
        for statement in std::iter::once(head).chain(body.iter().copied()) {
            if !first {
                self.enter(statement);
            }
            while self.token().is_some() {
                let inline = self.at > statement.from;
                let span = self.here();
                let Some(keyword) = self.section(own, &mut seen) else { break };
                if inline {
                    let zh = keyword.zh();
                    let finding = Diagnostic::error(
                        "L007",
                        span,
                        format!("“{zh}”要另起一行"),
                        format!("{zh} begins a line of its own"),
                    );
                    self.found.push(finding.suggest(format!("\n  {zh}")));
                }
                read(self, keyword);
            }
            if first || self.at > statement.from {
                self.finish(own)
            } else {
                self.unknown(own)
            }
            first = false;
        }
    }

    fn enumeration(&mut self, statement: Statement, body: &[Statement]) -> EnumItem {
        let mut head = self.head(statement);
        let mut members = Vec::new();
        self.each(statement, body, &[&[kw::ITEMS], COMMON], |p, keyword| {
            if keyword != kw::ITEMS {
                return p.common(keyword, &mut head);
            }
            loop {
                if let Some(name) = p.name("成员", "a member") {
                    let id = if matches!(p.tok(), Some(Tok::Word(_)))
                        && !p.token().is_some_and(|t| t.line_start)
                    {
                        p.id()
                    } else {
                        None
                    };
                    members.push((name, id));
                }
                if !p.eat_tok(&Tok::Comma) {
                    break;
                }
            }
        });
        head.span = self.since(head.span);
        EnumItem { head, members }
    }

    fn kind(&mut self, statement: Statement, body: &[Statement]) -> KindItem {
        let mut head = self.head(statement);
        self.finish(&[]);
        let mut fields = Vec::new();
        let mut seen = Seen::new();
        for line in body {
            self.enter(*line);
            // A field may be called as a section is; then its id follows, not a text or a citation.
            let field = matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Word(w)) if w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            match if field { None } else { self.section(&[COMMON], &mut seen) } {
                Some(keyword) => self.common(keyword, &mut head),
                None => fields.extend(self.field()),
            }
            self.finish(&[]);
        }
        head.span = self.since(head.span);
        KindItem { head, fields }
    }

    fn field(&mut self) -> Option<FieldItem> {
        let start = self.here();
        let name = self.name("字段", "a field")?;
        let id = self.id().unwrap_or_else(|| Spanned { value: String::new(), span: self.here() });
        let ty = if self.eat_tok(&Tok::Arrow) {
            let kind = self.name("对象", "a kind")?;
            self.want_tok(&Tok::Dot, ".");
            let reverse = self.name("反向集合", "the reverse collection")?;
            FieldType::Relation { kind, reverse }
        } else {
            FieldType::Value(self.type_name()?)
        };
        let finding = self.eat(kw::FINDING);
        let basis = if self.eat(kw::BASIS) { self.cites() } else { Vec::new() };
        let help = self.text();
        Some(FieldItem { span: self.since(start), name, id, ty, finding, basis, help })
    }

    /// A type: a word, units between `/`, or `%`.
    pub(super) fn type_name(&mut self) -> Option<TypeName> {
        let start = self.here();
        if self.eat_tok(&Tok::Percent(100)) {
            return Some(TypeName { span: start, words: vec!["%".into()] });
        }
        let mut words = Vec::new();
        loop {
            let Some(word) = self.word() else {
                let here = self.here();
                self.error(
                    "L025",
                    here,
                    "此处应写类型,如 是否、日期、文本、元、人/月",
                    "A type is expected here, such as 是否, 日期, 文本, 元 or a unit",
                );
                return None;
            };
            words.push(plain(&word.value).to_owned());
            if !self.eat_tok(&Tok::Slash) {
                return Some(TypeName { span: self.since(start), words });
            }
        }
    }

    fn exclusive(&mut self, statement: Statement, body: &[Statement]) -> ExclusiveItem {
        const OWN: &[Keyword] = &[kw::COVERS, kw::MEMBERS, kw::PER, kw::OVER_TIME, kw::CHOICE];
        let head = self.head(statement);
        let mut item = ExclusiveItem {
            head,
            covers: Vec::new(),
            members: Vec::new(),
            per: None,
            over_time: false,
            choice: None,
        };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::MEMBERS => item.members.extend(p.names("待遇", "a rule")),
            () if keyword == kw::PER => item.per = p.name("对象", "a kind"),
            () if keyword == kw::OVER_TIME => item.over_time = p.yes(),
            () if keyword == kw::CHOICE => item.choice = p.name("选择方式", "the way of choosing"),
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }

    fn conflict(&mut self, statement: Statement, body: &[Statement]) -> ConflictItem {
        const OWN: &[Keyword] = &[kw::COVERS, kw::MEMBERS, kw::RESOLVED];
        let head = self.head(statement);
        let mut item = ConflictItem { head, covers: Vec::new(), members: Vec::new(), resolved: None };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::MEMBERS => item.members.extend(p.names("待遇", "a rule")),
            () if keyword == kw::RESOLVED => item.resolved = p.resolution(),
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }

    fn resolution(&mut self) -> Option<Resolution> {
        let span = self.here();
        if self.eat(kw::BOTH) {
            return Some(Resolution::Both { span });
        }
        if self.eat(kw::PENDING_WORD) {
            return Some(Resolution::Open { span });
        }
        self.want(kw::PREVAILS);
        Some(Resolution::Prevails { rule: self.name("规定", "a rule")? })
    }

    /// 是 or 否.
    pub(super) fn yes(&mut self) -> bool {
        if self.eat(kw::FALSE) {
            return false;
        }
        self.want(kw::TRUE)
    }
}
