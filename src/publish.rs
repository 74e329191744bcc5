//! The graphs of a store, sent to another store that speaks SPARQL 1.1, and kept there as they are here.
//!
//! The endpoint remembers what it was sent: [`PUBLISHED_GRAPH`] there has the digest of each graph, written with the last of its quads. So whoever publishes
//! again, after a stop or after a build, sends what is not there as it is here, and nothing else; twice is once.

mod client;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::mem;

use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::correct::CORRECTIONS_GRAPH;
use crate::error::{Error, Result};
use crate::store::{ONTOLOGY_GRAPH, Store};
use crate::text::sha256;
use crate::vocabulary::zt;

pub use client::Credentials;
use client::{Client, Request};

/// The graph that holds, at the endpoint, the digest of each graph that was published there.
pub const PUBLISHED_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://zhengtu.example/ns/published");

/// Where graphs are published, and how.
#[derive(Debug)]
pub struct Destination {
    /// The address that takes SPARQL updates.
    pub endpoint: String,
    /// The address that answers queries.
    pub query_endpoint: String,
    /// The address of the SPARQL 1.1 Graph Store Protocol, if the graphs are to be sent by it. What was published is recorded by updates all the same.
    pub graph_store: Option<String>,
    /// Who sends them.
    pub credentials: Option<Credentials>,
    /// How many quads a request holds at most.
    pub chunk: usize,
    /// How often a request is tried again.
    pub retries: u32,
    /// Whether graphs are removed that were published there and are not in the store.
    pub prune: bool,
}

impl Destination {
    /// The address that answers queries where the one for updates is this, unless something else is said: beside `…/update` it is `…/query`, as Oxigraph,
    /// Fuseki and others have it; elsewhere it is the same.
    #[must_use]
    pub fn query_endpoint_of(endpoint: &str) -> String {
        endpoint.strip_suffix("/update").map_or_else(|| endpoint.to_owned(), |before| format!("{before}/query"))
    }
}

/// What happens while graphs are published.
#[derive(Debug)]
pub enum Event<'e> {
    /// The store has so many graphs.
    Graphs(usize),
    /// So many more of them are there as they are here.
    Done(usize),
    /// A request failed and is tried again soon: why, and when.
    Again(&'e str),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Graphs that were sent.
    pub sent: usize,
    /// The quads in them.
    pub quads: usize,
    /// Graphs that were there as they are here.
    pub unchanged: usize,
    /// Graphs that were published there once and are not in the store.
    pub gone: usize,
}

/// Sends the graphs of the texts, the corrections and the ontology to another store: those that are not there as they are here. A graph takes the place of
/// the one of its name.
///
/// A graph of more than a chunk is there in part until its last piece has come. A run that ends before its time, for whatever reason, is taken up by the
/// next one.
///
/// # Errors
/// [`Error::Publish`] where the endpoint cannot be reached, refuses or fails, and where a graph has a blank node; what was sent until then stays.
pub fn publish(store: &Store, destination: &Destination, tell: &mut dyn FnMut(Event<'_>)) -> Result<Summary> {
    let mut graphs = store.graphs()?;
    for graph in [CORRECTIONS_GRAPH, ONTOLOGY_GRAPH] {
        graphs.insert(0, graph.into_owned());
    }
    tell(Event::Graphs(graphs.len()));
    let client = Client::new(destination.credentials.as_ref(), destination.retries);
    let mut publisher = Publisher { destination, client, tell, batch: Vec::new(), summary: Summary::default() };
    let mut there = publisher.recorded()?;
    for name in graphs {
        let quads = store.quads(name.as_ref())?;
        let recorded = there.remove(&name).unwrap_or_default();
        if quads.is_empty() {
            // No corrections were made, or those that were are no more.
            if !recorded.is_empty() {
                there.insert(name, recorded);
            }
            (publisher.tell)(Event::Done(1));
            continue;
        }
        let graph = Piece::of(name, &quads, recorded)?;
        if graph.recorded == [graph.digest.as_str()] {
            publisher.summary.unchanged += 1;
            (publisher.tell)(Event::Done(1));
        } else {
            publisher.take(graph)?;
        }
    }
    publisher.send()?;
    publisher.summary.gone = there.len();
    if destination.prune {
        publisher.remove(there)?;
    }
    Ok(publisher.summary)
}

/// A graph that is to be sent.
struct Piece {
    name: NamedNode,
    /// Its triples, one a line, in N-Triples, which is also how updates write them.
    triples: Vec<String>,
    /// The SHA-256 of the lines, in hexadecimal.
    digest: String,
    /// The digests that the endpoint has of it: none or one, unless it was meddled with.
    recorded: Vec<String>,
}

impl Piece {
    fn of(name: NamedNode, quads: &[Quad], recorded: Vec<String>) -> Result<Self> {
        let is_blank = |quad: &&Quad| matches!(quad.subject, NamedOrBlankNode::BlankNode(_)) || matches!(quad.object, Term::BlankNode(_));
        if let Some(quad) = quads.iter().find(is_blank) {
            return Err(Error::Publish {
                problem: format!("the graph has a blank node ({} {}), which each sending would make anew", quad.subject, quad.predicate),
                place: name.to_string(),
                remedy: "take the graph out of the store; what  zhengtu build  makes has none".to_owned(),
            });
        }
        let triples: Vec<String> = quads.iter().map(|quad| format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object)).collect();
        let digest = sha256(&triples.concat());
        Ok(Self { name, triples, digest, recorded })
    }

    /// The triple that says at the endpoint that the graph is there.
    fn record(&self) -> String {
        record(&self.name, &self.digest)
    }
}

