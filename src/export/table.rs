//! The tables: the answers of the queries in `queries/export/`, whose headers say what is in their columns.

use std::path::Path;

use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;

use super::names::Names;
use crate::error::{Error, Result};
use crate::query::{self, Column, Query, evaluation_error};
use crate::store::Store;

/// A query of `queries/export/`.
#[derive(Clone, Copy)]
pub(super) struct Table(&'static Query);

impl Table {
    /// All of them, by name.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        query::library().iter().filter(|query| query.header.group == "export").map(Self)
    }

    pub(super) fn named(name: &str) -> Result<Self> {
        query::find(&format!("export/{name}-table")).map(Self)
    }

    /// The name of the table, which is that of its query without `-table`.
    pub(super) fn name(self) -> &'static str {
        self.0.header.name.trim_end_matches("-table")
    }

    pub(super) fn query(self) -> &'static Query {
        self.0
    }

    pub(super) fn columns(self) -> &'static [Column] {
        &self.0.header.columns
    }

    /// Where a column stands.
    pub(super) fn column(self, name: &str) -> Result<usize> {
        self.columns().iter().position(|column| column.name == name).ok_or_else(|| Error::Query {
            problem: format!("the table has no column `{name}`"),
            place: self.0.origin.clone(),
            remedy: format!("add  # column {name}: …  to its header"),
        })
    }

    /// Calls `take` with the cells of each row, in the order of the header; what is missing is empty. Things are named by their IRIs from the base on.
    ///
    /// The query orders its rows, for which it needs the memory of all of them.
    pub(super) fn each_row(self, store: &Store, mut take: impl FnMut(&[String]) -> Result<()>) -> Result<()> {
        let names = Names::new(store.base());
        let QueryResults::Solutions(rows) = query::run(store.inner(), self.0, &[])? else { return Ok(()) };
        let mut cells = vec![String::new(); self.columns().len()];
        for row in rows {
            let row = row.map_err(|reason| evaluation_error(&reason))?;
            for (cell, column) in cells.iter_mut().zip(self.columns()) {
                cell.clear();
                cell.push_str(match row.get(column.name.as_str()) {
                    Some(Term::NamedNode(iri)) => names.id(iri.as_str()),
                    Some(Term::Literal(literal)) => literal.value(),
                    Some(Term::BlankNode(node)) => node.as_str(),
                    None => "",
                });
            }
            take(&cells)?;
        }
        Ok(())
    }
}

/// Begins a CSV file as [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180) has it. It is data for programs: no cell is changed for the sake of spreadsheets.
pub(super) fn csv_file(path: &Path) -> Result<csv::Writer<std::fs::File>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(path).map_err(unwritten)
}

pub(super) fn unwritten(error: csv::Error) -> Error {
    Error::Export(error.into())
}
