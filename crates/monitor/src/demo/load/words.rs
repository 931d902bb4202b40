//! What the demo's offices write (合成文字). It must never name a real person, and says of itself that it is made up.

use crate::warning::Judgement;

pub(super) const TRIGGERS: &str =
    "岗位流失、停产关闭、登记失业增加等预警达到黄色及以上时启动；一次裁员二百人以上时启动。";
pub(super) const TASKS: &str = "核实情况并按时限上报；会商研判；落实稳岗补贴、缓缴社会保险费和转岗培训；组织专场招聘；做好失业保险待遇发放和争议调处。";
pub(super) const PERSONS: &str =
    "就业工作领导小组办公室牵头；人社、财政、工信、国资、总工会各一人（演示数据不列姓名）。";
pub(super) const LETTER: &str = "演示报告〔2020〕（合成）";
pub(super) const CLOSED: &str = "措施已落实，本期指标回落，继续跟踪（合成数据）。";
pub(super) const NOTHING: &str = "经核实为填报口径变化，不是岗位流失（合成数据）。";
pub(super) const GROUP: &str = "裁员处置专门工作组（合成）";
pub(super) const MEMBERS: &str = "成员一（合成），人力资源社会保障局，组长\n成员二（合成），总工会，听取职工意见\n成员三（合成），社会保险中心，社保衔接";
pub(super) const DEED: &str = "到企业核对裁减方案、说明和听取意见的记录，约谈负责人（合成数据）。";
pub(super) const RESULT: &str = "企业同意分批实施并先行转岗，补偿方案已备案（合成数据）。";

/// The account of a step.
pub(super) fn step(id: &str) -> &'static str {
    match id {
        "verify" | "ask" => "已电话核实，数据属实，情况说明已存档（合成数据）。",
        "assess" => "会商认为受疫情影响，集中在住宿餐饮、批发零售，趋势待观察（合成数据）。",
        "report" => "已按要求上报（合成数据）。",
        "plan" => "按本地应急预案明确牵头单位和完成时限（合成数据）。",
        "act" => "发放稳岗返还、组织线上专场招聘和转岗培训（合成数据）。",
        "outcome" => "指标较预警时回落，预警准确（合成数据）。",
        "receive" | "to-city" | "to-province" => "已收到并转报（合成数据）。",
        "guide" => "已指导企业核对方案和程序（合成数据）。",
        "group" => "工作组已到企业，情况见工作组记录（合成数据）。",
        "placement" => "分流人员逐人登记，就业帮扶跟进中（合成数据）。",
        "dues" => "补偿和工资已结清（合成数据）。",
        _ => "已办理（合成数据）。",
    }
}

/// A judgement session.
pub(super) fn judgement(case: &str, day: &str) -> Judgement {
    Judgement {
        case_id: case.to_owned(),
        held_on: day.to_owned(),
        parties: "人力资源社会保障厅\n工业和信息化厅\n总工会\n行业协会".to_owned(),
        figures: "监测企业月报、登记失业月报、市场供求月报（合成数据）".to_owned(),
        opinions: "多数单位认为是需求骤降，少数认为含季节因素（合成）".to_owned(),
        conclusion: "短期冲击为主，住宿餐饮和文体娱乐压力最大（合成）".to_owned(),
        measures: "加快稳岗返还，组织行业专场招聘（合成）".to_owned(),
    }
}
