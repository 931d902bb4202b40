//! Entries that end on their last day by themselves: with what an officer's end would bring about, once, however many look; warned of before; put off by moving the day.

use anye_access::Role;
use anye_base::{Limit, Page};
use anye_forms::Words;
use anye_programmes::{Duty, Held, Lapse, Level, Span, SpanUnit};
use anye_registry::entry::{self, Change, DutyFilter, Entry, Filter, Lapsed, Mend, NewEntry, Task};
use anye_registry::{Registers, Stage};
use anye_testkit::databases;
use serde_json::json;

use super::{SHENYANG, known};
use crate::rooms::{changed, opened, people, rooms_with, unemployed};
use crate::world::Person;

/// Registrations that end on the day they were entered with, warned of ten days before.
fn with_lapse() -> std::sync::Arc<anye_programmes::Definitions> {
    changed(|all| {
        let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
        let (from, to) = (vec!["registered".to_owned(), "suspended".to_owned()], "ended".to_owned());
        let name = Words::new("将到期", "Ends soon");
        register.lapse = Some(Lapse {
            ends: Vec::new(),
            from: from.clone(),
            to: to.clone(),
            reason: "moved".into(),
            name: name.clone(),
            cite: Vec::new(),
        });
        register.duties.push(Duty {
            id: Lapse::DUTY.into(),
            name,
            states: from,
            within: None,
            every: None,
            lapse: true,
            done: Held::State(vec![to]),
            warn: Some(Span { n: 10, unit: SpanUnit::Day }),
            place: Level::County,
            cite: Vec::new(),
        });
    })
}

fn until(who: &str, from: &str, to: &str) -> NewEntry {
    NewEntry { to: to.into(), ..unemployed(who, from) }
}

async fn shown(rooms: &Registers, clerk: &Person, id: &str) -> (Entry, Vec<String>) {
    let asking = clerk.asking(&rooms.registry);
    let (now, happened, _) = entry::history(rooms, &asking.caller(None), id).await.unwrap();
    (now, happened.into_iter().map(|one| one.what).collect())
}

async fn warnings(rooms: &Registers, clerk: &Person, state: &str) -> Vec<Task> {
    let asking = clerk.asking(&rooms.registry);
    let filter = DutyFilter { duty: Lapse::DUTY.into(), state: state.into(), ..DutyFilter::default() };
    let most = Limit::new(100).unwrap();
    let all: Page<Task> = entry::duties(rooms, &asking.caller(None), &filter, None, most).await.unwrap();
    all.items
}

async fn audited(rooms: &Registers, id: &str) -> Vec<String> {
    let query = anye_db::sql("select action from audit_record where object_id = $1 order by seq").bind(id);
    let mut db = &rooms.registry.core.db;
    let rows = anye_db::Read::all(&mut db, query).await.unwrap();
    rows.iter().map(|row| row.text("action").unwrap()).collect()
}

#[tokio::test]
async fn an_entry_ends_in_the_night_after_its_last_day_as_an_officer_would_end_it() {
    for test in databases().await {
        let (rooms, clock, notes) = rooms_with(&test.db, with_lapse());
        let clerk = Person::new("王", Role::Clerk, "210100");
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG), ("p3", "赵四", SHENYANG)])
            .await;
        let today = rooms.core().world.today();
        let after = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap();
        let start = after(-60).to_string();
        let last = after(20);
        let one = opened(&rooms, &clerk, "unemployment", until("p1", &start, &last.to_string())).await;
        // Of the second the day is put off, the third has none.
        let two = opened(&rooms, &clerk, "unemployment", until("p2", &start, &last.to_string())).await;
        let three = opened(&rooms, &clerk, "unemployment", unemployed("p3", &start)).await;
        assert_eq!(entry::lapse(&rooms).await.unwrap(), Lapsed::default());
        assert_eq!(
            warnings(&rooms, &clerk, "waiting").await.len(),
            2,
            "who has no last day is not warned of"
        );
        // Ten days before the place is told, not earlier.
        clock.advance_seconds(9 * 86_400);
        entry::sweep(&rooms).await.unwrap();
        assert!(warnings(&rooms, &clerk, "soon").await.is_empty());
        clock.advance_seconds(2 * 86_400);
        entry::sweep(&rooms).await.unwrap();
        let soon = warnings(&rooms, &clerk, "soon").await;
        assert_eq!(soon.len(), 2);
        assert!(soon.iter().all(|task| task.place == SHENYANG && task.period == last.to_string()));
        assert!(notes.0.lock().unwrap().contains(&("lapse".into(), "王小明".into(), Stage::Soon)));
        let asking = clerk.asking(&rooms.registry);
        let longer = after(50);
        let mend = Mend { to: Some(longer.to_string()), reason: "延长".into(), ..Mend::default() };
        entry::correct(&rooms, &asking.caller(None), &two.id, two.version, &mend).await.unwrap();
        let soon = warnings(&rooms, &clerk, "soon").await;
        assert_eq!(soon.iter().map(|task| task.entry.as_str()).collect::<Vec<_>>(), [one.id.as_str()]);
        let next = warnings(&rooms, &clerk, "waiting").await;
        assert_eq!(next.iter().map(|task| task.period.clone()).collect::<Vec<_>>(), [longer.to_string()]);
        // The last day itself still counts.
        clock.advance_seconds(9 * 86_400);
        assert_eq!(rooms.core().world.today(), last);
        assert_eq!(entry::lapse(&rooms).await.unwrap().ended, 0);
        clock.advance_seconds(86_400);
        assert_eq!(entry::lapse(&rooms).await.unwrap(), Lapsed { ended: 1, ..Lapsed::default() });
        assert_eq!(entry::lapse(&rooms).await.unwrap(), Lapsed::default(), "once");
        let (now, happened) = shown(&rooms, &clerk, &one.id).await;
        assert_eq!((now.state.as_str(), now.is_open, now.to), ("ended", false, Some(last)));
        assert_eq!(now.reason, "moved");
        assert_eq!(happened, ["opened", "lapsed"]);
        assert_eq!(audited(&rooms, &one.id).await.iter().filter(|one| *one == "entry.lapse").count(), 1);
        // What held while it was open ends with it, what was due is over.
        let registered = async |on: &str| known(&rooms, "persons", "p1", "registered_unemployed", on).await;
        assert_eq!(registered(&last.to_string()).await, json!(true));
        assert_eq!(registered(&after(21).to_string()).await, json!(false));
        assert_eq!(
            known(&rooms, "persons", "p2", "registered_unemployed", &after(21).to_string()).await,
            json!(true)
        );
        let done = warnings(&rooms, &clerk, "done").await;
        assert!(done.iter().any(|task| task.entry == one.id), "{done:?}");
        assert!(notes.0.lock().unwrap().contains(&("lapse".into(), String::new(), Stage::Done)));
        assert!(shown(&rooms, &clerk, &three.id).await.0.is_open);
        // Whom it ended may be registered again the day after.
        opened(&rooms, &clerk, "unemployment", unemployed("p1", &after(21).to_string())).await;
    }
}

