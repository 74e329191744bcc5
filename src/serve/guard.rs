//! Who may ask the server, and what a browser may do with its answers.
//!
//! A server on this machine can be reached by every page that a browser shows. A page of another host may send it requests, and, by giving its own name the
//! address 127.0.0.1 ([DNS rebinding](https://en.wikipedia.org/wiki/DNS_rebinding)), read what comes back. So the name by which the server was called has to
//! be one of its own, and what a browser sends for another host's page is refused
//! ([fetch metadata](https://www.w3.org/TR/fetch-metadata/)).

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::Server;
use super::page::is_page;
use super::problem::Problem;
use super::token::Access;
use crate::read::size;

/// The names by which the server may be called, and the hosts whose pages may ask it.
pub struct Guard {
    /// As the header `Host` has them.
    hosts: Vec<String>,
    /// As the header `Origin` has them.
    origins: Vec<String>,
}

/// The most bytes of a body that asks for something; a change may be larger.
const BODY: usize = 1 << 20;
/// The same of a table that is to become a file: in a form a Chinese character takes nine bytes, and a long text has a thousand facts.
const TABLE: usize = 32 << 20;
/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every answer carries. YASGUI sets styles in the page; scripts, requests and pictures are of this server alone.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
             font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

impl Guard {
    /// For a server at an address, which may also be called by `names`, and asked by pages of `origins`.
    pub fn new(address: SocketAddr, names: &[String], origins: &[String]) -> Self {
        let port = address.port();
        let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")).into();
        hosts.push(address.to_string());
        if port == 80 {
            hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
        for name in names.iter().map(|name| name.to_ascii_lowercase()) {
            hosts.push(format!("{name}:{port}"));
            hosts.push(name);
        }
        let schemes = |host: &String| [format!("http://{host}"), format!("https://{host}")];
        let origins = hosts.iter().flat_map(schemes).chain(origins.iter().map(|origin| origin.to_ascii_lowercase())).collect();
        Self { hosts, origins }
    }

    fn check(&self, request: &Request) -> Result<(), Problem> {
        let headers = request.headers();
        let mut names = headers.get_all(header::HOST).iter();
        let host = match (request.uri().authority(), names.next(), names.next()) {
            (Some(authority), _, None) => authority.as_str(),
            (None, Some(host), None) => host.to_str().unwrap_or_default(),
            _ => "",
        };
        if !self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)) {
            let detail = format!("this server is not called `{}`", host.escape_debug());
            return Err(Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                detail,
                "call it by its own address, or begin it with --allow-host NAME",
            ));
        }
        let foreign =
            |detail: &str| Problem::new(StatusCode::FORBIDDEN, detail, "open the server's own page, or begin it with --cors ORIGIN");
        let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default().to_ascii_lowercase());
        match &origin {
            Some(origin) if self.origins.contains(origin) => return Ok(()),
            Some(_) => return Err(foreign("the request comes from a page of another host")),
            None => {}
        }
        let site = value(headers, "sec-fetch-site");
        // A link on another host's page may lead to a page here; that page shows nothing to the other.
        let follows_link = request.method() == Method::GET
            && value(headers, "sec-fetch-mode") == "navigate"
            && value(headers, "sec-fetch-dest") == "document"
            && is_page(request.uri().path());
        if ["cross-site", "same-site"].contains(&site) && !follows_link {
            return Err(foreign("the request was made for a page of another host"));
        }
        Ok(())
    }
}

fn value<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Lets a request through to its handler, or refuses it, and gives the answer what every answer carries.
pub async fn guard(State(server): State<Server>, request: Request, next: Next) -> Response {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).map(str::to_owned);
    let access = Access::of(server.settings.token.as_ref(), request.headers());
    let admitted = match server.guard.check(&request) {
        Ok(()) if access == Access::Granted => whole(request, access, server.settings.limits.change, server.settings.limits.time).await,
        Ok(()) => {
            let most = if request.uri().path() == "/api/sheet" { TABLE } else { BODY };
            whole(request, access, most, PATIENCE).await
        }
        Err(problem) => Err(problem),
    };
    let mut response = match admitted {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let mut allow = response.headers_mut().remove(header::ALLOW);
        response = problem.respond(accept.as_deref());
        if let Some(allow) = allow.take() {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    let headers = response.headers_mut();
    headers.extend(HEADERS);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

/// The request with its body, which has come in time and is not too large.
async fn whole(request: Request, access: Access, limit: usize, patience: Duration) -> Result<Request, Problem> {
    let (mut head, body) = request.into_parts();
    head.extensions.insert(access);
    let too_large = |_| {
        let detail = format!("the request's body is larger than {}, the limit, or breaks off", size(limit as u64));
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail, "send less")
    };
    let body = timeout(patience, to_bytes(body, limit)).await.map_err(|_| {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the request's body did not come within {} s", patience.as_secs()),
            "send it again",
        )
    })?;
    Ok(Request::from_parts(head, Body::from(body.map_err(too_large)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut builder = Request::builder().uri("/sparql?query=ASK{}");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(Body::empty()).expect("a request")
    }

    #[test]
    fn only_its_own_names_and_pages_are_let_through() {
        let address = "127.0.0.1:7878".parse().expect("an address");
        let guard = Guard::new(address, &["Graph.Example".to_owned()], &["https://trusted.example".to_owned()]);
        let own = ("host", "localhost:7878");
        for (headers, status) in [
            (vec![own], None),
            (vec![("host", "127.0.0.1:7878")], None),
            (vec![("host", "[::1]:7878")], None),
            (vec![("host", "graph.example")], None),
            (vec![("host", "GRAPH.example:7878")], None),
            (vec![], Some(421)),
            (vec![("host", "localhost")], Some(421)),
            (vec![("host", "localhost:80")], Some(421)),
            (vec![("host", "evil.example:7878")], Some(421)),
            (vec![("host", "localhost:7878.evil.example")], Some(421)),
            (vec![own, ("host", "evil.example")], Some(421)),
            (vec![own, ("origin", "http://localhost:7878")], None),
            (vec![own, ("origin", "https://trusted.example"), ("sec-fetch-site", "cross-site")], None),
            (vec![own, ("origin", "http://localhost:8080")], Some(403)),
            (vec![own, ("origin", "null")], Some(403)),
            (vec![own, ("sec-fetch-site", "same-origin")], None),
            (vec![own, ("sec-fetch-site", "none")], None),
            (vec![own, ("sec-fetch-site", "cross-site")], Some(403)),
            (vec![own, ("sec-fetch-site", "same-site")], Some(403)),
            (vec![own, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")], Some(403)),
        ] {
            let checked = guard.check(&request(&headers));
            assert_eq!(checked.err().map(|problem| problem.status), status, "{headers:?}");
        }
    }

    #[test]
    fn a_link_from_elsewhere_may_lead_to_a_page() {
        let guard = Guard::new("127.0.0.1:7878".parse().expect("an address"), &[], &[]);
        let headers =
            [("host", "127.0.0.1:7878"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        let mut page = request(&headers);
        *page.uri_mut() = "/explore/matrix".parse().expect("a path");
        assert!(guard.check(&page).is_ok());
        page.headers_mut().insert("sec-fetch-dest", HeaderValue::from_static("iframe"));
        assert!(guard.check(&page).is_err());
    }
}
