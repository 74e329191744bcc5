//! Bytes → Text: the only stage that reads documents from files.
//!
//! A file's format is told by its content. Plain text and Markdown are decoded here; what hostile files can attack is read by a [`Reader`] in a process of
//! its own, which has limits of memory and time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::text::{Notice, Text};

mod archive;
mod docx;
mod encoding;
mod format;
mod gaps;
mod html;
mod limits;
mod lines;
mod markdown;
mod mend;
mod name;
mod ofd;
mod order;
mod page;
mod pdf;
mod script;
mod worker;
mod xml;

pub(crate) use archive::is_no_document;
pub use format::Format;
pub use limits::Limits;
pub(crate) use limits::size;
pub use name::{file_name, path_of};
pub(crate) use worker::limit_memory;
pub use worker::serve;

use archive::Budget;
use format::Kind;
use worker::Workers;

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// Reads files of all formats, within limits.
#[derive(Debug, Default)]
pub struct Reader {
    limits: Limits,
    workers: Option<Workers>,
}

/// A document that was read from a file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its characters.
    pub text: Text,
    /// The format that it was read from.
    pub format: Format,
}

impl Reader {
    /// A reader that does all in this process. A file that breaks a format's decoder may then end the process, or take all its memory.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, workers: None }
    }

    /// A reader that has all but plain text read by processes of `program`, which is to call [`serve`] when its first argument is [`Reader::WORKER`].
    #[must_use]
    pub fn with_workers(limits: Limits, program: PathBuf) -> Self {
        Self { limits, workers: Some(Workers::new(program)) }
    }

    /// The argument with which a program is asked to be a worker.
    pub const WORKER: &str = "read-worker";

    /// Reads all documents of a file, and hands each over with its path inside the file: empty, but for an archive's documents.
    ///
    /// What cannot be read is handed over as an error, and the rest goes on. [`STANDARD_INPUT`] is read as if it were a file.
    pub fn read(&self, path: &Path, mut each: impl FnMut(&str, Result<Reading>)) {
        self.visit(path, None, &mut |member, result| each(member, result.and_then(|raw| raw.finish(path, member))));
    }

    /// Reads all documents of a file as [`Reader::read`] does, from what the file holds; the path is for messages.
    pub fn read_bytes(&self, path: &Path, bytes: &[u8], mut each: impl FnMut(&str, Result<Reading>)) {
        let mut tell = |member: &str, result: std::result::Result<Raw, Refusal>| {
            each(member, result.map_err(|refusal| refusal.into_error(path, member)).and_then(|raw| raw.finish(path, member)));
        };
        match &self.workers {
            Some(workers) if !matches!(kind(bytes), Kind::Text | Kind::Closed(_)) => match Input::of(bytes) {
                Ok(input) => workers.read(&input, None, &self.limits, &mut tell),
                Err(error) => {
                    tell("", Err(Refusal::new(format!("it cannot be put aside to be read ({error})"), "check the space on the disk")))
                }
            },
            _ => {
                archive::stream(io::Cursor::new(bytes), "", &mut Budget::new(&self.limits, None), &mut |member, read| tell(member, read()))
            }
        }
    }

    /// Reads one document by the name that the graph has of its file: a path below `root`, and for an archive's document its path inside the archive behind it.
    ///
    /// # Errors
    /// If there is no such file, or the document cannot be read.
    pub fn read_named(&self, root: &Path, name: &str) -> Result<Reading> {
        let whole = path_of(root, name);
        // The file is the longest part of the name that is one; what remains lies inside it.
        let parts = name.match_indices('/').map(|(at, _)| at).rev().map(|at| (path_of(root, &name[..at]), &name[at + 1..]));
        let inside = if whole.is_file() { None } else { parts.into_iter().find(|(path, _)| path.is_file()) };
        let (path, member) = inside.unwrap_or((whole, ""));
        let mut found = None;
        self.visit(&path, Some(member), &mut |_, result| found = Some(result.and_then(|raw| raw.finish(&path, member))));
        found.unwrap_or_else(|| Err(Refusal::new("the archive holds no such document", "build the folder again").into_error(&path, member)))
    }

    /// Reads the documents of a file, or one of them, up to what is decoded.
    fn visit(&self, path: &Path, only: Option<&str>, each: &mut dyn FnMut(&str, Result<Raw>)) {
        let input = match Input::open(path) {
            Ok(input) => input,
            Err(source) => return each("", Err(Error::Unreadable { path: path.to_owned(), source })),
        };
        let mut tell = |member: &str, result: std::result::Result<Raw, Refusal>| {
            each(member, result.map_err(|refusal| refusal.into_error(path, member)));
        };
        match &self.workers {
            Some(workers) if !matches!(input.kind, Kind::Text | Kind::Closed(_)) => workers.read(&input, only, &self.limits, &mut tell),
            _ => documents(&input.file, &self.limits, only, &mut |member, read| tell(member, read())),
        }
    }
}

