//! Bytes → Text: the only stage that touches files, and the only one that fails.

use std::path::Path;

use crate::error::{Error, Result};
use crate::text::Text;

mod mend;
mod order;

/// Reads one file, and mends what PDF and scraping did to its characters.
///
/// # Errors
/// If the file cannot be read, is not UTF-8 text, or holds nothing.
pub fn read(path: &Path) -> Result<Text> {
    let bytes = std::fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    decode(path, bytes)
}

/// Reads bytes as they came from the file of that name.
///
/// # Errors
/// If they are not UTF-8 text, or hold nothing.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<Text> {
    let not_a_document = |reason: String, remedy| Error::NotADocument { path: path.to_owned(), reason, remedy };
    if bytes.contains(&0) {
        return Err(not_a_document(
            "it holds NUL bytes, so it is not plain text".to_owned(),
            "save the document as plain text (.txt, UTF-8)",
        ));
    }
    let source = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        not_a_document(format!("byte {place} is not UTF-8"), "convert it, for instance with: iconv -f GB18030 -t UTF-8 FILE")
    })?;
    if source.trim().is_empty() {
        return Err(not_a_document("it is empty".to_owned(), "leave it out, or fetch the document again"));
    }
    Ok(mend::mend(source))
}

/// Reads a string as if it were a file's content.
#[must_use]
pub fn from_string(source: impl Into<String>) -> Text {
    mend::mend(source.into())
}
