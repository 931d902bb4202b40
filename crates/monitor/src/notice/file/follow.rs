//! What follows a filed notice (报告之后): its case, and the wave it belongs to.

use anye_access::Caller;
use anye_base::Fault;
use anye_casework::model::Words;
use anye_casework::use_case as casework;
use anye_db::WriteTx;
use serde_json::json;

use super::super::case;
use super::super::case::About;
use super::super::model::{Came, Notice, Version};
use super::super::setting::Setting;
use crate::Monitor;

pub(super) fn fill(setting: &Setting, notice: &mut Notice, version: &Version, event_at: Option<i64>) {
    let answers = &version.answers;
    notice.state = "filed".to_owned();
    notice.draft = None;
    notice.place.clone_from(&version.employer.place);
    answers.field(&setting.event).clone_into(&mut notice.event);
    notice.persons = answers.field(&setting.persons).parse().ok();
    notice.carried_out_on = Some(answers.field(&setting.day).to_owned());
    notice.event_at = event_at;
    notice.reported_at = notice.reported_at.or(Some(version.at));
    notice.share = version.judgement.share;
    version.judgement.needed.word().clone_into(&mut notice.needed);
    notice.breaches = i64::try_from(version.judgement.breaches.len()).unwrap_or(i64::MAX);
    notice.version = version.version;
}

pub(super) async fn open_case(
    monitor: &Monitor,
    setting: &Setting,
    caller: &Caller<'_>,
    tx: &mut WriteTx<'_>,
    notice: &mut Notice,
    version: &Version,
) -> Result<bool, Fault> {
    if notice.case_id.is_some() || !version.judgement.opens {
        return Ok(false);
    }
    let name = &version.employer.name;
    let persons = notice.persons.unwrap_or_default();
    let grounds = version
        .judgement
        .verdicts
        .iter()
        .filter(|one| setting.opens.contains(&one.rule) && matches!(one.came, Came::Yes | Came::Needs));
    let evidence = grounds.map(|one| {
        let cites = Words::new(
            one.basis.iter().map(|cite| cite.zh.as_str()).collect::<Vec<_>>().join("、"),
            one.basis.iter().map(|cite| cite.en.as_str()).collect::<Vec<_>>().join(", "),
        );
        (one.name.clone(), cites)
    });
    let about = About {
        kind: "layoff",
        subject: ("employer", notice.employer_id.clone()),
        place: notice.place.clone(),
        title: Words::new(
            format!("{name}:裁员报告,涉及 {persons} 人"),
            format!("{name}: layoff notice, {persons} persons"),
        ),
        key: notice.id.clone(),
        evidence: evidence.collect(),
        more: json!({ "notice": notice.id }),
    };
    let plan = case::planned(monitor, setting, &about);
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let opened = casework::open_in(tx, by, caller.world.new_id(), caller.world.now_ms(), &plan).await?;
    notice.case_id = Some(opened.case().id.clone());
    Ok(true)
}

/// The cases of one wave are joined to the case of its first notice.
pub(super) async fn join_wave(monitor: &Monitor, notice: &Notice, others: &[Notice]) -> Result<(), Fault> {
    let first = others.iter().find(|other| other.id == notice.wave && other.id != notice.id);
    if let (Some(own), Some(first)) = (&notice.case_id, first.and_then(|one| one.case_id.as_ref())) {
        case::join(monitor, own, first, "wave").await?;
    }
    Ok(())
}
