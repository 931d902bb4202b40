//! The start page itself.

use anye_access::Permission::{DocumentsImport, JobsRead};
use anye_base::{Fault, Limit};
use anye_jobs::State as JobState;
use anye_web::nav::NavGroup;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{FirstHour, HomeEntry, HomeGroup};
use crate::Office;

struct Act {
    title: String,
    text: String,
    href: String,
    done: bool,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    sentence: String,
    groups: Vec<HomeGroup>,
    hour: Vec<Act>,
    done: usize,
    work: Vec<NavGroup>,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    frame: Frame,
    search: Option<String>,
    /// Pages that anybody may open without signing in: label and address.
    open: Vec<(String, &'static str)>,
}

/// Answers `GET /`.
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Failed> {
    let core = &office.core;
    if visitor.must_be_signed_in().is_err() {
        let frame = Frame::new(core, &visitor, "/", visitor.texts.t("start-title"));
        let search = office.home.iter().find_map(|source| source.public_search()).map(str::to_owned);
        let everybody = core.nav().iter().filter(|entry| entry.permission.is_none() && entry.href != "/");
        let open = everybody.map(|entry| (frame.t(entry.key), entry.href)).collect();
        return Ok(page(&StartPage { frame, search, open }));
    }
    let frame = Frame::new(core, &visitor, "/", visitor.texts.t("home-title"));
    let mut groups: Vec<HomeGroup> = jobs(&office, &visitor).await?.into_iter().collect();
    let mut hour = None;
    for source in &office.home {
        groups.extend(source.groups(core, &visitor).await?);
        if core.settings.demo && visitor.may_at_all(DocumentsImport) && hour.is_none() {
            hour = source.first_hour(core, &visitor).await?;
        }
    }
    groups.retain(|group| !group.entries.is_empty());
    let hour = hour.map(|hour| acts(&frame, hour)).unwrap_or_default();
    let done = hour.iter().filter(|act| act.done).count();
    // What is only worth a look, such as the newest documents, does not wait for anybody.
    let waiting = groups
        .iter()
        .flat_map(|group| &group.entries)
        .filter(|entry| entry.count.is_some() || entry.late)
        .count();
    let sentence = match waiting {
        0 => frame.t2("home-state-none", "place", &frame.place.1, "day", frame.as_of),
        n => {
            let values =
                [("place", frame.place.1.clone()), ("day", frame.as_of.to_string()), ("n", n.to_string())];
            frame.texts.args("home-state", &values)
        }
    };
    let mut work = frame.nav.clone();
    work.iter_mut().for_each(|group| group.links.retain(|link| link.href != "/"));
    work.retain(|group| !group.links.is_empty());
    Ok(page(&HomePage { frame, sentence, groups, hour, done, work }))
}

fn acts(frame: &Frame, hour: FirstHour) -> Vec<Act> {
    let steps = [
        ("import", hour.import),
        ("correct", hour.correct),
        ("search", hour.search),
        ("follow", hour.follow),
    ];
    let act = |(word, step): (&str, super::Step)| Act {
        title: frame.t(&format!("hour-{word}")),
        text: frame.t(&format!("hour-{word}-text")),
        href: step.href,
        done: step.done,
    };
    steps.into_iter().map(act).collect()
}

/// Jobs that run, wait or need a look.
async fn jobs(office: &Office, visitor: &Visitor) -> Result<Option<HomeGroup>, Fault> {
    if !visitor.may_at_all(JobsRead) {
        return Ok(None);
    }
    let mut entries = Vec::new();
    for state in [JobState::Failed, JobState::Running, JobState::Waiting] {
        let filter = crate::jobs::visible(visitor, Some(state));
        let most = Limit::new(3).unwrap_or_default();
        let found = anye_jobs::list(&mut &office.core.db, &filter, None, most).await?;
        entries.extend(found.items.into_iter().map(|job| HomeEntry {
            hint: if job.total > 0 { format!("{} / {}", job.done, job.total) } else { String::new() },
            href: format!("/jobs/{}", job.id),
            count: None,
            by: visitor.texts.t(&format!("job-state-{}", job.state.word())),
            late: job.state == JobState::Failed,
            title: job.title,
        }));
    }
    let all = Some((visitor.texts.t("home-jobs-all"), "/jobs".to_owned()));
    Ok(Some(HomeGroup { title: visitor.texts.t("jobs-title"), entries, all }))
}
