//! Answers to clients that take them in fewer bytes ([gzip](https://www.rfc-editor.org/rfc/rfc1952)), as browsers do.

use std::io::Write;

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

/// What is shorter fits into a packet as it is.
const SHORTEST: usize = 1400;
/// What is larger is not kept, and would be made smaller each time that it is asked for.
const LONGEST: usize = super::cache::ONE;

/// Whether a client takes gzip.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let codings =
        headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    codings.map(str::trim).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.trim().parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

/// The bytes in gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 8), Compression::new(4));
    // A vector takes all that it is given.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Makes an answer smaller that is text, and neither very short nor very long.
pub async fn smaller(response: Response) -> Response {
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_text =
        media_type.starts_with("text/") || ["json", "xml", "n-triples", "n-quads", "trig"].iter().any(|kind| media_type.contains(kind));
    let is_office = media_type.contains("officedocument");
    let size = response.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
    if !is_text || is_office || response.status() != StatusCode::OK || !size.is_some_and(|size| (SHORTEST..=LONGEST).contains(&size)) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let Ok(smaller) = tokio::task::spawn_blocking(move || gzip(&bytes)).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(smaller.len()));
    Response::from_parts(head, Body::from(smaller))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_takes_gzip_has_it() {
        let takes = |value: &str| takes_gzip(&[(header::ACCEPT_ENCODING, value.parse().expect("a header"))].into_iter().collect());
        for value in ["gzip", "deflate, GZIP;q=0.5", "br,gzip"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "identity", "gzip;q=0", "gzip; q=0.0, br", "xgzip"] {
            assert!(!takes(value), "{value}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
