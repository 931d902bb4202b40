//! One post and its holders from the application to the clean-out: everything that follows from something before it.

use anye_access::Role;
use anye_base::Limit;
use anye_casework::use_case::flow::Flow;
use anye_db::audit::Event;
use anye_money::commitment::{self, NewCommitment};
use anye_posts::use_case::{self, Answered, NewRound, night};
use anye_programmes::SubjectKind;
use anye_registry::entry::{self, Change, Entry, Filter};
use anye_service::case::Act;
use anye_service::form::Input;
use anye_service::publicity;
use anye_testkit::databases;
use serde_json::{Value, json};

use crate::office::Office;
use crate::rooms::{choice, new, opened};
use crate::rounds::{COUNTY, person, quotas, recognised, state};
use crate::world::Person;

pub async fn entries(office: &Office, register: &str) -> Vec<Entry> {
    let asking = office.clerk.asking(&office.rooms.registry);
    let filter = Filter { register: register.into(), ..Filter::default() };
    let most = Limit::new(100).unwrap();
    entry::list(&office.rooms, &asking.caller(None), &filter, None, most).await.unwrap().items
}

pub async fn entry_of(office: &Office, id: &str) -> Entry {
    let asking = office.clerk.asking(&office.rooms.registry);
    entry::show(&office.rooms, &asking.caller(None), id).await.unwrap()
}

/// An evaluated application for a post that is public: its case.
async fn public_post(office: &Office, firm: &str, title: &str, term: &str, temporary: &str) -> String {
    let (draft, case) = office.applies(firm, title, term, temporary).await;
    let day = office.today();
    office.find(&office.clerk, &case, &office.evaluation(&draft, "yes", &day)).await.unwrap();
    office.pass(&case).await;
    office.decide(&office.reviewer, &case, true, "").await.unwrap();
    case
}

/// Two posts: the quota is two, three ask, and the last two turns come at once.
pub async fn two_posts(office: &Office) -> Vec<Entry> {
    quotas(&office.rooms, 2).await;
    let firm = office.firm().await;
    public_post(office, &firm, "保洁", "4", "false").await;
    office.days(10);
    assert_eq!(publicity::turn(&office.service).await.unwrap(), 1);
    for title in ["保绿", "协管"] {
        public_post(office, &firm, title, "36", "true").await;
    }
    office.days(10);
    let (one, two) = tokio::join!(publicity::turn(&office.service), publicity::turn(&office.service));
    // One of the two may find the other at work and leave the rest to the next look.
    let made = one.unwrap_or_default() + two.unwrap_or_default();
    let more = publicity::turn(&office.service).await.unwrap();
    // A look that met the other may have made one and then told of the meeting: the number is counted below.
    assert!(made + more <= 1, "one place was left");
    let all = entries(office, "welfare-post").await;
    assert_eq!(all.len(), 2, "the quota is never passed");
    // Four months are a temporary post, three years are none, whatever the form says.
    let temporary = |title: &str| {
        all.iter().find(|one| one.fields["title"] == json!(title)).map(|one| one.fields["temporary"].clone())
    };
    assert_eq!(temporary("保洁"), Some(json!(true)));
    assert!(temporary("保绿").or(temporary("协管")) == Some(json!(false)));
    all
}

/// Ranked, confirmed, offered: who accepted the first place.
async fn placed(office: &Office) -> (String, Entry) {
    let asking = office.clerk.asking(&office.rooms.registry);
    let caller = asking.caller(None);
    let round =
        NewRound { allocation: "welfare-posts".into(), place: COUNTY.into(), title: "第一批".into() };
    let round = use_case::open(&office.posts, &caller, &round).await.unwrap();
    let ranked = use_case::rank(&office.posts, &caller, &round.id, round.version).await.unwrap();
    let second = office.reviewer.asking(&office.rooms.registry);
    let confirmed =
        use_case::confirm(&office.posts, &second.caller(None), &round.id, ranked.version).await.unwrap();
    let whole = use_case::public(&office.posts, &round.id).await.unwrap();
    let first = whole.candidates.iter().find(|one| one.offered == Some(1)).unwrap();
    assert!(["p1", "p2"].contains(&first.person.as_str()), "the two whom the text puts first");
    assert!(first.lot.is_some() && first.reasons.is_some() && person(&whole, "p5").reasons.is_some());
    let answer = Answered { person: &first.person, accepts: true, note: "" };
    use_case::answer(&office.posts, &caller, &round.id, confirmed.version, &answer).await.unwrap();
    let place = whole.places.iter().find(|one| one.seq == 1).unwrap();
    (first.person.clone(), entry_of(office, &place.entry_id).await)
}

