//! Hand-over between offices: offered, taken, refused, taken back; nothing is lost meanwhile, nobody sees more than they may.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_registry::Registers;
use anye_registry::entry::{self, Change};
use anye_registry::handover::{self, Box, NewHandover, Seen};
use anye_testkit::databases;

use crate::facts::day;
use crate::rooms::{opened, person, rooms, unemployed};
use crate::world::Person;

const SHENYANG: &str = "210106";
const DALIAN: &str = "210202";

async fn seen(rooms: &Registers, who: &Person, way: &str) -> Vec<Seen> {
    let asking = who.asking(&rooms.registry);
    let asked = Box { way: way.into(), state: String::new() };
    handover::list(rooms, &asking.caller(None), &asked, None, Limit::default()).await.unwrap().items
}

#[tokio::test]
async fn an_entry_goes_to_another_city_when_that_city_takes_it() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let giver = Person::new("沈", Role::Clerk, "210100");
        let taker = Person::new("连", Role::Clerk, "210200");
        let other = Person::new("鞍", Role::Clerk, "210300");
        person(&rooms, "p1", "王小明", SHENYANG).await;
        let made = opened(&rooms, &giver, "unemployment", unemployed("p1", "2026-03-10")).await;
        let (ours, theirs) = (giver.asking(&rooms.registry), taker.asking(&rooms.registry));
        let (give, take) = (ours.caller(None), theirs.caller(None));
        // Beyond one's own reach it is offered, not moved; the entry stays where it is.
        let after = entry::transfer(&rooms, &give, &made.id, made.version, DALIAN, "迁居").await.unwrap();
        assert_eq!((after.place.as_str(), after.version), (SHENYANG, made.version + 1));
        let [waits] = &seen(&rooms, &taker, "in").await[..] else { panic!("one offer") };
        assert_eq!((waits.one.name.as_str(), waits.may_answer, waits.may_withdraw), ("王*明", true, false));
        let [own] = &seen(&rooms, &giver, "out").await[..] else { panic!("one offer") };
        assert_eq!((own.one.name.as_str(), own.may_answer, own.may_withdraw), ("王小明", false, true));
        assert!(seen(&rooms, &other, "").await.is_empty());
        assert_eq!(handover::waiting(&rooms, &take).await.unwrap(), 1);
        // The entry itself stays unseen there until it was taken; twice it is not offered.
        assert_eq!(entry::show(&rooms, &take, &made.id).await.unwrap_err().kind, ErrorKind::NotFound);
        let twice =
            entry::transfer(&rooms, &give, &made.id, after.version, "210302", "迁居").await.unwrap_err();
        assert_eq!(twice.code, "handover_waits");
        // Meanwhile it is worked on where it is.
        let suspended = Change { to: "suspended".into(), reason: "other".into(), ..Change::default() };
        let worked = entry::change(&rooms, &give, &made.id, after.version, &suspended).await.unwrap();
        // Refused with a reason; everything as it was, and told on both sides.
        let id = &waits.one.id;
        let silent = handover::refuse(&rooms, &take, id, 1, " ").await.unwrap_err();
        assert_eq!(silent.fields[0].code, "handover_note");
        assert_eq!(handover::accept(&rooms, &give, id, 1, "").await.unwrap_err().kind, ErrorKind::Denied);
        handover::refuse(&rooms, &take, id, 1, "不在本市居住").await.unwrap();
        assert_eq!(seen(&rooms, &giver, "out").await[0].one.state, "refused");
        assert_eq!(handover::accept(&rooms, &take, id, 2, "").await.unwrap_err().code, "handover_answered");
        let here = entry::show(&rooms, &give, &made.id).await.unwrap();
        assert_eq!((here.place.as_str(), here.state.as_str()), (SHENYANG, worked.state.as_str()));
        // Offered once more and taken: it is theirs with its history, and gone from ours.
        let again = entry::transfer(&rooms, &give, &made.id, here.version, DALIAN, "户口已迁").await.unwrap();
        let offer = handover::of_entry(&rooms, &give, &made.id).await.unwrap().remove(0).one;
        assert_eq!((offer.state.as_str(), again.place.as_str()), ("offered", SHENYANG));
        let taken = handover::accept(&rooms, &take, &offer.id, offer.version, "已核实").await.unwrap();
        assert_eq!(taken.state, "accepted");
        let (now, told, _) = entry::history(&rooms, &take, &made.id).await.unwrap();
        assert_eq!((now.place.as_str(), now.county.as_str(), now.is_open), (DALIAN, DALIAN, true));
        let what: Vec<&str> = told.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(what, ["opened", "offered", "moved", "offer_refused", "offered", "transferred"]);
        assert_eq!(entry::show(&rooms, &give, &made.id).await.unwrap_err().kind, ErrorKind::NotFound);
        assert_eq!(seen(&rooms, &giver, "out").await[0].one.name, "王*明", "covered once it is theirs");
    }
}

