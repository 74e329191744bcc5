//! A process that answers queries in the place of the server, so that what a query needs of memory and time, or what it breaks, stays there.
//!
//! A worker opens the store once, for reading. It is asked by a line of JSON on its standard input and answers in frames on its standard output: a byte that
//! says what follows, the length as four bytes (big-endian), and as many bytes. Pieces of the body come first; what the answer is, or why there is none,
//! comes last. So who reads a body without an end knows that it is not whole.

use std::io::{self, BufRead, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use axum::http::StatusCode;
use oxigraph::model::NamedNode;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::QueryResultsSerializer;
use serde::{Deserialize, Serialize};

use super::negotiation::{GRAPHS, RESULTS, choose};
use super::problem::Problem;
use crate::output::{About, Format, Layout, write_results, write_rows, write_triples};
use crate::query::{self, Dataset, Query};
use crate::store::Store;
use crate::{Error, Result};

/// What a worker is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Question {
    /// A client's own query, answered as the [protocol](https://www.w3.org/TR/sparql11-protocol/) has it.
    Sparql {
        /// The query.
        text: String,
        /// What relative IRIs in it are relative to: the endpoint.
        base: String,
        /// The graphs of the protocol's `default-graph-uri`.
        default: Vec<String>,
        /// The graphs of the protocol's `named-graph-uri`.
        named: Vec<String>,
        /// The header `Accept`.
        accept: Option<String>,
    },
    /// A query whose answer is to be a file, in one of the formats of the command line.
    Table {
        /// Which query.
        query: Source,
        /// The values of its parameters.
        parameters: Vec<(String, String)>,
        /// The name of the format.
        format: String,
        /// What a workbook calls the store.
        store: String,
    },
}

/// Where a query is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Source {
    /// Bundled, by its name.
    Bundled(String),
    /// A client's own.
    Text(String),
}

/// How a frame begins whose bytes are a piece of the body.
pub const BODY: u8 = b'b';
/// How the last frame of an answer begins: its media type.
pub const DONE: u8 = b'd';
/// How the last frame begins where there is no answer: a [`Problem`] as JSON.
pub const FAILED: u8 = b'f';
/// The most bytes of a piece.
const PIECE: usize = 1 << 16;

/// The life of a worker: answers questions on standard input until it ends. For a program that was started with [`WORKER`](super::WORKER).
///
/// # Errors
/// If standard input or output fail, or the limit of memory, in bytes, cannot be set.
pub fn run(store: &Path, memory: u64) -> io::Result<()> {
    // What breaks an engine helps nobody here; that it broke is in the answer.
    panic::set_hook(Box::new(|_| {}));
    crate::read::limit_memory(memory)?;
    let store = Store::open_read_only(store);
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let mut body = BufWriter::with_capacity(PIECE, Pieces(&mut output));
        let answered = match &store {
            Ok(store) => panic::catch_unwind(AssertUnwindSafe(|| answer(store, &question, &mut body))).unwrap_or_else(|_| {
                let remedy = "simplify the query; if it is sound, tell the project";
                Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the query breaks the engine", remedy))
            }),
            Err(error) => Err(Problem::of(error, StatusCode::INTERNAL_SERVER_ERROR)),
        };
        body.flush()?;
        drop(body);
        match answered {
            Ok(media_type) => frame(&mut output, DONE, media_type.as_bytes())?,
            Err(problem) => frame(&mut output, FAILED, &serde_json::to_vec(&problem)?)?,
        }
        output.flush()?;
    }
    Ok(())
}

/// What is written to it goes out as pieces of the body.
struct Pieces<'o>(&'o mut dyn Write);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(PIECE)];
        frame(self.0, BODY, piece)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a frame.
pub fn frame(output: &mut dyn Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    output.write_all(&[kind])?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(bytes)
}

