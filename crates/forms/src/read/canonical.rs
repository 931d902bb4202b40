//! A table in a form of its own, for versions: the same keys and values give the same text, whatever their order, spacing and comments. It must never leave out a value.

use toml::de::{DeTable, DeValue};

use super::table::Tab;

/// The table in a form of its own: the same keys and values give the same text, whatever their order, spacing and comments.
pub(super) fn canonical(tab: &Tab<'_>) -> String {
    let mut out = String::new();
    write_table(tab.table, &mut out);
    out
}

fn write_table(table: &DeTable<'_>, out: &mut String) {
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by(|a, b| a.0.get_ref().cmp(b.0.get_ref()));
    out.push('{');
    for (key, value) in keys {
        out.push_str(&format!("{:?}=", key.get_ref()));
        write_value(value.get_ref(), out);
        out.push(';');
    }
    out.push('}');
}

fn write_value(value: &DeValue<'_>, out: &mut String) {
    match value {
        DeValue::String(text) => out.push_str(&format!("{text:?}")),
        DeValue::Integer(number) => out.push_str(number.as_str()),
        DeValue::Float(number) => out.push_str(number.as_str()),
        DeValue::Boolean(yes) => out.push_str(if *yes { "true" } else { "false" }),
        DeValue::Datetime(day) => out.push_str(&day.to_string()),
        DeValue::Array(all) => {
            out.push('[');
            for one in all {
                write_value(one.get_ref(), out);
                out.push(',');
            }
            out.push(']');
        }
        DeValue::Table(table) => write_table(table, out),
    }
}
