//! From vacant posts and recognised candidates to offers in the order of the law.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Date, ErrorKind};
use anye_db::audit::Event;
use anye_pack::{Pack, Source};
use anye_policy::Policy;
use anye_posts::use_case::{self, Answered, NewRound};
use anye_posts::{Posts, Whole, draw, order, read_allocations, seed_digest};
use anye_registry::entry::{self, NewQuota};
use anye_registry::fact::{self, NewFact};
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::{Registers, employer};
use anye_testkit::databases;
use serde_json::{Value, json};

use crate::rooms::{choice, new, opened, people, rooms};
use crate::world::{BOOK, Person};

/// In Fushun, whose notice of 2020 says the order.
pub const COUNTY: &str = "210402";

pub fn posts(rooms: &Registers) -> Posts {
    let pack = Arc::new(Pack::load(&Source::Embedded).unwrap());
    let text = String::from_utf8(pack.file("allocations.toml").unwrap().to_vec()).unwrap();
    let allocations = read_allocations(&text, &rooms.definitions, &BOOK).unwrap();
    let policy = Policy::new(rooms.core().clone(), pack);
    Posts::new(rooms.clone(), policy, Arc::new(allocations))
}

pub async fn state(rooms: &Registers, facts: &[(&str, &str, &str, Value)]) {
    let core = rooms.core();
    let actor = anye_base::Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    let new: Vec<NewFact> = facts
        .iter()
        .map(|(kind, thing, field, value)| NewFact {
            kind: (*kind).into(),
            thing: (*thing).into(),
            field: (*field).into(),
            value: value.clone(),
            valid_from: "2020-01-01".parse::<Date>().unwrap(),
            valid_to: None,
            source: "窗口".into(),
            evidence: String::new(),
        })
        .collect();
    fact::state(&mut tx, &*rooms.dictionary(), &new).await.unwrap();
    tx.commit(Event::new("test.facts", "fact", "")).await.unwrap();
}

/// Two vacant posts and five recognised persons: one of a zero-employment household, one near retirement, two others, one who does not fit.
pub async fn town(rooms: &Registers, clerk: &Person) -> String {
    let asking = clerk.asking(&rooms.registry);
    let caller = asking.caller(None);
    let firm = employer::register(&rooms.registry, &caller, crate::world::new(1, "街道社区服务中心", COUNTY))
        .await
        .unwrap();
    let today = rooms.core().world.today().to_string();
    quotas(rooms, 5).await;
    let all = ["保洁", "保绿"].map(|title| entry::NewEntry {
        channel: "programme".into(),
        subject: firm.employer.id.clone(),
        from: today.clone(),
        fields: post_fields(title, &today),
        source: "service/1".into(),
        ..entry::NewEntry::default()
    });
    let actor = anye_base::Actor::system("test");
    let mut tx = rooms.core().db.begin_internal(&rooms.core().world, &actor).await.unwrap();
    let register = rooms.register("welfare-post").unwrap();
    entry::open_in(&mut tx, rooms, register, all.to_vec()).await.unwrap();
    tx.commit(Event::new("test.posts", "register", "welfare-post")).await.unwrap();
    recognised(rooms, clerk).await
}

/// A post as the programme enters it once it was evaluated.
pub fn post_fields(title: &str, evaluated_on: &str) -> std::collections::BTreeMap<String, Value> {
    let fields = json!({ "title": title, "duties": "社区公共卫生", "pay": 181_000, "term": 36, "temporary": false, "money": "就业补助资金", "evaluated_on": evaluated_on });
    serde_json::from_value(fields).unwrap()
}

/// The quota of the province and of the city for this year: so many posts.
pub async fn quotas(rooms: &Registers, most: i64) {
    let year = rooms.core().world.today().year().to_string();
    let other = Person::new("省", Role::Clerk, "210000");
    for (quota, place) in [("welfare-posts", "210000"), ("welfare-posts-city", "210400")] {
        let quota = NewQuota {
            quota: quota.into(),
            place: place.into(),
            period: year.clone(),
            most,
            basis: "下达指标".into(),
        };
        let up = Person::new("厅", Role::Clerk, "210000");
        let made =
            entry::propose_quota(rooms, &up.asking(&rooms.registry).caller(None), "welfare-post", &quota)
                .await
                .unwrap();
        entry::decide_quota(rooms, &other.asking(&rooms.registry).caller(None), &made.id, true)
            .await
            .unwrap();
    }
}

