//! Which role may do what, and how far (权限矩阵): the very table that decides, set as a table.

use anye_access::{Permission, Reach, Role, rights_of};
use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::{People, show};

struct Row {
    label: String,
    word: &'static str,
    business: bool,
    cells: Vec<Option<String>>,
}

#[derive(Template)]
#[template(path = "matrix.html")]
struct MatrixPage {
    frame: Frame,
    roles: Vec<(String, bool)>,
    rows: Vec<Row>,
    reaches: Vec<(String, String)>,
    explains: bool,
}

/// Answers `GET /access/matrix`.
pub async fn show(State(people): State<People>, visitor: Visitor) -> Response {
    let texts = &visitor.texts;
    let cell = |role: Role, permission: Permission| {
        let right = rights_of(role).iter().find(|right| right.permission == permission)?;
        Some(show::reach(texts, right.reach))
    };
    let row = |permission: &Permission| Row {
        label: show::permission(texts, *permission),
        word: permission.word(),
        business: permission.is_business(),
        cells: Role::ALL.into_iter().map(|role| cell(role, *permission)).collect(),
    };
    let held = |role: Role| visitor.grants.holds(role);
    let matrix = MatrixPage {
        frame: Frame::new(&people.core, &visitor, "/access/matrix", texts.t("access-matrix-title")),
        roles: Role::ALL.into_iter().map(|role| (show::role(texts, role), held(role))).collect(),
        rows: Permission::ALL.iter().map(row).collect(),
        reaches: Reach::ALL
            .into_iter()
            .map(|reach| (show::reach(texts, reach), texts.t(&format!("access-reach-{}", reach.word()))))
            .collect(),
        explains: visitor.may_at_all(Permission::AccessExplain),
    };
    page(&matrix)
}
