//! Housing fund paid later (住房公积金缓缴): what the pack declares, from the form to the list that is exchanged with the housing fund centre.

use std::sync::{Arc, Mutex};

use anye_access::Role;
use anye_base::Date;
use anye_db::WriteTx;
use anye_programmes::SubjectKind;
use anye_service::port::{Entries, Later, NewEntry, Subject};
use serde_json::{Value, json};

use crate::poor::offices;
use crate::world::{COUNTY, Office, Person, granting};

/// What was entered where.
#[derive(Clone, Default)]
pub struct Entered(Arc<Mutex<Vec<NewEntry>>>);

impl Entered {
    /// All of it.
    pub fn all(&self) -> Vec<NewEntry> {
        self.0.lock().unwrap().clone()
    }
}

impl Entries for Entered {
    fn open<'a>(&'a self, _: &'a mut WriteTx<'_>, new: &'a NewEntry) -> Later<'a, String> {
        self.0.lock().unwrap().push(new.clone());
        Box::pin(std::future::ready(Ok("entry-1".to_owned())))
    }
    fn end<'a>(
        &'a self,
        _: &'a mut WriteTx<'_>,
        _: &'a str,
        _: (SubjectKind, &'a str),
        _: &'a str,
        _: Date,
    ) -> Later<'a, Vec<String>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// An employer of the county.
pub fn firm(office: &Office, id: &str) {
    let firm = Subject {
        kind: SubjectKind::Employer,
        id: id.into(),
        name: "示例工厂".into(),
        place: COUNTY.into(),
        number: String::new(),
    };
    office.people.0.lock().unwrap().push((firm, String::new()));
}

/// Applies for a deferral, examined; the case.
pub async fn applied(office: &Office, clerk: &Person, id: &str, approved: &str) -> String {
    let path = "/api/service/applications";
    let begin = json!({ "programmes": ["fs-housing-fund-deferred"], "subject_kind": "employer", "subject": id, "channel": "counter" });
    let made = office.done(clerk, path, &format!("defer-0001-{id}"), &begin).await;
    let thing = made["things"]["deferrals"].as_str().unwrap();
    let said = [
        ("kind", "housing_fund"),
        ("approved", approved),
        ("first_month", "2020-03"),
        ("last_month", "2020-08"),
        ("deferred", "120000"),
        ("due_before", "2020-03-31"),
        ("due_now", "2020-12-31"),
    ];
    let answers: serde_json::Map<String, Value> =
        said.iter().map(|(field, value)| (format!("deferrals.{thing}.{field}"), json!(value))).collect();
    let application = made["id"].as_str().unwrap();
    let send = json!({ "version": made["row_version"], "answers": answers });
    let opened =
        office.done(clerk, &format!("{path}/{application}/send"), &format!("defer-0002-{id}"), &send).await;
    let case = opened["cases"][0].as_str().unwrap().to_owned();
    office.acts(clerk, &case, json!({ "act": "pass", "note": "" })).await;
    case
}

/// Applies for a deferral and has it granted; the case.
pub async fn deferred(office: &Office, clerk: &Person, reviewer: &Person, id: &str) -> String {
    let case = applied(office, clerk, id, "yes").await;
    let decide = granting();
    office.acts(reviewer, &case, decide).await;
    let shown = office.json(clerk, &format!("/api/service/cases/{case}")).await;
    assert_eq!(shown["row"]["stand"], "granted", "{shown}");
    case
}

/// The months, the amount and the new due date of a deferral that was granted stand on the list, as the register of the pack wants them.
/// covers: FS2020/02.n
#[tokio::test]
async fn a_deferral_that_is_granted_stands_on_the_list_with_months_amount_and_new_due_date() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    for mut office in offices().await {
        let entered = Entered::default();
        office.service.entries = Arc::new(entered.clone());
        firm(&office, "e1");
        deferred(&office, &clerk, &reviewer, "e1").await;
        let all = entered.0.lock().unwrap().clone();
        assert_eq!(all.len(), 1, "{all:?}");
        let one = &all[0];
        assert_eq!((one.register.as_str(), one.subject.1.as_str()), ("housing-fund-deferral", "e1"));
        let register = office.service.definitions.register(&one.register).unwrap();
        for (id, value) in &one.values {
            let field = register.fields.iter().find(|field| field.id == *id).unwrap();
            assert!(field.fits(value), "{id}: {value}");
        }
        let value = |id: &str| one.values.iter().find(|(own, _)| own == id).map(|(_, value)| value.clone());
        assert_eq!(value("first_month"), Some(json!("2020-03")));
        assert_eq!(value("last_month"), Some(json!("2020-08")));
        assert_eq!(value("due"), Some(json!("2020-12-31")));
        assert!(value("amount").unwrap().to_string().contains("120000"), "{:?}", value("amount"));
        // Who was not allowed to is not on the list.
        firm(&office, "e2");
        let case = applied(&office, &clerk, "e2", "no").await;
        let decide = json!({ "act": "decide", "grant": false, "reason": "", "amount_fen": null });
        office.acts(&reviewer, &case, decide).await;
        let shown = office.json(&clerk, &format!("/api/service/cases/{case}")).await;
        assert_eq!(shown["row"]["stand"], "refused");
        assert_eq!(entered.0.lock().unwrap().len(), 1);
    }
}
