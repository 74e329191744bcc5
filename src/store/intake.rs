//! What a build takes into the store, in batches: each document wholly or not at all, and with it what is remembered of its file.

use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::{mem, thread};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, TermRef};
use oxigraph::store::BulkLoader;
use serde::{Deserialize, Serialize};

use super::{Result, Store};
use crate::correct::Corrections;
use crate::vocabulary::zt;
use crate::write::{Base, Graph, file_iri};

/// The graph that holds what the store remembers of files. It is not exported: it says when and where files were read, not what is in them.
pub const FILES_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://zhengtu.example/ns/files");

/// `rdf:JSON` of RDF 1.1.
const JSON: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON");

/// What the store remembers of a file that was read, to know whether it has to be read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What the file is called in the graph.
    pub name: String,
    /// The folder that the name starts from.
    pub folder: String,
    /// What its documents are called: for most files the one that has the file's name.
    pub documents: Vec<String>,
    /// The SHA-256 of what was read. `None` if the file has to be read again in any case.
    pub sha256: Option<String>,
    /// The stamp that the file had on the disk before it was read.
    pub stamp: Option<String>,
    /// The program that read it.
    pub program: String,
}

impl Record {
    /// The program that is running, in a form that changes with all that decides how a document is read.
    pub const PROGRAM: &str = env!("ZHENGTU_PROGRAM");

    /// The record of a file of which these documents were read. Where they are not all, it is to be read again, and what was stored of the others stays.
    #[must_use]
    pub fn of(self, names: Vec<String>, all: bool, old: Option<&Self>) -> Self {
        if all {
            return Self { documents: names, ..self };
        }
        let had = old.map(|old| old.documents.as_slice()).unwrap_or_default();
        let kept = had.iter().filter(|document| !names.contains(document)).cloned().collect::<Vec<_>>();
        Self { documents: [names, kept].concat(), sha256: None, ..self }
    }

    /// The record as a value of the graph.
    pub(super) fn quad(&self, base: &Base) -> Quad {
        let json = serde_json::to_string(self).unwrap_or_default();
        Quad::new(file_iri(base, &self.name), zt::RECORD, Literal::new_typed_literal(json, JSON), FILES_GRAPH)
    }

    /// The record that a value holds. One that cannot be understood is none: the file is read again.
    pub(super) fn parse(value: TermRef<'_>) -> Option<Self> {
        match value {
            TermRef::Literal(literal) => serde_json::from_str(literal.value()).ok(),
            _ => None,
        }
    }
}

/// Takes in what a build reads.
///
/// What is new is sorted in the background, batch by batch, while the next documents are read, and many batches are added in one step by Oxigraph's bulk
/// loader; that is several times faster than a transaction, and it is on the disk when it is done. What takes the place of something goes through a transaction, together with the
/// removal. Both are atomic, and the record of a file is added with the last of its documents: what is remembered is stored.
pub struct Intake<'s> {
    store: &'s Store,
    /// The files and the graphs of the store when the build began.
    files: HashSet<String>,
    graphs: HashSet<NamedNode>,
    remembered: HashMap<String, Record>,
    /// The corrections that the graphs are to follow.
    corrections: Corrections,
    batch: usize,
    /// The documents of the file that is being taken in, and whether one of them takes the place of something.
    pending: Vec<Graph>,
    pending_change: bool,
    new: Vec<Quad>,
    /// What is being sorted, and how many quads it has.
    loading: Option<BulkLoader<'s>>,
    loaded: usize,
    changed: Vec<Graph>,
    records: Vec<Record>,
    gone: Vec<String>,
    changed_quads: usize,
    unflushed: usize,
    /// How many documents were written.
    written: usize,
}

/// Quads after which a transaction is committed: it keeps all changes in memory, and more of them at once are no faster.
const TRANSACTION: usize = 20_000;

/// Batches that are added in one step: each step makes RocksDB merge its files with all that is there, and what was sorted since the last is lost in a kill.
const STEP: usize = 64;

/// A store is compacted when the documents that were written are no less than this part of those that it had. It is written anew for that, so what that
/// takes stays in proportion to what was read.
const COMPACTED_FROM: f64 = 0.25;

/// Quads after which the store's buffers are emptied onto the disk: left alone, they grow to some gigabytes.
const FLUSH_AFTER: usize = 200_000;

impl<'s> Intake<'s> {
    pub(super) fn new(store: &'s Store, batch: usize) -> Result<Self> {
        Ok(Self {
            store,
            files: store.files()?.into_keys().collect(),
            graphs: store.graphs()?.into_iter().collect(),
            remembered: store.records()?,
            corrections: store.corrections()?,
            batch: batch.max(1),
            pending: Vec::new(),
            pending_change: false,
            new: Vec::new(),
            loading: None,
            loaded: 0,
            changed: Vec::new(),
            records: Vec::new(),
            gone: Vec::new(),
            changed_quads: 0,
            unflushed: 0,
            written: 0,
        })
    }

    /// What the store remembered of a file when the build began.
    #[must_use]
    pub fn remembered(&self, file: &str) -> Option<&Record> {
        self.remembered.get(file)
    }

    /// Whether the document was in the store when the build began.
    #[must_use]
    pub fn knows(&self, document: &str) -> bool {
        self.files.contains(document)
    }

