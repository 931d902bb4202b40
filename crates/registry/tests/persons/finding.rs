//! Finding: by number, phone, name, pinyin; page by page; nobody outside one's places; not too often.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_registry::person::{self, Filter};
use anye_testkit::databases;

use crate::world::{Worker, clerk, registry, tiexi};

fn filter(q: &str, place: &str) -> Filter {
    Filter { q: q.into(), place: place.into() }
}

#[tokio::test]
async fn by_number_phone_name_and_pinyin_within_ones_places() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let mut ids = Vec::new();
        for (name, order) in [("单雄信", 921), ("单小红", 922), ("王芳", 923), ("欧阳修", 925)] {
            let mut one = tiexi(name, "19880101", order);
            one.phone = format!("13900000{order}").as_str().into();
            ids.push(person::register(&registry, &caller, &one).await.unwrap().id);
        }
        clock.advance_seconds(120);
        let clear = tiexi("", "19880101", 923).number.number;
        assert_eq!(person::open_by_number(&registry, &caller, clear.clear()).await.unwrap().id, ids[2]);
        let spaced = format!("{} {}", &clear.clear()[..6], clear.clear()[6..].to_lowercase());
        assert_eq!(person::open_by_number(&registry, &caller, &spaced).await.unwrap().id, ids[2]);
        let by_phone = person::by_phone(&registry, &caller, "+86 139 0000 0922").await.unwrap();
        assert_eq!(by_phone[0].id, ids[1]);
        let limit = Limit::default();
        let names = async |q: &str, place: &str| {
            let page = person::search(&registry, &caller, &filter(q, place), None, limit).await.unwrap();
            page.items.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        let mut shan = names("单", "").await;
        shan.sort();
        assert_eq!(shan, ["单小红", "单雄信"]);
        assert_eq!(names("sxx", "210106").await, ["单雄信"], "a surname is read as surnames are");
        assert_eq!(names("oyx", "210100").await, ["欧阳修"]);
        assert_eq!(names("王芳", "210106").await, ["王芳"]);
        assert_eq!(names("芳", "").await, Vec::<String>::new());
        assert_eq!(names("王%", "").await, Vec::<String>::new());
        let other = Worker::new("赵", Role::Clerk, "210204");
        let there = other.asking(&registry);
        let there = there.caller(None);
        let forbidden = person::open_by_number(&registry, &there, clear.clear()).await.unwrap_err();
        let nobody = tiexi("", "19880101", 977).number.number;
        let unknown = person::open_by_number(&registry, &there, nobody.clear()).await.unwrap_err();
        assert_eq!((forbidden.kind, &forbidden), (ErrorKind::NotFound, &unknown), "one answer for both");
        assert!(person::by_phone(&registry, &there, "13900000922").await.unwrap().is_empty());
        let page = person::search(&registry, &there, &filter("王", ""), None, limit).await.unwrap();
        assert!(page.items.is_empty());
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let city = Worker::new("市", Role::Clerk, "210100");
        let asking = city.asking(&registry);
        let caller = asking.caller(None);
        let mut all = Vec::new();
        for order in 0..25_u16 {
            let mut one = tiexi(
                &format!("周{}", ["一", "二", "三", "四", "五"][order as usize % 5]),
                "19700101",
                900 + order,
            );
            one.place = if order % 2 == 0 { "210106" } else { "210102" }.into();
            all.push(person::register(&registry, &caller, &one).await.unwrap().id);
            clock.advance_seconds(4);
        }
        for q in ["周", "z", ""] {
            let (mut seen, mut after) = (Vec::new(), None);
            let place = if q.is_empty() { "210100" } else { "" };
            loop {
                let limit = Limit::new(4).unwrap();
                let page = person::search(&registry, &caller, &filter(q, place), after.as_ref(), limit)
                    .await
                    .unwrap();
                seen.extend(page.items.into_iter().map(|one| one.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let (mut seen, mut wanted) = (seen, all.clone());
            seen.sort();
            wanted.sort();
            assert_eq!(seen, wanted, "{q}");
        }
    }
}

#[tokio::test]
async fn numbers_are_not_gone_through_and_do_not_stand_in_addresses() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let mut told = Vec::new();
        for order in 900..925 {
            let number = tiexi("", "19880101", order).number.number;
            told.push(person::open_by_number(&registry, &caller, number.clear()).await.unwrap_err().kind);
        }
        assert!(told[..20].iter().all(|kind| *kind == ErrorKind::NotFound), "{told:?}");
        assert!(told[20..].iter().all(|kind| *kind == ErrorKind::TooMany), "{told:?}");
        // Registering asks the same question and is counted with it.
        let fault = person::register(&registry, &caller, &tiexi("王芳", "19880101", 930)).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::TooMany);
        clock.advance_seconds(61);
        person::register(&registry, &caller, &tiexi("王芳", "19880101", 930)).await.unwrap();
        let number = tiexi("", "19880101", 930).number.number;
        for q in [number.clear(), "13900000922", "210106 1988"] {
            let fault =
                person::search(&registry, &caller, &filter(q, ""), None, Limit::default()).await.unwrap_err();
            assert_eq!(fault.code, "person_number_in_words", "{q}");
            assert!(!format!("{fault:?}").contains("1988"), "the number is not repeated");
        }
    }
}
