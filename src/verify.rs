//! Graph → sources: does every quote stand where the graph says?

use std::fmt;
use std::path::Path;

use oxigraph::model::{NamedNode, Quad};
use rayon::prelude::*;

use crate::error::Result;
use crate::read::Reader;
use crate::store::Store;
use crate::view::View;
use crate::vocabulary::{FACTS, oa, zt};

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many facts the store holds.
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

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match &self.kind {
            FaultKind::Unreadable(reason) => write!(formatter, "{file}: {reason}"),
            FaultKind::Changed { expected, found } => {
                write!(formatter, "{file}: the file has changed since it was read: its SHA-256 was {expected} and is {found}")
            }
            FaultKind::Quote { start, end, expected, found } => {
                write!(formatter, "{file}: characters {start} to {end} should be “{expected}”, and are “{found}”")
            }
            FaultKind::Incomplete { iri, reason } => write!(formatter, "{file}: {reason}: <{iri}>"),
        }
    }
}

/// Compares all evidence of a store with the files, which are looked for in `root`, or else in the working directory, and read by `reader`.
///
/// # Errors
/// If the store cannot be read. What is wrong with a file is in the report.
pub fn verify(store: &Store, root: Option<&Path>, reader: &Reader) -> Result<Report> {
    let root = root.unwrap_or(Path::new(""));
    let verified = |graph: &NamedNode| Ok(verify_text(graph.as_str(), &store.quads(graph.as_ref())?, root, reader));
    let reports: Vec<Report> = store.graphs()?.par_iter().map(verified).collect::<Result<_>>()?;
    let mut sum = Report::default();
    for report in reports {
        sum.facts += report.facts;
        sum.evidences += report.evidences;
        sum.faults.extend(report.faults);
    }
    sum.faults.sort_by(|left, right| left.file.cmp(&right.file));
    Ok(sum)
}

/// Verifies the sorted graph of one text.
fn verify_text(text: &str, quads: &[Quad], root: &Path, reader: &Reader) -> Report {
    let view = View::new(quads);
    let mut report = Report::default();
    let files: Vec<&str> = view.values(text, zt::FILE).collect();
    let incomplete = |iri: &str, reason| {
        let file = files.first().unwrap_or(&"(no file)");
        Fault { file: (*file).to_owned(), kind: FaultKind::Incomplete { iri: iri.to_owned(), reason } }
    };
    if files.is_empty() {
        report.faults.push(incomplete(text, "the text names no file"));
    }
    for fact in FACTS.into_iter().flat_map(|class| view.instances(class)) {
        report.facts += 1;
        if view.values(fact, zt::EVIDENCE_PROPERTY).next().is_none() {
            report.faults.push(incomplete(fact, "the fact has no evidence"));
        }
    }
    let mut quotes = Vec::new();
    for evidence in view.instances(zt::EVIDENCE) {
        report.evidences += 1;
        let known = quotes.len();
        quotes.extend(quotes_of(view, evidence));
        if quotes.len() == known {
            report.faults.push(incomplete(evidence, "the evidence has no selector with start, end and exact words"));
        }
    }
    quotes.sort_unstable();
    let sha256 = view.values(text, zt::SHA256).next().unwrap_or("unknown");
    for file in &files {
        let faults = compare(reader, root, file, sha256, &quotes).into_iter();
        report.faults.extend(faults.map(|kind| Fault { file: (*file).to_owned(), kind }));
    }
    report
}

/// Words, and the code points from and to which they should stand.
type Quote<'a> = (usize, usize, &'a str);

/// What is wrong with a file.
fn compare(reader: &Reader, root: &Path, file: &str, sha256: &str, quotes: &[Quote<'_>]) -> Vec<FaultKind> {
    let text = match reader.read_named(root, file) {
        Ok(reading) => reading.text,
        Err(error) => return vec![FaultKind::Unreadable(error.to_string())],
    };
    let source = text.source();
    let mut faults = Vec::new();
    let found = crate::text::sha256(source);
    if found != sha256 {
        faults.push(FaultKind::Changed { expected: sha256.to_owned(), found });
    }
    let bytes: Vec<usize> = source.char_indices().map(|(byte, _)| byte).chain([source.len()]).collect();
    let byte = |code_point: usize| bytes.get(code_point).copied().unwrap_or(source.len());
    for &(start, end, exact) in quotes {
        let found = source.get(byte(start)..byte(end)).unwrap_or_default();
        if found != exact {
            faults.push(FaultKind::Quote { start, end, expected: exact.to_owned(), found: found.to_owned() });
        }
    }
    faults
}

/// The quotes of a piece of evidence; one, if all is well.
fn quotes_of<'q>(view: View<'q>, evidence: &str) -> Vec<Quote<'q>> {
    let mut quotes = Vec::new();
    for selector in view.values(evidence, oa::HAS_SELECTOR) {
        let number = |property| view.values(selector, property).next().and_then(|value| value.parse().ok());
        if let (Some(start), Some(end)) = (number(oa::START), number(oa::END)) {
            quotes.extend(view.values(selector, oa::EXACT).map(|exact| (start, end, exact)));
        }
    }
    quotes
}
