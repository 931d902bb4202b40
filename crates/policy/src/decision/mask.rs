//! What is shown of facts and answers when nobody has stated a purpose: which facts were given, how the clauses stand, how much; never a value, never a name.

use serde_json::{Map, Value, json};

/// Stands for a value.
const HIDDEN: &str = "●●●";

/// Part of an answer that says nothing about anybody but how it came out.
const OPEN: [&str; 17] = [
    "rule",
    "outcome",
    "eligible",
    "holds",
    "amount_fen",
    "amount",
    "capped",
    "months",
    "starts",
    "ends",
    "split",
    "fund",
    "rank",
    "interval",
    "basis",
    "papers",
    "apply_at",
];
const OPEN_CLAUSE: [&str; 6] = ["number", "label", "text", "status", "any", "basis"];
const OPEN_NEED: [&str; 8] = ["what", "kind", "field", "name", "english", "parameter", "help", "finding"];

/// An id or a name: the first and last sign of a long one.
#[must_use]
pub fn name(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    match signs.as_slice() {
        [first, middle @ .., last] if middle.len() >= 6 => format!("{first}{HIDDEN}{last}"),
        _ => HIDDEN.to_owned(),
    }
}

/// The facts: kinds, how many of each, which fields; the place stays.
#[must_use]
pub fn facts(whole: &Value) -> Value {
    let Value::Object(map) = whole else { return json!(HIDDEN) };
    let top = map.iter().map(|(key, value)| {
        let shown = match value {
            Value::String(_) if key == "place" => value.clone(),
            Value::Object(things) => {
                let one = |(n, thing): (usize, &Value)| (format!("#{}", n + 1), leaves(thing));
                things.values().enumerate().map(one).collect()
            }
            other => leaves(other),
        };
        (key.clone(), shown)
    });
    Value::Object(top.collect())
}

fn leaves(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), leaves(value))).collect(),
        Value::Array(all) => all.iter().map(leaves).collect(),
        _ => json!(HIDDEN),
    }
}

/// The answer: outcome, money, days and clauses.
#[must_use]
pub fn answer(whole: &Value) -> Value {
    let mut shown = pick(whole, &["rule_book", "on", "known", "place"]);
    let decisions = whole["decisions"].as_array().map_or(&[][..], Vec::as_slice);
    shown.insert("decisions".to_owned(), decisions.iter().map(decision).collect());
    Value::Object(shown)
}

fn decision(one: &Value) -> Value {
    let mut shown = pick(one, &OPEN);
    for who in ["subject", "payee"] {
        let mut thing = pick(&one[who], &["kind", "name"]);
        if let Some(id) = one[who]["id"].as_str() {
            thing.insert("id".to_owned(), name(id).into());
        }
        shown.insert(who.to_owned(), Value::Object(thing));
    }
    let each = |all: &Value, keys: &[&str]| -> Value {
        all.as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|one| Value::Object(pick(one, keys)))
            .collect()
    };
    shown.insert("clauses".to_owned(), each(&one["clauses"], &OPEN_CLAUSE));
    let mut why = pick(&one["why"], &["failed", "not_in_force", "replaced_by"]);
    why.insert("needs".to_owned(), each(&one["why"]["needs"], &OPEN_NEED));
    if one["why"]["excluded"].is_object() {
        why.insert(
            "excluded".to_owned(),
            Value::Object(pick(&one["why"]["excluded"], &["by", "group", "rule", "basis"])),
        );
    }
    shown.insert("why".to_owned(), Value::Object(why));
    Value::Object(shown)
}

fn pick(from: &Value, keys: &[&str]) -> Map<String, Value> {
    let kept = keys.iter().filter_map(|key| from.get(*key).map(|value| ((*key).to_owned(), value.clone())));
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_and_no_key_of_a_person_is_left() {
        let whole = json!({"place": "210400", "persons": {"210402199001011234": {"age": 51, "name": "王五", "spells": [{"from": "2020-01-01"}]}}});
        let text = facts(&whole).to_string();
        for secret in ["2104021990", "51", "王五", "2020-01-01"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("210400") && text.contains("\"age\"") && text.contains("#1"), "{text}");
    }

    #[test]
    fn clauses_stay_without_what_was_read() {
        let whole = json!({"on": "2020-06-01", "decisions": [{"outcome": "granted", "text": "给予 · 王五", "subject": {"kind": "persons", "id": "210402199001011234", "name": "人员"},
            "clauses": [{"number": 1, "text": "人.年龄 ≥ 50", "status": "held", "values": ["年龄=51"], "reason": "年龄是 51"}], "outputs": [{"value": 51}],
            "why": {"needs": [{"name": "学历", "id": "210402199001011234", "text": "210402199001011234 的学历"}], "excluded": null}}]});
        let shown = answer(&whole);
        assert_eq!(shown["decisions"][0]["clauses"][0]["status"], "held");
        assert_eq!(shown["decisions"][0]["subject"]["id"], "2●●●4");
        let text = shown.to_string();
        assert!(!text.contains("51") && !text.contains("王五") && !text.contains("19900101"), "{text}");
    }
}
