//! Responsible units: brackets, labels, roles, carried levels, open lists; and what is no list.

use crate::{check_all, read};
use anye_findings::accuracy::Kind;
use anye_findings::{Context, Level, UnitResolver, extract};

#[test]
fn bracketed_lists_with_and_without_labels() {
    check_all(
        Kind::Unit,
        &[
            ("完善制度。(省教育厅,各市人民政府)", &["responsible 省教育厅", "responsible 各市人民政府"]),
            (
                "完善制度。（省教育厅、省财政厅，各市人民政府）",
                &["responsible 省教育厅", "responsible 省财政厅", "responsible 各市人民政府"],
            ),
            ("完善制度(省教育厅、省财政厅)。", &["responsible 省教育厅", "responsible 省财政厅"]),
            (
                "完善制度。(责任单位:市民政局、教育局,各县(区)政府)",
                &["responsible 市民政局", "responsible 市教育局", "responsible 各县(区)政府"],
            ),
            (
                "完善制度。（责任单位：市民政局、教育局，各县（区）政府）",
                &["responsible 市民政局", "responsible 市教育局", "responsible 各县(区)政府"],
            ),
            (
                "完善制度。(牵头单位:市民政局、科技局;配合单位:市财政局、团市委等部门)",
                &["lead 市民政局", "lead 市科技局", "support 市财政局", "support 团市委"],
            ),
            ("完善制度。(牵头单位:市民政局 配合单位:市财政局)", &["lead 市民政局", "support 市财政局"]),
            (
                "完善制度。(市民政局牵头,市财政局、市教育局配合)",
                &["lead 市民政局", "support 市财政局", "support 市教育局"],
            ),
            (
                "完善制度。(由市民政局牵头负责,市财政局、各区人民政府参与)",
                &["lead 市民政局", "support 市财政局", "support 各区人民政府"],
            ),
            (
                "完善制度。(市民政局会同市财政局、市教育局)",
                &["lead 市民政局", "support 市财政局", "support 市教育局"],
            ),
            (
                "完善制度。(市民政局、市财政局按职责分工负责)",
                &["responsible 市民政局", "responsible 市财政局"],
            ),
            ("完善制度。(市民政局负责)", &["responsible 市民政局"]),
            ("完善制度。(责任部门:市人社局;完成时限:2021年12月底前)", &["responsible 市人社局"]),
            (
                "完善制度。(完成时限:2021年12月底前;责任单位:市人社局、市总工会)",
                &["responsible 市人社局", "responsible 市总工会"],
            ),
            ("完善制度。(责任单位:市人社局;责任人:张三)", &["responsible 市人社局"]),
            ("完善制度。【责任单位:市人社局、各区政府】", &["responsible 市人社局", "responsible 各区政府"]),
            (
                "完善制度。[牵头单位:县农业农村局;责任单位:县乡村振兴局、各镇人民政府]",
                &["lead 县农业农村局", "responsible 县乡村振兴局", "responsible 各镇人民政府"],
            ),
            (
                "完善制度。(省就业工作领导小组成员单位,各市人民政府)",
                &["responsible 省就业工作领导小组成员单位", "responsible 各市人民政府"],
            ),
            ("完善制度。(责任单位:市人社局、市财政局", &["responsible 市人社局", "responsible 市财政局"]),
            (
                "第一件事。(市民政局)\n第二件事。(市教育局、市科技局)",
                &["responsible 市民政局", "responsible 市教育局", "responsible 市科技局"],
            ),
            (
                "完善制度。(牵头部门:市人力资源和社会保障局,责任部门:市工业和信息化局、市就业和人才服务中心)",
                &[
                    "lead 市人力资源和社会保障局",
                    "responsible 市工业和信息化局",
                    "responsible 市就业和人才服务中心",
                ],
            ),
            (
                "完善制度。(责任单位:市发展改革委、市财政局和各县(市、区)人民政府)",
                &["responsible 市发展改革委", "responsible 市财政局", "responsible 各县(市、区)人民政府"],
            ),
            (
                "完善制度。(责任单位:市教育局及各县(市)、区人民政府)",
                &["responsible 市教育局", "responsible 各县(市)、区人民政府"],
            ),
            (
                "完善制度。(责任单位:市教育局、各市、县(区)人民政府)",
                &["responsible 市教育局", "responsible 各市、县(区)人民政府"],
            ),
            (
                "完善制度。(各有关部门、各区县人民政府)",
                &["responsible 各有关部门", "responsible 各区县人民政府"],
            ),
            (
                "完善制度。(市人社局、市财政局,列第一位的为牵头单位,下同)",
                &["lead 市人社局", "responsible 市财政局"],
            ),
            (
                "完善制度。(省教育厅、省财政厅等部门及各市、县(市、区)人民政府按职责分工负责)",
                &["responsible 省教育厅", "responsible 省财政厅", "responsible 各市、县(市、区)人民政府"],
            ),
            (
                "完善制度。(人力资源社会保障部、财政部、税务总局按职责分工负责)",
                &["responsible 人力资源社会保障部", "responsible 财政部", "responsible 税务总局"],
            ),
            ("完善制度。(市发改委牵头,各区、县(市)配合)", &["lead 市发改委", "support 各区、县(市)"]),
            (
                "完善制度。(责任单位:市人社局、国网某省电力公司甲市供电分公司、中国移动甲市分公司)",
                &[
                    "responsible 市人社局",
                    "responsible 国网某省电力公司甲市供电分公司",
                    "responsible 中国移动甲市分公司",
                ],
            ),
            (
                "完善制度。(财政部门、税务部门按职责分工负责)",
                &["responsible 财政部门", "responsible 税务部门"],
            ),
            (
                "完善制度。(市人社局、市委编办、各县市区党委和政府负责)",
                &["responsible 市人社局", "responsible 市委编办", "responsible 各县市区党委和政府"],
            ),
            (
                "完善制度。(牵头单位:市人社局;责任单位:市直机关工委、市中级人民法院、市人民检察院、高新区管委会)",
                &[
                    "lead 市人社局",
                    "responsible 市直机关工委",
                    "responsible 市中级人民法院",
                    "responsible 市人民检察院",
                    "responsible 高新区管委会",
                ],
            ),
            ("完善制度。(各级人民政府)", &["responsible 各级人民政府"]),
        ],
    );
}

