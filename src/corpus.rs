//! Many files: finds the documents in folders, and takes each through the stages, several at once and in a fixed order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::extract::{Fact, extract_all};
use crate::link::{self, Entity, Parties};
use crate::outline::{Document, outline};
use crate::read::{Format, Reader, STANDARD_INPUT, file_name, is_no_document};
use crate::reference::Reference;
use crate::text::hexadecimal;

mod list;
mod metadata;

pub use list::List;
pub use metadata::Metadata;

/// A file that holds a document, or an archive of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in the graph: its path below the folder that was given, with `/`; the name alone of a file that was given by itself.
    pub name: String,
    /// Where the folder really is that the name starts from: the one that was given, or the one that holds a file that was given by itself.
    pub folder: PathBuf,
    /// What is told about its documents beside the file, by their names in the graph.
    pub metadata: BTreeMap<String, Metadata>,
    /// What the file holds, where that came with its name and is not to be read from the path.
    pub content: Option<Vec<u8>>,
}

impl Source {
    /// The SHA-256 of what is read of the file and of what is told beside it, in hexadecimal.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sha256(&self) -> Result<String> {
        let mut hasher = Sha256::new();
        let mut hash = || {
            if let Some(content) = &self.content {
                hasher.update(content);
                return Ok(());
            }
            let mut file = File::open(&self.path)?;
            let mut buffer = [0; 1 << 16];
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok(()),
                    length => hasher.update(&buffer[..length]),
                }
            }
        };
        hash().map_err(unreadable(&self.path))?;
        if !self.metadata.is_empty() {
            hasher.update(serde_json::to_vec(&self.metadata).unwrap_or_default());
        }
        Ok(hexadecimal(&hasher.finalize()))
    }

    /// What the disk says of the file without its content being read: a file whose stamp is the same has not changed. `None` where that cannot be relied on.
    ///
    /// It is made of the size and the times of the last change of content and of state. The second of them follows every change, also where a copying
    /// program sets the first one back. A file that has just been changed has no stamp yet: a second change could fall into the same tick of the disk's clock.
    #[must_use]
    pub fn stamp(&self) -> Option<String> {
        // What is told beside the file has a life of its own.
        if !self.metadata.is_empty() || self.content.is_some() || self.path.as_os_str() == STANDARD_INPUT {
            return None;
        }
        let metadata = fs::metadata(&self.path).ok()?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let changed = changed(&metadata).unwrap_or(modified);
        let settled = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.checked_sub(TICK)?;
        (modified.max(changed) < settled).then(|| {
            format!(
                "{} {}.{:09} {}.{:09}",
                metadata.len(),
                modified.as_secs(),
                modified.subsec_nanos(),
                changed.as_secs(),
                changed.subsec_nanos()
            )
        })
    }
}

/// The coarsest clock among file systems, which is that of FAT.
const TICK: Duration = Duration::from_secs(2);

/// The time since 1970 at which the state of the file last changed, where the system keeps it.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> Option<Duration> {
    use std::os::unix::fs::MetadataExt;
    Some(Duration::new(metadata.ctime().try_into().ok()?, metadata.ctime_nsec().try_into().ok()?))
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<Duration> {
    None
}

/// What was found in folders.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The files, by path, each of them once.
    pub sources: Vec<Source>,
    /// Where the folders really are that were listed.
    pub folders: BTreeSet<PathBuf>,
    /// What is not among the files.
    pub passed: Passed,
}

/// What was passed over.
#[derive(Debug, Default)]
pub struct Passed {
    /// The files that hold no documents by what their names end in.
    pub skipped: Vec<PathBuf>,
    /// The names of files that have been read before and have not changed.
    pub unchanged: Vec<String>,
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
            let source = Source {
                path: path.clone(),
                name: STANDARD_INPUT.to_owned(),
                folder: PathBuf::new(),
                metadata: BTreeMap::new(),
                content: None,
            };
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
            corpus.folders.insert(canonical);
        } else if canonical.is_file() {
            let name = file_name(Path::new(path.file_name().or(canonical.file_name()).unwrap_or_default()));
            let mut told = BTreeMap::new();
            if let Some(metadata) = beside(path) {
                match Metadata::read(&metadata) {
                    Ok(metadata) => drop(told.insert(name.clone(), metadata)),
                    Err(reason) => corpus.passed.failures.push(not_understood(&metadata, reason)),
                }
            }
            let folder = canonical.parent().unwrap_or(&canonical).to_owned();
            let mut source = Source { path: path.clone(), name, folder, metadata: BTreeMap::new(), content: None };
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
    /// The bytes of the file; 0 if nobody can tell.
    #[must_use]
    pub fn size(&self) -> u64 {
        match &self.content {
            Some(content) => content.len() as u64,
            None => fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
        }
    }

    /// Takes what is told about its documents: about the file, and about what lies in it.
    fn tell(&mut self, told: &BTreeMap<String, Metadata>) {
        let own = told.get_key_value(&self.name).into_iter();
        let inside = format!("{}/", self.name);
        let members = told.range(inside.clone()..).take_while(|(name, _)| name.starts_with(&inside));
        self.metadata.extend(own.chain(members).map(|(name, metadata)| (name.clone(), metadata.clone())));
    }
}

