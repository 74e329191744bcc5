//! RDF in all its formats.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use oxigraph::io::{RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::jsonld::JsonLd;
use super::names::Names;
use super::section::{self, OTHER};
use super::turtle::Turtle;
use crate::correct::CORRECTIONS_GRAPH;
use crate::error::{Error, Result};
use crate::store::{FILES_GRAPH, ONTOLOGY_GRAPH, Store, make_fit_for_xml, quad_order, restore_count};
use crate::write::Base;

/// Writes the texts' graphs, and the ontology if that is asked for. The same store gives the same bytes.
///
/// Turtle, TriG and JSON-LD list the things by their kinds, each with all that is said of it; Turtle and TriG have headings. TriG, N-Quads and JSON-LD
/// keep the graphs apart and need the memory of the largest one. Turtle, N-Triples and RDF/XML get their union, each triple once, and need the memory of the
/// names of all things: about a fifth of the quads is one. Characters that XML cannot hold are written as U+FFFD in RDF/XML.
///
/// # Errors
/// If the store cannot be read, or `writer` refuses.
pub fn rdf(store: &Store, writer: impl Write, format: RdfFormat, with_ontology: bool) -> Result<()> {
    let mut writer = GraphWriter::new(BufWriter::new(writer), format, store.base()).map_err(Error::Export)?;
    let mut graphs = store.graphs()?;
    if !store.quads(CORRECTIONS_GRAPH)?.is_empty() {
        graphs.insert(0, CORRECTIONS_GRAPH.into_owned());
    }
    if with_ontology {
        graphs.insert(0, ONTOLOGY_GRAPH.into_owned());
    }
    if format.supports_datasets() {
        for graph in &graphs {
            writer.graph(graph.as_ref(), &store.quads(graph.as_ref())?).map_err(Error::Export)?;
        }
    } else {
        for (section, thing) in things(store, &graphs)? {
            let quads = said_of(store, &thing, with_ontology)?;
            writer.thing(section, &quads).map_err(Error::Export)?;
        }
    }
    writer.finish().and_then(|mut writer| writer.flush()).map_err(Error::Export)
}

/// All things of some graphs, each with its section, in the order in which they are written.
fn things(store: &Store, graphs: &[NamedNode]) -> Result<Vec<(usize, NamedOrBlankNode)>> {
    let mut sections: HashMap<NamedOrBlankNode, usize> = HashMap::new();
    for graph in graphs {
        for quad in store.inner().quads_for_pattern(None, None, None, Some(graph.into())) {
            let quad = quad.map_err(|error| store.failed(error))?;
            let section = match &quad.object {
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => section::of_class(class.as_ref()),
                _ => OTHER,
            };
            sections.entry(quad.subject).and_modify(|known| *known = section.min(*known)).or_insert(section);
        }
    }
    let mut things: Vec<_> = sections.into_iter().map(|(thing, section)| (section, thing)).collect();
    things.sort_unstable_by(|left, right| left.0.cmp(&right.0).then_with(|| name(&left.1).cmp(name(&right.1))));
    Ok(things)
}

