//! `/store` and `/id/…`: the graphs as they are, by the [Graph Store Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/) and by their own names.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::{Extension, FromRequest, Multipart, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::RdfFormat;
use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use super::api::number;
use super::change::{Done, Part, What, no_graph};
use super::entity::{ask, own};
use super::negotiation::{GRAPHS, choose, named};
use super::page::page;
use super::problem::Problem;
use super::protocol::{endpoint, parameters};
use super::token::Access;
use super::{Client, Server, State as Current, accepted, blocking};
use crate::export::GraphWriter;
use crate::query::Query;
use crate::store::{Store, quad_order};
use crate::vocabulary::JOINS;
use crate::write::{Base, entity_iri};
use crate::{Error, Result};

/// The facts that are described with a thing at once; `Link` leads to the next ones.
const FACTS: usize = 200;

/// A graph of the store; the default graph where there is no name.
type Name = Option<String>;

/// `GET /store?graph=IRI`, `GET /store?default`, and `GET /store/…` of a graph that is named by its own address.
pub async fn get(State(server): State<Server>, RawQuery(address): RawQuery, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let name = named_graph(address.as_deref(), &uri, &headers)?.ok_or_else(unnamed)?;
    let (media_type, format) = format_of(&headers, None)?;
    let state = server.state();
    let base = state.store.base().clone();
    let quads = blocking(&server, move || match name {
        None => state.store.default_graph().map(Ok),
        Some(iri) => {
            let graph = NamedNode::new_unchecked(iri);
            let quads = state.store.quads(graph.as_ref())?;
            Ok(if quads.is_empty() && !state.store.has_graph(graph.as_ref())? { Err(no_graph(graph.as_str())) } else { Ok(quads) })
        }
    });
    write(quads.await??, &base, media_type, format)
}

/// `PUT`: what is sent takes the place of the graph.
pub async fn put(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    Extension(access): Extension<Access>,
    RawQuery(address): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    access.to_write()?;
    let name = named_graph(address.as_deref(), request.uri(), request.headers())?.ok_or_else(unnamed)?;
    change(&server, client, name, request, true).await
}

