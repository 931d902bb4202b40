//! Files of banks: truncated, foreign, doubled, altered ones are refused as a whole, with row and reason.

use std::collections::BTreeMap;

use anye_money::bank::{Going, Outcome, read, write};
use anye_money::batch;
use anye_testkit::sqlite;
use proptest::prelude::*;

use crate::world::{COUNTY, FUND, FUNDS, House, result};

fn going(n: i64, amount: i64) -> Going {
    Going {
        n,
        name: format!("样例{n}"),
        account: format!("622202{n:013}"),
        bank: "样例银行".into(),
        amount,
        purpose: "补贴".into(),
    }
}

const HEAD: &str = "批次号,序号,金额,结果,银行流水号,原因,日期\n";

#[test]
fn what_is_wrong_is_named_with_its_row_and_nothing_is_taken() {
    let layout = FUNDS.bank("").unwrap();
    let expected = BTreeMap::from([(1, 100), (2, 200)]);
    let ask = |body: &str| read(layout, "B", &expected, format!("{HEAD}{body}").as_bytes());
    let good = "B,1,1.00,成功,x,,\nB,2,2.00,失败,y,账号不存在,\n合计,2,3.00\n";
    let came = ask(good).unwrap();
    assert_eq!(
        (came[0].outcome, came[1].outcome, came[1].reason.as_str()),
        (Outcome::Paid, Outcome::Failed, "账号不存在")
    );
    let cases = [
        ("B,1,1.00,成功,x,,\nB,2,2.00,失败,y,,\n", "bank_truncated", 3),
        ("B,1,1.00,成功,x,,\nB,2,2.", "bank_row", 3),
        ("B,1,1.00,成功,x,,\nB,3,2.00,成功,y,,\n合计,2,3.00\n", "bank_foreign_line", 3),
        ("B,1,1.00,成功,x,,\nC,2,2.00,成功,y,,\n合计,2,3.00\n", "bank_foreign_batch", 3),
        ("B,1,1.00,成功,x,,\nB,1,1.00,成功,y,,\n合计,2,2.00\n", "bank_line_twice", 3),
        ("B,1,1.01,成功,x,,\n合计,1,1.01\n", "bank_amount", 2),
        ("B,1,1.001,成功,x,,\n合计,1,1.00\n", "bank_amount", 2),
        ("B,1,1.00,好像成功,x,,\n合计,1,1.00\n", "bank_outcome", 2),
        ("B,1,1.00,成功,x,,\n合计,2,1.00\n", "bank_count", 3),
        ("B,1,1.00,成功,x,,\n合计,1,2.00\n", "bank_sum", 3),
        ("合计,0,0\nB,1,1.00,成功,x,,\n", "bank_after_total", 3),
    ];
    for (body, code, row) in cases {
        let fault = ask(body).unwrap_err();
        assert_eq!((fault.code, fault.row), (code, row), "{body}");
    }
    let heading = read(layout, "B", &expected, "序号,金额\n".as_bytes()).unwrap_err();
    assert_eq!((heading.code, heading.what.as_str()), ("bank_heading", "批次号"));
    let letters = read(layout, "B", &expected, &[0xff, 0xfe, 0x00]).unwrap_err();
    assert_eq!(letters.code, "bank_encoding");
    assert_eq!(read(layout, "B", &expected, b"").unwrap_err().code, "bank_empty");
}

#[test]
fn a_file_in_the_other_encoding_reads_back() {
    let layout = FUNDS.bank("general-gbk").unwrap();
    let bytes = write(layout, "B", &[going(1, 105), going(2, 3)]).unwrap();
    let (text, wrong) = encoding_rs::GB18030.decode_without_bom_handling(&bytes);
    assert!(!wrong && text.contains("样例2") && text.contains("合计|2|1.08"), "{text}");
    let back = "序号|金额|处理状态|流水号|失败原因\n1|1.05|00|a|\n2|0.03|99|b|\n合计|2|1.08\n";
    let (bytes, ..) = encoding_rs::GB18030.encode(back);
    let came = read(layout, "B", &BTreeMap::from([(1, 105), (2, 3)]), &bytes).unwrap();
    assert_eq!(came[1].outcome, Outcome::Unknown);
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down_and_a_cut_file_is_never_taken(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0..60_usize) {
        let layout = FUNDS.bank("").unwrap();
        let expected = BTreeMap::from([(1, 100), (2, 200)]);
        let _ = read(layout, "B", &expected, &bytes);
        let good = format!("{HEAD}B,1,1.00,成功,x,,\nB,2,2.00,失败,y,,\n合计,2,3.00\n");
        // The last letters are ".00" and a line end: a sum of 3, 3. or 3.0 is the same sum.
        let kept = good.len().saturating_sub(5 + cut);
        prop_assert!(read(layout, "B", &expected, &good.as_bytes()[..kept]).is_err());
    }
}

#[tokio::test]
async fn a_file_that_is_refused_changes_nothing() {
    let test = sqlite().await;
    let house = House::new(&test.db).await;
    house.granted(FUND, COUNTY, 10_000_00).await;
    house.people(2, 1_00).await;
    let sent = house.sent().await;
    let before = house.standing(FUND, COUNTY).await;
    let asking = house.cashier.on(&house);
    let caller = asking.caller(None);
    let foreign = result(&sent, &[(1, 1_00, "成功"), (7, 1_00, "成功")]);
    let fault = batch::settle(&house.money, &caller, &sent.id, sent.version, "f.csv", foreign.as_bytes())
        .await
        .unwrap_err();
    assert_eq!((fault.code, fault.fields[0].row), ("bank_foreign_line", Some(3)));
    assert_eq!(house.standing(FUND, COUNTY).await, before);
    let lines = batch::lines(&house.money, &caller, &sent.id, Some("sent"), 0).await.unwrap();
    assert_eq!(lines.items.len(), 2, "not one line was taken");
}
