//! What the tree of expressions, citations and scenarios looks like, and its JSON form.

use anye_law::span::FileId;
use anye_law::syntax::ast::{AssignedValue, Assignment, Expr, Item, Node, Valid};
use anye_law::{parse, parse_expression};

use crate::syntax::root;

/// An expression as a short line with brackets around everything.
fn short(e: &Expr) -> String {
    let list = |items: &[Expr]| items.iter().map(short).collect::<Vec<_>>().join(" ");
    match &*e.node {
        Node::Number { value, unit } => [vec![value.to_string()], unit.clone()].concat().join("_"),
        Node::Date { day } => day.to_string(),
        Node::Month { day } => format!("month:{day}"),
        Node::Text { text } => format!("'{text}'"),
        Node::Bool { value } => value.to_string(),
        Node::Unknown => "?".into(),
        Node::Today => "today".into(),
        Node::Missing => "missing".into(),
        Node::Name { name } => name.clone(),
        Node::Get { base, name } => format!("{}.{}", short(base), name.value),
        Node::Parameter { name, on } => {
            format!("(par {} {})", name.value, on.as_ref().map(short).unwrap_or_default())
        }
        Node::Every { kind } => format!("(every {})", kind.value),
        Node::Window { from, to } => format!("({} .. {})", short(from), short(to)),
        Node::Unary { op, of } => format!("({op:?} {})", short(of)),
        Node::Binary { op, left, right } => format!("({op:?} {} {})", short(left), short(right)),
        Node::In { value, set } => format!("(in {} {})", short(value), list(set)),
        Node::Within { value, window } => format!("(within {} {})", short(value), short(window)),
        Node::If { test, then, otherwise, case } => {
            format!(
                "({} {} {} {})",
                if *case { "case" } else { "if" },
                short(test),
                short(then),
                short(otherwise)
            )
        }
        Node::Aggregate { op, element, over, filter, take } => {
            let own = element.as_ref().map(|n| format!("{} in ", n.value)).unwrap_or_default();
            let part = |name: &str, e: &Option<Expr>| {
                e.as_ref().map(|e| format!(" {name} {}", short(e))).unwrap_or_default()
            };
            format!("({op:?} {own}{}{}{})", short(over), part("where", filter), part("take", take))
        }
        Node::Call { function, args } => format!("{}[{}]", function.value, list(args)),
    }
}

fn tree(text: &str) -> String {
    let (tree, found) = parse_expression(FileId(0), text);
    assert_eq!(found, vec![], "{text}");
    short(&tree)
}

#[test]
fn numbers_and_units() {
    for (text, wanted) in [
        ("12个月", "12_月"),
        ("3 年", "36_月"),
        ("10万元/人", "100000_元_人"),
        ("10 万 元", "100000_元"),
        ("1.5亿元", "150000000_元"),
        ("20 万美元", "200000_美元"),
        ("12 元/年", "1_元_月"),
        ("5 角", "0.5_元"),
        ("80学时", "80_小时"),
        ("30 天", "30_日"),
        ("8 名", "8_人"),
        ("10 元/学时", "10_元_小时"),
        ("2 次", "2"),
        ("60%", "0.6"),
        ("5‰", "0.005"),
        ("１２．５ 元", "12.5_元"),
        ("1000 元 / 人数", "(Div 1000_元 人数)"),
        ("1000 元 / 人", "1000_元_人"),
        ("2/3", "(Div 2 3)"),
        ("3 万", "30000"),
        ("2020年3月1日", "2020-03-01"),
        ("2020年3月", "month:2020-03-01"),
        ("2020-03", "month:2020-03-01"),
        ("1000-10", "(Sub 1000 10)"),
        ("12 年", "144_月"),
    ] {
        assert_eq!(tree(text), wanted, "{text}");
    }
}

#[test]
fn what_binds_tighter() {
    for (text, wanted) in [
        ("甲 或 乙 且 非 丙 = 1", "(Or 甲 (And 乙 (Not (Equal 丙 1))))"),
        ("甲 or 乙 AND not 丙 is 1", "(Or 甲 (And 乙 (Not (Equal 丙 1))))"),
        ("1 - 2 - 3 × -4 ÷ 5", "(Sub (Sub 1 2) (Div (Mul 3 (Minus 4)) 5))"),
        ("甲.乙.丙 不超过 3 人", "(AtMost 甲.乙.丙 3_人)"),
        ("甲 不属于 {乙, 丙}", "(Not (in 甲 乙 丙))"),
        ("甲 在 乙 至 乙 + 3 个月 内 且 丙", "(And (within 甲 (乙 .. (Add 乙 3_月))) 丙)"),
        ("甲 within 乙 to 丙", "(within 甲 (乙 .. 丙))"),
        ("参数.甲 于 当日 + 1 日", "(Add (par 甲 today) 1_日)"),
        ("若 甲 则 若 乙 则 1 否则 2 否则 3", "(if 甲 (if 乙 1 2) 3)"),
        ("情形 { 甲: 1; 乙: 2; 其他: 3 }", "(case 甲 1 (if 乙 2 3))"),
        ("1 + (计数 甲.乙 满足 丙 且 丁) > 2", "(Greater (Add 1 (Count 甲.乙 where (And 丙 丁))) 2)"),
        ("计数 甲.乙 > 2", "(Greater (Count 甲.乙) 2)"),
        ("合计 全体 甲 满足 乙 取 丙 × 2", "(Sum (every 甲) where 乙 take (Mul 丙 2))"),
        ("存在 某人 在 家.成员 满足 某人.失业", "(Any 某人 in 家.成员 where 某人.失业)"),
        ("四舍五入到元(较小(甲, 1 元), 2)", "四舍五入到元[较小[甲 1_元] 2]"),
        ("甲 为 “乙”", "(Equal 甲 '乙')"),
        ("已知(甲) 且 缺省(乙, 未知)", "(And 已知[甲] 缺省[乙 ?])"),
    ] {
        assert_eq!(tree(text), wanted, "{text}");
    }
}

