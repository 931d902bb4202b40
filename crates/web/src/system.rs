//! What every installation answers: health, version, figures, style sheet, choices of display, the palette.

use anye_access::Permission;
use anye_db::{Read as _, migrate, sql};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::access::Visitor;
use crate::choices::set_cookie;
use crate::core::Core;
use crate::extract::Form;
use crate::problem::Failed;
use crate::routes::{Built, Guard, Routes};
use crate::{assets, palette};

/// The routes.
pub fn routes(core: &Core) -> Built {
    Routes::new(core)
        .get("/livez", Guard::Public, livez)
        .get("/readyz", Guard::Public, readyz)
        .get("/version", Guard::Public, version)
        .get("/metrics", Guard::Needs(Permission::MetricsRead), metrics)
        .get("/assets/{name}", Guard::Public, assets::serve)
        .post("/preferences", Guard::Public, preferences)
        .get("/api/palette", Guard::SignedIn, palette::palette)
        .finish(core.clone())
}

/// The description of the operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(palette::palette), components(schemas(crate::problem::Problem)), tags((name = "system", description = "系统 System")))]
struct Description;

/// Alive: the process answers.
async fn livez() -> &'static str {
    "ok\n"
}

/// Ready: the store answers and has this program's schema.
async fn readyz(State(core): State<Core>) -> Response {
    let mut reader = &core.db;
    let ready = async {
        reader.one(sql("select seq from audit_head where id = 1")).await?;
        migrate::current(&core.db).await
    };
    match ready.await {
        Ok(version) if version == migrate::NEWEST => "ok\n".into_response(),
        Ok(version) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("schema {version}, wanted {}\n", migrate::NEWEST))
                .into_response()
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response(),
    }
}

/// What runs here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = web::Version)]
pub struct Version {
    /// Always `anye`.
    pub name: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Version of the schema it wants.
    pub schema: i64,
    /// Demo mode.
    pub demo: bool,
}

async fn version(State(core): State<Core>) -> axum::Json<Version> {
    let settings = &core.settings;
    axum::Json(Version {
        name: "anye",
        version: settings.version,
        schema: migrate::NEWEST,
        demo: settings.demo,
    })
}

async fn metrics(State(core): State<Core>) -> Result<Response, Failed> {
    let mut reader = &core.db;
    core.metrics
        .audit_last
        .set(reader.one(sql("select seq from audit_head where id = 1")).await?.int("seq")?);
    let kind = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    Ok((kind, core.metrics.text()).into_response())
}

#[derive(Deserialize)]
struct Wish {
    theme: Option<String>,
    size: Option<String>,
    back: Option<String>,
}

/// Keeps theme and size in cookies, then goes back.
async fn preferences(State(core): State<Core>, _: Visitor, Form { data, .. }: Form<Wish>) -> Response {
    let mut response = Redirect::to(&own_path(data.back.as_deref())).into_response();
    let secure = core.settings.secure_cookies;
    for (name, wish, neutral) in [("theme", data.theme, "auto"), ("size", data.size, "standard")] {
        if let Some(word) =
            wish.filter(|word| ["auto", "light", "dark", "standard", "elder"].contains(&word.as_str()))
        {
            set_cookie(response.headers_mut(), name, if word == neutral { "" } else { &word }, secure);
        }
    }
    response
}

/// A path of this site, or the start page: never a way to another site.
pub fn own_path(path: Option<&str>) -> String {
    let own = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            // Browsers drop tabs and line ends inside an address: with one, `/\t/host` would become `//host`.
            && !path.chars().any(|sign| sign.is_control() || sign.is_whitespace())
    };
    path.filter(own).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn going_back_never_leaves_the_site() {
        assert_eq!(own_path(Some("/documents?q=1")), "/documents?q=1");
        for foreign in ["//evil", "https://evil", "/\\evil", "/\t/evil", ""] {
            assert_eq!(own_path(Some(foreign)), "/");
        }
    }
}
