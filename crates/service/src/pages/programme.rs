//! One programme before it is applied for (办事指南): what it is by, how it goes, what to bring, and for whom to begin.

use anye_access::Permission;
use anye_base::Fault;
use anye_programmes::{Applicant, Programme, SubjectKind};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::catalogue::{Asked, whom};
use super::words::{cite, said, span};
use crate::Service;
use crate::port::Subject;

#[derive(Template)]
#[template(path = "service_programme.html")]
struct ProgrammePage {
    frame: Frame,
    id: String,
    note: String,
    cites: Vec<(String, String)>,
    steps: Vec<(String, String)>,
    papers: Vec<String>,
    promise: String,
    publicity: String,
    doubts: Vec<String>,
    rules: Vec<(String, String)>,
    together: Vec<(String, String)>,
    subjects: Vec<(String, String, String, &'static str)>,
    signed_in: bool,
    counter: bool,
}

/// Answers `GET /service/{programme}/new`.
pub async fn programme(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let service = service.now();
    let one = service.programme(&id).ok_or_else(|| Fault::not_found("programme"))?;
    let name = said(&visitor.texts, &one.name);
    let frame = Frame::new(&service.core, &visitor, &format!("/service/{id}/new"), name)
        .under(visitor.texts.t("service-title"), "/service");
    let texts = frame.texts.clone();
    let whom = whom(&service, &visitor, &asked.kind, &asked.id).await?;
    let mut subjects = Vec::new();
    match (&whom, visitor.account()) {
        (Some((whom, own)), _) if whom.kind == one.subject => subjects.push(subject(&frame, one, whom, *own)),
        (None, Some(account)) => {
            for own in service.own(account).await? {
                if own.kind == one.subject {
                    subjects.push(subject(&frame, one, &own, true));
                }
            }
        }
        _ => {}
    }
    let chinese = super::words::chinese(&texts);
    let rules = one.rules.iter().filter_map(|used| {
        let rule = service.book().rule(service.book().find_rule(&used.rule)?);
        Some((anye_policy::rule_name(rule, chinese), format!("/rules/{}", rule.id)))
    });
    let place = whom.as_ref().map_or_else(|| frame.place.0.clone(), |(one, _)| one.place.clone());
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(None);
    let same = |other: &&Programme| {
        other.id != one.id
            && other.subject == one.subject
            && crate::case::is_bundled(&service, &caller, &[one, *other], &place)
    };
    let together = service.definitions.programmes.iter().filter(same);
    let made = ProgrammePage {
        id: one.id.clone(),
        note: said(&texts, &one.note),
        cites: one.cite.iter().map(cite).collect(),
        steps: one
            .steps
            .iter()
            .map(|step| {
                (said(&texts, &step.name), step.within.map(|one| span(&texts, one)).unwrap_or_default())
            })
            .collect(),
        papers: one.papers.iter().map(|paper| said(&texts, &paper.name)).collect(),
        promise: one.promise.map(|one| span(&texts, one)).unwrap_or_default(),
        publicity: one.publicity.as_ref().map(|one| span(&texts, one.span)).unwrap_or_default(),
        doubts: one.doubts.iter().map(|one| said(&texts, one)).collect(),
        rules: rules.collect(),
        together: together.map(|one| (one.id.clone(), said(&texts, &one.name))).collect(),
        subjects,
        signed_in: visitor.account().is_some(),
        counter: visitor.may_at_all(Permission::ServiceWork),
        frame,
    };
    Ok(page(&made))
}

/// What a button to begin sends: kind, id, label, channel.
fn subject(
    frame: &Frame,
    one: &Programme,
    whom: &Subject,
    own: bool,
) -> (String, String, String, &'static str) {
    let channel = match (own, whom.kind) {
        (false, _) => "counter",
        (true, SubjectKind::Employer) => "employer",
        (true, _) if one.applicants.contains(&Applicant::Itself) => "itself",
        (true, _) => "employer",
    };
    let name = if own { whom.name.clone() } else { whom.shown() };
    let label = frame.t1("service-begin-for", "name", format!("{name} {}", whom.number).trim());
    (whom.kind.word().to_owned(), whom.id.clone(), label, channel)
}
