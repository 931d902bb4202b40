//! Numbers of cases when many send at once (办件编号): each gets one of its own, none is refused.

use std::collections::BTreeSet;

use anye_access::Role;
use serde_json::json;

use crate::poor::offices;
use crate::world::{COUNTY, Person, answers, entitled};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twelve_clerks_who_send_at_once_get_twelve_numbers() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    for office in offices().await {
        let mut drafts = Vec::new();
        for n in 0..12 {
            let id = format!("p{n}");
            office.person(&id, "王小明", "", &entitled()).await;
            let begin = json!({ "programmes": ["sample-settling"], "subject_kind": "person", "subject": id, "channel": "counter" });
            let made =
                office.done(&clerk, "/api/service/applications", &format!("serial-begin-{n}"), &begin).await;
            drafts.push((made["id"].as_str().unwrap().to_owned(), made["row_version"].clone()));
        }
        let send = async |n: usize| {
            let (id, version) = &drafts[n];
            let sent = json!({ "version": version, "answers": answers() });
            let path = format!("/api/service/applications/{id}/send");
            let opened = office.done(&clerk, &path, &format!("serial-send-{n}"), &sent).await;
            let case = opened["cases"][0].as_str().unwrap().to_owned();
            let shown = office.json(&clerk, &format!("/api/service/cases/{case}")).await;
            shown["row"]["number"].as_str().unwrap().to_owned()
        };
        let numbers = futures_util::future::join_all((0..drafts.len()).map(send)).await;
        let serials: BTreeSet<&str> = numbers.iter().map(|number| &number[14..19]).collect();
        assert_eq!(serials.len(), 12, "{numbers:?}");
        assert_eq!(serials.first().zip(serials.last()), Some((&"00001", &"00012")), "no serial is left out");
    }
}
