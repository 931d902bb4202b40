//! Simulations: as jobs, gone on with after a stop, in both languages, refused where they must be.

use std::sync::Arc;

use anye_base::{Actor, ErrorKind, Lang};
use anye_db::Scope;
use anye_jobs::{Runner, State, cancel, find as find_job, retry};
use anye_policy::simulation::{KIND, Peoples, SimulateWork, Wish, find, list, start};
use anye_policy::version::Asking;
use anye_testkit::{databases, sqlite};
use axum::http::StatusCode;

use crate::pages::send;
use crate::publishing::{FILE, NEW, OLD, work};
use crate::world::{Person, changed, desk};

#[tokio::test]
async fn who_gains_and_who_loses() {
    let wang = Person::officer("王");
    for test in databases().await {
        let desk = desk(&test.db);
        let one = wang.simulate(&desk, "pack", 700).await.unwrap();
        assert!(one.result.is_none() && one.finished_at.is_none());
        work(&desk).await;
        let done = find(&mut &test.db, &one.id).await.unwrap().unwrap();
        let sums = done.result.unwrap();
        assert!(done.finished_at.is_some() && sums.trouble.is_none());
        assert_eq!(sums.year, 2020);
        assert!(sums.partitions >= 2, "{}", sums.partitions);
        let [gained, lost, more, less, unchanged] = sums.totals();
        assert_eq!((gained, lost, more, less), (0, 0, 0, 0), "the same law decides the same");
        assert!(unchanged > 0);
        assert!(sums.funds.values().all(|(before, after)| before == after));
        assert_eq!(list(&mut &test.db, 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn somebody_loses_and_the_reason_is_said() {
    let wang = Person::officer("王");
    let test = sqlite().await;
    let clause = "    ③ “符合户籍城乡类型以外的参保条件” 缺省(个人.符合其他参保条件, 是)";
    let more = format!("{clause}\n    ④ “已登记失业” 个人.登记失业");
    let desk = changed(&desk(&test.db), "law/LN2020-R.law", clause, &more);
    let published = crate::world::restarted(&crate::world::desk(&test.db));
    let one = published_then(&wang, &published, &desk).await;
    work(&desk).await;
    let sums = find(&mut &test.db, &one).await.unwrap().unwrap().result.unwrap();
    let rule = &sums.rules["r_flexible_pension"];
    assert!(rule.lost > 0 && rule.gained == 0, "{rule:?}");
    assert_eq!(rule.before, rule.after + rule.lost);
    let example = &rule.examples[0];
    assert_eq!((example.before.outcome.as_deref(), example.kind.as_str()), (Some("granted"), "persons"));
    if let Some((number, text)) = &example.after.clause {
        assert_eq!((*number, text.as_str()), (4, "个人.登记失业"));
    }
    assert!(
        rule.examples
            .iter()
            .any(|one| one.after.clause.is_some() || one.after.outcome.as_deref() == Some("needs"))
    );
    for (lang, word) in [(Lang::Zh, "示例与理由"), (Lang::En, "Examples with reasons")] {
        let (_, page) = send(&desk, &wang, lang, &format!("/law/simulations/{one}"), &[]).await;
        assert!(page.contains(word) && page.contains("/rules/r_flexible_pension"), "{page}");
    }
}

/// The first pack is published, so that the second is tried against it.
async fn published_then(wang: &Person, first: &anye_policy::Policy, second: &anye_policy::Policy) -> String {
    let made = wang.propose(first, "初次发布").await.unwrap();
    Person::officer("李").approve(first, &made, None).await.unwrap();
    wang.simulate(second, "pack", 2_000).await.unwrap().id
}

#[tokio::test]
async fn stopped_in_the_middle_and_gone_on_with_gives_the_same() {
    let wang = Person::officer("王");
    let test = sqlite().await;
    let desk = changed(&desk(&test.db), FILE, OLD, NEW);
    let made = wang.propose(&desk, "加一项条件").await.unwrap();
    let whole = wang.simulate(&desk, &made.id, 7_000).await.unwrap();
    work(&desk).await;
    let broken = wang.simulate(&desk, &made.id, 7_000).await.unwrap();
    let job = async || find_job(&mut &test.db, &broken.job).await.unwrap().unwrap();
    let (actor, world) = (Actor::console("tester"), &desk.core.world);
    let scope = Scope::new(world, &actor);
    let runner = Runner::new(test.db.clone(), world.clone()).with(KIND, Arc::new(SimulateWork(desk.clone())));
    let stop = async {
        while job().await.done == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        cancel(&test.db, scope, &job().await).await.unwrap();
    };
    let (ran, ()) = tokio::join!(runner.run_next(), stop);
    assert!(ran.unwrap());
    let stopped = job().await;
    assert_eq!(stopped.state, State::Cancelled);
    assert!(stopped.done > 0 && stopped.done < stopped.total, "{stopped:?}");
    assert!(find(&mut &test.db, &broken.id).await.unwrap().unwrap().finished_at.is_none());
    retry(&test.db, scope, &stopped).await.unwrap();
    assert!(runner.run_next().await.unwrap());
    let of = async |id: &str| find(&mut &test.db, id).await.unwrap().unwrap().result.unwrap();
    assert_eq!(of(&broken.id).await, of(&whole.id).await);
}

#[tokio::test]
async fn what_is_refused() {
    let test = sqlite().await;
    let desk = desk(&test.db);
    let wang = Person::officer("王");
    assert_eq!(wang.simulate(&desk, "pack", 499).await.unwrap_err().code, "law_persons");
    assert_eq!(wang.simulate(&desk, "pack", 200_001).await.unwrap_err().code, "law_persons");
    assert_eq!(wang.simulate(&desk, "none", 500).await.unwrap_err().code, "law_version_unknown");
    let clerk = crate::decisions::clerk();
    assert_eq!(clerk.simulate(&desk, "pack", 500).await.unwrap_err().kind, ErrorKind::Denied);
    for name in ["..", "/", "none", ""] {
        let asking = Asking::of(&desk.core, &wang.actor, &wang.grants);
        let people = Peoples::Folder { name: name.into() };
        let on = anye_law::day::Day::parse("2020-08-01").unwrap();
        let wish = Wish { from: "in_use".into(), to: "pack".into(), people, on };
        assert_eq!(
            start(&desk, &asking.caller(None), &wish).await.unwrap_err().code,
            "law_population",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_read_says_why() {
    let test = sqlite().await;
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("真人样本/persons")).unwrap();
    std::fs::write(root.path().join("真人样本/persons/210400.parquet"), "nonsense").unwrap();
    let scratch = root.path().join("scratch");
    let desk = desk(&test.db).with_folders(scratch, Some(root.path().to_owned()));
    let wang = Person::officer("王");
    let asking = Asking::of(&desk.core, &wang.actor, &wang.grants);
    let people = Peoples::Folder { name: "真人样本".into() };
    let on = anye_law::day::Day::parse("2020-08-01").unwrap();
    let wish = Wish { from: "in_use".into(), to: "pack".into(), people, on };
    let one = start(&desk, &asking.caller(None), &wish).await.unwrap();
    work(&desk).await;
    let job = find_job(&mut &test.db, &one.job).await.unwrap().unwrap();
    assert_eq!((job.state, job.error.as_str()), (State::Failed, "law_population"));
    let done = find(&mut &test.db, &one.id).await.unwrap().unwrap();
    assert!(done.finished_at.is_none());
    assert!(done.result.unwrap().trouble.unwrap().contains("210400.parquet"));
    let (_, page) = send(&desk, &wang, Lang::En, &format!("/law/simulations/{}", one.id), &[]).await;
    assert!(page.contains("It could not be done"), "{page}");
}

#[tokio::test]
async fn the_pages_in_both_languages() {
    let test = sqlite().await;
    let desk = changed(&desk(&test.db), FILE, OLD, NEW);
    let wang = Person::officer("王");
    let all = "/law/simulations";
    let (_, page) = send(&desk, &wang, Lang::Zh, all, &[]).await;
    assert!(page.contains("尚未模拟过") && page.contains("启动"), "{page}");
    let bad = [
        ("_csrf", "token"),
        ("from", "in_use"),
        ("to", "pack"),
        ("persons", "many"),
        ("seed", "1"),
        ("on", "2020-08-01"),
    ];
    let (status, page) = send(&desk, &wang, Lang::En, all, &bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("500 to 200000"), "{page}");
    let good = [
        ("_csrf", "token"),
        ("from", "in_use"),
        ("to", "pack"),
        ("persons", "500"),
        ("seed", "1"),
        ("on", "2020-08-01"),
    ];
    assert_eq!(send(&desk, &wang, Lang::En, all, &good).await.0, StatusCode::SEE_OTHER);
    let one = list(&mut &test.db, 1).await.unwrap().remove(0);
    let one = format!("{all}/{}", one.id);
    let (_, page) = send(&desk, &wang, Lang::En, &one, &[]).await;
    assert!(page.contains("data-job=") && page.contains("Synthetic population"), "{page}");
    work(&desk).await;
    for (lang, word) in [(Lang::Zh, "谁得益"), (Lang::En, "Who gains")] {
        let (_, page) = send(&desk, &wang, lang, &one, &[]).await;
        assert!(page.contains(word) && page.contains("<svg") && page.contains("<title>"), "{page}");
        let (_, page) = send(&desk, &wang, lang, all, &[]).await;
        assert!(page.contains("tag-done"), "{page}");
    }
    let clerk = crate::decisions::clerk();
    let (_, page) = send(&desk, &clerk, Lang::En, all, &[]).await;
    assert!(!page.contains("action=\"/law/simulations\""), "{page}");
}
