//! The folder that holds the graph: one named graph a text, and the ontology beside them. Thin over [`oxigraph::store::Store`] (RocksDB).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Transaction};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::vocabulary::{dcterms, eli, oa, org, skos, zt};
use crate::write::{Base, Graph};

/// The ontology, in Turtle.
pub const ONTOLOGY: &str = include_str!("../ontology/zhengtu.ttl");

/// The graph that holds the ontology in every store.
pub const ONTOLOGY_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://zhengtu.example/ns");

/// The file by which a folder is known as a store, and the one that is locked while it is in use.
const MARKER: &str = "zhengtu.json";
const LOCK: &str = "zhengtu.lock";
const FORMAT: u32 = 1;

/// An open store. While it is open for writing no other process can open it; while it is open for reading no other process can write to it.
pub struct Store {
    inner: oxigraph::store::Store,
    base: Base,
    /// Oxigraph does not notice all conflicts between transactions that run at once.
    writing: Mutex<()>,
    /// Held until the store is closed; after `inner`, so that it is released last.
    _lock: Option<File>,
}

impl Store {
    /// Opens a store for writing; makes it if the folder is missing or empty.
    ///
    /// # Errors
    /// If the folder holds something else, a store of another base, or is in use, or the disk refuses.
    pub fn open(path: &Path, base: &Base) -> Result<Self> {
        todo!()
    }

    /// Opens a store for reading.
    ///
    /// # Errors
    /// If there is none, or another process is writing to it.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        todo!()
    }

    /// A store that lives in memory and holds the ontology.
    ///
    /// # Errors
    /// Never in practice.
    pub fn in_memory(base: &Base) -> Result<Self> {
        todo!()
    }

    /// The store itself, to be queried. Each text has a graph of its own and the default graph is empty: let queries see the union of all graphs
    /// (`prepared.dataset_mut().set_default_graph_as_union()`).
    #[must_use]
    pub fn inner(&self) -> &oxigraph::store::Store {
        &self.inner
    }

    /// The base under which the store's IRIs stand.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Puts graphs in the place of those of the same name, and of those that their files had before, in one transaction.
    ///
    /// Files with the same content share a graph, which then names all of them.
    ///
    /// # Errors
    /// If the disk refuses; then nothing has changed.
    pub fn replace(&self, graphs: &[Graph]) -> Result<()> {
        todo!()
    }

    /// Forgets files that are gone, and the graphs of which no file is left, in one transaction.
    ///
    /// # Errors
    /// If the disk refuses; then nothing has changed.
    pub fn forget(&self, files: &[&str]) -> Result<()> {
        todo!()
    }

    /// Removes a graph; nothing happens if it is not there.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn remove_graph(&self, name: &NamedNode) -> Result<()> {
        todo!()
    }

    /// Makes sure that all that was written is on the disk. Without it, what was written last survives the end of the program, but not a loss of power.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn flush(&self) -> Result<()> {
        todo!()
    }

    /// The names of the texts' graphs, sorted.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn graphs(&self) -> Result<Vec<NamedNode>> {
        todo!()
    }

    /// The graph of each file.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn files(&self) -> Result<BTreeMap<String, NamedNode>> {
        todo!()
    }

    /// Writes the texts' graphs, sorted, so that the same store gives the same bytes; and the ontology, if that is asked for.
    ///
    /// Formats without named graphs get the union of the graphs.
    ///
    /// # Errors
    /// If the disk refuses, or the writer.
    pub fn export(&self, writer: impl Write, format: RdfFormat, with_ontology: bool) -> Result<()> {
        todo!()
    }
}

/// The order in which quads are written: by graph, subject, predicate (the class first) and object.
pub(crate) fn quad_order(left: &Quad, right: &Quad) -> Ordering {
    todo!()
}
