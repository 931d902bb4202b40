//! Fields that lead to somebody: chosen from a list or named by what people know, shown by name everywhere, never asked for or shown as an internal id; people's names covered.

use anye_access::Role;
use anye_base::Lang;
use anye_registry::entry::Entry;
use anye_registry::{Registers, employer};
use anye_testkit::databases;
use axum::http::StatusCode;
use serde_json::json;

use crate::entries::filled;
use crate::register_pages::{Sent, form, send};
use crate::rooms::{changed, choice, new, opened, people, rooms_with};
use crate::world::{self, Person};

const PLACE: &str = "210106";
const FIRM: &str = "沈阳样例保洁公司";
const BRANCH: &str = "沈阳样例保洁公司分部";

/// Two employers, the longer name beginning with the shorter: id and code.
async fn firms(rooms: &Registers, clerk: &Person) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (n, name) in [(1, FIRM), (2, BRANCH)] {
        let asking = clerk.asking(&rooms.registry);
        let new = world::new(n, name, PLACE);
        let code = new.code.clone();
        let made = employer::register(&rooms.registry, &asking.caller(None), new).await.unwrap();
        all.push((made.employer.id, code));
    }
    all
}

async fn post(rooms: &Registers, clerk: &Person, firm: &str, title: &str) -> Entry {
    let mut fields = filled(rooms, "welfare-post", "");
    fields["title"] = json!(title);
    opened(rooms, clerk, "welfare-post", new(firm, "2026-02-01", fields)).await
}

/// Everything of a page that people read: no tags, no attributes.
fn read(page: &str) -> String {
    let (mut out, mut within) = (String::new(), false);
    for letter in page.chars() {
        match letter {
            '<' => within = true,
            '>' => (within, out) = (false, out + " "),
            _ if !within => out.push(letter),
            _ => {}
        }
    }
    out
}

/// Words that look like an id.
fn ids(page: &str) -> Vec<String> {
    let words = read(page);
    let words = words.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_id = |word: &&str| {
        word.len() == 26 && word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
    };
    words.filter(is_id).map(str::to_owned).collect()
}

fn definitions() -> std::sync::Arc<anye_programmes::Definitions> {
    changed(|all| {
        for register in all.registers.iter_mut().filter(|one| one.id.ends_with("-post")) {
            register.limits.clear();
        }
    })
}

fn holder<'a>(category: &'a str, post: &'a str, employer: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("who", "p1"),
        ("from", "2026-03-10"),
        ("source", "窗口"),
        ("f.post", post),
        ("f.employer", employer),
        ("f.category", category),
        ("f.verified", "yes"),
        ("f.contract", "2026-03-10"),
        ("f.ends", "2027-03-09"),
    ]
}