#[tokio::test]
async fn a_person_goes_with_the_entries_that_were_chosen_or_not_at_all() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let giver = Person::new("沈", Role::Clerk, "210100");
        let taker = Person::new("连", Role::Clerk, "210200");
        person(&rooms, "p1", "王小明", SHENYANG).await;
        let spell = opened(&rooms, &giver, "unemployment", unemployed("p1", "2026-03-10")).await;
        let (ours, theirs) = (giver.asking(&rooms.registry), taker.asking(&rooms.registry));
        let (give, take) = (ours.caller(None), theirs.caller(None));
        let new = NewHandover {
            kind: "person".into(),
            thing: "p1".into(),
            entries: vec![spell.id.clone()],
            place: DALIAN.into(),
            reason: "户口迁移".into(),
        };
        let city = NewHandover { place: "210200".into(), ..new.clone() };
        assert_eq!(handover::offer(&rooms, &give, &city).await.unwrap_err().fields[0].code, "handover_place");
        let alien = NewHandover { entries: vec!["nothing".into()], ..new.clone() };
        let fault = handover::offer(&rooms, &give, &alien).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "handover_entries");
        assert_eq!(handover::offer(&rooms, &take, &new).await.unwrap_err().kind, ErrorKind::NotFound);
        let offer = handover::offer(&rooms, &give, &new).await.unwrap();
        assert_eq!(handover::offer(&rooms, &give, &new).await.unwrap_err().code, "handover_waits");
        // Taken back, and offered again.
        handover::withdraw(&rooms, &give, &offer.id, 1, "").await.unwrap();
        let offer = handover::offer(&rooms, &give, &new).await.unwrap();
        // The spell ends before the answer: nothing moves, not even the person.
        let found = entry::show(&rooms, &give, &spell.id).await.unwrap();
        let reason =
            rooms.definitions.register("unemployment").unwrap().moves.iter().find(|one| one.to == "ended");
        let end =
            Change { to: "ended".into(), reason: reason.unwrap().reasons[0].id.clone(), ..Change::default() };
        entry::change(&rooms, &give, &spell.id, found.version, &end).await.unwrap();
        assert_eq!(
            handover::accept(&rooms, &take, &offer.id, 1, "").await.unwrap_err().code,
            "handover_gone"
        );
        let who = anye_registry::person::by_id(&mut &test.db, "p1").await.unwrap().unwrap();
        assert_eq!(who.place, SHENYANG);
        handover::refuse(&rooms, &take, &offer.id, 1, "登记已终止").await.unwrap();
        let today = rooms.core().world.today().to_string();
        // A new spell, offered and taken: person and entry stand there from today on.
        let spell = opened(&rooms, &giver, "unemployment", unemployed("p1", &today)).await;
        let new = NewHandover { entries: vec![spell.id.clone()], ..new };
        let offer = handover::offer(&rooms, &give, &new).await.unwrap();
        handover::accept(&rooms, &take, &offer.id, 1, "").await.unwrap();
        let who = anye_registry::person::by_id(&mut &test.db, "p1").await.unwrap().unwrap();
        assert_eq!(who.place, DALIAN);
        let moved = entry::show(&rooms, &take, &spell.id).await.unwrap();
        assert_eq!((moved.place.as_str(), moved.from), (DALIAN, day(&today)));
    }
}
