//! Where a value comes from: `is`, `from`, `to`, `field`, `subject`, `output`. It must never take a value of the wrong type for a fact.

use anye_forms::table::Tab;
use serde_json::Value;

use super::{Names, unknown};
use crate::law::{FactType, RuleInfo};
use crate::model::{Field, FieldKind, ValueFrom};

/// The keys that say where a value comes from.
pub(super) const KEYS: [&str; 6] = ["is", "from", "to", "field", "subject", "output"];

/// What a value may name.
pub(super) struct Source<'a> {
    pub(super) fields: &'a [Field],
    pub(super) rules: &'a [&'a RuleInfo],
    pub(super) names: &'a Names<'a>,
}

impl Source<'_> {
    /// Exactly one of the keys of this table.
    pub(super) fn read(&self, tab: &Tab<'_>) -> Option<ValueFrom> {
        let there: Vec<&str> = KEYS.into_iter().filter(|key| tab.has(key)).collect();
        let [key] = there[..] else {
            tab.file.error(
                tab.at,
                "P013",
                format!("值的来源要写且只写一种:{}", KEYS.join("、")),
                format!("a value comes from exactly one of {}", KEYS.join(", ")),
            );
            return None;
        };
        match key {
            "is" => tab.json("is").map(ValueFrom::Is),
            "from" => Some(ValueFrom::From),
            "to" => Some(ValueFrom::To),
            "subject" => Some(ValueFrom::Subject),
            "field" => {
                let text = tab.need_text("field")?;
                if !self.fields.iter().any(|field| field.id == text.value) {
                    let all = self.fields.iter().map(|field| field.id.as_str());
                    unknown(&tab.file, text.at, "P101", ("字段", "field"), text.value, all);
                    return None;
                }
                Some(ValueFrom::Field(text.value.to_owned()))
            }
            _ => self.output(tab),
        }
    }

    fn output(&self, tab: &Tab<'_>) -> Option<ValueFrom> {
        let text = tab.need_text("output")?;
        let given = text.value == "amount" && self.rules.iter().any(|rule| rule.money)
            || text.value == "months" && self.rules.iter().any(|rule| rule.months)
            || self.rules.iter().any(|rule| rule.outputs.iter().any(|(id, _)| id == text.value));
        if !given && self.names.law.is_some() {
            let all = self.rules.iter().flat_map(|rule| rule.outputs.iter().map(|(id, _)| id.as_str()));
            unknown(
                &tab.file,
                text.at,
                "P209",
                ("规则给出的结果", "output of the rules"),
                text.value,
                all.chain(["amount", "months"]),
            );
            return None;
        }
        Some(ValueFrom::Output(text.value.to_owned()))
    }

    /// Tells a value that the fact cannot hold.
    pub(super) fn fits_fact(&self, tab: &Tab<'_>, fact: &str, value: &ValueFrom) {
        let Some(info) = self.names.law.and_then(|law| law.facts.get(fact)) else { return };
        let fits = match value {
            ValueFrom::Is(value) => holds(&info.ty, value),
            ValueFrom::From | ValueFrom::To => info.ty == FactType::Date,
            ValueFrom::Subject => matches!(info.ty, FactType::Thing(_)),
            ValueFrom::Field(id) => self
                .fields
                .iter()
                .find(|field| field.id == *id)
                .is_none_or(|field| info.ty.takes(&field.kind)),
            ValueFrom::Output(id) => self.output_type(id).is_none_or(|ty| same(&info.ty, &ty)),
        };
        if !fits {
            let (zh, en) = info.ty.words();
            tab.file.error(
                tab.at,
                "P107",
                format!("“{fact}”的类型是{zh},这个值不符"),
                format!("'{fact}' is {en}; this value does not fit"),
            );
        }
    }

    /// Tells a value that a field of an entry cannot hold.
    pub(super) fn fits_field(&self, tab: &Tab<'_>, into: &Field, value: &ValueFrom) {
        let fits = match value {
            ValueFrom::Is(value) => into.fits(value),
            ValueFrom::From | ValueFrom::To => into.kind == FieldKind::Date,
            ValueFrom::Subject => matches!(into.kind, FieldKind::Subject(_)),
            ValueFrom::Field(id) => {
                let own = self.fields.iter().find(|field| field.id == *id);
                own.is_none_or(|own| alike(&own.kind, &into.kind))
            }
            ValueFrom::Output(id) => self.output_type(id).is_none_or(|ty| ty.takes(&into.kind)),
        };
        if !fits {
            tab.file.error(
                tab.at,
                "P208",
                format!("字段“{}”不能是这个值", into.id),
                format!("the field '{}' cannot have this value", into.id),
            );
        }
    }

    fn output_type(&self, id: &str) -> Option<FactType> {
        match id {
            "amount" => Some(FactType::Money),
            "months" => Some(FactType::Count),
            _ => self
                .rules
                .iter()
                .flat_map(|rule| &rule.outputs)
                .find(|(own, _)| own == id)
                .map(|(_, ty)| ty.clone()),
        }
    }
}

fn same(fact: &FactType, given: &FactType) -> bool {
    fact == given
        || matches!((fact, given), (FactType::Count | FactType::Number, FactType::Count | FactType::Number))
}

fn alike(from: &FieldKind, into: &FieldKind) -> bool {
    match (from, into) {
        (FieldKind::Text(_), FieldKind::Text(_)) | (FieldKind::Count { .. }, FieldKind::Count { .. }) => true,
        (FieldKind::Choice(from), FieldKind::Choice(into)) => {
            from.iter().all(|one| into.iter().any(|own| own.id == one.id))
        }
        _ => from == into,
    }
}

/// Whether a value as the law's facts files write it is of this type.
fn holds(ty: &FactType, value: &Value) -> bool {
    match ty {
        FactType::YesNo => value.is_boolean(),
        FactType::Money | FactType::Count | FactType::Number => value.is_number() || value.is_string(),
        FactType::Date | FactType::Month | FactType::Text | FactType::Thing(_) => value.is_string(),
        FactType::Choice(all) => value.as_str().is_some_and(|text| all.iter().any(|one| one.id == text)),
    }
}
