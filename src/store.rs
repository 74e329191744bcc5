//! The folder that holds the graph: one named graph a text, and the ontology beside them. Thin over [`oxigraph::store::Store`] (RocksDB).

mod correction;
mod folder;
mod intake;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Transaction};

use crate::correct::{CORRECTIONS_GRAPH, Corrections};
use crate::error::{Error, Result};
use crate::text::fit_for_xml;
use crate::vocabulary::{oa, zt};
use crate::write::{Base, Graph, file_iri};
use folder::{Marker, Snapshot, not_a_store};

pub use correction::{Standing, State};
pub use intake::{FILES_GRAPH, Intake, Record};

/// A store as it was at one moment, for a process that reads for long: others may write to it meanwhile.
pub struct Pinned {
    path: PathBuf,
    pin: folder::Pin,
}

impl Pinned {
    /// Takes the store as [`Store::open_read_only`] would read it now.
    ///
    /// # Errors
    /// If there is none, or another process is making it.
    pub fn take(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::NoStore { path: path.to_owned() });
        }
        match Marker::read(path)? {
            None => return Err(folder::no_marker(path)),
            Some(marker) if marker.unfinished => return Err(Error::NoStore { path: path.to_owned() }),
            Some(_) => {}
        }
        Ok(Self { path: path.to_owned(), pin: folder::pin(path)? })
    }

    /// A folder that can be opened as a store as long as this is kept.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.pin.data
    }

    /// A name of this state of the store: another state has another name.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.pin.version
    }

    /// When the store was last opened for writing.
    #[must_use]
    pub fn changed(&self) -> SystemTime {
        self.pin.changed
    }

    /// Whether the store on the disk is another now, and nobody is changing it.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        folder::version(&self.path).is_ok_and(|version| version != self.pin.version) && folder::quiet(&self.path).is_some()
    }
}

/// The ontology, in Turtle.
pub const ONTOLOGY: &str = include_str!("../ontology/zhengtu.ttl");

/// The graph that holds the ontology in every store.
pub const ONTOLOGY_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://zhengtu.example/ns");

/// An open store. One process can have it open for writing, and only while none has it open for reading. Who opens it for reading while another process
/// writes gets what it held before that process began.
///
/// Each text has a graph of its own, named as the text is; the ontology has [`ONTOLOGY_GRAPH`], the corrections that people made [`CORRECTIONS_GRAPH`], and
/// what the store remembers of files [`FILES_GRAPH`]. Graphs follow the corrections that the store holds, whenever and by whatever call they were stored.
pub struct Store {
    inner: oxigraph::store::Store,
    path: PathBuf,
    base: Base,
    /// Oxigraph does not notice all conflicts between transactions that run at once.
    writing: Mutex<()>,
    /// What others read meanwhile. After `inner`, so that it is withdrawn when nothing is written any more.
    _snapshot: Option<Snapshot>,
    /// Held until the store is closed, so it is the last.
    _lock: Option<File>,
}

impl Store {
    /// Opens a store for writing, and makes it if the folder is missing or empty.
    ///
    /// # Errors
    /// If the folder holds something else or a store of another base, if it is in use, or if the disk refuses.
    pub fn open(path: &Path, base: &Base) -> Result<Self> {
        let disk = |source| Error::Store { path: path.to_owned(), source };
        if path.exists() && !path.is_dir() {
            return Err(not_a_store(path, "it is a file", "name a folder that is new or empty"));
        }
        fs::create_dir_all(path).map_err(disk)?;
        if Marker::read(path)?.is_none() && !folder::is_vacant(path).map_err(disk)? {
            return Err(not_a_store(path, "the folder holds something else", "name a folder that is new or empty"));
        }
        let lock = folder::lock_to_write(path)?;
        let mut marker = match Marker::read(path)? {
            Some(marker) if marker.base != base.as_str() => {
                return Err(not_a_store(
                    path,
                    format!("its IRIs stand under {}, not under {}", marker.base, base.as_str()),
                    format!("give the base {}, or name another folder", marker.base),
                ));
            }
            Some(marker) => marker,
            None => {
                let marker = Marker::new(base.as_str());
                marker.write(path).map_err(disk)?;
                marker
            }
        };
        folder::sweep(path).map_err(disk)?;
        let inner = oxigraph::store::Store::open(path).map_err(|error| opening(path, error))?;
        let snapshot = if marker.unfinished { None } else { Some(Snapshot::offer(&inner, path).map_err(disk)?) };
        let store =
            Self { inner, path: path.to_owned(), base: base.clone(), writing: Mutex::default(), _snapshot: snapshot, _lock: Some(lock) };
        store.write_ontology()?;
        if marker.unfinished {
            store.flush()?;
            marker.unfinished = false;
            marker.write(path).map_err(disk)?;
        }
        Ok(store)
    }