pub fn held(post: &Entry, contract: &str, ends: &str) -> Value {
    json!({ "post": post.id, "employer": post.subject, "category": choice("welfare-placement", "category"),
            "verified": true, "contract": contract, "ends": ends })
}

async fn leaves(office: &Office, id: &str, reason: &str) {
    let now = entry_of(office, id).await;
    let change =
        Change { to: "left".into(), day: office.today(), reason: reason.into(), note: String::new() };
    let asking = office.clerk.asking(&office.rooms.registry);
    entry::change(&office.rooms, &asking.caller(None), id, now.version, &change).await.unwrap();
}

/// The open cases of the night's check.
pub async fn checks(office: &Office) -> Vec<(String, String)> {
    Flow::open_keys(&mut &office.rooms.core().db, "post-check").await.unwrap()
}

/// Extends a placement by the law: applied for, examined by one, decided by another.
async fn extension(office: &Office, person: &str, placement: &str, grant: bool) -> String {
    let draft = office.draft("fs-post-extension", SubjectKind::Person, person).await;
    // The placement is chosen from the person's own, not typed.
    let asking = office.clerk.asking(&office.rooms.registry);
    let shown =
        anye_service::case::draft(&office.service, &asking.caller(None), &draft.id, false).await.unwrap();
    let Input::Choice { members } = &shown.look.form.ask("f.placement").unwrap().input else {
        panic!("placements cannot be chosen: {:?}", shown.look.form.ask("f.placement"))
    };
    assert_eq!(members.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>(), [placement]);
    let case = office.send(&draft, &[("placement", placement)], &[]).await.unwrap();
    office.pass(&case).await;
    office.decide(&office.reviewer, &case, grant, "").await.unwrap();
    case
}

/// Money that a decision about the placement owes for three months, one of which is over.
pub async fn owed(office: &Office, decision: &str, person: &str) {
    let fund = office.funds.funds.iter().find(|fund| !fund.benefits.is_empty()).unwrap();
    let core = office.rooms.core();
    let actor = anye_base::Actor::system("test");
    for month in ["2020-09", "2020-10", "2020-11"] {
        let new = NewCommitment {
            decision: decision.into(),
            case: String::new(),
            payee_kind: "person".into(),
            payee: person.into(),
            payee_name: "王*".into(),
            whom: None,
            benefit: fund.benefits.iter().next().unwrap().clone(),
            period: month.into(),
            amount_fen: 60_000,
            fund: fund.id.clone(),
            shares: Vec::new(),
            place: COUNTY.into(),
            year: 2020,
            due_on: format!("{month}-01"),
        };
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        commitment::commit(&mut tx, &office.funds, new).await.unwrap();
        tx.commit(Event::new("test.owed", "decision", decision)).await.unwrap();
    }
}

/// The states in which commitments of a decision are.
pub async fn states(office: &Office, decision: &str) -> Vec<String> {
    let of = commitment::Filter { decision: Some(decision.into()), ..commitment::Filter::default() };
    let all = commitment::list(&mut &office.rooms.core().db, &of).await.unwrap();
    all.into_iter().map(|one| one.state).collect()
}

