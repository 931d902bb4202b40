//! Expressions of the law in plain words of both languages, made from the checked form. It must never say less than the rule does.

use anye_law::book::{Book, Cmp, History, KindId, Node, NodeId, Rule, RuleId, Target, Val};
use anye_law::decide::answer::show;
use anye_law::syntax::ast::Aggregate;

/// Speaks about the expressions of one rule.
#[derive(Clone, Copy)]
pub struct Plain<'b> {
    /// The rule book.
    pub book: &'b Book,
    /// The rule whose locals are named.
    pub rule: &'b Rule,
    /// Chinese, else English.
    pub chinese: bool,
}

/// An id as words.
pub fn spaced(id: &str) -> String {
    id.replace('_', " ")
}

impl Plain<'_> {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.chinese { zh } else { en }
    }

    fn both(&self, zh: String, en: String) -> String {
        if self.chinese { zh } else { en }
    }

    /// A rule's name.
    pub fn rule_name(&self, id: RuleId) -> String {
        rule_name(self.book.rule(id), self.chinese)
    }

    fn name(&self, zh: &str, id: &str) -> String {
        if self.chinese || id.is_empty() { zh.to_owned() } else { spaced(id) }
    }

    fn get(&self, of: NodeId, kind: KindId, field: u16) -> String {
        let def = &self.book.kind(kind).fields[usize::from(field)];
        let name = self.name(&def.name, &def.id);
        match self.book.node(of) {
            Node::Var(_) => name,
            _ => self.both(format!("{}的{name}", self.say(of)), format!("{}'s {name}", self.say(of))),
        }
    }

    fn members(&self, of: NodeId, kind: KindId, reverse: u16) -> String {
        let def = &self.book.kind(kind).reverses[usize::from(reverse)];
        let name = self.name(&def.name, &self.book.kind(def.kind).id);
        match self.book.node(of) {
            Node::Var(_) => name,
            _ => self.both(format!("{}的{name}", self.say(of)), format!("{}'s {name}", self.say(of))),
        }
    }

    fn kind(&self, kind: KindId) -> String {
        let def = self.book.kind(kind);
        self.name(&def.name, &def.id)
    }

    /// In brackets when it is itself made of parts.
    fn part(&self, id: NodeId) -> String {
        let loose = matches!(
            self.book.node(id),
            Node::And(..)
                | Node::Or(..)
                | Node::Add(..)
                | Node::Sub(..)
                | Node::If(..)
                | Node::Aggregate { .. }
        );
        let said = self.say(id);
        match (loose, self.chinese) {
            (false, _) => said,
            (true, true) => format!("({said})"),
            (true, false) => format!("({said})"),
        }
    }

    fn infix(&self, a: NodeId, word: &str, b: NodeId) -> String {
        format!("{} {word} {}", self.part(a), self.part(b))
    }

    fn call(&self, zh: &str, en: &str, parts: &[NodeId]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.say(*part)).collect();
        if self.chinese {
            format!("{zh}({})", parts.join(","))
        } else {
            format!("{en} ({})", parts.join(", "))
        }
    }

    fn param(&self, id: anye_law::book::ParamId) -> String {
        let param = &self.book.params[id.ix()];
        match (self.chinese, param.english.is_empty()) {
            (true, _) => param.name.clone(),
            (false, true) => spaced(&param.id),
            (false, false) => param.english.clone(),
        }
    }

    fn compare(&self, cmp: Cmp, a: NodeId, b: NodeId) -> String {
        let word = match cmp {
            Cmp::Eq => self.pick("为", "is"),
            Cmp::Ne => self.pick("不为", "is not"),
            Cmp::Lt => self.pick("小于", "is below"),
            Cmp::Le => self.pick("不超过", "is at most"),
            Cmp::Gt => self.pick("大于", "is above"),
            Cmp::Ge => self.pick("不少于", "is at least"),
        };
        self.infix(a, word, b)
    }

    fn aggregate(&self, op: Aggregate, over: NodeId, filter: Option<NodeId>, take: Option<NodeId>) -> String {
        let word = match op {
            Aggregate::Count => self.pick("数目:", "number of"),
            Aggregate::CountPersons => self.pick("人数:", "number of persons among"),
            Aggregate::Sum => self.pick("合计:", "sum over"),
            Aggregate::Max => self.pick("最大值:", "largest over"),
            Aggregate::Min => self.pick("最小值:", "smallest over"),
            Aggregate::Any => self.pick("至少有一个", "at least one of"),
            Aggregate::All => self.pick("每一个", "each of"),
        };
        let mut text = format!("{word}{}{}", self.pick("", " "), self.say(over));
        if let Some(filter) = filter {
            text.push_str(
                &self.both(format!(",其{}", self.say(filter)), format!(" where {}", self.say(filter))),
            );
        }
        if let Some(take) = take {
            text.push_str(
                &self.both(format!(",取其{}", self.say(take)), format!(" of its {}", self.say(take))),
            );
        }
        text
    }

    fn target(&self, rule: RuleId, target: Target) -> String {
        match target {
            Target::Amount => self.pick("金额", "amount").to_owned(),
            Target::Months => self.pick("月数", "months").to_owned(),
            Target::Starts => self.pick("起始日", "first day").to_owned(),
            Target::Ends => self.pick("终止日", "last day").to_owned(),
            Target::AtMost => self.pick("最高额", "maximum").to_owned(),
            Target::Output(ix) => {
                let local = &self.book.rule(rule).locals[usize::from(ix)];
                self.name(&local.name, &local.id)
            }
        }
    }

    /// What an exception changes.
    pub fn exception_of(&self, rule: RuleId, target: Target) -> String {
        self.target(rule, target)
    }

    /// An expression in words.
    pub fn say(&self, id: NodeId) -> String {
        let book = self.book;
        match book.node(id) {
            Node::Const(value @ Val::Enum(_)) => spaced(&show::words(book, book.ty(id), value, self.chinese)),
            Node::Const(value) => show::words(book, book.ty(id), value, self.chinese),
            Node::Var(0) => self.kind(self.rule.subject),
            Node::Var(_) => self.pick("其", "it").to_owned(),
            Node::Get { of, kind, field } => self.get(*of, *kind, *field),
            Node::Members { of, kind, reverse } => self.members(*of, *kind, *reverse),
            Node::Every(kind) => format!("{}{}", self.pick("全体", "all "), self.kind(*kind)),
            Node::Param { param, on } => self.on(self.param(*param), *on),
            Node::Today => self.pick("决定当日", "the day of the decision").to_owned(),
            Node::Local(ix) => {
                let local = &self.rule.locals[usize::from(*ix)];
                self.name(&local.name, &local.id)
            }
            Node::Not(a) => {
                self.both(format!("并非{}", self.bracketed(*a)), format!("not {}", self.bracketed(*a)))
            }
            Node::And(a, b) => self.logic(*a, self.pick("且", "and"), *b),
            Node::Or(a, b) => self.logic(*a, self.pick("或", "or"), *b),
            Node::Compare(cmp, a, b) => self.compare(*cmp, *a, *b),
            Node::If(when, then, other) => self.both(
                format!("若{}则{},否则{}", self.say(*when), self.say(*then), self.say(*other)),
                format!("{} if {}, otherwise {}", self.say(*then), self.say(*when), self.say(*other)),
            ),
            Node::Aggregate { op, over, filter, take, .. } => self.aggregate(*op, *over, *filter, *take),
            Node::OneOf(a, list) => {
                let list: Vec<String> = list.iter().map(|one| self.say(*one)).collect();
                self.both(
                    format!("{} 属于{}", self.part(*a), list.join("、")),
                    format!("{} is one of {}", self.part(*a), list.join(", ")),
                )
            }
            Node::InList { list, of, on } => {
                let def = &book.lists[list.ix()];
                let name = if def.english.is_empty() {
                    self.name(&def.name, &def.id)
                } else {
                    self.name(&def.name, &def.english)
                };
                let text = self.both(
                    format!("{} 在“{name}”内", self.part(*of)),
                    format!("{} is on the list “{name}”", self.part(*of)),
                );
                self.on(text, *on)
            }
            node => self.rest(node),
        }
    }

    fn on(&self, text: String, day: Option<NodeId>) -> String {
        match day {
            None => text,
            Some(day) => {
                self.both(format!("{text}({}时)", self.say(day)), format!("{text} (as of {})", self.say(day)))
            }
        }
    }

    fn bracketed(&self, id: NodeId) -> String {
        format!("({})", self.say(id))
    }

    fn logic(&self, a: NodeId, word: &str, b: NodeId) -> String {
        let side = |id: NodeId| match self.book.node(id) {
            Node::Or(..) => self.bracketed(id),
            _ => self.say(id),
        };
        match word {
            "或" | "or" => format!("{} {word} {}", self.say(a), self.say(b)),
            _ => format!("{} {word} {}", side(a), side(b)),
        }
    }

    fn history(&self, what: History, rules: &[RuleId]) -> String {
        let names: Vec<String> = rules.iter().map(|rule| self.rule_name(*rule)).collect();
        let names = names.join(self.pick("、", ", "));
        match what {
            History::Times => {
                self.both(format!("已享受“{names}”的次数"), format!("times “{names}” was received"))
            }
            History::Months => {
                self.both(format!("已享受“{names}”的月数"), format!("months of “{names}” received"))
            }
            History::Amount => {
                self.both(format!("已领“{names}”的金额"), format!("money received from “{names}”"))
            }
            History::Latest => {
                self.both(format!("最近享受“{names}”之日"), format!("latest day of “{names}”"))
            }
        }
    }

    fn rest(&self, node: &Node) -> String {
        match node {
            Node::Window(a, b) => format!("{} {} {}", self.say(*a), self.pick("至", "to"), self.say(*b)),
            Node::Neg(a) => format!("−{}", self.part(*a)),
            Node::Add(a, b) => self.infix(*a, "+", *b),
            Node::Sub(a, b) | Node::DaysBetween(a, b) => self.infix(*a, "−", *b),
            Node::Mul(a, b) => self.infix(*a, "×", *b),
            Node::Div(a, b) => self.infix(*a, "÷", *b),
            Node::PlusMonths(a, b) | Node::PlusDays(a, b) => self.infix(*a, self.pick("后", "plus"), *b),
            Node::Within(a, b) => self.both(
                format!("{} 在 {} 之内", self.part(*a), self.say(*b)),
                format!("{} is within {}", self.part(*a), self.say(*b)),
            ),
            Node::Min(a, b) => self.call("较小者", "the smaller of", &[*a, *b]),
            Node::Max(a, b) => self.call("较大者", "the larger of", &[*a, *b]),
            Node::Abs(a) => self.call("绝对值", "absolute value of", &[*a]),
            Node::Round { of, .. } => self.call("取整", "rounded", &[*of]),
            Node::Scale(a, _) => self.part(*a),
            Node::Age(a, b) => self.both(
                format!("{}时的周岁(按{})", self.say(*b), self.say(*a)),
                format!("age in years on {} (from {})", self.say(*b), self.say(*a)),
            ),
            Node::MonthsBetween(a, b) => self.call("整月数", "whole months between", &[*a, *b]),
            Node::MonthStart(a) => self.call("月初", "first day of the month of", &[*a]),
            Node::MonthEnd(a) => self.call("月末", "last day of the month of", &[*a]),
            Node::YearOf(a) => self.call("年份", "year of", &[*a]),
            Node::MonthOf(a) => self.call("月份", "month of", &[*a]),
            Node::Known(a) => {
                self.both(format!("已有{}", self.say(*a)), format!("{} is known", self.say(*a)))
            }
            Node::Default(a, b) => self.both(
                format!("{}(没有时取{})", self.say(*a), self.say(*b)),
                format!("{} ({} when there is none)", self.say(*a), self.say(*b)),
            ),
            Node::PlaceIn(a, scope) => self.both(
                format!("{} 属于地区 {scope}", self.part(*a)),
                format!("{} lies in {scope}", self.part(*a)),
            ),
            Node::Length(a) => self.call("字数", "characters of", &[*a]),
            Node::Occurrences(a, b) => self.call("出现次数", "occurrences in", &[*a, *b]),
            Node::Contains(a, b) => self.both(
                format!("{} 含有 {}", self.part(*a), self.say(*b)),
                format!("{} contains {}", self.part(*a), self.say(*b)),
            ),
            Node::Fulfils(rule, of) => self.both(
                format!("{} 符合“{}”", self.say(*of), self.rule_name(*rule)),
                format!("{} fulfils “{}”", self.say(*of), self.rule_name(*rule)),
            ),
            Node::Result(rule, of, target) => self.both(
                format!("{}按“{}”的{}", self.say(*of), self.rule_name(*rule), self.target(*rule, *target)),
                format!(
                    "{} of {} under “{}”",
                    self.target(*rule, *target),
                    self.say(*of),
                    self.rule_name(*rule)
                ),
            ),
            Node::History { what, rules, .. } => self.history(*what, rules),
            _ => String::new(),
        }
    }
}

/// A rule's name in the reader's language; the Chinese one where it has no English name.
pub fn rule_name(rule: &Rule, chinese: bool) -> String {
    if chinese || rule.english.is_empty() { rule.name.clone() } else { rule.english.clone() }
}