    /// Opens a store for reading: as it is, or, while another process writes to it, as it was before.
    ///
    /// # Errors
    /// If there is none, or another process is making it.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::NoStore { path: path.to_owned() });
        }
        let Some(marker) = Marker::read(path)? else { return Err(folder::no_marker(path)) };
        let base = Base::new(&marker.base)?;
        let folder::Reading { data, lock } = folder::lock_to_read(path)?;
        // As it is now that the lock is held.
        if Marker::read(path)?.is_none_or(|marker| marker.unfinished) {
            return Err(Error::NoStore { path: path.to_owned() });
        }
        let inner = oxigraph::store::Store::open_read_only(&data).map_err(|error| opening(path, error))?;
        Ok(Self { inner, path: path.to_owned(), base, writing: Mutex::default(), _snapshot: None, _lock: lock })
    }

    /// A store that lives in memory, with the ontology in it.
    ///
    /// # Errors
    /// If the memory cannot be had.
    pub fn in_memory(base: &Base) -> Result<Self> {
        let path = PathBuf::from("(in memory)");
        let inner = oxigraph::store::Store::new().map_err(|error| opening(&path, error))?;
        let store = Self { inner, path, base: base.clone(), writing: Mutex::default(), _snapshot: None, _lock: None };
        store.write_ontology()?;
        Ok(store)
    }

    /// The store itself, to be queried. Its default graph is empty: let queries see the union of all graphs
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

    /// The quads that have this subject, property and object and stand in this graph, where they are given; as they stand in the store, in no order.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(crate) fn matching(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<NamedNodeRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad>> + use<'_> {
        let quads = self.inner.quads_for_pattern(subject.map(Into::into), predicate, object, graph.map(Into::into));
        quads.map(|quad| quad.map_err(|error| self.failed(error)))
    }

    /// Puts graphs in the place of those of the same name, and of those that their files had before, in one transaction.
    ///
    /// A file has one graph. Files with the same content share it, and it names all of them.
    ///
    /// # Errors
    /// If the disk refuses; then nothing has changed.
    pub fn replace(&self, graphs: &[Graph]) -> Result<()> {
        let corrections = self.corrections()?;
        self.transact(|transaction| graphs.iter().try_for_each(|graph| replace(transaction, &corrections, graph)))
    }

    /// Forgets files that are gone, and the graphs to which no file is left, in one transaction.
    ///
    /// # Errors
    /// If the disk refuses; then nothing has changed.
    pub fn forget(&self, files: &[&str]) -> Result<()> {
        self.transact(|transaction| files.iter().try_for_each(|file| forget(transaction, &self.base, file)))
    }

    /// Removes a graph; nothing happens if there is none of that name.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn remove_graph(&self, name: &NamedNode) -> Result<()> {
        self.transact(|transaction| transaction.remove_named_graph(name))
    }

    /// Makes sure that all that was written is on the disk. What was written survives the end of the program without it, but not a loss of power.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn flush(&self) -> Result<()> {
        self.inner.flush().map_err(|error| self.failed(error))
    }

    /// Merges what was written at different times, so that a reader has one place to look in for each quad: with 10,000 documents questions are answered in
    /// less than half the time after it. The store is written anew for it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn compact(&self) -> Result<()> {
        self.inner.optimize().map_err(|error| self.failed(error))
    }

    /// The names of the texts' graphs, sorted.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn graphs(&self) -> Result<Vec<NamedNode>> {
        let mut names = Vec::new();
        for name in self.inner.named_graphs() {
            match name.map_err(|error| self.failed(error))? {
                NamedOrBlankNode::NamedNode(name) if is_of_text(name.as_ref()) => names.push(name),
                _ => {}
            }
        }
        names.sort();
        Ok(names)
    }

    /// The graph of each file.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn files(&self) -> Result<BTreeMap<String, NamedNode>> {
        let mut files = BTreeMap::new();
        for quad in self.inner.quads_for_pattern(None, Some(zt::FILE), None, None) {
            let quad = quad.map_err(|error| self.failed(error))?;
            if let (Term::Literal(file), GraphName::NamedNode(graph)) = (quad.object, quad.graph_name) {
                files.insert(file.destruct().0, graph);
            }
        }
        Ok(files)
    }

    /// The quads of a graph, sorted.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn quads(&self, graph: NamedNodeRef<'_>) -> Result<Vec<Quad>> {
        let quads = self.inner.quads_for_pattern(None, None, None, Some(graph.into()));
        let mut quads = quads.collect::<Result<Vec<_>, _>>().map_err(|error| self.failed(error))?;
        quads.iter_mut().for_each(restore_count);
        quads.sort_unstable_by(quad_order);
        Ok(quads)
    }

    /// The triples that stand in no named graph, sorted. Nothing that Zhengtu writes does.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(crate) fn default_graph(&self) -> Result<Vec<Quad>> {
        let quads = self.inner.quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph));
        let mut quads = quads.collect::<Result<Vec<_>, _>>().map_err(|error| self.failed(error))?;
        quads.sort_unstable_by(quad_order);
        Ok(quads)
    }

    /// Whether there is a named graph, though it may be empty.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(crate) fn has_graph(&self, graph: NamedNodeRef<'_>) -> Result<bool> {
        self.inner.contains_named_graph(graph).map_err(|error| self.failed(error))
    }

    /// The texts' graphs that hold such quads.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(crate) fn graphs_of(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        property: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<BTreeSet<NamedNode>> {
        let mut graphs = BTreeSet::new();
        for quad in self.inner.quads_for_pattern(subject.map(Into::into), property, object, None) {
            match quad.map_err(|error| self.failed(error))?.graph_name {
                GraphName::NamedNode(graph) if is_of_text(graph.as_ref()) => drop(graphs.insert(graph)),
                _ => {}
            }
        }
        Ok(graphs)
    }

    /// Puts this program's ontology in the place of what an earlier one may have left.
    fn write_ontology(&self) -> Result<()> {
        let parser = RdfParser::from_format(RdfFormat::Turtle).with_default_graph(ONTOLOGY_GRAPH);
        let quads = parser.for_slice(ONTOLOGY).collect::<Result<Vec<_>, _>>();
        let mut quads = quads.map_err(|error| Error::Store { path: self.path.clone(), source: io::Error::other(error) })?;
        quads.sort_unstable_by(quad_order);
        if self.quads(ONTOLOGY_GRAPH)? == quads {
            return Ok(());
        }
        self.replace(&[Graph { name: ONTOLOGY_GRAPH.into_owned(), quads }])
    }

    /// Makes one change, wholly or not at all.
    fn transact(&self, change: impl FnOnce(&mut Transaction<'_>) -> Result<(), StorageError>) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut transaction = self.inner.start_transaction().map_err(|error| self.failed(error))?;
        change(&mut transaction).and_then(|()| transaction.commit()).map_err(|error| self.failed(error))
    }

    /// A failure of the storage, with the store's path.
    pub(crate) fn failed(&self, error: StorageError) -> Error {
        Error::Store { path: self.path.clone(), source: error.into() }
    }
}

