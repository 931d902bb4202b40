//! A value in words: what is added to what, which field of which thing. It must never evaluate anything.

use super::names::Words;
use crate::book::{History, KindId, Node, NodeId, Rule, Target, Ty, Val};
use crate::num::{Num, Rounding};
use crate::syntax::ast::Aggregate;

impl Words<'_> {
    /// A value of any type; a truth value becomes `whether …`.
    pub(super) fn term(&self, id: NodeId) -> String {
        if self.book.ty(id) == Ty::Bool {
            return match self.book.node(id) {
                Node::Const(value) => self.value(Ty::Bool, value),
                _ if self.chinese => format!("\u{e000}{}\u{e001}是否成立", self.holds(id)),
                _ => format!("whether {}", self.holds(id)),
            };
        }
        self.sum(id).or_else(|| self.dates(id)).unwrap_or_else(|| self.other(id))
    }

    /// A value inside a larger one: brackets where the reader could take it apart otherwise.
    fn part(&self, id: NodeId) -> String {
        let text = self.term(id);
        match self.book.node(id) {
            Node::Add(..) | Node::Sub(..) | Node::Mul(..) | Node::Div(..) | Node::If(..) | Node::Neg(_) => {
                self.bracketed(&text)
            }
            Node::Scale(of, _) => self.part(*of),
            _ => text,
        }
    }

    pub(super) fn bracketed(&self, text: &str) -> String {
        format!("{}{text}{}", self.either("(", "("), self.either(")", ")"))
    }

    fn sum(&self, id: NodeId) -> Option<String> {
        let join = |zh: &str, en: &str, a: &str, b: &str| {
            if self.chinese { format!("{a}{zh}{b}") } else { format!("{a} {en} {b}") }
        };
        let flat = |of: NodeId| match self.book.node(of) {
            Node::Add(..) | Node::Mul(..) | Node::Div(..) => self.term(of),
            _ => self.part(of),
        };
        let factor = |of: NodeId| match self.book.node(of) {
            Node::Mul(..) | Node::Div(..) => self.term(of),
            _ => self.part(of),
        };
        Some(match self.book.node(id) {
            Node::Add(a, b) => join("加", "plus", &flat(*a), &flat(*b)),
            Node::Sub(a, b) => join("减", "minus", &flat(*a), &factor(*b)),
            Node::Mul(a, b) => join("乘以", "times", &factor(*a), &self.part(*b)),
            Node::Div(a, b) => join("除以", "divided by", &factor(*a), &self.part(*b)),
            Node::Neg(a) => format!("{}{}", self.either("负的", "minus "), self.part(*a)),
            Node::Abs(a) if self.chinese => format!("{}的绝对值", self.part(*a)),
            Node::Abs(a) => format!("the size of {}", self.part(*a)),
            Node::Scale(a, _) => self.term(*a),
            Node::Round { of, how, step } => self.rounded(*of, *how, *step),
            Node::Min(..) | Node::Max(..) => self.extreme(id),
            Node::If(test, yes, no) if self.chinese => {
                format!("若{},则为{};否则为{}", self.holds(*test), self.term(*yes), self.term(*no))
            }
            Node::If(test, yes, no) => {
                format!("{} if {}, otherwise {}", self.term(*yes), self.holds(*test), self.term(*no))
            }
            Node::Default(a, b) if self.chinese => {
                format!("{}(未填写时取{})", self.term(*a), self.term(*b))
            }
            Node::Default(a, b) => format!("{} (if not known, {})", self.term(*a), self.term(*b)),
            _ => return None,
        })
    }

    /// 较小, 较大 of two or more.
    fn extreme(&self, id: NodeId) -> String {
        let small = matches!(self.book.node(id), Node::Min(..));
        let mut parts = Vec::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            match self.book.node(next) {
                Node::Min(a, b) if small => open.extend([*b, *a]),
                Node::Max(a, b) if !small => open.extend([*b, *a]),
                _ => parts.push(self.part(next)),
            }
        }
        let date = matches!(self.book.ty(id), Ty::Date | Ty::Month);
        let (zh, en) = match (small, date) {
            (true, true) => ("中较早的", "the earlier of "),
            (false, true) => ("中较晚的", "the later of "),
            (true, false) => ("中较小的", "the smaller of "),
            (false, false) => ("中较大的", "the larger of "),
        };
        let list = parts.join(self.either("与", " and "));
        if self.chinese { format!("{list}{zh}") } else { format!("{en}{list}") }
    }

    fn rounded(&self, of: NodeId, how: Rounding, step: Num) -> String {
        let money = matches!(self.book.ty(of), Ty::Num(dim) if dim.0[0] > 0);
        let yuan = step == Num::int(100);
        let places = step.denominator().checked_ilog10().unwrap_or_default();
        let (zh, en) = match (money, how) {
            (true, Rounding::HalfUp) if yuan => ("四舍五入到元".to_owned(), "rounded to the yuan".to_owned()),
            (true, Rounding::HalfUp) => ("四舍五入到分".into(), "rounded to the fen".into()),
            (true, Rounding::Down) => ("舍去到分".into(), "rounded down to the fen".into()),
            (true, Rounding::Up) => ("进位到分".into(), "rounded up to the fen".into()),
            (false, Rounding::Down) => ("取整".into(), "rounded down to a whole number".into()),
            (false, Rounding::Up) => ("进一".into(), "rounded up to a whole number".into()),
            (false, Rounding::HalfUp) if places == 0 => {
                ("四舍五入到整数".into(), "rounded to a whole number".into())
            }
            (false, Rounding::HalfUp) => {
                (format!("四舍五入到小数点后{places}位"), format!("rounded to {places} decimals"))
            }
        };
        let what = self.term(of);
        if self.chinese { format!("{what},{zh}") } else { format!("{what}, {en}") }
    }

    fn dates(&self, id: NodeId) -> Option<String> {
        let (zh, a, en) = match self.book.node(id) {
            Node::Today => return Some(self.either("决定当日", "the day of the decision").to_owned()),
            Node::PlusMonths(day, n) | Node::PlusDays(day, n) => return Some(self.later(*day, *n)),
            Node::DaysBetween(to, from) => return Some(self.span("天数", "the days", *from, *to)),
            Node::MonthsBetween(from, to) => {
                return Some(self.span("整月数", "the whole months", *from, *to));
            }
            Node::Age(from, to) => return Some(self.span("周岁数", "the whole years", *from, *to)),
            Node::Window(from, to) => {
                return Some(format!("{}{}{}", self.term(*from), self.either("至", " to "), self.term(*to)));
            }
            Node::MonthStart(a) => ("所在月的第一天", a, "the first day of the month of"),
            Node::MonthEnd(a) => ("所在月的最后一天", a, "the last day of the month of"),
            Node::YearOf(a) => ("所在的年份", a, "the year of"),
            Node::MonthOf(a) => ("所在的月份", a, "the month (1 to 12) of"),
            Node::Length(a) => ("的字数", a, "the number of characters of"),
            _ => return None,
        };
        let what = self.part(*a);
        Some(if self.chinese { format!("{what}{zh}") } else { format!("{en} {what}") })
    }

    fn span(&self, zh: &str, en: &str, from: NodeId, to: NodeId) -> String {
        let (from, to) = (self.part(from), self.part(to));
        if self.chinese { format!("自{from}至{to}的{zh}") } else { format!("{en} from {from} to {to}") }
    }

    fn later(&self, day: NodeId, n: NodeId) -> String {
        let day = self.part(day);
        let (text, before) = match self.book.node(n) {
            Node::Neg(of) => (self.part(*of), true),
            Node::Const(Val::Num(n2)) if n2.numerator() < 0 => {
                let positive = n2.negated().unwrap_or(*n2);
                (self.value(self.book.ty(n), &Val::Num(positive)), true)
            }
            _ => (self.part(n), false),
        };
        match (self.chinese, before) {
            (true, true) => format!("{day}之前{text}"),
            (true, false) => format!("{day}之后{text}"),
            (false, true) => format!("{text} before {day}"),
            (false, false) => format!("{text} after {day}"),
        }
    }

    fn other(&self, id: NodeId) -> String {
        match self.book.node(id) {
            Node::Const(value) => self.value(self.book.ty(id), value),
            Node::Var(depth) => self.bound(*depth, self.book.ty(id)),
            Node::Get { of, kind, field } => {
                let field = &self.book.kind(*kind).fields[usize::from(*field)];
                self.of(*of, &self.field_name(field))
            }
            Node::Members { of, kind, reverse } => {
                let reverse = &self.book.kind(*kind).reverses[usize::from(*reverse)];
                let name = if self.chinese { reverse.name.clone() } else { self.kinds(reverse.kind) };
                self.of(*of, &name)
            }
            Node::Every(kind) => format!("{}{}", self.either("全体", "all "), self.kinds(*kind)),
            Node::Param { param, on } => {
                let name = format!("{}{}", self.either("", "the "), self.quoted(&self.param_name(*param)));
                match on {
                    None => name,
                    Some(day) if self.chinese => format!("{}时的{name}", self.part(*day)),
                    Some(day) => format!("{name} on {}", self.part(*day)),
                }
            }
            Node::Local(ix) => self.local(self.rule(), *ix),
            Node::Aggregate { op, over, filter, take, .. } => self.aggregate(*op, *over, *filter, *take),
            Node::Occurrences(text, word) if self.chinese => {
                format!("{}在{}中出现的次数", self.part(*word), self.part(*text))
            }
            Node::Occurrences(text, word) => {
                format!("how often {} occurs in {}", self.part(*word), self.part(*text))
            }
            Node::Result(rule, of, target) => {
                let what = self.target(self.book.rule(*rule), *target);
                let (name, thing) = (self.quoted(&self.rule_name(*rule)), self.part(*of));
                if self.chinese {
                    format!("{name}给{thing}的{what}")
                } else {
                    format!("the {what} that {name} gives {thing}")
                }
            }
            Node::History { what, rules, of, .. } => self.history(*what, rules, *of),
            _ => self.holds(id),
        }
    }

    /// `合同的期限`, `the contract's term`.
    pub(super) fn of(&self, of: NodeId, name: &str) -> String {
        let owner = self.term(of);
        match (self.chinese, owner.ends_with('s')) {
            (true, _) => format!("{owner}的{name}"),
            (false, true) => format!("{owner}' {name}"),
            (false, false) => format!("{owner}'s {name}"),
        }
    }

    /// What 例外 and 结果 speak of.
    pub(super) fn target(&self, rule: &Rule, target: Target) -> String {
        match target {
            Target::Amount => self.either("金额", "amount").to_owned(),
            Target::Months => self.either("月数", "number of months").to_owned(),
            Target::Starts => self.either("起始日", "first day").to_owned(),
            Target::Ends => self.either("终止日", "last day").to_owned(),
            Target::AtMost => self.either("最高额", "highest amount").to_owned(),
            Target::Output(ix) => self.local(rule, ix),
        }
    }

    fn aggregate(&self, op: Aggregate, over: NodeId, filter: Option<NodeId>, take: Option<NodeId>) -> String {
        let such = self.term(over);
        let such = match filter.map(|test| self.holds(test)) {
            None => such,
            Some(test) if self.chinese => format!("{such}中满足\u{e000}{test}\u{e001}的"),
            Some(test) => format!("those of {such} for which {test}"),
        };
        let value = take.map(|take| self.term(take)).unwrap_or_default();
        let end = if self.chinese && filter.is_none() { "的" } else { "" };
        match (op, self.chinese) {
            (Aggregate::Count, true) => format!("{such}{end}个数"),
            (Aggregate::CountPersons, true) => format!("{such}{end}人数"),
            (Aggregate::Sum, true) => format!("{such}各项\u{e000}{value}\u{e001}的合计"),
            (Aggregate::Max, true) => format!("{such}各项\u{e000}{value}\u{e001}中最大的"),
            (Aggregate::Min, true) => format!("{such}各项\u{e000}{value}\u{e001}中最小的"),
            (Aggregate::Count | Aggregate::CountPersons, false) => format!("the number of {such}"),
            (Aggregate::Sum, false) => format!("the sum, over {such}, of {value}"),
            (Aggregate::Max, false) => format!("the largest, over {such}, of {value}"),
            (Aggregate::Min, false) => format!("the smallest, over {such}, of {value}"),
            (Aggregate::Any | Aggregate::All, _) => such,
        }
    }

    fn history(&self, what: History, rules: &[crate::book::RuleId], of: NodeId) -> String {
        let names: Vec<String> = rules.iter().map(|id| self.quoted(&self.rule_name(*id))).collect();
        let (names, thing) = (self.list(&names), self.part(of));
        let (zh, en) = match what {
            History::Times => ("次数", "how often"),
            History::Months => ("月数", "for how many months"),
            History::Amount => ("金额", "how much money"),
            History::Latest => ("最近一次的日期", "when last"),
        };
        if self.chinese {
            format!("{thing}已享受{names}的{zh}")
        } else {
            format!("{en} {thing} has had {names}")
        }
    }

    /// Whose sums and counts: each thing of a path.
    pub(super) fn each(&self, per: NodeId, kind: KindId) -> String {
        match self.book.node(per) {
            Node::Var(0) => format!("{}{}", self.either("每个", "each "), self.kind(kind)),
            _ if self.chinese => format!("每个{}({})", self.kind(kind), self.term(per)),
            _ => format!("each {} ({})", self.kind(kind), self.term(per)),
        }
    }
}
