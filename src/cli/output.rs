//! Results that go to standard output, to a file or to a folder.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Result;

use super::error;

/// Has `write` write to the file, or to standard output.
///
/// The file is written beside its place and moved there when it is whole: where something fails, what the file held before is still there.
pub fn write_to<T>(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let Some(path) = path else { return buffered(io::stdout().lock(), write) };
    let refused = |problem: io::Error| {
        error(
            format_args!("cannot write the file: {problem}"),
            path.display(),
            "name a file in a folder that exists and that you may write to",
        )
    };
    // A link stays a link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&path).ok();
    if let Some(old) = &old {
        if old.is_dir() {
            return Err(refused(io::ErrorKind::IsADirectory.into()));
        }
        // Also tells whether the file may be written to, which moving another into its place would not.
        let file = File::options().write(true).open(&path).map_err(refused)?;
        if !old.is_file() {
            return buffered(file, write);
        }
    }
    let name = path.file_name().ok_or_else(|| refused(io::ErrorKind::InvalidFilename.into()))?.to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let file = File::create_new(&beside).map_err(refused)?;
    let written = buffered(file, write).and_then(|result| {
        if let Some(old) = old {
            fs::set_permissions(&beside, old.permissions()).map_err(refused)?;
        }
        fs::rename(&beside, &path).map_err(refused)?;
        Ok(result)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Has `write` fill a folder.
///
/// The folder is made beside its place and moved there when it is whole. One that is there is replaced if it holds nothing that was not written again, so
/// that nobody loses a file of their own.
pub fn write_folder<T>(path: &Path, write: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let refused = |problem: io::Error| {
        error(
            format_args!("cannot write the folder: {problem}"),
            path.display(),
            "name a new folder, in a folder that exists and that you may write to",
        )
    };
    // A link stays a link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_dir() {
        return Err(refused(io::ErrorKind::NotADirectory.into()));
    }
    let name = path.file_name().ok_or_else(|| refused(io::ErrorKind::InvalidFilename.into()))?.to_string_lossy();
    let [beside, old] = ["part", "old"].map(|part| path.with_file_name(format!(".{name}.{}.{part}", std::process::id())));
    fs::create_dir(&beside).map_err(refused)?;
    let written = write(&beside).and_then(|result| {
        if path.exists() {
            if let Some(foreign) = not_in(&path, &beside).map_err(refused)? {
                let problem = format_args!("the folder holds something else: {}", foreign.to_string_lossy());
                return Err(error(problem, path.display(), "name a new folder, or move away what is in this one"));
            }
            fs::rename(&path, &old).map_err(refused)?;
        }
        fs::rename(&beside, &path).inspect_err(|_| drop(fs::rename(&old, &path))).map_err(refused)?;
        let _ = fs::remove_dir_all(&old);
        Ok(result)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    written
}

/// The name of something in a folder that another one does not have.
fn not_in(folder: &Path, other: &Path) -> io::Result<Option<OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    Ok(names.into_iter().find(|name| !other.join(name).exists()))
}

fn buffered<T>(writer: impl Write, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut writer = BufWriter::new(writer);
    let result = write(&mut writer)?;
    writer.flush().map_err(unwritten)?;
    Ok(result)
}

/// The error of an output that takes no more.
pub fn unwritten(problem: io::Error) -> anyhow::Error {
    if problem.kind() == io::ErrorKind::BrokenPipe {
        return problem.into();
    }
    error(format_args!("cannot write the output: {problem}"), "the output", "check the space on the disk")
}