/// Five recognised persons: one of a zero-employment household, one near retirement, two others, one who does not fit. The household of which nothing is known yet.
pub async fn recognised(rooms: &Registers, clerk: &Person) -> String {
    let asking = clerk.asking(&rooms.registry);
    let caller = asking.caller(None);
    let today = rooms.core().world.today().to_string();
    let names = [("p1", "王一"), ("p2", "李二"), ("p3", "张三"), ("p4", "赵四"), ("p5", "钱五")];
    let all: Vec<(&str, &str, &str)> = names.iter().map(|(id, name)| (*id, *name, COUNTY)).collect();
    people(rooms, &all).await;
    let mut homes = Vec::new();
    for (id, zero) in [("p1", true), ("p3", false), ("p4", false)] {
        let home = NewHousehold {
            place: COUNTY.into(),
            since: "2019-01-01".into(),
            source: "户口簿".into(),
            members: vec![NewMember { person: id.into(), role: "head".into() }],
            ..NewHousehold::default()
        };
        homes.push((household::register(rooms, &caller, &home).await.unwrap().thing.id, zero));
    }
    let near = rooms.core().world.today().checked_add(jiff::Span::new().years(2)).unwrap().to_string();
    let far = rooms.core().world.today().checked_add(jiff::Span::new().years(20)).unwrap().to_string();
    let mut facts: Vec<(&str, &str, &str, Value)> = Vec::new();
    // Of the household of p4 nothing is known yet.
    for (home, zero) in &homes[..2] {
        facts.push(("households", home, "zero_employment", json!(zero)));
    }
    for (at, (id, _)) in names.iter().enumerate() {
        facts.push(("persons", id, "fit_for_post", json!(*id != "p5")));
        facts.push(("persons", id, "retirement_date", json!(if at == 1 { &near } else { &far })));
    }
    state(rooms, &facts).await;
    for (id, _) in names {
        let fields =
            json!({ "category": choice("hard-to-employ", "category"), "evidence": "证明", "by": "applied" });
        opened(rooms, clerk, "hard-to-employ", new(id, &today, fields)).await;
    }
    homes.pop().unwrap().0
}

pub fn person<'w>(whole: &'w Whole, id: &str) -> &'w anye_posts::Candidate {
    whole.candidates.iter().find(|one| one.person == id).unwrap()
}

// covers: FS2020/16.d
#[tokio::test]
async fn posts_go_out_in_the_order_of_the_law_with_lots_reasons_and_a_second_person() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let posts = posts(&rooms);
        let clerk = Person::new("王", Role::Clerk, "210400");
        let unknown = town(&rooms, &clerk).await;
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let round =
            NewRound { allocation: "welfare-posts".into(), place: COUNTY.into(), title: "第一批".into() };
        let round = use_case::open(&posts, &caller, &round).await.unwrap();
        let whole = use_case::show(&posts, &caller, &round.id).await.unwrap();
        assert_eq!((whole.places.len(), whole.candidates.len()), (2, 5));
        assert!(
            whole.round.seed.is_empty() && whole.round.seed_digest.len() == 64,
            "the seed is not to be seen yet"
        );
        // The third wishes for the second post only.
        let version =
            use_case::wish(&posts, &caller, &round.id, round.version, "p3", &[2]).await.unwrap().version;
        let fault = use_case::wish(&posts, &caller, &round.id, version, "p3", &[9]).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "posts_wish");
        // What is not known of somebody does not cost them their turn: it is asked for, and all are ranked again with the same lots.
        let other = Person::new("李", Role::Reviewer, "210400");
        let ranked = use_case::rank(&posts, &caller, &round.id, version).await.unwrap();
        let whole = use_case::show(&posts, &caller, &round.id).await.unwrap();
        assert_eq!(person(&whole, "p4").state, "needs");
        let second = other.asking(&rooms.registry);
        let fault =
            use_case::confirm(&posts, &second.caller(None), &round.id, ranked.version).await.unwrap_err();
        assert_eq!(fault.code, "posts_needs");
        state(&rooms, &[("households", &unknown, "zero_employment", json!(false))]).await;
        let ranked = use_case::rank(&posts, &caller, &round.id, ranked.version).await.unwrap();
        assert_eq!(
            seed_digest(&ranked.seed),
            ranked.seed_digest,
            "the seed is the one whose digest was shown"
        );
        let whole = use_case::show(&posts, &caller, &round.id).await.unwrap();
        // The two that the text puts first come first, whatever their lots; who does not fit has no rank and sees why.
        let rank = |id: &str| person(&whole, id).rank;
        let mut first = [rank("p1").unwrap(), rank("p2").unwrap()];
        first.sort_unstable();
        assert_eq!(first, [1, 2]);
        assert!(rank("p3") > Some(2) && rank("p4") > Some(2) && rank("p3") != rank("p4"));
        let out = person(&whole, "p5");
        assert_eq!(
            (out.rank, out.outcome.as_deref(), out.state.as_str()),
            (None, Some("refused"), "not_eligible")
        );
        let why = &out.reasons.as_ref().unwrap()["zh"]["clauses"][0];
        assert_eq!(
            (why["status"].as_str(), why["label"].as_str().unwrap().contains("符合岗位条件")),
            (Some("failed"), true)
        );
        // Anybody can work the lots out again.
        let mut ids: Vec<String> = whole.candidates.iter().map(|one| one.person.clone()).collect();
        ids.sort();
        for (id, lot) in ids.iter().zip(draw(&ranked.seed, &ids)) {
            assert_eq!(person(&whole, id).lot, Some(lot));
        }
        // Who ranked cannot confirm; a stranger to the place sees nothing; another clerk confirms.
        let fault = use_case::confirm(&posts, &caller, &round.id, ranked.version).await.unwrap_err();
        assert_eq!(fault.code, "second_person");
        let far = Person::new("远", Role::Clerk, "210200");
        let fault =
            use_case::show(&posts, &far.asking(&rooms.registry).caller(None), &round.id).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::NotFound);
        assert!(
            use_case::public(&posts, &round.id).await.is_err(),
            "nothing is public before it is confirmed"
        );
        let confirmed =
            use_case::confirm(&posts, &other.asking(&rooms.registry).caller(None), &round.id, ranked.version)
                .await
                .unwrap();
        let whole = use_case::public(&posts, &round.id).await.unwrap();
        let mut offered = [person(&whole, "p1").offered, person(&whole, "p2").offered];
        offered.sort_unstable();
        assert_eq!(offered, [Some(1), Some(2)]);
        assert!(["p3", "p4"].iter().all(|id| person(&whole, id).state == "waiting"));
        // Whoever has the second post declines: it goes to the next who would take it.
        let with_second = ["p1", "p2"].into_iter().find(|id| person(&whole, id).offered == Some(2)).unwrap();
        let with_first = if with_second == "p1" { "p2" } else { "p1" };
        let no_reason = Answered { person: with_second, accepts: false, note: " " };
        let fault =
            use_case::answer(&posts, &caller, &round.id, confirmed.version, &no_reason).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "posts_note");
        let declined = Answered { note: "另找到工作", ..no_reason };
        let after = use_case::answer(&posts, &caller, &round.id, confirmed.version, &declined).await.unwrap();
        let fault =
            use_case::answer(&posts, &caller, &round.id, confirmed.version, &declined).await.unwrap_err();
        assert_eq!(fault.code, "posts_changed");
        let whole = use_case::show(&posts, &caller, &round.id).await.unwrap();
        let next = whole.candidates.iter().find(|one| one.rank == Some(3)).unwrap();
        assert_eq!(
            (next.offered, next.state.as_str()),
            (Some(2), "offered"),
            "the next in the order, who takes any or this post"
        );
        let taken = Answered { person: with_first, accepts: true, note: "" };
        let after = use_case::answer(&posts, &caller, &round.id, after.version, &taken).await.unwrap();
        assert_eq!(after.state, "confirmed");
        let next = next.person.clone();
        let taken = Answered { person: &next, accepts: true, note: "" };
        assert_eq!(
            use_case::answer(&posts, &caller, &round.id, after.version, &taken).await.unwrap().state,
            "closed"
        );
    }
}

