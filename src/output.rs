//! Answers of queries, written for a person or for another program.
//!
//! The formats for programs are the W3C's: [CSV and TSV](https://www.w3.org/TR/sparql11-results-csv-tsv/),
//! [JSON](https://www.w3.org/TR/sparql11-results-json/), [XML](https://www.w3.org/TR/rdf-sparql-XMLres/),
//! [Turtle](https://www.w3.org/TR/turtle/) and [N-Triples](https://www.w3.org/TR/n-triples/), in UTF-8 without a byte order mark.

mod table;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryEvaluationError, QueryResults};

use crate::query::PREFIXES;
use crate::{Error, Result};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a terminal, IRIs shortened.
    Table,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values, each a term in Turtle's syntax.
    Tsv,
    /// SPARQL results in JSON.
    Json,
    /// SPARQL results in XML.
    Xml,
    /// Turtle, for CONSTRUCT and DESCRIBE.
    Turtle,
    /// N-Triples, for CONSTRUCT and DESCRIBE.
    NTriples,
}

/// Writes an answer and returns how many rows or triples it has (1 for ASK).
///
/// `width` is that of the terminal in columns, for a table: cells that do not fit end in `…`; without it they are written in full. The table of a CONSTRUCT
/// or DESCRIBE is its Turtle. Save for the table, what is computed is written at once: where an error comes later, a part has been written.
///
/// # Errors
/// [`Error::Query`] where the answer has rows and the format is for triples, or the reverse, and where the evaluation fails, at whichever row;
/// [`Error::Output`] where the writer fails.
pub fn write_results(results: QueryResults<'_>, format: Format, writer: &mut dyn Write, width: Option<usize>) -> Result<u64> {
    match results {
        QueryResults::Solutions(solutions) => {
            let Some(results_format) = format.for_rows() else { return format.refused("rows", "table, csv, tsv, json or xml") };
            let Some(results_format) = results_format else { return table::write(solutions, writer, width) };
            let serializer = QueryResultsSerializer::from_format(results_format);
            let mut serializer =
                serializer.serialize_solutions_to_writer(&mut *writer, solutions.variables().to_vec()).map_err(Error::Output)?;
            let mut rows = 0;
            for solution in solutions {
                serializer.serialize(&solution.map_err(evaluation_error)?).map_err(Error::Output)?;
                rows += 1;
            }
            serializer.finish().map_err(Error::Output)?.flush().map_err(Error::Output)?;
            Ok(rows)
        }
        QueryResults::Boolean(answer) => {
            let Some(results_format) = format.for_rows() else { return format.refused("a yes or no", "table, csv, tsv, json or xml") };
            match results_format {
                None => writeln!(writer, "{answer}"),
                Some(results_format) => {
                    QueryResultsSerializer::from_format(results_format).serialize_boolean_to_writer(&mut *writer, answer).map(drop)
                }
            }
            .and_then(|()| writer.flush())
            .map_err(Error::Output)?;
            Ok(1)
        }
        QueryResults::Graph(triples) => {
            let rdf_format = match format {
                Format::Table | Format::Turtle => RdfFormat::Turtle,
                Format::NTriples => RdfFormat::NTriples,
                Format::Csv | Format::Tsv | Format::Json | Format::Xml => return format.refused("triples", "turtle or ntriples"),
            };
            let serializer = PREFIXES
                .iter()
                .try_fold(RdfSerializer::from_format(rdf_format), |serializer, (prefix, iri)| serializer.with_prefix(*prefix, *iri));
            let mut serializer = serializer.map_err(|reason| Error::Output(io::Error::other(reason)))?.for_writer(&mut *writer);
            let mut count = 0;
            for triple in triples {
                serializer.serialize_triple(&triple.map_err(evaluation_error)?).map_err(Error::Output)?;
                count += 1;
            }
            serializer.finish().map_err(Error::Output)?.flush().map_err(Error::Output)?;
            Ok(count)
        }
    }
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Format; 7] = [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::Xml, Format::Turtle, Format::NTriples];

    /// The name that [`FromStr`] reads.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Xml => "xml",
            Format::Turtle => "turtle",
            Format::NTriples => "ntriples",
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
            "ttl" => Format::Turtle,
            "nt" => Format::NTriples,
            _ => return None,
        })
    }

    /// The results format for rows, `Some(None)` being the table, or nothing where the format is for triples.
    fn for_rows(self) -> Option<Option<QueryResultsFormat>> {
        match self {
            Format::Table => Some(None),
            Format::Csv => Some(Some(QueryResultsFormat::Csv)),
            Format::Tsv => Some(Some(QueryResultsFormat::Tsv)),
            Format::Json => Some(Some(QueryResultsFormat::Json)),
            Format::Xml => Some(Some(QueryResultsFormat::Xml)),
            Format::Turtle | Format::NTriples => None,
        }
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

fn evaluation_error(reason: QueryEvaluationError) -> Error {
    Error::Query {
        problem: format!("the answer is not complete: {reason}"),
        place: "the evaluation of the query".to_owned(),
        remedy: "do not use what was written so far; see whether the store is whole with  zhengtu verify".to_owned(),
    }
}
