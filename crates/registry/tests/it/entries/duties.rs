//! Duties that come again each month.

use anye_access::Role;
use anye_base::Limit;
use anye_registry::Stage;
use anye_registry::entry::{self, DutyFilter};
use anye_testkit::databases;
use serde_json::json;

use super::SHENYANG;
use crate::rooms::{new, opened, people, rooms, unemployed};
use crate::world::Person;

// covers: FS2020/19.b
#[tokio::test]
async fn every_month_of_registration_has_its_contact_or_is_on_the_list() {
    for test in databases().await {
        let (rooms, clock, notes) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG)]).await;
        for who in ["p1", "p2"] {
            opened(&rooms, &clerk, "unemployment", unemployed(who, "2026-11-10")).await;
        }
        entry::sweep(&rooms).await.unwrap();
        let contact = |who: &str, on: &str| new(who, on, json!({ "way": "phone", "reached": true }));
        // A contact before the registration, or of somebody else, does not count.
        opened(&rooms, &clerk, "contact", contact("p1", "2026-11-05")).await;
        let waits = async |filter: DutyFilter| {
            entry::duties(&rooms, &caller, &filter, None, Limit::default()).await.unwrap().items
        };
        assert_eq!(waits(DutyFilter::default()).await.len(), 2);
        opened(&rooms, &clerk, "contact", contact("p1", "2026-11-20")).await;
        let left = waits(DutyFilter::default()).await;
        assert_eq!(
            left.iter().map(|one| (one.subject.as_str(), one.period.as_str())).collect::<Vec<_>>(),
            [("p2", "2026-11")]
        );
        // The month ends without one for p2; in December both have a new one.
        clock.advance_seconds(10 * 86_400);
        let swept = entry::sweep(&rooms).await.unwrap();
        assert_eq!((swept.set, swept.overdue), (2, 1));
        assert_eq!(entry::sweep(&rooms).await.unwrap().set, 0);
        let overdue = waits(DutyFilter { state: "overdue".into(), ..DutyFilter::default() }).await;
        assert_eq!(
            overdue.iter().map(|one| (one.subject.as_str(), one.period.as_str())).collect::<Vec<_>>(),
            [("p2", "2026-11")]
        );
        assert!(notes.0.lock().unwrap().iter().any(|one| one.1 == "李芳" && one.2 == Stage::Overdue));
        // A contact in December is one of December: November stays on the list.
        opened(&rooms, &clerk, "contact", contact("p2", "2026-12-02")).await;
        let overdue = waits(DutyFilter { state: "late".into(), ..DutyFilter::default() }).await;
        assert_eq!(overdue.len(), 1);
        let done =
            waits(DutyFilter { state: "done".into(), period: "2026-12".into(), ..DutyFilter::default() })
                .await;
        assert_eq!(done.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["p2"]);
    }
}
