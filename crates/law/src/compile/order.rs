//! Which rule comes after which. It must never let a circle pass.

use super::collect::{Items, Names};
use super::walk;
use crate::book::RuleId;
use crate::span::Diagnostic;

/// Rules so that each comes after those it asks; a circle is an error.
pub(super) fn order(items: &Items<'_>, names: &Names, out: &mut Vec<Diagnostic>) -> Vec<RuleId> {
    let asked: Vec<Vec<RuleId>> = items
        .rules
        .iter()
        .map(|(item, _)| walk::asked(item).iter().filter_map(|name| names.rule(name)).collect())
        .collect();
    let mut state = vec![0_u8; items.rules.len()];
    let mut order = Vec::new();
    for start in 0..items.rules.len() {
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            if next == 0 {
                if state[at] != 0 {
                    continue;
                }
                state[at] = 1;
            }
            if let Some(child) = asked[at].get(next) {
                stack.push((at, next + 1));
                if state[child.ix()] == 1 {
                    let head = &items.rules[at].0.head;
                    out.push(
                        Diagnostic::error(
                            "L218",
                            head.span,
                            "规则互相引用成环",
                            "rules ask one another in a circle",
                        )
                        .see(items.rules[child.ix()].0.head.span),
                    );
                } else if state[child.ix()] == 0 {
                    stack.push((child.ix(), 0));
                }
            } else {
                state[at] = 2;
                order.push(RuleId(u16::try_from(at).unwrap_or(u16::MAX)));
            }
        }
    }
    order
}