/// Takes the documents of some files through the stages, up to what [`write`](crate::write::write) asks for, and hands over each in order: the place of its
/// file among `sources`, its name in the graph, and what was made of it.
///
/// Facts are read of several documents at a time ([`extract_all`]).
pub fn read_documents<'s>(
    sources: impl IntoIterator<Item = &'s Source>,
    reader: &Reader,
    mut each: impl FnMut(usize, &str, Result<Reading>),
) {
    let mut waiting = Waiting::default();
    for (index, source) in sources.into_iter().enumerate() {
        let mut take = |member: &str, reading: Result<crate::read::Reading>| {
            let name = if member.is_empty() { source.name.clone() } else { format!("{}/{member}", source.name) };
            let outlined = reading.map(|reading| {
                let mut document = outline(reading.text);
                if let Some(metadata) = source.metadata.get(&name) {
                    metadata.apply(&mut document);
                }
                (document, reading.format)
            });
            waiting.bytes += outlined.as_ref().map_or(0, |(document, _)| document.text.as_str().len());
            waiting.documents.push(Outlined { file: index, name, result: outlined });
            if waiting.documents.len() == TOGETHER || waiting.bytes > MOST_WAITING {
                waiting.hand_over(&mut each);
            }
        };
        match &source.content {
            Some(content) => reader.read_bytes(&source.path, content, &mut take),
            None => reader.read(&source.path, &mut take),
        }
    }
    waiting.hand_over(&mut each);
}

/// Documents of which the facts are read together.
pub const TOGETHER: usize = 128;

/// In bytes of text: what waits for more documents at most, but for the last one.
const MOST_WAITING: usize = 1 << 20;

/// Documents that wait for others.
#[derive(Default)]
struct Waiting {
    documents: Vec<Outlined>,
    bytes: usize,
}

/// A document that was read, or why not.
struct Outlined {
    /// The place of its file among the sources.
    file: usize,
    name: String,
    result: Result<(Document, Format)>,
}

impl Waiting {
    fn hand_over(&mut self, each: &mut impl FnMut(usize, &str, Result<Reading>)) {
        let reference = Reference::load();
        let documents: Vec<&Document> = self.documents.iter().filter_map(|outlined| Some(&outlined.result.as_ref().ok()?.0)).collect();
        let mut facts = extract_all(&documents).into_iter();
        self.bytes = 0;
        for Outlined { file, name, result } in self.documents.drain(..) {
            let reading = result.map(|(document, format)| {
                let parties = link::parties(&document, reference);
                let facts = link::link(&document, facts.next().unwrap_or_default(), reference);
                Reading { document, format, parties, facts }
            });
            each(file, &name, reading);
        }
    }
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

/// Results for each thread between two deliveries: enough that a long one does not keep the other threads waiting for long.
const BATCH: usize = 2;

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
            Err(source) => return self.corpus.passed.failures.push(Error::Unreadable { path: self.shown(folder), source }),
        };
        let (mut folders, mut tables, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut documents: HashMap<OsString, Vec<String>> = HashMap::new();
        for entry in entries.into_iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() && is_no_document(&path.to_string_lossy()) => {
                    if ends_in(&path, "csv") { &mut tables } else { &mut others }.push(path);
                }
                Ok(kind) if kind.is_file() => {
                    let below = path.strip_prefix(self.canonical_root).unwrap_or(&path);
                    let name = file_name(below);
                    documents.entry(path.file_stem().unwrap_or_default().to_owned()).or_default().push(name.clone());
                    let folder = self.canonical_root.to_owned();
                    let source = Source { path: self.root.join(below), name, folder, metadata: BTreeMap::new(), content: None };
                    add(self.found, path, source);
                }
                Ok(_) => {}
                Err(source) => self.corpus.passed.failures.push(Error::Unreadable { path: self.shown(&path), source }),
            }
        }
        for paths in [&mut folders, &mut tables, &mut others] {
            paths.sort();
        }
        // What is told of one document overrides what is told of many, and what lies nearer what lies above.
        for path in tables {
            let prefix = file_name(path.parent().and_then(|folder| folder.strip_prefix(self.canonical_root).ok()).unwrap_or(Path::new("")));
            let name = |file: String| if prefix.is_empty() { file } else { format!("{prefix}/{file}") };
            let rows = Metadata::read_manifest(&path).transpose();
            self.tell(&path, rows.map(|rows| rows.map(|rows| rows.into_iter().map(|(file, metadata)| (name(file), metadata)).collect())));
        }
        for path in others {
            let beside = documents.get(path.file_stem().unwrap_or_default()).filter(|_| ends_in(&path, "toml") || ends_in(&path, "json"));
            let told = beside
                .map(|names| Metadata::read(&path).map(|metadata| names.iter().map(|name| (name.clone(), metadata.clone())).collect()));
            self.tell(&path, told);
        }
        folders.iter().for_each(|folder| self.folder(folder));
    }

    /// Takes what a file tells; `None` if it is of another kind.
    fn tell(&mut self, path: &Path, told: Option<Result<Vec<(String, Metadata)>, String>>) {
        match told {
            Some(Ok(told)) => self.told.extend(told),
            Some(Err(reason)) => self.corpus.passed.failures.push(not_understood(&self.shown(path), reason)),
            None => self.corpus.passed.skipped.push(self.shown(path)),
        }
    }

    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.canonical_root).map_or_else(|_| path.to_owned(), |below| self.root.join(below))
    }
}

/// The file of the same stem that tells about a document.
fn beside(path: &Path) -> Option<PathBuf> {
    ["toml", "json"].into_iter().map(|extension| path.with_extension(extension)).find(|metadata| metadata != path && metadata.is_file())
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
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
