//! Counts, caps, exclusion groups, shares, funds and ranks over several decisions.

use anye_law::decide::{Query, decide, split};
use anye_law::num::Num;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::decide::{answer, book, facts, of, outcomes};

const GIFT: &str = "
待遇 赠 gift
  对象 合同
  依据 T1 第一条
  有效 2020-01-01 至 2020-12-31
  基准日 合同.签订日
  条件
    ① 合同.期限 >= 12 个月
  金额 1000 元
";

fn contracts(days: &[&str]) -> Value {
    let all: serde_json::Map<_, _> = days
        .iter()
        .enumerate()
        .map(|(ix, day)| {
            (format!("c{ix}"), json!({"signed": day, "term": 12, "person": "p1", "employer": "e1"}))
        })
        .collect();
    json!({"place": "210400", "persons": {"p1": {}}, "employers": {"e1": {}}, "contracts": all})
}

fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
    found.iter().map(|(id, word)| (id.as_str(), word.as_str())).collect()
}

#[test]
fn counts_go_by_base_day_and_not_by_id() {
    let book = book(&format!("{GIFT}  次数 每 合同.个人 至多 1 次\n"));
    let answer = answer(&book, "2020-07-01", &contracts(&["2020-03-01", "2020-02-01"]));
    let found = outcomes(&answer, "赠");
    assert_eq!(pairs(&found), [("c0", "excluded"), ("c1", "granted 1000")]);
    let why = answer.decisions[0].why.excluded.as_ref().unwrap();
    assert_eq!((why.by, why.used.as_deref(), why.limit.as_deref()), ("times", Some("1"), Some("1")));
}

#[test]
fn the_ledger_counts_first_but_not_what_is_pending() {
    let book = book(&format!("{GIFT}  次数 每 合同.个人 至多 1 次\n"));
    for (status, expected) in [("granted", "excluded"), ("pending", "granted 1000")] {
        let mut case = contracts(&["2020-03-01"]);
        case["ledger"] = json!([{"benefit": "gift", "subject": {"persons": "p1"}, "date": "2019-02-01", "status": status}]);
        assert_eq!(pairs(&outcomes(&answer(&book, "2020-07-01", &case), "赠")), [("c0", expected)]);
    }
}

#[test]
fn a_count_may_be_of_one_year_or_of_a_window() {
    let yearly = book(&format!("{GIFT}  次数 每 合同.个人 至多 1 次 每年\n"));
    let window = book(&format!("{GIFT}  次数 每 合同.个人 至多 1 次 在 2019-06-01 至 2020-12-31 内\n"));
    for (date, in_year, in_window) in [
        ("2019-05-31", "granted 1000", "granted 1000"),
        ("2019-06-01", "granted 1000", "excluded"),
        ("2020-01-01", "excluded", "excluded"),
    ] {
        let mut case = contracts(&["2020-03-01"]);
        case["ledger"] = json!([{"benefit": "赠", "subject": {"persons": "p1"}, "date": date}]);
        assert_eq!(
            pairs(&outcomes(&answer(&yearly, "2020-07-01", &case), "赠")),
            [("c0", in_year)],
            "{date}"
        );
        assert_eq!(
            pairs(&outcomes(&answer(&window, "2020-07-01", &case), "赠")),
            [("c0", in_window)],
            "{date}"
        );
    }
}

