//! The five official documents as library records. Their texts are not in the repository: without them these tests say so and show nothing.

use std::path::PathBuf;

use anye_documents::implementation::implementation;
use anye_documents::list::{Filter, list};
use anye_documents::model::Role as Relates;
use anye_documents::search::{SearchRequest, search};
use anye_documents::show::show;
use anye_documents::view::{DocumentView, TextKind};
use anye_documents::{article, relations, unit_index};
use anye_testkit::databases;

use crate::world::{App, CHAOYANG, FUSHUN, KNOWLEDGE, PROVINCE, Person};

/// The five texts; `None` where they are not there.
fn seeds() -> Option<Vec<(String, Vec<u8>)>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let folder = std::env::var_os("ANYE_SEEDS").map_or(beside, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: the official documents are not there (ANYE_SEEDS names their folder)");
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let read = |path: &PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
    };
    Some(files.iter().map(read).collect())
}

/// Libraries that hold the five documents.
async fn filled() -> Vec<(App, Person)> {
    let Some(seeds) = seeds() else { return Vec::new() };
    let mut all = Vec::new();
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        for (name, bytes) in &seeds {
            app.import_with(&officer, name, bytes, &officer.options(), None).await.unwrap();
        }
        all.push((app, officer));
    }
    all
}

async fn document(app: &App, person: &Person, id: &str) -> DocumentView {
    let asking = app.asking(person);
    show(&app.library, &asking.caller(None), id).await.unwrap_or_else(|fault| panic!("{id}: {fault}"))
}

fn numbered(document: &DocumentView) -> Vec<&str> {
    let articles = document.articles.iter().filter(|article| article.kind == TextKind::Numbered);
    articles.map(|article| article.key.as_str()).collect()
}