/// `POST`: what is sent is added to the graph; without a name, to a new one.
pub async fn post(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    Extension(access): Extension<Access>,
    RawQuery(address): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    access.to_write()?;
    if let Some(name) = named_graph(address.as_deref(), request.uri(), request.headers())? {
        return change(&server, client, name, request, false).await;
    }
    // A blank node's own name is 128 bits of chance.
    let name = format!("{}/{}", store_address(request.headers()), BlankNode::default().as_str());
    let mut response = change(&server, client, Some(name.clone()), request, false).await?;
    if let Ok(location) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// `DELETE`: the graph is removed; the default graph is emptied.
pub async fn delete(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    Extension(access): Extension<Access>,
    RawQuery(address): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    access.to_write()?;
    let graph = named_graph(address.as_deref(), &uri, &headers)?.ok_or_else(unnamed)?;
    server.change(client, endpoint(&headers), What::Delete { graph }).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn change(server: &Server, client: Client, graph: Name, request: Request, replace: bool) -> Result<Response, Problem> {
    let base = graph.clone().unwrap_or_else(|| store_address(request.headers()));
    let parts = parts(request).await?;
    let status = match server.change(client, base, What::Put { graph, parts, replace }).await? {
        Done::Created => StatusCode::CREATED,
        Done::Changed => StatusCode::NO_CONTENT,
    };
    Ok(status.into_response())
}

/// The triples that are sent: the body, or each part of a form.
async fn parts(request: Request) -> Result<Vec<Part>, Problem> {
    let unsound = |reason: String| Problem::bad_request(format!("the form cannot be read: {reason}"), "send the triples as the body");
    let utf8 = |bytes: Bytes| {
        String::from_utf8(bytes.into()).map_err(|_| Problem::bad_request("the triples are not in UTF-8", "send them in UTF-8"))
    };
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if media_type.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        let mut form = Multipart::from_request(request, &()).await.map_err(|reason| unsound(reason.body_text()))?;
        let mut parts = Vec::new();
        while let Some(part) = form.next_field().await.map_err(|reason| unsound(reason.body_text()))? {
            let media_type = part.content_type().unwrap_or_default().to_owned();
            parts.push(Part { media_type, text: utf8(part.bytes().await.map_err(|reason| unsound(reason.body_text()))?)? });
        }
        return Ok(parts);
    }
    let body = Bytes::from_request(request, &()).await.map_err(|reason| unsound(reason.body_text()))?;
    Ok(vec![Part { media_type, text: utf8(body)? }])
}

/// The graph that a request names, by a parameter or by the address itself; `None` if it names none.
fn named_graph(address: Option<&str>, uri: &Uri, headers: &HeaderMap) -> Result<Option<Name>, Problem> {
    let given = parameters(address.unwrap_or_default().as_bytes())?;
    let iri = |iri: &str| match NamedNode::new(iri) {
        Ok(graph) => Ok(Some(Some(graph.into_string()))),
        Err(reason) => Err(Problem::bad_request(format!("{iri} is not an IRI: {reason}"), NAMES)),
    };
    let own = uri.path().strip_prefix("/store/").filter(|name| !name.is_empty());
    match (given.as_slice(), own) {
        ([], None) => Ok(None),
        ([], Some(name)) => iri(&format!("{}/{name}", store_address(headers))),
        ([(name, value)], None) if name == "default" && value.is_empty() => Ok(Some(None)),
        ([(name, value)], None) if name == "graph" => iri(value),
        _ => Err(Problem::bad_request("the request names several graphs, or none", NAMES)),
    }
}

const NAMES: &str = "name a graph with ?graph=IRI, or ask for ?default";

fn unnamed() -> Problem {
    Problem::bad_request("the request names no graph", NAMES)
}

/// The address under which graphs are named that the store itself gives a name.
fn store_address(headers: &HeaderMap) -> String {
    endpoint(headers).replace("/sparql", "/store")
}

/// `GET /id/…`: what is said of a thing, and the facts that speak of it; of a text its whole graph. To a browser, its page.
pub async fn thing(State(server): State<Server>, RawQuery(address): RawQuery, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let wanted = given.iter().find(|(name, _)| name == "format").map(|(_, value)| value.as_str());
    let offset = number(&given, "offset", 0)?;
    let state = server.state();
    let iri = canonical(&state, uri.path())?;
    let prefers_page = wanted.is_none() && {
        let offers: Vec<(&str, bool)> = GRAPHS.iter().map(|(name, _)| (*name, false)).chain([("text/html", true)]).collect();
        choose(accepted(&headers), &offers).is_some_and(|(_, is_page)| *is_page)
    };
    let looked_for = iri.clone();
    let told = blocking(&server, move || {
        if prefers_page { Ok((is_known(&state.store, &looked_for)?, false)) } else { describe(&state, &looked_for, offset) }
    });
    let (quads, more) = told.await?;
    let unknown = || Problem::not_found(format!("there is nothing called {}", iri.as_str()), "look for it by name:  /api/search?q=…");
    if prefers_page {
        let mut response = page();
        if quads.is_empty() {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
        return Ok(response);
    }
    if quads.is_empty() {
        return Err(unknown());
    }
    let (media_type, format) = format_of(&headers, wanted)?;
    let mut response = write(quads, server.state().store.base(), media_type, format)?;
    if more {
        let format = wanted.map_or_else(String::new, |wanted| format!("format={wanted}&"));
        let next = format!("<{}?{format}offset={}>; rel=\"next\"", uri.path(), offset + FACTS);
        if let Ok(next) = HeaderValue::from_str(&next) {
            response.headers_mut().insert(header::LINK, next);
        }
    }
    Ok(response)
}

/// The format that is asked for by name, or else that the client would rather have.
fn format_of(headers: &HeaderMap, wanted: Option<&str>) -> Result<(&'static str, RdfFormat), Problem> {
    match wanted {
        Some(name) => named(name)
            .ok_or_else(|| Problem::bad_request(format!("{name} is no format"), "choose turtle, ntriples, rdfxml, jsonld, trig or nquads")),
        None => choose(accepted(headers), &GRAPHS)
            .copied()
            .ok_or_else(|| Problem::not_acceptable(GRAPHS.iter().map(|(name, _)| *name).chain(["text/html"]))),
    }
}

/// The triples of quads; an answer holds one graph, whatever the format could hold.
fn write(mut quads: Vec<Quad>, base: &Base, media_type: &'static str, format: RdfFormat) -> Result<Response, Problem> {
    quads.iter_mut().for_each(|quad| quad.graph_name = GraphName::DefaultGraph);
    quads.sort_unstable_by(quad_order);
    let mut writer = GraphWriter::new(Vec::new(), format, base).map_err(Error::Export)?;
    writer.triples(&quads).map_err(Error::Export)?;
    let body = writer.finish().map_err(Error::Export)?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::VARY, "accept")], body).into_response())
}

