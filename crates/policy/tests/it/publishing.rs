//! Publishing puts a version in use: before it decisions are as they were, after it they differ, and a restart keeps it.

use anye_base::ErrorKind;
use anye_jobs::Runner;
use anye_policy::Policy;
use anye_policy::simulation::{KIND, SimulateWork};
use anye_policy::version;
use anye_testkit::databases;
use std::sync::Arc;

use crate::decisions::{clerk, hiring};
use crate::world::{Person, changed, desk, restarted};

pub const FILE: &str = "law/FS2020.law";
/// A further condition on a hiring subsidy, which all its scenarios meet.
pub const OLD: &str = "    ⑤ “未领另一项吸纳补贴,或允许兼得” 已享受次数(防疫企业一次性吸纳补贴, 合同) = 0 或 参数.两项吸纳补贴可兼得\n  金额 合同.单位月缴费额";
pub const NEW: &str = "    ⑤ “未领另一项吸纳补贴,或允许兼得” 已享受次数(防疫企业一次性吸纳补贴, 合同) = 0 或 参数.两项吸纳补贴可兼得\n    ⑥ “每月不超过 900 元” 合同.单位月缴费额 <= 900 元/月\n  金额 合同.单位月缴费额";

/// Runs all jobs that wait.
pub async fn work(desk: &Policy) {
    let runner = Runner::new(desk.core.db.clone(), desk.core.world.clone());
    let runner = runner.with(KIND, Arc::new(SimulateWork(desk.clone())));
    while runner.run_next().await.unwrap() {}
}

#[tokio::test]
async fn a_published_version_decides_and_a_restart_keeps_it() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    for test in databases().await {
        let first = desk(&test.db);
        let one = wang.propose(&first, "初次发布").await.unwrap();
        let one = li.approve(&first, &one, None).await.unwrap();
        assert_eq!(one.decided.as_ref().unwrap().reason, "没有改变规则");
        let before = clerk().keep(&first, &hiring(1000), None).await.unwrap();
        assert_eq!(before.amount_fen, Some(300_000));
        assert_eq!(before.version_id.as_deref(), Some(one.id.as_str()));

        // The pack on the server is another one now; what was published stays in use.
        let second = changed(&first, FILE, OLD, NEW);
        let two = wang.propose(&second, "加一项条件").await.unwrap();
        let still = clerk().keep(&second, &hiring(1000), None).await.unwrap();
        assert_eq!(
            (still.amount_fen, &still.book),
            (Some(300_000), &before.book),
            "proposed is not published"
        );

        let missing = li.approve(&second, &two, None).await.unwrap_err();
        assert_eq!((missing.kind, missing.code), (ErrorKind::Conflict, "law_simulation_missing"));
        let trial = wang.simulate(&second, &two.id, 500).await.unwrap();
        assert_eq!(
            li.approve(&second, &two, None).await.unwrap_err().code,
            "law_simulation_missing",
            "not finished yet"
        );
        work(&second).await;
        let two = li.approve(&second, &two, None).await.unwrap();
        assert_eq!(two.replaces.as_deref(), Some(one.id.as_str()));
        assert!(version::proof(&second, &two.id).await.unwrap().same, "it is in use");
        assert_eq!(trial.from_version, one.version);

        // The same program, another one that runs beside it with the old pack, and one that was started again.
        for desk in [&second, &first, &restarted(&first), &restarted(&second)] {
            let after = clerk().keep(desk, &hiring(1000), None).await.unwrap();
            assert_eq!((after.outcome.as_str(), after.amount_fen), ("refused", None));
            assert_eq!(after.version_id.as_deref(), Some(two.id.as_str()));
        }

        let replay = clerk().replay(&second, &before.id).await.unwrap();
        assert!(replay.then.is_same(), "{:?}", replay.then.differences);
        let differs: Vec<_> = replay.now.differences.iter().map(|one| one.what.as_str()).collect();
        assert!(
            differs.contains(&"outcome") && differs.contains(&"amount") && differs.contains(&"clause"),
            "{differs:?}"
        );
        let clause = replay.now.differences.iter().find(|one| one.what == "clause").unwrap();
        assert!(
            clause.clause.contains("<= 900") && clause.before.is_empty() && clause.after == "failed",
            "{clause:?}"
        );
    }
}

#[tokio::test]
async fn what_changes_nothing_needs_a_reason_instead() {
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    let test = anye_testkit::sqlite().await;
    let first = desk(&test.db);
    let made = wang.propose(&first, "初次发布").await.unwrap();
    let asking = version::Asking::of(&first.core, &li.actor, &li.grants);
    let bare = version::approve(&first, &asking.caller(None), &made.id, 1, " ").await.unwrap_err();
    assert_eq!(bare.code, "law_unsimulated_reason");
    li.approve(&first, &made, None).await.unwrap();
    // A table of figures is law too: what changes one has to be simulated.
    let kept = version::sources(&mut &test.db, &made.id).await.unwrap().unwrap();
    let text = serde_json::to_string(&kept).unwrap();
    let mut other: serde_json::Value = serde_json::from_str(&text).unwrap();
    let table = other["tables"][0]["text"].as_str().unwrap().replace('1', "2");
    other["tables"][0]["text"] = table.into();
    let other: version::Sources = serde_json::from_value(other).unwrap();
    assert!(!kept.same_law(&other) && kept.same_law(&kept));
    assert_eq!(kept.tables_changed(&other).len(), 1);
}