/// Whether a graph is that of a text.
fn is_of_text(graph: NamedNodeRef<'_>) -> bool {
    graph != ONTOLOGY_GRAPH && graph != FILES_GRAPH && graph != CORRECTIONS_GRAPH
}

/// The order in which quads are written: by graph, subject, predicate (the class first) and object.
pub(crate) fn quad_order(left: &Quad, right: &Quad) -> Ordering {
    fn node(node: &NamedOrBlankNode) -> &str {
        match node {
            NamedOrBlankNode::NamedNode(node) => node.as_str(),
            NamedOrBlankNode::BlankNode(node) => node.as_str(),
        }
    }
    fn graph(graph: &GraphName) -> &str {
        match graph {
            GraphName::NamedNode(node) => node.as_str(),
            GraphName::BlankNode(node) => node.as_str(),
            GraphName::DefaultGraph => "",
        }
    }
    fn property(quad: &Quad) -> (NamedNodeRef<'_>, &Term) {
        (quad.predicate.as_ref(), &quad.object)
    }
    graph(&left.graph_name)
        .cmp(graph(&right.graph_name))
        .then_with(|| node(&left.subject).cmp(node(&right.subject)))
        .then_with(|| property_order(property(left), property(right)))
}

/// The order in which the properties of a thing are written: by predicate (the class first) and object.
pub(crate) fn property_order(left: (NamedNodeRef<'_>, &Term), right: (NamedNodeRef<'_>, &Term)) -> Ordering {
    fn predicate(node: NamedNodeRef<'_>) -> (bool, &str) {
        (node != rdf::TYPE, node.as_str())
    }
    fn object(term: &Term) -> (&str, Option<(Option<&str>, &str)>) {
        match term {
            Term::NamedNode(node) => (node.as_str(), None),
            Term::BlankNode(node) => (node.as_str(), None),
            Term::Literal(literal) => (literal.value(), Some((literal.language(), literal.datatype().as_str()))),
        }
    }
    predicate(left.0).cmp(&predicate(right.0)).then_with(|| object(left.1).cmp(&object(right.1)))
}

