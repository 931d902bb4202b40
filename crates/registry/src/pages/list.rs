//! The list of employers. Everything it filters by stands in the address.

use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::employer::{self, Filter};
use crate::{Asking, Registry};

struct Row {
    href: String,
    code: String,
    doubtful: bool,
    name: String,
    place: String,
    industry: String,
    size: String,
    staff: String,
    state: String,
}

#[derive(Template)]
#[template(path = "employers.html")]
struct ListPage {
    frame: Frame,
    filter: Filter,
    rows: Vec<Row>,
    next: Option<String>,
}

fn address(filter: &Filter, cursor: Option<&str>) -> String {
    let all = [("q", filter.q.as_str()), ("place", &filter.place), ("cursor", cursor.unwrap_or(""))];
    let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("/employers?{query}"),
        _ => "/employers".to_owned(),
    }
}

/// Answers `GET /employers`.
pub async fn list(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let found =
        employer::list(&registry, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit)
            .await?;
    let frame =
        Frame::new(&registry.core, &visitor, &address(&filter, None), visitor.texts.t("employers-title"));
    let row = |one: &employer::Employer| Row {
        href: format!("/employers/{}", one.id),
        code: one.code.clone(),
        doubtful: !one.code_doubts().is_empty(),
        name: one.name.clone(),
        place: registry.core.place_in(&one.place, frame.as_of, frame.texts.lang),
        industry: frame.t(&format!("industry-{}", one.section())),
        size: if one.size.is_empty() {
            String::new()
        } else {
            frame.t(&format!("employer-size-{}", one.size))
        },
        staff: one.staff.map(|staff| staff.to_string()).unwrap_or_default(),
        state: frame.t(&format!("employer-state-{}", one.state)),
    };
    Ok(page(&ListPage {
        rows: found.items.iter().map(row).collect(),
        next: found.next.map(|cursor| address(&filter, Some(&cursor.encode()))),
        filter,
        frame,
    }))
}
