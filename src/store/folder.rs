//! The folder of a store: how it is known, who may open it, and what readers read while another process writes.
//!
//! Oxigraph documents that reading beside a writer is undefined: the writer takes files away that a reader has yet to open. So nobody reads what a writer
//! has open. Two locks of our own keep that, both released by the operating system however a process ends:
//!
//! - `zhengtu.lock` is held alone by the process that writes, or shared by those that read.
//! - A writer begins by making a *snapshot*: a RocksDB checkpoint in a folder beside the data, hard links to files that are never written again, so it costs
//!   milliseconds and no space. Readers that find the first lock taken read that; it holds what the store held before. Each holds a shared lock on it, and
//!   a snapshot is removed by whoever gets its lock alone: the writer when it has ended, or else the next one.
//!
//! A process that reads for long would keep writers out. It makes a snapshot of its own while it holds the first lock, by links too, reads that, and lets
//! the lock go ([`pin`]).

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Error, Result};

/// The file by which a folder is known as a store.
#[derive(Serialize, Deserialize)]
pub struct Marker {
    format: u32,
    /// The base of the store's IRIs.
    pub base: String,
    /// Whether the store has never been opened to the end: a kill may have left half of what RocksDB makes first.
    #[serde(default)]
    pub unfinished: bool,
}

const MARKER: &str = "zhengtu.json";
const NEW_MARKER: &str = "zhengtu.json.new";
const LOCK: &str = "zhengtu.lock";
/// Names the snapshot that readers are to read.
const SNAPSHOT: &str = "zhengtu.snapshot";
const NEW_SNAPSHOT: &str = "zhengtu.snapshot.new";
/// How the folders of snapshots begin.
const SNAPSHOTS: &str = "snapshot-";
const FORMAT: u32 = 1;

/// How long a reader waits for a writer to make its snapshot.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

impl Marker {
    /// The marker of a store with this base that is about to be made.
    pub fn new(base: &str) -> Self {
        Self { format: FORMAT, base: base.to_owned(), unfinished: true }
    }

    /// The marker of a folder, if it has one.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let bytes = match fs::read(folder.join(MARKER)) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(source) => return Err(Error::Store { path: folder.to_owned(), source }),
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(marker) if marker.format == FORMAT => Ok(Some(marker)),
            Ok(marker) => Err(not_a_store(
                folder,
                format!("its format is {}, and this program knows {FORMAT}", marker.format),
                "use the program that made it, or build it anew in another folder",
            )),
            Err(error) => {
                Err(not_a_store(folder, format!("{MARKER} cannot be understood ({error})"), "build the store anew in another folder"))
            }
        }
    }

    /// Marks a folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        replace(&folder.join(NEW_MARKER), &folder.join(MARKER), &serde_json::to_vec(self)?)
    }
}

/// A reader's place: the folder to read, and the lock that keeps it as it is.
pub struct Reading {
    /// The store itself, or a snapshot of it.
    pub data: PathBuf,
    /// None of a copy that came without the lock file, which may be on a disk that cannot be written to.
    pub lock: Option<File>,
}

/// Takes the store for writing, alone.
pub fn lock_to_write(folder: &Path) -> Result<File> {
    let disk = |source| Error::Store { path: folder.to_owned(), source };
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK)).map_err(disk)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::StoreInUse { path: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(disk(source)),
    }
}

/// Takes the store for reading, or, where another process writes to it, the snapshot that this process has made.
pub fn lock_to_read(folder: &Path) -> Result<Reading> {
    let failed = |source| Error::Store { path: folder.to_owned(), source };
    let mut waited = Duration::ZERO;
    loop {
        let lock = match File::open(folder.join(LOCK)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Reading { data: folder.to_owned(), lock: None }),
            Err(source) => return Err(Error::Unreadable { path: folder.join(LOCK), source }),
        };
        if shared(&lock).map_err(failed)? {
            return Ok(Reading { data: folder.to_owned(), lock: Some(lock) });
        }
        if let Some(reading) = read_snapshot(folder).map_err(failed)? {
            return Ok(reading);
        }
        if waited >= PATIENCE {
            return Err(Error::StoreInUse { path: folder.to_owned() });
        }
        thread::sleep(PAUSE);
        waited += PAUSE;
    }
}

/// The snapshot that the writer offers, if it does.
fn read_snapshot(folder: &Path) -> io::Result<Option<Reading>> {
    let name = || fs::read_to_string(folder.join(SNAPSHOT));
    let Some(offered) = if_found(name())? else { return Ok(None) };
    let data = folder.join(&offered);
    let Some(lock) = if_found(File::open(data.join(LOCK)))? else { return Ok(None) };
    // What is still offered now that the lock is held stays.
    let stays = shared(&lock)? && name().is_ok_and(|name| name == offered);
    Ok(stays.then_some(Reading { data, lock: Some(lock) }))
}

/// A store that is read for long, while others may write to it.
pub struct Pin {
    /// The folder to read, which can be opened as a store of its own.
    pub data: PathBuf,
    /// Tells this state of the store from others.
    pub version: String,
    /// When the store was last opened for writing.
    pub changed: SystemTime,
    folder: PathBuf,
    lock: Option<File>,
    /// Whether the snapshot was made for this process alone.
    own: bool,
}

