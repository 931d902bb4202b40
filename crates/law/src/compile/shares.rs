//! Who pays: funds and their shares, who bears which part. It must never accept parts that do not add up.

use super::scope::{Lower, say};
use crate::book::Share;
use crate::num::Num;
use crate::span::Diagnostic;
use crate::syntax::ast::{self, Binary, Expr, RuleItem};

impl Lower<'_> {
    pub(super) fn funds(&mut self, item: &RuleItem) -> Vec<(String, Option<Num>)> {
        let funds: Vec<(String, Option<Num>)> = item
            .funds
            .iter()
            .map(|fund| (fund.name.value.clone(), fund.share.as_ref().and_then(constant)))
            .collect();
        let parts: Vec<Num> = funds.iter().filter_map(|(_, share)| *share).collect();
        if !parts.is_empty() && (parts.len() != funds.len() || total(&parts) != Some(Num::ONE)) {
            say(
                self.diagnostics,
                Diagnostic::error(
                    "L213",
                    item.head.span,
                    "资金各份之和不是 100%",
                    "the shares of the funds do not add up to 100 %",
                ),
            );
        }
        funds
    }

    pub(super) fn shares(&mut self, item: &RuleItem) -> Vec<Share> {
        let shares: Vec<Share> = item
            .shares
            .iter()
            .map(|share| Share { who: share.who.value.clone(), part: share.part.as_ref().and_then(constant) })
            .collect();
        let parts: Vec<Num> = shares.iter().filter_map(|share| share.part).collect();
        let rest = shares.len() - parts.len();
        let sum = total(&parts).unwrap_or(Num::ZERO);
        if !shares.is_empty() && (rest > 1 || rest == 0 && sum != Num::ONE || rest == 1 && sum >= Num::ONE) {
            say(
                self.diagnostics,
                Diagnostic::error(
                    "L213",
                    item.head.span,
                    "分担各份之和不是 100%",
                    "the parts do not add up to 100 %",
                ),
            );
        }
        shares
    }
}

/// The number a share is: a literal or a fraction of two.
fn constant(expr: &Expr) -> Option<Num> {
    match &*expr.node {
        ast::Node::Number { value, .. } => Some(*value),
        ast::Node::Binary { op: Binary::Div, left, right } => constant(left)?.over(constant(right)?),
        _ => None,
    }
}

fn total(parts: &[Num]) -> Option<Num> {
    parts.iter().try_fold(Num::ZERO, |sum, part| sum.plus(*part))
}
