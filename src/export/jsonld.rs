//! [JSON-LD](https://www.w3.org/TR/json-ld11/) for programs that read JSON: one object a thing, with the short keys and plain values of a context.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::LazyLock;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{LiteralRef, NamedNodeRef, NamedOrBlankNode, Quad, TermRef};
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::write::Base;

/// The context: the key of each term, and how its values are written. What is exported has it inside, with the store's `@base`, so no tool needs to fetch it.
pub const CONTEXT: &str = include_str!("../../ontology/context.jsonld");

/// The context, the way back: from IRIs to keys.
struct Context {
    keys: HashMap<String, Key>,
    prefixes: HashMap<String, String>,
    definitions: Map<String, Value>,
}

struct Key {
    name: String,
    values: Values,
}

/// How the values of a key are written that need no more than a string or a number.
enum Values {
    /// Strings without a type.
    Plain,
    /// IRIs, relative to the base.
    Things,
    /// IRIs that are keys themselves.
    Terms,
    /// Words in one language.
    Words(String),
    /// Literals of one type.
    Typed(String),
}

static CONTEXT_KEYS: LazyLock<Context> = LazyLock::new(|| {
    let parsed: Map<String, Value> = serde_json::from_str(CONTEXT).expect("the bundled context is JSON");
    let definitions = parsed["@context"].as_object().expect("the bundled context is an object").clone();
    let namespaces = definitions.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let namespaces: HashMap<_, _> = namespaces.filter(|(_, iri)| iri.ends_with(['#', '/'])).collect();
    let expand = |name: &str| match name.split_once(':') {
        Some((prefix, local)) => namespaces.get(prefix).map_or_else(|| name.to_owned(), |namespace| format!("{namespace}{local}")),
        None => name.to_owned(),
    };
    let mut keys = HashMap::new();
    for (name, definition) in &definitions {
        let (id, kind, language) = match definition {
            Value::String(id) => (Some(id.as_str()), None, None),
            Value::Object(it) => (it["@id"].as_str(), it.get("@type").and_then(Value::as_str), it.get("@language").and_then(Value::as_str)),
            _ => (None, None, None),
        };
        let Some(id) = id.filter(|id| !id.starts_with('@') && !namespaces.contains_key(name)) else { continue };
        let values = match (kind, language) {
            (Some("@id"), _) => Values::Things,
            (Some("@vocab"), _) => Values::Terms,
            (Some(kind), _) => Values::Typed(expand(kind)),
            (None, Some(language)) => Values::Words(language.to_owned()),
            (None, None) => Values::Plain,
        };
        keys.insert(expand(id), Key { name: name.clone(), values });
    }
    Context { keys, prefixes: namespaces.into_iter().map(|(name, iri)| (iri, name)).collect(), definitions }
});

pub(super) struct JsonLd<W> {
    writer: W,
    names: Names,
    graphs: usize,
    things: usize,
}

impl<W: Write> JsonLd<W> {
    /// Writes the context.
    pub(super) fn new(mut writer: W, base: &Base) -> io::Result<Self> {
        let names = Names::new(base);
        let mut context = CONTEXT_KEYS.definitions.clone();
        context.insert("@base".to_owned(), names.base().into());
        writer.write_all(b"{\"@context\":")?;
        serde_json::to_writer(&mut writer, &context)?;
        writer.write_all(b",\n\"@graph\":[")?;
        Ok(Self { writer, names, graphs: 0, things: 0 })
    }

    pub(super) fn begin_graph(&mut self, name: NamedNodeRef<'_>) -> io::Result<()> {
        self.writer.write_all(if self.graphs == 0 { b"\n{\"id\":" } else { b",\n{\"id\":" })?;
        serde_json::to_writer(&mut self.writer, reference(&self.names, name.as_str()))?;
        self.writer.write_all(b",\"@graph\":[")?;
        self.graphs += 1;
        self.things = 0;
        Ok(())
    }

    pub(super) fn end_graph(&mut self) -> io::Result<()> {
        self.writer.write_all(b"\n]}")
    }