fn record(graph: &NamedNode, digest: &str) -> String {
    format!("{graph} {} \"{digest}\" .\n", zt::DIGEST)
}

/// What is under way.
struct Publisher<'p> {
    destination: &'p Destination,
    client: Client<'p>,
    tell: &'p mut dyn FnMut(Event<'_>),
    /// The graphs that are sent next: as many as a request holds, or one that takes several.
    batch: Vec<Piece>,
    summary: Summary,
}

impl Publisher<'_> {
    /// The digests of the graphs that the endpoint has.
    fn recorded(&mut self) -> Result<HashMap<NamedNode, Vec<String>>> {
        let mut recorded: HashMap<NamedNode, Vec<String>> = HashMap::new();
        let mut last = String::new();
        // Stores limit the rows of an answer, Virtuoso to 10,000 of sorted ones.
        const ROWS: usize = 5000;
        loop {
            let query = format!(
                "SELECT ?graph ?digest WHERE {{ GRAPH {PUBLISHED_GRAPH} {{ ?graph {} ?digest }} FILTER(STR(?graph) >= \"{last}\") }} ORDER BY STR(?graph) LIMIT {ROWS}",
                zt::DIGEST
            );
            let body = format!("query={}", utf8_percent_encode(&query, NON_ALPHANUMERIC));
            let answer = self.client.send(
                &Request {
                    method: "POST",
                    url: &self.destination.query_endpoint,
                    content_type: "application/x-www-form-urlencoded",
                    accept: "application/sparql-results+json",
                    body: body.as_bytes(),
                    about: "the question what was published before",
                },
                self.tell,
            )?;
            let rows = pairs(&answer).ok_or_else(|| Error::Publish {
                problem: "what answered is no SPARQL endpoint: the answer is not in SPARQL's JSON".to_owned(),
                place: self.destination.query_endpoint.clone(),
                remedy: "name the address that answers queries: --query-endpoint URL".to_owned(),
            })?;
            let count = rows.len();
            let before = recorded.len();
            for (graph, digest) in rows {
                graph.as_str().clone_into(&mut last);
                let digests = recorded.entry(graph).or_default();
                if !digests.contains(&digest) {
                    digests.push(digest);
                }
            }
            // The last graph of a page is the first of the next one.
            if count < ROWS || recorded.len() == before {
                return Ok(recorded);
            }
        }
    }

    /// Takes a graph into the batch, which is sent when it is full.
    fn take(&mut self, graph: Piece) -> Result<()> {
        let waiting: usize = self.batch.iter().map(|graph| graph.triples.len()).sum();
        if waiting + graph.triples.len() > self.destination.chunk {
            self.send()?;
        }
        self.batch.push(graph);
        Ok(())
    }

    /// Sends the batch.
    fn send(&mut self) -> Result<()> {
        let batch = mem::take(&mut self.batch);
        let Some(first) = batch.first() else { return Ok(()) };
        let about = match batch.len() {
            1 => format!("the graph {}", first.name),
            more => format!("the graph {} and {} more", first.name, more - 1),
        };
        let old: String = batch.iter().flat_map(|graph| graph.recorded.iter().map(|digest| record(&graph.name, digest))).collect();
        let new: String = batch.iter().map(Piece::record).collect();
        let mut request = String::new();
        if !old.is_empty() {
            let _ = write!(request, "DELETE DATA {{ GRAPH {PUBLISHED_GRAPH} {{\n{old}}} }} ;\n");
        }
        if let Some(graph_store) = &self.destination.graph_store {
            if !request.is_empty() {
                self.update(&request, &about)?;
            }
            for graph in &batch {
                self.put(graph_store, graph)?;
            }
            request.clear();
        } else {
            for graph in &batch {
                let _ = writeln!(request, "DROP SILENT GRAPH {} ;", graph.name);
            }
            let mut space = self.destination.chunk;
            request.push_str("INSERT DATA {\n");
            for graph in &batch {
                let mut rest = graph.triples.as_slice();
                while !rest.is_empty() {
                    if space == 0 {
                        request.push('}');
                        self.update(&request, &about)?;
                        "INSERT DATA {\n".clone_into(&mut request);
                        space = self.destination.chunk;
                    }
                    let (piece, later) = rest.split_at(space.min(rest.len()));
                    let _ = write!(request, "GRAPH {} {{\n{}}}\n", graph.name, piece.concat());
                    space -= piece.len();
                    rest = later;
                }
            }
            request.push_str("} ;\n");
        }
        let _ = write!(request, "INSERT DATA {{ GRAPH {PUBLISHED_GRAPH} {{\n{new}}} }}");
        self.update(&request, &about)?;
        self.summary.sent += batch.len();
        self.summary.quads += batch.iter().map(|graph| graph.triples.len()).sum::<usize>();
        (self.tell)(Event::Done(batch.len()));
        Ok(())
    }

    /// Sends a graph by the Graph Store Protocol: its first piece takes the place of what is there, the others are added.
    fn put(&mut self, graph_store: &str, graph: &Piece) -> Result<()> {
        let separator = if graph_store.contains('?') { '&' } else { '?' };
        let url = format!("{graph_store}{separator}graph={}", utf8_percent_encode(graph.name.as_str(), NON_ALPHANUMERIC));
        for (index, piece) in graph.triples.chunks(self.destination.chunk).enumerate() {
            let (body, about) = (piece.concat(), format!("the graph {}", graph.name));
            let request = Request {
                method: if index == 0 { "PUT" } else { "POST" },
                url: &url,
                content_type: "application/n-triples",
                accept: "*/*",
                body: body.as_bytes(),
                about: &about,
            };
            self.client.send(&request, self.tell)?;
        }
        Ok(())
    }

    /// Removes graphs that were published, by their names.
    fn remove(&mut self, gone: HashMap<NamedNode, Vec<String>>) -> Result<()> {
        let mut gone: Vec<_> = gone.into_iter().collect();
        gone.sort_unstable();
        // A request takes long where a store has much to remove.
        for some in gone.chunks(50) {
            let mut request = String::new();
            for (graph, _) in some {
                let _ = writeln!(request, "DROP SILENT GRAPH {graph} ;");
            }
            let records: String = some.iter().flat_map(|(graph, digests)| digests.iter().map(|digest| record(graph, digest))).collect();
            let _ = write!(request, "DELETE DATA {{ GRAPH {PUBLISHED_GRAPH} {{\n{records}}} }}");
            self.update(&request, "graphs that are gone")?;
        }
        Ok(())
    }

    fn update(&mut self, update: &str, about: &str) -> Result<()> {
        let request = Request {
            method: "POST",
            url: &self.destination.endpoint,
            content_type: "application/sparql-update",
            accept: "*/*",
            body: update.as_bytes(),
            about,
        };
        self.client.send(&request, self.tell).map(drop)
    }
}

