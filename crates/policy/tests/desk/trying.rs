//! A rule is tried: loaded from a case, changed, decided; bad input is named; nothing is written.

use anye_base::Lang;
use anye_db::{Read as _, sql};
use axum::http::StatusCode;

use crate::sending::{fields, open, send};

const RULE: &str = "/law/try/fs_refund_difficult";

fn with<'a>(fields: &'a [(String, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn a_case_is_loaded_changed_and_decided_and_nothing_is_kept() {
    let (desk, store) = open().await;
    let (status, page) = send(&desk, Lang::Zh, &format!("{RULE}?case=0"), None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("outcome-granted") && page.contains("360000 元"), "{page}");
    assert!(page.contains("data-clause=\"1\" data-state=\"held\""), "the text says which clause holds");
    let all = fields(&page);
    let field = |name: &str| all.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    assert_eq!((field("place"), field("on")), (Some("210400"), Some("2020-11-01")));

    let insured = all.iter().find(|(name, value)| name.starts_with("f.employers.1.") && value == "yes");
    let insured = insured.unwrap().0.clone();
    let (status, part) =
        send(&desk, Lang::Zh, &format!("{RULE}/answer"), Some(&with(&all, &[(&insured, "no")]))).await;
    assert_eq!(status, StatusCode::OK);
    assert!(part.contains("outcome-refused") && part.contains("=failed"), "{part}");
    assert!(!part.contains("<html"), "only the part that changes");
    let (_, part) =
        send(&desk, Lang::En, &format!("{RULE}/answer"), Some(&with(&all, &[(&insured, "")]))).await;
    assert!(part.contains("Needs more") && part.contains(&insured.replace('.', "-")), "{part}");

    let mut reader = &store.db;
    let rows = reader.all(sql("select action from audit_record")).await.unwrap();
    assert!(rows.is_empty(), "trying a case leaves nothing behind");
}

#[tokio::test]
async fn what_cannot_be_used_is_named_at_its_field() {
    let (desk, _store) = open().await;
    let (_, page) = send(&desk, Lang::Zh, &format!("{RULE}?case=0"), None).await;
    let all = fields(&page);
    let staff = all.iter().find(|(_, value)| value == "50").unwrap().0.clone();
    for bad in ["五十个左右", "-3", "1e99"] {
        let (status, part) =
            send(&desk, Lang::Zh, &format!("{RULE}/answer"), Some(&with(&all, &[(&staff, bad)]))).await;
        assert_eq!(status, StatusCode::OK);
        let link = format!("href=\"#{}\"", staff.replace('.', "-"));
        assert!(part.contains(&link) && !part.contains("outcome-"), "{bad}: {part}");
    }
    let (_, part) =
        send(&desk, Lang::En, &format!("{RULE}/answer"), Some(&with(&all, &[("on", "soon")]))).await;
    assert!(part.contains("href=\"#on\""), "{part}");
    let (_, part) = send(&desk, Lang::Zh, &format!("{RULE}/answer"), Some(&[("t.employers.x", "1")])).await;
    assert!(part.contains("href=\"#on\""), "an empty form is asked for its day: {part}");
    assert_eq!(send(&desk, Lang::Zh, "/law/try/none", None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&desk, Lang::Zh, &format!("{RULE}?case=999"), None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn things_and_earlier_grants_are_added_and_taken_out() {
    let (desk, _store) = open().await;
    let path = "/law/try/fs_hiring_by_fees";
    let (_, page) = send(&desk, Lang::Zh, path, None).await;
    let all = fields(&page);
    assert!(all.contains(&("f.contracts.1.person".to_owned(), "1".to_owned())), "related from the start");
    let (_, page) = send(&desk, Lang::Zh, path, Some(&with(&all, &[("add", "persons")]))).await;
    let all = fields(&page);
    assert!(all.iter().any(|(name, _)| name == "t.persons.2"), "{all:?}");
    let (_, page) = send(&desk, Lang::Zh, path, Some(&with(&all, &[("drop", "persons.1")]))).await;
    let all = fields(&page);
    assert!(!all.iter().any(|(name, _)| name == "t.persons.1"));
    assert!(all.contains(&("f.contracts.1.person".to_owned(), String::new())), "no relation to what is gone");
    let (_, page) = send(&desk, Lang::Zh, path, Some(&with(&all, &[("add-past", "1")]))).await;
    let all = fields(&page);
    assert!(all.contains(&("l.0.rule".to_owned(), "fs_hiring_by_fees".to_owned())), "{all:?}");
    let (_, page) = send(&desk, Lang::Zh, path, Some(&with(&all, &[("drop-past", "0")]))).await;
    assert!(!fields(&page).iter().any(|(name, _)| name.starts_with("l.")));
    let (_, page) = send(&desk, Lang::Zh, path, Some(&with(&all, &[("drop", "contracts.1")]))).await;
    assert!(fields(&page).iter().any(|(name, _)| name == "t.contracts.1"), "what is decided about stays");
}
