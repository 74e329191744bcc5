//! Archives, and the formats that are packages of files: how far they are unpacked, and no further. Nothing is written to the disk.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::format::{self, Kind};
use super::limits::size;
use super::{Limits, Raw, Refusal, Visit, docx, encoding, html, markdown, ofd, pdf};

/// What is left of the limits while an archive is read, with all archives inside it.
pub(super) struct Budget<'l> {
    limits: &'l Limits,
    unpacked: u64,
    documents: u64,
    depth: u64,
    /// The only document that is asked for.
    only: Option<&'l str>,
}

impl<'l> Budget<'l> {
    pub fn new(limits: &'l Limits, only: Option<&'l str>) -> Self {
        Self { limits, unpacked: limits.unpacked, documents: limits.documents, depth: limits.depth, only }
    }

    /// Whether a file of an archive is asked for, or may hold what is.
    fn wants(&self, path: &str) -> bool {
        self.only.is_none_or(|only| only.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    /// Reads all that a stream gives, if that is not too much.
    fn take(&mut self, stream: impl Read) -> Result<Vec<u8>, Refusal> {
        let most = self.limits.file.min(self.unpacked);
        let mut bytes = Vec::new();
        stream.take(most + 1).read_to_end(&mut bytes).map_err(|error| Refusal::broken(format!("it cannot be unpacked ({error})")))?;
        let taken = bytes.len() as u64;
        self.unpacked = self.unpacked.saturating_sub(taken);
        if taken <= most {
            return Ok(bytes);
        }
        Err(if most == self.limits.file { too_large(self.limits.file) } else { too_much(self.limits.unpacked) })
    }
}

fn too_large(limit: u64) -> Refusal {
    Refusal::new(format!("it is larger than {}, the limit", size(limit)), "if it is what you want, raise the limit: --limit file=1G")
}

fn too_much(limit: u64) -> Refusal {
    Refusal::new(
        format!("it unpacks to more than {}, the limit", size(limit)),
        "unpack it yourself, or raise the limit: --limit unpacked=8G",
    )
}

/// The documents of a file.
pub(super) fn file(file: &File, budget: &mut Budget<'_>, visit: &mut Visit<'_>) {
    stream(BufReader::new(file), "", budget, visit);
}

/// The documents of a stream that can be read from its start again. `name` is its path inside the file; empty for the file itself.
pub(super) fn stream(mut input: impl Read + Seek, name: &str, budget: &mut Budget<'_>, visit: &mut Visit<'_>) {
    let mut start = Vec::new();
    let read = input.by_ref().take(format::START).read_to_end(&mut start).and_then(|_| input.rewind());
    if let Err(error) = read {
        return refuse(name, Refusal::broken(format!("it cannot be read ({error})")), visit);
    }
    match format::kind(&start) {
        Kind::Zip => zipped(input, name, budget, visit),
        Kind::Tar => nested(name, budget, visit, |budget, visit| tar(input, name, budget, visit)),
        Kind::Gzip => nested(name, budget, visit, |budget, visit| gzip(input, name, budget, visit)),
        kind => visit(name, &mut || {
            let bytes = budget.take(&mut input)?;
            document(kind, &bytes)
        }),
    }
}

/// Reads one document.
fn document(kind: Kind, bytes: &[u8]) -> Result<Raw, Refusal> {
    match kind {
        Kind::Closed(closed) => Err(closed.refusal()),
        Kind::Pdf => pdf::read(bytes),
        Kind::Html => html::read(&encoding::decode(bytes)?),
        _ => encoding::decode(bytes).map(markdown::recognize),
    }
}

fn refuse(name: &str, refusal: Refusal, visit: &mut Visit<'_>) {
    let refusal = RefCell::new(Some(refusal));
    visit(name, &mut || Err(refusal.take().unwrap_or_else(|| Refusal::broken("it was read before"))));
}

/// Goes one archive deeper.
fn nested<'l>(name: &str, budget: &mut Budget<'l>, visit: &mut Visit<'_>, read: impl FnOnce(&mut Budget<'l>, &mut Visit<'_>)) {
    if budget.depth == 0 {
        let reason = format!("more than {} archives lie in each other, the limit", budget.limits.depth);
        return refuse(name, Refusal::new(reason, "unpack it yourself, or raise the limit: --limit depth=9"), visit);
    }
    budget.depth -= 1;
    read(budget, visit);
    budget.depth += 1;
}

/// Visits one file of an archive; whether there may be more.
fn member(name: &str, content: impl Read, budget: &mut Budget<'_>, archive: &str, visit: &mut Visit<'_>) -> bool {
    if budget.documents == 0 {
        let reason = format!("it holds more than {} documents, the limit; the rest is not read", budget.limits.documents);
        refuse(archive, Refusal::new(reason, "unpack it yourself, or raise the limit: --limit documents=1000000"), visit);
        return false;
    }
    budget.documents -= 1;
    let path = inside(archive, name);
    let mut content = content;
    let mut start = Vec::new();
    if let Err(error) = content.by_ref().take(format::START).read_to_end(&mut start) {
        refuse(&path, Refusal::broken(format!("it cannot be unpacked ({error})")), visit);
        return true;
    }
    let kind = format::kind(&start);
    let whole = Cursor::new(start).chain(content);
    if matches!(kind, Kind::Zip | Kind::Tar | Kind::Gzip) {
        match budget.take(whole) {
            Ok(bytes) => stream(Cursor::new(bytes), &path, budget, visit),
            Err(refusal) => refuse(&path, refusal, visit),
        }
    } else {
        let mut whole = Some(whole);
        visit(&path, &mut || {
            let bytes = budget.take(whole.take().ok_or_else(|| Refusal::broken("it was read before"))?)?;
            document(kind, &bytes)
        });
    }
    if budget.unpacked == 0 {
        refuse(archive, too_much(budget.limits.unpacked), visit);
    }
    budget.unpacked > 0
}

fn inside(archive: &str, name: &str) -> String {
    if archive.is_empty() { name.to_owned() } else { format!("{archive}/{name}") }
}

/// The name of a file in an archive, if it is one that may hold a document: no metadata of the archiver, no hidden file, no program text.
fn wanted(name: &[u8]) -> Option<String> {
    let name = encoding::decode(name).map(|raw| raw.source).unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned());
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != "." && *part != "..").collect();
    let hidden = parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
    let wanted = parts.last().is_some_and(|file| !is_no_document(file));
    (!hidden && wanted).then(|| parts.join("/"))
}

