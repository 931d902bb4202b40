//! The data dictionary as JSON Schema (2020-12) of a facts file, and what each rule reads, so that a stranger can write a case. It must never promise a key
//! that the reader refuses.

use serde_json::{Map, Value, json};

use super::answer::{show, unit};
use super::reads::{Reads, kinds, reads};
use crate::book::{Book, Field, KindId, Param, RuleId, Ty};

/// The schema of a facts file for this rule book.
#[must_use]
pub fn schema(book: &Book) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "place".to_owned(),
        json!({"type": "string", "pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|CN)$",
            "description": "地区代码 · division code of the decision, such as 210400", "x-name": "地区"}),
    );
    for kind in &book.kinds {
        properties.insert(
            kind.id.clone(),
            json!({"type": "object", "x-name": kind.name, "title": kind.english, "description": kind.note,
                "additionalProperties": {"$ref": format!("#/$defs/{}", kind.id)}}),
        );
    }
    properties.insert("parameters".to_owned(), parameters(book));
    properties.insert("ledger".to_owned(), ledger(book));
    properties.insert("choices".to_owned(), choices(book));
    properties.insert(
        "funds".to_owned(),
        json!({"type": "object", "x-name": "资金", "description": "拟用资金 · rule to the fund proposed",
            "additionalProperties": {"type": "string"}}),
    );
    let defs: Map<String, Value> =
        book.kinds.iter().map(|kind| (kind.id.clone(), thing(book, &kind.fields))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "事实 · Facts of a case",
        "description": "对象按类别与编号;字段、枚举值、参数与规定可写中文名或英文编号;未写或 null 即未知 · Things by kind and id; fields, enum values, parameters and rules by Chinese name or ASCII id; what is left out or null is unknown",
        "x-anye-version": book.version,
        "type": "object",
        "required": ["place"],
        "properties": properties,
        "patternProperties": aliases(book),
        "additionalProperties": false,
        "$defs": defs,
        "x-anye-rules": rules(book),
    })
}

/// The Chinese names of kinds and parts, each standing for its English key.
fn aliases(book: &Book) -> Value {
    let mut map = Map::new();
    for kind in &book.kinds {
        if kind.name != kind.id {
            map.insert(
                format!("^{}$", kind.name),
                json!({"x-same-as": kind.id,
                "type": if kind.name == "地区" { json!(["object", "string"]) } else { json!("object") }}),
            );
        }
    }
    for (zh, id) in [
        ("地区", "place"),
        ("参数", "parameters"),
        ("台账", "ledger"),
        ("选择", "choices"),
        ("资金", "funds"),
    ] {
        map.entry(format!("^{zh}$")).or_insert_with(|| json!({"x-same-as": id}));
    }
    Value::Object(map)
}

