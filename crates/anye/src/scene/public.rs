//! What the scene made public (公示), and what it found without an application (免申即享): posts that employers applied for, some shown to everybody now, one with an
//! objection to be answered, one refused after one, some given when their days were over; and offers that wait for a yes.

use std::sync::Arc;

use anye_base::{Actor, ActorKind, Fault};
use anye_jobs::Runner;
use anye_programmes::{Applicant, SubjectKind};
use anye_service::case::Act;
use anye_service::{automatic, publicity};

use super::Scene;
use super::cases::{Story, decide, said};

/// County whose city has a plan of 2020.
const COUNTY: usize = 1;
/// Title, yuan a month, what becomes of it.
const POSTS: [(&str, &str, Fate); 7] = [
    ("社区助残服务（合成）", "1810", Fate::Given),
    ("公共图书整理（合成）", "1810", Fate::Given),
    ("河道巡护（合成）", "1860", Fate::Upheld),
    ("便民大厅引导（合成）", "1810", Fate::Dismissed),
    ("老旧小区值守（合成）", "1850", Fate::Objected),
    ("村屯保洁（合成）", "1810", Fate::Shown),
    ("养老助餐服务（合成）", "1830", Fate::Shown),
];

/// What becomes of an application after it was decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Its days are over and it is given.
    Given,
    /// Somebody objected, and was right.
    Upheld,
    /// Somebody objected, and was not.
    Dismissed,
    /// Somebody objected, and nobody has answered yet.
    Objected,
    /// Shown to everybody now.
    Shown,
}

impl Scene {
    pub(super) async fn published(&self) -> Result<(), Fault> {
        let mut shown = Vec::new();
        for ((title, pay, fate), (firm, _)) in POSTS.into_iter().zip(&self.firms[COUNTY]) {
            let (sent, decided) = match fate {
                Fate::Given | Fate::Upheld => ("2020-05-25", "2020-05-28"),
                _ => ("2020-06-15", "2020-06-18"),
            };
            let case = self.post_asked(firm, (title, pay), sent, decided).await?;
            if fate == Fate::Upheld {
                self.at("2020-06-01", 10)?;
                self.objected(&case, "该处已有同样岗位，人员已满（合成）").await?;
                self.at("2020-06-02", 10)?;
                self.answered(&case, true, "现场核实，岗位重复，不再开设（合成）").await?;
            }
            shown.push((case, fate));
        }
        // Those of May end by the clock, like any other.
        self.at("2020-06-06", 7)?;
        publicity::turn(&self.service).await?;
        for (case, fate) in &shown {
            if matches!(fate, Fate::Objected | Fate::Dismissed) {
                self.at("2020-06-19", 11)?;
                self.objected(case, "希望说明该岗位的工作时间（合成）").await?;
            }
            if *fate == Fate::Dismissed {
                self.at("2020-06-19", 16)?;
                self.answered(case, false, "工作时间已向异议人说明，不影响岗位设置（合成）").await?;
            }
        }
        Ok(())
    }

    /// Applied for at the counter, examined and decided: then it is public.
    async fn post_asked(
        &self,
        firm: &str,
        (title, pay): (&str, &str),
        sent: &str,
        decided: &str,
    ) -> Result<String, Fault> {
        let story = Story {
            county: COUNTY,
            programme: "welfare-post",
            subject: (SubjectKind::Employer, firm),
            answers: said(&[
                ("f.title", title),
                ("f.duties", "社区公共服务（合成）"),
                ("f.pay", pay),
                ("f.term", "36"),
                ("f.temporary", "no"),
                ("f.money", "就业补助资金（合成）"),
            ]),
            about: &[
                ("posts", "welfare_post", "yes"),
                ("posts", "needed", "yes"),
                ("posts", "duties_clear", "yes"),
                ("posts", "conditions_fit", "yes"),
                ("posts", "money_secured", "yes"),
                ("posts", "evaluated_on", sent),
                ("posts", "opened_on", "2020-07-01"),
            ],
        };
        self.at(sent, 9)?;
        let case = self.sent(&self.cast.clerk[COUNTY], Applicant::Counter, &story).await?;
        self.at(sent, 15)?;
        self.pass(&story, &case).await?;
        self.at(decided, 10)?;
        self.act(&self.cast.reviewer[COUNTY], &case, &decide(true, "")).await?;
        Ok(case)
    }

    /// By somebody from the street: nobody has to be signed in.
    async fn objected(&self, case: &str, words: &str) -> Result<(), Fault> {
        let found = anye_service::case::by_case(&self.core.db, case).await?;
        let (whole, _) = found.ok_or_else(|| Fault::not_found("case"))?;
        let actor = Actor {
            kind: ActorKind::Anonymous,
            id: String::new(),
            name: "公众（合成）".to_owned(),
            source: "demo".to_owned(),
            trace: String::new(),
        };
        let new = publicity::Objecting {
            name: "合成居民".to_owned(),
            contact: "14200000009".to_owned(),
            words: words.to_owned(),
        };
        publicity::object(&self.service, &actor, None, &whole.row.number, &new).await?;
        Ok(())
    }

    /// By somebody who did not decide it: above the county.
    async fn answered(&self, case: &str, upheld: bool, note: &str) -> Result<(), Fault> {
        let asking = self.cast.chief.on(&self.core);
        let (whole, _) = anye_service::case::show(&self.service, &asking.caller(None), case).await?;
        let open = whole.objections.iter().find(|one| one.answered.is_none());
        let objection = open.ok_or_else(|| Fault::not_found("service_objection"))?.id.clone();
        self.act(&self.cast.chief, case, &Act::Settle { objection, upheld, note: note.to_owned() }).await
    }

    /// The run of the night before the demo begins: whoever is entitled and did not ask is offered it.
    pub(super) async fn offered(&self) -> Result<(), Fault> {
        self.at("2020-06-21", 2)?;
        automatic::enqueue_daily(&self.service).await?;
        let work = Arc::new(automatic::RunWork(self.service.clone()));
        let runner = Runner::new(self.core.db.clone(), self.core.world.clone()).with(automatic::KIND, work);
        while runner.run_next().await? {}
        Ok(())
    }
}