/// Whether the ending of a file's name says that it holds no document: data, programs, pictures and sounds.
///
/// Only these are passed over in folders and archives by their names; all else is told by its content.
pub(crate) fn is_no_document(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "json", "jsonl", "toml", "yaml", "yml", "csv", "tsv", "xml", "xsd", "xsl", "rdf", "ttl", "nt", "nq", "trig", "rq", "sql", "db",
        "log", "ini", "cfg", "css", "js", "mjs", "ts", "map", "py", "pyc", "rs", "c", "h", "cpp", "java", "class", "jar", "go", "rb", "pl",
        "sh", "bat", "ps1", "exe", "dll", "so", "a", "o", "lib", "bin", "iso", "img", "apk", "png", "jpg", "jpeg", "gif", "bmp", "webp",
        "svg", "ico", "tif", "tiff", "psd", "ai", "eps", "mp3", "mp4", "wav", "avi", "mov", "wmv", "flv", "mkv", "ttf", "otf", "woff",
        "woff2", "eot", "xls", "xlsx", "ppt", "pptx", "lnk", "url", "tmp", "bak", "lock", "sst", "part",
    ];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// A ZIP file: an archive, or one document.
fn zipped(input: impl Read + Seek, name: &str, budget: &mut Budget<'_>, visit: &mut Visit<'_>) {
    let archive = match ZipArchive::new(input) {
        Ok(archive) => archive,
        Err(error) => return refuse(name, zip_refusal(&error), visit),
    };
    let mut package = Package { archive, limits: budget.limits };
    if package.has(docx::DOCUMENT) {
        visit(name, &mut || docx::read(&mut package));
    } else if package.has("OFD.xml") {
        visit(name, &mut || ofd::read(&mut package));
    } else if ["xl/workbook.xml", "ppt/presentation.xml", "content.xml"].iter().any(|part| package.has(part)) {
        refuse(name, Refusal::new("it is a spreadsheet, a presentation or an OpenDocument file", format::TO_DOCX), visit);
    } else {
        nested(name, budget, visit, |budget, visit| {
            let names: Vec<Option<String>> = package.archive.file_names_raw().map(wanted).collect();
            for (index, path) in names.into_iter().enumerate() {
                let Some(path) = path.filter(|path| budget.wants(&inside(name, path))) else { continue };
                let file = match package.archive.by_index(index) {
                    Ok(file) if !file.is_file() => continue,
                    Ok(file) => file,
                    Err(error) => {
                        refuse(&inside(name, &path), zip_refusal(&error), visit);
                        continue;
                    }
                };
                if !member(&path, file, budget, name, visit) {
                    break;
                }
            }
        });
    }
}

