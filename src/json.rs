//! Facts → JSON lines: one object a fact, the document first. For people who have no use for RDF, and for measuring.

use serde::Serialize;

use crate::extract::{Certainty, Evidence, Fact};
use crate::link::Entity;
use crate::mention::quantity::Decimal;
use crate::outline::{Document, Field};
use crate::text::{Span, Text};

/// Writes a document and its facts, each on a line that ends in a line feed. `source` is the name of its file.
///
/// `start` and `end` are code points of the file's text, the end exclusive: in Python, `text[start:end] == quote`. What the text does not give is an
/// empty string. A fact whose quote does not stand in the source is left out, as it is of the graph.
#[must_use]
pub fn lines(source: &str, document: &Document, facts: &[Fact<Entity>]) -> String {
    let mut lines = serde_json::to_string(&head(source, document)).unwrap_or_default() + "\n";
    for line in facts.iter().filter_map(|fact| line(source, document, fact)) {
        lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// What a document says of itself.
#[derive(Serialize)]
struct Head<'a> {
    kind: &'static str,
    title: &'a str,
    number: &'a str,
    /// Of several, all, parted by “、”.
    issuer: String,
    issued: &'a str,
    published: &'a str,
    addressees: Vec<&'a str>,
    in_force_from: &'a str,
    in_force_until: &'a str,
    validity: &'a str,
    subjects: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    source: &'a str,
}

/// A fact: what it claims, then what proves it. The order of the fields is that of the keys.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    claim: Claim<'a>,
    quote: &'a str,
    source: &'a str,
    written: &'a str,
    start: usize,
    end: usize,
    section: String,
    rule: &'static str,
    certainty: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Quote<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Claim<'a> {
    Responsibility {
        role: &'static str,
        org: &'a str,
        task: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        deadline: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        official: Option<&'a str>,
    },
    Membership {
        group: &'a str,
        position: &'static str,
        person: &'a str,
        org: &'a str,
    },
    Target {
        subject: &'a str,
        indicator: &'a str,
        measure: &'static str,
        value: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        value_to: Option<&'a str>,
        unit: &'a str,
        comparator: &'static str,
        year: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        baseline: Option<&'a str>,
    },
    Industry {
        place: &'a str,
        industry: &'a str,
    },
    LocatedIn {
        park: &'a str,
        place: &'a str,
    },
    Cites {
        title: &'a str,
        number: &'a str,
        relation: &'static str,
    },
}

/// Words of the source, and the code points from and to which they stand.
#[derive(Serialize)]
struct Quote<'a> {
    quote: &'a str,
    start: usize,
    end: usize,
}

fn head<'a>(source: &'a str, document: &'a Document) -> Head<'a> {
    fn value(field: &Option<Field>) -> &str {
        field.as_ref().map_or("", |field| &field.value)
    }
    let head = &document.head;
    Head {
        kind: "document",
        title: value(&head.title),
        number: value(&head.document_number),
        issuer: head.issuer.iter().chain(&head.co_issuers).map(|issuer| issuer.value.as_str()).collect::<Vec<_>>().join("、"),
        issued: value(&head.issued),
        published: value(&head.published),
        addressees: head.addressees.iter().map(|field| field.value.as_str()).collect(),
        in_force_from: value(&head.in_force_from),
        in_force_until: value(&head.in_force_until),
        validity: value(&head.validity),
        subjects: head.subjects.iter().map(|field| field.value.as_str()).collect(),
        url: head.url.as_ref().map(|field| field.value.as_str()),
        source,
    }
}

fn line<'a>(source: &'a str, document: &'a Document, fact: &'a Fact<Entity>) -> Option<Line<'a>> {
    let &Evidence { quote, block, note, rule, certainty } = fact.evidence();
    let Quote { quote, start, end } = quoted(&document.text, quote)?;
    let (certainty, reason) = match certainty {
        Certainty::Stated => ("stated", None),
        Certainty::Inferred(inference) => ("inferred", Some(inference.name())),
    };
    let (claim, written) = claim(fact);
    Some(Line {
        claim,
        quote,
        source,
        written,
        start,
        end,
        section: document.section_path(block).join(" / "),
        rule,
        certainty,
        reason,
        note: note.and_then(|note| quoted(&document.text, note)),
    })
}

/// What a fact claims, and the name of whom or what as the text writes it.
fn claim(fact: &Fact<Entity>) -> (Claim<'_>, &str) {
    match fact {
        Fact::Responsibility(fact) => {
            let claim = Claim::Responsibility {
                role: fact.role.name(),
                org: &fact.organization.name,
                task: fact.task.as_ref().map_or("", |task| &task.name),
                deadline: fact.deadline.as_ref().map(|deadline| deadline.value.as_str()),
                official: fact.official.as_deref(),
            };
            (claim, &fact.organization.mention.name)
        }
        Fact::Membership(fact) => {
            let claim = Claim::Membership {
                group: &fact.group.name,
                position: fact.position.name(),
                person: fact.person.as_deref().unwrap_or(""),
                org: fact.organization.as_ref().map_or("", |organization| &organization.name),
            };
            (claim, fact.organization.as_ref().map_or("", |organization| &organization.mention.name))
        }
        Fact::Target(fact) => {
            let claim = Claim::Target {
                subject: fact.subject.as_ref().map_or("", |subject| &subject.label),
                indicator: &fact.indicator,
                measure: fact.measure.name(),
                value: fact.quantity.value.as_str(),
                value_to: fact.quantity.value_to.as_ref().map(Decimal::as_str),
                unit: &fact.quantity.unit,
                comparator: fact.quantity.comparator.name(),
                year: fact.year.map(|year| year.to_string()).unwrap_or_default(),
                baseline: fact.baseline.as_ref().map(Decimal::as_str),
            };
            (claim, fact.subject.as_ref().map_or("", |subject| &subject.mention.name))
        }
        Fact::Industry(fact) => (Claim::Industry { place: &fact.host.label, industry: &fact.industry.label }, &fact.host.mention.name),
        Fact::Location(fact) => (Claim::LocatedIn { park: &fact.park.label, place: &fact.place.label }, &fact.park.mention.name),
        Fact::Citation(fact) => {
            let number = fact.document_number.as_deref().unwrap_or("");
            (Claim::Cites { title: &fact.title, number, relation: fact.relation.name() }, &fact.title)
        }
    }
}

fn quoted(text: &Text, span: Span) -> Option<Quote<'_>> {
    let range = text.source_range(span)?;
    Some(Quote { quote: &text.source()[range.clone()], start: text.code_points(range.start), end: text.code_points(range.end) })
}
