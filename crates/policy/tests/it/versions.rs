//! Proposed by one, published by another, superseded by the next; refused with a reason; and what may not be.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::{Db, Once, Read as _, sql};
use anye_policy::version::{self, State};
use anye_testkit::databases;

use crate::world::{Person, changed, desk};

async fn events(db: &Db) -> Vec<String> {
    let mut reader = db;
    let rows = reader.all(sql("select action from audit_record order by seq")).await.unwrap();
    rows.iter().map(|row| row.text("action").unwrap()).collect()
}

const FILE: &str = "law/FS2020.law";
const OLD: &str = "用人单位.恢复有望";
const NEW: &str = "用人单位.恢复有望 且 用人单位.参加失业保险";

#[tokio::test]
async fn two_people_publish() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    for test in databases().await {
        let first = desk(&test.db);
        assert!(version::published(&mut &test.db).await.unwrap().is_none());
        let made = wang.propose(&first, " 初次发布 ").await.unwrap();
        assert_eq!((made.state, made.note.as_str()), (State::Proposed, "初次发布"));
        assert!(made.rules > 500 && made.scenarios > 3_000, "{made:?}");
        let own = wang.approve(&first, &made, None).await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "law_own_proposal"));
        assert!(version::published(&mut &test.db).await.unwrap().is_none());

        let once = Once { key: "key-0001".into(), operation: "test".into(), body_digest: "d".into() };
        let published = li.approve(&first, &made, Some(&once)).await.unwrap();
        assert_eq!((published.state, published.replaces.as_deref()), (State::Published, None));
        assert_eq!(li.approve(&first, &made, Some(&once)).await.unwrap(), published, "sent twice, done once");
        let again = li.approve(&first, &made, None).await.unwrap_err();
        assert_eq!((again.kind, again.code), (ErrorKind::Conflict, "law_version_decided"));

        assert_eq!(wang.propose(&first, "同样的内容").await.unwrap_err().code, "law_version_there");
        assert_eq!(events(&test.db).await, ["law.propose", "law.approve"]);
    }
}

#[tokio::test]
async fn the_next_version_supersedes_and_is_compared() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    for test in databases().await {
        let first = desk(&test.db);
        let one = wang.propose(&first, "初次发布").await.unwrap();
        let one = li.approve(&first, &one, None).await.unwrap();
        // A comment changes the content of the pack and no rule: it can be proposed as it stands.
        let second = changed(&first, FILE, "文件 FS2020", "# 说明\n文件 FS2020");
        let two = li.propose(&second, "加说明").await.unwrap();
        let two = wang.approve(&second, &two, None).await.unwrap();
        assert_eq!(two.replaces.as_deref(), Some(one.id.as_str()));
        let all = version::list(&mut &test.db).await.unwrap();
        let states: Vec<_> = all.iter().map(|it| (it.id.as_str(), it.state)).collect();
        assert!(states.contains(&(one.id.as_str(), State::Superseded)), "{states:?}");
        assert!(states.contains(&(two.id.as_str(), State::Published)), "{states:?}");

        let kept = version::sources(&mut &test.db, &one.id).await.unwrap().unwrap();
        let kept = kept.compile(&one.version);
        assert_eq!(kept.book.version, one.version);
        assert_eq!(kept.book.rules.len() as i64, one.rules, "every version can be compiled again");
        assert!(version::changes(&kept.book, &second.law.book).is_empty());
        let third = changed(&first, FILE, OLD, NEW);
        let found = version::changes(&kept.book, &third.law.book);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].after.as_ref().unwrap().contains(NEW));
        assert!(!found[0].before.as_ref().unwrap().contains(NEW));
    }
}

#[tokio::test]
async fn refused_with_a_reason_and_proposed_again() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    for test in databases().await {
        let desk = desk(&test.db);
        let made = wang.propose(&desk, "初次发布").await.unwrap();
        assert_eq!(wang.propose(&desk, "再来一次").await.unwrap_err().code, "law_version_there");
        assert_eq!(li.refuse(&desk, &made, "  ").await.unwrap_err().code, "law_reason_missing");
        let stale = anye_policy::version::Version { row_version: 9, ..made.clone() };
        assert_eq!(li.approve(&desk, &stale, None).await.unwrap_err().kind, ErrorKind::Stale);
        let refused = li.refuse(&desk, &made, "说明不够").await.unwrap();
        assert_eq!(refused.state, State::Refused);
        assert_eq!(refused.decided.unwrap().reason, "说明不够");
        assert_eq!(li.approve(&desk, &made, None).await.unwrap_err().code, "law_version_decided");
        let again = wang.propose(&desk, "补充了说明").await.unwrap();
        assert_ne!(again.id, made.id);
        assert_eq!(events(&test.db).await, ["law.propose", "law.refuse", "law.propose"]);
    }
}

#[tokio::test]
async fn who_may_not_and_what_may_not() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    for test in databases().await {
        let first = desk(&test.db);
        assert_eq!(wang.propose(&first, "").await.unwrap_err().code, "law_note_missing");
        assert_eq!(wang.propose(&first, &"长".repeat(501)).await.unwrap_err().code, "law_text_long");
        let made = wang.propose(&first, "初次发布").await.unwrap();
        for (role, place) in
            [(Role::PolicyOfficer, "210400"), (Role::Clerk, "210000"), (Role::Leader, "210000")]
        {
            let other = Person::new("张", role, place);
            assert_eq!(other.propose(&first, "越权").await.unwrap_err().code, "denied", "{role:?} {place}");
            assert_eq!(other.approve(&first, &made, None).await.unwrap_err().code, "denied");
            assert_eq!(other.refuse(&first, &made, "越权").await.unwrap_err().code, "denied");
        }
        assert_eq!(version::find(&mut &test.db, &made.id).await.unwrap().unwrap(), made);
        assert_eq!(events(&test.db).await, ["law.propose"]);

        // Clauses changed without their scenarios, and a text that is no rule.
        let differs = changed(&first, FILE, OLD, NEW);
        let fault = li.propose(&differs, "改条件").await.unwrap_err();
        assert_eq!(fault.code, "law_obstacles");
        assert!(fault.fields.iter().any(|field| field.code == "law_obstacle_case"), "{fault:?}");
        let broken = changed(&first, FILE, "文件 FS2020", "待遇 (((\n文件 FS2020");
        let fault = li.propose(&broken, "改错了").await.unwrap_err();
        let error = fault.fields.iter().find(|field| field.code == "law_obstacle_error").unwrap();
        assert!(error.args.iter().any(|(name, value)| *name == "at" && value.starts_with(FILE)), "{error:?}");
    }
}