/// Takes the store as it is now, or as it was before a writer that is at work, and keeps it so. Where no snapshot can be made, as on a disk that cannot be
/// written to, writers are kept out instead.
pub fn pin(folder: &Path) -> Result<Pin> {
    let failed = |source| Error::Store { path: folder.to_owned(), source };
    let Reading { data, lock } = lock_to_read(folder)?;
    let version = version(&data).map_err(failed)?;
    let (_, changed) = manifest(&data).map_err(failed)?;
    if data == folder
        && lock.is_some()
        && let Ok((data, lock)) = link(folder)
    {
        return Ok(Pin { data, version, changed, folder: folder.to_owned(), lock: Some(lock), own: true });
    }
    Ok(Pin { data, version, changed, folder: folder.to_owned(), lock, own: false })
}

impl Drop for Pin {
    fn drop(&mut self) {
        let Some(lock) = self.lock.as_ref().filter(|_| self.data != self.folder) else { return };
        // A writer's snapshot is offered to others as long as the writer is at work.
        let quiet = quiet(&self.folder);
        // Who still reads it holds a lock on it; then the next writer removes it.
        if (self.own || quiet.is_some()) && lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(&self.data);
        }
    }
}

/// Keeps writers out, if none is at work.
pub fn quiet(folder: &Path) -> Option<File> {
    let lock = File::open(folder.join(LOCK)).ok()?;
    shared(&lock).is_ok_and(|shared| shared).then_some(lock)
}

/// What changes whenever a process has had the store open for writing: it begins a manifest of its own.
pub fn version(data: &Path) -> io::Result<String> {
    let (manifest, changed) = manifest(data)?;
    let length = fs::metadata(data.join(&manifest))?.len();
    Ok(format!("{manifest}.{length}.{:x}", changed.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos()))
}

/// The file in which RocksDB says what belongs to the store, and when it was written last.
fn manifest(data: &Path) -> io::Result<(String, SystemTime)> {
    let name = fs::read_to_string(data.join("CURRENT"))?.trim().to_owned();
    let changed = fs::metadata(data.join(&name))?.modified()?;
    Ok((name, changed))
}

/// Makes a snapshot of a store that nobody writes to: the caller holds its lock. Tables are never written again and are linked, the few other files copied.
fn link(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = snapshots(folder)?.len();
    let data = loop {
        let data = folder.join(format!("{SNAPSHOTS}{number}"));
        match fs::create_dir(&data) {
            Ok(()) => break data,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    };
    let linked = File::create(data.join(LOCK)).and_then(|lock| {
        lock.lock_shared()?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with("bulk-")) else { continue };
            let (from, to) = (entry.path(), data.join(name));
            if name.ends_with(".sst") || name.ends_with(".blob") {
                fs::hard_link(from, to)?;
            } else if [MARKER, "CURRENT", "IDENTITY"].contains(&name)
                || name.starts_with("MANIFEST-")
                || name.starts_with("OPTIONS-")
                || name.ends_with(".log")
            {
                fs::copy(from, to)?;
            }
        }
        Ok(lock)
    });
    match linked {
        Ok(lock) => Ok((data, lock)),
        Err(error) => {
            let _ = fs::remove_dir_all(&data);
            Err(error)
        }
    }
}

/// What a writer lets others read. Withdrawn when it goes out of use.
pub struct Snapshot {
    folder: PathBuf,
}

impl Snapshot {
    /// Makes a snapshot of a store that has just been opened, by the process that holds its lock.
    pub fn offer(store: &oxigraph::store::Store, folder: &Path) -> io::Result<Self> {
        let taken =
            snapshots(folder)?.into_iter().filter_map(|path| path.file_name()?.to_str()?.strip_prefix(SNAPSHOTS)?.parse::<u64>().ok());
        let name = format!("{SNAPSHOTS}{}", taken.max().map_or(0, |highest| highest + 1));
        store.backup(folder.join(&name))?;
        fs::copy(folder.join(MARKER), folder.join(&name).join(MARKER))?;
        File::create(folder.join(&name).join(LOCK))?;
        replace(&folder.join(NEW_SNAPSHOT), &folder.join(SNAPSHOT), name.as_bytes())?;
        Ok(Self { folder: folder.to_owned() })
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next writer.
        let _ = withdraw(&self.folder);
    }
}

/// Removes what ended processes have left: snapshots, and the files of bulk loads that were killed.
pub fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with("bulk-") && name.ends_with(".sst")) {
            fs::remove_file(entry.path())?;
        }
    }
    withdraw(folder)
}

/// Offers no snapshot any more, and removes those that nobody reads.
fn withdraw(folder: &Path) -> io::Result<()> {
    if_found(fs::remove_file(folder.join(SNAPSHOT)))?;
    for snapshot in snapshots(folder)? {
        // Without a lock file it was never offered.
        let lock = File::open(snapshot.join(LOCK));
        if lock.as_ref().map_or(true, |lock| lock.try_lock().is_ok()) {
            fs::remove_dir_all(snapshot)?;
        }
    }
    Ok(())
}

/// The folders of snapshots, whole or half made.
fn snapshots(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(SNAPSHOTS)) && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Whether there is nothing in a folder but what an interrupted creation leaves.
pub fn is_vacant(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if name != LOCK && name != NEW_MARKER {
            return Ok(false);
        }
    }
    Ok(true)
}

pub fn no_marker(folder: &Path) -> Error {
    not_a_store(folder, format!("there is no {MARKER} in it"), "make a store with  zhengtu build DIR")
}

pub fn not_a_store(path: &Path, reason: impl Into<String>, remedy: impl Into<String>) -> Error {
    Error::NotAStore { path: path.to_owned(), reason: reason.into(), remedy: remedy.into() }
}

/// Takes a lock together with others; whether it could be had.
fn shared(lock: &File) -> io::Result<bool> {
    match lock.try_lock_shared() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn if_found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file wholly or not at all.
fn replace(new: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(new, bytes)?;
    File::open(new)?.sync_all()?;
    fs::rename(new, path)
}
