//! Lists, search, relations, what is in force, comparison, exports, units.

use anye_access::Role;
use anye_base::{Lang, Limit};
use anye_documents::compare::{Change, compare};
use anye_documents::export_xlsx::export_xlsx;
use anye_documents::in_force::{End, Standing, timeline};
use anye_documents::list::{Filter, choices, list};
use anye_documents::model::Role as Relates;
use anye_documents::search::{SearchRequest, search, suggest};
use anye_documents::show::show;
use anye_documents::withdraw::withdraw;
use anye_documents::{mentions, relations, unit_index};
use anye_testkit::databases;

use crate::world::{App, FUSHUN, LIAOYANG, Person, TWO_ARTICLES, notice};

#[tokio::test]
async fn lists_are_filtered_paged_and_show_only_what_may_be_read() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        for serial in 1..=5 {
            app.import(&officer, "a.txt", &notice(serial, TWO_ARTICLES)).await.unwrap();
        }
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let two = Limit::new(2).unwrap();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = list(&app.library, &caller, &Filter::default(), cursor.as_ref(), two).await.unwrap();
            seen.extend(page.items.into_iter().map(|record| record.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 5);
        seen.dedup();
        assert_eq!(seen.len(), 5);
        let count = async |filter: Filter| {
            list(&app.library, &caller, &filter, None, Limit::default()).await.unwrap().items.len()
        };
        let text = |text: &str| Filter { text: Some(text.into()), ..Filter::default() };
        assert_eq!(
            (count(text("第3批")).await, count(text("50%")).await, count(text("〔2026〕4号")).await),
            (1, 0, 1)
        );
        let place = |code: &str| Filter { place: Some(code.into()), ..Filter::default() };
        assert_eq!(
            (count(place("210000")).await, count(place(LIAOYANG)).await, count(place(FUSHUN)).await),
            (5, 5, 0)
        );
        let on = |day: &str| Filter { in_force_on: day.parse().ok(), ..Filter::default() };
        assert_eq!((count(on("2026-01-14")).await, count(on("2026-01-15")).await), (0, 5));
        assert_eq!(choices(&app.library, &caller).await.unwrap().years, [2026]);
        let other = Person::new("other", Role::Analyst, FUSHUN);
        let asking = app.asking(&other);
        let none = list(&app.library, &asking.caller(None), &Filter::default(), None, two).await.unwrap();
        assert!(none.items.is_empty());
        let request = SearchRequest { text: "监测企业".into(), ..SearchRequest::default() };
        let found = search(&app.library, &asking.caller(None), &request, None, two).await.unwrap();
        assert_eq!((found.total, found.counts.places.len()), (0, 0));
        assert!(suggest(&app.library, &asking.caller(None), "样例").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_new_document_is_found_at_once_with_marks_and_a_withdrawn_one_is_not() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let id = app.import(&officer, "a.txt", &notice(1, TWO_ARTICLES)).await.unwrap().document_id;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let request = SearchRequest { text: "监测企业".into(), ..SearchRequest::default() };
        let found = search(&app.library, &caller, &request, None, Limit::default()).await.unwrap();
        assert_eq!((found.total, found.hits[0].article_key.as_str()), (1, "1"));
        let marked =
            found.hits[0].snippets.iter().flat_map(|snippet| &snippet.pieces).any(|piece| piece.marked);
        assert!(marked);
        let gone = withdraw(&app.library, &caller, &id, 1, "录入有误").await.unwrap();
        assert_eq!(gone.withdrawn.unwrap().reason, "录入有误");
        assert_eq!(search(&app.library, &caller, &request, None, Limit::default()).await.unwrap().total, 0);
        // It is kept, and said to be withdrawn.
        assert!(show(&app.library, &caller, &id).await.unwrap().record.withdrawn.is_some());
        let late = withdraw(&app.library, &caller, &id, 1, "再次").await.unwrap_err();
        assert_eq!(late.code, "stale");
    }
}

