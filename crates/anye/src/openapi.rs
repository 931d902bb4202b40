//! The description of the API: one document from all features, served and kept in `docs/openapi.json`.

use anye_web::{Built, Core, Guard, Routes};
use axum::Json;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::app::VERSION;

/// The document (OpenAPI 3.1).
pub fn document() -> OpenApi {
    let mut all = anye_web::system::openapi();
    for part in [
        anye_office::openapi(),
        anye_people::openapi(),
        anye_policy::openapi(),
        anye_casework::openapi(),
        anye_registry::openapi(),
        anye_posts::openapi(),
        anye_registry::rooms::openapi(),
        anye_money::openapi(),
        anye_service::openapi(),
        anye_reporting::api::openapi(),
        anye_reporting::pages::openapi(),
        anye_monitor::openapi(),
        anye_documents::api::openapi(),
    ] {
        all.merge(part);
    }
    all.info.title = "Anye 安业".to_owned();
    VERSION.clone_into(&mut all.info.version);
    all.info.description = Some(
        "Programs sign in with a token made on the page “My account”: `Authorization: Bearer …`. Failures are problem details (RFC 9457) \
         with stable codes. Writes by POST carry `Idempotency-Key`; changes carry `If-Match`."
            .to_owned(),
    );
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    all.components.get_or_insert_with(Default::default).add_security_scheme("token", bearer);
    all
}

/// Where it is served.
pub fn routes(core: &Core) -> Built {
    Routes::new(core).get("/api/openapi.json", Guard::Public, serve).finish(core.clone())
}

async fn serve() -> Json<OpenApi> {
    Json(document())
}
