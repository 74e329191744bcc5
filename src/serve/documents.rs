//! The documents of a store, in memory: every fact is told with the one that it is from.

use std::cmp::Reverse;
use std::collections::HashMap;

use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::search::value;
use crate::Result;
use crate::store::Store;
use crate::vocabulary::{dcterms, eli, zt};

/// The document that a text expresses.
#[derive(Debug, Default)]
pub struct Source {
    /// The IRI of the document.
    pub document: String,
    /// Its title; for want of one its number, or the name of its file.
    pub title: String,
    /// Its 发文字号.
    pub number: String,
    /// Its own date, or that on which it was published, as ISO 8601 has it; empty if neither is known.
    pub date: String,
    /// The IRI of its issuer.
    pub issuer: String,
    /// The names of its files in the graph.
    pub files: Vec<String>,
    /// The SHA-256 of the text.
    pub sha256: String,
}

/// The texts by their IRIs, and the texts of each document.
#[derive(Debug, Default)]
pub struct Documents {
    texts: HashMap<String, Source>,
    documents: HashMap<String, Vec<String>>,
    /// One text of each document, that of the latest first.
    latest: Vec<String>,
}

impl Documents {
    /// Reads them from the store.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn read(store: &Store) -> Result<Self> {
        let mut all = Self::default();
        let expressions: Vec<Quad> = store.matching(None, Some(zt::EXPRESSES), None, None).collect::<Result<_>>()?;
        for quad in expressions {
            let (NamedOrBlankNode::NamedNode(text), Term::NamedNode(document)) = (quad.subject, quad.object) else { continue };
            let graph = Some(text.as_ref());
            let mut source = Source { document: document.as_str().to_owned(), ..Source::default() };
            for quad in store.matching(Some(text.as_ref()), None, None, graph) {
                let quad = quad?;
                match quad.predicate.as_ref() {
                    zt::FILE => source.files.push(value(&quad.object).to_owned()),
                    zt::SHA256 => value(&quad.object).clone_into(&mut source.sha256),
                    _ => {}
                }
            }
            let one = |property: NamedNodeRef<'static>| -> Result<String> {
                let quad = store.matching(Some(document.as_ref()), Some(property), None, graph).next().transpose()?;
                Ok(quad.map(|quad| value(&quad.object).to_owned()).unwrap_or_default())
            };
            source.files.sort_unstable();
            source.number = one(eli::ID_LOCAL)?;
            source.issuer = one(dcterms::CREATOR)?;
            source.date = one(eli::DATE_DOCUMENT)?;
            if source.date.is_empty() {
                source.date = one(eli::DATE_PUBLICATION)?;
            }
            let names = [one(dcterms::TITLE)?, source.number.clone(), source.files.first().cloned().unwrap_or_default()];
            source.title = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
            all.documents.entry(source.document.clone()).or_default().push(text.as_str().to_owned());
            all.texts.insert(text.into_string(), source);
        }
        all.documents.values_mut().for_each(|texts| texts.sort_unstable());
        let mut latest: Vec<(Reverse<&str>, &str, &String)> = Vec::new();
        for text in all.documents.values().filter_map(|texts| texts.first()) {
            latest.extend(all.texts.get(text).map(|source| (Reverse(source.date.as_str()), source.document.as_str(), text)));
        }
        latest.sort_unstable();
        all.latest = latest.into_iter().map(|(.., text)| text.clone()).collect();
        Ok(all)
    }

    /// The documents, each by one of its texts, the latest first.
    pub fn latest(&self) -> impl Iterator<Item = &Source> {
        self.latest.iter().filter_map(|text| self.texts.get(text))
    }

    /// What a text is the text of.
    pub fn of_text(&self, iri: &str) -> Option<&Source> {
        self.texts.get(iri)
    }

    /// The texts of a document.
    pub fn texts_of(&self, document: &str) -> &[String] {
        self.documents.get(document).map_or(&[], Vec::as_slice)
    }

    /// How many documents have a text, and how many texts there are.
    pub fn count(&self) -> (usize, usize) {
        (self.documents.len(), self.texts.len())
    }
}
