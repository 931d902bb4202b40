//! Registering: what a number says, what stops, what passes with paper, once in the province, moving in.

use anye_access::Role;
use anye_base::{ErrorKind, Fault};
use anye_registry::person::{self, NewNumber, Sex, number};
use anye_testkit::databases;

use crate::world::{Worker, clerk, person as new, registry, tiexi};

fn code(fault: &Fault) -> &'static str {
    fault.fields.first().map_or(fault.code, |field| field.code)
}

// covers: LN2009-6/41.g
#[tokio::test]
async fn a_person_is_registered_once_in_the_province_and_seen_with_what_the_number_says() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let mut wang = tiexi("买买提·吐尔逊", "19900307", 912);
        wang.phone = "139-0000-0912".into();
        let made = person::register(&registry, &caller, &wang).await.unwrap();
        let found = person::find(&registry, &caller, &made.id).await.unwrap();
        assert_eq!((found.sex, found.birth_date.unwrap().to_string().as_str()), (Sex::Female, "1990-03-07"));
        assert_eq!(found.name, "买买提·吐尔逊");
        // The same again, even with another name, is refused, and the record is named.
        let again = person::register(&registry, &caller, &tiexi("别名", "19900307", 912)).await.unwrap_err();
        assert_eq!((again.kind, again.code), (ErrorKind::Conflict, "person_there"));
        // From another city the same record: no second one; its whereabouts are not told.
        let other = Worker::new("赵", Role::Clerk, "210204");
        let there = other.asking(&registry);
        let there = there.caller(None);
        let mut twice = tiexi("买买提•吐尔逊", "19900307", 912);
        twice.place = "210204".into();
        let fault = person::register(&registry, &there, &twice).await.unwrap_err();
        assert_eq!(fault.code, "person_elsewhere");
        assert!(
            !format!("{fault:?}").contains("210106") && !format!("{fault:?}").contains("吐尔逊"),
            "{fault:?}"
        );
        assert!(person::find(&registry, &there, &made.id).await.is_err());
        // Who knows number and name moves them in; who does not, learns nothing.
        let clear = twice.number.number.clone();
        let wanted = |name: &str| person::MoveIn {
            number: clear.clone(),
            name: name.into(),
            place: "210204".into(),
            source: "本人到窗口".into(),
        };
        let fault = person::move_in(&registry, &there, &wanted("张三")).await.unwrap_err();
        assert_eq!(fault.code, "person_no_match");
        let stranger = person::MoveIn {
            number: number::made_up("210106", "19910101", 913).as_str().into(),
            ..wanted("张三")
        };
        assert_eq!(
            person::move_in(&registry, &there, &stranger).await.unwrap_err(),
            fault,
            "the same answer for nobody"
        );
        assert_eq!(person::move_in(&registry, &there, &wanted("买买提•吐尔逊")).await.unwrap(), made.id);
        assert_eq!(person::find(&registry, &there, &made.id).await.unwrap().place, "210204");
        assert!(person::find(&registry, &caller, &made.id).await.is_err(), "gone from where they lived");
    }
}

#[tokio::test]
async fn a_wrong_number_stops_and_paper_lets_a_doubtful_one_pass() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let sound = number::made_up("210106", "19900307", 914);
        let last = if sound.ends_with('1') { '2' } else { '1' };
        let wrong = format!("{}{last}", &sound[..17]);
        let fault = person::register(&registry, &caller, &new("王芳", &wrong, "210106")).await.unwrap_err();
        assert_eq!((fault.kind, code(&fault)), (ErrorKind::Invalid, "person_number_check"));
        let mut papers = new("王芳", &wrong, "210106");
        papers.number.paper = "户口簿原件第3页".into();
        let made = person::register(&registry, &caller, &papers).await.unwrap();
        assert_eq!(made.doubts, ["person_doubt_check"]);
        // Paper helps against nothing else.
        for (number, expected) in [
            ("000000199003079125", "person_number_area"),
            ("210106199002309125", "person_number_day"),
            ("210106900307912", "person_number_legacy"),
        ] {
            let mut one = new("王芳", number, "210106");
            one.number.paper = "户口簿原件第3页".into();
            one.number.kind = Some(number::Kind::Resident);
            let fault = person::register(&registry, &caller, &one).await.unwrap_err();
            assert_eq!(code(&fault), expected, "{number}");
        }
        let mut held = tiexi("王芳", "19900307", 916);
        held.sex = "male".into();
        held.birth_date = "1991-01-01".into();
        let fault = person::register(&registry, &caller, &held).await.unwrap_err();
        let codes: Vec<_> = fault.fields.iter().map(|field| field.code).collect();
        assert_eq!(codes, ["person_sex_number", "person_birth_number"]);
        let elsewhere = tiexi("王芳", "19900307", 918);
        let fault =
            person::register(&registry, &caller, &person::NewPerson { place: "210204".into(), ..elsewhere })
                .await
                .unwrap_err();
        assert_eq!(fault.kind, ErrorKind::Denied);
    }
}

#[tokio::test]
async fn other_cards_and_none_at_all() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let cards = [
            ("H12345678", None, ""),
            ("12345678", None, ""),
            ("E1234567", Some(number::Kind::Passport), "FRA"),
        ];
        for (text, kind, issuer) in cards {
            let mut one = new("陈港", text, "210106");
            one.number = NewNumber { number: text.into(), kind, issuer: issuer.into(), paper: String::new() };
            one.sex = "男".into();
            one.birth_date = "1980-01-01".into();
            let made = person::register(&registry, &caller, &one).await.unwrap();
            assert_eq!(person::open_by_number(&registry, &caller, text).await.unwrap().id, made.id);
        }
        // The same number of a passport of another country is another person's.
        let mut other = new("Smith, John".replace(',', "").as_str(), "E1234567", "210106");
        other.number.kind = Some(number::Kind::Passport);
        other.number.issuer = "GBR".into();
        person::register(&registry, &caller, &other).await.unwrap();
        let mut none = new("古丽", "", "210106");
        none.birth_date = "2001-02-03".into();
        let made = person::register(&registry, &caller, &none).await.unwrap();
        let found = person::find(&registry, &caller, &made.id).await.unwrap();
        assert_eq!((found.sex, found.birth_date.unwrap().to_string().as_str()), (Sex::Unknown, "2001-02-03"));
    }
}
