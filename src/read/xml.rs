//! XML as a tree, for the formats that are made of it. What documents never need is refused: a document type, entities of its own, endless nesting.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Refusal, encoding};

/// More elements than this inside each other are no document.
const DEEPEST: usize = 256;

/// An element with what it holds.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without a namespace's prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements that stand directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of a name that stands directly in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that a path of names leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All the text in it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(content) => text.push_str(content),
                Node::Element(element) => element.collect_text(text),
            }
        }
    }
}

/// Reads a whole XML document.
pub(super) fn parse(bytes: &[u8], part: &str) -> Result<Element, Refusal> {
    let broken = |reason: &str| Refusal::broken(format!("{part} is no sound XML: {reason}"));
    let source = encoding::decode(bytes)?.source;
    let mut reader = Reader::from_str(&source);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| broken(&error.to_string()))?;
        let Some(last) = open.last_mut() else { return Err(broken("an element ends that did not begin")) };
        match event {
            Event::Start(start) => {
                let element = element(&start).map_err(|reason| broken(&reason))?;
                open.push(element);
                if open.len() > DEEPEST {
                    return Err(broken(&format!("more than {DEEPEST} elements stand in each other")));
                }
            }
            Event::Empty(start) => {
                let element = element(&start).map_err(|reason| broken(&reason))?;
                last.children.push(Node::Element(element));
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { break };
                let Some(parent) = open.last_mut() else { return Err(broken("an element ends that did not begin")) };
                parent.children.push(Node::Element(element));
            }
            Event::Text(text) => push_text(last, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => push_text(last, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => {
                let known = reference.resolve_char_ref().map_err(|error| broken(&error.to_string()))?.or_else(|| predefined(&reference));
                let Some(known) = known else { return Err(broken("it uses an entity of its own")) };
                push_text(last, known.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(broken("it declares a document type, which no document needs")),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if open.len() > 1 {
        return Err(broken("it breaks off"));
    }
    let root = open.pop().into_iter().flat_map(|root| root.children).find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| broken("it is empty"))
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element { name: start.local_name().into_inner().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn push_text(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
