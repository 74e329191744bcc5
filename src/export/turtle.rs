//! [Turtle](https://www.w3.org/TR/turtle/) and [TriG](https://www.w3.org/TR/trig/) for people: short names, one block a thing, things of a kind together.

use std::io::{self, Write};

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::names::Names;
use super::section::SECTIONS;
use crate::write::Base;

pub(super) struct Turtle<W> {
    writer: W,
    names: Names,
    section: Option<usize>,
}

impl<W: Write> Turtle<W> {
    /// Writes the base and the prefixes.
    pub(super) fn new(mut writer: W, base: &Base) -> io::Result<Self> {
        let names = Names::new(base);
        writeln!(writer, "@base <{}> .", names.base())?;
        for (prefix, iri) in names.prefixes() {
            writeln!(writer, "@prefix {prefix}: <{iri}> .")?;
        }
        Ok(Self { writer, names, section: None })
    }

    /// Begins the named graph of what comes next.
    pub(super) fn begin_graph(&mut self, name: NamedNodeRef<'_>) -> io::Result<()> {
        self.section = None;
        self.writer.write_all(b"\n")?;
        self.iri(name)?;
        self.writer.write_all(b" {\n")
    }

    pub(super) fn end_graph(&mut self) -> io::Result<()> {
        self.writer.write_all(b"}\n")
    }

    /// Writes what is said of one thing: quads of one subject, sorted.
    pub(super) fn thing(&mut self, section: usize, quads: &[Quad]) -> io::Result<()> {
        let Some(first) = quads.first() else { return Ok(()) };
        if self.section.replace(section) != Some(section) {
            write!(self.writer, "\n# {}\n", SECTIONS[section].heading)?;
        }
        self.writer.write_all(b"\n")?;
        match &first.subject {
            NamedOrBlankNode::NamedNode(node) => self.iri(node.as_ref())?,
            NamedOrBlankNode::BlankNode(node) => write!(self.writer, "{node}")?,
        }
        for (index, property) in quads.chunk_by(|left, right| left.predicate == right.predicate).enumerate() {
            self.writer.write_all(if index == 0 { b" " } else { b" ;\n  " })?;
            let is_type = property[0].predicate == rdf::TYPE;
            if is_type {
                self.writer.write_all(b"a")?;
            } else {
                self.iri(property[0].predicate.as_ref())?;
            }
            for (index, quad) in property.iter().enumerate() {
                self.writer.write_all(match index {
                    0 => b" ",
                    _ if is_type => b", ",
                    _ => b",\n    ",
                })?;
                self.term(&quad.object)?;
            }
        }
        self.writer.write_all(b" .\n")
    }

    pub(super) fn finish(self) -> W {
        self.writer
    }

    fn term(&mut self, term: &Term) -> io::Result<()> {
        match term {
            Term::NamedNode(node) => self.iri(node.as_ref()),
            Term::BlankNode(node) => write!(self.writer, "{node}"),
            Term::Literal(literal) if literal.language().is_some() || literal.datatype() == xsd::STRING => write!(self.writer, "{literal}"),
            Term::Literal(literal) => {
                write!(self.writer, "{}^^", Literal::new_simple_literal(literal.value()))?;
                self.iri(literal.datatype())
            }
        }
    }

    fn iri(&mut self, iri: NamedNodeRef<'_>) -> io::Result<()> {
        match (self.names.prefixed(iri.as_str()), self.names.relative(iri.as_str())) {
            (Some((prefix, local)), _) => write!(self.writer, "{prefix}:{local}"),
            (None, Some(relative)) => write!(self.writer, "<{relative}>"),
            (None, None) => write!(self.writer, "{iri}"),
        }
    }
}
