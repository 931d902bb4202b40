//! As much of JSON Schema (draft 2020-12) as the data dictionary uses; a keyword that it does not know is a fault of the schema.

use regex::Regex;
use serde_json::Value;

/// A schema.
pub struct Schema(pub Value);

const NOTES: &[&str] = &["$schema", "title", "description", "examples"];

impl Schema {
    /// Stops when something is no schema: unknown keywords, wrong types, references that lead nowhere, patterns that are none.
    pub fn well_formed(&self, part: &Value, at: &str) {
        let Some(map) = part.as_object() else { return assert!(part.is_boolean(), "{at}: no schema") };
        for (key, value) in map {
            let here = format!("{at}/{key}");
            match key.as_str() {
                "type" => assert!(value.is_string() || value.is_array(), "{here}"),
                "required" | "enum" => assert!(value.is_array(), "{here}"),
                "pattern" => drop(Regex::new(value.as_str().expect("a pattern")).expect("a pattern")),
                "$ref" => assert!(self.target(value).is_some(), "{here}: {value}"),
                "items" | "additionalProperties" => self.well_formed(value, &here),
                "properties" | "patternProperties" | "$defs" => {
                    for (name, inner) in value.as_object().expect("an object") {
                        if key == "patternProperties" {
                            drop(Regex::new(name).expect("a pattern"));
                        }
                        self.well_formed(inner, &format!("{here}/{name}"));
                    }
                }
                _ => assert!(key.starts_with("x-") || NOTES.contains(&key.as_str()), "{here}: unknown"),
            }
        }
    }

    fn target(&self, reference: &Value) -> Option<&Value> {
        self.0.pointer(reference.as_str()?.strip_prefix('#')?)
    }

    /// What is wrong with a value.
    pub fn faults(&self, part: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut out = Vec::new();
        if part == &Value::Bool(false) {
            return vec![format!("{at}: not allowed")];
        }
        if let Some(target) = part.get("$ref").and_then(|it| self.target(it)) {
            out.extend(self.faults(target, value, at));
        }
        let types: Vec<&str> = match &part["type"] {
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        if !types.is_empty() && !types.iter().any(|name| is(value, name)) {
            out.push(format!("{at}: not {types:?}"));
        }
        if part["enum"].as_array().is_some_and(|all| !all.contains(value)) {
            out.push(format!("{at}: not among the values"));
        }
        if let (Some(pattern), Some(text)) = (part["pattern"].as_str(), value.as_str())
            && !Regex::new(pattern).expect("a pattern").is_match(text)
        {
            out.push(format!("{at}: not like {pattern}"));
        }
        if let Some(list) = value.as_array() {
            for (ix, item) in list.iter().enumerate().filter(|_| part.get("items").is_some()) {
                out.extend(self.faults(&part["items"], item, &format!("{at}/{ix}")));
            }
        }
        out.extend(self.members(part, value, at));
        out
    }

    fn members(&self, part: &Value, value: &Value, at: &str) -> Vec<String> {
        let Some(map) = value.as_object() else { return Vec::new() };
        let names = part["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut out: Vec<String> = names
            .filter(|name| !map.contains_key(*name))
            .map(|name| format!("{at}/{name}: required"))
            .collect();
        for (name, inner) in map {
            let here = format!("{at}/{name}");
            let own = part["properties"].get(name);
            let patterns = part["patternProperties"].as_object().into_iter().flatten();
            let like: Vec<&Value> = patterns
                .filter(|(pattern, _)| Regex::new(pattern).expect("a pattern").is_match(name))
                .map(|(_, schema)| schema)
                .collect();
            let rest = (own.is_none() && like.is_empty()).then(|| part.get("additionalProperties")).flatten();
            for schema in own.into_iter().chain(like).chain(rest) {
                out.extend(self.faults(schema, inner, &here));
            }
        }
        out
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => value.is_number(),
    }
}
