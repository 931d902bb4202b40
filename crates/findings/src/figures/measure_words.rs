//! Measure words and units (量词、单位) behind numbers.
//!
//! Must never be asked what a number counts: only what stands directly behind it.

use crate::source::Source;

/// What kind of unit stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 年, 个月, 天, 小时 …: takes 内.
    Time,
    /// 元, %, 亩 …: the counted thing stands before.
    Measure,
    /// 户, 人, 家 …: the counted thing stands behind.
    Count,
}

/// A unit behind a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// The name without 个 before 百分点, 工作日 and the like.
    pub name: String,
    pub kind: Kind,
    pub end: usize,
}

/// As printed, the name, and whether it also counts with Chinese numerals.
type Row = (&'static str, &'static str, bool);

const TIME: &[Row] = &[
    ("个工作日", "工作日", true),
    ("工作日", "工作日", true),
    ("个自然日", "自然日", true),
    ("自然日", "自然日", true),
    ("个小时", "小时", true),
    ("小时", "小时", true),
    ("个学时", "学时", true),
    ("学时", "学时", true),
    ("个课时", "课时", true),
    ("课时", "课时", true),
    ("分钟", "分钟", true),
    ("秒", "秒", false),
    ("天", "天", true),
    ("日", "日", true),
    ("周", "周", true),
    ("个月", "个月", true),
    ("个季度", "季度", true),
    ("个年度", "年度", true),
    ("个学年", "学年", true),
    ("学年", "学年", true),
    ("个学期", "学期", true),
    ("学期", "学期", true),
    ("周年", "周年", false),
    ("年", "年", true),
];

const MEASURE: &[Row] = &[
    ("%", "%", true),
    ("‰", "‰", true),
    ("个百分点", "百分点", true),
    ("百分点", "百分点", true),
    ("元", "元", true),
    ("美元", "美元", true),
    ("欧元", "欧元", true),
    ("港元", "港元", true),
    ("港币", "港元", false),
    ("日元", "日元", false),
    ("英镑", "英镑", false),
    ("元人民币", "元", true),
    ("周岁", "周岁", true),
    ("岁", "岁", true),
    ("倍", "倍", true),
    ("折", "折", true),
    ("成", "成", true),
    ("亩", "亩", true),
    ("公顷", "公顷", true),
    ("平方米", "平方米", true),
    ("㎡", "平方米", false),
    ("平方公里", "平方公里", true),
    ("立方米", "立方米", true),
    ("公里", "公里", true),
    ("千米", "千米", true),
    ("厘米", "厘米", false),
    ("米", "米", true),
    ("吨", "吨", true),
    ("公斤", "公斤", true),
    ("千克", "千克", false),
    ("克", "克", false),
    ("升", "升", false),
    ("千瓦时", "千瓦时", false),
    ("千瓦", "千瓦", false),
    ("兆瓦", "兆瓦", false),
    ("度", "度", false),
    ("分", "分", false),
    ("字", "字", false),
];

const COUNT: &[Row] = &[
    ("户次", "户次", true),
    ("户", "户", true),
    ("家次", "家次", true),
    ("家", "家", true),
    ("人次", "人次", true),
    ("人天", "人天", false),
    ("人日", "人日", false),
    ("人份", "人份", false),
    ("人", "人", true),
    ("名", "名", true),
    ("位", "位", false),
    ("个", "个", true),
    ("台次", "台次", true),
    ("台套", "台套", true),
    ("台", "台", true),
    ("班次", "班次", true),
    ("车次", "车次", true),
    ("架次", "架次", true),
    ("航次", "航次", true),
    ("场次", "场次", true),
    ("场", "场", true),
    ("批次", "批次", true),
    ("批", "批", false),
    ("项次", "项次", true),
    ("项", "项", true),
    ("件次", "件次", true),
    ("件", "件", true),
    ("条次", "条次", true),
    ("条", "条", true),
    ("次", "次", true),
    ("处", "处", true),
    ("所", "所", true),
    ("门", "门", true),
    ("篇", "篇", true),
    ("种", "种", true),
    ("类", "类", true),
    ("期", "期", false),
    ("班", "班", false),
    ("支", "支", true),
    ("只", "只", false),
    ("部", "部", false),
    ("部门", "部门", false),
    ("本", "本", false),
    ("册", "册", true),
    ("份", "份", true),
    ("张", "张", true),
    ("座", "座", true),
    ("栋", "栋", true),
    ("幢", "幢", true),
    ("间", "间", true),
    ("套", "套", true),
    ("辆", "辆", true),
    ("架", "架", true),
    ("艘", "艘", true),
    ("列", "列", false),
    ("科", "科", false),
    ("档", "档", true),
    ("组", "组", false),
    ("队", "队", false),
    ("对", "对", false),
    ("团", "团", false),
    ("轮", "轮", true),
    ("遍", "遍", true),
    ("笔", "笔", true),
    ("起", "起", false),
    ("例", "例", true),
    ("宗", "宗", true),
    ("步", "步", false),
    ("大", "大", true),
    ("级", "级", true),
    ("股", "股", false),
    ("席", "席", true),
    ("头", "头", false),
    ("匹", "匹", false),
    ("株", "株", false),
    ("棵", "棵", true),
    ("块", "块", true),
    ("片", "片", false),
    ("段", "段", false),
    ("章", "章", false),
    ("款", "款", false),
    ("单", "单", false),
    ("床", "床", false),
    ("张床位", "张", false),
    ("床位", "床位", false),
    ("工位", "工位", false),
    ("学位", "学位", false),
    ("岗位", "岗位", false),
    ("省", "省", false),
    ("市", "市", false),
    ("县", "县", false),
    ("区", "区", false),
    ("乡镇", "乡镇", false),
    ("乡", "乡", false),
    ("镇", "镇", false),
    ("街道", "街道", false),
    ("社区", "社区", false),
    ("村", "村", false),
    ("盏", "盏", false),
    ("口", "口", false),
    ("口井", "口", false),
    ("眼", "眼", false),
    ("杆", "杆", false),
    ("根", "根", false),
    ("把", "把", false),
    ("箱", "箱", false),
    ("袋", "袋", false),
    ("瓶", "瓶", false),
    ("盒", "盒", false),
    ("桶", "桶", false),
    ("包", "包", false),
    ("顶", "顶", false),
    ("面", "面", false),
    ("枚", "枚", false),
    ("颗", "颗", false),
    ("粒", "粒", false),
    ("节", "节", false),
    ("堂", "堂", true),
    ("讲", "讲", false),
    ("课", "课", false),
];

