//! Answers of queries, written for a person or for another program.
//!
//! The formats for programs are the W3C's: [CSV and TSV](https://www.w3.org/TR/sparql11-results-csv-tsv/),
//! [JSON](https://www.w3.org/TR/sparql11-results-json/), [XML](https://www.w3.org/TR/rdf-sparql-XMLres/),
//! [Turtle](https://www.w3.org/TR/turtle/), [N-Triples](https://www.w3.org/TR/n-triples/), [RDF/XML](https://www.w3.org/TR/rdf-syntax-grammar/) and
//! [JSON-LD](https://www.w3.org/TR/json-ld/), in UTF-8. An answer is triples and no graphs, so TriG and N-Quads are `export`'s alone.
//! Those for people are a table for the terminal, Markdown, and an Excel workbook.
//!
//! What goes to a spreadsheet may come from a document of unknown hands, and a spreadsheet runs a cell that begins like a formula. CSV has an
//! apostrophe before such a cell, a workbook marks it as text; see [`begins_like_a_formula`]. TSV, JSON and XML keep every value as it is.

mod csv;
mod markdown;
mod table;
mod xlsx;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;
use std::sync::Arc;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};

pub use csv::begins_like_a_formula;
pub use markdown::escaped as escape_markdown;
pub use xlsx::About;

use crate::query::{PREFIXES, evaluation_error};
use crate::store::make_fit_for_xml;
use crate::{Error, Result};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a terminal, IRIs shortened.
    Table,
    /// Comma-separated values, safe to open in a spreadsheet.
    Csv,
    /// Tab-separated values, each a term in Turtle's syntax.
    Tsv,
    /// SPARQL results in JSON.
    Json,
    /// SPARQL results in XML.
    Xml,
    /// A table in [GitHub's Markdown](https://github.github.com/gfm/#tables-extension-), IRIs shortened.
    Markdown,
    /// An Excel workbook: the answer, what it is the answer to, and the documents that it rests on.
    Xlsx,
    /// Turtle, for CONSTRUCT and DESCRIBE.
    Turtle,
    /// N-Triples, for CONSTRUCT and DESCRIBE.
    NTriples,
    /// RDF/XML, for CONSTRUCT and DESCRIBE.
    RdfXml,
    /// JSON-LD, for CONSTRUCT and DESCRIBE.
    JsonLd,
}

/// What the writing of an answer depends on beside the format.
#[derive(Default)]
pub struct Layout {
    /// The columns of the terminal, for a table: cells that do not fit end in `…`; without it they are written in full.
    pub width: Option<usize>,
    /// Whether cells that do not fit go on in the next line instead of ending in `…`.
    pub wrap: bool,
    /// Whether CSV and TSV begin with a byte order mark, by which Excel knows that they are UTF-8.
    pub byte_order_mark: bool,
    /// What a workbook tells of its answer.
    pub about: About,
}

/// Writes an answer and returns how many rows or triples it has (1 for ASK).
///
/// The table of a CONSTRUCT or DESCRIBE is its Turtle. Save for the table and the workbook, what is computed is written at once: where an error comes later,
/// a part has been written.
///
/// # Errors
/// [`Error::Query`] where the answer has rows and the format is for triples, or the reverse, and where the evaluation fails, at whichever row;
/// [`Error::Output`] where the writer fails, or the answer is more than a workbook can hold.
pub fn write_results(results: QueryResults<'_>, format: Format, writer: &mut dyn Write, layout: Layout) -> Result<u64> {
    if layout.byte_order_mark && matches!(format, Format::Csv | Format::Tsv) {
        writer.write_all("\u{feff}".as_bytes()).map_err(Error::Output)?;
    }
    match results {
        QueryResults::Solutions(solutions) => match format {
            Format::Table => table::write(solutions, writer, layout.width, layout.wrap),
            Format::Csv => write_rows(csv::harmless(solutions), QueryResultsFormat::Csv, writer),
            Format::Tsv => write_rows(solutions, QueryResultsFormat::Tsv, writer),
            Format::Json => write_rows(solutions, QueryResultsFormat::Json, writer),
            Format::Xml => write_rows(solutions, QueryResultsFormat::Xml, writer),
            Format::Markdown => markdown::write(solutions, writer),
            Format::Xlsx => xlsx::write(solutions, writer, layout.about),
            Format::Turtle | Format::NTriples | Format::RdfXml | Format::JsonLd => {
                format.refused("rows", "table, csv, tsv, json, xml, md or xlsx")
            }
        },
        QueryResults::Boolean(answer) => {
            let format = match format {
                Format::Table => {
                    writeln!(writer, "{answer}").and_then(|()| writer.flush()).map_err(Error::Output)?;
                    return Ok(1);
                }
                Format::Csv => QueryResultsFormat::Csv,
                Format::Tsv => QueryResultsFormat::Tsv,
                Format::Json => QueryResultsFormat::Json,
                Format::Xml => QueryResultsFormat::Xml,
                Format::Markdown | Format::Xlsx => {
                    let row = vec![Some(Literal::from(answer).into())];
                    let rows = QuerySolutionIter::from_tuples(Arc::from([Variable::new_unchecked("answer")]), [Ok(row)]);
                    return write_results(QueryResults::Solutions(rows), format, writer, layout);
                }
                Format::Turtle | Format::NTriples | Format::RdfXml | Format::JsonLd => {
                    return format.refused("a yes or no", "table, csv, tsv, json, xml, md or xlsx");
                }
            };
            let serializer = QueryResultsSerializer::from_format(format);
            serializer.serialize_boolean_to_writer(&mut *writer, answer).and_then(|writer| writer.flush()).map_err(Error::Output)?;
            Ok(1)
        }
        QueryResults::Graph(triples) => {
            let rdf_format = match format {
                Format::Table | Format::Turtle => RdfFormat::Turtle,
                Format::NTriples => RdfFormat::NTriples,
                Format::RdfXml => RdfFormat::RdfXml,
                Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
                Format::Csv | Format::Tsv | Format::Json | Format::Xml | Format::Markdown | Format::Xlsx => {
                    return format.refused("triples", "turtle, ntriples, rdfxml or jsonld");
                }
            };
            write_triples(triples, rdf_format, writer)
        }
    }
}

