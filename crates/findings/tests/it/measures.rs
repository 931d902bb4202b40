//! Measures: who must do what, by when, with which figures.

use crate::read;

#[test]
fn a_measure_names_its_bearers_deadline_and_figures() {
    let found = read("6月底前建成平台,培训300人。每月至少组织1次招聘。(牵头单位:市人社局;配合单位:市财政局)");
    assert_eq!(found.measures.len(), 2);
    let first = &found.measures[0];
    assert_eq!(first.who, ["市人社局"]);
    assert_eq!(first.what, "6月底前建成平台,培训300人");
    assert_eq!((first.by_when.as_deref(), first.due_on.as_deref()), (Some("6月底前"), Some("2021-06-30")));
    assert_eq!(first.figures, [0]);
    assert_eq!(found.measures[1].by_when.as_deref(), Some("每月至少组织1次"));
    assert_eq!(found.measures[1].due_on, None);
}

#[test]
fn the_sentence_itself_may_say_who() {
    let found = read("对困难企业,各县(区)政府要给予支持。完善监测制度。(市人社局)");
    assert_eq!(found.measures[0].who, ["各县(区)政府"]);
    assert_eq!(found.measures[1].who, ["市人社局"]);
}

#[test]
fn reports_and_permissions_are_marked() {
    let code = |text: &str| read(text).measures[0].doubt.clone().map(|doubt| doubt.code).unwrap_or_default();
    assert_eq!(code("截至5月末,全市累计培训5000人。"), "report_not_duty");
    assert_eq!(code("符合条件的,可给予一次性补贴。"), "permission");
    assert_eq!(code("建立工作台账。"), "no_bearer");
    assert_eq!(code("各市要加强领导。要建立台账。"), "");
}

#[test]
fn text_without_a_duty_holds_no_measure() {
    assert!(read("就业是民生之本。").measures.is_empty());
}

#[test]
fn a_list_of_units_is_no_part_of_the_measure() {
    let found = read("完善监测制度(市人社局、市财政局)。");
    assert_eq!(found.measures.len(), 1);
    assert_eq!(found.measures[0].what, "完善监测制度");
}
