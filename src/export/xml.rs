//! The two formats of networks that most tools read.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::network::{Edge, Network, Node};
use crate::text::fit_for_xml;

/// What is told of a node or a tie: name, whether it is a whole number.
type Attribute = (&'static str, bool);

const NODE: [Attribute; 8] = [
    ("label", false),
    ("kind", false),
    ("jurisdiction", false),
    ("leads", true),
    ("supports", true),
    ("responsible", true),
    ("first_year", true),
    ("last_year", true),
];

const EDGE: [Attribute; 5] = [("type", false), ("weight", true), ("documents", false), ("first_year", true), ("last_year", true)];

/// Writes a network as [GraphML](http://graphml.graphdrawing.org/specification.html), for networkx, igraph, yEd, Cytoscape, NodeXL and Gephi.
///
/// # Errors
/// If `writer` refuses.
pub fn graphml(network: &Network, writer: impl Write) -> io::Result<()> {
    let mut xml = begin(writer)?;
    xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns")).write_inner_content(|xml| {
        for (prefix, owner, attributes) in [("n", "node", &NODE[..]), ("e", "edge", &EDGE)] {
            for (name, is_number) in attributes {
                xml.create_element("key")
                    .with_attributes([
                        ("id", format!("{prefix}_{name}").as_str()),
                        ("for", owner),
                        ("attr.name", name),
                        ("attr.type", if *is_number { "int" } else { "string" }),
                    ])
                    .write_empty()?;
            }
        }
        xml.create_element("graph").with_attribute(("edgedefault", "directed")).write_inner_content(|xml| {
            for node in &network.nodes {
                xml.create_element("node")
                    .with_attribute(("id", &*fit_for_xml(&node.id)))
                    .write_inner_content(|xml| data(xml, "n", &NODE, node_values(node)))?;
            }
            for edge in &network.edges {
                xml.create_element("edge")
                    .with_attributes([
                        ("source", &*fit_for_xml(&network.nodes[edge.source].id)),
                        ("target", &*fit_for_xml(&network.nodes[edge.target].id)),
                    ])
                    .write_inner_content(|xml| data(xml, "e", &EDGE, edge_values(edge)))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    end(xml)
}

/// Writes a network as [GEXF](https://gexf.net/) 1.2, for Gephi and networkx. Nodes and ties live in the years of the documents that tell of them, so that
/// Gephi's timeline shows them then; those of documents without a date are always there.
///
/// # Errors
/// If `writer` refuses.
pub fn gexf(network: &Network, writer: impl Write) -> io::Result<()> {
    let mut xml = begin(writer)?;
    let root = [("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")];
    xml.create_element("gexf").with_attributes(root).write_inner_content(|xml| {
        let graph = [("mode", "dynamic"), ("defaultedgetype", "directed"), ("timeformat", "date")];
        xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
            for (owner, attributes) in [("node", &NODE[1..]), ("edge", &EDGE)] {
                let class = [("class", owner), ("mode", "static")];
                xml.create_element("attributes").with_attributes(class).write_inner_content(|xml| {
                    for (name, is_number) in attributes {
                        xml.create_element("attribute")
                            .with_attributes([("id", *name), ("title", *name), ("type", if *is_number { "integer" } else { "string" })])
                            .write_empty()?;
                    }
                    Ok(())
                })?;
            }
            xml.create_element("nodes").write_inner_content(|xml| {
                for node in &network.nodes {
                    xml.create_element("node")
                        .with_attributes([("id", &*fit_for_xml(&node.id)), ("label", &*fit_for_xml(&node.label))])
                        .write_inner_content(|xml| attributes_and_spells(xml, &NODE, node_values(node), &node.years))?;
                }
                Ok(())
            })?;
            xml.create_element("edges").write_inner_content(|xml| {
                for (number, edge) in network.edges.iter().enumerate() {
                    xml.create_element("edge")
                        .with_attributes([
                            ("id", number.to_string().as_str()),
                            ("source", &*fit_for_xml(&network.nodes[edge.source].id)),
                            ("target", &*fit_for_xml(&network.nodes[edge.target].id)),
                            ("label", &edge.kind),
                            ("weight", &edge.weight.to_string()),
                        ])
                        .write_inner_content(|xml| attributes_and_spells(xml, &EDGE, edge_values(edge), &edge.years))?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    end(xml)
}

fn begin<W: Write>(writer: W) -> io::Result<Writer<BufWriter<W>>> {
    let mut xml = Writer::new_with_indent(BufWriter::new(writer), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn end<W: Write>(xml: Writer<BufWriter<W>>) -> io::Result<()> {
    let mut writer = xml.into_inner();
    writer.write_all(b"\n")?;
    writer.flush()
}

/// GraphML's values; one that is missing has no element.
fn data<W: Write, const N: usize>(xml: &mut Writer<W>, prefix: &str, names: &[Attribute; N], values: [String; N]) -> io::Result<()> {
    for ((name, _), value) in names.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        xml.create_element("data")
            .with_attribute(("key", format!("{prefix}_{name}").as_str()))
            .write_text_content(BytesText::new(&fit_for_xml(&value)))?;
    }
    Ok(())
}

/// GEXF's values, save the label, and the years.
fn attributes_and_spells<W: Write, const N: usize>(
    xml: &mut Writer<W>,
    names: &[Attribute; N],
    values: [String; N],
    years: &BTreeSet<u16>,
) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        let told = names.iter().zip(&values).filter(|((name, _), value)| *name != "label" && !value.is_empty());
        for ((name, _), value) in told {
            xml.create_element("attvalue").with_attributes([("for", *name), ("value", &*fit_for_xml(value))]).write_empty()?;
        }
        Ok(())
    })?;
    if years.is_empty() {
        return Ok(());
    }
    xml.create_element("spells").write_inner_content(|xml| {
        for (from, to) in spells(years) {
            let days = [("start", &*format!("{from:04}-01-01")), ("end", &*format!("{to:04}-12-31"))];
            xml.create_element("spell").with_attributes(days).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Years as first and last years of what goes on without a gap.
fn spells(years: &BTreeSet<u16>) -> Vec<(u16, u16)> {
    let mut spells: Vec<(u16, u16)> = Vec::new();
    for &year in years {
        match spells.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => spells.push((year, year)),
        }
    }
    spells
}

fn node_values(node: &Node) -> [String; NODE.len()] {
    let [leads, supports, responsible] = node.tasks.map_or_else(Default::default, |tasks| tasks.map(|count| count.to_string()));
    let [first, last] = ends(&node.years);
    [node.label.clone(), node.kind.clone(), node.jurisdiction.clone(), leads, supports, responsible, first, last]
}

fn edge_values(edge: &Edge) -> [String; EDGE.len()] {
    let documents: Vec<&str> = edge.documents.iter().map(String::as_str).collect();
    let [first, last] = ends(&edge.years);
    [edge.kind.clone(), edge.weight.to_string(), documents.join("；"), first, last]
}

fn ends(years: &BTreeSet<u16>) -> [String; 2] {
    [years.first(), years.last()].map(|year| year.map(u16::to_string).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_a_gap_are_one_spell() {
        assert_eq!(spells(&[2011, 2012, 2020].into()), [(2011, 2012), (2020, 2020)]);
        assert_eq!(spells(&BTreeSet::new()), []);
    }
}
