//! One employer: its facts as they are, what is doubtful about its code, and every fact there ever was.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::employer::{self, Employer, Fact, Field};
use crate::{Asking, Registry};

struct Line {
    label: String,
    value: String,
}

struct Past {
    field: String,
    value: String,
    days: String,
    recorded: String,
    superseded: Option<String>,
    source: String,
}

#[derive(Template)]
#[template(path = "employer.html")]
struct ShowPage {
    frame: Frame,
    lines: Vec<Line>,
    doubts: Vec<Line>,
    past: Vec<Past>,
    /// What the law gives it: for who may apply for it.
    claims: Option<String>,
}

/// Answers `GET /employers/{employer}`.
pub async fn show(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let (found, facts) = employer::history(&registry, &asking.caller(None), &key).await?;
    let here = format!("/employers/{}", found.id);
    let frame = Frame::new(&registry.core, &visitor, &here, found.name.clone())
        .under(visitor.texts.t("employers-title"), "/employers");
    let line = |field: &Field| Line {
        label: frame.t(&format!("employer-field-{field}")),
        value: worded(&registry, &frame, *field, &found.value(*field)),
    };
    let doubt = |doubt: &employer::CodeDoubt| Line {
        label: frame.t(&format!("code-doubt-{}", doubt.word())),
        value: doubt.evidence(),
    };
    let claims = visitor.may_at_all(Permission::ServiceApply);
    Ok(page(&ShowPage {
        claims: claims.then(|| format!("/service?kind=employer&id={}", found.id)),
        lines: Field::ALL.iter().map(line).collect(),
        doubts: Employer::code_doubts(&found).iter().map(doubt).collect(),
        past: facts.iter().map(|fact| past(&registry, &frame, fact)).collect(),
        frame,
    }))
}

fn past(registry: &Registry, frame: &Frame, fact: &Fact) -> Past {
    let until = fact.valid_to.map(|day| day.to_string()).unwrap_or_default();
    Past {
        field: frame.t(&format!("employer-field-{}", fact.field)),
        value: worded(registry, frame, fact.field, &fact.value),
        days: format!("{} – {until}", fact.valid_from),
        recorded: format!("{} {}", china_minute(fact.recorded_at), fact.recorded_name),
        superseded: fact.superseded_at.map(china_minute),
        source: [fact.source.as_str(), fact.evidence.as_str()].join(" ").trim().to_owned(),
    }
}

fn worded(registry: &Registry, frame: &Frame, field: Field, value: &str) -> String {
    match field {
        _ if value.is_empty() => frame.t("employer-unknown"),
        Field::Place => registry.core.place_in(value, frame.as_of, frame.texts.lang),
        Field::Industry => {
            format!("{value} {}", frame.t(&format!("industry-{}", value.get(..1).unwrap_or(""))))
        }
        Field::Size => frame.t(&format!("employer-size-{value}")),
        Field::State => frame.t(&format!("employer-state-{value}")),
        Field::AboveScale | Field::LabourIntensive | Field::HardHit => {
            frame.t(if value == "1" { "employer-yes" } else { "employer-no" })
        }
        _ => value.to_owned(),
    }
}
