//! The style sheet and the script, in the binary, under addresses that change with their contents so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sm3::{Digest as _, Sm3};

static CSS: LazyLock<String> = LazyLock::new(|| {
    [
        include_str!("../assets/tokens.css"),
        include_str!("../assets/base.css"),
        include_str!("../assets/frame.css"),
        include_str!("../assets/tables.css"),
        include_str!("../assets/forms.css"),
        include_str!("../assets/parts.css"),
        include_str!("../assets/document.css"),
        include_str!("../assets/law.css"),
        include_str!("../assets/chart.css"),
        include_str!("../assets/print.css"),
    ]
    .concat()
});

const SCRIPT: &str = concat!(
    include_str!("../assets/anye.js"),
    include_str!("../assets/keep.js"),
    include_str!("../assets/chart.js")
);

static CSS_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/anye-{}.css", digest(&CSS)));
static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/anye-{}.js", digest(SCRIPT)));

fn digest(text: &str) -> String {
    anye_db::audit::hex(&Sm3::digest(text.as_bytes())[..6])
}

/// Address of the style sheet.
pub fn css_path() -> &'static str {
    &CSS_PATH
}

/// Address of the script.
pub fn script_path() -> &'static str {
    &SCRIPT_PATH
}

/// Answers `/assets/{name}`. An older address gets the present contents, uncached.
pub async fn serve(Path(name): Path<String>) -> Response {
    let (text, kind, path) = if name.ends_with(".css") {
        (CSS.as_str(), "text/css; charset=utf-8", css_path())
    } else if name.ends_with(".js") {
        (SCRIPT, "text/javascript; charset=utf-8", script_path())
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let current = path.ends_with(&name);
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], text).into_response()
}