/// Reads one file that holds one document, of whatever format, in this process.
///
/// # Errors
/// If the file cannot be read, is in no format that is known, or holds nothing or several documents.
pub fn read(path: &Path) -> Result<Text> {
    let mut found = Vec::new();
    Reader::default().read(path, |_, result| found.push(result));
    only(path, found)
}

/// Reads bytes, of whatever format, as they came from the file of that name, in this process.
///
/// # Errors
/// If they are in no format that is known, or hold nothing or several documents.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<Text> {
    let mut found = Vec::new();
    let limits = Limits::default();
    archive::stream(io::Cursor::new(bytes), "", &mut Budget::new(&limits, None), &mut |member, read| {
        found.push(read().map_err(|refusal| refusal.into_error(path, member)).and_then(|raw| raw.finish(path, member)));
    });
    only(path, found)
}

/// The text of the only document among those that were found.
fn only(path: &Path, mut found: Vec<Result<Reading>>) -> Result<Text> {
    match (found.pop(), found.is_empty()) {
        (Some(result), true) => result.map(|reading| reading.text),
        _ => Err(Refusal::new("it is an archive", "read it with a Reader, which hands over each of its documents").into_error(path, "")),
    }
}

/// The characters of a text file; `None` if they are in no encoding that is known.
pub(crate) fn characters(bytes: &[u8]) -> Option<String> {
    encoding::decode(bytes).ok().map(|raw| raw.source)
}

/// Reads a string as if it were a file's content.
#[must_use]
pub fn from_string(source: impl Into<String>) -> Text {
    mend::mend(source.into(), Vec::new())
}

/// A file that is to be read.
struct Input {
    file: File,
    path: PathBuf,
    kind: Kind,
    /// Holds what came from standard input or from memory, for as long as it is read.
    _spool: Option<tempfile::NamedTempFile>,
}

impl Input {
    fn open(path: &Path) -> io::Result<Self> {
        let spool = if path.as_os_str() == STANDARD_INPUT {
            let mut spool = tempfile::NamedTempFile::new()?;
            io::copy(&mut io::stdin().lock(), &mut spool)?;
            Some(spool)
        } else {
            None
        };
        let path = spool.as_ref().map_or(path, |spool| spool.path());
        // What is no regular file (a pipe, a device) could be waited for without end.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        file.by_ref().take(format::START).read_to_end(&mut start)?;
        file.rewind()?;
        Ok(Self { file, path: path.to_owned(), kind: format::kind(&start), _spool: spool })
    }

    /// Puts bytes aside, as a file.
    fn of(bytes: &[u8]) -> io::Result<Self> {
        let mut spool = tempfile::NamedTempFile::new()?;
        io::Write::write_all(&mut spool, bytes)?;
        let kind = kind(bytes);
        Ok(Self { file: File::open(spool.path())?, path: spool.path().to_owned(), kind, _spool: Some(spool) })
    }
}

/// The format of a file, by what it holds.
fn kind(bytes: &[u8]) -> Kind {
    format::kind(&bytes[..bytes.len().min(format::START as usize)])
}

/// The documents of a file, or one of them, each with its path inside the file, and how to read it. Nothing is read before that is called.
fn documents(file: &File, limits: &Limits, only: Option<&str>, visit: &mut Visit<'_>) {
    archive::file(file, &mut Budget::new(limits, only), visit);
}

/// What is done with each document.
type Visit<'v> = dyn FnMut(&str, &mut dyn FnMut() -> std::result::Result<Raw, Refusal>) + 'v;

/// What a document's bytes decode to.
#[derive(Debug, Serialize, Deserialize)]
struct Raw {
    source: String,
    notices: Vec<Notice>,
    #[serde(default)]
    format: Format,
}

impl From<String> for Raw {
    fn from(source: String) -> Self {
        Self::new(source, Format::Text)
    }
}

impl Raw {
    fn new(source: String, format: Format) -> Self {
        Self { source, notices: Vec::new(), format }
    }

    /// Mends the characters.
    fn finish(self, path: &Path, member: &str) -> Result<Reading> {
        if self.source.trim().is_empty() {
            return Err(Refusal::new("it is empty", "leave it out, or fetch the document again").into_error(path, member));
        }
        Ok(Reading { text: mend::mend(self.source, self.notices), format: self.format })
    }
}

/// Why a document has no text.
#[derive(Debug, Serialize, Deserialize)]
struct Refusal {
    /// As one clause.
    reason: String,
    /// What the user can do, as one clause.
    remedy: String,
}

impl Refusal {
    fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { reason: reason.into(), remedy: remedy.into() }
    }

    /// What is not as its format demands.
    fn broken(reason: impl Into<String>) -> Self {
        Self::new(reason, "fetch the file again, or open it and save it anew")
    }

    fn into_error(self, path: &Path, member: &str) -> Error {
        // `join` of nothing would add a slash.
        let path = if member.is_empty() { path.to_owned() } else { path.join(member) };
        Error::NotADocument { path, reason: self.reason, remedy: self.remedy }
    }
}
