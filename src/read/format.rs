//! Which format a file has, told by its content.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// A format from which documents are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// Word 2007 and later, WPS: Office Open XML.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// GB/T 33190-2016, the national format of fixed pages.
    Ofd,
}

impl Format {
    /// Its name, as reports have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
        }
    }
}

/// What the first bytes of a file tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, or nothing that is known.
    Text,
    Html,
    Pdf,
    /// An archive, or a format that is one inside: DOCX, OFD.
    Zip,
    Tar,
    Gzip,
    /// A format that is known, and from which no text can be taken.
    Closed(&'static Closed),
}

/// A format from which no text can be taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closed {
    magic: &'static [u8],
    what: &'static str,
    remedy: &'static str,
}

impl Closed {
    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.what, self.remedy)
    }
}

/// How many bytes tell the format.
pub(super) const START: u64 = 4096;

pub(super) const TO_DOCX: &str = "convert it: soffice --headless --convert-to docx FILE";
const RECOGNIZE: &str = "recognize its characters: tesseract FILE OUTPUT -l chi_sim";
const UNPACK: &str = "unpack it: 7z x FILE";

const CLOSED: [Closed; 15] = [
    closed(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an Office or WPS file of the form before 2007 (.doc, .wps, .xls)", TO_DOCX),
    closed(b"{\\rtf", "it is RTF", TO_DOCX),
    closed(b"\x89PNG\r\n", "it is an image (PNG), which holds no text", RECOGNIZE),
    closed(b"\xff\xd8\xff", "it is an image (JPEG), which holds no text", RECOGNIZE),
    closed(b"GIF8", "it is an image (GIF), which holds no text", RECOGNIZE),
    closed(b"II*\0", "it is an image (TIFF), which holds no text", RECOGNIZE),
    closed(b"MM\0*", "it is an image (TIFF), which holds no text", RECOGNIZE),
    closed(b"RIFF", "it is an image or sound (RIFF), which holds no text", RECOGNIZE),
    closed(b"7z\xbc\xaf\x27\x1c", "it is a 7z archive", UNPACK),
    closed(b"Rar!\x1a\x07", "it is a RAR archive", UNPACK),
    closed(b"\xfd7zXZ\0", "it is compressed with xz", UNPACK),
    closed(b"BZh", "it is compressed with bzip2", UNPACK),
    closed(b"\x28\xb5\x2f\xfd", "it is compressed with zstd", "unpack it: zstd -d FILE"),
    closed(b"CAJ", "it is a CAJ file", "print it to PDF with CAJViewer"),
    closed(b"\x7fELF", "it is a program", "leave it out"),
];

const fn closed(magic: &'static [u8], what: &'static str, remedy: &'static str) -> Closed {
    Closed { magic, what, remedy }
}

/// Tells the format by the first bytes.
pub(super) fn kind(start: &[u8]) -> Kind {
    if let Some(closed) = CLOSED.iter().find(|closed| start.starts_with(closed.magic)) {
        return Kind::Closed(closed);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Kind::Zip
    } else if start.starts_with(b"\x1f\x8b") {
        Kind::Gzip
    } else if start.get(257..262) == Some(b"ustar") {
        Kind::Tar
    } else if start[..start.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        Kind::Pdf
    } else if is_html(start) {
        Kind::Html
    } else {
        Kind::Text
    }
}

/// Whether text opens with a tag, or has the tags of a page near its start. All encodings write tags in ASCII, UTF-16 with a NUL beside each letter.
fn is_html(start: &[u8]) -> bool {
    let ascii: String = start.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| byte.to_ascii_lowercase() as char).collect();
    let ascii = ascii.trim_start();
    let opens = ascii.starts_with('<') && ascii[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
    let tags = ["</p>", "<br", "<p>", "<p ", "</div>", "<div", "</td>", "<td", "</a>", "</span>", "<meta", "<table"];
    opens && ascii.contains('>') || ["<!doctype html", "<html", "<body"].iter().any(|tag| ascii.contains(tag)) || {
        tags.iter().map(|tag| ascii.matches(tag).count()).sum::<usize>() >= 6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_the_format() {
        for (start, kind_of) in [
            (&b"%PDF-1.7\n"[..], Kind::Pdf),
            (b"\r\n%PDF-1.4", Kind::Pdf),
            (b"PK\x03\x04", Kind::Zip),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b"<!DOCTYPE html>", Kind::Html),
            (b"\xef\xbb\xbf\n<html lang=zh>", Kind::Html),
            (b"<\0h\0t\0m\0l\0>\0", Kind::Html),
            ("<p>第一条</p><p>第二条</p>".as_bytes(), Kind::Html),
            ("各市人民政府：\n".as_bytes(), Kind::Text),
            ("GDP<3%的市，R&D>2%的县".as_bytes(), Kind::Text),
            (b"", Kind::Text),
        ] {
            assert_eq!(kind(start), kind_of, "{start:?}");
        }
        assert!(matches!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Kind::Closed(_)));
    }
}
