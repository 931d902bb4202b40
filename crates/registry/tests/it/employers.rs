//! Employers with both times, doubtful codes, rights by place.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_registry::employer::{self, Correction, Field, Filter};
use anye_testkit::databases;

use crate::world::{Person, new, registry};

fn correction(field: Field, value: &str, from: &str, to: Option<&str>) -> Correction {
    Correction {
        field,
        value: value.into(),
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|day| day.parse().unwrap()),
        source: "年报".into(),
        evidence: "2020-17".into(),
    }
}

#[tokio::test]
async fn registered_with_a_doubtful_code_and_found_by_it() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let sound = employer::register(&registry, &caller, new(1, "沈阳样例机械厂", "210106")).await.unwrap();
        assert!(sound.doubts.is_empty(), "{:?}", sound.doubts);
        let mut wrong = new(2, "沈阳样例轴承厂", "210106");
        wrong.code = "9121O100MA0000001X".into();
        let made = employer::register(&registry, &caller, wrong).await.unwrap();
        assert_eq!(made.doubts[0].word(), "letter", "taken and doubted");
        let again = employer::register(&registry, &caller, new(1, "另一个名字", "210106")).await.unwrap_err();
        assert_eq!((again.kind, again.code), (ErrorKind::Conflict, "employer_there"));
        let found = employer::find(&registry, &caller, &sound.employer.code).await.unwrap();
        assert_eq!(found, sound.employer);
        let filter = Filter { q: "轴承".into(), ..Filter::default() };
        let page = employer::list(&registry, &caller, &filter, None, Limit::default()).await.unwrap();
        assert_eq!(page.items, [made.employer]);
        let filter = Filter { q: sound.employer.code[..10].to_owned(), ..Filter::default() };
        let page = employer::list(&registry, &caller, &filter, None, Limit::default()).await.unwrap();
        assert_eq!(page.items, std::slice::from_ref(&sound.employer));

        // Another city's clerk neither sees nor registers it; all faults of a row come at once.
        let other = Person::new("李", Role::Clerk, "210200");
        let asking = other.asking(&registry);
        let other = asking.caller(None);
        assert_eq!(
            employer::find(&registry, &other, &sound.employer.id).await.unwrap_err().kind,
            ErrorKind::NotFound
        );
        let page =
            employer::list(&registry, &other, &Filter::default(), None, Limit::default()).await.unwrap();
        assert!(page.items.is_empty());
        let denied = employer::register(&registry, &other, new(3, "样例", "210106")).await.unwrap_err();
        assert_eq!(denied.kind, ErrorKind::Denied);
        let mut bad = new(4, " ", "219999");
        bad.industry = "化工".into();
        bad.staff = Some(-1);
        let fault = employer::register(&registry, &caller, bad).await.unwrap_err();
        let codes: Vec<_> = fault.fields.iter().map(|field| field.code).collect();
        assert_eq!(codes, ["employer_name_missing", "employer_place", "employer_industry", "employer_staff"]);
    }
}

#[tokio::test]
async fn a_correction_keeps_what_was_believed_before() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let made =
            employer::register(&registry, &caller, new(1, "样例机械厂", "210106")).await.unwrap().employer;
        let before = registry.core.world.now_ms();
        clock.advance_seconds(60);
        let changed = correction(Field::Staff, "320", "2020-02-01", None);
        let after = employer::correct(&registry, &caller, &made.id, made.version, &changed).await.unwrap();
        assert_eq!((after.staff, after.version), (Some(320), 2));
        let stale =
            employer::correct(&registry, &caller, &made.id, made.version, &changed).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        clock.advance_seconds(60);
        // Three months in the past that were other: what stands now stays.
        let past = correction(Field::Staff, "410", "2015-01-01", Some("2015-04-01"));
        let after = employer::correct(&registry, &caller, &made.id, 2, &past).await.unwrap();
        assert_eq!(after.staff, Some(320));

        let (_, facts) = employer::history(&registry, &caller, &made.id).await.unwrap();
        let staff = |day: &str, known| {
            employer::as_of(&facts, Field::Staff, day.parse().unwrap(), known).map(|fact| fact.value.as_str())
        };
        assert_eq!(staff("2010-01-01", None), Some("500"));
        assert_eq!(staff("2015-02-01", None), Some("410"));
        assert_eq!(staff("2015-04-01", None), Some("500"));
        assert_eq!(staff("2020-02-01", None), Some("320"));
        assert_eq!(staff("2020-02-01", Some(before)), Some("500"), "as far as we knew then");
        assert_eq!(staff("2008-12-31", None), None);
        let bad = correction(Field::Industry, "机械", "2020-01-01", None);
        let fault = employer::correct(&registry, &caller, &made.id, 3, &bad).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "employer_industry");
        // Unknown is not zero.
        let unknown = correction(Field::Staff, "", "2020-06-01", None);
        let after = employer::correct(&registry, &caller, &made.id, 3, &unknown).await.unwrap();
        assert_eq!(after.staff, None);
    }
}
