//! Plans, reports, explanations and short notices, invented.

use crate::check::check;

#[test]
fn a_plan_with_chapters_and_sections() {
    let source = "\
某市“十四五”就业促进规划

前  言

为促进就业，根据国家规划，制定本规划。

第一章 发展环境

第一节 发展基础

“十三五”时期，全市城镇新增就业25万人。

第二节 面临形势

机遇与挑战并存。

第二章 总体思路

第一节 指导思想

坚持就业优先。

第三章 主要任务

第一节 推动高质量就业

一、扩大就业容量

扩大内需，创造岗位。

二、支持创业

落实补贴政策。
";
    check(
        source,
        "title: 某市“十四五”就业促进规划
        kind: Plan
        preamble: 前言 / 为促进就业，根据国家规划，制定本规划。
        chapter: 一 发展环境
        chapter: 一·一 发展基础
        chapter: 一·二 面临形势
        chapter: 二 总体思路
        chapter: 二·一 指导思想
        chapter: 三 主要任务
        chapter: 三·一 推动高质量就业
        article: 一·一/lead [] “十三五”时期，全市城镇新增就业25万人。
        article: 一·二/lead [] 机遇与挑战并存。
        article: 二·一/lead [] 坚持就业优先。
        article: 三·一/一 [扩大就业容量] 扩大就业容量 / 扩大内需，创造岗位。
        article: 三·一/二 [支持创业] 支持创业 / 落实补贴政策。
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
}

#[test]
fn a_notice_in_traditional_characters() {
    let source = "\
關於進一步做好穩定就業工作的通知
遼某政發〔2020〕5號
各縣（區）人民政府，市政府各部門：
為做好穩就業工作，現通知如下：
一、擴大就業容量。加大對中小微企業的支持力度，著力穩定崗位。
二、強化就業服務。發揮公共就業服務機構作用，於每月5日前報送數據。
三、加強組織領導。各縣（區）要切實履行職責。
某某市人民政府
2020年4月9日
";
    check(
        source,
        "title: 关于进一步做好稳定就业工作的通知
        kind: Notice
        number: 辽某政发〔2020〕5号
        issuer: 某某市人民政府
        to: 各县（区）人民政府 | 市政府各部门
        issued: 2020-04-09
        preamble: 为做好稳就业工作，现通知如下：
        article: /一 [扩大就业容量] 扩大就业容量。加大对中小微企业的支持力度，着力稳定岗位。
        article: /二 [强化就业服务] 强化就业服务。发挥公共就业服务机构作用，于每月5日前报送数据。
        article: /三 [加强组织领导] 加强组织领导。各县（区）要切实履行职责。
        warning: text_converted",
    );
}

#[test]
fn an_explanation_in_questions() {
    let source = "\
《某省稳就业若干措施》政策解读
来源：省人社厅    发布时间：2022-06-01    字号：[大 中 小]
一、出台背景是什么？
为应对经济下行压力，出台本措施。
二、主要内容有哪些？
（一）稳岗位。返还失业保险费。
（二）扩就业。给予补贴。
三、如何申领？
登录网站办理。
";
    check(
        source,
        "title: 《某省稳就业若干措施》政策解读
        kind: Other
        published: 2022-06-01
        article: /一 [出台背景是什么？] 出台背景是什么？ / 为应对经济下行压力，出台本措施。
        article: /二 [主要内容有哪些？] 主要内容有哪些？ / （一）稳岗位。返还失业保险费。 / （二）扩就业。给予补贴。
        article: /三 [如何申领？] 如何申领？ / 登录网站办理。
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
}

#[test]
fn a_report_on_the_year() {
    let source = "\
某区人力资源和社会保障局2021年工作总结

2021年，区人社局在区委、区政府领导下，圆满完成各项任务。

一、主要工作

（一）就业创业稳步推进

一是强化政策落实。发放补贴300万元。二是优化服务。举办招聘会12场。

（二）社会保障持续完善

参保人数达到12万人。

二、存在问题

1.基层力量不足。

2.经费紧张。

三、2022年工作计划

（一）抓重点群体就业。帮扶困难人员500人。

（二）抓技能培训。培训2000人次。
";
    check(
        source,
        "title: 某区人力资源和社会保障局2021年工作总结
        kind: Report
        preamble: 2021年，区人社局在区委、区政府领导下，圆满完成各项任务。
        chapter: 一 主要工作
        chapter: 二 存在问题
        chapter: 三 2022年工作计划
        article: 一/一 [就业创业稳步推进] 就业创业稳步推进 / 一是强化政策落实。发放补贴300万元。二是优化服务。举办招聘会12场。
        article: 一/二 [社会保障持续完善] 社会保障持续完善 / 参保人数达到12万人。
        article: 二/lead [] 1.基层力量不足。 / 2.经费紧张。
        article: 三/一 [抓重点群体就业] 抓重点群体就业。帮扶困难人员500人。
        article: 三/二 [抓技能培训] 抓技能培训。培训2000人次。
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
}

#[test]
fn a_notice_of_a_meeting() {
    let source = "\
关于召开全市就业工作会议的通知
各县区人社局，市直有关单位：
经研究，定于近期召开全市就业工作会议，现将有关事项通知如下：
一、会议时间
2023年3月1日（星期三）上午9:00。
二、会议地点
市政务中心一楼会议室。
三、参会人员
1. 各县区人社局主要负责同志；
2. 市直有关单位分管负责同志。
四、有关要求
请各单位于2月27日前报送参会人员名单。
联系人：李某    电话：1234567
市就业工作领导小组办公室
2023年2月24日
";
    check(
        source,
        "title: 关于召开全市就业工作会议的通知
        kind: Notice
        issuer: 市就业工作领导小组办公室
        to: 各县区人社局 | 市直有关单位
        issued: 2023-02-24
        preamble: 经研究，定于近期召开全市就业工作会议，现将有关事项通知如下：
        article: /一 [会议时间] 会议时间 / 2023年3月1日（星期三）上午9:00。
        article: /二 [会议地点] 会议地点 / 市政务中心一楼会议室。
        article: /三 [参会人员] 参会人员 / 1.各县区人社局主要负责同志； / 2.市直有关单位分管负责同志。
        article: /四 [有关要求] 有关要求 / 请各单位于2月27日前报送参会人员名单。
        closing: 联系人：李某电话：1234567
        warning: number_missing",
    );
}