async fn parents(app: &App, person: &Person, id: &str, key: &str) -> Vec<String> {
    let asking = app.asking(person);
    let page = article::article(&app.library, &asking.caller(None), id, key).await.unwrap();
    let mut numbers: Vec<String> = page.parents.into_iter().filter_map(|view| view.relation.number).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// Each article addressable by its key, with its functions; articles without any are listed as such.
async fn check_functions(app: &App, person: &Person, id: &str) {
    let asking = app.asking(person);
    let caller = asking.caller(None);
    let rows = implementation(&app.library, &caller, id).await.unwrap();
    let stored = document(app, person, id).await;
    for key in numbered(&stored) {
        let page = article::article(&app.library, &caller, id, key).await.unwrap();
        let row = rows.iter().find(|row| row.article_key == key).unwrap();
        assert_eq!(page.functions, row.functions);
        let expected: Vec<&str> =
            KNOWLEDGE.pack.requirements_of(id, key).map(|row| row.id.as_str()).collect();
        let found: Vec<&str> = row.functions.iter().map(|function| function.id.as_str()).collect();
        assert_eq!(found, expected, "{id} {key}");
    }
    let with_none = rows.iter().filter(|row| row.functions.is_empty()).count();
    let linked: usize = rows.iter().map(|row| row.functions.len()).sum();
    assert!(linked > 0 && with_none < rows.len(), "{id}: {with_none} of {} without", rows.len());
}

// covers: LN2009-6/00.a, LN2009-6/00.b
#[tokio::test]
async fn the_notice_of_2009_is_one_record_with_44_articles_and_its_bases() {
    for (app, officer) in filled().await {
        let notice = document(&app, &officer, "LN2009-6").await;
        assert_eq!(notice.record.number.as_deref(), Some("辽政发〔2009〕6号"));
        assert_eq!((notice.chapters.len(), numbered(&notice).len()), (7, 44));
        assert_eq!(numbered(&notice), (1..=44).map(|number: u32| number.to_string()).collect::<Vec<_>>());
        assert!(
            !notice.addressees.is_empty()
                && notice.record.issuer.is_some()
                && !notice.record.title.is_empty()
        );
        assert_eq!((notice.record.issued_on, notice.record.place.as_str()), (None, PROVINCE));
        check_functions(&app, &officer, "LN2009-6").await;
        let bases = ["国办发〔2008〕130号", "国办发〔2009〕3号", "国发〔2009〕4号"];
        for key in numbered(&notice) {
            let found = parents(&app, &officer, "LN2009-6", key).await;
            assert!(bases.iter().all(|base| found.iter().any(|number| number == base)), "{key}: {found:?}");
        }
        let asking = app.asking(&officer);
        let around = relations::around(&app.library, &asking.caller(None), "LN2009-6").await.unwrap();
        let based_on = around.outward.iter().filter(|view| view.relation.role == Relates::BasedOn);
        let mut numbers: Vec<_> = based_on.filter_map(|view| view.relation.number.as_deref()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers, bases);
    }
}

// covers: LN2016-75/00.a
#[tokio::test]
async fn the_guideline_of_2016_is_found_by_number_date_article_and_unit() {
    for (app, officer) in filled().await {
        let guideline = document(&app, &officer, "LN2016-75").await;
        assert_eq!((guideline.chapters.len(), numbered(&guideline).len()), (7, 17));
        assert_eq!(guideline.record.issued_on, "2016-06-26".parse().ok());
        check_functions(&app, &officer, "LN2016-75").await;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let listed = async |filter: Filter| {
            let page = list(&app.library, &caller, &filter, None, anye_base::Limit::default()).await.unwrap();
            page.items.into_iter().map(|record| record.id).collect::<Vec<_>>()
        };
        let by_number = Filter { text: Some("辽政办发〔2016〕75号".into()), ..Filter::default() };
        let by_date =
            Filter { in_force_on: "2016-06-26".parse().ok(), year: Some(2016), ..Filter::default() };
        assert_eq!(
            (listed(by_number).await, listed(by_date).await),
            (vec!["LN2016-75".to_owned()], vec!["LN2016-75".to_owned()])
        );
        let request =
            SearchRequest { text: "辽政办发〔2016〕75号".into(), ..SearchRequest::default() };
        let found = search(&app.library, &caller, &request, None, anye_base::Limit::default()).await.unwrap();
        assert!(found.hits.iter().any(|hit| hit.document.id == "LN2016-75"));
        // Every unit named after an article leads back to that article.
        for article in &guideline.articles {
            for unit in &article.units {
                let key = unit
                    .finding
                    .unit_id
                    .clone()
                    .unwrap_or_else(|| anye_documents::keys::title_key(&unit.finding.full_name));
                let articles = unit_index::articles(&app.library, &caller, &key).await.unwrap();
                let here = articles
                    .iter()
                    .any(|row| row.document_id == "LN2016-75" && row.article_key == article.key);
                assert!(here, "{key} {}", article.key);
            }
        }
        assert!(guideline.articles.iter().filter(|article| !article.units.is_empty()).count() >= 15);
    }
}

// covers: CY2017/00.a
#[tokio::test]
async fn the_city_rule_of_2017_is_a_child_of_its_two_parents_and_holds_in_its_city() {
    for (app, officer) in filled().await {
        let rule = document(&app, &officer, "CY2017").await;
        assert_eq!(
            (rule.chapters.len(), numbered(&rule).len(), rule.record.place.as_str()),
            (5, 28, CHAOYANG)
        );
        let found = parents(&app, &officer, "CY2017", "1").await;
        assert!(
            ["国发〔2017〕28号", "辽政发〔2017〕28号"]
                .iter()
                .all(|number| found.iter().any(|have| have == number)),
            "{found:?}"
        );
        only_in_its_city(&app, "CY2017", CHAOYANG, FUSHUN).await;
    }
}

// covers: FS2020/00.a
#[tokio::test]
async fn the_city_plan_of_2020_is_clean_addressable_and_a_child_of_the_provincial_opinions() {
    for (app, officer) in filled().await {
        let plan = document(&app, &officer, "FS2020").await;
        assert_eq!((plan.chapters.len(), numbered(&plan).len(), plan.record.place.as_str()), (6, 25, FUSHUN));
        let found = parents(&app, &officer, "FS2020", "1").await;
        assert!(found.iter().any(|number| number == "辽政发〔2020〕9号"), "{found:?}");
        let latin = |c: char| {
            matches!(
                c,
                'ā' | 'á'
                    | 'ǎ'
                    | 'à'
                    | 'ē'
                    | 'é'
                    | 'ě'
                    | 'è'
                    | 'ī'
                    | 'í'
                    | 'ǐ'
                    | 'ì'
                    | 'ō'
                    | 'ó'
                    | 'ǒ'
                    | 'ò'
                    | 'ū'
                    | 'ú'
                    | 'ǔ'
                    | 'ù'
            )
        };
        for article in &plan.articles {
            assert!(!article.text.contains(latin) && !article.text.contains('業'), "{}", article.key);
        }
        check_functions(&app, &officer, "FS2020").await;
        only_in_its_city(&app, "FS2020", FUSHUN, CHAOYANG).await;
    }
}

/// A rule of one city is read in that city and above, and not in another.
async fn only_in_its_city(app: &App, id: &str, own: &str, other: &str) {
    let clerk = |place: &str| Person::new(place, anye_access::Role::Clerk, place);
    assert_eq!(document(app, &clerk(own), id).await.record.id, id);
    let stranger = clerk(other);
    let asking = app.asking(&stranger);
    assert_eq!(show(&app.library, &asking.caller(None), id).await.unwrap_err().code, "not_found");
}

// covers: LN2020-R/2.0.a
#[tokio::test]
async fn the_chain_of_policy_documents_can_be_walked() {
    for (app, officer) in filled().await {
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let graph = relations::graph(&app.library, &caller, "LN2020-R", 2).await.unwrap();
        for number in ["国发〔2019〕28号", "国办发〔2020〕6号", "辽政发〔2020〕9号", "厅秘发〔2020〕26号"]
        {
            assert!(
                graph.nodes.iter().any(|node| node.number.as_deref() == Some(number)),
                "{number}: {:?}",
                graph.nodes
            );
        }
    }
}