#[test]
fn labelled_lines_without_brackets() {
    check_all(
        Kind::Unit,
        &[
            ("完善制度。\n责任单位:市人社局、财政局", &["responsible 市人社局", "responsible 市财政局"]),
            (
                "完善制度。\n牵头单位：市人社局\n配合单位：市财政局、市教育局等部门",
                &["lead 市人社局", "support 市财政局", "support 市教育局"],
            ),
            ("完善制度。责任部门:市人社局;完成时限:6月底前", &["responsible 市人社局"]),
            ("完善制度。牵头单位:市人社局;责任单位:市财政局。", &["lead 市人社局", "responsible 市财政局"]),
            (
                "完善制度。由省人社厅牵头,省财政厅、省教育厅配合。",
                &["lead 省人社厅", "support 省财政厅", "support 省教育厅"],
            ),
            (
                "牵头领导：副市长张三\n牵头单位：市人社局\n责任单位：市直各有关部门，各县（市、区）人民政府（管委会）\n完成时限：2021年11月30日前",
                &["lead 市人社局", "responsible 市直各有关部门", "responsible 各县(市、区)人民政府(管委会)"],
            ),
            (
                "完善制度。\n省人社厅、省财政厅按职责分工负责。",
                &["responsible 省人社厅", "responsible 省财政厅"],
            ),
            (
                "完善制度。\n负责单位：市住房和城乡建设局、市城市管理局、市场监管局",
                &["responsible 市住房和城乡建设局", "responsible 市城市管理局", "responsible 市市场监管局"],
            ),
        ],
    );
}

#[test]
fn the_level_is_carried_over_where_a_list_names_it_once() {
    check_all(
        Kind::Unit,
        &[
            (
                "(责任单位:市教育(体育)局、科协、妇联、残联)",
                &[
                    "responsible 市教育(体育)局",
                    "responsible 市科协",
                    "responsible 市妇联",
                    "responsible 市残联",
                ],
            ),
            (
                "(责任单位:市委组织部、宣传部、编办、财政局)",
                &[
                    "responsible 市委组织部",
                    "responsible 市委宣传部",
                    "responsible 市编办",
                    "responsible 市财政局",
                ],
            ),
            (
                "(责任单位:市商务局、大连海关、人民银行大连市中心支行、国家税务总局大连市税务局、统计局)",
                &[
                    "responsible 市商务局",
                    "responsible 大连海关",
                    "responsible 人民银行大连市中心支行",
                    "responsible 国家税务总局大连市税务局",
                    "responsible 市统计局",
                ],
            ),
            (
                "(责任单位:县人社局、财政局、高新区管委会、各乡镇人民政府)",
                &[
                    "responsible 县人社局",
                    "responsible 县财政局",
                    "responsible 高新区管委会",
                    "responsible 各乡镇人民政府",
                ],
            ),
            (
                "(责任单位:区人社局、住建局、各街道办事处)",
                &["responsible 区人社局", "responsible 区住建局", "responsible 各街道办事处"],
            ),
            (
                "(责任单位:省发展改革委、团省委、省妇联、中国银行辽宁省分行)",
                &[
                    "responsible 省发展改革委",
                    "responsible 团省委",
                    "responsible 省妇联",
                    "responsible 中国银行辽宁省分行",
                ],
            ),
            (
                "(牵头单位:甲市、乙区人民政府;配合单位:市民政局)",
                &["lead 甲市人民政府", "lead 乙区人民政府", "support 市民政局"],
            ),
            (
                "(责任单位:州人社局、林草局,各县市人民政府)",
                &["responsible 州人社局", "responsible 州林草局", "responsible 各县市人民政府"],
            ),
            (
                "(牵头单位:市农委;配合单位:科技局、水利局)",
                &["lead 市农委", "support 市科技局", "support 市水利局"],
            ),
            (
                "(责任单位:市住房城乡规划建设委、住房城乡建设局、乡村振兴局)",
                &[
                    "responsible 市住房城乡规划建设委",
                    "responsible 市住房城乡建设局",
                    "responsible 市乡村振兴局",
                ],
            ),
        ],
    );
}

