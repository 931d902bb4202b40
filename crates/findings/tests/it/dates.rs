//! Dates: points, periods, years taken from the document, terms that hang on an event. The documents here are of 2021.

use crate::{check_all, read};
use anye_findings::accuracy::Kind;
use anye_findings::{Context, extract};

#[test]
fn fixed_dates_and_periods() {
    check_all(
        Kind::Date,
        &[
            ("自2021年3月1日起施行。", &["2021-03-01.. from"]),
            ("从2022年7月1日起执行。", &["2022-07-01.. from"]),
            ("自二〇二一年三月一日起施行。", &["2021-03-01.. from"]),
            ("执行至2023年4月30日。", &["..2023-04-30 until"]),
            ("政策延续至2022年底。", &["..2022-12-31 until"]),
            ("实施期限为2021年1月1日至2021年12月31日。", &["2021-01-01..2021-12-31 period"]),
            ("实施期限为2021年1月1日至12月31日。", &["2021-01-01..2021-12-31 period"]),
            ("报名时间为5月10日至20日。", &["2021-05-10..2021-05-20 period"]),
            ("2021年1月至6月减免房租。", &["2021-01-01..2021-06-30 period"]),
            ("2021—2025年培训10万人。", &["2021-01-01..2025-12-31 period"]),
            ("2021年-2023年实施。", &["2021-01-01..2023-12-31 period"]),
            ("在2019、2020两个年度内减征。", &["2019-01-01..2020-12-31 period"]),
            ("2022年底前建成。", &["..2022-12-31 due"]),
            ("2022年6月底前完成。", &["..2022-06-30 due"]),
            ("于2022年2月底前报送。", &["..2022-02-28 due"]),
            ("2021年9月30日前上报。", &["..2021-09-30 due"]),
            ("2021年9月30日之前上报。", &["..2021-09-30 due"]),
            ("到2025年,培训规模明显扩大。", &["..2025-12-31 due"]),
            ("到2023年底,实现全覆盖。", &["..2023-12-31 due"]),
            ("截至2020年末,登记失业12万人。", &["..2020-12-31 until"]),
            ("补贴执行期为2021年之内。", &["2021-01-01..2021-12-31 period"]),
            ("2020年三季度以来,用工回升。", &["2020-07-01.. from"]),
            ("2021-12-31前有效。", &["..2021-12-31 due"]),
            ("2021.06.30截止。", &["2021-06-30..2021-06-30 mention"]),
            ("2020年2月30日。", &["2020年2月30日 mention"]),
            ("有效期至2026年1月31日止。", &["..2026-01-31 until"]),
        ],
    );
}

#[test]
fn years_come_from_the_document_with_a_doubt() {
    check_all(
        Kind::Date,
        &[
            ("6月底前完成录入。", &["..2021-06-30 due"]),
            ("六月底前完成录入。", &["..2021-06-30 due"]),
            ("于11月30日前报送。", &["..2021-11-30 due"]),
            ("今年要建立制度。", &["2021-01-01..2021-12-31 mention"]),
            ("年底前投入使用。", &["..2021-12-31 due"]),
            ("前三季度新增就业6万人。", &["2021-01-01..2021-09-30 mention"]),
            ("前8个月新增就业6万人。", &["2021-01-01..2021-08-31 mention"]),
            ("1—7月新增就业6万人。", &["2021-01-01..2021-07-31 mention"]),
            ("截至9月末,完成任务。", &["..2021-09-30 until"]),
            ("下半年开展督查。", &["2021-07-01..2021-12-31 mention"]),
            ("去年以来,用工回升。", &["2020-01-01.. from"]),
            ("3月中旬召开会议。", &["2021-03-11..2021-03-20 mention"]),
            ("第四季度评估。", &["2021-10-01..2021-12-31 mention"]),
        ],
    );
    let doubt = |text: &str| read(text).dates[0].doubt.clone().map(|doubt| doubt.code);
    assert_eq!(doubt("6月底前完成录入。").as_deref(), Some("year_from_document"));
    assert_eq!(doubt("2021年6月底前完成录入。"), None);
    let unknown = extract("6月底前完成录入。", &Context::NONE);
    assert_eq!(unknown.dates[0].to, None);
    assert_eq!(unknown.dates[0].doubt.as_ref().map(|doubt| doubt.code.as_str()), Some("year_unknown"));
}

#[test]
fn terms_without_a_calendar_day() {
    check_all(
        Kind::Date,
        &[
            ("疫情解除后3个月内申请。", &["[疫情解除] due"]),
            ("自受理之日起15个工作日内办结。", &["[受理之日] due"]),
            ("本通知自印发之日起施行。", &["[印发之日] from"]),
            ("自发布之日起30日后施行。", &["[发布之日] due"]),
            ("疫情防控期间,简化手续。", &["[疫情防控] period"]),
            ("“十四五”期间,培训100万人次。", &["2021-01-01..2025-12-31 period"]),
            ("五年内建成100个基地。", &["五年内 due"]),
            ("利用三年时间建成。", &["利用三年时间 due"]),
            ("通过两到三年时间建成。", &["通过两到三年时间 due"]),
            ("自本通知施行之日起调整。", &["[本通知施行之日] from"]),
            ("自收到申请之日起10个工作日内完成审核。", &["[收到申请之日] due"]),
            ("到“十四五”末,建成50家。", &["..2025-12-31 due"]),
            ("有效期2年。", &["2年 period"]),
            ("毕业2年内高校毕业生。", &[]),
            ("领取满半年的人员。", &[]),
        ],
    );
}

#[test]
fn frequencies_and_names_are_no_dates() {
    check_all(
        Kind::Date,
        &[
            ("每月至少举办1次。", &[]),
            ("每半年评估一次。", &[]),
            ("距退休年龄5年以内人员。", &[]),
            ("期限3个月。", &[]),
            ("落实《2020年就业工作要点》。", &[]),
            ("按照国发〔2018〕39号执行。", &[]),
            ("提前三个月报告。", &[]),
            ("初中毕业生。", &[]),
            ("多年来持续增长。", &[]),
        ],
    );
}

#[test]
fn a_yearly_deadline_recurs() {
    let found = read("每年6月底前报送上一年度情况。");
    assert_eq!(found.dates[0].text, "每年6月底前");
    assert_eq!(found.dates[0].doubt.as_ref().map(|doubt| doubt.code.as_str()), Some("recurring"));
    assert_eq!(found.dates[0].to, None);
}

#[test]
fn a_cited_document_tells_the_year_where_nothing_else_does() {
    let found = extract("根据《甲通知》(甲政发〔2017〕1号)要求,6月底前完成。", &Context::NONE);
    assert_eq!(found.dates[0].to.as_deref(), Some("2017-06-30"));
    assert_eq!(found.dates[0].doubt.as_ref().map(|doubt| doubt.code.as_str()), Some("year_from_citation"));
    assert_eq!(anye_findings::probable_year("根据国发〔2016〕1号、甲政发〔2017〕1号"), Some(2017));
    assert_eq!(anye_findings::probable_year("加强领导。"), None);
}
