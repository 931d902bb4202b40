//! Bank files as workbooks, and files with many accounts that two people must want.

use std::collections::BTreeMap;

use anye_base::ErrorKind;
use anye_money::bank::{Going, is_workbook, rows, take, write_workbook};
use anye_money::batch::{self, Batch, Kind};
use anye_reading::{Limits, TableLimits, read_tables};
use anye_testkit::{databases, sqlite};
use rust_xlsxwriter::{Formula, Workbook};

use crate::world::{COUNTY, FUND, FUNDS, House, account, person};

/// A result file as a bank's people keep it: numbers as numbers.
fn workbook(batch: &Batch, lines: &[(i64, f64, &str)], total: Option<(i64, f64)>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0_u16..).zip(["批次号", "序号", "金额", "结果", "银行流水号", "原因", "日期"])
    {
        sheet.write_string(0, at, head).unwrap();
    }
    let mut row = 0;
    for (n, yuan, word) in lines {
        row += 1;
        sheet.write_string(row, 0, batch.number()).unwrap();
        sheet.write_number(row, 1, *n as f64).unwrap();
        sheet.write_number(row, 2, *yuan).unwrap();
        sheet.write_string(row, 3, *word).unwrap();
    }
    if let Some((n, yuan)) = total {
        sheet.write_string(row + 1, 0, "合计").unwrap();
        sheet.write_number(row + 1, 1, n as f64).unwrap();
        sheet.write_number(row + 1, 2, yuan).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_goes_out_and_comes_back_to_the_fen_or_not_at_all() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(3, 100_10).await;
        let sent = house.sent().await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let (name, bytes) = batch::bank_file(&house.money, &caller, &sent.id, Kind::Workbook).await.unwrap();
        assert!(name.ends_with(".xlsx") && is_workbook(&bytes), "{name}");
        let again = batch::bank_file(&house.money, &caller, &sent.id, Kind::Workbook).await.unwrap().1;
        assert_eq!(again, bytes, "the same to the byte");
        let out = read_tables(&bytes, &Limits::default(), &TableLimits::default()).unwrap();
        let cells = rows(&out).unwrap();
        assert!(cells[1].1.contains(&account(0)) && cells[1].1.contains(&"100.10".to_owned()), "{cells:?}");
        assert_eq!(cells.last().unwrap().1[..3], ["合计", "3", "300.30"]);

        let before = house.standing(FUND, COUNTY).await;
        let good: [(i64, f64, &str); 3] = [(1, 100.1, "成功"), (2, 100.1, "失败"), (3, 100.1, "成功")];
        let whole = workbook(&sent, &good, Some((3, 100.1 + 100.1 + 100.1)));
        let foreign = [good[0], (9, 100.1, "成功")];
        let cases: [(Vec<u8>, &str); 6] = [
            (workbook(&sent, &good, None), "bank_truncated"),
            (workbook(&sent, &foreign, Some((2, 200.2))), "bank_foreign_line"),
            (workbook(&sent, &good, Some((3, 300.31))), "bank_sum"),
            (workbook(&sent, &[(1, 100.101, "成功")], Some((1, 100.101))), "bank_amount"),
            (whole[..whole.len() / 2].to_vec(), "bank_workbook"),
            (formula(&sent), "bank_formula"),
        ];
        for (bytes, code) in cases {
            let fault = batch::settle(&house.money, &caller, &sent.id, sent.version, "r.xlsx", &bytes).await;
            assert_eq!(fault.unwrap_err().code, code);
        }
        assert_eq!(house.standing(FUND, COUNTY).await, before, "not one line was taken");
        let made =
            batch::settle(&house.money, &caller, &sent.id, sent.version, "r.xlsx", &whole).await.unwrap();
        assert_eq!((made.paid, made.failed, made.open), ((2, 200_20), (1, 100_10), 0));
        house.must_hold().await;
    }
}

