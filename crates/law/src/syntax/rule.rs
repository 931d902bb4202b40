//! 待遇, 认定, 测算 and 排序: their sections one by one. It must never depend on the order of the sections.

use super::ast::{Binding, Exception, Relation, RelationKind, RuleItem, RuleKind, Valid};
use super::keyword::{self as kw, Keyword};
use super::layout::{Begin, Statement};
use super::parser::Parser;
use super::section::{COMMON, Seen};
use super::token::Tok;

/// The sections of a rule besides the common ones.
const OWN: &[Keyword] = &[
    kw::COVERS,
    kw::SUBJECT,
    kw::PAYEE,
    kw::PLACE,
    kw::VALID,
    kw::AS_OF,
    kw::KNOWN,
    kw::TOPIC,
    kw::LET,
    kw::GIVES,
    kw::WHEN,
    kw::AMOUNT,
    kw::MONTHS,
    kw::STARTS,
    kw::ENDS,
    kw::AT_MOST,
    kw::EXCEPTION,
    kw::TIMES,
    kw::CAP,
    kw::FUND,
    kw::SHARE,
    kw::RELATION,
    kw::PAPERS,
    kw::WHERE,
    kw::INSTEAD,
    kw::ORDER,
    kw::LOT,
];

impl Parser<'_> {
    pub(super) fn rule(&mut self, kind: RuleKind, statement: Statement, body: &[Statement]) -> RuleItem {
        let mut rule = empty(kind);
        rule.head = self.head(statement);
        let mut last = None;
        // A clause belongs to the block or order before it, so statements are read in groups.
        let mut seen = Seen::new();
        self.inline(&mut rule, &mut last, &mut seen);
        self.finish(&[OWN, COMMON]);
        for line in body {
            self.enter(*line);
            if line.begin == Begin::Clause {
                self.numbered(&mut rule, last);
            } else {
                self.inline(&mut rule, &mut last, &mut seen);
                if self.at == line.from {
                    self.unknown(&[OWN, COMMON]);
                }
            }
            self.finish(&[OWN, COMMON]);
        }
        rule.head.span = self.since(rule.head.span);
        rule
    }

    /// The sections of one statement: one, unless the author forgot a new line.
    fn inline(&mut self, rule: &mut RuleItem, last: &mut Option<Keyword>, seen: &mut Seen) {
        while let Some(token) = self.token() {
            let Some(keyword) = self.section(&[OWN, COMMON], seen) else { return };
            if !token.line_start {
                let zh = keyword.zh();
                self.error(
                    "L007",
                    token.span,
                    format!("“{zh}”要另起一行"),
                    format!("{zh} begins a line of its own"),
                );
            }
            *last = Some(keyword);
            self.rule_section(keyword, rule);
        }
    }

    fn rule_section(&mut self, keyword: Keyword, rule: &mut RuleItem) {
        match () {
            () if keyword == kw::COVERS => rule.covers.extend(self.codes("需求", "a requirement")),
            () if keyword == kw::SUBJECT => rule.subject = self.name("对象", "a kind"),
            () if keyword == kw::PAYEE => rule.payee = Some(self.path()),
            () if keyword == kw::PLACE => rule.place = self.code("地区", "the place"),
            () if keyword == kw::VALID => rule.valid = Some(self.valid()),
            () if keyword == kw::AS_OF => rule.as_of = Some(self.expr()),
            () if keyword == kw::KNOWN => rule.known = self.date(),
            () if keyword == kw::TOPIC => rule.topic = self.name("事项", "the topic"),
            () if keyword == kw::LET || keyword == kw::GIVES => {
                let binding = self.binding(keyword == kw::GIVES);
                rule.bindings.extend(binding);
            }
            () if keyword == kw::WHEN => self.block(rule),
            () if keyword == kw::AMOUNT => rule.amount = Some(self.expr()),
            () if keyword == kw::MONTHS => rule.months = Some(self.expr()),
            () if keyword == kw::STARTS => rule.starts = Some(self.expr()),
            () if keyword == kw::ENDS => rule.ends = Some(self.expr()),
            () if keyword == kw::AT_MOST => rule.at_most = Some(self.expr()),
            () if keyword == kw::EXCEPTION => rule.exceptions.extend(self.exception()),
            () if keyword == kw::ORDER => self.order(rule),
            () if keyword == kw::LOT => rule.lot = Some(self.path()),
            () => self.rule_money(keyword, rule),
        }
    }

    fn rule_money(&mut self, keyword: Keyword, rule: &mut RuleItem) {
        match () {
            () if keyword == kw::TIMES => rule.times.push(self.times()),
            () if keyword == kw::CAP => rule.caps.push(self.cap()),
            () if keyword == kw::FUND => rule.funds = self.funds(),
            () if keyword == kw::SHARE => rule.shares = self.shares(),
            () if keyword == kw::RELATION => self.relation(rule),
            () if keyword == kw::PAPERS => rule.papers.extend(self.texts()),
            () if keyword == kw::WHERE => rule.apply_at = self.want_text(),
            () if keyword == kw::INSTEAD => rule.instead.extend(self.names("待遇", "a rule")),
            () => self.common(keyword, &mut rule.head),
        }
    }

    /// 有效.
    fn valid(&mut self) -> Valid {
        let span = self.here();
        if self.eat(kw::ALWAYS) {
            return Valid::Always { span };
        }
        if self.eat(kw::TO) {
            return Valid::Between { from: None, to: Some(self.expr()) };
        }
        let named = self.eat(kw::FROM);
        let first = self.expr();
        if self.eat(kw::TO) {
            return Valid::Between { from: Some(first), to: Some(self.expr()) };
        }
        if named { Valid::Between { from: Some(first), to: None } } else { Valid::Window { window: first } }
    }

    /// 设 NAME = E, 给出 NAME [id] = E; the keyword is taken.
    fn binding(&mut self, output: bool) -> Option<Binding> {
        let start = self.last();
        let name = self.name("结果", "the value")?;
        let id = if matches!(self.tok(), Some(Tok::Word(_))) { self.id() } else { None };
        self.want_tok(&Tok::Equal, "=");
        let value = self.window();
        Some(Binding { span: self.since(start), name, id, output, value })
    }

    /// 例外 TARGET 当 C 取 E [依据 …]; the keyword is taken.
    fn exception(&mut self) -> Option<Exception> {
        let start = self.last();
        let target = self.name("例外所改的段落", "what the exception changes")?;
        self.want(kw::IF_EVER);
        let when = self.expr();
        let value = if self.want(kw::TAKE) {
            self.expr()
        } else {
            super::expression::at(self.here(), super::ast::Node::Missing)
        };
        let basis = if self.eat(kw::BASIS) { self.cites() } else { Vec::new() };
        Some(Exception { span: self.since(start), target, when, value, basis })
    }

    fn relation(&mut self, rule: &mut RuleItem) {
        let words = [
            (kw::REPLACES, RelationKind::Replaces),
            (kw::ADDS, RelationKind::Adds),
            (kw::CARRIES_OUT, RelationKind::CarriesOut),
            (kw::DEPENDS_ON, RelationKind::DependsOn),
        ];
        let mut kind = None;
        loop {
            if let Some((word, found)) = words.iter().find(|(word, _)| self.is(*word)) {
                self.eat(*word);
                kind = Some(*found);
            }
            let Some(kind) = kind else {
                let here = self.here();
                self.error(
                    "L019",
                    here,
                    "此处应写“替代”“补充”“实施”或“依附”",
                    "replaces (替代), adds (补充), carries_out (实施) or depends_on (依附) is expected here",
                );
                return;
            };
            if let Some(rule_name) = self.name("规定", "a rule") {
                rule.relations.push(Relation { kind, rule: rule_name });
            }
            if !self.eat_tok(&Tok::Comma) {
                return;
            }
        }
    }
}

fn empty(kind: RuleKind) -> RuleItem {
    RuleItem {
        kind,
        head: super::ast::Head::default(),
        covers: Vec::new(),
        subject: None,
        payee: None,
        place: None,
        valid: None,
        as_of: None,
        known: None,
        topic: None,
        bindings: Vec::new(),
        blocks: Vec::new(),
        amount: None,
        months: None,
        starts: None,
        ends: None,
        at_most: None,
        exceptions: Vec::new(),
        times: Vec::new(),
        caps: Vec::new(),
        funds: Vec::new(),
        shares: Vec::new(),
        relations: Vec::new(),
        papers: Vec::new(),
        apply_at: None,
        instead: Vec::new(),
        order: Vec::new(),
        lot: None,
    }
}