/// Puts a graph, corrected, in the place of the one of the same name, and of those that its files had before.
fn replace(transaction: &mut Transaction<'_>, corrections: &Corrections, graph: &Graph) -> Result<(), StorageError> {
    for file in graph.quads.iter().filter(|quad| quad.predicate == zt::FILE) {
        unname(transaction, file.object.as_ref())?;
    }
    let other_files = files_of(transaction, graph.name.as_ref())?;
    transaction.clear_graph(&graph.name)?;
    transaction.extend(&corrections.apply(graph.clone()).quads);
    transaction.extend(&other_files);
    Ok(())
}

/// Forgets a file: its name in the graph that has it, and what is remembered of it.
fn forget(transaction: &mut Transaction<'_>, base: &Base, file: &str) -> Result<(), StorageError> {
    unname(transaction, Literal::new_simple_literal(file).as_ref().into())?;
    forget_record(transaction, base, file)
}

/// Forgets what is remembered of a file.
fn forget_record(transaction: &mut Transaction<'_>, base: &Base, file: &str) -> Result<(), StorageError> {
    let records = transaction.quads_for_pattern(Some((&file_iri(base, file)).into()), Some(zt::RECORD), None, Some(FILES_GRAPH.into()));
    for record in records.collect::<Result<Vec<_>, _>>()? {
        transaction.remove(&record);
    }
    Ok(())
}

/// Takes a file's name out of the graph that has it, and takes the graph away if it was the last.
fn unname(transaction: &mut Transaction<'_>, file: TermRef<'_>) -> Result<(), StorageError> {
    let named = transaction.quads_for_pattern(None, Some(zt::FILE), Some(file), None).collect::<Result<Vec<_>, _>>()?;
    for quad in named {
        transaction.remove(&quad);
        if let GraphName::NamedNode(graph) = &quad.graph_name
            && files_of(transaction, graph.as_ref())?.is_empty()
        {
            transaction.remove_named_graph(graph)?;
        }
    }
    Ok(())
}

/// The quads that name the files of a text.
fn files_of(transaction: &Transaction<'_>, text: NamedNodeRef<'_>) -> Result<Vec<Quad>, StorageError> {
    transaction.quads_for_pattern(Some(text.into()), Some(zt::FILE), None, Some(text.into())).collect()
}

/// Oxigraph keeps the value of a count, but forgets that its type is narrower than `xsd:integer`.
pub(crate) fn restore_count(quad: &mut Quad) {
    if [zt::CHARACTERS, zt::SECTIONS, oa::START, oa::END].contains(&quad.predicate.as_ref())
        && let Term::Literal(literal) = &mut quad.object
    {
        *literal = Literal::new_typed_literal(literal.value(), xsd::NON_NEGATIVE_INTEGER);
    }
}

/// Another program than this one may have the store open; it holds RocksDB's lock, not ours.
fn opening(path: &Path, error: StorageError) -> Error {
    let source = io::Error::from(error);
    let message = source.to_string();
    if message.contains("While lock file") || message.contains("lock hold by current process") {
        Error::StoreInUse { path: path.to_owned() }
    } else {
        Error::Store { path: path.to_owned(), source }
    }
}

/// XML 1.0 has no way to write some characters, not even escaped: they become U+FFFD.
pub(crate) fn make_fit_for_xml(term: &mut Term) {
    let Term::Literal(literal) = term else { return };
    if let Cow::Owned(value) = fit_for_xml(literal.value()) {
        *literal = match literal.language() {
            Some(language) => Literal::new_language_tagged_literal_unchecked(value, language),
            None => Literal::new_typed_literal(value, literal.datatype()),
        };
    }
}