#[tokio::test]
async fn a_post_from_the_application_to_the_clean_out() {
    for test in databases().await {
        let office = Office::new(&test.db);
        let unknown = recognised(&office.rooms, &office.clerk).await;
        state(&office.rooms, &[("households", &unknown, "zero_employment", json!(false))]).await;
        two_posts(&office).await;
        let (who, post) = placed(&office).await;
        // Placed by real name, with contract and term; the post follows at night, and looking twice does nothing twice.
        let begins = office.today();
        let term = held(&post, &begins, "2020-06-30");
        let holder =
            opened(&office.rooms, &office.clerk, "welfare-placement", new(&who, &begins, term)).await;
        assert_eq!(entry_of(&office, &post.id).await.state, "vacant");
        let done = night(&office.posts).await.unwrap();
        assert_eq!((done.taken, done.holders, done.opened), (1, 1, 0));
        assert_eq!(entry_of(&office, &post.id).await.state, "filled");
        assert_eq!(night(&office.posts).await.unwrap().taken, 0);
        // The term is over: the night says so once. A year more by the law, once.
        office.days(110);
        assert_eq!(night(&office.posts).await.unwrap().opened, 1);
        assert_eq!(night(&office.posts).await.unwrap().opened, 0, "once");
        let case = extension(&office, &who, &holder.id, true).await;
        let extended = entry_of(&office, &holder.id).await;
        assert_eq!(
            (extended.state.as_str(), &extended.fields["extension_ends"]),
            ("extended", &json!("2021-06-30"))
        );
        assert_eq!(night(&office.posts).await.unwrap().ended, 1, "its case ends by itself");
        extension(&office, &who, &holder.id, false).await;
        // Nobody who held the category that qualified: found at night, looked into, told, decided by others.
        let asking = office.clerk.asking(&office.rooms.registry);
        let (whole, _) =
            anye_service::case::show(&office.service, &asking.caller(None), &case).await.unwrap();
        let decision = whole.decided[0].decision.clone();
        owed(&office, &decision, &who).await;
        let hard =
            entries(&office, "hard-to-employ").await.into_iter().find(|one| one.subject == who).unwrap();
        let register = office.rooms.register("hard-to-employ").unwrap();
        let end = register.states.iter().find(|one| !one.open).unwrap().id.clone();
        let (core, actor) = (office.rooms.core(), anye_base::Actor::system("test"));
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        entry::change_in(&mut tx, &office.rooms, &hard, &end, core.world.today(), "", "").await.unwrap();
        tx.commit(Event::new("test.end", "entry", &hard.id)).await.unwrap();
        assert_eq!(night(&office.posts).await.unwrap().opened, 1);
        let (check, key) = checks(&office).await.pop().unwrap();
        assert_eq!(key, format!("welfare-placement:{}", holder.id));
        let flow = Flow::of(&mut &test.db, &check).await.unwrap().unwrap();
        assert!(
            flow.case.detail["evidence"][0]["value_zh"].as_str().unwrap().contains("不在"),
            "{:?}",
            flow.case.detail
        );
        let draft = office.draft("welfare-clean-out", SubjectKind::Person, &who).await;
        let fields = [
            ("placement", holder.id.as_str()),
            ("ground", "category_ended"),
            ("told_on", "2020-07-10"),
            ("heard", "同意"),
        ];
        let out = office.send(&draft, &fields, &[]).await.unwrap();
        office
            .find(&office.clerk, &out, &[(format!("placements.{}.still_eligible", holder.id), "no")])
            .await
            .unwrap();
        office.pass(&out).await;
        // Where no text states the conditions two people decide, with the reason.
        let fault = office.decide(&office.reviewer, &out, true, "").await.unwrap_err();
        assert_eq!(fault.code, "service_reason_missing");
        office.decide(&office.reviewer, &out, true, "困难类别已终止").await.unwrap();
        let fault =
            office.act(&office.reviewer, &out, &Act::Confirm { note: String::new() }).await.unwrap_err();
        assert_eq!(fault.code, "service_same_person");
        office.act(&office.other, &out, &Act::Confirm { note: String::new() }).await.unwrap();
        let left = entry_of(&office, &holder.id).await;
        assert_eq!((left.state.as_str(), left.reason.as_str()), ("left", "conditions"));
        let done = office.done(&out).await;
        assert!(
            done.iter().any(|(kind, detail)| kind == "stop" && detail["amount_fen"] == 180_000),
            "{done:?}"
        );
        assert!(done.iter().any(|(kind, _)| kind == "certificate"), "a notice");
        assert_eq!(states(&office, &decision).await, ["released", "released", "released"]);
        // The check ended with it, not only at the next look, and says what ended it.
        assert!(checks(&office).await.is_empty());
        let over = Flow::of(&mut &test.db, &check).await.unwrap().unwrap().case;
        assert!(over.outcome_note.as_deref().is_some_and(|note| note.starts_with("公益性岗位清退已办结")));
        let told = anye_casework::use_case::happened(&test.db, &check).await.unwrap();
        let last: Vec<&str> = told.iter().rev().take(2).map(|one| one.what.as_str()).collect();
        assert_eq!(last, ["closed", "linked"]);
        assert_eq!(told[told.len() - 2].detail["id"], json!(out));
        // The post is open again.
        let done = night(&office.posts).await.unwrap();
        assert_eq!((done.freed, done.ended, done.holders), (1, 0, 0));
        assert_eq!(entry_of(&office, &post.id).await.state, "vacant");
        // At most two placements: the second is entered, the third is not, whoever tries.
        office.days(2);
        let again = new(&who, &office.today(), held(&post, &office.today(), "2021-06-30"));
        let second = opened(&office.rooms, &office.clerk, "welfare-placement", again).await;
        office.days(2);
        leaves(&office, &second.id, "own_wish").await;
        office.days(2);
        let third = new(&who, &office.today(), held(&post, &office.today(), "2021-06-30"));
        let fault = entry::open(&office.rooms, &asking.caller(None), "welfare-placement", third).await;
        assert_eq!(fault.unwrap_err().code, "entry_full");
    }
}

