//! Free expressions over a dictionary: checked like a rule's, evaluated by the same engine.

use super::check::{WORDS, rule};
use anye_law::book::{Book, Dim, Ty, Val};
use anye_law::check::compile_sources;
use anye_law::compile::expression::Formulas;
use anye_law::day::Day;
use anye_law::decide::{Engine, Facts};
use anye_law::num::Num;
use anye_law::span::SourceFile;

fn book(rules: &str) -> Book {
    let text = format!("文件 T1\n  地区 210000\n{WORDS}{rules}");
    let compiled = compile_sources(vec![SourceFile { path: "t.law".to_owned(), text }], &[], None);
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    compiled.book
}

#[test]
fn a_formula_is_evaluated_over_facts() {
    let mut formulas = Formulas::new(book(&rule("甲", "条件 ① 合同.期限 >= 6 个月\n金额 合同.工资")));
    let kind = formulas.book().find_kind("单位").unwrap();
    let sum = formulas.add(kind, "合计 单位.合同 满足 符合(甲, 合同) 取 合同.工资", None).unwrap();
    let large = formulas.add(kind, "单位.规模 为 大型", Some(Ty::Bool)).unwrap();
    assert_eq!(sum.ty, Ty::Num(Dim::MONEY));
    let json = serde_json::json!({"place": "210000",
        "contracts": {"c1": {"term": 12, "wage": 3000, "employer": "e"}, "c2": {"term": 3, "wage": 500, "employer": "e"}},
        "employers": {"e": {"规模": "小型"}}});
    let facts = Facts::parse(formulas.book(), &json.to_string(), Day::parse("2020-01-01").unwrap()).unwrap();
    let engine = Engine::new(formulas.book());
    let session = engine.session(&facts, None);
    let row = facts.row(kind, "e").unwrap();
    assert_eq!(session.value(&mut session.bare(row), sum.root), Ok(Val::Num(Num::int(300_000))));
    assert_eq!(session.value(&mut session.bare(row), large.root), Ok(Val::Bool(false)));
}

#[test]
fn a_wrong_formula_leaves_nothing_behind() {
    let mut formulas = Formulas::new(book(""));
    let kind = formulas.book().find_kind("合同").unwrap();
    let before = formulas.book().nodes.len();
    for (text, code) in [
        ("合同.工资 + 合同.期限", "L111"),
        ("合同.新招 且 是", "L103"),
        ("合同.期限", "L114"),
        ("符合(甲, 合同)", "L104"),
    ] {
        let found = formulas.add(kind, text, Some(Ty::Bool)).unwrap_err();
        assert!(found.iter().any(|one| one.code == code), "{text}: {found:#?}");
    }
    assert!(formulas.add(kind, "合同.期限 >", None).is_err());
    assert_eq!(formulas.book().nodes.len(), before);
}
