//! Likely duplicates: found with reasons, merged by two people, parted again.

use anye_base::{ErrorKind, Limit};
use anye_registry::Registry;
use anye_registry::person::duplicates::{self, Decision, Pair, Proposal, Reason};
use anye_registry::person::{self, NewNumber, NewPerson, number};
use anye_testkit::databases;

use crate::world::{clerk, person as new, registry, reviewer, tiexi};

async fn register(registry: &Registry, one: &NewPerson) -> String {
    let clerk = clerk();
    let asking = clerk.asking(registry);
    person::register(registry, &asking.caller(None), one).await.unwrap().id
}

async fn open(registry: &Registry) -> Vec<Pair> {
    let reviewer = reviewer();
    let asking = reviewer.asking(registry);
    duplicates::list(registry, &asking.caller(None), "", "", None, Limit::default()).await.unwrap().items
}

#[tokio::test]
async fn records_alike_are_found_when_they_are_registered() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let first = tiexi("王小明", "19600101", 911);
        register(&registry, &first).await;
        // The old number of the same card.
        let full = first.number.number.clear().to_owned();
        let mut legacy = new("王小明", &format!("{}{}", &full[..6], &full[8..17]), "210106");
        legacy.number.kind = Some(number::Kind::Legacy15);
        register(&registry, &legacy).await;
        let found = open(&registry).await;
        assert_eq!(found.len(), 1);
        assert!(found[0].score >= 97 && found[0].reasons.contains(&Reason::LegacyPair), "{found:?}");
        // One digit typed wrong, the check digit made to fit.
        let slip = number::made_up("210106", "19600101", 971);
        register(&registry, &new("王小明", &slip, "210106")).await;
        clock.advance_seconds(61);
        let found = open(&registry).await;
        assert!(
            found.iter().any(|pair| pair.reasons.contains(&Reason::NumberSlip) && pair.score >= 90),
            "{found:?}"
        );
        // Neighbours of one day with other names are nobody's duplicates, nor are namesakes with sound numbers far apart likely ones.
        let before = found.len();
        register(&registry, &tiexi("赵六", "19600101", 913)).await;
        register(&registry, &tiexi("孙七", "19710101", 955)).await;
        assert_eq!(open(&registry).await.len(), before);
        // Names one character apart with one phone.
        let mut typed = new("王晓明", "", "210106");
        typed.phone = "13900000911".into();
        register(&registry, &typed).await;
        let mut other = new("王小明", "", "210106");
        other.phone = "13900000911".into();
        register(&registry, &other).await;
        let found = open(&registry).await;
        assert!(found.iter().any(|pair| pair.reasons == [Reason::NearName, Reason::SamePhone]), "{found:?}");
    }
}

