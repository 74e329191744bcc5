//! What can go wrong, told to a person: what failed, where, and what to do.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

/// A failure of the library. Its text names the file or the place, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read from the disk.
    #[error("cannot read it: {source}\n  in: {}\n  do: check that the path exists and that you may read it", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A file was read, but it holds no document.
    #[error("cannot read the document: {reason}\n  in: {}\n  do: {remedy}", path.display())]
    NotADocument {
        /// The file.
        path: PathBuf,
        /// Why, as one clause.
        reason: String,
        /// What the user can do, as one clause.
        remedy: String,
    },
    /// A file was to be imported, but it holds no graphs of texts.
    #[error("cannot import the graph: {reason}\n  in: {}\n  do: {remedy}", path.display())]
    NotAGraph {
        /// The file.
        path: PathBuf,
        /// Why, as one clause.
        reason: String,
        /// What the user can do, as one clause.
        remedy: &'static str,
    },
    /// A table of corrections is not one, or one of its rows is not understood.
    #[error("cannot read the corrections: {reason}\n  in: {place}\n  do: {remedy}")]
    NotCorrections {
        /// The file and, where it is known, the line.
        place: String,
        /// Why, as one clause.
        reason: String,
        /// What the user can do, as one clause.
        remedy: &'static str,
    },
    /// Two files would have the same name in the graph.
    #[error("two files would both be called {name}\n  in: {} and {}\n  do: name one folder that holds both, or read them into two stores", first.display(), second.display())]
    SameName {
        /// The name.
        name: String,
        /// The file that comes first.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// A file would take the place of one of the same name that came from another folder.
    #[error("{name} is already stored, with other content and from another folder\n  in: {}\n  do: build the folder that holds both folders, or name another store with --store", path.display())]
    OtherFolder {
        /// The name of the file in the graph.
        name: String,
        /// The file that was to be read.
        path: PathBuf,
    },
    /// The base of the IRIs is not one.
    #[error("{iri} cannot be the base of the graph's IRIs: {reason}\n  do: give an absolute IRI that ends in /, as https://example.org/")]
    NotABase {
        /// What was given.
        iri: String,
        /// Why, as one clause.
        reason: String,
    },
    /// There is no store where one was to be read.
    #[error("there is no store at {}\n  do: make one with  zhengtu build DIR", path.display())]
    NoStore {
        /// The folder.
        path: PathBuf,
    },
    /// A folder holds something that is not a store, or not one of this program.
    #[error("{} cannot be used as a store: {reason}\n  do: {remedy}", path.display())]
    NotAStore {
        /// The folder.
        path: PathBuf,
        /// Why, as one clause.
        reason: String,
        /// What the user can do, as one clause.
        remedy: String,
    },
    /// Another process has the store open.
    #[error("the store {} is in use by another process, as by another  zhengtu build\n  do: wait until it has ended, or end it", path.display())]
    StoreInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The store could not be read or written.
    #[error("{}\n  in: {}\n  do: {}", failure(source).0, path.display(), failure(source).1)]
    Store {
        /// The folder.
        path: PathBuf,
        /// The storage's reason.
        source: std::io::Error,
    },
    /// The graph could not be written out.
    #[error("cannot write the graph: {0}\n  do: check the space on the disk and your rights to the file")]
    Export(#[source] std::io::Error),
    /// A query could not be read, given its parameters, or answered.
    #[error("{problem}\n  in: {place}\n  do: {remedy}")]
    Query {
        /// What is wrong, as one clause.
        problem: String,
        /// The query's file and, where it is known, the line.
        place: String,
        /// What the user can do, as one clause.
        remedy: String,
    },
    /// The server cannot begin, or go on.
    #[error("{problem}\n  in: {place}\n  do: {remedy}")]
    Server {
        /// What is wrong, as one clause.
        problem: String,
        /// The address.
        place: String,
        /// What the user can do, as one clause.
        remedy: String,
    },
    /// Graphs could not be published.
    #[error("cannot publish: {problem}\n  in: {place}\n  do: {remedy}")]
    Publish {
        /// What is wrong, as one clause.
        problem: String,
        /// The address, and the graph where it is one.
        place: String,
        /// What the user can do, as one clause.
        remedy: String,
    },
    /// The answer of a query could not be written.
    #[error("cannot write the answer: {0}\n  do: check the space on the disk and your rights to the file")]
    Output(#[source] std::io::Error),
}

/// The result of a fallible operation of this library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a store's failure means, as one clause, and what to do about it. RocksDB gives most reasons in words alone.
fn failure(source: &io::Error) -> (Cow<'static, str>, &'static str) {
    let reason = source.to_string();
    let says = |words: &[&str]| words.iter().any(|words| reason.contains(words));
    if source.kind() == io::ErrorKind::StorageFull || says(&["No space left", "Disk quota exceeded"]) {
        return (
            "the disk that the store is on is full".into(),
            "make space and run the same command again: what was stored is kept, and it goes on from there",
        );
    }
    if source.kind() == io::ErrorKind::FileTooLarge || says(&["File too large"]) {
        return (
            "the store needs a larger file than you may write".into(),
            "raise the limit (ulimit -f unlimited) and run the same command again: what was stored is kept, and it goes on from there",
        );
    }
    if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
        || says(&["Permission denied", "Read-only file system", "Operation not permitted"])
    {
        return ("you may not write to the store".into(), "get the right to write there, or name a folder of your own with --store");
    }
    if says(&["Too many open files", "file descriptors"]) {
        return (
            "the store needs more files open at once than you may have".into(),
            "raise the limit and run the same command again:  ulimit -n 1024",
        );
    }
    (format!("the store failed: {reason}").into(), "check the disk; if the store is damaged, build it anew in another folder")
}