fn name(thing: &NamedOrBlankNode) -> &str {
    match thing {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// What all graphs together say of a thing, sorted, each triple once.
fn said_of(store: &Store, thing: &NamedOrBlankNode, with_ontology: bool) -> Result<Vec<Quad>> {
    let mut quads = Vec::new();
    for quad in store.inner().quads_for_pattern(Some(thing.into()), None, None, None) {
        let quad = quad.map_err(|error| store.failed(error))?;
        let exported = match &quad.graph_name {
            GraphName::NamedNode(graph) => *graph != FILES_GRAPH && (with_ontology || *graph != ONTOLOGY_GRAPH),
            _ => false,
        };
        if exported {
            quads.push(Quad { graph_name: GraphName::DefaultGraph, ..quad });
        }
    }
    quads.iter_mut().for_each(restore_count);
    quads.sort_unstable_by(quad_order);
    quads.dedup();
    Ok(quads)
}

/// Writes graphs one by one in any of RDF's formats.
pub struct GraphWriter<W: Write>(Form<W>);

enum Form<W: Write> {
    /// Turtle and TriG.
    Turtle(Turtle<W>),
    JsonLd(JsonLd<W>),
    /// A quad a line.
    Lines(WriterQuadSerializer<W>),
    Xml(WriterQuadSerializer<EscapeReturns<W>>),
}

impl<W: Write> GraphWriter<W> {
    /// Writes what comes before the graphs; IRIs under the base have short names, where the format knows such.
    ///
    /// # Errors
    /// If `writer` refuses.
    pub fn new(writer: W, format: RdfFormat, base: &Base) -> io::Result<Self> {
        Ok(Self(match format {
            RdfFormat::Turtle | RdfFormat::TriG => Form::Turtle(Turtle::new(writer, base)?),
            RdfFormat::JsonLd { .. } => Form::JsonLd(JsonLd::new(writer, base)?),
            RdfFormat::RdfXml => {
                let prefixes = Names::new(base);
                let serializer = prefixes.prefixes().iter().try_fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
                    serializer.with_prefix(*prefix, iri.as_str())
                });
                Form::Xml(serializer.map_err(io::Error::other)?.for_writer(EscapeReturns(writer)))
            }
            _ => Form::Lines(RdfSerializer::from_format(format).for_writer(writer)),
        }))
    }

    /// Writes a named graph: its quads, sorted. A format without named graphs gets the triples.
    ///
    /// # Errors
    /// If the writer refuses.
    pub fn graph(&mut self, name: NamedNodeRef<'_>, quads: &[Quad]) -> io::Result<()> {
        match &mut self.0 {
            Form::Turtle(turtle) => {
                turtle.begin_graph(name)?;
                sections(quads).into_iter().try_for_each(|(section, thing)| turtle.thing(section, thing))?;
                turtle.end_graph()
            }
            Form::JsonLd(json) => {
                json.begin_graph(name)?;
                sections(quads).into_iter().try_for_each(|(_, thing)| json.thing(thing))?;
                json.end_graph()
            }
            Form::Lines(_) | Form::Xml(_) => self.thing(OTHER, quads),
        }
    }

    /// Writes quads outside of named graphs; they are sorted, and of the default graph.
    ///
    /// # Errors
    /// If the writer refuses.
    pub fn triples(&mut self, quads: &[Quad]) -> io::Result<()> {
        sections(quads).into_iter().try_for_each(|(section, thing)| self.thing(section, thing))
    }

    /// Writes what is said of one thing outside of named graphs.
    fn thing(&mut self, section: usize, quads: &[Quad]) -> io::Result<()> {
        match &mut self.0 {
            Form::Turtle(turtle) => turtle.thing(section, quads),
            Form::JsonLd(json) => json.thing(quads),
            Form::Lines(serializer) => quads.iter().try_for_each(|quad| serializer.serialize_quad(quad)),
            Form::Xml(serializer) => quads.iter().try_for_each(|quad| {
                let mut quad = quad.clone();
                make_fit_for_xml(&mut quad.object);
                serializer.serialize_quad(&quad)
            }),
        }
    }

    /// Writes what comes after the graphs.
    ///
    /// # Errors
    /// If the writer refuses.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Form::Turtle(turtle) => Ok(turtle.finish()),
            Form::JsonLd(json) => json.finish(),
            Form::Lines(serializer) => serializer.finish(),
            Form::Xml(serializer) => serializer.finish().map(|EscapeReturns(writer)| writer),
        }
    }
}

/// The things of a graph, by their sections.
fn sections(quads: &[Quad]) -> Vec<(usize, &[Quad])> {
    let mut things: Vec<_> = quads.chunk_by(|left, right| left.subject == right.subject).map(|thing| (section::of(thing), thing)).collect();
    things.sort_by_key(|(section, _)| *section);
    things
}

/// Writes carriage returns as references, for XML readers take a bare one for a line feed.
struct EscapeReturns<W>(W);

impl<W: Write> Write for EscapeReturns<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (index, line) in bytes.split(|&byte| byte == b'\r').enumerate() {
            if index > 0 {
                self.0.write_all(b"&#xD;")?;
            }
            self.0.write_all(line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
