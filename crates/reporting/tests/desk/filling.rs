//! A report from the list of what is owed to the receipt.

use anye_base::Lang;
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::send::{both, send};
use crate::world::{FORM, House, OCTOBER};

const SOUND: [(&str, &str); 7] = [
    ("c.operating", "normal"),
    ("c.wages", "800,000.50"),
    ("c.base_staff", "200"),
    ("c.start_staff", "２００"),
    ("c.hired.expansion", "5"),
    ("c.left.layoff", "10"),
    ("c.end_staff", "195"),
];

fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = more.iter().map(|(name, _)| *name);
    let held: Vec<&str> = own.collect();
    let mut all: Vec<(&str, &str)> = SOUND.into_iter().filter(|(name, _)| !held.contains(name)).collect();
    all.extend(more);
    all.push(("_csrf", "token"));
    all
}

async fn begun(house: &House) -> String {
    let form =
        [("_csrf", "token"), ("form", FORM), ("period", OCTOBER), ("reporter", &house.employers[0].code)];
    let answer = send(house, &house.clerk, Lang::Zh, "/reports", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.to
}

#[tokio::test]
async fn from_the_empty_list_to_the_receipt() {
    let store = sqlite().await;
    let house = House::with(&store.db, 4).await;
    let (zh, en) = both(&house, &house.clerk, "/reports").await;
    assert!(zh.contains("我的报表") && en.contains("My reports"));
    let report = begun(&house).await;
    let (zh, en) = both(&house, &house.clerk, &report).await;
    assert!(zh.contains("期初人数") && zh.contains("data-report=") && en.contains("Staff at start"), "{zh}");

    let check = send(&house, &house.clerk, Lang::En, &format!("{report}/check"), &fields(&[])).await;
    assert!(check.text.contains(r#""left":"10""#) && check.text.contains(r#""hired":"5""#), "{}", check.text);
    let wrong = fields(&[("c.end_staff", "about 300")]);
    let check = send(&house, &house.clerk, Lang::En, &format!("{report}/check"), &wrong).await;
    assert!(check.text.contains(r#""item":"end_staff","check":"","error":true"#), "{}", check.text);

    let draft = fields(&[("version", "1")]);
    let saved = send(&house, &house.clerk, Lang::Zh, &format!("{report}/draft"), &draft).await;
    assert!(saved.text.contains(r#""version":2"#) && saved.text.contains("saved_at"), "{}", saved.text);
    let stale = send(&house, &house.clerk, Lang::Zh, &format!("{report}/draft"), &draft).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);

    // What cannot be read is told above and at its field; what was written stays in the field.
    let wrong = fields(&[("c.end_staff", "about 300"), ("version", "2"), ("act", "submit")]);
    let again = send(&house, &house.clerk, Lang::En, &report, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains(r##"href="#c-end_staff""##) && again.text.contains(r#"value="about 300""#));
    // An error stops it.
    let wrong = fields(&[("c.end_staff", "190"), ("version", "2"), ("act", "submit")]);
    let again = send(&house, &house.clerk, Lang::Zh, &report, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("error-summary") && again.text.contains("class=\"error\""), "{}", again.text);

    let sound = fields(&[("version", "2"), ("act", "submit")]);
    let sent = send(&house, &house.clerk, Lang::Zh, &report, &sound).await;
    assert_eq!(
        (sent.status, &sent.to),
        (StatusCode::SEE_OTHER, &format!("{report}/receipt")),
        "{}",
        sent.text
    );
    let (zh, en) = both(&house, &house.clerk, &sent.to).await;
    assert!(zh.contains("回执") && zh.contains("迟报") && en.contains("Digest of the contents"), "{zh}");
}

#[tokio::test]
async fn a_warning_wants_a_reason_at_its_item() {
    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    let report = begun(&house).await;
    // Closed, and still with staff: doubtful, not impossible.
    let odd = [("c.operating", "closed"), ("version", "1"), ("act", "submit")];
    let again = send(&house, &house.clerk, Lang::En, &report, &fields(&odd)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let check =
        again.text.split(r#"name="r."#).nth(1).expect("a field for the reason").split('"').next().unwrap();
    let reason = format!("r.{check}");
    let mut with = fields(&odd);
    with.push((&reason, "moved to another county"));
    let sent = send(&house, &house.clerk, Lang::En, &report, &with).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let (_, en) = both(&house, &house.other, &report).await;
    assert!(en.contains("moved to another county"), "{en}");
}