/// The rows of an answer in JSON whose columns are a name and a text.
fn pairs(answer: &[u8]) -> Option<Vec<(NamedNode, String)>> {
    let SliceQueryResultsParserOutput::Solutions(rows) =
        QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(answer).ok()?
    else {
        return None;
    };
    let pair = |row: oxigraph::sparql::QuerySolution| match (row.get("graph")?, row.get("digest")?) {
        (Term::NamedNode(graph), Term::Literal(digest)) => Some((graph.clone(), digest.value().to_owned())),
        _ => None,
    };
    // A page is known to be full by the number of its rows.
    rows.map(|row| pair(row.ok()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_answered_beside_the_address_for_updates() {
        let of = Destination::query_endpoint_of;
        assert_eq!(of("http://localhost:7878/update"), "http://localhost:7878/query");
        assert_eq!(of("http://localhost:8890/sparql-auth"), "http://localhost:8890/sparql-auth");
    }

    #[test]
    fn an_answer_that_is_none_is_told_from_one_without_rows() {
        let json = |rows: &str| format!(r#"{{"head": {{"vars": ["graph", "digest"]}}, "results": {{"bindings": [{rows}]}}}}"#);
        assert_eq!(pairs(json("").as_bytes()), Some(Vec::new()));
        let row = r#"{"graph": {"type": "uri", "value": "urn:a"}, "digest": {"type": "literal", "value": "1"}}"#;
        assert_eq!(pairs(json(row).as_bytes()), Some(vec![(NamedNode::new_unchecked("urn:a"), "1".to_owned())]));
        assert_eq!(pairs(b"<html>"), None);
    }
}
