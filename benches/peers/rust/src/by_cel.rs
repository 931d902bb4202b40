//! The ten rules through the crate `cel`: every clause compiled once, executed for every subject. It must never compile while the clock runs.

use cel::{Context, Program, Value};
use serde_json::Map;

use crate::rules::{Said, TEN, said};

/// A rule, compiled.
pub struct Rule {
    force: Program,
    any: Vec<Program>,
    all: Vec<Program>,
    value: Option<Program>,
}

/// All ten.
pub fn compile() -> Vec<Rule> {
    let one = |text: &&str| Program::compile(text).expect("an expression of CEL");
    TEN.iter()
        .map(|rule| Rule {
            force: one(&rule.force),
            any: rule.any.iter().map(one).collect(),
            all: rule.all.iter().map(one).collect(),
            value: Some(&rule.value).filter(|text| !text.is_empty()).map(one),
        })
        .collect()
}

/// The facts as variables, one a field: CEL finds those faster than fields of one object.
pub fn context(flat: &Map<String, serde_json::Value>) -> Context<'static, 'static> {
    let mut context = Context::default();
    for (name, value) in flat {
        let value = match value {
            serde_json::Value::Bool(yes) => Value::Bool(*yes),
            serde_json::Value::Number(number) => Value::Int(number.as_i64().expect("a whole number")),
            serde_json::Value::String(text) => Value::from(text.as_str()),
            _ => panic!("{name}: facts are yes or no, numbers and words"),
        };
        context.add_variable_from_value(name.as_str(), value);
    }
    context
}

/// The ten for one subject.
pub fn decide(rules: &[Rule], context: &Context<'_, '_>) -> Vec<Said> {
    let truth = |program: &Program| matches!(program.execute(context), Ok(Value::Bool(true)));
    let number = |program: &Program| match program.execute(context) {
        Ok(Value::Int(number)) => number,
        other => panic!("no number: {other:?}"),
    };
    rules
        .iter()
        .map(|rule| said(&rule.force, &rule.any, &rule.all, rule.value.as_ref(), truth, number))
        .collect()
}
