//! The roster of public-welfare posts: one named, verified holder a post, and a post that counts as filled only while there is one.

use anye_access::Role;
use anye_posts::use_case::{self, NewRound};
use anye_registry::entry::{self, Change, Filter};
use anye_testkit::databases;
use serde_json::{Value, json};

use crate::rooms::{choice, new, opened, rooms};
use crate::rounds::{COUNTY, posts, town};
use crate::world::Person;

// covers: LN2009-6/03.b
#[tokio::test]
async fn a_post_is_filled_by_one_named_verified_person_and_by_nothing_else() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let posts = posts(&rooms);
        let clerk = Person::new("王", Role::Clerk, "210400");
        town(&rooms, &clerk).await;
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let today = rooms.core().world.today().to_string();
        let page = async |register: &str, q: &str| {
            let filter = Filter { register: register.into(), q: q.into(), ..Filter::default() };
            let most = anye_base::Limit::new(50).unwrap();
            entry::list(&rooms, &caller, &filter, None, most).await.unwrap().items
        };
        let all = page("welfare-post", "").await;
        let state = async |id: &str| {
            page("welfare-post", "").await.into_iter().find(|one| one.id == id).unwrap().state
        };
        let round = |title: &str| NewRound {
            allocation: "welfare-posts".into(),
            place: COUNTY.into(),
            title: title.into(),
        };
        // Not by hand: nobody is named.
        let by_hand =
            Change { to: "filled".into(), day: today.clone(), reason: "到岗".into(), note: String::new() };
        let fault = entry::change(&rooms, &caller, &all[0].id, all[0].version, &by_hand).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "entry_move");
        let held = |verified: bool| -> Value {
            json!({ "post": all[0].id, "employer": all[0].subject, "category": choice("welfare-placement", "category"),
                    "verified": verified, "contract": today, "ends": "2029-12-31" })
        };
        // Somebody is named but nobody has verified who they are: the post is still free.
        let doubtful = opened(&rooms, &clerk, "welfare-placement", new("p3", &today, held(false))).await;
        let first = use_case::open(&posts, &caller, &round("第一批")).await.unwrap();
        assert_eq!(use_case::show(&posts, &caller, &first.id).await.unwrap().places.len(), 2);
        assert_eq!(state(&all[0].id).await, "vacant");
        let leave =
            Change { to: "left".into(), day: today.clone(), reason: "own_wish".into(), note: String::new() };
        entry::change(&rooms, &caller, &doubtful.id, doubtful.version, &leave).await.unwrap();
        // A named, verified person: filled, and in no round any more; nobody else holds it at the same time.
        let holder = opened(&rooms, &clerk, "welfare-placement", new("p1", &today, held(true))).await;
        let second = entry::open(&rooms, &caller, "welfare-placement", new("p2", &today, held(true))).await;
        assert_eq!(second.unwrap_err().code, "entry_twice", "one named person a post");
        let later = use_case::open(&posts, &caller, &round("第二批")).await.unwrap();
        let whole = use_case::show(&posts, &caller, &later.id).await.unwrap();
        assert_eq!(whole.places.len(), 1);
        assert!(whole.places.iter().all(|one| one.entry_id != all[0].id));
        assert_eq!(state(&all[0].id).await, "filled");
        // The roster is found by name, with the category that qualifies and every change.
        let found = page("welfare-placement", "王").await;
        assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [holder.id.as_str()]);
        assert!(found[0].fields.contains_key("category") && found[0].subject == "p1");
        entry::change(&rooms, &caller, &holder.id, holder.version, &leave).await.unwrap();
        let third = use_case::open(&posts, &caller, &round("第三批")).await.unwrap();
        assert_eq!(use_case::show(&posts, &caller, &third.id).await.unwrap().places.len(), 2, "free again");
        let (_, history, _) = entry::history(&rooms, &caller, &holder.id).await.unwrap();
        assert!(history.len() >= 3, "proposed, confirmed, left: {history:?}");
        let course =
            page("welfare-post", "").await.into_iter().find(|one| one.id == all[0].id).unwrap().course;
        let states: Vec<&str> = course.iter().map(|turn| turn.state.as_str()).collect();
        assert_eq!(states, ["vacant", "filled", "vacant"]);
    }
}
