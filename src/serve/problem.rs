//! What the server answers where it cannot do what was asked: a sentence with what to do, as text or as
//! [problem details](https://www.rfc-editor.org/rfc/rfc9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::negotiation::choose;
use crate::Error;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The status of the answer.
    pub status: u16,
    /// What is wrong, as one clause.
    pub detail: String,
    /// Where; empty if there is nothing to say.
    #[serde(rename = "in", default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What the client can do, as one clause.
    #[serde(rename = "do")]
    pub remedy: String,
}

/// Seconds after which a client that was turned away may come again.
const RETRY: HeaderValue = HeaderValue::from_static("2");

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { status: status.as_u16(), detail: detail.into(), place: String::new(), remedy: remedy.into() }
    }

    pub fn bad_request(detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail, remedy)
    }

    pub fn not_found(detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail, remedy)
    }

    pub fn not_acceptable(offers: impl Iterator<Item = &'static str>) -> Self {
        let offers: Vec<&str> = offers.collect();
        let remedy = format!("accept one of {}", offers.join(", "));
        Self::new(StatusCode::NOT_ACCEPTABLE, "the answer cannot be written in any of the formats that are accepted", remedy)
    }

    /// The same sentence that the command line says.
    pub fn of(error: &Error, status: StatusCode) -> Self {
        let said = error.to_string();
        let (detail, rest) = said.split_once("\n  in: ").unwrap_or((&said, ""));
        let (place, remedy) = rest.rsplit_once("\n  do: ").unwrap_or((rest, ""));
        let (detail, remedy) = if remedy.is_empty() { detail.split_once("\n  do: ").unwrap_or((detail, "")) } else { (detail, remedy) };
        Self { status: status.as_u16(), detail: detail.to_owned(), place: place.to_owned(), remedy: remedy.to_owned() }
    }

    /// The answer, in the form that the client accepts.
    pub fn respond(&self, accept: Option<&str>) -> Response {
        const FORMS: [(&str, bool); 3] = [("text/plain", false), ("application/problem+json", true), ("application/json", true)];
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let as_json = choose(accept, &FORMS).is_some_and(|(_, as_json)| *as_json);
        let mut response = if as_json {
            let title = status.canonical_reason().unwrap_or_default();
            let body =
                serde_json::json!({ "title": title, "status": self.status, "detail": self.detail, "in": self.place, "do": self.remedy });
            ([(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
        } else {
            let place = if self.place.is_empty() { String::new() } else { format!("  in: {}\n", self.place) };
            let body = format!("error: {}\n{place}  do: {}\n", self.detail, self.remedy);
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
        };
        *response.status_mut() = status;
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY);
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"zhengtu\""));
        }
        // Read by `guard`, which knows what the client accepts.
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.respond(None)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::of(&error, StatusCode::INTERNAL_SERVER_ERROR)
    }
}