#[test]
fn citations_windows_and_twins() {
    let text = "benefit 甲 first\n  subject 合同\n  basis FS2020 第二十三条第一款第（二）项, 第9条, LN2020-R 2.1, CY2017\n  valid from 2020-01-01\n  when any\n    (1) 甲\n    ② 乙\n  at_most 5 元\n";
    let (file, found) = parse(FileId(0), text);
    assert_eq!(found, vec![]);
    let [Item::Rule(rule)] = file.items.as_slice() else { panic!("not one rule") };
    let cites: Vec<_> = rule
        .head
        .basis
        .iter()
        .map(|c| (c.document.as_str(), c.article.as_deref(), c.rest.as_str()))
        .collect();
    assert_eq!(
        cites,
        [
            ("FS2020", Some("23"), "第一款第(二)项"),
            ("FS2020", Some("9"), ""),
            ("LN2020-R", Some("2.1"), ""),
            ("CY2017", None, "")
        ]
    );
    assert!(matches!(&rule.valid, Some(Valid::Between { from: Some(_), to: None })));
    assert!(rule.blocks[0].any && rule.at_most.is_some());
    assert_eq!(rule.blocks[0].clauses.iter().map(|c| c.number.value).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn values_of_parameters() {
    let text = "参数 甲 first\n  类型 元\n  值 5 元 地区 210400 自 2009-03-01 至 2009-12-31 依据 FS2020 第一条\n  值 6 元 至 2009-12-31\n参数 乙 second\n  类型 时期\n  值 2020-01-25 至 2020-06-30\n";
    let (file, found) = parse(FileId(0), text);
    assert_eq!(found, vec![]);
    let [Item::Parameter(first), Item::Parameter(second)] = file.items.as_slice() else {
        panic!("not two parameters")
    };
    assert_eq!(first.values[0].place.as_ref().map(|p| p.value.as_str()), Some("210400"));
    assert!(first.values[0].from.is_some() && first.values[0].basis.len() == 1);
    assert_eq!(first.values[1].to.as_ref().map(|d| d.value.to_string()).as_deref(), Some("2009-12-31"));
    assert_eq!(short(&second.values[0].value), "(2020-01-25 .. 2020-06-30)");
}

#[test]
fn scenarios() {
    let text = "情景 甲\n  底稿\n    地区 210400; 另#2 合同.单位 = 本 合同.单位\n    单位.合同#1..500.期限 = 12 个月\n  例 期限(少一个月)!: 台账 甲 合同.个人 2020-02-01 1000 元 6 个月 待批 至 2020-03-01 -> 给予 1000 元 3 个月, 起始 2020-01-01 数额 = 5 元 分担 省 400 元, 市 600 元 封顶\n  例 乙 → 不予 ②③ 数额 = 否\n  例 丙 → 需补充 合同.期限, 参数.乙\n  例 丁 → 第3名\n";
    let (file, found) = parse(FileId(0), text);
    assert_eq!(found, vec![]);
    let [Item::Scenario(scenario)] = file.items.as_slice() else { panic!("not a scenario") };
    assert!(
        matches!(&scenario.base[1], Assignment::Fact { other: Some(2), value: AssignedValue::Same(path), .. } if path.len() == 2)
    );
    assert!(matches!(&scenario.base[2], Assignment::Fact { path, .. } if path[1].elements == Some((1, 500))));
    let first = &scenario.cases[0];
    assert_eq!(first.title.value, "期限(少一个月)!");
    assert!(matches!(
        &first.changes[0],
        Assignment::Ledger { pending: true, months: Some(_), amount: Some(_), to: Some(_), .. }
    ));
    let expect = &first.expect;
    assert!(expect.amount.is_some() && expect.months.is_some() && expect.starts.is_some() && expect.capped);
    assert_eq!((expect.outputs.len(), expect.shares.len()), (1, 2));
    assert_eq!(scenario.cases[1].expect.clauses, [2, 3]);
    assert_eq!(scenario.cases[2].expect.needs.len(), 2);
    assert_eq!(scenario.cases[3].expect.rank, Some(3));
}

#[test]
fn the_json_form_is_stable() {
    let text = std::fs::read_to_string(root().join("crates/law/tests/sample/tree.law")).unwrap();
    let (file, found) = parse(FileId(0), &text);
    assert_eq!(found, vec![]);
    let new = serde_json::to_string_pretty(&file).unwrap() + "\n";
    let path = root().join("crates/law/tests/sample/tree.json");
    // To accept a change on purpose: run with ANYE_ACCEPT=1 and look at the difference.
    if std::env::var_os("ANYE_ACCEPT").is_some() {
        std::fs::write(&path, &new).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), new);
}
