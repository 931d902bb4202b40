//! 情景: the base and the cases. It must never read a fact as something it does not say: what is not an assignment is an error.

use crate::span::{Diagnostic, Span, Spanned};

use super::ast::{AssignedValue, Assignment, CaseItem, Name, ScenarioItem, Step};
use super::keyword as kw;
use super::layout::Statement;
use super::parser::Parser;
use super::section::Seen;
use super::token::Tok;

impl Parser<'_> {
    pub(super) fn scenario(&mut self, body: &[Statement]) -> Option<ScenarioItem> {
        const OWN: &[kw::Keyword] = &[kw::COVERS, kw::BASE, kw::CASE, kw::NOTE, kw::ENGLISH];
        let start = self.here();
        self.bump();
        let rule = self.name("规定", "the rule under test");
        self.finish(&[OWN]);
        let (mut covers, mut base, mut cases) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = Seen::new();
        let mut in_base = false;
        for line in body {
            self.enter(*line);
            match self.section(&[OWN], &mut seen) {
                Some(kw::COVERS) => covers.extend(self.codes("需求", "a requirement")),
                Some(kw::BASE) => {
                    in_base = true;
                    base.extend(self.assignments());
                }
                Some(kw::CASE) => {
                    in_base = false;
                    cases.extend(self.case());
                }
                Some(_) => {
                    let _ = self.want_text();
                    let _ = self.eat(kw::ENGLISH) && self.want_text().is_some();
                }
                None if in_base => base.extend(self.assignments()),
                None => self.unknown(&[OWN]),
            }
            self.finish(&[OWN]);
        }
        let span = self.since(start);
        Some(ScenarioItem { span, rule: rule?, covers, base, cases })
    }

    /// Assignments separated by `;`.
    fn assignments(&mut self) -> Vec<Assignment> {
        let mut found = Vec::new();
        while !matches!(self.tok(), None | Some(Tok::Arrow)) {
            found.extend(self.assignment());
            if !self.eat_tok(&Tok::Semi) {
                break;
            }
        }
        found
    }

    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.here();
        let member = matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Dot | Tok::Hash | Tok::Equal));
        if self.is(kw::PARAMETER) && member {
            self.bump();
            self.want_tok(&Tok::Dot, ".");
            let name = self.name("参数", "a parameter")?;
            self.want_tok(&Tok::Equal, "=");
            return Some(Assignment::Parameter { name, value: self.window() });
        }
        if !member {
            match () {
                () if self.eat(kw::DATE) => return self.date().map(Assignment::On),
                () if self.eat(kw::KNOWN) => return self.date().map(Assignment::Known),
                () if self.eat(kw::PLACE) => return self.code("地区", "the place").map(Assignment::Place),
                () if self.eat(kw::LEDGER) => return self.ledger(start),
                () if self.eat(kw::CHOICE) => return self.name("待遇", "a rule").map(Assignment::Choice),
                () if self.eat(kw::FUND) => return self.name("资金", "a fund").map(Assignment::Fund),
                () => {}
            }
        }
        let other = if self.is(kw::OTHER) && member { Some(self.other()?) } else { None };
        let path = self.steps()?;
        self.want_tok(&Tok::Equal, "=");
        let value = if self.is(kw::SAME) && matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Word(_))) {
            self.bump();
            AssignedValue::Same(self.steps()?)
        } else {
            AssignedValue::Value(self.window())
        };
        Some(Assignment::Fact { span: self.since(start), other, path, value })
    }

    /// `另#1`.
    fn other(&mut self) -> Option<u32> {
        self.bump();
        self.bump();
        self.count()
    }

    /// A whole number from 1.
    fn count(&mut self) -> Option<u32> {
        let here = self.here();
        let found = match self.tok() {
            Some(Tok::Number(n)) => n.to_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0),
            _ => None,
        };
        if found.is_none() {
            self.error(
                "L029",
                here,
                "“#”后面要写从 1 开始的序号,如 #1 或 #1..500",
                "A number from 1 follows #, such as #1 or #1..500",
            );
        }
        self.bump();
        found
    }

    /// `用人单位.合同#1..500.期限`.
    pub(super) fn steps(&mut self) -> Option<Vec<Step>> {
        let mut found = Vec::new();
        loop {
            let name = self.name("对象或字段", "a kind or field")?;
            let mut elements = None;
            if self.eat_tok(&Tok::Hash) {
                let here = self.here();
                let first = self.count()?;
                let last = if self.eat_tok(&Tok::DotDot) { self.count()? } else { first };
                if last < first || last - first > 1_000_000 {
                    let span = self.since(here);
                    self.error(
                        "L029",
                        span,
                        "序号的范围要从小到大,且不超过一百万个",
                        "The range goes upwards and holds a million at most",
                    );
                    return None;
                }
                elements = Some((first, last));
            }
            found.push(Step { name, elements });
            if !self.eat_tok(&Tok::Dot) {
                return Some(found);
            }
        }
    }

    /// 台账 RULE PATH DATE [AMOUNT] [N 个月] [待批] [至 DATE]; the keyword is taken.
    fn ledger(&mut self, start: Span) -> Option<Assignment> {
        let rule = self.name("待遇", "a rule")?;
        let path = self.steps()?;
        let date = self.date()?;
        let (mut amount, mut months, mut pending, mut to) = (None, None, false, None);
        loop {
            match () {
                () if self.eat(kw::PENDING) => pending = true,
                () if self.eat(kw::TO) => to = Some(self.date()?),
                () if self.begins_value() => self.quantity(&mut amount, &mut months),
                () => break,
            }
        }
        Some(Assignment::Ledger { span: self.since(start), rule, path, date, amount, months, pending, to })
    }

    /// 例 title [: changes] → outcome; the keyword is taken.
    fn case(&mut self) -> Option<CaseItem> {
        let start = self.last();
        let title = self.title();
        let mut changes = Vec::new();
        if self.eat_tok(&Tok::Colon) {
            changes = self.assignments();
        }
        if self.tok() != Some(&Tok::Arrow) {
            let here = self.here();
            if self.found.last().is_none_or(|f| f.span.start < start.start) || self.token().is_none() {
                let finding = Diagnostic::error(
                    "L019",
                    here,
                    "“例”要写明结果:→ 给予、→ 不予 等",
                    "A case says what must come out: → 给予 (granted), → 不予 (refused) …",
                );
                self.found.push(finding.suggest("→"));
            }
            return None;
        }
        self.bump();
        let expect = self.expect()?;
        Some(CaseItem { span: self.since(start), title, changes, expect })
    }

    /// The words up to `:` or `→`.
    fn title(&mut self) -> Name {
        if let Some(text) = self.text() {
            return text;
        }
        let start = self.here();
        let from = self.at;
        while self.token().is_some_and(|t| !t.line_start && !matches!(t.tok, Tok::Colon | Tok::Arrow)) {
            self.bump();
        }
        if self.at == from {
            self.error("L014", start, "“例”后面要写名称", "A case needs a title");
            return Spanned { value: String::new(), span: start };
        }
        let span = self.since(start);
        Spanned { value: self.written(span).to_owned(), span }
    }
}
