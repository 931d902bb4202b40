//! What stands between rules: exclusion groups, declared conflicts, rules that take another's place. It must never prefer an order of files.

use super::collect::{Items, Names, names, text};
use crate::book::{
    Book, Choice, Conflict, Exclusive, GroupId, KindId, Node, NodeId, RelationKind, RuleId, Ty,
};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{ExclusiveItem, Name, Resolution};

/// Fills groups, conflicts and `replaced_by`.
pub(super) fn relate(book: &mut Book, names_: &Names, items: &Items<'_>, out: &mut Vec<Diagnostic>) {
    for ix in 0..book.rules.len() {
        let id = RuleId(u16::try_from(ix).unwrap_or(u16::MAX));
        for relation in book.rules[ix].relations.clone() {
            if relation.kind == RelationKind::Replaces {
                if relation.rule == id {
                    out.push(Diagnostic::error(
                        "L214",
                        book.rules[ix].span,
                        "规则不能替代自己",
                        "a rule cannot replace itself",
                    ));
                } else {
                    book.rules[relation.rule.ix()].replaced_by.push(id);
                }
            }
        }
    }
    for item in &items.exclusives {
        exclusive(book, names_, item, out);
    }
    for item in &items.conflicts {
        let own = names(&item.head, out);
        let members: Vec<RuleId> = item.members.iter().filter_map(|name| find(names_, name, out)).collect();
        let prevails = match &item.resolved {
            Some(Resolution::Prevails { rule }) => find(names_, rule, out),
            _ => None,
        };
        let open = matches!(item.resolved, Some(Resolution::Open { .. }) | None);
        book.conflicts.push(Conflict {
            name: own.0,
            id: own.1,
            english: text(item.head.english.as_ref()),
            note: text(item.head.note.as_ref()),
            basis: item.head.basis.clone(),
            members,
            prevails,
            open,
            span: item.head.span,
        });
    }
}

fn find(names_: &Names, name: &Name, out: &mut Vec<Diagnostic>) -> Option<RuleId> {
    let found = names_.rule(&name.value);
    if found.is_none() {
        let mut d = Diagnostic::error(
            "L104",
            name.span,
            format!("没有名为“{}”的规则", name.value),
            format!("there is no rule '{}'", name.value),
        );
        d.suggestion = super::near::nearest(&name.value, names_.rules.keys().map(String::as_str));
        out.push(d);
    }
    found
}

fn exclusive(book: &mut Book, names_: &Names, item: &ExclusiveItem, out: &mut Vec<Diagnostic>) {
    let own = names(&item.head, out);
    super::collect::cited(&item.head, "互斥", out);
    let id = GroupId(u16::try_from(book.exclusives.len()).unwrap_or(u16::MAX));
    let Some(per) = item.per.as_ref().and_then(|name| names_.kind(&name.value)) else {
        out.push(Diagnostic::error(
            "L215",
            item.head.span,
            format!("互斥“{}”要写“每”哪种对象", own.0),
            format!("group '{}' does not say for which kind", own.1),
        ));
        return;
    };
    let mut members = Vec::new();
    for name in &item.members {
        let Some(rule) = find(names_, name, out) else { continue };
        match path_to(book, rule, per, name.span) {
            Some(node) => {
                members.push((rule, node));
                book.rules[rule.ix()].groups.push(id);
            }
            None => out.push(Diagnostic::error(
                "L216",
                name.span,
                format!("规则“{}”的对象不能唯一地找到“{}”", name.value, book.kind(per).name),
                format!("rule '{}' does not lead to exactly one of {}", name.value, book.kind(per).id),
            )),
        }
    }
    if item.members.len() < 2 {
        out.push(Diagnostic::error(
            "L217",
            item.head.span,
            format!("互斥“{}”至少要有两个成员", own.0),
            format!("group '{}' needs two members", own.1),
        ));
    }
    let choice = match item.choice.as_ref().map(|c| c.value.as_str()) {
        Some("金额高者" | "higher") => Choice::Higher,
        Some("先批者" | "earlier") => Choice::Earlier,
        None | Some("申请人" | "applicant") => Choice::Applicant,
        Some(other) => {
            out.push(
                Diagnostic::error(
                    "L219",
                    item.choice.as_ref().map_or(item.head.span, |word| word.span),
                    format!("选择应写申请人、金额高者或先批者,不是“{other}”"),
                    format!("the choice is 申请人, 金额高者 or 先批者, not '{other}'"),
                )
                .suggest("申请人"),
            );
            Choice::Applicant
        }
    };
    book.exclusives.push(Exclusive {
        name: own.0,
        id: own.1,
        english: text(item.head.english.as_ref()),
        note: text(item.head.note.as_ref()),
        basis: item.head.basis.clone(),
        members,
        per,
        over_time: item.over_time,
        choice,
        span: item.head.span,
    });
}

/// The node in the rule's frame that is the thing of this kind: the object, the payee, or the only relation to one.
fn path_to(book: &mut Book, rule: RuleId, per: KindId, span: Span) -> Option<NodeId> {
    let subject = book.rule(rule).subject;
    if let Some(payee) = book.rule(rule).payee
        && book.ty(payee) == Ty::Thing(per)
    {
        return Some(payee);
    }
    let object = push(book, Node::Var(0), Ty::Thing(subject), span);
    if subject == per {
        return Some(object);
    }
    let steps = |book: &Book, kind: KindId| -> Vec<(u16, KindId)> {
        book.kind(kind)
            .fields
            .iter()
            .zip(0..)
            .filter_map(|(field, ix)| if let Ty::Thing(to) = field.ty { Some((ix, to)) } else { None })
            .collect()
    };
    let first = steps(book, subject);
    let direct: Vec<_> = first.iter().filter(|(_, to)| *to == per).collect();
    if let [(field, _)] = direct[..] {
        return Some(push(
            book,
            Node::Get { of: object, kind: subject, field: *field },
            Ty::Thing(per),
            span,
        ));
    }
    if !direct.is_empty() {
        return None;
    }
    let far: Vec<(u16, KindId, u16)> = first
        .iter()
        .flat_map(|(a, via)| {
            steps(book, *via).into_iter().filter(|(_, to)| *to == per).map(|(b, _)| (*a, *via, b))
        })
        .collect();
    let [(a, via, b)] = far[..] else { return None };
    let middle = push(book, Node::Get { of: object, kind: subject, field: a }, Ty::Thing(via), span);
    Some(push(book, Node::Get { of: middle, kind: via, field: b }, Ty::Thing(per), span))
}

fn push(book: &mut Book, node: Node, ty: Ty, span: Span) -> NodeId {
    let id = NodeId(u32::try_from(book.nodes.len()).unwrap_or(u32::MAX));
    book.nodes.push(node);
    book.types.push(ty);
    book.spans.push(span);
    id
}