/// One kind of thing: each field under its id, its Chinese name beside it.
fn thing(book: &Book, fields: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut said = typed(book, field.ty);
        said.insert("x-name".to_owned(), field.name.clone().into());
        if !field.help.is_empty() {
            said.insert("description".to_owned(), field.help.clone().into());
        }
        if field.finding {
            said.insert("x-finding".to_owned(), true.into());
        }
        if !field.basis.is_empty() {
            let basis: Vec<_> = field.basis.iter().map(|cite| show::cite(cite, true)).collect();
            said.insert("x-basis".to_owned(), basis.into());
        }
        let said = Value::Object(said);
        if field.name != field.id {
            properties.insert(field.name.clone(), json!({"x-same-as": field.id}));
        }
        properties.insert(field.id.clone(), said);
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// A type in the words of JSON Schema; null is unknown.
fn typed(book: &Book, ty: Ty) -> Map<String, Value> {
    let value = match ty {
        Ty::Bool => json!({"enum": [true, false, "是", "否", null]}),
        Ty::Num(_) => json!({"type": ["number", "string", "null"]}),
        Ty::Date => json!({"type": ["string", "null"], "examples": ["2020-03-01"]}),
        Ty::Month => json!({"type": ["string", "null"], "examples": ["2020-03"]}),
        Ty::Text => json!({"type": ["string", "null"]}),
        Ty::Window => json!({"type": ["object", "string", "array", "null"],
            "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
            "examples": [{"from": "2020-01-25", "to": "2020-06-30"}]}),
        Ty::Enum(id) => {
            let def = &book.enums[id.ix()];
            let mut members: Vec<Value> =
                def.members.iter().flat_map(|(zh, en)| [zh.clone(), en.clone()]).map(Value::from).collect();
            members.dedup();
            members.push(Value::Null);
            let pairs: Map<String, Value> =
                def.members.iter().map(|(zh, en)| (en.clone(), zh.clone().into())).collect();
            json!({"enum": members, "x-members": pairs})
        }
        Ty::Thing(kind) | Ty::Many(kind) => {
            json!({"type": ["string", "null"], "x-relation": book.kind(kind).id})
        }
    };
    let mut map = match value {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert("x-type".to_owned(), unit(book, ty, true).into());
    if let Ty::Num(_) = ty {
        map.insert("x-unit".to_owned(), unit(book, ty, false).into());
    }
    map
}

fn parameters(book: &Book) -> Value {
    let mut properties = Map::new();
    for param in &book.params {
        properties.insert(param.id.clone(), parameter(book, param));
        if param.name != param.id {
            properties.insert(param.name.clone(), json!({"x-same-as": param.id}));
        }
    }
    json!({"type": "object", "x-name": "参数", "description": "文件未定而由本案给定的参数 · parameters this case states itself",
        "properties": properties, "additionalProperties": false})
}

fn parameter(book: &Book, param: &Param) -> Value {
    let mut said = typed(book, param.ty);
    said.insert("x-name".to_owned(), param.name.clone().into());
    said.insert("title".to_owned(), param.english.clone().into());
    if !param.note.is_empty() {
        said.insert("description".to_owned(), param.note.clone().into());
    }
    if let Some((low, high)) = &param.range {
        let range = [low, high].map(|value| show::json(book, param.ty, value));
        said.insert("x-range".to_owned(), Vec::from(range).into());
    }
    if let Some(unset) = &param.unset {
        said.insert("x-unset".to_owned(), unset.clone().into());
    }
    if let Some(level) = &param.level {
        said.insert("x-level".to_owned(), level.clone().into());
    }
    let values: Vec<Value> = param
        .values
        .iter()
        .take(50)
        .map(|value| {
            json!({"place": value.place, "from": value.from, "to": value.to,
                "value": show::json(book, param.ty, &value.value)})
        })
        .collect();
    said.insert("x-values".to_owned(), values.into());
    Value::Object(said)
}

fn ledger(book: &Book) -> Value {
    let kinds: Map<String, Value> =
        book.kinds.iter().map(|kind| (kind.id.clone(), json!({"type": "string"}))).collect();
    json!({"type": "array", "x-name": "台账", "description": "已享受或已申请的待遇 · what was granted or applied for before",
        "items": {"type": "object", "required": ["benefit", "subject", "date"], "additionalProperties": false,
            "properties": {
                "benefit": {"type": "string", "x-name": "待遇"},
                "subject": {"type": "object", "x-name": "对象", "properties": kinds,
                    "description": "谁的:类别到编号 · whose: kind to id, one or several"},
                "date": {"type": "string", "x-name": "日期"},
                "to": {"type": ["string", "null"], "x-name": "至"},
                "amount": {"type": ["number", "string", "null"], "x-name": "金额", "x-unit": "yuan"},
                "months": {"type": ["number", "string", "null"], "x-name": "月数", "x-unit": "months"},
                "status": {"enum": ["granted", "pending", "给予", "已批", "待批", null], "x-name": "状态"},
                "fund": {"type": ["string", "null"], "x-name": "资金"}}}})
}

fn choices(book: &Book) -> Value {
    let mut properties = Map::new();
    for group in &book.exclusives {
        let members: Vec<Value> = group
            .members
            .iter()
            .flat_map(|(rule, _)| [book.rule(*rule).name.clone(), book.rule(*rule).id.clone()])
            .map(Value::from)
            .collect();
        properties.insert(group.id.clone(), json!({"enum": members, "x-name": group.name}));
        if group.name != group.id {
            properties.insert(group.name.clone(), json!({"x-same-as": group.id}));
        }
    }
    json!({"type": "object", "x-name": "选择", "description": "申请人在互斥组内的选择 · what the applicant chose in exclusion groups",
        "properties": properties, "additionalProperties": false})
}

/// Every rule: its names, what it is about, and what it reads.
fn rules(book: &Book) -> Value {
    let all = (0..book.rules.len()).filter_map(|ix| u16::try_from(ix).ok().map(RuleId));
    all.map(|id| rule(book, id)).collect()
}

fn rule(book: &Book, id: RuleId) -> Value {
    let rule = book.rule(id);
    let found: Reads = reads(book, id);
    let name = |(kind, field): &(KindId, u16)| {
        let kind = book.kind(*kind);
        format!("{}.{}", kind.id, kind.fields[usize::from(*field)].id)
    };
    let mut needs: Vec<String> =
        kinds(book, id, &found).iter().map(|kind| book.kind(*kind).id.clone()).collect();
    needs.sort();
    let basis: Vec<String> = rule.basis.iter().map(|cite| show::cite(cite, true)).collect();
    json!({
        "name": rule.name,
        "id": rule.id,
        "english": rule.english,
        "kind": rule.kind,
        "subject": book.kind(rule.subject).id,
        "document": book.documents.get(rule.document.ix()).map_or("", |document| document.id.as_str()),
        "place": rule.place,
        "basis": basis,
        "covers": rule.covers,
        "kinds": needs,
        "fields": found.fields.iter().map(name).collect::<Vec<_>>(),
        "parameters": found.params.iter().map(|id| book.params[id.ix()].id.clone()).collect::<Vec<_>>(),
        "lists": found.lists.iter().map(|id| book.lists[id.ix()].id.clone()).collect::<Vec<_>>(),
        "asks": found.rules.iter().map(|id| book.rule(*id).id.clone()).collect::<Vec<_>>(),
        "ledger": found.ledger.iter().map(|id| book.rule(*id).id.clone()).collect::<Vec<_>>(),
        "outputs": rule.locals.iter().filter(|local| local.output).map(|local| {
            json!({"name": local.name, "id": local.id, "unit": unit(book, local.ty, true)})
        }).collect::<Vec<_>>(),
    })
}
