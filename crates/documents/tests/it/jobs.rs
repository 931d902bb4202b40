//! Many files by a job: one bad file keeps no good one out, a killed program goes on, a job can be stopped; and the index can be lost.

use std::sync::Arc;

use anye_base::Limit;
use anye_documents::import::NewFile;
use anye_documents::import_many::{KIND, import_many};
use anye_documents::jobs::{ImportWork, REINDEX, ReindexWork, enqueue_reindex};
use anye_documents::list::{Filter, list};
use anye_documents::search::{SearchRequest, search};
use anye_jobs::{Job, Runner, State};
use anye_testkit::databases;

use crate::world::{App, Person, TWO_ARTICLES, notice};

fn runner(app: &App) -> Runner {
    let library = &app.library;
    Runner::new(library.core.db.clone(), library.core.world.clone())
        .with(KIND, Arc::new(ImportWork(library.clone())))
        .with(REINDEX, Arc::new(ReindexWork(library.clone())))
}

fn files(count: u32) -> Vec<NewFile> {
    let file =
        |serial| NewFile { name: format!("{serial}.txt"), bytes: notice(serial, TWO_ARTICLES).into_bytes() };
    (1..=count).map(file).collect()
}

async fn job(app: &App, id: &str) -> Job {
    anye_jobs::find(&mut &app.db.db, id).await.unwrap().unwrap()
}

async fn stored(app: &App, person: &Person) -> usize {
    let asking = app.asking(person);
    let limit = Limit::new(500).unwrap();
    list(&app.library, &asking.caller(None), &Filter::default(), None, limit).await.unwrap().items.len()
}

#[tokio::test]
async fn a_bad_file_keeps_no_good_one_out() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let mut files = files(3);
        files.insert(1, NewFile { name: "bad.txt".into(), bytes: b"  ".to_vec() });
        let asking = app.asking(&officer);
        let put = import_many(&app.library, &asking.caller(None), files, &officer.options()).await.unwrap();
        assert!(runner(&app).run_next().await.unwrap());
        let done = job(&app, &put.id).await;
        assert_eq!((done.state, done.done, done.total), (State::Done, 4, 4), "{}", done.error);
        assert_eq!(
            (&done.result["imported"], &done.result["failed"]),
            (&3.into(), &1.into()),
            "{}",
            done.result
        );
        assert_eq!(stored(&app, &officer).await, 3);
        let waiting = app.library.waiting_folder();
        assert_eq!(std::fs::read_dir(waiting).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_job_that_was_cut_off_goes_on_and_a_cancelled_one_stops() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let asking = app.asking(&officer);
        let put =
            import_many(&app.library, &asking.caller(None), files(40), &officer.options()).await.unwrap();
        // Wanted stopped while it runs: the first step is kept, the others are not done.
        let mut tx = app.db.db.begin_internal(&app.library.core.world, &officer.actor).await.unwrap();
        tx.run(anye_db::sql("update job set cancel_wanted = 1 where id = $1").bind(&put.id)).await.unwrap();
        tx.commit(anye_db::audit::Event::new("test.cancel", "job", &put.id)).await.unwrap();
        runner(&app).run_next().await.unwrap();
        assert_eq!(job(&app, &put.id).await.state, State::Cancelled);
        assert_eq!(stored(&app, &officer).await, 16);
        // As after a crash between two steps: the work of the second step is done, its checkpoint is not saved.
        let world = app.library.core.world.clone();
        let scope = anye_db::Scope::new(&world, &officer.actor);
        app.import(&officer, "17.txt", &notice(17, TWO_ARTICLES)).await.unwrap();
        anye_jobs::retry(&app.db.db, scope, &job(&app, &put.id).await).await.unwrap();
        let app = app.restarted();
        runner(&app).run_next().await.unwrap();
        let done = job(&app, &put.id).await;
        assert_eq!(
            (done.state, &done.result["imported"], &done.result["already_there"]),
            (State::Done, &39.into(), &1.into())
        );
        assert_eq!(stored(&app, &officer).await, 40);
    }
}

#[tokio::test]
async fn a_lost_or_damaged_index_is_built_again_from_the_store() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        for serial in 1..=3 {
            app.import(&officer, "a.txt", &notice(serial, TWO_ARTICLES)).await.unwrap();
        }
        let hits = async |app: &App| {
            let asking = app.asking(&officer);
            let request = SearchRequest { text: "监测企业".into(), ..SearchRequest::default() };
            search(&app.library, &asking.caller(None), &request, None, Limit::default()).await.unwrap().total
        };
        assert_eq!(hits(&app).await, 3);
        std::fs::remove_dir_all(app.db.folder().join("search")).unwrap();
        let app = app.restarted();
        assert_eq!(hits(&app).await, 3);
        let asking = app.asking(&officer);
        let put = enqueue_reindex(&app.library, &asking.caller(None), true).await.unwrap();
        runner(&app).run_next().await.unwrap();
        assert_eq!(job(&app, &put.id).await.state, State::Done);
        assert_eq!(hits(&app).await, 3);
    }
}