#[test]
fn a_cap_cuts_and_then_excludes() {
    let book = book(&format!("{GIFT}  上限 每 合同.单位 每年 1800 元\n"));
    let case = contracts(&["2020-02-01", "2020-03-01", "2020-04-01"]);
    let answer = answer(&book, "2020-07-01", &case);
    let found = outcomes(&answer, "赠");
    assert_eq!(pairs(&found), [("c0", "granted 1000"), ("c1", "granted 800"), ("c2", "excluded")]);
    assert_eq!(answer.decisions.iter().map(|d| d.capped).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn whose_it_is_matters_only_when_there_is_something_to_count() {
    let book = book(&format!("{GIFT}  次数 每 合同.个人 至多 1 次\n"));
    let mut case = contracts(&["2020-02-01"]);
    case["contracts"]["c0"].as_object_mut().unwrap().remove("person");
    assert_eq!(pairs(&outcomes(&answer(&book, "2020-07-01", &case), "赠")), [("c0", "granted 1000")]);
    case["ledger"] = json!([{"benefit": "赠", "subject": {"persons": "p1"}, "date": "2020-01-05"}]);
    let answer = answer(&book, "2020-07-01", &case);
    assert_eq!(pairs(&outcomes(&answer, "赠")), [("c0", "needs")]);
    assert_eq!(answer.decisions[0].why.needs[0].text, "合同 c0.个人");
}

const THREE: &str = "
待遇 甲 first
  对象 单位
  依据 T1 第一条
  有效 不限
  金额 100 元
  期限X
待遇 乙 second
  对象 单位
  依据 T1 第一条
  有效 不限
  条件
    ① 单位.职工数 > 0 人
  金额 200 元
互斥 甲乙 one_of_two
  成员 甲, 乙
  每 单位
  依据 T1 第二条
";

fn groups(more: &str) -> anye_law::book::Book {
    book(&format!("{}{more}", THREE.replace("  期限X\n", "")))
}

fn employer(more: &Value) -> Value {
    let mut case = json!({"place": "210400", "employers": {"e1": {"staff": 1}}});
    for (key, value) in more.as_object().unwrap() {
        case[key] = value.clone();
    }
    case
}

fn both(book: &anye_law::book::Book, case: &Value) -> (String, String) {
    let answer = answer(book, "2020-07-01", case);
    (crate::decide::word(of(&answer, "甲")), crate::decide::word(of(&answer, "乙")))
}

fn words(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn the_applicant_chooses_and_until_then_it_is_needed() {
    let book = groups("  跨期 是\n  选择 申请人\n");
    assert_eq!(both(&book, &employer(&json!({}))), words("needs", "needs"));
    let chosen = json!({"choices": {"甲乙": "first"}});
    assert_eq!(both(&book, &employer(&chosen)), words("granted 100", "excluded"));
    let chosen = json!({"choices": {"one_of_two": "乙"}});
    assert_eq!(both(&book, &employer(&chosen)), words("excluded", "granted 200"));
    // What was chosen but is not to be had stands in nobody's way.
    let refused = json!({"choices": {"甲乙": "乙"}, "employers": {"e1": {"staff": 0}}});
    assert_eq!(both(&book, &employer(&refused)), words("granted 100", "refused"));
}

#[test]
fn asking_for_one_by_name_is_choosing_it() {
    let book = groups("  跨期 是\n  选择 申请人\n");
    let facts = facts(&book, "2020-07-01", &employer(&json!({})));
    let one = |undecided| {
        let query = Query { benefit: book.find_rule("甲"), undecided, ..Query::default() };
        crate::decide::word(&decide(&book, &facts, &query).unwrap().decisions[0])
    };
    assert_eq!((one(false).as_str(), one(true).as_str()), ("granted 100", "needs"));
}

#[test]
fn the_higher_amount_or_the_earlier_grant_wins() {
    let higher = groups("  跨期 是\n  选择 金额高者\n");
    assert_eq!(both(&higher, &employer(&json!({}))), words("excluded", "granted 200"));
    let book = book(&format!(
        "{GIFT}{}互斥 先到 earlier\n  成员 赠, 赠二\n  每 合同.个人\n  跨期 是\n  选择 先批者\n  依据 T1 第二条\n",
        GIFT.replace("赠 gift", "赠二 gift_two").replace("合同.签订日", "合同.期满日")
    )
    .replace("每 合同.个人", "每 个人"));
    let mut case = contracts(&["2020-03-01"]);
    case["contracts"]["c0"]["ends"] = json!("2020-03-02");
    let answer = answer(&book, "2020-07-01", &case);
    assert_eq!(pairs(&outcomes(&answer, "赠")), [("c0", "granted 1000")]);
    assert_eq!(pairs(&outcomes(&answer, "赠二")), [("c0", "excluded")]);
}

#[test]
fn the_ledger_excludes_over_time_or_only_where_periods_meet() {
    let entry = |date: &str, months: i64| {
        json!({"ledger": [{"benefit": "乙", "subject": {"employers": "e1"}, "date": date, "months": months}],
            "employers": {"e1": {"staff": 0}}})
    };
    let over_time = groups("  跨期 是\n  选择 申请人\n");
    let within = groups("  跨期 否\n  选择 申请人\n");
    for (date, months, expected) in
        [("2019-01-01", 1, "granted 100"), ("2020-06-02", 1, "excluded"), ("2020-06-01", 1, "granted 100")]
    {
        let case = employer(&entry(date, months));
        assert_eq!(both(&over_time, &case).0, "excluded", "{date}");
        assert_eq!(both(&within, &case).0, expected, "{date}");
    }
    let mut pending = entry("2020-06-02", 1);
    pending["ledger"][0]["status"] = json!("pending");
    let answer = answer(&over_time, "2020-07-01", &employer(&pending));
    assert!(of(&answer, "甲").why.excluded.as_ref().unwrap().pending);
}

#[test]
fn money_is_split_in_whole_fen_and_funds_are_held_to_the_list() {
    let rules = "
待遇 摊 shared
  对象 单位
  依据 T1 第一条
  有效 不限
  金额 单位.营业税
  资金 就业资金 或 失业基金
  分担 省 40%, 市 40%, 县 20%
";
    let book = book(rules);
    let mut case = json!({"place": "210400", "employers": {"e1": {"business_tax": "100.01元"}}});
    let found = answer(&book, "2020-07-01", &case);
    let decision = of(&found, "摊");
    let split: Vec<_> = decision.split.iter().map(|part| (part.who.as_str(), part.fen)).collect();
    assert_eq!(split, [("省", 4000), ("市", 4000), ("县", 2001)]);
    assert_eq!(decision.fund.as_deref(), Some("就业资金"));
    case["funds"] = json!({"shared": "失业基金"});
    assert_eq!(of(&answer(&book, "2020-07-01", &case), "摊").fund.as_deref(), Some("失业基金"));
    case["funds"] = json!({"shared": "别的基金"});
    let found = answer(&book, "2020-07-01", &case);
    let refused = of(&found, "摊");
    assert_eq!(crate::decide::word(refused), "refused");
    assert_eq!(refused.why.error.as_ref().unwrap().code, "fund_not_permitted");
}

#[test]
fn ranks_go_by_keys_then_by_lot_else_are_shared() {
    let book = book(
        "
排序 名次 places_of
  对象 个人
  依据 T1 第一条
  有效 不限
  条件
    ① 已知(个人.成绩)
  次序
    ① 个人.残疾 先
    ② 个人.成绩 大者先
  抽签 个人.抽签号
",
    );
    let case = json!({"place": "210400", "persons": {
        "a": {"disabled": false, "score": 90}, "b": {"disabled": true, "score": 10},
        "c": {"disabled": false, "score": 70, "lot": 2}, "d": {"disabled": false, "score": 70, "lot": 1},
        "e": {"disabled": false, "score": 60}, "f": {"disabled": false, "score": 60}, "g": {"score": 1}, "h": {}}});
    let answer = answer(&book, "2020-07-01", &case);
    let found: Vec<_> = answer
        .decisions
        .iter()
        .map(|d| (d.subject.id.as_str(), d.rank, d.tied, crate::decide::word(d)))
        .collect();
    let granted = |id, rank, tied| (id, Some(rank), tied, "granted".to_owned());
    assert_eq!(
        found,
        [
            granted("a", 2, false),
            granted("b", 1, false),
            granted("c", 4, false),
            granted("d", 3, false),
            granted("e", 5, true),
            granted("f", 5, true),
            ("g", None, false, "needs".to_owned()),
            ("h", None, false, "refused".to_owned()),
        ]
    );
}

proptest! {
    #[test]
    fn shares_add_up(fen in 0_i64..10_000_000_000_000, a in 0_i128..100, b in 0_i128..100, rest in 0_usize..3) {
        let mut parts = vec![Num::ratio(a, 300), Num::ratio(b, 300), Num::ratio(300 - a - b, 300)];
        if let Some(slot) = parts.get_mut(rest) {
            *slot = None;
        }
        let pieces = split(fen, &parts).unwrap();
        prop_assert_eq!(pieces.iter().sum::<i64>(), fen);
        prop_assert!(pieces.iter().all(|piece| *piece >= 0));
    }

    #[test]
    fn caps_hold_whatever_comes(days in proptest::collection::vec(0_u32..365, 1..12), cap in 0_i64..6000) {
        let book = book(&format!("{GIFT}  上限 每 合同.单位 每年 {cap} 元\n"));
        let days: Vec<String> = days
            .iter()
            .map(|n| anye_law::day::Day::parse("2020-01-01").unwrap().plus_days(i64::from(*n)).unwrap().to_string())
            .collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        let answer = answer(&book, "2020-07-01", &contracts(&days));
        let sum: i64 = answer.decisions.iter().filter_map(|decision| decision.amount_fen).sum();
        prop_assert_eq!(sum, (cap * 100).min(100_000 * i64::try_from(days.len()).unwrap()));
    }
}
