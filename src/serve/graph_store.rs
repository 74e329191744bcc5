//! `/store` and `/id/…`: the graphs as they are, by the [Graph Store Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/) and by their own names.

use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad};

use super::negotiation::{GRAPHS, choose, named};
use super::page::page;
use super::problem::Problem;
use super::protocol::{endpoint, parameters};
use super::worker::Question;
use super::{Client, Server, State as Current, accepted, blocking};
use crate::export::GraphWriter;
use crate::store::{Store, quad_order};
use crate::vocabulary::JOINS;
use crate::write::{Base, entity_iri};
use crate::{Error, Result};

/// The most facts that are described with a thing; a query gets them all.
const FACTS: usize = 1000;

/// `GET /store?graph=IRI` and `GET /store?default`.
pub async fn get(
    State(server): State<Server>,
    Extension(client): Extension<Client>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let remedy = "name a graph with ?graph=IRI, or ask for ?default";
    match given.as_slice() {
        [(name, value)] if name == "default" && value.is_empty() => {
            // What a query without graphs of its own sees.
            let question = Question::Sparql {
                text: "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }".to_owned(),
                base: endpoint(&headers),
                default: Vec::new(),
                named: Vec::new(),
                accept: accepted(&headers).map(str::to_owned),
            };
            let answer = server.ask(client, &question).await?;
            Ok(([(header::CONTENT_TYPE, answer.media_type), (header::VARY, "accept".to_owned())], answer.body).into_response())
        }
        [(name, iri)] if name == "graph" => {
            let graph = NamedNode::new(iri).map_err(|reason| Problem::bad_request(format!("{iri} is not an IRI: {reason}"), remedy))?;
            let (media_type, format) = format_of(&headers, None)?;
            let state = server.state();
            let quads = blocking(&server, move || state.store.quads(graph.as_ref())).await?;
            if quads.is_empty() {
                return Err(Problem::not_found(
                    format!("there is no graph {iri}"),
                    "the graphs are listed by  SELECT DISTINCT ?g { GRAPH ?g {} }",
                ));
            }
            write(quads, server.state().store.base(), media_type, format)
        }
        _ => Err(Problem::bad_request("the request names no graph, or several", remedy)),
    }
}

/// `GET /id/…`: what is said of a thing, and the facts that speak of it; of a text its whole graph. To a browser, its page.
pub async fn thing(State(server): State<Server>, RawQuery(address): RawQuery, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let given = parameters(address.as_deref().unwrap_or_default().as_bytes())?;
    let wanted = given.iter().find(|(name, _)| name == "format").map(|(_, value)| value.as_str());
    let state = server.state();
    let iri = canonical(&state, uri.path())?;
    let prefers_page = wanted.is_none() && {
        let offers: Vec<(&str, bool)> = GRAPHS.iter().map(|(name, _)| (*name, false)).chain([("text/html", true)]).collect();
        choose(accepted(&headers), &offers).is_some_and(|(_, is_page)| *is_page)
    };
    let looked_for = iri.clone();
    let quads =
        blocking(&server, move || if prefers_page { is_known(&state.store, &looked_for) } else { describe(&state, &looked_for) }).await?;
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
    write(quads, server.state().store.base(), media_type, format)
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

/// What is said of a thing, each statement once, and the facts that speak of it. Of a text, its graph.
fn describe(state: &Current, thing: &NamedNode) -> Result<Vec<Quad>> {
    if state.documents.of_text(thing.as_str()).is_some() {
        return state.store.quads(thing.as_ref());
    }
    let all = |subject: NamedNodeRef<'_>| -> Result<Vec<Quad>> { state.store.matching(Some(subject), None, None, None).collect() };
    let mut quads = all(thing.as_ref())?;
    let mut facts = 0;
    for property in JOINS {
        for quad in state.store.matching(None, Some(property), Some(thing.as_ref().into()), None).take(FACTS - facts) {
            if let NamedOrBlankNode::NamedNode(fact) = quad?.subject {
                quads.extend(all(fact.as_ref())?);
                facts += 1;
            }
        }
    }
    for quad in &mut quads {
        quad.graph_name = GraphName::DefaultGraph;
    }
    quads.sort_unstable_by(quad_order);
    quads.dedup();
    Ok(quads)
}