// covers: CY2017/18.d
#[tokio::test]
async fn where_the_law_says_who_leaves_the_night_finds_them_by_it_and_the_post_is_free_again() {
    const CHAOYANG: &str = "211302";
    for test in databases().await {
        let office = Office::new(&test.db);
        let clerk = Person::new("赵", Role::Clerk, "211300");
        let asking = clerk.asking(&office.rooms.registry);
        let caller = asking.caller(None);
        quotas_of(&office, "211300").await;
        let firm = anye_registry::employer::register(
            &office.rooms.registry,
            &caller,
            crate::world::new(2, "社区", CHAOYANG),
        );
        let firm = firm.await.unwrap().employer.id;
        crate::rooms::people(&office.rooms, &[("c1", "孙一", CHAOYANG), ("c2", "孙二", CHAOYANG)]).await;
        let today = office.today();
        for id in ["c1", "c2"] {
            let fields = json!({ "category": choice("hard-to-employ", "category"), "evidence": "证明", "by": "applied" });
            opened(&office.rooms, &clerk, "hard-to-employ", new(id, &today, fields)).await;
            let fields = json!({ "title": id, "duties": "保洁", "pay": 181_000, "term": 36, "temporary": false, "money": "就业补助资金" });
            let post = opened(&office.rooms, &clerk, "welfare-post", new(&firm, &today, fields)).await;
            opened(
                &office.rooms,
                &clerk,
                "welfare-placement",
                new(id, &today, held(&post, &today, "2022-12-31")),
            )
            .await;
        }
        let far = ("retirement_date", json!("2040-01-01"));
        state(&office.rooms, &[("persons", "c1", far.0, far.1.clone()), ("persons", "c2", far.0, far.1)])
            .await;
        assert_eq!(night(&office.posts).await.unwrap().opened, 0);
        // One reached the age of retirement.
        let (core, actor) = (office.rooms.core(), anye_base::Actor::system("test"));
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        let past = anye_registry::fact::NewFact {
            kind: "persons".into(),
            thing: "c2".into(),
            field: "retirement_date".into(),
            value: json!(today),
            valid_from: "2020-01-01".parse().unwrap(),
            valid_to: None,
            source: "窗口".into(),
            evidence: String::new(),
        };
        anye_registry::fact::state(&mut tx, &*office.rooms.dictionary(), &[past]).await.unwrap();
        tx.commit(Event::new("test.facts", "fact", "")).await.unwrap();
        let done = night(&office.posts).await.unwrap();
        assert_eq!((done.opened, done.holders), (1, 2));
        let (check, _) = checks(&office).await.pop().unwrap();
        let found = Flow::of(&mut &test.db, &check).await.unwrap().unwrap().case;
        assert_eq!(found.place, CHAOYANG);
        let holder = entries(&office, "welfare-placement").await;
        assert!(holder.is_empty(), "who works in Fushun sees nothing of it");
    }
}

async fn quotas_of(office: &Office, city: &str) {
    let year = office.rooms.core().world.today().year().to_string();
    let (one, two) = (Person::new("厅", Role::Clerk, "210000"), Person::new("省", Role::Clerk, "210000"));
    for (quota, place) in [("welfare-posts", "210000"), ("welfare-posts-city", city)] {
        let new = entry::NewQuota {
            quota: quota.into(),
            place: place.into(),
            period: year.clone(),
            most: 9,
            basis: "下达指标".into(),
        };
        let rooms = &office.rooms;
        let made =
            entry::propose_quota(rooms, &one.asking(&rooms.registry).caller(None), "welfare-post", &new)
                .await
                .unwrap();
        entry::decide_quota(rooms, &two.asking(&rooms.registry).caller(None), &made.id, true).await.unwrap();
    }
}
