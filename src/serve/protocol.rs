//! `/sparql`: the [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), and what the endpoint says of itself
//! ([Service Description](https://www.w3.org/TR/sparql11-service-description/)).

use std::str;

use axum::body::Bytes;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};

use super::change::What;
use super::negotiation::{GRAPHS, choose};
use super::page::page;
use super::pool::Answer;
use super::problem::Problem;
use super::token::Access;
use super::worker::Question;
use super::{Client, Server, accepted};

/// What the endpoint says of itself, with `<>` for its own address.
const DESCRIPTION: &str = include_str!("description.ttl");
/// And where it may be written to.
const WRITABLE: &str = "<> <http://www.w3.org/ns/sparql-service-description#supportedLanguage> <http://www.w3.org/ns/sparql-service-description#SPARQL11Update> .";

/// `GET`: a query in the address, or, without one, what the endpoint says of itself: to a browser, the editor.
pub async fn get(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let parameters = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    if parameters.is_empty() {
        return describe(&headers, server.settings.token.is_some());
    }
    match Asked::of(&parameters, None)? {
        Asked::Query { text, dataset } => ask(&server, client, text, dataset, &headers).await,
        Asked::Update { .. } => Err(Problem::bad_request("an update does not come by GET", "send it by POST")),
    }
}

/// `POST`: a query or an update as a form, or as it is.
pub async fn post(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    Extension(access): Extension<Access>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let mut given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, options) = media_type.split_once(';').unwrap_or((media_type, ""));
    let is_utf8 = options
        .split(';')
        .filter_map(|option| option.split_once('='))
        .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    if !is_utf8 {
        return Err(Problem::bad_request("the request is not in UTF-8", "send it in UTF-8"));
    }
    let asked = match kind.trim().to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => {
            given.extend(parameters(&body)?);
            Asked::of(&given, None)?
        }
        kind @ ("application/sparql-query" | "application/sparql-update") => {
            let text = str::from_utf8(&body).map_err(|_| Problem::bad_request("the body is not in UTF-8", "send it in UTF-8"))?;
            Asked::of(&given, Some((kind.trim_start_matches("application/sparql-"), text)))?
        }
        _ => {
            let remedy = "send application/sparql-query, application/sparql-update, or a form (application/x-www-form-urlencoded)";
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body is of a type that holds no query and no update",
                remedy,
            ));
        }
    };
    match asked {
        Asked::Query { text, dataset } => ask(&server, client, text, dataset, &headers).await,
        Asked::Update { text, dataset: (default, named) } => {
            access.to_write()?;
            server.change(client, endpoint(&headers), What::Update { text, default, named }).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

/// The graphs that are the default graph, and the named graphs.
type Graphs = (Vec<String>, Vec<String>);

/// What a request asks for.
enum Asked {
    Query { text: String, dataset: Graphs },
    Update { text: String, dataset: Graphs },
}

impl Asked {
    /// What the parameters of a request ask; `direct` is the body of one that is a `query` or an `update`. Parameters of other names are left alone:
    /// clients send some of their own.
    fn of(parameters: &[(String, String)], direct: Option<(&str, &str)>) -> Result<Self, Problem> {
        let values = |wanted: &str| -> Vec<String> {
            let all = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(direct);
            all.filter(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned()).collect()
        };
        let (mut queries, mut updates) = (values("query"), values("update"));
        match (queries.len(), updates.len()) {
            (1, 0) => {
                let dataset = (values("default-graph-uri"), values("named-graph-uri"));
                Ok(Self::Query { text: queries.remove(0), dataset })
            }
            (0, 1) => {
                let dataset = (values("using-graph-uri"), values("using-named-graph-uri"));
                Ok(Self::Update { text: updates.remove(0), dataset })
            }
            (0, 0) => Err(Problem::bad_request("there is no query in the request", "send it as the parameter `query`")),
            (_, 0) => Err(Problem::bad_request("there are several queries in the request", "send one query at a time")),
            (0, _) => Err(Problem::bad_request("there are several updates in the request", "part them by `;` in one update")),
            (_, _) => Err(Problem::bad_request("there are a query and an update in the request", "send one at a time")),
        }
    }
}

async fn ask(server: &Server, client: Client, text: String, (default, named): Graphs, headers: &HeaderMap) -> Result<Response, Problem> {
    let question = Question::Sparql { text, base: endpoint(headers), default, named, accept: accepted(headers).map(str::to_owned) };
    let Answer { media_type, body } = server.ask(client, &question).await?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::VARY, "accept".to_owned())], body).into_response())
}

/// The endpoint's own address, as the client calls it.
pub fn endpoint(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}/sparql")
}

/// What the endpoint says of itself.
fn describe(headers: &HeaderMap, is_writable: bool) -> Result<Response, Problem> {
    const HTML: (&str, Option<RdfFormat>) = ("text/html", None);
    let offers: Vec<(&str, Option<RdfFormat>)> = GRAPHS.into_iter().map(|(name, format)| (name, Some(format))).chain([HTML]).collect();
    let Some((media_type, format)) = choose(accepted(headers), &offers) else {
        return Err(Problem::not_acceptable(offers.iter().map(|(name, _)| *name)));
    };
    let Some(format) = format else { return Ok(page()) };
    let broken = |reason: String| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, reason, "tell the project");
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(endpoint(headers));
    let parser = parser.map_err(|reason| broken(reason.to_string()))?;
    let text = [DESCRIPTION, if is_writable { WRITABLE } else { "" }].concat();
    let mut serializer = RdfSerializer::from_format(*format).for_writer(Vec::new());
    for quad in parser.for_slice(&text) {
        let quad = quad.map_err(|reason| broken(reason.to_string()))?;
        serializer.serialize_quad(&quad).map_err(|reason| broken(reason.to_string()))?;
    }
    let body = serializer.finish().map_err(|reason| broken(reason.to_string()))?;
    Ok(([(header::CONTENT_TYPE, *media_type), (header::VARY, "accept")], body).into_response())
}

/// The names and values of a form, which has to be in UTF-8 ([URL Standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded)).
pub fn parameters(form: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let decode = |part: &[u8]| -> Result<String, Problem> {
        let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        let decoded = percent_encoding::percent_decode(&spaced).decode_utf8();
        decoded.map(|text| text.into_owned()).map_err(|_| Problem::bad_request("the parameters are not in UTF-8", "encode them as UTF-8"))
    };
    let pairs = form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            Ok((decode(parts.next().unwrap_or_default())?, decode(parts.next().unwrap_or_default())?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_write_them() {
        let read = |form: &str| parameters(form.as_bytes()).expect("a form");
        assert_eq!(
            read("a=1+2&b=%E6%94%BF&&a=x%3Dy&c"),
            [("a", "1 2"), ("b", "政"), ("a", "x=y"), ("c", "")].map(|(a, b)| (a.into(), b.into()))
        );
        assert!(parameters(b"a=%FF").is_err());
    }
}