    /// Writes what is said of one thing: quads of one subject, sorted.
    pub(super) fn thing(&mut self, quads: &[Quad]) -> io::Result<()> {
        let Some(first) = quads.first() else { return Ok(()) };
        self.writer.write_all(if self.things == 0 { b"\n{\"id\":" } else { b",\n{\"id\":" })?;
        self.things += 1;
        match &first.subject {
            NamedOrBlankNode::NamedNode(node) => serde_json::to_writer(&mut self.writer, reference(&self.names, node.as_str()))?,
            NamedOrBlankNode::BlankNode(node) => serde_json::to_writer(&mut self.writer, &node.to_string())?,
        }
        for property in quads.chunk_by(|left, right| left.predicate == right.predicate) {
            let predicate = property[0].predicate.as_ref();
            self.writer.write_all(b",")?;
            serde_json::to_writer(&mut self.writer, &if predicate == rdf::TYPE { "type".to_owned() } else { term(predicate.as_str()) })?;
            self.writer.write_all(b":")?;
            let values: Vec<Value> = property.iter().map(|quad| self.value(predicate, quad.object.as_ref())).collect();
            match &values[..] {
                [value] => serde_json::to_writer(&mut self.writer, value)?,
                values => serde_json::to_writer(&mut self.writer, values)?,
            }
        }
        self.writer.write_all(b"}")
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.writer.write_all(b"\n]}\n")?;
        Ok(self.writer)
    }

    fn value(&self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> Value {
        let values = CONTEXT_KEYS.keys.get(predicate.as_str()).map(|key| &key.values);
        match object {
            TermRef::NamedNode(node) if predicate == rdf::TYPE || matches!(values, Some(Values::Terms)) => term(node.as_str()).into(),
            TermRef::NamedNode(node) if matches!(values, Some(Values::Things)) => reference(&self.names, node.as_str()).into(),
            TermRef::NamedNode(node) => json!({ "@id": reference(&self.names, node.as_str()) }),
            TermRef::BlankNode(node) => json!({ "@id": node.to_string() }),
            TermRef::Literal(literal) => literal_value(values, literal),
        }
    }
}

/// An IRI as the value of `@id`. A colon would make a prefix of what stands before it.
fn reference<'i>(names: &Names, iri: &'i str) -> &'i str {
    names.relative(iri).filter(|relative| !relative.contains(':')).unwrap_or(iri)
}

fn literal_value(values: Option<&Values>, literal: LiteralRef<'_>) -> Value {
    let value = literal.value();
    match (values, literal.language()) {
        (Some(Values::Words(words)), Some(language)) if words == language => value.into(),
        (_, Some(language)) => json!({ "@language": language, "@value": value }),
        (Some(Values::Typed(datatype)), None) if datatype == literal.datatype().as_str() => {
            // JSON's own values, where they are read back as the same characters.
            match (literal.datatype(), value) {
                (xsd::BOOLEAN, "true") => true.into(),
                (xsd::BOOLEAN, "false") => false.into(),
                (xsd::NON_NEGATIVE_INTEGER, _) => {
                    value.parse::<u32>().ok().filter(|number| number.to_string() == value).map_or_else(|| value.into(), Value::from)
                }
                _ => value.into(),
            }
        }
        (Some(Values::Plain), None) if literal.datatype() == xsd::STRING => value.into(),
        (_, None) if literal.datatype() == xsd::STRING => json!({ "@value": value }),
        (_, None) => json!({ "@type": term(literal.datatype().as_str()), "@value": value }),
    }
}

/// An IRI as a key or a type: by the name that the context has for it, else by a prefix, else in full.
fn term(iri: &str) -> String {
    if let Some(key) = CONTEXT_KEYS.keys.get(iri) {
        return key.name.clone();
    }
    let (namespace, local) = iri.split_at(iri.rfind(['#', '/']).map_or(0, |at| at + 1));
    match CONTEXT_KEYS.prefixes.get(namespace) {
        Some(prefix) => format!("{prefix}:{local}"),
        None => iri.to_owned(),
    }
}
