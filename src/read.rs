//! Bytes → Text: the only stage that touches files, and the only one that fails.

mod order;

use std::path::Path;

use crate::error::{Error, Result};
use crate::text::Text;

/// Reads one file.
///
/// # Errors
/// If the file cannot be read, or is not text.
pub fn read(path: &Path) -> Result<Text> {
    let bytes = std::fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    decode(path, bytes)
}

/// Reads bytes as they came from the file of that name.
///
/// # Errors
/// If they are not text.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<Text> {
    let source = String::from_utf8(bytes).map_err(|_| Error::NotADocument {
        path: path.to_owned(),
        reason: "it is not UTF-8 text".to_owned(),
        remedy: "save it as UTF-8",
    })?;
    Ok(Text::verbatim(source))
}