/// Writes triples in any format of RDF, and returns how many there are. Characters that XML cannot hold are written as U+FFFD in RDF/XML.
///
/// # Errors
/// As [`write_results`].
pub fn write_triples(triples: QueryTripleIter<'_>, format: RdfFormat, writer: &mut dyn Write) -> Result<u64> {
    let serializer =
        PREFIXES.iter().try_fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| serializer.with_prefix(*prefix, *iri));
    let mut serializer = serializer.map_err(|reason| Error::Output(io::Error::other(reason)))?.for_writer(&mut *writer);
    let mut count = 0;
    for triple in triples {
        let mut triple = triple.map_err(|reason| evaluation_error(&reason))?;
        if format == RdfFormat::RdfXml {
            make_fit_for_xml(&mut triple.object);
        }
        serializer.serialize_triple(&triple).map_err(Error::Output)?;
        count += 1;
    }
    serializer.finish().map_err(Error::Output)?.flush().map_err(Error::Output)?;
    Ok(count)
}

/// Writes rows in one of the W3C's formats, every value as it is, and returns how many there are.
///
/// # Errors
/// As [`write_results`].
pub fn write_rows(solutions: QuerySolutionIter<'_>, format: QueryResultsFormat, writer: &mut dyn Write) -> Result<u64> {
    let serializer = QueryResultsSerializer::from_format(format);
    let mut serializer = serializer.serialize_solutions_to_writer(&mut *writer, solutions.variables().to_vec()).map_err(Error::Output)?;
    let mut rows = 0;
    for solution in solutions {
        serializer.serialize(&solution.map_err(|reason| evaluation_error(&reason))?).map_err(Error::Output)?;
        rows += 1;
    }
    serializer.finish().map_err(Error::Output)?.flush().map_err(Error::Output)?;
    Ok(rows)
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Format; 11] = [
        Format::Table,
        Format::Csv,
        Format::Tsv,
        Format::Json,
        Format::Xml,
        Format::Markdown,
        Format::Xlsx,
        Format::Turtle,
        Format::NTriples,
        Format::RdfXml,
        Format::JsonLd,
    ];

    /// The name that [`FromStr`] reads.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Xml => "xml",
            Format::Markdown => "md",
            Format::Xlsx => "xlsx",
            Format::Turtle => "turtle",
            Format::NTriples => "ntriples",
            Format::RdfXml => "rdfxml",
            Format::JsonLd => "jsonld",
        }
    }

    /// The format of a file with this extension (without the dot), if one is known.
    pub fn from_extension(extension: &str) -> Option<Format> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "txt" => Format::Table,
            "csv" => Format::Csv,
            "tsv" => Format::Tsv,
            "json" | "srj" => Format::Json,
            "xml" | "srx" => Format::Xml,
            "md" | "markdown" => Format::Markdown,
            "xlsx" => Format::Xlsx,
            "ttl" => Format::Turtle,
            "nt" => Format::NTriples,
            "rdf" => Format::RdfXml,
            "jsonld" => Format::JsonLd,
            _ => return None,
        })
    }

    fn refused(self, answer: &str, formats: &str) -> Result<u64> {
        Err(Error::Query {
            problem: format!("the answer is {answer}, which {self} cannot hold"),
            place: "the query's form".to_owned(),
            remedy: format!("choose {formats}"),
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        Format::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("`{name}` is not a format; there are {}", Format::ALL.map(Format::name).join(", ")))
    }
}
