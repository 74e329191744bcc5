//! Many files: finds the documents in folders, and takes each through the stages, several at once and in a fixed order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::extract::{Fact, extract};
use crate::link::{self, Entity, Parties};
use crate::outline::{Document, outline};
use crate::read::read;
use crate::reference::Reference;
use crate::text::hexadecimal;

/// A file that holds a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in the graph: its path below the folder that was given, with `/`; the name alone of a file that was given by itself.
    pub name: String,
    /// Where the folder really is that the name starts from: the one that was given, or the one that holds a file that was given by itself.
    pub folder: PathBuf,
}

impl Source {
    /// The SHA-256 of what is read of the file, in hexadecimal.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sha256(&self) -> Result<String> {
        let mut hasher = Sha256::new();
        let mut hash = || {
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
        Ok(hexadecimal(&hasher.finalize()))
    }

    /// What the disk says of the file without its content being read: a file whose stamp is the same has not changed. `None` where that cannot be relied on.
    ///
    /// It is made of the size and the times of the last change of content and of state. The second of them follows every change, also where a copying
    /// program sets the first one back. A file that has just been changed has no stamp yet: a second change could fall into the same tick of the disk's clock.
    #[must_use]
    pub fn stamp(&self) -> Option<String> {
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The documents, by path, each of them once.
    pub sources: Vec<Source>,
    /// Where the folders really are that were listed to the last file.
    pub folders: BTreeSet<PathBuf>,
    /// How many other files there were, by extension (without the dot).
    pub skipped: BTreeMap<String, usize>,
}

/// What the stages made of one file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// The organizations of its head.
    pub parties: Parties,
    /// Its facts, in the order in which they were read.
    pub facts: Vec<Fact<Entity>>,
}

/// Finds the documents: all files below the folders that end in `.txt`, and every file that is given by itself.
///
/// Hidden files and folders are passed over, and symbolic links in folders are not followed. The order of `paths` makes no difference.
///
/// # Errors
/// If a path is missing, a folder cannot be listed, or two files would have the same name. No document has been read by then.
pub fn find(paths: &[PathBuf]) -> Result<Corpus> {
    let mut found = BTreeMap::new();
    let mut skipped = BTreeMap::new();
    let mut folders = BTreeSet::new();
    for path in paths {
        let canonical = fs::canonicalize(path).map_err(unreadable(path))?;
        if canonical.is_dir() {
            walk(path, &canonical, &canonical, &mut found, &mut skipped)?;
            folders.insert(canonical);
        } else if canonical.is_file() {
            let name = path.file_name().or(canonical.file_name()).unwrap_or_default().to_string_lossy().into_owned();
            let folder = canonical.parent().unwrap_or(&canonical).to_owned();
            add(&mut found, canonical, Source { path: path.clone(), name, folder });
        } else {
            return Err(unreadable(path)(io::Error::other("it is neither a file nor a folder")));
        }
    }
    let sources: Vec<Source> = found.into_values().collect();
    let mut names: HashMap<&str, &Source> = HashMap::new();
    for source in &sources {
        if let Some(first) = names.insert(&source.name, source) {
            return Err(Error::SameName { name: source.name.clone(), first: first.path.clone(), second: source.path.clone() });
        }
    }
    Ok(Corpus { sources, folders, skipped })
}

/// Takes one file through the stages, up to what [`write`](crate::write::write) asks for.
///
/// # Errors
/// If the file cannot be read, or holds no document.
pub fn read_document(path: &Path) -> Result<Reading> {
    let reference = Reference::load();
    let document = outline(read(path)?);
    let parties = link::parties(&document, reference);
    let facts = link::link(&document, extract(&document), reference);
    Ok(Reading { document, parties, facts })
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

/// Adds the files below a folder. `root` is the folder as it was given, `canonical_root` where it really is, and `folder` the part of it to be listed.
fn walk(
    root: &Path,
    canonical_root: &Path,
    folder: &Path,
    found: &mut BTreeMap<PathBuf, Source>,
    skipped: &mut BTreeMap<String, usize>,
) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(unreadable(&path))?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() {
            walk(root, canonical_root, &path, found, skipped)?;
        } else if kind.is_file() {
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if extension == "txt" {
                let below = path.strip_prefix(canonical_root).unwrap_or(&path);
                let source = Source { path: root.join(below), name: slashed(below), folder: canonical_root.to_owned() };
                add(found, path, source);
            } else {
                *skipped.entry(extension).or_default() += 1;
            }
        }
    }
    Ok(())
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

fn slashed(path: &Path) -> String {
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
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