/// Writes the body of an answer, and tells its media type.
fn answer(store: &Store, question: &Question, body: &mut dyn Write) -> Result<&'static str, Problem> {
    let malformed = |error: Error| Problem::of(&error, StatusCode::BAD_REQUEST);
    match question {
        Question::Sparql { text, base, default, named, accept } => {
            let query = query::parse_relative_to(base, text, "the query").map_err(malformed)?;
            let dataset = Dataset { default: graphs(default)?, named: graphs(named)? };
            let results = query::run_over(store.inner(), &query, &[], &dataset).map_err(malformed)?;
            protocol(results, accept.as_deref(), body)
        }
        Question::Table { query, parameters, format, store: name } => {
            let own;
            let query: &Query = match query {
                Source::Bundled(name) => query::find(name).map_err(|error| Problem::of(&error, StatusCode::NOT_FOUND))?,
                Source::Text(text) => {
                    own = query::parse(text, "the query").map_err(malformed)?;
                    &own
                }
            };
            let format: Format = format.parse().map_err(|reason: String| Problem::bad_request(reason, "choose one of these"))?;
            let results = query::run(store.inner(), query, parameters).map_err(malformed)?;
            let about = if format == Format::Xlsx { About::of(store.inner(), name, query, parameters) } else { About::default() };
            // Who asks for a file in CSV opens it in a spreadsheet.
            let layout = Layout { about, byte_order_mark: format == Format::Csv, ..Layout::default() };
            write_results(results, format, body, layout).map_err(unwritten)?;
            Ok(media_type(format))
        }
    }
}

/// The names of graphs, which have to be IRIs.
pub fn graphs(iris: &[String]) -> Result<Vec<NamedNode>, Problem> {
    let graph = |iri: &String| {
        NamedNode::new(iri)
            .map_err(|reason| Problem::bad_request(format!("{iri} is not an IRI: {reason}"), "write the graph's IRI in full"))
    };
    iris.iter().map(graph).collect()
}

/// Writes the results in the format that the client would rather have.
fn protocol(results: QueryResults<'_>, accept: Option<&str>, body: &mut dyn Write) -> Result<&'static str, Problem> {
    let not_acceptable = || Problem::not_acceptable(RESULTS.iter().map(|(name, _)| *name));
    match results {
        QueryResults::Solutions(rows) => {
            let (media_type, format) = choose(accept, &RESULTS).ok_or_else(not_acceptable)?;
            write_rows(rows, *format, body).map_err(unwritten)?;
            Ok(media_type)
        }
        QueryResults::Boolean(value) => {
            let (media_type, format) = choose(accept, &RESULTS).ok_or_else(not_acceptable)?;
            let serializer = QueryResultsSerializer::from_format(*format);
            serializer.serialize_boolean_to_writer(body, value).map_err(|error| unwritten(Error::Output(error)))?;
            Ok(media_type)
        }
        QueryResults::Graph(triples) => {
            let (media_type, format) =
                choose(accept, &GRAPHS).ok_or_else(|| Problem::not_acceptable(GRAPHS.iter().map(|(name, _)| *name)))?;
            write_triples(triples, *format, body).map_err(unwritten)?;
            Ok(media_type)
        }
    }
}

/// An answer that is triples, and was to be a table, is the client's mistake; all else is not.
fn unwritten(error: Error) -> Problem {
    let status = match &error {
        Error::Query { place, .. } if place == "the query's form" => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Problem::of(&error, status)
}

/// What the answer is called in its head.
pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Table => "text/plain; charset=utf-8",
        Format::Csv => "text/csv; charset=utf-8",
        Format::Tsv => "text/tab-separated-values; charset=utf-8",
        Format::Json => "application/sparql-results+json",
        Format::Xml => "application/sparql-results+xml",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Turtle => "text/turtle; charset=utf-8",
        Format::NTriples => "application/n-triples",
        Format::RdfXml => "application/rdf+xml",
        Format::JsonLd => "application/ld+json",
    }
}
