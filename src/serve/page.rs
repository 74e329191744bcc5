//! The explorer: files that the program carries, made by hand in `page/`, and YASGUI in `vendor/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::encoding::{gzip, takes_gzip};
use super::problem::Problem;
use crate::text::hexadecimal;

/// A file of the page.
struct Asset {
    bytes: &'static [u8],
    gzip: Vec<u8>,
    media_type: &'static str,
    /// Tells this content from others.
    tag: String,
}

static ASSETS: LazyLock<HashMap<&'static str, Asset>> = LazyLock::new(|| {
    static PAGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/page");
    static VENDOR: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/vendor");
    let asset = |file: &'static include_dir::File<'static>| {
        let name = file.path().to_str()?;
        let tag = hexadecimal(&Sha256::digest(file.contents())[..8]);
        Some((name, Asset { bytes: file.contents(), gzip: gzip(file.contents()), media_type: media_type(name), tag }))
    };
    PAGE.files().chain(VENDOR.files()).filter_map(asset).collect()
});

/// The page; its links to other files name their content, so that a browser may keep those for ever.
static INDEX: LazyLock<String> = LazyLock::new(|| {
    let index = ASSETS.get("index.html").map(|asset| String::from_utf8_lossy(asset.bytes).into_owned()).unwrap_or_default();
    ASSETS
        .iter()
        .fold(index, |index, (name, asset)| index.replace(&format!("/assets/{name}\""), &format!("/assets/{name}?v={}\"", asset.tag)))
});

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

/// Whether a path shows the page to who accepts HTML.
pub fn is_page(path: &str) -> bool {
    path == "/" || path == "/editor" || path == "/explore" || path.starts_with("/explore/") || path.starts_with("/id/")
}

/// The page, which shows what its path names.
pub fn page() -> Response {
    Html(INDEX.as_str()).into_response()
}

/// A file of the page.
pub async fn asset(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.get(name.as_str()) else {
        return Problem::not_found("the page has no such file", "load the page again").into_response();
    };
    let small = takes_gzip(&headers);
    let tag = format!("\"{}{}\"", asset.tag, if small { "-gzip" } else { "" });
    // Only who names the content may keep it without asking again.
    let named = query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(&asset.tag);
    let caching = if named { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if small {
        ([(header::CONTENT_TYPE, asset.media_type), (header::CONTENT_ENCODING, "gzip")], asset.gzip.as_slice()).into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.media_type)], asset.bytes).into_response()
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