/// The IRI of the graph that a path stands for: the names behind `/id/`, written as the graph writes them.
fn canonical(state: &Current, path: &str) -> Result<NamedNode, Problem> {
    let base = state.store.base();
    let path = path.split_once("/id/").map_or("", |(_, names)| names);
    let names = path.split('/').map(|part| percent_encoding::percent_decode_str(part).decode_utf8());
    let names: Vec<_> =
        names.collect::<Result<_, _>>().map_err(|_| Problem::bad_request("the path is not in UTF-8", "encode it as UTF-8"))?;
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let (kind, names) = names.split_first().unwrap_or((&"", &[]));
    Ok(entity_iri(base, kind, names))
}

/// The first statement of a thing, or that names it.
fn is_known(store: &Store, thing: &NamedNode) -> Result<Vec<Quad>> {
    let own = store.matching(Some(thing.as_ref()), None, None, None);
    own.chain(store.matching(None, None, Some(thing.as_ref().into()), None)).take(1).collect()
}

/// What is said of a thing, each statement once, and facts that speak of it, from `offset` on; and whether there are more. Of a text, its graph.
fn describe(state: &Current, thing: &NamedNode, offset: usize) -> Result<(Vec<Quad>, bool)> {
    static DESCRIBED: LazyLock<Query> = LazyLock::new(|| own(include_str!("graph_store/described.rq")));
    if state.names.documents.of_text(thing.as_str()).is_some() {
        return Ok((state.store.quads(thing.as_ref())?, false));
    }
    let object = thing.as_ref().into();
    let joins = JOINS.into_iter().flat_map(|property| state.store.matching(None, Some(property), Some(object), None));
    let mut things = vec![thing.as_str().to_owned()];
    for quad in joins.skip(offset).take(FACTS + 1) {
        if let NamedOrBlankNode::NamedNode(fact) = quad?.subject {
            things.push(fact.into_string());
        }
    }
    let more = things.len() > FACTS + 1;
    things.truncate(FACTS + 1);
    let things: Vec<(&str, &str)> = things.iter().map(|thing| ("thing", thing.as_str())).collect();
    let mut quads = Vec::new();
    ask(&state.store, &DESCRIBED, &things, |row| {
        if let (Some(Term::NamedNode(thing)), Some(Term::NamedNode(property)), Some(value)) =
            (row.get("thing"), row.get("property"), row.get("value"))
        {
            quads.push(Quad::new(thing.clone(), property.clone(), value.clone(), GraphName::DefaultGraph));
        }
    })?;
    Ok((quads, more))
}
