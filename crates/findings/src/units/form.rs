//! What the name of a responsible unit looks like.
//!
//! Must never need a list of a place's units: the form has to do, so that every province reads alike.

/// Endings that only bodies have.
const STRONG: &[&str] = &[
    "局",
    "厅",
    "委",
    "办",
    "部",
    "政府",
    "委员会",
    "办公室",
    "中心",
    "管委会",
    "管理委",
    "支行",
    "分行",
    "支队",
    "总队",
    "大队",
    "支局",
    "支社",
    "总站",
    "海关",
    "联合会",
    "总工会",
    "工会",
    "妇联",
    "残联",
    "科协",
    "工商联",
    "文联",
    "社科联",
    "侨联",
    "台联",
    "红十字会",
    "贸促会",
    "共青团",
    "团委",
    "团市委",
    "团省委",
    "团县委",
    "团区委",
    "团州委",
    "法院",
    "检察院",
    "调查队",
    "报社",
    "日报社",
    "广播电视台",
    "电视台",
    "广电台",
    "公署",
    "行署",
    "领导小组",
    "指挥部",
    "联席会议",
    "专班",
    "成员单位",
    "供销社",
    "供销合作社",
    "供销联社",
    "联社",
    "军分区",
    "武装部",
    "警备区",
    "办事处",
    "街道办",
    "人行",
    "银监会",
    "证监会",
    "开发区",
    "高新区",
    "经开区",
    "示范区",
    "管理区",
    "新区",
    "园区",
    "集团",
    "公司",
    "银行",
    "党校",
    "编办",
    "编委办",
    "扶贫办",
    "金融办",
    "国资委",
    "发改委",
    "人社局",
    "信访局",
    "研究院",
    "行政学院",
    "就业局",
    "社保局",
    "税务局",
    "事务所",
    "管理所",
    "派出所",
    "服务局",
    "人民武装部",
    "纪委监委",
    "监委",
    "纪委",
    "总社",
    "商业联合会",
    "企联",
    "工委",
    "党委",
    "党组",
    "总公司",
    "分公司",
    "经办机构",
    "服务机构",
    "人才交流中心",
    "代办处",
    "管理处",
    "管理站",
    "档案馆",
    "图书馆",
    "大学",
    "学院",
    "院校",
    "高校",
    "学校",
    "协会",
    "商会",
];

/// Endings that bodies share with ordinary words.
const WEAK: &[&str] = &[
    "单位", "部门", "机构", "企业", "社区", "街道", "乡镇", "省", "市", "县", "区", "州", "盟", "旗", "地区",
    "院", "所", "站", "社", "会", "台", "队", "处", "馆",
];

/// Whole names without a telling ending.
const WHOLE: &[&str] = &[
    "工会",
    "妇联",
    "共青团",
    "残联",
    "科协",
    "省财政",
    "市财政",
    "县财政",
    "区财政",
    "省市财政",
    "市县财政",
    "各级财政",
    "其他市",
    "其他各市",
    "其他县",
    "其他各县",
    "其他地区",
    "其他各地",
    "省本级",
    "市本级",
    "县本级",
    "同级财政",
    "中央财政",
    "省级财政",
    "市级财政",
    "县级财政",
    "团市委",
    "团省委",
    "各市",
    "各县",
    "各区",
    "各地",
    "各地区",
    "各部门",
    "各有关部门",
    "有关部门",
    "各单位",
    "各有关单位",
];

/// Words that show a clause or an explanation, not a name.
const CLAUSE: &[&str] = &[
    "含",
    "包括",
    "下同",
    "以下",
    "以上",
    "其中",
    "简称",
    "截至",
    "以及其",
    "不含",
    "例如",
    "详见",
    "附件",
    "即",
    "是指",
    "不得",
    "必须",
    "应当",
    "可以",
    "如果",
    "经认定",
    "经批准",
    "经过",
    "按照",
    "根据",
    "通过",
    "已",
    "正在",
    "或者",
    "费用",
    "期限",
    "标准",
    "补贴",
    "资金",
];

/// Words that end like a body and are none.
const NO_BODIES: &[&str] = &[
    "干部",
    "全部",
    "内部",
    "外部",
    "局部",
    "大部",
    "总部",
    "东部",
    "西部",
    "南部",
    "北部",
    "中部",
    "核心",
    "重心",
    "城市中心",
    "主办",
    "承办",
    "举办",
    "协办",
    "督办",
    "常委",
    "大局",
    "全局",
    "格局",
    "布局",
    "结局",
    "开局",
    "大厅",
    "平台",
    "社会",
    "机会",
    "大会",
    "招聘会",
    "场所",
    "医院",
    "剧院",
    "名单",
    "主会",
    "小区",
    "辖区",
    "市区",
    "城区",
    "社区",
    "地区",
    "山区",
    "灾区",
];

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
    if !(2..=32).contains(&length) || clause || name.chars().all(|sign| sign.is_ascii()) {
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
