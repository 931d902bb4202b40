//! Lists that go to another office and come back with its answer, and help that is offered as one: over the pack's own registers.

use anye_access::Role;
use anye_base::Lang;
use anye_registry::Registers;
use anye_registry::entry::{self, Change, Entry, Filter, Mend, export};
use anye_registry::table::CountAsked;
use anye_testkit::databases;
use serde_json::{Value, json};

use crate::ask::{FUSHUN, as_behind, ask, firm, n, on};
use crate::rooms::{new, opened, people, rooms};
use crate::world::Person;

async fn moved(rooms: &Registers, clerk: &Person, id: &str, to: &str, reason: &str) -> Result<Entry, String> {
    let asking = clerk.asking(&rooms.registry);
    let caller = asking.caller(None);
    let seen = entry::show(rooms, &caller, id).await.unwrap().version;
    let change = Change { to: to.into(), reason: reason.into(), ..Change::default() };
    entry::change(rooms, &caller, id, seen, &change).await.map_err(|fault| fault.fields[0].code.to_owned())
}

/// What is refused of an entry, by field.
async fn refused(
    rooms: &Registers,
    clerk: &Person,
    register: &str,
    subject: &str,
    fields: Value,
) -> Vec<String> {
    let asking = clerk.asking(&rooms.registry);
    let made = entry::open(rooms, &asking.caller(None), register, new(subject, "2026-03-01", fields)).await;
    made.unwrap_err().fields.into_iter().map(|one| one.field).collect()
}

fn without(all: &Value, field: &str) -> Value {
    let mut less = all.clone();
    less.as_object_mut().unwrap().remove(field).unwrap();
    less
}

// covers: FS2020/02.n
#[tokio::test]
async fn the_list_of_deferrals_goes_to_the_housing_fund_centre_and_its_answer_comes_back() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let register = "housing-fund-deferral";
        let (one, two) = (firm(&rooms, &clerk, 1, FUSHUN).await, firm(&rooms, &clerk, 2, FUSHUN).await);
        let said = |fen: i64| json!({ "first_month": "2020-03", "last_month": "2020-08", "amount": fen, "due": "2020-12-31" });
        // Months, amount and new due date: none of them can be left out.
        for field in ["first_month", "last_month", "amount", "due"] {
            let wrong = refused(&rooms, &clerk, register, &one, without(&said(12_000_000), field)).await;
            assert!(wrong.iter().any(|own| own.contains(field)), "{field}: {wrong:?}");
        }
        let first = opened(&rooms, &clerk, register, new(&one, "2020-03-10", said(12_000_000))).await;
        let second = opened(&rooms, &clerk, register, new(&two, "2020-03-12", said(3_000_050))).await;
        // The list as it goes out: those that are to be exchanged, with everything the centre has to enter.
        let asking = clerk.asking(&rooms.registry);
        let list = async |state: &str| {
            let filter = Filter { register: register.into(), state: state.into(), ..Filter::default() };
            export::rows(&rooms, &asking.caller(None), &filter, Lang::Zh).await.unwrap()
        };
        let rows = list("granted").await;
        assert_eq!(rows.len(), 3);
        let column = |name: &str| rows[0].iter().position(|own| own == name).unwrap();
        let amounts: Vec<&str> = rows[1..].iter().map(|row| row[column("缓缴金额")].as_str()).collect();
        assert!(
            amounts.iter().any(|text| text.contains("30000.5") || text.contains("30,000.5")),
            "{amounts:?}"
        );
        for row in &rows[1..] {
            assert_eq!(
                (row[column("缓缴首月")].as_str(), row[column("缓缴末月")].as_str()),
                ("2020 年 3 月", "2020 年 8 月")
            );
            assert_eq!(row[column("新缴费期限")], "2020 年 12 月 31 日");
        }
        // It is entered there only after it was sent; an answer that differs is kept, and it is sent again.
        assert_eq!(moved(&rooms, &clerk, &first.id, "confirmed", "x").await.unwrap_err(), "entry_move");
        for id in [&first.id, &second.id] {
            moved(&rooms, &clerk, id, "sent", "第 1 批名单").await.unwrap();
        }
        assert_eq!(list("granted").await.len(), 1, "only the heads are left");
        moved(&rooms, &clerk, &first.id, "confirmed", "中心回执 5 号").await.unwrap();
        let differs = moved(&rooms, &clerk, &second.id, "differs", "金额不符").await.unwrap();
        let mend = Mend {
            fields: [("answer".to_owned(), json!("中心记录为 30000 元"))].into(),
            reason: "中心答复".into(),
            ..Mend::default()
        };
        entry::correct(&rooms, &asking.caller(None), &second.id, differs.version, &mend).await.unwrap();
        let rows = list("differs").await;
        assert_eq!(rows[1][column("中心答复")], "中心记录为 30000 元");
        moved(&rooms, &clerk, &second.id, "sent", "更正后再送").await.unwrap();
        let table = ask(&rooms, &clerk, register, "by-city", &CountAsked::default()).await;
        assert_eq!(n(&table, &["210400", "confirmed"]), Some(12_000_000));
        assert_eq!(n(&table, &["210400", "sent"]), Some(3_000_050));
    }
}