fn formula(batch: &Batch) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0_u16..).zip(["批次号", "序号", "金额", "结果", "银行流水号", "原因", "日期"])
    {
        sheet.write_string(0, at, head).unwrap();
    }
    sheet.write_string(1, 0, batch.number()).unwrap();
    sheet.write_formula(1, 2, Formula::new("=50+50.1").set_result("100.1")).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn two_sheets_that_hold_something_are_not_guessed_between() {
    let mut book = Workbook::new();
    for name in ["一", "二"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, "批次号").unwrap();
    }
    let tables =
        read_tables(&book.save_to_buffer().unwrap(), &Limits::default(), &TableLimits::default()).unwrap();
    assert_eq!(rows(&tables).unwrap_err().code, "bank_sheets");
    let layout = FUNDS.bank("").unwrap();
    let none = take(layout, "B", &BTreeMap::new(), std::iter::empty()).unwrap_err();
    assert_eq!(none.code, "bank_empty");
    let going = Going {
        n: 1,
        name: "样例".into(),
        account: "6222020200012345678".into(),
        bank: "样例银行".into(),
        amount: 1,
        purpose: "补贴".into(),
    };
    let day = "2026-11-22".parse().unwrap();
    let one = write_workbook(layout, "B", std::slice::from_ref(&going), day).unwrap();
    assert_eq!(one, write_workbook(layout, "B", &[going], day).unwrap());
}

#[tokio::test]
async fn more_than_a_hundred_accounts_need_a_second_person_and_a_day_later_again() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(101, 1_00).await;
        let sent = house.sent().await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let file = || batch::bank_file(&house.money, &caller, &sent.id, Kind::Text);
        let alone = file().await.unwrap_err();
        assert_eq!((alone.kind, alone.code), (ErrorKind::Denied, "money_file_permit"));
        let reviewer = house.reviewer.on(&house);
        let not_theirs = batch::ask_file(&house.money, &reviewer.caller(None), &sent.id, "送银行").await;
        assert_eq!(not_theirs.unwrap_err().code, "denied");
        assert_eq!(
            batch::ask_file(&house.money, &caller, &sent.id, " ").await.unwrap_err().code,
            "money_reason"
        );
        let wish = batch::ask_file(&house.money, &caller, &sent.id, "送银行").await.unwrap();
        let twice = batch::ask_file(&house.money, &caller, &sent.id, "送银行").await.unwrap_err();
        assert_eq!(twice.code, "money_file_asked");
        let whom = (sent.id.as_str(), wish.id.as_str());
        // Not oneself, nor by another account of one's own.
        let proof = house.proof(&house.cashier).await;
        let own = batch::answer_file(&house.money, &caller, &proof, whom, true).await.unwrap_err();
        assert_eq!(own.code, "money_same_person");
        let twin = person("出纳乙", anye_access::Role::Cashier, "210000");
        house.account(&twin, "出纳").await;
        let (second, proof) = (twin.on(&house), house.proof(&twin).await);
        let own =
            batch::answer_file(&house.money, &second.caller(None), &proof, whom, true).await.unwrap_err();
        assert_eq!(own.code, "money_same_person");
        assert_eq!(file().await.unwrap_err().code, "money_file_permit");
        let proof = house.proof(&house.reviewer).await;
        let made =
            batch::answer_file(&house.money, &reviewer.caller(None), &proof, whom, true).await.unwrap();
        assert_eq!(made.state, "granted");
        let again = batch::answer_file(&house.money, &reviewer.caller(None), &proof, whom, false).await;
        assert_eq!(again.unwrap_err().code, "money_batch_state", "answered once");
        let text = String::from_utf8(file().await.unwrap().1).unwrap();
        assert!(text.contains(&account(100)));
        // For who asked, and for a day.
        let other = house.other.on(&house);
        let other = batch::bank_file(&house.money, &other.caller(None), &sent.id, Kind::Text).await;
        assert_eq!(other.unwrap_err().code, "money_file_permit");
        house.clock.advance_seconds(24 * 3_600 + 1);
        assert_eq!(file().await.unwrap_err().code, "money_file_permit");
        let whole = batch::show(&house.money, &caller, &sent.id).await.unwrap();
        let did: Vec<&str> = whole.history.iter().map(|one| one.what.as_str()).collect();
        assert!(did.ends_with(&["ask-file", "permit-file"]), "{did:?}");
    }
}

#[tokio::test]
async fn a_hundred_accounts_or_fewer_go_out_alone() {
    let test = sqlite().await;
    let house = House::new(&test.db).await;
    house.granted(FUND, COUNTY, 10_000_00).await;
    house.people(100, 1_00).await;
    let sent = house.sent().await;
    let asking = house.cashier.on(&house);
    batch::bank_file(&house.money, &asking.caller(None), &sent.id, Kind::Text).await.unwrap();
}