fn zip_refusal(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::new("it is encrypted", "save it without a password"),
        ZipError::UnsupportedArchive(reason) => {
            Refusal::new(format!("it is packed in a way that is not known here ({reason})"), "unpack it: 7z x FILE")
        }
        error => Refusal::broken(format!("it is no sound ZIP file ({error})")),
    }
}

fn tar(input: impl Read, name: &str, budget: &mut Budget<'_>, visit: &mut Visit<'_>) {
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return refuse(name, Refusal::broken(format!("it is no sound tar file ({error})")), visit),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return refuse(name, too_much(budget.limits.unpacked), visit),
            Err(error) => return refuse(name, Refusal::broken(format!("the tar file breaks off ({error})")), visit),
        };
        // Links are not followed.
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let Some(path) = wanted(&entry.path_bytes()).filter(|path| budget.wants(&inside(name, path))) else { continue };
        if !member(&path, entry, budget, name, visit) {
            break;
        }
    }
}

/// A gzip file: a tar archive, or one document.
fn gzip(input: impl Read, name: &str, budget: &mut Budget<'_>, visit: &mut Visit<'_>) {
    let mut content = MultiGzDecoder::new(BufReader::new(input));
    let mut start = Vec::new();
    if let Err(error) = content.by_ref().take(format::START).read_to_end(&mut start) {
        return refuse(name, Refusal::broken(format!("it is no sound gzip file ({error})")), visit);
    }
    let kind = format::kind(&start);
    let mut whole = Cursor::new(start).chain(content);
    match kind {
        Kind::Tar => tar(Capped { inner: whole, left: budget.limits.unpacked }, name, budget, visit),
        Kind::Zip | Kind::Gzip => match budget.take(whole) {
            Ok(bytes) => stream(Cursor::new(bytes), name, budget, visit),
            Err(refusal) => refuse(name, refusal, visit),
        },
        kind => visit(name, &mut || document(kind, &budget.take(&mut whole)?)),
    }
}

/// A stream that ends with an error after so many bytes: files of an archive that are passed over are unpacked too.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it unpacks to more than the limit"));
        }
        let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..length])?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// A document that is a package of files. Bytes are counted as they are inflated: what headers say of sizes is not believed.
pub(super) struct Package<'l, R> {
    archive: ZipArchive<R>,
    limits: &'l Limits,
}

impl<R: Read + Seek> Package<'_, R> {
    pub fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// One file of the package.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, Refusal> {
        let file = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => Refusal::broken(format!("{name} is missing in it")),
            error => zip_refusal(&error),
        })?;
        let mut bytes = Vec::new();
        file.take(self.limits.file + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::broken(format!("{name} cannot be unpacked ({error})")))?;
        if bytes.len() as u64 > self.limits.file { Err(too_large(self.limits.file)) } else { Ok(bytes) }
    }
}
