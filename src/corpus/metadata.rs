//! What is told about a document beside its file, which overrides what its text says.
//!
//! `plan.toml` or `plan.json` beside `plan.pdf` tells of that document; a `.csv` file whose header has a column `file` tells of many.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::outline::{Document, Field, canonical_date, canonical_number};
use crate::text::Span;

/// What is told about a document. What is not told is as the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 成文日期, as `2022-11-25`, `2022-11` or as documents write it (2022年11月25日).
    pub date: Option<String>,
    /// The address of the page from which the document was fetched.
    pub url: Option<String>,
}

impl Metadata {
    /// Reads a file that tells of one document.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let content = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let metadata: Self = if is_json {
            serde_json::from_str(&content).map_err(|error| error.to_string())?
        } else {
            toml::from_str(&content).map_err(|error| error.to_string())?
        };
        metadata.checked()
    }

    /// Reads a manifest: what it tells, by the path of the file as it has it; `None` if the file is no manifest.
    pub(super) fn read_manifest(path: &Path) -> Result<Option<BTreeMap<String, Self>>, String> {
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        let content = crate::read::characters(&bytes).ok_or("its characters are in no encoding that is known here")?;
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(content.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?.clone();
        let column = |label: &str| header.iter().position(|own| own == label);
        let Some(file) = column("file") else { return Ok(None) };
        let columns = ["title", "number", "issuer", "date", "url"].map(column);
        let mut rows = BTreeMap::new();
        for row in reader.records() {
            let row = row.map_err(|error| error.to_string())?;
            let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).map(str::to_owned);
            let [title, number, issuer, date, url] = columns.map(cell);
            let metadata = Self { title, number, issuer, date, url }.checked();
            let line = row.position().map_or(0, csv::Position::line);
            let Some(file) = row.get(file).filter(|file| !file.is_empty()) else { continue };
            rows.insert(file.to_owned(), metadata.map_err(|reason| format!("line {line}: {reason}"))?);
        }
        Ok(Some(rows))
    }

    /// Puts what is told in the place of what the text says.
    pub fn apply(&self, document: &mut Document) {
        let field = |value: &String| {
            // The words may stand in the text as well.
            let start = document.text.as_str().find(value.as_str());
            Field { value: value.clone(), span: start.map_or(Span::new(0, 0), |start| Span::new(start, start + value.len())) }
        };
        let told = [&self.title, &self.number, &self.issuer, &self.date, &self.url].map(|value| value.as_ref().map(field));
        let head = &mut document.head;
        if self.issuer.is_some() {
            head.co_issuers.clear();
        }
        let places = [&mut head.title, &mut head.document_number, &mut head.issuer, &mut head.issued, &mut head.url];
        for (place, told) in places.into_iter().zip(told) {
            *place = told.or(place.take());
        }
    }

    pub(super) fn checked(mut self) -> Result<Self, String> {
        for value in [&mut self.title, &mut self.number, &mut self.issuer, &mut self.date, &mut self.url] {
            *value = value.take().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        }
        self.number = self.number.map(|number| canonical_number(&number));
        if let Some(date) = &mut self.date {
            *date = canonical_date(date).ok_or_else(|| format!("{date} is no date; write 2022-11-25"))?;
        }
        if let Some(url) = &self.url {
            oxigraph::model::NamedNode::new(url).map_err(|error| format!("{url} is no address: {error}"))?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::outline;

    #[test]
    fn what_is_told_overrides_what_the_text_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let rows = "\u{feff}file,title,number,issuer,date,url\na.txt,关于乙的通知,云政发[2022]3号,,2022年3月5日,https://example.org/a\n b.txt ,,,,,\n";
        std::fs::write(&path, rows).unwrap();
        let told = Metadata::read_manifest(&path).unwrap().unwrap();
        assert_eq!(told["b.txt"], Metadata::default());
        let mut document = outline(crate::read::from_string(
            "云岭省人民政府关于甲的通知\n云政发〔2020〕1号\n各市：\n一、甲。\n云岭省人民政府\n2020年1月2日",
        ));
        told["a.txt"].apply(&mut document);
        let value = |field: &Option<Field>| field.as_ref().map(|field| field.value.clone()).unwrap_or_default();
        let head = &document.head;
        assert_eq!(
            [&head.title, &head.document_number, &head.issuer, &head.issued, &head.url].map(value),
            ["关于乙的通知", "云政发〔2022〕3号", "云岭省人民政府", "2022-03-05", "https://example.org/a"]
        );
    }

    #[test]
    fn a_file_beside_the_document_is_toml_or_json() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, content: &str| {
            std::fs::write(folder.path().join(name), content).unwrap();
            Metadata::read(&folder.path().join(name))
        };
        let told = Metadata { title: Some("甲".to_owned()), date: Some("2022-03-05".to_owned()), ..Metadata::default() };
        assert_eq!(read("a.toml", "title = '甲'\ndate = '2022-3-5'\n"), Ok(told.clone()));
        assert_eq!(read("a.json", r#"{"title": "甲", "date": "2022.03.05"}"#), Ok(told));
        assert!(read("a.toml", "titel = '甲'").unwrap_err().contains("titel"));
        assert!(read("a.json", r#"{"date": "yesterday"}"#).unwrap_err().contains("yesterday is no date"));
        assert!(read("a.json", r#"{"url": "not an address"}"#).unwrap_err().contains("not an address"));
    }

    #[test]
    fn other_tables_are_no_manifests() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, "name,value\na,1\n").unwrap();
        assert_eq!(Metadata::read_manifest(&path), Ok(None));
    }
}