#[tokio::test]
async fn what_a_field_leads_to_is_chosen_or_named_as_people_know_it() {
    for test in databases().await {
        let (rooms, ..) = rooms_with(&test.db, definitions());
        let clerk = Person::new("王", Role::Clerk, "210100");
        let firms = firms(&rooms, &clerk).await;
        people(&rooms, &[("p1", "王小明", PLACE)]).await;
        let cleaner = post(&rooms, &clerk, &firms[0].0, "保洁员").await;
        post(&rooms, &clerk, &firms[1].0, "门卫").await;
        let path = "/registers/welfare-placement/new";
        let get = async |lang, path: &str| {
            let (status, page, _) = send(&rooms, Some(&clerk), lang, path, Sent::Nothing).await;
            assert!(status.is_success(), "{path}: {status}");
            page
        };
        let sent = async |pairs: &[(&str, &str)]| {
            send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Form(&form(pairs))).await
        };
        // A short list is chosen from, by what the post is called and whose it is.
        for lang in [Lang::Zh, Lang::En] {
            let page = get(lang, &format!("{path}?subject=p1")).await;
            let option = format!("<option value=\"{}\">保洁员 · {FIRM} · 2026-02-01", cleaner.id);
            assert!(page.contains(&option) && page.contains("门卫"), "{page}");
            assert!(
                page.contains(lang.pick("统一社会信用代码，或单位名称", "unified credit code")),
                "{page}"
            );
            assert_eq!(ids(&page), Vec::<String>::new());
        }
        let category = choice("welfare-placement", "category");
        // Nothing fits, or two: said, with candidates, and what was typed stays.
        let (status, page, _) = sent(&holder(&category, &cleaner.id, "没有的公司")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("没有找到“没有的公司”") && page.contains("value=\"没有的公司\""), "{page}");
        assert!(page.contains(&format!("<option value=\"{}\" selected>", cleaner.id)), "the choice stays");
        let (status, page, _) = sent(&holder(&category, &cleaner.id, "沈阳样例")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for (name, (_, code)) in [FIRM, BRANCH].iter().zip(&firms) {
            assert!(page.contains(&format!("{name} {code}")), "{page}");
        }
        assert_eq!(ids(&page), Vec::<String>::new());
        // An entry of another register is none of these, whoever sends its id.
        let (status, page, _) = sent(&holder(&category, &firms[0].0, FIRM)).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("没有找到"), "{page}");
        // The whole name is one, even where a longer one begins so; the post by what it is called.
        let (status, page, to) = sent(&holder(&category, "保洁员", FIRM)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let id = to.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let asking = clerk.asking(&rooms.registry);
        let made = anye_registry::entry::show(&rooms, &asking.caller(None), &id).await.unwrap();
        assert_eq!(
            (&made.fields["employer"], &made.fields["post"]),
            (&json!(firms[0].0), &json!(cleaner.id))
        );
        // Page, list and what leads back to it say names.
        let pages = [
            to.clone(),
            "/registers/welfare-placement".to_owned(),
            format!("/registers/welfare-post/entries/{}", cleaner.id),
        ];
        for (at, path) in pages.iter().enumerate() {
            for lang in [Lang::Zh, Lang::En] {
                let page = get(lang, path).await;
                assert_eq!(ids(&page), Vec::<String>::new(), "{path}");
                assert!(at == 2 || page.contains(&format!("保洁员 · {FIRM}")), "{path}: {page}");
            }
        }
        // By its code it is known too; a program sends ids as before.
        let by_code = holder(&category, "门卫", &firms[1].1);
        let mut by_code = by_code.clone();
        by_code[0].1 = "p2";
        people(&rooms, &[("p2", "李芳", PLACE)]).await;
        assert_eq!(sent(&by_code).await.0, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn people_that_a_field_leads_to_are_covered_and_namesakes_are_told_apart() {
    for test in databases().await {
        let (rooms, ..) = rooms_with(&test.db, definitions());
        let clerk = Person::new("王", Role::Clerk, "210100");
        let firms = firms(&rooms, &clerk).await;
        people(&rooms, &[("p1", "王小明", PLACE), ("p2", "李芳", PLACE), ("p3", "李芳", "210102")]).await;
        // Of another city: not to be seen here.
        people(&rooms, &[("p4", "赵大海", "210202")]).await;
        let path = "/registers/student-soldier-post/new";
        let sent = async |whose: &str, holder: &str| {
            let pairs = form(&[
                ("who", whose),
                ("from", "2026-03-10"),
                ("source", "窗口"),
                ("f.title", "教师"),
                ("f.announced_on", "2026-03-01"),
                ("f.holder", holder),
            ]);
            send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Form(&pairs)).await
        };
        let (status, page, _) = sent(FIRM, "李芳").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("李芳 1975-05 和平区；李芳 1975-05 铁西区"), "{page}");
        let (_, page, _) = sent(FIRM, "赵大海").await;
        assert!(page.contains("没有找到“赵大海”"), "{page}");
        // Whom it is about is named the same way: by name or code.
        let (status, page, _) = sent("没有的公司", "王小明").await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("没有找到“没有的公司”"),
            "{page}"
        );
        let (status, page, to) = sent(FIRM, "王小明").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(sent(&firms[1].1, "").await.0, StatusCode::SEE_OTHER);
        for path in [to.as_str(), "/registers/student-soldier-post"] {
            let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Nothing).await;
            assert!(page.contains("王*明") && !page.contains("王小明"), "{path}: {page}");
            assert_eq!(ids(&page), Vec::<String>::new(), "{path}");
        }
    }
}

/// What a form showed by its name keeps its id while nobody touches it, even where others have that name.
#[tokio::test]
async fn what_is_known_stands_there_by_its_name_and_stays_who_it_is() {
    for test in databases().await {
        let (rooms, ..) = rooms_with(&test.db, definitions());
        let clerk = Person::new("王", Role::Clerk, "210100");
        firms(&rooms, &clerk).await;
        people(&rooms, &[("p2", "李芳", PLACE), ("p3", "李芳", PLACE)]).await;
        // Made with an id of the length that ids have, as the registry gives them.
        let id = "abcdefghjkmnpqrstvwxyz0123";
        people(&rooms, &[(id, "李芳", PLACE)]).await;
        let path = "/registers/student-soldier-post/new";
        let pairs = form(&[
            ("who", FIRM),
            ("from", "2026-03-10"),
            ("source", "窗口"),
            ("f.title", "教师"),
            ("f.announced_on", "2026-03-01"),
            ("k.holder", id),
            ("f.holder", "李*"),
        ]);
        let (status, page, to) = send(&rooms, Some(&clerk), Lang::Zh, path, Sent::Form(&pairs)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let entry = to.split('?').next().unwrap().rsplit('/').next().unwrap();
        let asking = clerk.asking(&rooms.registry);
        let made = anye_registry::entry::show(&rooms, &asking.caller(None), entry).await.unwrap();
        assert_eq!(made.fields["holder"], json!(id));
    }
}
