//! A process that changes the store in the place of the server: it opens the store for writing, makes one change in one transaction, and closes it.
//!
//! What breaks or is killed has changed nothing. While none is at work the store is free for `build`, and for other readers.

use std::io::{self, BufRead};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::store::Transaction;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::worker::{BODY, DONE, FAILED, frame, graphs};
use crate::query::{self, Dataset};
use crate::store::Store;
use crate::write::Base;
use crate::{Error, Result};

/// How long a change waits for the store.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// What is to be changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// The base of the store's IRIs.
    pub store_base: String,
    /// What relative IRIs are relative to.
    pub base: String,
    pub what: What,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum What {
    /// What a client's update says, as the [protocol](https://www.w3.org/TR/sparql11-protocol/) has it.
    Update {
        text: String,
        /// The graphs of the protocol's `using-graph-uri`.
        default: Vec<String>,
        /// The graphs of the protocol's `using-named-graph-uri`.
        named: Vec<String>,
    },
    /// Triples are put into a graph; the default graph where none is named.
    Put {
        graph: Option<String>,
        parts: Vec<Part>,
        /// Whether they take the place of what is in it.
        replace: bool,
    },
    /// A graph is removed; the default graph is emptied.
    Delete { graph: Option<String> },
}

/// Triples as they were sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    pub media_type: String,
    pub text: String,
}

/// What a change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Done {
    /// There is a graph now that there was not.
    Created,
    Changed,
}

/// The life of such a process: makes the change that standard input says, and tells in the frames of a worker what it did.
///
/// # Errors
/// If standard input or output fail, or the limit of memory, in bytes, cannot be set.
pub fn run(store: &Path, memory: u64) -> io::Result<()> {
    panic::set_hook(Box::new(|_| {}));
    crate::read::limit_memory(memory)?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let change: Change = serde_json::from_str(&line)?;
    let made = panic::catch_unwind(AssertUnwindSafe(|| make(store, &change)));
    let made = made.unwrap_or_else(|_| {
        Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the change breaks the engine", "if it is sound, tell the project"))
    });
    let mut output = io::stdout().lock();
    match made {
        Ok(done) => {
            frame(&mut output, BODY, &serde_json::to_vec(&done)?)?;
            frame(&mut output, DONE, b"application/json")?;
        }
        Err(problem) => frame(&mut output, FAILED, &serde_json::to_vec(&problem)?)?,
    }
    io::Write::flush(&mut output)
}

/// Makes a change, and has it on the disk. The store is closed again when this returns.
fn make(path: &Path, change: &Change) -> Result<Done, Problem> {
    let planned = plan(change)?;
    let store = open(path, &Base::new(&change.store_base)?)?;
    let failed = |error| Problem::from(store.failed(error));
    let mut transaction = store.inner().start_transaction().map_err(failed)?;
    let done = match planned {
        Planned::Update(update) => {
            update.run(&mut transaction).map_err(|error| Problem::of(&error, StatusCode::BAD_REQUEST))?;
            Done::Changed
        }
        Planned::Put { graph, quads, replace } => {
            let is_new = !exists(&transaction, &graph).map_err(failed)?;
            if replace {
                transaction.clear_graph(&graph).map_err(failed)?;
            }
            if let GraphName::NamedNode(name) = &graph {
                transaction.insert_named_graph(name);
            }
            transaction.extend(&quads);
            if is_new { Done::Created } else { Done::Changed }
        }
        Planned::Delete(graph) => {
            match &graph {
                GraphName::NamedNode(name) if exists(&transaction, &graph).map_err(failed)? => {
                    transaction.remove_named_graph(name).map_err(failed)?;
                }
                GraphName::NamedNode(name) => return Err(no_graph(name.as_str())),
                _ => transaction.clear_graph(&graph).map_err(failed)?,
            }
            Done::Changed
        }
    };
    transaction.commit().map_err(failed)?;
    store.flush()?;
    Ok(done)
}

/// Opens the store, when others have let it go: who reads from it, or sees what state it is in, holds it for a moment.
fn open(path: &Path, base: &Base) -> Result<Store, Problem> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match Store::open(path, base) {
            Err(Error::StoreInUse { .. }) if Instant::now() < deadline => thread::sleep(PAUSE),
            Err(error @ Error::StoreInUse { .. }) => return Err(Problem::of(&error, StatusCode::SERVICE_UNAVAILABLE)),
            opened => return Ok(opened?),
        }
    }
}

/// A change that was read and found to be one, before the store is taken.
enum Planned {
    Update(query::Update),
    Put { graph: GraphName, quads: Vec<Quad>, replace: bool },
    Delete(GraphName),
}

fn plan(change: &Change) -> Result<Planned, Problem> {
    match &change.what {
        What::Update { text, default, named } => {
            let malformed = |error: Error| Problem::of(&error, StatusCode::BAD_REQUEST);
            let mut update = query::parse_update(&change.base, text, "the update").map_err(malformed)?;
            update.over(&Dataset { default: graphs(default)?, named: graphs(named)? }).map_err(malformed)?;
            Ok(Planned::Update(update))
        }
        What::Put { graph, parts, replace } => {
            let graph = graph_name(graph.as_deref());
            let mut quads = Vec::new();
            for part in parts {
                read(part, &change.base, &graph, &mut quads)?;
            }
            Ok(Planned::Put { graph, quads, replace: *replace })
        }
        What::Delete { graph } => Ok(Planned::Delete(graph_name(graph.as_deref()))),
    }
}

/// Reads triples; their blank nodes are of this request alone.
fn read(part: &Part, base: &str, graph: &GraphName, quads: &mut Vec<Quad>) -> Result<(), Problem> {
    let Some(format) = RdfFormat::from_media_type(&part.media_type) else {
        let detail = format!("`{}` is no format of triples that is known here", part.media_type.escape_debug());
        let remedy = "send text/turtle, application/n-triples, application/rdf+xml or application/ld+json, and say so in Content-Type";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail, remedy));
    };
    let unsound =
        |reason: String| Problem::bad_request(format!("the triples cannot be read: {reason}"), "correct them; nothing has been changed");
    let parser = RdfParser::from_format(format).with_base_iri(base).map_err(|reason| unsound(reason.to_string()))?;
    let parser = parser.without_named_graphs().with_default_graph(graph.clone()).rename_blank_nodes();
    for quad in parser.for_slice(part.text.as_bytes()) {
        quads.push(quad.map_err(|reason| unsound(reason.to_string()))?);
    }
    Ok(())
}

fn graph_name(iri: Option<&str>) -> GraphName {
    iri.map_or(GraphName::DefaultGraph, |iri| NamedNode::new_unchecked(iri).into())
}

/// Whether there is a graph; the default graph, if there is anything in it.
fn exists(transaction: &Transaction<'_>, graph: &GraphName) -> Result<bool, oxigraph::store::StorageError> {
    match graph {
        GraphName::NamedNode(name) => transaction.contains_named_graph(name),
        _ => transaction.quads_for_pattern(None, None, None, Some(graph.as_ref())).next().transpose().map(|quad| quad.is_some()),
    }
}

/// That there is no such graph.
pub fn no_graph(iri: &str) -> Problem {
    Problem::not_found(format!("there is no graph {iri}"), "the graphs are listed by  SELECT DISTINCT ?g { GRAPH ?g {} }")
}
