//! Results that go to standard output or to a file.

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
