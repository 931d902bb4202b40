//! Reads fields of entries and applications. It must never give two fields one id, nor ask for a fact in another type than the dictionary has it.

use anye_forms::table::{Tab, Text};
use anye_forms::{Choice, Words};

use super::key::fact;
use super::{Names, choices, twice, unknown};
use crate::model::{Field, FieldKind, SubjectKind};

const KEYS: [&str; 16] = [
    "id", "name", "help", "unit", "type", "length", "least", "most", "digits", "choices", "choice",
    "required", "when", "sealed", "fact", "cite",
];
const TYPES: [&str; 16] = [
    "text",
    "count",
    "money",
    "number",
    "percent",
    "date",
    "month",
    "yes-no",
    "choice",
    "choices",
    "place",
    "person",
    "household",
    "employer",
    "provider",
    "entry:REGISTER",
];

/// The fields under `field`, in their order.
pub(super) fn read(tab: &Tab<'_>, names: &Names<'_>) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for row in tab.tabs("field") {
        row.keys(&KEYS);
        let (id, fact) = (row.id(true), row.text("fact"));
        let from_law = fact.and_then(|text| known_fact(&row, &text, names));
        let written = row.has("type").then(|| kind(&row, names));
        let kind = match (written, &from_law) {
            (Some(kind), _) => kind,
            (None, Some(info)) => info.ty.field_kind(),
            // Without a law nobody knows the type of a fact: words will do.
            (None, None) if fact.is_some() && names.law.is_none() => Some(FieldKind::Text(200)),
            (None, None) if fact.is_some() => continue,
            (None, None) => {
                row.missing("type");
                continue;
            }
        };
        let when = when(&row, &out);
        let name = match (&from_law, row.has("name")) {
            (Some(info), false) => info.name.clone(),
            (None, false) if fact.is_some() => Words::default(),
            _ => row.need_words("name"),
        };
        let (Some(id), Some(kind)) = (id, kind) else { continue };
        if out.iter().any(|own| own.id == id.value) {
            twice(&row, id.at, id.value, "字段", "field");
            continue;
        }
        if let (Some(text), Some(info)) = (fact, &from_law)
            && !info.ty.takes(&kind)
        {
            let (zh, en) = info.ty.words();
            row.file.error(
                text.at,
                "P107",
                format!("数据字典中“{}”的类型是{zh},与本字段不符", text.value),
                format!("'{}' is {en} in the data dictionary, which this field is not", text.value),
            );
        }
        let sealed = row.flag("sealed").unwrap_or(false);
        if sealed && (!matches!(kind, FieldKind::Text(_)) || fact.is_some()) {
            row.file.error(
                row.place("sealed"),
                "P228",
                "加密字段只能是文字,且不能是法规事实",
                "a sealed field holds words and is no fact of the law",
            );
        }
        let help = row.words("help").or_else(|| from_law.map(|info| Words::new(info.help.clone(), "")));
        let unit = row.text("unit").map(|text| text.value.to_owned());
        out.push(Field {
            id: id.value.to_owned(),
            name,
            help: help.unwrap_or_default(),
            unit: unit
                .or_else(|| from_law.map(|info| info.unit.clone()))
                .unwrap_or_else(|| default_unit(&kind)),
            kind,
            required: row.flag("required").unwrap_or(false),
            when,
            sealed,
            fact: fact.map(|text| text.value.to_owned()),
            cite: row.cites(false),
        });
    }
    out
}

fn default_unit(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Money => "元".to_owned(),
        FieldKind::Percent => "%".to_owned(),
        _ => String::new(),
    }
}

fn known_fact<'a>(row: &Tab<'_>, text: &Text<'_>, names: &Names<'a>) -> Option<&'a crate::law::FactInfo> {
    fact(row, text.at, text.value, names)?;
    names.law.and_then(|law| law.facts.get(text.value))
}

fn kind(row: &Tab<'_>, names: &Names<'_>) -> Option<FieldKind> {
    let text = row.need_text("type")?;
    let whole = |key, otherwise| row.whole(key, i64::MIN..=i64::MAX).unwrap_or(otherwise);
    Some(match text.value {
        "text" => FieldKind::Text(u16::try_from(row.whole("length", 1..=5000).unwrap_or(200)).unwrap_or(200)),
        "count" => FieldKind::Count { least: whole("least", 0), most: whole("most", 1_000_000_000) },
        "money" => FieldKind::Money,
        "number" => FieldKind::Number(u8::try_from(row.whole("digits", 0..=6).unwrap_or(2)).unwrap_or(2)),
        "percent" => FieldKind::Percent,
        "date" => FieldKind::Date,
        "month" => FieldKind::Month,
        "yes-no" => FieldKind::YesNo,
        "choice" => FieldKind::Choice(choices(row, names, "choices", "choice")),
        "choices" => FieldKind::Choices(choices(row, names, "choices", "choice")),
        "place" => FieldKind::Place,
        "person" => FieldKind::Subject(SubjectKind::Person),
        "household" => FieldKind::Subject(SubjectKind::Household),
        "employer" => FieldKind::Subject(SubjectKind::Employer),
        "provider" => FieldKind::Subject(SubjectKind::Provider),
        other => {
            let Some(register) = other.strip_prefix("entry:") else {
                row.file.not_one_of(text.at, other, &TYPES);
                return None;
            };
            if !names.registers.contains(&register) {
                let all = names.registers.iter().copied();
                unknown(&row.file, text.at, "P103", ("名册", "register"), register, all);
            }
            FieldKind::Entry(register.to_owned())
        }
    })
}

/// `when = { field = "cause", is = ["closure"] }`: a choice or yes-no that stands before.
pub(super) fn when(row: &Tab<'_>, before: &[Field]) -> Option<(String, Vec<String>)> {
    let tab = row.tab("when")?;
    tab.keys(&["field", "is"]);
    let field = tab.need_text("field")?;
    let values = tab.texts("is");
    if values.is_empty() {
        tab.missing("is");
    }
    let Some(of) = before.iter().find(|own| own.id == field.value) else {
        let all = before.iter().map(|own| own.id.as_str());
        unknown(&tab.file, field.at, "P101", ("在此之前的字段", "field before this one"), field.value, all);
        return None;
    };
    let yes_no = [("yes", "是", "yes"), ("no", "否", "no")]
        .map(|(id, zh, en)| Choice { id: id.to_owned(), name: Words::new(zh, en) });
    let all: &[Choice] = match &of.kind {
        FieldKind::Choice(all) | FieldKind::Choices(all) => all,
        FieldKind::YesNo => &yes_no,
        _ => {
            tab.file.error(
                field.at,
                "P110",
                format!("“{}”不是选项或是否,不能作为条件", field.value),
                format!("'{}' is neither a choice nor yes or no, so nothing can depend on it", field.value),
            );
            return None;
        }
    };
    for value in &values {
        if !all.iter().any(|one| one.id == value.value) {
            let list: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
            tab.file.not_one_of(value.at, value.value, &list);
        }
    }
    Some((field.value.to_owned(), values.iter().map(|value| value.value.to_owned()).collect()))
}