#[tokio::test]
async fn citations_find_their_documents_whichever_came_first_and_a_repeal_ends_one() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let citing = notice(
            9,
            "(一)执行依据。按照《关于做好第1批样例工作的通知》(样政发〔2026〕1号)的规定办理。\n\n(二)废止文件。《关于做好第2批样例工作的通知》(样政发〔2026〕2号)同时废止。",
        );
        let citing = citing.replace("2026年1月15日", "2026年3月1日");
        app.import(&officer, "1.txt", &notice(1, TWO_ARTICLES)).await.unwrap();
        let nine = app.import(&officer, "9.txt", &citing).await.unwrap().document_id;
        let two = app.import(&officer, "2.txt", &notice(2, TWO_ARTICLES)).await.unwrap().document_id;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let around = relations::around(&app.library, &caller, &nine).await.unwrap();
        let targets: Vec<_> = around
            .outward
            .iter()
            .map(|view| (view.relation.role, view.other.as_ref().map(|record| record.id.as_str())))
            .collect();
        assert!(targets.contains(&(Relates::Repeals, Some(two.as_str()))), "{targets:?}");
        assert!(targets.iter().any(|(_, other)| *other == Some("样政发-2026-1")), "{targets:?}");
        let graph = relations::graph(&app.library, &caller, "样政发-2026-1", 2).await.unwrap();
        let mut nodes: Vec<&str> =
            graph.nodes.iter().filter_map(|node| node.document_id.as_deref()).collect();
        nodes.sort_unstable();
        assert_eq!(nodes, ["样政发-2026-1", "样政发-2026-2", "样政发-2026-9"]);
        assert_eq!(graph.edges.len(), 2);
        let day = "2026-03-01".parse().unwrap();
        let line = timeline(&app.library, &caller, day, None).await.unwrap().lines;
        let line = line.iter().find(|line| line.document.id == two).unwrap();
        assert_eq!(
            (line.standing, line.end, line.to),
            (Standing::Ended, End::Repeal, "2026-02-28".parse().ok())
        );
        let document = show(&app.library, &caller, &nine).await.unwrap();
        let linked = document
            .texts()
            .flat_map(|text| &text.citations)
            .filter(|found| found.finding.document_id.is_some());
        assert!(linked.count() >= 2);
    }
}

#[tokio::test]
async fn two_editions_are_compared_article_by_article() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let text = notice(1, TWO_ARTICLES);
        let left = app.import(&officer, "a.txt", &text).await.unwrap().document_id;
        let mut options = officer.options();
        options.edition = Some("2".into());
        let right = text
            .replace("320", "350")
            .replace("(二)", "(二)新增事项。本条为样例新增的内容,另行规定办法。\n\n(三)");
        let right =
            app.import_with(&officer, "b.txt", right.as_bytes(), &options, None).await.unwrap().document_id;
        let asking = app.asking(&officer);
        let found = compare(&app.library, &asking.caller(None), &left, &right).await.unwrap();
        let changes: Vec<Change> = found.pairs.iter().map(|pair| pair.change).collect();
        assert_eq!(changes.len(), 3);
        assert_eq!((changes[0], changes[1]), (Change::Changed, Change::Added));
        assert!(found.pairs[2].renumbered);
    }
}

#[tokio::test]
async fn measures_and_figures_go_out_as_a_workbook_and_the_export_is_recorded() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let id = app.import(&officer, "a.txt", &notice(1, TWO_ARTICLES)).await.unwrap().document_id;
        let asking = app.asking(&officer);
        let texts = app.library.core.texts(Lang::Zh);
        let ids = [id];
        let bytes =
            export_xlsx(&app.library, &asking.caller(None), &ids, &texts, "http://localhost").await.unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut strings = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("xl/sharedStrings.xml").unwrap(), &mut strings)
            .unwrap();
        assert!(strings.contains("任务") && strings.contains("样政发〔2026〕1号"), "{strings}");
        let mut sheet = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet2.xml").unwrap(), &mut sheet)
            .unwrap();
        assert!(sheet.contains("<v>320</v>") && sheet.contains("hyperlink"));
        let mut from = &app.db.db;
        use anye_db::Read as _;
        let count = anye_db::sql("select count(*) as n from audit_record where action = 'documents.export'");
        assert_eq!(from.one(count).await.unwrap().int("n").unwrap(), 1);
        let public = Person::new("public", Role::Jobseeker, LIAOYANG);
        let asking = app.asking(&public);
        let refused = export_xlsx(&app.library, &asking.caller(None), &ids, &texts, "").await.unwrap_err();
        assert_eq!(refused.code, "denied");
    }
}

#[tokio::test]
async fn units_and_words_lead_to_their_articles() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let id = app.import(&officer, "a.txt", &notice(1, TWO_ARTICLES)).await.unwrap().document_id;
        let asking = app.asking(&officer);
        let caller = asking.caller(None);
        let units = unit_index::units(&app.library, &caller).await.unwrap();
        let first = &units[0];
        assert!(first.name.contains("人力资源社会保障") && first.mentions == 2, "{units:?}");
        let articles = unit_index::articles(&app.library, &caller, &first.key).await.unwrap();
        let found: Vec<_> =
            articles.iter().map(|article| (article.article_key.as_str(), article.role.as_str())).collect();
        assert_eq!(found, [("1", "lead"), ("2", "responsible")]);
        let counted = mentions::mentions(&app.library, &caller, &id, "用工").await.unwrap();
        let places: Vec<&str> = counted.places.iter().map(|place| place.article_key.as_str()).collect();
        assert_eq!((places, counted.chapters_with.len(), counted.chapters), (vec!["1", "2"], 1, 1));
    }
}
