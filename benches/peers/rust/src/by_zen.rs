//! The ten rules through the crate `zen-expression`: every clause compiled once, run for every subject on one machine. It must never compile while the clock runs.

use serde_json::{Map, Value};
use zen_expression::expression::Standard;
use zen_expression::scope::Scope;
use zen_expression::vm::VM;
use zen_expression::{Expression, Variable, compile_expression};

use crate::rules::{Said, TEN, for_zen, said};

type Compiled = Expression<Standard>;

/// A rule, compiled.
pub struct Rule {
    force: Compiled,
    any: Vec<Compiled>,
    all: Vec<Compiled>,
    value: Option<Compiled>,
}

/// All ten.
pub fn compile() -> Vec<Rule> {
    let one = |text: &&str| compile_expression(&for_zen(text)).expect("an expression of ZEN");
    TEN.iter()
        .map(|rule| Rule {
            force: one(&rule.force),
            any: rule.any.iter().map(one).collect(),
            all: rule.all.iter().map(one).collect(),
            value: Some(&rule.value).filter(|text| !text.is_empty()).map(one),
        })
        .collect()
}

/// The facts as ZEN takes them.
pub fn scope(flat: &Map<String, Value>) -> Scope {
    Scope::new(Variable::from(Value::Object(flat.clone())))
}

/// The ten for one subject.
pub fn decide(rules: &[Rule], scope: &Scope, vm: &mut VM) -> Vec<Said> {
    let vm = std::cell::RefCell::new(vm);
    let run =
        |text: &Compiled| text.evaluate_with_scope(scope, &mut vm.borrow_mut()).expect("it can be computed");
    let truth = |text: &Compiled| run(text).as_bool() == Some(true);
    let number = |text: &Compiled| match run(text) {
        Variable::Number(number) => i64::try_from(number).expect("a whole number"),
        other => panic!("no number: {other:?}"),
    };
    rules
        .iter()
        .map(|rule| said(&rule.force, &rule.any, &rule.all, rule.value.as_ref(), truth, number))
        .collect()
}
