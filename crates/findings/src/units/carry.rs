//! The full name of a unit in a list that names the level once: 市财政局、科技局 → 市科技局.
//!
//! Must never put a level before a name that has its own place, its own level, or stands outside the level.

/// Names that belong to no level of the list.
#[rustfmt::skip]
const OUTSIDE: &[&str] = &[
    "各", "国家", "中国", "中央", "国务院", "人民银行", "有关", "相关", "其他", "其它", "全", "本", "驻",
    "所有", "当地", "同级", "在", "团", "中共", "上述", "下级", "上级", "属地", "成员", "社会", "用人",
];

/// Bodies with a line of command of their own, named with a place instead of a level.
#[rustfmt::skip]
const OWN_LINE: &[&str] = &[
    "海关", "银保监", "银监", "证监", "保监", "外汇", "金融监管", "铁路", "海事局", "公司", "集团", "银行",
    "支行", "分行", "人行", "管委会", "开发区", "高新区", "经开区", "新区", "示范区", "园区", "大学",
    "学院", "院校", "高校", "街道", "乡镇", "办事处", "企业", "机场", "电网", "调查队",
];

/// Branches that lists name by their field alone.
const BRANCHES: &[&str] = &[
    "银监分局",
    "银保监分局",
    "金融监管分局",
    "金融监管局",
    "外汇局",
    "外汇分局",
    "银监局",
    "银保监局",
    "证监局",
];

/// Words in which 省, 市, 县, 区 are not a level.
#[rustfmt::skip]
const NOT_LEVELS: &[&str] = &[
    "市场", "市政", "城乡", "乡村", "乡镇", "城镇", "市域", "区划", "市容", "城市", "社区", "区域", "园区",
    "景区", "小区", "县域", "地区", "城区", "省会", "都市", "库区", "林区", "矿区", "灾区", "山区", "旗舰",
    "联盟", "加盟", "开发区", "高新区",
];

/// Departments of a Party committee: behind 市委组织部 comes 宣传部 of 市委.
const PARTY: &[&str] = &[
    "组织部",
    "宣传部",
    "统战部",
    "政法委",
    "网信办",
    "社会工作部",
    "老干部局",
    "改革办",
    "财经办",
    "外事办",
    "国安办",
];

/// The level word at the beginning of a name: 省, 市, 县, 区, 自治区.
pub(crate) fn own_level(name: &str) -> Option<&str> {
    if NOT_LEVELS.iter().any(|word| name.starts_with(word))
        && !name.starts_with("市市")
        && !name.starts_with("市政府")
        && !name.starts_with("市政协")
        && !name.starts_with("市政务")
        && !name.starts_with("市政法")
    {
        return None;
    }
    ["自治区", "自治州", "自治县", "新区", "兵团"].into_iter().find(|level| name.starts_with(level)).or_else(
        || {
            ["省", "市", "县", "区", "州", "盟", "旗", "镇", "乡"]
                .into_iter()
                .find(|level| name.starts_with(level))
        },
    )
}

/// Whether the name says its own place: 沈阳市财政局, 抚顺海关.
fn has_own_place(name: &str) -> bool {
    let bare = super::form::without_brackets(name);
    let signs: Vec<char> = bare.chars().collect();
    (1..signs.len().min(8)).any(|index| {
        let inside = |word: &&str| {
            let word: Vec<char> = word.chars().collect();
            (0..word.len()).any(|offset| {
                word[offset] == signs[index] && index >= offset && signs[index - offset..].starts_with(&word)
            })
        };
        matches!(signs[index], '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡')
            && !NOT_LEVELS.iter().any(inside)
    })
}

/// What a list has named so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Carried {
    /// The level word to put before names without one.
    pub level: Option<String>,
    /// The last name was of a Party committee.
    party: bool,
}

impl Carried {
    /// The full name, remembering its level for the names that follow.
    pub fn full_name(&mut self, name: &str) -> String {
        if let Some(level) = own_level(name) {
            self.party = name
                .strip_prefix(level)
                .is_some_and(|rest| rest.starts_with('委') && PARTY.iter().any(|end| rest.ends_with(end)));
            // 省烟草公司 among bodies of a city does not lift the rest to the province.
            if !OWN_LINE.iter().any(|word| name.contains(word)) {
                self.level = Some(level.to_owned());
            }
            return name.to_owned();
        }
        // 银监分局 without a place is the one of the list's level.
        let branch = BRANCHES.contains(&name);
        let outside = OUTSIDE.iter().any(|word| name.starts_with(word))
            || OWN_LINE.iter().any(|word| name.contains(word)) && !branch
            || has_own_place(name)
            || super::form::is_generic(name);
        match &self.level {
            Some(level) if !outside => {
                let party = self.party && PARTY.contains(&name);
                self.party = party;
                format!("{level}{}{name}", if party { "委" } else { "" })
            }
            _ => name.to_owned(),
        }
    }
}

/// 凌源市、龙城区人民政府: the ending that a bare place shares with the name behind it.
pub(crate) fn shared_ending(name: &str, next: &str) -> Option<&'static str> {
    let bare_place = ["市", "县", "区", "旗", "州", "镇", "乡", "街道"].iter().any(|end| name.ends_with(end))
        && super::form::likeness(name) == super::form::Likeness::Weak
        || name.ends_with("新区")
        || name.ends_with("开发区")
        || name.ends_with("高新区");
    let endings = ["人民政府", "政府", "管委会", "办事处"];
    if !bare_place || name.starts_with('各') {
        return None;
    }
    endings.into_iter().find(|ending| next.ends_with(ending) && !name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_carried_only_to_names_that_lack_one() {
        let names = [
            "市财政局",
            "科技局",
            "市场监管局",
            "城市管理局",
            "团市委",
            "各县(市)区人民政府",
            "人民银行沈阳分行",
            "抚顺海关",
            "省烟草公司",
            "统计局",
            "沈阳市商务局",
            "妇联",
        ];
        let mut carried = Carried::default();
        let full: Vec<String> = names.iter().map(|name| carried.full_name(name)).collect();
        assert_eq!(
            full,
            [
                "市财政局",
                "市科技局",
                "市市场监管局",
                "市城市管理局",
                "团市委",
                "各县(市)区人民政府",
                "人民银行沈阳分行",
                "抚顺海关",
                "省烟草公司",
                "市统计局",
                "沈阳市商务局",
                "市妇联"
            ]
        );
    }

    #[test]
    fn departments_of_a_committee_stay_with_it() {
        let mut carried = Carried::default();
        let full: Vec<String> =
            ["市委组织部", "宣传部", "编委办", "财政局"].iter().map(|name| carried.full_name(name)).collect();
        assert_eq!(full, ["市委组织部", "市委宣传部", "市编委办", "市财政局"]);
        for whole in ["市民政局", "县城管局", "区政府办", "市政务服务中心"] {
            assert_eq!(own_level(whole), whole.get(..3), "{whole}");
        }
    }
}