#[tokio::test]
async fn however_many_look_at_once_each_entry_ends_once_and_what_waits_for_a_person_waits() {
    for test in databases().await {
        let (rooms, clock, _) = rooms_with(&test.db, with_lapse());
        let clerk = Person::new("王", Role::Clerk, "210100");
        let ids: Vec<String> = (0..230).map(|n| format!("m{n:03}")).collect();
        let all: Vec<(&str, &str, &str)> = ids.iter().map(|id| (id.as_str(), "王小明", SHENYANG)).collect();
        people(&rooms, &all).await;
        let today = rooms.core().world.today().to_string();
        let mut made = Vec::new();
        {
            let register = rooms.register("unemployment").unwrap();
            let actor = anye_base::Actor::system("test");
            let core = rooms.core();
            let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
            let new: Vec<NewEntry> = ids.iter().map(|id| until(id, &today, &today)).collect();
            made.extend(entry::open_in(&mut tx, &rooms, register, new).await.unwrap());
            tx.commit(anye_db::audit::Event::new("test.open", "register", "unemployment")).await.unwrap();
        }
        // One of them a colleague wants to end with a second person's yes: the program does not come in between.
        let mut definitions = (*rooms.definitions).clone();
        let own = definitions.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
        own.moves.iter_mut().filter(|act| act.to == "suspended").for_each(|act| act.second = true);
        let mut second = rooms.clone();
        second.definitions = std::sync::Arc::new(definitions);
        let asking = clerk.asking(&rooms.registry);
        let reason = own_reason(&second);
        let wish = Change { to: "suspended".into(), reason, ..Change::default() };
        let waits = &made[7];
        entry::change(&second, &asking.caller(None), &waits.id, waits.version, &wish).await.unwrap();
        clock.advance_seconds(86_400);
        let (one, two) = tokio::join!(entry::lapse(&rooms), entry::lapse(&rooms));
        let ended = one.unwrap().ended + two.unwrap().ended;
        assert_eq!(ended, 229);
        assert_eq!(entry::lapse(&rooms).await.unwrap(), Lapsed { waiting: 1, ..Lapsed::default() });
        for (at, entry) in made.iter().enumerate() {
            let (now, happened) = shown(&rooms, &clerk, &entry.id).await;
            let times = happened.iter().filter(|one| *one == "lapsed").count();
            assert_eq!((now.is_open, times), (at == 7, usize::from(at != 7)), "{}", entry.id);
        }
        let filter = Filter { register: "unemployment".into(), open: "yes".into(), ..Filter::default() };
        let left = entry::list(&rooms, &asking.caller(None), &filter, None, Limit::default()).await.unwrap();
        assert_eq!(left.items.len(), 1);
    }
}

fn own_reason(rooms: &Registers) -> String {
    let register = rooms.register("unemployment").unwrap();
    register.moves.iter().find(|act| act.to == "suspended").unwrap().reasons[0].id.clone()
}

/// What the pack says by itself: an internship ends on the day that was agreed, and the holder of a post on the later of its two days.
#[test]
fn the_registers_of_the_pack_that_end_by_themselves() {
    let definitions = changed(|_| {});
    let ends: Vec<(&str, Vec<&str>, &str)> = definitions
        .registers
        .iter()
        .filter_map(|one| one.lapse.as_ref().map(|lapse| (one, lapse)))
        .map(|(one, lapse)| {
            (one.id.as_str(), lapse.ends.iter().map(String::as_str).collect(), lapse.to.as_str())
        })
        .collect();
    assert_eq!(
        ends,
        [
            ("internship", vec!["agreed_end"], "ended"),
            ("welfare-placement", vec!["ends", "extension_ends"], "left")
        ]
    );
}
