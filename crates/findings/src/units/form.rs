//! What the name of a responsible unit looks like.
//!
//! Must never need a list of a place's units: the form has to do, so that every province reads alike.

use super::body_words::{CLAUSE, NO_BODIES, STRONG, WEAK, WHOLE};

/// How sure the form makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// A clause, a number, an explanation.
    No,
    /// Could be a body: 单位, 学校, a place.
    Weak,
    /// Surely a body.
    Strong,
}

/// Judges a name by its form alone.
pub(crate) fn likeness(name: &str) -> Likeness {
    let length = name.chars().count();
    let clause = name.contains(['。', ';', '“', '”', '《', '》', ':', '%', '=', '+'])
        || CLAUSE.iter().any(|word| name.starts_with(word));
    if !(2..=32).contains(&length) || clause || name.is_ascii() {
        return Likeness::No;
    }
    if WHOLE.contains(&name) {
        return Likeness::Strong;
    }
    // Brackets inside a name say which kinds are meant: 各县(市)区人民政府, 各县(市、区).
    let bare = without_brackets(name);
    let bare = bare.trim();
    if bare.chars().any(|sign| sign.is_ascii_digit()) && !bare.starts_with('各') {
        return Likeness::No;
    }
    // 县(市、区) stands for all counties.
    if bare != name && ["县", "县区", "区县", "市县", "区"].contains(&bare) {
        return Likeness::Strong;
    }
    if every(bare) {
        return Likeness::Strong;
    }
    // 县区财政, 市县两级财政: the purse of a level.
    let purse = bare.strip_suffix("财政").is_some_and(|levels| {
        !levels.is_empty() && levels.chars().all(|sign| "中央省市县区乡镇各级两三同本地、".contains(sign))
    });
    if purse {
        return Likeness::Strong;
    }
    if NO_BODIES.iter().any(|end| bare.ends_with(end)) {
        return Likeness::No;
    }
    if STRONG.iter().any(|end| bare.ends_with(end)) {
        return Likeness::Strong;
    }
    if WEAK.iter().any(|end| bare.ends_with(end)) { Likeness::Weak } else { Likeness::No }
}

/// 各市, 各县区, 各园区管委会, 各级人民政府: all bodies of a kind.
fn every(name: &str) -> bool {
    let Some(rest) = name
        .strip_prefix('各')
        .or_else(|| name.strip_prefix("全省各"))
        .or_else(|| name.strip_prefix("全市各"))
    else {
        return false;
    };
    let kinds = [
        "市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "地", "级", "园", "景", "功能", "开发",
        "高校", "院校", "学校", "银行", "金融", "成员", "有关", "相关", "部门", "单位", "委", "省",
    ];
    let Some(kind) = kinds.iter().find(|kind| rest.starts_with(**kind)) else { return false };
    let only_kinds = rest.chars().all(|sign| "市县区州盟旗镇乡街道地省、".contains(sign));
    let body = [
        "财政", "基地", "机构", "高校", "院校", "学校", "银行", "团体", "机关", "企业", "部门", "单位",
        "地区", "社区",
    ];
    let ends = rest == *kind || only_kinds || body.iter().chain(STRONG).any(|end| rest.ends_with(end));
    ends && *rest != *"级" && rest.chars().count() <= 18
}

/// The name without what stands in brackets.
pub(crate) fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(name.len());
    for sign in name.chars() {
        match sign {
            '(' | '〔' => depth += 1,
            ')' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    bare
}

/// 有关部门, 市直各单位: bodies without a name.
pub(crate) fn is_generic(name: &str) -> bool {
    let bare = name
        .trim_start_matches(['省', '市', '县', '区', '州', '各', '其', '他'])
        .trim_start_matches("直")
        .trim_start_matches(['各', '其', '他']);
    let bare = bare
        .trim_start_matches("级")
        .trim_start_matches("有关")
        .trim_start_matches("相关")
        .trim_start_matches("职能")
        .trim_start_matches("主管");
    matches!(
        bare,
        "部门"
            | "单位"
            | "部门和单位"
            | "部门单位"
            | "单位和部门"
            | "机构"
            | "行业部门"
            | "责任单位"
            | "行业主管部门"
    )
}