#[tokio::test]
async fn a_round_without_posts_or_candidates_or_in_somebody_elses_county_is_refused() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let posts = posts(&rooms);
        let clerk = Person::new("王", Role::Clerk, "210400");
        let asking = clerk.asking(&rooms.registry);
        let wish = |place: &str, title: &str| NewRound {
            allocation: "welfare-posts".into(),
            place: place.into(),
            title: title.into(),
        };
        let code = |fault: anye_base::Fault| fault.fields.first().map_or(fault.code, |one| one.code);
        let caller = asking.caller(None);
        assert_eq!(
            code(use_case::open(&posts, &caller, &wish(COUNTY, "")).await.unwrap_err()),
            "posts_title"
        );
        assert_eq!(
            code(use_case::open(&posts, &caller, &wish("999999", "批")).await.unwrap_err()),
            "posts_place"
        );
        assert_eq!(
            code(use_case::open(&posts, &caller, &wish(COUNTY, "批")).await.unwrap_err()),
            "posts_no_place"
        );
        assert_eq!(code(use_case::open(&posts, &caller, &wish("210202", "批")).await.unwrap_err()), "denied");
    }
}

#[tokio::test]
async fn where_the_ranking_is_not_in_force_nobody_is_ranked() {
    let on = anye_law::day::Day::parse("2020-06-01").unwrap();
    let facts = json!({ "persons": { "a": { "fit_for_post": true, "retirement_date": "2060-01-01" } } });
    let lots = [("a".to_owned(), 1)];
    let placed = order(&BOOK, "fs_post_ranking", facts, ("ranking_lot", &lots), ("210106", on)).unwrap();
    assert_eq!((placed[0].outcome.as_str(), placed[0].rank), ("not_in_force", None));
}

#[test]
fn members_of_a_candidates_household_do_not_take_ranks() {
    let facts = json!({
        "persons": {
            "a": { "fit_for_post": true, "retirement_date": "2060-01-01", "household": "h" },
            "b": { "fit_for_post": true, "retirement_date": "2021-01-01", "household": "h" },
            "c": { "fit_for_post": true, "retirement_date": "2060-01-01", "household": "h" },
        },
        "households": { "h": { "zero_employment": false } },
    });
    let on = anye_law::day::Day::parse("2020-06-01").unwrap();
    let lots = [("a".to_owned(), 2), ("c".to_owned(), 1)];
    let placed = order(&BOOK, "fs_post_ranking", facts, ("ranking_lot", &lots), (COUNTY, on)).unwrap();
    let ranks: Vec<(&str, Option<u32>, bool)> =
        placed.iter().map(|one| (one.person.as_str(), one.rank, one.tied)).collect();
    assert_eq!(ranks, [("c", Some(1), false), ("a", Some(2), false)]);
}
