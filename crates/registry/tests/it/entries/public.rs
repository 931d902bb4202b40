//! What anybody may see: certificates and lists that empty by themselves.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_registry::entry::{self, Change};
use anye_testkit::databases;
use serde_json::json;

use super::{SHENYANG, known};
use crate::rooms::{changed, opened, people, person, rooms, rooms_with, unemployed};
use crate::world::Person;

// covers: LN2009-6/38.b
#[tokio::test]
async fn a_certificate_can_be_checked_and_a_forged_one_is_refused() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG)]).await;
        let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-03-10")).await;
        let other = opened(&rooms, &clerk, "unemployment", unemployed("p2", "2026-03-10")).await;
        let (number, code) = (made.number.clone().unwrap(), made.check_code.clone().unwrap());
        assert_ne!(Some(&number), other.number.as_ref());
        let shown = entry::verify(&rooms, &number, &code.to_lowercase()).await.unwrap();
        assert_eq!((shown.name.as_str(), shown.valid), ("王*明", true));
        for (number, code) in [
            (number.as_str(), "AAAAAAAAAA"),
            (number.as_str(), ""),
            (other.number.as_deref().unwrap(), code.as_str()),
            ("2101062026010000999", code.as_str()),
            ("", ""),
        ] {
            assert_eq!(
                entry::verify(&rooms, number, code).await.unwrap_err().kind,
                ErrorKind::NotFound,
                "{number}"
            );
        }
        assert_eq!(known(&rooms, "persons", "p1", "holds_certificate", "2026-06-01").await, json!(true));
        let end = rooms
            .definitions
            .register("unemployment")
            .unwrap()
            .moves
            .iter()
            .find(|act| act.to == "ended")
            .unwrap();
        let end = Change { to: "ended".into(), reason: end.reasons[0].id.clone(), ..Change::default() };
        entry::change(&rooms, &asking.caller(None), &made.id, made.version, &end).await.unwrap();
        assert!(!entry::verify(&rooms, &number, &code).await.unwrap().valid, "no longer in force");
        assert!(entry::qr_svg("https://example.org").starts_with("<svg"));
    }
}

#[tokio::test]
async fn a_list_is_public_for_its_days_and_empties_by_itself() {
    for test in databases().await {
        let definitions = changed(|all| {
            let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
            register.publicity = Some(anye_programmes::Publicity {
                span: anye_programmes::Span { n: 5, unit: anye_programmes::SpanUnit::Day },
                fields: vec!["cause".into()],
                objection: anye_programmes::Objection::Noted,
                cite: Vec::new(),
            });
        });
        let (rooms, clock, _) = rooms_with(&test.db, definitions);
        let clerk = Person::new("王", Role::Clerk, "210000");
        person(&rooms, "p1", "王小明", SHENYANG).await;
        opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-11-10")).await;
        let shown = async || entry::public::public_list(&rooms, "unemployment").await.unwrap();
        assert!(shown().await.is_empty(), "from the next day on");
        clock.advance_seconds(86_400);
        let rows = shown().await;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].name.as_str(), rows[0].fields.len()),
            ("王*明", 1),
            "only what the register names"
        );
        clock.advance_seconds(5 * 86_400);
        assert!(shown().await.is_empty(), "it ends by itself");
        assert_eq!(
            entry::public::public_list(&rooms, "contact").await.unwrap_err().kind,
            ErrorKind::NotFound
        );
    }
}