/// Words in which a measure word is only the first character of something else.
const NOT_UNITS: &[&str] = &[
    "个性", "个体", "个别", "大学", "大中", "大专", "部委", "人均", "人民", "人力", "人才", "人社", "人大", "名义", "名单", "名录", "名称", "项目", "次性", "次要", "次品", "年级", "年代",
    "分之", "分别", "分类", "分级", "分期", "分批", "分局", "分行", "分公司", "分管", "分工", "级市", "条件", "条例", "类似", "种植", "种子", "场所", "场地", "场馆", "家庭",
    "家政", "家长", "家企", "户籍", "户口", "所有", "所在", "所属", "所需", "期间", "期限", "班子", "部分", "部署", "本级", "本地", "组织", "组建", "队伍", "对接",
    "对口", "对象", "对一", "团体", "团队", "起草", "步骤", "大型", "大力", "点对", "点击", "股份", "市场", "市级", "市直", "县级", "县域", "区域", "区级", "村级", "镇级", "街道级", "社区级", "省级",
    "面向", "面对", "面积", "包括", "包含", "把握", "节能", "讲座", "课程", "级别", "日常", "周期", "周边", "天津", "成立", "成为", "成本", "成果", "成员", "成功", "成人", "成年", "成效", "米兰", "元旦", "元月", "度假", "科技", "科研", "科学", "单位", "单独", "款项", "章程", "片区", "段式",
    "批准", "批复", "处理", "处置", "处罚", "处于", "处室", "门类", "门槛", "门诊", "张贴", "间接", "间隔", "轮岗", "轮训", "轮换", "例外", "列入", "列支", "列为", "列第", "条龙", "条线", "位一体", "位置", "口径", "口岸", "头企业",
];

/// A bare 日 behind these counts days, not dates; everything else keeps its own rule.
fn rows() -> impl Iterator<Item = (&'static Row, Kind)> {
    TIME.iter()
        .map(|row| (row, Kind::Time))
        .chain(MEASURE.iter().map(|row| (row, Kind::Measure)))
        .chain(COUNT.iter().map(|row| (row, Kind::Count)))
}

/// The unit that stands at this position.
pub(crate) fn unit_at(source: &Source, at: usize, chinese: bool) -> Option<Unit> {
    let at = source.past_space(at);
    let mut best: Option<(usize, &Row, Kind)> = None;
    for (row, kind) in rows() {
        if (row.2 || !chinese) && source.starts(at, row.0) {
            let length = row.0.chars().count();
            if best.is_none_or(|(longest, _, _)| length > longest) {
                best = Some((length, row, kind));
            }
        }
    }
    let (length, row, kind) = best?;
    let inside_word = length == 1 && NOT_UNITS.iter().any(|word| source.starts(at, word)) && !source.starts(at, "名单位");
    let grade = row.0 == "级" && !(chinese && leveled(source, at));
    (!inside_word && !grade).then(|| Unit { name: row.1.to_owned(), kind, end: at + length })
}


/// 三级 counts levels only behind the levels themselves: 省市县三级, but 三级医院.
fn leveled(source: &Source, unit: usize) -> bool {
    unit >= 2 && matches!(source.norm[unit - 2], '省' | '市' | '县' | '区' | '乡' | '镇' | '村' | ')' | '道')
}