#[tokio::test]
async fn two_people_merge_and_undoing_restores_everything() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let mut none = new("王小明", "", "210106");
        none.birth_date = "1960-01-01".into();
        let without = register(&registry, &none).await;
        let with = register(&registry, &tiexi("王小明", "19600101", 911)).await;
        let pair = open(&registry).await.remove(0);
        assert_eq!(pair.reasons, [Reason::NameAndBirth]);
        let (clerk, reviewer) = (clerk(), reviewer());
        let (asks, checks) = (clerk.asking(&registry), reviewer.asking(&registry));
        let (asks, checks) = (asks.caller(None), checks.caller(None));
        let keep = Proposal { keep: with.clone(), note: "同一人，先登记时没带证件".into() };
        duplicates::propose(&registry, &asks, &pair.id, pair.version, &keep).await.unwrap();
        let yes = Decision { same: true, note: "核对无误".into() };
        // The clerk has no right to confirm; a reviewer does.
        let own = duplicates::decide(&registry, &asks, &pair.id, pair.version + 1, &yes).await.unwrap_err();
        assert_eq!(own.kind, ErrorKind::Denied);
        let stale = duplicates::decide(&registry, &checks, &pair.id, pair.version, &yes).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        duplicates::decide(&registry, &checks, &pair.id, pair.version + 1, &yes).await.unwrap();
        let mut db = &registry.core.db;
        let left = person::by_id(&mut db, &without).await.unwrap().unwrap();
        assert_eq!(left.merged_into.as_deref(), Some(with.as_str()));
        assert_eq!(duplicates::merged_into(&mut db, &with).await.unwrap(), std::slice::from_ref(&without));
        let limit = Limit::default();
        let filter = person::Filter { q: "王小明".into(), place: String::new() };
        let listed = person::search(&registry, &asks, &filter, None, limit).await.unwrap().items;
        assert_eq!(listed.len(), 1, "a merged record is not listed");
        // Nothing was moved: undoing gives both back as they were.
        duplicates::undo(&registry, &checks, &pair.id, pair.version + 2, "不是同一人").await.unwrap();
        let back = person::by_id(&mut db, &without).await.unwrap().unwrap();
        assert_eq!((back.merged_into, back.name, back.birth_date), (None, left.name, left.birth_date));
        let again =
            duplicates::undo(&registry, &checks, &pair.id, pair.version + 3, "再来").await.unwrap_err();
        assert_eq!(again.code, "person_pair_state");
        assert_eq!(duplicates::find(&registry, &checks, &pair.id).await.unwrap().0.state, "undone");
    }
}

#[tokio::test]
async fn who_proposed_cannot_confirm_whatever_rights_they_hold() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        for name in ["甲", "乙"] {
            let mut one = new(name, "", "210106");
            one.phone = "13900000911".into();
            register(&registry, &one).await;
        }
        let pair = open(&registry).await.remove(0);
        let mut both = clerk();
        let mut held = both.grants.held().to_vec();
        held.extend(reviewer().grants.held().to_vec());
        both.grants = anye_access::Grants::new(&both.actor.id, held);
        let asking = both.asking(&registry);
        let caller = asking.caller(None);
        let keep = Proposal { keep: pair.one.clone(), note: "同一人".into() };
        duplicates::propose(&registry, &caller, &pair.id, pair.version, &keep).await.unwrap();
        let yes = Decision { same: true, note: "核对".into() };
        let fault =
            duplicates::decide(&registry, &caller, &pair.id, pair.version + 1, &yes).await.unwrap_err();
        assert_eq!(fault.code, "person_pair_same");
        // Two people after all: not shown again, and not found again by the search over everybody.
        let reviewer = reviewer();
        let asking = reviewer.asking(&registry);
        let no = Decision { same: false, note: "一家人共用手机".into() };
        duplicates::decide(&registry, &asking.caller(None), &pair.id, pair.version + 1, &no).await.unwrap();
        assert!(open(&registry).await.is_empty());
        assert_eq!(duplicates::scan(&registry).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_merged_number_leads_to_the_record_that_stays() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let with = register(&registry, &tiexi("王小明", "19600101", 911)).await;
        let mut other = new("王小明", "H12345678", "210106");
        other.number = NewNumber { number: "H12345678".into(), ..NewNumber::default() };
        other.birth_date = "1960-01-01".into();
        register(&registry, &other).await;
        let pair = open(&registry).await.remove(0);
        let (clerk, reviewer) = (clerk(), reviewer());
        let (asks, checks) = (clerk.asking(&registry), reviewer.asking(&registry));
        let keep = Proposal { keep: with.clone(), note: "同一人".into() };
        duplicates::propose(&registry, &asks.caller(None), &pair.id, pair.version, &keep).await.unwrap();
        let yes = Decision { same: true, note: "核对".into() };
        duplicates::decide(&registry, &checks.caller(None), &pair.id, pair.version + 1, &yes).await.unwrap();
        let found = person::open_by_number(&registry, &asks.caller(None), "H12345678").await.unwrap();
        assert_eq!(found.id, with);
    }
}
