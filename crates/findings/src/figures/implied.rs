//! The unit that a number without one implies: 48.6万农村劳动力 are 人.
//!
//! Always with a doubt. Must never replace a printed unit.

use super::quantity::Quantity;
use crate::source::Source;

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "农民工", "毕业生", "人口", "人员", "职工", "劳动力", "学员", "学生", "群众", "居民", "农民", "妇女",
    "军人", "考生", "求职者", "从业者", "党员", "员工", "工人", "干部", "教师", "人才", "大学生", "劳动者",
    "应届生", "创业者", "带头人", "青年", "残疾人", "参保人",
];

/// The unit, or the unit that the counted thing implies, with a doubt.
pub(super) fn unit_or_doubt(
    source: &Source,
    quantity: &Quantity,
    subject: Option<&str>,
) -> (String, Option<&'static str>) {
    if let Some(unit) = &quantity.unit {
        return (unit.name.clone(), None);
    }
    let behind: String = source.norm[quantity.end..source.len().min(quantity.end + 10)]
        .iter()
        .take_while(|sign| !matches!(sign, ',' | '。' | ';' | '、' | '('))
        .collect();
    let named = |words: &[&str]| {
        words
            .iter()
            .any(|word| behind.contains(word) || subject.is_some_and(|subject| subject.ends_with(word)))
    };
    if named(PEOPLE) {
        ("人".into(), Some("unit_inferred"))
    } else if named(&["企业", "单位", "机构", "商户"]) {
        ("家".into(), Some("unit_inferred"))
    } else if named(&["岗位"]) {
        ("个".into(), Some("unit_inferred"))
    } else if named(&["家庭"]) {
        ("户".into(), Some("unit_inferred"))
    } else {
        (String::new(), Some("unit_missing"))
    }
}
