//! Graph → sources: does every quote stand where the graph says?

use std::path::Path;

use crate::error::Result;
use crate::store::Store;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many facts (assignments and citations) the store holds.
    pub facts: usize,
    /// How many pieces of evidence were compared with their source.
    pub evidences: usize,
    /// What does not hold, by file.
    pub faults: Vec<Fault>,
}

/// Something in the graph that its source does not bear out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the graph names it.
    pub file: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The file cannot be read, for the reason that is given.
    Unreadable(String),
    /// The file is not the one that was read into the graph.
    Changed {
        /// The SHA-256 of its characters in the graph.
        expected: String,
        /// That of its characters now.
        found: String,
    },
    /// A quote does not stand where the graph says.
    Quote {
        /// The code point at which it should start.
        start: usize,
        /// The code point at which it should have ended.
        end: usize,
        /// The words of the graph.
        expected: String,
        /// The words of the file; fewer, if it ends before.
        found: String,
    },
    /// Something in the graph lacks what it needs to be compared.
    Incomplete {
        /// Its IRI.
        iri: String,
        /// What is missing, as one clause.
        reason: &'static str,
    },
}

/// Compares all evidence of a store with the files, which are looked for in `root`, or else in the working directory.
///
/// # Errors
/// If the store cannot be read. What is wrong with a file is in the report.
pub fn verify(store: &Store, root: Option<&Path>) -> Result<Report> {
    todo!()
}
