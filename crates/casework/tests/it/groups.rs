//! A special working group of an intervention case: members, days, what it did, result.

use anye_access::Role;
use anye_base::{Date, ErrorKind};
use anye_casework::group::Member;
use anye_casework::model::{NewCase, Outcome};
use anye_casework::use_case::{GroupAct, Opened, close, group, show};
use anye_testkit::{databases, test_world};

use crate::world::{Person, open, plan};

fn days_before(day: Date, by: i64) -> Date {
    (0..by).fold(day, |day, _| day.yesterday().unwrap())
}

/// covers: LN2020-R/2.5.e
#[tokio::test]
async fn a_group_has_members_days_deeds_and_a_result_before_its_case_is_closed() {
    for store in databases().await {
        let (world, _) = test_world();
        let (db, today) = (&store.db, world.today());
        let clerk = Person::new("clerk", Role::Clerk, "210400");
        let caller = clerk.caller(&world);
        let intervention = NewCase { kind: "layoff".into(), steps: Vec::new(), ..plan("") };
        let Opened::New(case) = open(db, &world, &intervention).await else { panic!("a new case") };
        let form = |members: &str| GroupAct::Form {
            name: "某厂裁员处置工作组".into(),
            members: Member::list(members).unwrap(),
        };
        let began = days_before(today, 10);

        let nobody = group(db, &caller, &case.id, case.row_version, began, &form("")).await.unwrap_err();
        assert_eq!(nobody.code, "case_group_members", "a group without members is none");
        let none = GroupAct::Deed("约谈企业".into());
        let none = group(db, &caller, &case.id, case.row_version, began, &none).await.unwrap_err();
        assert_eq!((none.kind, none.code), (ErrorKind::Conflict, "case_group_none"));
        let tomorrow = today.tomorrow().unwrap();
        let ahead = group(db, &caller, &case.id, case.row_version, tomorrow, &form("甲,市人社局")).await;
        assert_eq!(ahead.unwrap_err().code, "case_day_to_come");

        let members = form("甲,市人社局,组长\n乙,市总工会,沟通\n丙,市国资委");
        let case = group(db, &caller, &case.id, case.row_version, began, &members).await.unwrap();
        let second = group(db, &caller, &case.id, case.row_version, today, &members).await.unwrap_err();
        assert_eq!(second.code, "case_group_there");
        let deed = GroupAct::Deed("约谈企业,核对分流人员名单".into());
        let early =
            group(db, &caller, &case.id, case.row_version, days_before(today, 11), &deed).await.unwrap_err();
        assert_eq!(early.code, "case_group_day", "nothing was done before it was there");
        let case =
            group(db, &caller, &case.id, case.row_version, days_before(today, 4), &deed).await.unwrap();
        let stays =
            close(db, &caller, &case.id, case.row_version, Outcome::Confirmed, "属实").await.unwrap_err();
        assert_eq!(stays.code, "case_group_open", "not closed while the group has no result");
        let end = GroupAct::End("企业撤回裁员,改为轮岗".into());
        let early =
            group(db, &caller, &case.id, case.row_version, days_before(today, 5), &end).await.unwrap_err();
        assert_eq!(early.code, "case_group_day", "it did not end before its last deed");
        let case = group(db, &caller, &case.id, case.row_version, today, &end).await.unwrap();
        let over = group(db, &caller, &case.id, case.row_version, today, &deed).await.unwrap_err();
        assert_eq!(over.code, "case_group_none");
        let case = close(db, &caller, &case.id, case.row_version, Outcome::Confirmed, "属实").await.unwrap();

        let whole = show(db, &caller, &case.id).await.unwrap();
        let kept = &whole.groups[0];
        assert_eq!((kept.formed_on.as_str(), kept.members.len()), (began.to_string().as_str(), 3));
        assert_eq!((kept.members[1].office.as_str(), kept.members[2].part.as_str()), ("市总工会", ""));
        assert_eq!(kept.deeds[0].done_on, days_before(today, 4).to_string());
        assert_eq!(kept.ended.as_ref().unwrap().1, "企业撤回裁员,改为轮岗");
        let what: Vec<_> = whole.history.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(what, ["opened", "group", "group_deed", "group_end", "closed"]);
    }
}