    /// The files, of those that the store remembered when the build began, that `is_gone` says are gone: they and their documents are forgotten. How many.
    pub fn forget(&mut self, is_gone: impl Fn(&Record) -> bool) -> usize {
        let gone: Vec<&Record> = self.remembered.values().filter(|record| is_gone(record)).collect();
        self.gone.extend(gone.iter().flat_map(|record| [&record.name].into_iter().chain(&record.documents)).cloned());
        gone.len()
    }

    /// Takes in the graph of a document, by its name.
    ///
    /// It is stored no sooner than its file is remembered: a document that a kill left without its file's record would stay when the file is gone.
    pub fn add(&mut self, name: &str, graph: Graph) {
        self.pending_change |= self.files.contains(name) || self.graphs.contains(&graph.name);
        self.pending.push(graph);
    }

    /// Remembers a file, all of whose documents have been taken in; they are stored together. Documents that it had and has no more are forgotten.
    ///
    /// # Errors
    /// If the disk refuses. What was taken in before is stored wholly or not at all.
    pub fn remember(&mut self, record: Record) -> Result<()> {
        let old = self.remembered.get(&record.name);
        let documents = mem::take(&mut self.pending);
        self.written += documents.len();
        if !mem::take(&mut self.pending_change) && old.is_none() {
            self.new.extend(documents.into_iter().flat_map(|graph| self.corrections.apply(graph).quads));
            self.new.push(record.quad(&self.store.base));
        } else {
            let had = old.map(|old| old.documents.as_slice()).unwrap_or_default();
            self.gone.extend(had.iter().filter(|document| !record.documents.contains(document)).cloned());
            self.changed_quads += documents.iter().map(|graph| graph.quads.len()).sum::<usize>();
            self.changed.extend(documents);
            self.records.push(record);
        }
        self.store_what_is_due()
    }

    fn store_what_is_due(&mut self) -> Result<()> {
        if self.new.len() >= self.batch {
            self.load()?;
        }
        if self.changed_quads >= TRANSACTION.min(self.batch) {
            self.commit()?;
        }
        Ok(())
    }

    /// Stores what is still held back, makes sure that all of it is on the disk, and compacts a store of which much is new.
    ///
    /// # Errors
    /// If the disk refuses. What was taken in before is stored wholly or not at all.
    pub fn finish(mut self) -> Result<()> {
        self.commit()?;
        self.store.flush()?;
        if self.written as f64 > self.graphs.len() as f64 * COMPACTED_FROM { self.store.compact() } else { Ok(()) }
    }

    /// Has what is new sorted in the background, each batch by a processor of its own, while the next documents are read.
    fn load(&mut self) -> Result<()> {
        if self.new.is_empty() {
            return Ok(());
        }
        let quads = mem::take(&mut self.new);
        self.loaded += quads.len();
        let loader = self.loading.get_or_insert_with(|| {
            let processors = thread::available_parallelism().map_or(1, NonZero::get);
            // So many that the loader does not part what it is given.
            self.store.inner.bulk_loader().with_max_memory_size_in_megabytes(processors * (self.batch / 500 + 1))
        });
        loader.load_quads(quads).map_err(|error| self.store.failed(error))?;
        if self.loaded >= STEP * self.batch { self.add_loaded() } else { Ok(()) }
    }

    /// Adds the batches that were sorted, in one step.
    fn add_loaded(&mut self) -> Result<()> {
        self.loaded = 0;
        self.loading.take().map_or(Ok(()), BulkLoader::commit).map_err(|error| self.store.failed(error))
    }

    /// Commits what changes, after all that is new.
    fn commit(&mut self) -> Result<()> {
        self.load()?;
        self.add_loaded()?;
        if !(self.changed.is_empty() && self.records.is_empty() && self.gone.is_empty()) {
            self.change()?;
            self.unflushed += mem::take(&mut self.changed_quads);
        }
        if self.unflushed > FLUSH_AFTER {
            self.unflushed = 0;
            self.store.flush()?;
        }
        Ok(())
    }

    /// Makes the changes, in one transaction.
    fn change(&mut self) -> Result<()> {
        let base = &self.store.base;
        self.store.transact(|transaction| {
            // First, so that what comes now under a name that something else had is not forgotten with it.
            self.gone.iter().try_for_each(|name| super::forget(transaction, base, name))?;
            self.changed.iter().try_for_each(|graph| super::replace(transaction, &self.corrections, graph))?;
            for record in &self.records {
                super::forget_record(transaction, base, &record.name)?;
                transaction.insert(&record.quad(base));
            }
            Ok(())
        })?;
        self.changed.clear();
        self.records.clear();
        self.gone.clear();
        Ok(())
    }
}

impl Store {
    /// Begins to take in documents. `batch` is the number of quads that are added at once.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn intake(&self, batch: usize) -> Result<Intake<'_>> {
        Intake::new(self, batch)
    }

    /// What the store remembers of files, by their names.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn records(&self) -> Result<HashMap<String, Record>> {
        let mut records = HashMap::new();
        for quad in self.inner.quads_for_pattern(None, Some(zt::RECORD), None, Some(FILES_GRAPH.into())) {
            let quad = quad.map_err(|error| self.failed(error))?;
            if let Some(record) = Record::parse(quad.object.as_ref()) {
                records.insert(record.name.clone(), record);
            }
        }
        Ok(records)
    }

    /// The folder that each document was read from, by its name.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn folders(&self) -> Result<HashMap<String, String>> {
        let records = self.records()?.into_values();
        Ok(records.flat_map(|Record { documents, folder, .. }| documents.into_iter().map(move |name| (name, folder.clone()))).collect())
    }
}
