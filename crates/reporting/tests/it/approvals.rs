//! Approval by exception: clean ones together by a job, doubtful ones ranked and left for a person.

use std::sync::Arc;

use anye_base::Limit;
use anye_jobs::{Runner, State as JobState};
use anye_reporting::approve::{self, ApprovalInput, ApproveWork, KIND, WithDoubts};
use anye_reporting::report::{self, State};
use anye_testkit::databases;

use crate::world::{FORM, House, OCTOBER, cells};

pub async fn run(house: &House, wish: &ApprovalInput) -> anye_jobs::Job {
    let asking = house.other.on(house);
    let job = approve::enqueue(&house.reporting, &asking.caller(None), wish).await.unwrap();
    let core = &house.reporting.core;
    let runner = Runner::new(core.db.clone(), core.world.clone())
        .with(KIND, Arc::new(ApproveWork(house.reporting.clone())));
    while runner.run_next().await.unwrap() {}
    anye_jobs::find(&mut &core.db, &job.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn clean_ones_together_and_doubtful_ones_by_their_effect() {
    for test in databases().await {
        let house = House::with(&test.db, 10).await;
        for at in 0..10 {
            // More staff than the register says three times over: a warning, the larger the more it could move.
            let staff = if at >= 7 { 700 + 100 * at as i64 } else { 150 };
            house.submitted(at, OCTOBER, &cells(staff, 1, 0)).await;
        }
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let queue = approve::queue(&house.reporting, &caller, FORM, OCTOBER, "210000").await.unwrap();
        assert_eq!((queue.len(), queue[0].clean, queue[0].doubtful), (1, 7, 3), "{queue:?}");
        let filter = report::Filter {
            form: FORM.into(),
            period: OCTOBER.into(),
            doubtful: true,
            ..Default::default()
        };
        let limit = Limit::new(2).unwrap();
        let first = report::list(&house.reporting, &caller, &filter, None, limit).await.unwrap();
        let rest =
            report::list(&house.reporting, &caller, &filter, first.next.as_ref(), limit).await.unwrap();
        let effects: Vec<i64> = first.items.iter().chain(&rest.items).map(|one| one.effect).collect();
        assert_eq!(effects.len(), 3);
        assert!(effects.windows(2).all(|pair| pair[0] >= pair[1]), "the largest first: {effects:?}");

        for approvals in 0..3 {
            let wish = ApprovalInput {
                form: FORM.into(),
                period: OCTOBER.into(),
                place: "210000".into(),
                approvals,
                doubtful: WithDoubts::Leave,
            };
            let job = run(&house, &wish).await;
            assert_eq!((job.state, &job.result["approved"]), (JobState::Done, &7.into()), "{job:?}");
        }
        assert_eq!(house.differences(OCTOBER).await, []);
        let filter = report::Filter { state: "approved".into(), doubtful: false, ..filter };
        let done = report::list(&house.reporting, &caller, &filter, None, Limit::default()).await.unwrap();
        assert_eq!(done.items.len(), 7);
        let shown = report::show(&house.reporting, &caller, &done.items[0].id).await.unwrap();
        assert_eq!(shown.report.state, State::Approved);
        assert_eq!(shown.acts.iter().filter(|act| act.act == "approve").count(), 3);
        // Looked at, they go too.
        let wish = ApprovalInput {
            form: FORM.into(),
            period: OCTOBER.into(),
            place: "210000".into(),
            approvals: 0,
            doubtful: WithDoubts::Approve,
        };
        let job = run(&house, &wish).await;
        assert_eq!(job.result["approved"], 3);
    }
}