#[test]
fn brackets_that_explain_are_no_lists() {
    check_all(
        Kind::Unit,
        &[
            ("对高校毕业生(含技师学院学员)给予补贴。", &[]),
            ("完成目标(42万人)的三成。", &[]),
            ("失业率为6.5%(一季度)。", &[]),
            ("落实《意见》(国发〔2017〕28号)。", &[]),
            ("登记失业人员(下同)。", &[]),
            ("用人单位(事业单位、社会团体、民办非企业单位)缴费。", &[]),
            ("经主管部门(市财政局)批准。", &[]),
            ("在街道(乡镇)、社区(村)设立窗口。", &[]),
            ("退役军人(自主择业干部、复员干部)。", &[]),
            ("(一)加强领导。", &[]),
            ("教育机构(学校、培训中心)可以申请。", &[]),
            ("五市(甲、乙、丙、丁、戊市)考生加分。", &[]),
            ("提高补贴(市级)标准。", &[]),
        ],
    );
}

#[test]
fn sentences_give_duties_where_no_list_stands() {
    check_all(
        Kind::Unit,
        &[
            ("所需资金由省财政承担。", &["responsible 省财政"]),
            ("具体办法由市人社局会同市财政局制定。", &["lead 市人社局", "support 市财政局"]),
            ("各市政府要根据实际制定目录。", &["responsible 各市政府"]),
            ("各地区、各部门要加强领导。", &["responsible 各地区", "responsible 各部门"]),
            (
                "财政、教育、民政等部门要密切配合。",
                &["responsible 财政部门", "responsible 教育部门", "responsible 民政部门"],
            ),
            ("引导企业吸纳就业。", &[]),
            ("推动金融机构要降低利率。", &[]),
            ("由于受疫情影响,用工下降。", &[]),
            (
                "各级工会、共青团、妇联要发挥作用。",
                &["responsible 各级工会", "responsible 共青团", "responsible 妇联"],
            ),
        ],
    );
    let found = read("所需资金由省财政承担。");
    assert_eq!(found.units[0].doubt.as_ref().map(|doubt| doubt.code.as_str()), Some("unit_from_text"));
    assert!(read("各市要落实资金。(省财政厅)").units.iter().all(|unit| unit.doubt.is_none()));
}

#[test]
fn an_open_list_is_marked_on_its_last_name() {
    for text in [
        "(配合单位:市民政局、科技局等部门)",
        "(市民政局、市科技局等有关单位,各区政府)",
        "(责任单位:市民政局、市科技局等12个部门)",
        "(市民政局、市科技局等)",
    ] {
        let open: Vec<bool> = read(text).units.iter().map(|unit| unit.open_list).collect();
        assert_eq!(&open[..2], [false, true], "{text}");
    }
}

struct Register;

impl UnitResolver for Register {
    fn resolve(&self, full_name: &str) -> Option<String> {
        matches!(full_name, "市人力资源社会保障局" | "市人社局").then(|| "unit-7".into())
    }
}

#[test]
fn names_resolve_by_full_name_and_under_the_documents_level() {
    let context = Context { year: None, place_level: Some(Level::City), resolver: &Register };
    let ids = |text: &str| -> Vec<Option<String>> {
        extract(text, &context).units.into_iter().map(|unit| unit.unit_id).collect()
    };
    assert_eq!(ids("(责任单位:市财政局、人社局)"), [None, Some("unit-7".into())]);
    assert_eq!(ids("(责任单位:人力资源社会保障局、各县区)"), [Some("unit-7".into()), None]);
}
