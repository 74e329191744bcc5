//! Many files: finds the documents in folders, and takes each through the stages, several at once and in a fixed order.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::extract::{Fact, extract};
use crate::link::{self, Entity, Parties};
use crate::outline::{Document, outline};
use crate::read::{Format, Reader, STANDARD_INPUT, file_name, is_no_document};
use crate::reference::Reference;

mod metadata;

pub use metadata::Metadata;

/// A file that holds a document, or an archive of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in the graph: its path below the folder that was given, with `/`; the name alone of a file that was given by itself.
    pub name: String,
    /// What is told about its documents beside the file, by their names in the graph.
    pub metadata: BTreeMap<String, Metadata>,
}

/// What was found in folders.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The files, by path, each of them once.
    pub sources: Vec<Source>,
    /// The other files, which hold no documents by what their names end in.
    pub skipped: Vec<PathBuf>,
    /// What could not be looked into: folders, and metadata that is not understood.
    pub failures: Vec<Error>,
}

/// What the stages made of one document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// The format that it was read from.
    pub format: Format,
    /// The organizations of its head.
    pub parties: Parties,
    /// Its facts, in the order in which they were read.
    pub facts: Vec<Fact<Entity>>,
}

/// Finds the documents: all files below the folders but those whose name says that they hold none (`.json`, `.png`), and every file that is given by
/// itself. What a file holds is told when it is read. [`STANDARD_INPUT`] is taken for a file.
///
/// Hidden files and folders are passed over, and symbolic links in folders are not followed. The order of `paths` makes no difference.
///
/// # Errors
/// If a path that was given is missing, or two files would have the same name. No document has been read by then.
pub fn find(paths: &[PathBuf]) -> Result<Corpus> {
    let mut corpus = Corpus::default();
    let mut found = BTreeMap::new();
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT {
            let source = Source { path: path.clone(), name: STANDARD_INPUT.to_owned(), metadata: BTreeMap::new() };
            add(&mut found, path.clone(), source);
            continue;
        }
        let canonical = fs::canonicalize(path).map_err(unreadable(path))?;
        if canonical.is_dir() {
            let mut told = BTreeMap::new();
            Walk { root: path, canonical_root: &canonical, found: &mut found, told: &mut told, corpus: &mut corpus }.folder(&canonical);
            for source in found.values_mut().filter(|source| source.path.starts_with(path)) {
                source.tell(&told);
            }
        } else if canonical.is_file() {
            let name = file_name(Path::new(path.file_name().or(canonical.file_name()).unwrap_or_default()));
            let mut told = BTreeMap::new();
            if let Some(metadata) = beside(path) {
                match Metadata::read(&metadata) {
                    Ok(metadata) => drop(told.insert(name.clone(), metadata)),
                    Err(reason) => corpus.failures.push(not_understood(&metadata, reason)),
                }
            }
            let mut source = Source { path: path.clone(), name, metadata: BTreeMap::new() };
            source.tell(&told);
            add(&mut found, canonical, source);
        } else {
            return Err(unreadable(path)(io::Error::other("it is neither a file nor a folder")));
        }
    }
    corpus.sources = found.into_values().collect();
    let mut names: HashMap<&str, &Source> = HashMap::new();
    for source in &corpus.sources {
        if let Some(first) = names.insert(&source.name, source) {
            return Err(Error::SameName { name: source.name.clone(), first: first.path.clone(), second: source.path.clone() });
        }
    }
    Ok(corpus)
}

impl Source {
    /// Takes what is told about its documents: about the file, and about what lies in it.
    fn tell(&mut self, told: &BTreeMap<String, Metadata>) {
        let own = told.get_key_value(&self.name).into_iter();
        let inside = format!("{}/", self.name);
        let members = told.range(inside.clone()..).take_while(|(name, _)| name.starts_with(&inside));
        self.metadata.extend(own.chain(members).map(|(name, metadata)| (name.clone(), metadata.clone())));
    }
}

/// Takes the documents of one file through the stages, up to what [`write`](crate::write::write) asks for, and hands over each with its name in the graph.
pub fn read_documents(source: &Source, reader: &Reader, mut each: impl FnMut(&str, Result<Reading>)) {
    let reference = Reference::load();
    reader.read(&source.path, |member, reading| {
        let name = if member.is_empty() { source.name.clone() } else { format!("{}/{member}", source.name) };
        let reading = reading.map(|reading| {
            let mut document = outline(reading.text);
            if let Some(metadata) = source.metadata.get(&name) {
                metadata.apply(&mut document);
            }
            let parties = link::parties(&document, reference);
            let facts = link::link(&document, extract(&document), reference);
            Reading { document, format: reading.format, parties, facts }
        });
        each(&name, reading);
    });
}

