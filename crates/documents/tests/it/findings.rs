//! What people do to findings, and two of them at the same one.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::{Read as _, sql};
use anye_documents::finding::{FindingAt, add, confirm, correct, history, reject, reopen};
use anye_documents::model::{Action, Finding, State};
use anye_documents::show::show;
use anye_testkit::databases;

use crate::world::{App, LIAOYANG, Person, TWO_ARTICLES, notice};

async fn stored(app: &App) -> (Person, String) {
    let officer = Person::officer();
    let id = app.import(&officer, "a.txt", &notice(1, TWO_ARTICLES)).await.unwrap().document_id;
    (officer, id)
}

fn at(document: &str, finding: &str) -> FindingAt {
    FindingAt { document: document.into(), article: "1".into(), finding: finding.into() }
}

/// The first figure of the first article, with another value.
async fn figure(app: &App, person: &Person, id: &str, value: f64) -> Finding {
    let asking = app.asking(person);
    let document = show(&app.library, &asking.caller(None), id).await.unwrap();
    let mut figure = document.text("1").unwrap().figures[0].finding.clone();
    figure.value = value;
    Finding::Figure(figure)
}

#[tokio::test]
async fn two_people_at_one_finding_the_second_learns_what_the_first_did() {
    for db in databases().await {
        let app = App::new(db);
        let (officer, id) = stored(&app).await;
        let clerk = Person::new("clerk", Role::Clerk, LIAOYANG);
        let (first, second) =
            (figure(&app, &officer, &id, 321.0).await, figure(&app, &clerk, &id, 322.0).await);
        let at = at(&id, "figure-0");
        let asking = app.asking(&officer);
        let done = correct(&app.library, &asking.caller(None), &at, 1, first, "原文为321").await.unwrap();
        assert_eq!((done.state, done.version), (State::Corrected, 2));
        let asking = app.asking(&clerk);
        let late =
            correct(&app.library, &asking.caller(None), &at, 1, second.clone(), "看错").await.unwrap_err();
        assert_eq!((late.kind, late.code), (ErrorKind::Stale, "finding_changed"));
        assert!(
            late.args.contains(&("who", "officer".into()))
                && late.args.contains(&("reason", "原文为321".into()))
        );
        let now = correct(&app.library, &asking.caller(None), &at, 2, second, "再次核对").await.unwrap();
        assert_eq!(now.version, 3);
        let past = history(&app.library, &asking.caller(None), &at).await.unwrap();
        let steps: Vec<_> = past.iter().map(|edit| (edit.version, edit.account_name.as_str())).collect();
        assert_eq!(steps, [(2, "officer"), (3, "clerk")]);
    }
}

#[tokio::test]
async fn a_finding_goes_through_all_its_states_and_programs_get_what_stands() {
    for db in databases().await {
        let app = App::new(db);
        let (officer, id) = stored(&app).await;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let at = at(&id, "figure-0");
        let before = show(&app.library, &caller, &id).await.unwrap();
        let confirmed = confirm(&app.library, &caller, &at, 1, "").await.unwrap();
        assert_eq!(confirmed.state, State::Confirmed);
        let rejected = reject(&app.library, &caller, &at, 2, "不是指标").await.unwrap();
        assert_eq!((rejected.state, rejected.document_version), (State::Rejected, 3));
        let shown = show(&app.library, &caller, &id).await.unwrap();
        let figures =
            |document: &anye_documents::view::DocumentView| document.text("1").unwrap().figures.len();
        assert_eq!(figures(&shown), figures(&before));
        assert_eq!(figures(&shown.clone().contract()), figures(&before) - 1);
        let open = reopen(&app.library, &caller, &at, 3, "误操作").await.unwrap();
        assert!(matches!(open.state, State::Found | State::Doubtful));
        let extra = figure(&app, &officer, &id, 7.0).await;
        let added = add(&app.library, &caller, &id, "1", extra, "漏读").await.unwrap();
        assert_eq!((added.state, added.version), (State::Added, 1));
        let shown = show(&app.library, &caller, &id).await.unwrap();
        assert_eq!(figures(&shown), figures(&before) + 1);
        let mut from = &app.db.db;
        let query =
            sql("select action, detail from audit_record where object_id = $1 order by seq").bind(&id);
        let rows = from.all(query).await.unwrap();
        let actions: Vec<String> = rows.iter().map(|row| row.text("action").unwrap()).collect();
        assert_eq!(
            actions,
            [
                "documents.import",
                "documents.confirm",
                "documents.reject",
                "documents.reopen",
                "documents.add"
            ]
        );
        let detail: serde_json::Value = rows[2].json("detail").unwrap();
        assert_eq!(
            (&detail["old"]["state"], &detail["new"]["state"]),
            (&"confirmed".into(), &"rejected".into())
        );
    }
}

#[tokio::test]
async fn a_change_needs_a_reason_the_right_place_and_a_span_in_the_text() {
    for db in databases().await {
        let app = App::new(db);
        let (officer, id) = stored(&app).await;
        let at = at(&id, "figure-0");
        let Finding::Figure(mut wide) = figure(&app, &officer, &id, 1.0).await else { panic!("a figure") };
        wide.span.end = 9_999;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let code = |result: Result<_, anye_base::Fault>| {
            result.map(|_: anye_documents::finding::Edited| ()).unwrap_err().code
        };
        assert_eq!(code(reject(&app.library, &caller, &at, 1, " ").await), "reason_missing");
        assert_eq!(
            code(correct(&app.library, &caller, &at, 1, Finding::Figure(wide), "x").await),
            "finding_span"
        );
        let unit = Finding::Unit(
            show(&app.library, &caller, &id).await.unwrap().text("1").unwrap().units[0].finding.clone(),
        );
        assert_eq!(code(correct(&app.library, &caller, &at, 1, unit, "x").await), "finding_sort");
        let none = FindingAt { finding: "figure-99".into(), ..at.clone() };
        assert_eq!(code(confirm(&app.library, &caller, &none, 1, "").await), "not_found");
        let analyst = Person::new("analyst", Role::Analyst, LIAOYANG);
        let asking = app.asking(&analyst);
        assert_eq!(code(confirm(&app.library, &asking.caller(None), &at, 1, "").await), "denied");
        let asking = app.asking(&officer);
        let past = history(&app.library, &asking.caller(None), &at).await.unwrap();
        assert!(past.iter().all(|edit| edit.action != Action::Confirm));
    }
}
