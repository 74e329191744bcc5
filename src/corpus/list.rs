//! Documents that are listed instead of lying in folders: JSON lines, as crawlers and clusters have them.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use super::{Metadata, Source};
use crate::error::{Error, Result};
use crate::read::file_name;

/// A list of documents, one a line, each a JSON object:
///
/// | key | what it holds |
/// |---|---|
/// | `path` | the path by which the graph is to know the file |
/// | `text` | what the file holds, as characters |
/// | `content` | instead: what it holds, as bytes in base64, in any format that is read from files |
/// | `title`, `number`, `issuer`, `date`, `url` | what is told about it ([`Metadata`]) |
///
/// Without `text` and `content` the file is read from its path. Keys with another name, and those that are null, are passed over.
///
/// ```
/// let lines = r#"{"path": "2021/a.txt", "text": "关于甲的通知"}"#;
/// let mut list = zhengtu::corpus::List::new("list.jsonl".as_ref(), lines.as_bytes());
/// let source = list.next().unwrap().unwrap();
/// assert_eq!(source.name, "2021/a.txt");
/// ```
#[derive(Debug)]
pub struct List<R> {
    path: PathBuf,
    reader: R,
    line: usize,
    buffer: Vec<u8>,
}

#[derive(Deserialize)]
struct Line {
    path: String,
    text: Option<String>,
    content: Option<String>,
    title: Option<String>,
    number: Option<String>,
    issuer: Option<String>,
    date: Option<String>,
    url: Option<String>,
}

impl<R: BufRead> List<R> {
    /// A list that is read from `reader`; `path` is for messages.
    pub fn new(path: &Path, reader: R) -> Self {
        Self { path: path.to_owned(), reader, line: 0, buffer: Vec::new() }
    }

    fn read(&self) -> Result<Source, String> {
        let line: Line = serde_json::from_slice(&self.buffer).map_err(|error| error.to_string())?;
        let Line { path, text, content, title, number, issuer, date, url } = line;
        let name = file_name(Path::new(&path));
        if name.is_empty() {
            return Err("its path is empty".to_owned());
        }
        let content = match (text, content) {
            (Some(_), Some(_)) => return Err("it has both text and content".to_owned()),
            (Some(text), None) => Some(text.into_bytes()),
            (None, Some(content)) => Some(BASE64_STANDARD.decode(content).map_err(|error| format!("its content is not base64: {error}"))?),
            (None, None) => None,
        };
        let told = Metadata { title, number, issuer, date, url }.checked()?;
        let metadata = if told == Metadata::default() { BTreeMap::new() } else { BTreeMap::from([(name.clone(), told)]) };
        Ok(Source { path: PathBuf::from(path), name, folder: PathBuf::new(), metadata, content })
    }
}

/// The documents; a line that is none is an error, and so is an end before the end, after which there is nothing more.
impl<R: BufRead> Iterator for List<R> {
    type Item = Result<Source>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.buffer.clear();
            self.line += 1;
            match self.reader.read_until(b'\n', &mut self.buffer) {
                Ok(0) => return None,
                Ok(_) if self.buffer.trim_ascii().is_empty() => {}
                Ok(_) => {
                    return Some(self.read().map_err(|reason| Error::NotADocument {
                        path: PathBuf::from(format!("{}, line {}", self.path.display(), self.line)),
                        reason: format!("the line is not understood: {reason}"),
                        remedy: "write one JSON object a line, with path and text".to_owned(),
                    }));
                }
                Err(source) => return Some(Err(Error::Unreadable { path: self.path.clone(), source })),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(lines: &str) -> Vec<Result<Source, String>> {
        List::new(Path::new("-"), lines.as_bytes()).map(|source| source.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn a_line_has_text_or_bytes_or_names_a_file() {
        let lines = "{\"path\": \"/data/a.txt\", \"text\": \"甲\", \"id\": 7}\n\n{\"path\":\"b.txt\",\"content\":\"55Sy\",\"text\":null,\"date\":\"2022年3月5日\"}\n{\"path\":\"c.pdf\"}";
        let read = sources(lines).into_iter().collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(read.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["data/a.txt", "b.txt", "c.pdf"]);
        assert_eq!(read[0].content, read[1].content);
        assert_eq!(read[1].metadata["b.txt"].date.as_deref(), Some("2022-03-05"));
        assert_eq!((read[2].content.as_ref(), read[2].path.as_path()), (None, Path::new("c.pdf")));
    }

    #[test]
    fn what_is_no_document_is_named_by_its_line_and_the_rest_is_read() {
        let read = sources(
            "{\"path\": \"a\", \"text\": \"甲\"}\n{\"text\": \"甲\"}\n{\"path\": \"/\"}\n{\"path\":\"a\",\"content\":\"?\"}\n{\"path\": \"b\", \"text\": \"乙\"}\n",
        );
        let said: Vec<String> = read.iter().filter_map(|source| source.as_ref().err().cloned()).collect();
        assert_eq!((read.len(), said.len()), (5, 3));
        assert!(said[0].contains("line 2") && said[0].contains("path"), "{}", said[0]);
        assert!(said[1].contains("line 3") && said[1].contains("empty"), "{}", said[1]);
        assert!(said[2].contains("line 4") && said[2].contains("base64"), "{}", said[2]);
    }
}
