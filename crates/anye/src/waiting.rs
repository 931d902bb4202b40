//! The tasks of today on the home page (今日待办): the first few of the task list, with its counts. It must never keep a list of its own.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{Lang, Limit};
use anye_casework::model::Case;
use anye_casework::use_case::{TaskFilter, tasks};
use anye_office::home::Later;
use anye_office::{HomeEntry, HomeGroup, HomeSource};
use anye_web::{Asking, Core, Visitor};

/// Tasks on the home page.
pub struct TasksAtHome;

/// Entries shown.
const FEW: u32 = 6;

impl HomeSource for TasksAtHome {
    fn groups<'a>(&'a self, core: &'a Core, visitor: &'a Visitor) -> Later<'a, Vec<HomeGroup>> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::CasesWork) {
                return Ok(Vec::new());
            }
            let asking = Asking::new(core, visitor);
            let filter = TaskFilter {
                office: visitor.own_place(core).to_owned(),
                limit: Limit::new(FEW).unwrap_or_default(),
                ..TaskFilter::default()
            };
            let found = tasks(&core.db, &asking.caller(None), &filter).await?;
            let (texts, now) = (&visitor.texts, core.world.now_ms());
            let entry = |case: &Case| HomeEntry {
                title: case.title.said(texts.lang == Lang::Zh).to_owned(),
                hint: core.place_in(&case.place, core.world.today(), texts.lang),
                href: format!("/cases/{}", case.id),
                count: None,
                by: texts.t1("home-task-due", "at", china_minute(case.due_at)),
                late: case.is_overdue(now),
            };
            let counts = &found.counts;
            let title = texts.args(
                "home-tasks",
                &[
                    ("all", counts.all.to_string()),
                    ("today", counts.today.to_string()),
                    ("late", counts.overdue.to_string()),
                ],
            );
            let all = Some((texts.t("home-tasks-all"), "/tasks".to_owned()));
            Ok(vec![HomeGroup { title, entries: found.page.items.iter().map(entry).collect(), all }])
        })
    }
}
