//! Every code, role and permission has its words in both languages.

use std::collections::BTreeSet;

use anye_access::messages::{EN, ZH, codes};
use anye_access::{Permission, Reach, Role};

fn keys(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(_, words)| !words.trim().is_empty())
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn nothing_is_without_words_and_no_words_are_left_over() {
    let (zh, en) = (keys(ZH), keys(EN));
    assert_eq!(zh, en);
    let errors: BTreeSet<_> = codes().into_iter().map(|code| format!("error-{code}")).collect();
    let written: BTreeSet<_> =
        zh.iter().filter(|key| key.starts_with("error-")).map(|key| (*key).to_owned()).collect();
    assert_eq!(errors, written);
    for role in Role::ALL {
        assert!(zh.contains(format!("role-{}", role.word()).as_str()), "{role:?}");
    }
    for permission in Permission::ALL {
        assert!(
            zh.contains(format!("permission-{}", permission.word().replace('.', "-")).as_str()),
            "{permission:?}"
        );
    }
    for reach in Reach::ALL {
        assert!(zh.contains(format!("reach-{}", reach.word()).as_str()), "{reach:?}");
    }
    for reason in ["granted", "no_grants", "no_right", "out_of_reach", "token_limit", "conflict"] {
        assert!(zh.contains(format!("reason-{reason}").as_str()), "{reason}");
    }
}

#[test]
fn what_a_page_awaits_can_cross_threads() {
    fn crosses<T: Send>(_: impl FnOnce() -> T) {}
    let (world, _) = anye_testkit::test_world();
    // Never run: this compiles only while the futures are `Send`.
    if world.now_ms() < 0 {
        crosses(|| async {
            let store = anye_testkit::sqlite().await;
            let rules = crate::town::towns().await.remove(0);
            let wish = anye_access::session::SignIn {
                login: String::new(),
                password: String::new(),
                client: crate::town::client(""),
            };
            anye_access::session::sign_in(&store.db, &rules.world, &rules.rules, wish).await.ok();
            rules.give("", Role::Clerk, "").await.ok();
            rules.session(&rules.system).await;
        });
    }
}
