//! Money of one rule (金额, 最高, 上限, 次数, 资金): a cap below one unit, limits that allow nothing, fractions of a fen. It must never round.

use super::super::fold::Fold;
use crate::book::{Book, Dim, Node, NodeId, Rule, RuleKind, Ty, Val};
use crate::num::Num;
use crate::span::Diagnostic;

/// Looks at the constant limits of a rule.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold::new(book, rule);
    if let Some(amount) = rule.amount
        && fold.num(amount).is_some_and(|n| n < Num::ZERO)
    {
        out.push(Diagnostic::error("L270", book.spans[amount.ix()], "金额是负数", "the amount is negative"));
    }
    match (rule.amount, rule.at_most) {
        (Some(amount), Some(limit)) => below(&fold, amount, limit, "最高", "the most that is paid", out),
        (None, Some(limit)) => out.push(Diagnostic::error(
            "L271",
            book.spans[limit.ix()],
            "写了最高,却没有写金额",
            "a highest amount is given, but no amount",
        )),
        _ => {}
    }
    for cap in &rule.caps {
        match rule.amount {
            Some(amount) => below(&fold, amount, cap.limit, "上限", "the cap", out),
            None => out.push(Diagnostic::error(
                "L271",
                book.spans[cap.limit.ix()],
                "写了上限,却没有写金额",
                "a cap is given, but no amount",
            )),
        }
    }
    for times in &rule.times {
        if fold.num(times.limit).is_some_and(|n| n < Num::ONE) {
            out.push(Diagnostic::error(
                "L273",
                book.spans[times.limit.ix()],
                "次数的上限不到 1 次,等于永远不给",
                "fewer than one time: nothing would ever be granted",
            ));
        }
    }
    if rule.kind == RuleKind::Benefit && rule.amount.is_none() && (!rule.shares.is_empty()) {
        out.push(Diagnostic::warning(
            "L274",
            rule.span,
            format!("规则“{}”写了分担,却没有写金额", rule.name),
            format!("rule '{}' shares costs but has no amount", rule.id),
        ));
    }
    fractions(&fold, rule, out);
}

/// A limit below the amount of one unit: the rate that is multiplied, or the whole amount when it is constant.
fn below(fold: &Fold<'_>, amount: NodeId, limit: NodeId, zh: &str, en: &str, out: &mut Vec<Diagnostic>) {
    let (Some(limit_value), Some(unit)) = (fold.num(limit), rate(fold, amount)) else { return };
    if limit_value < unit {
        out.push(
            Diagnostic::error(
                "L272",
                fold.book.spans[limit.ix()],
                format!("{zh} {} 元低于一个单位的金额 {} 元", yuan(limit_value), yuan(unit)),
                format!(
                    "{en}, {} yuan, is less than one unit of the amount, {} yuan",
                    yuan(limit_value),
                    yuan(unit)
                ),
            )
            .see(fold.book.spans[amount.ix()]),
        );
    }
}

/// The least that one unit costs: a constant, a constant rate, or the lowest value of a rate's range.
fn rate(fold: &Fold<'_>, id: NodeId) -> Option<Num> {
    if let Some(value) = fold.num(id) {
        return Some(value);
    }
    let Ty::Num(dim) = fold.book.ty(id) else { return None };
    match fold.book.node(id) {
        Node::Local(ix) => rate(fold, fold.local(*ix)?),
        Node::Round { of, .. } => rate(fold, *of),
        Node::Param { param, .. } if dim.0[0] == 1 => match fold.book.params.get(param.ix())?.range {
            Some((Val::Num(low), _)) => Some(low),
            _ => None,
        },
        // Of the two factors, the one in yuan for each person, month or piece is the rate; what it counts comes in whole units.
        Node::Mul(a, b) => {
            let (rate_of, count) = if money(fold, *a) { (*a, *b) } else { (*b, *a) };
            if counted(fold, count) { rate(fold, rate_of) } else { None }
        }
        _ => None,
    }
}

fn money(fold: &Fold<'_>, id: NodeId) -> bool {
    matches!(fold.book.ty(id), Ty::Num(dim) if dim.0[0] == 1)
}

/// Whether it comes in whole units: persons, months, a count.
fn counted(fold: &Fold<'_>, id: NodeId) -> bool {
    match fold.book.node(id) {
        Node::Aggregate { op, .. } => {
            use crate::syntax::ast::Aggregate;
            matches!(op, Aggregate::Count | Aggregate::CountPersons)
        }
        Node::Local(ix) => fold.local(*ix).is_some_and(|behind| counted(fold, behind)),
        Node::Get { .. } | Node::Param { .. } => {
            matches!(fold.book.ty(id), Ty::Num(dim) if dim == Dim::PERSON || dim == Dim::MONTH)
        }
        _ => false,
    }
}

/// Amounts, caps and exceptions in money that may have a fraction of a fen.
fn fractions(fold: &Fold<'_>, rule: &Rule, out: &mut Vec<Diagnostic>) {
    use crate::book::Target;
    let amounts = rule.amount.into_iter().chain(rule.at_most);
    let exceptions = rule
        .exceptions
        .iter()
        .filter(|one| matches!(one.target, Target::Amount | Target::AtMost))
        .map(|one| one.value);
    for id in amounts.chain(rule.caps.iter().map(|cap| cap.limit)).chain(exceptions) {
        if fold.book.ty(id) == Ty::Num(Dim::MONEY) && !whole(fold, id) {
            out.push(
                Diagnostic::error(
                    "L208",
                    fold.book.spans[id.ix()],
                    "金额可能有不足一分的零头:请写明怎样取整,如 四舍五入到分( … )",
                    "the amount may have a fraction of a fen: name the rounding, such as 四舍五入到分( … )",
                )
                .suggest("四舍五入到分( … )"),
            );
        }
    }
}

/// Whether it can only be whole fen, persons, months.
fn whole(fold: &Fold<'_>, id: NodeId) -> bool {
    if let Some(value) = fold.num(id) {
        return value.is_whole();
    }
    let both = |a: NodeId, b: NodeId| whole(fold, a) && whole(fold, b);
    match fold.book.node(id) {
        Node::Local(ix) => fold.local(*ix).is_none_or(|behind| whole(fold, behind)),
        Node::Neg(a) | Node::Abs(a) => whole(fold, *a),
        // 作元(数值(x)): there and back is what it was.
        Node::Scale(a, by) => match fold.book.node(*a) {
            Node::Scale(inner, back) if by.times(*back).is_some_and(Num::is_whole) => whole(fold, *inner),
            _ => by.is_whole() && whole(fold, *a),
        },
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Min(a, b) | Node::Max(a, b) => {
            both(*a, *b)
        }
        Node::Default(a, b) | Node::If(_, a, b) => both(*a, *b),
        Node::Round { step, .. } => step.is_whole(),
        Node::Aggregate { take: Some(take), .. } => whole(fold, *take),
        Node::Div(..) => false,
        Node::Get { .. } | Node::Param { .. } | Node::Result(..) => fold.book.ty(id) != Ty::Num(Dim::NUMBER),
        _ => true,
    }
}

fn yuan(fen: Num) -> String {
    fen.over(Num::int(100)).map_or_else(|| fen.to_string(), |yuan| yuan.to_string())
}
