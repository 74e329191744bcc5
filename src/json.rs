//! Facts → JSON lines: one object a fact, the document first. For people who have no use for RDF, and for measuring.

use serde::Serialize;

use crate::extract::{Certainty, Evidence, Fact};
use crate::link::Entity;
use crate::outline::{Document, Field};
use crate::text::{Span, Text};

/// Writes a document and its facts, each on a line that ends in a line feed. `source` is the name of its file.
///
/// `start` and `end` are code points of the file's text, the end exclusive: in Python, `text[start:end] == quote`. What the text does not give is an
/// empty string. A fact whose quote does not stand in the source is left out, as it is of the graph.
#[must_use]
pub fn lines(source: &str, document: &Document, facts: &[Fact<Entity>]) -> String {
    let facts = facts.iter().filter_map(|fact| line(source, document, fact));
    let mut lines = String::new();
    for line in [head(source, document)].into_iter().chain(facts) {
        lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// One line. The order of the fields is that of the keys.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Document {
        title: &'a str,
        number: &'a str,
        issuer: &'a str,
        issued: &'a str,
        published: &'a str,
        source: &'a str,
    },
    Responsibility {
        role: &'static str,
        org: &'a str,
        task: &'a str,
        quote: &'a str,
        source: &'a str,
        written: &'a str,
        start: usize,
        end: usize,
        section: String,
        rule: &'static str,
        certainty: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<Quote<'a>>,
    },
    Cites {
        title: &'a str,
        number: &'a str,
        quote: &'a str,
        source: &'a str,
        written: &'a str,
        start: usize,
        end: usize,
        rule: &'static str,
        certainty: &'static str,
    },
}

/// Words of the source, and the code points from and to which they stand.
#[derive(Serialize)]
struct Quote<'a> {
    quote: &'a str,
    start: usize,
    end: usize,
}

fn head<'a>(source: &'a str, document: &'a Document) -> Line<'a> {
    fn value(field: &Option<Field>) -> &str {
        field.as_ref().map_or("", |field| &field.value)
    }
    let head = &document.head;
    Line::Document {
        title: value(&head.title),
        number: value(&head.document_number),
        issuer: value(&head.issuer),
        issued: value(&head.issued),
        published: value(&head.published),
        source,
    }
}

fn line<'a>(source: &'a str, document: &'a Document, fact: &'a Fact<Entity>) -> Option<Line<'a>> {
    let &Evidence { quote, block, note, rule, certainty } = fact.evidence();
    let Quote { quote, start, end } = quoted(&document.text, quote)?;
    let certainty = match certainty {
        Certainty::Stated => "stated",
        Certainty::Inferred(_) => "inferred",
    };
    Some(match fact {
        Fact::Responsibility(fact) => Line::Responsibility {
            role: fact.role.name(),
            org: &fact.organization.name,
            task: fact.task.as_ref().map_or("", |task| &task.name),
            quote,
            source,
            written: &fact.organization.mention.name,
            start,
            end,
            section: document.section_path(block).join(" / "),
            rule,
            certainty,
            note: note.and_then(|note| quoted(&document.text, note)),
        },
        Fact::Citation(fact) => Line::Cites {
            title: &fact.title,
            number: fact.document_number.as_deref().unwrap_or(""),
            quote,
            source,
            written: &fact.title,
            start,
            end,
            rule,
            certainty,
        },
    })
}

fn quoted(text: &Text, span: Span) -> Option<Quote<'_>> {
    let range = text.source_range(span)?;
    Some(Quote { quote: &text.source()[range.clone()], start: text.code_points(range.start), end: text.code_points(range.end) })
}
