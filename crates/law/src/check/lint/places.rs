//! Place codes (地区): one that is no division code, a rule or value outside the place of its document. It must never know names of places.

use crate::book::{Book, DocId, covers};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{Assignment, ScenarioItem};

/// Looks at every place code.
pub(in super::super) fn check(book: &Book, scenarios: &[&ScenarioItem], out: &mut Vec<Diagnostic>) {
    let home = |document: Option<DocId>| {
        document.and_then(|id| book.documents.get(id.ix())).map(|it| it.place.as_str())
    };
    for rule in super::super::sound(book) {
        place(&rule.place, rule.span, home(Some(rule.document)), &rule.name, out);
    }
    for param in &book.params {
        for value in &param.values {
            place(&value.place, param.span, home(param.document), &param.name, out);
        }
    }
    for list in &book.lists {
        for row in &list.rows {
            place(&row.place, list.span, home(list.document), &list.name, out);
        }
    }
    for scenario in scenarios {
        let changes = scenario.cases.iter().flat_map(|case| &case.changes);
        for assignment in scenario.base.iter().chain(changes) {
            if let Assignment::Place(code) = assignment {
                place(&code.value, code.span, None, &scenario.rule.value, out);
            }
        }
    }
}

fn place(code: &str, span: Span, home: Option<&str>, name: &str, out: &mut Vec<Diagnostic>) {
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if code != "CN" && !(digits && matches!(code.len(), 6 | 9 | 12)) {
        out.push(Diagnostic::error(
            "L233",
            span,
            format!("“{name}”的地区“{code}”不是行政区划代码(6、9 或 12 位数字)"),
            format!("the place '{code}' of '{name}' is no division code (6, 9 or 12 digits)"),
        ));
    } else if home.is_some_and(|home| !covers(home, code)) {
        let home = home.unwrap_or_default();
        out.push(Diagnostic::error(
            "L234",
            span,
            format!("“{name}”的地区 {code} 不在文件的地区 {home} 之内"),
            format!("the place {code} of '{name}' does not lie within the document's place {home}"),
        ));
    }
}
