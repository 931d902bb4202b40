//! Exceptions (例外) that are live together with different values, or never live. It must never let their order decide.

use super::super::bounds::{atoms, clash, implies};
use super::super::fold::Fold;
use super::super::same::same;
use crate::book::{Book, Exception, Rule, Target};
use crate::span::Diagnostic;

/// Holds the exceptions of one target against one another.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold::new(book, rule);
    for (ix, exception) in rule.exceptions.iter().enumerate() {
        let base = match exception.target {
            Target::Amount => rule.amount.is_some(),
            Target::Months => rule.months.is_some(),
            Target::Starts => rule.starts.is_some(),
            Target::Ends => rule.ends.is_some(),
            Target::AtMost => rule.at_most.is_some(),
            Target::Output(_) => true,
        };
        if !base {
            out.push(Diagnostic::error(
                "L247",
                exception.span,
                "例外没有可例外的:规则没有写这一项",
                "an exception to nothing: the rule has no such section",
            ));
        }
        if let Some(held) = fold.truth(exception.when) {
            let (zh, en) =
                if held { ("永远成立", "always live") } else { ("永远不成立", "never live") };
            out.push(Diagnostic::error(
                "L245",
                book.spans[exception.when.ix()],
                format!("例外的条件{zh},与事实无关"),
                format!("the exception is {en}, whatever the facts"),
            ));
        }
        for earlier in rule.exceptions.iter().take(ix).filter(|other| other.target == exception.target) {
            if together(&fold, earlier, exception) && differ(&fold, earlier, exception) {
                out.push(
                    Diagnostic::error(
                        "L246",
                        exception.span,
                        "两个例外会同时成立而数值不同:请把条件写得互不重叠",
                        "two exceptions are live together with different values: make their conditions exclude one another",
                    )
                    .see(earlier.span),
                );
            }
        }
    }
}

/// Whether one is live wherever the other is.
fn together(fold: &Fold<'_>, one: &Exception, two: &Exception) -> bool {
    if same(fold.book, one.when, two.when) {
        return true;
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    atoms(fold, one.when, true, &mut a);
    atoms(fold, two.when, true, &mut b);
    let apart = a.iter().any(|x| b.iter().any(|y| clash(fold, x, y)));
    let within = |a: &[_], b: &[_]| a.len() == 1 && b.len() == 1 && implies(fold, &a[0], &b[0]);
    !apart
        && (within(&a, &b) && whole(fold, one) && whole(fold, two)
            || within(&b, &a) && whole(fold, one) && whole(fold, two))
}

/// Whether the condition is one comparison, so that its atom says all of it.
fn whole(fold: &Fold<'_>, exception: &Exception) -> bool {
    use crate::book::Node;
    matches!(fold.book.node(exception.when), Node::Compare(..) | Node::OneOf(..) | Node::Get { .. })
}

fn differ(fold: &Fold<'_>, one: &Exception, two: &Exception) -> bool {
    if same(fold.book, one.value, two.value) {
        return false;
    }
    match (fold.value(one.value), fold.value(two.value)) {
        (Some(a), Some(b)) => a != b,
        // Different expressions may come to the same; only constants are judged before the facts are there.
        _ => same(fold.book, one.when, two.when),
    }
}