// covers: LN2020-R/3.4.c
#[tokio::test]
async fn four_kinds_of_help_are_offered_as_one_and_what_was_used_and_came_of_it_is_counted() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302"), ("p3", "张伟", "211302")])
            .await;
        let package = json!({ "vacancies": "社区保洁", "training": "家政初级班", "information": "短信每周一次", "post": "环境整治临时岗,4 个月" });
        // None of the four can be left out: it is one package.
        for field in ["vacancies", "training", "information", "post"] {
            let wrong = refused(&rooms, &clerk, "help-package", "p1", without(&package, field)).await;
            assert!(wrong.iter().any(|own| own.contains(field)), "{field}: {wrong:?}");
        }
        let mut made = Vec::new();
        for id in ["p1", "p2", "p3"] {
            made.push(opened(&rooms, &clerk, "help-package", new(id, "2026-03-01", package.clone())).await);
        }
        let again = refused(&rooms, &clerk, "help-package", "p1", package.clone()).await;
        assert_eq!(again, ["subject"], "one at a time");
        // Which parts were used, and what came of it: two found work, one of them by two parts; the third used nothing.
        let asking = clerk.asking(&rooms.registry);
        for (at, used) in [(0, json!(["training", "temporary_post"])), (1, json!(["training"]))] {
            let using = moved(&rooms, &clerk, &made[at].id, "using", "开始").await.unwrap();
            let mend = Mend {
                fields: [("used".to_owned(), used)].into(),
                reason: "使用记录".into(),
                ..Mend::default()
            };
            entry::correct(&rooms, &asking.caller(None), &made[at].id, using.version, &mend).await.unwrap();
        }
        assert_eq!(moved(&rooms, &clerk, &made[2].id, "ended", "不知道").await.unwrap_err(), "entry_reason");
        moved(&rooms, &clerk, &made[2].id, "ended", "refused").await.unwrap();
        for one in &made[..2] {
            moved(&rooms, &clerk, &one.id, "working", "签订劳动合同").await.unwrap();
        }
        let today = rooms.core().world.today().to_string();
        let table = ask(&rooms, &clerk, "help-package", "used", &on(&today)).await;
        assert_eq!(n(&table, &["211302", "training", "working"]), Some(2));
        assert_eq!(n(&table, &["211302", "temporary_post", "working"]), Some(1));
        assert_eq!(n(&table, &["211302", "", "ended"]), Some(1));
        assert_eq!((table.total.n, table.total.shared), (Some(3), Some(2)), "two of three found work");
        as_behind(&rooms, &clerk, "help-package", "used", &on(&today)).await;
        // Whose package is over may get another.
        opened(&rooms, &clerk, "help-package", new("p3", &today, package)).await;
    }
}