/// Works on all items, several at once, and delivers what comes of them in the order of the items, whatever the number of threads.
///
/// Not more is held in memory than a few results for each thread.
///
/// # Errors
/// The first one of `deliver`, after which nothing more is done.
pub fn in_order<'i, I: Sync, T: Send, E>(
    items: &'i [I],
    work: impl Fn(&I) -> T + Sync,
    mut deliver: impl FnMut(&'i I, T) -> Result<(), E>,
) -> Result<(), E> {
    for batch in items.chunks(BATCH * rayon::current_num_threads()) {
        let results: Vec<T> = batch.par_iter().map(&work).collect();
        batch.iter().zip(results).try_for_each(|(item, result)| deliver(item, result))?;
    }
    Ok(())
}

/// Results for each thread between two deliveries: enough that a long document does not keep the other threads waiting for long.
const BATCH: usize = 16;

/// The walk through a folder.
struct Walk<'w> {
    /// The folder as it was given.
    root: &'w Path,
    /// Where it really is.
    canonical_root: &'w Path,
    found: &'w mut BTreeMap<PathBuf, Source>,
    /// What is told about documents, by their names in the graph.
    told: &'w mut BTreeMap<String, Metadata>,
    corpus: &'w mut Corpus,
}

impl Walk<'_> {
    /// Adds the files below a folder. What cannot be listed is a failure, and the rest goes on.
    fn folder(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(source) => return self.corpus.failures.push(Error::Unreadable { path: self.shown(folder), source }),
        };
        for entry in entries.into_iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.folder(&path),
                Ok(kind) if kind.is_file() => self.file(path),
                Ok(_) => {}
                Err(source) => self.corpus.failures.push(Error::Unreadable { path: self.shown(&path), source }),
            }
        }
    }

    fn file(&mut self, path: PathBuf) {
        let below = path.strip_prefix(self.canonical_root).unwrap_or(&path);
        if !is_no_document(&path.to_string_lossy()) {
            let name = file_name(below);
            add(self.found, path.clone(), Source { path: self.root.join(below), name, metadata: BTreeMap::new() });
            return;
        }
        let is = |ending: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
        let told = if is("csv") {
            Metadata::read_manifest(&path).transpose()
        } else if is("toml") || is("json") {
            let names = self.documents_beside(&path);
            (!names.is_empty())
                .then(|| Metadata::read(&path).map(|metadata| names.into_iter().map(|name| (name, metadata.clone())).collect()))
        } else {
            None
        };
        match told {
            Some(Ok(rows)) => {
                let folder = below.parent().map(file_name).filter(|folder| !folder.is_empty());
                let name = |file: String| folder.as_ref().map_or(file.clone(), |folder| format!("{folder}/{file}"));
                self.told.extend(rows.into_iter().map(|(file, metadata)| (name(file), metadata)));
            }
            Some(Err(reason)) => self.corpus.failures.push(not_understood(&self.shown(&path), reason)),
            None => self.corpus.skipped.push(self.root.join(below)),
        }
    }

    /// The names of the documents of the same stem that lie beside a file.
    fn documents_beside(&self, path: &Path) -> Vec<String> {
        let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
        let beside = entries
            .map(|entry| entry.path())
            .filter(|other| other.file_stem() == path.file_stem() && other.is_file() && !is_no_document(&other.to_string_lossy()));
        beside.filter_map(|other| other.file_name().map(|name| file_name(Path::new(name)))).collect()
    }

    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.canonical_root).map_or_else(|_| path.to_owned(), |below| self.root.join(below))
    }
}

/// The file of the same stem that tells about a document.
fn beside(path: &Path) -> Option<PathBuf> {
    ["toml", "json"].into_iter().map(|extension| path.with_extension(extension)).find(|metadata| metadata != path && metadata.is_file())
}

fn not_understood(path: &Path, reason: String) -> Error {
    let remedy = "give title, number, issuer, date and url, as docs/reading.md shows".to_owned();
    Error::NotADocument { path: path.to_owned(), reason: format!("the metadata is not understood: {reason}"), remedy }
}

/// Adds a file. One that is reached in two ways keeps the name that says most of where it lies.
fn add(found: &mut BTreeMap<PathBuf, Source>, canonical: PathBuf, source: Source) {
    match found.get(&canonical) {
        Some(known) if known.name.len() >= source.name.len() => {}
        _ => {
            found.insert(canonical, source);
        }
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Unreadable { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let mut delivered = Vec::new();
        let result: Result<(), ()> = in_order(
            &items,
            |item| item * 2,
            |item, result| {
                delivered.push((*item, result));
                Ok(())
            },
        );
        assert_eq!(result, Ok(()));
        assert_eq!(delivered, items.iter().map(|item| (*item, item * 2)).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_delivered_after_a_failure() {
        let mut delivered = 0;
        let result = in_order(
            &[1, 2, 3],
            |item| *item,
            |_, item| {
                delivered += 1;
                if item == 2 { Err(item) } else { Ok(()) }
            },
        );
        assert_eq!((result, delivered), (Err(2), 2));
    }
}
