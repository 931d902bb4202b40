//! Rules in articles (第一条), plans under a cover notice, attachments.

use crate::check::check;

#[test]
fn rules_with_chapters_sections_and_items() {
    check(
        "某江省创业补贴管理办法\n（2020年3月1日某江省人民政府第5次常务会议通过）\n目  录\n第一章 总则\n第二章 补贴\n第一章  总  则\n第一条  为了规范创业补贴管理，根据有关规定，制定本办法。\n第二条  本办法适用于本省行政区域内的创业补贴。\n第二章  补  贴\n第一节  标准\n第三条  补贴分为以下两类：\n（一）一次性补贴，每户5000元；\n（二）场地补贴。\n1.租金补贴；\n2.水电补贴。\n按照第二条规定执行。\n第二节  申领\n第四条  【申领时限】应当在6个月内申领。\n第五条  本办法自2020年5月1日起施行。",
        "title: 某江省创业补贴管理办法
        kind: Measures
        preamble: （2020年3月1日某江省人民政府第5次常务会议通过）
        chapter: 一 总则
        chapter: 二 补贴
        chapter: 二·一 标准
        chapter: 二·二 申领
        article: 一/一 [] 为了规范创业补贴管理，根据有关规定，制定本办法。
        article: 一/二 [] 本办法适用于本省行政区域内的创业补贴。
        article: 二·一/三 [] 补贴分为以下两类： / （一）一次性补贴，每户5000元； / （二）场地补贴。 / 1.租金补贴； / 2.水电补贴。 / 按照第二条规定执行。
        article: 二·二/四 [申领时限] 【申领时限】应当在6个月内申领。
        article: 二·二/五 [] 本办法自2020年5月1日起施行。
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
}

#[test]
fn a_cover_notice_hands_over_to_its_plan() {
    check(
        "某州市人民政府办公室关于印发\n某州市技能提升行动方案的通知\n某政办发（2021）45号\n各县区人民政府：\n《某州市技能提升行动方案》已经市政府同意，现印发给你们，请认真贯彻执行。\n某州市人民政府办公室\n2021年6月30日\n（此件公开发布）\n某州市技能提升行动方案\n为提升技能，制定本方案。\n一、目标任务\n（一）扩大规模。培训2万人次。\n（二）提高质量。取证率达到70%以上。\n二、保障措施\n（三）落实资金。由财政列支。",
        "title: 某州市人民政府办公室关于印发某州市技能提升行动方案的通知
        kind: Notice
        number: 某政办发〔2021〕45号
        issuer: 某州市人民政府办公室
        to: 各县区人民政府
        issued: 2021-06-30
        preamble: 《某州市技能提升行动方案》已经市政府同意，现印发给你们，请认真贯彻执行。 / 某州市技能提升行动方案 / 为提升技能，制定本方案。
        chapter: 一 目标任务
        chapter: 二 保障措施
        article: 一/一 [扩大规模] 扩大规模。培训2万人次。
        article: 一/二 [提高质量] 提高质量。取证率达到70%以上。
        article: 二/三 [落实资金] 落实资金。由财政列支。
        closing: （此件公开发布）",
    );
}

#[test]
fn an_attachment_with_its_own_numbers_is_set_aside() {
    check(
        "某市总工会关于开展困难职工帮扶的通知\n各县区总工会：\n一、帮扶对象。建档困难职工。\n二、帮扶标准。每户1000元。\n三、工作要求。按时发放。\n附件：1.申请表\n2.填表说明\n某市总工会\n2022年1月4日\n附件2\n填表说明\n一、用黑色笔填写。\n二、一式两份。",
        "title: 某市总工会关于开展困难职工帮扶的通知
        kind: Notice
        issuer: 某市总工会
        to: 各县区总工会
        issued: 2022-01-04
        article: /一 [帮扶对象] 帮扶对象。建档困难职工。
        article: /二 [帮扶标准] 帮扶标准。每户1000元。
        article: /三 [工作要求] 工作要求。按时发放。
        closing: 附件：1.申请表 / 2.填表说明 / 附件2 / 填表说明 / 一、用黑色笔填写。 / 二、一式两份。
        warning: attachment_set_aside 附件2
        warning: number_missing",
    );
}

#[test]
fn damaged_numbering_is_reported_and_nothing_is_dropped() {
    check(
        "某区人民政府关于加强监测的意见\n各街道办事处：\n一、监测\n（一）甲类监测。按月。\n（二）乙类监测。按季。\n（二）丙类监测。按年。\n（五）丁类监测。按周。\n（四）戊类监测。按日。\n三、报告\n（六）及时报告。不得迟报。",
        "title: 某区人民政府关于加强监测的意见
        kind: Opinion
        issuer: 某区人民政府
        to: 各街道办事处
        chapter: 一 监测
        chapter: 三 报告
        article: 一/一 [甲类监测] 甲类监测。按月。
        article: 一/二 [乙类监测] 乙类监测。按季。
        article: 一/二 [丙类监测] 丙类监测。按年。
        article: 一/五 [丁类监测] 丁类监测。按周。
        article: 一/四 [戊类监测] 戊类监测。按日。
        article: 三/六 [及时报告] 及时报告。不得迟报。
        warning: number_missing
        warning: date_missing
        warning: chapter_gap 2
        warning: article_duplicate 2
        warning: article_gap 3-4
        warning: article_out_of_order 4",
    );
}

#[test]
fn lost_line_breaks_are_found_again() {
    check(
        "关于加强培训工作的意见\n各单位：为加强培训，提出如下意见。 一、扩大规模 （一）增加场次。每年4次。（二）增加人数。每次100人。 二、提高质量 （三）优化课程。按照第（一）项要求执行。（四）强化师资。聘请专家。",
        "title: 关于加强培训工作的意见
        kind: Opinion
        to: 各单位
        preamble: 为加强培训，提出如下意见。
        chapter: 一 扩大规模
        chapter: 二 提高质量
        article: 一/一 [增加场次] 增加场次。每年4次。
        article: 一/二 [增加人数] 增加人数。每次100人。
        article: 二/三 [优化课程] 优化课程。按照第（一）项要求执行。
        article: 二/四 [强化师资] 强化师资。聘请专家。
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
}
