//! What is read is what was written.

use anye_programmes::{
    CountOver, Cut, Effect, FieldKind, Held, Key, Measured, Moment, StepRole, ValueFrom, read,
};
use serde_json::json;

use crate::law::{SMALL, with_law};

#[test]
fn a_register_as_it_was_written() {
    let (definitions, _) = with_law(SMALL);
    let spell = definitions.register("spell").unwrap();
    assert_eq!(spell.unique[0].keys, [Key::Subject, Key::Field(0)]);
    assert_eq!(spell.limits[0].per, [Key::Place("county".to_owned())]);
    assert_eq!(spell.fields[2].kind, FieldKind::Money, "the type comes from the dictionary");
    assert_eq!(spell.fields[2].unit, "元/月");
    assert_eq!(spell.duties[0].done, Held::Entry("call".to_owned()));
    assert_eq!(spell.counts[0].sum, Some(2));
    assert_eq!(
        (spell.first_state(), spell.is_open("checked"), spell.is_open("ended")),
        ("open", true, false)
    );
    assert_eq!(spell.thing(), None);
    let call = definitions.register("call").unwrap();
    assert_eq!(
        (call.period, call.first_state(), call.is_open("open"), call.is_open("ended")),
        (false, "open", true, false)
    );
}

#[test]
fn tables_as_they_were_written() {
    let (definitions, _) = with_law(SMALL);
    let ages = &definitions.register("spell").unwrap().counts[1];
    let quarter = Key::Period(Moment::To, Cut::Quarter);
    let born = Key::Period(Moment::Fact("born".to_owned()), Cut::Year);
    assert_eq!(ages.by, [Key::Age(vec![16, 45]), quarter, Key::In("call".to_owned()), born]);
    assert_eq!((ages.change, ages.public, ages.only[0].is.len()), (Some(1), true, 2));
    let units: Vec<&str> = ages.measures.iter().map(|one| one.unit.as_str()).collect();
    assert_eq!(units, ["元/月", "%", "天", "", ""]);
    assert_eq!(ages.measures[3].what, Measured::SumIn("call".to_owned(), "minutes".to_owned()));
    assert_eq!(ages.measures[4].what, Measured::Less(None, Some(3)));
    let call = definitions.register("call").unwrap();
    let through = Key::Through(1, "spell".to_owned(), "cause".to_owned());
    assert_eq!(call.counts[0].by, [Key::FieldPlace(2, "city".to_owned()), through]);
    assert_eq!(call.counts[0].over, CountOver::Latest);
    assert_eq!(call.counts[1].spells.as_ref().unwrap().years, [2]);
}

#[test]
fn a_programme_has_the_steps_of_its_flow() {
    let (definitions, _) = with_law(SMALL);
    let aid = definitions.programme("aid").unwrap();
    let steps: Vec<(&str, StepRole)> = aid.steps.iter().map(|step| (step.id.as_str(), step.role)).collect();
    assert_eq!(steps, [("examine", StepRole::Clerk), ("decide", StepRole::Reviewer)]);
    assert_eq!(aid.steps[1].not_by, ["examine"]);
    assert_eq!(aid.effects.len(), 6);
    let set = vec![("cause".to_owned(), ValueFrom::Field("cause".to_owned()))];
    assert!(aid.effects.contains(&Effect::Register { register: "spell".to_owned(), set }));
    assert_eq!(definitions.of_matter("life").count(), 1);
}

#[test]
fn an_entry_may_be_a_thing_of_the_law_and_a_rule_may_be_asked_about_it() {
    let text = SMALL.replace(
        "fact = [{ fact = \"persons.disabled\", is = true }]",
        "fact = [{ fact = \"contracts.person\", subject = true }]",
    );
    let text = text.replace("rule = \"title\"", "rule = \"hire-aid\"");
    let (definitions, found) = with_law(&text);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(definitions.register("spell").unwrap().thing(), Some("contracts"));
}

#[test]
fn without_a_law_facts_are_taken_as_they_are_written() {
    let text = SMALL.replace(", sum = \"income\"", "").replace("mean = \"income\"", "subjects = true");
    let (definitions, found) = read(&[("a.toml".to_owned(), text)], None, None);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(definitions.programmes.len(), 1);
}

#[test]
fn entries_are_checked_against_the_fields() {
    let (definitions, _) = with_law(SMALL);
    let spell = definitions.register("spell").unwrap();
    let told = |values: serde_json::Value| {
        let values = values.as_object().unwrap().clone().into_iter().collect();
        spell.check(&values).into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
    };
    assert_eq!(told(json!({})), [("cause".to_owned(), "missing")]);
    assert_eq!(told(json!({ "cause": "closed", "firm": "e1", "income": 150_000 })), []);
    assert_eq!(told(json!({ "cause": "other", "firm": "e1" })), [("firm".to_owned(), "not_asked")]);
    assert_eq!(
        told(json!({ "cause": "gone", "income": "1500" })),
        [("cause".to_owned(), "type"), ("income".to_owned(), "type")]
    );
    assert_eq!(
        told(json!({ "cause": null, "x": 1 })),
        [("cause".to_owned(), "missing"), ("x".to_owned(), "no_field")]
    );
}
